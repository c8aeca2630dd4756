/* outbox.h - replies on their way. */
#ifndef OUTBOX_H
#define OUTBOX_H

#include "arena.h"
#include "err.h"
#include "reply.h"
#include "store.h"
#include <stdbool.h>
#include <stdint.h>

enum outbox_state {
#define OUTBOX_STATE(id, name, meaning) OUTBOX_##id,
#include "outbox.def"
#undef OUTBOX_STATE
	OUTBOX_STATE_COUNT
};
/* outbox_state_name - the name of outbox.def. */
const char *outbox_state_name(enum outbox_state s);

/* outbox_put - queue a reply of a case, due now; in a transaction. A second
 * one with the same Message-ID is refused by the store (ERR_REFUSE), and one
 * to an address of bounced.h, too. */
int outbox_put(struct store *s, int64_t case_id, int64_t turn_id,
    const struct reply *r, int64_t now_unix, struct err *e);

/* outbox_pace - count a reply, or what else breaker.h names, under that name,
 * for case_recent(); in a transaction. outbox_put() counts by itself for the
 * recipient, the asker, their domain and PACE_ALL. */
int outbox_pace(
    struct store *s, const char *who, int64_t now_unix, struct err *e);

struct outbox_row {
	int64_t id, case_id;
	const char *message_id, *to, *mail_from;
	const char *bytes; /* as in struct reply */
	size_t len;
	int tries;       /* this one included */
	bool maybe_sent; /* an earlier try ended in UNKNOWN, or in no end */
	int64_t queued_unix;
};

/* outbox_claim - up to max replies that are due, oldest first, leased for
 * lease_s; their bytes live in a, whose limit must hold max times
 * LIMIT_REPLY_BYTES; a transaction of its own. One whose lease ran out (its
 * sender died) is due again, with maybe_sent. */
int outbox_claim(struct store *s, struct arena *a, int64_t now_unix,
    int lease_s, size_t max, struct outbox_row *out, size_t *n_out,
    struct err *e);

/* outbox_recover - for the sender at its start, of which there is one a store:
 * what an earlier one had claimed and not ended is due now, with maybe_sent;
 * a transaction of its own. */
int outbox_recover(struct store *s, int64_t now_unix, struct err *e);

/* The four ends of a try to send. */
enum send_end {
	SEND_SENT,
	SEND_REFUSED,
	SEND_LATER,
	SEND_UNKNOWN
};

/* outbox_end - record how a try ended; in a transaction. LATER and UNKNOWN
 * set the next moment (due_unix), or GIVEN_UP where due_unix is 0. REFUSED and
 * GIVEN_UP hold the case with reason "undeliverable"; REFUSED with a status
 * that tells of no such mailbox or host (RFC 3463 3.2) notes the address in bounced.h, too.
 * text: the server's last
 * line, cleaned. new_id: a Message-ID that the server says it gave, or NULL. */
int outbox_end(struct store *s, const struct outbox_row *row, enum send_end end,
    int smtp_code, const char *text, const char *new_id, int64_t due_unix,
    int64_t now_unix, struct err *e);

/* outbox_next - the moment when the next reply is due; INT64_MAX if none. */
int outbox_next(struct store *s, int64_t *due_unix_out, struct err *e);
/* outbox_counts - replies in each state. */
int outbox_counts(
    struct store *s, int64_t out[OUTBOX_STATE_COUNT], struct err *e);

#endif
