/* role_shared.h - what supervisor and roles share: one slot a process. */
#ifndef ROLE_SHARED_H
#define ROLE_SHARED_H

#include "role.h"
#include <stdatomic.h>
#include <stdint.h>

#define ROLE_WORKERS_MAX 64 /* as daemon.workers may be */
#define ROLE_SLOTS       (2 + ROLE_WORKERS_MAX)

/* A slot lives in memory that all processes map. Slot 0 is intake, 1 sender,
 * then come the workers. */
struct role_slot {
	_Atomic int64_t beat_ms; /* clock_mono_ms() of the last beat, 0: none */
	_Atomic int stop;        /* the supervisor asked it to end */
	int wake_fd;             /* eventfd, made before the first fork */
};
struct role_shared {
	struct role_slot slot[ROLE_SLOTS];
};

/* role_slot_kind - whose a slot is; role_slot_index - from 0 in its kind. */
enum role_kind role_slot_kind(int slot);
int role_slot_index(int slot);

/* role_shared_new - the memory and its eventfds; never given back. */
int role_shared_new(struct role_shared **out, struct err *e);

/* role_settle - in the new process of a role: signals, and which slot is its
 * own. role_slot_wake - wake that one process. */
void role_settle(struct role *r);
void role_slot_wake(struct role_shared *s, int slot);

#endif
