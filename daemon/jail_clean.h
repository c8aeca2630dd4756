/* jail_clean.h - between the caller of jail.h, the clean process and a jail. */
#ifndef JAIL_CLEAN_H
#define JAIL_CLEAN_H

#include "err.h"
#include "message.h"
#include <stdbool.h>
#include <stdint.h>

/* The clean process speaks first: this, over the socket. Then each byte that
 * it gets asks for one jail, which it gives as three descriptors and the same
 * byte. A thin jail lacks the libraries and charset converters that common
 * mails do not need, and dies where it would need one: a full jail has all. */
#define JAIL_THIN 't'
#define JAIL_FULL 'f'
struct jail_hello {
	int failed;
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
	JAIL_SAID_TIME = 'T',  /* SIGXCPU */
	JAIL_SAID_MEMORY = 'M' /* an arena or record was full */
};
struct jail_head {
	unsigned char said;
	unsigned char zero[3];
	uint32_t message_n, questions_n;
};

/* jail_clean_run - the whole life of the clean process. */
_Noreturn void jail_clean_run(int socket, const char *lookup_path);

/* jail_thin_find - what thin jails do without; once, when all is loaded.
 * jail_thin_set - the jails that are forked from now on are thin, or full. */
void jail_thin_find(void);
void jail_thin_set(bool thin);

#ifdef TEST_BUILD
/* jail_hole - do the evil that a test mail's X-Consultd-Test names. */
void jail_hole(const struct message *m, int out);
#endif

#endif
