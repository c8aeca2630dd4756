/* format_pos.c - CMS's place of service codes, as a table. A document comes
 * in; entries go out.
 *
 * key: two digits. cells: name, description, facility or not, where told. */
#include "official.h"
#include <string.h>

#define HEAD_ROWS 10

struct layout {
	int code, name, text, kind;
};

static struct layout
layout_find(const struct grid *g)
{
	struct layout l = { grid_find(g, "place of service code"),
		grid_find(g, "place of service name"),
		grid_find(g, "place of service desc"),
		grid_find(g, "place of service type") };

	if (l.code >= 0)
		return l;
	return (struct layout){ grid_find(g, "pos_code"),
		grid_find(g, "pos_name"), grid_find(g, "pos_desc"),
		grid_find(g, "pos_type") };
}

static bool
header_fits(const struct grid *g)
{
	struct layout l = layout_find(g);

	return l.code >= 0 && l.name >= 0 && l.text >= 0;
}

static bool
pos_recognise(const struct document *d)
{
	struct grid g;

	if (!head_grid(&g, d, HEAD_ROWS, header_fits))
		return false;
	grid_close(&g);
	return true;
}

/* "09", "9", and "27-30" for what is not assigned. */
static int
row_load(struct import *im, struct edition *ed, const struct grid *g,
    const struct layout *l, struct err *e)
{
	const char *code = grid_cell(g, (size_t)l->code);
	const char *cell[3] = { grid_cell(g, (size_t)l->name),
		grid_cell(g, (size_t)l->text),
		l->kind < 0 ? "" : grid_cell(g, (size_t)l->kind) };
	size_t n = strlen(code);
	struct buf cells;
	char key[3];
	int rc;

	if (n == 5 && strspn(code, "0123456789-") == 5)
		return 0;
	if (n < 1 || n > 2 || strspn(code, "0123456789") != n ||
	    cell[0][0] == '\0')
		return edition_bad(
		    im, ed, g, (size_t)l->code, "not two digits and a name", e);
	key[0] = n == 1 ? '0' : code[0];
	key[1] = code[n - 1];
	key[2] = '\0';
	buf_init(&cells, LINE_CELLS);
	cells_join(&cells, cell, 3);
	rc = edition_put(im, ed, g, key, buf_text(&cells), e);
	buf_free(&cells);
	return rc;
}

static int
pos_load(struct import *im, const struct document *d, struct err *e)
{
	struct edition ed = { .series = "pos",
		.name = "Place of service codes",
		.publisher = "CMS",
		.licence = "public domain",
		.calendar = YEARLY,
		.first = name_day(d->name),
		.part = "",
		.notice = "" };
	struct layout l;
	struct grid g;
	int rc;

	if (!head_grid(&g, d, HEAD_ROWS, header_fits))
		return 0;
	l = layout_find(&g);
	rc = edition_begin(im, &ed, e);
	while (rc == 0 && !ed.skip && (rc = grid_next(&g, e)) == 1)
		rc = row_load(im, &ed, &g, &l, e);
	grid_close(&g);
	return rc ? -1 : ed.skip ? 0 : edition_end(im, &ed, e);
}

const struct official official_pos = { .kind = "place of service codes",
	.recognise = pos_recognise,
	.load = pos_load };
