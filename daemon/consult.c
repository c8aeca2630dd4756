/*
 * consult.c - what becomes of one mail: its message and questions come in, a
 * decision goes out. Touches no store, so that a terminal may ask, too.
 */
#include "consult.h"

#include "admit.h"

#include <string.h>

#define DAY_S  86400
#define YEAR_S (366LL * DAY_S)

/* What becomes of a mail with a flaw. */
enum flaw_way {
	FLAW_SILENT, /* a person looks; nobody is told */
	FLAW_HELD,   /* a person looks, and the asker is told so */
	FLAW_PARTLY, /* what was read is answered; a person looks, too */
};
/* The first row that fits names the reason. Without a known author nobody can
 * be told, and a guard may stand in fields that were not read. */
static const struct flaw_row {
	unsigned flaws;
	const char *reason;
	enum flaw_way way;
} flaw_rows[] = {
	{ MESSAGE_FLAW_NO_FROM, "no_from", FLAW_SILENT },
	{ MESSAGE_FLAW_MANY_FROM, "many_from", FLAW_SILENT },
	{ MESSAGE_FLAW_BAD_ADDRESS, "bad_address", FLAW_SILENT },
	{ MESSAGE_FLAW_HEADER, "header_too_long", FLAW_SILENT },
	{ MESSAGE_FLAW_ENCRYPTED, "encrypted", FLAW_HELD },
	{ MESSAGE_FLAW_PARTIAL, "partial", FLAW_PARTLY },
	{ MESSAGE_FLAW_CUT, "too_long", FLAW_PARTLY },
	{ MESSAGE_FLAW_TOO_DEEP | MESSAGE_FLAW_TOO_MANY, "partly_read",
	    FLAW_PARTLY },
	{ MESSAGE_FLAW_UNREAD | MESSAGE_FLAW_TWO_TEXTS, "attachment",
	    FLAW_HELD },
};
/* Of those, the ones that come before the question who may ask. */
#define FLAWS_AUTHOR \
	(MESSAGE_FLAW_NO_FROM | MESSAGE_FLAW_MANY_FROM | \
	    MESSAGE_FLAW_BAD_ADDRESS)

/* With these, what was not read may be all that was said. */
#define FLAWS_UNSEEN \
	(MESSAGE_FLAW_PARTIAL | MESSAGE_FLAW_CUT | MESSAGE_FLAW_TOO_DEEP | \
	    MESSAGE_FLAW_TOO_MANY)

date
consult_today(const struct message *m, int64_t now_unix)
{
	if (m->date_unix <= now_unix - YEAR_S ||
	    m->date_unix > now_unix + DAY_S)
		return date_of_unix(now_unix, 0);
	return date_of_unix(m->date_unix, m->date_offset_s);
}

int
consult_hold(struct arena *a, const struct questions *q, const char *reason,
    bool reply, struct decision *out, struct err *e)
{
	struct answer *answer = arena_array(a, 1, sizeof *answer);

	if (answer == NULL)
		return err_set(e, ERR_REFUSE, "consult", 0,
		    "the mail needs more memory than its limit");
	answer->verdict = VERDICT_HELD;
	answer->kind = "unclear";
	answer->understood = "A person must read this mail.";
	answer->headline = "A coder will answer this in this thread.";
	answer->why_held = reason;
	answer->as_of = out->today;
	answer->vintage = "";
	out->outcome = OUTCOME_HELD;
	out->reason = reason;
	out->reply = reply;
	out->questions = *q;
	out->answers = (struct answers){ .item = answer,
		.n = 1,
		.outcome = OUTCOME_HELD,
		.reason = reason };
	return 0;
}

static void
ignore(struct decision *d, const char *reason)
{
	d->outcome = OUTCOME_IGNORED;
	d->reason = reason;
	d->reply = false;
}

/* The jail ran the guards that need no settings; the others run here. */
static bool
robot_found(struct arena *a, const struct message *m,
    const struct admission *ad, struct decision *d)
{
	const struct robot_guard *hit = NULL;

	if (m->guard != NULL) {
		d->guard = m->guard;
		d->evidence = m->evidence;
		d->kind = ROBOT_OTHER;
		for (size_t i = 0; i < robot_guard_count; i++)
			if (strcmp(robot_guards[i].name, m->guard) == 0)
				d->kind = robot_guards[i].kind;
	} else if (ad != NULL) {
		hit = robot_check(a, m, &ad->robot, &d->evidence);
	}
	if (hit != NULL) {
		d->guard = hit->name;
		d->kind = hit->kind;
	}
	if (d->guard == NULL)
		return false;
	ignore(d, "robot");
	return true;
}

