/* statements.c - the table of statements, the code sets' words, and how
 * lookup.db is opened. A path comes in; an open database goes out. */
#include "lookup_db.h"
#include <string.h>

const struct db_statement lookup_statements[LOOKUP_STATEMENTS] = {
#define STATEMENT(name, roles, sql) [LOOKUP_##name] = { #name, sql, roles },
#include "statements.def"
#undef STATEMENT
};

static const char *const system_word[CODE_SYSTEM_COUNT] = {
	[CODE_CPT] = "CPT",
	[CODE_HCPCS] = "HCPCS",
	[CODE_ICD10CM] = "ICD10CM",
	[CODE_ICD10PCS] = "ICD10PCS",
};

const char *
lookup_system_word(enum code_system system)
{
	return system_word[system];
}

int
lookup_system_of(const char *word)
{
	int i;

	for (i = 0; i < CODE_SYSTEM_COUNT; i++)
		if (system_word[i] != NULL && strcmp(system_word[i], word) == 0)
			return i;
	return -1;
}

int
lookup_db_open(const char *path, unsigned role, struct db **out, struct err *e)
{
	struct db_spec spec = {
		.path = path,
		.mode = role == LOOKUP_READ    ? DB_READ
			: role == LOOKUP_BUILD ? DB_BUILD
					       : DB_EXTEND,
		.application = LOOKUP_APPLICATION,
		.version = LOOKUP_VERSION,
		.schema = role == LOOKUP_READ ? NULL : lookup_schema,
		.statements = lookup_statements,
		.n = LOOKUP_STATEMENTS,
		.role = role & (LOOKUP_READ | LOOKUP_BUILD),
	};

	return db_open(&spec, out, e);
}
