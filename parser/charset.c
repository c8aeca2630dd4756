/* charset.c - the charsets of mail. In: bytes and the label that the mail
 * gives them. Out: UTF-8, with a wrong label repaired where the bytes tell. */
#include "charset.h"
#include "buf.h"
#include "utf8.h"
#include <dlfcn.h>
#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

/* How far the bytes can speak for themselves. */
enum charset_form {
	FORM_UTF8,  /* ASCII and its superset */
	FORM_BYTE,  /* one byte a character: any bytes fit, none can fail */
	FORM_WIDE,  /* several bytes: most wrong bytes fail */
	FORM_SEVEN, /* escapes in ASCII: valid UTF-8 proves nothing */
};

struct charset {
	const char *name; /* as iconv(3) knows it */
	enum charset_form form;
	const char *alias; /* further labels, a space round each */
};

/* Labels are those of the IANA registry and of clients seen in the wild. The
 * WHATWG rule holds: who says ISO-8859-1 means windows-1252. */
static const struct charset charsets[] = {
	{ "UTF-8", FORM_UTF8,
	    " utf8 us-ascii ascii ansi_x3.4-1968 iso646-us 646 "
	    "unicode-1-1-utf-8"
	    " utf-8-bom binary 7bit 8bit default _default x-unknown "
	    "unknown-8bit"
	    " " },
	{ "WINDOWS-1252", FORM_BYTE,
	    " cp1252 x-cp1252 cp-1252 ansi windows1252 latin1 latin-1 l1"
	    " iso-8859-1 iso8859-1 iso_8859-1 8859-1 "
	    "iso-8859-1-windows-3.1-latin-1"
	    " x-ansi ibm819 cp819 " },
	{ "WINDOWS-1250", FORM_BYTE, " cp1250 x-cp1250 windows1250 " },
	{ "WINDOWS-1251", FORM_BYTE, " cp1251 x-cp1251 windows1251 win-1251 " },
	{ "WINDOWS-1253", FORM_BYTE, " cp1253 x-cp1253 " },
	{ "WINDOWS-1254", FORM_BYTE, " cp1254 x-cp1254 " },
	{ "WINDOWS-1255", FORM_BYTE, " cp1255 x-cp1255 iso-8859-8-i " },
	{ "WINDOWS-1256", FORM_BYTE, " cp1256 x-cp1256 " },
	{ "WINDOWS-1257", FORM_BYTE, " cp1257 x-cp1257 " },
	{ "WINDOWS-1258", FORM_BYTE, " cp1258 x-cp1258 " },
	{ "ISO-8859-2", FORM_BYTE, " iso8859-2 iso_8859-2 latin2 l2 " },
	{ "ISO-8859-3", FORM_BYTE, " iso8859-3 latin3 " },
	{ "ISO-8859-4", FORM_BYTE, " iso8859-4 latin4 " },
	{ "ISO-8859-5", FORM_BYTE, " iso8859-5 cyrillic " },
	{ "ISO-8859-6", FORM_BYTE, " iso8859-6 arabic " },
	{ "ISO-8859-7", FORM_BYTE, " iso8859-7 greek " },
	{ "ISO-8859-8", FORM_BYTE, " iso8859-8 hebrew " },
	{ "ISO-8859-9", FORM_BYTE, " iso8859-9 latin5 " },
	{ "ISO-8859-10", FORM_BYTE, " iso8859-10 latin6 " },
	{ "ISO-8859-11", FORM_BYTE, " iso8859-11 tis-620 windows-874 cp874 " },
	{ "ISO-8859-13", FORM_BYTE, " iso8859-13 latin7 " },
	{ "ISO-8859-14", FORM_BYTE, " iso8859-14 latin8 " },
	{ "ISO-8859-15", FORM_BYTE, " iso8859-15 iso_8859-15 latin9 latin-9 " },
	{ "ISO-8859-16", FORM_BYTE, " iso8859-16 latin10 " },
	{ "KOI8-R", FORM_BYTE, " koi8r koi8 " },
	{ "KOI8-U", FORM_BYTE, " koi8u " },
	{ "MACINTOSH", FORM_BYTE, " mac x-mac-roman macroman x-macroman " },
	{ "IBM437", FORM_BYTE, " cp437 437 " },
	{ "IBM850", FORM_BYTE, " cp850 850 " },
	{ "IBM866", FORM_BYTE, " cp866 866 " },
	{ "GB18030", FORM_WIDE,
	    " gb2312 gb_2312-80 gbk cp936 windows-936 x-gbk euc-cn "
	    "hz-gb-2312 " },
	{ "BIG5-HKSCS", FORM_WIDE, " big5 big-5 cp950 x-x-big5 big5hkscs " },
	{ "EUC-JP", FORM_WIDE, " eucjp x-euc-jp " },
	{ "CP932", FORM_WIDE,
	    " shift_jis shift-jis sjis x-sjis ms_kanji windows-31j " },
	{ "EUC-KR", FORM_WIDE, " euckr ks_c_5601-1987 ks_c_5601 ksc5601 " },
	{ "UHC", FORM_WIDE, " cp949 windows-949 " },
	{ "ISO-2022-JP", FORM_SEVEN,
	    " iso-2022-jp-1 iso-2022-jp-ms csiso2022jp " },
	{ "ISO-2022-KR", FORM_SEVEN, " csiso2022kr " },
	{ "UTF-7", FORM_SEVEN, " unicode-1-1-utf-7 utf7 " },
	{ "UTF-16", FORM_SEVEN, " utf16 unicode ucs-2 iso-10646-ucs-2 " },
	{ "UTF-16LE", FORM_SEVEN, " utf-16-le ucs-2le " },
	{ "UTF-16BE", FORM_SEVEN, " utf-16-be ucs-2be " },
	{ "UTF-32", FORM_SEVEN, " utf32 ucs-4 " },
};
#define CHARSETS     (sizeof(charsets) / sizeof(charsets[0]))
#define CHARSET_1252 1

