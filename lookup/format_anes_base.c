/* format_anes_base.c - anesthesia base units of a year. The heading stands in
 * three rows ("CODE 2022", "BASE", "UNIT") or in one. A document comes in;
 * entries of series "anes.base" go out. */
#include "fees.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD_ROWS 8

static bool
row_says(const struct grid *g, const char *word)
{
	size_t i;

	for (i = 0; i < g->cells; i++)
		if (name_has(g->cell[i], word))
			return true;
	return false;
}

/* The first codes of the set: 00100 to 01999. */
static bool
row_code(const struct grid *g)
{
	const char *code = grid_cell(g, 0);

	return text_code(code) && isdigit((unsigned char)code[4]) &&
	       code[0] == '0' && (code[1] == '0' || code[1] == '1');
}

static int
row_units(const struct grid *g)
{
	const char *text;
	size_t i = g->cells;

	while (i > 1 && g->cell[i - 1][0] == '\0')
		i--;
	text = i > 1 ? g->cell[i - 1] : "";
	if (strspn(text, "0123456789") != strlen(text) || strlen(text) - 1 > 1)
		return -1;
	return atoi(text);
}

/* Leave g on the first row of codes; the year of the heading, or 0. false: no
 * such table, and g is closed. */
static bool
base_open(struct grid *g, const struct document *d, date *year_out)
{
	struct err ignored = { 0 };
	bool base = false, unit = false, code = false;
	int rows = HEAD_ROWS;
	size_t i;

	*year_out = 0;
	grid_open(g, d->name, d->p, d->n);
	while (rows-- > 0 && grid_next(g, &ignored) == 1) {
		if (base && unit && code && row_code(g) && row_units(g) >= 0)
			return true;
		base = base || row_says(g, "base");
		unit = unit || row_says(g, "unit");
		code = code || row_says(g, "code") || row_says(g, "cpt");
		for (i = 0; i < g->cells && *year_out == 0; i++)
			*year_out = name_day(g->cell[i]);
	}
	grid_close(g);
	return false;
}

static bool
base_recognise(const struct document *d)
{
	struct grid g;
	date year;

	if (!base_open(&g, d, &year))
		return false;
	grid_close(&g);
	return true;
}

static int
row_load(
    struct import *im, struct edition *ed, const struct grid *g, struct err *e)
{
	char cells[12];
	int units = row_units(g);

	if (g->cells < 2)
		return 0;
	if (!row_code(g) || units < 0)
		return edition_bad(
		    im, ed, g, 0, "no anesthesia code with its units", e);
	snprintf(cells, sizeof(cells), "%d", units);
	return edition_put(im, ed, g, g->cell[0], cells, e);
}

static int
base_load(struct import *im, const struct document *d, struct err *e)
{
	struct edition ed = { .series = "anes.base",
		.name = "Anesthesia base units",
		.publisher = "CMS",
		.licence = "numbers: public domain; codes: AMA",
		.calendar = YEARLY,
		.part = "",
		.notice = AMA_NOTICE };
	struct grid g;
	int rc = 1;

	if (!base_open(&g, d, &ed.first))
		return 0;
	if (ed.first == 0)
		ed.first = payment_day(d->name);
	if (edition_begin(im, &ed, e))
		rc = -1;
	while (rc == 1 && !ed.skip) {
		if (row_load(im, &ed, &g, e))
			rc = -1;
		else
			rc = grid_next(&g, e);
	}
	grid_close(&g);
	return rc < 0 ? -1 : ed.skip ? 0 : edition_end(im, &ed, e);
}

const struct official official_anes_base = { .kind = "Anesthesia base units",
	.recognise = base_recognise,
	.load = base_load };
