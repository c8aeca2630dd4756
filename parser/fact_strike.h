/* fact_strike.h - words beside a fact that take it back. Private to parser/. */
#ifndef FACT_STRIKE_H
#define FACT_STRIKE_H

#include "err.h"
#include "question.h"
#include <stdbool.h>
#include <stddef.h>

struct strikes;

/* strikes_new, strikes_free - compile the words; free takes NULL. ERR_STOP. */
int strikes_new(struct strikes **out, struct err *e);
void strikes_free(struct strikes *s);

/* strike_before - is what begins at text[at] negated, history, another
 * person's, or hypothetical by the words in front of it in its clause? */
bool strike_before(const struct strikes *s, const char *text, size_t at);
/* strike_behind - does its clause go on to deny it ("... was not done")? */
bool strike_behind(
    const struct strikes *s, const char *text, size_t n, size_t end);

/*
 * strike_conflicts - of facts that contradict each other, those go that the
 * words around them set back: planned, once, years ago, another person's; and
 * two that "or" leaves open are both untold.
 *
 * Takes    fact[0..n) in order of their places in text[0..len).
 * Gives    how many are left, in their order.
 */
size_t strike_conflicts(const struct strikes *s, const char *text, size_t len,
    struct fact *fact, size_t n);

#endif
