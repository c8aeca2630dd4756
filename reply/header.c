/* header.c - names, subjects, addresses and ids in, header fields out: folded
 * under 78 columns, encoded by RFC 2047, and never more than one field. */
#include "header.h"
#include "limit.h"
#include "message.h"
#include "utf8.h"
#include <string.h>

#define FOLD_COLUMN  77  /* RFC 5322 2.1.1 asks for at most 78 */
#define WORD_BYTES   75  /* longest encoded word (RFC 2047 2) */
#define WORD_FRAME   12  /* "=?UTF-8?B?" and "?=" */
#define ATOM_MAX     60  /* a longer word of ASCII is encoded, to be folded */
#define DISPLAY_MAX  120 /* bytes of a display name */
#define PREFIX_STORE "sha256-" /* stands for an id too long to keep */

/* A field under way. */
struct field {
	struct buf *b;
	size_t column;
};

static void
field_open(struct field *f, struct buf *b, const char *name)
{
	f->b = b;
	buf_printf(b, "%s:", name);
	f->column = strlen(name) + 1;
}

/* Put one word behind a space, on a new line where it would not fit. */
static void
field_word(struct field *f, const char *s, size_t n)
{
	if (f->column + 1 + n > FOLD_COLUMN && f->column > 1) {
		buf_puts(f->b, "\r\n");
		f->column = 0;
	}
	buf_putc(f->b, ' ');
	buf_add(f->b, s, n);
	f->column += 1 + n;
}

static void
field_close(struct field *f)
{
	buf_puts(f->b, "\r\n");
}

/* ASCII that means itself: no encoded word of someone else's making in it,
 * and no word that could not be folded. */
static bool
text_is_plain(const char *s)
{
	size_t word = 0;

	if (strstr(s, "=?") != NULL)
		return false;
	for (; *s != '\0'; s++) {
		word = *s == ' ' ? 0 : word + 1;
		if ((unsigned char)*s < 0x20 || (unsigned char)*s > 0x7E ||
		    word > ATOM_MAX)
			return false;
	}
	return true;
}

