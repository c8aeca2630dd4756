/* header.h - header fields of RFC 5322, folded and encoded. */
#ifndef HEADER_H
#define HEADER_H

#include "arena.h"
#include "buf.h"
#include "err.h"
#include <stdbool.h>
#include <stddef.h>

/* Each call appends one field with its CRLF. No value can end its line or
 * begin a field of its own: control bytes, CR and LF among them, are gone or
 * make the call fail, whatever the caller passes. */

/* header_text - unstructured text: ASCII as it is, anything else in encoded
 * words (RFC 2047). 0; -1 past a's limit. */
int header_text(
    struct arena *a, struct buf *b, const char *name, const char *value);
/* header_word - a value of our own without spaces; it ends at the first byte
 * that is not printable ASCII; an empty field is left out. */
void header_word(struct buf *b, const char *name, const char *value);
/* header_address - display name (NULL or "" for none) and address. -1 with
 * *e, ERR_REFUSE, where address_check() refuses the address. */
int header_address(struct arena *a, struct buf *b, const char *name,
    const char *display, const char *address, struct err *e);
/* header_ids - Message-IDs in <>; those that cannot stand there are left out,
 * and an empty field is. */
void header_ids(
    struct buf *b, const char *name, const char *const *id, size_t n);
/* header_id_check - an id that may stand in a field: printable ASCII without
 * space, <, > or the start of an encoded word, at most LIMIT_ID_BYTES. */
bool header_id_check(const char *id);

#endif
