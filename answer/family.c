/* Station "answer": decision tables. In come a family of codes and the facts
 * of a question; out go the rows that are left, and rows side by side. */
#include "family.h"
#include "buf.h"
#include "kinds.h"
#include "number_words.h"
#include <string.h>

static bool
cell_fits(const struct family_cell *cell, const struct fact *fact)
{
	if (cell->any)
		return true;
	if (cell->range)
		return fact->milli != INT64_MIN &&
		       fact->milli >= cell->low_milli &&
		       fact->milli < cell->high_milli;
	for (size_t i = 0; i < cell->word_n; i++) {
		if (strcmp(cell->word[i], fact->value) == 0)
			return true;
	}
	return false;
}

bool
family_cell_same(const struct family_cell *a, const struct family_cell *b)
{
	return a->any == b->any && strcmp(a->text, b->text) == 0;
}

/* A word means nothing in a column of ranges, nor a number in one of words:
 * such a fact leaves the column open instead of striking every row. */
static bool
column_takes(const struct family *f, size_t column, const struct fact *fact)
{
	for (size_t r = 0; r < f->rows; r++) {
		const struct family_cell *cell = &f->row[r].cell[column];
		if (cell->any)
			continue;
		if (cell->range ? fact->milli != INT64_MIN
				: fact->value[0] != '\0')
			return true;
	}
	return false;
}

/* A bound ("over 10 cm") is told by its two ends under one text: where every
 * row takes or refuses both, it is as good as a number. Not so where the number
 * itself is reported. */
static bool
column_agrees(const struct sieve *s, size_t column, const struct fact *first)
{
	const struct family *f = s->family;
	for (size_t i = 0; i < s->question->fact_n; i++) {
		const struct fact *g = &s->question->fact[i];
		if (strcmp(g->name, first->name) != 0)
			continue;
		if (g->milli == INT64_MIN ||
		    strcmp(g->value, first->value) != 0)
			return false;
		for (size_t r = 0; r < f->rows; r++) {
			const struct family_cell *cell =
			    &f->row[r].cell[column];
			bool fits = cell_fits(cell, first);
			bool reported = strncmp(f->row[r].units, "count",
					    strlen("count")) == 0;
			if (fits != cell_fits(cell, g) || (fits && reported))
				return false;
		}
	}
	return true;
}

static void
sieve_facts(struct sieve *s)
{
	const struct family *f = s->family;
	for (size_t k = 0; k < f->columns; k++) {
		const struct family_column *column = &f->column[k];
		const struct fact *fact =
		    question_fact(s->question, column->fact);
		if (fact != NULL && !column_takes(f, k, fact))
			fact = NULL;
		if (fact != NULL &&
		    question_conflict(s->question, fact->name) &&
		    !column_agrees(s, k, fact))
			s->conflict[k] = true;
		else if (fact != NULL)
			s->fact[k] = fact;
		else if (column->assume != NULL) {
			s->assumed[k] = (struct fact){ .name = column->fact,
				.value = column->assume,
				.milli = INT64_MIN };
			s->fact[k] = &s->assumed[k];
		}
	}
}

static bool
row_fits(const struct sieve *s, const struct family_row *row)
{
	for (size_t k = 0; k < s->family->columns; k++) {
		if (s->fact[k] != NULL && !cell_fits(&row->cell[k], s->fact[k]))
			return false;
	}
	return true;
}

/* Every fact that the row names was told, not merely left open. */
static bool
row_told(const struct sieve *s, const struct family_row *row)
{
	for (size_t k = 0; k < s->family->columns; k++) {
		const struct family_cell *cell = &row->cell[k];
		bool asks = cell->range || cell->word_n > 0;
		if (s->fact[k] == NULL && asks)
			return false;
	}
	return true;
}

