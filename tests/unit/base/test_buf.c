/* Buffers: growth, the maximum, and refusal that stays. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "buf.h"

#include <string.h>

static void
test_grow(void **state)
{
	struct buf b;
	size_t i;

	(void)state;
	buf_init(&b, 100000);
	assert_string_equal(buf_text(&b), "");
	assert_null(b.data);
	for (i = 0; i < 100000; i++) {
		assert_int_equal(buf_putc(&b, (char)('a' + i % 26)), 0);
		assert_int_equal(b.data[b.len], 0);
	}
	for (i = 0; i < 100000; i++)
		assert_int_equal(b.data[i], 'a' + i % 26);
	assert_false(b.full);
	assert_true(b.size <= b.max + 1);
	assert_int_equal(buf_putc(&b, 'x'), -1);
	assert_int_equal(b.len, 100000);
	buf_free(&b);
	assert_int_equal(b.max, 100000);
	assert_int_equal(b.len, 0);
}

static void
test_refusal_stays(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 4);
	assert_int_equal(buf_puts(&b, "abc"), 0);
	assert_int_equal(buf_puts(&b, "de"), -1);
	assert_true(b.full);
	assert_string_equal(buf_text(&b), "abc");
	/* It would fit, but the text would have a hole. */
	assert_int_equal(buf_putc(&b, 'd'), -1);
	assert_int_equal(buf_add(&b, "", 0), -1);
	assert_int_equal(buf_printf(&b, "d"), -1);
	assert_string_equal(buf_text(&b), "abc");
	buf_clear(&b);
	assert_string_equal(buf_text(&b), "");
	assert_int_equal(buf_printf(&b, "%s", "defg"), 0);
	assert_string_equal(buf_text(&b), "defg");
	assert_int_equal(buf_add(&b, "", 0), 0);
	assert_int_equal(buf_add(&b, "x", SIZE_MAX), -1);
	buf_free(&b);
}

static void
test_any_bytes(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 64);
	assert_int_equal(buf_add(&b, NULL, 0), 0);
	assert_string_equal(buf_text(&b), "");
	assert_int_equal(buf_add(&b, "a\0b\xff", 4), 0);
	assert_int_equal(buf_printf(&b, "%c", 0), 0);
	assert_int_equal(b.len, 5);
	assert_memory_equal(b.data, "a\0b\xff\0", 6);
	buf_free(&b);
}

static void
test_printf_lengths(void **state)
{
	struct buf b;
	int n;

	(void)state;
	for (n = 250; n < 260; n++) {
		buf_init(&b, 258);
		assert_int_equal(
		    buf_printf(&b, "%*d", n, 1), n <= 258 ? 0 : -1);
		assert_int_equal(b.len, n <= 258 ? n : 0);
		assert_int_equal(b.full, n > 258);
		buf_free(&b);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_grow),
		cmocka_unit_test(test_refusal_stays),
		cmocka_unit_test(test_any_bytes),
		cmocka_unit_test(test_printf_lengths),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
