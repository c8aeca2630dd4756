/*
 * imap_name.c - mailbox names on the wire. In: UTF-8 from the settings. Out:
 * modified UTF-7, which every IMAP4rev1 server takes.
 */
#include "imap_name.h"
#include "utf8.h"
#include <string.h>

/* Bits of UTF-16 on their way into base64 digits. */
struct shift {
	bool on; /* between "&" and "-" */
	unsigned bits, n;
};

/* Base64 with "," for "/", which may part the levels of a name. */
static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			     "abcdefghijklmnopqrstuvwxyz0123456789+,";

static void
shift_unit(struct shift *s, unsigned unit, struct buf *out)
{
	if (!s->on)
		buf_putc(out, '&');
	s->on = true;
	s->bits = s->bits << 16 | unit;
	s->n += 16;
	while (s->n >= 6) {
		s->n -= 6;
		buf_putc(out, digits[s->bits >> s->n & 63]);
	}
	s->bits &= (1u << s->n) - 1;
}

static void
shift_end(struct shift *s, struct buf *out)
{
	if (!s->on)
		return;
	if (s->n > 0)
		buf_putc(out, digits[s->bits << (6 - s->n) & 63]);
	buf_putc(out, '-');
	*s = (struct shift){ 0 };
}

static void
name_char(struct shift *s, unsigned c, struct buf *out)
{
	if (c < 0x7f) {
		shift_end(s, out);
		buf_putc(out, (char)c);
		if (c == '&')
			buf_putc(out, '-');
	} else if (c < 0x10000) {
		shift_unit(s, c, out);
	} else {
		c -= 0x10000;
		shift_unit(s, 0xd800 | c >> 10, out);
		shift_unit(s, 0xdc00 | (c & 0x3ff), out);
	}
}

int
imap_name(const char *name, struct buf *out)
{
	struct shift s = { 0 };
	size_t left = strlen(name);
	while (left > 0) {
		unsigned c;
		size_t n = utf8_step(name, left, &c);
		if (n == 0 || utf8_is_control(c))
			return -1;
		name_char(&s, c, out);
		name += n;
		left -= n;
	}
	shift_end(&s, out);
	return out->full ? -1 : 0;
}
