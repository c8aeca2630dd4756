/* robot.h - may a robot answer this mail? One table of guards. */
#ifndef ROBOT_H
#define ROBOT_H

#include "message.h"

/* What the guards must know of ourselves. Some rows need it; the jail, which
 * has no settings and no key, passes NULL and those rows are left out. */
struct robot_self {
	const char *const
	    *address; /* consult address and aliases, in any case */
	size_t address_n;
	const unsigned char *key; /* of our Message-IDs; NULL: not checked */
	size_t key_n;
	const char *loop;         /* value of our X-Consultd-Loop field */
	bool trusted_return_path; /* missing Return-Path counts as null */
	int64_t received_max;     /* Received fields; more is a loop */
};

/* What kind of mail a guard found; the names that `parse --json` prints. */
enum robot_kind {
	ROBOT_HUMAN,
	ROBOT_BOUNCE,
	ROBOT_AUTO_REPLY,
	ROBOT_LIST,
	ROBOT_FEEDBACK_REPORT,
	ROBOT_CHALLENGE_RESPONSE,
	ROBOT_OTHER
};
const char *robot_kind_name(enum robot_kind kind); /* "auto-reply", ... */

/* One row of the table: a guard is a name, a test and its source. */
struct robot_guard {
	const char *name;   /* "auto-submitted": log, audit, test mail */
	const char *source; /* "RFC 3834 section 5" */
	enum robot_kind kind;
	bool needs_self;
	/* evidence (one line, lives in a) where the guard hits, else NULL */
	const char *(*hit)(struct arena *a, const struct message *m,
	    const struct robot_self *self);
};
extern const struct robot_guard robot_guards[];
extern const size_t robot_guard_count;

/*
 * robot_check - the first guard that hits, or NULL: a person wrote it.
 *
 * Takes    self, or NULL to run only the rows that need none.
 * Gives    the row; *evidence_out what it saw.
 * Touches  nothing.
 */
const struct robot_guard *robot_check(struct arena *a, const struct message *m,
    const struct robot_self *self, const char **evidence_out);

/* robot_message_id - "consultd.CASE.TURN.MAC@domain" without <>: ours, proved
 * by 80 bits of HMAC over the rest. robot_message_id_check - true, with case
 * and turn, when id was made with that key. Not the mere domain decides:
 * colleagues share it. */
const char *robot_message_id(struct arena *a, const unsigned char *key,
    size_t key_n, int64_t case_id, int64_t turn, const char *domain);
bool robot_message_id_check(const char *id, const unsigned char *key,
    size_t key_n, int64_t *case_out, int64_t *turn_out);

#endif
