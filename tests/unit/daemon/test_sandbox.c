/* test_sandbox.c - each profile is entered in a child, which then tries what
 * it may and what it may not. */
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* Run work in a child inside the profile: its wait status. 99: not entered. */
static int
inside(enum sandbox_profile p, const char *const *write_below,
    const char *const *read_below, int (*work)(void))
{
	int status = 0;
	pid_t pid = fork();

	if (pid == 0) {
		struct sandbox_filter *f = NULL;
		struct err e = { 0 };

		if (sandbox_filter_new(p, &f, &e) < 0 ||
		    sandbox_enter(f, write_below, read_below, &e) < 0)
			_exit(99);
		_exit(work());
	}
	assert_true(pid > 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

static bool
exited(int status, int code)
{
	return WIFEXITED(status) && WEXITSTATUS(status) == code;
}

static bool
killed(int status)
{
	return WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS;
}

static int
work_memory(void)
{
	char *p = malloc(8 << 20);

	if (p == NULL)
		return 1;
	memset(p, 1, 8 << 20);
	p = realloc(p, 20 << 20);
	free(p);
	return p == NULL ? 2 : 7;
}

static int
work_open(void)
{
	int fd = (int)syscall(SYS_openat, AT_FDCWD, "/etc/passwd", O_RDONLY);

	return fd >= 0 ? 7 : errno == EACCES ? 8 : 9;
}

static int
work_socket(void)
{
	return socket(AF_INET, SOCK_STREAM, 0) >= 0 ? 7 : 8;
}

static int
work_packet(void)
{
	return socket(AF_PACKET, SOCK_RAW, 0) >= 0 ? 7 : 8;
}

static int
work_fork(void)
{
	return syscall(SYS_fork) >= 0 ? 7 : 8;
}

static int
work_exec(void)
{
	char *argv[] = { (char *)"true", NULL }, *envp[] = { NULL };

	execve("/bin/true", argv, envp);
	return 7;
}

static int
work_ptrace(void)
{
	return syscall(SYS_ptrace, 16, getppid(), 0, 0) == 0 ? 7 : 8;
}

#ifndef SANITIZED
static void *
thread_run(void *arg)
{
	*(int *)arg = 7;
	return NULL;
}

static int
work_thread(void)
{
	pthread_t t;
	int got = 1;

	if (pthread_create(&t, NULL, thread_run, &got) != 0)
		return 2;
	pthread_join(t, NULL);
	return got;
}
#endif

static void
jail_may_use_memory_and_nothing_else(void **state)
{
	(void)state;
	assert_true(exited(inside(SANDBOX_JAIL, NULL, NULL, work_memory), 7));
	assert_true(killed(inside(SANDBOX_JAIL, NULL, NULL, work_socket)));
	assert_true(killed(inside(SANDBOX_JAIL, NULL, NULL, work_fork)));
	assert_true(killed(inside(SANDBOX_JAIL, NULL, NULL, work_exec)));
	assert_true(killed(inside(SANDBOX_JAIL, NULL, NULL, work_ptrace)));
#ifndef SANITIZED /* its runtime opens files */
	assert_true(killed(inside(SANDBOX_JAIL, NULL, NULL, work_open)));
#endif
}

static void
worker_has_no_net_and_no_processes(void **state)
{
	(void)state;
	assert_true(exited(inside(SANDBOX_WORKER, NULL, NULL, work_memory), 7));
	assert_true(exited(inside(SANDBOX_WORKER, NULL, NULL, work_open), 7));
	assert_true(killed(inside(SANDBOX_WORKER, NULL, NULL, work_socket)));
	assert_true(killed(inside(SANDBOX_WORKER, NULL, NULL, work_exec)));
	assert_true(killed(inside(SANDBOX_WORKER, NULL, NULL, work_fork)));
	assert_true(killed(inside(SANDBOX_WORKER, NULL, NULL, work_ptrace)));
}

static void
net_roles_have_tcp_and_threads_but_no_processes(void **state)
{
	static const enum sandbox_profile role[] = { SANDBOX_INTAKE,
		SANDBOX_SENDER };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		assert_true(
		    exited(inside(role[i], NULL, NULL, work_socket), 7));
		assert_true(killed(inside(role[i], NULL, NULL, work_packet)));
		assert_true(killed(inside(role[i], NULL, NULL, work_fork)));
		assert_true(killed(inside(role[i], NULL, NULL, work_exec)));
#ifndef SANITIZED /* its threads ask for more */
		assert_true(
		    exited(inside(role[i], NULL, NULL, work_thread), 7));
#endif
	}
}

static char folder[] = "/tmp/test-sandbox-XXXXXX";

static int
work_folders(void)
{
	char path[64];
	int fd;

	snprintf(path, sizeof path, "%s/mine", folder);
	fd = open(path, O_RDWR | O_CREAT, 0600);
	if (fd < 0 || write(fd, "x", 1) != 1)
		return 1;
	if (unlink(path) < 0)
		return 2;
	if (open("/usr", O_RDONLY | O_DIRECTORY) < 0)
		return 3;
	if (open("/usr/h8-none", O_RDWR | O_CREAT, 0600) >= 0)
		return 4;
	if (open("/proc/self/maps", O_RDONLY) >= 0)
		return 5;
	return open("/etc/passwd", O_RDONLY) >= 0 ? 6 : 7;
}

/* Where the kernel has no Landlock this cannot be shown. */
static bool
landlock_there(void)
{
	return syscall(SYS_landlock_create_ruleset, NULL, 0, 1) >= 1;
}

static void
landlock_leaves_the_named_folders(void **state)
{
	const char *mine[] = { folder, NULL };
	const char *seen[] = { "/usr", "/no-such-folder", NULL };

	(void)state;
	if (!landlock_there())
		skip();
	assert_non_null(mkdtemp(folder));
	assert_true(
	    exited(inside(SANDBOX_WORKER, mine, seen, work_folders), 7));
	rmdir(folder);
}

static int
work_files_alone(void)
{
	struct err e = { 0 };

	if (sandbox_files(NULL, NULL, &e) < 0)
		return 1;
	return open("/usr", O_RDONLY | O_DIRECTORY) >= 0 ? 2 : 7;
}

static void
empty_lists_leave_no_file(void **state)
{
	int status;
	pid_t pid;

	(void)state;
	if (!landlock_there())
		skip();
	pid = fork();
	if (pid == 0)
		_exit(work_files_alone());
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(exited(status, 7));
}

static int
work_limits(void)
{
	struct rlimit r;

	if (prctl(PR_GET_DUMPABLE) != 0 ||
	    prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1)
		return 1;
	getrlimit(RLIMIT_CORE, &r);
	return r.rlim_max == 0 ? 7 : 2;
}

static void
roles_leave_no_core_and_gain_nothing(void **state)
{
	(void)state;
#ifndef SANITIZED
	skip(); /* prctl is not allowed inside, and need not be */
#endif
	assert_true(exited(inside(SANDBOX_WORKER, NULL, NULL, work_limits), 7));
}

/* The jail's table must never learn these words. */
static void
jail_table_names_nothing_that_reaches_out(void **state)
{
	static const char *const never[] = { "open", "socket", "connect",
		"sendmsg", "fork", "vfork", "clone3", "execve", "execveat",
		"kill", "ptrace", "ioctl", "mount", "unshare", "bpf" };
	const char *const *call = sandbox_calls(SANDBOX_JAIL);

	(void)state;
	for (; *call != NULL; call++)
		for (size_t i = 0; i < sizeof never / sizeof *never; i++)
			assert_string_not_equal(*call, never[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(jail_may_use_memory_and_nothing_else),
		cmocka_unit_test(worker_has_no_net_and_no_processes),
		cmocka_unit_test(
		    net_roles_have_tcp_and_threads_but_no_processes),
		cmocka_unit_test(landlock_leaves_the_named_folders),
		cmocka_unit_test(empty_lists_leave_no_file),
		cmocka_unit_test(roles_leave_no_core_and_gain_nothing),
		cmocka_unit_test(jail_table_names_nothing_that_reaches_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
