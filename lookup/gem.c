/* gem.c - the rows of a General Equivalence Mapping: a code comes in,
 * the codes that it is mapped to go out. */
#include "gem_cells.h"
#include "lookup_open.h"
#include <string.h>

/* "25000 00 E119" behind the code and its blank: "00 E119". */
static int
row_read(
    struct arena *a, const char *key, const char *cells, struct gem_list *out)
{
	struct gem_row *row = &out->row[out->n];
	struct entry n = { 0 };

	if (strlen(key) < 4 || strcmp(key + 3, GEM_NOTHING) == 0)
		return 0;
	if (entry_split(a, cells, &n))
		return -1;
	if (n.cells < GEM_CELLS)
		return 0;
	*row = (struct gem_row){ .code = key + 3,
		.approximate = n.cell[GEM_APPROXIMATE][0] == '1',
		.combination = n.cell[GEM_COMBINATION][0] == '1',
		.scenario = key[0] - '0',
		.choice = key[1] - '0' };
	out->n++;
	return 0;
}

static int
rows_read(struct lookup *l, struct arena *a, const char *series,
    const char *prefix, date edition, struct gem_list *out, struct err *e)
{
	struct db_row *r = db_begin(l->db, LOOKUP_ENTRY_BELOW);
	int rc;

	db_bind_text(r, 1, series);
	db_bind_text(r, 2, prefix);
	db_bind_number(r, 3, edition);
	while ((rc = db_step(r, e)) == 1 && out->n < GEM_ROWS_MAX) {
		const char *key = db_copy(r, 0, a);

		out->known = KNOWN_VALID;
		if (key == NULL ||
		    row_read(a, key + strlen(prefix), db_text(r, 1), out)) {
			rc = lookup_no_room(e);
			break;
		}
	}
	db_end(r);
	return rc < 0 ? -1 : 0;
}

int
lookup_gem(struct lookup *l, struct arena *a, enum gem way, const char *code,
    struct gem_list *out, struct err *e)
{
	struct gem_list list = { .known = KNOWN_NOT_LOADED };
	bool early;
	const struct source_row *told =
	    edition_on(l, gem_series(way), DATE_OPEN, &early);
	const char *prefix = arena_printf(a, "%s ", code);

	list.row = arena_array(a, GEM_ROWS_MAX, sizeof(*list.row));
	if (prefix == NULL || list.row == NULL)
		return lookup_no_room(e);
	if (told != NULL) {
		list.known = KNOWN_NONE;
		list.source =
		    edition_source(told, arena_strdup(a, code), told->from);
		if (list.source.row == NULL)
			return lookup_no_room(e);
		if (rows_read(l, a, told->series, prefix, told->from, &list, e))
			return -1;
	}
	*out = list;
	return list.known == KNOWN_VALID;
}
