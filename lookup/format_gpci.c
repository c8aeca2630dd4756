/* format_gpci.c - geographic practice cost indices (Addendum E). A document
 * comes in; entries go out.
 *
 * key: contractor and locality as text, "10112-00": zeros lead. cells: enum
 * gpci_cell. */
#include "gpci.h"
#include "official.h"
#include <string.h>

#define HEAD_ROWS 10
enum {
	CONTRACTOR,
	STATE,
	LOCALITY,
	NAME,
	WORK,
	EXPENSE,
	MALPRACTICE,
	CELLS
};

static bool
header_fits(const struct grid *g)
{
	return name_has(grid_cell(g, CONTRACTOR), "contractor") &&
	       name_has(grid_cell(g, WORK), "PW GPCI") &&
	       name_has(grid_cell(g, EXPENSE), "PE GPCI") &&
	       name_has(grid_cell(g, MALPRACTICE), "MP GPCI");
}

static bool
gpci_recognise(const struct document *d)
{
	struct grid g;

	if (!head_grid(&g, d, HEAD_ROWS, header_fits))
		return false;
	grid_close(&g);
	return true;
}

static bool
digits(const char *s, size_t n)
{
	return strlen(s) == n && strspn(s, "0123456789") == n;
}

static bool
number(const char *s)
{
	size_t n = strspn(s, "0123456789.");

	return n > 0 && n < 10 && s[n] == '\0';
}

static int
row_load(struct import *im, struct edition *ed, struct grid *g, struct err *e)
{
	const char *cell[GPCI_CELLS];
	struct buf cells, key;
	int rc;

	/* Stars refer to the notes at the end. */
	g->cell[NAME][strcspn(g->cell[NAME], "*")] = '\0';
	if (g->cells < CELLS || !digits(g->cell[LOCALITY], 2) ||
	    !number(g->cell[WORK]) || !number(g->cell[EXPENSE]) ||
	    !number(g->cell[MALPRACTICE]))
		return edition_bad(im, ed, g, LOCALITY,
		    "no locality of two digits, or no index", e);
	cell[GPCI_STATE] = g->cell[STATE];
	cell[GPCI_NAME] = g->cell[NAME];
	cell[GPCI_WORK] = g->cell[WORK];
	cell[GPCI_EXPENSE] = g->cell[EXPENSE];
	cell[GPCI_MALPRACTICE] = g->cell[MALPRACTICE];
	buf_init(&cells, LINE_CELLS);
	buf_init(&key, 32);
	cells_join(&cells, cell, GPCI_CELLS);
	buf_printf(&key, "%s-%s", g->cell[CONTRACTOR], g->cell[LOCALITY]);
	rc = edition_put(im, ed, g, buf_text(&key), buf_text(&cells), e);
	buf_free(&cells);
	buf_free(&key);
	return rc;
}

/* Notes end the table. */
static int
rows_load(struct import *im, struct edition *ed, struct grid *g, struct err *e)
{
	int rc;

	while ((rc = grid_next(g, e)) == 1) {
		if (!digits(grid_cell(g, CONTRACTOR), 5) || g->cells <= NAME)
			return 0;
		if (row_load(im, ed, g, e))
			return -1;
	}
	return rc;
}

static int
gpci_load(struct import *im, const struct document *d, struct err *e)
{
	struct edition ed = { .series = "gpci",
		.name = "Geographic practice cost indices",
		.publisher = "CMS",
		.licence = "public domain",
		.calendar = YEARLY,
		.part = "",
		.notice = "" };
	struct grid g;
	int rc;

	if (!head_grid(&g, d, HEAD_ROWS, header_fits))
		return 0;
	ed.first = name_day(g.cell[WORK]); /* "2026 PW GPCI" */
	rc = edition_begin(im, &ed, e);
	if (rc == 0 && !ed.skip)
		rc = rows_load(im, &ed, &g, e);
	grid_close(&g);
	return rc ? -1 : ed.skip ? 0 : edition_end(im, &ed, e);
}

const struct official official_gpci = { "GPCI", gpci_recognise, gpci_load };
