/* store.c - opens store.db for a role and holds its transactions. A folder
 * comes in; a handle that may run the role's own statements goes out. */
#include "store.h"
#include "clock.h"
#include "digest.h"
#include "limit.h"
#include "store_db.h"
#include <assert.h>
#include <errno.h>
#ifdef TEST_BUILD
#include <fcntl.h>
#endif
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Steps from one version of the schema to the next, oldest first. */
static const struct db_upgrade upgrades[] = {
	{ 1, "ALTER TABLE mailbox ADD COLUMN "
	     "missing INTEGER NOT NULL DEFAULT 0;"
	     "CREATE TABLE bounced (address TEXT PRIMARY KEY, "
	     "case_id INTEGER NOT NULL REFERENCES cases (id), "
	     "status TEXT NOT NULL, at_unix INTEGER NOT NULL) "
	     "STRICT, WITHOUT ROWID;"
	     "CREATE TABLE breaker (id INTEGER PRIMARY KEY CHECK (id = 1), "
	     "open INTEGER NOT NULL CHECK (open IN (0, 1)), "
	     "reason TEXT NOT NULL, at_unix INTEGER NOT NULL) STRICT;"
	     "CREATE TABLE decision (mail_id INTEGER PRIMARY KEY "
	     "REFERENCES mail (id), version TEXT NOT NULL, "
	     "class TEXT NOT NULL, outcome TEXT NOT NULL, "
	     "reason TEXT NOT NULL, message_id TEXT NOT NULL, "
	     "reply_id TEXT NOT NULL, record TEXT NOT NULL) STRICT;" },
	/* A CHECK cannot be altered: the table is made anew, and the trigger
	 * that names it. */
	{ 2, "DROP TRIGGER chunk_no_delete;"
	     "CREATE TABLE mail_new (id INTEGER PRIMARY KEY, "
	     "mailbox_id INTEGER NOT NULL REFERENCES mailbox (id), "
	     "uid INTEGER NOT NULL, size_bytes INTEGER NOT NULL, "
	     "partial INTEGER NOT NULL CHECK (partial IN (0, 1)), "
	     "state TEXT NOT NULL CHECK (state IN ('waiting', 'old', "
	     "'duplicate', 'command', 'coder', 'bounce', 'answered', "
	     "'asked_back', 'held', 'refused', 'ignored', 'failed')), "
	     "tries INTEGER NOT NULL DEFAULT 0, "
	     "lease_unix INTEGER NOT NULL DEFAULT 0, "
	     "worker TEXT NOT NULL DEFAULT '', "
	     "fetched_unix INTEGER NOT NULL, "
	     "ended_unix INTEGER NOT NULL DEFAULT 0, "
	     "guard TEXT NOT NULL DEFAULT '', "
	     "evidence TEXT NOT NULL DEFAULT '', case_id INTEGER, "
	     "unmarked INTEGER NOT NULL DEFAULT 0 CHECK (unmarked IN (0, 1)), "
	     "UNIQUE (mailbox_id, uid)) STRICT;"
	     "INSERT INTO mail_new (id, mailbox_id, uid, size_bytes, partial, "
	     "state, tries, lease_unix, worker, fetched_unix, ended_unix, "
	     "guard, evidence, case_id, unmarked) SELECT id, mailbox_id, uid, "
	     "size_bytes, partial, state, tries, lease_unix, worker, "
	     "fetched_unix, ended_unix, guard, evidence, case_id, unmarked "
	     "FROM mail;"
	     "DROP TABLE mail; ALTER TABLE mail_new RENAME TO mail;"
	     "CREATE INDEX mail_fresh ON mail (state, id) "
	     "WHERE state = 'waiting' AND tries = 0;"
	     "CREATE INDEX mail_claimed ON mail (state, id) "
	     "WHERE state = 'waiting' AND tries > 0;"
	     "CREATE INDEX mail_unmarked ON mail (mailbox_id, id) "
	     "WHERE unmarked = 1;"
	     "CREATE TRIGGER chunk_no_delete BEFORE DELETE ON chunk "
	     "WHEN (SELECT state FROM mail WHERE id = OLD.mail_id) "
	     "NOT IN ('command', 'answered', 'ignored') BEGIN "
	     "SELECT RAISE (ABORT, "
	     "'bytes of a mail in that state are kept'); END;" },
};
static const size_t upgrades_n = sizeof(upgrades) / sizeof(upgrades[0]);

