/* fact_bound.c - a number in a text comes in; whether the words beside it make
 * it a bound, and of which kind, goes out. */
#include "fact_bound.h"

#include "pattern.h"
#include <stdlib.h>

#define REACH 32                     /* bytes beside the number that are read */
#define FAR   INT64_C(1000000000000) /* above all that people measure */

static const struct {
	const char *expression;
	bool behind, above, strict;
} words[] = {
	{ "(?:\\b(?:less|fewer|younger|smaller|shorter|lower) "
	  "than|\\bunder|\\bbelow|<)\\s*$",
	    false, false, true },
	{ "(?:\\bup to|\\bat most|\\b(?:no|not) (?:more|longer|older|larger) "
	  "than|\\bmaximum(?: of)?|<=|\\xe2\\x89\\xa4)\\s*$",
	    false, false, false },
	{ "(?:(?<!no )(?<!not )\\b(?:more|greater|older|larger|bigger|longer) "
	  "than|\\bover|\\babove|\\bexceed(?:s|ed|ing)|>)\\s*$",
	    false, true, true },
	{ "(?:\\bat least|\\b(?:no|not) (?:less|fewer|younger|smaller) "
	  "than|\\bminimum(?: of)?|>=|\\xe2\\x89\\xa5)\\s*$",
	    false, true, false },
	{ "^\\s*(?:or|and) (?:less|fewer|younger|under|below|smaller)\\b", true,
	    false, false },
	{ "^\\s*(?:(?:or|and) "
	  "(?:more|older|over|up|above|greater|longer|larger)\\b|\\+|"
	  "plus\\b(?=\\s*(?:$|[.,;:?!)]|min|hour|hrs?\\b|year|yrs?\\b|y/?o\\b|"
	  "month|week|day|cm|mm|lesion|visit|unit|total|in all)))",
	    true, true, false },
};
#define WORDS (sizeof(words) / sizeof(words[0]))

struct bounds {
	struct pattern *pattern[WORDS];
};

int
bounds_new(struct bounds **out, struct err *e)
{
	struct bounds *b = calloc(1, sizeof(*b));
	if (b == NULL)
		abort();
	for (size_t i = 0; i < WORDS; i++) {
		if (pattern_new(words[i].expression, &b->pattern[i], e) != 0) {
			bounds_free(b);
			return -1;
		}
	}
	*out = b;
	return 0;
}

void
bounds_free(struct bounds *b)
{
	if (b == NULL)
		return;
	for (size_t i = 0; i < WORDS; i++)
		pattern_free(b->pattern[i]);
	free(b);
}

bool
bound_find(const struct bounds *b, const char *text, size_t n, size_t number,
    size_t end, struct bound *out)
{
	size_t from = number > REACH ? number - REACH : 0;
	size_t to = n - end > REACH ? end + REACH : n;
	struct match m;
	for (size_t i = 0; i < WORDS; i++) {
		/* behind: the text that begins at the end of the number */
		size_t base = words[i].behind ? end : 0;
		size_t stop = words[i].behind ? to - end : number;
		if (!pattern_match(b->pattern[i], text + base, stop,
			words[i].behind ? 0 : from, &m))
			continue;
		*out = (struct bound){ words[i].above, words[i].strict,
			base + m.start[0], m.end[0] - m.start[0] };
		return true;
	}
	return false;
}

const char *
bound_name(const struct bound *b)
{
	if (b->above)
		return b->strict ? "over" : "at least";
	return b->strict ? "under" : "up to";
}

void
bound_ends(const struct bound *b, int64_t milli, int64_t step, int64_t out[2])
{
	int64_t low = step > 1 ? step : 0; /* what is counted is at least one */
	if (b->strict)
		milli += b->above ? step : -step;
	out[0] = milli < low ? low : milli;
	out[1] = b->above ? FAR : low;
}
