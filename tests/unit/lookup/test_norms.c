/* Norms of an invented pack: which row holds on a day for a number. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above. */
#include <cmocka.h>

#include "pack.h"

static void
norms_hold_by_day_and_number(void **state)
{
	struct import_report *report;
	struct norm_row *row;
	struct lookup *l;
	struct place p;
	size_t n;

	(void)state;
	place_start(&p);
	if (place_import(&p, &report, &n))
		fail_msg("%s", p.e.text);
	assert_int_equal(lookup_open(p.target, &l, &p.e), 0);
	assert_int_equal(
	    lookup_norms(l, p.a, "units", "timed", 20191231, &row, &n, &p.e),
	    0);
	assert_int_equal(n, 0);
	assert_int_equal(
	    lookup_norms(l, p.a, "units", NULL, 20200101, &row, &n, &p.e), 0);
	assert_int_equal(n, 4);
	assert_null(norm_at(row, n, "timed", 7999));
	assert_string_equal(norm_at(row, n, "timed", 8000)->value, "1");
	assert_string_equal(norm_at(row, n, "timed", 22500)->text, "One.");
	assert_string_equal(norm_at(row, n, "timed", 22501)->value, "2");
	assert_string_equal(norm_at(row, n, "timed", 99000000)->value, "2");
	assert_string_equal(norm_at(row, n, "list", 0)->value, "a");
	assert_string_equal(row[0].source.row, "5.1");
	assert_string_equal(row[0].source.publisher, "nobody");
	lookup_close(l);
	place_end(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(norms_hold_by_day_and_number),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
