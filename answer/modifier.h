/* modifier.h - the table of cases and modifiers, for kinds that meet one on
 * their way. */
#ifndef MODIFIER_H
#define MODIFIER_H

#include "answer.h"

/* modifier_decide - the row of norm modifier_case that fits the question: 1
 * with a verdict, codes or a fact to ask for; 0 no row fits; -1 with *e. */
int modifier_decide(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e);

#endif
