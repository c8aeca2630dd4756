/* format_cpt_table.c - the AMA's tables: consumer and clinician descriptors,
 * the combined export, deleted codes, history. A document comes in; entries go
 * out, where a licence is recorded.
 *
 * Layouts: AMA "CPT standard" and "CPT Link history" folders. */
#include "cpt.h"
#include <ctype.h>
#include <string.h>

#define HEAD_ROWS 10

/* A table opened by its own separator: texts hold more commas than a row has
 * tabs, so that looking would choose wrongly. */
static int
table_open(struct grid *g, const struct document *d,
    bool (*fits)(const struct grid *g))
{
	static const char separators[] = { '\t', ',' };
	struct err ignored = { 0 };
	size_t i;
	int row;

	for (i = 0; i < sizeof(separators); i++) {
		grid_open(g, d->name, d->p, d->n);
		g->separator = separators[i];
		for (row = 0; row < HEAD_ROWS && grid_next(g, &ignored) == 1;
		     row++)
			if (fits(g))
				return 1;
		grid_close(g);
	}
	return 0;
}

static bool
table_is(const struct document *d, bool (*fits)(const struct grid *g))
{
	struct grid g;

	if (!table_open(&g, d, fits))
		return false;
	grid_close(&g);
	return true;
}

static bool
head_has(const struct grid *g)
{
	return grid_find(g, "concept id") == 0 && grid_find(g, "cpt code") == 1;
}

/* Consumer: three columns; clinician: four, several rows a code; combined:
 * one column a kind of text. */
static bool
consumer_fits(const struct grid *g)
{
	return head_has(g) && g->cells == 3 && grid_find(g, "consumer") == 2;
}

static bool
clinician_fits(const struct grid *g)
{
	return head_has(g) && g->cells == 4 && grid_find(g, "clinician") == 2;
}

static bool
combined_fits(const struct grid *g)
{
	return head_has(g) && grid_find(g, "long") > 1 &&
	       grid_find(g, "medium") > 1 && grid_find(g, "short") > 1;
}

static bool
consumer_recognise(const struct document *d)
{
	return table_is(d, consumer_fits);
}

static bool
clinician_recognise(const struct document *d)
{
	return table_is(d, clinician_fits);
}

static bool
combined_recognise(const struct document *d)
{
	return table_is(d, combined_fits);
}

/* One row of a table whose code stands in column 1 and text in `text`; id: a
 * further column of the key, or 0. An empty text says nothing. */
static int
text_row(struct import *im, struct edition *ed, const struct grid *g,
    size_t text, size_t id, bool *put, struct err *e)
{
	const char *cell = grid_cell(g, text);
	char key[64];

	*put = false;
	if (!text_code(grid_cell(g, 1)))
		return edition_bad(im, ed, g, 1, "not a code", e);
	if (cell[0] == '\0')
		return 0;
	*put = true;
	memcpy(key, g->cell[1], 6); /* five, as text_code() saw */
	if (id != 0) {
		key[5] = ' ';
		strncpy(key + 6, grid_cell(g, id), sizeof(key) - 7);
		key[sizeof(key) - 1] = '\0';
	}
	return cpt_put(im, ed, g, key, &cell, 1, e);
}

static int
text_rows(struct import *im, struct edition *ed, const struct document *d,
    bool (*fits)(const struct grid *g), size_t text, size_t id, struct err *e)
{
	struct grid g;
	bool put;
	int rc;

	if (!table_open(&g, d, fits))
		return 0;
	while ((rc = grid_next(&g, e)) == 1)
		if (text_row(im, ed, &g, text, id, &put, e)) {
			rc = -1;
			break;
		}
	grid_close(&g);
	return rc;
}

static int
one_load(struct import *im, const struct document *d, const char *series,
    const char *name, bool (*fits)(const struct grid *g), size_t text,
    size_t id, struct err *e)
{
	struct edition ed;

	if (cpt_begin(im, d, series, name, &ed, e))
		return -1;
	if (ed.skip)
		return 0;
	return text_rows(im, &ed, d, fits, text, id, e)
		   ? -1
		   : edition_end(im, &ed, e);
}

static int
consumer_load(struct import *im, const struct document *d, struct err *e)
{
	return one_load(im, d, CPT_CONSUMER, "CPT, consumer descriptions",
	    consumer_fits, 2, 0, e);
}

static int
clinician_load(struct import *im, const struct document *d, struct err *e)
{
	return one_load(im, d, CPT_CLINICIAN, "CPT, clinician descriptions",
	    clinician_fits, 3, 2, e);
}

/* One document, an edition of each kind of text that it has a column of. What
 * is told of it is the sum. */
static int
combined_load(struct import *im, const struct document *d, struct err *e)
{
	static const struct {
		const char *head, *series, *name;
	} kinds[] = {
		{ "long", CPT_LONG, "CPT, long descriptions" },
		{ "medium", CPT_MEDIUM, "CPT, medium descriptions" },
		{ "short", CPT_SHORT, "CPT, short descriptions" },
		{ "consumer", CPT_CONSUMER, "CPT, consumer descriptions" },
	};
	int64_t taken = 0, bad = 0;
	struct grid g;
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		int column;

		if (!table_open(&g, d, combined_fits))
			return 0;
		column = grid_find(&g, kinds[i].head);
		grid_close(&g);
		if (column < 2)
			continue;
		im->taken = im->bad = 0;
		if (one_load(im, d, kinds[i].series, kinds[i].name,
			combined_fits, (size_t)column, 0, e))
			return -1;
		taken += im->taken;
		bad += im->bad;
	}
	im->taken = taken;
	im->bad = bad;
	if (taken > 0)
		im->said = NULL; /* some were new */
	return 0;
}

