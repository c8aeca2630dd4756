/* db.h - SQLite behind a few calls. Home of sqlite3.h; its types stay here. */
#ifndef DB_H
#define DB_H

#include "arena.h"
#include "err.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;

/* One statement of a table of statements. Roles is a set of bits: which roles
 * may run it; db_open() prepares only those. */
struct db_statement {
	const char *name; /* for errors: "MAIL_INSERT" */
	const char *sql;
	unsigned roles;
};

/* What a role may touch: the authorizer denies any table that is not listed
 * here for writing (or for reading), whatever a statement says. */
struct db_right {
	const char *table;
	unsigned readers, writers; /* bits of roles */
};

enum db_mode {
	DB_READ,   /* immutable, read-only: lookup.db */
	DB_STORE,  /* WAL, synchronous=FULL, foreign keys: store.db */
	DB_BUILD,  /* a new file beside the old one: journal off, no sync */
	DB_EXTEND, /* the same, on a copy that holds tables already */
};

/*
 * db_open - open the file and prepare the statements of one role.
 *
 * Takes    path; application and version: what application_id and
 *          user_version must hold (the file's kind and schema); for DB_BUILD
 *          and an empty or missing DB_STORE file schema is run first, and
 *          both numbers are set; else NULL. upgrades: with schema only, run
 *          in one transaction on an older DB_STORE file.
 * Gives    *out, used by one thread.
 * Owns     the caller closes it with db_close(); the tables that spec points
 *          to must live as long.
 * Fails    ERR_STOP: no such file, another kind of file, a newer or older
 *          schema, damaged, not permitted, disk full, a statement that does
 *          not compile; DB_BUILD: a file that holds tables already. ERR_RETRY:
 *          locked by others beyond the busy timeout. The text names the file
 *          and the remedy.
 * Touches  the file, which DB_STORE makes readable by its owner alone;
 *          DB_STORE: its -wal and -shm. DB_BUILD and DB_EXTEND do not sync: the
 *          caller does, before the file is renamed into place.
 */
/* One step of an upgrade: brings a file of version `from` to from + 1. */
struct db_upgrade {
	int32_t from;
	const char *sql;
};
struct db_spec {
	const char *path;
	enum db_mode mode;
	int32_t application, version;
	const char *schema;
	const struct db_statement *statements;
	size_t n;                      /* statements */
	unsigned role;                 /* one bit */
	const struct db_right *rights; /* NULL: no authorizer */
	size_t rights_n;
	const struct db_upgrade *upgrades; /* by ascending from; NULL: none */
	size_t upgrades_n;
};
int db_open(const struct db_spec *spec, struct db **out, struct err *e);
void db_close(struct db *db);

/*
 * One use of a statement:
 *
 *     struct db_row *r = db_begin(db, MAIL_BY_UID);
 *     db_bind_number(r, 1, uid);
 *     while ((rc = db_step(r, e)) == 1) ... db_number(r, 0) ...
 *     db_end(r);
 *
 * db_begin resets what was bound; at most one use of a statement at a time
 * (an assert). A statement that the role may not run is an assert, too.
 */
struct db_row;
/* db_bind_number, db_bind_text, db_bind_bytes - parameters from 1. Text is
 * copied, bytes are not: p must live until db_end(). */
struct db_row *db_begin(struct db *db, int statement);
void db_bind_number(struct db_row *r, int index, int64_t number);
void db_bind_text(struct db_row *r, int index, const char *text); /* NULL ok */
void db_bind_bytes(struct db_row *r, int index, const void *p, size_t n);
/* db_step - 1 with a row, 0 at the end, -1 with *e set: ERR_RETRY when the
 * file stayed locked beyond the busy timeout or the disk is full, ERR_REFUSE
 * with code DB_UNIQUE on a broken unique constraint, ERR_REFUSE for a value
 * that is too big, else ERR_STOP. */
#define DB_UNIQUE 2067
int db_step(struct db_row *r, struct err *e);
void db_end(struct db_row *r);
/* db_number, db_null, db_text, db_bytes, db_copy - columns from 0; valid until
 * the next step or end; db_copy's live in a (NULL past its limit). NULL for SQL
 * NULL. */
int64_t db_number(struct db_row *r, int column);
bool db_null(struct db_row *r, int column);
const char *db_text(struct db_row *r, int column);
const void *db_bytes(struct db_row *r, int column, size_t *n_out);
char *db_copy(struct db_row *r, int column, struct arena *a);
/* db_run - begin, step to the end, end; 0 or -1. For statements with no row
 * and nothing to bind. */
int db_run(struct db *db, int statement, struct err *e);
/* db_changed - rows that the last INSERT, UPDATE or DELETE changed. */
int64_t db_changed(struct db *db);
/* db_last_id - rowid of the last INSERT. */
int64_t db_last_id(struct db *db);

/* Transactions. db_lock is BEGIN IMMEDIATE; busy longer than 5 s: ERR_RETRY.
 * db_commit rolls back where it fails. db_rollback may be called at any time.
 */
int db_lock(struct db *db, struct err *e);
int db_commit(struct db *db, struct err *e);
void db_rollback(struct db *db);
/* db_script - run several statements of our own (schema, pragmas). */
int db_script(struct db *db, const char *sql, struct err *e);
/* db_checkpoint - fold the WAL back as far as no reader is in the way, without
 * waiting; called by the sender when it idles. Besides, a commit that finds
 * over DB_CHECKPOINT_PAGES in the WAL folds it back itself. */
#define DB_CHECKPOINT_PAGES 4000
int db_checkpoint(struct db *db, struct err *e);

#endif
