/* relay.c - words that are sent on: a coder's text comes in, the same text
 * without any case's token goes out. */
#include "desk_case.h"
#include <ctype.h>
#include <string.h>

#define TOKEN_CHARS 12
#define CODE_CHARS  5

static bool
word_char(char c)
{
	return (unsigned char)c >= 0x80 || isalnum((unsigned char)c);
}

/* One of the letters and digits of digest_base32(), in any case. */
static bool
token_char(char c)
{
	return isascii((unsigned char)c) && isalnum((unsigned char)c) &&
	       strchr("01lLoO", c) == NULL;
}

/* Length of the token that begins at s, 0 where none does. */
static size_t
token_length(const char *text, const char *s)
{
	size_t n = 2;

	if ((*s != 'C' && *s != 'c') || s[1] != '-' ||
	    (s > text && word_char(s[-1])))
		return 0;
	while (n < 2 + TOKEN_CHARS && token_char(s[n]))
		n++;
	return n == 2 + TOKEN_CHARS && !word_char(s[n]) ? n : 0;
}

/* The same with what belongs to it: the brackets of a subject, the plus of an
 * address. */
static size_t
token_whole(const char *text, const char *s)
{
	size_t n;

	if (*s == '[') {
		n = token_length(text, s + 1);
		return n != 0 && s[n + 1] == ']' ? n + 2 : 0;
	}
	if (*s == '+') {
		n = token_length(text, s + 1);
		return n != 0 && s[n + 1] == '@' ? n + 1 : 0;
	}
	return token_length(text, s);
}

char *
relay_text(struct arena *a, const char *text)
{
	char *copy = arena_alloc(a, strlen(text) + 1), *to = copy;
	const char *s = text;

	if (copy == NULL)
		return NULL;
	while (*s != '\0') {
		size_t n = token_whole(text, s);

		if (n == 0) {
			*to++ = *s++;
			continue;
		}
		s += n;
		if (to > copy && to[-1] == ' ' && *s == ' ')
			s++;
	}
	*to = '\0';
	return copy;
}

/* Four digits and a digit, F, T, M or U: categories I, II, III and the
 * laboratory codes. A ZIP code costs one line too many, no more. */
static bool
code_at(const char *s)
{
	size_t digits = strspn(s, "0123456789");

	if (digits == CODE_CHARS)
		return !word_char(s[CODE_CHARS]);
	return digits == CODE_CHARS - 1 && s[digits] != '\0' &&
	       strchr("FTMU", toupper((unsigned char)s[digits])) != NULL &&
	       !word_char(s[CODE_CHARS]);
}

bool
relay_shows_cpt(const char *text)
{
	const char *s;

	for (s = text; *s != '\0'; s++)
		if ((s == text || !word_char(s[-1])) && code_at(s))
			return true;
	return false;
}
