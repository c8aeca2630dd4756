/* covered.h - does Medicare pay a service at all? */
#ifndef COVERED_H
#define COVERED_H

#include "claim.h"

/*
 * covered_say - "does Medicare cover 92015?" by the status of the fee schedule
 * on the context's day: never (N, I, B, P), or only where the case is covered
 * (A, C, R, T; X for tests of the laboratory, which have a schedule of their
 * own). An ended code is never paid.
 *
 * Takes    line: as claim_read() fills it.
 * Gives    1 with verdict, headline and reasons in *out; 0 where no loaded
 *          table tells it; -1 with *e.
 */
int covered_say(const struct answer_context *c, const struct claim_line *line,
    struct answer *out, struct err *e);

/* covered_never - is the line's status one that Medicare never pays (N, I)? */
bool covered_never(const struct claim_line *line);

#endif
