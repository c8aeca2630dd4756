/* format_rvu.c - the Physician Fee Schedule's relative value file, with commas
 * or as a sheet. A document comes in; entries go out.
 *
 * key: the code; code, "-" and modifier. cells: enum rvu_cell. The column of
 * descriptions is the AMA's (and the ADA's): it is never kept. */
#include "payment.h"
#include <string.h>

#define HEAD_ROWS   20
#define COLUMNS_OLD 31 /* until 2025 */
#define COLUMNS_NEW 32 /* since 2026: PRIC IND behind TEAM SURG */
#define TWO_FILES   20260101
enum {
	CODE,
	MODIFIER,
	DESCRIPTION,
	BEFORE_CELLS
};

static bool
header_fits(const struct grid *g)
{
	return strcmp(grid_cell(g, CODE), "HCPCS") == 0 &&
	       strcmp(grid_cell(g, MODIFIER), "MOD") == 0 &&
	       strncmp(grid_cell(g, DESCRIPTION), "DESC", 4) == 0;
}

static bool
rvu_recognise(const struct document *d)
{
	struct grid g;

	if (!head_grid(&g, d, HEAD_ROWS, header_fits))
		return false;
	grid_close(&g);
	return true;
}

/* Where the file has 31 columns, the price indicator is empty. */
static void
cells_take(const struct grid *g, const char *cell[RVU_CELLS])
{
	size_t i, at = BEFORE_CELLS;

	for (i = 0; i < RVU_CELLS; i++)
		cell[i] = i == RVU_PRICING && g->cells == COLUMNS_OLD
			      ? ""
			      : grid_cell(g, at++);
}

/* Sheets hold 1.3 for 1.30, 1.0499999999999998 for 1.05, and 9 for "09". */
static void
numbers_plain(struct buf *text, const char *cell[RVU_CELLS])
{
	static const struct {
		unsigned char cell, places, width;
	} number[] = { { RVU_WORK, 2, 0 }, { RVU_PE_OFFICE, 2, 0 },
		{ RVU_PE_FACILITY, 2, 0 }, { RVU_MALPRACTICE, 2, 0 },
		{ RVU_TOTAL_OFFICE, 2, 0 }, { RVU_TOTAL_FACILITY, 2, 0 },
		{ RVU_PRE, 2, 0 }, { RVU_INTRA, 2, 0 }, { RVU_POST, 2, 0 },
		{ RVU_FACTOR, 4, 0 }, { RVU_OPPS_OFFICE, 2, 0 },
		{ RVU_OPPS_FACILITY, 2, 0 }, { RVU_OPPS_MALPRACTICE, 2, 0 },
		{ RVU_GLOBAL, 0, 3 }, { RVU_SUPERVISION, 0, 2 },
		{ RVU_IMAGING, 0, 2 } };
	size_t at[sizeof(number) / sizeof(number[0])], i;

	for (i = 0; i < sizeof(number) / sizeof(number[0]); i++) {
		const char *s = cell[number[i].cell];
		size_t n = strlen(s), digits = strspn(s, "0123456789");

		at[i] = text->len;
		if (number[i].width == 0)
			payment_decimal(text, s, number[i].places);
		for (; n > 0 && digits == n && n < number[i].width; n++)
			buf_putc(text, '0');
		/* What is no number is told apart later. */
		if (text->len == at[i] || number[i].width > 0)
			buf_puts(text, s);
		buf_putc(text, '\0');
	}
	for (i = 0; i < sizeof(number) / sizeof(number[0]); i++)
		cell[number[i].cell] = buf_text(text) + at[i];
}

static const char *
row_wrong(const char *code, const char *modifier, const char *const *cell)
{
	if (!text_code(code) || (modifier[0] != '\0' && strlen(modifier) != 2))
		return "no code, or no modifier";
	if (strlen(cell[RVU_STATUS]) != 1 || !payment_number(cell[RVU_WORK]) ||
	    !payment_number(cell[RVU_FACTOR]) ||
	    !payment_number(cell[RVU_TOTAL_OFFICE]) ||
	    strlen(cell[RVU_GLOBAL]) != 3)
		return "status, values or global days are none";
	return NULL;
}

int
rvu_put(struct import *im, struct edition *ed, const struct grid *g,
    const char *code, const char *modifier, const char *const cell[RVU_CELLS],
    struct err *e)
{
	const char *wrong = row_wrong(code, modifier, cell);
	struct buf cells, key;
	int rc;

	if (wrong != NULL)
		return edition_bad(im, ed, g, g->cells - 1, wrong, e);
	buf_init(&cells, LINE_CELLS);
	buf_init(&key, 16);
	cells_join(&cells, cell, RVU_CELLS);
	buf_printf(
	    &key, "%s%s%s", code, modifier[0] != '\0' ? "-" : "", modifier);
	rc = edition_put(im, ed, g, buf_text(&key), buf_text(&cells), e);
	buf_free(&cells);
	buf_free(&key);
	return rc;
}

static int
row_load(struct import *im, struct edition *ed, const struct grid *g,
    size_t columns, struct err *e)
{
	const char *cell[RVU_CELLS];
	struct buf text;
	int rc;

	if (g->cells != columns)
		return edition_bad(im, ed, g, g->cells - 1,
		    "another number of cells than the heading has", e);
	cells_take(g, cell);
	buf_init(&text, LINE_CELLS);
	numbers_plain(&text, cell);
	rc = rvu_put(im, ed, g, g->cell[CODE], g->cell[MODIFIER], cell, e);
	buf_free(&text);
	return rc;
}

