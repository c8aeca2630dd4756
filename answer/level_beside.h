/* level_beside.h - what else the day of a visit held. */
#ifndef ANSWER_LEVEL_BESIDE_H
#define ANSWER_LEVEL_BESIDE_H

#include "kinds.h"

/*
 * more_than_a_visit - whether a level alone would cut the case short.
 *
 * Services that were only ordered or planned are none of the visit; tests
 * (norm level_test) leave its level alone where just the level is asked for
 * (fact level_asked).
 *
 * Gives    1 there is more; 0 the visit alone; -1 with *e.
 */
int more_than_a_visit(
    const struct answer_context *c, const struct question *q, struct err *e);

#endif
