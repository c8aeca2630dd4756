/* gem.h - from ICD-9-CM to ICD-10 and back, by the General Equivalence
 * Mappings (GEMs) of CMS, which were frozen with fiscal year 2018. */
#ifndef GEM_H
#define GEM_H

#include "lookup.h"

enum gem {
	GEM_TO_ICD10,   /* ICD-9-CM diagnoses to ICD-10-CM */
	GEM_FROM_ICD10, /* and back: a map of its own */
	GEM_TO_PCS,     /* ICD-9-CM procedures (volume 3) to ICD-10-PCS */
	GEM_FROM_PCS,
	GEM_WAYS
};
/* A row. Rows that are no combination are alternatives. Those of a combination
 * belong together by scenario: one code is taken of each of its choice lists,
 * and all of these are reported. */
struct gem_row {
	const char *code; /* without dot */
	bool approximate; /* the meanings differ */
	bool combination;
	int scenario, choice; /* from 1; 0 where it is no combination */
};
struct gem_list {
	enum known known;    /* VALID, NONE: no row; NOT_LOADED */
	struct gem_row *row; /* row[0..n), by scenario, choice list, code */
	size_t n;            /* 0 with VALID: the map says that there is none */
	struct source source;
};
#define GEM_ROWS_MAX 400 /* of one code; the rest is left out */

/*
 * lookup_gem - what a code is mapped to.
 *
 * Takes    code: without dot. The map holds complete codes only, and knows no
 *          days: a code that it gives may have ended since, see lookup_code().
 * Gives    1 with a map, one that says "no map" among them; 0: see known.
 * Owns     a. Fails: -1 as lookup_code().
 */
int lookup_gem(struct lookup *l, struct arena *a, enum gem way,
    const char *code, struct gem_list *out, struct err *e);

#endif
