/* visible.c - what the author wrote just now. In: the text of a mail. Out: the
 * same without quotes, signature and footers; what was cut beside it. */
#include "visible.h"
#include "buf.h"
#include "message.h"
#include "visible_reading.h"
#include "visible_words.h"
#include <ctype.h>
#include <string.h>

/* Lines; longer texts are read up to here, which no person writes. */
#define LINES_MAX    20000
#define BANNER_LINES 5
/* Words beside a forward that still only point at it. */
#define POINTER_BYTES 160

static size_t
lines_split(struct arena *a, const char *text, struct line **out)
{
	size_t n = 1;
	struct line *line;

	for (const char *p = text; *p; p++)
		n += *p == '\n';
	if (n > LINES_MAX)
		n = LINES_MAX;
	line = arena_array(a, n, sizeof(*line));
	for (size_t i = 0; line && i < n; i++) {
		size_t len = strcspn(text, "\n");

		line[i].p = text;
		line[i].n = len;
		while (line[i].n > 0 &&
		       isspace((unsigned char)text[line[i].n - 1]))
			line[i].n--;
		text += len + (text[len] == '\n');
	}
	*out = line;
	return n;
}

static void
cut(struct reading *r, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		r->line[i].cut = true;
}

/* Does the writer's own text come behind line i? */
static bool
text_behind(const struct reading *r, size_t i)
{
	for (; i < r->n; i++) {
		enum line_kind k = r->line[i].kind;

		if (k == LINE_TEXT)
			return true;
		if (k == LINE_HEAD || k == LINE_ORIGINAL || k == LINE_FORWARD ||
		    k == LINE_DASHES || k == LINE_WROTE || k == LINE_DEVICE ||
		    k == LINE_ABOVE)
			return false;
	}
	return false;
}

/* Rules and empty lines above a quote belong to it. */
static size_t
back_over_rules(const struct reading *r, size_t i)
{
	while (i > 0 && !line_is_ink(&r->line[i - 1]))
		i--;
	return i;
}

/* A quoted line that a client folded: what is left stands without a mark
 * between two quoted lines. An answer has words; the rest of a link, or of a
 * sentence behind a long line, does not begin one. */
static bool
is_folded_quote(const struct reading *r, size_t i)
{
	const struct line *l = &r->line[i];

	if (l->kind != LINE_TEXT || i == 0 || i + 1 >= r->n ||
	    r->line[i - 1].kind != LINE_QUOTE ||
	    r->line[i + 1].kind != LINE_QUOTE)
		return false;
	if (!memchr(l->p, ' ', l->n) && l->n > 4 &&
	    !isalnum((unsigned char)l->p[0]))
		return true;
	if (memmem(l->p, l->n, "(http", 5) || memmem(l->p, l->n, "<http", 5))
		return true;
	return r->line[i - 1].n >= 60 && l->n < 40 &&
	       islower((unsigned char)l->p[0]);
}

/* The end of the quote that begins at i: quoted and empty lines. */
static size_t
quote_end(const struct reading *r, size_t i)
{
	while (i < r->n && (r->line[i].kind == LINE_QUOTE ||
			       r->line[i].kind == LINE_EMPTY ||
			       (r->line[i].kind == LINE_FORWARD &&
				   memchr(r->line[i].p, '>', r->line[i].n)) ||
			       is_folded_quote(r, i)))
		i++;
	return i;
}

static size_t
next_ink(const struct reading *r, size_t i)
{
	while (i < r->n && r->line[i].kind == LINE_EMPTY)
		i++;
	return i;
}

static bool
ink_before(const struct reading *r, size_t i)
{
	while (i-- > 0)
		if (!r->line[i].cut && line_is_ink(&r->line[i]))
			return true;
	return r->line[0].kind == LINE_WROTE && r->line[0].own > 0;
}

