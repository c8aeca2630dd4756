/* format_addon.c - NCCI add-on codes and their primary codes: fixed columns
 * without a heading, or a table with one. A document comes in; entries go out.
 *
 * key: add-on and primary code, split by a blank; primary CCCCC: the contractor
 * says which. cells: type 1, 2 or 3, or nothing. */
#include "official.h"
#include <ctype.h>
#include <string.h>

#define HEAD_ROWS 10

static bool
header_fits(const struct grid *g)
{
	int addon = grid_find(g, "add");

	return addon >= 0 && grid_find(g, "primary") >= 0;
}

static bool
primary_fits(const char *code)
{
	return text_code(code) || strcmp(code, "CCCCC") == 0;
}

/* Add-on at 1-5, primary at 12-16; the name tells add-on codes from other
 * files with two codes a line. */
static bool
line_cut(const struct grid *g, char addon[6], char primary[6])
{
	if (g->raw_n < 16)
		return false;
	memcpy(addon, g->raw, 5);
	memcpy(primary, g->raw + 11, 5);
	addon[5] = primary[5] = '\0';
	return text_code(addon) && primary_fits(primary) &&
	       !isalnum((unsigned char)g->raw[5]);
}

static bool
fixed_fits(const struct document *d)
{
	struct err ignored = { 0 };
	char addon[6], primary[6];
	struct grid g;
	bool fits;

	grid_open(&g, d->name, d->p, d->n);
	fits = name_has(d->name, "aoc") && grid_line(&g, &ignored) == 1 &&
	       line_cut(&g, addon, primary);
	grid_close(&g);
	return fits;
}

static bool
addon_recognise(const struct document *d)
{
	struct grid g;

	if (!head_grid(&g, d, HEAD_ROWS, header_fits))
		return fixed_fits(d);
	grid_close(&g);
	return true;
}

static int
pair_put(struct import *im, struct edition *ed, const struct grid *g,
    const char *addon, const char *primary, const char *type, struct err *e)
{
	char key[12];

	if (!text_code(addon) || !primary_fits(primary) || strlen(type) > 1)
		return edition_bad(
		    im, ed, g, 0, "not an add-on and a primary code", e);
	memcpy(key, addon, 5);
	key[5] = ' ';
	memcpy(key + 6, primary, 6);
	return edition_put(im, ed, g, key, type, e);
}

static int
lines_load(struct import *im, struct edition *ed, struct grid *g, struct err *e)
{
	char addon[6], primary[6];
	int rc;

	while ((rc = grid_line(g, e)) == 1) {
		if (g->cell[0][strspn(g->cell[0], " ")] == '\0')
			continue;
		rc = line_cut(g, addon, primary)
			 ? pair_put(im, ed, g, addon, primary, "", e)
			 : edition_bad(im, ed, g, 0,
			       "not an add-on and a primary code", e);
		if (rc != 0)
			return -1;
	}
	return rc;
}

static int
table_load(struct import *im, struct edition *ed, struct grid *g, struct err *e)
{
	int addon = grid_find(g, "add"), primary = grid_find(g, "primary");
	int type = grid_find(g, "aoc_edit_type"), rc;

	if (type < 0)
		type = grid_find(g, "type");
	while ((rc = grid_next(g, e)) == 1)
		if (pair_put(im, ed, g, grid_cell(g, (size_t)addon),
			grid_cell(g, (size_t)primary),
			type < 0 ? "" : grid_cell(g, (size_t)type), e))
			return -1;
	return rc;
}

static int
addon_load(struct import *im, const struct document *d, struct err *e)
{
	struct edition ed = { .series = "addon",
		.name = "NCCI add-on codes",
		.publisher = "CMS",
		.licence = "CPT codes: AMA; use within the practice",
		.calendar = QUARTERLY,
		.first = name_day(d->name),
		.part = "",
		.notice = "" };
	struct grid g;
	int rc;

	if (edition_begin(im, &ed, e))
		return -1;
	if (ed.skip)
		return 0;
	if (head_grid(&g, d, HEAD_ROWS, header_fits)) {
		rc = table_load(im, &ed, &g, e);
	} else {
		grid_open(&g, d->name, d->p, d->n);
		rc = lines_load(im, &ed, &g, e);
	}
	grid_close(&g);
	return rc ? -1 : edition_end(im, &ed, e);
}

const struct official official_addon = { .kind = "NCCI add-on codes",
	.recognise = addon_recognise,
	.load = addon_load };
