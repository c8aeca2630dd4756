/* question_split.h - a mail's text cut into questions. */
#ifndef QUESTION_SPLIT_H
#define QUESTION_SPLIT_H

#include "question.h"
#include <stddef.h>

struct span {
	size_t start, end;
};

/* split_init - compile the patterns; ERR_STOP. */
int split_init(struct err *e);
/* split_find - where text[0..n) falls into questions: by a list of items, or
 * by sentences with codes or a topic and a question mark each. Never empty;
 * at most max spans. code and fact: all that the text holds. lead_out is what
 * stands in front of a list: it holds for every item. */
size_t split_find(const char *text, size_t n, const struct code *code,
    size_t code_n, const struct fact *fact, size_t fact_n, struct span *out,
    size_t max, struct span *lead_out);
/* split_asks_on - "and what is its MUE?": a span of split_find() without codes
 * that asks of those of the span before it. */
bool split_asks_on(const char *text, size_t n, struct span p);

#endif
