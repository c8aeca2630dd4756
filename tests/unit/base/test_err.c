/* Texts of failures: cut, tamed, and safe to build on themselves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "err.h"

#include <errno.h>
#include <string.h>

#define SIZE(a) (sizeof(a) / sizeof(*(a)))

static void
test_fields(void **state)
{
	struct err e = { 0 };

	(void)state;
	errno = EINTR;
	assert_int_equal(
	    err_set(&e, ERR_RETRY, "imap", 7, "%s is %d", "port", 143), -1);
	assert_int_equal(e.kind, ERR_RETRY);
	assert_int_equal(e.code, 7);
	assert_string_equal(e.where, "imap");
	assert_string_equal(e.text, "port is 143");
	assert_int_equal(errno, EINTR);
}

/* SQLite's SQLITE_FULL and SQLITE_ERROR have the numbers of EACCES and EPERM. */
static void
test_forbidden(void **state)
{
	static const struct {
		const char *where;
		int code;
		bool forbidden;
	} rows[] = { { "conf", EACCES, true }, { "file", EPERM, true },
		{ "file", ENOENT, false }, { "db", EACCES, false },
		{ "db", EPERM, false } };
	struct err e = { 0 };

	(void)state;
	for (size_t i = 0; i < SIZE(rows); i++) {
		err_set(&e, ERR_STOP, rows[i].where, rows[i].code, "x");
		assert_int_equal(err_forbidden(&e), rows[i].forbidden);
	}
}

static void
test_tamed(void **state)
{
	static const struct {
		const char *in, *out;
	} rows[] = {
		{ "a\nb\rc\td", "a?b?c?d" },
		{ "\x1b[31mred\x7f", "?[31mred?" },
		{ "caf\xc3\xa9", "caf\xc3\xa9" },
		{ "caf\xe9", "caf?" },
		{ "nel\xc2\x85.", "nel??." },
		{ "rlo\xe2\x80\xae.", "rlo???." },
		{ "overlong\xc0\xaf", "overlong??" },
	};
	struct err e = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < SIZE(rows); i++) {
		err_set(&e, ERR_STOP, "test", 0, "%s", rows[i].in);
		assert_string_equal(e.text, rows[i].out);
	}
}

static void
test_cut_between_characters(void **state)
{
	struct err e = { 0 };
	char long_text[400];

	(void)state;
	memset(long_text, 'x', sizeof(long_text));
	long_text[sizeof(long_text) - 1] = '\0';
	err_set(&e, ERR_STOP, "test", 0, "%s", long_text);
	assert_int_equal(strlen(e.text), 255);
	/* Two bytes that would stand on the last place and behind it. */
	memcpy(long_text + 254, "\xc3\xa9", 2);
	err_set(&e, ERR_STOP, "test", 0, "%s", long_text);
	assert_int_equal(strlen(e.text), 254);
	memcpy(long_text + 253, "\xc3\xa9y", 3);
	err_set(&e, ERR_STOP, "test", 0, "%s", long_text);
	assert_int_equal(strlen(e.text), 255);
	assert_memory_equal(e.text + 253, "\xc3\xa9", 3);
}

static void
test_text_within_itself(void **state)
{
	struct err e = { 0 };

	(void)state;
	err_set(&e, ERR_STOP, "test", 1, "no such file");
	err_set(&e, ERR_STOP, "conf", e.code, "conf: %s", e.text);
	assert_string_equal(e.text, "conf: no such file");
	assert_int_equal(e.code, 1);
}

static void
test_kind_names(void **state)
{
	(void)state;
	assert_string_equal(err_kind_name(ERR_NONE), "none");
	assert_string_equal(err_kind_name(ERR_RETRY), "retry");
	assert_string_equal(err_kind_name(ERR_REFUSE), "refuse");
	assert_string_equal(err_kind_name(ERR_STOP), "stop");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_forbidden),
		cmocka_unit_test(test_tamed),
		cmocka_unit_test(test_cut_between_characters),
		cmocka_unit_test(test_text_within_itself),
		cmocka_unit_test(test_kind_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
