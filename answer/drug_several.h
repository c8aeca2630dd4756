/* drug_several.h - more than one drug in a question. */
#ifndef DRUG_SEVERAL_H
#define DRUG_SEVERAL_H

#include "kinds.h"

/* drug_several - two or more different drugs, each with its dose, injected in
 * one way into a muscle or under the skin: the units of each, and one injection
 * a drug. 1 with *out; 0 where there is one drug alone, or doses and drugs do
 * not match; -1 with *e. */
int drug_several(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e);

#endif
