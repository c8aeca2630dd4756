/*
 * supervise_process.c - one role's process: its start, its end, the pause
 * before the next start, and what happens when it falls silent.
 */
#include "supervise.h"

#include "arena.h"
#include "clock.h"
#include "log.h"
#include "notify.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAUSE_FIRST_MS 100
#define PAUSE_MAX_MS   60000
#define RAN_WELL_MS    60000 /* then the pauses begin anew */
#define AGAIN_MS       1000  /* a role that says "again" ran this long */
#define SILENT_MS      30000 /* roles beat every 2 s when they wait */
#define END_MS         10000 /* from being asked to being killed */
#define NAME_BYTES     256

static int (*const role_main[ROLE_KIND_COUNT])(struct role *) = {
	[ROLE_INTAKE] = intake_run,
	[ROLE_WORKER] = worker_run,
	[ROLE_SENDER] = sender_run,
};

int
process_workers(const struct settings *s)
{
	long n = s->daemon_workers;

	if (n == 0)
		n = sysconf(_SC_NPROCESSORS_ONLN);
	return n < 1 ? 1 : n > ROLE_WORKERS_MAX ? ROLE_WORKERS_MAX : (int)n;
}

static const char *
slot_name(struct arena *a, int slot)
{
	switch (role_slot_kind(slot)) {
	case ROLE_INTAKE:
		return "intake";
	case ROLE_SENDER:
		return "sender";
	default:
		return arena_printf(a, "worker.%d", role_slot_index(slot) + 1);
	}
}

static enum log_level
level_of(const struct settings *s)
{
	static const struct {
		const char *word;
		enum log_level level;
	} rows[] = { { "err", LOG_ERR_ }, { "warning", LOG_WARN_ },
		{ "debug", LOG_DEBUG_ } };

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (strcmp(rows[i].word, s->daemon_log_level) == 0)
			return rows[i].level;
	return LOG_INFO_;
}

/* In the new process. It must not outlive the supervisor, whatever ends it. */
static _Noreturn void
role_main_run(struct supervisor *sv, int slot, pid_t parent, int secret_fd)
{
	struct role r = { .kind = role_slot_kind(slot),
		.index = role_slot_index(slot),
		.name = slot_name(arena_new(NAME_BYTES), slot),
		.settings = sv->settings,
		.answer_old = sv->answer_old,
		.shared = sv->shared };

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(0);
	close(sv->signal_fd);
	close(sv->wake_fd);
	close(sv->lock_fd);
	notify_forget();
	log_open(r.name, level_of(sv->settings));
	log_show_addresses(sv->settings->daemon_log_addresses);
	role_settle(&r);
	if (secret_fd >= 0)
		r.secret = vault_take(secret_fd);
	_exit(role_main[r.kind](&r));
}

void
process_start(struct supervisor *sv, int slot)
{
	struct process *p = &sv->process[slot];
	struct arena *a = arena_new(NAME_BYTES);
	pid_t parent = getpid();
	int secret_fd = vault_pipe(sv->vault, role_slot_kind(slot));

	atomic_store(&sv->shared->slot[slot].beat_ms, 0);
	atomic_store(&sv->shared->slot[slot].stop, 0);
	p->pid = fork();
	if (p->pid == 0)
		role_main_run(sv, slot, parent, secret_fd);
	if (secret_fd >= 0)
		close(secret_fd);
	p->started_ms = clock_mono_ms();
	p->ending = p->renew = false;
	if (p->pid < 0) {
		p->pid = 0;
		p->due_ms = p->started_ms + PAUSE_MAX_MS;
		log_event(LOG_ROLE_FAIL, KV("role", slot_name(a, slot)),
		    KV("text", "no process can be started"),
		    KN("errno", errno));
	} else {
		log_event(LOG_ROLE_START, KV("role", slot_name(a, slot)),
		    KN("pid", p->pid));
	}
	arena_free(a);
}

void
process_ask_end(struct supervisor *sv, int slot)
{
	struct process *p = &sv->process[slot];

	if (p->pid == 0 || p->ending)
		return;
	p->ending = true;
	p->asked_ms = clock_mono_ms();
	atomic_store(&sv->shared->slot[slot].stop, 1);
	role_slot_wake(sv->shared, slot);
	kill(p->pid, SIGTERM);
}

/* The pause grows while the role keeps dying, and is forgotten when it ran
 * well. What a person must mend is tried slowly. */
static void
pause_set(struct process *p, int wait_status, int64_t now)
{
	int code = WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : -1;
	int64_t ran = now - p->started_ms;

	if (p->ending || (code == ROLE_EXIT_AGAIN && ran >= AGAIN_MS))
		p->pause_ms = 0;
	else if (code == ROLE_EXIT_STOP)
		p->pause_ms = PAUSE_MAX_MS;
	else if (p->pause_ms == 0 || ran >= RAN_WELL_MS)
		p->pause_ms = PAUSE_FIRST_MS;
	else
		p->pause_ms *= 2;
	if (p->pause_ms > PAUSE_MAX_MS)
		p->pause_ms = PAUSE_MAX_MS;
	p->due_ms = now + p->pause_ms;
}

void
process_ended(struct supervisor *sv, int slot, int wait_status)
{
	struct process *p = &sv->process[slot];
	struct arena *a = arena_new(NAME_BYTES);
	bool asked = p->ending || sv->ending;
	bool signalled = WIFSIGNALED(wait_status);

	pause_set(p, wait_status, clock_mono_ms());
	p->pid = 0;
	p->ending = false;
	if (!asked)
		log_event(LOG_ROLE_EXIT, KV("role", slot_name(a, slot)),
		    KV(signalled ? "signal" : "how",
			signalled ? strsignal(WTERMSIG(wait_status)) : "exit"),
		    KN("status", signalled ? 0 : WEXITSTATUS(wait_status)),
		    KN("pause_ms", p->pause_ms));
	arena_free(a);
}

void
process_check(struct supervisor *sv, int slot)
{
	struct process *p = &sv->process[slot];
	int64_t now = clock_mono_ms();
	int64_t beat = atomic_load(&sv->shared->slot[slot].beat_ms);
	int64_t last = beat > p->started_ms ? beat : p->started_ms;
	struct arena *a;

	if (p->pid == 0)
		return;
	if (p->ending && now - p->asked_ms > END_MS) {
		kill(p->pid, SIGKILL);
		return;
	}
	if (p->ending || now - last <= SILENT_MS)
		return;
	/* All that it does is on disk: a new one goes on from there. */
	a = arena_new(NAME_BYTES);
	log_event(LOG_ROLE_SLOW, KV("role", slot_name(a, slot)),
	    KN("silent_ms", now - last));
	arena_free(a);
	kill(p->pid, SIGKILL);
}
