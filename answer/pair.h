/* pair.h - a claim being checked: the edits of its lines, and what becomes of
 * them. Shared by the files of the kind "pair". */
#ifndef PAIR_H
#define PAIR_H

#include "claim.h"

#define EDITS_MAX 40 /* that are told in one mail */

/* What becomes of two lines; the heavier one decides for the claim. */
enum ruling {
	RULING_YES,
	RULING_IF,
	RULING_NO,
	RULING_HOLD
};
struct edit {
	struct claim_line *one, *two; /* column 1 and 2 */
	struct pair_row row;
};
struct check {
	const struct answer_context *c;
	const struct question *q;
	struct claim claim;
	struct edit edit[EDITS_MAX];
	size_t edits;
	enum known known;    /* of the table of pairs */
	struct source table; /* edition that was asked */
	enum ruling ruling;
	bool marked; /* a modifier was added or must stay */
};

/* pair_ruling - take r where it is heavier than what was ruled before. */
void pair_ruling(struct check *k, enum ruling r);
/* pair_table - "practitioner" or "hospital". */
const char *pair_table(const struct check *k);
/* pair_rules - rule on every edit, then on visits, add-on codes, bundled codes
 * and units, with the reasons of each in out. 0; -1 with *e. */
int pair_rules(struct check *k, struct answer *out, struct err *e);

#endif
