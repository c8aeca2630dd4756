/* check_examples.h - whether the patterns of a pack find what they are for. */
#ifndef CHECK_EXAMPLES_H
#define CHECK_EXAMPLES_H

#include "arena.h"
#include "compare.h"
#include "err.h"

/*
 * examples_check - compile each pattern of the tables in the folders facts and
 * cues of a pack, and look for its examples.
 *
 * Gives    found(arg, ...) for each that is no pattern or misses an example,
 *          with file and line. Owns a.
 * Fails    -1, ERR_STOP: a table cannot be read.
 */
int examples_check(struct arena *a, const char *pack, finding_row *found,
    void *arg, struct err *e);

#endif
