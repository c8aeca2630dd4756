/* format_golden.c - data/golden.tsv: look-ups that every finished database must
 * answer as written, or it does not take the old one's place. A file comes
 * in; the list for import_check_golden() goes out. */
#include "import.h"
#include <string.h>

static const char *const columns[] = { "code", "on", "found", "fact", "cell" };
enum {
	CODE,
	ON,
	FOUND,
	FACT,
	CELL,
	COLUMNS
};

static bool
golden_recognise(const char *head)
{
	return tsv_head_is(head, columns, COLUMNS);
}

static int
golden_row(struct import *im, const struct tsv *t, struct err *e)
{
	struct goldens *all = &im->goldens;
	const char *system = code_shape(t->cell[CODE]);
	struct golden g = { .code = t->cell[CODE],
		.on = date_parse(t->cell[ON]),
		.found = strcmp(t->cell[FOUND], "yes") == 0,
		.fact = t->cell[FACT],
		.cell = t->cell[CELL] };

	if (system == NULL)
		return tsv_fail(t, CODE, e, "has not the form of a code");
	if (g.on == 0)
		return tsv_fail(t, ON, e, "is no day: write 2026-11-22");
	if (!g.found && strcmp(t->cell[FOUND], "no") != 0)
		return tsv_fail(t, FOUND, e, "write yes or no");
	if (tsv_filled(t, FACT, e) || tsv_filled(t, CELL, e))
		return -1;
	g.system = (enum code_system)lookup_system_of(system);
	g.place = arena_printf(im->a, "golden.tsv:%zu", t->line);
	all->item = import_grow(
	    im->a, all->item, all->n, &all->max, sizeof(*all->item));
	if (g.place == NULL || all->item == NULL)
		return import_no_room(t, e);
	all->item[all->n++] = g;
	return 0;
}

static int
golden_load(
    struct import *im, const char *path, int64_t *taken_out, struct err *e)
{
	static const struct table table = { columns, COLUMNS, golden_row };

	return import_table(im, path, &table, taken_out, e);
}

const struct format format_golden = { "starter golden look-ups",
	golden_recognise, golden_load };
