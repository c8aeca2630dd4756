/* format_anweb.c - HCPCS Level II, the records of 320 characters: a first one
 * a code, with continuations. A document comes in; entries go out.
 *
 * key: the code; "-" and the modifier. cells: enum anweb_cell of anweb.h. */
#include "anweb.h"
#include "official.h"
#include <ctype.h>
#include <string.h>

#define HEAD_LINES 60 /* above the first record stand some disclaimers */

/* Columns of the record layout, in the order of enum anweb_cell. */
static const struct {
	size_t from, to;
} columns[ANWEB_CELLS] = {
	[ANWEB_LONG] = { 12, 91 },
	[ANWEB_SHORT] = { 92, 119 },
	[ANWEB_ADDED] = { 269, 276 },
	[ANWEB_ACTION_DAY] = { 277, 284 },
	[ANWEB_ENDED] = { 285, 292 },
	[ANWEB_ACTION] = { 293, 293 },
	[ANWEB_COVERAGE] = { 230, 230 },
	[ANWEB_PRICING] = { 120, 127 },
	[ANWEB_MULTIPLE] = { 128, 128 },
	[ANWEB_BETOS] = { 257, 259 },
	[ANWEB_SERVICE] = { 261, 265 },
	[ANWEB_CROSS] = { 205, 229 },
};

/* One code, from its first record on. */
struct record {
	struct buf key;
	struct buf cell[ANWEB_CELLS];
	bool filled;
};

/* Column 11: 3, 4 first line of a code and continuation; 7, 8 of a modifier.
 * Blanks are meant: "   A1" is a modifier. */
static char
record_kind(const struct grid *g)
{
	size_t i;

	if (g->raw_n < 12 || strchr("3478", g->raw[10]) == NULL)
		return '\0';
	for (i = 5; i < 10; i++)
		if (!isdigit((unsigned char)g->raw[i]))
			return '\0';
	return g->raw[10];
}

static bool
anweb_recognise(const struct document *d)
{
	struct err ignored = { 0 };
	struct grid g;
	int i;
	bool fits = false;

	grid_open(&g, d->name, d->p, d->n);
	for (i = 0; i < HEAD_LINES && grid_line(&g, &ignored) == 1; i++) {
		char kind = record_kind(&g);

		if ((kind == '3' || kind == '7') && g.raw_n >= 284) {
			fits = true;
			break;
		}
	}
	grid_close(&g);
	return fits;
}

static void
record_open(struct record *r)
{
	size_t i;

	memset(r, 0, sizeof(*r));
	buf_init(&r->key, 100);
	for (i = 0; i < ANWEB_CELLS; i++)
		buf_init(&r->cell[i], LINE_CELLS);
}

static void
record_close(struct record *r)
{
	size_t i;

	buf_free(&r->key);
	for (i = 0; i < ANWEB_CELLS; i++)
		buf_free(&r->cell[i]);
}

static void
record_begin(struct record *r, const struct grid *g)
{
	size_t i;

	buf_clear(&r->key);
	if (record_kind(g) == '7')
		buf_putc(&r->key, '-');
	grid_slice(g, 1, 5, &r->key);
	for (i = 0; i < ANWEB_CELLS; i++) {
		buf_clear(&r->cell[i]);
		grid_slice(g, columns[i].from, columns[i].to, &r->cell[i]);
	}
	r->filled = true;
}

bool
anweb_key_fits(const char *key)
{
	if (key[0] == '-')
		return strlen(key) == 3 && isalnum((unsigned char)key[1]) &&
		       isalnum((unsigned char)key[2]);
	return text_code(key) && isupper((unsigned char)key[0]);
}

int
anweb_put(struct import *im, struct edition *ed, const struct grid *g,
    const char *key, const char *const cell[ANWEB_CELLS], struct err *e)
{
	struct buf cells;
	int rc;

	if (!anweb_key_fits(key))
		return edition_bad(im, ed, g, 0,
		    "neither a HCPCS Level II code nor a modifier", e);
	if (cell[ANWEB_LONG][0] == '\0' || text_day(cell[ANWEB_ADDED]) == 0)
		return edition_bad(im, ed, g, 0, "no text or no date", e);
	if (cell[ANWEB_ENDED][0] != '\0' && text_day(cell[ANWEB_ENDED]) == 0)
		return edition_bad(im, ed, g, 0, "no day of termination", e);
	buf_init(&cells, LINE_CELLS);
	cells_join(&cells, cell, ANWEB_CELLS);
	rc = edition_put(im, ed, g, key, buf_text(&cells), e);
	buf_free(&cells);
	return rc;
}