/* "On ... wrote:" and what it introduces; gives where to go on. */
static size_t
cut_wrote(struct reading *r, size_t i)
{
	size_t next = next_ink(r, i + r->line[i].span);

	if (next < r->n && r->line[next].kind == LINE_QUOTE) {
		next = quote_end(r, next);
		cut(r, i, next);
		return next;
	}
	/* At the very top, with nothing quoted below: what follows is all
	 * that there is. */
	if (!ink_before(r, i) && next < r->n &&
	    r->line[next].kind == LINE_TEXT) {
		cut(r, i, next);
		return next;
	}
	cut(r, i, r->n);
	return r->n;
}

static size_t
cut_at(struct reading *r, size_t i, bool *quoted)
{
	size_t next;

	switch (r->line[i].kind) {
	case LINE_FORWARD:
	case LINE_HEAD:
	case LINE_ORIGINAL:
		next = next_ink(r, i + 1);
		if (r->forward == r->n &&
		    (r->line[i].kind != LINE_ORIGINAL ||
			(next < r->n && r->line[next].kind == LINE_HEAD)))
			r->forward = i;
		cut(r, back_over_rules(r, i), r->n);
		return r->n;
	case LINE_WROTE:
		*quoted = true;
		return cut_wrote(r, i);
	case LINE_ABOVE:
		/* At the very top a system speaks, not who answers it. */
		if (!ink_before(r, i))
			return i + 1;
		cut(r, back_over_rules(r, i), r->n);
		return r->n;
	case LINE_QUOTE:
		next = quote_end(r, i);
		*quoted |= line_is_wrote(&r->line[i], r->n - i);
		/* Quoted by hand, to be talked about, where no attribution
		 * says that a client did it. */
		if (*quoted || (ink_before(r, i) && !text_behind(r, next)))
			cut(r, i, next);
		return next;
	default:
		return i + 1;
	}
}

static void
cut_quotes(struct reading *r)
{
	bool quoted = false;

	for (size_t i = 0; i < r->n;)
		i = cut_at(r, i, &quoted);
}

/* --- forwarded mail --------------------------------------------------------*/

/* The end of the first paragraph of the own words. */
static size_t
first_paragraph(const struct reading *r)
{
	size_t i = 0;

	while (i < r->end && (r->line[i].cut || !line_is_ink(&r->line[i])))
		i++;
	while (i < r->end && !r->line[i].cut && line_is_ink(&r->line[i]))
		i++;
	return i;
}

/* No own words, or only such as point at what follows; a name and a telephone
 * number below them change nothing. Then *end is where the words end. */
static bool
only_points(const struct reading *r, size_t *end)
{
	size_t bytes = 0;
	bool points = false;

	*end = first_paragraph(r);
	for (size_t i = 0; i < *end; i++) {
		if (r->line[i].cut || !line_is_ink(&r->line[i]))
			continue;
		bytes += r->line[i].n;
		points |= line_is_pointer(&r->line[i]);
		if (line_has_digit(&r->line[i]))
			return false;
	}
	if (bytes == 0)
		return true;
	for (size_t i = *end; i < r->end; i++)
		if (!r->line[i].cut &&
		    (r->line[i].n > BLOCK_BYTES ||
			memchr(r->line[i].p, '?', r->line[i].n)))
			return false;
	return points && bytes <= POINTER_BYTES &&
	       reading_ink_behind(r, *end) <= BLOCK_LINES;
}

/* The address in a From line: between <> or the word with the @. */
static const char *
address_in(struct arena *a, const char *p, const char *end)
{
	const char *at = memchr(p, '@', (size_t)(end - p)), *q;
	const char *address;

	if (!at)
		return NULL;
	for (q = at; q < end && !strchr(" \t>)]\"',;<", *q); q++)
		;
	while (at > p && !strchr(" \t<([\"',;:", at[-1]))
		at--;
	address = arena_strndup(a, at, (size_t)(q - at));
	return address && address_check(address) ? address : NULL;
}

