/* format_gpci.c - geographic practice cost indices (Addendum E). A document
 * comes in; entries go out.
 *
 * key: contractor and locality as text, "10112-00": zeros lead. cells: enum
 * gpci_cell. */
#include "gpci.h"
#include "payment.h"
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

/* Spreadsheets lose the zeros in front. */
static bool
numbered(const char *s)
{
	size_t n = strlen(s);

	return n >= 4 && n <= 5 && strspn(s, "0123456789") == n;
}

static int
row_load(struct import *im, struct edition *ed, struct grid *g, struct err *e)
{
	const char *cell[GPCI_CELLS];
	struct buf cells, key, index[3];
	size_t i;
	int rc;

	/* Stars refer to the notes at the end. */
	g->cell[NAME][strcspn(g->cell[NAME], "*")] = '\0';
	buf_init(&key, 32);
	if (g->cells < CELLS ||
	    !payment_locality(&key, g->cell[CONTRACTOR], g->cell[LOCALITY]) ||
	    !payment_number(g->cell[WORK]) ||
	    !payment_number(g->cell[EXPENSE]) ||
	    !payment_number(g->cell[MALPRACTICE])) {
		buf_free(&key);
		return edition_bad(im, ed, g, LOCALITY,
		    "no locality of two digits, or no index", e);
	}
	cell[GPCI_STATE] = g->cell[STATE];
	cell[GPCI_NAME] = g->cell[NAME];
	/* Sheets hold 0.575 as 0.57499999999999996. */
	for (i = 0; i < 3; i++) {
		buf_init(&index[i], 32);
		payment_decimal(&index[i], g->cell[WORK + i], 3);
		cell[GPCI_WORK + i] = buf_text(&index[i]);
	}
	buf_init(&cells, LINE_CELLS);
	cells_join(&cells, cell, GPCI_CELLS);
	rc = edition_put(im, ed, g, buf_text(&key), buf_text(&cells), e);
	for (i = 0; i < 3; i++)
		buf_free(&index[i]);
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
		if (!numbered(grid_cell(g, CONTRACTOR)) || g->cells <= NAME)
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

const struct official official_gpci = {
	.kind = "GPCI", .recognise = gpci_recognise, .load = gpci_load
};
