/*
 * worker_coder.c - what a coder writes about somebody else's case. A mail comes
 * in; a note in that case goes out, and no reply: only its asker is ever
 * answered, and a coder's word must not be lost where nobody would look.
 */
#include "worker.h"

#include <string.h>

static bool
author_sure(const struct item *item)
{
	const struct decision *d = &item->decision;

	return d->guard == NULL &&
	       !(item->message.flaws &
		   (MESSAGE_FLAW_MANY_FROM | MESSAGE_FLAW_BAD_ADDRESS)) &&
	       (d->reason == NULL || strcmp(d->reason, "dmarc") != 0);
}

bool
item_of_coder(const struct worker *w, const struct item *item)
{
	return item->row.linked != 0 && author_sure(item) &&
	       admission_coder(&w->admission, item->message.from.address);
}

/* The reason of a case that waits already stays. */
static int
case_show(struct worker *w, const struct case_row *row, int64_t now_unix,
    struct err *e)
{
	enum case_state state;

	if (case_state_queued(row->state))
		return 0;
	return case_move(w->store, row->id, CASE_DO_HOLD, w->role->name,
	    "coder_wrote", now_unix, &state, e);
}

int
item_note(struct worker *w, struct item *item, int64_t now_unix, struct err *e)
{
	struct turn note = { .case_id = item->noted,
		.kind = TURN_NOTE,
		.mail_id = item->mail.id,
		.author = item->message.from.address,
		.text = item_turn_text(item),
		.cut = item_turn_cut(item),
		.record = "",
		.at_unix = now_unix };
	struct case_row row = { 0 };
	int64_t id = 0;
	int rc = case_get(w->store, item->a, item->noted, &row, e);

	if (rc == 0)
		item->noted = 0;
	if (rc <= 0)
		return rc;
	if (note.text == NULL)
		note.text = item->message.visible;
	if (turn_add(w->store, &note, &id, e) < 0)
		return -1;
	return case_show(w, &row, now_unix, e);
}
