/* format_name.c - data/names.tsv: what people call services, tests and things
 * that have a CPT or HCPCS code. A file comes in; rows of table lay go out.
 * Search alone reads them: a name is a way to a code, no fact about it. */
#include "import.h"
#include <string.h>

static const char *const columns[] = { "code", "words", "source" };
enum {
	CODE,
	WORDS,
	SOURCE,
	COLUMNS
};

static bool
name_recognise(const char *head)
{
	return tsv_head_is(head, columns, COLUMNS);
}

/* The set of a code that some row of the pack knows; NULL with *e. */
static const char *
name_system(struct import *im, const struct tsv *t, struct err *e)
{
	const char *system = code_shape(t->cell[CODE]);
	struct db_row *r;
	int rc;

	if (system == NULL) {
		tsv_fail(t, CODE, e, "'%.20s' has not the form of a code",
		    t->cell[CODE]);
		return NULL;
	}
	r = db_begin(im->db, LOOKUP_NAME_CODE);
	db_bind_text(r, 1, system);
	db_bind_text(r, 2, t->cell[CODE]);
	rc = db_step(r, e);
	db_end(r);
	if (rc == 0)
		tsv_fail(t, CODE, e,
		    "no row knows the %s code %.20s: write it into codes/, "
		    "families/ or diagnoses.tsv first",
		    system, t->cell[CODE]);
	return rc == 1 ? system : NULL;
}

static int
name_row(struct import *im, const struct tsv *t, struct err *e)
{
	char *copy = arena_strdup(im->a, t->cell[WORDS]), *save = NULL, *w;
	const char *system;

	if (copy == NULL)
		return import_no_room(t, e);
	if (tsv_filled(t, WORDS, e) || import_source(im, t, SOURCE, e) ||
	    (system = name_system(im, t, e)) == NULL)
		return -1;
	/* The code's own rows say on which days it is found. */
	for (w = strtok_r(copy, "|", &save); w != NULL;
	     w = strtok_r(NULL, "|", &save)) {
		struct db_row *r = db_begin(im->db, LOOKUP_LAY_INSERT);

		db_bind_text(r, 1, system);
		db_bind_text(r, 2, t->cell[CODE]);
		db_bind_text(r, 3, w);
		db_bind_number(r, 4, -1);
		db_bind_number(r, 5, DATE_OPEN);
		if (import_step(r, e))
			return -1;
	}
	return 0;
}

static int
name_load(
    struct import *im, const char *path, int64_t *taken_out, struct err *e)
{
	static const struct table table = { columns, COLUMNS, name_row };

	return import_table(im, path, &table, taken_out, e);
}

const struct format format_name = { "starter names", name_recognise,
	name_load };
