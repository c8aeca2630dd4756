/* say.h - a row of a decision table as a sentence. */
#ifndef SAY_H
#define SAY_H

#include "arena.h"
#include "cell.h"
#include "import.h"

/*
 * phrase_of - words for people for a cell.
 *
 * Gives    the row of phrases.tsv for this family, else the one for "*"; for
 *          words without a row of their own the words' phrases, joined with
 *          " or "; "any" for "*", "does not count" for "-".
 * Fails    NULL: no row has it, or a is full.
 */
const char *phrase_of(struct arena *a, const struct phrases *phrases,
    const char *family, const char *fact, const struct cell *c);

/* What a template may name: fact[i] with its cell and phrase. */
struct say_value {
	const char *fact, *phrase;
	const struct cell *cell;
};
/*
 * say_row - the sentence of a row.
 *
 * Takes    say: text with {fact}; a part in [brackets] is left out where a
 *          cell that it names is "*" or "-".
 * Gives    one sentence with a capital and a full stop, in a.
 * Fails    NULL with *why: a name that is no column, a bracket or brace that
 *          is not closed, a full arena.
 */
const char *say_row(struct arena *a, const char *say,
    const struct say_value *value, size_t n, const char **why);

#endif
