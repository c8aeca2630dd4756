/* bounced.c - addresses that replies came back from. In: a bounce that is
 * proved to be ours. Out: who is not written to. */
#include "bounced.h"
#include "audit.h"
#include "buf.h"
#include "limit.h"
#include "store_db.h"
#include <assert.h>

/* The recipient of a reply of ours; 1, 0, -1. */
static int
recipient_get(
    struct store *s, const char *message_id, struct buf *out, struct err *e)
{
	struct db_row *r = db_begin(s->db, OUTBOX_RECIPIENT);
	int rc;

	db_bind_text(r, 1, message_id);
	rc = db_step(r, e);
	if (rc == 1)
		buf_puts(out, db_text(r, 0));
	db_end(r);
	return rc;
}

static int
address_put(struct store *s, const char *address, int64_t case_id,
    const char *status, const char *actor, int64_t now_unix, struct err *e)
{
	struct audit_row audit = { .at_unix = now_unix,
		.actor = actor,
		.event = "address.bounced",
		.case_id = case_id,
		.detail = status };
	struct db_row *r = db_begin(s->db, BOUNCED_ADD);

	db_bind_text(r, 1, address);
	db_bind_number(r, 2, case_id);
	db_bind_text(r, 3, status);
	db_bind_number(r, 4, now_unix);
	return store_run(r, e) ? -1 : audit_add(s, &audit, e);
}

int
bounced_add(struct store *s, const char *message_id, int64_t case_id,
    const char *status, const char *actor, int64_t now_unix, struct err *e)
{
	struct buf address;
	int rc;

	assert(s->locked);
	buf_init(&address, LIMIT_ADDRESS_BYTES + 1);
	rc = recipient_get(s, message_id, &address, e);
	if (rc == 1 && address.len > 0)
		rc = address_put(s, buf_text(&address), case_id,
		    status != NULL ? status : "", actor, now_unix, e);
	buf_free(&address);
	return rc < 0 ? -1 : 0;
}

int
bounced_has(struct store *s, const char *address, bool *out, struct err *e)
{
	struct db_row *r = db_begin(s->db, BOUNCED_HAS);
	int64_t at = 0;
	int rc;

	db_bind_text(r, 1, address);
	rc = store_one(r, &at, e);
	*out = rc == 1;
	return rc < 0 ? -1 : 0;
}

int
bounced_clear(struct store *s, const char *address, const char *actor,
    int64_t now_unix, struct err *e)
{
	struct audit_row audit = {
		.at_unix = now_unix, .actor = actor, .event = "address.cleared"
	};
	struct db_row *r = db_begin(s->db, BOUNCED_CLEAR);

	assert(s->locked);
	db_bind_text(r, 1, address);
	if (store_run(r, e))
		return -1;
	if (db_changed(s->db) == 0)
		return err_set(e, ERR_REFUSE, "store", 0,
		    "%.100s is not among the addresses that bounced", address);
	return audit_add(s, &audit, e);
}

int
bounced_list(struct store *s, struct arena *a, size_t max,
    struct bounced_row **out, size_t *n_out, struct err *e)
{
	struct bounced_row *list = arena_array(a, max, sizeof(*list));
	struct db_row *r;
	size_t n = 0;
	int rc;

	if (list == NULL)
		return store_fits(a, e);
	r = db_begin(s->db, BOUNCED_LIST);
	db_bind_number(r, 1, (int64_t)max);
	while ((rc = db_step(r, e)) == 1 && n < max)
		list[n++] = (struct bounced_row){ store_text(r, 0, a),
			db_number(r, 1), store_text(r, 2, a), db_number(r, 3) };
	db_end(r);
	if (rc < 0)
		return -1;
	*out = list;
	*n_out = n;
	return store_fits(a, e);
}
