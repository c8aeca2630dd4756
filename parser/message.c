/* message.c - from the bytes of a mail to a message. In: RFC 5322 bytes as
 * fetched. Out: who wrote to whom, in which thread, and what. */
#include "message.h"
#include "attach.h"
#include "charset.h"
#include "digest.h"
#include "html.h"
#include "limit.h"
#include "message_report.h"
#include "message_text.h"
#include "mime.h"
#include "robot.h"
#include "robot_hit.h"
#include "utf8.h"
#include "visible.h"
#include <ctype.h>
#include <string.h>
#include <strings.h>

struct reading {
	struct arena *a;
	const struct mime *mime;
	struct message *m;
};

void
message_init(void)
{
	static const char sample[] = "<p>warm</p>";
	struct arena *a = arena_new(1u << 20);
	struct err e = { 0 };
	const char *text;

	charset_init();
	mime_init();
	/* Libraries build tables at the first use: let that be here. */
	(void)html_text(a, sample, sizeof(sample) - 1, &text, &e);
	arena_free(a);
}

void
message_init_files(void)
{
	attach_init();
}

const char *
message_field(const struct message *m, const char *name, size_t *nth)
{
	while (*nth < m->header_n) {
		const struct header_field *f = &m->header[(*nth)++];

		if (strcasecmp(f->name, name) == 0)
			return f->value;
	}
	return NULL;
}

/* The raw value of the first field of that name, and how many there are. */
static const char *
raw_field(const struct reading *r, const char *name, size_t *count_out)
{
	const char *first = NULL;
	size_t count = 0;

	for (size_t i = 0; i < r->mime->header_n; i++)
		if (strcasecmp(r->mime->header[i].name, name) == 0 &&
		    count++ == 0)
			first = r->mime->header_raw[i];
	if (count_out)
		*count_out = count;
	return first;
}

/* Does decoding make control bytes appear? Only an attack does that. */
static bool
hides_control(const struct reading *r, const char *raw)
{
	bool wrong = false;
	size_t n;
	const char *text = mime_words(r->a, raw, strlen(raw), &n, &wrong);

	for (size_t i = 0; text && i < n; i++) {
		unsigned char c = (unsigned char)text[i];

		if ((c < 0x20 && c != '\t') || c == 0x7F)
			return true;
	}
	return false;
}

static struct address_list
addresses(const struct reading *r, const char *name, bool guarded)
{
	struct address_list none = { 0 };
	const char *raw = raw_field(r, name, NULL);
	bool bad = false;

	if (!raw)
		return none;
	if (guarded && hides_control(r, raw))
		bad = true;
	none = mime_addresses(r->a, raw, &bad);
	if (guarded && bad)
		r->m->flaws |= MESSAGE_FLAW_BAD_ADDRESS;
	return none;
}

static void
read_people(const struct reading *r)
{
	struct message *m = r->m;
	size_t count;
	const char *raw = raw_field(r, "From", &count);
	struct address_list from = addresses(r, "From", true);

	m->from = (struct address){ "", "" };
	if (raw && from.n > 0)
		m->from = from.item[0];
	else
		m->flaws |= MESSAGE_FLAW_NO_FROM;
	if (count > 1 || from.n > 1)
		m->flaws |= MESSAGE_FLAW_MANY_FROM;
	m->reply_to = addresses(r, "Reply-To", true);
	m->to = addresses(r, "To", false);
	m->cc = addresses(r, "Cc", false);
}

/* RFC 5321 4.4: the final server writes Return-Path, on top. */
static const char *
read_return_path(const struct reading *r)
{
	const char *raw = raw_field(r, "Return-Path", NULL);
	struct address_list list;
	bool bad = false;

	if (!raw)
		return NULL;
	raw += strspn(raw, " \t");
	if (strncmp(raw, "<>", 2) == 0 || strcmp(raw, "< >") == 0 || !*raw)
		return "";
	list = mime_addresses(r->a, raw, &bad);
	return list.n > 0 ? list.item[0].address : NULL;
}

/* The next id at *p, without its brackets, or NULL at the end. Exchange puts
 * commas between ids; some clients leave the brackets out. */
