/* sieve.h - which of many expressions a text cannot match, told by the words
 * that each match must hold: one look at the text for all of them. */
#ifndef SIEVE_H
#define SIEVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SIEVE_WORDS 32768 /* different ones; further ones are not looked for */
#define SIEVE_NEEDS 16384 /* of all expressions; further ones do not count */

struct sieve;

/* Which words of the sieve stand in one text, and which needs are met. */
struct sieve_seen {
	uint64_t word[SIEVE_WORDS / 64], need[SIEVE_NEEDS / 64];
};

/* sieve_new - an empty one. sieve_add - one more expression, numbered from 0;
 * true: hardly any text passes to it, but those that it is meant for.
 * sieve_settle - none will follow; only then texts may come. */
struct sieve *sieve_new(void);
bool sieve_add(struct sieve *s, const char *expression);
void sieve_settle(struct sieve *s);
void sieve_free(struct sieve *s);

/* sieve_look - what stands in text[0..n) goes into *out. */
void sieve_look(
    const struct sieve *s, const char *text, size_t n, struct sieve_seen *out);
/* sieve_passes - false: that expression matches the text nowhere. */
bool sieve_passes(
    const struct sieve *s, size_t expression, const struct sieve_seen *seen);

#endif
