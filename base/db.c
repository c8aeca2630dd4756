/* db.c - the one home of SQLite: opens a file for one role, prepares its
 * statements, runs them. SQL and values come in; rows and sentences that say
 * what to do go out. */
#include "db.h"
#include "db_file.h"
#include "db_home.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BUSY_TIMEOUT_MS 5000
#define STRING_(x)      #x
#define STRING(x)       STRING_(x)

static int
script_run(struct db *db, const char *sql, const char *what, struct err *e)
{
	int rc = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);

	if (rc != SQLITE_OK)
		return db_fail(db, rc, what, e);
	return 0;
}

int
db_script(struct db *db, const char *sql, struct err *e)
{
	return script_run(db, sql, "script", e);
}

/* The one number that a query or pragma of ours gives. */
static int
query_number(struct db *db, const char *sql, int64_t *out, struct err *e)
{
	sqlite3_stmt *s = NULL;
	int rc = sqlite3_prepare_v2(db->handle, sql, -1, &s, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_step(s);
	if (rc == SQLITE_ROW)
		*out = sqlite3_column_int64(s, 0);
	if (rc == SQLITE_ROW || rc == SQLITE_DONE) {
		sqlite3_finalize(s);
		return 0;
	}
	db_fail(db, rc, sql, e);
	sqlite3_finalize(s);
	return -1;
}

static int
identity_read(struct db *db, struct db_identity *out, struct err *e)
{
	if (query_number(db, "PRAGMA application_id", &out->application, e) ||
	    query_number(db, "PRAGMA user_version", &out->version, e) ||
	    query_number(
		db, "SELECT count(*) FROM sqlite_schema", &out->tables, e))
		return -1;
	return 0;
}

/* In one read transaction: another process may be making the schema. */
static int
identity_find(struct db *db, struct db_identity *out, struct err *e)
{
	int rc = script_run(db, "BEGIN", "begin", e);

	if (rc == 0)
		rc = identity_read(db, out, e);
	db_rollback(db);
	return rc;
}

static int
number_set(struct db *db, const char *pragma, int64_t value, struct err *e)
{
	char sql[80];

	sqlite3_snprintf(
	    sizeof(sql), sql, "PRAGMA %s = %lld", pragma, (long long)value);
	return db_script(db, sql, e);
}

static int
upgrade_run(struct db *db, int64_t version, struct err *e)
{
	const struct db_spec *s = &db->spec;
	size_t i;

	for (i = 0; i < s->upgrades_n; i++) {
		if (s->upgrades[i].from != version)
			continue;
		if (db_script(db, s->upgrades[i].sql, e))
			return -1;
		version++;
	}
	if (version != s->version)
		return err_set(e, ERR_STOP, "db", 0,
		    "%s: has schema %d, for which no upgrade is known",
		    db->path, (int)version);
	return 0;
}

/* Make or upgrade in one transaction: two programs may start at once, so the
 * file is looked at again once it is locked. */
static int
schema_apply(struct db *db, struct err *e)
{
	const struct db_spec *s = &db->spec;
	struct db_identity id;

	if (identity_read(db, &id, e) || db_identity_check(&db->spec, &id, e))
		return -1;
	if (db_identity_empty(&id)) {
		if (db_script(db, s->schema, e))
			return -1;
	} else if (id.version == s->version) {
		return 0;
	} else if (upgrade_run(db, id.version, e)) {
		return -1;
	}
	if (number_set(db, "application_id", s->application, e))
		return -1;
	return number_set(db, "user_version", s->version, e);
}

static int
schema_make(struct db *db, struct err *e)
{
	if (db->spec.schema == NULL)
		return 0;
	if (db_lock(db, e))
		return -1;
	if (schema_apply(db, e)) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db, e);
}

/* After an upgrade, not before: dropping a table that is made anew would count
 * as losing what refers to it. What builds a file checks it at its end. */
static int
references_keep(struct db *db, struct err *e)
{
	if (db->spec.mode != DB_STORE)
		return 0;
	return db_script(db, "PRAGMA foreign_keys = ON", e);
}

#define MODE_BUILD \
	"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" \
	"PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -64000;"
/* Per connection, after the file is known to be ours. secure_delete: what is
 * deleted is mail about patients. The caches keep a role below 16 MiB. */
static const char *const mode_script[] = {
	[DB_READ] = "PRAGMA query_only = ON; PRAGMA cell_size_check = ON;"
		    "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -4000;"
		    "PRAGMA mmap_size = 268435456;",
	[DB_STORE] =
	    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
	    "PRAGMA foreign_keys = OFF; PRAGMA cell_size_check = ON;"
	    "PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;"
	    "PRAGMA cache_size = -3000;"
	    "PRAGMA journal_size_limit = 67108864;"
	    "PRAGMA wal_autocheckpoint = " STRING(DB_CHECKPOINT_PAGES) ";",
	[DB_BUILD] = MODE_BUILD,
	[DB_EXTEND] = MODE_BUILD,
};

