/* format_anweb_sheet.c - HCPCS Level II as a sheet: one row a code, columns by
 * their names. A document comes in; entries as of format_anweb.c go out. */
#include "anweb.h"
#include <string.h>

#define PARTS_MAX 5 /* columns that make one cell: XREF1 to XREF5 */

/* How the columns of a cell begin. */
static const char *const heads[ANWEB_CELLS] = {
	[ANWEB_LONG] = "LONG DESCRIPTION",
	[ANWEB_SHORT] = "SHORT DESCRIPTION",
	[ANWEB_ADDED] = "ADD D",
	[ANWEB_ACTION_DAY] = "ACT EFF D",
	[ANWEB_ENDED] = "TERM D",
	[ANWEB_ACTION] = "ACTION C",
	[ANWEB_COVERAGE] = "COV",
	[ANWEB_PRICING] = "PRICE",
	[ANWEB_MULTIPLE] = "MULT_PI",
	[ANWEB_BETOS] = "BETOS",
	[ANWEB_SERVICE] = "TOS",
	[ANWEB_CROSS] = "XREF",
};

struct layout {
	size_t from[ANWEB_CELLS], n[ANWEB_CELLS];
	size_t width;
};

static bool
header_fits(const struct grid *g)
{
	return strcmp(grid_cell(g, 0), "HCPC") == 0 &&
	       grid_find(g, "LONG DESC") > 0 && grid_find(g, "TERM D") > 0;
}

static bool
sheet_recognise(const struct document *d)
{
	struct grid g;

	if (!head_grid(&g, d, 20, header_fits))
		return false;
	grid_close(&g);
	return true;
}

static int
layout_read(struct layout *l, const struct grid *g, struct err *e)
{
	size_t i;

	for (i = 0; i < ANWEB_CELLS; i++) {
		int at = grid_find(g, heads[i]);

		if (at < 0)
			return grid_fail(g, 0, e,
			    "a column is missing that this file has in every "
			    "known year");
		l->from[i] = (size_t)at;
		for (l->n[i] = 1; l->n[i] < PARTS_MAX; l->n[i]++)
			if (strncmp(grid_cell(g, l->from[i] + l->n[i]),
				heads[i], strlen(heads[i])) != 0)
				break;
	}
	l->width = g->cells;
	return 0;
}

static int
row_load(struct import *im, struct edition *ed, const struct grid *g,
    const struct layout *l, struct err *e)
{
	struct buf part[ANWEB_CELLS];
	const char *cell[ANWEB_CELLS], *code = grid_cell(g, 0);
	char key[8] = "-";
	size_t i, k;
	int rc;

	if (g->cells > l->width || strlen(code) > 5)
		return edition_bad(
		    im, ed, g, 0, "more cells than columns, or no code", e);
	for (i = 0; i < ANWEB_CELLS; i++) {
		buf_init(&part[i], LINE_CELLS);
		for (k = 0; k < l->n[i]; k++) {
			const char *text = grid_cell(g, l->from[i] + k);

			if (part[i].len > 0 && text[0] != '\0' &&
			    i != ANWEB_PRICING && i != ANWEB_SERVICE)
				buf_putc(&part[i], ' ');
			buf_puts(&part[i], text);
		}
		cell[i] = buf_text(&part[i]);
	}
	memcpy(strlen(code) == 2 ? key + 1 : key, code, strlen(code) + 1);
	rc = anweb_put(im, ed, g, key, cell, e);
	for (i = 0; i < ANWEB_CELLS; i++)
		buf_free(&part[i]);
	return rc;
}

static date
newest_day(const struct document *d)
{
	struct err ignored = { 0 };
	struct grid g;
	date newest = 0, one;
	int at;

	if (!head_grid(&g, d, 20, header_fits))
		return 0;
	at = grid_find(&g, heads[ANWEB_ADDED]);
	while (at >= 0 && grid_next(&g, &ignored) == 1) {
		one = text_day(grid_cell(&g, (size_t)at));
		if (one > newest)
			newest = one;
	}
	grid_close(&g);
	return newest;
}

static int
sheet_load(struct import *im, const struct document *d, struct err *e)
{
	struct edition ed = anweb_edition(anweb_day(d->name, newest_day(d)));
	struct layout l = { 0 };
	struct grid g;
	int rc;

	if (edition_begin(im, &ed, e))
		return -1;
	if (ed.skip || !head_grid(&g, d, 20, header_fits))
		return 0;
	rc = layout_read(&l, &g, e);
	while (rc == 0 && (rc = grid_next(&g, e)) == 1)
		rc = row_load(im, &ed, &g, &l, e);
	grid_close(&g);
	return rc ? -1 : edition_end(im, &ed, e);
}

const struct official official_anweb_sheet = { .kind = "HCPCS Level II (sheet)",
	.recognise = sheet_recognise,
	.load = sheet_load };
