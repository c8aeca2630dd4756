/* mime_head.c - the header block. In: the bytes of a mail. Out: its fields in
 * order, and the body with the fields that say how it is built. */
#include "mime_head.h"
#include "buf.h"
#include "limit.h"
#include "utf8.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Real mails have under 100 fields, some lists 200. */
#define FIELDS 1000

struct head {
	struct arena *a;
	struct mime *m;
	const char *at, *end; /* what is unread */
	size_t used;          /* bytes of fields kept */
	struct buf entity;    /* fields for GMime */
	bool full;
};

/* The end of the line at p, behind its LF. */
static const char *
line_end(const char *p, const char *end)
{
	const char *lf = memchr(p, '\n', (size_t)(end - p));

	return lf ? lf + 1 : end;
}

static bool
line_blank(const char *p, const char *next)
{
	while (p < next && (*p == '\r' || *p == '\n'))
		p++;
	return p == next;
}

/* The length of a field name at p, 0 if there is none: RFC 5322 2.2, with
 * white space before the colon allowed as in its 4.5. */
static size_t
field_name(const char *p, const char *next)
{
	const char *q = p;
	size_t n;

	while (q<next && * q> 32 && *q < 127 && *q != ':')
		q++;
	n = (size_t)(q - p);
	while (q < next && (*q == ' ' || *q == '\t'))
		q++;
	return q < next && *q == ':' && n <= 128 ? n : 0;
}

/* Fields that GMime needs, kept as they are. */
static bool
field_builds(const char *name, size_t n)
{
	return (n > 8 && strncasecmp(name, "Content-", 8) == 0) ||
	       (n == 12 && strncasecmp(name, "MIME-Version", 12) == 0);
}

/* Unfold: RFC 5322 2.2.3; a bare CR or a NUL is white space too. */
static char *
field_unfold(struct arena *a, const char *p, const char *end)
{
	char *copy = arena_memdup(a, p, (size_t)(end - p));
	char *to = copy;

	for (const char *q = p; copy && q < end; q++) {
		if (*q == '\n')
			continue;
		if (*q == '\r' && q + 1 < end && q[1] == '\n')
			continue;
		*to++ = *q == '\r' || *q == '\0' ? ' ' : *q;
	}
	if (!copy)
		return NULL;
	while (to > copy && isspace((unsigned char)to[-1]))
		to--;
	*to = '\0';
	while (isspace((unsigned char)*copy))
		copy++;
	return copy;
}

/* Machines write these fields, and RFC 2047 5 knows no words in them: decoded,
 * one in an address could become the ";" that ends a result. */
static bool
field_coded(const char *name, size_t n)
{
	static const char *const plain[] = { "Authentication-Results",
		"Received", "Return-Path", "Auto-Submitted" };

	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		if (strlen(plain[i]) == n &&
		    strncasecmp(name, plain[i], n) == 0)
			return false;
	return true;
}

static void
field_add(struct head *h, const char *p, size_t name_n, const char *end)
{
	struct mime *m = h->m;
	const char *colon = memchr(p, ':', (size_t)(end - p));
	bool wrong = false;
	char *raw, *text;
	size_t n;

	h->used += (size_t)(end - p);
	if (m->header_n == FIELDS || h->used > LIMIT_HEADER_BYTES) {
		h->used -= (size_t)(end - p);
		m->flaws |= MESSAGE_FLAW_HEADER;
		return;
	}
	raw = field_unfold(h->a, colon + 1, end);
	text = raw;
	n = raw ? strlen(raw) : 0;
	if (raw && field_coded(p, name_n))
		text = mime_words(h->a, raw, n, &n, &wrong);
	m->header_raw[m->header_n] = raw;
	m->header[m->header_n].name = arena_strndup(h->a, p, name_n);
	m->header[m->header_n].value = text ? utf8_line(h->a, text, n) : NULL;
	if (!m->header[m->header_n].name || !m->header[m->header_n].value)
		h->full = true;
	else
		m->header_n++;
	if (wrong)
		m->flaws |= MESSAGE_FLAW_CHARSET;
	if (field_builds(p, name_n)) {
		buf_add(&h->entity, p, (size_t)(end - p));
		if (end[-1] != '\n')
			buf_putc(&h->entity, '\n');
	}
}

