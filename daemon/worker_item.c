/*
 * worker_item.c - one claimed mail on its way: bytes from the store through a
 * jail, its thread, the decision, the reply. Nothing is written yet.
 */
#include "worker.h"

#include "buf.h"
#include "digest.h"
#include "limit.h"
#include "log.h"
#include "wire.h"

#include <stdio.h>
#include <string.h>

#define RECORD_BYTES (1u << 20) /* a decision as JSON */

/* The state that a decision leaves the mail in. */
static const enum mail_state state_of[] = {
	[OUTCOME_ANSWERED] = MAIL_ANSWERED,
	[OUTCOME_ASKED_BACK] = MAIL_ASKED_BACK,
	[OUTCOME_HELD] = MAIL_HELD,
	[OUTCOME_REFUSED] = MAIL_REFUSED,
	[OUTCOME_IGNORED] = MAIL_IGNORED,
};
/* What a coder is told of a mail that no jail could read. */
static const char *const fault_word[] = {
	[JAIL_DIED] = "jail_died",
	[JAIL_OVERRAN] = "jail_overran",
	[JAIL_LIED] = "jail_lied",
};

static int
too_big(struct err *e)
{
	return err_set(e, ERR_REFUSE, "worker", 0,
	    "the mail needs more memory than its limit");
}

struct bytes_of {
	struct store *store;
	int64_t id;
	int seq;
};

static int
bytes_source(void *arg, const void **p_out, size_t *n_out, struct err *e)
{
	struct bytes_of *b = arg;

	return mail_bytes(b->store, b->id, &b->seq, p_out, n_out, e);
}

/* A mail without Message-ID is known by its bytes. */
static int
id_find(struct worker *w, struct item *item, struct err *e)
{
	unsigned char hash[DIGEST_BYTES];
	char hex[DIGEST_HEX];
	struct digest *d;
	const void *p;
	size_t n;
	int seq = 0, rc;

	item->id = item->message.message_id;
	if (item->id != NULL)
		return 0;
	d = digest_new();
	while ((rc = mail_bytes(w->store, item->mail.id, &seq, &p, &n, e)) == 1)
		digest_add(d, p, n);
	digest_end(d, hash);
	digest_hex(hash, sizeof hash, hex);
	item->id = arena_printf(item->a, "sha256-%s", hex);
	if (rc == 0 && item->id == NULL)
		return too_big(e);
	return rc;
}

/* The questions so far of the case that the mail goes on with; NULL where
 * they cannot be read any more. */
static const struct questions *
questions_before(struct item *item)
{
	struct questions *q = arena_alloc(item->a, sizeof *q);
	struct wire w = { .data = item->before.questions,
		.left = item->before.questions_n };
	struct err ignored = { 0 };

	if (!item->follows || item->before.questions == NULL || q == NULL ||
	    questions_read(&w, item->a, q, &ignored) < 0)
		return NULL;
	return q;
}

/* The ids of the thread, for In-Reply-To and References of later replies. */
static const char *
references_join(struct item *item)
{
	const struct message *m = &item->message;
	struct buf b;
	const char *joined;

	buf_init(&b, (size_t)(LIMIT_REFERENCES + 2) * (LIMIT_ID_BYTES + 2));
	for (size_t i = 0; i < m->references_n; i++)
		buf_printf(&b, "%s ", m->references[i]);
	if (m->message_id != NULL)
		buf_puts(&b, m->message_id);
	joined = arena_strdup(item->a, buf_text(&b));
	buf_free(&b);
	return joined == NULL ? "" : joined;
}

static int
questions_keep(struct item *item, struct err *e)
{
	struct buf b;

	buf_init(&b, LIMIT_RECORD_BYTES);
	questions_write(&item->decision.questions, &b);
	item->row.questions = arena_memdup(item->a, buf_text(&b), b.len);
	item->row.questions_n = b.len;
	buf_free(&b);
	return item->row.questions == NULL ? too_big(e) : 0;
}

/* The case as it will stand after this mail. */
static int
case_fill(struct worker *w, struct item *item, int64_t now_unix, struct err *e)
{
	const struct message *m = &item->message;
	struct case_row *row = &item->row;
	int64_t linked = row->linked;

	if (item->follows) {
		*row = item->before;
	} else {
		*row = (struct case_row){ .id = item->mail.id,
			.token = case_token(item->a, w->key, item->mail.id),
			.asker = m->from.address ? m->from.address : "",
			.asker_name = m->from.name ? m->from.name : "",
			.subject = m->subject ? m->subject : "",
			.linked = linked,
			.opened_unix = now_unix };
		/* An author in doubt is nobody whom a coder may answer. */
		if (m->flaws &
		    (MESSAGE_FLAW_MANY_FROM | MESSAGE_FLAW_BAD_ADDRESS))
			row->asker = "";
	}
	row->holder = row->holder ? row->holder : "";
	row->reason = item->decision.reason ? item->decision.reason : "";
	row->changed_unix = now_unix;
	row->last_id = m->message_id ? m->message_id : "";
	row->references = references_join(item);
	return row->token == NULL ? too_big(e) : questions_keep(item, e);
}

