/*
 * supervise.c - the supervisor's loop: signals, ended children, wake-ups from
 * consultctl and the watchdog come in; roles are started, renewed and ended.
 */
#include "supervise.h"

#include "arena.h"
#include "clock.h"
#include "log.h"
#include "notify.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#define TICK_MS     1000  /* between two looks at the heartbeats */
#define HEALTHY_MS  15000 /* a role that beat within this is well */
#define SHORT_BYTES 4096

/* How long each kind may take to end: the sender may finish a mail. */
static const struct {
	enum role_kind kind;
	int64_t wait_ms;
} ends[] = {
	{ ROLE_INTAKE, 3000 },
	{ ROLE_WORKER, 5000 },
	{ ROLE_SENDER, 8000 },
};

static int
lock_open(struct supervisor *sv, struct err *e)
{
	struct arena *a = arena_new(SHORT_BYTES);
	const char *dir = sv->settings->daemon_state_dir;
	const char *path = arena_printf(a, "%s/consultd.lock", dir);
	int rc = 0;

	sv->lock_fd =
	    path == NULL
		? -1
		: open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (sv->lock_fd < 0)
		rc = err_set(e, ERR_STOP, "supervise", errno,
		    "%s/consultd.lock cannot be opened: %s; make the folder "
		    "for that account with: install -d -m 700 -o %s %s",
		    dir, strerror(errno),
		    *sv->settings->daemon_user ? sv->settings->daemon_user
					       : "ACCOUNT",
		    dir);
	else if (flock(sv->lock_fd, LOCK_EX | LOCK_NB) < 0)
		rc = err_set(e, ERR_STOP, "supervise", errno,
		    "another consultd runs on %s: end it first, or set "
		    "daemon.state_dir in %s",
		    dir, sv->settings->file);
	arena_free(a);
	return rc;
}

/* The pipe by which consultctl says that there is work. Opened for both
 * directions, so that it never reads as ended. */
static int
wake_open(struct supervisor *sv, struct err *e)
{
	struct arena *a = arena_new(SHORT_BYTES);
	const char *path =
	    arena_printf(a, "%s/wake", sv->settings->daemon_state_dir);
	struct stat st;
	int rc = 0;

	if (path == NULL || (mkfifo(path, 0600) < 0 && errno != EEXIST))
		rc = -1;
	if (rc == 0)
		sv->wake_fd =
		    open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW);
	if (rc < 0 || sv->wake_fd < 0 || fstat(sv->wake_fd, &st) < 0 ||
	    !S_ISFIFO(st.st_mode))
		rc = err_set(e, ERR_STOP, "supervise", errno,
		    "%s/wake cannot be made a pipe: remove what stands there",
		    sv->settings->daemon_state_dir);
	arena_free(a);
	return rc;
}

static int
signals_open(struct supervisor *sv, struct err *e)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	signal(SIGPIPE, SIG_IGN);
	sigprocmask(SIG_BLOCK, &set, NULL);
	sv->signal_fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (sv->signal_fd < 0)
		return err_set(e, ERR_STOP, "supervise", errno,
		    "no signalfd: %s", strerror(errno));
	return 0;
}

static void
wanted_set(struct supervisor *sv)
{
	int workers = process_workers(sv->settings);

	for (int i = 0; i < ROLE_SLOTS; i++)
		sv->process[i].wanted = role_slot_kind(i) != ROLE_WORKER ||
					role_slot_index(i) < workers;
}

static void
children_reap(struct supervisor *sv)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		for (int i = 0; i < ROLE_SLOTS; i++)
			if (sv->process[i].pid == pid)
				process_ended(sv, i, status);
}

static int
running(const struct supervisor *sv, enum role_kind kind)
{
	int n = 0;

	for (int i = 0; i < ROLE_SLOTS; i++)
		n += role_slot_kind(i) == kind && sv->process[i].pid != 0;
	return n;
}

/* Intake first, so that nothing new comes in; the sender last. */
static void
end_all(struct supervisor *sv)
{
	struct timespec nap = { 0, 5L * 1000 * 1000 };

	for (size_t k = 0; k < sizeof ends / sizeof *ends; k++) {
		int64_t end = clock_mono_ms() + ends[k].wait_ms;
		bool killed = false;

		for (int i = 0; i < ROLE_SLOTS; i++)
			if (role_slot_kind(i) == ends[k].kind)
				process_ask_end(sv, i);
		while (running(sv, ends[k].kind) > 0) {
			nanosleep(&nap, NULL);
			children_reap(sv);
			for (int i = 0;
			     clock_mono_ms() > end && !killed && i < ROLE_SLOTS;
			     i++)
				if (role_slot_kind(i) == ends[k].kind &&
				    sv->process[i].pid != 0)
					kill(sv->process[i].pid, SIGKILL);
			killed = clock_mono_ms() > end;
		}
	}
}

/* What cannot change while we run keeps the value of the start, whose settings
 * are therefore never freed. */
static void
settings_keep(struct settings *fresh, const struct settings *first)
{
	fresh->daemon_state_dir = first->daemon_state_dir;
	fresh->daemon_user = first->daemon_user;
}

/* SIGHUP: new settings are checked as at a start; bad ones change nothing. */
static void
reload(struct supervisor *sv)
{
	struct settings *fresh = NULL;
	struct err e = { 0 };
	int status = 0;

	if (conf_read(sv->file, &fresh, &e) == 0)
		settings_keep(fresh, sv->first);
	if (fresh == NULL || check_all(fresh, false, &status, &e) < 0 ||
	    vault_load(sv->vault, fresh, &e) < 0) {
		log_err(LOG_RELOAD_FAIL, &e);
		conf_free(fresh);
		return;
	}
	log_event(LOG_RELOAD, KV("file", sv->file));
	notify_reloading();
	sv->reloading = true;
	if (sv->settings != sv->first)
		conf_free(sv->settings);
	sv->settings = fresh;
	wanted_set(sv);
	for (int i = 0; i < ROLE_SLOTS; i++) {
		sv->process[i].renew = sv->process[i].pid != 0;
		sv->process[i].due_ms = 0;
	}
}

