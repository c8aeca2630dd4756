/* mime_words.c - encoded words of RFC 2047. In: an unfolded header value as
 * it stands in the mail. Out: UTF-8 as its writer meant it. */
#include "buf.h"
#include "charset.h"
#include "mime.h"
#include <ctype.h>
#include <string.h>
#include <strings.h>

/* One "=?charset?B?text?=". */
struct word {
	char charset[48];
	char encoding; /* 'b' or 'q' */
	const char *text;
	size_t text_n;
	size_t len; /* of the whole word */
};

/* RFC 2047 2; blanks inside are wrong, but clients write them. The language
 * of RFC 2231 5 ("utf-8*en") is dropped. */
static bool
word_read(const char *p, size_t n, struct word *out)
{
	const char *end = p + n, *mark, *text;
	size_t k;

	if (n < 8 || p[0] != '=' || p[1] != '?')
		return false;
	mark = memchr(p + 2, '?', n - 2);
	if (!mark || end - mark < 4 || mark[2] != '?')
		return false;
	k = strcspn(p + 2, "*?");
	if (k == 0 || k >= sizeof(out->charset) || memchr(p + 2, ' ', k))
		return false;
	memcpy(out->charset, p + 2, k);
	out->charset[k] = '\0';
	out->encoding = (char)tolower((unsigned char)mark[1]);
	if (out->encoding != 'b' && out->encoding != 'q')
		return false;
	text = mark + 3;
	for (mark = text; mark + 1 < end; mark++)
		if (mark[0] == '?' && mark[1] == '=')
			break;
	if (mark + 1 >= end)
		return false;
	out->text = text;
	out->text_n = (size_t)(mark - text);
	out->len = (size_t)(mark + 2 - p);
	return true;
}

static int
hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)tolower((unsigned char)c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void
q_decode(const struct word *w, struct buf *out)
{
	for (size_t i = 0; i < w->text_n; i++) {
		char c = w->text[i];

		if (c == '_')
			c = ' ';
		if (c == '=' && i + 2 < w->text_n && hex(w->text[i + 1]) >= 0 &&
		    hex(w->text[i + 2]) >= 0) {
			c = (char)(hex(w->text[i + 1]) * 16 +
				   hex(w->text[i + 2]));
			i += 2;
		}
		buf_putc(out, c);
	}
}

static void
b_decode(const struct word *w, struct buf *out)
{
	static const char letters[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	unsigned bits = 0;
	int have = 0;

	for (size_t i = 0; i < w->text_n; i++) {
		const char *at = w->text[i] ? strchr(letters, w->text[i]) : 0;

		if (!at)
			continue;
		bits = bits << 6 | (unsigned)(at - letters);
		have += 6;
		if (have < 8)
			continue;
		have -= 8;
		buf_putc(out, (char)(bits >> have & 0xFF));
	}
}

/* The decoded bytes that wait for the next word: a character may be split
 * between two words (forbidden by RFC 2047 5, and common). */
struct words {
	struct arena *a;
	struct buf out, pending;
	char charset[48];
	bool *wrong;
};

static void
words_flush(struct words *s)
{
	size_t n;
	char *text;

	if (s->pending.len == 0)
		return;
	text = charset_raw(
	    s->a, s->charset, s->pending.data, s->pending.len, &n, s->wrong);
	if (text)
		buf_add(&s->out, text, n);
	buf_clear(&s->pending);
}

static void
words_plain(struct words *s, const char *p, size_t n)
{
	size_t len;
	char *text;

	words_flush(s);
	text = charset_raw(s->a, NULL, p, n, &len, s->wrong);
	if (text)
		buf_add(&s->out, text, len);
}

static size_t
blanks(const char *p, size_t n)
{
	size_t k = 0;

	while (k < n && isspace((unsigned char)p[k]))
		k++;
	return k;
}

static void
words_run(struct words *s, const char *p, size_t n)
{
	struct word w;
	size_t from = 0, i = 0;

	while (i < n) {
		const char *mark = memchr(p + i, '=', n - i);

		if (!mark)
			break;
		i = (size_t)(mark - p);
		if (!word_read(p + i, n - i, &w)) {
			i++;
			continue;
		}
		/* White space between two words is none: RFC 2047 6.2. */
		if (i > from && (s->pending.len == 0 ||
				    blanks(p + from, i - from) < i - from))
			words_plain(s, p + from, i - from);
		if (strcasecmp(w.charset, s->charset) != 0)
			words_flush(s);
		memcpy(s->charset, w.charset, sizeof(w.charset));
		if (w.encoding == 'b')
			b_decode(&w, &s->pending);
		else
			q_decode(&w, &s->pending);
		i += w.len;
		from = i;
	}
	if (from < n)
		words_plain(s, p + from, n - from);
	words_flush(s);
}

char *
mime_words(struct arena *a, const char *raw, size_t n, size_t *len_out,
    bool *wrong_out)
{
	struct words s = { .a = a, .wrong = wrong_out };
	char *text;

	buf_init(&s.out, n * 4 + 64);
	buf_init(&s.pending, n + 64);
	words_run(&s, raw, n);
	text = arena_memdup(a, buf_text(&s.out), s.out.len);
	if (len_out)
		*len_out = s.out.len;
	buf_free(&s.out);
	buf_free(&s.pending);
	return text;
}
