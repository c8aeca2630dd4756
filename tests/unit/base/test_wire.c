/* Records: what is written comes back; what is forged is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "wire.h"

#include <stdlib.h>
#include <string.h>

#define SIZE(a) (sizeof(a) / sizeof(*(a)))

static struct wire
reader(const struct buf *b)
{
	return (struct wire){ .data = (const unsigned char *)b->data,
		.left = b->len };
}

static void
test_round_trip(void **state)
{
	static const int64_t numbers[] = { 0, 1, -1, INT64_MAX, INT64_MIN,
		20261122 };
	struct arena *a = arena_new(4096);
	struct err e = { 0 };
	struct wire w;
	struct buf b;
	int64_t n;
	size_t i;

	(void)state;
	buf_init(&b, 4096);
	wire_put_text(&b, 1, "caf\xC3\xA9");
	wire_put_text(&b, 2, NULL);
	wire_put_text(&b, 3, "");
	wire_put_bytes(&b, 254, "a\0b", 3);
	for (i = 0; i < SIZE(numbers); i++)
		wire_put_number(&b, 9, numbers[i]);
	assert_false(b.full);

	w = reader(&b);
	assert_int_equal(wire_next(&w, &e), 1);
	assert_int_equal(w.tag, 1);
	assert_string_equal(wire_text(&w, a, 5, &e), "caf\xC3\xA9");
	assert_null(wire_text(&w, a, 4, &e));
	assert_int_equal(wire_next(&w, &e), 1);
	assert_int_equal(w.tag, 3);
	assert_false(w.group);
	assert_string_equal(wire_text(&w, a, 0, &e), "");
	assert_int_equal(wire_next(&w, &e), 1);
	assert_int_equal(w.tag, 254);
	assert_memory_equal(w.value, "a\0b", 3);
	assert_int_equal(wire_number(&w, &n, &e), -1);
	for (i = 0; i < SIZE(numbers); i++) {
		assert_int_equal(wire_next(&w, &e), 1);
		assert_int_equal(wire_number(&w, &n, &e), 0);
		assert_true(n == numbers[i]);
	}
	assert_int_equal(wire_next(&w, &e), 0);
	assert_int_equal(w.tag, 0);
	assert_int_equal(wire_next(&w, &e), 0);
	buf_free(&b);
	arena_free(a);
}

static void
test_groups(void **state)
{
	struct err e = { 0 };
	struct wire w;
	struct buf b;
	int64_t n;

	(void)state;
	buf_init(&b, 4096);
	wire_open(&b, 1);
	wire_put_text(&b, 2, "");
	wire_open(&b, 3);
	wire_open(&b, 3);
	wire_close(&b);
	wire_close(&b);
	wire_put_number(&b, 4, 44);
	wire_close(&b);
	wire_put_number(&b, 5, 55);

	w = reader(&b);
	assert_int_equal(wire_next(&w, &e), 1);
	assert_true(w.tag == 1 && w.group);
	assert_int_equal(wire_skip(&w, &e), 0);
	assert_int_equal(wire_next(&w, &e), 1);
	assert_int_equal(wire_number(&w, &n, &e), 0);
	assert_int_equal(n, 55);

	w = reader(&b);
	assert_int_equal(wire_next(&w, &e), 1);
	assert_int_equal(wire_next(&w, &e), 1);
	/* An empty text opens nothing: there is nothing to skip. */
	assert_true(w.tag == 2 && !w.group);
	assert_int_equal(wire_skip(&w, &e), 0);
	assert_int_equal(wire_next(&w, &e), 1);
	assert_true(w.tag == 3 && w.group);
	assert_int_equal(wire_skip(&w, &e), 0);
	assert_int_equal(wire_next(&w, &e), 1);
	assert_int_equal(w.tag, 4);
	assert_int_equal(wire_next(&w, &e), 0);
	assert_int_equal(w.tag, WIRE_END);
	assert_int_equal(wire_next(&w, &e), 1);
	assert_int_equal(w.tag, 5);
	assert_int_equal(wire_next(&w, &e), 0);
	assert_int_equal(w.tag, 0);
	buf_free(&b);
}

static const struct forged {
	const char *bytes;
	size_t n;
} forged[] = {
	{ "\1", 1 },
	{ "\1\0\0\0", 4 },
	{ "\0\0\0\0\0", 5 },
	{ "\1\1\0\0\0", 5 },
	{ "\1\2\0\0\0x", 6 },
	{ "\1\xFE\xFF\xFF\xFFx", 6 },
	{ "\1\0\0\0\x80x", 6 },
	{ "\xFF\1\0\0\0x", 6 },
	{ "\xFF\xFF\xFF\xFF\xFF", 5 },
};

