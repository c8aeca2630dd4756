/* mail.c - what a worker does with mails: claim, read, end. No lock is held
 * while it works: a lease says who has what. */
#include "mail.h"
#include "audit.h"
#include "limit.h"
#include "store_db.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>

static int
mail_compare(const void *a, const void *b)
{
	const struct mail *x = a, *y = b;

	return (x->id > y->id) - (x->id < y->id);
}

/* Rows of a claim; RETURNING promises no order. */
static int
claim_take(struct db_row *r, size_t max, struct mail *out, size_t *n_out,
    struct err *e)
{
	size_t n = 0;
	int rc;

	while ((rc = db_step(r, e)) == 1 && n < max)
		out[n++] = (struct mail){ .id = db_number(r, 0),
			.size_bytes = db_number(r, 1),
			.partial = db_number(r, 2) != 0,
			.tries = (int)db_number(r, 3),
			.fetched_unix = db_number(r, 4) };
	db_end(r);
	if (rc < 0)
		return -1;
	assert(rc == 0);
	qsort(out, n, sizeof(*out), mail_compare);
	*n_out = n;
	return 0;
}

/* What a dead worker left goes first and alone: it may have killed it. */
static int
claim_steps(struct store *s, const char *worker, int64_t now_unix,
    int64_t until_unix, size_t max, struct mail *out, size_t *n_out,
    struct err *e)
{
	struct db_row *r = db_begin(s->db, MAIL_CLAIM_LEFT);

	db_bind_number(r, 1, now_unix);
	db_bind_number(r, 2, until_unix);
	db_bind_text(r, 3, worker);
	if (claim_take(r, 1, out, n_out, e))
		return -1;
	if (*n_out != 0)
		return 0;
	r = db_begin(s->db, MAIL_CLAIM_FRESH);
	db_bind_number(r, 1, until_unix);
	db_bind_text(r, 2, worker);
	db_bind_number(r, 3, (int64_t)max);
	return claim_take(r, max, out, n_out, e);
}

int
mail_claim(struct store *s, const char *worker, int64_t now_unix, int lease_s,
    size_t max, struct mail *out, size_t *n_out, struct err *e)
{
	size_t n = 0;

	assert(max > 0);
	if (store_lock(s, e))
		return -1;
	if (claim_steps(
		s, worker, now_unix, now_unix + lease_s, max, out, &n, e)) {
		store_rollback(s);
		return -1;
	}
	if (store_commit(s, e))
		return -1;
	*n_out = n;
	return 0;
}

/* One statement for each id, until_unix bound where it takes one. */
static int
each_run(struct store *s, int statement, const int64_t *ids, size_t n,
    const int64_t *until_unix, struct err *e)
{
	size_t i;

	if (store_lock(s, e))
		return -1;
	for (i = 0; i < n; i++) {
		struct db_row *r = db_begin(s->db, statement);

		db_bind_number(r, 1, ids[i]);
		if (until_unix != NULL)
			db_bind_number(r, 2, *until_unix);
		if (store_run(r, e)) {
			store_rollback(s);
			return -1;
		}
	}
	return store_commit(s, e);
}

int
mail_release(struct store *s, const int64_t *ids, size_t n, struct err *e)
{
	return each_run(s, MAIL_RELEASE, ids, n, NULL, e);
}

int
mail_renew(struct store *s, const int64_t *ids, size_t n, int64_t until_unix,
    struct err *e)
{
	return each_run(s, MAIL_RENEW, ids, n, &until_unix, e);
}

/* The piece is copied, so that no statement stays open: an open one would
 * keep an old state of the file in view, and the next lock would fail. */
int
mail_bytes(struct store *s, int64_t id, int *seq, const void **p_out,
    size_t *n_out, struct err *e)
{
	struct db_row *r = db_begin(s->db, CHUNK_GET);
	const void *p;
	size_t n;
	int rc;

	db_bind_number(r, 1, id);
	db_bind_number(r, 2, *seq);
	rc = db_step(r, e);
	if (rc == 1) {
		p = db_bytes(r, 0, &n);
		buf_clear(&s->chunk);
		if (n != 0 && buf_add(&s->chunk, p, n))
			rc = err_set(e, ERR_STOP, "store", 0,
			    "mail %lld has a piece that is too big: put a "
			    "copy of store.db from a backup in its place",
			    (long long)id);
	}
	db_end(r);
	if (rc != 1)
		return rc;
	*p_out = s->chunk.data;
	*n_out = s->chunk.len;
	(*seq)++;
	return 1;
}

/* A mail ends once: a worker whose lease ran out may come too late, and all
 * that it did in this transaction must be undone. */
