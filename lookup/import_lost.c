/* import_lost.c - what an import cannot take over: a database with the schema of
 * another version comes in, the names of its official series go out. */
#include "import.h"
#include <string.h>

#define SCHEMAS 64 /* no version of a schema was ever this high */

/* Tables and columns that every schema with official files has. */
static const struct db_statement series[] = {
	{ "SERIES",
	    "SELECT DISTINCT name FROM source WHERE kind = 'official'"
	    " ORDER BY name",
	    LOOKUP_READ },
};

/* Only the opener tells a file's schema: by what it accepts. */
static struct db *
other_open(const char *target)
{
	struct db_spec spec = {
		.path = target,
		.mode = DB_READ,
		.application = LOOKUP_APPLICATION,
		.statements = series,
		.n = sizeof(series) / sizeof(series[0]),
		.role = LOOKUP_READ,
	};

	for (spec.version = 1; spec.version < SCHEMAS; spec.version++) {
		struct db *db = NULL;
		struct err none = { 0 };

		if (spec.version != LOOKUP_VERSION &&
		    db_open(&spec, &db, &none) == 0)
			return db;
	}
	return NULL;
}

const char *
import_lost(const char *target, struct arena *a)
{
	struct db *db = other_open(target);
	struct err none = { 0 };
	const char *all = NULL;
	struct db_row *r;

	if (db == NULL)
		return NULL;
	r = db_begin(db, 0);
	while (db_step(r, &none) == 1) {
		const char *more = arena_printf(a, "%s%s%s", all ? all : "",
		    all ? "; " : "", db_text(r, 0));

		all = more ? more : all;
	}
	db_end(r);
	db_close(db);
	return all;
}
