/* choose_guard.h - what keeps a choice of codes from being an answer. */
#ifndef CHOOSE_GUARD_H
#define CHOOSE_GUARD_H

#include "family.h"

/* guard_vaccine_visit - the visit at which a vaccine is given is no visit to
 * report by its level: what the vaccine's kind did not take is a coder's. */
bool guard_vaccine_visit(const struct question *q);

/* guard_code_beside - a code that the asker named, that no table f[0..n) of the
 * case knows and that is no line of the answer: with it the claim has a line
 * more, or a line less, than we would say. Drugs and supplies stand beside any
 * work. 1, 0, or -1. */
int guard_code_beside(const struct answer_context *c, const struct question *q,
    const struct family *f, size_t n, const struct answer *out, struct err *e);

/* guard_line_beside - where the asker named two procedures or more by their
 * codes: a line of a table that none of those stands in. A word of the case was
 * read as one work more ("froze one on the ear, biopsy on the arm"). 1, 0, or
 * -1. */
int guard_line_beside(const struct answer_context *c, const struct question *q,
    const struct answer *out, struct err *e);

/* guard_mark_open - the row is reported once for each finger or toe
 * ("mark:digit"), and the mail names more of them (fact "digit_word") than it
 * names with their side: a thumb, and the right ring finger. */
bool guard_mark_open(const struct family_row *row, const struct question *q);

#endif
