/* code.h - codes in running text. */
#ifndef CODE_H
#define CODE_H

#include "arena.h"
#include "question.h"

/* code_init - compile the patterns; once, before the jail closes. ERR_STOP. */
int code_init(struct err *e);

/*
 * code_find - every CPT, HCPCS II, ICD-10-CM code and lone modifier in text.
 *
 * Takes    text: UTF-8; at most LIMIT_CODES codes are given.
 * Gives    *out[0..*n_out) in order of place, each with modifiers, units and
 *          range that stand with it. Shapes that are something else (ZIP,
 *          telephone, date, money, record number, year, street number, the
 *          age of a person) are left out.
 * Owns     a. Fails: ERR_REFUSE past a's limit. Touches nothing.
 */
int code_find(struct arena *a, const char *text, struct code **out,
    size_t *n_out, struct err *e);
/* code_parse - a string that is one code and nothing else ("e11.69",
 * "99213-25"); false where it is none. */
bool code_parse(const char *text, struct code *out);
/* code_show - as people write it: dot in ICD-10-CM, "-25" behind. out[32]. */
const char *code_show(const struct code *c, char out[32]);

#endif
