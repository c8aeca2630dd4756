/* Station "answer": which fact to ask for. In come the rows of a table that
 * still stand; out go the questions that split them best. */
#include "buf.h"
#include "family.h"
#include "kinds.h"
#include <string.h>

#define OPTIONS_MAX 24 /* answers offered to one fact; real columns < 10 */
#define CODES_SHOWN 8  /* codes named behind one answer */

/* One possible answer to a column: a word, or a range (as its cell). */
struct option {
	const char *word;
	const struct family_cell *cell;
};

static bool
option_fits(const struct option *o, const struct family_cell *cell)
{
	if (cell->any)
		return true;
	if (o->word == NULL)
		return family_cell_same(o->cell, cell);
	for (size_t i = 0; i < cell->word_n; i++) {
		if (strcmp(cell->word[i], o->word) == 0)
			return true;
	}
	return false;
}

static void
option_add(struct option *list, size_t *n, const char *word,
    const struct family_cell *cell)
{
	for (size_t i = 0; i < *n; i++) {
		if (word ? list[i].word && strcmp(list[i].word, word) == 0
			 : family_cell_same(list[i].cell, cell)) {
			/* a cell of this word alone has the better phrase */
			if (word && cell->word_n == 1)
				list[i].cell = cell;
			return;
		}
	}
	if (*n < OPTIONS_MAX)
		list[(*n)++] = (struct option){ word, cell };
}

static size_t
column_options(const struct sieve *s, size_t column, struct option *out)
{
	size_t n = 0;
	for (size_t r = 0; r < s->family->rows; r++) {
		const struct family_cell *cell =
		    &s->family->row[r].cell[column];
		if (!s->stands[r] || cell->any)
			continue;
		if (cell->range)
			option_add(out, &n, NULL, cell);
		for (size_t i = 0; !cell->range && i < cell->word_n; i++)
			option_add(out, &n, cell->word[i], cell);
	}
	return n;
}

static size_t
option_rows(const struct sieve *s, size_t column, const struct option *o)
{
	size_t n = 0;
	for (size_t r = 0; r < s->family->rows; r++)
		n += s->stands[r] &&
		     option_fits(o, &s->family->row[r].cell[column]);
	return n;
}

/* True when the columns asked so far leave two rows together that this column
 * tells apart. */
static bool
column_helps(const struct sieve *s, const bool *asked, size_t column)
{
	const struct family *f = s->family;
	for (size_t i = 0; i < f->rows; i++) {
		for (size_t j = i + 1; j < f->rows; j++) {
			if (!s->stands[i] || !s->stands[j] ||
			    family_cell_same(&f->row[i].cell[column],
				&f->row[j].cell[column]))
				continue;
			bool together = true;
			for (size_t k = 0; together && k < f->columns; k++)
				together = !asked[k] ||
					   family_cell_same(&f->row[i].cell[k],
					       &f->row[j].cell[k]);
			if (together)
				return true;
		}
	}
	return false;
}

/* Rows that stay on average when the column is answered, times 1000; a column
 * that strikes no row in any answer is worth nothing. */
static size_t
column_cost(const struct sieve *s, size_t column)
{
	struct option option[OPTIONS_MAX];
	size_t n = column_options(s, column, option), sum = 0, squares = 0;
	bool strikes = false;
	for (size_t i = 0; i < n; i++) {
		size_t rows = option_rows(s, column, &option[i]);
		sum += rows;
		squares += rows * rows;
		strikes |= rows < s->left;
	}
	return strikes && sum > 0 ? squares * 1000 / sum : SIZE_MAX;
}

static size_t
column_best(const struct sieve *s, const bool *asked)
{
	size_t best = SIZE_MAX, best_cost = SIZE_MAX;
	for (size_t k = 0; k < s->family->columns; k++) {
		if (asked[k] || s->fact[k] != NULL ||
		    !column_helps(s, asked, k))
			continue;
		size_t cost = column_cost(s, k);
		if (cost < best_cost) {
			best = k;
			best_cost = cost;
		}
	}
	return best;
}

static const char *
option_codes(const struct answer_context *c, const struct sieve *s,
    size_t column, const struct option *o)
{
	struct buf b;
	size_t shown = 0;
	buf_init(&b, 1024);
	for (size_t r = 0; r < s->family->rows; r++) {
		const struct family_row *row = &s->family->row[r];
		if (!s->stands[r] || !option_fits(o, &row->cell[column]))
			continue;
		if (shown == CODES_SHOWN)
			buf_puts(&b, ", …");
		else if (shown < CODES_SHOWN)
			buf_printf(&b, "%s%s", shown ? ", " : "", row->code);
		shown++;
	}
	const char *codes = arena_strdup(c->a, buf_text(&b));
	buf_free(&b);
	return codes;
}

static const char *
option_phrase(const struct option *o)
{
	if (o->word == NULL || o->cell->word_n == 1)
		return o->cell->phrase;
	return o->word;
}

static const char *
ask_sentence(
    const struct answer_context *c, const struct sieve *s, size_t column)
{
	const struct family_column *k = &s->family->column[column];
	if (!s->conflict[column])
		return k->ask;
	return arena_printf(
	    c->a, "%s (Your mail can be read in two ways here.)", k->ask);
}

int
family_ask(const struct answer_context *c, const struct sieve *s, size_t column,
    struct answer_ask *out, struct err *e)
{
	struct option option[OPTIONS_MAX];
	out->option_n = column_options(s, column, option);
	out->fact = s->family->column[column].fact;
	out->question = ask_sentence(c, s, column);
	if (out->option_n == 1)
		out->option_n = 0; /* one answer alone tells nothing */
	out->option = arena_array(c->a, out->option_n, sizeof(*out->option));
	if (out->question == NULL || out->option == NULL)
		return answer_full(e);
	for (size_t i = 0; i < out->option_n; i++) {
		out->option[i].phrase = option_phrase(&option[i]);
		out->option[i].codes = option_codes(c, s, column, &option[i]);
		if (out->option[i].codes == NULL)
			return answer_full(e);
	}
	return 0;
}

/* A number that nobody told, on which add-ons of whatever row it will be rest:
 * it would be asked for next, so it is asked for at once. */
static bool
column_counts(const struct sieve *s, size_t column)
{
	const struct family *f = s->family;
	bool addon = false;
	if (s->fact[column] != NULL)
		return false;
	for (size_t r = 0; r < f->rows; r++) {
		const struct family_row *row = &f->row[r];
		if (s->stands[r] && !row->addon && !row->cell[column].range)
			return false;
		addon |= row->addon && row->cell[column].range;
	}
	return addon;
}

int
family_asks(const struct answer_context *c, const struct sieve *s,
    struct answer_ask **out, size_t *n_out, struct err *e)
{
	bool asked[LIMIT_FAMILY_COLUMNS] = { false };
	size_t n = 0;
	struct answer_ask *ask = arena_array(c->a, LIMIT_ASKS, sizeof(*ask));
	if (ask == NULL)
		return answer_full(e);
	while (n < LIMIT_ASKS) {
		size_t column = column_best(s, asked);
		if (column == SIZE_MAX)
			break;
		if (family_ask(c, s, column, &ask[n++], e) != 0)
			return -1;
		asked[column] = true;
	}
	for (size_t k = 0; n > 0 && n < LIMIT_ASKS && k < s->family->columns;
	     k++) {
		if (!asked[k] && column_counts(s, k) &&
		    family_ask(c, s, k, &ask[n++], e) != 0)
			return -1;
	}
	*out = ask;
	*n_out = n;
	return 0;
}
