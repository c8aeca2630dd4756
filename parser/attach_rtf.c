/* attach_rtf.c - Rich Text Format 1.9.1. In: its bytes. Out: what its reader
 * would see, without the look of it. */
#include "attach.h"
#include "buf.h"
#include "charset.h"
#include "limit.h"
#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define GROUPS_MAX 128 /* deeper ones are read as one: Word nests under 20 */
#define WORD_BYTES 32  /* a control word; the longest known one has 25 */

/* What a group inherits and its end takes back. */
struct group {
	bool skip; /* a destination that is no text */
	int uc;    /* bytes that stand for a \u in older readers */
};

struct rtf {
	struct arena *a;
	const char *p, *end;
	struct group group[GROUPS_MAX];
	size_t depth, deeper; /* open groups; of these, past GROUPS_MAX */
	struct buf run;       /* bytes in the file's charset */
	struct buf out;       /* UTF-8 */
	char charset[24];
	int drop;      /* bytes still to pass over after a \u */
	unsigned high; /* first half of a surrogate pair, or 0 */
	bool cut;
};

static struct group *
now(struct rtf *r)
{
	return &r->group[r->depth];
}

static void
out_add(struct rtf *r, const char *s, size_t n)
{
	if (buf_add(&r->out, s, n) != 0)
		r->cut = true;
}

/* What was collected becomes UTF-8. */
static void
run_end(struct rtf *r)
{
	bool wrong = false;
	char *text;
	size_t n;

	if (r->run.len == 0)
		return;
	text = charset_text(
	    r->a, r->charset, buf_text(&r->run), r->run.len, &n, &wrong);
	if (text)
		out_add(r, text, n);
	else
		r->cut = true;
	buf_clear(&r->run);
}

static void
byte_add(struct rtf *r, char c)
{
	if (now(r)->skip)
		return;
	if (r->drop > 0) {
		r->drop--;
		return;
	}
	if (r->run.len >= 4096)
		run_end(r);
	buf_putc(&r->run, c);
}

static void
text_add(struct rtf *r, const char *s)
{
	if (now(r)->skip)
		return;
	run_end(r);
	r->drop = 0;
	out_add(r, s, strlen(s));
}

static void
codepoint_add(struct rtf *r, unsigned c)
{
	char s[4];
	size_t n = 0;

	if (c < 0x20 || (c >= 0x7F && c < 0xA0) ||
	    (c >= 0xD800 && c < 0xE000) || c > 0x10FFFF)
		c = 0xFFFD;
	if (c < 0x80) {
		s[n++] = (char)c;
	} else if (c < 0x800) {
		s[n++] = (char)(0xC0 | c >> 6);
	} else if (c < 0x10000) {
		s[n++] = (char)(0xE0 | c >> 12);
		s[n++] = (char)(0x80 | (c >> 6 & 0x3F));
	} else {
		s[n++] = (char)(0xF0 | c >> 18);
		s[n++] = (char)(0x80 | (c >> 12 & 0x3F));
		s[n++] = (char)(0x80 | (c >> 6 & 0x3F));
	}
	if (c >= 0x80)
		s[n++] = (char)(0x80 | (c & 0x3F));
	run_end(r);
	out_add(r, s, n);
}

/* \u takes a signed 16-bit number; beyond the first plane, two of them. */
static void
unicode_add(struct rtf *r, long value)
{
	unsigned c = (unsigned)value & 0xFFFF;

	if (now(r)->skip)
		return;
	r->drop = 0;
	if (c >= 0xD800 && c < 0xDC00) {
		r->high = c;
	} else if (c >= 0xDC00 && c < 0xE000 && r->high != 0) {
		codepoint_add(
		    r, 0x10000 + ((r->high - 0xD800) << 10) + (c - 0xDC00));
		r->high = 0;
	} else {
		r->high = 0;
		codepoint_add(r, c);
	}
	r->drop = now(r)->uc;
}

static void
charset_set(struct rtf *r, long page)
{
	static const struct {
		int page;
		const char *label;
	} rows[] = { { 932, "shift_jis" }, { 936, "gb18030" },
		{ 949, "euc-kr" }, { 950, "big5" }, { 65001, "utf-8" } };
	struct buf b;

	run_end(r);
	buf_init(&b, sizeof(r->charset) - 1);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].page == page)
			buf_puts(&b, rows[i].label);
	if (b.len == 0 && page > 0 && page < 100000)
		buf_printf(&b, page < 900 ? "cp%ld" : "windows-%ld", page);
	if (b.len > 0)
		memcpy(r->charset, b.data, b.len + 1);
	buf_free(&b);
}

/* Destinations that hold no text of the document. */
static bool
is_aside(const char *word)
{
	static const char *const words[] = { "fonttbl", "colortbl",
		"stylesheet", "info", "pict", "objdata", "themedata",
		"colorschememapping", "latentstyles", "datastore", "listtable",
		"listoverridetable", "rsidtbl", "xmlnstbl", "filetbl", "revtbl",
		"fldinst", "bkmkstart", "bkmkend", "header", "headerl",
		"headerr", "headerf", "footer", "footerl", "footerr", "footerf",
		"generator", "userprops", "nonshppict", "template", "private",
		"xe", "tc", "annotation", "pntext", NULL };

	for (size_t i = 0; words[i]; i++)
		if (strcmp(words[i], word) == 0)
			return true;
	return false;
}