static int
record_end(struct import *im, struct edition *ed, const struct grid *g,
    struct record *r, struct err *e)
{
	const char *cell[ANWEB_CELLS];
	size_t i;

	if (!r->filled)
		return 0;
	r->filled = false;
	for (i = 0; i < ANWEB_CELLS; i++)
		cell[i] = buf_text(&r->cell[i]);
	return anweb_put(im, ed, g, buf_text(&r->key), cell, e);
}

/* The first eleven columns of a continuation name the code again. */
static int
line_take(struct import *im, struct edition *ed, const struct grid *g,
    struct record *r, struct err *e)
{
	char kind = record_kind(g);

	if (kind == '3' || kind == '7') {
		if (record_end(im, ed, g, r, e))
			return -1;
		record_begin(r, g);
		return 0;
	}
	if (kind == '\0' || !r->filled)
		return ed->taken == 0 && !r->filled
			   ? 0
			   : edition_bad(im, ed, g, 0,
				 "not a record of this layout", e);
	buf_putc(&r->cell[ANWEB_LONG], ' ');
	grid_slice(g, 12, 91, &r->cell[ANWEB_LONG]);
	return 0;
}

static int
lines_load(struct import *im, struct edition *ed, struct grid *g, struct err *e)
{
	struct record r;
	int rc;

	record_open(&r);
	while ((rc = grid_line(g, e)) == 1) {
		if (g->cell[0][strspn(g->cell[0], " ")] == '\0')
			continue;
		if (!g->ended && g->raw_n < 293 && record_kind(g) != '4' &&
		    record_kind(g) != '8')
			rc = edition_bad(im, ed, g, 0, "a short record", e);
		else
			rc = line_take(im, ed, g, &r, e);
		if (rc != 0)
			break;
	}
	if (rc == 0)
		rc = record_end(im, ed, g, &r, e);
	record_close(&r);
	return rc;
}

/* A name without a month: the quarter of the newest code. */
static date
newest_day(const struct document *d)
{
	struct err ignored = { 0 };
	struct buf day;
	struct grid g;
	date newest = 0, one;

	buf_init(&day, 100);
	grid_open(&g, d->name, d->p, d->n);
	while (grid_line(&g, &ignored) == 1) {
		buf_clear(&day);
		if (record_kind(&g) == '3')
			grid_slice(&g, 269, 276, &day);
		one = text_day(buf_text(&day));
		if (one > newest)
			newest = one;
	}
	grid_close(&g);
	buf_free(&day);
	return newest;
}

date
anweb_day(const char *name, date newest)
{
	date named = name_day(name);
	int quarter = (newest / 100 % 100 + 2) / 3;

	if (named / 100 % 100 != 1 || name_has(name, "jan"))
		return named;
	return newest / 10000 == named / 10000
		   ? date_make(newest / 10000, quarter * 3 - 2, 1)
		   : named;
}

struct edition
anweb_edition(date first)
{
	return (struct edition){ .series = "hcpcs",
		.name = "HCPCS Level II",
		.publisher = "CMS",
		.licence = "public domain",
		.calendar = QUARTERLY,
		.first = first,
		.part = "",
		.notice = "" };
}

static int
anweb_load(struct import *im, const struct document *d, struct err *e)
{
	struct edition ed = anweb_edition(anweb_day(d->name, newest_day(d)));
	struct grid g;
	int rc;

	if (edition_begin(im, &ed, e))
		return -1;
	if (ed.skip)
		return 0;
	grid_open(&g, d->name, d->p, d->n);
	rc = lines_load(im, &ed, &g, e);
	grid_close(&g);
	return rc ? -1 : edition_end(im, &ed, e);
}

const struct official official_anweb = { .kind = "HCPCS Level II",
	.recognise = anweb_recognise,
	.load = anweb_load };
