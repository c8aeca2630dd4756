/* words.h - words as they are compared: search, terms, diagnoses in a mail. */
#ifndef WORDS_H
#define WORDS_H

#include "arena.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WORD_BYTES 28 /* of one word; longer ones are cut */

/* A word in small letters, accents and plural endings cut. */
struct word {
	char text[WORD_BYTES];
	size_t start, len; /* the bytes that it was read from */
	bool stop;         /* "of", "the": does not count when bags compare */
	bool ends;         /* a full stop, colon, semicolon, question mark or
			    * line's end follows */
};

/* words_cut - the words of text, at most max of them. */
size_t words_cut(const char *text, struct word *out, size_t max);
/* words_bag - a number for the set of the words w[0..n) that are no stop
 * words; order and repetition do not count. 0 for an empty set. */
uint64_t words_bag(const struct word *w, size_t n);
/* word_number - a number for one word; words_bag() is the sum over the set. */
uint64_t word_number(const char *text);

/* Phrases that mean others: "dm2" is "type 2 diabetes". */
struct lexicon;
/* lexicon_new - an empty one, which lexicon_free() takes back; that takes NULL
 * too. */
struct lexicon *lexicon_new(void);
void lexicon_free(struct lexicon *x);
/* lexicon_add - texts as people write them; the longest phrase has
 * LEXICON_WORDS words, others are left out: false. lexicon_close - once all
 * are there: let each meaning be in its last form. */
#define LEXICON_WORDS 6
bool lexicon_add(struct lexicon *x, const char *phrase, const char *means);
void lexicon_close(struct lexicon *x);
/* lexicon_apply - replace phrases in w[0..n), the longest first, from the left;
 * the new n, at most max. Words that come in have the place of the phrase. */
size_t lexicon_apply(
    const struct lexicon *x, struct word *w, size_t n, size_t max);

#endif
