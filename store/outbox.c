/* outbox.c - replies on their way: queued in the transaction that decided
 * them, claimed by the sender, ended by what the server said. */
#include "outbox.h"
#include "audit.h"
#include "bounced.h"
#include "breaker.h"
#include "buf.h"
#include "case.h"
#include "limit.h"
#include "store_db.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *const state_names[] = {
#define OUTBOX_STATE(id, name, meaning) [OUTBOX_##id] = name,
#include "outbox.def"
#undef OUTBOX_STATE
};

const char *
outbox_state_name(enum outbox_state s)
{
	assert(s < OUTBOX_STATE_COUNT);
	return state_names[s];
}

#define PACE_KEEP_MINUTES INT64_C(1500) /* limits look back one hour */

/* One reply more to that address or domain; old minutes go with a new one. */
static int
pace_add(struct store *s, const char *who, int64_t now_unix, struct err *e)
{
	int64_t minute = now_unix / 60, replies = 0;
	struct db_row *r = db_begin(s->db, PACE_ADD);

	db_bind_text(r, 1, who);
	db_bind_number(r, 2, minute);
	if (store_one(r, &replies, e) < 0)
		return -1;
	if (replies > 1)
		return 0;
	r = db_begin(s->db, PACE_PRUNE);
	db_bind_text(r, 1, who);
	db_bind_number(r, 2, minute - PACE_KEEP_MINUTES);
	return store_run(r, e);
}

/* The reply counts for its asker as well as for where it goes: a Reply-To
 * must not keep the author of many mails at none. */
static int
pace_asker(struct store *s, int64_t case_id, const char *to, int64_t now_unix,
    struct err *e)
{
	struct db_row *r = db_begin(s->db, PACE_ASKER);
	struct buf asker;
	int rc;

	db_bind_number(r, 1, case_id);
	rc = db_step(r, e);
	buf_init(&asker, LIMIT_ADDRESS_BYTES + 1);
	if (rc == 1)
		buf_puts(&asker, db_text(r, 0));
	db_end(r);
	if (rc == 1)
		rc = asker.len > 0 && strcasecmp(buf_text(&asker), to) != 0
			 ? pace_add(s, buf_text(&asker), now_unix, e)
			 : 0;
	buf_free(&asker);
	return rc;
}

static int
outbox_insert(struct store *s, int64_t case_id, int64_t turn_id,
    const struct reply *reply, int64_t now_unix, struct err *e)
{
	struct db_row *r = db_begin(s->db, OUTBOX_PUT);

	db_bind_number(r, 1, case_id);
	db_bind_number(r, 2, turn_id);
	db_bind_text(r, 3, reply->message_id);
	db_bind_text(r, 4, reply->to);
	db_bind_text(r, 5, reply->mail_from);
	db_bind_number(r, 6, now_unix);
	if (store_run(r, e))
		return -1;
	r = db_begin(s->db, OUTBOX_BYTES_PUT);
	db_bind_number(r, 1, db_last_id(s->db));
	db_bind_bytes(r, 2, reply->bytes, reply->len);
	return store_run(r, e);
}

int
outbox_pace(struct store *s, const char *who, int64_t now_unix, struct err *e)
{
	assert(s->locked);
	return pace_add(s, who, now_unix, e);
}

/* Not to an address that replies came back from: whoever wants to write there
 * must say so first. */
static int
recipient_check(struct store *s, const char *to, struct err *e)
{
	bool bounced = false;

	if (bounced_has(s, to, &bounced, e) < 0)
		return -1;
	return bounced ? err_set(e, ERR_REFUSE, "store", 0,
			     "mail to %.100s came back: once it is mended, "
			     "'consultctl bounced --clear %.100s'",
			     to, to)
		       : 0;
}

