/* search.h - codes by words: official text, index and inclusion terms, our own
 * words, abbreviations; with slips of the pen. */
#ifndef SEARCH_H
#define SEARCH_H

#include "lookup.h"
#include "words.h"

#define SEARCH_WORDS 24 /* of what is asked; the rest is left out */

/* What to look for. */
struct search_order {
	const char *text; /* any UTF-8; at most SEARCH_WORDS words count */
	unsigned sets;    /* bits 1u << enum code_system; 0: all but
			   * CODE_ICD10PCS, which is looked through by name
			   * alone */
	date on;          /* codes that are valid on that day */
	size_t max;       /* so many hits, at most SEARCH_MAX */
};
#define SEARCH_MAX 50

/* A code, or a family of codes in one decision table. */
struct search_hit {
	enum code_system system;
	const char *code;   /* without dot; of a family its first one */
	const char *family; /* id, or NULL */
	const char *codes;  /* of a family: "36415, 36416"; else NULL */
	const char *title;  /* what it is, official text or our words */
	const char *term; /* the words that fitted, as their source has them */
	enum code_level level;
	int score; /* of what was asked, in thousandths; extra words cost */
	struct source source;
};

/*
 * search_find - the codes that the words fit best.
 *
 * Gives    out[0..n_out), best first; a code below a header that was found as
 *          well as it is left out. *read_out: the words as they were looked
 *          for, where a slip was mended; else NULL.
 * Owns     a. Fails: as lookup_code(). Touches l.
 */
int search_find(struct lookup *l, struct arena *a,
    const struct search_order *order, struct search_hit **out, size_t *n_out,
    const char **read_out, struct err *e);

/* search_code - a hit's code as people write it: "E11.9", "modifier 25",
 * "POS 31". */
const char *search_code(const struct search_hit *hit, char out[32]);

/* search_set - add the set that a word names ("hcpcs", "ICD-10-PCS"; any case)
 * to *sets; false where it names none. */
bool search_set(const char *word, unsigned *sets);

/* search_lexicon - the phrases of the pack; read once, lives as long as l.
 * NULL with *e. */
const struct lexicon *search_lexicon(struct lookup *l, struct err *e);

/* search_known - whether some term has the word: 1, 0, -1. */
int search_known(struct lookup *l, const char *word, struct err *e);

/* A code of ICD-10-CM for which exactly these words stand somewhere. */
struct search_exact {
	const char *code; /* without dot */
	const char *term;
	int rank; /* the lower, the surer: enum term_kind */
};
/* search_bag - the codes that a set of words stands for on a day, by rank;
 * each code once. w in the form of words_cut() and lexicon_apply(). */
int search_bag(struct lookup *l, struct arena *a, uint64_t bag, date on,
    struct search_exact **out, size_t *n_out, struct err *e);

#endif
