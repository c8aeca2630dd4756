/* units.h - units and modifiers of a line that a decision table gives. */
#ifndef UNITS_H
#define UNITS_H

#include "family.h"

/* units_of - what the row reports, 1 to 999: 1, a count, the count behind the
 * first one, or steps of a size beyond the first. */
int units_of(const struct family_row *row, const struct question *q);

/* units_modifiers - LT, RT or 50 for the side, the digit's or lid's own
 * modifier, and those that rules of the table give, to the answer's last line,
 * each with its reason. *column_out: the column of a fact that a rule still
 * needs, or SIZE_MAX. 0, -1. */
int units_modifiers(const struct answer_context *c, const struct family *f,
    const struct family_row *row, const struct question *q, struct answer *out,
    size_t *column_out, struct err *e);

/* words_hold - every fact of "FACT:WORD FACT:WORD" was told so. */
bool words_hold(const char *value, const struct question *q);

/* line_modifier_add - a modifier to a line, once; with a reason. 0, -1. */
int line_modifier_add(const struct answer_context *c, struct answer *out,
    size_t line, const char *modifier, const char *because, struct err *e);

#endif
