/* number_words.h - a number with its unit as people write it. */
#ifndef NUMBER_WORDS_H
#define NUMBER_WORDS_H

#include "arena.h"
#include "question.h"

/*
 * number_words - the value of a fact for a reader: "4 y" as "4 years", "12
 * sqcm + 18 sqcm" as "12 sq cm + 18 sq cm". A word, and a number whose unit
 * people write as it is kept, come back as they are, as does all when the
 * memory is used up.
 */
const char *number_words(struct arena *a, const struct fact *fact);

#endif