static void
base64_add(struct buf *b, const char *s, size_t n)
{
	static const char digit[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *p = (const unsigned char *)s;

	for (size_t i = 0; i < n; i += 3) {
		unsigned v = (unsigned)p[i] << 16;

		if (i + 1 < n)
			v |= (unsigned)p[i + 1] << 8;
		if (i + 2 < n)
			v |= p[i + 2];
		buf_putc(b, digit[v >> 18]);
		buf_putc(b, digit[v >> 12 & 63]);
		buf_putc(b, i + 1 < n ? digit[v >> 6 & 63] : '=');
		buf_putc(b, i + 2 < n ? digit[v & 63] : '=');
	}
}

/* Encoded words, each of whole characters; the space that folding puts
 * between two of them is no part of the text (RFC 2047 6.2). */
static void
field_encoded(struct field *f, const char *s)
{
	while (*s != '\0') {
		size_t room = WORD_BYTES, n;

		if (f->column + 1 + room > FOLD_COLUMN && f->column < 40)
			room = FOLD_COLUMN - f->column - 1;
		n = utf8_cut(s, (room - WORD_FRAME) / 4 * 3);
		if (f->column + 1 + WORD_FRAME + (n + 2) / 3 * 4 >
		    FOLD_COLUMN) {
			buf_puts(f->b, "\r\n");
			f->column = 0;
		}
		buf_puts(f->b, " =?UTF-8?B?");
		base64_add(f->b, s, n);
		buf_puts(f->b, "?=");
		f->column += 1 + WORD_FRAME + (n + 2) / 3 * 4;
		s += n;
	}
}

static void
field_words(struct field *f, const char *s)
{
	while (*s != '\0') {
		size_t n = strcspn(s, " ");

		field_word(f, s, n);
		s += n;
		s += strspn(s, " ");
	}
}

int
header_text(struct arena *a, struct buf *b, const char *name, const char *value)
{
	char *line = utf8_line(a, value, strlen(value));
	struct field f;

	if (line == NULL)
		return -1;
	line[utf8_cut(line, LIMIT_SUBJECT_BYTES)] = '\0';
	field_open(&f, b, name);
	if (text_is_plain(line))
		field_words(&f, line);
	else
		field_encoded(&f, line);
	field_close(&f);
	return 0;
}

void
header_word(struct buf *b, const char *name, const char *value)
{
	struct field f;
	size_t n = 0;

	while (value[n] > 0x20 && value[n] < 0x7F && n < LIMIT_ID_BYTES)
		n++;
	if (n == 0 || strstr(value, "=?") != NULL)
		return;
	field_open(&f, b, name);
	field_word(&f, value, n);
	field_close(&f);
}

/* A display name as a quoted string (RFC 5322 3.2.4). */
static int
field_quoted(struct arena *a, struct field *f, const char *s)
{
	struct buf q;
	char *copy;

	buf_init(&q, 2 * DISPLAY_MAX + 2);
	buf_putc(&q, '"');
	for (; *s != '\0'; s++) {
		if (*s == '"' || *s == '\\')
			buf_putc(&q, '\\');
		buf_putc(&q, *s);
	}
	buf_putc(&q, '"');
	copy = arena_strdup(a, buf_text(&q));
	buf_free(&q);
	if (copy == NULL)
		return -1;
	field_word(f, copy, strlen(copy));
	return 0;
}

static int
field_display(struct arena *a, struct field *f, const char *display)
{
	char *line = utf8_line(a, display, strlen(display));

	if (line == NULL)
		return -1;
	line[utf8_cut(line, DISPLAY_MAX)] = '\0';
	if (*line == '\0')
		return 0;
	if (text_is_plain(line) && strlen(line) <= ATOM_MAX)
		return field_quoted(a, f, line);
	field_encoded(f, line);
	return 0;
}

/*
 * An address with letters beyond ASCII (RFC 6531) stands as raw UTF-8 in its
 * field and in the envelope: RFC 2047 5 forbids encoded words inside an
 * address, and there is no other form. Such a reply, the only one that is not
 * ASCII throughout, needs a server that offers SMTPUTF8; whoever sends it must
 * look for that and else give up, never change the address.
 */
int
header_address(struct arena *a, struct buf *b, const char *name,
    const char *display, const char *address, struct err *e)
{
	struct field f;
	const char *in_angles;

	if (address == NULL || !address_check(address))
		return err_set(e, ERR_REFUSE, "reply", 0,
		    "%s: not an address that can be written to", name);
	in_angles = arena_printf(a, "<%s>", address);
	field_open(&f, b, name);
	if (in_angles == NULL ||
	    (display != NULL && field_display(a, &f, display) == -1))
		return err_set(e, ERR_REFUSE, "reply", 0,
		    "the reply needs more memory than one mail may take");
	field_word(&f, in_angles, strlen(in_angles));
	field_close(&f);
	return 0;
}

bool
header_id_check(const char *id)
{
	size_t n = id == NULL ? 0 : strnlen(id, LIMIT_ID_BYTES + 1);

	if (n == 0 || n > LIMIT_ID_BYTES)
		return false;
	for (size_t i = 0; i < n; i++)
		if (id[i] <= 0x20 || id[i] >= 0x7F || id[i] == '<' ||
		    id[i] == '>')
			return false;
	/* Some programs decode encoded words wherever they stand. */
	if (strstr(id, "=?") != NULL)
		return false;
	/* A hash in place of an id means nothing to other programs. */
	return strncmp(id, PREFIX_STORE, strlen(PREFIX_STORE)) != 0 ||
	       strchr(id, '@') != NULL;
}

void
header_ids(struct buf *b, const char *name, const char *const *id, size_t n)
{
	struct field f = { 0 };

	for (size_t i = 0; i < n; i++) {
		size_t len;

		if (!header_id_check(id[i]))
			continue;
		len = strlen(id[i]);
		if (f.b == NULL)
			field_open(&f, b, name);
		if (f.column + len + 3 > FOLD_COLUMN) {
			buf_puts(b, "\r\n");
			f.column = 0;
		}
		buf_printf(b, " <%s>", id[i]);
		f.column += len + 3;
	}
	if (f.b != NULL)
		field_close(&f);
}
