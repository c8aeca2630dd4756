/* fact.h - rules compiled from rows, and what they find in a text. */
#ifndef FACT_H
#define FACT_H

#include "arena.h"
#include "err.h"
#include "question.h"
#include <stddef.h>

/* Kinds that cues speak for: those of kinds.def, and thanks. */
enum cue_kind {
#define KIND(id, name, work, reach, codes, meaning) CUE_##id,
#include "kinds.def"
#undef KIND
	CUE_THANKS,
	CUE_COUNT
};
const char *cue_name(enum cue_kind kind);

/* fact_find - the facts of text[0..n), in order of place: negated, historical,
 * family and hypothetical ones left out, each name and value once. Fails:
 * ERR_REFUSE past a's limit. */
int fact_find(struct arena *a, const struct question_rules *rules,
    const char *text, size_t n, struct fact **out, size_t *n_out,
    struct err *e);
/* cue_score - add the weights of the rows that match text[0..n). */
void cue_score(const struct question_rules *rules, const char *text, size_t n,
    int out[CUE_COUNT]);
/* cue_strike - blank out what cues of that kind match. */
void cue_strike(const struct question_rules *rules, enum cue_kind kind,
    char *text, size_t n);

#endif
