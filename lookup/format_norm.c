/* format_norm.c - data/norms/X.tsv: what authorities say in numbers and words.
 * A file comes in; rows of table norm go out. */
#include "import.h"
#include <stdlib.h>
#include <string.h>

static const char *const columns[] = { "norm", "key", "low", "high", "unit",
	"value", "text", "valid_from", "valid_to", "source", "row" };
enum {
	NORM,
	KEY,
	LOW,
	HIGH,
	UNIT,
	VALUE,
	TEXT,
	FROM,
	TO,
	SOURCE,
	ROW,
	COLUMNS
};

static bool
norm_recognise(const char *head)
{
	return tsv_head_is(head, columns, COLUMNS);
}

/* "22", "0.5", or empty for an open end. */
static int
bound_read(
    const struct tsv *t, size_t i, int64_t open, int64_t *out, struct err *e)
{
	const char *s = t->cell[i];
	size_t whole = strspn(s, "0123456789");
	size_t part = s[whole] == '.' ? strspn(s + whole + 1, "0123456789") : 0;
	int64_t milli = 0;

	*out = open;
	if (s[0] == '\0')
		return 0;
	if (whole == 0 || whole > 9 || part > 3 ||
	    s[whole + (part > 0 ? part + 1 : 0)] != '\0')
		return tsv_fail(t, i, e,
		    "'%.20s' is no number with up to three decimals", s);
	for (size_t k = 0; k < 3; k++)
		milli = milli * 10 + (k < part ? s[whole + 1 + k] - '0' : 0);
	*out = strtoll(s, NULL, 10) * 1000 + milli;
	return 0;
}

static int
overlap_check(struct import *im, const struct tsv *t, int64_t low, int64_t high,
    date from, date to, struct err *e)
{
	struct db_row *r = db_begin(im->db, LOOKUP_NORM_OVERLAP);
	int rc;

	db_bind_text(r, 1, t->cell[NORM]);
	db_bind_text(r, 2, t->cell[KEY]);
	db_bind_number(r, 3, low);
	db_bind_number(r, 4, high);
	db_bind_number(r, 5, from);
	db_bind_number(r, 6, to);
	db_bind_text(r, 7, t->cell[VALUE]);
	rc = import_yields(im, r, NULL, e);
	if (rc == 2)
		return tsv_fail(t, LOW, e,
		    "another row of %.40s '%.40s' holds for one of these "
		    "numbers and days: end that one first",
		    t->cell[NORM], t->cell[KEY]);
	return rc;
}

static int
norm_row(struct import *im, const struct tsv *t, struct err *e)
{
	struct db_row *r;
	int64_t low, high;
	date from, to;
	int rc;

	if (tsv_filled(t, NORM, e) || bound_read(t, LOW, -INT64_MAX, &low, e) ||
	    bound_read(t, HIGH, INT64_MAX, &high, e) ||
	    tsv_period(t, FROM, &from, &to, e) ||
	    import_source(im, t, SOURCE, e) || tsv_filled(t, ROW, e))
		return -1;
	if (low > high)
		return tsv_fail(t, HIGH, e, "this range is empty");
	rc = overlap_check(im, t, low, high, from, to, e);
	if (rc != 0)
		return rc < 0 ? -1 : 0;
	r = db_begin(im->db, LOOKUP_NORM_INSERT);
	db_bind_text(r, 1, t->cell[NORM]);
	db_bind_text(r, 2, t->cell[KEY]);
	db_bind_number(r, 3, low);
	db_bind_number(r, 4, high);
	db_bind_text(r, 5, t->cell[VALUE]);
	db_bind_text(r, 6, t->cell[TEXT]);
	db_bind_number(r, 7, from);
	db_bind_number(r, 8, to);
	db_bind_text(r, 9, t->cell[SOURCE]);
	db_bind_text(r, 10, t->cell[ROW]);
	return import_step(r, e);
}

static int
norm_load(
    struct import *im, const char *path, int64_t *taken_out, struct err *e)
{
	static const struct table table = { columns, COLUMNS, norm_row };

	return import_table(im, path, &table, taken_out, e);
}

const struct format format_norm = { "starter norms", norm_recognise,
	norm_load };
