/*
 * intake_list.c - from UIDs to rows. In: an open mailbox. Out: every mail of
 * it committed in the store, in batches; then the workers are woken.
 */
#include "arena.h"
#include "clock.h"
#include "intake_part.h"
#include "limit.h"
#include "log.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define LIST_ARENA (64u << 20) /* UIDs of some five million mails */
#define SIZES      500         /* UIDs whose sizes are asked for at once */
#define BEAT_EVERY 1000        /* rows */

/* UIDs in ascending order, in an arena. */
struct uids {
	uint32_t *uid;
	size_t n;
};

/* --- one batch ------------------------------------------------------------*/

struct batch {
	struct intake *in;
	const uint32_t *uid;
	const int64_t *size;
	size_t n;
	bool partial;
	int64_t most; /* bytes that all of it may have */
};

static int
on_begin(void *arg, uint32_t uid, struct err *e)
{
	struct batch *b = arg;
	struct stage_mail *m = stage_begin(&b->in->stage);
	(void)e;
	m->uid = uid;
	m->partial = b->partial;
	for (size_t k = 0; k < b->n; k++)
		if (b->uid[k] == uid)
			m->size = b->size[k];
	return 0;
}

/* A mail larger than the server told is cut like any that is too large. */
static int
on_data(void *arg, const void *p, size_t n, struct err *e)
{
	struct batch *b = arg;
	struct stage *s = &b->in->stage;
	struct stage_mail *m = &s->mail[s->n - 1];
	int64_t room = b->in->conf->imap_max_mail - m->n;
	if ((int64_t)n > room) {
		n = room > 0 ? (size_t)room : 0;
		m->partial = true;
	}
	if (s->end + (int64_t)n > b->most)
		return err_set(e, ERR_RETRY, "intake", 0,
		    "the server sends far more than the sizes that it told");
	return stage_add(s, p, n, e);
}

static int
on_end(void *arg, struct err *e)
{
	struct batch *b = arg;
	struct stage *s = &b->in->stage;
	struct stage_mail *m = &s->mail[s->n - 1];
	(void)e;
	if (m->size < m->n)
		m->size = m->n;
	return 0;
}

static int
put_mail(struct intake *in, const struct stage_mail *m, struct err *e)
{
	int64_t id = 0, at = 0;
	if (mail_put(in->store, &in->box, m->uid, m->size, m->partial, false,
		clock_now_unix(), &id, e) < 0)
		return -1;
	for (int seq = 0; id != 0 && at < m->n; seq++) {
		const void *p;
		size_t n;
		if (stage_piece(&in->stage, m, at, &p, &n, e) < 0 ||
		    mail_chunk(in->store, id, seq, p, n, e) < 0)
			return -1;
		at += (int64_t)n;
	}
	return 0;
}

static int
batch_commit(struct intake *in, struct err *e)
{
	if (in->stage.n == 0)
		return 0;
	if (store_lock(in->store, e) < 0)
		return -1;
	for (size_t k = 0; k < in->stage.n; k++)
		if (put_mail(in, &in->stage.mail[k], e) < 0) {
			store_rollback(in->store);
			return -1;
		}
	if (store_commit(in->store, e) < 0)
		return -1;
	role_wake(in->role, ROLE_WORKER);
	in->useful = true;
	log_event(LOG_MAIL_FETCHED, KN("mails", (int64_t)in->stage.n),
	    KN("bytes", in->stage.end), KN("uid", in->stage.mail[0].uid));
	return 0;
}

static int
batch_fetch(struct batch *b, struct err *e)
{
	const struct imap_sink sink = { on_begin, on_data, on_end, b };
	struct intake *in = b->in;
	if (role_stopping(in->role))
		return err_set(e, ERR_RETRY, "intake", 0, "asked to stop");
	stage_clear(&in->stage);
	b->most = 2 * (int64_t)LIMIT_FETCH_BYTES + in->conf->imap_max_mail;
	if (imap_fetch(in->imap, b->uid, b->n, b->partial ? LIMIT_MAIL_PART : 0,
		&sink, e) < 0)
		return -1;
	role_beat(in->role);
	return batch_commit(in, e);
}

/* batch_size - how many of n from the first on go together: as many as the
 * settings say, of one kind, and not too many bytes. */
static size_t
batch_size(const struct intake *in, const int64_t *size, size_t n)
{
	int64_t all = 0, max = in->conf->imap_max_mail;
	size_t k = 0;
	while (k < n && k < (size_t)in->conf->imap_batch &&
	       (size[k] > max) == (size[0] > max)) {
		all += size[k] > max ? LIMIT_MAIL_PART : size[k];
		if (k > 0 && all > LIMIT_FETCH_BYTES)
			break;
		k++;
	}
	return k;
}

static int
fetch_all(struct intake *in, const struct uids *todo, struct err *e)
{
	int64_t size[SIZES];
	for (size_t at = 0; at < todo->n; at += SIZES) {
		size_t n = todo->n - at < SIZES ? todo->n - at : SIZES;
		if (imap_sizes(in->imap, todo->uid + at, n, size, e) < 0)
			return -1;
		for (size_t k = 0; k < n;) {
			struct batch b = { .in = in,
				.uid = todo->uid + at + k,
				.size = size + k,
				.n = batch_size(in, size + k, n - k),
				.partial = size[k] > in->conf->imap_max_mail };
			if (batch_fetch(&b, e) < 0)
				return -1;
			k += b.n;
		}
	}
	return 0;
}

