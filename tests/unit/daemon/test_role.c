/* test_role.c - wake-ups, beats and being asked to end, across processes. */
#include "../../../daemon/role_shared.h"

#include "clock.h"

#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static struct role_shared *shared;

static int
group_setup(void **state)
{
	struct err e = { 0 };

	(void)state;
	return role_shared_new(&shared, &e);
}

static void
slots_name_every_process_once(void **state)
{
	(void)state;
	assert_int_equal(role_slot_kind(0), ROLE_INTAKE);
	assert_int_equal(role_slot_kind(1), ROLE_SENDER);
	for (int i = 2; i < ROLE_SLOTS; i++) {
		assert_int_equal(role_slot_kind(i), ROLE_WORKER);
		assert_int_equal(role_slot_index(i), i - 2);
	}
}

static void
a_wake_up_reaches_all_of_its_kind(void **state)
{
	struct role intake = { .kind = ROLE_INTAKE, .shared = shared };
	struct role worker[] = {
		{ .kind = ROLE_WORKER, .index = 0, .shared = shared },
		{ .kind = ROLE_WORKER, .index = 63, .shared = shared }
	};

	(void)state;
	role_wake(&intake, ROLE_WORKER);
	role_wake(&intake, ROLE_WORKER);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(role_wait(&worker[i], -1, 0, 0), ROLE_WOKEN);
		/* Two wake-ups that were not taken are one. */
		assert_int_equal(role_wait(&worker[i], -1, 0, 0), ROLE_TIMEOUT);
	}
	assert_int_equal(role_wait(&intake, -1, 0, 0), ROLE_TIMEOUT);
}

static void
a_descriptor_that_is_ready_is_told(void **state)
{
	struct role r = { .kind = ROLE_SENDER, .shared = shared };
	int fd[2];

	(void)state;
	assert_int_equal(pipe(fd), 0);
	assert_int_equal(role_wait(&r, fd[0], POLLIN, 0), ROLE_TIMEOUT);
	assert_int_equal(write(fd[1], "x", 1), 1);
	assert_int_equal(role_wait(&r, fd[0], POLLIN, -1), ROLE_READY);
	close(fd[0]);
	close(fd[1]);
}

static void
waiting_beats(void **state)
{
	struct role r = { .kind = ROLE_SENDER, .shared = shared };
	int64_t before = clock_mono_ms();

	(void)state;
	atomic_store(&shared->slot[1].beat_ms, 0);
	role_wait(&r, -1, 0, 0);
	assert_true(atomic_load(&shared->slot[1].beat_ms) >= before);
}

/* In a child: SIGTERM ends a wait without end, and so does the flag. */
static int
waits_for_ever(bool by_signal)
{
	struct role r = { .kind = ROLE_INTAKE, .shared = shared };
	int status = 0;
	pid_t pid;

	atomic_store(&shared->slot[0].stop, 0);
	atomic_store(&shared->slot[0].beat_ms, 0);
	pid = fork();
	if (pid == 0) {
		role_settle(&r);
		_exit(role_wait(&r, -1, 0, -1) == ROLE_STOP && role_stopping(&r)
			  ? 7
			  : 8);
	}
	while (atomic_load(&shared->slot[0].beat_ms) == 0)
		usleep(1000); /* until it waits */
	if (by_signal) {
		kill(pid, SIGTERM);
	} else {
		atomic_store(&shared->slot[0].stop, 1);
		role_slot_wake(shared, 0);
	}
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void
both_ways_to_ask_for_an_end_work(void **state)
{
	(void)state;
	assert_int_equal(waits_for_ever(true), 7);
	assert_int_equal(waits_for_ever(false), 7);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(slots_name_every_process_once),
		cmocka_unit_test(a_wake_up_reaches_all_of_its_kind),
		cmocka_unit_test(a_descriptor_that_is_ready_is_told),
		cmocka_unit_test(waiting_beats),
		cmocka_unit_test(both_ways_to_ask_for_an_end_work),
	};

	return cmocka_run_group_tests(tests, group_setup, NULL);
}