static iconv_t converter[CHARSETS];
static bool ready;

/* A converter loads its tables at the first bytes, not when it is opened. */
static void
converter_warm(iconv_t cd)
{
	char in[] = "warm", room[64], *p = in, *q = room;
	size_t left = 4, space = sizeof(room);

	iconv(cd, &p, &left, &q, &space);
	iconv(cd, NULL, NULL, NULL, NULL);
}

static iconv_t (*system_open)(const char *to, const char *from);

void
charset_init(void)
{
	if (ready)
		return;
	*(void **)&system_open = dlsym(RTLD_NEXT, "iconv_open");
	for (size_t i = 0; i < CHARSETS; i++) {
		converter[i] = iconv_open("UTF-8", charsets[i].name);
		if (converter[i] != (iconv_t)-1)
			converter_warm(converter[i]);
	}
	ready = true;
}

static bool
alias_has(const char *aliases, const char *label, size_t n)
{
	for (const char *p = aliases; (p = strcasestr(p, label)) != NULL; p++)
		if (p > aliases && p[-1] == ' ' && p[n] == ' ')
			return true;
	return false;
}

/* The row of a label, or CHARSETS where it is unknown. */
static size_t
charset_find(const char *label)
{
	size_t n = strlen(label);

	if (n == 0 || n > 40 || memchr(label, ' ', n))
		return CHARSETS;
	for (size_t i = 0; i < CHARSETS; i++)
		if (strcasecmp(charsets[i].name, label) == 0 ||
		    alias_has(charsets[i].alias, label, n))
			return i;
	return CHARSETS;
}

/*
 * The program's own iconv_open(3), which stands before the C library's for
 * every library. GMime opens converters for whatever a mail names in a
 * parameter or a display name, and glibc opens a file for each that is not
 * loaded: a jail must not. So once the charsets are warm, only those are given.
 */
iconv_t
iconv_open(const char *to, const char *from)
{
	size_t row;

	if (system_open == NULL)
		*(void **)&system_open = dlsym(RTLD_NEXT, "iconv_open");
	if (!ready)
		return system_open(to, from);
	row = charset_find(from);
	if (charset_find(to) != 0 || row == CHARSETS) {
		errno = EINVAL;
		return (iconv_t)-1;
	}
	return system_open("UTF-8", charsets[row].name);
}

static bool
bytes_high(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)p[i] >= 0x80)
			return true;
	return false;
}

