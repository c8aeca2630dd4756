/* need.h - words of which a text that an expression matches must hold one. */
#ifndef NEED_H
#define NEED_H

#include <stddef.h>
#include <stdint.h>

#define NEEDS      4   /* of one expression, the strongest */
#define NEED_WORDS 400 /* more alternatives: no word is needed */
#define NEED_BYTES 12  /* of a word; a longer one is several needs */

/* A border is where a letter, digit or low line meets something else. */
enum {
	WORD_BEGINS = 1, /* stands behind a border */
	WORD_ENDS = 2,   /* stands before a border */
	WORD_CASED = 4,  /* in just this case; else kept in lower case */
};

/* Digits are kept as '0', which stands for any of them. */
struct need_word {
	char text[NEED_BYTES];
	unsigned char n, flags;
};

/* All words that were read; the caller frees word. */
struct need_book {
	struct need_word *word;
	size_t n, room;
};

/* One of these must stand in the text: numbers of words in the book. */
struct need {
	uint32_t word[NEED_WORDS];
	size_t n;
};

/* All of these hold, the one that excludes most texts first. */
struct needs {
	struct need item[NEEDS];
	size_t n; /* 0: nothing is known */
};

/* need_find - what each text that a PCRE2 expression matches, without case and
 * on bytes, must hold, as far as it can be told from the expression. Never
 * says more than is true. */
void need_find(
    const char *expression, struct need_book *book, struct needs *out);

/* need_strength - how few texts hold one of its words, by the weakest of them:
 * 4 for each letter, 3 for each border and for being in just one case. */
unsigned need_strength(const struct need_book *book, const struct need *a);

#endif
