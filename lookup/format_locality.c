/* format_locality.c - which counties a payment locality has ("25LOCCO"), with
 * commas, as a sheet, or as lines of columns. A document comes in; entries of
 * series "locality" go out.
 *
 * The file with commas has lost the zeros in front of its numbers, has an empty
 * row after each state, and names a state in its first row alone. */
#include "fees.h"
#include "listing.h"
#include <ctype.h>
#include <string.h>

enum {
	CONTRACTOR,
	NUMBER,
	STATE,
	AREA,
	COUNTIES,
	COLUMNS
};
static const struct listing_column columns[COLUMNS] = {
	[CONTRACTOR] = { "contractor",
	    false }, /* "Medicare Adminstrative ..." */
	[NUMBER] = { "localitynumber|=locality", false },
	[STATE] = { "=state", false },
	[AREA] = { "feeschedulearea|localityname", false },
	[COUNTIES] = { "counties|county", false },
};
/* A star refers to the note at the end. */
static void
cell_add(struct listing_row *r, const char *text)
{
	struct buf plain;
	size_t n = strcspn(text, "*");

	while (n > 0 && text[n - 1] == ' ')
		n--;
	buf_init(&plain, LIMIT_ROW_BYTES);
	buf_add(&plain, text, n);
	row_cell(r, buf_text(&plain));
	buf_free(&plain);
}

static const char *
locality_put(struct listing_row *r, const char *const cell[COLUMNS])
{
	if (!isdigit((unsigned char)cell[CONTRACTOR][0])) {
		r->skip = true; /* "*  Payment locality is serviced by ..." */
		return NULL;
	}
	if (!payment_locality(&r->key, cell[CONTRACTOR], cell[NUMBER]))
		return "no contractor of five digits and locality of two";
	if (cell[STATE][0] != '\0') {
		buf_clear(&r->carry);
		buf_puts(&r->carry, cell[STATE]);
	}
	if (r->carry.len == 0 || cell[AREA][0] == '\0')
		return "no state, or no name";
	cell_add(r, buf_text(&r->carry));
	cell_add(r, cell[AREA]);
	cell_add(r, cell[COUNTIES]);
	return NULL;
}

static const char *
locality_row(struct listing_row *r)
{
	const char *cell[COLUMNS];
	size_t i;

	for (i = 0; i < COLUMNS; i++)
		cell[i] = row_text(r, i);
	return locality_put(r, cell);
}

static const struct listing table = {
	.edition = { .series = "locality",
	    .name = "Counties of payment localities",
	    .publisher = "CMS",
	    .licence = "public domain",
	    .calendar = YEARLY,
	    .part = "",
	    .notice = "" },
	.column = columns,
	.columns = COLUMNS,
	.head_rows = 10,
	.row = locality_row,
};

const struct official official_locality = { .kind = "Localities",
	.listing = { &table } };

/* Lines: what two blanks or more split. A line without a number goes on with
 * the counties of the line before. */
#define HEAD_LINES 12

static size_t
line_cut(char *line, const char *part[COLUMNS])
{
	size_t n = 0;

	for (line += strspn(line, " "); *line != '\0' && n < COLUMNS;) {
		char *end = strstr(line, "  ");

		part[n++] = line;
		if (end == NULL || n == COLUMNS)
			break;
		*end++ = '\0';
		line = end + strspn(end, " ");
	}
	return n;
}

static bool
line_numbered(const char *line)
{
	size_t n;

	line += strspn(line, " ");
	n = strspn(line, "0123456789");
	return n >= 4 && n <= 5 && line[n] == ' ';
}

/* A title that names counties and localities, and then a line with numbers. */
static bool
lines_recognise(const struct document *d)
{
	struct err ignored = { 0 };
	bool titled = false, numbered = false;
	int lines = HEAD_LINES;
	struct grid g;

	grid_open(&g, d->name, d->p, d->n);
	while (lines-- > 0 && !numbered && grid_line(&g, &ignored) == 1) {
		titled = titled || (name_has(g.cell[0], "counties") &&
				       name_has(g.cell[0], "localit"));
		numbered = line_numbered(g.cell[0]);
	}
	grid_close(&g);
	return titled && numbered;
}

struct lines {
	struct import *im;
	struct edition *ed;
	const struct grid *g;
	struct listing_row row;
	struct buf line; /* one locality, with the lines that go on */
};

static int
line_load(struct lines *l, struct err *e)
{
	const char *part[COLUMNS] = { "", "", "", "", "" }, *wrong;
	size_t n;

	if (l->line.len == 0)
		return 0;
	n = line_cut(l->line.data, part);
	if (n == COLUMNS - 1) { /* no state: that of the line before */
		part[COUNTIES] = part[AREA];
		part[AREA] = part[STATE];
		part[STATE] = "";
	}
	buf_clear(&l->row.key);
	buf_clear(&l->row.cells);
	l->row.begun = l->row.skip = false;
	wrong = n < COLUMNS - 1 ? "no number, state, name and counties"
				: locality_put(&l->row, part);
	buf_clear(&l->line);
	if (wrong != NULL)
		return edition_bad(l->im, l->ed, l->g, 0, wrong, e);
	return l->row.skip
		   ? 0
		   : edition_put(l->im, l->ed, l->g, buf_text(&l->row.key),
			 buf_text(&l->row.cells), e);
}

static int
line_take(struct lines *l, struct err *e)
{
	const char *line = l->g->cell[0];

	if (line_numbered(line)) {
		if (line_load(l, e))
			return -1;
		buf_puts(&l->line, line);
		return 0;
	}
	line += strspn(line, " ");
	if (l->line.len > 0 && *line != '\0' && *line != '*')
		buf_printf(&l->line, " %s", line);
	return 0;
}

static int
lines_read(struct lines *l, struct grid *g, struct err *e)
{
	int rc;

	buf_init(&l->row.key, 64);
	buf_init(&l->row.cells, LINE_CELLS);
	buf_init(&l->row.carry, LINE_CELLS);
	buf_init(&l->line, LIMIT_ROW_BYTES);
	while ((rc = grid_line(g, e)) == 1)
		if (line_take(l, e)) {
			rc = -1;
			break;
		}
	if (rc == 0)
		rc = line_load(l, e);
	buf_free(&l->row.key);
	buf_free(&l->row.cells);
	buf_free(&l->row.carry);
	buf_free(&l->line);
	return rc;
}

static int
lines_load(struct import *im, const struct document *d, struct err *e)
{
	struct edition ed = table.edition;
	struct lines l = { .im = im, .ed = &ed };
	struct grid g;
	int rc;

	ed.first = listing_day(&table, d);
	if (edition_begin(im, &ed, e))
		return -1;
	if (ed.skip)
		return 0;
	grid_open(&g, d->name, d->p, d->n);
	l.g = &g;
	rc = lines_read(&l, &g, e);
	grid_close(&g);
	return rc ? -1 : edition_end(im, &ed, e);
}

const struct official official_locality_text = {
	.kind = "Localities", .recognise = lines_recognise, .load = lines_load
};