/* Who may write to the folder may put another store in its place. */
static int
folder_check(const char *folder, struct err *e)
{
	struct stat st;

	if (stat(folder, &st) != 0)
		return err_set(e, ERR_STOP, "store", errno,
		    "%s: %s: daemon.state_dir must name a folder", folder,
		    strerror(errno));
	if (!S_ISDIR(st.st_mode))
		return err_set(e, ERR_STOP, "store", ENOTDIR,
		    "%s: is no folder: daemon.state_dir must name one", folder);
	if (st.st_mode & (S_IWGRP | S_IWOTH))
		return err_set(e, ERR_STOP, "store", 0,
		    "%s: others may write to it: chmod go-w %s", folder,
		    folder);
	return 0;
}

static int
open_as(const char *folder, enum store_role role, const char *schema,
    struct store **out, struct err *e)
{
	struct store *s;
	struct db_spec spec = { .mode = DB_STORE,
		.application = STORE_APPLICATION,
		.version = STORE_VERSION,
		.schema = schema,
		.statements = store_statements,
		.n = STORE_STATEMENTS,
		.role = role,
		.rights = store_rights,
		.rights_n = store_rights_n,
		.upgrades = upgrades,
		.upgrades_n = upgrades_n };
	char *path = NULL;

	if (folder_check(folder, e))
		return -1;
	s = calloc(1, sizeof(*s));
	if (s == NULL || asprintf(&path, "%s/store.db", folder) < 0)
		abort();
	spec.path = path;
	s->role = role;
	buf_init(&s->chunk, LIMIT_CHUNK_BYTES);
	if (db_open(&spec, &s->db, e)) {
		free(path);
		store_close(s);
		return -1;
	}
	free(path);
	*out = s;
	return 0;
}

int
store_open(
    const char *folder, enum store_role role, struct store **out, struct err *e)
{
	return open_as(folder, role, NULL, out, e);
}

static int
origin_set(struct store *s, struct err *e)
{
	unsigned char key[STORE_KEY_BYTES];
	struct db_row *r = db_begin(s->db, ORIGIN_SET);

	db_bind_number(r, 1, clock_now_unix());
	if (store_run(r, e) || store_run(db_begin(s->db, BREAKER_SET), e))
		return -1;
	digest_random(key, sizeof(key));
	r = db_begin(s->db, SECRET_SET);
	db_bind_bytes(r, 1, key, sizeof(key));
	return store_run(r, e);
}

int
store_make(const char *folder, struct err *e)
{
	struct store *s = NULL;
	int rc;

	if (open_as(folder, STORE_ADMIN, store_schema, &s, e))
		return -1;
	rc = store_lock(s, e);
	if (rc == 0)
		rc = origin_set(s, e) ? -1 : store_commit(s, e);
	store_close(s);
	return rc;
}

void
store_close(struct store *s)
{
	if (s == NULL)
		return;
	if (s->locked)
		store_rollback(s);
	db_close(s->db);
	buf_free(&s->chunk);
	free(s);
}

int
store_lock(struct store *s, struct err *e)
{
	assert(!s->locked);
	if (db_lock(s->db, e))
		return -1;
	s->locked = true;
	return 0;
}

#ifdef TEST_BUILD
/* The crash test (tests/crash): "ROLE N MARKER" ends the process right after
 * its N-th commit, unless the file MARKER is there; it is made first. */
