/* test_family_rule.c - the units of a row in a decision table. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above. */
#include <cmocka.h>
#include <string.h>

#include "../../../lookup/family_draft.h"

static const struct fact_row rows[] = {
	{ .name = "size", .value = "", .unit = "cm", .factor_milli = 1000 },
	{ .name = "size", .value = "", .unit = "mm", .factor_milli = 100 },
	{ .name = "count", .value = "", .unit = "", .factor_milli = 1000 },
	{ .name = "digit", .value = "T6", .unit = "" },
};
static const struct fact_rows facts = { rows, sizeof(rows) / sizeof(rows[0]) };

static void
units_have_forms(void **state)
{
	static const struct {
		const char *text, *stored; /* NULL: refused */
	} cases[] = {
		{ "1", "1" },
		{ "count", "count" },
		{ "count-1", "count-1" },
		{ "side", "side" },
		{ "mark:digit", "mark:digit" },
		{ "size/5cm>7.5cm", "size/5000>7500" },
		{ "size/50mm>75mm", "size/5000>7500" },
		{ "count/10>15", "count/10000>15000" },
		{ "2", NULL },
		{ "", NULL },
		{ "mark:", NULL },
		{ "mark:none", NULL },
		{ "none/5cm>7.5cm", NULL },
		{ "size/5inch>7.5cm", NULL },
		{ "size/0cm>7.5cm", NULL },
		{ "size/5cm", NULL },
		{ "size/5cm>", NULL },
		{ "size/5cm>7.5cm ", NULL },
		{ "size/-5cm>7.5cm", NULL },
	};
	struct arena *a = arena_new(1 << 16);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *why = NULL;
		const char *got = family_units(a, &facts, cases[i].text, &why);

		assert_non_null(why);
		if (cases[i].stored == NULL && got != NULL)
			fail_msg("%s: taken", cases[i].text);
		if (cases[i].stored != NULL)
			assert_string_equal(got, cases[i].stored);
	}
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(units_have_forms),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
