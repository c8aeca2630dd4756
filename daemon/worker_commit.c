/*
 * worker_commit.c - a batch's results into the store, in one transaction:
 * cases, turns, replies, audit rows and the end of each mail.
 */
#include "worker.h"

#include "audit.h"
#include "bounced.h"
#include "breaker.h"
#include "log.h"
#include "outbox.h"

#include <string.h>
#include <strings.h>

/* What a decision does to a case. Refusing is an answer, too. */
static const enum case_event event_of[] = {
	[OUTCOME_ANSWERED] = CASE_DO_ANSWER,
	[OUTCOME_ASKED_BACK] = CASE_DO_ASK_BACK,
	[OUTCOME_HELD] = CASE_DO_HOLD,
	[OUTCOME_REFUSED] = CASE_DO_ANSWER,
	[OUTCOME_IGNORED] = CASE_DO_CLOSE,
};

static const char *
why(const struct decision *d)
{
	return d->guard != NULL ? d->guard : d->reason != NULL ? d->reason : "";
}

static bool
same_text(const char *a, const char *b)
{
	return strcmp(a == NULL ? "" : a, b == NULL ? "" : b) == 0;
}

/* Did another worker, or a coder, touch the case since we read it? 1 yes, 0
 * no, -1. */
static int
case_changed(struct worker *w, struct item *item, struct err *e)
{
	const struct case_row *old = &item->before;
	struct case_row now = { 0 };
	int rc = case_get(w->store, item->a, old->id, &now, e);

	if (rc < 0)
		return -1;
	return rc == 0 || now.state != old->state ||
	       now.changed_unix != old->changed_unix ||
	       !same_text(now.last_id, old->last_id) ||
	       now.questions_n != old->questions_n ||
	       (now.questions_n > 0 &&
		   memcmp(now.questions, old->questions, now.questions_n) != 0);
}

static int
turns_add(struct worker *w, struct item *item, int64_t now_unix, struct err *e)
{
	struct turn question = { .case_id = item->row.id,
		.kind = TURN_QUESTION,
		.mail_id = item->mail.id,
		.author = item->message.from.address,
		.text = item_turn_text(item),
		.cut = item_turn_cut(item),
		.record = item->record,
		.at_unix = now_unix };
	struct turn answer = { .case_id = item->row.id,
		.kind = TURN_ANSWER,
		.author = "consultd",
		.text = item->reply.text,
		.cut = "",
		.record = item->record,
		.at_unix = now_unix };
	int64_t id = 0;

	if (question.text == NULL)
		question.text = item->message.visible;
	if (turn_add(w->store, &question, &id, e) < 0)
		return -1;
	if (!item->has_reply)
		return 0;
	if (turn_add(w->store, &answer, &id, e) < 0 ||
	    outbox_put(w->store, item->row.id, id, &item->reply, now_unix, e) <
		0)
		return -1;
	return outbox_pace(w->store, item->text_name, now_unix, e);
}

/* Thanks end what was answered; what waits for a coder goes on waiting. */
static bool
moves(const struct item *item)
{
	return !item->decision.thanks || item->before.state == CASE_ANSWERED ||
	       item->before.state == CASE_ASKED_BACK;
}

static int
case_write(struct worker *w, struct item *item, int64_t now_unix, struct err *e)
{
	enum case_state state;

	if (item->row.id == 0)
		return 0;
	if (!item->follows && case_open(w->store, &item->row, e) < 0)
		return -1;
	if (moves(item) &&
	    case_move(w->store, item->row.id, event_of[item->decision.outcome],
		w->role->name, item->row.reason, now_unix, &state, e) < 0)
		return -1;
	if (item->follows && case_update(w->store, &item->row, now_unix, e) < 0)
		return -1;
	return turns_add(w, item, now_unix, e);
}

/* Class 5 of RFC 3463 will not come right by itself. Old bounces tell it in
 * words alone. */
static bool
is_hard(const struct message *m)
{
	if (m->report_status != NULL)
		return m->report_status[0] == '5';
	return strstr(m->text, " 550 ") != NULL ||
	       strstr(m->text, "5.1.1") != NULL;
}

static bool
is_delay(const struct message *m)
{
	if (m->report_action != NULL)
		return strcasecmp(m->report_action, "failed") != 0;
	return m->report_status != NULL && m->report_status[0] != '5';
}

/* A reply of ours did not arrive: a coder must know. A mere delay is none. */
static int
bounce_write(
    struct worker *w, struct item *item, int64_t now_unix, struct err *e)
{
	struct case_row row = { 0 };
	enum case_state state;
	int rc = case_get(w->store, item->a, item->bounced, &row, e);

	if (rc == 0)
		item->bounced = 0; /* a case that is no longer kept */
	if (rc <= 0 || is_delay(&item->message))
		return rc < 0 ? -1 : 0;
	if (outbox_pace(w->store, PACE_BOUNCES, now_unix, e) < 0)
		return -1;
	if (is_hard(&item->message) &&
	    bounced_add(w->store, item->bounced_id, row.id,
		item->message.report_status, w->role->name, now_unix, e) < 0)
		return -1;
	return case_move(w->store, row.id, CASE_DO_HOLD, w->role->name,
	    "bounced", now_unix, &state, e);
}

