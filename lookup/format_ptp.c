/* format_ptp.c - NCCI procedure-to-procedure edits, whole or in parts f1 to
 * f4, split by tabs or commas. A document comes in; rows of table ptp go out.
 *
 * Each release holds all edits that ever were, so only the newest one of a
 * setting is kept. */
#include "official.h"
#include <ctype.h>
#include <string.h>
#include <strings.h>

#define HEAD_ROWS  20 /* six lines stand above the data; one in a sheet */
#define PARTS      4  /* of a release in parts */
#define RATIONALES 64 /* kinds; a release has twelve */

enum {
	COLUMN1,
	COLUMN2,
	OLD,
	FIRST,
	LAST,
	INDICATOR,
	RATIONALE,
	CELLS
};

static bool
row_fits(const struct grid *g)
{
	return g->cells >= RATIONALE && text_code(g->cell[COLUMN1]) &&
	       text_code(g->cell[COLUMN2]) && strlen(g->cell[FIRST]) == 8 &&
	       text_day(g->cell[FIRST]) != 0;
}

static bool
ptp_recognise(const struct document *d)
{
	struct grid g;

	if (!head_grid(&g, d, HEAD_ROWS, row_fits))
		return false;
	grid_close(&g);
	return true;
}

/* The rationale of the row before is mostly that of the next. */
struct reasons {
	const char *text[RATIONALES];
	int64_t id[RATIONALES];
	size_t n, last;
};

/* Its number in table rationale; -1. */
static int64_t
reason_store(struct import *im, const char *text, struct err *e)
{
	struct db_row *r = db_begin(im->db, LOOKUP_RATIONALE_INSERT);
	int64_t id = -1;

	db_bind_text(r, 1, text);
	if (import_step(r, e))
		return -1;
	r = db_begin(im->db, LOOKUP_RATIONALE_FIND);
	db_bind_text(r, 1, text);
	if (db_step(r, e) == 1)
		id = db_number(r, 0);
	db_end(r);
	return id;
}

static int64_t
reason_find(
    struct import *im, struct reasons *s, const char *text, struct err *e)
{
	size_t i;

	if (s->n > 0 && strcmp(s->text[s->last], text) == 0)
		return s->id[s->last];
	for (i = 0; i < s->n; i++)
		if (strcmp(s->text[i], text) == 0)
			break;
	if (i == s->n) {
		if (s->n == RATIONALES)
			return err_set(e, ERR_STOP, "import", 0,
			    "%.120s: too many rationales: another layout",
			    im->document);
		s->text[i] = arena_strdup(im->a, text);
		s->id[i] = reason_store(im, text, e);
		if (s->text[i] == NULL || s->id[i] < 0)
			return s->text[i] ? -1 : import_no_room(NULL, e);
		s->n++;
	}
	s->last = i;
	return s->id[i];
}

/* One row of numbers; false where a cell is not as it should be. */
struct edit {
	date first, last;
	int indicator;
};

static bool
edit_read(const struct grid *g, struct edit *out)
{
	const char *indicator = grid_cell(g, INDICATOR);

	out->first = text_day(g->cell[FIRST]);
	out->last = strcmp(grid_cell(g, LAST), "*") == 0
			? DATE_OPEN
			: text_day(grid_cell(g, LAST));
	out->indicator = indicator[0] - '0';
	return out->first != 0 && out->last >= out->first &&
	       (indicator[0] == '0' || indicator[0] == '1' ||
		   indicator[0] == '9') &&
	       indicator[1] == '\0';
}

static int
row_load(struct import *im, struct edition *ed, const struct grid *g,
    int setting, struct reasons *s, struct err *e)
{
	struct edit edit = { 0 };
	struct err step = { 0 };
	struct db_row *r;
	int64_t reason;
	int rc;

	if (!row_fits(g) || !edit_read(g, &edit))
		return edition_bad(
		    im, ed, g, 0, "not an edit of two codes and two days", e);
	reason = reason_find(im, s, grid_cell(g, RATIONALE), e);
	if (reason < 0)
		return -1;
	r = db_begin(im->db, LOOKUP_PTP_INSERT);
	db_bind_number(r, 1, setting);
	db_bind_text(r, 2, g->cell[COLUMN1]);
	db_bind_text(r, 3, g->cell[COLUMN2]);
	db_bind_number(r, 4, edit.first);
	db_bind_number(r, 5, edit.last);
	db_bind_number(r, 6, edit.indicator);
	db_bind_number(r, 7, reason);
	rc = import_step(r, &step);
	if (rc != 0 && step.code == DB_UNIQUE)
		return edition_bad(
		    im, ed, g, 0, "this pair begins twice on one day", e);
	if (rc != 0)
		*e = step;
	ed->taken += rc == 0;
	if ((ed->taken & 0xffff) == 0)
		import_progress(im, (size_t)(g->end - g->p));
	return rc;
}

