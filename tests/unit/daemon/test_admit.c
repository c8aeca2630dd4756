/* test_admit.c - who may ask, and where answers may go. */
#include "admit.h"

#include "case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const unsigned char key[STORE_KEY_BYTES] = { 7 };

static struct admission
make(struct arena *a, char **allow, size_t n)
{
	static char *alias[] = { (char *)"codes@practice.example" };
	static struct settings s;
	struct admission ad;
	struct err e = { 0 };

	s = (struct settings){ .consult_address =
				   (char *)"consult@practice.example",
		.consult_aliases = { alias, 1 },
		.consult_allow = { allow, n },
		.limits_received = 30 };
	assert_int_equal(admission_make(a, &s, key, &ad, &e), 0);
	return ad;
}

static void
without_a_list_our_domain_may_ask(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct admission ad = make(a, NULL, 0);

	(void)state;
	assert_true(admission_allows(&ad, "ann@practice.example"));
	assert_true(admission_allows(&ad, "Ann@PRACTICE.example"));
	assert_false(admission_allows(&ad, "ann@sub.practice.example"));
	assert_false(admission_allows(&ad, "ann@practice.example.evil.test"));
	assert_false(admission_allows(&ad, ""));
	arena_free(a);
}

static void
a_list_names_domains_and_addresses(void **state)
{
	char *allow[] = { (char *)"clinic.example",
		(char *)"bo@elsewhere.example" };
	struct arena *a = arena_new(1 << 20);
	struct admission ad = make(a, allow, 2);

	(void)state;
	assert_true(admission_allows(&ad, "cy@clinic.example"));
	assert_true(admission_allows(&ad, "bo@elsewhere.example"));
	assert_false(admission_allows(&ad, "di@elsewhere.example"));
	assert_false(admission_allows(&ad, "ann@practice.example"));
	arena_free(a);
}

static void
our_addresses_are_known_with_any_detail(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct admission ad = make(a, NULL, 0);

	(void)state;
	assert_true(admission_ours(&ad, a, "consult@practice.example"));
	assert_true(admission_ours(&ad, a, "consult+c-x@practice.example"));
	assert_true(admission_ours(&ad, a, "Codes@practice.example"));
	assert_false(admission_ours(&ad, a, "ann@practice.example"));
	assert_string_equal(ad.robot.loop, case_token(a, key, 0));
	arena_free(a);
}

static const char *
to(struct admission *ad, struct arena *a, struct address *reply_to, size_t n)
{
	struct message m = { .from = { "Ann", "ann@practice.example" },
		.reply_to = { reply_to, n } };

	return arena_strdup(a, admission_reply_to(ad, a, &m)->address);
}

static void
answers_stay_in_the_authors_domain(void **state)
{
	struct address team = { "", "team@practice.example" };
	struct address far = { "", "team@elsewhere.example" };
	struct address ours = { "", "consult+x@practice.example" };
	struct address two[] = { team, team };
	struct arena *a = arena_new(1 << 20);
	struct admission ad = make(a, NULL, 0);

	(void)state;
	assert_string_equal(to(&ad, a, NULL, 0), "ann@practice.example");
	assert_string_equal(to(&ad, a, &team, 1), "team@practice.example");
	assert_string_equal(to(&ad, a, &far, 1), "ann@practice.example");
	assert_string_equal(to(&ad, a, &ours, 1), "ann@practice.example");
	assert_string_equal(to(&ad, a, two, 2), "ann@practice.example");
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_a_list_our_domain_may_ask),
		cmocka_unit_test(a_list_names_domains_and_addresses),
		cmocka_unit_test(our_addresses_are_known_with_any_detail),
		cmocka_unit_test(answers_stay_in_the_authors_domain),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