/* "2026 National Physician Fee Schedule Relative Value File July Release" */
static bool
title_fits(const struct grid *g)
{
	size_t i;

	for (i = 0; i < g->cells; i++)
		if (name_has(g->cell[i], "Relative Value File"))
			return true;
	return false;
}

static date
title_day(const struct document *d)
{
	struct grid g;
	size_t i;
	date day = 0;

	if (!head_grid(&g, d, HEAD_ROWS, title_fits))
		return payment_day(d->name);
	for (i = 0; i < g.cells && day == 0; i++)
		if (name_has(g.cell[i], "Relative Value File"))
			day = name_day(g.cell[i]);
	grid_close(&g);
	return day != 0 ? day : payment_day(d->name);
}

/* Whose conversion factor it is on a day, as the pack's norms say: 1 those who
 * qualify, 0 the others, 2 nobody's that is known, -1. */
static int
factor_owner(struct import *im, const char *factor, date day, struct err *e)
{
	struct db_row *r = db_begin(im->db, LOOKUP_FACTOR_OWNER);
	int rc, owner = 2;

	db_bind_text(r, 1, factor);
	db_bind_number(r, 2, day);
	rc = db_step(r, e);
	if (rc == 1)
		owner = strcmp(db_text(r, 0), "qpp") == 0;
	db_end(r);
	return rc < 0 ? -1 : owner;
}

/* From 2026 on there are two files, by participation in an advanced payment
 * model (QPP), which differ in the conversion factor alone. A name that tells
 * neither is asked for, unless the factor tells; a factor that is the other
 * file's is refused. */
static int
program_find(struct import *im, const struct document *d, date first,
    const char *factor, bool *qpp_out, struct err *e)
{
	bool named = name_has(d->name, "qpp");
	int owner;

	*qpp_out = payment_qualifying(d->name);
	if (first < TWO_FILES)
		return 0;
	owner = factor_owner(im, factor, first, e);
	if (owner < 0)
		return -1;
	if (named && owner != 2 && *qpp_out != (owner == 1))
		return err_set(e, ERR_STOP, "import", 0,
		    "%.140s: its conversion factor %.12s is that of the other "
		    "one of QPP and nonQPP: give it its own name back",
		    d->name, factor);
	if (!named && owner == 2)
		return err_set(e, ERR_STOP, "import", 0,
		    "%.140s: neither name nor conversion factor tells QPP from "
		    "nonQPP: give it its own name back",
		    d->name);
	if (!named)
		*qpp_out = owner == 1;
	return 0;
}

int
rvu_edition(struct import *im, const struct document *d, date first,
    const char *factor, struct edition *out, struct err *e)
{
	bool qpp;

	if (program_find(im, d, first, factor, &qpp, e))
		return -1;
	*out = (struct edition){ .series = qpp ? "rvu.qpp" : "rvu",
		.name = qpp ? "Physician Fee Schedule (QPP)"
			    : "Physician Fee Schedule",
		.publisher = "CMS",
		.licence = "numbers: public domain; codes: AMA",
		.calendar = QUARTERLY,
		.first = first,
		.part = "",
		.notice = "CPT codes only are copyright American Medical "
			  "Association. All rights reserved." };
	return 0;
}

/* The conversion factor of the first row below the heading, as "33.4009". */
static void
first_factor(const struct document *d, struct buf *out)
{
	const char *cell[RVU_CELLS];
	struct err ignored = { 0 };
	struct grid g;

	if (!head_grid(&g, d, HEAD_ROWS, header_fits))
		return;
	if (grid_next(&g, &ignored) == 1 &&
	    (g.cells == COLUMNS_OLD || g.cells == COLUMNS_NEW)) {
		cells_take(&g, cell);
		payment_decimal(out, cell[RVU_FACTOR], 4);
	}
	grid_close(&g);
}

static int
rows_load(struct import *im, struct edition *ed, struct grid *g, struct err *e)
{
	size_t columns = g->cells;
	int rc;

	if (columns != COLUMNS_OLD && columns != COLUMNS_NEW)
		return grid_fail(g, columns - 1, e,
		    "this heading has neither the 31 columns of 2025 nor the "
		    "32 of 2026: the layout is not known");
	while ((rc = grid_next(g, e)) == 1)
		if (row_load(im, ed, g, columns, e))
			return -1;
	return rc;
}

static int
rvu_load(struct import *im, const struct document *d, struct err *e)
{
	struct edition ed = { 0 };
	struct buf factor;
	struct grid g;
	int rc;

	buf_init(&factor, 64);
	first_factor(d, &factor);
	rc = rvu_edition(im, d, title_day(d), buf_text(&factor), &ed, e);
	buf_free(&factor);
	if (rc != 0 || edition_begin(im, &ed, e))
		return -1;
	if (ed.skip || !head_grid(&g, d, HEAD_ROWS, header_fits))
		return 0;
	rc = rows_load(im, &ed, &g, e);
	grid_close(&g);
	return rc != 0 ? -1 : edition_end(im, &ed, e);
}

const struct official official_rvu = { .kind = "Physician Fee Schedule values",
	.recognise = rvu_recognise,
	.load = rvu_load };
