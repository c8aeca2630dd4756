/* case.c - the life of a case: opened by a worker, moved through the one
 * door, with an audit row for each step. */
#include "case.h"
#include "audit.h"
#include "digest.h"
#include "store_db.h"
#include <assert.h>
#include <stdio.h>
#include <string.h>

static const char *const state_names[] = {
#define CASE_STATE(id, name, queued, meaning) [CASE_##id] = name,
#define CASE_EVENT(id, name, meaning)
#define CASE_MOVE(from, event, to)
#include "case.def"
#undef CASE_STATE
#undef CASE_EVENT
#undef CASE_MOVE
};
static const char *const event_names[] = {
#define CASE_STATE(id, name, queued, meaning)
#define CASE_EVENT(id, name, meaning) [CASE_DO_##id] = name,
#define CASE_MOVE(from, event, to)
#include "case.def"
#undef CASE_STATE
#undef CASE_EVENT
#undef CASE_MOVE
};
static const struct {
	enum case_state from;
	enum case_event ev;
	enum case_state to;
} moves[] = {
#define CASE_STATE(id, name, queued, meaning)
#define CASE_EVENT(id, name, meaning)
#define CASE_MOVE(from, event, to) { CASE_##from, CASE_DO_##event, CASE_##to },
#include "case.def"
#undef CASE_STATE
#undef CASE_EVENT
#undef CASE_MOVE
};

const char *
case_state_name(enum case_state s)
{
	assert(s < CASE_STATE_COUNT);
	return state_names[s];
}

const char *
case_event_name(enum case_event ev)
{
	assert(ev < CASE_EVENT_COUNT);
	return event_names[ev];
}

bool
case_state_queued(enum case_state s)
{
	static const bool queued[] = {
#define CASE_STATE(id, name, queued, meaning) [CASE_##id] = queued,
#define CASE_EVENT(id, name, meaning)
#define CASE_MOVE(from, event, to)
#include "case.def"
#undef CASE_STATE
#undef CASE_EVENT
#undef CASE_MOVE
	};

	assert(s < CASE_STATE_COUNT);
	return queued[s];
}

enum case_state
case_next(enum case_state from, enum case_event ev)
{
	size_t i;

	for (i = 0; i < sizeof(moves) / sizeof(moves[0]); i++)
		if (moves[i].from == from && moves[i].ev == ev)
			return moves[i].to;
	return CASE_STATE_COUNT;
}

/* 12 characters of 5 bits: 60 bits cannot be guessed through a mail server. */
const char *
case_token(
    struct arena *a, const unsigned char key[STORE_KEY_BYTES], int64_t case_id)
{
	unsigned char mac[DIGEST_BYTES];
	char text[64], code[2 * DIGEST_BYTES];
	int n =
	    snprintf(text, sizeof(text), "case-token:%lld", (long long)case_id);

	digest_hmac(key, STORE_KEY_BYTES, text, (size_t)n, mac);
	digest_base32(mac, 8, code);
	return arena_printf(a, "C-%.12s", code);
}

int
case_open(struct store *s, const struct case_row *row, struct err *e)
{
	struct db_row *r;

	assert(s->locked);
	assert(row->state == CASE_NEW);
	r = db_begin(s->db, CASE_OPEN);
	db_bind_number(r, 1, row->id);
	db_bind_text(r, 2, row->token);
	db_bind_text(r, 3, row->asker);
	db_bind_text(r, 4, row->asker_name ? row->asker_name : "");
	db_bind_text(r, 5, row->subject ? row->subject : "");
	store_bind_id(r, 6, row->linked);
	db_bind_number(r, 7, row->opened_unix);
	db_bind_bytes(r, 8, row->questions, row->questions_n);
	db_bind_text(r, 9, row->last_id ? row->last_id : "");
	db_bind_text(r, 10, row->references ? row->references : "");
	return store_run(r, e);
}

/* What case_move() must know of a case. The reason is copied into a's arena,
 * since the row is written after the statement that read it has ended. */
struct standing {
	enum case_state state;
	const char *reason, *holder;
};

static int
standing_get(struct store *s, struct arena *a, int64_t id, struct standing *out,
    struct err *e)
{
	struct db_row *r = db_begin(s->db, CASE_STATE);
	int rc, state = -1;

