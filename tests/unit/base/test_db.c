/* test_db.c - SQLite's home: files of every kind, rights, failures. */
#include "db.h"
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define APP 0x54455354

enum {
	ADD,
	GET,
	ALL,
	SECRET_GET,
	SECRET_ADD,
	BLOB,
	RETURNING,
	TWICE
};
#define BOTH 3u
static const struct db_statement statements[] = {
	[ADD] = { "ADD", "INSERT INTO t (id, name) VALUES (?1, ?2)", BOTH },
	[GET] = { "GET", "SELECT name FROM t WHERE id = ?1", BOTH },
	[ALL] = { "ALL", "SELECT id, name FROM t ORDER BY id", BOTH },
	[SECRET_GET] = { "SECRET_GET", "SELECT key FROM secret", 1 },
	[SECRET_ADD] = { "SECRET_ADD", "INSERT INTO secret (key) VALUES ('k')",
	    1 },
	[BLOB] = { "BLOB", "INSERT INTO t (id, bytes) VALUES (?1, ?2)", BOTH },
	[RETURNING] = { "RETURNING",
	    "UPDATE t SET name = ?2 WHERE id = ?1 RETURNING id, bytes", BOTH },
	[TWICE] = { "TWICE", "DELETE FROM t", BOTH },
};
#define N (sizeof(statements) / sizeof(statements[0]))
static const struct db_right rights[] = {
	{ "t", BOTH, BOTH },
	{ "secret", 1, 1 },
};
static const char schema[] =
    "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT UNIQUE, bytes BLOB,"
    " CHECK (id < 1000)) STRICT;"
    "CREATE TABLE secret (key TEXT NOT NULL) STRICT;";

struct place {
	char folder[64], path[96];
};

static int
place_make(void **state)
{
	struct place *p = calloc(1, sizeof(*p));

	snprintf(p->folder, sizeof(p->folder), "/tmp/test_db-XXXXXX");
	if (mkdtemp(p->folder) == NULL)
		return -1;
	snprintf(p->path, sizeof(p->path), "%s/a ?#%%.db", p->folder);
	*state = p;
	return 0;
}

static int
place_remove(void **state)
{
	struct place *p = *state;
	static const char *const tails[] = { "", "-wal", "-shm", "-journal" };
	char path[128];
	size_t i;

	chmod(p->folder, 0700);
	for (i = 0; i < 4; i++) {
		snprintf(path, sizeof(path), "%s%s", p->path, tails[i]);
		unlink(path);
	}
	rmdir(p->folder);
	free(p);
	return 0;
}

static struct db_spec
spec_of(const struct place *p, enum db_mode mode)
{
	return (struct db_spec){ .path = p->path,
		.mode = mode,
		.application = APP,
		.version = 1,
		.schema = mode == DB_READ ? NULL : schema,
		.statements = statements,
		.n = N,
		.role = 1,
		.rights = mode == DB_STORE ? rights : NULL,
		.rights_n = 2 };
}

static struct db *
open_ok(const struct db_spec *spec)
{
	struct db *db = NULL;
	struct err e = { 0 };

	if (db_open(spec, &db, &e) != 0)
		fail_msg("%s", e.text);
	return db;
}

static void
open_fails(const struct db_spec *spec, enum err_kind kind, const char *words)
{
	struct db *db = NULL;
	struct err e = { 0 };

	assert_int_equal(db_open(spec, &db, &e), -1);
	assert_null(db);
	if (e.kind != kind || strstr(e.text, words) == NULL ||
	    strstr(e.text, spec->path) == NULL)
		fail_msg("kind %d, text: %s", e.kind, e.text);
}

static int
add(struct db *db, int64_t id, const char *name, struct err *e)
{
	struct db_row *r = db_begin(db, ADD);
	int rc;

	db_bind_number(r, 1, id);
	db_bind_text(r, 2, name);
	rc = db_step(r, e);
	db_end(r);
	return rc;
}