static int
record_make(struct item *item, struct err *e)
{
	struct tree *t = consult_record(item->a, &item->decision);
	struct buf b;
	int rc = t == NULL ? -1 : 0;

	buf_init(&b, RECORD_BYTES);
	if (rc == 0)
		rc = tree_json(t, &b);
	if (rc == 0)
		item->record = arena_strdup(item->a, buf_text(&b));
	buf_free(&b);
	return item->record == NULL ? too_big(e) : 0;
}

/* "consult+c-xxxx@domain": the case in the address, where the server
 * delivers such. */
static const char *
reply_address(const struct worker *w, struct item *item)
{
	const struct settings *s = w->role->settings;
	const char *at = strrchr(s->consult_address, '@');

	if (!s->consult_plus_addresses || at == NULL)
		return NULL;
	return arena_printf(item->a, "%.*s+%s%s",
	    (int)(at - s->consult_address), s->consult_address, item->row.token,
	    at);
}

/* An id that was hashed is none that may stand in a header. */
static const char *
header_id(const char *id)
{
	return id == NULL || strncmp(id, "sha256-", 7) == 0 ? NULL : id;
}

/* The references of the reply: those of the mail and the mail itself. */
static int
thread_fill(struct item *item, struct reply_envelope *env, struct err *e)
{
	const struct message *m = &item->message;
	const char **ids =
	    arena_array(item->a, m->references_n + 2, sizeof *ids);
	size_t n = 0;

	if (ids == NULL)
		return too_big(e);
	for (size_t i = 0; i < m->references_n; i++)
		if (header_id(m->references[i]) != NULL)
			ids[n++] = m->references[i];
	if (n == 0 && header_id(m->in_reply_to) != NULL)
		ids[n++] = m->in_reply_to;
	env->in_reply_to = header_id(m->message_id);
	if (env->in_reply_to != NULL)
		ids[n++] = env->in_reply_to;
	env->references = ids;
	env->references_n = n;
	return 0;
}

static int
reply_make(struct worker *w, struct item *item, int64_t now_unix, struct err *e)
{
	const struct settings *s = w->role->settings;
	const struct message *m = &item->message;
	/* What is in a case goes only to the stored address. */
	const struct address *to =
	    item->follows ? &m->from
			  : admission_reply_to(&w->admission, item->a, m);
	struct reply_envelope env = {
		.from_name = s->consult_name,
		.from = s->consult_address,
		.return_path = strcmp(s->smtp_return_path, "null") == 0
				   ? ""
				   : s->consult_address,
		.to = item->follows ? item->row.asker : to->address,
		.to_name = to->name,
		.subject = m->subject,
		.message_id = robot_message_id(item->a, w->key, sizeof w->key,
		    item->row.id, item->mail.id, w->admission.domain),
		.token = item->row.token,
		.reply_to = reply_address(w, item),
		.loop = w->admission.robot.loop,
		.automatic = true,
		.now_unix = now_unix,
		.notice = s->consult_notice,
		.copyright = s->consult_copyright,
	};

	if (env.message_id == NULL)
		return too_big(e);
	if (thread_fill(item, &env, e) < 0 ||
	    reply_answer(item->a, w->templates, &env, &item->decision.answers,
		&item->reply, e) < 0)
		return -1;
	item->text_name = item_text_name(item);
	if (item->text_name == NULL)
		return too_big(e);
	item->has_reply = true;
	return 0;
}

/* A mail that cannot be worked at lands where a coder sees it. */
int
item_fail(struct worker *w, struct item *item, const char *reason,
    int64_t now_unix, struct err *e)
{
	static const struct questions none = { 0 };

	item->has_reply = false;
	item->follows = false;
	item->bounced = 0;
	item->row = (struct case_row){ 0 };
	item->decision = (struct decision){ 0 };
	if (item->message.subject == NULL)
		item->message = (struct message){ .from = { "", "" },
			.subject = "",
			.text = "",
			.visible = "",
			.attached = "" };
	if (item->id == NULL && id_find(w, item, e) < 0)
		return -1;
	if (consult_hold(item->a, &none, reason, false, &item->decision, e) <
		0 ||
	    case_fill(w, item, now_unix, e) < 0 || record_make(item, e) < 0)
		return -1;
	item->state = MAIL_FAILED;
	item->done = true;
	return 0;
}

