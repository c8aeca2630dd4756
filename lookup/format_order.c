/* format_order.c - ICD-10-CM and ICD-10-PCS order files: fixed columns, one
 * code a line. A document comes in; entries go out.
 *
 * key: the code without dot. cells: 0 header or 1 valid for submission; short
 * text, "" where it is the same; long text. The order number changes with each
 * release and is not kept. */
#include "official.h"
#include <ctype.h>
#include <string.h>

/* 1-5 order, 7-13 code, 15 header or not, 17-76 short text, 78- long text. */
static bool
line_fits(const struct grid *g)
{
	const char *s = g->raw;
	size_t i;

	if (g->raw_n < 79 || s[5] != ' ' || s[13] != ' ' ||
	    (s[14] != '0' && s[14] != '1') || s[15] != ' ' || s[76] != ' ')
		return false;
	for (i = 0; i < 5; i++)
		if (!isdigit((unsigned char)s[i]))
			return false;
	for (i = 6; i < 9; i++)
		if (!isdigit((unsigned char)s[i]) &&
		    !isupper((unsigned char)s[i]))
			return false;
	return true;
}

static bool
order_recognise(const struct document *d)
{
	struct grid g;
	struct err ignored = { 0 };
	bool fits;

	grid_open(&g, d->name, d->p, d->n);
	fits = grid_line(&g, &ignored) == 1 && line_fits(&g);
	grid_close(&g);
	return fits;
}

/* Cuts a line into key and cells; false where it is no such line. */
static bool
line_cut(const struct grid *g, struct buf *key, struct buf cell[3],
    struct buf *cells)
{
	const char *part[3];
	size_t i;

	if (!line_fits(g))
		return false;
	buf_clear(key);
	for (i = 0; i < 3; i++)
		buf_clear(&cell[i]);
	grid_slice(g, 7, 13, key);
	buf_putc(&cell[0], g->raw[14]);
	grid_slice(g, 17, 76, &cell[1]);
	grid_slice(g, 78, g->raw_n, &cell[2]);
	for (i = 0; i < 3; i++)
		part[i] = buf_text(&cell[i]);
	if (strcmp(part[1], part[2]) == 0)
		part[1] = "";
	cells_join(cells, part, 3);
	return part[2][0] != '\0' &&
	       strspn(buf_text(key), "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") ==
		   key->len;
}

static int
lines_load(struct import *im, struct edition *ed, struct grid *g, struct err *e)
{
	struct buf key, cell[3], cells;
	size_t i;
	int rc;

	buf_init(&key, 100);
	buf_init(&cells, LINE_CELLS);
	for (i = 0; i < 3; i++)
		buf_init(&cell[i], LINE_CELLS);
	while ((rc = grid_line(g, e)) == 1) {
		if (g->cell[0][strspn(g->cell[0], " ")] == '\0')
			continue;
		if (line_cut(g, &key, cell, &cells))
			rc = edition_put(
			    im, ed, g, buf_text(&key), buf_text(&cells), e);
		else
			rc = edition_bad(
			    im, ed, g, 0, "not a line of an order file", e);
		if (rc != 0)
			break;
	}
	buf_free(&key);
	buf_free(&cells);
	for (i = 0; i < 3; i++)
		buf_free(&cell[i]);
	return rc;
}

struct edition
order_edition(bool pcs)
{
	return (struct edition){ .series = pcs ? "icd10pcs" : "icd10cm",
		.name = pcs ? "ICD-10-PCS" : "ICD-10-CM",
		.publisher = pcs ? "CMS" : "CDC/NCHS",
		.licence = "public domain",
		.calendar = FISCAL,
		.part = "",
		.notice = "" };
}

static int
order_load(struct import *im, const struct document *d, struct err *e)
{
	/* PCS headers are three characters that begin with a digit. */
	struct edition ed = order_edition(isdigit((unsigned char)d->p[6]));
	struct grid g;
	int rc;

	ed.first = fiscal_day(d->name);
	if (edition_begin(im, &ed, e))
		return -1;
	if (ed.skip)
		return 0;
	grid_open(&g, d->name, d->p, d->n);
	rc = lines_load(im, &ed, &g, e);
	grid_close(&g);
	return rc ? -1 : edition_end(im, &ed, e);
}

const struct official official_order = { .kind = "ICD-10 order file",
	.recognise = order_recognise,
	.load = order_load };
