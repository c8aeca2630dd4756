/* message_report.c - what a bounce says (RFC 3464, RFC 6522). In: its parts.
 * Out: which mail it is about, what was done with it, and the status. */
#include "message_report.h"
#include "utf8.h"
#include <ctype.h>
#include <string.h>
#include <strings.h>

#define VALUE_BYTES 400

/* The end of the field that begins at p, with the lines that it is folded
 * over (RFC 5322 2.2.3). */
static const char *
field_end(const char *p, const char *end)
{
	const char *lf;

	while ((lf = memchr(p, '\n', (size_t)(end - p))) != NULL) {
		p = lf + 1;
		if (p == end || (*p != ' ' && *p != '\t'))
			return p;
	}
	return end;
}

/* The value of the first field of that name, one line; NULL where there is
 * none. */
static const char *
field_find(struct arena *a, const char *p, size_t n, const char *name)
{
	size_t k = strlen(name);
	const char *end = p + n, *next;

	for (; p < end; p = next) {
		size_t len;

		next = field_end(p, end);
		len = (size_t)(next - p);
		if (len <= k || p[k] != ':' || strncasecmp(p, name, k) != 0)
			continue;
		len -= k + 1;
		return utf8_line(
		    a, p + k + 1, len < VALUE_BYTES ? len : VALUE_BYTES);
	}
	return NULL;
}

/* The first word of a value: "failed (expired)", "5.1.1 (no such user)". */
static const char *
word_of(struct arena *a, const char *value)
{
	size_t n = value ? strcspn(value, " (;") : 0;

	return n > 0 ? arena_strndup(a, value, n) : NULL;
}

/* "<id>" in a value without white space; without brackets as it is. */
static const char *
id_of(struct arena *a, const char *value)
{
	const char *at = value ? strchr(value, '<') : NULL;
	size_t n;

	if (!value)
		return NULL;
	value = at ? at + 1 : value + strspn(value, " \t");
	n = strcspn(value, "> \t\r\n<");
	return n > 0 ? arena_strndup(a, value, n) : NULL;
}

/* A report may speak of several recipients: our mails have one. */
static void
status_read(struct arena *a, const struct mime_part *p, struct message *m)
{
	const char *action = field_find(a, p->data, p->data_n, "Action");
	const char *status = field_find(a, p->data, p->data_n, "Status");

	m->report_action = word_of(a, action);
	m->report_status = word_of(a, status);
}

void
message_report(struct arena *a, const struct mime *mime, struct message *m)
{
	for (size_t i = 0; i < mime->part_n; i++) {
		const struct mime_part *p = &mime->part[i];
		bool status =
		    strcmp(p->type, "message/delivery-status") == 0 ||
		    strcmp(p->type, "message/global-delivery-status") == 0;

		if (status && p->data && !m->report_status)
			status_read(a, p, m);
		else if (strcmp(p->type, "text/rfc822-headers") == 0 &&
			 p->data && !m->report_id)
			m->report_id = id_of(
			    a, field_find(a, p->data, p->data_n, "Message-ID"));
		else if (p->message_id && !m->report_id)
			m->report_id =
			    id_of(a, utf8_line(a, p->message_id,
					 strnlen(p->message_id, VALUE_BYTES)));
	}
}
