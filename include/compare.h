/* compare.h - what two lookup databases differ in, and what a pack lacks. */
#ifndef COMPARE_H
#define COMPARE_H

#include "arena.h"
#include "err.h"
#include "lookup.h"
#include <stddef.h>

enum change {
	CHANGE_ADDED,
	CHANGE_ENDED,
	CHANGE_CHANGED,
	CHANGE_KINDS
};
/* What is told of one row. series: "icd10cm", "mue.practitioner", "ptp.…", or
 * "pack" for codes of the starter pack; key: the row's, as in entry, ptp or
 * "CPT 99201 00000000"; its first code stands first, but for the pack's. */
typedef void compare_row(
    void *arg, const char *series, enum change change, const char *key);
/* A series that both, or one of them, hold; editions "" where it is not
 * loaded. Called before its rows. */
typedef void compare_series(void *arg, const char *series, const char *name,
    const char *old_edition, const char *new_edition);

/*
 * compare_lookups - the newest edition of each series, and the pack's codes.
 *
 * Takes    two open databases, which are read in step.
 * Gives    each difference once, series by series, in order of keys.
 * Fails    -1, ERR_STOP for damaged files.
 */
int compare_lookups(struct lookup *before, struct lookup *after,
    compare_series *series, compare_row *row, void *arg, struct err *e);

/* What is wrong in the pack of a database. */
enum finding {
	FINDING_WRONG, /* must be mended: an answer could be wrong or missing */
	FINDING_NOTE   /* should be looked at */
};
typedef void finding_row(
    void *arg, enum finding kind, const char *place, const char *what);

/*
 * compare_check - look through the pack that an open database holds: patterns
 * that contradict each other, gaps between the days of a row, words that stand
 * for two diagnoses, tables that no topic leads to; successors, codes in words
 * and sources that nothing knows.
 *
 * What an import refuses (columns, sources, overlaps, words that no fact gives,
 * rows that one case fits alike) has been refused before. Owns a. Fails -1, as lookup_code().
 */
int compare_check(struct lookup *l, struct arena *a, finding_row *found,
    void *arg, struct err *e);

#endif
