/* phrase.c - phrases of a table in a text. In: a list and a text. Out: where
 * one of them stands. The first two bytes of each phrase are indexed, so that
 * most places of a text cost one look. */
#include "phrase.h"
#include <assert.h>
#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#define SETS 40 /* lists in parser/; each has its index */

struct set {
	const char *const *list;
	unsigned char pair[65536 / 8]; /* bits: low byte first, in lower case */
};

static struct set sets[SETS];

static unsigned
pair_of(unsigned char first, unsigned char second)
{
	return (unsigned)tolower(first) | (unsigned)tolower(second) << 8;
}

static void
set_pair(struct set *s, const char *phrase)
{
	unsigned char first = (unsigned char)phrase[0];

	if (phrase[1] != '\0') {
		unsigned key = pair_of(first, (unsigned char)phrase[1]);

		s->pair[key / 8] |= (unsigned char)(1u << key % 8);
		return;
	}
	for (unsigned next = 0; next < 256; next++) {
		unsigned key = pair_of(first, (unsigned char)next);

		s->pair[key / 8] |= (unsigned char)(1u << key % 8);
	}
}

static const struct set *
set_of(const char *const *list)
{
	size_t i = 0;

	while (i < SETS && sets[i].list && sets[i].list != list)
		i++;
	assert(i < SETS);
	if (!sets[i].list) {
		for (size_t k = 0; list[k]; k++)
			set_pair(&sets[i], list[k]);
		sets[i].list = list;
	}
	return &sets[i];
}

static bool
letter(char c)
{
	return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* Scripts without spaces between words have no such border. */
static bool
whole(const char *p, size_t n, size_t at, const char *phrase, size_t len)
{
	if ((unsigned char)phrase[0] >= 0xE3)
		return true;
	if (at > 0 && letter(p[at - 1]) && letter(phrase[0]))
		return false;
	return at + len == n || !letter(phrase[len - 1]) ||
	       !letter(p[at + len]);
}

static const char *
match_at(
    const char *const *list, const char *p, size_t n, size_t at, bool borders)
{
	int first = tolower((unsigned char)p[at]);

	for (; *list; list++) {
		size_t len;

		if (tolower((unsigned char)**list) != first)
			continue;
		len = strlen(*list);
		if (len <= n - at && strncasecmp(p + at, *list, len) == 0 &&
		    (!borders || whole(p, n, at, *list, len)))
			return *list;
	}
	return NULL;
}

const char *
phrase_last(const char *const *list, const char *p, size_t n, int borders,
    const char **phrase_out)
{
	const struct set *s = set_of(list);

	for (size_t i = n; i-- > 0;) {
		unsigned char next = i + 1 < n ? (unsigned char)p[i + 1] : 0;
		unsigned key = pair_of((unsigned char)p[i], next);
		const char *phrase;

		if (!(s->pair[key / 8] & 1u << key % 8))
			continue;
		phrase = match_at(list, p, n, i, borders != 0);
		if (phrase && phrase_out)
			*phrase_out = phrase;
		if (phrase)
			return p + i;
	}
	return NULL;
}
