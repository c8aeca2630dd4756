/* table.c - a table for people in, lines of plain text out: columns of equal
 * width side by side, or, where that is too wide, one row after another. */
#include "utf8.h"
#include "wrap.h"
#include <string.h>

#define GAP        2  /* spaces between columns */
#define WORD_MAX   18 /* longer words of a cell may be broken */
#define COLUMN_MAX 200

/* The table made ready: one-line cells, and the width of each column. */
struct grid {
	struct arena *a;
	const struct answer_table *t;
	const char **text; /* headings, then cells, row by row */
	size_t *width;     /* of each column */
	size_t *least;     /* it cannot be narrower */
};

static const char *
grid_text(const struct grid *g, size_t row, size_t column)
{
	return g->text[row * g->t->columns + column];
}

static size_t
longest_word(const char *s)
{
	size_t longest = 0;

	while (*s != '\0') {
		size_t n = strcspn(s, " "), width = wrap_width(s, n);

		longest = width > longest ? width : longest;
		s += n + (s[n] == ' ');
	}
	return longest < WORD_MAX ? longest : WORD_MAX;
}

static void
grid_measure(struct grid *g)
{
	for (size_t c = 0; c < g->t->columns; c++) {
		g->width[c] = g->least[c] = 1;
		for (size_t r = 0; r <= g->t->rows; r++) {
			const char *s = grid_text(g, r, c);
			size_t width = wrap_width(s, strlen(s));
			size_t word = longest_word(s);

			if (width > COLUMN_MAX)
				width = COLUMN_MAX;
			if (width > g->width[c])
				g->width[c] = width;
			if (word > g->least[c])
				g->least[c] = word;
		}
	}
}

static int
grid_make(struct arena *a, const struct answer_table *t, struct grid *out)
{
	size_t cells = (t->rows + 1) * t->columns;
	struct grid g = { .a = a, .t = t };

	g.text = arena_array(a, cells, sizeof(*g.text));
	g.width = arena_array(a, t->columns, sizeof(*g.width));
	g.least = arena_array(a, t->columns, sizeof(*g.least));
	if (g.text == NULL || g.width == NULL || g.least == NULL)
		return -1;
	for (size_t i = 0; i < cells; i++) {
		const char *s = i < t->columns ? t->heading[i]
					       : t->cell[i - t->columns];

		g.text[i] = s == NULL ? "" : utf8_line(a, s, strlen(s));
		if (g.text[i] == NULL)
			return -1;
	}
	grid_measure(&g);
	*out = g;
	return 0;
}

/* Take columns away from the widest until the lines fit; false: never. */
static bool
grid_shrink(struct grid *g)
{
	size_t n = g->t->columns, total = GAP * (n - 1);

	for (size_t c = 0; c < n; c++)
		total += g->width[c];
	while (total > WRAP_COLUMNS) {
		size_t widest = n;

		for (size_t c = 0; c < n; c++)
			if (g->width[c] > g->least[c] &&
			    (widest == n || g->width[c] > g->width[widest]))
				widest = c;
		if (widest == n)
			return false;
		g->width[widest]--;
		total--;
	}
	return true;
}

static int
line_add(struct grid *g, struct tree *list, struct buf *line)
{
	size_t n = line->len;
	char *copy;

	while (n > 0 && line->data[n - 1] == ' ')
		n--;
	copy = arena_strndup(g->a, buf_text(line), n);
	if (copy == NULL || line->full)
		return -1;
	tree_put_text(g->a, list, NULL, copy);
	buf_clear(line);
	return 0;
}

/* One line of a row; rest[c] steps on behind what was shown. */
static bool
line_fill(const struct grid *g, const char **rest, struct buf *line)
{
	bool more = false;

	for (size_t c = 0; c < g->t->columns; c++) {
		size_t next = 0, n = 0, pad = g->width[c] + GAP;

		if (*rest[c] != '\0')
			n = wrap_fit(rest[c], g->width[c], true, &next);
		buf_add(line, rest[c], n);
		for (pad -= wrap_width(rest[c], n); pad > 0; pad--)
			buf_putc(line, ' ');
		rest[c] += next;
		more |= *rest[c] != '\0';
	}
	return more;
}

static int
row_add(struct grid *g, struct tree *list, size_t row, struct buf *line)
{
	const char **rest = arena_array(g->a, g->t->columns, sizeof(*rest));
	bool more = true;

	if (rest == NULL)
		return -1;
	for (size_t c = 0; c < g->t->columns; c++)
		rest[c] = grid_text(g, row, c);
	while (more) {
		more = line_fill(g, rest, line);
		if (line_add(g, list, line) == -1)
			return -1;
	}
	return 0;
}

static int
rule_add(struct grid *g, struct tree *list, struct buf *line)
{
	for (size_t c = 0; c < g->t->columns; c++) {
		for (size_t i = 0; i < g->width[c]; i++)
			buf_putc(line, '-');
		buf_printf(line, "%*s", GAP, "");
	}
	return line_add(g, list, line);
}

static int
columns_add(struct grid *g, struct tree *list, struct buf *line)
{
	if (row_add(g, list, 0, line) == -1 || rule_add(g, list, line) == -1)
		return -1;
	for (size_t r = 1; r <= g->t->rows; r++)
		if (row_add(g, list, r, line) == -1)
			return -1;
	return 0;
}

/* Too wide for columns: each row a small list under its first cell. */
static int
records_add(struct grid *g, struct tree *list, struct buf *line)
{
	for (size_t r = 1; r <= g->t->rows; r++) {
		buf_puts(line, grid_text(g, r, 0));
		if (line_add(g, list, line) == -1)
			return -1;
		for (size_t c = 1; c < g->t->columns; c++) {
			buf_printf(line, "  - %s: %s", grid_text(g, 0, c),
			    grid_text(g, r, c));
			if (line_add(g, list, line) == -1)
				return -1;
		}
	}
	return 0;
}

int
wrap_table(struct arena *a, const struct answer_table *t, struct tree *list)
{
	struct grid g;
	struct buf line;
	int rc;

	if (t->columns == 0 || t->rows == 0)
		return 0;
	if (grid_make(a, t, &g) == -1)
		return -1;
	buf_init(&line, 1 << 20);
	rc = grid_shrink(&g) ? columns_add(&g, list, &line)
			     : records_add(&g, list, &line);
	buf_free(&line);
	return rc;
}