/* All of p through one converter; a byte that does not fit is U+FFFD. */
static void
convert(iconv_t cd, const char *p, size_t n, struct buf *out, bool *wrong)
{
	char room[4096], *from = (char *)(uintptr_t)p;

	iconv(cd, NULL, NULL, NULL, NULL);
	while (n > 0) {
		char *to = room;
		size_t space = sizeof(room);
		size_t done = iconv(cd, &from, &n, &to, &space);
		int why = done == (size_t)-1 ? errno : 0;

		buf_add(out, room, (size_t)(to - room));
		if (out->full)
			return;
		if (why == EILSEQ || why == EINVAL) {
			*wrong = true;
			buf_puts(out, "\xEF\xBF\xBD");
			from++;
			n--;
			iconv(cd, NULL, NULL, NULL, NULL);
		} else if (why != 0 && why != E2BIG) {
			return;
		}
	}
}

static char *
converted(struct arena *a, size_t row, const char *p, size_t n, size_t *len_out,
    bool *wrong)
{
	struct buf b;
	char *text;

	if (converter[row] == (iconv_t)-1 || converter[row] == NULL) {
		*wrong = true;
		*len_out = n;
		return arena_memdup(a, p, n);
	}
	buf_init(&b, n * 4 + 16);
	convert(converter[row], p, n, &b, wrong);
	text = arena_memdup(a, buf_text(&b), b.len);
	*len_out = b.len;
	buf_free(&b);
	return text;
}

/*
 * The row that the bytes really are in. Text in UTF-8 under an 8-bit label is
 * the commonest wrong label; by chance it is nearly impossible. Two or three
 * Chinese letters in GBK can look like UTF-8, so that a label of several
 * bytes stands until there are more.
 */
static size_t
charset_guess(const char *label, const char *p, size_t n, bool *wrong)
{
	size_t row = label ? charset_find(label) : 0;
	bool known = row < CHARSETS;

	if (known && charsets[row].form == FORM_SEVEN)
		return row;
	if (!bytes_high(p, n)) {
		*wrong |= !known;
		return 0;
	}
	if (utf8_check(p, n) &&
	    !(known && charsets[row].form == FORM_WIDE && n < 16)) {
		*wrong |= !known || charsets[row].form != FORM_UTF8;
		return 0;
	}
	if (known && charsets[row].form != FORM_UTF8)
		return row;
	*wrong |= label != NULL;
	return CHARSET_1252;
}

/* RFC 1843 writes Chinese as ~{..~}; few mails use it, and they are read as
 * ASCII. UTF-16 without a byte order mark is what Windows writes: little. */
static size_t
charset_order(size_t row, const char *p, size_t n)
{
	const unsigned char *u = (const unsigned char *)p;

	if (strcmp(charsets[row].name, "UTF-16") != 0 || n < 2)
		return row;
	if ((u[0] == 0xFE && u[1] == 0xFF) || (u[0] == 0xFF && u[1] == 0xFE))
		return row;
	return charset_find(u[0] == 0 ? "UTF-16BE" : "UTF-16LE");
}

/* UTF-8 with some bad bytes is still UTF-8: a cut mail, a broken forwarder.
 * More bad bytes than good letters: it never was. */
static bool
mostly_utf8(const char *p, size_t n)
{
	size_t good = 0, bad = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)p[i];
		size_t len = c < 0xC2 ? 0 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;

		if (c < 0x80)
			continue;
		if (len > 0 && i + len <= n && utf8_check(p + i, len)) {
			good++;
			i += len - 1;
		} else {
			bad++;
		}
	}
	return good > 2 * bad;
}

char *
charset_raw(struct arena *a, const char *label, const char *p, size_t n,
    size_t *len_out, bool *wrong_out)
{
	bool wrong = false;
	size_t row = charset_guess(label, p, n, &wrong);
	size_t len = n;
	char *text;

	charset_init();
	if (row == CHARSET_1252 && mostly_utf8(p, n)) {
		row = 0;
		wrong = true;
	}
	row = charset_order(row, p, n);
	text = row == 0 ? arena_memdup(a, p, n)
			: converted(a, row, p, n, &len, &wrong);
	if (len_out)
		*len_out = len;
	if (wrong)
		*wrong_out = true;
	return text;
}

char *
charset_text(struct arena *a, const char *label, const char *p, size_t n,
    size_t *len_out, bool *wrong_out)
{
	size_t len;
	char *raw = charset_raw(a, label, p, n, &len, wrong_out);

	if (raw && len >= 3 && memcmp(raw, "\xEF\xBB\xBF", 3) == 0) {
		raw += 3; /* a byte order mark is no text */
		len -= 3;
	}
	return raw ? utf8_clean(a, raw, len, len_out) : NULL;
}
