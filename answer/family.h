/* family.h - decision tables at work: strike rows by facts, ask for the fact
 * that splits best, show where rows differ. */
#ifndef FAMILY_H
#define FAMILY_H

#include "answer.h"
#include "limit.h"

/* What is left of a table once the facts of a question are known. */
struct sieve {
	const struct family *family;
	const struct question *question;
	bool stands[LIMIT_FAMILY_ROWS];                /* row still possible */
	size_t left;                                   /* rows that stand */
	const struct fact *fact[LIMIT_FAMILY_COLUMNS]; /* NULL: not known */
	bool conflict[LIMIT_FAMILY_COLUMNS]; /* told twice, differently */
	/* Add-on rows of a table that has primary rows too: reported beside the
	 * primary row, and only when every fact that they name is known. */
	bool beside[LIMIT_FAMILY_ROWS];
	/* Facts that nobody told and the table takes for granted; fact[k] then
	 * points at assumed[k]. A sieve must not be copied. */
	struct fact assumed[LIMIT_FAMILY_COLUMNS];
};

/* family_cell_same - two cells ask the same of their fact. */
bool family_cell_same(const struct family_cell *a, const struct family_cell *b);

/* family_sieve - strike the rows that the question's facts exclude. A fact
 * that is told twice in different ways counts as not known. */
void family_sieve(
    const struct family *f, const struct question *q, struct sieve *out);

/* family_single - the row that stands where just one does, else NULL. */
const struct family_row *family_single(const struct sieve *s);

/*
 * family_asks - the facts to ask for: first the one that splits the rows that
 * stand best, then what is still needed after it, at most LIMIT_ASKS.
 *
 * Gives    *out[0..*n_out), each with the codes that each answer leads to;
 *          *n_out 0 where no fact tells the rows apart.
 */
int family_asks(const struct answer_context *c, const struct sieve *s,
    struct answer_ask **out, size_t *n_out, struct err *e);

/* family_open - the column of a number that nobody told and that add-on rows
 * beside `row` rest on, where the row itself asks for it (a range, not "*");
 * SIZE_MAX where there is none. */
size_t family_open(const struct sieve *s, const struct family_row *row);

/* family_ask - the question for one column alone. 0, -1. */
int family_ask(const struct answer_context *c, const struct sieve *s,
    size_t column, struct answer_ask *out, struct err *e);

/* family_find - the row of that code, or NULL. */
const struct family_row *family_find(const struct family *f, const char *code);

/* family_told - "Age: 4 y; Site: peripheral (vessels of neck or limb)": the
 * facts of the question that the table asks about; "" where there is none. */
const char *family_told(const struct answer_context *c, const struct sieve *s);

/* family_assumed - "Taken for granted, since nothing was said: ultrasound:
 * without." of what the row rests on; "" where nothing is. */
const char *family_assumed(const struct answer_context *c,
    const struct sieve *s, const struct family_row *row);

/* family_because - "age 10 y (6 years and older), approach open" of the facts
 * that decided for row; "" where none did. NULL past the arena's limit. */
const char *family_because(const struct answer_context *c,
    const struct sieve *s, const struct family_row *row);

/* family_changes - one line for each row that differs from `row` in just one
 * column: "If the age were birth through 5 years: 33953." */
int family_changes(const struct answer_context *c, const struct family *f,
    const struct family_row *row, struct answer *out, struct err *e);

/*
 * family_table - rows[0..n) side by side in the columns that tell them apart.
 *
 * Takes    rows of f, n at least 1; title: UTF-8, lives in c->a.
 */
int family_table(const struct answer_context *c, const struct family *f,
    const struct family_row *const *rows, size_t n, const char *title,
    struct answer *out, struct err *e);

/* family_neighbours - row and the rows that differ from it in one column. */
size_t family_neighbours(const struct family *f, const struct family_row *row,
    const struct family_row **out, size_t max);

/* family_columns_differ - columns in which two cells of the rows differ;
 * columns_out has LIMIT_FAMILY_COLUMNS elements; gives their number. */
size_t family_columns_differ(const struct family *f,
    const struct family_row *const *rows, size_t n, size_t *columns_out);

#endif
