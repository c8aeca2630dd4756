/* sender.c - the role that empties the outbox. In: replies of the store that
 * are due. Out: mails at the submission server, and how each try ended. One
 * thread owns the store; one thread a connection sends. */
#include "arena.h"
#include "breaker.h"
#include "clock.h"
#include "digest.h"
#include "limit.h"
#include "log.h"
#include "net_curl.h"
#include "outbox.h"
#include "role.h"
#include "sender_due.h"
#include "sender_pool.h"
#include "smtp.h"
#include "store.h"
#include <stdlib.h>
#include <string.h>

#define BATCHES       2     /* one is sent while the next is read */
#define IDLE_MS       30000 /* look at the outbox at least this often */
#define STOPPED_MS    2000  /* how soon a resume is seen */
#define STOP_MS       5000  /* mails in flight may end when we stop */
#define PAUSE_FIRST_S 1     /* after the server failed; doubles */
#define PAUSE_MAX_S   300
#define BATCH_ARENA   ((size_t)LIMIT_BATCH * (LIMIT_REPLY_BYTES + 4096))
#define CONNECT_S     30
/* There is one sender a store, and it frees every lease when it starts: a
 * lease must only outlast the slowest server. */
#define LEASE_S (30 * 24 * 3600)

/* Replies that were claimed together; their memory goes together. */
struct batch {
	struct arena *arena;
	struct outbox_row row[LIMIT_BATCH];
	struct pool_job job[LIMIT_BATCH];
	size_t n, open; /* rows; of these, not yet recorded */
};

struct sender {
	struct role *role;
	const struct settings *conf;
	struct store *store;
	struct smtp_server server;
	struct pool *pool;
	struct batch batch[BATCHES];
	int64_t pause_until_ms; /* the server failed: no try before */
	int64_t pause_s;
	int64_t down_since; /* Unix time; 0: the server works */
	bool stopped;       /* the circuit breaker is open */
};

/* ---- when to try again ---- */

static int64_t
due_next(const struct sender *s, const struct outbox_row *row,
    const struct smtp_result *result, int64_t now)
{
	struct due_rule rule = { .first = s->conf->smtp_retry_first,
		.max = s->conf->smtp_retry_max,
		.give_up = s->conf->smtp_give_up };
	struct due_case c = { .tries = row->tries,
		.age = now - row->queued_unix,
		.server_pause = result->server_bad ? s->pause_s : 0 };
	digest_random(&c.chance, sizeof(c.chance));
	int64_t pause = due_pause(&rule, &c);
	return pause > 0 ? now + pause : 0;
}

/* ---- the server's health ---- */

static void
state_tell(struct sender *s, const char *state, const char *detail)
{
	struct err e = { 0 };
	struct role_state row = { s->role->name, state, detail,
		clock_now_unix() };
	if (role_state_set(s->store, &row, &e) != 0)
		log_err(LOG_STORE_FAIL, &e);
}

static void
server_failed(struct sender *s, const struct smtp_result *result)
{
	s->pause_s = s->pause_s == 0 ? PAUSE_FIRST_S : s->pause_s * 2;
	if (s->pause_s > PAUSE_MAX_S)
		s->pause_s = PAUSE_MAX_S;
	s->pause_until_ms = clock_mono_ms() + s->pause_s * 1000;
	/* What waits would fail as this one did, one timeout each. */
	pool_stop(s->pool);
	if (s->down_since != 0)
		return; /* said once */
	s->down_since = clock_now_unix();
	log_event(LOG_SMTP_DOWN, KV("host", s->server.host),
	    KV("text", result->text));
	state_tell(s, "failing", result->text);
}

static void
server_works(struct sender *s)
{
	s->pause_s = 0;
	s->pause_until_ms = 0;
	if (s->down_since == 0)
		return;
	log_event(LOG_SMTP_UP, KV("host", s->server.host),
	    KN("seconds", clock_now_unix() - s->down_since));
	s->down_since = 0;
	state_tell(s, "idle", "");
}

static void
server_judge(struct sender *s, const struct pool_job *job)
{
	if (!job->begun)
		return;
	if (!job->result.server_bad)
		server_works(s);
	else if (clock_mono_ms() >= s->pause_until_ms)
		server_failed(s, &job->result);
}

