/* Arenas: limits, overflow, alignment, reuse, copies. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "arena.h"

#include <string.h>

static void
test_limit(void **state)
{
	struct arena *a = arena_new(100);

	(void)state;
	assert_non_null(arena_alloc(a, 60));
	assert_false(arena_full(a));
	assert_null(arena_alloc(a, 60));
	assert_true(arena_full(a));
	/* A refused piece costs nothing. */
	assert_non_null(arena_alloc(a, 36));
	assert_true(arena_used(a) >= 96);
	arena_free(a);

	a = arena_new(1);
	assert_non_null(arena_alloc(a, 1));
	assert_null(arena_alloc(a, 1));
	assert_null(arena_alloc(a, 0));
	arena_free(a);
	arena_free(NULL);
}

static void
test_empty_pieces_are_bounded(void **state)
{
	struct arena *a = arena_new(4096);
	int n = 0;

	(void)state;
	while (n < 100000 && arena_alloc(a, 0))
		n++;
	assert_true(n > 0 && n <= 4096);
	arena_free(a);
}

static void
test_overflow(void **state)
{
	static const size_t pairs[][2] = { { SIZE_MAX, 2 }, { 2, SIZE_MAX },
		{ SIZE_MAX / 2 + 1, 2 }, { SIZE_MAX, 1 },
		{ (size_t)1 << 33, (size_t)1 << 33 } };
	struct arena *a = arena_new(SIZE_MAX);
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(pairs) / sizeof(*pairs); i++)
		assert_null(arena_array(a, pairs[i][0], pairs[i][1]));
	assert_null(arena_alloc(a, SIZE_MAX));
	assert_null(arena_alloc(a, SIZE_MAX - 8));
	assert_null(arena_memdup(a, "x", SIZE_MAX));
	assert_non_null(arena_array(a, 0, 8));
	assert_non_null(arena_array(a, 8, 0));
	arena_free(a);
}

static void
test_zeroed_and_aligned(void **state)
{
	static const size_t sizes[] = { 1, 3, 16, 17, 4095, 4096, 4097, 70000,
		300000, 1, 2 };
	struct arena *a = arena_new(8u << 20);
	size_t i, k, round;
	unsigned char *p;

	(void)state;
	for (round = 0; round < 3; round++) {
		for (i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
			p = arena_alloc(a, sizes[i]);
			assert_non_null(p);
			assert_int_equal(
			    (uintptr_t)p % _Alignof(max_align_t), 0);
			for (k = 0; k < sizes[i]; k++)
				assert_int_equal(p[k], 0);
			memset(p, 0xAA, sizes[i]);
		}
		arena_clear(a);
		assert_int_equal(arena_used(a), 0);
	}
	arena_free(a);
}

static void
test_pieces_do_not_overlap(void **state)
{
	struct arena *a = arena_new(1u << 20);
	unsigned char *p[300];
	size_t i, k;

	(void)state;
	for (i = 0; i < 300; i++) {
		p[i] = arena_alloc(a, i * 7);
		assert_non_null(p[i]);
		memset(p[i], (int)(i & 255), i * 7);
	}
	for (i = 0; i < 300; i++)
		for (k = 0; k < i * 7; k++)
			assert_int_equal(p[i][k], i & 255);
	arena_free(a);
}

static void
test_clear_gives_the_limit_back(void **state)
{
	struct arena *a = arena_new(1000);

	(void)state;
	assert_null(arena_alloc(a, 2000));
	assert_non_null(arena_alloc(a, 900));
	arena_clear(a);
	assert_false(arena_full(a));
	assert_non_null(arena_alloc(a, 900));
	arena_free(a);
}

static void
test_copies(void **state)
{
	struct arena *a = arena_new(4096);
	char *p;

	(void)state;
	assert_null(arena_strdup(a, NULL));
	assert_null(arena_strndup(a, NULL, 3));
	assert_null(arena_memdup(a, NULL, 3));
	assert_false(arena_full(a));
	assert_string_equal(arena_strdup(a, ""), "");
	assert_string_equal(arena_strdup(a, "abc"), "abc");
	assert_string_equal(arena_strndup(a, "abc", 2), "ab");
	assert_string_equal(arena_strndup(a, "a\0c", 3), "a");
	p = arena_memdup(a, "a\0c", 3);
	assert_memory_equal(p, "a\0c", 4);
	assert_string_equal(arena_memdup(a, "", 0), "");
	assert_string_equal(arena_printf(a, "%d-%s", 7, "x"), "7-x");
	assert_string_equal(arena_printf(a, "%s", ""), "");
	assert_null(arena_printf(a, "%5000d", 1));
	assert_true(arena_full(a));
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_limit),
		cmocka_unit_test(test_empty_pieces_are_bounded),
		cmocka_unit_test(test_overflow),
		cmocka_unit_test(test_zeroed_and_aligned),
		cmocka_unit_test(test_pieces_do_not_overlap),
		cmocka_unit_test(test_clear_gives_the_limit_back),
		cmocka_unit_test(test_copies),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
