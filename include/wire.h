/*
 * wire.h - the bounded record form in which a jail gives its result, and in
 * which a case keeps its questions: a run of fields, each
 *
 *     tag (1 byte, 1..255), length (4 bytes, little endian), value (length)
 *
 * A group is an opening tag whose length is WIRE_GROUP and that has no value,
 * its fields, and a field of tag WIRE_END and length 0; groups nest. Whoever
 * reads trusts nothing.
 */
#ifndef WIRE_H
#define WIRE_H

#include "arena.h"
#include "buf.h"
#include "err.h"
#include <stdbool.h>
#include <stdint.h>

#define WIRE_END   255         /* closes a group */
#define WIRE_GROUP 0xFFFFFFFFu /* the length of what opens one */

/* wire_put_text, wire_put_bytes, wire_put_number, wire_open, wire_close -
 * append to b; check b->full once at the end. NULL text writes no
 * field, so that NULL comes back as NULL. Tags are 1 to 254. */
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
	bool group; /* that field opens a group; len is 0 */
};

/*
 * wire_next - step to the next field.
 *
 * Gives    1 with w->tag, value, len and group; 0 at the end of a group
 *          (w->tag is WIRE_END) or of all (w->tag is 0).
 * Fails    -1, ERR_REFUSE: a length beyond what is left, tag 0.
 */
int wire_next(struct wire *w, struct err *e);
/* wire_text - the value as a C string in a: must be valid UTF-8 without NUL
 * and at most max bytes, else NULL with *e set (ERR_REFUSE). A group is no
 * text. */
char *wire_text(
    const struct wire *w, struct arena *a, size_t max, struct err *e);
/* wire_number - the value as a number; -1 with *e set if it is not 8 bytes. */
int wire_number(const struct wire *w, int64_t *out, struct err *e);
/* wire_skip - step over the group that was just opened, with all groups in it;
 * does nothing where the field that was read last opens none. 0, or -1 where
 * the group is damaged or does not end. */
int wire_skip(struct wire *w, struct err *e);

#endif
