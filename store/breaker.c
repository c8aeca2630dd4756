/* breaker.c - the circuit breaker. In: how many replies went out and came back
 * in the last hour. Out: whether any more may. */
#include "breaker.h"
#include "audit.h"
#include "case.h"
#include "store_db.h"
#include <assert.h>

#define HOUR_S 3600

int
breaker_get(
    struct store *s, struct arena *a, struct breaker *out, struct err *e)
{
	struct db_row *r = db_begin(s->db, BREAKER_GET);
	struct breaker b = { .reason = "" };
	int rc = db_step(r, e);

	if (rc == 1)
		b = (struct breaker){ db_number(r, 0) != 0, store_text(r, 1, a),
			db_number(r, 2) };
	db_end(r);
	if (rc < 0)
		return -1;
	*out = b;
	return 0;
}

/* 1 where it changed, 0, -1. */
static int
breaker_move(struct store *s, bool open, const char *reason, const char *actor,
    int64_t now_unix, struct err *e)
{
	struct audit_row audit = { .at_unix = now_unix,
		.actor = actor,
		.event = open ? "breaker.open" : "breaker.resume",
		.detail = reason };
	struct db_row *r = db_begin(s->db, BREAKER_MOVE);

	db_bind_number(r, 1, open);
	db_bind_text(r, 2, reason);
	db_bind_number(r, 3, now_unix);
	if (store_run(r, e))
		return -1;
	if (db_changed(s->db) == 0)
		return 0;
	return audit_add(s, &audit, e) ? -1 : 1;
}

/* Replies are counted by the minute: what a person let pass stands in minutes
 * that are over. */
static int64_t
count_from(const struct breaker *b, int64_t now_unix)
{
	int64_t hour = now_unix - HOUR_S, fresh = (b->at_unix / 60 + 1) * 60;

	return b->at_unix > 0 && fresh > hour ? fresh : hour;
}

static const char *
limit_reached(const struct breaker_rule *rule, int64_t answers, int64_t bounces)
{
	if (answers >= rule->answers_hour)
		return "answers_hour";
	if (bounces >= BREAKER_BOUNCES &&
	    bounces * 100 >= rule->bounces_percent * answers)
		return "bounces_percent";
	return NULL;
}

int
breaker_check(struct store *s, const struct breaker_rule *rule,
    const char *actor, int64_t now_unix, bool *opened_out, struct err *e)
{
	struct arena *a = arena_new(4096);
	struct breaker b = { .reason = "" };
	int64_t since, answers = 0, bounces = 0;
	const char *reason = NULL;
	int rc = breaker_get(s, a, &b, e);

	assert(s->locked);
	since = count_from(&b, now_unix);
	if (rc == 0 && !b.open) {
		if (case_recent(s, PACE_ALL, since, &answers, e) < 0 ||
		    case_recent(s, PACE_BOUNCES, since, &bounces, e) < 0)
			rc = -1;
		else
			reason = limit_reached(rule, answers, bounces);
	}
	if (reason != NULL)
		rc = breaker_move(s, true, reason, actor, now_unix, e);
	arena_free(a);
	*opened_out = rc == 1;
	return rc < 0 ? -1 : 0;
}

int
breaker_resume(
    struct store *s, const char *actor, int64_t now_unix, struct err *e)
{
	int rc;

	assert(s->locked);
	rc = breaker_move(s, false, "", actor, now_unix, e);
	if (rc == 0)
		return err_set(e, ERR_REFUSE, "store", 0,
		    "nothing was stopped: the sender is free to send");
	return rc < 0 ? -1 : 0;
}
