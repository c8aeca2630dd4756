/*
 * jail_spawn.c - starts and ends consultd-jail. A program of its own: it has
 * none of our memory, its addresses are drawn anew, and it is small, so that
 * forking it is quick.
 */
#include "jail_clean.h"

#include "buf.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PATH_BYTES 4096
#define STOP_NAPS  500 /* of a millisecond, until the clean process is killed */

#ifdef TEST_BUILD
#define MADE "test"
#else
#define MADE "release"
#endif

/* Beside us; as installed; in a source tree, for programs below its folder. */
static const char *const beside[] = { "", "../libexec/consultd/", "../",
	"../../" };
static const char installed[] = PREFIX "/libexec/consultd/" JAIL_PROGRAM;

void
jail_stamp(char out[JAIL_STAMP_BYTES])
{
	static const char stamp[JAIL_STAMP_BYTES] = VERSION " " MADE;

	memcpy(out, stamp, sizeof stamp);
}

/* The path of consultd-jail into *out; -1: there is none. */
static int
program_find(struct buf *out)
{
	char self[PATH_BYTES];
	ssize_t n = readlink("/proc/self/exe", self, sizeof self);

	while (n > 0 && self[n - 1] != '/')
		n--;
	for (size_t i = 0; n > 0 && i < sizeof beside / sizeof *beside; i++) {
		buf_clear(out);
		buf_printf(out, "%.*s%s" JAIL_PROGRAM, (int)n, self, beside[i]);
		if (access(buf_text(out), X_OK) == 0)
			return 0;
	}
	buf_clear(out);
	buf_puts(out, installed);
	return access(installed, X_OK);
}

/* Names are bound at the start, not when they are first used: a thin jail has
 * no libraries left to look for them. One allocator is enough, see
 * jail_heap.c. Nothing of our environment goes along, but in test builds what
 * a sanitizer is told. */
static size_t
environment(char **out, size_t max)
{
	static char bind_now[] = "LD_BIND_NOW=1";
	static char one_allocator[] = "G_SLICE=always-malloc";
	size_t n = 0;

	out[n++] = bind_now;
	out[n++] = one_allocator;
#ifdef SANITIZED
	for (char **v = environ; *v != NULL && n + 1 < max; v++)
		if (strncmp(*v, "ASAN_", 5) == 0 ||
		    strncmp(*v, "UBSAN_", 6) == 0)
			out[n++] = *v;
#endif
	out[n] = NULL;
	return n < max ? n : max;
}

static int
process_start(const char *program, const char *lookup_path,
    const int socket[JAIL_KIND_COUNT], pid_t *out)
{
	char *argv[] = { (char *)JAIL_PROGRAM, (char *)lookup_path, NULL };
	char *envp[16];
	posix_spawn_file_actions_t actions;
	int rc = posix_spawn_file_actions_init(&actions);

	if (rc != 0)
		return rc;
	environment(envp, sizeof envp / sizeof *envp);
	for (int i = 0; i < JAIL_KIND_COUNT && rc == 0; i++)
		rc = posix_spawn_file_actions_adddup2(
		    &actions, socket[i], JAIL_FD_SOCKET + i);
	if (rc == 0)
		rc = posix_spawn_file_actions_addclosefrom_np(&actions, 3);
	if (rc == 0)
		rc = posix_spawn(out, program, &actions, NULL, argv, envp);
	posix_spawn_file_actions_destroy(&actions);
	return rc;
}

static int
hello_hear(const char *program, int socket, struct err *e)
{
	struct jail_hello hello = { 0 };
	char stamp[JAIL_STAMP_BYTES];
	ssize_t n;

	do
		n = recv(socket, &hello, sizeof hello, 0);
	while (n < 0 && errno == EINTR);
	if (n == 0)
		return err_set(e, ERR_STOP, "jail", 0,
		    "%s ended when it was started", program);
	jail_stamp(stamp);
	if (n != (ssize_t)sizeof hello ||
	    memcmp(hello.stamp, stamp, sizeof stamp) != 0)
		return err_set(e, ERR_STOP, "jail", 0,
		    "%s is not of this version (%s): install both together",
		    program, stamp);
	if (hello.failed) {
		*e = hello.e;
		e->where = hello.from_db ? "db" : "jail";
		return -1;
	}
	return 0;
}

static int
sockets_make(
    int ours[JAIL_KIND_COUNT], int theirs[JAIL_KIND_COUNT], struct err *e)
{
	for (int i = 0; i < JAIL_KIND_COUNT; i++) {
		int pair[2];

		if (socketpair(
			AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0) {
			int number = errno;

			while (i-- > 0) {
				close(ours[i]);
				close(theirs[i]);
			}
			return err_set(e, ERR_STOP, "jail", number,
			    "no socket for the clean process: %s",
			    strerror(number));
		}
		ours[i] = pair[0];
		theirs[i] = pair[1];
	}
	return 0;
}

static int
program_start(const char *program, const char *lookup_path,
    int socket_out[JAIL_KIND_COUNT], pid_t *pid_out, struct err *e)
{
	int ours[JAIL_KIND_COUNT], theirs[JAIL_KIND_COUNT], rc;
	pid_t pid = 0;

	if (sockets_make(ours, theirs, e) < 0)
		return -1;
	rc = process_start(program, lookup_path, theirs, &pid);
	for (int i = 0; i < JAIL_KIND_COUNT; i++)
		close(theirs[i]);
	if (rc != 0)
		rc = err_set(e, ERR_STOP, "jail", rc,
		    "%s cannot be started: %s", program, strerror(rc));
	else
		rc = hello_hear(program, ours[JAIL_THIN], e);
	if (rc < 0) {
		jail_end(ours, pid);
		return -1;
	}
	memcpy(socket_out, ours, sizeof ours);
	*pid_out = pid;
	return 0;
}

int
jail_spawn(const char *program, const char *lookup_path,
    int socket_out[JAIL_KIND_COUNT], pid_t *pid_out, struct err *e)
{
	struct buf path;
	int rc = 0;

	buf_init(&path, (size_t)2 * PATH_BYTES);
	if (program != NULL)
		buf_puts(&path, program);
	else if (program_find(&path) < 0)
		rc = err_set(e, ERR_STOP, "jail", ENOENT,
		    "%s is missing, and not beside this program: install it",
		    installed);
	if (rc == 0)
		rc = program_start(
		    buf_text(&path), lookup_path, socket_out, pid_out, e);
	buf_free(&path);
	return rc;
}

/* They see the end of the sockets, their jails that of their pipes; they take
 * them away and end. Who hangs is killed. */
void
jail_end(const int socket[JAIL_KIND_COUNT], pid_t pid)
{
	const struct timespec nap = { 0, 1000L * 1000 };
	pid_t ended = 0;

	for (int i = 0; i < JAIL_KIND_COUNT; i++)
		close(socket[i]);
	for (int i = 0; pid > 0 && i < STOP_NAPS && ended == 0; i++) {
		ended = waitpid(pid, NULL, WNOHANG);
		if (ended == 0)
			nanosleep(&nap, NULL);
	}
	if (pid > 0 && ended == 0) {
		kill(pid, SIGKILL);
		while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
}
