/*
 * search.c - how long a search takes, on one core: the phrases of
 * tests/data/search.tsv, each as it is, with a slip, and two of them in one.
 * Processor time counts, so that other work on the machine does not.
 *
 *     search LOOKUP.DB PHRASES ROUNDS
 */
#include "search.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PHRASES 400
#define TIMES   100000
#define DAY     20261122

static char phrase[PHRASES][200];
static long took[TIMES];
static size_t taken;

static int
phrases_read(const char *path)
{
	FILE *f = fopen(path, "r");
	int n = 0;

	while (f != NULL && n < PHRASES && fgets(phrase[n], 200, f) != NULL) {
		phrase[n][strcspn(phrase[n], "\t\n")] = '\0';
		n += phrase[n][0] != '#' && phrase[n][0] != '\0';
	}
	if (f != NULL)
		fclose(f);
	return n;
}

static void
search_time(struct lookup *l, struct arena *a, const char *text)
{
	struct search_order order = { .text = text, .on = DAY, .max = 10 };
	struct timespec from, to;
	struct search_hit *hit;
	struct err e = { 0 };
	const char *read;
	size_t n;

	arena_clear(a);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
	if (search_find(l, a, &order, &hit, &n, &read, &e) != 0) {
		fprintf(stderr, "%s: %s\n", text, e.text);
		exit(1);
	}
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
	if (taken < TIMES)
		took[taken++] = (to.tv_sec - from.tv_sec) * 1000000 +
				(to.tv_nsec - from.tv_nsec) / 1000;
}

static int
shorter(const void *a, const void *b)
{
	long x = *(const long *)a, y = *(const long *)b;

	return (x > y) - (x < y);
}

int
main(int argc, char **argv)
{
	struct arena *a = arena_new(16u << 20);
	struct lookup *l = NULL;
	struct err e = { 0 };
	char text[500];
	int n, i;

	if (argc != 4 || lookup_open(argv[1], &l, &e) != 0 ||
	    (n = phrases_read(argv[2])) == 0) {
		fprintf(
		    stderr, "search LOOKUP.DB PHRASES ROUNDS: %s\n", e.text);
		return 1;
	}
	for (long rounds = atol(argv[3]); rounds > 0; rounds--)
		for (i = 0; i < n; i++) {
			size_t len = strlen(phrase[i]);

			search_time(l, a, phrase[i]);
			snprintf(text, sizeof(text), "%s", phrase[i]);
			memmove(
			    text + len / 2, text + len / 2 + 1, len - len / 2);
			search_time(l, a, text);
			snprintf(text, sizeof(text), "%s with %s", phrase[i],
			    phrase[(i + 7) % n]);
			search_time(l, a, text);
		}
	qsort(took, taken, sizeof(took[0]), shorter);
	printf("%zu searches, median %ld us, 99th percentile %ld us, longest "
	       "%ld us\n",
	    taken, took[taken / 2], took[taken * 99 / 100], took[taken - 1]);
	lookup_close(l);
	arena_free(a);
	return 0;
}
