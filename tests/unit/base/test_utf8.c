/* UTF-8: what is valid, what is repaired, where a text may be cut. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "arena.h"
#include "utf8.h"

#include <stdlib.h>
#include <string.h>

#define SIZE(a) (sizeof(a) / sizeof(*(a)))
#define BAD     "\xEF\xBF\xBD"

/* Exactly n bytes on the heap, so that a step past them is seen. */
static char *
exact(const char *s, size_t n)
{
	char *p = malloc(n ? n : 1);

	assert_non_null(p);
	memcpy(p, s, n);
	return p;
}

static void
test_check(void **state)
{
	static const struct {
		const char *s;
		size_t n;
		bool valid;
	} rows[] = {
		{ "", 0, true },
		{ "abc", 3, true },
		{ "a\0b", 3, true },
		{ "\xC3\xA9", 2, true },
		{ "\xE2\x82\xAC", 3, true },
		{ "\xF0\x9F\x98\x80", 4, true },
		{ "\xC2\x80", 2, true },
		{ "\xDF\xBF", 2, true },
		{ "\xE0\xA0\x80", 3, true },
		{ "\xED\x9F\xBF", 3, true },
		{ "\xEE\x80\x80", 3, true },
		{ "\xEF\xBF\xBF", 3, true },
		{ "\xF0\x90\x80\x80", 4, true },
		{ "\xF4\x8F\xBF\xBF", 4, true },
		/* cut short */
		{ "\xC3", 1, false },
		{ "\xE2\x82", 2, false },
		{ "\xF0\x9F\x98", 3, false },
		/* continuation without a begin; begin without one */
		{ "\x80", 1, false },
		{ "\xC3\x28", 2, false },
		{ "\xE2\x28\xA1", 3, false },
		/* overlong: '/', NUL, U+007F, U+07FF, U+FFFF */
		{ "\xC0\xAF", 2, false },
		{ "\xC0\x80", 2, false },
		{ "\xC1\xBF", 2, false },
		{ "\xE0\x9F\xBF", 3, false },
		{ "\xF0\x8F\xBF\xBF", 4, false },
		/* surrogates, beyond U+10FFFF, bytes that never occur */
		{ "\xED\xA0\x80", 3, false },
		{ "\xED\xBF\xBF", 3, false },
		{ "\xF4\x90\x80\x80", 4, false },
		{ "\xF5\x80\x80\x80", 4, false },
		{ "\xF8\x88\x80\x80\x80", 5, false },
		{ "\xFE", 1, false },
		{ "\xFF", 1, false },
	};
	size_t i;
	char *s;

	(void)state;
	for (i = 0; i < SIZE(rows); i++) {
		s = exact(rows[i].s, rows[i].n);
		if (utf8_check(s, rows[i].n) != rows[i].valid)
			fail_msg("row %zu", i);
		free(s);
	}
}

static void
test_every_codepoint(void **state)
{
	unsigned c, back;
	char s[5];
	size_t n;

	(void)state;
	for (c = 1; c <= 0x10FFFF; c++) {
		memset(s, 0, sizeof(s));
		n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
		s[0] = (char)(n == 1   ? c
			      : n == 2 ? 0xC0 | c >> 6
			      : n == 3 ? 0xE0 | c >> 12
				       : 0xF0 | c >> 18);
		if (n > 1)
			s[n - 1] = (char)(0x80 | (c & 0x3F));
		if (n > 2)
			s[n - 2] = (char)(0x80 | (c >> 6 & 0x3F));
		if (n > 3)
			s[1] = (char)(0x80 | (c >> 12 & 0x3F));
		if (c >= 0xD800 && c <= 0xDFFF) {
			if (utf8_check(s, n))
				fail_msg("U+%04X", c);
			continue;
		}
		back = 0;
		if (utf8_next(s, &back) != n || back != c)
			fail_msg("U+%04X", c);
	}
	assert_int_equal(utf8_next("", &back), 0);
}

struct repair {
	const char *in;
	size_t n;
	const char *clean, *line;
};

