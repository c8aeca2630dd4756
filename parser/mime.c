/* mime.c - home of GMime. In: the body of a mail and the fields that say how
 * it is built. Out: its parts, decoded, as plain structs. */
#include "mime.h"
#include "attach.h"
#include "limit.h"
#include "mime_content.h"
#include "mime_head.h"
#include "signed.h"
#include "utf8.h"
#include <ctype.h>
#include <gmime/gmime.h>
#include <string.h>
#include <strings.h>

/* GMime stops descending at 1,024 levels by itself, but builds as many
 * siblings as it finds, a kilobyte each: lines that could be boundaries are
 * counted first, and the mail is cut behind this many. */
#define DASH_LINES  20000
#define GROUPS_MAX  200
#define TOKEN_BYTES 255 /* RFC 6838 4.2: twice 127 and a slash */

void
mime_init(void)
{
	g_mime_init();
}

/* The place where a mail with too many boundaries is cut. */
static size_t
dash_limit(const char *p, size_t n, unsigned *flaws)
{
	const char *at = p, *end = p + n;
	int lines = 0;

	while (at < end && (at = memchr(at, '\n', (size_t)(end - at)))) {
		at++;
		if (end - at < 2 || at[0] != '-' || at[1] != '-')
			continue;
		if (++lines == DASH_LINES) {
			*flaws |= MESSAGE_FLAW_TOO_MANY;
			return (size_t)(at - p);
		}
	}
	return n;
}

/* Walking GMime's tree. */
struct walk {
	struct arena *a;
	struct mime *out;
	enum message_files how;
	bool full;    /* the arena is */
	size_t files; /* bytes of attached files kept so far */
	size_t texts; /* bytes of text parts kept so far */
};

/* A token of RFC 2045 5.1 in lower case, whatever the mail has in its place:
 * one line of UTF-8, not longer than any real one. */
static const char *
token_of(struct arena *a, const char *s)
{
	char *copy = s ? utf8_line(a, s, strnlen(s, TOKEN_BYTES)) : NULL;

	for (char *p = copy; p && *p; p++)
		*p = (char)tolower((unsigned char)*p);
	return copy;
}

static const char *
line_of(struct walk *w, const char *s)
{
	bool wrong = false;
	size_t n;
	char *text;

	if (!s)
		return "";
	text = mime_words(w->a, s, strlen(s), &n, &wrong);
	text = text ? utf8_line(w->a, text, n) : NULL;
	if (!text)
		w->full = true;
	return text ? text : "";
}

static struct mime_part *
part_add(struct walk *w, int parent, GMimeObject *o)
{
	struct mime *m = w->out;
	struct mime_part *p = &m->part[m->part_n++];
	GMimeContentType *type = g_mime_object_get_content_type(o);
	GMimeContentDisposition *place =
	    g_mime_object_get_content_disposition(o);
	char *name = type ? g_mime_content_type_get_mime_type(type) : NULL;

	*p = (struct mime_part){ .parent = parent, .name = "" };
	p->type = token_of(w->a, name ? name : "text/plain");
	/* RFC 6532 3.7: the same with UTF-8 in its header. */
	if (p->type && strcmp(p->type, "message/global") == 0)
		p->type = "message/rfc822";
	g_free(name);
	p->charset = arena_strdup(
	    w->a, g_mime_object_get_content_type_parameter(o, "charset"));
	p->method = arena_strdup(
	    w->a, g_mime_object_get_content_type_parameter(o, "method"));
	p->report_type = token_of(
	    w->a, g_mime_object_get_content_type_parameter(o, "report-type"));
	p->smime_type = token_of(
	    w->a, g_mime_object_get_content_type_parameter(o, "smime-type"));
	p->attachment = place &&
			g_mime_content_disposition_is_attachment(place);
	p->inlined = !p->attachment || g_mime_object_get_content_id(o) != NULL;
	if (!p->type)
		w->full = true;
	return p;
}

static bool
parameter_is(GMimeObject *o, const char *name, const char *value)
{
	const char *have = g_mime_object_get_content_type_parameter(o, name);

	return have && strcasecmp(have, value) == 0;
}

static bool
is_file(const struct mime_part *p)
{
	return attach_find(p->type, p->name) != NULL &&
	       (p->attachment || strncmp(p->type, "text/", 5) != 0);
}

bool
mime_part_sealed(const struct mime_part *p)
{
	return strcmp(p->type, "application/pkcs7-mime") == 0 ||
	       strcmp(p->type, "application/x-pkcs7-mime") == 0;
}

/* How many bytes of one more text are of use. A byte at least: what is left
 * out is told. */
static size_t
keep_of_text(const struct walk *w)
{
	size_t left = LIMIT_TEXT_ALL - w->texts;

	if (left == 0)
		return 1;
	return left < LIMIT_HTML_BYTES ? left : LIMIT_HTML_BYTES;
}