/* The row that names the reason; *way is that of the strictest that fits. */
static const struct flaw_row *
flaw_find(unsigned flaws, enum flaw_way *way)
{
	const struct flaw_row *first = NULL;

	*way = FLAW_PARTLY;
	for (size_t i = 0; i < sizeof flaw_rows / sizeof *flaw_rows; i++) {
		if (!(flaws & flaw_rows[i].flaws))
			continue;
		if (first == NULL)
			first = &flaw_rows[i];
		if (flaw_rows[i].way < *way)
			*way = flaw_rows[i].way;
	}
	return first;
}

/* Neither text nor anything in the subject that tables know: only the asker
 * can say what is wanted. */
static bool
says_nothing(const struct message *m, const struct questions *q)
{
	if (!(m->flaws & MESSAGE_FLAW_EMPTY))
		return false;
	for (size_t i = 0; i < q->n; i++)
		if (q->item[i].code_n > 0 || q->item[i].fact_n > 0 ||
		    strcmp(q->item[i].kind, "unclear") != 0)
			return false;
	return true;
}

static bool
has_file(const struct message *m)
{
	for (size_t i = 0; i < m->attachment_n; i++)
		if (m->attachment[i].use != ATTACHMENT_ASIDE)
			return true;
	return false;
}

static int
ask_what(struct arena *a, const struct questions *q, struct decision *out,
    struct err *e)
{
	struct answer *answer = arena_array(a, 1, sizeof *answer);
	struct answer_ask *ask = arena_array(a, 1, sizeof *ask);

	if (answer == NULL || ask == NULL)
		return err_set(e, ERR_REFUSE, "consult", 0,
		    "the mail needs more memory than its limit");
	*ask = (struct answer_ask){ .fact = "question",
		.question = "What would you like to know? Please name the "
			    "codes, or the procedure and what the record says "
			    "of it, without anything that tells who the "
			    "patient is." };
	*answer = (struct answer){ .verdict = VERDICT_NEED_FACTS,
		.kind = "unclear",
		.understood = "Your mail came without any text.",
		.headline = "Your question did not reach us: please write it "
			    "in a reply to this mail.",
		.ask = ask,
		.ask_n = 1,
		.vintage = "" };
	out->outcome = OUTCOME_ASKED_BACK;
	out->reply = true;
	out->questions = *q;
	out->answers = (struct answers){
		.item = answer, .n = 1, .outcome = OUTCOME_ASKED_BACK
	};
	return 0;
}

static bool
is_known(const char *kind)
{
	return strcmp(kind, "unclear") != 0 && strcmp(kind, "other") != 0;
}

/* What changes a case: a code, a fact, a question of its own. */
static bool
adds_something(const struct questions *now)
{
	for (size_t i = 0; i < now->n; i++)
		if (now->item[i].code_n > 0 || now->item[i].fact_n > 0 ||
		    is_known(now->item[i].kind))
			return true;
	return false;
}

static int
answer(struct arena *a, struct lookup *l, const struct questions *q,
    const struct questions *before, struct decision *d, struct err *e)
{
	struct questions now;
	d->questions = *q;
	if (before != NULL &&
	    (answer_bare(a, l, before, q, d->today, &now, e) < 0 ||
		question_join(a, before, &now, &d->questions, e) < 0))
		return -1;
	d->idle = before != NULL && !adds_something(&now);
	if (answer_all(a, l, &d->questions, d->today, &d->answers, e) < 0 ||
	    (before != NULL &&
		answer_again(a, l, before, &now, d->today, &d->answers, e) < 0))
		return -1;
	d->outcome = d->answers.outcome;
	d->reason = d->answers.reason;
	d->reply = true;
	if (q->wants_human) {
		d->outcome = d->answers.outcome = OUTCOME_HELD;
		d->reason = d->answers.reason = "wants_human";
	}
	return 0;
}

/* A mail that says nothing: on its own, what is wanted is asked; in a case that
 * waits for a fact, that is asked again; else a person looks. */
static int
answer_nothing(struct arena *a, struct lookup *l, const struct message *m,
    const struct questions *q, const struct questions *before,
    struct decision *d, struct err *e)
{
	if (has_file(m))
		return consult_hold(a, q, "attachment", true, d, e);
	if (before == NULL)
		return ask_what(a, q, d, e);
	if (answer(a, l, q, before, d, e) < 0)
		return -1;
	return d->outcome == OUTCOME_ASKED_BACK
		   ? 0
		   : consult_hold(a, before, "no_codes", true, d, e);
}

