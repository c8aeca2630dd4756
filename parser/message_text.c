/* message_text.c - the text of a mail. In: its parts. Out: what a client would
 * show as text, and the names of what is not read. */
#include "message_text.h"
#include "charset.h"
#include "html.h"
#include "limit.h"
#include "utf8.h"
#include <ctype.h>
#include <string.h>
#include <strings.h>

struct gather {
	struct arena *a;
	const struct mime *mime;
	struct message *m;
	struct buf text;
	struct err *e;
	bool packed; /* what Outlook packs is read, too */
	bool failed;
};

static bool
is(const struct mime_part *p, const char *type)
{
	return strcmp(p->type, type) == 0;
}

static bool
under(const struct mime_part *p, const char *prefix)
{
	return strncmp(p->type, prefix, strlen(prefix)) == 0;
}

static bool
has_ink(const char *s)
{
	for (; *s; s++)
		if (!isspace((unsigned char)*s))
			return true;
	return false;
}

/* Depth of quote of a flowed line (RFC 3676 4.5); *at moves behind it and
 * behind the stuffed space (4.4). */
static int
flowed_depth(const char **at)
{
	int depth = 0;

	while (**at == '>') {
		depth++;
		(*at)++;
	}
	if (**at == ' ')
		(*at)++;
	return depth;
}

/* RFC 3676: lines that end with a space go on in the next, but "-- ". */
static char *
flowed_join(struct arena *a, const char *text, bool delsp)
{
	struct buf b;
	char *joined;
	int open = -1; /* depth of the line that waits for more */

	buf_init(&b, strlen(text) * 2 + 16);
	while (*text) {
		const char *p = text;
		size_t n = strcspn(text, "\n");
		const char *end = text + n;
		int depth = flowed_depth(&p);
		bool mark = end - p == 3 && memcmp(p, "-- ", 3) == 0;

		text = end + (*end == '\n');
		if (open != depth || mark) {
			if (open >= 0)
				buf_putc(&b, '\n');
			for (int i = 0; i < depth; i++)
				buf_putc(&b, '>');
			if (depth > 0)
				buf_putc(&b, ' ');
		}
		open = !mark && end > p && end[-1] == ' ' ? depth : -1;
		if (end > p)
			buf_add(
			    &b, p, (size_t)(end - p) - (open >= 0 && delsp));
		if (open < 0)
			buf_putc(&b, '\n');
	}
	joined = arena_memdup(a, buf_text(&b), b.len);
	buf_free(&b);
	return joined;
}

/* The charset that an HTML body names for itself, where its part names none
 * (a meta element stands among the first bytes). */
static const char *
meta_charset(struct arena *a, const struct mime_part *p)
{
	size_t n = p->data_n < 1024 ? p->data_n : 1024;
	const char *head = arena_strndup(a, p->data, n);
	const char *at = head ? strcasestr(head, "charset=") : NULL;

	if (!at)
		return NULL;
	at += 8;
	at += strspn(at, "\"' ");
	n = strcspn(at, "\"'; />\r\n");
	return n > 0 && n < 40 ? arena_strndup(a, at, n) : NULL;
}

/* "-----BEGIN PGP SIGNED MESSAGE-----": the text between the armour's lines
 * (RFC 9580 7), with the dashes put back. */
static char *
armour_strip(struct arena *a, char *text)
{
	char *begin = strstr(text, "-----BEGIN PGP SIGNED MESSAGE-----");
	char *body = begin ? strstr(begin, "\n\n") : NULL;
	char *end = body ? strstr(body, "\n-----BEGIN PGP SIGNATURE-----") : 0;
	char *to, *tail;

	if (!end)
		return text;
	tail = strstr(end, "-----END PGP SIGNATURE-----");
	*end = '\0';
	to = begin;
	for (body += 2; *body;) {
		size_t n = strcspn(body, "\n");

		if (strncmp(body, "- -", 3) == 0) {
			body += 2;
			n -= 2;
		}
		n += body[n] == '\n';
		memmove(to, body, n);
		to += n;
		body += n;
	}
	*to = '\0';
	return tail ? arena_printf(a, "%s%s", text, tail + 27) : text;
}

