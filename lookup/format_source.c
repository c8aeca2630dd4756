/* format_source.c - data/sources.tsv: the authorities that rows rest on. A
 * file comes in; rows of table source go out. */
#include "import.h"
#include <string.h>

static const char *const columns[] = { "id", "kind", "name", "publisher",
	"edition", "valid_from", "valid_to", "notice", "licence" };
enum {
	ID,
	KIND,
	NAME,
	PUBLISHER,
	EDITION,
	FROM,
	TO,
	NOTICE,
	LICENCE,
	COLUMNS
};

static bool
source_recognise(const char *head)
{
	return tsv_head_is(head, columns, COLUMNS);
}

static int
source_row(struct import *im, const struct tsv *t, struct err *e)
{
	struct db_row *r;
	date from, to;
	size_t i;
	int rc;

	for (i = ID; i <= EDITION; i++)
		if (tsv_filled(t, i, e))
			return -1;
	if ((strcmp(t->cell[KIND], "house") == 0) != im->house)
		return tsv_fail(t, KIND, e,
		    "'house' is the kind of all sources of house rules, and of "
		    "no others");
	if (strcmp(t->cell[KIND], "official") == 0)
		return tsv_fail(t, KIND, e,
		    "'official' is kept for files of the publishers");
	if (tsv_filled(t, LICENCE, e) || tsv_period(t, FROM, &from, &to, e))
		return -1;
	r = db_begin(im->db, LOOKUP_SOURCE_INSERT);
	for (i = ID; i < COLUMNS; i++)
		db_bind_text(r, (int)i + 1, t->cell[i]);
	db_bind_number(r, FROM + 1, from);
	db_bind_number(r, TO + 1, to);
	rc = import_step(r, e);
	if (rc != 0 && e->kind == ERR_REFUSE && e->code == DB_UNIQUE)
		return tsv_fail(t, ID, e,
		    "source '%.40s' stands twice: "
		    "take one away",
		    t->cell[ID]);
	return rc;
}

static int
source_load(
    struct import *im, const char *path, int64_t *taken_out, struct err *e)
{
	static const struct table table = { columns, COLUMNS, source_row };

	return import_table(im, path, &table, taken_out, e);
}

const struct format format_source = { "starter sources", source_recognise,
	source_load };
