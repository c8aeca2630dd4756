/* edition.c - editions of official series, in whatever order they come. Rows
 * of a file come in; rows of table entry, each kept once for all editions in a
 * run that agree, go out. */
#include "official.h"
#include "terms.h"
#include <stdio.h>
#include <string.h>

/* Rows left out: above this share, and this number, it is another layout. */
#define BAD_FEW     20
#define BAD_PERCENT 5
#define BAD_SHOWN   5

#define EXCERPT_ROWS 20 /* fewer are an example of the layout */

static int
day_query(struct import *im, int statement, const struct edition *ed, date *out,
    int64_t *rows_out, struct err *e)
{
	struct db_row *r = db_begin(im->db, statement);
	int rc;

	db_bind_text(r, 1, ed->series);
	db_bind_number(r, 2, ed->first);
	rc = db_step(r, e);
	if (rc == 1) {
		*out = (date)db_number(r, 0);
		*rows_out = db_number(r, 1);
	}
	db_end(r);
	return rc;
}

/* Statements that change the rows of a whole edition have these parameters. */
static int
edition_run(
    struct import *im, const struct edition *ed, int statement, struct err *e)
{
	struct db_row *r = db_begin(im->db, statement);

	db_bind_text(r, 1, ed->series);
	db_bind_number(r, 2, ed->first);
	db_bind_number(r, 3, ed->before);
	db_bind_number(r, 4, ed->after);
	return import_step(r, e);
}

