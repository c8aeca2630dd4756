/* format_modifier.c - data/modifiers.tsv. A file comes in; rows of table
 * modifier go out. */
#include "import.h"
#include <string.h>

static const char *const columns[] = { "code", "valid_from", "valid_to",
	"source", "plain", "detail" };
enum {
	CODE,
	FROM,
	TO,
	SOURCE,
	PLAIN,
	DETAIL,
	COLUMNS
};

static bool
modifier_recognise(const char *head)
{
	return tsv_head_is(head, columns, COLUMNS);
}

static int
overlap_check(
    struct import *im, const struct tsv *t, date from, date to, struct err *e)
{
	struct db_row *r = db_begin(im->db, LOOKUP_MODIFIER_OVERLAP);
	int rc;

	db_bind_text(r, 1, t->cell[CODE]);
	db_bind_number(r, 2, from);
	db_bind_number(r, 3, to);
	rc = import_yields(im, r, NULL, e);
	if (rc == 2)
		return tsv_fail(t, CODE, e,
		    "modifier %s has a row for one of these days already: end "
		    "that one first",
		    t->cell[CODE]);
	return rc;
}

static int
modifier_row(struct import *im, const struct tsv *t, struct err *e)
{
	const char *c = t->cell[CODE];
	struct db_row *r;
	date from, to;
	int rc;

	if (strlen(c) != 2 ||
	    strspn(c, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") != 2)
		return tsv_fail(t, CODE, e,
		    "'%.20s' is no modifier: two capitals or digits", c);
	if (tsv_period(t, FROM, &from, &to, e) ||
	    import_source(im, t, SOURCE, e) || tsv_filled(t, PLAIN, e))
		return -1;
	rc = overlap_check(im, t, from, to, e);
	if (rc != 0)
		return rc < 0 ? -1 : 0;
	r = db_begin(im->db, LOOKUP_MODIFIER_INSERT);
	db_bind_text(r, 1, c);
	db_bind_number(r, 2, from);
	db_bind_number(r, 3, to);
	db_bind_text(r, 4, t->cell[PLAIN]);
	db_bind_text(r, 5, t->cell[DETAIL]);
	db_bind_text(r, 6, t->cell[SOURCE]);
	return import_step(r, e);
}

static int
modifier_load(
    struct import *im, const char *path, int64_t *taken_out, struct err *e)
{
	static const struct table table = { columns, COLUMNS, modifier_row };

	return import_table(im, path, &table, taken_out, e);
}

const struct format format_modifier = { "starter modifiers", modifier_recognise,
	modifier_load };
