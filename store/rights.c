/* rights.c - the statements as data, and which role may touch which table:
 * what the authorizer of base/db.c goes by, whatever a statement says. */
#include "store_db.h"

const struct db_statement store_statements[STORE_STATEMENTS] = {
#define STATEMENT(id, roles, sql) [id] = { #id, sql, roles },
#include "statements.def"
#undef STATEMENT
};

#define INTAKE STORE_INTAKE
#define WORKER STORE_WORKER
#define SENDER STORE_SENDER
#define DESK   STORE_DESK
#define ADMIN  STORE_ADMIN

/* A role that writes a row which refers to another table must be able to read
 * that table's key, and a role that updates must be able to read. */
const struct db_right store_rights[] = {
	{ "origin", INTAKE | WORKER | SENDER | DESK | ADMIN, ADMIN },
	{ "secret", WORKER | DESK | ADMIN, ADMIN },
	{ "mailbox", INTAKE | DESK, INTAKE },
	{ "mail", INTAKE | WORKER | DESK, INTAKE | WORKER },
	{ "chunk", WORKER | DESK, INTAKE | WORKER },
	{ "remembered", WORKER, WORKER },
	{ "cases", WORKER | SENDER | DESK, WORKER | SENDER | DESK },
	{ "turn", WORKER | DESK, WORKER | DESK },
	{ "outbox", WORKER | SENDER | DESK, WORKER | SENDER | DESK },
	{ "outbox_bytes", SENDER, WORKER | DESK },
	{ "pace", WORKER | DESK, WORKER | DESK },
	{ "bounced", WORKER | SENDER | DESK, WORKER | SENDER | DESK },
	{ "breaker", WORKER | SENDER | DESK | ADMIN, WORKER | DESK | ADMIN },
	{ "decision", WORKER | DESK, WORKER },
	{ "audit", DESK, INTAKE | WORKER | SENDER | DESK },
	{ "role_state", INTAKE | WORKER | SENDER | DESK,
	    INTAKE | WORKER | SENDER },
};
const size_t store_rights_n = sizeof(store_rights) / sizeof(store_rights[0]);
