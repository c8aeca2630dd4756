/* tsv.h - a table in plain text: one row a line, cells split by tabs. */
#ifndef TSV_H
#define TSV_H

#include "arena.h"
#include "clock.h"
#include "err.h"
#include <stdbool.h>
#include <stddef.h>

#define TSV_CELLS 32 /* columns of the widest file, with room */

/* Lines that begin with "#!" are settings of the file and stand above the
 * header line; other lines that begin with "#" are comments; both and empty
 * lines are skipped by tsv_next(). Members are for reading. */
struct tsv {
	const char *path;
	char *next;  /* first byte that is not yet read */
	size_t line; /* of the row, from 1 */
	char *row;   /* its first byte */
	char *cell[TSV_CELLS];
	size_t cells;
	size_t columns; /* cells that a row must have; 0: any number */
};

/*
 * tsv_open - read a whole file.
 *
 * Gives    *out before its first line. The bytes live in a.
 * Fails    ERR_STOP: unreadable, over LIMIT_IMPORT_BYTES, not UTF-8, a NUL;
 *          ERR_REFUSE past a's limit. Touches the file.
 */
int tsv_open(const char *path, struct arena *a, struct tsv *out, struct err *e);

/* tsv_setting - the next "#! key=value" line above the header: 1, 0 none, -1
 * where the line has another form. */
int tsv_setting(struct tsv *t, char **key_out, char **value_out, struct err *e);

/* tsv_next - the next row: 1, 0 at the end; -1, ERR_STOP, for a wrong number
 * of cells or white space at either end of a cell. */
int tsv_next(struct tsv *t, struct err *e);

/* tsv_header - read the header line, which must be names[0..n); from then on
 * each row must have n cells. */
int tsv_header(
    struct tsv *t, const char *const *names, size_t n, struct err *e);
/* tsv_head_is - true where text (the first bytes of a file) has the header
 * line names[0..n), behind comments and settings. */
bool tsv_head_is(const char *text, const char *const *names, size_t n);

/* tsv_fail - set *e to "file:line:column: sentence", column of cell i; -1. */
int tsv_fail(const struct tsv *t, size_t i, struct err *e, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
/* tsv_filled - refuse an empty cell. tsv_period - cells i and i + 1 as first
 * day ("old": 0) and last day ("open": DATE_OPEN), in this order. */
int tsv_filled(const struct tsv *t, size_t i, struct err *e);
int tsv_period(
    const struct tsv *t, size_t i, date *from_out, date *to_out, struct err *e);
/* tsv_number - cell i as a whole number from min to max. */
int tsv_number(const struct tsv *t, size_t i, long min, long max, long *out,
    struct err *e);

#endif
