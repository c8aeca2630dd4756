/* spine.c - a text comes in, the levels of the spine that it names go out. A
 * pattern could not count them: "L3-L4, L4-L5" and "L3-5" are the same two
 * interspaces, and "C5-6 ... plate C5 to C6" is one. */
#include "spine.h"

#include <stdint.h>
#include <string.h>

#define RANGES 16 /* of one text; further ones are not read */

/* Vertebrae are counted from C1 = 1 to S1 = 25. */
static const struct {
	char letter;
	int before, last;
} part[] = { { 'C', 0, 7 }, { 'T', 7, 12 }, { 'L', 19, 5 }, { 'S', 24, 1 } };
#define PARTS (sizeof(part) / sizeof(part[0]))

struct range {
	int from, to;
	size_t start, end;
};

static bool
letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool
digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The vertebra at s[*at..n), which moves past it; 0 where none is. `same` is
 * the letter that a bare number takes, 0 for none. */
static int
vertebra(const char *s, size_t n, size_t *at, char *same)
{
	size_t i = *at;
	char c = *same;
	if (i < n && letter(s[i]))
		c = s[i++] & ~0x20;
	int number = 0, digits = 0;
	for (; i < n && digit(s[i]) && digits < 3; i++, digits++)
		number = number * 10 + (s[i] - '0');
	if (digits == 0 || digits > 2 ||
	    (i < n &&
		(digit(s[i]) || (s[i] == '.' && i + 1 < n && digit(s[i + 1])))))
		return 0;
	for (size_t k = 0; k < PARTS; k++) {
		if (part[k].letter != c || number < 1 || number > part[k].last)
			continue;
		*at = i;
		*same = c;
		return part[k].before + number;
	}
	return 0;
}

/* Past what stands between both ends of a range: the length, or 0. */
static size_t
joint(const char *s, size_t n)
{
	static const char *const word[] = { " to ", " through ", " thru ",
		" - ", "-", "/", "\xe2\x80\x93", " \xe2\x80\x93 " };
	for (size_t k = 0; k < sizeof(word) / sizeof(word[0]); k++) {
		size_t len = strlen(word[k]);
		if (len <= n && memcmp(s, word[k], len) == 0)
			return len;
	}
	return 0;
}

/* The range that begins at text[at], whatever its steps: "C5-6-7". */
static bool
range_read(const char *text, size_t n, size_t at, struct range *out)
{
	char same = 0;
	size_t end = at;
	int from = vertebra(text, n, &end, &same), last = from;
	for (size_t next = end; from > 0; next = end) {
		size_t gap = joint(text + next, n - next);
		next += gap;
		int to = gap > 0 ? vertebra(text, n, &next, &same) : 0;
		if (to <= last)
			break;
		last = to;
		end = next;
	}
	*out = (struct range){ from, last, at, end };
	return from > 0 && last > from &&
	       (end == n || !(letter(text[end]) || digit(text[end])));
}

static uint32_t
steps(const struct range *r)
{
	return (UINT32_C(1) << r->to) - (UINT32_C(1) << r->from);
}

/* Shorter ranges inside a longer one must fill it. */
static bool
ranges_agree(const struct range *r, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		uint32_t inner = 0;
		for (size_t k = 0; k < n; k++)
			if (steps(&r[k]) != steps(&r[i]) &&
			    (steps(&r[k]) & ~steps(&r[i])) == 0)
				inner |= steps(&r[k]);
		if (inner != 0 && inner != steps(&r[i]))
			return false;
	}
	return true;
}

static int
bits(uint32_t set)
{
	int n = 0;
	for (; set != 0; set &= set - 1)
		n++;
	return n;
}

bool
spine_levels(const char *text, size_t n, struct spine *out)
{
	struct range r[RANGES];
	size_t found = 0;
	uint32_t all = 0, bones = 0;
	for (size_t at = 0; at < n && found < RANGES; at++) {
		bool inside = at > 0 &&
			      (letter(text[at - 1]) || digit(text[at - 1]));
		if (inside || !letter(text[at]) ||
		    !range_read(text, n, at, &r[found]))
			continue;
		all |= steps(&r[found]);
		bones |= steps(&r[found]) | UINT32_C(1) << r[found].to;
		at = r[found++].end - 1;
	}
	if (found == 0)
		return false;
	bool agree = ranges_agree(r, found);
	*out = (struct spine){ agree ? bits(all) : 0, agree ? bits(bones) : 0,
		r[0].start, r[0].end - r[0].start };
	return true;
}
