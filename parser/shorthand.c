/* shorthand.c - a mail's text comes in; the same text with abbreviations written
 * out and slips of the pen mended goes out. */
#include "shorthand.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#define WORD_LEAST 8  /* letters; shorter words differ by one from too many */
#define WORD_MOST  32 /* longest that is looked at */

static const struct shorthand {
	const char *word, *means;
} shorts[] = {
#define CAPITALS(word)     { word, word },
#define SHORT(word, means) { word, means },
#define WORD(word)
#define OTHER(word)
#include "shorthand.def"
#undef CAPITALS
#undef SHORT
#undef WORD
};
static const char *const words[] = {
#define CAPITALS(word)
#define SHORT(word, means)
#define WORD(word) word,
#include "shorthand.def"
#undef OTHER
};
/* Those that mean something else. */
static const char *const others[] = {
#undef WORD
#define WORD(word)
#define OTHER(word) word,
#include "shorthand.def"
#undef CAPITALS
#undef SHORT
#undef WORD
#undef OTHER
};
#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static bool
part_of_word(char c)
{
	return isalnum((unsigned char)c) || c == '@' || c == '_' ||
	       (unsigned char)c >= 0x80;
}

/* A word begins at s[i]. */
static bool
begins(const char *s, size_t i)
{
	if (!isalpha((unsigned char)s[i]))
		return false;
	return i == 0 ||
	       (!part_of_word(s[i - 1]) && s[i - 1] != '.' && s[i - 1] != '-' &&
		   s[i - 1] != '/' && s[i - 1] != '\'' && s[i - 1] != '&');
}

/* Nothing of the word stands behind it: "ct.example.org" is no CT, "bx-proven"
 * no biopsy that was done. */
static bool
ends(const char *s)
{
	if (part_of_word(*s) || *s == '-' || *s == '/' || *s == '\'')
		return false;
	return !(*s == '.' && part_of_word(s[1]));
}

/* Nearly all rows are told apart by their first letter. */
static bool
same_begin(const char *s, const char *word)
{
	return (s[0] | 0x20) == (word[0] | 0x20);
}

/* The longest row that stands here; NULL where none does. */
static const struct shorthand *
short_here(const char *s)
{
	const struct shorthand *best = NULL;
	size_t longest = 0;
	for (size_t i = 0; i < COUNT(shorts); i++) {
		if (!same_begin(s, shorts[i].word))
			continue;
		size_t n = strlen(shorts[i].word);
		if (n > longest && strncasecmp(s, shorts[i].word, n) == 0 &&
		    ends(s + n)) {
			best = &shorts[i];
			longest = n;
		}
	}
	return best;
}

/* One letter too few, too many, another one, or two in the wrong order. The
 * first letter and the last two agree: endings are grammar, no slips. */
static bool
slip_of(const char *s, size_t n, const char *word)
{
	size_t m = strlen(word), from = 0, tail = 0;
	if (n + 1 < m || n > m + 1)
		return false;
	while (from < n && from < m &&
	       tolower((unsigned char)s[from]) == word[from])
		from++;
	while (tail < n - from && tail < m - from &&
	       tolower((unsigned char)s[n - 1 - tail]) == word[m - 1 - tail])
		tail++;
	if (from == 0 || tail < 2)
		return false;
	size_t left = n - from - tail, right = m - from - tail;
	bool swapped = left == 2 && right == 2 &&
		       tolower((unsigned char)s[from]) == word[from + 1] &&
		       tolower((unsigned char)s[from + 1]) == word[from];
	return (left <= 1 && right <= 1) || swapped;
}

static bool
listed(const char *const *list, size_t count, const char *s, size_t n)
{
	for (size_t i = 0; i < count; i++) {
		if (same_begin(s, list[i]) && strlen(list[i]) == n &&
		    strncasecmp(s, list[i], n) == 0)
			return true;
	}
	return false;
}

/* The one word that s[0..n) is a slip of; NULL where it is none, or of two. */
static const char *
slip_mended(const char *s, size_t n)
{
	const char *found = NULL;
	if (n + 1 < WORD_LEAST || n > WORD_MOST)
		return NULL;
	if (listed(words, COUNT(words), s, n) ||
	    listed(others, COUNT(others), s, n))
		return NULL;
	for (size_t i = 0; i < COUNT(words); i++) {
		if (!same_begin(s, words[i]) || !slip_of(s, n, words[i]))
			continue;
		if (found != NULL)
			return NULL;
		found = words[i];
	}
	return found;
}

/* How many bytes of s are replaced by *means; 0 where nothing is. */
static size_t
spelled(const char *s, const char **means)
{
	const struct shorthand *row = short_here(s);
	if (row != NULL) {
		*means = row->means;
		return strlen(row->word);
	}
	size_t n = 0;
	while (isalpha((unsigned char)s[n]))
		n++;
	*means = ends(s + n) ? slip_mended(s, n) : NULL;
	return *means != NULL ? n : 0;
}

/* Writes to out, or only counts where that is NULL; the bytes. */
static size_t
spell_into(const char *text, char *out)
{
	size_t at = 0;
	for (size_t i = 0; text[i] != '\0';) {
		const char *means = NULL;
		size_t taken = begins(text, i) ? spelled(text + i, &means) : 0;
		size_t given = taken > 0 ? strlen(means) : 1;
		if (out != NULL)
			memcpy(out + at, taken > 0 ? means : text + i, given);
		at += given;
		i += taken > 0 ? taken : 1;
	}
	if (out != NULL)
		out[at] = '\0';
	return at;
}

char *
shorthand_spell(struct arena *a, const char *text)
{
	char *out = arena_alloc(a, spell_into(text, NULL) + 1);
	if (out != NULL)
		spell_into(text, out);
	return out;
}
