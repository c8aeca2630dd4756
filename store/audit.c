/* audit.c - the rows that say what happened. Takes what was done; gives the
 * last rows back; nothing ever changes one. */
#include "audit.h"
#include "clock.h"
#include "store_db.h"
#include <assert.h>
#include <pwd.h>
#include <unistd.h>

int
audit_add(struct store *s, const struct audit_row *row, struct err *e)
{
	struct db_row *r;

	assert(s->locked);
	r = db_begin(s->db, AUDIT_ADD);
	db_bind_number(
	    r, 1, row->at_unix != 0 ? row->at_unix : clock_now_unix());
	db_bind_text(r, 2, row->actor);
	db_bind_text(r, 3, row->event);
	store_bind_id(r, 4, row->case_id);
	store_bind_id(r, 5, row->mail_id);
	db_bind_text(r, 6, row->detail ? row->detail : "");
	return store_run(r, e);
}

static struct db_row *
audit_begin(struct store *s, int64_t case_id, size_t max)
{
	struct db_row *r =
	    db_begin(s->db, case_id != 0 ? AUDIT_CASE : AUDIT_LIST);

	db_bind_number(r, 1, (int64_t)max);
	if (case_id != 0)
		db_bind_number(r, 2, case_id);
	return r;
}

/* The last rows come first: they are put down from the back. */
int
audit_list(struct store *s, struct arena *a, int64_t case_id, size_t max,
    struct audit_row **out, size_t *n_out, struct err *e)
{
	struct audit_row *list = arena_array(a, max, sizeof(*list));
	struct db_row *r;
	size_t left = max;
	int rc;

	if (list == NULL)
		return store_fits(a, e);
	r = audit_begin(s, case_id, max);
	while ((rc = db_step(r, e)) == 1)
		list[--left] = (struct audit_row){ db_number(r, 0),
			db_number(r, 1), store_text(r, 2, a),
			store_text(r, 3, a), db_number(r, 4), db_number(r, 5),
			store_text(r, 6, a) };
	db_end(r);
	if (rc < 0 || store_fits(a, e))
		return -1;
	*out = list + left;
	*n_out = max - left;
	return 0;
}

/* The real user, not the effective one: who sits at the keyboard. */
const char *
audit_actor(struct arena *a)
{
	uid_t uid = getuid();
	const struct passwd *pw = getpwuid(uid);
	const char *text = arena_printf(
	    a, "%s(%u)", pw != NULL ? pw->pw_name : "?", (unsigned)uid);

	return text != NULL ? text : "?";
}
