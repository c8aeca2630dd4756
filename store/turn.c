/* turn.c - the steps of a conversation, as coders and composing see them. */
#include "case.h"
#include "store_db.h"
#include <assert.h>

static const char *const kind_names[] = {
	[TURN_QUESTION] = "question",
	[TURN_ANSWER] = "answer",
	[TURN_CODER] = "coder",
	[TURN_NOTE] = "note",
};

#define TURNS_MAX 1000 /* a thread that long is no thread any more */

int
turn_add(struct store *s, const struct turn *t, int64_t *id_out, struct err *e)
{
	struct db_row *r;

	assert(s->locked);
	assert(t->kind < TURN_KIND_COUNT);
	r = db_begin(s->db, TURN_ADD);
	db_bind_number(r, 1, t->case_id);
	db_bind_text(r, 2, kind_names[t->kind]);
	store_bind_id(r, 3, t->mail_id);
	db_bind_text(r, 4, t->author);
	db_bind_text(r, 5, t->text);
	db_bind_text(r, 6, t->cut ? t->cut : "");
	db_bind_text(r, 7, t->record ? t->record : "");
	db_bind_number(r, 8, t->at_unix);
	if (store_run(r, e))
		return -1;
	*id_out = db_last_id(s->db);
	return 0;
}

static int
turn_read(struct db_row *r, struct arena *a, int64_t case_id, struct turn *out,
    struct err *e)
{
	int kind = store_word(kind_names, TURN_KIND_COUNT, db_text(r, 1), e);

	if (kind < 0)
		return -1;
	*out = (struct turn){ .id = db_number(r, 0),
		.case_id = case_id,
		.kind = (enum turn_kind)kind,
		.mail_id = db_number(r, 2),
		.author = store_text(r, 3, a),
		.text = store_text(r, 4, a),
		.cut = store_text(r, 5, a),
		.record = store_text(r, 6, a),
		.at_unix = db_number(r, 7) };
	return store_fits(a, e);
}

int
turn_list(struct store *s, struct arena *a, int64_t case_id, struct turn **out,
    size_t *n_out, struct err *e)
{
	struct turn *list = arena_array(a, TURNS_MAX, sizeof(*list));
	struct db_row *r;
	size_t n = 0;
	int rc;

	if (list == NULL)
		return store_fits(a, e);
	r = db_begin(s->db, TURN_LIST);
	db_bind_number(r, 1, case_id);
	while ((rc = db_step(r, e)) == 1 && n < TURNS_MAX)
		if (turn_read(r, a, case_id, &list[n++], e)) {
			rc = -1;
			break;
		}
	db_end(r);
	if (rc < 0)
		return -1;
	*out = list;
	*n_out = n;
	return 0;
}
