/* format_mue.c - NCCI medically unlikely edits: practitioner, outpatient
 * hospital and supplier tables. A document comes in; entries go out.
 *
 * key: the code. cells: value, adjudication indicator (1 line, 2 absolute day,
 * 3 day that can be appealed), rationale. */
#include "official.h"
#include <stdlib.h>
#include <string.h>

#define HEAD_ROWS 20
enum {
	CODE,
	VALUE,
	MAI,
	RATIONALE,
	CELLS
};

/* The header's first cell holds a line end: "HCPCS/\nCPT Code". */
static bool
header_fits(const struct grid *g)
{
	return strncmp(grid_cell(g, CODE), "HCPCS/", 6) == 0 &&
	       name_has(grid_cell(g, VALUE), "MUE Value");
}

static bool
mue_recognise(const struct document *d)
{
	struct grid g;

	if (!head_grid(&g, d, HEAD_ROWS, header_fits))
		return false;
	grid_close(&g);
	return true;
}

static const struct table_kind {
	const char *word, *series, *name;
} kinds[] = {
	{ "practitioner", "mue.practitioner", "MUE, practitioner services" },
	{ "hospital", "mue.hospital", "MUE, outpatient hospital services" },
	{ "dme", "mue.supplier", "MUE, supplier services" },
};

/* The heading of the second column, else the name, tells which table it is. */
static const struct table_kind *
kind_find(const struct grid *g, const char *name)
{
	size_t i;

	for (i = 0; i < 3; i++)
		if (name_has(grid_cell(g, VALUE), kinds[i].word))
			return &kinds[i];
	for (i = 0; i < 3; i++)
		if (name_has(name, kinds[i].word))
			return &kinds[i];
	return NULL;
}

static int
row_load(
    struct import *im, struct edition *ed, const struct grid *g, struct err *e)
{
	const char *value = grid_cell(g, VALUE), *mai = grid_cell(g, MAI);
	const char *cell[CELLS - 1];
	char digit[2] = { mai[0], '\0' };
	struct buf cells;
	int rc;

	if (g->cells < CELLS || !text_code(g->cell[CODE]) || value[0] == '\0' ||
	    strspn(value, "0123456789") != strlen(value) || strlen(value) > 6 ||
	    mai[0] < '1' || mai[0] > '3')
		return edition_bad(
		    im, ed, g, 0, "not a code, a value and an indicator", e);
	cell[0] = value;
	cell[1] = digit;
	cell[2] = g->cell[RATIONALE];
	buf_init(&cells, LINE_CELLS);
	cells_join(&cells, cell, CELLS - 1);
	rc = edition_put(im, ed, g, g->cell[CODE], buf_text(&cells), e);
	buf_free(&cells);
	return rc;
}

static const char *
notice_find(struct import *im, const struct document *d)
{
	struct err ignored = { 0 };
	const char *text = "";
	struct grid g;

	grid_open(&g, d->name, d->p, d->n);
	if (grid_next(&g, &ignored) == 1 &&
	    name_has(grid_cell(&g, 0), "copyright"))
		text =
		    arena_strndup(im->a, g.cell[0], strcspn(g.cell[0], "\n"));
	grid_close(&g);
	return text ? text : "";
}

static int
mue_load(struct import *im, const struct document *d, struct err *e)
{
	struct edition ed = { .publisher = "CMS",
		.licence = "CPT codes: AMA; use within the practice",
		.calendar = QUARTERLY,
		.first = name_day(d->name),
		.part = "",
		.notice = notice_find(im, d) };
	const struct table_kind *kind;
	struct grid g;
	int rc;

	if (!head_grid(&g, d, HEAD_ROWS, header_fits))
		return 0;
	kind = kind_find(&g, d->name);
	if (kind == NULL) {
		rc = grid_fail(&g, VALUE, e,
		    "this heading does not tell practitioner, hospital or DME "
		    "supplier");
	} else {
		ed.series = kind->series;
		ed.name = kind->name;
		rc = edition_begin(im, &ed, e);
	}
	while (rc == 0 && !ed.skip && (rc = grid_next(&g, e)) == 1)
		rc = row_load(im, &ed, &g, e);
	grid_close(&g);
	return rc ? -1 : ed.skip ? 0 : edition_end(im, &ed, e);
}

const struct official official_mue = {
	.kind = "NCCI MUE", .recognise = mue_recognise, .load = mue_load
};
