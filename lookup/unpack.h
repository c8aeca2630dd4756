/* unpack.h - a file as it was downloaded: plain, a workbook, an archive, or
 * archives in archives. Home of libarchive. */
#ifndef UNPACK_H
#define UNPACK_H

#include "arena.h"
#include "err.h"
#include "official.h"

/* What is done with each table; 1 where it was known, 0 where not, or -1 with
 * *e set, which ends all. */
typedef int unpack_work(void *arg, const struct document *d, struct err *e);

/*
 * unpack_file - every table in the file at path: in a zip, a workbook, or
 * compressed by gzip.
 *
 * Takes    folder: where entries of archives lie while they are read, without
 *          a name.
 * Gives    1 where some table was known, else 0, after work(arg, ...) for each
 *          - but for workbooks beside a plain table that was known: publishers
 *          pack the same table in several forms.
 * Fails    ERR_STOP: not readable, an archive that is damaged, over
 *          LIMIT_UNPACK_BYTES, LIMIT_UNPACK_ITEMS or LIMIT_UNPACK_DEPTH, or
 *          under a password; what work fails with.
 */
int unpack_file(const char *path, const char *folder, unpack_work *work,
    void *arg, struct err *e);
/* unpack_bytes - the same of p[0..n). */
int unpack_bytes(const char *name, const char *p, size_t n, const char *folder,
    unpack_work *work, void *arg, struct err *e);

/* One entry of an archive, in memory. */
struct item {
	const char *name;
	const char *p;
	size_t n;
};
/* sheet_tables - each sheet of a workbook (ECMA-376) as text with commas.
 * Fails as unpack_file(). sheet_is - whether an entry of that name belongs to
 * a workbook. */
int sheet_tables(const char *name, const struct item *item, size_t n,
    unpack_work *work, void *arg, struct err *e);
bool sheet_is(const char *entry);

#endif