/* One record a mail, whatever became of it. */
static int
decision_write(
    struct worker *w, struct item *item, const char *word, struct err *e)
{
	const struct decision *d = &item->decision;
	const struct decision_row row = { .mail_id = item->mail.id,
		.version = VERSION,
		.class = robot_kind_name(d->kind),
		.outcome = outcome_name(d->outcome),
		.reason = word,
		.message_id = item->id,
		.reply_id = item->has_reply ? item->reply.message_id : "",
		.record = item->record };

	return decision_put(w->store, &row, e);
}

static int
mail_write(struct worker *w, struct item *item, int64_t now_unix, struct err *e)
{
	const struct decision *d = &item->decision;
	int64_t case_id = item->bounced ? item->bounced
			  : item->noted ? item->noted
					: item->row.id;
	const char *word = item->state == MAIL_DUPLICATE ? "duplicate" : why(d);
	char event[64] = "mail.";
	struct audit_row row = { .actor = w->role->name,
		.event = event,
		.case_id = case_id,
		.mail_id = item->mail.id,
		.detail = word };

	strncat(event, mail_state_name(item->state),
	    sizeof event - strlen(event) - 1);
	if (mail_end(w->store, item->mail.id, item->state, word,
		d->evidence ? d->evidence : "", case_id, now_unix, e) < 0 ||
	    decision_write(w, item, word, e) < 0)
		return -1;
	return audit_add(w->store, &row, e);
}

/* A new case with the words of one that its sender had a reply to just now:
 * pressed twice, or sent by a machine. */
static int
text_check(struct worker *w, struct item *item, int64_t now_unix,
    bool *first_out, struct err *e)
{
	int64_t repeat = w->role->settings->limits_repeat;

	if (!item->has_reply || item->follows || repeat == 0)
		return 0;
	return mail_remember_text(w->store, item->mail.id, item->text_name,
	    item->message.from.address, now_unix - repeat, now_unix, first_out,
	    e);
}

/* Robots' mail is not remembered: whoever guesses an id must not be able to
 * make us take a person's mail for its copy. */
static int
first_check(
    struct worker *w, struct item *item, int64_t now_unix, struct err *e)
{
	bool first = true;

	if (item->row.id == 0 && item->noted == 0)
		return 0;
	if (mail_remember(w->store, item->mail.id, item->id,
		item->message.from.address, now_unix, &first, e) < 0)
		return -1;
	if (first && text_check(w, item, now_unix, &first, e) < 0)
		return -1;
	if (first)
		return 0;
	item->state = MAIL_DUPLICATE;
	item->row.id = 0;
	item->noted = 0;
	item->has_reply = false;
	return 0;
}

/* What was decided on may have changed since: the case, or how many replies
 * the sender got. 1 yes, 0 no, -1. */
static int
item_changed(
    struct worker *w, struct item *item, int64_t now_unix, struct err *e)
{
	const char *limit = NULL;
	int changed = 0;

	if (item->state == MAIL_DUPLICATE)
		return 0;
	if (item->follows)
		changed = case_changed(w, item, e);
	if (changed == 0 && item->has_reply &&
	    item_limit(w, item, now_unix, &limit, e) < 0)
		return -1;
	return limit != NULL ? 1 : changed;
}

static int
item_write(struct worker *w, struct item *item, int64_t now_unix, struct err *e)
{
	int changed;

	if (first_check(w, item, now_unix, e) < 0)
		return -1;
	changed = item_changed(w, item, now_unix, e);
	if (changed < 0)
		return -1;
	if (changed > 0) {
		item->done = false;
		item->stale = true;
		return 0;
	}
	if (case_write(w, item, now_unix, e) < 0)
		return -1;
	if (item->bounced != 0 && bounce_write(w, item, now_unix, e) < 0)
		return -1;
	if (item->noted != 0 && item_note(w, item, now_unix, e) < 0)
		return -1;
	return mail_write(w, item, now_unix, e);
}

static void
item_log(const struct item *item)
{
	log_event(LOG_MAIL_DONE, KN("mail", item->mail.id),
	    KN("case", item->row.id), KV("state", mail_state_name(item->state)),
	    KV("reason", why(&item->decision)));
}

int
batch_commit(struct worker *w, struct item *items, size_t n, int64_t now_unix,
    size_t *replies_out, struct err *e)
{
	const struct breaker_rule rule = {
		w->role->settings->limits_answers_hour,
		w->role->settings->limits_bounces_percent
	};
	size_t replies = 0;
	bool opened = false;
	int rc = store_lock(w->store, e);

	if (rc < 0)
		return -1;
	for (size_t i = 0; i < n && rc == 0; i++) {
		if (items[i].done)
			rc = item_write(w, &items[i], now_unix, e);
		replies += items[i].done && items[i].has_reply;
	}
	if (rc == 0)
		rc = breaker_check(
		    w->store, &rule, w->role->name, now_unix, &opened, e);
	if (rc < 0) {
		store_rollback(w->store);
		return -1;
	}
	if (store_commit(w->store, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (items[i].done)
			item_log(&items[i]);
	if (opened)
		log_event(LOG_BREAKER_OPEN,
		    KN("answers_hour", rule.answers_hour),
		    KN("bounces_percent", rule.bounces_percent));
	*replies_out = replies;
	return 0;
}
