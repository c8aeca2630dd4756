/*
 * pair.c - how many pairs of codes a second are looked up, in both orders, on
 * one core: half of them have an edit, half have none. Processor time counts, so
 * that other work on the machine does not.
 *
 *     pair LOOKUP.DB SECONDS
 */
#include "lookup.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define PAIRS 20000 /* that are asked in turn */
#define DAY   20261122

static unsigned long
next_of(unsigned long *seed)
{
	*seed = *seed * 6364136223846793005ul + 1442695040888963407ul;
	return *seed >> 33;
}

/* As scripts/ptp-generate makes them, and every other one past its end. */
static void
pair_make(unsigned long *seed, char one[6], char other[6])
{
	unsigned code = (unsigned)(next_of(seed) % 9000);
	unsigned k = (unsigned)(next_of(seed) % 860);

	snprintf(one, 6, "%05u", 10000 + code * 7 % 90000);
	snprintf(other, 6, "%05u", 10000 + (code * 37 + k * 149) % 89999);
}

int
main(int argc, char **argv)
{
	static char one[PAIRS][6], other[PAIRS][6];
	struct arena *a = arena_new(1u << 20);
	struct lookup *l = NULL;
	struct pair_row row;
	struct err e = { 0 };
	unsigned long seed = 1;
	long asked = 0, found = 0;
	clock_t begin;
	size_t i;

	if (argc != 3 || lookup_open(argv[1], &l, &e) != 0) {
		fprintf(stderr, "pair LOOKUP.DB SECONDS: %s\n", e.text);
		return 1;
	}
	for (i = 0; i < PAIRS; i++)
		pair_make(&seed, one[i], other[i]);
	begin = clock();
	do {
		for (i = 0; i < PAIRS; i++, asked++) {
			arena_clear(a);
			if (lookup_pair(l, a, NCCI_PRACTITIONER, other[i],
				one[i], DAY, &row, &e) < 0) {
				fprintf(stderr, "%s\n", e.text);
				return 1;
			}
			found += row.known == KNOWN_VALID;
		}
	} while (clock() - begin < atol(argv[2]) * CLOCKS_PER_SEC);
	printf("%ld pairs/s, %ld%% with an edit in force\n",
	    asked * CLOCKS_PER_SEC / (clock() - begin), found * 100 / asked);
	lookup_close(l);
	arena_free(a);
	return 0;
}
