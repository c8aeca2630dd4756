/* breaker.h - the circuit breaker: when far more goes out than a practice asks
 * for, or far more comes back than should, nothing is sent any more, mails are
 * read on, and a person is told. */
#ifndef BREAKER_H
#define BREAKER_H

#include "arena.h"
#include "err.h"
#include "store.h"
#include <stdbool.h>
#include <stdint.h>

/* Names under which replies and bounces of all are counted (outbox_pace(),
 * case_recent()); no address is like them. */
#define PACE_ALL     "*"
#define PACE_BOUNCES "*bounces"
#define PACE_TEXT    "*text:" /* and a hash: replies to mails of that text */

struct breaker {
	bool open;          /* nothing is sent */
	const char *reason; /* "answers_hour", "bounces_percent", or "" */
	int64_t at_unix;    /* its last change, 0: never */
};

/* The limits; settings.def says what they mean. */
struct breaker_rule {
	int64_t answers_hour, bounces_percent;
};
/* So few bounces are no share of anything. */
#define BREAKER_BOUNCES 5

/* breaker_get - how it stands; reason lives in a. */
int breaker_get(
    struct store *s, struct arena *a, struct breaker *out, struct err *e);
/*
 * breaker_check - open it where a limit is reached: replies queued in the last
 * hour, or of these the share that bounced; counted from the minute after its
 * last change. In a transaction; writes an audit row.
 *
 * Gives    *opened_out: this call opened it.
 */
int breaker_check(struct store *s, const struct breaker_rule *rule,
    const char *actor, int64_t now_unix, bool *opened_out, struct err *e);
/* breaker_resume - close it; in a transaction, with an audit row. ERR_REFUSE
 * where it is closed. */
int breaker_resume(
    struct store *s, const char *actor, int64_t now_unix, struct err *e);

#endif