	db_bind_number(r, 1, id);
	rc = db_step(r, e);
	if (rc == 1) {
		state =
		    store_word(state_names, CASE_STATE_COUNT, db_text(r, 0), e);
		out->state = (enum case_state)state;
		out->reason = store_text(r, 1, a);
		out->holder = store_text(r, 2, a);
	}
	db_end(r);
	if (rc == 0)
		return err_set(e, ERR_REFUSE, "store", 0,
		    "there is no case %lld", (long long)id);
	return rc < 0 || state < 0 ? -1 : store_fits(a, e);
}

/* The reason stays while a case waits for a coder, and ends with an answer. */
static const char *
reason_next(const struct standing *was, enum case_state to, enum case_event ev,
    const char *reason)
{
	if ((ev == CASE_DO_HOLD || ev == CASE_DO_CLOSE) && reason != NULL)
		return reason;
	if (to == CASE_ANSWERED || to == CASE_ASKED_BACK)
		return "";
	return was->reason;
}

static int
standing_put(struct store *s, int64_t id, const struct standing *now,
    int64_t now_unix, struct err *e)
{
	struct db_row *r = db_begin(s->db, CASE_MOVE);

	db_bind_number(r, 1, id);
	db_bind_text(r, 2, state_names[now->state]);
	db_bind_text(r, 3, now->reason);
	db_bind_text(r, 4, now->holder);
	db_bind_number(r, 5, now_unix);
	return store_run(r, e);
}

static int
move_audit(struct store *s, struct arena *a, int64_t id, enum case_event ev,
    const char *actor, const struct standing *was, const struct standing *now,
    int64_t now_unix, struct err *e)
{
	struct audit_row row = { .at_unix = now_unix,
		.actor = actor,
		.event = arena_printf(a, "case.%s", event_names[ev]),
		.case_id = id,
		.detail = arena_printf(a, "%s -> %s%s%s",
		    state_names[was->state], state_names[now->state],
		    now->reason[0] != '\0' ? ": " : "", now->reason) };

	if (store_fits(a, e))
		return -1;
	return audit_add(s, &row, e);
}

static int
move_steps(struct store *s, struct arena *a, int64_t id, enum case_event ev,
    const char *actor, const char *reason, int64_t now_unix,
    enum case_state *out, struct err *e)
{
	struct standing was, now;

	if (standing_get(s, a, id, &was, e))
		return -1;
	now.state = case_next(was.state, ev);
	if (now.state == CASE_STATE_COUNT)
		return err_set(e, ERR_REFUSE, "store", 0,
		    "case %lld is %s: that does not go with '%s'",
		    (long long)id, state_names[was.state], event_names[ev]);
	now.reason = reason_next(&was, now.state, ev, reason);
	now.holder = now.state != CASE_CLAIMED ? ""
		     : ev == CASE_DO_CLAIM     ? actor
					       : was.holder;
	if (standing_put(s, id, &now, now_unix, e) ||
	    move_audit(s, a, id, ev, actor, &was, &now, now_unix, e))
		return -1;
	*out = now.state;
	return 0;
}

#define MOVE_ARENA (64u << 10) /* a reason, a holder and one sentence */

int
case_move(struct store *s, int64_t id, enum case_event ev, const char *actor,
    const char *reason, int64_t now_unix, enum case_state *out, struct err *e)
{
	struct arena *a;
	int rc;

	assert(s->locked);
	a = arena_new(MOVE_ARENA);
	rc = move_steps(s, a, id, ev, actor, reason, now_unix, out, e);
	arena_free(a);
	return rc;
}

int
case_update(struct store *s, const struct case_row *row, int64_t now_unix,
    struct err *e)
{
	struct db_row *r;

	assert(s->locked);
	r = db_begin(s->db, CASE_UPDATE);
	db_bind_number(r, 1, row->id);
	db_bind_text(r, 2, row->last_id ? row->last_id : "");
	db_bind_text(r, 3, row->references ? row->references : "");
	db_bind_bytes(r, 4, row->questions, row->questions_n);
	db_bind_number(r, 5, now_unix);
	return store_run(r, e);
}

int
case_counts(struct store *s, int64_t out[CASE_STATE_COUNT], struct err *e)
{
	return store_counts(db_begin(s->db, CASE_COUNTS), state_names,
	    CASE_STATE_COUNT, out, e);
}
