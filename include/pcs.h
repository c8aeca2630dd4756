/* pcs.h - ICD-10-PCS as a tree: each of the seven characters is one level
 * (section, body system, operation, part, approach, device, qualifier; ICD-10-PCS
 * Official Guidelines A1 to A11). */
#ifndef PCS_H
#define PCS_H

#include "lookup.h"

/* Values that one character can have: ten digits, and the letters but I, O. */
#define PCS_VALUES 34

/*
 * pcs_below - what each next character leads to, on a day.
 *
 * Takes    begin: 0 to 6 capital letters and digits; "0DB" is a table.
 * Gives    *out[0..*n_out), at most max of *all_out: code, one character more
 *          than begin; plain, the publisher's words that all titles below it
 *          begin with ("" where they share none); level: LEVEL_BILLABLE for a
 *          whole code of seven characters, else LEVEL_HEADER. None where no
 *          order file is loaded, or nothing begins so.
 * Owns     a. Fails: as lookup_code().
 */
int pcs_below(struct lookup *l, struct arena *a, const char *begin, date on,
    size_t max, struct code_row **out, size_t *n_out, size_t *all_out,
    struct err *e);
/* pcs_begin - such a row for the begin itself, 1 to 7 characters: 1, 0 where no
 * code begins so that day, -1. */
int pcs_begin(struct lookup *l, struct arena *a, const char *begin, date on,
    struct code_row *out, struct err *e);

#endif