/* After a reload the roles change one after the other: the next one only when
 * all others run and beat. */
static void
renew_next(struct supervisor *sv)
{
	int next = -1;

	for (int i = ROLE_SLOTS - 1; i >= 0; i--) {
		struct process *p = &sv->process[i];

		if (p->renew && !p->ending)
			next = i;
		if (p->ending || (p->wanted && p->pid == 0 && p->pause_ms == 0))
			return;
		if (p->pid != 0 && !p->renew &&
		    atomic_load(&sv->shared->slot[i].beat_ms) == 0)
			return;
	}
	if (next >= 0)
		process_ask_end(sv, next);
}

static void
processes_tend(struct supervisor *sv)
{
	int64_t now = clock_mono_ms();

	for (int i = 0; i < ROLE_SLOTS; i++) {
		struct process *p = &sv->process[i];

		process_check(sv, i);
		if (p->pid != 0 && !p->wanted)
			process_ask_end(sv, i);
		if (p->pid == 0 && p->wanted && now >= p->due_ms)
			process_start(sv, i);
	}
	if (sv->reloading)
		renew_next(sv);
}

/* systemd hears of our health only while all roles that run are well, and
 * that we are ready when each has reported once. */
static void
health_tell(struct supervisor *sv)
{
	int64_t now = clock_mono_ms();
	bool well = true, all = true, renewing = false;
	char status[80];
	int n = 0;

	for (int i = 0; i < ROLE_SLOTS; i++) {
		const struct process *p = &sv->process[i];
		int64_t beat = atomic_load(&sv->shared->slot[i].beat_ms);
		int64_t last = beat > p->started_ms ? beat : p->started_ms;

		n += p->pid != 0;
		renewing |= p->renew || p->ending;
		if (p->wanted && (p->pid == 0 || beat == 0))
			all = false;
		if (p->pid != 0 && now - last > HEALTHY_MS)
			well = false;
	}
	if ((all && !sv->ready) || (sv->reloading && !renewing)) {
		snprintf(status, sizeof status, "%d roles run", n);
		notify_status(status);
		notify_ready();
		log_event(LOG_READY, KN("roles", n));
		sv->ready = true;
		sv->reloading = false;
	}
	if (well && sv->watchdog_ms > 0 &&
	    now - sv->fed_ms >= sv->watchdog_ms / 3) {
		notify_watchdog();
		sv->fed_ms = now;
	}
}

/* Until the next start is due, but never beyond a tick; while starting we look
 * often, so that READY does not wait for a tick. */
static int
sleep_ms(const struct supervisor *sv)
{
	int64_t now = clock_mono_ms();
	int64_t ms = sv->ready && !sv->reloading ? TICK_MS : 20;

	for (int i = 0; i < ROLE_SLOTS; i++) {
		const struct process *p = &sv->process[i];

		if (p->wanted && p->pid == 0 && p->due_ms - now < ms)
			ms = p->due_ms - now;
	}
	return ms < 0 ? 0 : (int)ms;
}

/* Take the signals that came: true when one of them ends us. */
static bool
signals_take(struct supervisor *sv)
{
	struct signalfd_siginfo info;
	bool end = false, again = false;

	while (
	    read(sv->signal_fd, &info, sizeof info) == (ssize_t)sizeof info) {
		end |= info.ssi_signo == SIGTERM || info.ssi_signo == SIGINT;
		again |= info.ssi_signo == SIGHUP;
	}
	/* A signal to the whole group ends roles, too: that is no failure. */
	sv->ending = end;
	children_reap(sv);
	if (again && !end)
		reload(sv);
	return end;
}

static void
wake_take(struct supervisor *sv)
{
	char bytes[64];
	bool any = false;

	while (read(sv->wake_fd, bytes, sizeof bytes) > 0)
		any = true;
	for (int i = 0; any && i < ROLE_SLOTS; i++)
		if (sv->process[i].pid != 0)
			role_slot_wake(sv->shared, i);
}

static void
loop(struct supervisor *sv)
{
	for (;;) {
		struct pollfd p[2] = { { sv->signal_fd, POLLIN, 0 },
			{ sv->wake_fd, POLLIN, 0 } };

		processes_tend(sv);
		health_tell(sv);
		poll(p, 2, sleep_ms(sv));
		if (signals_take(sv))
			return;
		wake_take(sv);
	}
}

int
supervise_run(struct supervisor *sv)
{
	struct err e = { 0 };
	int status = EX_UNAVAILABLE;

	sv->first = sv->settings;
	sv->signal_fd = sv->wake_fd = sv->lock_fd = -1;
	sv->watchdog_ms = notify_interval_ms();
	if (lock_open(sv, &e) < 0 ||
	    check_all(sv->settings, true, &status, &e) < 0 ||
	    wake_open(sv, &e) < 0 || role_shared_new(&sv->shared, &e) < 0 ||
	    signals_open(sv, &e) < 0) {
		log_err(LOG_DAEMON_FAIL, &e);
		return status;
	}
	log_event(LOG_START, KV("file", sv->file), KV("version", VERSION),
	    KN("workers", process_workers(sv->settings)));
	wanted_set(sv);
	loop(sv);
	notify_stopping();
	end_all(sv);
	log_event(LOG_STOP, KV("state_dir", sv->settings->daemon_state_dir));
	return EX_OK;
}
