/* grid.c - rows of cells. The bytes of a file come in; cells as UTF-8 go out,
 * or the line and column of what is wrong. */
#include "grid.h"
#include "limit.h"
#include "utf8.h"
#include <assert.h>
#include <string.h>
#include <strings.h>

#define LOOK_BYTES  16384 /* in which the separator is looked for */
#define TITLE_LINES 20    /* in which a cell of tabs may hold line ends */

/* Windows-1252, 0x80 to 0x9f; 0 where nothing is assigned. */
static const unsigned short upper[32] = { 0x20ac, 0, 0x201a, 0x192, 0x201e,
	0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0, 0x17d,
	0, 0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc,
	0x2122, 0x161, 0x203a, 0x153, 0, 0x17e, 0x178 };

static char
separator_find(const char *p, size_t n)
{
	size_t i, tabs = 0, commas = 0;

	for (i = 0; i < n && i < LOOK_BYTES; i++) {
		tabs += p[i] == '\t';
		commas += p[i] == ',';
	}
	return tabs > commas ? '\t' : ',';
}

void
grid_open(struct grid *g, const char *name, const char *p, size_t n)
{
	struct grid fresh = { .name = name, .next_line = 1 };

	if (n >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0) {
		p += 3;
		n -= 3;
	}
	fresh.p = p;
	fresh.end = p + n;
	fresh.separator = separator_find(p, n);
	buf_init(&fresh.text, (size_t)4 * LIMIT_ROW_BYTES);
	*g = fresh;
}

void
grid_close(struct grid *g)
{
	buf_free(&g->text);
}

int
grid_fail(const struct grid *g, size_t i, struct err *e, const char *what)
{
	size_t n = strlen(g->name);

	return err_set(e, ERR_STOP, "import", 0, "%s:%zu:%zu: %s",
	    g->name + (n > 80 ? n - 80 : 0), g->line,
	    i < g->cells ? g->column[i] : 1, what);
}

const char *
grid_cell(const struct grid *g, size_t i)
{
	return i < g->cells ? g->cell[i] : "";
}

int
grid_find(const struct grid *g, const char *word)
{
	size_t i, n = strlen(word);

	for (i = 0; i < g->cells; i++)
		if (strncasecmp(g->cell[i], word, n) == 0)
			return (int)i;
	return -1;
}

static void
point_add(struct buf *b, unsigned c)
{
	if (c < 0x80) {
		buf_putc(b, (char)c);
		return;
	}
	if (c < 0x800) {
		buf_putc(b, (char)(0xc0 | c >> 6));
	} else {
		buf_putc(b, (char)(0xe0 | c >> 12));
		buf_putc(b, (char)(0x80 | (c >> 6 & 63)));
	}
	buf_putc(b, (char)(0x80 | (c & 63)));
}

/* The bytes of a row, cells split by NUL, as clean UTF-8 behind one another. */
static void
bytes_add(struct buf *b, const char *p, size_t n)
{
	bool utf8 = utf8_check(p, n);
	size_t i;

	for (i = 0; i < n; i++) {
		unsigned char c = (unsigned char)p[i];

		if (c == 0x7f || (c < 0x20 && c != '\n'))
			c = ' ';
		if (c < 0x80 || utf8)
			buf_putc(b, (char)c);
		else if (c >= 0xa0)
			point_add(b, c == 0xa0 ? ' ' : c);
		else if (upper[c - 0x80] != 0)
			point_add(b, upper[c - 0x80]);
	}
}

/* Plain printable bytes, which most rows are, are copied as they are. */
static bool
plain(const char *p, size_t n)
{
	size_t i;
	bool odd = false;

	for (i = 0; i < n; i++)
		odd |= (unsigned char)p[i] < 0x20 || (unsigned char)p[i] > 0x7e;
	return !odd;
}

static void
cell_add(struct grid *g, const char *p, size_t n, bool cut)
{
	while (cut && n > 0 && (p[0] == ' ' || p[0] == '\t')) {
		p++;
		n--;
	}
	while (n > 0 && (p[n - 1] == '\r' || (cut && p[n - 1] == ' ')))
		n--;
	if (plain(p, n))
		buf_add(&g->text, p, n);
	else
		bytes_add(&g->text, p, n);
	buf_putc(&g->text, '\0');
}

static int
cell_begin(struct grid *g, const char *at, const char *line, struct err *e)
{
	if (g->cells == GRID_CELLS)
		return grid_fail(g, g->cells - 1, e,
		    "more cells than any known file has: is this the file?");
	g->column[g->cells++] = (size_t)(at - line) + 1;
	return 0;
}