static void
test_forged_heads(void **state)
{
	struct wire w;
	unsigned char *p;
	size_t i;

	(void)state;
	for (i = 0; i < SIZE(forged); i++) {
		struct err e = { 0 };

		p = malloc(forged[i].n);
		assert_non_null(p);
		memcpy(p, forged[i].bytes, forged[i].n);
		w = (struct wire){ .data = p, .left = forged[i].n };
		assert_int_equal(wire_next(&w, &e), -1);
		assert_int_equal(e.kind, ERR_REFUSE);
		assert_int_equal(w.left, forged[i].n);
		free(p);
	}
}

static void
test_forged_texts(void **state)
{
	static const struct forged texts[] = {
		{ "a\0b", 3 },
		{ "\0", 1 },
		{ "\xFF", 1 },
		{ "\xC0\xAF", 2 },
		{ "\xE2\x82", 2 },
		{ "\xED\xA0\x80", 3 },
	};
	struct arena *a = arena_new(64);
	struct wire w;
	struct buf b;
	size_t i;

	(void)state;
	buf_init(&b, 4096);
	for (i = 0; i < SIZE(texts); i++) {
		struct err e = { 0 };

		buf_clear(&b);
		wire_put_bytes(&b, 7, texts[i].bytes, texts[i].n);
		w = reader(&b);
		assert_int_equal(wire_next(&w, &e), 1);
		assert_null(wire_text(&w, a, 100, &e));
		assert_int_equal(e.kind, ERR_REFUSE);
	}
	buf_clear(&b);
	wire_open(&b, 7);
	buf_printf(&b, "\7%c%c%c%c%100d", 100, 0, 0, 0, 1);
	w = reader(&b);
	struct err e = { 0 };
	assert_int_equal(wire_next(&w, &e), 1);
	assert_null(wire_text(&w, a, 100, &e));
	assert_int_equal(wire_next(&w, &e), 1);
	e = (struct err){ 0 };
	assert_null(wire_text(&w, a, 100, &e)); /* more than the arena has */
	assert_int_equal(e.kind, ERR_REFUSE);
	buf_free(&b);
	arena_free(a);
}

/* Every prefix of a good record is refused or ends early, never read past. */
static void
test_truncated(void **state)
{
	struct wire w;
	struct buf b;
	unsigned char *p;
	size_t n;
	int rc;

	(void)state;
	buf_init(&b, 4096);
	wire_open(&b, 1);
	wire_put_text(&b, 2, "hello");
	wire_open(&b, 3);
	wire_put_number(&b, 4, 5);
	wire_close(&b);
	wire_close(&b);
	for (n = 5; n < b.len; n++) {
		struct err e = { 0 };

		p = malloc(n);
		assert_non_null(p);
		memcpy(p, b.data, n);
		w = (struct wire){ .data = p, .left = n };
		assert_int_equal(wire_next(&w, &e), 1);
		assert_int_equal(wire_skip(&w, &e), -1);
		assert_int_equal(e.kind, ERR_REFUSE);
		w = (struct wire){ .data = p, .left = n };
		do
			rc = wire_next(&w, &e);
		while (rc == 1 || (rc == 0 && w.tag == WIRE_END));
		free(p);
	}
	buf_free(&b);
}

static void
test_deep_nesting(void **state)
{
	struct err e = { 0 };
	struct wire w;
	struct buf b;
	size_t i;

	(void)state;
	buf_init(&b, 4u << 20);
	for (i = 0; i < 200000; i++)
		wire_open(&b, 1);
	w = reader(&b);
	assert_int_equal(wire_next(&w, &e), 1);
	assert_int_equal(wire_skip(&w, &e), -1);
	for (i = 0; i < 200000; i++)
		wire_close(&b);
	w = reader(&b);
	assert_int_equal(wire_next(&w, &e), 1);
	assert_int_equal(wire_skip(&w, &e), 0);
	assert_int_equal(w.left, 0);
	buf_free(&b);
}

static void
test_full(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 8);
	wire_put_text(&b, 1, "abcd");
	assert_true(b.full);
	buf_clear(&b);
	wire_put_bytes(&b, 1, "x", WIRE_GROUP);
	assert_true(b.full);
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_groups),
		cmocka_unit_test(test_forged_heads),
		cmocka_unit_test(test_forged_texts),
		cmocka_unit_test(test_truncated),
		cmocka_unit_test(test_deep_nesting),
		cmocka_unit_test(test_full),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
