/* desk.h - what people may do with cases: one set of calls for consultctl now,
 * for mail commands and the web later. Each call is one transaction, checks
 * the move, writes the audit row, and names the actor. */
#ifndef DESK_H
#define DESK_H

#include "arena.h"
#include "case.h"
#include "conf.h"
#include "err.h"
#include "store.h"
#include "template.h"

struct desk {
	struct store *store; /* opened as STORE_DESK */
	const struct settings *settings;
	const struct template_set
	    *templates;    /* NULL: desk_answer not allowed */
	const char *actor; /* audit_actor() */
	int64_t now_unix;
};

/* desk_claim, desk_release, desk_close, desk_note - take a case, give it back,
 * end it without an answer, write a note to it. All, and desk_answer, fail with
 * ERR_REFUSE: no such case, a move that case.def forbids ("case 7 is closed"),
 * another coder holds it (a note is always allowed). */
int desk_claim(struct desk *d, int64_t case_id, struct err *e);
int desk_release(struct desk *d, int64_t case_id, struct err *e);
/* desk_answer - relay body (UTF-8, LF, not empty, at most LIMIT_TEXT_BYTES) to
 * the case's asker, in its thread. ERR_REFUSE too where the case has no asker
 * to write to. Tokens of cases are cut from body: they find a case, and people
 * paste subjects. */
int desk_answer(struct desk *d, struct arena *a, int64_t case_id,
    const char *body, struct err *e);
int desk_close(
    struct desk *d, int64_t case_id, const char *reason, struct err *e);
int desk_note(struct desk *d, int64_t case_id, const char *text, struct err *e);

#endif