const struct official official_cpt_consumer = { .kind =
						    "CPT consumer descriptors",
	.recognise = consumer_recognise,
	.load = consumer_load };
const struct official official_cpt_clinician = {
	.kind = "CPT clinician descriptors",
	.recognise = clinician_recognise,
	.load = clinician_load
};
const struct official official_cpt_combined = { .kind = "CPT combined export",
	.recognise = combined_recognise,
	.load = combined_load };

/* Deleted codes and history have headings that nobody promises: their rows
 * tell what they are. */
enum {
	DEL_CONCEPT,
	DEL_CODE,
	DEL_DAY,
	DEL_LEVEL,
	DEL_TEXT,
	DEL_INSTRUCTION,
	DEL_CELLS
};
enum {
	HIS_DAY,
	HIS_CHANGE,
	HIS_CONCEPT,
	HIS_CODE,
	HIS_LEVEL,
	HIS_BEFORE,
	HIS_NOW,
	HIS_INSTRUCTION,
	HIS_CELLS
};

static bool
digits_only(const char *s)
{
	return *s != '\0' && strspn(s, "0123456789") == strlen(s);
}

static bool
deleted_fits(const struct grid *g)
{
	return g->cells == DEL_CELLS && digits_only(g->cell[DEL_CONCEPT]) &&
	       text_code(g->cell[DEL_CODE]) && text_day(g->cell[DEL_DAY]) != 0;
}

static bool
history_fits(const struct grid *g)
{
	return g->cells == HIS_CELLS && text_day(g->cell[HIS_DAY]) != 0 &&
	       text_code(g->cell[HIS_CODE]) &&
	       digits_only(g->cell[HIS_CONCEPT]);
}

static bool
deleted_recognise(const struct document *d)
{
	return table_is(d, deleted_fits);
}

static bool
history_recognise(const struct document *d)
{
	return table_is(d, history_fits);
}

static int
deleted_row(
    struct import *im, struct edition *ed, const struct grid *g, struct err *e)
{
	const char *cell[] = { grid_cell(g, DEL_INSTRUCTION),
		grid_cell(g, DEL_TEXT) };
	struct buf key;
	int rc;

	if (!deleted_fits(g))
		return edition_bad(
		    im, ed, g, DEL_CODE, "not a concept, a code and a day", e);
	buf_init(&key, 200);
	buf_printf(&key, "%s %d %.100s", g->cell[DEL_CODE],
	    (int)text_day(g->cell[DEL_DAY]), g->cell[DEL_LEVEL]);
	rc = cpt_put(im, ed, g, buf_text(&key), cell, 2, e);
	buf_free(&key);
	return rc;
}

static int
history_row(
    struct import *im, struct edition *ed, const struct grid *g, struct err *e)
{
	const char *cell[] = { grid_cell(g, HIS_BEFORE), grid_cell(g, HIS_NOW),
		grid_cell(g, HIS_INSTRUCTION) };
	struct buf key;
	int rc;

	if (!history_fits(g))
		return edition_bad(
		    im, ed, g, HIS_CODE, "not a day, a concept and a code", e);
	buf_init(&key, 300);
	buf_printf(&key, "%s %d %.100s %.100s", g->cell[HIS_CODE],
	    (int)text_day(g->cell[HIS_DAY]), g->cell[HIS_CHANGE],
	    g->cell[HIS_LEVEL]);
	rc = cpt_put(im, ed, g, buf_text(&key), cell, 3, e);
	buf_free(&key);
	return rc;
}

/* The rows above the first that fits are headings: they are passed over. */
static int
rows_load(struct import *im, const struct document *d, const char *series,
    const char *name, bool (*fits)(const struct grid *g),
    int (*row)(struct import *im, struct edition *ed, const struct grid *g,
	struct err *e),
    struct err *e)
{
	struct edition ed;
	struct grid g;
	int rc;

	if (cpt_begin(im, d, series, name, &ed, e))
		return -1;
	if (ed.skip || !table_open(&g, d, fits))
		return 0;
	do
		rc = row(im, &ed, &g, e);
	while (rc == 0 && (rc = grid_next(&g, e)) == 1);
	grid_close(&g);
	return rc ? -1 : edition_end(im, &ed, e);
}

static int
deleted_load(struct import *im, const struct document *d, struct err *e)
{
	return rows_load(im, d, CPT_DELETED, "CPT, deleted codes", deleted_fits,
	    deleted_row, e);
}

static int
history_load(struct import *im, const struct document *d, struct err *e)
{
	return rows_load(im, d, CPT_HISTORY, "CPT, history of codes",
	    history_fits, history_row, e);
}

const struct official official_cpt_deleted = { .kind = "CPT deleted codes",
	.recognise = deleted_recognise,
	.load = deleted_load };
const struct official official_cpt_history = { .kind = "CPT history",
	.recognise = history_recognise,
	.load = history_load };
