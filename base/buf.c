/* buf - a growing run of bytes: takes appends, gives one contiguous run with
 * a NUL behind it, and refuses to grow past the maximum set at birth. */
#include "buf.h"

#include <assert.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_SIZE 256

void
buf_init(struct buf *b, size_t max)
{
	assert(max > 0 && max < SIZE_MAX);
	*b = (struct buf){ .max = max };
}

void
buf_free(struct buf *b)
{
	free(b->data);
	buf_init(b, b->max);
}

void
buf_clear(struct buf *b)
{
	b->len = 0;
	b->full = false;
	if (b->data)
		b->data[0] = '\0';
}

/* Room for n more bytes and the NUL, or -1 past the maximum. */
static int
buf_room(struct buf *b, size_t n)
{
	size_t need, size;

	if (b->full || n > b->max - b->len) {
		b->full = true;
		return -1;
	}
	need = b->len + n + 1;
	if (need <= b->size)
		return 0;
	size = b->size ? b->size : FIRST_SIZE;
	while (size < need && size <= SIZE_MAX / 2)
		size *= 2;
	if (size > b->max + 1 || size < need)
		size = b->max + 1;
	b->data = realloc(b->data, size);
	if (!b->data)
		abort();
	b->size = size;
	return 0;
}

int
buf_add(struct buf *b, const void *p, size_t n)
{
	if (buf_room(b, n))
		return -1;
	if (n)
		memcpy(b->data + b->len, p, n);
	b->len += n;
	b->data[b->len] = '\0';
	return 0;
}

int
buf_puts(struct buf *b, const char *s)
{
	return buf_add(b, s, strlen(s));
}

int
buf_putc(struct buf *b, char c)
{
	return buf_add(b, &c, 1);
}

int
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap, again;
	int n, rc = -1;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	assert(n >= 0);
	if (n >= 0 && !buf_room(b, (size_t)n)) {
		vsnprintf(b->data + b->len, (size_t)n + 1, fmt, again);
		b->len += (size_t)n;
		rc = 0;
	}
	va_end(again);
	va_end(ap);
	return rc;
}

const char *
buf_text(const struct buf *b)
{
	return b->data ? b->data : "";
}