static bool
right_find(const struct db *db, const char *table, bool write)
{
	const struct db_spec *s = &db->spec;
	size_t i;

	for (i = 0; table != NULL && i < s->rights_n; i++)
		if (strcmp(s->rights[i].table, table) == 0)
			return ((write ? s->rights[i].writers
				       : s->rights[i].readers) &
				   s->role) != 0;
	return false;
}

/* Everything is denied that is not named: ATTACH, PRAGMA, changes of the
 * schema, and tables without a right. */
static int
authorize(void *p, int action, const char *first, const char *second,
    const char *database, const char *trigger)
{
	const struct db *db = p;
	bool yes = false;

	(void)database;
	(void)trigger;
	switch (action) {
	case SQLITE_SELECT:
	case SQLITE_RECURSIVE:
	case SQLITE_TRANSACTION:
		yes = true;
		break;
	case SQLITE_FUNCTION:
		yes = sqlite3_stricmp(second, "load_extension") != 0;
		break;
	case SQLITE_READ:
		yes = right_find(db, first, false);
		break;
	case SQLITE_INSERT:
	case SQLITE_UPDATE:
	case SQLITE_DELETE:
		yes = right_find(db, first, true);
		break;
	}
	return yes ? SQLITE_OK : SQLITE_DENY;
}

static int
statement_prepare(struct db *db, size_t i, struct err *e)
{
	const struct db_statement *st = &db->spec.statements[i];
	struct db_row *r = &db->row[i];
	const char *tail = "";
	int rc;

	r->db = db;
	r->name = st->name;
	if ((st->roles & db->spec.role) == 0)
		return 0;
	rc = sqlite3_prepare_v3(
	    db->handle, st->sql, -1, SQLITE_PREPARE_PERSISTENT, &r->s, &tail);
	if (rc != SQLITE_OK)
		return db_fail(db, rc, st->name, e);
	if (r->s == NULL || tail[strspn(tail, " \t\n;")] != '\0')
		return err_set(e, ERR_STOP, "db", 0,
		    "%s: %s is not exactly one statement", db->path, st->name);
	return 0;
}

static int
statements_prepare(struct db *db, struct err *e)
{
	size_t i;

	if (db->spec.rights != NULL)
		sqlite3_set_authorizer(db->handle, authorize, db);
	for (i = 0; i < db->spec.n; i++)
		if (statement_prepare(db, i, e))
			return -1;
	return 0;
}

static int
handle_open(struct db *db, struct err *e)
{
	bool read = db->spec.mode == DB_READ;
	char *uri = read ? db_file_uri(db->path) : NULL;
	int rc = sqlite3_open_v2(read ? uri : db->path, &db->handle,
	    SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
		(read ? SQLITE_OPEN_READONLY | SQLITE_OPEN_URI
		      : SQLITE_OPEN_READWRITE),
	    NULL);

	free(uri);
	if (db->handle == NULL)
		abort();
	if (rc != SQLITE_OK)
		return db_fail(db, rc, "open", e);
	sqlite3_busy_timeout(db->handle, BUSY_TIMEOUT_MS);
	/* VACUUM works on an attached file; a copy is for imports alone. */
	sqlite3_limit(db->handle, SQLITE_LIMIT_ATTACHED,
	    db->spec.mode == DB_EXTEND ? 1 : 0);
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	return 0;
}

/* Two that turn a new file to WAL at once would wait for each other for ever,
 * so SQLite fails one of them without its busy timeout: try again here. */
static int
mode_try(struct db *db, struct err *e)
{
	const struct timespec pause = { .tv_nsec = 10L * 1000 * 1000 };
	struct err busy;
	int tries;

	for (tries = 0; tries < BUSY_TIMEOUT_MS / 10; tries++) {
		busy = (struct err){ 0 };
		if (db_script(db, mode_script[db->spec.mode], &busy) == 0)
			return 0;
		if (busy.kind != ERR_RETRY)
			break;
		nanosleep(&pause, NULL);
	}
	*e = busy;
	return -1;
}

/* SQLite falls back to reading where it may not write, and to another journal
 * where the file system cannot share memory: neither will do for a store. */
static int
mode_set(struct db *db, struct err *e)
{
	int64_t wal = 0;

	if (mode_try(db, e))
		return -1;
	if (db->spec.mode != DB_STORE)
		return 0;
	if (query_number(db,
		"SELECT count(*) FROM pragma_journal_mode "
		"WHERE journal_mode = 'wal'",
		&wal, e))
		return -1;
	if (wal == 0)
		return err_set(e, ERR_STOP, "db", 0,
		    "%s: its file system has no shared memory, which WAL "
		    "needs: use a local disk",
		    db->path);
	return 0;
}

static int
open_steps(struct db *db, struct err *e)
{
	struct db_identity id;

	if (db_file_ready(&db->spec, e) || handle_open(db, e))
		return -1;
	if (db->spec.mode != DB_READ && sqlite3_db_readonly(db->handle, "main"))
		return db_fail(db, SQLITE_READONLY, "open", e);
	if (identity_find(db, &id, e) || db_identity_check(&db->spec, &id, e))
		return -1;
	if (mode_set(db, e) || schema_make(db, e) || references_keep(db, e))
		return -1;
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	return statements_prepare(db, e);
}

