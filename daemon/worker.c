/*
 * worker.c - the role that reads and answers: claims mails by a lease, works
 * at them with no lock held, and commits what came of it.
 */
#include "worker.h"

#include "clock.h"
#include "limit.h"
#include "log.h"

#include <stdlib.h>
#include <string.h>

#define LEASE_S     60 /* renewed while a batch takes long */
#define RENEW_MS    15000
#define FLUSH_MS    5000 /* then what is done is committed */
#define FLUSH_BYTES (8u << 20)
#define IDLE_MS     2000    /* between two looks at lookup.db and lost leases */
#define PURGE_MS    3600000 /* between two looks at mails that are too old */
#define PURGE_REST  250     /* ms between two batches of such a look */
#define OWN_BYTES   (1u << 20) /* addresses and the like of the worker */
#define EXIT_FAILED 1          /* started again after a pause */

/* A batch of claimed mails. items[from..to) are worked at and wait for their
 * commit; those behind `to` are not touched yet. */
struct batch {
	struct mail mail[LIMIT_BATCH];
	struct item item[LIMIT_BATCH];
	size_t n, from, to;
	bool broken; /* a commit failed: nothing of it is kept */
	int64_t flushed_ms, renewed_ms;
};

static int
worker_open(struct worker *w, struct err *e)
{
	const struct settings *s = w->role->settings;

	/* The clean process first: later we may start no program. */
	if (jail_start(s->daemon_lookup_db, &w->jail, e) < 0 ||
	    role_confine(w->role, SANDBOX_WORKER, e) < 0 ||
	    store_open(s->daemon_state_dir, STORE_WORKER, &w->store, e) < 0 ||
	    store_key(w->store, w->key, e) < 0 ||
	    lookup_open(s->daemon_lookup_db, &w->lookup, e) < 0 ||
	    template_set_load(
		s->daemon_templates_dir, reply_templates, &w->templates, e) < 0)
		return -1;
	w->own = arena_new(OWN_BYTES);
	return admission_make(w->own, s, w->key, &w->admission, e);
}

static void
worker_close(struct worker *w)
{
	jail_stop(w->jail);
	store_close(w->store);
	lookup_close(w->lookup);
	template_set_free(w->templates);
	arena_free(w->own);
	explicit_bzero(w->key, sizeof w->key);
}

/* One that the store refuses fails, so that a person sees it; if it refuses
 * that, too, the mail was ended by another worker. */
static int
commit_one(struct worker *w, struct item *item, int64_t now, size_t *replies,
    struct err *e)
{
	int rc = batch_commit(w, item, 1, now, replies, e);

	if (rc == 0 || e->kind != ERR_REFUSE)
		return rc;
	log_err(LOG_WORKER_FAIL, e);
	*e = (struct err){ 0 };
	rc = item_fail(w, item, "store_refused", now, e);
	if (rc == 0)
		rc = batch_commit(w, item, 1, now, replies, e);
	if (rc < 0 && e->kind == ERR_REFUSE) {
		*e = (struct err){ 0 };
		item->done = false;
		return 0;
	}
	return rc;
}

/* What is refused must not keep the others from the store. */
static int
commit_apart(struct worker *w, struct batch *b, int64_t now, size_t *replies,
    struct err *e)
{
	for (size_t i = b->from; i < b->to; i++) {
		size_t sent = 0;

		if (commit_one(w, &b->item[i], now, &sent, e) < 0)
			return -1;
		*replies += sent;
	}
	return 0;
}

/* After a commit: give back what was not done. What changed under our hands
 * is fresh again; what killed its jail is not, so that it comes alone. */
static int
give_back(struct worker *w, struct batch *b, struct err *e)
{
	int64_t stale[LIMIT_BATCH], again[LIMIT_BATCH];
	size_t stale_n = 0, again_n = 0;

	for (size_t i = b->from; i < b->to; i++) {
		if (b->item[i].stale)
			stale[stale_n++] = b->item[i].mail.id;
		if (b->item[i].again)
			again[again_n++] = b->item[i].mail.id;
	}
	if (stale_n > 0 && mail_release(w->store, stale, stale_n, e) < 0)
		return -1;
	if (again_n > 0 && mail_renew(w->store, again, again_n, 0, e) < 0)
		return -1;
	return 0;
}

static int
flush(struct worker *w, struct batch *b, struct err *e)
{
	int64_t now = clock_now_unix();
	size_t replies = 0;
	int rc = 0;

	if (b->from < b->to)
		rc = batch_commit(
		    w, &b->item[b->from], b->to - b->from, now, &replies, e);
	if (rc < 0 && e->kind == ERR_REFUSE) {
		*e = (struct err){ 0 };
		rc = commit_apart(w, b, now, &replies, e);
	}
	if (rc == 0)
		rc = give_back(w, b, e);
	if (rc == 0 && replies > 0)
		role_wake(w->role, ROLE_SENDER);
	if (rc == 0 && b->from < b->to)
		role_wake(w->role, ROLE_INTAKE);
	for (size_t i = b->from; i < b->to; i++)
		arena_free(b->item[i].a);
	if (rc == 0)
		b->from = b->to;
	b->broken = rc < 0;
	b->flushed_ms = clock_mono_ms();
	return rc;
}

