/* role_state.c - what each role says of itself, one row a role, for people
 * who ask how it goes. */
#include "store_db.h"
#include <assert.h>

int
role_state_set(struct store *s, const struct role_state *state, struct err *e)
{
	struct db_row *r;

	assert(!s->locked);
	r = db_begin(s->db, ROLE_SET);
	db_bind_text(r, 1, state->role);
	db_bind_text(r, 2, state->state);
	db_bind_text(r, 3, state->detail ? state->detail : "");
	db_bind_number(r, 4, state->since_unix);
	return store_run(r, e);
}

/* More roles than this do not exist: 64 workers are the most. */
#define ROLES_MAX 256

int
role_state_list(struct store *s, struct arena *a, struct role_state **out,
    size_t *n_out, struct err *e)
{
	struct role_state *list = arena_array(a, ROLES_MAX, sizeof(*list));
	struct db_row *r;
	size_t n = 0;
	int rc;

	if (list == NULL)
		return store_fits(a, e);
	r = db_begin(s->db, ROLE_LIST);
	while ((rc = db_step(r, e)) == 1 && n < ROLES_MAX)
		list[n++] = (struct role_state){ store_text(r, 0, a),
			store_text(r, 1, a), store_text(r, 2, a),
			db_number(r, 3) };
	db_end(r);
	if (rc < 0 || store_fits(a, e))
		return -1;
	*out = list;
	*n_out = n;
	return 0;
}
