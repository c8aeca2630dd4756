/* format_cap.c - amounts of imaging services behind the cap by hospital
 * outpatient payment (section 5102(b) of the Deficit Reduction Act of 2005), by
 * locality, with commas or in fixed columns. A document comes in; entries of
 * series "opps.cap" go out. */
#include "fees.h"
#include "listing.h"
#include <ctype.h>
#include <string.h>

enum {
	CODE,
	MODIFIER,
	STATUS,
	CARRIER,
	NUMBER,
	OFFICE,
	FACILITY,
	COLUMNS
};
/* CMS's own heading is "NON-FACILTY PRICE". */
static const struct listing_column columns[COLUMNS] = {
	[CODE] = { "=hcpcs", false },
	[MODIFIER] = { "=mod|=modifier", false },
	[STATUS] = { "=procstat|=status", false },
	[CARRIER] = { "=carrier|=mac", false },
	[NUMBER] = { "=locality", false },
	[OFFICE] = { "nonfac", false },
	[FACILITY] = { "facilityprice", false },
};

static bool
status_fits(const char *status)
{
	return isupper((unsigned char)status[0]) && status[1] == '\0';
}

/* "70553-TC 01112-05": code, modifier, contractor and locality. */
static bool
key_put(struct buf *key, const char *code, const char *modifier,
    const char *carrier, const char *number)
{
	if (!text_code(code) || (modifier[0] != '\0' && strlen(modifier) != 2))
		return false;
	buf_printf(
	    key, "%s%s%s ", code, modifier[0] != '\0' ? "-" : "", modifier);
	return payment_locality(key, carrier, number);
}

static const char *
cap_row(struct listing_row *r)
{
	if (!key_put(&r->key, row_text(r, CODE), row_text(r, MODIFIER),
		row_text(r, CARRIER), row_text(r, NUMBER)))
		return "no code with modifier, contractor and locality";
	if (!status_fits(row_text(r, STATUS)))
		return "no status of one letter";
	row_cell(r, row_text(r, STATUS));
	if (row_text(r, OFFICE)[0] == '\0' ||
	    row_text(r, FACILITY)[0] == '\0' || !row_money(r, OFFICE, 2) ||
	    !row_money(r, FACILITY, 2))
		return "an amount that is no number";
	return NULL;
}

static const struct listing cap = {
	.edition = { .series = "opps.cap",
	    .name = "Imaging amounts behind the outpatient cap",
	    .publisher = "CMS",
	    .licence = "numbers: public domain; codes: AMA",
	    .calendar = QUARTERLY,
	    .part = "",
	    .notice = AMA_NOTICE },
	.column = columns,
	.columns = COLUMNS,
	.head_rows = 10,
	.row = cap_row,
};

const struct official official_cap = { .kind = "Outpatient caps (OPPSCAP)",
	.listing = { &cap } };

/* Code 1-5, modifier 6-7, status 9, contractor 11-15, locality 18-19, amounts
 * in a facility to 28 and in an office to 38. */
#define LINE_MIN 33
static const struct {
	unsigned char from, to;
} fields[COLUMNS] = { [CODE] = { 1, 5 },
	[MODIFIER] = { 6, 7 },
	[STATUS] = { 9, 9 },
	[CARRIER] = { 11, 15 },
	[NUMBER] = { 18, 19 },
	[FACILITY] = { 20, 28 },
	[OFFICE] = { 29, 40 } };

/* The fields of a line behind one another, each closed by NUL. */
static bool
line_cut(const struct grid *g, struct buf *text, const char *field[COLUMNS])
{
	struct buf one;
	const char *p;
	size_t i;

	buf_clear(text);
	buf_init(&one, 32);
	for (i = 0; i < COLUMNS; i++) {
		buf_clear(&one);
		grid_slice(g, fields[i].from, fields[i].to, &one);
		buf_puts(text, buf_text(&one));
		buf_putc(text, '\0');
	}
	buf_free(&one);
	for (i = 0, p = buf_text(text); i < COLUMNS; i++) {
		field[i] = p;
		p += strlen(p) + 1;
	}
	return g->raw_n >= LINE_MIN && status_fits(field[STATUS]) &&
	       payment_number(field[FACILITY]) && payment_number(field[OFFICE]);
}

static int
line_load(struct import *im, struct edition *ed, const struct grid *g,
    struct buf *text, struct err *e)
{
	const char *field[COLUMNS];
	struct buf key, cells;
	bool fits;
	int rc;

	if (g->raw_n <= 1)
		return 0;
	buf_init(&key, 32);
	buf_init(&cells, 64);
	fits = line_cut(g, text, field) &&
	       key_put(&key, field[CODE], field[MODIFIER], field[CARRIER],
		   field[NUMBER]);
	buf_printf(&cells, "%s\t", fits ? field[STATUS] : "");
	fits = fits && payment_decimal(&cells, field[OFFICE], 2) == 0 &&
	       buf_putc(&cells, '\t') == 0 &&
	       payment_decimal(&cells, field[FACILITY], 2) == 0;
	rc = fits ? edition_put(im, ed, g, buf_text(&key), buf_text(&cells), e)
		  : edition_bad(im, ed, g, 0,
			"no code, status, contractor, locality and two amounts "
			"in these columns",
			e);
	buf_free(&key);
	buf_free(&cells);
	return rc;
}

static bool
text_recognise(const struct document *d)
{
	const char *field[COLUMNS];
	struct err ignored = { 0 };
	struct buf text, key;
	struct grid g;
	bool fits;

	grid_open(&g, d->name, d->p, d->n);
	buf_init(&text, 256);
	buf_init(&key, 32);
	fits = grid_line(&g, &ignored) == 1 && line_cut(&g, &text, field) &&
	       key_put(&key, field[CODE], field[MODIFIER], field[CARRIER],
		   field[NUMBER]);
	buf_free(&key);
	buf_free(&text);
	grid_close(&g);
	return fits;
}

static int
text_load(struct import *im, const struct document *d, struct err *e)
{
	struct edition ed = cap.edition;
	struct buf text;
	struct grid g;
	int rc = 0;

	ed.first = payment_day(d->name);
	if (edition_begin(im, &ed, e))
		return -1;
	if (ed.skip)
		return 0;
	grid_open(&g, d->name, d->p, d->n);
	buf_init(&text, 256);
	while (rc == 0 && (rc = grid_line(&g, e)) == 1)
		rc = line_load(im, &ed, &g, &text, e);
	buf_free(&text);
	grid_close(&g);
	return rc ? -1 : edition_end(im, &ed, e);
}

const struct official official_cap_text = { .kind = "Outpatient caps (OPPSCAP)",
	.recognise = text_recognise,
	.load = text_load };