static const char *
id_next(struct arena *a, const char **p)
{
	const char *at = *p + strspn(*p, " \t,\r\n");
	const char *end;
	size_t n;

	if (*at == '\0')
		return NULL;
	if (*at == '<') {
		at++;
		n = strcspn(at, ">");
		end = at + n + (at[n] == '>');
	} else {
		n = strcspn(at, " \t,<");
		end = at + n;
	}
	*p = end;
	return n > 0 ? arena_strndup(a, at, n) : "";
}

/* An id that may be stored, compared and put into a header; NULL where it is
 * broken: no white space, no control byte, UTF-8. */
static const char *
id_plain(struct arena *a, const char *id)
{
	unsigned char hash[DIGEST_BYTES];
	char hex[DIGEST_HEX];
	size_t n = strlen(id);

	if (n == 0 || !utf8_check(id, n))
		return NULL;
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)id[i] <= 0x20 || id[i] == 0x7F ||
		    id[i] == '<' || id[i] == '>')
			return NULL;
	if (n <= LIMIT_ID_BYTES)
		return id;
	digest_of(id, n, hash);
	digest_hex(hash, DIGEST_BYTES, hex);
	return arena_printf(a, "sha256-%s", hex);
}

static const char *
first_id(const struct reading *r, const char *name)
{
	const char *raw = raw_field(r, name, NULL);
	const char *id;

	while (raw && (id = id_next(r->a, &raw)) != NULL) {
		/* "Your message of Monday <id>": RFC 822's In-Reply-To. */
		if (!strchr(id, '@') && strchr(raw, '<'))
			continue;
		if (id_plain(r->a, id))
			return id_plain(r->a, id);
	}
	return NULL;
}

static int
read_references(const struct reading *r)
{
	struct message *m = r->m;
	const char *raw = raw_field(r, "References", NULL);
	const char *id;

	m->references =
	    arena_array(r->a, LIMIT_REFERENCES, sizeof(*m->references));
	if (!m->references)
		return -1;
	while (raw && (id = id_next(r->a, &raw)) != NULL) {
		id = id_plain(r->a, id);
		if (!id)
			continue;
		if (m->references_n == LIMIT_REFERENCES) {
			memmove(m->references, m->references + 1,
			    (LIMIT_REFERENCES - 1) * sizeof(*m->references));
			m->references_n--;
		}
		m->references[m->references_n++] = id;
	}
	return 0;
}

static const char *
read_subject(const struct reading *r)
{
	size_t nth = 0, n;
	const char *value = message_field(r->m, "Subject", &nth);

	if (!value)
		return "";
	n = utf8_cut(value, LIMIT_SUBJECT_BYTES);
	return n == strlen(value) ? value : arena_strndup(r->a, value, n);
}

/* A report that stands under another container than its own is one, too. One
 * inside a mail that somebody attached lies deeper. */
static const char *
report_type_of(const struct mime *mime)
{
	static const struct {
		const char *type, *report;
	} parts[] = {
		{ "message/delivery-status", "delivery-status" },
		{ "message/global-delivery-status", "delivery-status" },
		{ "message/disposition-notification",
		    "disposition-notification" },
		{ "message/global-disposition-notification",
		    "disposition-notification" },
		{ "message/feedback-report", "feedback-report" },
	};

	if (mime->part[0].report_type)
		return mime->part[0].report_type;
	for (size_t i = 1; i < mime->part_n; i++)
		for (size_t k = 0; k < sizeof(parts) / sizeof(parts[0]); k++)
			if (mime->part[i].parent == 0 &&
			    strcmp(mime->part[i].type, parts[k].type) == 0)
				return parts[k].report;
	return NULL;
}

static int
read_header(const struct reading *r)
{
	struct message *m = r->m;

	m->header = r->mime->header;
	m->header_n = r->mime->header_n;
	read_people(r);
	m->return_path = read_return_path(r);
	m->message_id = first_id(r, "Message-ID");
	m->in_reply_to = first_id(r, "In-Reply-To");
	m->subject = read_subject(r);
	m->date_unix = mime_date(raw_field(r, "Date", NULL), &m->date_offset_s);
	m->type = r->mime->part[0].type;
	m->report_type = report_type_of(r->mime);
	return m->subject ? read_references(r) : -1;
}

