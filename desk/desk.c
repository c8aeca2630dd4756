/* desk.c - what people do with cases, but for the answer: take, give back,
 * close, note. An actor and a case come in; one transaction goes out. */
#include "desk.h"
#include "audit.h"
#include "desk_case.h"
#include "limit.h"
#include <assert.h>
#include <string.h>

#define DESK_ARENA (8u << 20) /* one case with its questions */

int
desk_take(struct desk *d, struct arena *a, int64_t case_id,
    struct case_row *out, struct err *e)
{
	struct case_row row;
	int rc = case_get(d->store, a, case_id, &row, e);

	if (rc < 0)
		return -1;
	if (rc == 0)
		return err_set(e, ERR_REFUSE, "desk", 0,
		    "there is no case %lld", (long long)case_id);
	if (row.holder[0] != '\0' && strcmp(row.holder, d->actor) != 0)
		return err_set(e, ERR_REFUSE, "desk", 0,
		    "case %lld is claimed by %s, who must release it first",
		    (long long)case_id, row.holder);
	*out = row;
	return 0;
}

int
desk_move(struct desk *d, int64_t case_id, enum case_event ev,
    const char *reason, struct err *e)
{
	enum case_state to;

	return case_move(
	    d->store, case_id, ev, d->actor, reason, d->now_unix, &to, e);
}

/* One step that needs the case alone, as a transaction of its own. */
static int
step_run(struct desk *d, int64_t case_id, enum case_event ev,
    const char *reason, struct err *e)
{
	struct case_row row;
	struct arena *a;
	int rc;

	if (store_lock(d->store, e))
		return -1;
	a = arena_new(DESK_ARENA);
	rc = desk_take(d, a, case_id, &row, e);
	if (rc == 0)
		rc = desk_move(d, case_id, ev, reason, e);
	arena_free(a);
	if (rc == 0)
		return store_commit(d->store, e);
	store_rollback(d->store);
	return -1;
}

int
desk_claim(struct desk *d, int64_t case_id, struct err *e)
{
	return step_run(d, case_id, CASE_DO_CLAIM, NULL, e);
}

int
desk_release(struct desk *d, int64_t case_id, struct err *e)
{
	return step_run(d, case_id, CASE_DO_RELEASE, NULL, e);
}

int
desk_close(struct desk *d, int64_t case_id, const char *reason, struct err *e)
{
	if (reason == NULL || reason[0] == '\0')
		return err_set(e, ERR_REFUSE, "desk", 0,
		    "say why case %lld is closed", (long long)case_id);
	if (strlen(reason) > LIMIT_SUBJECT_BYTES)
		return err_set(e, ERR_REFUSE, "desk", 0,
		    "the reason is longer than %d bytes: make a note of it",
		    LIMIT_SUBJECT_BYTES);
	return step_run(d, case_id, CASE_DO_CLOSE, reason, e);
}

/* The text stays with the case: the audit row says only that there is one. */
static int
note_steps(struct desk *d, struct arena *a, int64_t case_id, const char *text,
    struct err *e)
{
	struct turn t = { .case_id = case_id,
		.kind = TURN_NOTE,
		.author = d->actor,
		.text = text,
		.at_unix = d->now_unix };
	struct audit_row row = { .at_unix = d->now_unix,
		.actor = d->actor,
		.event = "case.note",
		.case_id = case_id };
	struct case_row found;
	int64_t id;
	int rc = case_get(d->store, a, case_id, &found, e);

	if (rc == 0)
		return err_set(e, ERR_REFUSE, "desk", 0,
		    "there is no case %lld", (long long)case_id);
	if (rc < 0 || turn_add(d->store, &t, &id, e))
		return -1;
	return audit_add(d->store, &row, e);
}

int
desk_note(struct desk *d, int64_t case_id, const char *text, struct err *e)
{
	struct arena *a;
	int rc;

	if (text[strspn(text, " \t\n")] == '\0')
		return err_set(e, ERR_REFUSE, "desk", 0, "the note is empty");
	if (strlen(text) > LIMIT_TEXT_BYTES)
		return err_set(e, ERR_REFUSE, "desk", 0,
		    "the note is longer than %u bytes", LIMIT_TEXT_BYTES);
	if (store_lock(d->store, e))
		return -1;
	a = arena_new(DESK_ARENA);
	rc = note_steps(d, a, case_id, text, e);
	arena_free(a);
	if (rc == 0)
		return store_commit(d->store, e);
	store_rollback(d->store);
	return -1;
}
