/* pattern_need.h - words of which a text that matches must hold one. */
#ifndef PATTERN_NEED_H
#define PATTERN_NEED_H

#include <stddef.h>

#define NEED_WORDS 64 /* more alternatives: no word is needed */
#define NEED_BYTES 12 /* of a word; longer ones are cut */

struct need {
	char word[NEED_WORDS][NEED_BYTES + 1]; /* lower case */
	size_t n;
};

/* Needs of which all hold, the one that excludes most texts first. */
#define NEEDS 3
struct needs {
	struct need item[NEEDS];
	size_t n; /* 0: nothing is known */
};

/* need_find - what each text that a PCRE2 expression matches must hold, as far as it
 * can be told from its text. Never says more than is true. */
void need_find(const char *expression, struct needs *out);

#endif
