/* mail_box.c - what intake does: mailboxes, new mails and their bytes, and
 * what the server must still be shown. */
#include "limit.h"
#include "mail.h"
#include "store_db.h"
#include <assert.h>

static const char *const state_names[] = {
#define MAIL_STATE(id, name, mark, meaning) [MAIL_##id] = name,
#include "mail.def"
#undef MAIL_STATE
};
static const enum mail_mark state_marks[] = {
#define MAIL_STATE(id, name, mark, meaning) [MAIL_##id] = MAIL_MARK_##mark,
#include "mail.def"
#undef MAIL_STATE
};

const char *
mail_state_name(enum mail_state s)
{
	assert(s < MAIL_STATE_COUNT);
	return state_names[s];
}

static struct db_row *
mailbox_begin(
    struct store *s, int statement, const char *account, const char *name)
{
	struct db_row *r = db_begin(s->db, statement);

	db_bind_text(r, 1, account);
	db_bind_text(r, 2, name);
	return r;
}

/* The row of a mailbox, found or just made: 1, 0, -1. */
static int
mailbox_take(
    struct db_row *r, uint32_t uidvalidity, struct mailbox *out, struct err *e)
{
	struct mailbox box = { .uidvalidity = uidvalidity };
	int rc, found = 0;

	db_bind_number(r, 3, uidvalidity);
	while ((rc = db_step(r, e)) == 1) {
		box.id = db_number(r, 0);
		box.first = db_number(r, 1) != 0;
		found = 1;
	}
	db_end(r);
	if (rc < 0)
		return -1;
	if (found)
		*out = box;
	return found;
}

/* UIDs of another validity name other mails, so what was seen before no
 * longer counts. */
static int
mailbox_find(struct store *s, const char *account, const char *name,
    uint32_t uidvalidity, struct mailbox *out, struct err *e)
{
	int rc = mailbox_take(
	    mailbox_begin(s, MAILBOX_GET, account, name), uidvalidity, out, e);

	if (rc != 0)
		return rc;
	if (store_run(mailbox_begin(s, MAILBOX_FORGET_SEEN, account, name), e))
		return -1;
	return mailbox_take(
	    mailbox_begin(s, MAILBOX_ADD, account, name), uidvalidity, out, e);
}

int
mailbox_open(struct store *s, const char *account, const char *name,
    uint32_t uidvalidity, struct mailbox *out, struct err *e)
{
	struct mailbox box;

	if (store_lock(s, e))
		return -1;
	if (mailbox_find(s, account, name, uidvalidity, &box, e) < 0) {
		store_rollback(s);
		return -1;
	}
	if (store_commit(s, e))
		return -1;
	*out = box;
	return 0;
}

int
mailbox_listed(struct store *s, const struct mailbox *box, struct err *e)
{
	struct db_row *r;

	assert(s->locked);
	r = db_begin(s->db, MAILBOX_LISTED);
	db_bind_number(r, 1, box->id);
	return store_run(r, e);
}

int
mailbox_seen(
    struct store *s, const struct mailbox *box, int64_t count, struct err *e)
{
	struct db_row *r;

	assert(!s->locked);
	r = db_begin(s->db, MAILBOX_SEEN);
	db_bind_number(r, 1, box->id);
	db_bind_number(r, 2, count);
	return store_run(r, e);
}

int
mailbox_missing(
    struct store *s, const struct mailbox *box, int64_t count, struct err *e)
{
	struct db_row *r;

	assert(!s->locked);
	r = db_begin(s->db, MAILBOX_MISSING);
	db_bind_number(r, 1, box->id);
	db_bind_number(r, 2, count);
	return store_run(r, e);
}

int
mailbox_missing_sum(struct store *s, int64_t *out, struct err *e)
{
	return store_one(db_begin(s->db, MAILBOX_MISSING_SUM), out, e) < 0 ? -1
									   : 0;
}