static int
count(struct db *db)
{
	struct db_row *r = db_begin(db, ALL);
	struct err e = { 0 };
	int rc, n = 0;

	while ((rc = db_step(r, &e)) == 1)
		n++;
	db_end(r);
	assert_int_equal(rc, 0);
	return n;
}

static void
write_file(const char *path, const void *p, size_t n)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(p, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
}

static void
rows_come_back(void **state)
{
	struct db_spec spec = spec_of(*state, DB_STORE);
	struct db *db = open_ok(&spec);
	struct arena *a = arena_new(1 << 16);
	struct err e = { 0 };
	struct db_row *r;
	const char *copy;
	size_t n = 9;

	assert_int_equal(add(db, 1, "one", &e), 0);
	assert_int_equal(db_changed(db), 1);
	assert_int_equal(db_last_id(db), 1);
	assert_int_equal(add(db, 2, NULL, &e), 0);
	r = db_begin(db, ALL);
	assert_int_equal(db_step(r, &e), 1);
	assert_int_equal(db_number(r, 0), 1);
	copy = db_copy(r, 1, a);
	assert_int_equal(db_step(r, &e), 1);
	assert_true(db_null(r, 1));
	assert_null(db_text(r, 1));
	assert_null(db_copy(r, 1, a));
	assert_int_equal(db_step(r, &e), 0);
	db_end(r);
	assert_string_equal(copy, "one");
	r = db_begin(db, BLOB);
	db_bind_number(r, 1, 3);
	db_bind_bytes(r, 2, "a\0b", 3);
	assert_int_equal(db_step(r, &e), 0);
	db_end(r);
	r = db_begin(db, BLOB);
	db_bind_number(r, 1, 4);
	db_bind_bytes(r, 2, "", 0);
	assert_int_equal(db_step(r, &e), 0);
	db_end(r);
	r = db_begin(db, RETURNING);
	db_bind_number(r, 1, 3);
	db_bind_text(r, 2, "three");
	assert_int_equal(db_step(r, &e), 1);
	assert_memory_equal(db_bytes(r, 1, &n), "a\0b", 3);
	assert_int_equal(n, 3);
	assert_int_equal(db_step(r, &e), 0);
	db_end(r);
	r = db_begin(db, RETURNING);
	db_bind_number(r, 1, 4);
	db_bind_text(r, 2, "four");
	assert_int_equal(db_step(r, &e), 1);
	assert_false(db_null(r, 1));
	db_bytes(r, 1, &n);
	assert_int_equal(n, 0);
	db_end(r);
	arena_free(a);
	db_close(db);
}

static void
constraints_have_kinds(void **state)
{
	struct db_spec spec = spec_of(*state, DB_STORE);
	struct db *db = open_ok(&spec);
	struct err e = { 0 };

	assert_int_equal(add(db, 1, "one", &e), 0);
	assert_int_equal(add(db, 2, "one", &e), -1);
	assert_int_equal(e.kind, ERR_REFUSE);
	assert_int_equal(e.code, DB_UNIQUE);
	e = (struct err){ 0 };
	assert_int_equal(add(db, 1, "other", &e), -1);
	assert_int_equal(e.kind, ERR_REFUSE);
	assert_int_equal(e.code, DB_UNIQUE);
	e = (struct err){ 0 };
	assert_int_equal(add(db, 5000, "big", &e), -1);
	assert_int_equal(e.kind, ERR_STOP);
	assert_non_null(strstr(e.text, "ADD"));
	/* the statement works again after its failure */
	assert_int_equal(add(db, 3, "three", &e), 0);
	db_close(db);
}

