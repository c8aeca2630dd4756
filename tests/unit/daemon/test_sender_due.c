/* test_sender_due.c - pauses grow, stay in their bounds, end by age. */
#include "../../../daemon/sender_due.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const struct due_rule rule = {
	.first = 60, .max = 3600, .give_up = 172800
};

static int64_t
pause_of(int tries, uint32_t chance)
{
	struct due_case c = { .tries = tries, .chance = chance };
	return due_pause(&rule, &c);
}

/* The pause with the least and with the most that chance can do. */
static void
check_range(int tries, int64_t middle)
{
	int64_t least = middle - middle / 4, most = least + middle / 2;
	assert_int_equal(pause_of(tries, 0), least);
	assert_int_equal(pause_of(tries, (uint32_t)(middle / 2)), most);
	for (uint32_t chance = 1; chance != 0; chance *= 3) {
		assert_in_range(pause_of(tries, chance), least, most);
		if (chance > UINT32_MAX / 3)
			break;
	}
}

static void
test_doubles_to_max(void **state)
{
	(void)state;
	check_range(1, 60);
	check_range(2, 120);
	check_range(3, 240);
	check_range(6, 1920);
	check_range(7, 3600);
	check_range(8, 3600);
	check_range(1000000, 3600);
}

static void
test_gives_up_by_age(void **state)
{
	struct due_case c = { .tries = 1, .age = 172799 };
	(void)state;
	assert_true(due_pause(&rule, &c) > 0);
	c.age++;
	assert_int_equal(due_pause(&rule, &c), 0);
	c.server_pause = 5;
	assert_int_equal(due_pause(&rule, &c), 0);
}

static void
test_server_failed(void **state)
{
	struct due_case c = { .tries = 9, .server_pause = 8 };
	(void)state;
	assert_int_equal(due_pause(&rule, &c), 6);
	c.chance = 4;
	assert_int_equal(due_pause(&rule, &c), 10);
	c.server_pause = 100000; /* never longer than the mail's own */
	c.chance = 0;
	assert_int_equal(due_pause(&rule, &c), 2700);
}

static void
test_never_at_once(void **state)
{
	struct due_rule quick = { .first = 1, .max = 1, .give_up = 60 };
	struct due_case c = { .tries = 1 };
	(void)state;
	for (c.chance = 0; c.chance < 10; c.chance++)
		assert_int_equal(due_pause(&quick, &c), 1);
	quick.max = 3600; /* first above what max is taken for */
	quick.first = 86400;
	assert_in_range(due_pause(&quick, &c), 2700, 4500);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_doubles_to_max),
		cmocka_unit_test(test_gives_up_by_age),
		cmocka_unit_test(test_server_failed),
		cmocka_unit_test(test_never_at_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
