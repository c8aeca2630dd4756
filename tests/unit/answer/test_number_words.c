/* Numbers as people write them: years for "y", sq cm for "sqcm". */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../../answer/number_words.h"

static void
units_are_written_out(void **state)
{
	static const struct {
		const char *kept, *shown;
		int64_t milli;
	} row[] = {
		{ "4 y", "4 years", 1461000 },
		{ "1 y", "1 year", 365250 },
		{ "18 m", "18 months", 547866 },
		{ "3 w", "3 weeks", 21000 },
		{ "45 min", "45 minutes", 45000 },
		{ "12 sqcm + 18 sqcm", "12 sq cm + 18 sq cm", 30000 },
		{ "0.9 cm + 2 x 0.3 cm = 1.5 cm",
		    "0.9 cm + 2 x 0.3 cm = 1.5 cm", 1500 },
		{ "3", "3", 3000 },
		/* words that only look so */
		{ "m", "m", 1000 },
		{ "y", "y", INT64_MIN },
		{ "2 d", "2 d", INT64_MIN },
	};
	struct arena *a = arena_new(1u << 20);

	(void)state;
	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		struct fact fact = {
			.name = "n", .value = row[i].kept, .milli = row[i].milli
		};
		assert_string_equal(number_words(a, &fact), row[i].shown);
	}
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(units_are_written_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