int
db_open(const struct db_spec *spec, struct db **out, struct err *e)
{
	struct db *db = calloc(1, sizeof(*db));

	assert(spec->path != NULL);
	assert(spec->mode != DB_BUILD || spec->schema != NULL);
	assert(spec->mode != DB_READ || spec->schema == NULL);
	if (db == NULL)
		abort();
	db->spec = *spec;
	db->path = strdup(spec->path);
	db->row = calloc(spec->n ? spec->n : 1, sizeof(*db->row));
	if (db->path == NULL || db->row == NULL)
		abort();
	db->opening = true;
	if (open_steps(db, e)) {
		db_close(db);
		return -1;
	}
	db->opening = false;
	*out = db;
	return 0;
}

void
db_close(struct db *db)
{
	size_t i;

	if (db == NULL)
		return;
	for (i = 0; i < db->spec.n; i++)
		sqlite3_finalize(db->row[i].s);
	sqlite3_close(db->handle);
	free(db->row);
	free(db->path);
	free(db);
}

struct db_row *
db_begin(struct db *db, int statement)
{
	struct db_row *r;

	assert(statement >= 0 && (size_t)statement < db->spec.n);
	r = &db->row[statement];
	assert(r->s != NULL);
	assert(!r->used);
	r->used = true;
	r->bind_rc = SQLITE_OK;
	return r;
}

static void
bind_note(struct db_row *r, int rc)
{
	assert(rc != SQLITE_RANGE && rc != SQLITE_MISUSE);
	if (r->bind_rc == SQLITE_OK)
		r->bind_rc = rc;
}

void
db_bind_number(struct db_row *r, int index, int64_t number)
{
	bind_note(r, sqlite3_bind_int64(r->s, index, number));
}

void
db_bind_text(struct db_row *r, int index, const char *text)
{
	bind_note(
	    r, sqlite3_bind_text(r->s, index, text, -1, SQLITE_TRANSIENT));
}

void
db_bind_bytes(struct db_row *r, int index, const void *p, size_t n)
{
	if (p != NULL && n == 0)
		bind_note(r, sqlite3_bind_zeroblob(r->s, index, 0));
	else
		bind_note(
		    r, sqlite3_bind_blob64(r->s, index, p, n, SQLITE_STATIC));
}

int
db_step(struct db_row *r, struct err *e)
{
	int rc = r->bind_rc;

	assert(r->used);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(r->s);
	if (rc == SQLITE_ROW)
		return 1;
	if (rc == SQLITE_DONE)
		return 0;
	db_fail(r->db, rc, r->name, e);
	sqlite3_reset(r->s);
	return -1;
}

void
db_end(struct db_row *r)
{
	assert(r->used);
	sqlite3_reset(r->s);
	sqlite3_clear_bindings(r->s);
	r->used = false;
}

int64_t
db_number(struct db_row *r, int column)
{
	return sqlite3_column_int64(r->s, column);
}

bool
db_null(struct db_row *r, int column)
{
	return sqlite3_column_type(r->s, column) == SQLITE_NULL;
}

const char *
db_text(struct db_row *r, int column)
{
	return (const char *)sqlite3_column_text(r->s, column);
}

const void *
db_bytes(struct db_row *r, int column, size_t *n_out)
{
	const void *p = sqlite3_column_blob(r->s, column);

	*n_out = (size_t)sqlite3_column_bytes(r->s, column);
	return p;
}

char *
db_copy(struct db_row *r, int column, struct arena *a)
{
	return arena_strdup(a, db_text(r, column));
}

int
db_run(struct db *db, int statement, struct err *e)
{
	struct db_row *r = db_begin(db, statement);
	int rc;

	do
		rc = db_step(r, e);
	while (rc == 1);
	db_end(r);
	return rc;
}

int64_t
db_changed(struct db *db)
{
	return sqlite3_changes64(db->handle);
}

int64_t
db_last_id(struct db *db)
{
	return sqlite3_last_insert_rowid(db->handle);
}

int
db_lock(struct db *db, struct err *e)
{
	assert(sqlite3_get_autocommit(db->handle));
	return script_run(db, "BEGIN IMMEDIATE", "begin", e);
}

int
db_commit(struct db *db, struct err *e)
{
	if (script_run(db, "COMMIT", "commit", e) == 0)
		return 0;
	db_rollback(db);
	return -1;
}

/* SQLite rolls back by itself after some failures (a full disk): then there
 * is nothing left to do. */
void
db_rollback(struct db *db)
{
	if (!sqlite3_get_autocommit(db->handle))
		sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
}

int
db_checkpoint(struct db *db, struct err *e)
{
	int rc = sqlite3_wal_checkpoint_v2(
	    db->handle, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);

	if (rc == SQLITE_OK || (rc & 0xff) == SQLITE_BUSY)
		return 0;
	return db_fail(db, rc, "checkpoint", e);
}
