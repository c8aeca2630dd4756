/* imap.h - the IMAP session that intake needs. Home of libetpan; bytes go
 * through net.h. One session, one thread, synchronous. */
#ifndef IMAP_H
#define IMAP_H

#include "arena.h"
#include "clock.h"
#include "err.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct imap_server {
	const char *host;
	int port;
	bool starttls;
	const char *user, *password, *ca_file;
	int timeout_s;
	/* called at least every second inside any wait: beats; true: give up */
	bool (*poll)(void *arg);
	void *poll_arg;
};

struct imap;

/* imap_open - connect, verify, log in. ERR_RETRY: unreachable, TLS refused
 * (the text says which: name, unknown authority, expired), login refused (then
 * code is IMAP_LOGIN_REFUSED). */
#define IMAP_LOGIN_REFUSED 535
int imap_open(
    const struct imap_server *server, struct imap **out, struct err *e);
/* imap_close - end it, with LOGOUT where it still lives; NULL is allowed. */
void imap_close(struct imap *i);

/* imap_select - open that mailbox for reading and marking; *out is what the
 * server told of it. ERR_REFUSE: there is none. */
struct imap_box {
	uint32_t uidvalidity, uidnext, exists;
	bool can_idle, can_move, can_keywords; /* PERMANENTFLAGS has \* */
};
int imap_select(
    struct imap *i, const char *mailbox, struct imap_box *out, struct err *e);

/* imap_search - all UIDs from `from` on (UID SEARCH UID from:*), ascending. */
int imap_search(struct imap *i, struct arena *a, uint32_t from, uint32_t **out,
    size_t *n_out, struct err *e);
/* imap_search_before - the UIDs of mails that came before that day, by the
 * server's own date (INTERNALDATE), ascending. */
int imap_search_before(struct imap *i, struct arena *a, date day,
    uint32_t **out, size_t *n_out, struct err *e);
/* imap_sizes - RFC822.SIZE of those UIDs; 0 for one that vanished. */
int imap_sizes(struct imap *i, const uint32_t *uids, size_t n,
    int64_t *sizes_out, struct err *e);

/* imap_fetch - BODY.PEEK[] of those UIDs in one command, or its first
 * part_bytes where part_bytes > 0. begin is called for each mail, then data
 * for each piece, then end. Any of them may fail with *e, which ends the
 * session. A vanished UID is passed over. */
struct imap_sink {
	int (*begin)(void *arg, uint32_t uid, struct err *e);
	int (*data)(void *arg, const void *p, size_t n, struct err *e);
	int (*end)(void *arg, struct err *e);
	void *arg;
};
int imap_fetch(struct imap *i, const uint32_t *uids, size_t n,
    int64_t part_bytes, const struct imap_sink *sink, struct err *e);

/* imap_keyword, imap_move - for those UIDs; a UID that vanished is no error.
 * imap_folder - make the mailbox where it does not exist. */
int imap_keyword(struct imap *i, const uint32_t *uids, size_t n,
    const char *keyword, struct err *e);
int imap_move(struct imap *i, const uint32_t *uids, size_t n,
    const char *mailbox, struct err *e);
int imap_folder(struct imap *i, const char *mailbox, struct err *e);

/* imap_idle - wait with IDLE until the mailbox changes (1), wake_fd becomes
 * readable (2), or timeout_ms passed (0); -1. DONE is sent in each case.
 * imap_noop - NOOP; *exists_out as told last. */
int imap_idle(struct imap *i, int wake_fd, int64_t timeout_ms, struct err *e);
int imap_noop(struct imap *i, uint32_t *exists_out, struct err *e);

#endif
