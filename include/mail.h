/* mail.h - mails as fetched: rows of store.db and their bytes. */
#ifndef MAIL_H
#define MAIL_H

#include "arena.h"
#include "err.h"
#include "store.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum mail_state {
#define MAIL_STATE(id, name, mark, meaning) MAIL_##id,
#include "mail.def"
#undef MAIL_STATE
	MAIL_STATE_COUNT
};
/* mail_state_name - the name of mail.def. */
const char *mail_state_name(enum mail_state s);

/* What the server may do with a handled mail. */
enum mail_mark {
	MAIL_MARK_NOT_YET,
	MAIL_MARK_ANSWERED,
	MAIL_MARK_HELD,
	MAIL_MARK_IGNORED,
	MAIL_MARK_COUNT
};

/* A mailbox of an account, at one UIDVALIDITY. */
struct mailbox {
	int64_t id;
	uint32_t uidvalidity;
	bool first; /* never listed before: the first-start rule holds */
};

/*
 * mailbox_open - the row for that account and mailbox name; made where there
 * is none. A changed uidvalidity is a new row: all its UIDs are listed anew,
 * and Message-IDs keep anything from being answered twice. A transaction of
 * its own. first is true until mailbox_listed(), and false at once where the
 * mailbox was listed before under another uidvalidity.
 */
int mailbox_open(struct store *s, const char *account, const char *name,
    uint32_t uidvalidity, struct mailbox *out, struct err *e);
/* mailbox_listed - the first listing is complete; in a transaction. */
int mailbox_listed(struct store *s, const struct mailbox *box, struct err *e);
/* mailbox_seen - how many UIDs the last full search saw, for the count law;
 * a transaction of its own. */
int mailbox_seen(
    struct store *s, const struct mailbox *box, int64_t count, struct err *e);

/* mailbox_missing - how many of those have no row though all were fetched: the
 * count law is broken where it is not 0; a transaction of its own.
 * mailbox_missing_sum - over all mailboxes. */
int mailbox_missing(
    struct store *s, const struct mailbox *box, int64_t count, struct err *e);
int mailbox_missing_sum(struct store *s, int64_t *out, struct err *e);

/* mail_uids - all UIDs that have a row, ascending, in a. */
int mail_uids(struct store *s, struct arena *a, const struct mailbox *box,
    uint32_t **out, size_t *n_out, struct err *e);

/* mail_put - a row for one mail, state waiting, or old where `old`; in a
 * transaction. partial: only the first part of size_bytes is kept. Gives the
 * id; 0 where the UID has a row already (nothing is changed then). */
int mail_put(struct store *s, const struct mailbox *box, uint32_t uid,
    int64_t size_bytes, bool partial, bool old, int64_t now_unix,
    int64_t *id_out, struct err *e);
/* mail_chunk - the next bytes of that mail, at most LIMIT_CHUNK_BYTES; seq
 * counts from 0; in the same transaction. */
int mail_chunk(struct store *s, int64_t id, int seq, const void *p, size_t n,
    struct err *e);

/* A claimed mail. */
struct mail {
	int64_t id;
	int64_t size_bytes; /* on the server */
	bool partial;       /* larger than imap.max_mail: first part only */
	int tries;          /* claims so far, this one included */
	int64_t fetched_unix;
};

/*
 * mail_claim - take up to max waiting mails whose lease is free, oldest first,
 * for lease_s seconds; a transaction of its own. A mail that was claimed
 * before and not finished (its worker died) is given alone, and before the
 * others. A lease that bears the same worker's name counts as free: that
 * process was started anew. So claim only when nothing of the last claim is
 * still in work. */
int mail_claim(struct store *s, const char *worker, int64_t now_unix,
    int lease_s, size_t max, struct mail *out, size_t *n_out, struct err *e);
/* mail_release - give back unread what was claimed; tries goes down again;
 * a transaction of its own. */