void
family_sieve(
    const struct family *f, const struct question *q, struct sieve *out)
{
	bool primaries = false;
	memset(out, 0, sizeof(*out));
	out->family = f;
	out->question = q;
	sieve_facts(out);
	for (size_t r = 0; r < f->rows; r++)
		primaries |= !f->row[r].addon;
	for (size_t r = 0; r < f->rows && r < LIMIT_FAMILY_ROWS; r++) {
		const struct family_row *row = &f->row[r];
		bool fits = row_fits(out, row);
		bool beside = primaries && row->addon;
		out->beside[r] = beside && fits && row_told(out, row);
		out->stands[r] = fits && !beside;
		out->left += out->stands[r];
	}
}

const struct family_row *
family_single(const struct sieve *s)
{
	if (s->left != 1)
		return NULL;
	for (size_t r = 0; r < s->family->rows; r++) {
		if (s->stands[r])
			return &s->family->row[r];
	}
	return NULL;
}

size_t
family_open(const struct sieve *s, const struct family_row *row)
{
	const struct family *f = s->family;
	for (size_t k = 0; k < f->columns; k++) {
		if (s->fact[k] != NULL || !row->cell[k].range)
			continue;
		for (size_t r = 0; r < f->rows; r++) {
			if (f->row[r].addon && !row->addon &&
			    f->row[r].cell[k].range && row_fits(s, &f->row[r]))
				return k;
		}
	}
	return SIZE_MAX;
}

const struct family_row *
family_find(const struct family *f, const char *code)
{
	for (size_t r = 0; r < f->rows; r++) {
		if (strcmp(f->row[r].code, code) == 0)
			return &f->row[r];
	}
	return NULL;
}

static size_t
rows_distance(const struct family *f, const struct family_row *a,
    const struct family_row *b, size_t *column_out)
{
	size_t n = 0;
	for (size_t k = 0; k < f->columns; k++) {
		if (!family_cell_same(&a->cell[k], &b->cell[k])) {
			*column_out = k;
			n++;
		}
	}
	return n;
}

size_t
family_neighbours(const struct family *f, const struct family_row *row,
    const struct family_row **out, size_t max)
{
	size_t n = 0, column;
	for (size_t r = 0; r < f->rows && n < max; r++) {
		if (&f->row[r] == row ||
		    rows_distance(f, row, &f->row[r], &column) == 1)
			out[n++] = &f->row[r];
	}
	return n;
}

size_t
family_columns_differ(const struct family *f,
    const struct family_row *const *rows, size_t n, size_t *columns_out)
{
	size_t count = 0;
	for (size_t k = 0; k < f->columns; k++) {
		bool differs = false;
		for (size_t i = 1; i < n; i++)
			differs |= !family_cell_same(
			    &rows[0]->cell[k], &rows[i]->cell[k]);
		if (differs)
			columns_out[count++] = k;
	}
	return count;
}

const char *
family_because(const struct answer_context *c, const struct sieve *s,
    const struct family_row *row)
{
	struct buf b;
	buf_init(&b, 2048);
	for (size_t k = 0; k < s->family->columns; k++) {
		const struct family_cell *cell = &row->cell[k];
		const struct fact *fact = s->fact[k];
		if (fact == NULL || fact == &s->assumed[k] || cell->any)
			continue;
		buf_printf(&b, "%s%s: ", b.len ? "; " : "",
		    s->family->column[k].label);
		if (cell->range)
			buf_printf(&b, "%s, so %s", number_words(c->a, fact),
			    cell->phrase);
		else
			buf_puts(&b, cell->phrase);
	}
	const char *text = arena_strdup(c->a, buf_text(&b));
	buf_free(&b);
	return text;
}

/* A word in the words of its own cell, else of the first that takes it; a
 * number as it was told. */
static const char *
fact_phrase(const struct answer_context *c, const struct family *f,
    size_t column, const struct fact *fact)
{
	const char *shared = NULL;
	for (size_t r = 0; r < f->rows; r++) {
		const struct family_cell *cell = &f->row[r].cell[column];
		if (cell->range || cell->any || !cell_fits(cell, fact))
			continue;
		if (cell->word_n == 1)
			return cell->phrase;
		if (shared == NULL)
			shared = cell->phrase;
	}
	return shared ? shared : number_words(c->a, fact);
}

