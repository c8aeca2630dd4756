/*
 * store.h - store.db: what has happened. All SQL stands in statements.def,
 * one row a statement with the roles that may run it; schema.sql has a
 * comment on every column. One handle serves one thread of one process.
 */
#ifndef STORE_H
#define STORE_H

#include "arena.h"
#include "err.h"
#include <stdint.h>

/* Bits of statements.def and of the authorizer's table of rights. */
enum store_role {
	STORE_INTAKE = 1,
	STORE_WORKER = 2,
	STORE_SENDER = 4,
	STORE_DESK = 8,   /* consultctl, and what people do with cases */
	STORE_ADMIN = 16, /* makes the file, upgrades the schema */
};

struct store;

#define STORE_KEY_BYTES 32

/*
 * store_make - make store.db in folder, or bring an older schema up to date;
 * sets the moment of the first start and the key of our Message-IDs.
 *
 * Fails    ERR_STOP: folder missing, not writable, others may write to it,
 *          disk full, a newer schema, a damaged or foreign file.
 */
int store_make(const char *folder, struct err *e);
/* store_open - open it for a role. Fails as store_make(); ERR_STOP where it
 * does not exist. The caller ends it with store_close(); NULL is allowed. */
int store_open(const char *folder, enum store_role role, struct store **out,
    struct err *e);
void store_close(struct store *s);

/* store_lock, store_commit, store_rollback - one write transaction. All calls
 * of mail.h, case.h, outbox.h and audit.h that write must stand between lock
 * and commit; each says so with "in a transaction". ERR_RETRY: locked by
 * others beyond 5 s. */
int store_lock(struct store *s, struct err *e);
int store_commit(struct store *s, struct err *e);
void store_rollback(struct store *s);
/* store_checkpoint - fold the write-ahead log back where it is long. */
int store_checkpoint(struct store *s, struct err *e);

/* store_key - the key of Message-IDs and tokens; worker and desk only. */
int store_key(
    struct store *s, unsigned char out[STORE_KEY_BYTES], struct err *e);
/* store_started - moment of the very first start, Unix seconds. */
int store_started(struct store *s, int64_t *out, struct err *e);

/* What a role says of itself, for `consultctl status`. One row a role;
 * role_state_set is a transaction of its own. role_state_list: all rows by
 * name, in a. */
struct role_state {
	const char *role;   /* "intake", "worker.1", "sender" */
	const char *state;  /* one word: "idle", "connecting", "failing" */
	const char *detail; /* a sentence, "" if none */
	int64_t since_unix;
};
int role_state_set(
    struct store *s, const struct role_state *state, struct err *e);
int role_state_list(struct store *s, struct arena *a, struct role_state **out,
    size_t *n_out, struct err *e);

#endif
