/*
 * role.c - what every role's process has: a wake-up, a heartbeat, a way to be
 * asked to end, and the walls round it. The other side is supervise.c.
 */
#include "role.h"

#include "arena.h"
#include "clock.h"
#include "role_shared.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <unistd.h>

#define BEAT_MS     2000        /* between two beats while waiting */
#define PATHS_BYTES (64u << 10) /* the list of folders that stay open */

/* For the signal handler: this process's own wake-up. */
static volatile sig_atomic_t stop_asked;
static volatile int wake_fd = -1;

enum role_kind
role_slot_kind(int slot)
{
	assert(slot >= 0 && slot < ROLE_SLOTS);
	return slot == 0 ? ROLE_INTAKE : slot == 1 ? ROLE_SENDER : ROLE_WORKER;
}

int
role_slot_index(int slot)
{
	return role_slot_kind(slot) == ROLE_WORKER ? slot - 2 : 0;
}

static struct role_slot *
own_slot(const struct role *r)
{
	int slot = r->kind == ROLE_INTAKE   ? 0
		   : r->kind == ROLE_SENDER ? 1
					    : 2 + r->index;

	return &r->shared->slot[slot];
}

int
role_shared_new(struct role_shared **out, struct err *e)
{
	struct role_shared *s = mmap(NULL, sizeof *s, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (s == MAP_FAILED)
		return err_set(e, ERR_STOP, "role", errno,
		    "no shared memory: %s", strerror(errno));
	for (int i = 0; i < ROLE_SLOTS; i++) {
		s->slot[i].wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
		if (s->slot[i].wake_fd < 0)
			return err_set(e, ERR_STOP, "role", errno,
			    "no eventfd: %s; raise the limit of open files",
			    strerror(errno));
	}
	*out = s;
	return 0;
}

void
role_slot_wake(struct role_shared *s, int slot)
{
	uint64_t one = 1;

	/* A full counter is a wake-up that was not taken yet: all is well. */
	(void)!write(s->slot[slot].wake_fd, &one, sizeof one);
}

static void
on_stop(int signal_number)
{
	uint64_t one = 1;
	int keep = errno;

	(void)signal_number;
	stop_asked = 1;
	(void)!write(wake_fd, &one, sizeof one);
	errno = keep;
}

void
role_settle(struct role *r)
{
	struct sigaction act = { .sa_handler = on_stop,
		.sa_flags = SA_RESTART };
	sigset_t none;
	uint64_t count;

	/* What woke the process before us: we look for work anyway. */
	wake_fd = own_slot(r)->wake_fd;
	(void)!read(wake_fd, &count, sizeof count);
	sigaction(SIGTERM, &act, NULL);
	/* Ctrl-C reaches the whole group; the supervisor keeps the order. */
	signal(SIGINT, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGCHLD, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

void
role_beat(struct role *r)
{
	if (r->shared != NULL)
		atomic_store(&own_slot(r)->beat_ms, clock_mono_ms());
}

void
role_wake(struct role *r, enum role_kind kind)
{
	for (int i = 0; r->shared != NULL && i < ROLE_SLOTS; i++)
		if (role_slot_kind(i) == kind)
			role_slot_wake(r->shared, i);
}

bool
role_stopping(const struct role *r)
{
	return stop_asked ||
	       (r->shared != NULL && atomic_load(&own_slot(r)->stop) != 0);
}

/* One sleep of at most ms; true where *out tells why it ended. */
static bool
wait_once(struct role *r, int fd, short events, int ms, enum role_event *out)
{
	struct pollfd p[2] = { { own_slot(r)->wake_fd, POLLIN, 0 },
		{ fd, events, 0 } };
	uint64_t count;
	int n = poll(p, 2, ms);

	if (role_stopping(r)) {
		*out = ROLE_STOP;
		return true;
	}
	if (n <= 0)
		return false;
	if (p[0].revents != 0 &&
	    read(p[0].fd, &count, sizeof count) == (ssize_t)sizeof count)
		*out = ROLE_WOKEN;
	else if (p[1].revents != 0)
		*out = ROLE_READY;
	else
		return false;
	return true;
}

enum role_event
role_wait(struct role *r, int fd, short events, int64_t timeout_ms)
{
	int64_t end = timeout_ms < 0 ? INT64_MAX : clock_mono_ms() + timeout_ms;
	enum role_event event;

	for (;;) {
		int64_t left = end - clock_mono_ms();

		role_beat(r);
		if (left < 0)
			left = 0;
		if (wait_once(r, fd, events,
			left > BEAT_MS ? BEAT_MS : (int)left, &event))
			return event;
		if (clock_mono_ms() >= end)
			return ROLE_TIMEOUT;
	}
}

/* The folder in which a file stands; NULL for "" and past a's limit. */
static const char *
folder_of(struct arena *a, const char *file)
{
	char *copy = arena_strdup(a, file), *slash;

	if (copy == NULL || *copy == '\0')
		return NULL;
	slash = strrchr(copy, '/');
	if (slash == NULL)
		return ".";
	slash[slash == copy ? 1 : 0] = '\0';
	return copy;
}

static void
path_add(const char **list, size_t *n, const char *path)
{
	if (path != NULL)
		list[(*n)++] = path;
}

int
role_confine(struct role *r, enum sandbox_profile p, struct err *e)
{
	/* /usr and /lib: charset converters, name service. /etc: names,
	 * authorities. /run/systemd/resolve: where resolv.conf points. */
	static const char *const net[] = { "/etc", "/run/systemd/resolve",
		"/run/resolvconf" };
	static const char *const all[] = { "/usr", "/lib", "/lib64" };
	const struct settings *s = r->settings;
	const char *write[] = { s->daemon_state_dir, NULL };
	const char *read[16] = { NULL };
	struct arena *a = arena_new(PATHS_BYTES);
	struct sandbox_filter *f = NULL;
	size_t n = 0;
	int rc;

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		path_add(read, &n, all[i]);
	if (p == SANDBOX_WORKER) {
		path_add(read, &n, folder_of(a, s->daemon_lookup_db));
		path_add(read, &n, s->daemon_templates_dir);
	} else {
		for (size_t i = 0; i < sizeof net / sizeof *net; i++)
			path_add(read, &n, net[i]);
		path_add(read, &n, folder_of(a, s->imap_ca_file));
		path_add(read, &n, folder_of(a, s->smtp_ca_file));
	}
	rc = sandbox_filter_new(p, &f, e);
	if (rc == 0)
		rc = sandbox_enter(f, write, read, e);
	sandbox_filter_free(f);
	arena_free(a);
	return rc;
}
