/*
 * jail_hole.c - test builds only: a mail with X-Consultd-Test makes its jail
 * do what one that was taken over would try. A release has nothing of this.
 */
#include "jail_clean.h"

#ifdef TEST_BUILD

#include <fcntl.h>
#include <linux/futex.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static void
hole_open(int out)
{
	(void)out;
	(void)!open("/etc/passwd", O_RDONLY);
}

static void
hole_socket(int out)
{
	(void)out;
	(void)!socket(AF_INET, SOCK_STREAM, 0);
}

static void
hole_fork(int out)
{
	(void)out;
	(void)!syscall(SYS_fork);
}

static void
hole_exec(int out)
{
	char *argv[] = { (char *)"sh", NULL }, *envp[] = { NULL };

	(void)out;
	(void)!execve("/bin/sh", argv, envp);
}

static void
hole_spin(int out)
{
	volatile int on = out >= 0;

	while (on)
		;
}

static void
hole_stall(int out)
{
	int word = 0;

	(void)out;
	syscall(SYS_futex, &word, FUTEX_WAIT, 0, NULL, NULL, 0);
}

/* Kept in sight: a compiler may leave out what nobody looks at. */
static void
hole_alloc(int out)
{
	static char *volatile last;

	(void)out;
	for (;;) {
		last = malloc(1 << 20);
		if (last == NULL)
			abort();
		memset(last, 1, 1 << 20);
	}
}

static void
hole_garbage(int out)
{
	struct jail_head head = {
		.said = JAIL_SAID_DONE, .message_n = 64, .questions_n = 64
	};
	char junk[128];

	memset(junk, 0xfe, sizeof junk);
	(void)!write(out, &head, sizeof head);
	(void)!write(out, junk, sizeof junk);
	_exit(0);
}

static void
hole_flood(int out)
{
	struct jail_head head = { .said = JAIL_SAID_DONE,
		.message_n = UINT32_MAX / 2 };
	char junk[4096];

	memset(junk, 'x', sizeof junk);
	(void)!write(out, &head, sizeof head);
	while (write(out, junk, sizeof junk) > 0)
		;
	_exit(0);
}

static const struct {
	const char *name;
	void (*run)(int out);
} holes[] = {
	{ "open", hole_open },
	{ "socket", hole_socket },
	{ "fork", hole_fork },
	{ "exec", hole_exec },
	{ "spin", hole_spin },
	{ "stall", hole_stall },
	{ "alloc", hole_alloc },
	{ "garbage", hole_garbage },
	{ "flood", hole_flood },
};

void
jail_hole(const struct message *m, int out)
{
	size_t nth = 0;
	const char *name = message_field(m, "X-Consultd-Test", &nth);

	for (size_t i = 0; name != NULL && i < sizeof holes / sizeof *holes;
	     i++)
		if (strcmp(holes[i].name, name) == 0)
			holes[i].run(out);
}

#endif
