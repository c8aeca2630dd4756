/* question_days.h - the days that a mail names, as facts. Private to parser/. */
#ifndef QUESTION_DAYS_H
#define QUESTION_DAYS_H

#include "arena.h"
#include "err.h"
#include "question.h"

/*
 * days_facts - add the days of a text to its facts: "date" for each full date
 * (thousandths of yyyymmdd), since a period is counted from one to the other;
 * "days_after" where two days without a year tell it and nothing else does.
 *
 * Takes    text[0..n); *fact[0..*fact_n) by place, of arena a.
 * Gives    the same with those of the days, by place.
 * Fails: -1 with *e past the arena's limit. Touches nothing else.
 */
int days_facts(struct arena *a, const char *text, size_t n, struct fact **fact,
    size_t *fact_n, struct err *e);

#endif
