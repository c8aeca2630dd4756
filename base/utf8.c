/* utf8 - UTF-8 of unknown origin: bytes come in, valid text goes out. */
#include "utf8.h"
#include "arena.h"

#include <string.h>

#define REPLACEMENT       "\xEF\xBF\xBD" /* U+FFFD */
#define REPLACEMENT_BYTES 3

/* One row a form of RFC 3629 section 4: which first bytes begin it, how many
 * bits of them count, and the least value that it may carry (a smaller one
 * would be an overlong form). */
static const struct form {
	unsigned char first, last, bits;
	unsigned least;
	size_t length;
} forms[] = {
	{ 0x00, 0x7F, 0x7F, 0x0, 1 },
	{ 0xC2, 0xDF, 0x1F, 0x80, 2 },
	{ 0xE0, 0xEF, 0x0F, 0x800, 3 },
	{ 0xF0, 0xF4, 0x07, 0x10000, 4 },
};

static const struct form *
form_of(unsigned char byte)
{
	size_t i;

	for (i = 0; i < sizeof(forms) / sizeof(*forms); i++)
		if (byte >= forms[i].first && byte <= forms[i].last)
			return &forms[i];
	return NULL;
}

size_t
utf8_step(const char *s, size_t n, unsigned *codepoint_out)
{
	const unsigned char *p = (const unsigned char *)s;
	const struct form *form = n ? form_of(p[0]) : NULL;
	unsigned c;
	size_t i;

	if (!form || form->length > n)
		return 0;
	c = p[0] & form->bits;
	for (i = 1; i < form->length; i++) {
		if ((p[i] & 0xC0) != 0x80)
			return 0;
		c = c << 6 | (p[i] & 0x3Fu);
	}
	if (c < form->least || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
		return 0;
	if (codepoint_out)
		*codepoint_out = c;
	return form->length;
}

bool
utf8_is_control(unsigned c)
{
	return c < 0x20 || (c >= 0x7F && c <= 0x9F) ||
	       (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

/* How many plain characters, U+0020 to U+007E, begin s[0..n): most of any mail,
 * so they are passed over at once. */
static size_t
plain_run(const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n && s[i] >= ' ' && s[i] <= '~'; i++)
		;
	return i;
}

bool
utf8_check(const char *s, size_t n)
{
	size_t step;

	while (n) {
		step = plain_run(s, n);
		if (!step)
			step = utf8_step(s, n, NULL);
		if (!step)
			return false;
		s += step;
		n -= step;
	}
	return true;
}

size_t
utf8_next(const char *s, unsigned *codepoint_out)
{
	size_t step;

	if (!*s)
		return 0;
	/* strnlen: never look behind the NUL of a text that was cut. */
	step = utf8_step(s, strnlen(s, 4), codepoint_out);
	if (step)
		return step;
	/* Not valid after all: one byte, as U+FFFD, so that no loop hangs. */
	if (codepoint_out)
		*codepoint_out = 0xFFFD;
	return 1;
}

size_t
utf8_cut(const char *s, size_t n)
{
	size_t len = strnlen(s, n), i;

	if (len < n || s[n] == '\0')
		return len;
	/* s[n] is the first byte to go: step back to a character's begin. */
	for (i = n; i > 0 && n - i < 4; i--)
		if (((unsigned char)s[i] & 0xC0) != 0x80)
			return i;
	return i == 0 ? 0 : n;
}

static bool
is_line_end(unsigned c)
{
	return c == '\n' || c == '\r' || c == '\v' || c == '\f' || c == 0x85 ||
	       c == 0x2028 || c == 0x2029;
}

/* The next character of s[0..n) as utf8_clean() writes it: its length in
 * *in_out bytes of input, and *out_out bytes at *text_out. */
static void
clean_step(const char *s, size_t n, size_t *in_out, const char **text_out,
    size_t *out_out)
{
	unsigned c;
	size_t step = utf8_step(s, n, &c);

	*in_out = step ? step : 1;
	*out_out = *in_out;
	*text_out = s;
	if (!step) {
		*text_out = REPLACEMENT;
		*out_out = REPLACEMENT_BYTES;
	} else if (is_line_end(c)) {
		if (c == '\r' && n > 1 && s[1] == '\n')
			*in_out = 2;
		*text_out = "\n";
		*out_out = 1;
	} else if (c != '\t' && (c < 0x20 || (c >= 0x7F && c <= 0x9F))) {
		*out_out = 0;
	}
}

/* Write the clean form of s[0..n) to out, where not NULL; its length. */
static size_t
clean_run(const char *s, size_t n, char *out)
{
	const char *text;
	size_t in, bytes, total = 0;

	while (n) {
		in = bytes = plain_run(s, n);
		text = s;
		if (!in)
			clean_step(s, n, &in, &text, &bytes);
		if (out)
			memcpy(out + total, text, bytes);
		total += bytes;
		s += in;
		n -= in;
	}
	return total;
}

char *
utf8_clean(struct arena *a, const char *s, size_t n, size_t *len_out)
{
	size_t len = clean_run(s, n, NULL);
	char *out = arena_alloc(a, len + 1);

	if (!out)
		return NULL;
	clean_run(s, n, out);
	if (len_out)
		*len_out = len;
	return out;
}

char *
utf8_line(struct arena *a, const char *s, size_t n)
{
	size_t len, i, to = 0;
	char *line = utf8_clean(a, s, n, &len);

	if (!line)
		return NULL;
	for (i = 0; i < len; i++) {
		if (line[i] != ' ' && line[i] != '\t' && line[i] != '\n')
			line[to++] = line[i];
		else if (to && line[to - 1] != ' ')
			line[to++] = ' ';
	}
	if (to && line[to - 1] == ' ')
		to--;
	line[to] = '\0';
	return line;
}
