/* by_norm.h - answers that are told by a norm's rows alone: what they say stands
 * in data/norms, not in C. */
#ifndef BY_NORM_H
#define BY_NORM_H

#include "kinds.h"

/*
 * by_norm - fill an answer by the rows of a norm's key on the context's day.
 * A row's value says where its text goes: "understood", "headline", "reason"
 * and "next" (what would change the answer, or what to do); those that begin
 * so come in their order: "reason 1", "reason 2".
 *
 * Gives    1; 0 where that day has no row that is a headline. Fails -1.
 */
int by_norm(const struct answer_context *c, const char *norm, const char *key,
    struct answer *out, struct err *e);

#endif