/* The mail's own fault: its jail, or a limit. First its jail may have been
 * unlucky: once more, alone. */
static int
item_refused(
    struct worker *w, struct item *item, int64_t now_unix, struct err *e)
{
	bool jail = jail_faulty(e);
	const char *reason = jail ? fault_word[e->code] : "too_big";

	log_event(LOG_MAIL_FAULT, KN("mail", item->mail.id),
	    KV("reason", reason), KN("try", item->mail.tries),
	    KV("text", e->text));
	if (jail && item->mail.tries < LIMIT_TRIES) {
		item->again = true;
		return 0;
	}
	*e = (struct err){ 0 };
	arena_clear(item->a);
	item->message = (struct message){ 0 };
	item->id = NULL;
	return item_fail(w, item, reason, now_unix, e);
}

/* A file that kills its jail must not keep the mail's own words from us. */
static int
item_read(
    struct worker *w, struct item *item, struct questions *q, struct err *e)
{
	struct bytes_of source = { w->store, item->mail.id, 0 };
	struct err first;
	int rc = jail_read(w->jail, JAIL_MAIL, bytes_source, &source, item->a,
	    &item->message, q, e);

	if (rc == 0 || !jail_faulty(e) || item->mail.tries < LIMIT_TRIES)
		return rc;
	first = *e;
	source.seq = 0;
	*e = (struct err){ 0 };
	if (jail_read(w->jail, JAIL_MAIL_ALONE, bytes_source, &source, item->a,
		&item->message, q, e) == 0)
		return 0;
	if (jail_faulty(e))
		*e = first;
	return -1;
}

/* Two things at once: a jail reads the next mail while this one is decided. */
static void
next_feed(struct worker *w, const struct item *item)
{
	struct bytes_of source = { w->store, item->next, 0 };

	if (item->next != 0)
		jail_feed_next(w->jail, bytes_source, &source);
}

static int
item_decide(
    struct worker *w, struct item *item, int64_t now_unix, struct err *e)
{
	struct questions q = { 0 };

	if (item_read(w, item, &q, e) < 0)
		return -1;
	next_feed(w, item);
	if (item->mail.partial)
		item->message.flaws |= MESSAGE_FLAW_PARTIAL;
	if (id_find(w, item, e) < 0 || item_thread(w, item, e) < 0 ||
	    item_standing(w, item, &q, e) < 0)
		return -1;
	if (consult_decide(item->a, w->lookup, &item->message, &q,
		questions_before(item), &w->admission, now_unix,
		&item->decision, e) < 0)
		return -1;
	return item_limits(w, item, now_unix, e);
}

/* Requests of one word, and all were done. */
static bool
only_commands(const struct decision *d)
{
	if (d->outcome != OUTCOME_ANSWERED || d->questions.n == 0)
		return false;
	for (size_t i = 0; i < d->questions.n; i++)
		if (strcmp(d->questions.item[i].kind, "command") != 0)
			return false;
	return true;
}

/* A coder's word is kept whatever the program would have made of it. */
static int
item_noted(struct item *item, struct err *e)
{
	static const struct questions none = { 0 };
	struct decision d = { .today = item->decision.today };

	if (consult_hold(item->a, &none, "coder_wrote", false, &d, e) < 0)
		return -1;
	d.authentication = item->decision.authentication;
	item->decision = d;
	item->noted = item->row.linked;
	item->state = MAIL_CODER;
	item->done = true;
	return record_make(item, e);
}

static int
item_try(struct worker *w, struct item *item, int64_t now_unix, struct err *e)
{
	struct decision *d = &item->decision;

	if (item_decide(w, item, now_unix, e) < 0)
		return -1;
	if (item_of_coder(w, item))
		return item_noted(item, e);
	item->state = only_commands(d) ? MAIL_COMMAND : state_of[d->outcome];
	if (d->kind != ROBOT_BOUNCE)
		item->bounced = 0; /* an absence note names our reply, too */
	if (item->bounced != 0)
		item->state = MAIL_BOUNCE;
	if (d->outcome != OUTCOME_IGNORED || (d->thanks && item->follows)) {
		if (case_fill(w, item, now_unix, e) < 0)
			return -1;
	}
	if (record_make(item, e) < 0 ||
	    (d->reply && reply_make(w, item, now_unix, e) < 0))
		return -1;
	item->done = true;
	return 0;
}

int
item_work(struct worker *w, struct item *item, int64_t now_unix, struct err *e)
{
	/* Workers died over it again and again: leave it to a person. */
	if (item->mail.tries > LIMIT_CRASHES)
		return item_fail(w, item, "worker_died", now_unix, e);
	if (item_try(w, item, now_unix, e) == 0)
		return 0;
	return e->kind == ERR_REFUSE ? item_refused(w, item, now_unix, e) : -1;
}
