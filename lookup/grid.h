/* grid.h - rows of cells in bytes: separated by commas (RFC 4180, with line
 * ends within quotes) or by tabs (as sheets are saved, with such quotes, too);
 * and lines of fixed columns. */
#ifndef GRID_H
#define GRID_H

#include "buf.h"
#include "err.h"
#include <stdbool.h>
#include <stddef.h>

#define GRID_CELLS 128 /* columns of the widest file, with room */

/* Members are for reading. Cells are UTF-8 without control bytes but line
 * feeds, white space at both ends cut; bytes that are not UTF-8 are read as
 * Windows-1252. */
struct grid {
	const char *name; /* of the file, for people */
	const char *p, *end;
	char separator;
	size_t line, next_line; /* of the row, from 1; of what follows */
	char *cell[GRID_CELLS];
	size_t column[GRID_CELLS]; /* byte within its line, from 1 */
	size_t cells;
	bool ended;      /* the row has a line end */
	const char *raw; /* grid_line(): the line's bytes as they are */
	size_t raw_n;
	struct buf text;
};

/* grid_open - begin at p[0..n), which must live as long; the separator is
 * found by looking. grid_close - free what it holds. */
void grid_open(struct grid *g, const char *name, const char *p, size_t n);
void grid_close(struct grid *g);
/*
 * grid_next - the next row that is not empty: 1, 0 at the end.
 *
 * Fails    -1, ERR_STOP with line and column: a row over LIMIT_ROW_BYTES, more
 *          than GRID_CELLS cells, a quote that is never closed.
 */
int grid_next(struct grid *g, struct err *e);
/* grid_line - the next line as the one cell, its blanks kept; as grid_next. */
int grid_line(struct grid *g, struct err *e);
/* grid_cell - cell i, or "" past the end of the row. */
const char *grid_cell(const struct grid *g, size_t i);
/* grid_find - the first cell that begins with word, whatever the case; -1. */
int grid_find(const struct grid *g, const char *word);
/* grid_fail - set *e to "file:line:column: sentence"; -1. */
int grid_fail(const struct grid *g, size_t i, struct err *e, const char *what);
/* grid_slice - columns from..to (from 1, as the layouts count) of a line of
 * fixed columns, blanks cut at both ends, behind what out holds; nothing past
 * the line's end. */
void grid_slice(const struct grid *g, size_t from, size_t to, struct buf *out);

#endif
