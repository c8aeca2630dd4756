/* imap_talk.h - what is spoken line by line without libetpan: the dialogues that
 * need a continuation, AUTHENTICATE and IDLE, and the farewell. */
#ifndef IMAP_TALK_H
#define IMAP_TALK_H

#include "err.h"
#include "imap_screen.h"
#include "net.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct talk {
	struct net *net;
	struct screen *screen;
	unsigned tag;
};

/* talk_authenticate - RFC 3501 6.2.2 with one response of n bytes, which goes
 * with the command where `at_once` (SASL-IR, RFC 4959). ERR_RETRY with code
 * IMAP_LOGIN_REFUSED where the server said NO or BAD. */
int talk_authenticate(struct talk *t, const char *mechanism,
    const void *response, size_t n, bool at_once, struct err *e);

/* talk_idle - as imap_idle(). */
int talk_idle(struct talk *t, int wake_fd, int64_t timeout_ms, struct err *e);

/* talk_logout - LOGOUT, and what the server says to it until its end; a server
 * that says nonsense or nothing is no error any more. */
void talk_logout(struct talk *t);

#endif
