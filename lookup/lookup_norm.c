/* lookup_norm.c - norms out of lookup.db: a name, a key and a day come in; the
 * rows that hold go out. */
#include "lookup.h"
#include "lookup_open.h"
#include <string.h>

static int
norm_copy(struct db_row *r, struct arena *a, struct norm_row *out)
{
	struct norm_row n = {
		.key = db_copy(r, 0, a),
		.low_milli = db_number(r, 1),
		.high_milli = db_number(r, 2),
		.value = db_copy(r, 3, a),
		.text = db_copy(r, 4, a),
		.source = { .from = (date)db_number(r, 5),
		    .to = (date)db_number(r, 6),
		    .row = db_copy(r, 7, a),
		    .name = db_copy(r, 8, a),
		    .publisher = db_copy(r, 9, a),
		    .edition = db_copy(r, 10, a) },
	};

	if (!n.key || !n.value || !n.text || !n.source.row || !n.source.name ||
	    !n.source.publisher || !n.source.edition)
		return -1;
	*out = n;
	return 0;
}

int
lookup_norms(struct lookup *l, struct arena *a, const char *norm,
    const char *key, date on, struct norm_row **out, size_t *n_out,
    struct err *e)
{
	struct db_row *r = db_begin(l->db, LOOKUP_NORMS);
	struct norm_row *row = NULL;
	size_t n = 0, max = 0;
	int rc;

	db_bind_text(r, 1, norm);
	if (key != NULL)
		db_bind_text(r, 2, key);
	db_bind_number(r, 3, on);
	while ((rc = db_step(r, e)) == 1) {
		if (n == max) {
			struct norm_row *more = arena_array(
			    a, max = max ? 2 * max : 16, sizeof(*more));
			if (more && n > 0)
				memcpy(more, row, n * sizeof(*more));
			row = more;
		}
		if (row == NULL || norm_copy(r, a, &row[n++]) != 0) {
			rc = lookup_no_room(e);
			break;
		}
	}
	db_end(r);
	*out = row;
	*n_out = n;
	return rc < 0 ? -1 : 0;
}

const struct norm_row *
norm_at(const struct norm_row *row, size_t n, const char *key, int64_t milli)
{
	for (size_t i = 0; i < n; i++)
		if ((key == NULL || strcmp(row[i].key, key) == 0) &&
		    row[i].low_milli <= milli && milli <= row[i].high_milli)
			return &row[i];
	return NULL;
}