/* "Re:" in the languages of clients that do not write it in English. */
static bool
is_reply(const char *subject)
{
	static const char *const marks[] = { "re:", "aw:", "antw:", "sv:",
		"vs:", "odp:", "rif:", "r:", "res:", "回复:", "回复：",
		"答复:", "答复：", "回覆:", "отв:", "trả lời:" };

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (strncasecmp(subject, marks[i], strlen(marks[i])) == 0)
			return true;
	return false;
}

static int
read_visible(struct arena *a, struct message *m, struct err *e)
{
	struct visible seen;

	visible_find(a, m->text, &seen);
	if (!seen.text)
		return err_set(e, ERR_REFUSE, "message", 0,
		    "the text of this mail needs more memory than a mail may "
		    "have");
	m->visible = seen.text;
	m->forwarded_from = seen.forwarded_from;
	/* "Please advise" above a quoted answer of ours asks about that answer:
	 * what we wrote is never read as the question. */
	if (seen.divided && is_reply(m->subject)) {
		m->visible = seen.own;
		m->forwarded_from = NULL;
	}
	if (m->visible[0] == '\0')
		m->flaws |= MESSAGE_FLAW_EMPTY;
	return 0;
}

/* Nothing of a robot's mail is opened. */
static enum message_files
files_of(const struct message *m, enum message_files files)
{
	return m->guard ? MESSAGE_FILES_NAMED : files;
}

int
message_parse_files(struct arena *a, const void *raw, size_t len,
    enum message_files files, struct message *out, struct err *e)
{
	struct mime mime = { 0 };
	struct message m = { 0 };
	size_t inner;
	struct reading r = { a, &mime, &m };
	const struct robot_guard *guard;

	if (len > LIMIT_MAIL_BYTES) {
		len = LIMIT_MAIL_BYTES;
		m.flaws |= MESSAGE_FLAW_PARTIAL;
	}
	if (mime_parse(a, raw, len, files, &mime, e) != 0)
		return -1;
	m.flaws |= mime.flaws;
	m.unopened = mime.unopened;
	if (read_header(&r) != 0)
		return err_set(e, ERR_REFUSE, "message", 0,
		    "the header of this mail needs more memory than a mail "
		    "may have");
	if (message_text(a, &mime, &m, &inner, e) != 0 ||
	    read_visible(a, &m, e) != 0)
		return -1;
	guard = robot_check(a, &m, NULL, &m.evidence);
	m.guard = guard ? guard->name : NULL;
	m.asks = !guard && robot_person_asks(a, &m);
	if (guard)
		message_report(a, &mime, &m);
	if (message_attach(a, &mime, inner, files_of(&m, files), &m, e) != 0)
		return -1;
	*out = m;
	return 0;
}

int
message_parse(struct arena *a, const void *raw, size_t len, struct message *out,
    struct err *e)
{
	return message_parse_files(a, raw, len, MESSAGE_FILES_READ, out, e);
}

int
message_parse_body(struct arena *a, const char *body, size_t len, bool html,
    struct message *out, struct err *e)
{
	struct message m = { .from = { "", "" },
		.subject = "",
		.attached = "",
		.asks = true, /* a person's words, at a terminal */
		.type = html ? "text/html" : "text/plain" };
	bool wrong = false;
	size_t n;
	char *text = charset_text(a, "utf-8", body, len, &n, &wrong);

	if (!text)
		return err_set(e, ERR_REFUSE, "message", 0,
		    "this text needs more memory than a mail may have");
	if (wrong)
		m.flaws |= MESSAGE_FLAW_CHARSET;
	m.text = text;
	if (html && html_text(a, text, n, &m.text, e) != 0)
		return -1;
	n = utf8_cut(m.text, LIMIT_TEXT_BYTES);
	if (n < strlen(m.text)) {
		m.text = arena_strndup(a, m.text, n);
		m.flaws |= MESSAGE_FLAW_CUT;
	}
	if (!m.text || read_visible(a, &m, e) != 0)
		return err_set(e, ERR_REFUSE, "message", 0,
		    "this text needs more memory than a mail may have");
	*out = m;
	return 0;
}
