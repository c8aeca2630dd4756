/* Addresses: what may go into a header or an SMTP command. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "arena.h"
#include "limit.h"
#include "message.h"

#include <string.h>

static void
test_check(void **state)
{
	static const char *const good[] = { "a@b.example", "a+x@b.example",
		"a.b-c_d@x-y.example", "ä@bücher.example", "o'neil@b.example",
		"=?x?=@b.example", "a@b", "!#$%&'*+-/=?^_`{|}~@b.example" };
	static const char *const bad[] = { "", "@", "a", "a@", "@b", "a@b@c",
		"a b@c", "a@b c", "a@b\r\nRCPT TO:<x@y>", "a\n@b", "a\t@b",
		"\"a\"@b", "a\\@b", "<a@b>", "a,b@c", "a@.b", "a@-b", "a@b.",
		"a;b@c", "a:b@c", "(a)@b", "a@[127.0.0.1]", "a\x7F@b",
		"a\xC2\xA0@b", "a\xE2\x80\xAE@b", "a\xFF@b", "a\xC2\x85@b",
		"a\xE3\x80\x80@b" };
	char longest[LIMIT_ADDRESS_BYTES + 2];

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		if (!address_check(good[i]))
			fail_msg("refused: %s", good[i]);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (address_check(bad[i]))
			fail_msg("taken: %s", bad[i]);
	memset(longest, 'a', sizeof(longest));
	longest[1] = '@';
	longest[LIMIT_ADDRESS_BYTES] = '\0';
	assert_true(address_check(longest));
	longest[LIMIT_ADDRESS_BYTES] = 'a';
	longest[LIMIT_ADDRESS_BYTES + 1] = '\0';
	assert_false(address_check(longest));
}

static void
test_parts(void **state)
{
	struct arena *a = arena_new(4096);

	(void)state;
	assert_string_equal(address_domain("a+b@c.example"), "c.example");
	assert_string_equal(address_domain("none"), "");
	assert_true(address_equal("Ann@B.example", "ann@b.EXAMPLE"));
	assert_false(address_equal("ann@b.example", "ann+x@b.example"));
	assert_string_equal(
	    address_base(a, "Ann+X+y@B.example"), "ann@b.example");
	assert_string_equal(address_base(a, "Ann@B.example"), "ann@b.example");
	assert_string_equal(address_base(a, "+x@b.example"), "+x@b.example");
	assert_string_equal(address_base(a, "a@b+c.example"), "a@b+c.example");
	assert_string_equal(address_detail(a, "ann+c12.k@b.example"), "c12.k");
	assert_null(address_detail(a, "ann@b.example"));
	assert_null(address_detail(a, "a@b+c.example"));
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_check),
		cmocka_unit_test(test_parts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