/* Intake alone adds rows, so the count still holds when the rows are read. */
int
mail_uids(struct store *s, struct arena *a, const struct mailbox *box,
    uint32_t **out, size_t *n_out, struct err *e)
{
	struct db_row *r = db_begin(s->db, MAIL_UID_COUNT);
	int64_t count = 0;
	uint32_t *uids;
	size_t n = 0;
	int rc;

	db_bind_number(r, 1, box->id);
	if (store_one(r, &count, e) < 0)
		return -1;
	uids = arena_array(a, (size_t)count, sizeof(*uids));
	if (uids == NULL)
		return store_fits(a, e);
	r = db_begin(s->db, MAIL_UIDS);
	db_bind_number(r, 1, box->id);
	while ((rc = db_step(r, e)) == 1 && n < (size_t)count)
		uids[n++] = (uint32_t)db_number(r, 0);
	db_end(r);
	if (rc < 0)
		return -1;
	*out = uids;
	*n_out = n;
	return 0;
}

int
mail_put(struct store *s, const struct mailbox *box, uint32_t uid,
    int64_t size_bytes, bool partial, bool old, int64_t now_unix,
    int64_t *id_out, struct err *e)
{
	struct db_row *r;

	assert(s->locked);
	r = db_begin(s->db, MAIL_PUT);
	db_bind_number(r, 1, box->id);
	db_bind_number(r, 2, uid);
	db_bind_number(r, 3, size_bytes);
	db_bind_number(r, 4, partial);
	db_bind_text(r, 5, state_names[old ? MAIL_OLD : MAIL_WAITING]);
	db_bind_number(r, 6, now_unix);
	if (store_run(r, e))
		return -1;
	*id_out = db_changed(s->db) != 0 ? db_last_id(s->db) : 0;
	return 0;
}

int
mail_chunk(struct store *s, int64_t id, int seq, const void *p, size_t n,
    struct err *e)
{
	struct db_row *r;

	assert(s->locked);
	assert(n <= LIMIT_CHUNK_BYTES);
	r = db_begin(s->db, CHUNK_PUT);
	db_bind_number(r, 1, id);
	db_bind_number(r, 2, seq);
	db_bind_bytes(r, 3, n != 0 ? p : "", n);
	return store_run(r, e);
}

int
mail_to_mark(struct store *s, const struct mailbox *box, size_t max,
    struct mail_to_mark *out, size_t *n_out, struct err *e)
{
	struct db_row *r = db_begin(s->db, MAIL_TO_MARK);
	size_t n = 0;
	int rc, state;

	db_bind_number(r, 1, box->id);
	db_bind_number(r, 2, (int64_t)max);
	while ((rc = db_step(r, e)) == 1 && n < max) {
		state =
		    store_word(state_names, MAIL_STATE_COUNT, db_text(r, 2), e);
		if (state < 0) {
			rc = -1;
			break;
		}
		out[n++] = (struct mail_to_mark){ db_number(r, 0),
			(uint32_t)db_number(r, 1), state_marks[state] };
	}
	db_end(r);
	if (rc < 0)
		return -1;
	*n_out = n;
	return 0;
}

int
mail_marked(struct store *s, const int64_t *ids, size_t n, struct err *e)
{
	size_t i;

	if (store_lock(s, e))
		return -1;
	for (i = 0; i < n; i++) {
		struct db_row *r = db_begin(s->db, MAIL_MARKED);

		db_bind_number(r, 1, ids[i]);
		if (store_run(r, e)) {
			store_rollback(s);
			return -1;
		}
	}
	return store_commit(s, e);
}

int
mail_counts(struct store *s, int64_t out[MAIL_STATE_COUNT], int64_t *seen_out,
    struct err *e)
{
	int64_t seen = 0;

	if (store_one(db_begin(s->db, MAILBOX_SEEN_SUM), &seen, e) < 0)
		return -1;
	if (store_counts(db_begin(s->db, MAIL_COUNTS), state_names,
		MAIL_STATE_COUNT, out, e))
		return -1;
	*seen_out = seen;
	return 0;
}
