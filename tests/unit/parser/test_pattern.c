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
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