int
outbox_put(struct store *s, int64_t case_id, int64_t turn_id,
    const struct reply *r, int64_t now_unix, struct err *e)
{
	const char *at = strrchr(r->to, '@');

	assert(s->locked);
	if (recipient_check(s, r->to, e) ||
	    outbox_insert(s, case_id, turn_id, r, now_unix, e) ||
	    pace_add(s, PACE_ALL, now_unix, e) ||
	    pace_add(s, r->to, now_unix, e) ||
	    pace_asker(s, case_id, r->to, now_unix, e))
		return -1;
	return at != NULL ? pace_add(s, at, now_unix, e) : 0;
}

static int
row_compare(const void *a, const void *b)
{
	const struct outbox_row *x = a, *y = b;

	return (x->id > y->id) - (x->id < y->id);
}

static int
claim_take(struct db_row *r, struct arena *a, size_t max,
    struct outbox_row *out, size_t *n_out, struct err *e)
{
	size_t n = 0;
	int rc;

	while ((rc = db_step(r, e)) == 1 && n < max)
		out[n++] = (struct outbox_row){ .id = db_number(r, 0),
			.case_id = db_number(r, 1),
			.message_id = store_text(r, 2, a),
			.to = store_text(r, 3, a),
			.mail_from = store_text(r, 4, a),
			.tries = (int)db_number(r, 5),
			.maybe_sent = db_number(r, 6) != 0,
			.queued_unix = db_number(r, 7) };
	db_end(r);
	if (rc < 0)
		return -1;
	qsort(out, n, sizeof(*out), row_compare);
	*n_out = n;
	return store_fits(a, e);
}

static int
bytes_take(
    struct store *s, struct arena *a, struct outbox_row *out, struct err *e)
{
	struct db_row *r = db_begin(s->db, OUTBOX_BYTES_GET);
	const void *p;
	size_t n = 0;
	int rc;

	db_bind_number(r, 1, out->id);
	rc = db_step(r, e);
	if (rc == 1) {
		p = db_bytes(r, 0, &n);
		out->bytes = arena_memdup(a, n != 0 ? p : "", n);
		out->len = n;
	}
	db_end(r);
	if (rc == 0)
		return err_set(e, ERR_STOP, "store", 0,
		    "reply %lld has no bytes: put a copy of store.db from a "
		    "backup in its place",
		    (long long)out->id);
	return rc < 0 ? -1 : store_fits(a, e);
}

static int
claim_steps(struct store *s, struct arena *a, int64_t now_unix, int lease_s,
    size_t max, struct outbox_row *out, size_t *n_out, struct err *e)
{
	struct db_row *r = db_begin(s->db, OUTBOX_CLAIM);
	size_t i;

	db_bind_number(r, 1, now_unix);
	db_bind_number(r, 2, now_unix + lease_s);
	db_bind_number(r, 3, (int64_t)max);
	if (claim_take(r, a, max, out, n_out, e))
		return -1;
	for (i = 0; i < *n_out; i++)
		if (bytes_take(s, a, &out[i], e))
			return -1;
	return 0;
}

int
outbox_claim(struct store *s, struct arena *a, int64_t now_unix, int lease_s,
    size_t max, struct outbox_row *out, size_t *n_out, struct err *e)
{
	size_t n = 0;

	assert(max > 0 && lease_s > 0);
	if (store_lock(s, e))
		return -1;
	if (claim_steps(s, a, now_unix, lease_s, max, out, &n, e)) {
		store_rollback(s);
		return -1;
	}
	if (store_commit(s, e))
		return -1;
	*n_out = n;
	return 0;
}

int
outbox_recover(struct store *s, int64_t now_unix, struct err *e)
{
	struct db_row *r;

	assert(!s->locked);
	r = db_begin(s->db, OUTBOX_RECOVER);
	db_bind_number(r, 1, now_unix);
	return store_run(r, e);
}

/* The state that follows an end, and the event that the audit row bears. */
static const struct {
	const char *event;
	enum outbox_state state;
	bool can_wait; /* with a further moment it stays queued */
} ends[] = {
	[SEND_SENT] = { "reply.sent", OUTBOX_SENT, false },
	[SEND_REFUSED] = { "reply.refused", OUTBOX_REFUSED, false },
	[SEND_LATER] = { "reply.later", OUTBOX_GIVEN_UP, true },
	[SEND_UNKNOWN] = { "reply.unknown", OUTBOX_GIVEN_UP, true },
};

