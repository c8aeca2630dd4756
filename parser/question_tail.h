/* question_tail.h - the names of people and houses in a mail. Private to
 * parser/. */
#ifndef QUESTION_TAIL_H
#define QUESTION_TAIL_H

#include "err.h"

/* tail_init - compile the patterns; ERR_STOP. */
int tail_init(struct err *e);
/*
 * tail_blank - who writes, and where they work, is no fact of the case: the
 * side of "Left Coast Billing", the malignancy of "Skin Cancer Center".
 *
 * Takes    a mail's own words, UTF-8, with neither quotes nor footers; s is
 *          changed.
 * Gives    blanks where a name and a house of care stand: behind a sign-off,
 *          in a last paragraph of names, behind "this is". Its length stays,
 *          so that places do not move.
 */
void tail_blank(char *s);

#endif
