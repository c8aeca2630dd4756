/* db_file.h - private to base/db.c: files, and what kind they are. */
#ifndef DB_FILE_H
#define DB_FILE_H

#include "db.h"

/* db_file_uri - path as a URI that is read and never locked; free() it. */
char *db_file_uri(const char *path);
/* db_file_ready - the file is there, or is made where spec has a schema.
 * Fails: ERR_STOP. */
int db_file_ready(const struct db_spec *spec, struct err *e);

/* What kind of database a file holds. */
struct db_identity {
	int64_t application, version, tables;
};
bool db_identity_empty(const struct db_identity *id);
/* db_identity_check - refuse what this program cannot use, before a byte of
 * it is changed. Fails: ERR_STOP. */
int db_identity_check(
    const struct db_spec *s, const struct db_identity *id, struct err *e);

#endif
