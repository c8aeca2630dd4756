/* lookup_db.h - what the readers and the makers of lookup.db share. */
#ifndef LOOKUP_DB_H
#define LOOKUP_DB_H

#include "db.h"
#include "lookup.h"

#define LOOKUP_APPLICATION 0x434c4c4b /* "CLLK" */
#define LOOKUP_VERSION     10         /* of schema.sql */

/* Bits of roles: who may run a statement. */
#define LOOKUP_READ  1u /* the open database */
#define LOOKUP_BUILD 2u /* an import, into a new file */
#define LOOKUP_ADD   6u /* an import, into a copy: LOOKUP_BUILD's statements */

enum lookup_statement {
#define STATEMENT(name, roles, sql) LOOKUP_##name,
#include "statements.def"
#undef STATEMENT
	LOOKUP_STATEMENTS
};
extern const struct db_statement lookup_statements[LOOKUP_STATEMENTS];
extern const char lookup_schema[];

/* lookup_system_word - the code set as column code.system has it; NULL for a
 * kind of code that has no row there. lookup_system_of - back; -1 if none. */
const char *lookup_system_word(enum code_system system);
int lookup_system_of(const char *word);

/* lookup_db_open - open path for reading (role LOOKUP_READ), make it
 * (LOOKUP_BUILD) or open a copy for an import (LOOKUP_ADD). Fails as db_open(). */
int lookup_db_open(
    const char *path, unsigned role, struct db **out, struct err *e);

#endif