static const struct repair repairs[] = {
	{ "", 0, "", "" },
	{ "a b", 3, "a b", "a b" },
	{ "a\r\nb\rc\nd", 9, "a\nb\nc\nd", "a b c d" },
	{ "\r\r\n\n", 4, "\n\n\n", "" },
	{ "a\0b", 3, "ab", "ab" },
	{ "a\x1b[0m\x07\x7f", 7, "a[0m", "a[0m" },
	{ "a\tb", 3, "a\tb", "a b" },
	{ "a\vb\fc", 5, "a\nb\nc", "a b c" },
	{ "\xE9t\xE9", 3, BAD "t" BAD, BAD "t" BAD },
	{ "\xE2\x82", 2, BAD BAD, BAD BAD },
	{ "\xC2\x9B"
	  "31m",
	    5, "31m", "31m" },
	{ "a\xC2\x85\xE2\x80\xA8\xE2\x80\xA9z", 10, "a\n\n\nz", "a z" },
	{ "  a \t\n  b  ", 11, "  a \t\n  b  ", "a b" },
	{ " \n\t ", 4, " \n\t ", "" },
	{ "Subject: x\r\nBcc: y", 18, "Subject: x\nBcc: y",
	    "Subject: x Bcc: y" },
};

static void
test_repair(void **state)
{
	struct arena *a = arena_new(1u << 16);
	char *in, *out;
	size_t i, len;

	(void)state;
	for (i = 0; i < SIZE(repairs); i++) {
		in = exact(repairs[i].in, repairs[i].n);
		out = utf8_clean(a, in, repairs[i].n, &len);
		assert_string_equal(out, repairs[i].clean);
		assert_int_equal(len, strlen(out));
		assert_true(utf8_check(out, len));
		assert_string_equal(
		    utf8_clean(a, in, repairs[i].n, NULL), repairs[i].clean);
		assert_string_equal(
		    utf8_line(a, in, repairs[i].n), repairs[i].line);
		free(in);
	}
	arena_free(a);
}

static void
test_repair_of_all_bytes(void **state)
{
	struct arena *a = arena_new(1u << 20);
	char in[512];
	size_t i, len;
	char *out;

	(void)state;
	for (i = 0; i < sizeof(in); i++)
		in[i] = (char)(i * 7 + i / 256);
	for (i = 0; i < sizeof(in); i++) {
		out = utf8_clean(a, in, i, &len);
		assert_non_null(out);
		assert_true(utf8_check(out, len));
		assert_int_equal(strlen(out), len);
		assert_null(strchr(out, '\r'));
		arena_clear(a);
	}
	arena_free(a);
	a = arena_new(10);
	assert_null(utf8_clean(a, in, sizeof(in), NULL));
	assert_null(utf8_line(a, in, sizeof(in)));
	arena_free(a);
}

static void
test_cut(void **state)
{
	static const struct {
		const char *s;
		size_t n, cut;
	} rows[] = {
		{ "", 0, 0 },
		{ "abc", 0, 0 },
		{ "abc", 2, 2 },
		{ "abc", 3, 3 },
		{ "abc", 99, 3 },
		{ "abc", SIZE_MAX, 3 },
		{ "a\xC3\xA9z", 1, 1 },
		{ "a\xC3\xA9z", 2, 1 },
		{ "a\xC3\xA9z", 3, 3 },
		{ "\xF0\x9F\x98\x80", 3, 0 },
		{ "\xF0\x9F\x98\x80", 4, 4 },
		{ "x\xF0\x9F\x98\x80", 4, 1 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < SIZE(rows); i++)
		assert_int_equal(utf8_cut(rows[i].s, rows[i].n), rows[i].cut);
}

static void
test_controls(void **state)
{
	static const unsigned yes[] = { 0, '\n', 0x1F, 0x7F, 0x80, 0x9F, 0x2028,
		0x202E, 0x2066, 0x2069 };
	static const unsigned no[] = { ' ', '~', 0xA0, 0x2027, 0x202F, 0x2065,
		0x206A, 0x10FFFF };
	size_t i;

	(void)state;
	for (i = 0; i < SIZE(yes); i++)
		assert_true(utf8_is_control(yes[i]));
	for (i = 0; i < SIZE(no); i++)
		assert_false(utf8_is_control(no[i]));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_check),
		cmocka_unit_test(test_every_codepoint),
		cmocka_unit_test(test_repair),
		cmocka_unit_test(test_repair_of_all_bytes),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_controls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
