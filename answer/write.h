/* write.h - what every kind writes into its answer. */
#ifndef WRITE_H
#define WRITE_H

#include "answer.h"

/* answer_full - -1 with *e: this mail's memory is used up. */
int answer_full(struct err *e);

/* answer_known - the row of a code on the context's day; 1, 0 or -1 as
 * lookup_code(). A code without a system's letter is tried as it stands. */
int answer_known(const struct answer_context *c, const struct code *code,
    struct code_row *out, struct err *e);

/* answer_reason_add, answer_line_add, answer_change_add - append to an array
 * of the answer; at most ANSWER_ITEMS each, the rest is left out; -1 when the
 * memory is used up or the text is NULL. A reason that is empty or said before
 * is not added. source NULL: reasoning of our own. */
#define ANSWER_ITEMS 40
int answer_reason_add(const struct answer_context *c, struct answer *out,
    const char *text, const struct source *source, struct err *e);
int answer_line_add(const struct answer_context *c, struct answer *out,
    const char *code, int units, const char *plain, struct err *e);
int answer_change_add(const struct answer_context *c, struct answer *out,
    const char *text, struct err *e);

/* answer_asks_add - append n facts to ask for, at most LIMIT_ASKS in all; one
 * that is asked already is left out. answer_take - append what another answer
 * has: lines with their modifiers, reasons, asks. */
int answer_asks_add(const struct answer_context *c,
    const struct answer_ask *ask, size_t n, struct answer *out, struct err *e);
int answer_take(const struct answer_context *c, const struct answer *other,
    struct answer *out, struct err *e);

/* answer_addon - that a code is an add-on code, as a sentence in the arena. */
const char *answer_addon(const struct answer_context *c, const char *code);

/* answer_ended - a reason that says since or until when a known code is not
 * valid on the context's day, and what stands in its place. shown: the code as
 * people write it. */
int answer_ended(const struct answer_context *c, const char *shown,
    const struct code_row *row, struct answer *out, struct err *e);

/* answer_held - fill a verdict HELD with its fixed word and a sentence. */
void answer_held(struct answer *out, const char *why, const char *headline);

#endif
