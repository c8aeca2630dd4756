/* supervise.h - the parent of all roles: starts them, restarts what dies, ends
 * them in order. It never holds a store, a mail or a connection. */
#ifndef SUPERVISE_H
#define SUPERVISE_H

#include "conf.h"
#include "err.h"
#include "role_shared.h"
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* The passwords, in memory that a fork does not pass on; each goes to its role
 * by a pipe. */
struct vault;
int vault_new(struct vault **out, struct err *e);
/* vault_load - read what the settings need. A file that is closed to us since
 * we gave up root keeps the password that was read before. */
int vault_load(struct vault *v, const struct settings *s, struct err *e);
/* vault_pipe - the reading end of a pipe that holds that role's password; -1
 * where it has none. vault_take - read it there; the caller owns it. */
int vault_pipe(const struct vault *v, enum role_kind kind);
char *vault_take(int fd);

/* check_all - templates, lookup.db, state folder, store; make: make the store
 * where there is none. Each in a child that ends, so that we keep nothing.
 * *status_out: which status of sysexits.h a failure asks for. */
int check_all(
    const struct settings *s, bool make, int *status_out, struct err *e);

/* One role's process and what we know of it. */
struct process {
	pid_t pid;          /* 0: does not run */
	bool wanted;        /* the settings ask for it */
	bool ending;        /* we asked it to end */
	bool renew;         /* to be ended and started with new settings */
	int64_t started_ms; /* of this run */
	int64_t asked_ms;   /* when we asked it to end */
	int64_t pause_ms;   /* before the next start */
	int64_t due_ms;     /* moment of the next start */
};

struct supervisor {
	struct settings *settings;    /* in force */
	const struct settings *first; /* of the start */
	struct vault *vault;
	struct role_shared *shared;
	struct process process[ROLE_SLOTS];
	const char *file; /* of the settings */
	bool answer_old;
	bool ready;     /* READY=1 was said */
	bool ending;    /* a signal ends us */
	bool reloading; /* RELOADING=1 was said, READY=1 not yet */
	int signal_fd, wake_fd, lock_fd;
	int64_t watchdog_ms, fed_ms;
};

/* supervise_run - until a signal ends it; gives an exit status of sysexits.h.
 * sv: file, settings, vault and answer_old are set. */
int supervise_run(struct supervisor *sv);

/* Of one process: supervise_process.c. */
void process_start(struct supervisor *sv, int slot);
void process_ask_end(struct supervisor *sv, int slot);
void process_ended(struct supervisor *sv, int slot, int wait_status);
/* process_check - one second's look: too long silent, too long ending. */
void process_check(struct supervisor *sv, int slot);
/* process_workers - how many workers the settings ask for. */
int process_workers(const struct settings *s);

#endif
