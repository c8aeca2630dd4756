/* compare.c - two databases side by side. Their newest editions come in; rows
 * that were added, ended or changed go out. */
#include "compare.h"
#include "lookup_open.h"
#include <string.h>

/* One of the two, at its next row. */
struct side {
	struct db_row *row;
	bool more;
};

static int
side_next(struct side *s, struct err *e)
{
	int rc = s->row != NULL ? db_step(s->row, e) : 0;

	s->more = rc == 1;
	return rc < 0 ? -1 : 0;
}

/* The statement gives key and cells in order of keys. l NULL: it has none. */
static int
side_open(struct side *s, const struct lookup *l, int statement,
    const char *series, int64_t number, struct err *e)
{
	*s = (struct side){ NULL, false };
	if (l == NULL)
		return 0;
	s->row = db_begin(l->db, statement);
	db_bind_text(s->row, 1, series);
	db_bind_number(s->row, 2, number);
	return side_next(s, e);
}

static void
side_close(struct side *s)
{
	if (s->row != NULL)
		db_end(s->row);
}

/* Walk both in step: what stands first comes from one side alone. */
static int
sides_compare(struct side *before, struct side *after, const char *series,
    compare_row *tell, void *arg, struct err *e)
{
	while (before->more || after->more) {
		int order = !before->more  ? 1
			    : !after->more ? -1
					   : strcmp(db_text(before->row, 0),
						 db_text(after->row, 0));

		if (order > 0)
			tell(arg, series, CHANGE_ADDED, db_text(after->row, 0));
		else if (order < 0)
			tell(
			    arg, series, CHANGE_ENDED, db_text(before->row, 0));
		else if (strcmp(db_text(before->row, 1),
			     db_text(after->row, 1)) != 0)
			tell(arg, series, CHANGE_CHANGED,
			    db_text(after->row, 0));
		if ((order <= 0 && side_next(before, e)) ||
		    (order >= 0 && side_next(after, e)))
			return -1;
	}
	return 0;
}

static const struct source_row *
newest_of(const struct lookup *l, const char *series)
{
	const struct source_row *found = NULL;
	size_t i;

	for (i = 0; i < l->edition_n; i++)
		if (strcmp(l->edition[i].series, series) == 0)
			found = &l->edition[i];
	return found;
}

/* Edits have a table of their own, with the setting in it. */
static int
series_statement(const char *series, int64_t *number)
{
	if (strncmp(series, "ptp.", 4) != 0)
		return LOOKUP_COMPARE_ENTRY;
	*number = strcmp(series, "ptp.hospital") == 0 ? NCCI_HOSPITAL
						      : NCCI_PRACTITIONER;
	return LOOKUP_COMPARE_PTP;
}

static int
series_compare(struct lookup *before, struct lookup *after, const char *series,
    compare_series *begin, compare_row *tell, void *arg, struct err *e)
{
	const struct source_row *old = newest_of(before, series);
	const struct source_row *new = newest_of(after, series);
	const struct source_row *told = new ? new : old;
	int64_t old_number = old ? old->from : 0,
		new_number = new ? new->from : 0;
	int statement = series_statement(series, &old_number), rc = -1;
	struct side b, a;

	series_statement(series, &new_number);
	if (told == NULL)
		return 0;
	begin(arg, series, told->name, old ? old->edition : "",
	    new ? new->edition : "");
	if (side_open(&b, old ? before : NULL, statement, series, old_number,
		e) == 0 &&
	    side_open(&a, new ? after : NULL, statement, series, new_number,
		e) == 0) {
		rc = sides_compare(&b, &a, series, tell, arg, e);
		side_close(&a);
	}
	side_close(&b);
	return rc;
}

static int
pack_compare(struct lookup *before, struct lookup *after, compare_series *begin,
    compare_row *tell, void *arg, struct err *e)
{
	struct side b, a;
	int rc = -1;

	begin(arg, "pack", "Codes of the starter pack", lookup_vintage(before),
	    lookup_vintage(after));
	if (side_open(&b, before, LOOKUP_COMPARE_CODE, "", 0, e) == 0 &&
	    side_open(&a, after, LOOKUP_COMPARE_CODE, "", 0, e) == 0) {
		rc = sides_compare(&b, &a, "pack", tell, arg, e);
		side_close(&a);
	}
	side_close(&b);
	return rc;
}

/* Series of l that were not yet told; those of `other` come from there. */
static int
series_walk(const struct lookup *l, struct lookup *before, struct lookup *after,
    bool only_ended, compare_series *begin, compare_row *tell, void *arg,
    struct err *e)
{
	const char *last = "";
	size_t i;

	for (i = 0; i < l->edition_n; i++) {
		const char *series = l->edition[i].series;

		if (strcmp(series, last) == 0)
			continue;
		last = series;
		if (only_ended && newest_of(after, series) != NULL)
			continue;
		if (series_compare(before, after, series, begin, tell, arg, e))
			return -1;
	}
	return 0;
}

int
compare_lookups(struct lookup *before, struct lookup *after,
    compare_series *series, compare_row *row, void *arg, struct err *e)
{
	if (pack_compare(before, after, series, row, arg, e) ||
	    series_walk(after, before, after, false, series, row, arg, e) ||
	    series_walk(before, before, after, true, series, row, arg, e))
		return -1;
	return 0;
}
