/*
 * wire.h - the bounded record form in which a jail gives its result, and in
 * which a case keeps its questions: a run of fields, each
 *
 *     tag (1 byte, 1..255), length (4 bytes, little endian), value (length)
 *
 * Groups nest by tags alone: a writer puts an opening tag with length 0, the
 * fields, and WIRE_END. Whoever reads trusts nothing.
 */
#ifndef WIRE_H
#define WIRE_H

#include "arena.h"
#include "buf.h"
#include "err.h"
#include <stdbool.h>
#include <stdint.h>

#define WIRE_END 255 /* closes a group */

/* Writing: append to b; check b->full once at the end. NULL text writes no
 * field, so that NULL comes back as NULL. */
void wire_put_text(struct buf *b, int tag, const char *text);
void wire_put_bytes(struct buf *b, int tag, const void *p, size_t n);
void wire_put_number(struct buf *b, int tag, int64_t number);
void wire_open(struct buf *b, int tag);
void wire_close(struct buf *b);

/* Reading. Plain members; set data and left, zero the rest. */
struct wire {
	const unsigned char *data;  /* the next field */
	size_t left;                /* bytes behind it */
	int tag;                    /* of the field that was read last */
	const unsigned char *value; /* its bytes, not NUL-terminated */
	size_t len;
};

/*
 * wire_next - step to the next field.
 *
 * Gives    1 with w->tag, value and len; 0 at WIRE_END or at the end of all.
 * Fails    -1, ERR_REFUSE: a length beyond what is left, tag 0.
 */
int wire_next(struct wire *w, struct err *e);
/* wire_text - the value as a C string in a: must be valid UTF-8 without NUL
 * and at most max bytes, else NULL with *e set. */
char *wire_text(
    const struct wire *w, struct arena *a, size_t max, struct err *e);
/* wire_number - the value as a number; -1 with *e set if it is not 8 bytes. */
int wire_number(const struct wire *w, int64_t *out, struct err *e);
/* wire_skip - step over the group that was just opened. */
int wire_skip(struct wire *w, struct err *e);

#endif
