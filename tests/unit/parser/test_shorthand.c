/* test_shorthand.c - abbreviations written out, slips mended, all else left as
 * it is. */
#include "../../../parser/shorthand.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void
spelled(const char *text, const char *expected)
{
	struct arena *a = arena_new(1 << 20);
	assert_non_null(a);
	assert_string_equal(shorthand_spell(a, text), expected);
	arena_free(a);
}

static void
test_abbreviations(void **state)
{
	(void)state;
	spelled("picc line, egd with bx x 2", "PICC line, EGD with biopsy x 2");
	spelled("Evlt today", "EVLT today");
	spelled("mri wo/w contrast", "MRI without and with contrast");
	spelled(
	    "flex sig w/o bxs.", "flexible sigmoidoscopy without biopsies.");
	spelled("rt and lt heart cath", "right and left heart cath");
}

static void
test_slips(void **state)
{
	(void)state;
	spelled("colonscopy", "colonoscopy");
	spelled("Hysterectmy", "hysterectomy");
	spelled("laparscopic chole", "laparoscopic chole");
	spelled("lacerration", "laceration");
}

/* Right words, other words of one letter's difference, endings, and what is no
 * word of the mail at all. */
static void
test_left_alone(void **state)
{
	static const char *const same[] = { "lacerations", "biopsied",
		"infection", "ingestion", "unilateral", "injected",
		"ct.example.org", "bx-proven", "a1bx", "user_ct@x.org",
		"20610-ct", "colonoscopies", "", "é", "epidermal" };
	(void)state;
	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++)
		spelled(same[i], same[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_abbreviations),
		cmocka_unit_test(test_slips),
		cmocka_unit_test(test_left_alone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