/* What fits the budget is answered; the reply says that it was not all. */
static int
answer_partly(struct arena *a, struct lookup *l, const struct questions *q,
    const struct questions *before, const char *reason, struct decision *d,
    struct err *e)
{
	if (answer(a, l, q, before, d, e) < 0)
		return -1;
	d->outcome = d->answers.outcome = OUTCOME_HELD;
	d->reason = d->answers.reason = reason;
	return 0;
}

/* An answer would go to whom the mail only pretends to come from; a person
 * looks, since forwarders make honest mail fail, too. */
static bool
forged(const struct decision *d)
{
	return d->authentication.dmarc != NULL &&
	       strcmp(d->authentication.dmarc, "fail") == 0;
}

/* Neither words that ask nor anything that tables know: most such mails are a
 * machine's that no field gives away. No machine is ever answered, and a person
 * loses little: a coder sees the mail all the same, and can answer it. Files
 * without a word are told of, since people send pictures so, and so is a mail
 * of which nothing could be read. */
static bool
asks_nothing(const struct message *m, const struct questions *q,
    const struct questions *before, const struct decision *d)
{
	if (!d->reply || m->asks || q->wants_human ||
	    (m->flaws & MESSAGE_FLAW_ENCRYPTED) ||
	    (m->visible[0] == '\0' &&
		(m->subject[0] == '\0' || has_file(m) || before != NULL ||
		    (m->flaws & FLAWS_UNSEEN))))
		return false;
	if (before != NULL)
		return d->idle;
	for (size_t i = 0; i < d->answers.n; i++)
		if (is_known(d->answers.item[i].kind))
			return false;
	return true;
}

/* No reply is made of it; the case goes on as it was. */
static int
hold_in_silence(struct arena *a, const struct questions *q,
    const struct questions *before, struct decision *d, struct err *e)
{
	return consult_hold(
	    a, before != NULL ? before : q, "no_request", false, d, e);
}

int
consult_decide(struct arena *a, struct lookup *l, const struct message *m,
    const struct questions *q, const struct questions *before,
    const struct admission *ad, int64_t now_unix, struct decision *out,
    struct err *e)
{
	struct decision d = { .kind = ROBOT_HUMAN,
		.today = consult_today(m, now_unix),
		.questions = *q };
	enum flaw_way way;
	/* Bare words at a terminal have no author, and need none. */
	const struct flaw_row *flaw =
	    flaw_find(m->flaws & ~(ad == NULL ? FLAWS_AUTHOR : 0u), &way);
	bool nothing = says_nothing(m, q);
	int rc = 0;

	if (ad != NULL)
		authentication_read(
		    a, m, &ad->authentication, &d.authentication);
	if (robot_found(a, m, ad, &d))
		;
	else if (flaw != NULL && (flaw->flaws & FLAWS_AUTHOR))
		rc = consult_hold(a, q, flaw->reason, false, &d, e);
	else if (ad != NULL && !admission_allows(ad, m->from.address))
		ignore(&d, "not_allowed");
	else if (forged(&d))
		rc = consult_hold(a, q, "dmarc", false, &d, e);
	else if (flaw != NULL && (way != FLAW_PARTLY || nothing || q->thanks))
		rc =
		    consult_hold(a, q, flaw->reason, way != FLAW_SILENT, &d, e);
	else if (flaw != NULL)
		rc = answer_partly(a, l, q, before, flaw->reason, &d, e);
	else if (nothing)
		rc = answer_nothing(a, l, m, q, before, &d, e);
	else if (q->thanks)
		ignore(&d, "thanks");
	else
		rc = answer(a, l, q, before, &d, e);
	if (rc == 0 && asks_nothing(m, q, before, &d))
		rc = hold_in_silence(a, q, before, &d, e);
	if (rc < 0)
		return -1;
	d.thanks = d.reason != NULL && strcmp(d.reason, "thanks") == 0;
	*out = d;
	return 0;
}

static void
authentication_put(
    struct arena *a, struct tree *record, const struct authentication *found)
{
	struct tree *t = tree_put_map(a, record, "authentication");

	tree_put_text(a, t, "by", found->by);
	tree_put_text(a, t, "spf", found->spf);
	tree_put_text(a, t, "dkim", found->dkim);
	tree_put_text(a, t, "dmarc", found->dmarc);
}

struct tree *
consult_record(struct arena *a, const struct decision *d)
{
	struct answers answers = d->answers;
	struct tree *record;

	answers.outcome = d->outcome;
	answers.reason = d->reason;
	record = answer_record(a, &d->questions, &answers);
	tree_put_text(a, record, "guard", d->guard);
	tree_put_text(a, record, "evidence", d->evidence);
	if (d->authentication.by != NULL)
		authentication_put(a, record, &d->authentication);
	return record;
}
