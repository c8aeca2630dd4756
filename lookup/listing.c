/* listing.c - tables with a heading row. A document comes in; its columns are
 * found by their words, and each row goes to its format. */
#include "listing.h"
#include "payment.h"
#include <ctype.h>
#include <string.h>

#define HEADING_BYTES 200

/* "Payment  Rate*" as "paymentrate". */
static void
heading_plain(const char *text, char out[HEADING_BYTES])
{
	size_t n = 0;

	for (; *text != '\0' && n + 1 < HEADING_BYTES; text++)
		if (isalnum((unsigned char)*text))
			out[n++] = (char)tolower((unsigned char)*text);
	out[n] = '\0';
}

static bool
word_fits(const char *heading, const char *word, size_t n)
{
	if (word[0] == '=')
		return strlen(heading) == n - 1 &&
		       strncmp(heading, word + 1, n - 1) == 0;
	return memmem(heading, strlen(heading), word, n) != NULL;
}

static bool
words_fit(const char *heading, const char *words)
{
	for (;;) {
		size_t n = strcspn(words, "|");

		if (word_fits(heading, words, n))
			return true;
		if (words[n] == '\0')
			return false;
		words += n + 1;
	}
}

/* Which cells hold the columns; false where one lacks. */
static bool
columns_find(
    const struct listing *l, const struct grid *g, int at[LISTING_COLUMNS])
{
	char heading[HEADING_BYTES];
	size_t i, c;

	for (c = 0; c < l->columns; c++)
		at[c] = -1;
	for (i = 0; i < g->cells; i++) {
		heading_plain(g->cell[i], heading);
		for (c = 0; heading[0] != '\0' && c < l->columns; c++)
			if (at[c] < 0 &&
			    words_fit(heading, l->column[c].words)) {
				at[c] = (int)i;
				break;
			}
	}
	for (c = 0; c < l->columns; c++)
		if (at[c] < 0 && !l->column[c].optional)
			return false;
	return true;
}

static bool
row_has(const struct grid *g, const char *words)
{
	size_t i;

	for (i = 0; i < g->cells; i++)
		if (name_has(g->cell[i], words))
			return true;
	return false;
}

/* Open g on the heading: true, or false and g is closed. */
static bool
heading_open(const struct listing *l, const struct document *d, struct grid *g,
    int at[LISTING_COLUMNS])
{
	struct err ignored = { 0 };
	bool titled = l->title == NULL || name_has(d->name, l->title);
	int rows = l->head_rows;

	grid_open(g, d->name, d->p, d->n);
	while (rows-- > 0 && grid_next(g, &ignored) == 1) {
		titled = titled || row_has(g, l->title);
		if (titled && columns_find(l, g, at))
			return true;
	}
	grid_close(g);
	return false;
}

bool
listing_recognise(const struct listing *l, const struct document *d)
{
	int at[LISTING_COLUMNS];
	struct grid g;

	if (!heading_open(l, d, &g, at))
		return false;
	grid_close(&g);
	return true;
}

/* "April 2026", "JULY 1, 2026" in a text; 0. */
static date
month_day(const char *text)
{
	size_t n;

	for (; *text != '\0'; text += n > 0 ? n : 1) {
		char word[12] = "";
		const char *p;

		n = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				 "abcdefghijklmnopqrstuvwxyz");
		if (n < 3 || n >= sizeof(word))
			continue;
		memcpy(word, text, n);
		p = text + n + strspn(text + n, " .");
		if (name_month(word) == 0)
			continue;
		if (isdigit((unsigned char)p[0]) && strchr(p, ',') != NULL &&
		    strcspn(p, ",") <= 2)
			p += strcspn(p, ",") + 1 + strspn(p, " ");
		p += strspn(p, " ");
		if (p[0] == '2' && p[1] == '0' &&
		    isdigit((unsigned char)p[2]) &&
		    isdigit((unsigned char)p[3]))
			return date_make(2000 + (p[2] - '0') * 10 + p[3] - '0',
			    name_month(word), 1);
	}
	return 0;
}

static date
cells_day(const struct grid *g, date (*read)(const char *text))
{
	date day = 0;
	size_t i;

	for (i = 0; i < g->cells && day == 0; i++)
		if (!name_has(g->cell[i], "copyright"))
			day = read(g->cell[i]);
	return day;
}

/* What the rows up to the heading say. */
static date
rows_day(const struct listing *l, const struct document *d,
    date (*read)(const char *text))
{
	struct err ignored = { 0 };
	int at[LISTING_COLUMNS], rows = l->head_rows;
	struct grid g;
	date day = 0;

	grid_open(&g, d->name, d->p, d->n);
	while (rows-- > 0 && day == 0 && grid_next(&g, &ignored) == 1) {
		day = cells_day(&g, read);
		if (columns_find(l, &g, at))
			break;
	}
	grid_close(&g);
	return day;
}

