/* format_anes_cf.c - anesthesia conversion factors by locality, with commas, as
 * a sheet, or in fixed columns, where the factor has lost its point. A document
 * comes in; entries of series "anes.cf" go out. */
#include "fees.h"
#include "listing.h"
#include <ctype.h>
#include <string.h>

enum {
	CONTRACTOR,
	NAME,
	NUMBER,
	PLAIN_NOT_QPP,
	PLAIN_QPP,
	FACTOR,
	COLUMNS
};
/* "National Anes CF of 20.3178" heads the locality's own factors. */
static const struct listing_column columns[COLUMNS] = {
	[CONTRACTOR] = { "contractor|carrier|=mac", false },
	[NAME] = { "localityname", false },
	[NUMBER] = { "=locality|localitynumber|localitycode", false },
	[PLAIN_NOT_QPP] = { "nonqpp|nonqualifying|nonapm", true },
	[PLAIN_QPP] = { "qpp|qualifying|apm", true },
	[FACTOR] = { "anescf|anesthesiacf|anesthesiaconversion|anesconversion",
	    true },
};

static void
name_add(struct listing_row *r, const char *name)
{
	char plain[80];
	size_t n = strcspn(name, "*"); /* stars refer to notes */

	if (n >= sizeof(plain))
		n = sizeof(plain) - 1;
	while (n > 0 && name[n - 1] == ' ')
		n--;
	memcpy(plain, name, n);
	plain[n] = '\0';
	row_cell(r, plain);
}

static const char *
anes_row(struct listing_row *r)
{
	size_t factor = r->at[FACTOR] >= 0 ? FACTOR : PLAIN_NOT_QPP;

	if (!isdigit((unsigned char)row_text(r, CONTRACTOR)[0])) {
		r->skip = true; /* a note that has commas */
		return NULL;
	}
	if (!payment_locality(
		&r->key, row_text(r, CONTRACTOR), row_text(r, NUMBER)))
		return "no contractor of five digits and locality of two";
	name_add(r, row_text(r, NAME));
	if (!row_money(r, factor, 4) || row_text(r, factor)[0] == '\0' ||
	    !row_money(r, PLAIN_QPP, 4))
		return "a factor that is no number";
	return NULL;
}

/* Two files a year, as those of relative values. */
static void
anes_adapt(struct edition *ed, const struct document *d)
{
	if (payment_qualifying(d->name)) {
		ed->series = "anes.cf.qpp";
		ed->name = "Anesthesia conversion factors (QPP)";
	}
}

static const struct listing anes = {
	.edition = { .series = "anes.cf",
	    .name = "Anesthesia conversion factors",
	    .publisher = "CMS",
	    .licence = "public domain",
	    .calendar = YEARLY,
	    .part = "",
	    .notice = "" },
	.column = columns,
	.columns = COLUMNS,
	.head_rows = 10,
	.title = "anes",
	.adapt = anes_adapt,
	.row = anes_row,
};

const struct official official_anes_cf = { .kind = "Anesthesia factors",
	.listing = { &anes } };

/* Fixed columns: contractor, locality, name, and a factor of two places without
 * its point: "10112       00    ALABAMA          1931". */
#define TEXT_LINES 3 /* that must fit */
#define NAME_FROM  19
#define LINE_MIN   60
#define LINE_MAX   120

struct text_row {
	struct buf contractor, number, name, factor;
};

static void
text_row_init(struct text_row *t)
{
	buf_init(&t->contractor, 16);
	buf_init(&t->number, 16);
	buf_init(&t->name, 200);
	buf_init(&t->factor, 16);
}

static void
text_row_free(struct text_row *t)
{
	buf_free(&t->contractor);
	buf_free(&t->number);
	buf_free(&t->name);
	buf_free(&t->factor);
}

static bool
digits(const struct buf *b, size_t least, size_t most)
{
	return b->len >= least && b->len <= most &&
	       strspn(buf_text(b), "0123456789") == b->len;
}

/* The factor is what stands last. */
static bool
line_cut(const struct grid *g, struct text_row *t)
{
	size_t end = g->raw_n, from;

	while (end > 0 && strchr(" \r", g->raw[end - 1]) != NULL)
		end--;
	for (from = end; from > 0 && g->raw[from - 1] != ' '; from--)
		continue;
	if (end < LINE_MIN || end > LINE_MAX || from < NAME_FROM)
		return false;
	grid_slice(g, 1, 5, &t->contractor);
	grid_slice(g, 6, NAME_FROM - 1, &t->number);
	grid_slice(g, NAME_FROM, from, &t->name);
	grid_slice(g, from + 1, end, &t->factor);
	return digits(&t->contractor, 5, 5) && digits(&t->number, 2, 2) &&
	       t->name.len > 0 && digits(&t->factor, 4, 4);
}

static bool
line_fits(const struct grid *g)
{
	struct text_row t;
	bool fits;

	text_row_init(&t);
	fits = line_cut(g, &t);
	text_row_free(&t);
	return fits;
}

static bool
text_recognise(const struct document *d)
{
	struct err ignored = { 0 };
	struct grid g;
	int lines = 0;

	grid_open(&g, d->name, d->p, d->n);
	while (
	    lines < TEXT_LINES && grid_line(&g, &ignored) == 1 && line_fits(&g))
		lines++;
	grid_close(&g);
	return lines == TEXT_LINES;
}

static int
text_row_load(
    struct import *im, struct edition *ed, const struct grid *g, struct err *e)
{
	struct text_row t;
	struct buf key, cells;
	int rc;

	text_row_init(&t);
	buf_init(&key, 16);
	buf_init(&cells, LINE_CELLS);
	if (!line_cut(g, &t)) {
		rc = edition_bad(
		    im, ed, g, 0, "no locality with a factor of 4 digits", e);
	} else {
		const char *factor = buf_text(&t.factor);

		payment_locality(
		    &key, buf_text(&t.contractor), buf_text(&t.number));
		buf_printf(&cells, "%.*s\t%.2s.%.2s00\t",
		    (int)strcspn(buf_text(&t.name), "*"), buf_text(&t.name),
		    factor, factor + 2);
		rc =
		    edition_put(im, ed, g, buf_text(&key), buf_text(&cells), e);
	}
	text_row_free(&t);
	buf_free(&key);
	buf_free(&cells);
	return rc;
}

static int
text_load(struct import *im, const struct document *d, struct err *e)
{
	struct edition ed = anes.edition;
	struct grid g;
	int rc;

	ed.first = payment_day(d->name);
	anes_adapt(&ed, d);
	if (edition_begin(im, &ed, e))
		return -1;
	if (ed.skip)
		return 0;
	grid_open(&g, d->name, d->p, d->n);
	while ((rc = grid_line(&g, e)) == 1)
		if (g.raw_n > 2 && text_row_load(im, &ed, &g, e)) {
			rc = -1;
			break;
		}
	grid_close(&g);
	return rc ? -1 : edition_end(im, &ed, e);
}

const struct official official_anes_cf_text = { .kind = "Anesthesia factors",
	.recognise = text_recognise,
	.load = text_load };
