/* Dates and their texts, against days that are known. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "clock.h"

#include <stdlib.h>
#include <string.h>

#define SIZE(a) (sizeof(a) / sizeof(*(a)))

static void
test_make(void **state)
{
	static const struct {
		int y, m, d;
		date want;
	} rows[] = {
		{ 2026, 11, 22, 20261122 },
		{ 2024, 2, 29, 20240229 },
		{ 2000, 2, 29, 20000229 },
		{ 1900, 2, 29, 0 },
		{ 2023, 2, 29, 0 },
		{ 2026, 2, 30, 0 },
		{ 2026, 4, 31, 0 },
		{ 2026, 13, 1, 0 },
		{ 2026, 0, 1, 0 },
		{ 2026, 1, 0, 0 },
		{ 2026, 1, -1, 0 },
		{ 0, 1, 1, 0 },
		{ -5, 1, 1, 0 },
		{ 10000, 1, 1, 0 },
		{ 1, 1, 1, 10101 },
		{ 9999, 12, 31, DATE_OPEN },
	};
	size_t i;

	(void)state;
	for (i = 0; i < SIZE(rows); i++)
		assert_int_equal(
		    date_make(rows[i].y, rows[i].m, rows[i].d), rows[i].want);
}

static void
test_parse(void **state)
{
	static const struct {
		const char *s;
		date want;
	} rows[] = {
		{ "2026-11-22", 20261122 },
		{ "20261122", 20261122 },
		{ "9999-12-31", DATE_OPEN },
		{ "2026-11-31", 0 },
		{ "2026/11/22", 0 },
		{ "2026-11-22 ", 0 },
		{ " 20261122", 0 },
		{ "2026112", 0 },
		{ "2026-1-22", 0 },
		{ "-0261122", 0 },
		{ "+0261122", 0 },
		{ "2026-11-2x", 0 },
		{ "\xEF\xBC\x92"
		  "02611",
		    0 },
		{ "", 0 },
		{ NULL, 0 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < SIZE(rows); i++)
		assert_int_equal(date_parse(rows[i].s), rows[i].want);
}

static void
test_add_and_days(void **state)
{
	static const struct {
		date from;
		int days;
		date to;
	} rows[] = {
		{ 20261122, 0, 20261122 },
		{ 20261122, 90, 20270220 },
		{ 20240228, 1, 20240229 },
		{ 20230228, 1, 20230301 },
		{ 20260101, -1, 20251231 },
		{ 20000101, 36525, 21000101 },
		{ 19700101, -719162, 10101 },
		{ 10101, 3652057, 99991230 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < SIZE(rows); i++) {
		assert_int_equal(
		    date_add(rows[i].from, rows[i].days), rows[i].to);
		assert_int_equal(
		    date_add(rows[i].to, -rows[i].days), rows[i].from);
		assert_int_equal(
		    date_days(rows[i].from, rows[i].to), rows[i].days);
	}
	assert_int_equal(date_add(0, 5), 0);
	assert_int_equal(date_add(DATE_OPEN, -5), DATE_OPEN);
	assert_int_equal(date_add(99991230, 1), DATE_OPEN);
	assert_int_equal(date_add(99991230, 2), DATE_OPEN);
	assert_int_equal(date_add(10101, -1), 0);
	assert_int_equal(date_add(20261122, INT32_MAX), DATE_OPEN);
	assert_int_equal(date_add(20261122, INT32_MIN), 0);
	assert_int_equal(date_add(20261399, 1), 0);
	assert_int_equal(date_add(-20261122, 1), 0);
	assert_int_equal(date_days(0, 20261122), 0);
	assert_int_equal(date_days(20261122, 20260231), 0);
}

static void
test_every_day(void **state)
{
	date d = 10101, next;
	char text[11];
	int n = 0;

	(void)state;
	while (d != DATE_OPEN) {
		next = date_add(d, 1);
		if (next <= d || date_days(d, next) != 1 ||
		    date_parse(date_text(d, text)) != d)
			fail_msg("%d", d);
		d = next;
		n++;
	}
	assert_int_equal(n, 3652058);
}

static void
test_of_unix(void **state)
{
	static const struct {
		int64_t s;
		int offset;
		date want;
	} rows[] = {
		{ 0, 0, 19700101 },
		{ -1, 0, 19691231 },
		{ 86399, 0, 19700101 },
		{ 86399, 1, 19700102 },
		{ 0, -3600, 19691231 },
		{ 1795335000, 0, 20261122 },
		{ 951782400, 0, 20000229 },
		{ 253402300799, 0, DATE_OPEN },
		{ 253402300800, 0, DATE_OPEN },
		{ INT64_MAX, 50400, DATE_OPEN },
		{ INT64_MIN, -50400, 10101 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < SIZE(rows); i++)
		assert_int_equal(
		    date_of_unix(rows[i].s, rows[i].offset), rows[i].want);
}

static void
test_texts(void **state)
{
	static const struct {
		int64_t s;
		const char *mail, *iso;
	} rows[] = {
		{ 0, "Thu, 01 Jan 1970 00:00:00 +0000",
		    "1970-01-01T00:00:00Z" },
		{ 1795336200, "Sun, 22 Nov 2026 08:30:00 +0000",
		    "2026-11-22T08:30:00Z" },
		{ 951868799, "Tue, 29 Feb 2000 23:59:59 +0000",
		    "2000-02-29T23:59:59Z" },
		{ -1, "Wed, 31 Dec 1969 23:59:59 +0000",
		    "1969-12-31T23:59:59Z" },
		{ INT64_MAX, "Fri, 31 Dec 9999 23:59:59 +0000",
		    "9999-12-31T23:59:59Z" },
		{ INT64_MIN, "Mon, 01 Jan 0001 00:00:00 +0000",
		    "0001-01-01T00:00:00Z" },
	};
	char mail[32], iso[21], text[11];
	size_t i;

	(void)state;
	for (i = 0; i < SIZE(rows); i++) {
		assert_string_equal(
		    clock_rfc5322(rows[i].s, mail), rows[i].mail);
		assert_string_equal(clock_rfc3339(rows[i].s, iso), rows[i].iso);
	}
	assert_string_equal(date_text(20261122, text), "2026-11-22");
	assert_string_equal(date_text(0, text), "");
	assert_string_equal(date_text(20260231, text), "");
	assert_string_equal(date_text(DATE_OPEN, text), "open");
}

static void
test_now(void **state)
{
	int64_t before = clock_mono_ms();

	(void)state;
	assert_true(clock_mono_ms() >= before);
	unsetenv("CONSULTD_NOW");
	assert_true(clock_now_unix() > 1700000000);
	setenv("CONSULTD_NOW", "1795336200", 1);
#ifdef TEST_BUILD
	assert_int_equal(clock_now_unix(), 1795336200);
#else
	assert_int_not_equal(clock_now_unix(), 1795336200);
#endif
	unsetenv("CONSULTD_NOW");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_make),
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_add_and_days),
		cmocka_unit_test(test_every_day),
		cmocka_unit_test(test_of_unix),
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_now),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
