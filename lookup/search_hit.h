/* search_hit.h - what a term stands for: a code, a decision table, a modifier,
 * a place of service. */
#ifndef SEARCH_HIT_H
#define SEARCH_HIT_H

#include "search.h"
#include "terms.h"

#define HITS 200 /* at most so many of one search */

/* A search under way. */
struct query {
	struct lookup *l;
	struct arena *a;
	const struct search_order *order;
	const struct lexicon *lexicon;
	bool pcs; /* ICD-10-PCS is looked through, not the other sets */
	struct word w[SEARCH_WORDS]; /* those that count and are known */
	int weight[SEARCH_WORDS];
	size_t n;
	int whole; /* of all weights */
	struct search_hit *hit;
	size_t hits;
	int64_t seen[HITS]; /* ids of terms */
	size_t seen_n;
};

/* search_lexicon_of - as search_lexicon(); pcs: the names that titles of
 * ICD-10-PCS alone have others for. */
const struct lexicon *search_lexicon_of(
    struct lookup *l, bool pcs, struct err *e);
/* search_system - the set of a term's code. */
enum code_system search_system(enum term_kind kind, const char *code);
/* search_kinds - the kinds of terms, as bits, whose codes are of the sets. */
unsigned search_kinds(unsigned sets);
/* search_hit_fill - the row that a term's code has on the day of the search: 1,
 * 0 where it has none, -1. */
int search_hit_fill(struct query *q, enum term_kind kind, const char *code,
    struct search_hit *hit, struct err *e);

#endif
