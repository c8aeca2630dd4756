/* desk_case.h - private to desk/: a case as an actor may take it in hand. */
#ifndef DESK_CASE_H
#define DESK_CASE_H

#include "desk.h"

/* desk_take - the case, within a transaction. Fails: ERR_REFUSE: there is no
 * such case, another coder holds it. */
int desk_take(struct desk *d, struct arena *a, int64_t case_id,
    struct case_row *out, struct err *e);
/* desk_move - case_move() with the desk's actor and moment. */
int desk_move(struct desk *d, int64_t case_id, enum case_event ev,
    const char *reason, struct err *e);

/* relay_text - a copy of what a coder wrote or an asker's mail holds, fit to
 * be sent on: no token of any case stands in it any more, since people
 * forward and paste subjects, and a token finds its case. NULL past a's
 * limit. */
char *relay_text(struct arena *a, const char *text);
/* relay_shows_cpt - a word in it has the form of a CPT code. */
bool relay_shows_cpt(const char *text);

#endif
