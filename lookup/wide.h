/* wide.h - tables that were saved as UTF-16, as spreadsheets do. */
#ifndef WIDE_H
#define WIDE_H

#include "official.h"

/* wide_is - whether the document begins with a byte order mark of UTF-16. */
bool wide_is(const struct document *d);
/* wide_read - the same document as UTF-8 in text, which the caller made and
 * frees. ERR_STOP: half a character at its end, or over LIMIT_SHEET_BYTES. */
int wide_read(const struct document *d, struct buf *text, struct document *out,
    struct err *e);

#endif