/* "v323r0": the quarters of 2024 are 300 to 303, and so on. */
static const char *
release_find(struct import *im, const char *name, date *day)
{
	const char *v;

	for (v = name; (v = strpbrk(v, "vV")) != NULL; v++) {
		int quarter = v[3] - '0';

		if (!isdigit((unsigned char)v[1]) ||
		    !isdigit((unsigned char)v[2]) || quarter < 0 ||
		    quarter > 3 || (v[4] != 'r' && v[4] != 'R') ||
		    !isdigit((unsigned char)v[5]))
			continue;
		*day = date_make(1994 + (v[1] - '0') * 10 + (v[2] - '0'),
		    quarter * 3 + 1, 1);
		return arena_printf(
		    im->a, "%dQ%d (%.6s)", (int)*day / 10000, quarter + 1, v);
	}
	*day = name_day(name);
	return NULL;
}

/* "-f1.TXT"; "" for a file without parts. */
static const char *
part_find(struct import *im, const char *name)
{
	const char *slash = strrchr(name, '/'), *f;

	for (f = slash ? slash : name; (f = strcasestr(f, "-f")) != NULL; f++)
		if (isdigit((unsigned char)f[2]) && f[3] == '.')
			return arena_printf(im->a, "f%c", f[2]);
	return "";
}

static int
setting_find(const char *name)
{
	if (name_has(name, "ccipra") || name_has(name, "practitioner"))
		return NCCI_PRACTITIONER;
	if (name_has(name, "ccioph") || name_has(name, "hospital"))
		return NCCI_HOSPITAL;
	return -1;
}

static int
setting_clear(struct import *im, const char *series, int setting, struct err *e)
{
	struct db_row *r = db_begin(im->db, LOOKUP_PTP_CLEAR);

	db_bind_number(r, 1, setting);
	if (import_step(r, e))
		return -1;
	r = db_begin(im->db, LOOKUP_OFFICIAL_CLEAR);
	db_bind_text(r, 1, series);
	return import_step(r, e);
}

/* This import took the same part already: txt beside xlsx. 1, 0, -1. */
static int
part_taken(struct import *im, const struct edition *ed, struct err *e)
{
	struct db_row *r = db_begin(im->db, LOOKUP_OFFICIAL_PART);
	int rc;

	db_bind_text(r, 1, ed->series);
	db_bind_number(r, 2, ed->first);
	db_bind_text(r, 3, ed->text);
	db_bind_text(r, 4, ed->part);
	rc = db_step(r, e);
	if (rc == 1)
		rc = db_number(r, 0) >= im->first_file;
	db_end(r);
	return rc;
}

/* Beside what is loaded: another part of the same release joins it, an older
 * one is left out, a newer one takes its place. */
static int
release_begin(struct import *im, struct edition *ed, int setting, struct err *e)
{
	struct db_row *r;
	bool joins = false;
	int rc = part_taken(im, ed, e);

	if (rc != 0) {
		im->said = "the same table in another form";
		ed->skip = true;
		return rc < 0 ? -1 : 0;
	}
	r = db_begin(im->db, LOOKUP_OFFICIAL_NEWEST);
	db_bind_text(r, 1, ed->series);
	rc = db_step(r, e);
	if (rc == 1) {
		date newest = (date)db_number(r, 0);
		const char *parts = db_text(r, 2);

		joins = newest == ed->first &&
			strcmp(db_text(r, 1), ed->text) == 0 &&
			*parts != '\0' && ed->part[0] != '\0' &&
			strstr(parts, ed->part) == NULL;
		ed->skip = newest > ed->first;
	}
	db_end(r);
	if (rc < 0)
		return -1;
	if (ed->skip)
		im->said = "older than what is loaded";
	return ed->skip || joins || rc == 0
		   ? 0
		   : setting_clear(im, ed->series, setting, e);
}

