/* lookup_family.c - decision tables as they hold on one day. The id of a
 * family and a day come in; its columns, rows and cells go out. */
#include "limit.h"
#include "lookup.h"
#include "lookup_open.h"
#include <string.h>

static int
column_copy(struct db_row *r, struct arena *a, struct family_column *out)
{
	out->fact = db_copy(r, 0, a);
	out->ask = db_copy(r, 1, a);
	out->label = db_copy(r, 2, a);
	out->assume = db_copy(r, 3, a);
	return out->fact && out->ask && out->label &&
		       (out->assume || db_null(r, 3))
		   ? 0
		   : -1;
}

static int
columns_read(struct lookup *l, struct arena *a, struct family *f, struct err *e)
{
	struct db_row *r = db_begin(l->db, LOOKUP_FAMILY_COLUMNS);
	int rc;

	db_bind_text(r, 1, f->id);
	while ((rc = db_step(r, e)) == 1 && f->columns < LIMIT_FAMILY_COLUMNS) {
		if (column_copy(r, a, &f->column[f->columns])) {
			rc = lookup_no_room(e);
			break;
		}
		f->columns++;
	}
	db_end(r);
	return rc < 0 ? -1 : 0;
}

/* "open|percutaneous" into its words. */
static int
words_split(struct arena *a, struct family_cell *c)
{
	char *copy = arena_strdup(a, c->text), *save = NULL, *w;
	const char **word;
	const char *p;
	size_t n = 1;

	for (p = c->text; *p != '\0'; p++)
		n += *p == '|';
	word = arena_array(a, n, sizeof(*word));
	if (copy == NULL || word == NULL)
		return -1;
	c->word = word;
	for (w = strtok_r(copy, "|", &save); w != NULL && c->word_n < n;
	     w = strtok_r(NULL, "|", &save))
		word[c->word_n++] = w;
	return 0;
}

static int
cell_copy(struct db_row *r, struct arena *a, struct family_cell *out)
{
	out->text = db_copy(r, 0, a);
	out->phrase = db_copy(r, 1, a);
	if (out->text == NULL || out->phrase == NULL)
		return -1;
	out->any = strcmp(out->text, "*") == 0;
	out->range = !db_null(r, 2);
	if (out->range) {
		out->low_milli = db_number(r, 2);
		out->high_milli = db_number(r, 3);
		return 0;
	}
	if (out->any || strcmp(out->text, "-") == 0)
		return 0;
	return words_split(a, out);
}

static int
cells_read(struct lookup *l, struct arena *a, int64_t id, size_t columns,
    struct family_cell **out, struct err *e)
{
	struct family_cell *cell = arena_array(a, columns, sizeof(*cell));
	struct db_row *r;
	size_t n = 0;
	int rc = 0;

	if (cell == NULL)
		return lookup_no_room(e);
	r = db_begin(l->db, LOOKUP_CELLS);
	db_bind_number(r, 1, id);
	while (n < columns && (rc = db_step(r, e)) == 1)
		if (cell_copy(r, a, &cell[n++])) {
			rc = lookup_no_room(e);
			break;
		}
	db_end(r);
	if (rc < 0)
		return -1;
	if (n < columns)
		return err_set(e, ERR_STOP, "lookup", 0,
		    "the database of codes is damaged (a row without all its "
		    "cells): run 'consultctl import' to make it anew");
	*out = cell;
	return 0;
}

static int
row_copy(
    struct db_row *r, struct arena *a, const char *family, struct family_row *o)
{
	o->code = db_copy(r, 1, a);
	o->plain = db_copy(r, 2, a);
	o->note = db_copy(r, 3, a);
	o->units = db_copy(r, 4, a);
	o->addon = db_number(r, 5) != 0;
	o->source.row = arena_printf(a, "%s:%d", family, (int)db_number(r, 6));
	o->source.from = (date)db_number(r, 7);
	o->source.to = (date)db_number(r, 8);
	o->source.name = db_copy(r, 9, a);
	o->source.publisher = db_copy(r, 10, a);
	o->source.edition = db_copy(r, 11, a);
	return o->code && o->plain && o->note && o->units && o->source.row &&
		       o->source.name && o->source.publisher &&
		       o->source.edition
		   ? 0
		   : -1;
}

