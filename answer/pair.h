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
/* pair_checked - where there is more than one pair: how many were looked up,
 * in which table for which day, and how many have an edit, as a reason.
 * pair_units_fit - that no line of three or more is over its limit of units;
 * limited: lines that have one. 0; -1 with *e. */
int pair_checked(const struct check *k, struct answer *out, struct err *e);
int pair_units_fit(const struct check *k, size_t limited,
    const struct source *mue, struct answer *out, struct err *e);
/* pair_report - what the headline names to report: the lines, or where they
 * are many their count and those that bear a new modifier. NULL past the
 * arena's limit. */
const char *pair_report(const struct check *k);

/* pair_needless - asked is whether a modifier is needed, and no edit wants one;
 * pair_needless_say: the headline that says so, or NULL where memory ends. */
bool pair_needless(const struct check *k);
const char *pair_needless_say(const struct check *k, const char *report);
/* pair_yes_say, pair_if_say, pair_no_say - the headline of a ruling, with report
 * (pair_report). Its first words say whether the codes may be reported together;
 * where "is 36415 bundled into 85025?" is asked, whether one is bundled. NULL
 * where memory ends. */
const char *pair_yes_say(const struct check *k, const char *report);
const char *pair_if_say(const struct check *k, const char *report);
const char *pair_no_say(const struct check *k, const char *report);

/* pair_twin - guidance and a procedure that has a code of its own with it (norm
 * pair_twin) become that one line, and the ruling NO: 1; 0 there are none, or
 * they are told to be apart; -1.
 * pair_visits - two visits of one day: NO for one specialty of a group, YES for
 * two, ONLY_IF for unrelated problems (norm visits_day): 1 decided; 0 nobody
 * tells who saw the patient, or the claim has more than visits; -1. */
int pair_twin(struct check *k, struct answer *out, struct err *e);
int pair_visits(struct check *k, struct answer *out, struct err *e);

/* pair_stands - do two lines stand beside each other on one place by a rule of
 * the code set (norm pair_stands)? 1, 0, -1 with *e. */
int pair_stands(const struct check *k, struct err *e);

#endif
