/* robot_fold.c - one form for many: what clients make of quotes, blanks and
 * capitals is no difference. In: a text. Out: its folded copy. */
#include "robot_text.h"
#include "utf8.h"
#include <stdbool.h>
#include <string.h>

/* Capitals whose small letters stand a fixed way behind them. Each pair has
 * the same length in UTF-8. */
static const struct span {
	unsigned first, last, add;
} spans[] = {
	{ 'A', 'Z', 32 },
	{ 0xC0, 0xD6, 32 }, /* Latin-1 */
	{ 0xD8, 0xDE, 32 },
	{ 0x391, 0x3A9, 32 }, /* Greek */
	{ 0x400, 0x40F, 80 }, /* Cyrillic */
	{ 0x410, 0x42F, 32 },
};

/* Latin Extended-A, the Vietnamese O and U with horn, Latin Extended
 * Additional: capitals are even, the small letter comes next, but for two
 * runs where they are odd. */
static bool
alternates(unsigned c)
{
	bool odd = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E) ||
		   c == 0x1AF;

	if (c != 0x1A0 && c != 0x1AF && !(c >= 0x100 && c <= 0x17E) &&
	    !(c >= 0x1E00 && c <= 0x1EFF))
		return false;
	return c != 0x130 && c != 0x178 && (c % 2 == 1) == odd;
}

static unsigned
small(unsigned c)
{
	for (size_t i = 0; i < sizeof(spans) / sizeof(spans[0]); i++)
		if (c >= spans[i].first && c <= spans[i].last)
			return c + spans[i].add;
	return alternates(c) ? c + 1 : c;
}

/* A quote or dash as a keyboard writes it, ' ' for a blank, 0 for what nobody
 * sees, else the character itself. */
static unsigned
plain(unsigned c)
{
	if (c == 0x2018 || c == 0x2019 || c == 0x02BC || c == 0x60)
		return '\'';
	if (c == 0x201C || c == 0x201D)
		return '"';
	if (c >= 0x2010 && c <= 0x2015)
		return '-';
	if (c <= ' ' || c == 0xA0 || c == 0x202F || c == 0x3000 ||
	    (c >= 0x2000 && c <= 0x200A))
		return ' ';
	if (c == 0xAD || c == 0xFEFF || c == 0x034F ||
	    (c >= 0x200B && c <= 0x200F))
		return 0;
	return small(c);
}

/* A character of one or two bytes, which is all that small() changes but for
 * Vietnamese; those of three bytes stay in their last byte or two. */
static size_t
put(char *out, unsigned c)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xC0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	out[0] = (char)(0xE0 | c >> 12);
	out[1] = (char)(0x80 | (c >> 6 & 0x3F));
	out[2] = (char)(0x80 | (c & 0x3F));
	return 3;
}

const char *
robot_fold(struct arena *a, const char *text, size_t max)
{
	size_t n = utf8_cut(text, max), at = 0;
	char *out = arena_alloc(a, n + 1);

	if (out == NULL)
		return NULL;
	for (size_t i = 0, step; i < n; i += step) {
		unsigned c;

		step = utf8_step(text + i, n - i, &c);
		if (step == 0) {
			step = 1;
			continue;
		}
		if (step == 4) {
			memcpy(out + at, text + i, step);
			at += step;
			continue;
		}
		c = plain(c);
		if (c == 0 || (c == ' ' && (at == 0 || out[at - 1] == ' ')))
			continue;
		at += put(out + at, c);
	}
	while (at > 0 && out[at - 1] == ' ')
		at--;
	out[at] = '\0';
	return out;
}