static int
end_write(struct store *s, const struct outbox_row *row, enum send_end end,
    enum outbox_state state, int smtp_code, const char *text,
    const char *new_id, int64_t due_unix, int64_t now_unix, struct err *e)
{
	struct db_row *r = db_begin(s->db, OUTBOX_END);

	db_bind_number(r, 1, row->id);
	db_bind_text(r, 2, state_names[state]);
	db_bind_number(r, 3, due_unix);
	db_bind_number(r, 4, state == OUTBOX_QUEUED ? 0 : now_unix);
	db_bind_number(r, 5, smtp_code);
	db_bind_text(r, 6, text ? text : "");
	db_bind_text(r, 7, new_id);
	db_bind_number(r, 8, row->maybe_sent || end == SEND_UNKNOWN);
	if (store_run(r, e))
		return -1;
	if (db_changed(s->db) == 0)
		return err_set(e, ERR_REFUSE, "store", 0,
		    "reply %lld was ended already", (long long)row->id);
	return 0;
}

/* "550 5.1.1 ...": no such mailbox or host (RFC 3463 3.2, RFC 7505), as hard as
 * a bounce; 5.1.7 and 5.1.8 speak of our own address. The status, or NULL. */
static const char *
no_mailbox(const char *text)
{
	static const char *const hard[] = { "5.1.1", "5.1.2", "5.1.3", "5.1.6",
		"5.1.10" };
	size_t n;

	if (text == NULL || strspn(text, "0123456789") != 3 ||
	    (text[3] != ' ' && text[3] != '-'))
		return NULL;
	n = strspn(text + 4, "0123456789.");
	for (size_t i = 0; i < sizeof(hard) / sizeof(hard[0]); i++)
		if (strlen(hard[i]) == n && strncmp(text + 4, hard[i], n) == 0)
			return hard[i];
	return NULL;
}

static int
refused_note(struct store *s, const struct outbox_row *row, enum send_end end,
    const char *text, int64_t now_unix, struct err *e)
{
	const char *status = end == SEND_REFUSED ? no_mailbox(text) : NULL;

	if (status == NULL)
		return 0;
	return bounced_add(
	    s, row->message_id, row->case_id, status, "sender", now_unix, e);
}

/* A reply that reaches nobody must not vanish: a coder sees its case again. */
int
outbox_end(struct store *s, const struct outbox_row *row, enum send_end end,
    int smtp_code, const char *text, const char *new_id, int64_t due_unix,
    int64_t now_unix, struct err *e)
{
	enum outbox_state state = ends[end].can_wait && due_unix != 0
				      ? OUTBOX_QUEUED
				      : ends[end].state;
	struct audit_row audit = { .at_unix = now_unix,
		.actor = "sender",
		.event = state == OUTBOX_GIVEN_UP ? "reply.given_up"
						  : ends[end].event,
		.case_id = row->case_id,
		.detail = text };
	enum case_state held;

	assert(s->locked);
	if (end_write(s, row, end, state, smtp_code, text, new_id, due_unix,
		now_unix, e) ||
	    audit_add(s, &audit, e) ||
	    refused_note(s, row, end, text, now_unix, e))
		return -1;
	if (state == OUTBOX_QUEUED || state == OUTBOX_SENT)
		return 0;
	return case_move(s, row->case_id, CASE_DO_HOLD, "sender",
	    "undeliverable", now_unix, &held, e);
}

int
outbox_next(struct store *s, int64_t *due_unix_out, struct err *e)
{
	int64_t due = INT64_MAX;

	if (store_one(db_begin(s->db, OUTBOX_NEXT), &due, e) < 0)
		return -1;
	*due_unix_out = due;
	return 0;
}

int
outbox_counts(struct store *s, int64_t out[OUTBOX_STATE_COUNT], struct err *e)
{
	return store_counts(db_begin(s->db, OUTBOX_COUNTS), state_names,
	    OUTBOX_STATE_COUNT, out, e);
}
