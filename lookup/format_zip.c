/* format_zip.c - the payment locality of each ZIP code ("ZIP5"), in records of
 * 80 columns (ZIP5lyout.txt) or as a sheet. A document comes in; entries of
 * series "zip" go out. */
#include "fees.h"
#include "listing.h"
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define RECORD_BYTES 80

static bool
digits_at(const char *p, size_t n)
{
	while (n-- > 0)
		if (!isdigit((unsigned char)*p++))
			return false;
	return true;
}

enum {
	STATE,
	CODE,
	CARRIER,
	NUMBER,
	RURAL,
	SPLIT,
	COLUMNS
};
static const struct listing_column columns[COLUMNS] = {
	[STATE] = { "=state", false },
	[CODE] = { "=zip|=zipcode", false },
	[CARRIER] = { "=carrier", false },
	[NUMBER] = { "=locality|=pricinglocality", false },
	[RURAL] = { "=ruralind|=ruralindicator", true },
	[SPLIT] = { "plusfour|plus4", true },
};

/* Sheets lose the zeros in front. */
static const char *
sheet_row(struct listing_row *r)
{
	const char *code = row_text(r, CODE);
	size_t n = strlen(code), i;

	if (n < 3 || n > 5 || !digits_at(code, n))
		return "no ZIP code";
	for (i = n; i < 5; i++)
		buf_putc(&r->key, '0');
	buf_puts(&r->key, code);
	row_cell(r, row_text(r, STATE));
	if (!payment_locality(
		&r->scratch, row_text(r, CARRIER), row_text(r, NUMBER)))
		return "no carrier and locality";
	row_cell(r, buf_text(&r->scratch));
	row_cell(r, row_text(r, RURAL));
	row_cell(r, strcmp(row_text(r, SPLIT), "1") == 0 ? "1" : "0");
	return NULL;
}

static const struct listing sheet = {
	.edition = { .series = "zip",
	    .name = "Localities of ZIP codes",
	    .publisher = "CMS",
	    .licence = "public domain",
	    .calendar = QUARTERLY,
	    .part = "",
	    .notice = "" },
	.column = columns,
	.columns = COLUMNS,
	.head_rows = 6,
	.row = sheet_row,
};

const struct official official_zip_sheet = { .kind = "ZIP codes",
	.listing = { &sheet } };

/* State 1-2, ZIP 3-7, carrier 8-12, locality 13-14, rural 15, plus-four flag
 * 21, year and quarter 76-80. */
static bool
record_fits(const struct grid *g)
{
	return g->raw_n >= RECORD_BYTES && isupper((unsigned char)g->raw[0]) &&
	       isupper((unsigned char)g->raw[1]) && digits_at(g->raw + 2, 12) &&
	       strchr(" RB", g->raw[14]) != NULL && digits_at(g->raw + 75, 5);
}

static date
record_day(const struct grid *g)
{
	const char *p = g->raw + 75;
	int year = 0, i;

	for (i = 0; i < 4; i++)
		year = year * 10 + (p[i] - '0');
	return p[4] >= '1' && p[4] <= '4'
		   ? date_make(year, (p[4] - '1') * 3 + 1, 1)
		   : 0;
}

static bool
records_open(struct grid *g, const struct document *d)
{
	struct err ignored = { 0 };

	grid_open(g, d->name, d->p, d->n);
	if (grid_line(g, &ignored) == 1 && record_fits(g))
		return true;
	grid_close(g);
	return false;
}

static bool
records_recognise(const struct document *d)
{
	struct grid g;

	if (!records_open(&g, d))
		return false;
	grid_close(&g);
	return true;
}

static int
record_load(
    struct import *im, struct edition *ed, const struct grid *g, struct err *e)
{
	char key[6], cells[40];
	const char *p = g->raw;

	if (g->raw_n <= 1)
		return 0;
	if (!record_fits(g))
		return edition_bad(im, ed, g, 0,
		    "no ZIP code with carrier and locality in 80 columns", e);
	snprintf(key, sizeof(key), "%.5s", p + 2);
	snprintf(cells, sizeof(cells), "%.2s\t%.5s-%.2s\t%.*s\t%c", p, p + 7,
	    p + 12, p[14] != ' ', p + 14, p[20] == '1' ? '1' : '0');
	return edition_put(im, ed, g, key, cells, e);
}

static int
records_load(struct import *im, const struct document *d, struct err *e)
{
	struct edition ed = sheet.edition;
	struct grid g;
	int rc = 1;

	if (!records_open(&g, d))
		return 0;
	/* "ZIP9": a million rows that tell parts of the ZIP codes whose flag
	 * says that they are divided. */
	if (digits_at(g.raw + 21, 4)) {
		grid_close(&g);
		im->said = "parts of ZIP codes: the list of whole ones (ZIP5) "
			   "is what is kept";
		return 0;
	}
	ed.first = record_day(&g);
	if (ed.first == 0)
		ed.first = payment_day(d->name);
	if (edition_begin(im, &ed, e))
		rc = -1;
	while (rc == 1 && !ed.skip) {
		if (record_load(im, &ed, &g, e))
			rc = -1;
		else
			rc = grid_line(&g, e);
	}
	grid_close(&g);
	return rc < 0 ? -1 : ed.skip ? 0 : edition_end(im, &ed, e);
}

const struct official official_zip = { .kind = "ZIP codes",
	.recognise = records_recognise,
	.load = records_load };
