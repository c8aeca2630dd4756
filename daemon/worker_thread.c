/*
 * worker_thread.c - which case a mail belongs to. Its headers come in; a case
 * goes out. A token or an id of ours finds a case and permits nothing: only
 * its asker goes on with it, anybody else opens a new one that is linked.
 */
#include "worker.h"

#include <string.h>
#include <strings.h>

#define STANDING_MAX 20 /* cases told in one mail */

/* An id that bears our code of proof names its case; of any other the store
 * may know that a provider gave it to a reply of ours. */
static int
case_by_id(struct worker *w, struct arena *a, const char *id,
    struct case_row *out, struct err *e)
{
	int64_t case_id = 0, turn = 0;

	if (id == NULL)
		return 0;
	if (robot_message_id_check(id, w->key, sizeof w->key, &case_id, &turn))
		return case_get(w->store, a, case_id, out, e);
	return case_by_reply(w->store, a, id, out, e);
}

static int
case_by_ids(struct worker *w, const struct item *item, struct case_row *out,
    struct err *e)
{
	const struct message *m = &item->message;
	int rc = case_by_id(w, item->a, m->in_reply_to, out, e);

	/* The newest stands last. */
	for (size_t i = m->references_n; i > 0 && rc == 0; i--)
		rc = case_by_id(w, item->a, m->references[i - 1], out, e);
	return rc;
}

/* The token in a list of addresses, if it stands in one of ours. */
static const char *
token_of(
    const struct worker *w, struct arena *a, const struct address_list *list)
{
	const char *token = NULL;

	for (size_t i = 0; i < list->n && token == NULL; i++) {
		const char *address = list->item[i].address;
		const char *detail = address_detail(a, address);

		if (detail != NULL && admission_ours(&w->admission, a, address))
			token = reply_token_find(a, detail);
	}
	return token;
}

static int
case_by_tokens(struct worker *w, const struct item *item, struct case_row *out,
    struct err *e)
{
	const struct message *m = &item->message;
	const char *token[] = { reply_token_find(item->a, m->subject),
		token_of(w, item->a, &m->to), token_of(w, item->a, &m->cc) };
	int rc = 0;

	for (size_t i = 0; i < sizeof token / sizeof *token && rc == 0; i++)
		if (token[i] != NULL)
			rc = case_by_token(w->store, item->a, token[i], out, e);
	return rc;
}

/* The case of an id that only we can have made; 0: it is not. */
static int64_t
proved(const struct worker *w, const char *id)
{
	int64_t case_id = 0, turn = 0;

	return id != NULL && robot_message_id_check(
				 id, w->key, sizeof w->key, &case_id, &turn)
		   ? case_id
		   : 0;
}

/* The first id of ours in a text. */
static const char *
proved_within(const struct worker *w, struct arena *a, const char *at)
{
	static const char mark[] = "consultd.";

	while ((at = strstr(at, mark)) != NULL) {
		const char *copy =
		    arena_strndup(a, at, strcspn(at, "<> \t\n,;\"'()[]"));

		if (copy == NULL || proved(w, copy) != 0)
			return copy;
		at += sizeof mark - 1;
	}
	return NULL;
}

/* A report names the mail that it is about by our id: in what it returns of
 * it, in a header field, in its text. Only the proof in it counts: reports are
 * forged. */
static void
bounced_find(const struct worker *w, struct item *item)
{
	const struct message *m = &item->message;
	const char *id = NULL;

	if (proved(w, m->report_id) != 0)
		id = m->report_id;
	else if (proved(w, m->in_reply_to) != 0)
		id = m->in_reply_to;
	for (size_t i = m->references_n; i > 0 && id == NULL; i--)
		if (proved(w, m->references[i - 1]) != 0)
			id = m->references[i - 1];
	if (id == NULL)
		id = proved_within(w, item->a, m->text);
	item->bounced_id = id;
	item->bounced = proved(w, id);
}

int
item_thread(struct worker *w, struct item *item, struct err *e)
{
	struct case_row found = { 0 };
	int rc;

	if (item->message.guard != NULL) {
		bounced_find(w, item);
		return 0;
	}
	rc = case_by_ids(w, item, &found, e);
	if (rc == 0)
		rc = case_by_tokens(w, item, &found, e);
	if (rc <= 0)
		return rc;
	if (*found.asker != '\0' &&
	    address_equal(found.asker, item->message.from.address)) {
		item->before = found;
		item->follows = true;
	} else {
		item->row.linked = found.id;
	}
	return 0;
}

static bool
asks_standing(const struct questions *q)
{
	for (size_t i = 0; i < q->n; i++)
		if (strcmp(q->item[i].kind, "command") == 0)
			return true;
	return false;
}

/* The reply must go where the cases came from: else a mail could have them
 * sent to somebody else. */
static bool
answers_sender(const struct worker *w, struct item *item)
{
	const struct address *to =
	    item->follows
		? &item->message.from
		: admission_reply_to(&w->admission, item->a, &item->message);

	return item->message.from.address != NULL && to->address != NULL &&
	       address_equal(to->address, item->message.from.address);
}

int
item_standing(
    struct worker *w, struct item *item, struct questions *q, struct err *e)
{
	struct case_row *row = NULL;
	struct standing *s;
	size_t n = 0;

	if (!asks_standing(q) || !answers_sender(w, item))
		return 0;
	if (case_standing(w->store, item->a, item->message.from.address,
		STANDING_MAX, &row, &n, e) < 0)
		return -1;
	s = arena_alloc(item->a, sizeof *s);
	if (s != NULL)
		s->item = arena_array(item->a, n + 1, sizeof *s->item);
	if (s == NULL || s->item == NULL)
		return err_set(e, ERR_REFUSE, "worker", 0,
		    "the mail needs more memory than its limit");
	for (size_t i = 0; i < n; i++)
		s->item[i] = (struct standing_case){ .token = row[i].token,
			.opened = date_of_unix(row[i].opened_unix, 0),
			.state = row[i].state == CASE_CLAIMED
				     ? "a coder works on it"
				     : "waits for a coder" };
	s->n = n;
	q->standing = s;
	return 0;
}
