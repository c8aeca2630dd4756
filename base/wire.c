/* wire - records of tagged fields: values go in and come out as bytes that a
 * hostile process may have written, so every length is checked. */
#include "wire.h"
#include "utf8.h"

#include <assert.h>
#include <string.h>

#define HEAD_BYTES   5 /* tag and length */
#define NUMBER_BYTES 8

static void
put_little(unsigned char *to, uint64_t value, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		to[i] = (unsigned char)(value >> 8 * i);
}

static uint64_t
get_little(const unsigned char *from, size_t n)
{
	uint64_t value = 0;

	while (n-- > 0)
		value = value << 8 | from[n];
	return value;
}

static int
put_head(struct buf *b, int tag, uint32_t length)
{
	unsigned char head[HEAD_BYTES];

	head[0] = (unsigned char)tag;
	put_little(head + 1, length, 4);
	return buf_add(b, head, sizeof(head));
}

void
wire_put_bytes(struct buf *b, int tag, const void *p, size_t n)
{
	assert(tag > 0 && tag < WIRE_END);
	if (n >= WIRE_GROUP) {
		b->full = true;
		return;
	}
	/* A head whose value is then refused leaves b full: it is never read. */
	if (!put_head(b, tag, (uint32_t)n))
		buf_add(b, p, n);
}

void
wire_put_text(struct buf *b, int tag, const char *text)
{
	if (text)
		wire_put_bytes(b, tag, text, strlen(text));
}

void
wire_put_number(struct buf *b, int tag, int64_t number)
{
	unsigned char value[NUMBER_BYTES];

	put_little(value, (uint64_t)number, sizeof(value));
	wire_put_bytes(b, tag, value, sizeof(value));
}

void
wire_open(struct buf *b, int tag)
{
	assert(tag > 0 && tag < WIRE_END);
	put_head(b, tag, WIRE_GROUP);
}

void
wire_close(struct buf *b)
{
	put_head(b, WIRE_END, 0);
}

int
wire_next(struct wire *w, struct err *e)
{
	uint32_t length;

	w->value = NULL;
	w->len = 0;
	w->group = false;
	w->tag = 0;
	if (w->left == 0)
		return 0;
	if (w->left < HEAD_BYTES)
		return err_set(e, ERR_REFUSE, "wire", 0,
		    "the record ends within a field's head");
	if (w->data[0] == 0)
		return err_set(e, ERR_REFUSE, "wire", 0,
		    "the record has a field with tag 0");
	length = (uint32_t)get_little(w->data + 1, 4);
	w->group = length == WIRE_GROUP;
	if (w->group)
		length = 0;
	if (length > w->left - HEAD_BYTES ||
	    (w->data[0] == WIRE_END && (length || w->group)))
		return err_set(e, ERR_REFUSE, "wire", 0,
		    "field %d of the record has a wrong length", w->data[0]);
	w->tag = w->data[0];
	w->value = w->data + HEAD_BYTES;
	w->len = length;
	w->data += HEAD_BYTES + length;
	w->left -= HEAD_BYTES + length;
	return w->tag != WIRE_END;
}

char *
wire_text(const struct wire *w, struct arena *a, size_t max, struct err *e)
{
	const char *text = (const char *)w->value;
	char *copy;

	if (w->group || !w->value || w->len > max) {
		err_set(e, ERR_REFUSE, "wire", 0,
		    "field %d of the record is no text of at most %zu bytes",
		    w->tag, max);
		return NULL;
	}
	if (memchr(text, '\0', w->len) || !utf8_check(text, w->len)) {
		err_set(e, ERR_REFUSE, "wire", 0,
		    "field %d of the record is not valid UTF-8", w->tag);
		return NULL;
	}
	copy = arena_memdup(a, text, w->len);
	if (!copy)
		err_set(e, ERR_REFUSE, "wire", 0,
		    "the texts of the record need more memory than one mail "
		    "may take");
	return copy;
}

int
wire_number(const struct wire *w, int64_t *out, struct err *e)
{
	if (w->group || !w->value || w->len != NUMBER_BYTES)
		return err_set(e, ERR_REFUSE, "wire", 0,
		    "field %d of the record is no number", w->tag);
	*out = (int64_t)get_little(w->value, NUMBER_BYTES);
	return 0;
}

int
wire_skip(struct wire *w, struct err *e)
{
	size_t depth = w->group;
	int rc;

	while (depth) {
		rc = wire_next(w, e);
		if (rc < 0)
			return -1;
		if (rc == 0 && w->tag != WIRE_END)
			return err_set(e, ERR_REFUSE, "wire", 0,
			    "the record ends within a group");
		if (rc == 0)
			depth--;
		else
			depth += w->group;
	}
	return 0;
}
