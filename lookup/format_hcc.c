/* format_hcc.c - CMS's mapping of diagnoses to categories of risk adjustment
 * (CMS-HCC). A sheet comes in; entries go out, a series a model.
 *
 * key: the diagnosis without dot. cells: the category, "Yes" or "No" whether it
 * counts in the file's payment year, or nothing where the file does not say. */
#include "official.h"
#include <ctype.h>
#include <string.h>
#include <strings.h>

#define HEAD_ROWS  12 /* titles stand above */
#define HEAD_BYTES 200

static const struct model {
	const char *head, *series, *name;
} models[] = {
	{ "cms-hcc model category v28", "hcc.v28",
	    "CMS-HCC mapping, model V28" },
	{ "cms-hcc model category v24", "hcc.v24",
	    "CMS-HCC mapping, model V24" },
};
#define MODELS (sizeof(models) / sizeof(models[0]))

/* A heading on one line: in sheets its words stand below one another. */
static void
head_flat(const char *s, char out[HEAD_BYTES])
{
	size_t n = 0;

	for (; *s != '\0' && n + 1 < HEAD_BYTES; s++)
		if (!isspace((unsigned char)*s))
			out[n++] = *s;
		else if (n > 0 && out[n - 1] != ' ')
			out[n++] = ' ';
	out[n] = '\0';
}

/* The column of a model's category, or (year) of its flag; -1. */
static int
column_find(const struct grid *g, const char *head, bool year)
{
	char flat[HEAD_BYTES];
	size_t i, n = strlen(head);

	for (i = 0; i < g->cells; i++) {
		head_flat(g->cell[i], flat);
		if (strncasecmp(flat, head, n) == 0 &&
		    (year ? strcasestr(flat + n, " for 20") != NULL
			  : flat[n] == '\0'))
			return (int)i;
	}
	return -1;
}

static bool
header_fits(const struct grid *g)
{
	char flat[HEAD_BYTES];

	head_flat(grid_cell(g, 0), flat);
	return strcasecmp(flat, "diagnosis code") == 0 &&
	       (column_find(g, models[0].head, false) > 0 ||
		   column_find(g, models[1].head, false) > 0);
}

static bool
hcc_recognise(const struct document *d)
{
	struct grid g;

	if (!head_grid(&g, d, HEAD_ROWS, header_fits))
		return false;
	grid_close(&g);
	return true;
}

static bool
diagnosis_fits(const char *s)
{
	size_t n = strlen(s);

	return n >= 3 && n <= 7 && isupper((unsigned char)s[0]) &&
	       isdigit((unsigned char)s[1]) &&
	       strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == n;
}

/* Most diagnoses have no category; notes stand below the table. */
static int
row_load(struct import *im, struct edition *ed, const struct grid *g,
    int category, int year, struct err *e)
{
	const char *code = grid_cell(g, 0);
	const char *cell[] = { grid_cell(g, (size_t)category),
		year < 0 ? "" : grid_cell(g, (size_t)year) };
	struct buf cells;
	int rc;

	if (!diagnosis_fits(code))
		return grid_cell(g, 1)[0] == '\0'
			   ? 0
			   : edition_bad(im, ed, g, 0, "not a diagnosis", e);
	if (cell[0][0] == '\0')
		return 0;
	if (strspn(cell[0], "0123456789") != strlen(cell[0]))
		return edition_bad(
		    im, ed, g, (size_t)category, "not a category", e);
	buf_init(&cells, LINE_CELLS);
	cells_join(&cells, cell, 2);
	rc = edition_put(im, ed, g, code, buf_text(&cells), e);
	buf_free(&cells);
	return rc;
}

static int
model_load(struct import *im, const struct document *d, const struct model *m,
    struct err *e)
{
	struct edition ed = { .series = m->series,
		.name = m->name,
		.publisher = "CMS",
		.licence = "public domain",
		.calendar = YEARLY,
		.first = name_day(d->name),
		.part = "",
		.notice = "" };
	struct grid g;
	int rc, category, year;

	if (!head_grid(&g, d, HEAD_ROWS, header_fits))
		return 0;
	category = column_find(&g, m->head, false);
	year = column_find(&g, m->head, true);
	rc = category < 0 ? 0 : edition_begin(im, &ed, e);
	ed.skip |= category < 0;
	while (rc == 0 && !ed.skip && (rc = grid_next(&g, e)) == 1)
		rc = row_load(im, &ed, &g, category, year, e);
	grid_close(&g);
	return rc ? -1 : ed.skip ? 0 : edition_end(im, &ed, e);
}

static int
hcc_load(struct import *im, const struct document *d, struct err *e)
{
	int64_t taken = 0, bad = 0;
	size_t i;

	for (i = 0; i < MODELS; i++) {
		im->taken = im->bad = 0;
		if (model_load(im, d, &models[i], e))
			return -1;
		taken += im->taken;
		bad += im->bad;
	}
	im->taken = taken;
	im->bad = bad;
	if (taken > 0)
		im->said = NULL; /* one model was new */
	return 0;
}

const struct official official_hcc = {
	.kind = "CMS-HCC mapping", .recognise = hcc_recognise, .load = hcc_load
};
