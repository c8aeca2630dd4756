/* The grammar of cells: what each form takes in, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above. */
#include <cmocka.h>
#include <string.h>

#include "../../../lookup/cell.h"

#define YEAR 365244
#define CM   1000

static const struct fact_row rows[] = {
	{ .name = "age", .value = "", .unit = "y", .factor_milli = YEAR },
	{ .name = "age", .value = "", .unit = "m", .factor_milli = 30437 },
	{ .name = "age", .value = "18", .unit = "y", .factor_milli = YEAR },
	{ .name = "size", .value = "", .unit = "cm", .factor_milli = CM },
	{ .name = "size", .value = "", .unit = "mm", .factor_milli = 100 },
	{ .name = "count", .value = "", .unit = "", .factor_milli = 1000 },
	{ .name = "way", .value = "open", .unit = "" },
	{ .name = "way", .value = "needle", .unit = "" },
	{ .name = "explain", .value = "cue", .unit = "", .weight = 5 },
};
static const struct fact_rows facts = { rows, sizeof(rows) / sizeof(rows[0]) };

static const struct {
	const char *fact, *text;
	int64_t low, high;
} ranges[] = {
	{ "age", "<6y", INT64_MIN, 6 * YEAR },
	{ "age", "<=6y", INT64_MIN, 6 * YEAR + 1 },
	{ "age", ">6y", 6 * YEAR + 1, INT64_MAX },
	{ "age", ">=6y", 6 * YEAR, INT64_MAX },
	{ "age", "6m-5y", 6 * 30437, 5 * YEAR },
	{ "age", "6m..5y", 6 * 30437, 5 * YEAR + 1 },
	{ "size", "3-10cm", 3 * CM, 10 * CM },
	{ "size", "3..10cm", 3 * CM, 10 * CM + 1 },
	{ "size", "5mm-1cm", 500, CM },
	{ "size", "<0.5cm", INT64_MIN, 500 },
	{ "size", "2.125-2.5cm", 2125, 2500 },
	{ "count", "1", 1000, 1001 },
	{ "count", "1..14", 1000, 14001 },
	{ "count", ">=15", 15000, INT64_MAX },
};

static void
ranges_have_their_ends(void **state)
{
	struct arena *a = arena_new(65536);
	const char *why = NULL;
	struct cell c;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		if (cell_parse(
			a, &facts, ranges[i].fact, ranges[i].text, &c, &why))
			fail_msg("%s: %s", ranges[i].text, why);
		assert_int_equal(c.kind, CELL_RANGE);
		if (c.low != ranges[i].low || c.high != ranges[i].high)
			fail_msg("%s: %lld to %lld", ranges[i].text,
			    (long long)c.low, (long long)c.high);
	}
	arena_free(a);
}

static void
bad_cells_are_refused(void **state)
{
	static const struct {
		const char *fact, *text;
	} bad[] = {
		{ "age", "" },
		{ "age", "<" },
		{ "age", "<y" },
		{ "age", "<6" },
		{ "age", "<6w" },
		{ "age", "<6cm" },
		{ "age", "6y-" },
		{ "age", "6y--7y" },
		{ "age", "7y-6y" },
		{ "age", "6y-6y" },
		{ "age", "6y|7y" },
		{ "age", "<6y>" },
		{ "age", "<6.y" },
		{ "age", "<99999999999999999999y" },
		{ "age", "18" },
		{ "age", "open" },
		{ "way", "Open" },
		{ "way", "|" },
		{ "way", "open|laser" },
		{ "way", "<6" },
		{ "explain", "cue" },
		{ "nothing", "open" },
	};
	struct arena *a = arena_new(65536);
	const char *why;
	struct cell c;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		why = NULL;
		if (cell_parse(a, &facts, bad[i].fact, bad[i].text, &c, &why) ==
		    0)
			fail_msg("'%s' was taken", bad[i].text);
		assert_non_null(why);
	}
	arena_free(a);
}

static void
cells_meet_where_a_value_fits_both(void **state)
{
	static const struct {
		const char *fact, *x, *y;
		bool meet;
	} pairs[] = {
		{ "age", "<6y", ">=6y", false },
		{ "age", "<6y", ">5y", true },
		{ "age", "<=6y", ">=6y", true },
		{ "size", "3..10cm", ">10cm", false },
		{ "size", "3..10cm", ">=10cm", true },
		{ "way", "open", "needle", false },
		{ "way", "open|needle", "needle", true },
		{ "way", "*", "needle", true },
		{ "way", "*", "*", true },
		{ "way", "-", "*", false },
		{ "way", "-", "-", false },
	};
	struct arena *a = arena_new(65536);
	const char *why;
	struct cell x, y;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		assert_int_equal(
		    cell_parse(a, &facts, pairs[i].fact, pairs[i].x, &x, &why),
		    0);
		assert_int_equal(
		    cell_parse(a, &facts, pairs[i].fact, pairs[i].y, &y, &why),
		    0);
		if (cell_meet(&x, &y) != pairs[i].meet ||
		    cell_meet(&y, &x) != pairs[i].meet)
			fail_msg("%s and %s", pairs[i].x, pairs[i].y);
	}
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ranges_have_their_ends),
		cmocka_unit_test(bad_cells_are_refused),
		cmocka_unit_test(cells_meet_where_a_value_fits_both),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
