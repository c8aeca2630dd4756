/* state.h - states and territories that Medicare pays in, by USPS letters. */
#ifndef STATE_H
#define STATE_H

#include <stddef.h>

/* state_named - the two letters of a state whose name or letters stand at the
 * begin of words (capitals, one space between), and how many bytes of words
 * that takes; NULL. "NEW YORK CITY" begins with a state like "NEW YORK". */
const char *state_named(const char *words, size_t *used_out);
/* state_ends - the same at the end of words: the bytes before it. */
const char *state_ends(const char *words, size_t *before_out);

#endif
