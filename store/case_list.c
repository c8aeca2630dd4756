/* case_list.c - reading cases: one by id, token or reply; the queue. Rows of
 * the store come in; structs in the caller's arena go out. */
#include "case.h"
#include "store_db.h"
#include <assert.h>
#include <string.h>

static int
case_state_of(const char *name, struct err *e)
{
	int i;

	for (i = 0; i < CASE_STATE_COUNT; i++)
		if (strcmp(case_state_name((enum case_state)i), name) == 0)
			return i;
	return err_set(e, ERR_STOP, "store", 0,
	    "store.db holds '%s', which this program does not know: put a "
	    "copy from a backup in its place",
	    name);
}

static int
case_read(
    struct db_row *r, struct arena *a, struct case_row *out, struct err *e)
{
	int state = case_state_of(db_text(r, 1), e);
	size_t n = 0;
	const void *p = db_bytes(r, 11, &n);

	if (state < 0)
		return -1;
	*out = (struct case_row){ .id = db_number(r, 0),
		.state = (enum case_state)state,
		.token = store_text(r, 2, a),
		.asker = store_text(r, 3, a),
		.asker_name = store_text(r, 4, a),
		.subject = store_text(r, 5, a),
		.reason = store_text(r, 6, a),
		.holder = store_text(r, 7, a),
		.linked = db_number(r, 8),
		.opened_unix = db_number(r, 9),
		.changed_unix = db_number(r, 10),
		.questions = n != 0 ? arena_memdup(a, p, n) : NULL,
		.questions_n = n,
		.last_id = store_text(r, 12, a),
		.references = store_text(r, 13, a) };
	return store_fits(a, e);
}

/* The only row of a statement: 1, 0, -1. */
static int
case_take(
    struct db_row *r, struct arena *a, struct case_row *out, struct err *e)
{
	struct case_row row;
	int rc = db_step(r, e);

	if (rc == 1 && case_read(r, a, &row, e))
		rc = -1;
	db_end(r);
	if (rc == 1)
		*out = row;
	return rc;
}

int
case_get(struct store *s, struct arena *a, int64_t id, struct case_row *out,
    struct err *e)
{
	struct db_row *r = db_begin(s->db, CASE_GET);

	db_bind_number(r, 1, id);
	return case_take(r, a, out, e);
}

int
case_by_token(struct store *s, struct arena *a, const char *token,
    struct case_row *out, struct err *e)
{
	struct db_row *r = db_begin(s->db, CASE_BY_TOKEN);

	db_bind_text(r, 1, token);
	return case_take(r, a, out, e);
}

int
case_by_reply(struct store *s, struct arena *a, const char *message_id,
    struct case_row *out, struct err *e)
{
	struct db_row *r = db_begin(s->db, CASE_BY_REPLY);

	db_bind_text(r, 1, message_id);
	return case_take(r, a, out, e);
}

static void
case_swap(struct case_row *list, size_t n)
{
	size_t i;

	for (i = 0; i < n / 2; i++) {
		struct case_row row = list[i];

		list[i] = list[n - 1 - i];
		list[n - 1 - i] = row;
	}
}

/* The rows of a statement, at most max, into list. */
static int
case_rows(struct db_row *r, struct arena *a, struct case_row *list, size_t max,
    size_t *n_out, struct err *e)
{
	size_t n = 0;
	int rc;

	while ((rc = db_step(r, e)) == 1 && n < max)
		if (case_read(r, a, &list[n++], e)) {
			rc = -1;
			break;
		}
	db_end(r);
	*n_out = n;
	return rc < 0 ? -1 : 0;
}

int
case_queue(struct store *s, struct arena *a, bool all, size_t max,
    struct case_row **out, size_t *n_out, struct err *e)
{
	struct case_row *list = arena_array(a, max, sizeof(*list));
	struct db_row *r;

	if (list == NULL)
		return store_fits(a, e);
	r = db_begin(s->db, all ? CASE_ALL : CASE_QUEUE);
	db_bind_number(r, 1, (int64_t)max);
	if (case_rows(r, a, list, max, n_out, e))
		return -1;
	if (all)
		case_swap(list, *n_out);
	*out = list;
	return 0;
}

int
case_standing(struct store *s, struct arena *a, const char *asker, size_t max,
    struct case_row **out, size_t *n_out, struct err *e)
{
	struct case_row *list = arena_array(a, max, sizeof(*list));
	struct db_row *r;

	if (list == NULL)
		return store_fits(a, e);
	r = db_begin(s->db, CASE_STANDING);
	db_bind_text(r, 1, asker);
	db_bind_number(r, 2, (int64_t)max);
	*out = list;
	return case_rows(r, a, list, max, n_out, e);
}

/* Replies are counted by the minute, so a minute that has begun before
 * since_unix counts whole: rather one too many than a loop. */
int
case_recent(struct store *s, const char *sender, int64_t since_unix,
    int64_t *out, struct err *e)
{
	struct db_row *r = db_begin(s->db, CASE_RECENT);

	db_bind_text(r, 1, sender);
	db_bind_number(r, 2, since_unix / 60);
	return store_one(r, out, e) < 0 ? -1 : 0;
}
