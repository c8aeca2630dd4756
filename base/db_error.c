/* db_error.c - what went wrong in SQLite: a result code comes in, a kind and a
 * sentence that names the remedy go out. */
#include "db_home.h"
#include <errno.h>

/* What a result code means for the caller. */
struct db_fault {
	int code; /* primary or extended; the first row that fits is taken */
	enum err_kind kind;
	const char *text;
};
static const struct db_fault db_faults[] = {
	{ SQLITE_CONSTRAINT_UNIQUE, ERR_REFUSE, "there is such a row already" },
	{ SQLITE_CONSTRAINT_PRIMARYKEY, ERR_REFUSE,
	    "there is such a row already" },
	{ SQLITE_CONSTRAINT, ERR_STOP, "the schema forbids this row" },
	{ SQLITE_TOOBIG, ERR_REFUSE, "a value is too big to be stored" },
	{ SQLITE_BUSY, ERR_RETRY,
	    "another process holds it locked; it is tried again" },
	{ SQLITE_LOCKED, ERR_RETRY, "it is locked; it is tried again" },
	{ SQLITE_FULL, ERR_RETRY, "the disk is full: make room on it" },
	{ SQLITE_NOMEM, ERR_RETRY, "memory ran out; it is tried again" },
	{ SQLITE_READONLY, ERR_STOP,
	    "may not be written: let its account write file and folder" },
	{ SQLITE_CANTOPEN, ERR_STOP,
	    "cannot be opened: check the path and its permissions" },
	{ SQLITE_CORRUPT, ERR_STOP,
	    "is damaged: put a copy from a backup in its place" },
	{ SQLITE_NOTADB, ERR_STOP,
	    "is no database of this program: name another path" },
	{ SQLITE_IOERR, ERR_STOP,
	    "could not be read or written: check the disk" },
	{ SQLITE_AUTH, ERR_STOP, "this role may not do that" },
	{ SQLITE_PERM, ERR_STOP, "may not be opened: check its permissions" },
};

static const struct db_fault *
fault_find(int rc)
{
	static const struct db_fault other = { 0, ERR_STOP,
		"the database refused" };
	size_t i;

	for (i = 0; i < sizeof(db_faults) / sizeof(db_faults[0]); i++)
		if (db_faults[i].code == rc || db_faults[i].code == (rc & 0xff))
			return &db_faults[i];
	return &other;
}

/* SQLite's own text is valid only until its next call: it is copied here. */
int
db_fail(struct db *db, int rc, const char *what, struct err *e)
{
	int code = rc, os = sqlite3_system_errno(db->handle);
	enum err_kind kind;
	const struct db_fault *f;

	/* A quota that is used up comes as an input/output error. */
	if ((rc & 0xff) == SQLITE_IOERR && (os == ENOSPC || os == EDQUOT))
		rc = SQLITE_FULL;
	f = fault_find(rc);
	kind = f->kind;
	if (db->opening && kind != ERR_NONE && (rc & 0xff) != SQLITE_BUSY)
		kind = ERR_STOP;
	if (rc == SQLITE_CONSTRAINT_PRIMARYKEY)
		code = DB_UNIQUE;
	return err_set(e, kind, "db", code, "%s: %s (%s: %s)", db->path,
	    f->text, what,
	    sqlite3_errcode(db->handle) == SQLITE_OK
		? sqlite3_errstr(rc)
		: sqlite3_errmsg(db->handle));
}