/* Where the forwarded text begins, behind its header lines; its sender. */
static size_t
forward_body(struct reading *r, const char **from_out)
{
	size_t i = r->forward, last = i;

	for (size_t gap = 0; i < r->n && gap < 4; i++) {
		const struct line *l = &r->line[i];
		const char *value = NULL;
		int kind = line_head_kind(l, &value);

		if (kind == 0 && l->kind != LINE_FORWARD) {
			gap++;
			continue;
		}
		gap = 0;
		last = i;
		if ((kind & HEAD_FROM) && !*from_out)
			*from_out = address_in(r->a, value, l->p + l->n);
	}
	for (last++;
	     last < r->n && r->line[last].kind == LINE_TEXT &&
	     r->line[last - 1].kind != LINE_EMPTY && last - r->forward < 3;
	     last++)
		;
	return last;
}

/* --- putting together ------------------------------------------------------*/

static bool
kept(const struct reading *r, size_t i)
{
	return i < r->end && !r->line[i].cut;
}

static void
line_add(struct buf *b, const struct line *l, size_t n)
{
	buf_add(b, l->p, n);
	buf_putc(b, '\n');
}

/* Trimmed copy: no empty lines at either end. */
static const char *
finish(struct arena *a, struct buf *b)
{
	const char *p = buf_text(b);
	size_t n = b->len;
	const char *line = p;
	char *out;

	while (n > 0 && isspace((unsigned char)p[n - 1]))
		n--;
	for (size_t i = 0; i < n && isspace((unsigned char)p[i]); i++)
		if (p[i] == '\n')
			line = p + i + 1;
	out = arena_memdup(a, line, n - (size_t)(line - p));
	buf_free(b);
	return out;
}

static const char *
collect(struct reading *r, bool signature)
{
	struct buf b;

	buf_init(&b, (size_t)1 << 30);
	for (size_t i = 0; i < r->n; i++) {
		const struct line *l = &r->line[i];

		if (signature && !l->cut && i >= r->end)
			line_add(&b, l, l->n);
		else if (!signature && kept(r, i))
			line_add(&b, l, l->n);
		else if (!signature && l->kind == LINE_WROTE && l->own > 0)
			line_add(&b, l, l->own);
	}
	return finish(r->a, &b);
}

static const char *
collect_quoted(struct reading *r)
{
	struct buf b;

	buf_init(&b, (size_t)1 << 30);
	for (size_t i = 0; i < r->n; i++)
		if (r->line[i].cut)
			line_add(&b, &r->line[i], r->line[i].n);
	return finish(r->a, &b);
}

/* A line without its quote marks: forwarded text may be quoted as a whole. */
static void
line_unquote(struct line *l)
{
	while (l->n > 0 && (*l->p == '>' || *l->p == ' ')) {
		l->p++;
		l->n--;
		if (l->n > 0 && l->p[-1] == '>' && *l->p == ' ') {
			l->p++;
			l->n--;
			break;
		}
	}
}

/* The visible part of the forwarded text, below the own words. */
static void
forward_read(struct reading *r, struct visible *out)
{
	const char *from = NULL;
	size_t body = forward_body(r, &from);
	struct reading inner = {
		.a = r->a, .line = r->line + body, .n = r->n - body
	};
	const char *own = out->text ? out->text : "", *text;

	for (size_t i = 0; i < inner.n; i++) {
		if (inner.line[i].kind == LINE_QUOTE)
			line_unquote(&inner.line[i]);
		inner.line[i].cut = false;
		inner.line[i].own = 0;
	}
	line_classify(inner.line, inner.n);
	inner.forward = inner.end = inner.n;
	cut_quotes(&inner);
	reading_cut_signature(&inner);
	text = collect(&inner, false);
	if (!text || !*text)
		return;
	out->forwarded_from = from;
	out->divided = r->line[r->forward].kind != LINE_FORWARD;
	out->text = *own ? arena_printf(r->a, "%s\n\n%s", own, text) : text;
}

/* Where is a head inside quoted lines? Outlook's divider in HTML becomes one
 * (html.c), and Apple Mail quotes what it forwards. */