/* Longer leases for what waits, and an early commit for what is done. */
static int
batch_tend(struct worker *w, struct batch *b, size_t bytes, struct err *e)
{
	int64_t now_ms = clock_mono_ms();
	int64_t id[LIMIT_BATCH];
	size_t n = 0;

	role_beat(w->role);
	if (now_ms - b->renewed_ms > RENEW_MS) {
		for (size_t i = b->from; i < b->n; i++)
			id[n++] = b->mail[i].id;
		b->renewed_ms = now_ms;
		if (mail_renew(w->store, id, n, clock_now_unix() + LEASE_S, e) <
		    0)
			return -1;
	}
	if (bytes > FLUSH_BYTES || now_ms - b->flushed_ms > FLUSH_MS)
		return flush(w, b, e);
	return 0;
}

static void
batch_release(struct worker *w, const struct batch *b)
{
	struct err ignored = { 0 }; /* a lease ends by itself as well */
	int64_t id[LIMIT_BATCH];
	size_t n = 0;

	for (size_t i = b->broken ? b->from : b->to; i < b->n; i++)
		id[n++] = b->mail[i].id;
	if (n > 0)
		mail_release(w->store, id, n, &ignored);
}

static int
batch_work(struct worker *w, struct batch *b, struct err *e)
{
	struct err late = { 0 };
	size_t bytes = 0;
	int rc = 0;

	b->from = b->to = 0;
	b->broken = false;
	b->flushed_ms = b->renewed_ms = clock_mono_ms();
	while (b->to < b->n && rc == 0 && !role_stopping(w->role)) {
		struct item *item = &b->item[b->to];

		*item = (struct item){ .a = arena_new(LIMIT_WORK_ARENA),
			.mail = b->mail[b->to],
			.next = b->to + 1 < b->n ? b->mail[b->to + 1].id : 0 };
		rc = item_work(w, item, clock_now_unix(), e);
		if (rc < 0) {
			arena_free(item->a);
			break;
		}
		b->to++;
		bytes += arena_used(item->a);
		rc = batch_tend(w, b, bytes, e);
		if (b->from == b->to)
			bytes = 0;
	}
	/* What was done before a failure is kept all the same. */
	if (!b->broken && flush(w, b, &late) < 0 && rc == 0) {
		*e = late;
		rc = -1;
	}
	batch_release(w, b);
	return rc;
}

/* Nothing waits: remove what was kept long enough, a batch at a time and with
 * rests, so that mails that come meanwhile hardly ever wait, and for one batch
 * at most. */
static int
idle(struct worker *w, struct err *e)
{
	int64_t now = clock_now_unix(), now_ms = clock_mono_ms();
	int64_t keep_s = w->role->settings->limits_keep_days * 86400;
	size_t n = 0;

	if (w->purge_ms <= now_ms) {
		if (mail_purge(w->store, w->role->name, now - keep_s, now,
			LIMIT_BATCH, &w->purge_after, &n, e) < 0)
			return -1;
		if (w->purge_after == 0)
			w->purge_ms = now_ms + PURGE_MS;
	}
	role_wait(w->role, -1, 0, w->purge_after == 0 ? IDLE_MS : PURGE_REST);
	return 0;
}

/* The status to end with after a failure; -1: go on after a pause. */
static int
failed(struct worker *w, const struct err *e)
{
	if (e->kind == ERR_RETRY) {
		log_err(LOG_WORKER_FAIL, e);
		role_wait(w->role, -1, 0, IDLE_MS);
		return -1;
	}
	log_err(LOG_ROLE_FAIL, e);
	/* Without its clean process a worker only needs to start anew. */
	return strcmp(e->where, "jail") == 0 ? EXIT_FAILED : ROLE_EXIT_STOP;
}

static int
worker_loop(struct worker *w, struct batch *b)
{
	while (!role_stopping(w->role)) {
		struct err e = { 0 };
		int status = -1;

		role_beat(w->role);
		if (lookup_stale(w->lookup)) {
			log_event(LOG_LOOKUP_NEW,
			    KV("file", w->role->settings->daemon_lookup_db));
			return ROLE_EXIT_AGAIN;
		}
		if (mail_claim(w->store, w->role->name, clock_now_unix(),
			LEASE_S, LIMIT_BATCH, b->mail, &b->n, &e) < 0)
			status = failed(w, &e);
		else if ((b->n == 0 ? idle(w, &e) : batch_work(w, b, &e)) < 0)
			status = failed(w, &e);
		if (status >= 0)
			return status;
	}
	return ROLE_EXIT_OK;
}

int
worker_run(struct role *r)
{
	struct worker w = { .role = r };
	struct batch *b = calloc(1, sizeof *b);
	struct err e = { 0 };
	int status;

	if (b == NULL)
		abort();
	if (worker_open(&w, &e) == 0) {
		status = worker_loop(&w, b);
	} else {
		log_err(LOG_ROLE_FAIL, &e);
		status = e.kind == ERR_STOP ? ROLE_EXIT_STOP : EXIT_FAILED;
	}
	worker_close(&w);
	free(b);
	return status;
}
