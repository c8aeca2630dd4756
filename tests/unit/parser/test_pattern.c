/* test_pattern.c - the door to PCRE2. */
#include "limit.h"
#include "pattern.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct pattern *
compiled(const char *expression)
{
	struct pattern *p = NULL;
	struct err e = { 0 };
	assert_int_equal(pattern_new(expression, &p, &e), 0);
	return p;
}

static bool
found(const char *expression, const char *text, struct match *m)
{
	struct pattern *p = compiled(expression);
	bool hit = pattern_match(p, text, strlen(text), 0, m);
	pattern_free(p);
	return hit;
}

static void
groups_and_offsets(void **state)
{
	struct match m;
	(void)state;
	assert_true(found("(a)(x)?(b+)", "zzABBz", &m));
	assert_int_equal(m.start[0], 2);
	assert_int_equal(m.end[0], 5);
	assert_int_equal(m.start[1], 2);
	assert_true(m.start[2] == (size_t)-1);
	assert_true(m.end[2] == (size_t)-1);
	assert_int_equal(m.start[3], 3);
	assert_int_equal(m.groups, 4);
	assert_true(m.start[9] == (size_t)-1);
}

static void
names_of_groups(void **state)
{
	struct pattern *p = compiled("(?<code>\\d+)-(?<mod>\\d\\d)");
	(void)state;
	assert_int_equal(pattern_group(p, "code"), 1);
	assert_int_equal(pattern_group(p, "mod"), 2);
	assert_int_equal(pattern_group(p, "none"), -1);
	pattern_free(p);
}

static void
next_match_sees_what_is_behind(void **state)
{
	struct pattern *p = compiled("(?<!x)a");
	struct match m;
	(void)state;
	assert_false(pattern_match(p, "xa", 2, 1, &m));
	assert_true(pattern_match(p, "xaa", 3, 1, &m));
	assert_int_equal(m.start[0], 2);
	assert_false(pattern_match(p, "xaa", 3, 3, &m));
	assert_false(pattern_match(p, "xaa", 3, 4, &m));
	pattern_free(p);
}

static void
empty_matches_are_none(void **state)
{
	struct match m;
	(void)state;
	assert_false(found("x*", "aaa", &m));
	assert_false(found("(?=a)", "aaa", &m));
	assert_true(found("x*", "aax", &m));
	assert_int_equal(m.start[0], 2);
}

static void
bytes_not_characters(void **state)
{
	struct match m;
	(void)state;
	/* one character of UTF-8, two bytes; no Unicode letters in \w */
	assert_true(found("^..$", "\xc3\xa9", &m));
	assert_false(found("\\w", "\xc3\xa9", &m));
	assert_true(found(".", "\xff\xfe", &m));
}

static void
bad_expressions_are_named(void **state)
{
	static const char *const bad[] = { "(open", "a{2,1}", "[z-a]",
		"(*UTF)a", "(*UCP)\\w", "\\C",
		"()()()()()()()()()()()()()()()()" };
	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct pattern *p = NULL;
		struct err e = { 0 };
		assert_int_equal(pattern_new(bad[i], &p, &e), -1);
		assert_int_equal(e.kind, ERR_STOP);
		assert_true(strlen(e.text) > 10);
		assert_null(p);
	}
}

static void
a_catastrophe_is_no_match(void **state)
{
	static const char *const slow[] = { "(?:a+)+$", "(a|aa)+$",
		"(?:(?:x?a)*)*b" };
	char text[4001];
	struct match m;
	(void)state;
	memset(text, 'a', sizeof(text) - 1);
	text[sizeof(text) - 2] = '!';
	text[sizeof(text) - 1] = '\0';
	for (size_t i = 0; i < sizeof(slow) / sizeof(slow[0]); i++)
		assert_false(found(slow[i], text, &m));
	/* and the pattern serves the next text */
	struct pattern *p = compiled(slow[0]);
	assert_false(pattern_match(p, text, sizeof(text) - 1, 0, &m));
	assert_true(pattern_match(p, "aa", 2, 0, &m));
	pattern_free(p);
}

static void
inside_out_is_none(void **state)
{
	struct match m;
	struct pattern *p = NULL;
	struct err e = { 0 };
	(void)state;
	/* \K in a look-ahead would give a start behind the end */
	if (pattern_new("(?=ab\\K)a", &p, &e) != 0)
		return; /* newer PCRE2 refuses it outright */
	assert_false(pattern_match(p, "ab", 2, 0, &m));
	pattern_free(p);
	pattern_free(NULL);
}