int
mail_end(struct store *s, int64_t id, enum mail_state state, const char *guard,
    const char *evidence, int64_t case_id, int64_t now_unix, struct err *e)
{
	struct db_row *r;

	assert(s->locked);
	assert(state != MAIL_WAITING);
	r = db_begin(s->db, MAIL_END);
	db_bind_number(r, 1, id);
	db_bind_text(r, 2, mail_state_name(state));
	db_bind_text(r, 3, guard ? guard : "");
	db_bind_text(r, 4, evidence ? evidence : "");
	store_bind_id(r, 5, case_id);
	db_bind_number(r, 6, now_unix);
	if (store_run(r, e))
		return -1;
	if (db_changed(s->db) == 0)
		return err_set(e, ERR_REFUSE, "store", 0,
		    "mail %lld was ended by another worker", (long long)id);
	return 0;
}

int
mail_remember_text(struct store *s, int64_t id, const char *hash,
    const char *sender, int64_t since_unix, int64_t now_unix, bool *first_out,
    struct err *e)
{
	int64_t owner = 0;
	struct db_row *r;

	assert(s->locked);
	r = db_begin(s->db, REMEMBER_TEXT);
	db_bind_text(r, 1, hash);
	db_bind_text(r, 2, sender);
	db_bind_number(r, 3, id);
	db_bind_number(r, 4, now_unix);
	db_bind_number(r, 5, since_unix);
	if (store_one(r, &owner, e) < 0)
		return -1;
	*first_out = owner == id;
	return 0;
}

int
mail_remember(struct store *s, int64_t id, const char *message_id,
    const char *sender, int64_t now_unix, bool *first_out, struct err *e)
{
	int64_t owner = 0;
	struct db_row *r;

	assert(s->locked);
	r = db_begin(s->db, REMEMBER);
	db_bind_text(r, 1, message_id);
	db_bind_text(r, 2, sender);
	db_bind_number(r, 3, id);
	db_bind_number(r, 4, now_unix);
	if (store_one(r, &owner, e) < 0)
		return -1;
	*first_out = owner == id;
	return 0;
}

static int
purge_list(struct store *s, int64_t before_unix, size_t max, int64_t after,
    struct audit_row *out, size_t *n_out, struct err *e)
{
	struct db_row *r = db_begin(s->db, MAIL_PURGE_LIST);
	size_t n = 0;
	int rc;

	db_bind_number(r, 1, before_unix);
	db_bind_number(r, 2, (int64_t)max);
	db_bind_number(r, 3, after);
	while ((rc = db_step(r, e)) == 1 && n < max) {
		out[n].mail_id = db_number(r, 0);
		out[n++].case_id = db_number(r, 1);
	}
	db_end(r);
	*n_out = n;
	return rc < 0 ? -1 : 0;
}

static int
purge_one(struct store *s, const struct audit_row *row, struct err *e)
{
	struct db_row *r = db_begin(s->db, MAIL_PURGE);

	db_bind_number(r, 1, row->mail_id);
	return store_run(r, e) || audit_add(s, row, e) ? -1 : 0;
}

/* Listed again under the lock: another worker may have been here. */
static int
purge_listed(struct store *s, const struct audit_row *as, int64_t before_unix,
    size_t max, int64_t after, struct audit_row *row, size_t *n_out,
    struct err *e)
{
	if (purge_list(s, before_unix, max, after, row, n_out, e))
		return -1;
	for (size_t i = 0; i < *n_out; i++) {
		row[i].actor = as->actor;
		row[i].event = as->event;
		row[i].at_unix = as->at_unix;
		row[i].detail = as->detail;
		if (purge_one(s, &row[i], e))
			return -1;
	}
	return 0;
}

int
mail_purge(struct store *s, const char *actor, int64_t before_unix,
    int64_t now_unix, size_t max, int64_t *after, size_t *n_out, struct err *e)
{
	const struct audit_row as = { .actor = actor,
		.event = "mail.purged",
		.at_unix = now_unix,
		.detail = "keep_days" };
	struct audit_row row[LIMIT_BATCH] = { 0 };
	size_t n = 0;

	*n_out = 0;
	max = max < LIMIT_BATCH ? max : LIMIT_BATCH;
	if (purge_list(s, before_unix, max, *after, row, &n, e))
		return -1;
	if (n == 0) { /* without the lock, which others wait for */
		*after = 0;
		return 0;
	}
	if (store_lock(s, e))
		return -1;
	if (purge_listed(s, &as, before_unix, max, *after, row, &n, e)) {
		store_rollback(s);
		return -1;
	}
	if (store_commit(s, e))
		return -1;
	*after = n == max ? row[n - 1].mail_id : 0;
	*n_out = n;
	return 0;
}