int mail_release(struct store *s, const int64_t *ids, size_t n, struct err *e);
/* mail_renew - lengthen the lease of what is still in work; own transaction.*/
int mail_renew(struct store *s, const int64_t *ids, size_t n,
    int64_t until_unix, struct err *e);

/* mail_bytes - read the raw bytes chunk by chunk: 1 with *p_out, *n_out valid
 * until the next call, 0 at the end, -1. Start with *seq = 0. */
int mail_bytes(struct store *s, int64_t id, int *seq, const void **p_out,
    size_t *n_out, struct err *e);

/* mail_end - the mail's last state, with the guard or reason that led to it;
 * in a transaction. case_id 0: none. ERR_REFUSE where another worker ended it
 * since the lease ran out: roll the whole transaction back. */
int mail_end(struct store *s, int64_t id, enum mail_state state,
    const char *guard, const char *evidence, int64_t case_id, int64_t now_unix,
    struct err *e);

/* mail_remember - keep (Message-ID, sender) as handled by that mail; in a
 * transaction. false in *first_out where another mail has it: a duplicate.
 * A mail without Message-ID passes the SHA-256 of its bytes as "sha256-…". */
int mail_remember(struct store *s, int64_t id, const char *message_id,
    const char *sender, int64_t now_unix, bool *first_out, struct err *e);

/* mail_purge - remove the bytes of up to max mails (at most LIMIT_BATCH) that
 * were answered or ignored before that moment, are shown so on the server, and
 * whose case waits for nobody; oldest first, with an audit row each
 * ("mail.purged"). Their rows stay, so that none is answered again. A
 * transaction of its own; *n_out is how many: max means there may be more.
 * *after is where to look on, 0 at first: it moves past what was removed, so
 * that a long backlog is walked once, and is 0 again at the end. */
int mail_purge(struct store *s, const char *actor, int64_t before_unix,
    int64_t now_unix, size_t max, int64_t *after, size_t *n_out, struct err *e);

/* mail_remember_text - the same for what a mail says, "text-" and a hash: what
 * was remembered before since_unix counts no more. */
int mail_remember_text(struct store *s, int64_t id, const char *hash,
    const char *sender, int64_t since_unix, int64_t now_unix, bool *first_out,
    struct err *e);

/* What was decided on a mail; texts are never NULL. */
struct decision_row {
	int64_t mail_id;
	const char *version; /* of the program that decided */
	const char *class;   /* robot_kind_name() */
	const char *outcome, *reason;
	const char *message_id, *reply_id; /* in and out, "" if none */
	const char *record;                /* JSON of consult_record() */
	/* of the mail itself: decision_put() does not read them */
	int64_t case_id; /* 0: none */
	enum mail_state state;
	bool partial;
	int64_t fetched_unix;
};
/* decision_put - in a transaction; once a mail. */
int decision_put(
    struct store *s, const struct decision_row *row, struct err *e);
/* decision_list - the first max of mails from..to, in a, by their number. */
int decision_list(struct store *s, struct arena *a, int64_t from, int64_t to,
    size_t max, struct decision_row **out, size_t *n_out, struct err *e);

/* mail_to_mark - up to max handled mails of the box that the server does not
 * show as such yet. mail_marked - it does now; a transaction of its own. */
struct mail_to_mark {
	int64_t id;
	uint32_t uid;
	enum mail_mark mark;
};
int mail_to_mark(struct store *s, const struct mailbox *box, size_t max,
    struct mail_to_mark *out, size_t *n_out, struct err *e);
int mail_marked(struct store *s, const int64_t *ids, size_t n, struct err *e);

/* mail_counts - rows in each state, for the count law and `status`; seen_out
 * as of mailbox_seen(), over the mailboxes at their present uidvalidity. */
int mail_counts(struct store *s, int64_t out[MAIL_STATE_COUNT],
    int64_t *seen_out, struct err *e);

#endif
