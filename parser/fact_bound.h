/* fact_bound.h - a bound is no number: "less than 3 cm", "15 or more". */
#ifndef FACT_BOUND_H
#define FACT_BOUND_H

#include "err.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bounds;

/* The words that make a bound of a number, and what they say of it. */
struct bound {
	bool above;        /* the number and up; else the number and down */
	bool strict;       /* without the number itself */
	size_t start, len; /* the words */
};

/* bounds_new, bounds_free - compile the words; free takes NULL. */
int bounds_new(struct bounds **out, struct err *e);
void bounds_free(struct bounds *b);

/* bound_find - the words before text[number..), or behind text[..end). False
 * where there are none: *out is untouched. */
bool bound_find(const struct bounds *b, const char *text, size_t n,
    size_t number, size_t end, struct bound *out);

/* bound_name - "under", "up to", "over", "at least". */
const char *bound_name(const struct bound *b);

/* bound_ends - the two ends of the bound, in thousandths; step is the least
 * amount that parts two numbers. */
void bound_ends(
    const struct bound *b, int64_t milli, int64_t step, int64_t out[2]);

#endif
