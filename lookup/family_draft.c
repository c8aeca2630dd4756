/* family_draft.c - checks the rows of a decision table against each other and
 * stores them. Lines that were read come in; rows of the database go out. */
#include "family_draft.h"
#include "say.h"
#include <string.h>

const char *
family_setting_take(
    struct family_draft *f, const char *prefix, const char *fact)
{
	size_t n = strlen(prefix), i;

	for (i = 0; i < f->settings; i++)
		if (strncmp(f->setting[i].key, prefix, n) == 0 &&
		    strcmp(f->setting[i].key + n, fact) == 0) {
			f->setting[i].used = true;
			return f->setting[i].value;
		}
	return NULL;
}

static bool
lines_share_day(const struct family_line *x, const struct family_line *y)
{
	return x->from <= y->to && y->from <= x->to;
}

/* True where no column tells the two apart. */
static bool
lines_meet(const struct family_draft *f, const struct family_line *x,
    const struct family_line *y)
{
	size_t i;

	for (i = 0; i < f->columns; i++)
		if (!cell_meet(&x->cell[i], &y->cell[i]))
			return false;
	return true;
}

/* Add-ons of the second and of the third level stand together: their rows
 * differ in one number alone, open above, from which each begins. */
static bool
lines_step(const struct family_draft *f, const struct family_line *x,
    const struct family_line *y)
{
	size_t steps = 0, i;

	for (i = 0; i < f->columns; i++) {
		const struct cell *one = &x->cell[i], *other = &y->cell[i];

		if (strcmp(one->text, other->text) == 0)
			continue;
		if (one->kind != CELL_RANGE || other->kind != CELL_RANGE ||
		    one->high != INT64_MAX || other->high != INT64_MAX)
			return false;
		steps++;
	}
	return steps == 1 && x->addon && y->addon;
}

int
family_line_check(
    const struct family_draft *f, size_t i, const struct tsv *t, struct err *e)
{
	const struct family_line *now = &f->line[i], *then;

	for (then = f->line; then < now; then++) {
		if (!lines_share_day(now, then))
			continue;
		if (strcmp(now->code, then->code) == 0)
			return tsv_fail(t, 0, e,
			    "%.10s stands in line %zu for one of these days "
			    "already: end that row first",
			    now->code, then->number);
		/* Add-ons stand beside a primary: they compete only with
		 * one another. */
		if (now->addon == then->addon && lines_meet(f, now, then) &&
		    !lines_step(f, now, then))
			return tsv_fail(t, 0, e,
			    "a case could fit this row and line %zu alike: "
			    "change a cell, or add a column",
			    then->number);
	}
	return 0;
}

static int
rules_insert(struct import *im, const struct family_draft *f, struct err *e)
{
	struct db_row *r;
	size_t i;

	for (i = 0; i < f->rules; i++) {
		r = db_begin(im->db, LOOKUP_FAMILY_RULE_INSERT);
		db_bind_text(r, 1, f->id);
		db_bind_number(r, 2, (int64_t)i);
		db_bind_text(r, 3, f->rule[i].kind);
		db_bind_text(r, 4, f->rule[i].name);
		db_bind_text(r, 5, f->rule[i].value);
		if (import_step(r, e))
			return -1;
	}
	return 0;
}

int
family_add(struct import *im, const struct family_draft *f, const struct tsv *t,
    struct err *e)
{
	const struct family_column *c;
	struct db_row *r = db_begin(im->db, LOOKUP_FAMILY_INSERT);
	size_t i;

	db_bind_text(r, 1, f->id);
	db_bind_text(r, 2, f->title);
	db_bind_text(r, 3, f->note);
	db_bind_number(r, 4, im->file);
	if (import_step(r, e)) {
		if (e->code == DB_UNIQUE)
			tsv_fail(t, 0, e,
			    "family '%.40s' stands in another file already",
			    f->id);
		return -1;
	}
	for (i = 0; i < f->columns; i++) {
		c = &f->column[i];
		r = db_begin(im->db, LOOKUP_COLUMN_INSERT);
		db_bind_text(r, 1, f->id);
		db_bind_number(r, 2, (int64_t)i);
		db_bind_text(r, 3, c->fact);
		db_bind_text(r, 4, c->ask);
		db_bind_text(r, 5, c->label);
		db_bind_text(r, 6, c->assume);
		if (import_step(r, e))
			return -1;
	}
	return rules_insert(im, f, e);
}

static const char *
line_say(struct import *im, const struct family_draft *f,
    const struct family_line *l, const char **why)
{
	struct say_value value[LIMIT_FAMILY_COLUMNS];
	size_t i;

	for (i = 0; i < f->columns; i++)
		value[i] = (struct say_value){ f->column[i].fact, l->phrase[i],
			&l->cell[i] };
	return say_row(im->a, f->say, value, f->columns, why);
}

static int
row_insert(struct import *im, const struct family_draft *f, size_t i,
    const char *plain, struct err *e)
{
	const struct family_line *l = &f->line[i];
	struct db_row *r = db_begin(im->db, LOOKUP_ROW_INSERT);

	db_bind_text(r, 1, f->id);
	db_bind_number(r, 2, (int64_t)i + 1);
	db_bind_text(r, 3, l->code);
	db_bind_number(r, 4, l->from);
	db_bind_number(r, 5, l->to);
	db_bind_number(r, 6, l->addon);
	db_bind_text(r, 7, l->units);
	db_bind_text(r, 8, plain);
	db_bind_text(r, 9, l->note);
	db_bind_text(r, 10, l->source);
	return import_step(r, e);
}

static int
cells_insert(struct import *im, const struct family_draft *f,
    const struct family_line *l, struct err *e)
{
	int64_t row = db_last_id(im->db);
	const struct cell *c;
	struct db_row *r;
	size_t i;

	for (i = 0; i < f->columns; i++) {
		c = &l->cell[i];
		r = db_begin(im->db, c->kind == CELL_RANGE
					 ? LOOKUP_CELL_INSERT
					 : LOOKUP_CELL_INSERT_OPEN);
		db_bind_number(r, 1, row);
		db_bind_number(r, 2, (int64_t)i);
		db_bind_text(r, 3, c->text);
		db_bind_text(r, 4, l->phrase[i]);
		if (c->kind == CELL_RANGE) {
			db_bind_number(r, 5, c->low);
			db_bind_number(r, 6, c->high);
		}
		if (import_step(r, e))
			return -1;
	}
	return 0;
}

int
family_line_add(struct import *im, const struct family_draft *f, size_t i,
    const struct tsv *t, struct err *e)
{
	const struct family_line *l = &f->line[i];
	const char *why = "";
	struct code_draft c = { .system = l->system,
		.code = l->code,
		.plain = line_say(im, f, l, &why),
		.detail = l->note,
		.family = f->id,
		.replaced_by = "",
		.source = l->source,
		.place = arena_printf(im->a, "%s:%zu", f->id, i + 1),
		.from = l->from,
		.to = l->to };

	if (c.plain == NULL)
		return tsv_fail(t, 0, e, "%s", why);
	if (c.place == NULL)
		return import_no_room(t, e);
	if (row_insert(im, f, i, c.plain, e) || cells_insert(im, f, l, e))
		return -1;
	return import_code(im, t, 0, &c, e);
}
