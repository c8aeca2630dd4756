/* role.h - what every role's process has: settings, a wake-up, a heartbeat. */
#ifndef ROLE_H
#define ROLE_H

#include "conf.h"
#include "err.h"
#include "sandbox.h"
#include <stdbool.h>
#include <stdint.h>

enum role_kind {
	ROLE_INTAKE,
	ROLE_WORKER,
	ROLE_SENDER,
	ROLE_KIND_COUNT
};

/* Given to a role by the supervisor; made before the fork. */
struct role {
	enum role_kind kind;
	int index;        /* of several of a kind, from 0 */
	const char *name; /* "intake", "worker.1", "sender" */
	const struct settings *settings;
	char *secret;               /* its password, or NULL; wiped after use */
	bool answer_old;            /* --answer-old (intake) */
	struct role_shared *shared; /* wake-ups and heartbeats of all roles */
};

/* Exit statuses of a role's process. */
#define ROLE_EXIT_OK    0  /* asked to stop */
#define ROLE_EXIT_AGAIN 10 /* start me anew at once (a new lookup.db) */
#define ROLE_EXIT_STOP  78 /* EX_CONFIG: a person must act; logged */

/* intake_run, worker_run, sender_run - the three mains. Each drops what it
 * does not need (sandbox.h) before its first mail, and gives an exit status. */
int intake_run(struct role *r);
int worker_run(struct role *r);
int sender_run(struct role *r);

/*
 * role_confine - give up what the role does not need, for good (sandbox.h):
 * it may write below the state folder, read the folders of the lookup
 * database, templates, authorities and the system's libraries and settings.
 *
 * Fails    ERR_STOP. Call it once, before the first byte from outside, with
 *          no thread running but the caller's.
 */
int role_confine(struct role *r, enum sandbox_profile p, struct err *e);

/* role_beat - "I am well": call at least every 5 s; role_wait() does. */
void role_beat(struct role *r);
/* role_wake - tell all processes of that kind that there is work. */
void role_wake(struct role *r, enum role_kind kind);
/* role_stopping - the supervisor asked us to end (SIGTERM, reload). */
bool role_stopping(const struct role *r);

/* role_wait - sleep until woken, stopping, fd is ready (poll(2) events; fd -1:
 * none) or timeout_ms passed (-1: for ever); beats meanwhile. */
enum role_event {
	ROLE_WOKEN,
	ROLE_STOP,
	ROLE_READY,
	ROLE_TIMEOUT
};
enum role_event role_wait(
    struct role *r, int fd, short events, int64_t timeout_ms);

#endif