/* Words that stand for characters. */
static const char *
character_of(const char *word)
{
	static const struct {
		const char *word, *text;
	} rows[] = { { "par", "\n" }, { "line", "\n" }, { "sect", "\n" },
		{ "page", "\n" }, { "row", "\n" }, { "nestrow", "\n" },
		{ "cell", "\t" }, { "nestcell", "\t" }, { "tab", "\t" },
		{ "emdash", "—" }, { "endash", "–" }, { "bullet", "• " },
		{ "lquote", "‘" }, { "rquote", "’" }, { "ldblquote", "“" },
		{ "rdblquote", "”" }, { "emspace", " " }, { "enspace", " " } };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (strcmp(rows[i].word, word) == 0)
			return rows[i].text;
	return NULL;
}

static void
bytes_skip(struct rtf *r, long n)
{
	if (n > 0)
		r->p += n < r->end - r->p ? n : r->end - r->p;
}

static void
word_do(struct rtf *r, const char *word, bool has_number, long number)
{
	const char *text = character_of(word);

	if (text)
		text_add(r, text);
	else if (strcmp(word, "u") == 0 && has_number)
		unicode_add(r, number);
	else if (strcmp(word, "uc") == 0)
		now(r)->uc = number >= 0 && number <= 8 ? (int)number : 1;
	else if (strcmp(word, "ansicpg") == 0)
		charset_set(r, number);
	else if (strcmp(word, "mac") == 0)
		memcpy(r->charset, "macintosh", sizeof("macintosh"));
	else if (strcmp(word, "bin") == 0)
		bytes_skip(r, number);
	else if (strcmp(word, "deleted") == 0 || strcmp(word, "v") == 0)
		now(r)->skip |= !has_number || number != 0;
	else if (is_aside(word))
		now(r)->skip = true;
}

/* A backslash and letters, a number behind them, one space behind that. */
static void
word_read(struct rtf *r)
{
	char word[WORD_BYTES];
	char digits[12];
	size_t n = 0, k = 0;

	while (r->p < r->end && isalpha((unsigned char)*r->p)) {
		if (n + 1 < sizeof(word))
			word[n++] = *r->p;
		r->p++;
	}
	word[n] = '\0';
	if (r->p < r->end && *r->p == '-')
		digits[k++] = *r->p++;
	while (r->p < r->end && isdigit((unsigned char)*r->p)) {
		if (k + 1 < sizeof(digits) - 1)
			digits[k++] = *r->p;
		r->p++;
	}
	digits[k] = '\0';
	if (r->p < r->end && *r->p == ' ')
		r->p++;
	word_do(r, word, k > 0, strtol(digits, NULL, 10));
}

static int
hex_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)tolower((unsigned char)c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void
hex_read(struct rtf *r)
{
	int high, low;

	if (r->end - r->p < 2)
		return;
	high = hex_of(r->p[0]);
	low = hex_of(r->p[1]);
	if (high < 0 || low < 0)
		return;
	r->p += 2;
	byte_add(r, (char)(high << 4 | low));
}

static void
backslash_read(struct rtf *r)
{
	char c;

	if (r->p == r->end)
		return;
	if (isalpha((unsigned char)*r->p)) {
		word_read(r);
		return;
	}
	c = *r->p++;
	if (c == '\'')
		hex_read(r);
	else if (c == '*')
		now(r)->skip = true; /* what a reader may pass over */
	else if (c == '~')
		byte_add(r, ' ');
	else if (c == '_')
		byte_add(r, '-');
	else if (c == '\n' || c == '\r')
		text_add(r, "\n");
	else if (c == '\\' || c == '{' || c == '}')
		byte_add(r, c);
}

static void
group_open(struct rtf *r)
{
	r->drop = 0;
	if (r->depth + 1 == GROUPS_MAX) {
		r->deeper++;
		return;
	}
	r->group[r->depth + 1] = *now(r);
	r->depth++;
}

static void
group_close(struct rtf *r)
{
	r->drop = 0;
	if (r->deeper > 0)
		r->deeper--;
	else if (r->depth > 0)
		r->depth--;
}

static void
rtf_read(struct rtf *r)
{
	while (r->p < r->end && !r->cut) {
		char c = *r->p++;

		if (c == '\\')
			backslash_read(r);
		else if (c == '{')
			group_open(r);
		else if (c == '}')
			group_close(r);
		else if (c == '\t')
			text_add(r, "\t");
		else if (c != '\n' && c != '\r' && c != '\0')
			byte_add(r, c);
	}
	run_end(r);
}

void
attach_rtf(struct arena *a, struct attach *f)
{
	struct rtf r = { .a = a,
		.p = f->p,
		.end = f->p + f->n,
		.group = { { .uc = 1 } },
		.charset = "windows-1252" };

	buf_init(&r.run, 8192);
	buf_init(&r.out, LIMIT_TEXT_BYTES);
	rtf_read(&r);
	f->text = arena_memdup(a, buf_text(&r.out), r.out.len);
	f->rest = r.cut;
	buf_free(&r.run);
	buf_free(&r.out);
}
