/* cell.h - the grammar of a cell in a decision table. */
#ifndef CELL_H
#define CELL_H

#include "arena.h"
#include "question.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum cell_kind {
	CELL_ANY,   /* "*": the fact does not matter */
	CELL_NEVER, /* "-": the fact never leads here */
	CELL_WORDS, /* "open|percutaneous" */
	CELL_RANGE  /* "<6y", ">=6y", "3-10cm", "3..10cm", "1" */
};
struct cell {
	enum cell_kind kind;
	const char *text;        /* as in the file */
	const char *const *word; /* CELL_WORDS */
	size_t words;
	int64_t low, high; /* CELL_RANGE: thousandths, low <= fact < high */
};

/* The facts that cells may name: rows of data/facts. */
struct fact_rows {
	const struct fact_row *row;
	size_t n;
};

/*
 * cell_parse - read one cell.
 *
 * Takes    facts: values and units that exist; text as in the file.
 * Gives    *out, strings in a.
 * Fails    -1 with *why: a sentence without place (a word that no row of
 *          data/facts gives, an unknown unit, an empty range).
 */
int cell_parse(struct arena *a, const struct fact_rows *facts, const char *fact,
    const char *text, struct cell *out, const char **why);

/* cell_meet - true when some value of the fact fits both. */
bool cell_meet(const struct cell *x, const struct cell *y);

/* fact_known, fact_word - true where a row gives that fact, that word. */
bool fact_known(const struct fact_rows *facts, const char *fact);
bool fact_word(
    const struct fact_rows *facts, const char *fact, const char *word);

#endif
