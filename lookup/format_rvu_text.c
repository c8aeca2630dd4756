/* format_rvu_text.c - the Physician Fee Schedule's relative value file in fixed
 * columns. A document comes in; entries of series "rvu" go out, the same as
 * from the file with commas. Columns as RVUyyR.pdf of the release counts them. */
#include "payment.h"
#include <string.h>

#define HEAD_LINES 40
enum {
	RECORD_MIN = 145 /* up to the supervision; blanks behind may be cut */
};

struct field {
	unsigned char from, to;
	bool number; /* ".00" and "0.00" are the same */
};
/* In the order of enum rvu_cell. The price indicator of 2026 stands in what
 * was filler before; 7 columns, of which at most one is used. */
static const struct field fields[RVU_CELLS] = {
	[RVU_STATUS] = { 58, 58, false },
	[RVU_UNUSED] = { 59, 59, false },
	[RVU_WORK] = { 60, 65, true },
	[RVU_PE_OFFICE] = { 67, 72, true },
	[RVU_NA_OFFICE] = { 73, 74, false },
	[RVU_PE_FACILITY] = { 76, 81, true },
	[RVU_NA_FACILITY] = { 82, 83, false },
	[RVU_MALPRACTICE] = { 85, 89, true },
	[RVU_TOTAL_OFFICE] = { 91, 96, true },
	[RVU_TOTAL_FACILITY] = { 97, 102, true },
	[RVU_PCTC] = { 103, 103, false },
	[RVU_GLOBAL] = { 104, 106, false },
	[RVU_PRE] = { 107, 109, true },
	[RVU_INTRA] = { 110, 112, true },
	[RVU_POST] = { 113, 115, true },
	[RVU_MULTIPLE] = { 116, 116, false },
	[RVU_BILATERAL] = { 117, 117, false },
	[RVU_ASSISTANT] = { 118, 118, false },
	[RVU_COSURGEONS] = { 119, 119, false },
	[RVU_TEAM] = { 120, 120, false },
	[RVU_PRICING] = { 121, 127, false },
	[RVU_ENDOSCOPY] = { 128, 132, false },
	[RVU_FACTOR] = { 133, 140, false },
	[RVU_SUPERVISION] = { 142, 143, false },
	[RVU_FLAG] = { 144, 144, false },
	[RVU_IMAGING] = { 146, 147, false },
	[RVU_OPPS_OFFICE] = { 152, 157, true },
	[RVU_OPPS_FACILITY] = { 159, 164, true },
	[RVU_OPPS_MALPRACTICE] = { 166, 171, true },
};

static bool
line_heads(const struct grid *g)
{
	return g->raw_n > 4 && strncmp(g->raw, "HDR ", 4) == 0;
}

/* A factor with four places where the layout has it tells this record from
 * lines of another table. */
static bool
line_fits(const struct grid *g)
{
	struct buf code, factor;
	bool fits = g->raw_n >= RECORD_MIN && g->raw[0] != ' ';

	buf_init(&code, 16);
	buf_init(&factor, 16);
	grid_slice(g, 1, 5, &code);
	grid_slice(g, 133, 140, &factor);
	fits = fits && text_code(buf_text(&code)) &&
	       payment_number(buf_text(&factor)) &&
	       strchr(buf_text(&factor), '.') != NULL;
	buf_free(&code);
	buf_free(&factor);
	return fits;
}

/* Lines of a header alone, or none, and then a record. */
static bool
text_recognise(const struct document *d)
{
	struct err ignored = { 0 };
	struct grid g;
	int lines = HEAD_LINES;
	bool fits = false;

	grid_open(&g, d->name, d->p, d->n);
	while (lines-- > 0 && !fits && grid_line(&g, &ignored) == 1) {
		fits = line_fits(&g);
		if (!fits && !line_heads(&g) && g.raw_n > 2)
			break;
	}
	grid_close(&g);
	return fits;
}

/* The cells behind one another in text, each with its NUL. */
static void
fields_cut(const struct grid *g, struct buf *text)
{
	struct buf one;
	size_t i;

	buf_init(&one, 64);
	for (i = 0; i < RVU_CELLS; i++) {
		size_t before = text->len;

		buf_clear(&one);
		grid_slice(g, fields[i].from, fields[i].to, &one);
		if (!fields[i].number ||
		    payment_decimal(text, buf_text(&one), 2) != 0 ||
		    text->len == before)
			buf_puts(text, buf_text(&one));
		buf_putc(text, '\0');
	}
	buf_free(&one);
}

static int
record_load(
    struct import *im, struct edition *ed, const struct grid *g, struct err *e)
{
	const char *cell[RVU_CELLS], *p;
	struct buf text, name;
	size_t i, modifier;
	int rc;

	buf_init(&text, LIMIT_ROW_BYTES);
	buf_init(&name, 32);
	fields_cut(g, &text);
	for (i = 0, p = buf_text(&text); i < RVU_CELLS; i++) {
		cell[i] = p;
		p += strlen(p) + 1;
	}
	grid_slice(g, 1, 5, &name);
	buf_putc(&name, '\0');
	modifier = name.len;
	grid_slice(g, 6, 7, &name);
	if (g->raw_n < RECORD_MIN)
		rc = edition_bad(
		    im, ed, g, 0, "shorter than a record: 171 columns", e);
	else
		rc = rvu_put(im, ed, g, buf_text(&name),
		    buf_text(&name) + modifier, cell, e);
	buf_free(&text);
	buf_free(&name);
	return rc;
}

static void
first_factor(const struct document *d, struct buf *out)
{
	struct err ignored = { 0 };
	struct grid g;
	struct buf text;

	buf_init(&text, 16);
	grid_open(&g, d->name, d->p, d->n);
	while (grid_line(&g, &ignored) == 1)
		if (line_fits(&g)) {
			grid_slice(&g, 133, 140, &text);
			payment_decimal(out, buf_text(&text), 4);
			break;
		}
	grid_close(&g);
	buf_free(&text);
}

static int
text_load(struct import *im, const struct document *d, struct err *e)
{
	struct edition ed = { 0 };
	struct buf factor;
	struct grid g;
	int rc;

	buf_init(&factor, 64);
	first_factor(d, &factor);
	rc =
	    rvu_edition(im, d, payment_day(d->name), buf_text(&factor), &ed, e);
	buf_free(&factor);
	if (rc != 0 || edition_begin(im, &ed, e))
		return -1;
	if (ed.skip)
		return 0;
	grid_open(&g, d->name, d->p, d->n);
	while ((rc = grid_line(&g, e)) == 1)
		if (!line_heads(&g) && g.raw_n > 2 &&
		    record_load(im, &ed, &g, e)) {
			rc = -1;
			break;
		}
	grid_close(&g);
	return rc ? -1 : edition_end(im, &ed, e);
}

const struct official official_rvu_text = { .kind =
						"Physician Fee Schedule values",
	.recognise = text_recognise,
	.load = text_load };