static void
transactions_hold(void **state)
{
	struct db_spec spec = spec_of(*state, DB_STORE);
	struct db *db = open_ok(&spec);
	struct err e = { 0 };

	db_rollback(db); /* none is open */
	assert_int_equal(db_lock(db, &e), 0);
	assert_int_equal(add(db, 1, "one", &e), 0);
	db_rollback(db);
	assert_int_equal(count(db), 0);
	assert_int_equal(db_lock(db, &e), 0);
	assert_int_equal(add(db, 1, "one", &e), 0);
	assert_int_equal(db_commit(db, &e), 0);
	assert_int_equal(db_checkpoint(db, &e), 0);
	db_close(db);
	db = open_ok(&spec);
	assert_int_equal(count(db), 1);
	assert_int_equal(db_run(db, TWICE, &e), 0);
	assert_int_equal(db_changed(db), 1);
	db_close(db);
}

/* A second connection of the same process counts as another process. */
static void
locked_is_retry(void **state)
{
	struct db_spec spec = spec_of(*state, DB_STORE);
	struct db *one = open_ok(&spec), *two = open_ok(&spec);
	struct err e = { 0 };

	assert_int_equal(db_lock(one, &e), 0);
	assert_int_equal(db_lock(two, &e), -1);
	assert_int_equal(e.kind, ERR_RETRY);
	assert_non_null(strstr(e.text, "locked"));
	assert_int_equal(db_commit(one, &e), 0);
	assert_int_equal(db_lock(two, &e), 0);
	db_rollback(two);
	db_close(one);
	db_close(two);
}