static void
padded_same(const char *expression, const char *text, char *padded, size_t pad)
{
	struct match one = { { 0 }, { 0 }, 0 }, other = one;
	bool here = found(expression, text, &one), there;

	memset(padded, ' ', pad);
	padded[pad] = '\0';
	memcpy(padded, text, strlen(text));
	there = found(expression, padded, &other);
	if (here != there || one.start[0] != other.start[0])
		fail_msg("%s on \"%s\" of %zu bytes", expression, text, pad);
}

/* Texts that cannot match are not tried, but short and long ones always are:
 * all must find the same. */
static void
no_match_is_lost_by_the_shortcut(void **state)
{
	static const char *const expression[] = { "needle", "NEEDLE\\b",
		"ne+dle", "nee?dle", "x?needle", "(?:pin|needle)s?",
		"(pin)?need", "(?:pin)*dle", "(?:pin|ne{2}dle){1,2}",
		"(?:pin|x{0,2})ee", "[nm]eedle", "[]n]eed", "[^]x]eed",
		"n.edle", "n\\w+le", "(?=need)ne", "(?!pin)needle",
		"(?<!pin)needle", "(?<=nee)dle", "\\bneed\\Ble",
		"(?-i:needle)|pin", "a\\.needle|\\+pin|dle",
		"ee|(?:x|(?:y|needle))", "(?:(?:(?:need)))le", "need(?#word)le",
		"(?<word>need)le", "\\x6eeedle", "(n)ee\\w*?", "e{2}", "e{1,}d",
		"nee\\Kdle", "(?:need|)le", "(?>need)le", "[[:alpha:]]eed",
		"\\Qnee\\Edle", "averylongwordthatisnotthere|needle",
		"(?i)needle", "ee+?d", "ne*+dle", "(?:a|b|needle)\\s?hay",
		"\\A(?=[\\s\\S]*pin)[\\s\\S]*?need", "pin\\w*needle",
		"(?:needle|pin).*(?:in|needle)", "need(?:le)?.+hay" };
	static const char *const text[] = { "needle", "a Needle in hay", "pin",
		"NEEDLES, pins", "a.needle+pin", "needlehay", "nedle", "meedle",
		"neeedle", "hay", "", "n", "le", "pinneedle", "xx ee xx" };
	static const size_t pads[] = { 300, 40000 };
	char *padded = malloc(40001);

	(void)state;
	assert_non_null(padded);
	for (size_t i = 0; i < sizeof expression / sizeof *expression; i++) {
		for (size_t k = 0; k < sizeof text / sizeof *text; k++) {
			for (size_t l = 0; l < 2; l++)
				padded_same(
				    expression[i], text[k], padded, pads[l]);
		}
	}
	free(padded);
}

/* The same place may hold another text the next time. */
static void
a_text_that_changed_is_looked_at_again(void **state)
{
	struct pattern *p = compiled("needle|pin");
	char text[300];
	struct match m;

	(void)state;
	memset(text, '-', sizeof text);
	assert_false(pattern_match(p, text, sizeof text, 0, &m));
	memcpy(text + 5, "pin", 3);
	assert_true(pattern_match(p, text, sizeof text, 0, &m));
	memcpy(text + 5, "   ", 3);
	assert_false(pattern_match(p, text, sizeof text, 0, &m));
	/* A text that is held is looked at once, until it is released. */
	pattern_hold(text, sizeof text);
	memcpy(text + 5, "pin", 3);
	assert_false(pattern_match(p, text, sizeof text, 0, &m));
	pattern_release();
	assert_true(pattern_match(p, text, sizeof text, 0, &m));
	pattern_free(p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(groups_and_offsets),
		cmocka_unit_test(names_of_groups),
		cmocka_unit_test(next_match_sees_what_is_behind),
		cmocka_unit_test(empty_matches_are_none),
		cmocka_unit_test(bytes_not_characters),
		cmocka_unit_test(bad_expressions_are_named),
		cmocka_unit_test(a_catastrophe_is_no_match),
		cmocka_unit_test(inside_out_is_none),
		cmocka_unit_test(no_match_is_lost_by_the_shortcut),
		cmocka_unit_test(a_text_that_changed_is_looked_at_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
