/* robot_ask.c - does a person ask here? In: folded words of a mail. Out: whether
 * they hold a question, a code, or words by which people ask for something. */
#include "robot_ask.h"
#include "phrase.h"
#include "robot_words.h"
#include <ctype.h>
#include <string.h>

/* Five digits, or four and a letter, alone: what may be a code. */
static bool
is_code(const char *p, size_t n)
{
	size_t digits = 0;

	for (size_t i = 0; i < n; i++)
		digits += isdigit((unsigned char)p[i]) != 0;
	return n == 5 && digits >= 4;
}

static size_t
codes_in(const char *text, size_t n)
{
	size_t codes = 0, run = 0;

	for (size_t i = 0; i <= n; i++) {
		if (i < n && isalnum((unsigned char)text[i])) {
			run++;
			continue;
		}
		codes += is_code(text + i - run, run);
		run = 0;
	}
	return codes;
}

bool
robot_names_code(const char *text, size_t n)
{
	return codes_in(text, n) > 0;
}

static size_t
words_in(const char *p, size_t n)
{
	size_t words = 1;

	for (size_t i = 0; i < n; i++)
		words += p[i] == ' ';
	/* Chinese and its neighbours set no spaces. */
	return n > 2 && (unsigned char)p[n / 2] >= 0xE3 ? n / 4 : words;
}

/* Where the sentence begins that ends at p[at]. */
static size_t
sentence_begin(const char *p, size_t at)
{
	for (; at > 0; at--)
		if (at >= 2 && p[at - 1] == ' ' && strchr(".!?:", p[at - 2]))
			return at;
	return 0;
}

/* A question mark ends a sentence here: not one inside a link. */
static bool
is_mark(const char *p)
{
	if (*p == '?')
		return !isalnum((unsigned char)p[1]) && p[1] != '=';
	return strncmp(p, "？", 3) == 0 || strncmp(p, "؟", 2) == 0;
}

/* Machines ask, too: "Urgent? Call Beth." A person's question names a code or
 * speaks of coding, or is a sentence that offers no help. */
bool
robot_asks(const char *folded)
{
	for (size_t i = 0; folded[i]; i++) {
		size_t from, n;

		if (!is_mark(folded + i))
			continue;
		from = sentence_begin(folded, i);
		n = i - from;
		if (robot_names_code(folded + from, n) ||
		    robot_within(robot_coding, folded + from, n))
			return true;
		if (words_in(folded + from, n) >= 3 &&
		    !robot_within(robot_courtesy, folded + from, n))
			return true;
	}
	return false;
}

bool
robot_speaks_of_coding(const char *folded)
{
	size_t codes = codes_in(folded, strlen(folded));

	/* One may be a ZIP. */
	return codes > 1 || (codes == 1 && robot_within(robot_coding, folded,
					       strlen(folded)));
}

/* --- words that ask --------------------------------------------------------*/

/* Where the sentence that begins at p ends: behind its mark. */
static size_t
sentence_length(const char *p)
{
	for (size_t i = 0; p[i]; i++)
		if ((strchr(".!?", p[i]) &&
			(p[i + 1] == ' ' || p[i + 1] == '\0')) ||
		    strncmp(p + i, "。", 3) == 0 ||
		    strncmp(p + i, "？", 3) == 0)
			return i + (((unsigned char)p[i] >= 0x80) ? 3 : 1);
	return strlen(p);
}

bool
robot_requests(const char *folded)
{
	for (const char *p = folded; *p;) {
		size_t n = sentence_length(p);

		if (phrase_last(robot_request, p, n, 1, NULL) &&
		    !phrase_last(robot_invitation, p, n, 1, NULL))
			return true;
		/* Chinese and its neighbours set no borders. */
		if (phrase_last(robot_request_unspaced, p, n, 0, NULL) &&
		    !phrase_last(robot_invitation, p, n, 0, NULL))
			return true;
		p += n;
	}
	return false;
}