/* How many decoded bytes of a part are of use. */
static size_t
keep_of(const struct walk *w, const struct mime_part *p)
{
	size_t left = LIMIT_ATTACH_ALL - w->files;

	if (is_file(p) || mime_part_sealed(p))
		return left < LIMIT_ATTACH_BYTES ? left : LIMIT_ATTACH_BYTES;
	if (strncmp(p->type, "text/", 5) == 0 ||
	    strcmp(p->type, "message/delivery-status") == 0 ||
	    strcmp(p->type, "message/global-delivery-status") == 0)
		return keep_of_text(w);
	return 0;
}

static void
content_decode(struct walk *w, GMimePart *part, struct mime_part *p)
{
	GMimeDataWrapper *content = g_mime_part_get_content(part);
	size_t keep = keep_of(w, p);
	unsigned flaws = w->out->flaws;
	struct mime_content got;

	if (!content) {
		p->data = keep > 0 ? "" : NULL;
		return;
	}
	got = mime_content_read(w->a, content, keep);
	p->size = got.size;
	if (keep == 0)
		return;
	p->data = got.data;
	p->data_n = got.n;
	w->full |= !got.data;
	if (got.n < (size_t)got.size)
		w->out->flaws |= MESSAGE_FLAW_CUT;
	if (!is_file(p) && !mime_part_sealed(p)) {
		w->texts += p->data_n < LIMIT_TEXT_ALL - w->texts
				? p->data_n
				: LIMIT_TEXT_ALL - w->texts;
		return;
	}
	/* Half a file is none; that it is too large is not the text's flaw. */
	w->out->flaws = flaws;
	if (p->data_n < (size_t)p->size)
		p->data = NULL;
	else
		w->files += p->data_n;
}

static void object_walk(struct walk *w, GMimeObject *o, int parent, int depth);

static void
leaf_walk(struct walk *w, GMimePart *part, struct mime_part *p)
{
	GMimeObject *o = GMIME_OBJECT(part);

	p->name = line_of(w, g_mime_part_get_filename(part));
	p->flowed = parameter_is(o, "format", "flowed");
	p->delsp = parameter_is(o, "delsp", "yes");
	content_decode(w, part, p);
}

static GMimeObject *object_parse(GByteArray *bytes);

/* A mail within its signature (RFC 8551 3.5.2): what was signed is an entity
 * of its own, and stands below. */
static void
sealed_walk(struct walk *w, struct mime_part *p, int self, int depth)
{
	GByteArray bytes = { NULL, 0 };
	char *content;
	size_t n;
	GMimeObject *o;

	if (!mime_part_sealed(p) || !p->data)
		return;
	if (!attach_ready()) {
		w->out->unopened = true;
		return;
	}
	if (!signed_open(w->a, p->data, p->data_n, &content, &n))
		return;
	bytes.data = (guint8 *)content;
	bytes.len = (guint)dash_limit(content, n, &w->out->flaws);
	o = object_parse(&bytes);
	if (!o)
		return;
	object_walk(w, o, self, depth + 1);
	g_object_unref(o);
}

bool
mime_part_packed(const struct mime_part *p)
{
	return strcmp(p->type, "application/ms-tnef") == 0 ||
	       strcmp(p->type, "application/vnd.ms-tnef") == 0 ||
	       strcasecmp(p->name, "winmail.dat") == 0;
}

static void
packed_add(struct walk *w, const struct mime_part *p)
{
	if (w->out->part_n == LIMIT_MIME_PARTS)
		w->out->flaws |= MESSAGE_FLAW_TOO_MANY;
	else
		w->out->part[w->out->part_n++] = *p;
}

static void
packed_file(struct walk *w, const struct attach_packed *one, int self)
{
	struct mime_part p = { .parent = self,
		.type = one->type,
		.name = one->name,
		.attachment = true,
		.inlined = one->inlined,
		.size = (int64_t)one->n };

	if (is_file(&p) && one->p) {
		p.data = one->p;
		p.data_n = one->n;
	}
	packed_add(w, &p);
}

/* What Outlook packs for its own kind stands below, as in a multipart. One
 * within another is not opened: its writer never packs so. */
static void
packed_walk(struct walk *w, struct mime_part *p, int self)
{
	struct attach f = {
		.name = p->name, .type = p->type, .p = p->data, .n = p->data_n
	};
	struct mime_part text = { .parent = self,
		.type = "text/plain",
		.charset = "utf-8",
		.name = "" };

	if (!mime_part_packed(p) || !p->data || w->how != MESSAGE_FILES_READ)
		return;
	if (!attach_read(w->a, attach_find(p->type, p->name), &f)) {
		w->out->unopened = true;
		return;
	}
	if (f.text) {
		text.data = f.text;
		text.data_n = strlen(f.text);
		packed_add(w, &text);
	}
	if (f.calendar)
		packed_add(w, &(struct mime_part){ .parent = self,
				  .type = "text/calendar",
				  .method = "PACKED",
				  .name = "" });
	for (size_t i = 0; i < f.packed_n; i++)
		packed_file(w, &f.packed[i], self);
	if (f.rest)
		w->out->flaws |= MESSAGE_FLAW_TOO_MANY;
}