/* One field with its folded lines. false at the end of the header block. */
static bool
field_next(struct head *h)
{
	const char *p = h->at, *next = line_end(p, h->end);
	size_t name_n;

	if (p == h->end)
		return false;
	if (line_blank(p, next)) {
		h->at = next;
		return false;
	}
	name_n = field_name(p, next);
	if (name_n == 0) {
		/* A broken line among fields is passed over; anything else
		 * is the body, whose empty line is missing. */
		if (h->m->header_n == 0 || next == h->end ||
		    field_name(next, line_end(next, h->end)) == 0)
			return false;
		h->at = next;
		return true;
	}
	while (next < h->end && (*next == ' ' || *next == '\t')) {
		const char *after = line_end(next, h->end);

		next = after;
	}
	h->at = next;
	field_add(h, p, name_n, next);
	return !h->full;
}

/* Empty lines, and the "From " line of an mbox, also as ">From ". */
static void
head_skip(struct head *h)
{
	for (;;) {
		const char *next = line_end(h->at, h->end);
		size_t n = (size_t)(next - h->at);

		if (h->at == h->end)
			return;
		if (!line_blank(h->at, next) &&
		    !(n > 5 && memcmp(h->at, "From ", 5) == 0) &&
		    !(n > 6 && memcmp(h->at, ">From ", 6) == 0))
			return;
		h->at = next;
	}
}

/* A multipart without its boundary: the first line of the body that could be
 * one is taken (sendmail's and some scanners' mails). */
static bool
boundary_guess(struct head *h, const char **from, size_t *n)
{
	const char *p = h->at;

	for (int i = 0; i < 50 && p < h->end; i++) {
		const char *next = line_end(p, h->end), *q = next;

		while (q > p && isspace((unsigned char)q[-1]))
			q--;
		if (q - p > 2 && q - p < 200 && memcmp(p, "--", 2) == 0 &&
		    !memchr(p, ' ', (size_t)(q - p)) &&
		    !memchr(p, '"', (size_t)(q - p)) &&
		    !memchr(p, '\\', (size_t)(q - p))) {
			*from = p + 2;
			*n = (size_t)(q - p) - 2;
			return true;
		}
		p = next;
	}
	return false;
}

static void
boundary_mend(struct head *h)
{
	const char *type = NULL, *from;
	size_t n;

	for (size_t i = 0; i < h->m->header_n && !type; i++)
		if (strcasecmp(h->m->header[i].name, "Content-Type") == 0)
			type = h->m->header_raw[i];
	if (!type || strncasecmp(type, "multipart/", 10) != 0 ||
	    strcasestr(type, "boundary"))
		return;
	buf_clear(&h->entity);
	if (boundary_guess(h, &from, &n))
		buf_printf(&h->entity,
		    "Content-Type: multipart/mixed; boundary=\"%.*s\"\n",
		    (int)n, from);
}

static int
entity_make(struct head *h, struct mime_entity *out)
{
	size_t body = (size_t)(h->end - h->at);

	boundary_mend(h);
	out->n = h->entity.len + 1 + body;
	out->data = malloc(out->n + 1);
	if (!out->data)
		return -1;
	if (h->entity.len > 0)
		memcpy(out->data, h->entity.data, h->entity.len);
	out->data[h->entity.len] = '\n';
	if (body > 0)
		memcpy(out->data + h->entity.len + 1, h->at, body);
	out->data[out->n] = '\0';
	return 0;
}

/* Lines that end with a bare CR throughout (old Macs, some gateways). */
static char *
cr_to_lf(struct arena *a, const char *raw, size_t n)
{
	char *copy = arena_memdup(a, raw, n);

	for (size_t i = 0; copy && i < n; i++)
		if (copy[i] == '\r')
			copy[i] = '\n';
	return copy;
}

int
mime_head_read(struct arena *a, const char *raw, size_t n, struct mime *m,
    struct mime_entity *out)
{
	struct head h = { .a = a, .m = m };
	int rc;

	if (n > 0 && !memchr(raw, '\n', n) && memchr(raw, '\r', n))
		raw = cr_to_lf(a, raw, n);
	m->header = arena_array(a, FIELDS, sizeof(*m->header));
	m->header_raw = arena_array(a, FIELDS, sizeof(*m->header_raw));
	if (!raw || !m->header || !m->header_raw)
		return -1;
	h.at = raw;
	h.end = raw + n;
	buf_init(&h.entity, LIMIT_HEADER_BYTES + 1024);
	head_skip(&h);
	while (field_next(&h))
		;
	rc = h.full ? -1 : entity_make(&h, out);
	buf_free(&h.entity);
	return rc;
}

void
mime_entity_free(struct mime_entity *entity)
{
	free(entity->data);
	*entity = (struct mime_entity){ 0 };
}
