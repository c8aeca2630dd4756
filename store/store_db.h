/* store_db.h - private to store/: the handle, the statements, small helpers. */
#ifndef STORE_DB_H
#define STORE_DB_H

#include "buf.h"
#include "db.h"
#include "store.h"
#include <stdbool.h>

#define STORE_APPLICATION 0x434f4e53 /* "CONS" */
#define STORE_VERSION     3          /* of schema.sql */

enum store_statement {
#define STATEMENT(id, roles, sql) id,
#include "statements.def"
#undef STATEMENT
	STORE_STATEMENTS
};

extern const struct db_statement store_statements[STORE_STATEMENTS];
extern const struct db_right store_rights[];
extern const size_t store_rights_n;
extern const char store_schema[]; /* text of schema.sql */

struct store {
	struct db *db;
	enum store_role role;
	bool locked;      /* between store_lock() and commit or rollback */
	struct buf chunk; /* the piece of mail that was read last */
};

/* store_run - step a statement to its end and end it: 0 or -1. */
int store_run(struct db_row *r, struct err *e);
/* store_one - the first row's first number: 1 with *out, 0 no row, -1. Ends
 * the statement. */
int store_one(struct db_row *r, int64_t *out, struct err *e);
/* store_text - a column as text in a; "" for SQL NULL. Past a's limit "" as
 * well: ask arena_full() at the end, or store_fits(). */
const char *store_text(struct db_row *r, int column, struct arena *a);
/* store_fits - 0, or -1 with ERR_REFUSE where a's limit was passed. */
int store_fits(const struct arena *a, struct err *e);
/* store_bind_id - an id, or SQL NULL for 0. */
void store_bind_id(struct db_row *r, int index, int64_t id);
/* store_counts - rows of (name, number) into out by that name; a name that
 * names[] lacks is ERR_STOP. Ends the statement. */
int store_counts(struct db_row *r, const char *const *names, size_t n,
    int64_t *out, struct err *e);
/* store_word - index of name in names[0..n), or -1 with ERR_STOP. */
int store_word(
    const char *const *names, size_t n, const char *name, struct err *e);

#endif