/* Up to the separator or line end that stands behind a cell without quotes. */
static const char *
cell_end(const struct grid *g, const char *p)
{
	while (p < g->end && *p != g->separator && *p != '\n')
		p++;
	return p;
}

/* A cell in quotes; p stands behind the first one. NULL: never closed. */
static const char *
quoted_add(struct grid *g, const char *p, const char **line)
{
	const char *from = p;
	struct buf cell;

	buf_init(&cell, LIMIT_ROW_BYTES);
	for (; p < g->end && p - from <= (long)LIMIT_ROW_BYTES; p++) {
		if (*p == '"' && (p + 1 == g->end || p[1] != '"'))
			break;
		p += *p == '"';
		buf_putc(&cell, *p);
		if (*p == '\n') {
			g->next_line++;
			*line = p + 1;
		}
	}
	if (p < g->end && *p == '"') {
		cell_add(g, cell.len > 0 ? cell.data : "", cell.len, true);
		p = cell_end(g, p + 1);
	} else {
		p = NULL;
	}
	buf_free(&cell);
	return p;
}

/* Whether a cell that begins with a quote is one in quotes. Behind commas it
 * always is. Sheets saved as tabs put quotes around commas and line ends, other
 * files have inch marks there: the quote must close right before the end of the
 * cell, and over line ends in titles and headings alone. */
static bool
quoted(const struct grid *g, const char *p)
{
	const char *to = p;

	if (p >= g->end || *p != '"')
		return false;
	if (g->separator == ',')
		return true;
	while (++to < g->end && to - p <= (long)LIMIT_ROW_BYTES) {
		if (*to == '\n' && g->line > TITLE_LINES)
			return false;
		if (*to != '"')
			continue;
		if (to + 1 == g->end || strchr("\t\r\n", to[1]) != NULL)
			return true;
		if (to[1] != '"')
			return false;
		to++;
	}
	return false;
}

/* One row, empty or not; g->p stands behind it. */
static int
row_cut(struct grid *g, struct err *e)
{
	const char *p = g->p, *line = g->p, *to;

	g->line = g->next_line++;
	g->cells = 0;
	buf_clear(&g->text);
	for (;; p++) {
		if (cell_begin(g, p, line, e))
			return -1;
		if (quoted(g, p)) {
			p = quoted_add(g, p + 1, &line);
			if (p == NULL)
				return grid_fail(g, g->cells - 1, e,
				    "a quote that is never closed: the file is "
				    "cut short");
		} else {
			to = cell_end(g, p);
			if (to - g->p > (long)LIMIT_ROW_BYTES)
				return grid_fail(g, 0, e, "a line without end");
			cell_add(g, p, (size_t)(to - p), true);
			p = to;
		}
		if (p >= g->end || *p == '\n')
			break;
	}
	g->ended = p < g->end;
	g->p = g->ended ? p + 1 : p;
	return g->text.full ? grid_fail(g, 0, e, "a row without end") : 0;
}

/* The text may have moved while it grew: the cells are found at the end. */
static bool
cells_find(struct grid *g)
{
	char *p = g->text.data;
	bool filled = false;
	size_t i;

	for (i = 0; i < g->cells; i++) {
		g->cell[i] = p;
		filled |= *p != '\0';
		p += strlen(p) + 1;
	}
	return filled;
}

int
grid_next(struct grid *g, struct err *e)
{
	while (g->p < g->end) {
		if (row_cut(g, e))
			return -1;
		if (cells_find(g))
			return 1;
	}
	return 0;
}

int
grid_line(struct grid *g, struct err *e)
{
	const char *to;

	if (g->p >= g->end)
		return 0;
	g->line = g->next_line++;
	g->cells = 1;
	g->column[0] = 1;
	buf_clear(&g->text);
	to = memchr(g->p, '\n', (size_t)(g->end - g->p));
	g->ended = to != NULL;
	if (to == NULL)
		to = g->end;
	if (to - g->p > (long)LIMIT_ROW_BYTES)
		return grid_fail(g, 0, e, "a line without end");
	g->raw = g->p;
	g->raw_n = (size_t)(to - g->p);
	cell_add(g, g->raw, g->raw_n, false);
	g->p = g->ended ? to + 1 : to;
	cells_find(g);
	return 1;
}

void
grid_slice(const struct grid *g, size_t from, size_t to, struct buf *out)
{
	size_t at = from - 1;

	assert(from >= 1 && g->raw != NULL);
	if (to > g->raw_n)
		to = g->raw_n;
	while (at < to && strchr(" \r\t", g->raw[at]) != NULL)
		at++;
	while (to > at && strchr(" \r\t", g->raw[to - 1]) != NULL)
		to--;
	if (at < to)
		bytes_add(out, g->raw + at, to - at);
}