/* ---- recording ---- */

static void
result_log(const struct outbox_row *row, const struct smtp_result *r)
{
	static const enum log_event event[] = {
		[SEND_SENT] = LOG_REPLY_SENT,
		[SEND_REFUSED] = LOG_REPLY_REFUSED,
		[SEND_LATER] = LOG_REPLY_LATER,
		[SEND_UNKNOWN] = LOG_REPLY_UNKNOWN,
	};
	if (r->server_bad)
		return; /* smtp.down said it */
	log_event(event[r->end], KN("case", row->case_id),
	    KV("to", log_address(row->to)), KN("code", r->code),
	    KN("try", row->tries), KV("text", r->text));
}

static int
result_record(struct sender *s, const struct pool_job *job, struct err *e)
{
	int64_t now = clock_now_unix();
	const struct smtp_result *r = &job->result;
	bool again = r->end == SEND_LATER || r->end == SEND_UNKNOWN;
	return outbox_end(s->store, job->row, r->end, r->code, r->text, NULL,
	    again ? due_next(s, job->row, r, now) : 0, now, e);
}

/* All that ended meanwhile goes into one commit. A commit that fails is tried
 * again: until it succeeds, what was sent is known to this process alone. */
static int
results_record(struct sender *s, struct pool_job *done, struct err *e)
{
	if (store_lock(s->store, e) != 0)
		return -1;
	for (struct pool_job *j = done; j != NULL; j = j->next) {
		if (result_record(s, j, e) != 0) {
			store_rollback(s->store);
			return -1;
		}
	}
	return store_commit(s->store, e);
}

static void
batch_close(struct batch *b)
{
	arena_clear(b->arena);
	b->n = 0;
}

static int
results_take(struct sender *s)
{
	struct pool_job *done = pool_done(s->pool), *next;
	struct err e = { 0 };
	if (done == NULL)
		return 0;
	for (struct pool_job *j = done; j != NULL && !role_stopping(s->role);
	     j = j->next)
		server_judge(s, j);
	while (results_record(s, done, &e) != 0) {
		log_err(LOG_STORE_FAIL, &e);
		if (e.kind != ERR_RETRY || role_stopping(s->role))
			return -1;
		role_wait(s->role, -1, 0, 1000);
		e = (struct err){ 0 };
	}
	for (struct pool_job *j = done; j != NULL; j = next) {
		struct batch *b = j->owner;
		next = j->next;
		result_log(j->row, &j->result);
		if (--b->open == 0)
			batch_close(b);
	}
	return 0;
}

/* ---- claiming ---- */

static int
batch_fill(struct sender *s, struct batch *b, struct err *e)
{
	/* A server that failed is tried with a single mail. */
	size_t max = s->down_since != 0 ? 1 : LIMIT_BATCH;
	if (outbox_claim(s->store, b->arena, clock_now_unix(), LEASE_S, max,
		b->row, &b->n, e) != 0)
		return -1;
	b->open = b->n;
	for (size_t i = 0; i < b->n; i++) {
		b->job[i] = (struct pool_job){ .row = &b->row[i], .owner = b };
		pool_put(s->pool, &b->job[i]);
	}
	return 0;
}

static bool
paused(const struct sender *s)
{
	return s->stopped || clock_mono_ms() < s->pause_until_ms;
}

/* ---- the circuit breaker ---- */

static int
breaker_look(struct sender *s, struct err *e)
{
	struct arena *a = arena_new(4096);
	struct breaker b;
	int rc = breaker_get(s->store, a, &b, e);
	if (rc == 0 && b.open != s->stopped) {
		s->stopped = b.open;
		if (b.open)
			log_event(LOG_BREAKER_STOP, KV("reason", b.reason));
		else
			log_event(LOG_BREAKER_RESUME);
		state_tell(s, b.open ? "stopped" : "idle",
		    b.open ? "the circuit breaker is open: 'consultctl resume'"
			   : "");
	}
	arena_free(a);
	return rc;
}