date
listing_day(const struct listing *l, const struct document *d)
{
	const char *slash = strrchr(d->name, '/');
	const char *name = slash ? slash + 1 : d->name;
	date named = payment_day(name), day;

	if (named % 10000 > 101 || (named != 0 && name_month(name) != 0))
		return named;
	day = rows_day(l, d, month_day);
	if (day == 0)
		day = named;
	if (day == 0)
		day = rows_day(l, d, name_day);
	return day != 0 ? day : payment_day(d->name);
}

const char *
row_text(const struct listing_row *r, size_t column)
{
	return r->at[column] < 0 ? "" : grid_cell(r->g, (size_t)r->at[column]);
}

void
row_cell(struct listing_row *r, const char *text)
{
	if (r->begun)
		buf_putc(&r->cells, '\t');
	r->begun = true;
	buf_puts(&r->cells, text);
}

bool
row_money(struct listing_row *r, size_t column, int places)
{
	buf_clear(&r->scratch);
	if (payment_decimal(&r->scratch, row_text(r, column), places))
		return false;
	row_cell(r, buf_text(&r->scratch));
	return true;
}

bool
row_code(struct listing_row *r, size_t column)
{
	const char *code = row_text(r, column);

	buf_puts(&r->key, code);
	return text_code(code);
}

static void
row_clear(struct listing_row *r)
{
	buf_clear(&r->key);
	buf_clear(&r->cells);
	buf_clear(&r->scratch);
	r->begun = r->skip = false;
}

/* Notes stand in one cell. */
static bool
row_notes(const struct grid *g)
{
	size_t i, filled = 0;

	for (i = 0; i < g->cells; i++)
		filled += g->cell[i][0] != '\0';
	return filled < 2;
}

/* The last row, without a line end and without all its cells, and no note: the
 * cell of its first column is as short as a code. */
static bool
row_half(const struct listing_row *r)
{
	const char *first = row_text(r, 0);

	return !r->g->ended && r->g->cells < r->headings &&
	       isalnum((unsigned char)first[0]) &&
	       strlen(first) <= sizeof("12345") - 1;
}

static int
row_load(const struct listing *l, struct import *im, struct edition *ed,
    struct listing_row *r, struct err *e)
{
	const char *wrong;

	row_clear(r);
	if (row_half(r))
		return edition_bad(im, ed, r->g, (size_t)r->at[0],
		    "fewer cells than the heading has", e);
	if (row_notes(r->g))
		return 0;
	wrong = l->row(r);
	if (r->skip)
		return 0;
	if (wrong != NULL)
		return edition_bad(im, ed, r->g, (size_t)r->at[0], wrong, e);
	return edition_put(
	    im, ed, r->g, buf_text(&r->key), buf_text(&r->cells), e);
}

static int
rows_load(const struct listing *l, struct import *im, struct edition *ed,
    struct grid *g, const int *at, struct err *e)
{
	const char *heading[GRID_CELLS];
	struct listing_row r = {
		.g = g, .at = at, .heading = heading, .headings = g->cells
	};
	size_t i;
	int rc;

	for (i = 0; i < g->cells; i++) {
		heading[i] = arena_strdup(im->a, g->cell[i]);
		if (heading[i] == NULL)
			return import_no_room(NULL, e);
	}

	buf_init(&r.key, 64);
	buf_init(&r.cells, LINE_CELLS);
	buf_init(&r.scratch, LINE_CELLS);
	buf_init(&r.carry, LINE_CELLS);
	while ((rc = grid_next(g, e)) == 1)
		if (row_load(l, im, ed, &r, e)) {
			rc = -1;
			break;
		}
	buf_free(&r.key);
	buf_free(&r.cells);
	buf_free(&r.scratch);
	buf_free(&r.carry);
	return rc;
}

int
listing_load(const struct listing *l, struct import *im,
    const struct document *d, struct err *e)
{
	struct edition ed = l->edition;
	int at[LISTING_COLUMNS], rc;
	struct grid g;

	ed.first = listing_day(l, d);
	if (l->adapt != NULL)
		l->adapt(&ed, d);
	if (edition_begin(im, &ed, e))
		return -1;
	if (ed.skip || !heading_open(l, d, &g, at))
		return 0;
	rc = rows_load(l, im, &ed, &g, at, e);
	grid_close(&g);
	return rc ? -1 : edition_end(im, &ed, e);
}
