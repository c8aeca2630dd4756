/* import_parts.c - what every format needs: sources, codes, arrays that grow.
 * Cells come in; rows of the new database go out. */
#include "import.h"
#include "limit.h"
#include <string.h>

int
import_step(struct db_row *r, struct err *e)
{
	int rc = db_step(r, e);

	db_end(r);
	return rc < 0 ? -1 : 0;
}

int
import_table(struct import *im, const char *path, const struct table *table,
    int64_t *taken_out, struct err *e)
{
	struct tsv t;
	int64_t n = 0;
	int rc;

	if (tsv_open(path, im->a, &t, e) ||
	    tsv_header(&t, table->column, table->columns, e))
		return -1;
	while ((rc = tsv_next(&t, e)) == 1) {
		if (table->row(im, &t, e))
			return -1;
		n++;
	}
	*taken_out = n;
	return rc;
}

int
import_no_room(const struct tsv *t, struct err *e)
{
	if (t != NULL)
		return tsv_fail(t, 0, e, "the import does not fit into memory");
	return err_set(
	    e, ERR_REFUSE, "import", 0, "the import does not fit into memory");
}

void *
import_grow(struct arena *a, void *items, size_t n, size_t *max, size_t size)
{
	size_t room = *max == 0 ? 16 : *max * 2;
	void *more;

	if (n < *max)
		return items;
	more = arena_array(a, room, size);
	if (more == NULL)
		return NULL;
	if (n > 0)
		memcpy(more, items, n * size);
	*max = room;
	return more;
}

int
import_source(struct import *im, const struct tsv *t, size_t i, struct err *e)
{
	struct db_row *r;
	bool house;
	int rc;

	if (tsv_filled(t, i, e))
		return -1;
	r = db_begin(im->db, LOOKUP_SOURCE_KIND);
	db_bind_text(r, 1, t->cell[i]);
	rc = db_step(r, e);
	house = rc == 1 && strcmp(db_text(r, 0), "house") == 0;
	db_end(r);
	if (rc == 1 && house != im->house)
		return tsv_fail(t, i, e,
		    im->house ? "a house rule names a source of kind 'house'"
			      : "'%.40s' is a source of house rules alone",
		    t->cell[i]);
	if (rc == 0)
		return tsv_fail(t, i, e,
		    "source '%.40s' does not exist: add it to sources.tsv",
		    t->cell[i]);
	return rc < 0 ? -1 : 0;
}

int
import_yields(
    struct import *im, struct db_row *r, const char **where, struct err *e)
{
	int rc = db_step(r, e);
	bool house = rc == 1 && strcmp(db_text(r, 0), "house") == 0;

	if (rc == 1 && where != NULL)
		*where = db_copy(r, 1, im->a);
	db_end(r);
	if (rc != 1)
		return rc;
	if (!house || im->house)
		return 2;
	im->yielded++;
	return 1;
}

static bool
digits(const char *s, size_t n)
{
	return strspn(s, "0123456789") >= n;
}

const char *
code_shape(const char *code)
{
	size_t n = strlen(code);

	if (n == 5 && digits(code, 4) &&
	    (digits(code + 4, 1) || strchr("FTUMA", code[4]) != NULL))
		return lookup_system_word(CODE_CPT);
	if (n == 5 && code[0] >= 'A' && code[0] <= 'V' && digits(code + 1, 4))
		return lookup_system_word(CODE_HCPCS);
	if (n >= 3 && n <= 7 && code[0] >= 'A' && code[0] <= 'Z' &&
	    digits(code + 1, 1) &&
	    strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == n)
		return lookup_system_word(CODE_ICD10CM);
	return NULL;
}

/* A row for one of these days stands already: 1, this one yields; 0, -1. */
static int
code_overlap(struct import *im, const struct tsv *t, size_t i,
    const struct code_draft *c, struct err *e)
{
	struct db_row *r = db_begin(im->db, LOOKUP_CODE_OVERLAP);
	const char *where = NULL;
	int rc;

	db_bind_text(r, 1, c->system);
	db_bind_text(r, 2, c->code);
	db_bind_number(r, 3, c->from);
	db_bind_number(r, 4, c->to);
	rc = import_yields(im, r, &where, e);
	if (rc == 2)
		return tsv_fail(t, i, e,
		    "%.10s has a row for one of these days already (%.60s): "
		    "end that one first",
		    c->code, where ? where : "");
	return rc;
}

int
import_code(struct import *im, const struct tsv *t, size_t i,
    const struct code_draft *c, struct err *e)
{
	struct db_row *r;
	int rc = code_overlap(im, t, i, c, e);

	if (rc != 0)
		return rc < 0 ? -1 : 0;
	r = db_begin(im->db, LOOKUP_CODE_INSERT);
	db_bind_text(r, 1, c->system);
	db_bind_text(r, 2, c->code);
	db_bind_number(r, 3, c->from);
	db_bind_number(r, 4, c->to);
	db_bind_text(r, 5, c->plain);
	db_bind_text(r, 6, c->detail);
	db_bind_text(r, 7, c->family);
	db_bind_text(r, 8, c->replaced_by);
	db_bind_text(r, 9, c->source);
	db_bind_text(r, 10, c->place);
	return import_step(r, e);
}