static int
rows_read(
    struct lookup *l, struct arena *a, date on, struct family *f, struct err *e)
{
	struct db_row *r = db_begin(l->db, LOOKUP_FAMILY_ROWS);
	struct family_row *row;
	int rc;

	db_bind_text(r, 1, f->id);
	db_bind_number(r, 2, on);
	while ((rc = db_step(r, e)) == 1 && f->rows < LIMIT_FAMILY_ROWS) {
		row = &f->row[f->rows];
		if (row_copy(r, a, f->id, row))
			rc = lookup_no_room(e);
		else
			rc = cells_read(
			    l, a, db_number(r, 0), f->columns, &row->cell, e);
		if (rc < 0)
			break;
		f->rows++;
	}
	db_end(r);
	return rc < 0 ? -1 : 0;
}

static int
rules_read(struct lookup *l, struct arena *a, struct family *f, struct err *e)
{
	struct db_row *r = db_begin(l->db, LOOKUP_FAMILY_RULES);
	int rc;

	db_bind_text(r, 1, f->id);
	while ((rc = db_step(r, e)) == 1 && f->rules < LIMIT_FAMILY_RULES) {
		struct family_rule *rule = &f->rule[f->rules];

		rule->kind = db_copy(r, 0, a);
		rule->name = db_copy(r, 1, a);
		rule->value = db_copy(r, 2, a);
		if (!rule->kind || !rule->name || !rule->value) {
			rc = lookup_no_room(e);
			break;
		}
		f->rules++;
	}
	db_end(r);
	return rc < 0 ? -1 : 0;
}

static int
family_head(struct lookup *l, struct arena *a, const char *id,
    struct family *out, struct err *e)
{
	struct db_row *r = db_begin(l->db, LOOKUP_FAMILY);
	int rc;

	db_bind_text(r, 1, id);
	rc = db_step(r, e);
	if (rc == 1) {
		out->id = arena_strdup(a, id);
		out->title = db_copy(r, 0, a);
		out->note = db_copy(r, 1, a);
		out->column =
		    arena_array(a, LIMIT_FAMILY_COLUMNS, sizeof(*out->column));
		out->row = arena_array(a, LIMIT_FAMILY_ROWS, sizeof(*out->row));
		out->rule =
		    arena_array(a, LIMIT_FAMILY_RULES, sizeof(*out->rule));
		if (!out->id || !out->title || !out->note || !out->column ||
		    !out->row || !out->rule)
			rc = lookup_no_room(e);
	}
	db_end(r);
	return rc;
}

int
lookup_family(struct lookup *l, struct arena *a, const char *id, date on,
    struct family *out, struct err *e)
{
	struct family f = { 0 };
	int rc = family_head(l, a, id, &f, e);

	if (rc != 1)
		return rc;
	if (columns_read(l, a, &f, e) || rules_read(l, a, &f, e) ||
	    rows_read(l, a, on, &f, e))
		return -1;
	*out = f;
	return 1;
}

int
lookup_families(struct lookup *l, struct arena *a, const char *const **ids_out,
    size_t *n_out, struct err *e)
{
	struct db_row *r = db_begin(l->db, LOOKUP_FAMILIES);
	const char **id = NULL, **more;
	size_t n = 0, max = 0;
	int rc;

	while ((rc = db_step(r, e)) == 1) {
		if (n == max) {
			max = max == 0 ? 64 : max * 2;
			more = arena_array(a, max, sizeof(*more));
			if (more != NULL && n > 0)
				memcpy(more, id, n * sizeof(*id));
			id = more;
		}
		if (id == NULL || (id[n] = db_copy(r, 0, a)) == NULL) {
			rc = lookup_no_room(e);
			break;
		}
		n++;
	}
	db_end(r);
	if (rc < 0)
		return -1;
	*ids_out = id;
	*n_out = n;
	return 0;
}
