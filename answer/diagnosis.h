/* diagnosis.h - diagnoses in the words of a mail, and the codes that they
 * lead to. */
#ifndef DIAGNOSIS_H
#define DIAGNOSIS_H

#include "icd.h"
#include "kinds.h"
#include "search.h"

#define DX_WORDS  160 /* of one question; the rest is not read */
#define DX_MAX    12  /* diagnoses of one question: a claim bears 12 */
#define DX_EITHER 8   /* codes between which words do not decide */

/* A diagnosis that words stand for. */
struct dx {
	const char *code;    /* without dot; NULL where either[] has several */
	struct code_row row; /* of code */
	size_t from, to;     /* its words, [from, to) */
	/* Another one has some of the words, too: "diabetes with CKD stage 3a".
	 * It counts where a note or rule puts it behind that one. */
	bool shared;
	bool done;        /* refined */
	bool uncertain;   /* "rule out", "probable": Guidelines IV.H */
	bool denied;      /* "no", "denies" */
	bool denied_open; /* behind such a one: "denies fever, cough" */
	bool past;        /* "history of", another person's */
	const char *either[DX_EITHER];
	size_t either_n;
};
struct dx_case {
	struct word w[DX_WORDS];
	bool known[DX_WORDS]; /* some code's text has the word */
	bool used[DX_WORDS];  /* it belongs to a diagnosis */
	size_t n;
	struct dx item[DX_MAX];
	size_t items;
	size_t uncertain; /* words such as "rule out" */
};

/* dx_read - the diagnoses in a text, in its order: sets of words for which a
 * code stands exactly, the longest first. 0; -1 with *e. */
int dx_read(const struct answer_context *c, const char *text,
    struct dx_case *out, struct err *e);

/* dx_side - "right", "left" or "bilateral". */
bool dx_side(const char *word);

/* dx_region - "lumbar" of "L4-L5": the region of the spine that titles name,
 * where all vertebrae that are told lie in one; else NULL. */
const char *dx_region(const struct dx_case *all);

/*
 * dx_refine - from a code that words stand for to the billable one that all
 * words and facts of the question mean. twin: the code of the left side, where
 * both are meant and only each side has a code; else untouched.
 *
 * Gives    1 with d->code and d->row; 0 where a fact is missing, which out
 *          asks for then; -1 with *e.
 */
int dx_refine(const struct answer_context *c, const struct question *q,
    const struct dx_case *all, struct dx *d, struct dx *twin,
    struct answer *out, struct err *e);

/* dx_together - put in the place of some of them those codes that stand for
 * several, and drop those whose words belong to another one: 0; 1 where a
 * coder must decide, with *out held; -1. */
int dx_together(const struct answer_context *c, struct dx_case *k,
    struct answer *out, struct err *e);
/* dx_combine - of that, only the codes that stand for several. 0; 1 where no
 * loaded table has one of them, with *out held; -1. */
int dx_combine(const struct answer_context *c, struct dx_case *k,
    struct answer *out, struct err *e);
/* dx_symptom_beside - 1 where every symptom of the case stands behind a
 * diagnosis that a rule says it is coded with; 0; -1. */
int dx_symptom_beside(
    const struct answer_context *c, const struct dx_case *k, struct err *e);
/* dx_complete - add codes that must stand beside the others; dx_sequence - in
 * the order in which they are reported, the reasons in *out. 0; -1. */
int dx_complete(
    const struct answer_context *c, struct dx_case *k, struct err *e);
int dx_sequence(const struct answer_context *c, struct dx_case *k,
    struct answer *out, struct err *e);

/* dx_numbers - behind the diagnoses, the codes of numbers that were told (the
 * body mass index, the weeks of gestation) and that a row of norm
 * dx_number_beside puts beside one of them; that of the index also where no
 * diagnosis was told. 0; -1. dx_number_told - whether one that may stand alone
 * was told. */
int dx_numbers(const struct answer_context *c, const struct question *q,
    struct dx_case *k, struct answer *out, struct err *e);
bool dx_number_told(const struct question *q);

/* dx_more_told - whether something was told that belongs to no diagnosis and no
 * code, and may change them; dx_all_read - nothing but diagnoses was told;
 * dx_says - a title has the word, and not behind "not" or "without". */
bool dx_more_told(const struct dx_case *k);
/* dx_places_read - takes the place of the body behind a diagnosis as read where
 * no code of its category tells it, and none of its subcategory any: "shingles
 * on the trunk". 0; -1. */
int dx_places_read(
    const struct answer_context *c, struct dx_case *k, struct err *e);
/* dx_sibling_told - whether a word that was told beside a diagnosis and not
 * read is in the title of another code of its category ("bimalleolar" beside
 * "ankle fracture"): 1, 0, -1 with *e. */
int dx_sibling_told(
    const struct answer_context *c, const struct dx_case *k, struct err *e);
bool dx_all_read(const struct dx_case *k);
bool dx_says(const char *title, const char *word);
/* dx_bare - whether a text that asks for nothing is a diagnosis and nothing
 * else: no table's work, no code, and no word of work or of claims beside the
 * words of its diagnoses. */
bool dx_bare(const struct question *q, const struct dx_case *k);

/* dx_rule - the row of norm dx_rule with that key as a reason. dx_lines - the
 * codes of the case as recommended lines, each with its words. 0; -1. */
int dx_rule(const struct answer_context *c, const char *key, struct answer *out,
    struct err *e);
int dx_lines(const struct answer_context *c, const struct dx_case *k,
    struct answer *out, struct err *e);

/* dx_pair - whether the two codes that a question names stand together, or
 * which of them goes first; dx_side_of - the code of another side of the body
 * than the one that the question names. 1 with the answer; 0 where the question
 * is none of this kind, or nothing that is loaded tells; -1. */
int dx_pair(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e);
int dx_side_of(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e);
/* dx_seventh - the seventh character of an injury's code of six: as dx_pair(),
 * for codes that no loaded list shows; a missing fact is asked for. */
int dx_seventh(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e);

#endif
