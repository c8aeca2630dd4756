/* test_imap_name.c - modified UTF-7, with the examples of RFC 3501 5.1.3. */
#include "../../../daemon/imap_name.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void
names(void **state)
{
	static const char *const rows[][2] = {
		{ "INBOX", "INBOX" },
		{ "", "" },
		{ "R&D", "R&-D" },
		{ "Geprüft", "Gepr&APw-ft" },
		{ "~peter/mail/台北/日本語",
		    "~peter/mail/&U,BTFw-/&ZeVnLIqe-" },
		{ "\xf0\x9f\x98\x80", "&2D3eAA-" },
		{ "é&", "&AOk-&-" },
	};
	(void)state;
	for (size_t k = 0; k < sizeof(rows) / sizeof(*rows); k++) {
		struct buf b;
		buf_init(&b, 200);
		assert_int_equal(imap_name(rows[k][0], &b), 0);
		assert_string_equal(buf_text(&b), rows[k][1]);
		buf_free(&b);
	}
}

static void
no_names(void **state)
{
	static const char *const rows[] = { "a\r\nb", "a\x7f", "\xff", "a\xc3",
		"\xed\xa0\x80" };
	(void)state;
	for (size_t k = 0; k < sizeof(rows) / sizeof(*rows); k++) {
		struct buf b;
		buf_init(&b, 200);
		assert_int_equal(imap_name(rows[k], &b), -1);
		buf_free(&b);
	}
	struct buf b;
	buf_init(&b, 3);
	assert_int_equal(imap_name("INBOX", &b), -1);
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names),
		cmocka_unit_test(no_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
