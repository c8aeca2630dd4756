/* test_spine.c - levels of the spine: what ranges come to together. */
#include "../../../parser/spine.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void
ranges_are_counted_together(void **state)
{
	static const struct {
		const char *text;
		int interspaces, vertebrae;
	} c[] = {
		{ "ACDF C5-6", 1, 2 },
		{ "ACDF C5-C6, plate C5 to C6", 1, 2 },
		{ "fused L3-L4 and L4-L5", 2, 3 },
		{ "fused L3-5", 2, 3 },
		{ "L3-L4 and L4-L5, rods from L3 down, screws L3-L5", 2, 3 },
		{ "C5-6-7", 2, 3 },
		{ "C4/5 and C6/7", 2, 4 },
		{ "T10 to S1", 8, 9 },
		{ "T12\xe2\x80\x93L2", 2, 3 },
		{ "L5-S1", 1, 2 },
		/* nobody knows which of both the work was at */
		{ "decompressed at L4-5, fused L3-S1", 0, 0 },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(c) / sizeof(c[0]); i++) {
		struct spine s;
		assert_true(spine_levels(c[i].text, strlen(c[i].text), &s));
		assert_int_equal(s.interspaces, c[i].interspaces);
		assert_int_equal(s.vertebrae, c[i].vertebrae);
	}
}

static void
other_words_are_no_levels(void **state)
{
	static const char *const none[] = { "", "L4", "L1832-RT", "S1-L5",
		"E11.65 - E11.9", "Q4-5", "C50.9-C50.1", "AL3-4", "L3-4mm",
		"C8-9", "L3-45" };
	(void)state;
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
		struct spine s;
		assert_false(spine_levels(none[i], strlen(none[i]), &s));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ranges_are_counted_together),
		cmocka_unit_test(other_words_are_no_levels),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
