/* level_join.h - a visit and other work that one case tells in words. */
#ifndef ANSWER_LEVEL_JOIN_H
#define ANSWER_LEVEL_JOIN_H

#include "kinds.h"

/*
 * level_join - the level of the visit, and beside it the codes of the work.
 *
 * Takes    a question whose topics are a visit's and those of tables that norm
 *          level_join knows: work of the office, tests. Its value is the
 *          modifier that such work gives the visit, or "none".
 * Gives    1 with both, or with what either lacks as asks; 0 where it is no
 *          such case, a part is undecided, or the visit was planned for the
 *          work alone; -1 with *e.
 */
int level_join(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e);

#endif
