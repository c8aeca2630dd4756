/* worker.h - the parts of a worker: one mail's work, and a batch's commit. */
#ifndef WORKER_H
#define WORKER_H

#include "admit.h"
#include "arena.h"
#include "case.h"
#include "consult.h"
#include "jail.h"
#include "lookup.h"
#include "mail.h"
#include "message.h"
#include "reply.h"
#include "role.h"
#include "store.h"
#include "template.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* All that a worker holds. */
struct worker {
	struct role *role;
	struct jail *jail;
	struct store *store;
	struct lookup *lookup;
	struct template_set *templates;
	struct arena *own; /* lives as long as the worker */
	struct admission admission;
	unsigned char key[STORE_KEY_BYTES];
	int64_t purge_ms;    /* when to look for mails that are too old */
	int64_t purge_after; /* where that look goes on */
};

/* One mail of a batch: read, decided, composed; not yet in the store. */
struct item {
	struct arena *a;
	struct mail mail;
	int64_t next; /* the mail that comes after this one; 0: none */
	bool done;    /* to be committed; else given back */
	bool again;   /* not done: its jail died, let it be tried alone */
	bool stale;   /* not done: its case or its limits changed meanwhile */
	struct message message;
	struct decision decision;
	enum mail_state state;
	const char *id;         /* Message-ID, or "sha256-…" of the bytes */
	struct case_row before; /* follow-up: the case as it was read */
	bool follows;           /* before is set */
	int64_t bounced;        /* case whose reply this mail is about */
	const char *bounced_id; /* that reply's Message-ID, or NULL */
	int64_t noted;          /* case that a coder writes about; 0: none */
	struct case_row row;    /* the case as it will be; id 0: none */
	bool has_reply;
	struct reply reply;
	const char *text_name; /* item_text_name(), where has_reply */
	const char *record;    /* JSON of the decision */
};

/*
 * item_work - everything between claim and commit, with no lock held.
 *
 * Fails    ERR_RETRY, ERR_STOP: of the store, the lookup database or the
 *          clean process; the mail is as it was. Faults of the mail end in
 *          item->state, with a reason.
 */
int item_work(
    struct worker *w, struct item *item, int64_t now_unix, struct err *e);
/* item_fail - make the item one that failed with that reason: a held case
 * without an asker. */
int item_fail(struct worker *w, struct item *item, const char *reason,
    int64_t now_unix, struct err *e);
/* item_limits - where the decision has a reply and a limit is reached, hold the
 * mail in its place, with no reply. item_limit - the word of that limit:
 * "too_many" (replies of the last hour to the author, to where the answer goes
 * or to their domain), "same_text" (replies to mails of that text), "thread"
 * (automatic replies in a row), "bounced" (the address); NULL: none. At the
 * commit it is asked again: batches of all workers count then. */
int item_limits(
    struct worker *w, struct item *item, int64_t now_unix, struct err *e);
int item_limit(struct worker *w, struct item *item, int64_t now_unix,
    const char **word_out, struct err *e);
/* item_text_name - "*text:" and a hash of what the mail says: subject without
 * "Re:", words, names and sizes of files; NULL past the arena's limit. */
const char *item_text_name(struct item *item);
/* item_thread - the case that the mail belongs to: sets before and follows, or
 * row.linked; for a report about a reply of ours: bounced and bounced_id. */
int item_thread(struct worker *w, struct item *item, struct err *e);
/* item_of_coder - does a coder write about somebody else's case? After
 * item_thread() and the decision: not where a guard hit, or where it is not
 * sure who wrote. */
bool item_of_coder(const struct worker *w, const struct item *item);
/* item_note - a coder's mail into the case: a note, and the case is held where
 * no coder would see it. In a transaction. Clears item->noted where there is
 * no such case any more. */
int item_note(
    struct worker *w, struct item *item, int64_t now_unix, struct err *e);
/* item_standing - where the mail asks for it (STATUS): the sender's own cases
 * that a coder has or must see, in q->standing. Left NULL where the reply
 * would go to another address than the sender's. 0; -1 with *e. */
int item_standing(
    struct worker *w, struct item *item, struct questions *q, struct err *e);

/* item_turn_text - what the coder is shown of the mail: the words that were
 * read, remarks on what was not, files by name, the text of those that were
 * read. NULL past the arena's limit. */
const char *item_turn_text(struct item *item);
/* item_turn_cut - quotes and signature, as the coder may unfold them: what
 * stands behind the visible text, or the whole where the two do not begin
 * alike. */
const char *item_turn_cut(const struct item *item);

/*
 * batch_commit - all items that are done, in one transaction. One whose case
 * changed since it was read, or whose sender was answered so often meanwhile
 * that it must be held, becomes stale; one that came twice a duplicate.
 *
 * Gives    *replies_out: how many go out.
 * Fails    nothing is kept. ERR_REFUSE: one of them does not fit the store.
 */
int batch_commit(struct worker *w, struct item *items, size_t n,
    int64_t now_unix, size_t *replies_out, struct err *e);

#endif