static int
edition_drop(struct import *im, const struct edition *ed, struct err *e)
{
	static const int steps[] = { LOOKUP_ENTRY_DROP, LOOKUP_ENTRY_DROP_FIRST,
		LOOKUP_ENTRY_DROP_LAST, LOOKUP_OFFICIAL_DROP };
	size_t i;

	for (i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (edition_run(im, ed, steps[i], e))
			return -1;
	return 0;
}

/* Rows that reach over the new edition are split there: whether it agrees is
 * yet to be seen. */
static int
edition_split(struct import *im, const struct edition *ed, struct err *e)
{
	if (ed->before == 0 || ed->after == DATE_OPEN)
		return 0;
	return edition_run(im, ed, LOOKUP_ENTRY_SPLIT, e) ||
		       edition_run(im, ed, LOOKUP_ENTRY_CUT, e)
		   ? -1
		   : 0;
}

static int
day_fail(const struct import *im, struct err *e)
{
	return err_set(e, ERR_STOP, "import", 0,
	    "%.110s: neither file nor name tells from which day it holds: give "
	    "it its own name back, or add --effective 2026-10-01",
	    im->document);
}

int
edition_begin(struct import *im, struct edition *ed, struct err *e)
{
	date same = 0;
	int64_t rows = 0, after_rows = 0;
	int rc;

	if (im->effective != 0)
		ed->first = im->effective;
	if (ed->first == 0)
		return day_fail(im, e);
	ed->before = 0;
	ed->after = DATE_OPEN;
	ed->before_rows = 0;
	if (day_query(im, LOOKUP_OFFICIAL_BEFORE, ed, &ed->before,
		&ed->before_rows, e) < 0 ||
	    day_query(
		im, LOOKUP_OFFICIAL_AFTER, ed, &ed->after, &after_rows, e) < 0)
		return -1;
	rc = day_query(im, LOOKUP_OFFICIAL_SAME, ed, &same, &rows, e);
	if (rc < 0)
		return -1;
	if (ed->changes && (rc == 1 || ed->before == 0)) {
		ed->skip = true;
		im->said = rc == 1 ? "the whole edition is loaded"
				   : "it changes an edition that is not "
				     "loaded: import that one first";
		return 0;
	}
	/* The same table in another form: txt beside csv beside xlsx. */
	if (rc == 1 && rows >= im->first_file) {
		ed->skip = true;
		im->said = "the same table in another form";
		return 0;
	}
	if (rc == 1 && edition_drop(im, ed, e))
		return -1;
	return edition_split(im, ed, e);
}

/* The rows of a key that touch the new edition. */
struct near {
	date before_first; /* of an equal row that ends before; 0: none */
	date after_first, after_last; /* of one that begins after */
	bool twice, same;             /* there already; with the same cells */
};

static int
near_find(struct import *im, const struct edition *ed, const char *key,
    const char *cells, struct near *out, struct err *e)
{
	struct db_row *r = db_begin(im->db, LOOKUP_ENTRY_NEAR);
	struct near n = { 0 };
	int rc;

	db_bind_text(r, 1, ed->series);
	db_bind_text(r, 2, key);
	db_bind_number(r, 3, ed->before);
	db_bind_number(r, 4, ed->after);
	while ((rc = db_step(r, e)) == 1) {
		date first = (date)db_number(r, 0),
		     last = (date)db_number(r, 1);

		if (first <= ed->first && last >= ed->first)
			n.twice = true;
		if (strcmp(db_text(r, 2), cells) != 0)
			continue;
		n.same = n.twice;
		if (last == ed->before)
			n.before_first = first;
		if (first == ed->after) {
			n.after_first = first;
			n.after_last = last;
		}
	}
	db_end(r);
	*out = n;
	return rc;
}

static int
entry_set(struct import *im, int statement, const struct edition *ed,
    const char *key, date first, date day, const char *cells, struct err *e)
{
	struct db_row *r = db_begin(im->db, statement);

	db_bind_text(r, 1, ed->series);
	db_bind_text(r, 2, key);
	db_bind_number(r, 3, first);
	if (day != 0)
		db_bind_number(r, 4, day);
	if (cells != NULL)
		db_bind_text(r, 5, cells);
	return import_step(r, e);
}

int
edition_put(struct import *im, struct edition *ed, const struct grid *g,
    const char *key, const char *cells, struct err *e)
{
	struct near n = { 0 };
	date end = ed->first;

	if (near_find(im, ed, key, cells, &n, e))
		return -1;
	if (n.same)
		return 0;
	if (n.twice)
		return edition_bad(
		    im, ed, g, 0, "the same code twice, with other cells", e);
	ed->taken++;
	if (n.after_first != 0 && n.before_first == 0)
		return entry_set(im, LOOKUP_ENTRY_BEGIN, ed, key, n.after_first,
		    ed->first, NULL, e);
	if (n.after_first != 0) {
		end = n.after_last;
		if (entry_set(im, LOOKUP_ENTRY_DELETE, ed, key, n.after_first,
			0, NULL, e))
			return -1;
	}
	if (n.before_first != 0)
		return entry_set(im, LOOKUP_ENTRY_EXTEND, ed, key,
		    n.before_first, end, NULL, e);
	return entry_set(
	    im, LOOKUP_ENTRY_INSERT, ed, key, ed->first, end, cells, e);
}

int
edition_bad(struct import *im, struct edition *ed, const struct grid *g,
    size_t cell, const char *what, struct err *e)
{
	struct err one = { 0 };

	ed->bad++;
	grid_fail(g, cell, &one, what);
	if (!g->ended && g->p >= g->end) {
		*e = one;
		return err_set(e, ERR_STOP, "import", 0,
		    "%.160s: the file ends within this row: it is cut short",
		    one.text);
	}
	if (ed->bad > BAD_FEW && ed->bad * 100 > ed->taken * BAD_PERCENT)
		return err_set(e, ERR_STOP, "import", 0,
		    "%.150s: more rows are wrong than right: this layout is "
		    "not known",
		    one.text);
	if (ed->bad <= BAD_SHOWN) {
		const char *said = im->bad_rows ? im->bad_rows : "";

		im->bad_rows = arena_printf(im->a, "%s%s%s", said,
		    said[0] != '\0' ? "\n" : "", one.text);
	}
	return 0;
}

/* The last day before the next edition is due. */
static date
calendar_end(const struct edition *ed)
{
	int year = ed->first / 10000, month = ed->first / 100 % 100;

	switch (ed->calendar) {
	case YEARLY:
		return date_make(year, 12, 31);
	case FISCAL: /* the year that begins on 1 October */
		return date_make(month < 10 ? year : year + 1, 9, 30);
	case FROZEN:
		return DATE_OPEN;
	case QUARTERLY:
		break;
	}
	month += 3;
	if (month > 12) {
		year++;
		month -= 12;
	}
	return date_add(date_make(year, month, 1), -1);
}

static const char *
edition_text(struct import *im, const struct edition *ed)
{
	char day[11];
	int year = ed->first / 10000, month = ed->first / 100 % 100;

	if (ed->text != NULL)
		return ed->text;
	switch (ed->calendar) {
	case YEARLY:
		return arena_printf(im->a, "%d", year);
	case FISCAL:
	case FROZEN:
		if (month == 10)
			return arena_printf(im->a, "FY%d", year + 1);
		break;
	case QUARTERLY:
		if (month % 3 == 1)
			return arena_printf(
			    im->a, "%dQ%d", year, (month + 2) / 3);
		break;
	}
	return arena_strdup(im->a, date_text(ed->first, day));
}

static int
source_insert(struct import *im, struct edition *ed, struct err *e)
{
	const char *id = arena_printf(
	    im->a, "%s %d %s", ed->series, (int)ed->first, ed->part);
	const char *text = edition_text(im, ed);
	struct db_row *r;
	const char *const cell[] = { id, "official", ed->name, ed->publisher,
		text };
	int i;

	if (id == NULL || text == NULL)
		return import_no_room(NULL, e);
	r = db_begin(im->db, LOOKUP_OFFICIAL_INSERT);
	for (i = 0; i < 5; i++)
		db_bind_text(r, i + 1, cell[i]);
	db_bind_number(r, 6, ed->first);
	db_bind_number(r, 7, calendar_end(ed));
	db_bind_text(r, 8, ed->notice);
	db_bind_text(r, 9, ed->licence);
	db_bind_text(r, 10, ed->series);
	db_bind_text(r, 11, ed->part);
	db_bind_text(r, 12, im->document);
	db_bind_text(r, 13, im->sha256);
	db_bind_number(r, 14, ed->taken);
	db_bind_number(r, 15, ed->bad);
	db_bind_number(r, 16, im->file);
	return import_step(r, e);
}

/* Fewer rows than any whole release of a series had since 2016. */
static const struct {
	const char *series;
	int64_t rows;
} whole[] = {
	{ "icd10cm", 60000 },
	{ "icd10pcs", 60000 },
	{ "icd10cm.replaced", 1000 },
	{ "icd10cm.tabular", 8000 },
	{ "icd10cm.index", 30000 },
	{ "icd10cm.drug", 3000 },
	{ "icd10cm.eindex", 3000 },
	{ "icd10cm.neoplasm", 900 },
	{ "hcpcs", 5000 },
	{ "mue.practitioner", 8000 },
	{ "mue.hospital", 8000 },
	{ "mue.supplier", 400 },
	{ "addon", 2000 },
	{ "rvu", 12000 },
	{ "rvu.qpp", 12000 },
	{ "gpci", 80 },
	{ "locality", 80 },
	{ "anes.cf", 80 },
	{ "anes.cf.qpp", 80 },
	{ "anes.base", 200 },
	{ "zip", 30000 },
	{ "opps", 10000 },
	{ "opps.cap", 8000 },
	{ "asc", 2000 },
	{ "clfs", 1000 },
	{ "dmepos", 1500 },
	{ "gem.icd9", 10000 },
};

/* A tenth or more of a whole release, and not all of it, is a download that was
 * cut short between two rows. Less than that is what somebody took out of one,
 * for a trial: it is taken, and called so. */
static int
size_check(struct import *im, const struct edition *ed, struct err *e)
{
	size_t i, n = sizeof(whole) / sizeof(whole[0]);

	for (i = 0; i < n && strcmp(whole[i].series, ed->series) != 0; i++)
		continue;
	if (i == n || im->fewer || ed->changes || ed->taken >= whole[i].rows)
		return 0;
	if (ed->taken * 10 >= whole[i].rows && ed->taken >= EXCERPT_ROWS)
		return err_set(e, ERR_STOP, "import", 0,
		    "%.100s: %lld rows where a whole release has over %lld: "
		    "cut short: download it again. If it is right so, add "
		    "--fewer",
		    im->document, (long long)ed->taken,
		    (long long)whole[i].rows);
	im->note = arena_printf(im->a,
	    "an excerpt: a whole release has over %lld rows",
	    (long long)whole[i].rows);
	return im->note ? 0 : import_no_room(NULL, e);
}

int
edition_end(struct import *im, struct edition *ed, struct err *e)
{
	if (ed->taken == 0)
		return err_set(e, ERR_STOP, "import", 0,
		    "%.120s:1:1: not one row: the file is cut short",
		    im->document);
	if (!im->fewer &&
	    ed->taken * 100 < ed->before_rows * EDITION_FEWER_PERCENT)
		return err_set(e, ERR_STOP, "import", 0,
		    "%.100s: %lld rows where the edition before has %lld: cut "
		    "short, or in parts? If it is right so, add --fewer",
		    im->document, (long long)ed->taken,
		    (long long)ed->before_rows);
	if (size_check(im, ed, e))
		return -1;
	im->changed = true;
	im->terms |= terms_feed(ed->series);
	im->taken = ed->taken;
	im->bad = ed->bad;
	im->edition = edition_text(im, ed);
	return source_insert(im, ed, e);
}
