/* jail_clean.h - between the caller of jail.h, the clean processes and a
 * jail. */
#ifndef JAIL_CLEAN_H
#define JAIL_CLEAN_H

#include "err.h"
#include "message.h"
#include <stdint.h>
#include <sys/types.h>

/* Thin jails lack the libraries and charset converters that common mails do
 * not need, and die where they would need one: a full jail has all. Each kind
 * is forked from a clean process of its own. */
enum jail_kind {
	JAIL_THIN,
	JAIL_FULL,
	JAIL_KIND_COUNT
};

/* consultd-jail finds the sockets of its two clean processes as these
 * descriptors, and the path of the lookup database as its argument. */
#define JAIL_PROGRAM   "consultd-jail"
#define JAIL_FD_SOCKET 0 /* plus enum jail_kind */

/* It speaks first: this, over the thin one's socket. Then each byte over a
 * socket asks for one jail, which is given as three descriptors. A program
 * that was not made together with its caller is refused by its stamp. */
#define JAIL_STAMP_BYTES 64
struct jail_hello {
	char stamp[JAIL_STAMP_BYTES];
	int failed;
	int from_db; /* e.code is SQLite's; e.where points into another process */
	struct err e;
};
enum jail_fd {
	JAIL_FD_IN,  /* where the mail is written */
	JAIL_FD_OUT, /* where the record comes from */
	JAIL_FD_PID, /* the jail itself, to end it */
	JAIL_FD_COUNT
};

/* What a jail writes: this, then the two records. A mail begins with one byte
 * of enum jail_input on its way in. */
enum jail_said {
	JAIL_SAID_DONE = 'R',
	JAIL_SAID_TIME = 'T',   /* SIGXCPU */
	JAIL_SAID_MEMORY = 'M', /* an arena or record was full */
	JAIL_SAID_FULL = 'F'    /* a thin one: an attached file needs more */
};
struct jail_head {
	unsigned char said;
	unsigned char zero[3];
	uint32_t message_n, questions_n;
};

/* jail_clean_run - the whole life of consultd-jail. */
_Noreturn void jail_clean_run(const char *lookup_path);
/* jail_stamp - what the two sides must have in common. */
void jail_stamp(char out[JAIL_STAMP_BYTES]);

/*
 * jail_spawn - start a program as consultd-jail and hear its hello; NULL: the
 * one that stands beside ours, or where it was installed.
 *
 * Gives    sockets of both kinds and the process; jail_end() ends it.
 * Fails    ERR_STOP: no such program, one of another make, or what it says.
 */
int jail_spawn(const char *program, const char *lookup_path,
    int socket_out[JAIL_KIND_COUNT], pid_t *pid_out, struct err *e);
void jail_end(const int socket[JAIL_KIND_COUNT], pid_t pid);

/* jail_thin_drop - give up, for good, what thin jails do without; once, when
 * all is loaded. */
void jail_thin_drop(void);

#ifdef TEST_BUILD
/* jail_hole - do the evil that a test mail's X-Consultd-Test names. */
void jail_hole(const struct message *m, int out);
#endif

#endif
