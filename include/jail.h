/* jail.h - parse a hostile mail in a process of its own that can do nothing
 * else. */
#ifndef JAIL_H
#define JAIL_H

#include "arena.h"
#include "err.h"
#include "message.h"
#include "question.h"
#include <stdbool.h>
#include <stddef.h>

struct jail;

/*
 * jail_start - start consultd-jail, the clean process that jails are forked
 * from: a program of its own, with none of the caller's memory.
 *
 * Takes    lookup_path: its rules (facts, cues) are read, compiled and the
 *          file closed again before the first mail.
 * Gives    *out. Must be called before the caller confines itself.
 * Owns     the caller ends it with jail_stop(); it ends with the caller.
 * Fails    ERR_STOP: no consultd-jail beside the caller or where it was
 *          installed, or one of another version; no lookup.db, a rule that
 *          does not compile, no seccomp.
 * Touches  keeps two sockets and one child; SIGPIPE is ignored from now on,
 *          since a jail may end before it has read its mail.
 */
int jail_start(const char *lookup_path, struct jail **out, struct err *e);
void jail_stop(struct jail *j);

/* What is fed in: a whole mail, a body alone, or words of a command line. */
enum jail_input {
	JAIL_MAIL,
	JAIL_BODY_TEXT,
	JAIL_BODY_HTML,
	JAIL_WORDS,
	JAIL_MAIL_ALONE /* a mail whose files are named and not opened: what is
			 * left where reading it as JAIL_MAIL failed */
};

/* jail_source - a source of bytes: 1 with the next piece, 0 at the end, -1
 * with *e. */
typedef int jail_source(
    void *arg, const void **p_out, size_t *n_out, struct err *e);

/* Codes of err for a jail that failed. */
enum jail_fault {
	JAIL_DIED = 1,
	JAIL_OVERRAN = 2,
	JAIL_LIED = 3
};

/*
 * jail_read - one mail through one new jail.
 *
 * Gives    *m and *q, checked by message_read() and questions_read(); the
 *          MESSAGE guards of robot.h have run inside (m->guard).
 * Owns     a.
 * Fails    ERR_REFUSE with code JAIL_DIED (signal, forbidden call, memory),
 *          JAIL_OVERRAN (time) or JAIL_LIED (records that do not check): the
 *          mail may be tried once more, alone. ERR_STOP: the clean process is
 *          gone. Or what source failed with.
 */
int jail_read(struct jail *j, enum jail_input input, jail_source *source,
    void *arg, struct arena *a, struct message *m, struct questions *q,
    struct err *e);
/* jail_feed_next - give the mail that comes next to a jail of its own already,
 * so that it is read while the caller works on the last one. The next
 * jail_read() of the very same bytes as JAIL_MAIL takes what that jail found;
 * any other drops it. Mails too large for a pipe are left for jail_read(), as
 * are all faults. */
void jail_feed_next(struct jail *j, jail_source *source, void *arg);
/* jail_faulty - did jail_read() fail of what its jail did? */
bool jail_faulty(const struct err *e);
/* jail_read_bytes - the same for bytes in memory; a JAIL_MAIL that its jail
 * fails of is read once more as JAIL_MAIL_ALONE. */
int jail_read_bytes(struct jail *j, enum jail_input input, const void *p,
    size_t n, struct arena *a, struct message *m, struct questions *q,
    struct err *e);

#endif
