/* held.h - why a question is held or refused, in plain words. */
#ifndef HELD_H
#define HELD_H

#include <stdbool.h>

/* held_reason - the sentence for a fixed word of struct answer; a general one
 * for NULL and for words that have none. */
const char *held_reason(const char *word);
/* held_partly - does that word say that only a part of the mail was read? */
bool held_partly(const char *word);

#endif