static void
store_is_private(void **state)
{
	struct place *p = *state;
	struct db_spec spec = spec_of(p, DB_STORE);
	struct stat st;

	db_close(open_ok(&spec));
	assert_int_equal(stat(p->path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

/* A role that lists what it must not touch does not even open. */
static void
rights_are_checked(void **state)
{
	static const struct {
		const char *sql, *what;
	} denied[] = {
		{ "SELECT key FROM secret", "read" },
		{ "INSERT INTO secret (key) VALUES ('x')", "write" },
		{ "UPDATE secret SET key = 'x'", "write" },
		{ "DELETE FROM secret", "write" },
		{ "SELECT id FROM t WHERE name IN (SELECT key FROM secret)",
		    "a subquery" },
		{ "SELECT sql FROM sqlite_schema", "the schema" },
		{ "ATTACH DATABASE '/tmp/x' AS x", "attach" },
		{ "PRAGMA journal_mode = DELETE", "pragma" },
		{ "PRAGMA writable_schema = ON", "pragma" },
		{ "CREATE TABLE u (id INTEGER)", "schema" },
		{ "CREATE TEMP TRIGGER x AFTER DELETE ON t BEGIN"
		  " SELECT 1; END",
		    "trigger" },
		{ "DROP TABLE t", "schema" },
		{ "ALTER TABLE t ADD COLUMN x", "schema" },
		{ "SELECT load_extension('x')", "extension" },
	};
	struct db_statement one = { "PROBE", NULL, 2 };
	struct db_spec spec = spec_of(*state, DB_STORE);
	struct err e = { 0 };
	struct db *db;
	size_t i;

	db_close(open_ok(&spec));
	spec.schema = NULL;
	spec.role = 2;
	db_close(open_ok(&spec));
	spec.statements = &one;
	spec.n = 1;
	for (i = 0; i < sizeof(denied) / sizeof(denied[0]); i++) {
		one.sql = denied[i].sql;
		open_fails(&spec, ERR_STOP, "");
	}
	one.sql = "SELECT id, name FROM t";
	db_close(open_ok(&spec));
	/* a copy of the whole file is an ATTACH when it runs */
	one.sql = "VACUUM INTO '/tmp/test_db-copy'";
	db = open_ok(&spec);
	assert_int_equal(db_run(db, 0, &e), -1);
	assert_int_equal(e.kind, ERR_STOP);
	db_close(db);
	assert_int_equal(access("/tmp/test_db-copy", F_OK), -1);
}

static void
bad_statements_stop(void **state)
{
	struct db_statement one = { "PROBE", NULL, 1 };
	struct db_spec spec = spec_of(*state, DB_STORE);

	spec.statements = &one;
	spec.n = 1;
	one.sql = "SELEKT 1";
	open_fails(&spec, ERR_STOP, "PROBE");
	one.sql = "SELECT nothing FROM t";
	open_fails(&spec, ERR_STOP, "nothing");
	one.sql = "DELETE FROM t; DELETE FROM t";
	open_fails(&spec, ERR_STOP, "exactly one");
	one.sql = "   ";
	open_fails(&spec, ERR_STOP, "exactly one");
	/* double quotes make no string */
	one.sql = "SELECT id FROM t WHERE name = \"x\"";
	open_fails(&spec, ERR_STOP, "no such column");
}

static void
versions_are_compared(void **state)
{
	struct db_spec spec = spec_of(*state, DB_STORE);
	struct db_upgrade up[] = {
		{ 1, "ALTER TABLE t ADD COLUMN more TEXT" },
		{ 2, "UPDATE t SET more = 'm'" },
	};
	struct db_statement more = { "MORE", "SELECT more FROM t", 1 };
	struct err e = { 0 };
	struct db_row *r;
	struct db *db = open_ok(&spec);

	assert_int_equal(add(db, 1, "one", &e), 0);
	db_close(db);
	spec.version = 3;
	open_fails(&spec, ERR_STOP, "no upgrade is known");
	spec.schema = NULL;
	open_fails(&spec, ERR_STOP, "older than this program");
	spec.schema = schema;
	spec.upgrades = up;
	spec.upgrades_n = 2;
	up[1].sql = "UPDATE missing SET more = 'm'";
	open_fails(&spec, ERR_STOP, "missing");
	up[1].sql = "UPDATE t SET more = 'm'";
	spec.statements = &more;
	spec.n = 1;
	db = open_ok(&spec); /* the failed one left nothing behind */
	r = db_begin(db, 0);
	assert_int_equal(db_step(r, &e), 1);
	assert_string_equal(db_text(r, 0), "m");
	db_end(r);
	db_close(db);
	spec.version = 2;
	open_fails(&spec, ERR_STOP, "newer than this program");
	spec.version = 3;
	spec.application = APP + 1;
	open_fails(&spec, ERR_STOP, "another program");
}

static void
strange_files_are_refused(void **state)
{
	struct place *p = *state;
	enum db_mode modes[] = { DB_READ, DB_STORE };
	char garbage[4096];
	size_t i;

	for (i = 0; i < 2; i++) {
		struct db_spec spec = spec_of(p, modes[i]);

		spec.schema = NULL;
		open_fails(&spec, ERR_STOP, "no such file");
		write_file(p->path, "", 0);
		open_fails(&spec, ERR_STOP, "empty");
		memset(garbage, 'x', sizeof(garbage));
		write_file(p->path, garbage, sizeof(garbage));
		open_fails(&spec, ERR_STOP, "no database of this program");
		spec.schema = modes[i] == DB_STORE ? schema : NULL;
		open_fails(&spec, ERR_STOP, "no database of this program");
		write_file(p->path, "short", 5);
		open_fails(&spec, ERR_STOP, "no database of this program");
		unlink(p->path);
		assert_int_equal(mkdir(p->path, 0700), 0);
		open_fails(&spec, ERR_STOP, "no ordinary file");
		rmdir(p->path);
	}
}

static void
build_then_read(void **state)
{
	struct place *p = *state;
	struct db_spec spec = spec_of(p, DB_BUILD);
	struct db *db = open_ok(&spec);
	struct err e = { 0 };

	assert_int_equal(db_lock(db, &e), 0);
	assert_int_equal(add(db, 1, "one", &e), 0);
	assert_int_equal(db_commit(db, &e), 0);
	assert_int_equal(db_script(db, "ANALYZE", &e), 0);
	db_close(db);
	open_fails(&spec, ERR_STOP, "exists already");
	spec = spec_of(p, DB_READ);
	assert_int_equal(chmod(p->path, 0444), 0);
	assert_int_equal(chmod(p->folder, 0555), 0);
	db = open_ok(&spec);
	assert_int_equal(count(db), 1);
	assert_int_equal(add(db, 2, "two", &e), -1);
	assert_int_equal(e.kind, ERR_STOP);
	db_close(db);
}

/* In a child: as nobody where we are root, since root may write anywhere. */
static void
read_only_is_said(void **state)
{
	struct place *p = *state;
	struct db_spec spec = spec_of(p, DB_STORE);
	struct db *db = NULL;
	struct err e = { 0 };
	int status;
	pid_t child;

	db_close(open_ok(&spec));
	assert_int_equal(chmod(p->path, 0444), 0);
	assert_int_equal(chmod(p->folder, 0555), 0);
	child = fork();
	if (child == 0) {
		if (getuid() == 0 && setuid(65534) != 0)
			_exit(9);
		if (db_open(&spec, &db, &e) != -1 || e.kind != ERR_STOP)
			_exit(1);
		_exit(strstr(e.text, "may not be written") ? 0 : 2);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

/* A file size limit is as near to a full disk as a test without root gets:
 * the write fails with EFBIG, an input/output error. */
static void
failed_write_keeps_what_was(void **state)
{
	struct place *p = *state;
	struct db_spec spec = spec_of(p, DB_STORE);
	struct db *db = open_ok(&spec);
	struct rlimit was, tight;
	struct err e = { 0 };
	static char big[1 << 20];
	struct db_row *r;

	assert_int_equal(add(db, 1, "one", &e), 0);
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &was), 0);
	tight = was;
	tight.rlim_cur = 128 << 10;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
	assert_int_equal(db_lock(db, &e), 0);
	r = db_begin(db, BLOB);
	db_bind_number(r, 1, 2);
	db_bind_bytes(r, 2, big, sizeof(big));
	if (db_step(r, &e) == 0) {
		db_end(r);
		assert_int_equal(db_commit(db, &e), -1);
	} else {
		db_end(r);
		db_rollback(db);
	}
	assert_int_equal(e.kind, ERR_STOP);
	assert_non_null(strstr(e.text, "check the disk"));
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &was), 0);
	assert_int_equal(count(db), 1);
	assert_int_equal(add(db, 3, "three", &e), 0);
	db_close(db);
}

static void
full_is_retry_later_and_stop_at_open(void **state)
{
	struct place *p = *state;
	struct db_spec spec = spec_of(p, DB_STORE);
	struct db *db;
	struct err e = { 0 };
	static char big[1 << 20];
	struct db_row *r;

	spec.rights = NULL; /* so that the page limit can be set */
	db = open_ok(&spec);
	assert_int_equal(db_script(db, "PRAGMA max_page_count = 20", &e), 0);
	r = db_begin(db, BLOB);
	db_bind_number(r, 1, 2);
	db_bind_bytes(r, 2, big, sizeof(big));
	assert_int_equal(db_step(r, &e), -1);
	db_end(r);
	assert_int_equal(e.kind, ERR_RETRY);
	assert_non_null(strstr(e.text, "make room"));
	assert_int_equal(count(db), 0);
	assert_int_equal(add(db, 3, "three", &e), 0);
	db_close(db);
	unlink(p->path);
	spec.schema = "PRAGMA max_page_count = 1; CREATE TABLE t (id INTEGER)";
	open_fails(&spec, ERR_STOP, "make room");
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, place_make, place_remove)
	const struct CMUnitTest tests[] = {
		T(rows_come_back),
		T(constraints_have_kinds),
		T(transactions_hold),
		T(locked_is_retry),
		T(store_is_private),
		T(rights_are_checked),
		T(bad_statements_stop),
		T(versions_are_compared),
		T(strange_files_are_refused),
		T(build_then_read),
		T(read_only_is_said),
		T(failed_write_keeps_what_was),
		T(full_is_retry_later_and_stop_at_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
