/* explain_claim.h - a code as the claim sees it. */
#ifndef EXPLAIN_CLAIM_H
#define EXPLAIN_CLAIM_H

#include "answer.h"

/* explain_claim - reasons that tell Medicare's global days, the meaning of the
 * code's indicator for both sides, and its limit of units on the context's
 * day. shown: the code as people write it. Nothing for diagnoses, and nothing
 * of what no loaded edition has. 0; -1 with *e. */
int explain_claim(const struct answer_context *c, const char *shown,
    const struct code_row *row, struct answer *out, struct err *e);

#endif
