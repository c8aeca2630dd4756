/* wrap.h - plain text in columns: width, wrapping, tables. */
#ifndef WRAP_H
#define WRAP_H

#include "answer.h"
#include "arena.h"
#include "buf.h"
#include "tree.h"

#define WRAP_COLUMNS \
	72 /* RFC 3676 4.2 asks for at most 78; quoting adds some */

/* wrap_width - columns that the valid UTF-8 s[0..n) takes on a terminal. */
size_t wrap_width(const char *s, size_t n);

/* wrap_fit - bytes of s, broken at a space where there is one, that fit into
 * so many columns: at least one character. *next_out: bytes up to what comes
 * behind, spaces skipped. A single longer word: all of it, unless `hard`. */
size_t wrap_fit(const char *s, size_t columns, bool hard, size_t *next_out);

/* wrap_text - append text, its lines wrapped at WRAP_COLUMNS under their own
 * indentation, list mark or column; words (URLs) stay whole, lines that begin
 * with ">" stay as they are, several empty lines become one, space at line
 * ends goes away. */
void wrap_text(const char *text, struct buf *out);

/* wrap_table - add the lines of t, at most WRAP_COLUMNS wide, to the list:
 * columns side by side, or row by row where they do not fit. -1 past a's
 * limit. */
int wrap_table(
    struct arena *a, const struct answer_table *t, struct tree *list);

#endif
