/* told.h - what a question told, read for calculators: words, numbers and
 * stretches of time; and the rows of norms by which they calculate. */
#ifndef TOLD_H
#define TOLD_H

#include "kinds.h"

/* told_is - a fact of that name has that word. */
bool told_is(const struct question *q, const char *name, const char *value);
/* told_word - the word of that fact; NULL where it is not told, or told twice
 * in different ways. */
const char *told_word(const struct question *q, const char *name);
/* told_number - the number of that fact, in thousandths: true where it is told
 * and not twice in different ways. */
bool told_number(const struct question *q, const char *name, int64_t *milli);

/* told_medicare - Medicare or Medicare Advantage pays; told_other_payer - a
 * payer is told, and neither of these. */
bool told_medicare(const struct question *q);
bool told_other_payer(const struct question *q);

/* A stretch of time: "2 hours 10 minutes" is one; "more than 30 minutes" has
 * ends that differ. */
struct stretch {
	int64_t low, high; /* thousandths of a minute, both included */
	size_t start, end; /* place in the searched text */
};
#define STRETCH_MAX 40
/* told_stretches - the facts of that name (minutes and hours), in order of
 * place; at most max. */
size_t told_stretches(const struct question *q, const char *name,
    struct stretch *out, size_t max);

/* told_clock - minutes after midnight of a fact clock_hour, with the minutes and
 * the half of the day that stand at its place. told_clock_run - minutes from one
 * clock time to the next: past noon, where twelve hours count, and past midnight.
 */
int64_t told_clock(const struct question *q, const struct fact *hour);
int64_t told_clock_run(int64_t start, int64_t stop);

/* told_code - the first code of the question with that text, or NULL. */
const struct code *told_code(const struct question *q, const char *text);

/* Rows of one norm. */
struct norms {
	struct norm_row *row;
	size_t n;
};
/* norms_get - all rows of a norm on the context's day; 0; -1 with *e. */
int norms_get(const struct answer_context *c, const char *norm,
    struct norms *out, struct err *e);
/* norms_value - the row of that key and value, or NULL; key NULL: any. */
const struct norm_row *norms_value(
    const struct norms *n, const char *key, const char *value);

/* line_add - a recommended line with a modifier ("" or NULL for none) and the
 * norm that it rests on: its text becomes a reason. row may be NULL. */
int line_add(const struct answer_context *c, struct answer *out,
    const char *code, const char *modifier, int units,
    const struct norm_row *row, struct err *e);
/* lines_sentence - "99215, 99417 x 2 and 20610-25" of the lines of out; NULL
 * past the arena's limit. */
const char *lines_sentence(
    const struct answer_context *c, const struct answer *out);
/* norm_reason - the text of a row with its source as a reason. */
int norm_reason(const struct answer_context *c, const struct norm_row *row,
    struct answer *out, struct err *e);

/* ask_add - ask for a fact. options: pairs of phrase and codes, ended by NULL;
 * may be NULL. At most LIMIT_ASKS are asked. */
int ask_add(const struct answer_context *c, struct answer *out,
    const char *fact, const char *question, const char *const *options,
    struct err *e);

/* finish - verdict and headline: NEED_FACTS where something is asked; else
 * CODES with "Report ...". A verdict and headline set before stay. 1, -1. */
int finish(const struct answer_context *c, struct answer *out, struct err *e);

/* minutes_text - "47" or "62.5" of thousandths of a minute. */
const char *minutes_text(const struct answer_context *c, int64_t milli);

#endif