/* The fields of a forwarded mail, in the form that clients write inline. */
static void
forwarded_head(struct walk *w, GMimeMessage *inner, struct mime_part *p)
{
	GMimeObject *o = GMIME_OBJECT(inner);
	const char *from = g_mime_object_get_header(o, "From");
	const char *subject = g_mime_object_get_header(o, "Subject");

	if (p->name[0] == '\0')
		p->name = line_of(w, subject);
	p->data = arena_printf(w->a,
	    "---------- Forwarded message ---------\nFrom: %s\nSubject: %s\n\n",
	    line_of(w, from), line_of(w, subject));
	p->data_n = p->data ? strlen(p->data) : 0;
}

/* The name of a part that GMime does not ask for one. */
static const char *
file_name(GMimeObject *o)
{
	const char *name =
	    g_mime_object_get_content_disposition_parameter(o, "filename");

	return name ? name
		    : g_mime_object_get_content_type_parameter(o, "name");
}

static void
message_walk(
    struct walk *w, GMimeMessagePart *o, struct mime_part *p, int depth)
{
	GMimeMessage *inner = g_mime_message_part_get_message(o);
	int self = (int)w->out->part_n - 1;

	p->name = line_of(w, file_name(GMIME_OBJECT(o)));
	if (!inner)
		return;
	forwarded_head(w, inner, p);
	p->message_id = arena_strdup(
	    w->a, g_mime_object_get_header(GMIME_OBJECT(inner), "Message-ID"));
	if (g_mime_message_get_mime_part(inner))
		object_walk(
		    w, g_mime_message_get_mime_part(inner), self, depth + 1);
}

/* A multipart in which no boundary was found: what stands there is the text,
 * and readers would see nothing else. */
static void
prologue_walk(struct walk *w, GMimeMultipart *o, int parent)
{
	const char *text = g_mime_multipart_get_prologue(o);
	struct mime_part *p;

	if (!text || w->out->part_n == LIMIT_MIME_PARTS)
		return;
	p = &w->out->part[w->out->part_n++];
	*p = (struct mime_part){
		.parent = parent, .type = "text/plain", .name = ""
	};
	p->data = arena_strdup(w->a, text);
	p->data_n = p->data ? strlen(text) : 0;
	if (!p->data)
		w->full = true;
}

static void
multipart_walk(struct walk *w, GMimeMultipart *o, int self, int depth)
{
	int n = g_mime_multipart_get_count(o);

	if (n == 0)
		prologue_walk(w, o, self);
	for (int i = 0; i < n && !w->full; i++) {
		/* The flaw alone does not end it: it may tell of another
		 * limit, and what fits is read all the same. */
		if (w->out->part_n == LIMIT_MIME_PARTS) {
			w->out->flaws |= MESSAGE_FLAW_TOO_MANY;
			return;
		}
		object_walk(
		    w, g_mime_multipart_get_part(o, i), self, depth + 1);
	}
}

static void
object_walk(struct walk *w, GMimeObject *o, int parent, int depth)
{
	struct mime_part *p;
	int self = (int)w->out->part_n;

	if (depth > LIMIT_MIME_DEPTH) {
		w->out->flaws |= MESSAGE_FLAW_TOO_DEEP;
		return;
	}
	if (w->out->part_n == LIMIT_MIME_PARTS) {
		w->out->flaws |= MESSAGE_FLAW_TOO_MANY;
		return;
	}
	p = part_add(w, parent, o);
	if (w->full)
		return;
	if (GMIME_IS_MULTIPART(o)) {
		multipart_walk(w, GMIME_MULTIPART(o), self, depth);
	} else if (GMIME_IS_MESSAGE_PART(o)) {
		message_walk(w, GMIME_MESSAGE_PART(o), p, depth);
	} else if (GMIME_IS_PART(o)) {
		leaf_walk(w, GMIME_PART(o), p);
		sealed_walk(w, p, self, depth);
		packed_walk(w, p, self);
	}
}

/* Parts are read from the bytes later: these must outlive the object. */
static GMimeObject *
object_parse(GByteArray *bytes)
{
	GMimeStream *stream = g_mime_stream_mem_new_with_byte_array(bytes);
	GMimeParser *parser;
	GMimeObject *o;

	g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
	parser = g_mime_parser_new_with_stream(stream);
	g_mime_parser_set_persist_stream(parser, TRUE);
	o = g_mime_parser_construct_part(parser, NULL);
	g_object_unref(parser);
	g_object_unref(stream);
	return o;
}

