/* import_check.c - is the new database what the files say? A built file comes
 * in; nothing, or the sentence that stops the import, goes out. */
#include "import.h"
#include "lookup_open.h"
#include <string.h>

#define GOLDEN_ARENA (4u << 20) /* one look-up with its family */

static int
check_fail(struct err *e, const char *what)
{
	return err_set(e, ERR_STOP, "import", 0,
	    "the new database fails its check (%s); the old one stays: import "
	    "again, and check the disk",
	    what);
}

/* One row of a code and the one before it. */
struct period {
	char system[16], code[16];
	date from, to;
};

static bool
period_read(struct db_row *r, struct period *p)
{
	struct period now = { .from = (date)db_number(r, 2),
		.to = (date)db_number(r, 3) };
	bool gap;

	strncpy(now.system, db_text(r, 0), sizeof(now.system) - 1);
	strncpy(now.code, db_text(r, 1), sizeof(now.code) - 1);
	gap = strcmp(now.system, p->system) == 0 &&
	      strcmp(now.code, p->code) == 0 && now.from != date_add(p->to, 1);
	*p = now;
	return gap;
}

/* A code that is gone and comes back is a slip in a file. */
static int
check_gaps(struct import *im, struct err *e)
{
	struct db_row *r = db_begin(im->db, LOOKUP_CODE_PERIODS);
	struct period p = { 0 };
	char day[11];
	int rc;

	while ((rc = db_step(r, e)) == 1)
		if (period_read(r, &p)) {
			rc = err_set(e, ERR_STOP, "import", 0,
			    "%.80s: %s begins on %s, days after its earlier "
			    "row ended: close the gap between the two rows",
			    db_text(r, 4), p.code, date_text(p.from, day));
			break;
		}
	db_end(r);
	return rc;
}

static int
check_count(struct import *im, int64_t taken, struct err *e)
{
	struct db_row *r = db_begin(im->db, LOOKUP_ROWS_IN_ALL);
	int rc = db_step(r, e);
	bool same = rc == 1 && db_number(r, 0) == taken;

	db_end(r);
	if (rc < 0)
		return -1;
	return same ? 0 : check_fail(e, "count of rows");
}

static int
check_pages(struct import *im, struct err *e)
{
	struct db_row *r = db_begin(im->db, LOOKUP_FOREIGN_KEYS);
	int rc = db_step(r, e);
	bool fine;

	if (rc == 1)
		check_fail(e, db_text(r, 0));
	db_end(r);
	if (rc != 0)
		return -1;
	r = db_begin(im->db, LOOKUP_INTEGRITY);
	rc = db_step(r, e);
	fine = rc == 1 && strcmp(db_text(r, 0), "ok") == 0;
	db_end(r);
	if (rc < 0)
		return -1;
	return fine ? 0 : check_fail(e, "pages of the file");
}

int
import_check_built(struct import *im, int64_t taken, struct err *e)
{
	if (taken >= 0 && (check_gaps(im, e) || check_count(im, taken, e)))
		return -1;
	return check_pages(im, e);
}

static int
golden_fail(const struct golden *g, const char *what, struct err *e)
{
	return err_set(e, ERR_STOP, "import", 0,
	    "%s: %s: %s; mend this row, or the row of the code", g->place,
	    g->code, what);
}

/* The cell of the code's row in its family, under the golden fact. */
static const char *
family_text(const struct family *f, const struct golden *g)
{
	size_t row, i;

	for (row = 0; row < f->rows; row++)
		if (strcmp(f->row[row].code, g->code) == 0)
			break;
	for (i = 0; row < f->rows && i < f->columns; i++)
		if (strcmp(f->column[i].fact, g->fact) == 0)
			return f->row[row].cell[i].text;
	return "";
}

static int
golden_check(
    struct lookup *l, struct arena *a, const struct golden *g, struct err *e)
{
	struct code_row row = { 0 };
	struct family f = { 0 };
	int rc = lookup_pack_code(l, a, g->system, g->code, g->on, &row, e);

	if (rc < 0)
		return -1;
	if ((rc == 1) != g->found)
		return golden_fail(g,
		    g->found ? "no row on that day" : "a row on that day", e);
	if (strcmp(g->fact, "-") == 0)
		return 0;
	if (row.family == NULL)
		return golden_fail(g, "in no decision table", e);
	if (lookup_family(l, a, row.family, g->on, &f, e) != 1)
		return -1;
	if (strcmp(family_text(&f, g), g->cell) != 0)
		return golden_fail(g, "another cell in its table", e);
	return 0;
}

int
import_check_golden(struct import *im, const char *path, struct err *e)
{
	struct arena *a = arena_new(GOLDEN_ARENA);
	struct lookup *l = NULL;
	size_t i;
	int rc = lookup_open(path, &l, e);

	for (i = 0; rc == 0 && i < im->goldens.n; i++) {
		arena_clear(a);
		rc = golden_check(l, a, &im->goldens.item[i], e);
	}
	lookup_close(l);
	arena_free(a);
	return rc;
}
