/* buf.h - a growing run of bytes whose maximum is set at birth. */
#ifndef BUF_H
#define BUF_H

#include <stdbool.h>
#include <stddef.h>

/* data[len] is always NUL, so that data is a C string where it holds text.
 * Plain members are for reading. */
struct buf {
	char *data;  /* NULL until the first byte */
	size_t len;  /* bytes in use, without the NUL */
	size_t size; /* bytes allocated */
	size_t max;  /* len never passes this */
	bool full;   /* an append was refused: everything after it is too */
};

/* buf_init - empty; max in bytes, > 0. buf_free - give the memory back, keep
 * max. buf_clear - empty, keep the memory, forget `full`. */
void buf_init(struct buf *b, size_t max);
void buf_free(struct buf *b);
void buf_clear(struct buf *b);

/*
 * buf_add - append n bytes; buf_puts, buf_putc, buf_printf likewise.
 *
 * Takes    p[0..n), any bytes.
 * Gives    0; -1 when max would be passed: nothing of this append is kept and
 *          b->full is set, so that a caller may check once at the end.
 * Owns     copies.
 * Fails    only as said; aborts when malloc fails.
 * Touches  nothing.
 */
int buf_add(struct buf *b, const void *p, size_t n);
int buf_puts(struct buf *b, const char *s);
int buf_putc(struct buf *b, char c);
int buf_printf(struct buf *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* buf_text - the bytes as a C string; "" where empty. */
const char *buf_text(const struct buf *b);

#endif