static int
edition_fill(struct import *im, struct edition *ed, const struct document *d,
    int setting, struct err *e)
{
	if (setting < 0)
		return err_set(e, ERR_STOP, "import", 0,
		    "%.110s: the name does not tell practitioner (ccipra) from "
		    "hospital (ccioph): give it its own name back",
		    d->name);
	ed->text = release_find(im, d->name, &ed->first);
	ed->part = part_find(im, d->name);
	if (im->effective != 0)
		ed->first = im->effective;
	if (ed->first == 0)
		return err_set(e, ERR_STOP, "import", 0,
		    "%.110s: the name does not tell the release (v323r0): give "
		    "it its own name back, or add --effective 2026-10-01",
		    d->name);
	if (ed->text == NULL)
		ed->text = arena_printf(im->a, "%dQ%d", (int)ed->first / 10000,
		    ((int)ed->first / 100 % 100 + 2) / 3);
	return ed->text && ed->part ? 0 : import_no_room(NULL, e);
}

/* The first line is the AMA's notice. */
static const char *
notice_find(struct import *im, const struct document *d)
{
	struct err ignored = { 0 };
	const char *text = "";
	struct grid g;

	grid_open(&g, d->name, d->p, d->n);
	if (grid_next(&g, &ignored) == 1 &&
	    name_has(grid_cell(&g, 0), "copyright"))
		text = arena_printf(im->a, "%.300s", grid_cell(&g, 0));
	grid_close(&g);
	return text ? text : "";
}

static int
ptp_load(struct import *im, const struct document *d, struct err *e)
{
	int setting = setting_find(d->name), rc;
	struct edition ed = { .series = setting == NCCI_HOSPITAL
					    ? "ptp.hospital"
					    : "ptp.practitioner",
		.name = setting == NCCI_HOSPITAL
			    ? "NCCI PTP edits, outpatient hospital"
			    : "NCCI PTP edits, practitioner",
		.publisher = "CMS",
		.licence = "CPT codes: AMA; use within the practice",
		.calendar = QUARTERLY };
	struct reasons reasons = { 0 };
	struct grid g;

	if (edition_fill(im, &ed, d, setting, e) ||
	    release_begin(im, &ed, setting, e))
		return -1;
	ed.notice = notice_find(im, d);
	if (ed.skip || !head_grid(&g, d, HEAD_ROWS, row_fits))
		return 0;
	import_progress(im, (size_t)(g.end - g.p));
	do {
		rc = row_load(im, &ed, &g, setting, &reasons, e);
	} while (rc == 0 && (rc = grid_next(&g, e)) == 1);
	grid_close(&g);
	return rc ? -1 : edition_end(im, &ed, e);
}

const struct official official_ptp = {
	.kind = "NCCI PTP edits", .recognise = ptp_recognise, .load = ptp_load
};

static bool
release_whole(struct db_row *r)
{
	return db_number(r, 2) > 0 || db_number(r, 3) >= PARTS;
}

static size_t
setting_of(struct db_row *r)
{
	return strcmp(db_text(r, 0), "ptp.hospital") == 0 ? NCCI_HOSPITAL
							  : NCCI_PRACTITIONER;
}

int
official_start(struct import *im, struct err *e)
{
	struct db_row *r = db_begin(im->db, LOOKUP_PTP_PARTS);
	int rc;

	while ((rc = db_step(r, e)) == 1)
		im->ptp_rows[setting_of(r)] = release_whole(r) ? db_number(r, 4)
							       : 0;
	db_end(r);
	return rc;
}

/* What took the place of a whole release must be whole itself. */
static int
release_check(
    const struct import *im, struct db_row *r, int64_t before, struct err *e)
{
	int64_t rows = db_number(r, 4);

	if (!release_whole(r))
		return err_set(e, ERR_STOP, "import", 0,
		    "%s %s: %d of %d parts: name all of them in one import, "
		    "since a whole release is in use",
		    db_text(r, 0), db_text(r, 1), (int)db_number(r, 3), PARTS);
	if (!im->fewer && rows * 100 < before * EDITION_FEWER_PERCENT)
		return err_set(e, ERR_STOP, "import", 0,
		    "%s %s: %lld rows where the release before has %lld: a "
		    "list of changes? If it is right so, add --fewer",
		    db_text(r, 0), db_text(r, 1), (long long)rows,
		    (long long)before);
	return 0;
}

int
official_check(struct import *im, struct err *e)
{
	struct db_row *r = db_begin(im->db, LOOKUP_PTP_PARTS);
	int rc;

	while ((rc = db_step(r, e)) == 1) {
		int64_t before = im->ptp_rows[setting_of(r)];

		if (before > 0 && release_check(im, r, before, e)) {
			rc = -1;
			break;
		}
	}
	db_end(r);
	return rc;
}