static void
find_quoted_head(struct reading *r)
{
	for (size_t i = 0; i < r->n && r->forward == r->n; i++) {
		const char *value;

		if (r->line[i].kind != LINE_QUOTE)
			continue;
		if (line_head_kind(&r->line[i], &value) & HEAD_FROM)
			r->forward = i;
		else if (line_head_kind(&r->line[i], &value) == 0 &&
			 r->line[i].n > 2)
			return;
	}
}

/* Marks of the direction of writing, which nobody sees: U+200E, U+200F, U+202A
 * to U+202E, U+2066 to U+2069. */
static bool
is_direction(const char *s)
{
	const unsigned char *p = (const unsigned char *)s;

	if (p[0] != 0xE2)
		return false;
	if (p[1] == 0x80)
		return p[2] == 0x8E || p[2] == 0x8F ||
		       (p[2] >= 0xAA && p[2] <= 0xAE);
	return p[1] == 0x81 && p[2] >= 0xA6 && p[2] <= 0xA9;
}

/* No-break spaces as plain ones: clients put them where people do not see
 * them, in "a écrit :" and in front of codes. */
static const char *
plain_spaces(struct arena *a, const char *text)
{
	char *copy = arena_strdup(a, text), *to = copy;

	for (const char *p = copy; p && *p; p++) {
		if ((unsigned char)p[0] == 0xC2 &&
		    (unsigned char)p[1] == 0xA0) {
			*to++ = ' ';
			p++;
		} else if (is_direction(p)) {
			p += 2;
		} else {
			*to++ = *p;
		}
	}
	if (copy)
		*to = '\0';
	return copy;
}

/* Another line of a banner: it warns, and tells nothing. */
static bool
is_banner_more(const struct line *l)
{
	static const char *const words[] = { "click", "attachment", "links",
		"recognize", "the sender", "learn why", "organization",
		"banner", "external", "caution", "careful", NULL };

	return line_is_ink(l) && !line_has_digit(l) &&
	       !memchr(l->p, '?', l->n) &&
	       (words_within(words, l->p, l->n) != NULL ||
		   words_begins(words_banner, l->p, l->n) > 0);
}

/* What a mail gateway puts above a mail from outside. */
static void
cut_banner(struct reading *r)
{
	size_t begin = 0, end;
	struct line first;

	while (begin < r->n && !line_is_ink(&r->line[begin]))
		begin++;
	if (begin == r->n)
		return;
	first = line_bare(&r->line[begin]);
	if ((words_begins(words_banner, first.p, first.n) == 0 &&
		!words_within(words_outside, first.p, first.n)) ||
	    memchr(first.p, '?', first.n) ||
	    (line_has_digit(&first) && !memchr(first.p, '@', first.n)))
		return;
	end = begin + 1;
	while (end < r->n && end < begin + BANNER_LINES &&
	       is_banner_more(&r->line[end]))
		end++;
	if (text_behind(r, end))
		cut(r, begin, end);
}

void
visible_find(struct arena *a, const char *text, struct visible *out)
{
	struct visible v = { 0 };
	struct reading r = { .a = a };
	size_t words;

	text = plain_spaces(a, text);
	r.n = text ? lines_split(a, text, &r.line) : 0;
	if (!r.line) {
		*out = v;
		return;
	}
	line_classify(r.line, r.n);
	r.forward = r.end = r.n;
	cut_banner(&r);
	cut_quotes(&r);
	if (r.forward == r.n)
		find_quoted_head(&r);
	reading_cut_signature(&r);
	v.text = collect(&r, false);
	v.own = v.text;
	v.quoted = collect_quoted(&r);
	v.signature = collect(&r, true);
	if (v.text && r.forward < r.n && r.ink && only_points(&r, &words)) {
		r.end = words;
		v.text = collect(&r, false);
		forward_read(&r, &v);
	}
	if (!v.quoted || !v.signature)
		v.text = NULL;
	*out = v;
}
