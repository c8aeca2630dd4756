/* near.h - how far one word is from another. */
#ifndef NEAR_H
#define NEAR_H

/* near_distance - the least number of letters put in, left out, exchanged or
 * swapped with the next one that make a into b; anything above most where it
 * is more than that. Words under 32 bytes. */
int near_distance(const char *a, const char *b, int most);

#endif