static const char *
part_text(struct gather *g, const struct mime_part *p)
{
	bool wrong = false, html = is(p, "text/html");
	const char *label = p->charset;
	const char *out = NULL;
	char *text;
	size_t n;

	if (!label && html)
		label = meta_charset(g->a, p);
	text = charset_text(g->a, label, p->data, p->data_n, &n, &wrong);
	if (wrong)
		g->m->flaws |= MESSAGE_FLAW_CHARSET;
	if (text && html) {
		if (html_text(g->a, text, n, &out, g->e) != 0)
			g->failed = true;
		return out ? out : "";
	}
	if (text && p->flowed)
		text = flowed_join(g->a, text, p->delsp);
	if (text && strstr(text, "-----BEGIN PGP MESSAGE-----"))
		g->m->flaws |= MESSAGE_FLAW_ENCRYPTED;
	if (text)
		text = armour_strip(g->a, text);
	if (!text) {
		err_set(g->e, ERR_REFUSE, "message", 0,
		    "the text of this mail needs more memory than a mail may "
		    "have");
		g->failed = true;
	}
	return text ? text : "";
}

static void
text_append(struct gather *g, const char *text)
{
	size_t n = strlen(text);

	if (!has_ink(text))
		return;
	if (g->text.len > 0)
		buf_putc(&g->text, '\n');
	if (n > LIMIT_TEXT_BYTES - g->text.len) {
		n = utf8_cut(text, LIMIT_TEXT_BYTES - g->text.len);
		g->m->flaws |= MESSAGE_FLAW_CUT;
	}
	buf_add(&g->text, text, n);
	if (n > 0 && text[n - 1] != '\n')
		buf_putc(&g->text, '\n');
}

static const char *read_part(struct gather *g, size_t i);

/* The next child of parent behind i, or part_n. */
static size_t
child_next(const struct mime *m, size_t parent, size_t i)
{
	for (i++; i < m->part_n; i++)
		if (m->part[i].parent == (int)parent)
			return i;
	return m->part_n;
}

/* A plain part that only says that there is HTML, or that is much shorter
 * than the HTML beside it. */
static bool
is_stub(const char *plain, const char *html)
{
	static const char *const words[] = { "view", "display", "support",
		"format", "client", "capable", "enabled", NULL };

	if (!has_ink(plain))
		return true;
	if (strlen(plain) > 400 || !has_ink(html) || !strcasestr(plain, "html"))
		return false;
	for (size_t i = 0; words[i]; i++)
		if (strcasestr(plain, words[i]))
			return true;
	return false;
}

/* Is there HTML in part i or below it? */
static bool
holds_html(const struct mime *m, size_t i)
{
	for (size_t k = i; k < m->part_n; k++) {
		int up = (int)k;

		if (!is(&m->part[k], "text/html"))
			continue;
		while (up > (int)i)
			up = m->part[up].parent;
		if (up == (int)i)
			return true;
	}
	return false;
}

/* Two texts of one type are no forms of the same thing: some programs pack
 * what they send so. Both are read, unless one says what the other does. */
static const char *
texts_join(struct gather *g, const char *one, const char *two)
{
	if (strstr(one, two) || !has_ink(two))
		return one;
	return strstr(two, one) ? two : arena_printf(g->a, "%s\n%s", one, two);
}

/* RFC 2046 5.1.4: the same thing in several forms. Plain text loses least on
 * the way to rules; HTML where that is empty or a stub. */
static const char *
read_alternative(struct gather *g, size_t i)
{
	const char *plain = NULL, *other = NULL;

	for (size_t k = child_next(g->mime, i, i); k < g->mime->part_n;
	     k = child_next(g->mime, i, k)) {
		const char *text = read_part(g, k);

		if (text && !plain && !holds_html(g->mime, k))
			plain = text;
		else if (text && plain && is(&g->mime->part[k], "text/plain"))
			plain = texts_join(g, plain, text);
		else if (text && has_ink(text))
			other = text;
	}
	if (plain && (!other || !is_stub(plain, other)))
		return plain;
	return other;
}

static const char *
read_children(struct gather *g, size_t i)
{
	struct buf saved = g->text;
	const char *text;

	buf_init(&g->text, LIMIT_TEXT_BYTES + 2);
	for (size_t k = child_next(g->mime, i, i); k < g->mime->part_n;
	     k = child_next(g->mime, i, k)) {
		text = read_part(g, k);
		if (text)
			text_append(g, text);
		/* RFC 2387: the root is first; the rest is pictures. */
		if (is(&g->mime->part[i], "multipart/related"))
			break;
	}
	text = arena_memdup(g->a, buf_text(&g->text), g->text.len);
	buf_free(&g->text);
	g->text = saved;
	return text;
}

