/* wrap.c - rendered text in, the same text in lines of 72 columns out. */
#include "wrap.h"
#include "utf8.h"
#include <string.h>

#define HANG_MAX 32 /* deepest column that a continuation line begins at */

/* Characters without a column of their own, and those that take two (Unicode
 * Standard Annex 11, the blocks that mails hold). */
static const struct {
	unsigned from, to;
	size_t width;
} widths[] = {
	{ 0x0300, 0x036F, 0 },
	{ 0x200B, 0x200F, 0 },
	{ 0x202A, 0x202E, 0 },
	{ 0x2060, 0x2064, 0 },
	{ 0xFE00, 0xFE0F, 0 },
	{ 0xFEFF, 0xFEFF, 0 },
	{ 0x1100, 0x115F, 2 },
	{ 0x2E80, 0xA4CF, 2 },
	{ 0xAC00, 0xD7A3, 2 },
	{ 0xF900, 0xFAFF, 2 },
	{ 0xFE30, 0xFE6F, 2 },
	{ 0xFF00, 0xFF60, 2 },
	{ 0xFFE0, 0xFFE6, 2 },
	{ 0x1F300, 0x1F64F, 2 },
	{ 0x1F900, 0x1F9FF, 2 },
	{ 0x20000, 0x3FFFD, 2 },
};

static size_t
char_width(unsigned c)
{
	if (c < 0x300)
		return 1;
	for (size_t i = 0; i < sizeof(widths) / sizeof(widths[0]); i++)
		if (c >= widths[i].from && c <= widths[i].to)
			return widths[i].width;
	return 1;
}

size_t
wrap_width(const char *s, size_t n)
{
	size_t width = 0, step;
	unsigned c;

	for (size_t i = 0; i < n; i += step) {
		step = utf8_next(s + i, &c);
		if (step == 0)
			break;
		width += char_width(c);
	}
	return width;
}

size_t
wrap_fit(const char *s, size_t columns, bool hard, size_t *next_out)
{
	size_t i = 0, width = 0, fit = 0, step;
	unsigned c;

	while ((step = utf8_next(s + i, &c)) != 0 && c != '\n') {
		if (c == ' ')
			fit = i;
		width += char_width(c);
		if (width > columns && c != ' ' && (fit > 0 || (hard && i > 0)))
			break;
		i += step;
	}
	if (step == 0 || c == '\n' || fit == 0)
		fit = i;
	while (fit > 0 && s[fit - 1] == ' ')
		fit--;
	*next_out = fit + strspn(s + fit, " ");
	return fit;
}

/* Length of a list mark at s[0..n): "- ", "* ", "12. " or "[12] "; else 0. */
static size_t
line_mark(const char *s, size_t n)
{
	size_t bracket = n > 0 && s[0] == '[', i = bracket;

	if (n > 1 && (s[0] == '-' || s[0] == '*') && s[1] == ' ')
		return 2;
	while (i < n && s[i] >= '0' && s[i] <= '9')
		i++;
	if (i > bracket && i + 1 < n && s[i] == (bracket ? ']' : '.') &&
	    s[i + 1] == ' ')
		return i + 2;
	return 0;
}

/* Where the lines below a long line begin: under the text behind its list
 * mark, or behind its first gap of two spaces. */
static size_t
line_hang(const char *s, size_t n)
{
	size_t hang = 0;

	while (hang < n && s[hang] == ' ')
		hang++;
	hang += line_mark(s + hang, n - hang);
	for (size_t i = hang; i + 2 < n && i < HANG_MAX; i++)
		if (s[i] == ' ' && s[i + 1] == ' ' && s[i + 2] != ' ')
			return wrap_width(s, i + 2);
	return hang < HANG_MAX ? hang : HANG_MAX;
}

static void
spaces_add(struct buf *out, size_t n)
{
	while (n-- > 0)
		buf_putc(out, ' ');
}

/* The indentation and mark of a line are never a place to break it. */
static void
line_wrap(const char *s, size_t n, struct buf *out)
{
	size_t hang = line_hang(s, n), lead = 0, next, fit;

	while (lead < n && s[lead] == ' ')
		lead++;
	buf_add(out, s, lead);
	fit = wrap_fit(
	    s + lead, WRAP_COLUMNS - lead % WRAP_COLUMNS, false, &next);
	buf_add(out, s + lead, fit);
	for (size_t at = lead + next; at < n; at += next) {
		buf_putc(out, '\n');
		spaces_add(out, hang);
		fit = wrap_fit(s + at, WRAP_COLUMNS - hang, false, &next);
		buf_add(out, s + at, fit);
	}
}

void
wrap_text(const char *text, struct buf *out)
{
	bool empty = false, any = false;

	while (*text != '\0') {
		size_t len = strcspn(text, "\n"), n = len;

		while (n > 0 && (text[n - 1] == ' ' || text[n - 1] == '\t'))
			n--;
		if (n == 0) {
			empty = any;
		} else {
			if (empty)
				buf_putc(out, '\n');
			empty = false;
			any = true;
			if (*text == '>' || wrap_width(text, n) <= WRAP_COLUMNS)
				buf_add(out, text, n);
			else
				line_wrap(text, n, out);
			buf_putc(out, '\n');
		}
		text += len + (text[len] == '\n');
	}
}
