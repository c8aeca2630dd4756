/* search_pcs.h - the words of a search in those of ICD-10-PCS, whose titles
 * name an operation by what it does: "resection of gallbladder". */
#ifndef SEARCH_PCS_H
#define SEARCH_PCS_H

#include "search_hit.h"

/* pcs_terms - in how many titles a word is; 0 none, -1 with *e. */
int pcs_terms(struct lookup *l, const char *word, struct err *e);
/* pcs_read - what was asked in the titles' words: w[0..*n_out), at most
 * SEARCH_WORDS; *mended_out: true where a slip was mended, else as it was.
 * -1 with *e. */
int pcs_read(struct query *q, struct word *w, size_t *n_out, bool *mended_out,
    struct err *e);

#endif
