/* modifier.h - the table of cases and modifiers, for kinds that meet one on
 * their way. */
#ifndef MODIFIER_H
#define MODIFIER_H

#include "claim.h"

/* modifier_decide - the row of norm modifier_case that fits the question: 1
 * with a verdict, codes or a fact to ask for; 0 no row fits; -1 with *e. */
int modifier_decide(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e);

/*
 * modifier_place - put a modifier on the line that it belongs on, and take out
 * what is not reported beside it.
 *
 * Gives    *placed false where the lines do not tell on which one; *bare:
 *          the modifier may be told without a code. 0; -1 with *e.
 */
int modifier_place(const struct answer_context *c, const struct question *q,
    struct claim *m, const char *modifier, bool *placed, bool *bare,
    struct err *e);

#endif