static void
stop_after(const struct store *s)
{
	static long commits;
	const char *words = getenv("CONSULTD_STOP_AFTER");
	char *rest;
	int fd;

	if (words == NULL || strtol(words, &rest, 10) != (long)s->role ||
	    strtol(rest, &rest, 10) != ++commits || *rest != ' ')
		return;
	fd = open(rest + 1, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
	if (fd >= 0)
		_exit(99);
}
#endif

int
store_commit(struct store *s, struct err *e)
{
	int rc;

	assert(s->locked);
	s->locked = false;
	rc = db_commit(s->db, e);
#ifdef TEST_BUILD
	if (rc == 0)
		stop_after(s);
#endif
	return rc;
}

void
store_rollback(struct store *s)
{
	s->locked = false;
	db_rollback(s->db);
}

int
store_checkpoint(struct store *s, struct err *e)
{
	return db_checkpoint(s->db, e);
}

int
store_key(struct store *s, unsigned char out[STORE_KEY_BYTES], struct err *e)
{
	struct db_row *r = db_begin(s->db, SECRET_GET);
	int rc = db_step(r, e);
	const void *p;
	size_t n = 0;

	if (rc == 1) {
		p = db_bytes(r, 0, &n);
		if (n == STORE_KEY_BYTES)
			memcpy(out, p, n);
	}
	db_end(r);
	if (rc < 0)
		return -1;
	if (n != STORE_KEY_BYTES)
		return err_set(e, ERR_STOP, "store", 0,
		    "store.db has no key: start consultd once to complete it");
	return 0;
}

int
store_started(struct store *s, int64_t *out, struct err *e)
{
	int rc = store_one(db_begin(s->db, ORIGIN_GET), out, e);

	if (rc == 0)
		return err_set(e, ERR_STOP, "store", 0,
		    "store.db has no first start: start consultd once to "
		    "complete it");
	return rc == 1 ? 0 : -1;
}

int
store_run(struct db_row *r, struct err *e)
{
	int rc;

	do
		rc = db_step(r, e);
	while (rc == 1);
	db_end(r);
	return rc;
}

int
store_one(struct db_row *r, int64_t *out, struct err *e)
{
	int rc = db_step(r, e), end = rc;

	if (rc == 1) {
		int64_t first = db_number(r, 0);

		/* a statement that writes is complete at its end only */
		while (end == 1)
			end = db_step(r, e);
		if (end == 0)
			*out = first;
	}
	db_end(r);
	return end < 0 ? -1 : rc;
}

const char *
store_text(struct db_row *r, int column, struct arena *a)
{
	const char *copy = db_copy(r, column, a);

	return copy != NULL ? copy : "";
}

int
store_fits(const struct arena *a, struct err *e)
{
	if (!arena_full(a))
		return 0;
	return err_set(e, ERR_REFUSE, "store", 0,
	    "what is stored is larger than may be read at once");
}

void
store_bind_id(struct db_row *r, int index, int64_t id)
{
	if (id == 0)
		db_bind_text(r, index, NULL);
	else
		db_bind_number(r, index, id);
}

int
store_word(const char *const *names, size_t n, const char *name, struct err *e)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(names[i], name) == 0)
			return (int)i;
	return err_set(e, ERR_STOP, "store", 0,
	    "store.db holds '%s', which this program does not know: put a "
	    "copy from a backup in its place",
	    name);
}

int
store_counts(struct db_row *r, const char *const *names, size_t n, int64_t *out,
    struct err *e)
{
	int64_t count[32] = { 0 };
	int rc, i;

	assert(n <= sizeof(count) / sizeof(count[0]));
	while ((rc = db_step(r, e)) == 1) {
		i = store_word(names, n, db_text(r, 0), e);
		if (i < 0) {
			rc = -1;
			break;
		}
		count[i] = db_number(r, 1);
	}
	db_end(r);
	if (rc == 0)
		memcpy(out, count, n * sizeof(count[0]));
	return rc;
}