bool
message_part_shown(const struct mime_part *p, bool alone)
{
	if (!p->data || (p->attachment && !alone))
		return false;
	return is(p, "text/plain") || is(p, "text/html") || is(p, "text") ||
	       is(p, "text/markdown") || is(p, "text/enriched") ||
	       is(p, "text/x-markdown") ||
	       (alone && under(p, "text/") && !is(p, "text/calendar"));
}

/* The text of part i with all that it holds; NULL where there is none. A mail
 * inside a mail is not the writer's own text. */
static const char *
read_part(struct gather *g, size_t i)
{
	const struct mime_part *p = &g->mime->part[i];

	if (g->failed)
		return NULL;
	if (is(p, "multipart/alternative"))
		return read_alternative(g, i);
	if (under(p, "multipart/") || mime_part_sealed(p) ||
	    (g->packed && mime_part_packed(p)))
		return read_children(g, i);
	if (message_part_shown(p, p->parent < 0))
		return part_text(g, p);
	return NULL;
}

/* A winmail.dat repeats the text that stands before it: it is read where there
 * is no other. */
static const char *
read_whole(struct gather *g, size_t i)
{
	const char *text = read_part(g, i);

	if (text && has_ink(text))
		return text;
	g->packed = true;
	text = read_part(g, i);
	g->packed = false;
	return text;
}

static void
inner_append(struct gather *g, size_t i)
{
	size_t k = child_next(g->mime, i, i);
	const char *text = k < g->mime->part_n ? read_whole(g, k) : NULL;

	text_append(g, g->mime->part[i].data);
	text_append(g, text ? text : "");
}

/* Without words of its own, the mail in it is the text: a question that was
 * forwarded as an attachment. */
static size_t
read_forwarded(struct gather *g)
{
	for (size_t i = 0; i < g->mime->part_n; i++) {
		const struct mime_part *p = &g->mime->part[i];

		if (!is(p, "message/rfc822") || !p->data ||
		    child_next(g->mime, i, i) == g->mime->part_n)
			continue;
		inner_append(g, i);
		return i;
	}
	return g->mime->part_n;
}

const char *
message_inner_text(
    struct arena *a, const struct mime *mime, size_t i, struct message *m)
{
	struct err ignored = { 0 };
	struct gather g = { .a = a, .mime = mime, .m = m, .e = &ignored };
	const char *text;

	if (!mime->part[i].data)
		return "";
	buf_init(&g.text, LIMIT_TEXT_BYTES + 2);
	inner_append(&g, i);
	text = arena_memdup(a, buf_text(&g.text), g.text.len);
	buf_free(&g.text);
	return text ? text : "";
}

/* What only the holder of a key can read: PGP/MIME (RFC 3156 4), S/MIME, and
 * Microsoft's protected mails ([MS-OXORMMS]). A damaged signature is none. */
static bool
is_encrypted(const struct mime *m, size_t i)
{
	const struct mime_part *p = &m->part[i];

	if (mime_part_sealed(p))
		return child_next(m, i, i) == m->part_n &&
		       (!p->smime_type ||
			   strcmp(p->smime_type, "signed-data") != 0);
	return is(p, "multipart/encrypted") ||
	       is(p, "application/x-microsoft-rpmsg-message");
}

static void
kinds(struct gather *g)
{
	for (size_t i = 0; i < g->mime->part_n; i++) {
		const struct mime_part *p = &g->mime->part[i];
		if (is(p, "text/calendar") && p->method &&
		    !message_part_is_inner(g->mime, i))
			g->m->calendar = true;
		if (is_encrypted(g->mime, i))
			g->m->flaws |= MESSAGE_FLAW_ENCRYPTED;
	}
}

int
message_text(struct arena *a, const struct mime *mime, struct message *m,
    size_t *inner_out, struct err *e)
{
	struct gather g = { .a = a, .mime = mime, .m = m, .e = e };
	const char *own;

	buf_init(&g.text, LIMIT_TEXT_BYTES + 2);
	own = read_whole(&g, 0);
	if (own)
		text_append(&g, own);
	*inner_out = g.text.len == 0 ? read_forwarded(&g) : mime->part_n;
	m->text = arena_memdup(a, buf_text(&g.text), g.text.len);
	buf_free(&g.text);
	if (g.failed)
		return -1;
	kinds(&g);
	if (!m->text)
		return err_set(e, ERR_REFUSE, "message", 0,
		    "the text of this mail needs more memory than a mail may "
		    "have");
	return 0;
}
