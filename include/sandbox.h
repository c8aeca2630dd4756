/* sandbox.h - what each kind of process gives up. Home of libseccomp and
 * Landlock. One table of system calls a profile. */
#ifndef SANDBOX_H
#define SANDBOX_H

#include "err.h"
#include <stddef.h>

enum sandbox_profile {
	SANDBOX_INTAKE,
	SANDBOX_WORKER,
	SANDBOX_SENDER,
	SANDBOX_JAIL,
	SANDBOX_PROFILE_COUNT
};

/* sandbox_filter_new - a compiled filter, made once, so that each of thousands
 * of jails only has to install it; ERR_STOP. sandbox_filter_free ends it. */
struct sandbox_filter;
int sandbox_filter_new(
    enum sandbox_profile p, struct sandbox_filter **out, struct err *e);
void sandbox_filter_free(struct sandbox_filter *f); /* NULL is allowed */

/*
 * sandbox_enter - no new privileges, rlimits of the profile, Landlock on the
 * folders (write: may write below; read: may only read; both NULL-terminated;
 * kernels without Landlock: seccomp alone), then the filter. A forbidden call
 * kills the process. Never undone.
 */
int sandbox_enter(const struct sandbox_filter *f, const char *const *write,
    const char *const *read, struct err *e);

/* sandbox_files - no new privileges and Landlock alone, as above; lists that
 * are NULL or empty allow nothing. For a process that forks jails. */
int sandbox_files(
    const char *const *write, const char *const *read, struct err *e);

/* sandbox_calls - names of the calls that a profile allows, NULL-terminated;
 * for the systemd unit's test. */
const char *const *sandbox_calls(enum sandbox_profile p);

#endif