/* --- listing --------------------------------------------------------------*/

/* record_old - the first-start rule: what was there before us is recorded in
 * one transaction, and so it is never half done. */
static int
record_old(struct intake *in, const struct uids *seen, struct err *e)
{
	size_t n = in->role->answer_old ? 0 : seen->n;
	if (store_lock(in->store, e) < 0)
		return -1;
	int rc = 0;
	for (size_t k = 0; k < n && rc == 0; k++) {
		int64_t id;
		rc = mail_put(in->store, &in->box, seen->uid[k], 0, false, true,
		    clock_now_unix(), &id, e);
		if (k % BEAT_EVERY == 0)
			role_beat(in->role);
	}
	if (rc == 0)
		rc = mailbox_listed(in->store, &in->box, e);
	if (rc < 0) {
		store_rollback(in->store);
		return -1;
	}
	if (store_commit(in->store, e) < 0)
		return -1;
	in->box.first = false;
	if (n > 0)
		log_event(LOG_MAIL_OLD, KN("mails", (int64_t)n),
		    KV("mailbox", in->conf->imap_mailbox));
	return 0;
}

/* record_relisted - the mailbox has a new UIDVALIDITY and no row yet. What was
 * handled is known by its Message-ID, but mails that were recorded as old are
 * not: the server's date tells them. */
static int
record_relisted(struct intake *in, struct arena *a, struct err *e)
{
	struct uids old;
	int64_t started;
	if (store_started(in->store, &started, e) < 0 ||
	    imap_search_before(
		in->imap, a, date_of_unix(started, 0), &old.uid, &old.n, e) < 0)
		return -1;
	return old.n > 0 ? record_old(in, &old, e) : 0;
}

/* known_uids - the UIDs that have a row. */
static int
known_uids(struct intake *in, struct arena *a, bool first, struct uids *out,
    struct err *e)
{
	if (mail_uids(in->store, a, &in->box, &out->uid, &out->n, e) < 0)
		return -1;
	if (out->n > 0 || first)
		return 0;
	if (record_relisted(in, a, e) < 0)
		return -1;
	return mail_uids(in->store, a, &in->box, &out->uid, &out->n, e);
}

/* without - seen less known; both ascending. In place. */
static void
without(struct uids *seen, const struct uids *known)
{
	size_t n = 0, j = 0;
	for (size_t k = 0; k < seen->n; k++) {
		while (j < known->n && known->uid[j] < seen->uid[k])
			j++;
		if (j == known->n || known->uid[j] != seen->uid[k])
			seen->uid[n++] = seen->uid[k];
	}
	seen->n = n;
}

/* law_tell - the count law is broken, or holds again; written where it
 * changed. */
static int
law_tell(struct intake *in, int64_t alarm, uint32_t uid, struct err *e)
{
	if (in->law_known && alarm == in->alarm)
		return 0;
	if (alarm > 0)
		log_event(LOG_COUNT_LAW, KN("missing", alarm), KN("uid", uid));
	in->alarm = alarm;
	in->law_known = true;
	return mailbox_missing(in->store, &in->box, alarm, e);
}

/* law_check - the count law, after each look: what was fetched has a row. A
 * mail that left the mailbox meanwhile has none, so a miss makes the next look
 * a whole one, and what that misses too is an alarm. */
static int
law_check(struct intake *in, struct arena *a, bool whole,
    const struct uids *fetched, struct err *e)
{
	struct uids left = *fetched, known;
	if (left.n > 0) {
		if (mail_uids(in->store, a, &in->box, &known.uid, &known.n, e) <
		    0)
			return -1;
		without(&left, &known);
	}
	bool before = in->missed;
	in->missed = left.n > 0;
	if (in->missed && !(whole && before))
		in->searched_ms = 0;
	if (!whole)
		return 0;
	return law_tell(
	    in, before ? (int64_t)left.n : 0, in->missed ? left.uid[0] : 0, e);
}

static int
list_in(struct intake *in, struct arena *a, bool whole, struct err *e)
{
	struct uids seen, known = { 0 };
	uint32_t from = whole ? 1 : in->highest + 1;
	if (from == 0) /* the last UID there can be was seen */
		return 0;
	if (whole)
		in->searched_ms = clock_mono_ms();
	if (imap_search(in->imap, a, from, &seen.uid, &seen.n, e) < 0)
		return -1;
	uint32_t last = seen.n > 0 ? seen.uid[seen.n - 1] : 0;
	bool first = in->box.first;
	if (first && record_old(in, &seen, e) < 0)
		return -1;
	if (whole &&
	    (mailbox_seen(in->store, &in->box, (int64_t)seen.n, e) < 0 ||
		known_uids(in, a, first, &known, e) < 0))
		return -1;
	without(&seen, &known);
	if (fetch_all(in, &seen, e) < 0 ||
	    law_check(in, a, whole, &seen, e) < 0)
		return -1;
	if (last > in->highest)
		in->highest = last;
	return 0;
}

int
intake_list(struct intake *in, bool whole, struct err *e)
{
	assert(whole || !in->box.first);
	struct arena *a = arena_new(LIST_ARENA);
	int rc = list_in(in, a, whole, e);
	arena_free(a);
	return rc;
}
