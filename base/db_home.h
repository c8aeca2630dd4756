/* db_home.h - what the files of db share. The one place, with them, where
 * SQLite's header is included. */
#ifndef DB_HOME_H
#define DB_HOME_H

#include "db.h"
#include <sqlite3.h>

/* One prepared statement; NULL where the role may not run it. */
struct db_row {
	struct db *db;
	const char *name;
	sqlite3_stmt *s;
	int bind_rc; /* the first bind that failed, or SQLITE_OK */
	bool used;   /* between db_begin() and db_end() */
};

struct db {
	sqlite3 *handle;
	char *path;
	struct db_row *row; /* row[0..spec.n) */
	struct db_spec spec;
	bool opening; /* a full disk is ERR_STOP while it is opened */
};

/* db_fail - a result code of SQLite's as a sentence that says what to do; what:
 * the step that failed. Always gives -1. */
int db_fail(struct db *db, int rc, const char *what, struct err *e);

#endif