static void
body_parse(struct walk *w, const char *entity, size_t n)
{
	GByteArray bytes = { (guint8 *)(uintptr_t)entity, (guint)n };
	GMimeObject *o = object_parse(&bytes);

	if (!o)
		return;
	object_walk(w, o, -1, 0);
	g_object_unref(o);
}

int
mime_parse(struct arena *a, const char *raw, size_t len,
    enum message_files files, struct mime *out, struct err *e)
{
	struct mime m = { 0 };
	struct walk w = { .a = a, .out = &m, .how = files };
	struct mime_entity entity;

	m.part = arena_array(a, LIMIT_MIME_PARTS, sizeof(*m.part));
	if (!m.part || mime_head_read(a, raw, len, &m, &entity) != 0)
		return err_set(e, ERR_REFUSE, "mime", 0,
		    "this mail needs more memory than a mail may have");
	body_parse(
	    &w, entity.data, dash_limit(entity.data, entity.n, &m.flaws));
	mime_entity_free(&entity);
	if (w.full)
		return err_set(e, ERR_REFUSE, "mime", 0,
		    "the parts of this mail need more memory than a mail may "
		    "have");
	if (m.part_n == 0)
		m.part[m.part_n++] = (struct mime_part){ .parent = -1,
			.type = "text/plain",
			.name = "",
			.data = "" };
	*out = m;
	return 0;
}

/* --- addresses and dates --------------------------------------------------*/

struct gather {
	struct arena *a;
	struct address_list list;
	bool bad, full;
};

/* The domain in lower case; local parts are left as they are. */
static const char *
address_plain(struct arena *a, const char *s)
{
	char *copy = arena_strdup(a, s);
	char *at = copy ? strrchr(copy, '@') : NULL;

	for (; at && *at; at++)
		*at = (char)tolower((unsigned char)*at);
	return copy;
}

static void
mailbox_add(struct gather *g, InternetAddress *one)
{
	struct address *into = &g->list.item[g->list.n];
	const char *name = internet_address_get_name(one);
	const char *address =
	    internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(one));
	bool wrong = false;
	size_t n;

	address = address ? address_plain(g->a, address) : NULL;
	if (!address || !address_check(address)) {
		g->bad = true;
		return;
	}
	name = mime_words(
	    g->a, name ? name : "", name ? strlen(name) : 0, &n, &wrong);
	into->name = name ? utf8_line(g->a, name, n) : NULL;
	into->address = address;
	if (!into->name)
		g->full = true;
	else
		g->list.n++;
}

static void
list_add(struct gather *g, InternetAddressList *all, int depth)
{
	int n = internet_address_list_length(all);

	for (int i = 0; i < n && g->list.n < LIMIT_ADDRESSES && !g->full; i++) {
		InternetAddress *one =
		    internet_address_list_get_address(all, i);

		if (INTERNET_ADDRESS_IS_MAILBOX(one))
			mailbox_add(g, one);
		else if (INTERNET_ADDRESS_IS_GROUP(one) && depth < 3)
			list_add(g,
			    internet_address_group_get_members(
				INTERNET_ADDRESS_GROUP(one)),
			    depth + 1);
	}
}

/* GMime reads a group within a group by recursion, until the stack ends: the
 * field is cut where more groups begin than any mail has (RFC 5322 3.4 nests
 * none). */
static const char *
groups_limit(struct arena *a, const char *raw)
{
	size_t colons = 0;

	for (const char *p = raw; *p; p++)
		if (*p == ':' && ++colons == GROUPS_MAX)
			return arena_strndup(a, raw, (size_t)(p - raw));
	return raw;
}

struct address_list
mime_addresses(struct arena *a, const char *raw, bool *bad_out)
{
	struct gather g = { .a = a };
	InternetAddressList *all;

	raw = groups_limit(a, raw);
	all = raw ? internet_address_list_parse(NULL, raw) : NULL;
	if (!all)
		return g.list;
	g.list.item = arena_array(a, LIMIT_ADDRESSES, sizeof(*g.list.item));
	if (g.list.item)
		list_add(&g, all, 0);
	g_object_unref(all);
	if (g.full)
		g.list.item = NULL;
	if (g.bad)
		*bad_out = true;
	return g.list;
}

int64_t
mime_date(const char *raw, int *offset_out)
{
	GDateTime *when = raw ? g_mime_utils_header_decode_date(raw) : NULL;
	int64_t unix_s;

	if (!when)
		return 0;
	unix_s = g_date_time_to_unix(when);
	*offset_out = (int)(g_date_time_get_utc_offset(when) / G_USEC_PER_SEC);
	g_date_time_unref(when);
	return unix_s;
}