/* Fill what is free; false when nothing (more) is due. */
static int
batches_fill(struct sender *s, bool *more, struct err *e)
{
	*more = false;
	int batches = s->down_since != 0 ? 1 : BATCHES;
	for (int i = 0; i < batches && !paused(s); i++) {
		struct batch *b = &s->batch[i];
		if (b->n > 0)
			continue;
		if (batch_fill(s, b, e) != 0)
			return -1;
		if (b->n < LIMIT_BATCH)
			break;
		*more = true;
	}
	return 0;
}

static int64_t
wait_ms(struct sender *s)
{
	struct err e = { 0 };
	int64_t due, ms = IDLE_MS;
	if (s->stopped)
		return STOPPED_MS;
	if (paused(s))
		return s->pause_until_ms - clock_mono_ms() + 1;
	if (outbox_next(s->store, &due, &e) != 0)
		return 1000;
	if (due != INT64_MAX && (due - clock_now_unix()) * 1000 < ms)
		ms = (due - clock_now_unix()) * 1000;
	return ms < 10 ? 10 : ms;
}

static bool
in_flight(const struct sender *s)
{
	for (int i = 0; i < BATCHES; i++) {
		if (s->batch[i].n > 0)
			return true;
	}
	return false;
}

static int
loop_once(struct sender *s)
{
	struct err e = { 0 };
	bool more;
	if (breaker_look(s, &e) != 0 || batches_fill(s, &more, &e) != 0) {
		log_err(LOG_STORE_FAIL, &e);
		if (e.kind != ERR_RETRY)
			return -1;
		role_wait(s->role, -1, 0, 1000);
		return 0;
	}
	if (!in_flight(s) && !more && store_checkpoint(s->store, &e) != 0)
		log_err(LOG_STORE_FAIL, &e);
	role_wait(s->role, pool_fd(s->pool), POOL_READABLE,
	    in_flight(s) ? POOL_LOOK_MS : wait_ms(s));
	return results_take(s);
}

/* Ask the pool for what it has not begun, let the rest end, record it all. */
static void
finish(struct sender *s)
{
	int64_t end = clock_mono_ms() + STOP_MS;
	pool_stop(s->pool);
	while (in_flight(s) && clock_mono_ms() < end) {
		if (results_take(s) != 0)
			return;
		if (in_flight(s))
			pool_wait(s->pool, 50);
	}
}

/* ---- the role ---- */

static int
sender_open(struct sender *s, struct err *e)
{
	const struct settings *c = s->conf;
	s->server = (struct smtp_server){ .host = c->smtp_host,
		.port = (int)c->smtp_port,
		.starttls = strcmp(c->smtp_security, "starttls") == 0,
		.user = c->smtp_user,
		.password = s->role->secret ? s->role->secret : "",
		.ca_file = c->smtp_ca_file,
		.connect_s = c->smtp_timeout < CONNECT_S ? (int)c->smtp_timeout
							 : CONNECT_S,
		.timeout_s = (int)c->smtp_timeout };
	for (int i = 0; i < BATCHES; i++)
		s->batch[i].arena = arena_new(BATCH_ARENA);
	net_init();
	if (role_confine(s->role, SANDBOX_SENDER, e) != 0 ||
	    store_open(c->daemon_state_dir, STORE_SENDER, &s->store, e) != 0 ||
	    outbox_recover(s->store, clock_now_unix(), e) != 0)
		return -1;
	s->pool = pool_new(&s->server, (int)c->smtp_connections);
	state_tell(s, "idle", "");
	return 0;
}

int
sender_run(struct role *r)
{
	struct sender s = { .role = r, .conf = r->settings };
	struct err e = { 0 };
	if (sender_open(&s, &e) != 0) {
		log_err(LOG_ROLE_FAIL, &e);
		return e.kind == ERR_RETRY ? EXIT_FAILURE : ROLE_EXIT_STOP;
	}
	while (!role_stopping(r)) {
		if (loop_once(&s) != 0)
			return EXIT_FAILURE;
	}
	finish(&s);
	store_close(s.store);
	/* Threads may still wait for a server: the process ends with them. */
	return ROLE_EXIT_OK;
}
