/* consult.h - what becomes of one mail: the decision, without a store. */
#ifndef CONSULT_H
#define CONSULT_H

#include "answer.h"
#include "arena.h"
#include "authentication.h"
#include "clock.h"
#include "err.h"
#include "lookup.h"
#include "message.h"
#include "question.h"
#include "robot.h"
#include "tree.h"
#include <stdbool.h>
#include <stdint.h>

/* Who we are and who may ask; made by admit.h from settings and key. */
struct admission;

/* The decision on one mail. Strings live in the arena, or as long as the
 * message, the questions and the tables do. */
struct decision {
	enum outcome outcome;
	const char *reason;   /* fixed word: why held, refused or ignored;
			       * NULL for answered and asked_back */
	const char *guard;    /* robot guard that hit, or NULL */
	const char *evidence; /* what it saw, or NULL */
	enum robot_kind kind; /* ROBOT_HUMAN where no guard hit */
	bool reply;  /* the asker gets a mail: false for robots, strangers,
		     * thanks, a mail whose author is not known, and one
		     * that asks nothing ("no_request": held) */
	bool thanks; /* nothing but thanks: the case closes */
	bool idle;   /* a mail of a case that adds no code, fact or question */
	struct authentication authentication; /* of the sender, as our border
					       * says; all NULL without ad */
	date today;                           /* the asker's day */
	struct questions questions; /* as answered: joined with before */
	struct answers answers;     /* n 0 where outcome is ignored */
};

/*
 * consult_decide - guards, flaws, who may ask, then the answers.
 *
 * Takes    m and q of jail_read(); before: the questions of the case so far,
 *          or NULL; ad: NULL leaves out whatever needs settings (consultctl
 *          ask: everybody may, and it is no mail of our own); now_unix.
 * Gives    *out. The same arguments and data give the same decision.
 * Owns     a. Fails: ERR_REFUSE past a's limit, ERR_STOP for a damaged
 *          lookup.db. Touches l.
 */
int consult_decide(struct arena *a, struct lookup *l, const struct message *m,
    const struct questions *q, const struct questions *before,
    const struct admission *ad, int64_t now_unix, struct decision *out,
    struct err *e);

/* consult_hold - a decision that only holds, with that fixed word as reason;
 * what was asked stays in it. reply: tell the asker. */
int consult_hold(struct arena *a, const struct questions *q, const char *reason,
    bool reply, struct decision *out, struct err *e);

/* consult_today - the asker's day: the Date field in its own zone; now where
 * it is missing, in the future or more than a year old. */
date consult_today(const struct message *m, int64_t now_unix);

/* consult_record - the decision as a tree for turn.record: what was understood,
 * the verdicts with their sources, which guard; never text of the mail but the
 * questions. NULL past a's limit. */
struct tree *consult_record(struct arena *a, const struct decision *d);

#endif