const char *
family_told(const struct answer_context *c, const struct sieve *s)
{
	const char *text = "";
	for (size_t k = 0; k < s->family->columns && text != NULL; k++) {
		const struct fact *fact = s->fact[k];
		if (fact != NULL && fact != &s->assumed[k])
			text = arena_printf(c->a, "%s%s%s: %s", text,
			    text[0] ? "; " : "", s->family->column[k].label,
			    fact_phrase(c, s->family, k, fact));
	}
	return text;
}

const char *
family_assumed(const struct answer_context *c, const struct sieve *s,
    const struct family_row *row)
{
	const char *text = "";
	for (size_t k = 0; k < s->family->columns && text != NULL; k++) {
		if (s->fact[k] == &s->assumed[k] && !row->cell[k].any)
			text = arena_printf(c->a, "%s%s %s: %s",
			    text[0] ? text
				    : "Taken for granted, since nothing was "
				      "said:",
			    text[0] ? ";" : "", s->family->column[k].label,
			    row->cell[k].phrase);
	}
	return text && text[0] ? arena_printf(c->a, "%s.", text) : text;
}

#define CHANGES_MAX 3 /* of one fact that are told one by one */

/* Rows that differ from this one in that column alone. An add-on comes beside
 * a code, not in its place. */
static size_t
column_others(const struct family *f, const struct family_row *row,
    size_t column, const struct family_row **other)
{
	size_t n = 0;
	for (size_t r = 0; r < f->rows; r++) {
		size_t k = 0;
		if (f->row[r].addon == row->addon &&
		    rows_distance(f, row, &f->row[r], &k) == 1 && k == column)
			other[n++] = &f->row[r];
	}
	return n;
}

int
family_changes(const struct answer_context *c, const struct family *f,
    const struct family_row *row, struct answer *out, struct err *e)
{
	const struct family_row **other =
	    arena_array(c->a, f->rows, sizeof(void *));
	if (other == NULL)
		return answer_full(e);
	for (size_t k = 0; k < f->columns; k++) {
		const char *label = f->column[k].label;
		size_t n = column_others(f, row, k, other);
		if (n > CHANGES_MAX &&
		    answer_change_add(c, out,
			arena_printf(c->a,
			    "%s: each of %zu others has a code of its own "
			    "(%s, %s, ...).",
			    label, n, other[0]->code, other[1]->code),
			e) != 0)
			return -1;
		for (size_t i = 0; n <= CHANGES_MAX && i < n; i++) {
			if (answer_change_add(c, out,
				arena_printf(c->a, "%s: %s; then it is %s.",
				    label, other[i]->cell[k].phrase,
				    other[i]->code),
				e) != 0)
				return -1;
		}
	}
	return 0;
}

int
family_table(const struct answer_context *c, const struct family *f,
    const struct family_row *const *rows, size_t n, const char *title,
    struct answer *out, struct err *e)
{
	size_t column[LIMIT_FAMILY_COLUMNS];
	size_t columns = family_columns_differ(f, rows, n, column) + 1;
	struct answer_table *t =
	    arena_array(c->a, out->table_n + 1, sizeof(*t));
	const char **heading = arena_array(c->a, columns, sizeof(*heading));
	const char **cell = arena_array(c->a, columns * n, sizeof(*cell));
	if (t == NULL || heading == NULL || cell == NULL)
		return answer_full(e);
	heading[0] = "Code";
	for (size_t k = 1; k < columns; k++)
		heading[k] = f->column[column[k - 1]].label;
	for (size_t r = 0; r < n; r++) {
		cell[r * columns] = rows[r]->code;
		for (size_t k = 1; k < columns; k++)
			cell[r * columns + k] =
			    rows[r]->cell[column[k - 1]].phrase;
	}
	if (out->table_n > 0)
		memcpy(t, out->table, out->table_n * sizeof(*t));
	t[out->table_n++] =
	    (struct answer_table){ title, heading, columns, cell, n };
	out->table = t;
	return 0;
}
