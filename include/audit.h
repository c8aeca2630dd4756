/* audit.h - what happened, row by row; never changed, never deleted. */
#ifndef AUDIT_H
#define AUDIT_H

#include "arena.h"
#include "err.h"
#include "store.h"
#include <stddef.h>
#include <stdint.h>

struct audit_row {
	int64_t id, at_unix;
	const char *actor; /* role, or "name(uid)" of a person */
	const char *event; /* "mail.ignored", "case.claim", "reply.sent", ... */
	int64_t case_id, mail_id; /* 0 if none */
	const char
	    *detail; /* guard, reason, SMTP reply: never text of a mail */
};

/* audit_add - in a transaction; id and, where 0, at_unix are set here. */
int audit_add(struct store *s, const struct audit_row *row, struct err *e);
/* audit_list - the last max rows, oldest first; case_id 0: of all cases. */
int audit_list(struct store *s, struct arena *a, int64_t case_id, size_t max,
    struct audit_row **out, size_t *n_out, struct err *e);
/* audit_actor - "name(uid)" of the process's real user, in a. */
const char *audit_actor(struct arena *a);

#endif
