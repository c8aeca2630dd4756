/* decision.c - the record of what was decided on each mail. In: JSON, once a
 * mail. Out: mails with their records, for a replay. */
#include "mail.h"
#include "store_db.h"
#include <assert.h>

int
decision_put(struct store *s, const struct decision_row *row, struct err *e)
{
	struct db_row *r;

	assert(s->locked);
	r = db_begin(s->db, DECISION_PUT);
	db_bind_number(r, 1, row->mail_id);
	db_bind_text(r, 2, row->version);
	db_bind_text(r, 3, row->class);
	db_bind_text(r, 4, row->outcome);
	db_bind_text(r, 5, row->reason);
	db_bind_text(r, 6, row->message_id);
	db_bind_text(r, 7, row->reply_id);
	db_bind_text(r, 8, row->record);
	return store_run(r, e);
}

static int
state_of(const char *name, struct err *e)
{
	const char *names[MAIL_STATE_COUNT];

	for (int i = 0; i < MAIL_STATE_COUNT; i++)
		names[i] = mail_state_name((enum mail_state)i);
	return store_word(names, MAIL_STATE_COUNT, name, e);
}

int
decision_list(struct store *s, struct arena *a, int64_t from, int64_t to,
    size_t max, struct decision_row **out, size_t *n_out, struct err *e)
{
	struct decision_row *list = arena_array(a, max, sizeof(*list));
	struct db_row *r;
	size_t n = 0;
	int rc, state;

	if (list == NULL)
		return store_fits(a, e);
	r = db_begin(s->db, DECISION_LIST);
	db_bind_number(r, 1, from - 1);
	db_bind_number(r, 2, to);
	db_bind_number(r, 3, (int64_t)max);
	while ((rc = db_step(r, e)) == 1 && n < max) {
		state = state_of(db_text(r, 1), e);
		if (state < 0) {
			rc = -1;
			break;
		}
		list[n++] = (struct decision_row){ .mail_id = db_number(r, 0),
			.state = (enum mail_state)state,
			.partial = db_number(r, 2) != 0,
			.fetched_unix = db_number(r, 3),
			.case_id = db_number(r, 4),
			.version = store_text(r, 5, a),
			.class = store_text(r, 6, a),
			.outcome = store_text(r, 7, a),
			.reason = store_text(r, 8, a),
			.message_id = store_text(r, 9, a),
			.reply_id = store_text(r, 10, a),
			.record = store_text(r, 11, a) };
	}
	db_end(r);
	if (rc < 0)
		return -1;
	*out = list;
	*n_out = n;
	return store_fits(a, e);
}
