/* pattern.h - regular expressions. Home of PCRE2; its types stay here. */
#ifndef PATTERN_H
#define PATTERN_H

#include "err.h"
#include <stdbool.h>
#include <stddef.h>

struct pattern;

#define PATTERN_GROUPS 16

/* One match: byte offsets into the subject; group 0 is the whole. A group
 * that took no part has start == (size_t)-1. */
struct match {
	size_t start[PATTERN_GROUPS], end[PATTERN_GROUPS];
	int groups; /* groups that are set, with group 0 */
};

/*
 * pattern_new - compile with the JIT where the machine has one.
 *
 * Takes    expression: PCRE2 syntax, matched on bytes without case; "x" flag
 *          not set; at most PATTERN_GROUPS - 1 groups.
 * Gives    *out; the caller frees it with pattern_free().
 * Fails    ERR_STOP with the offset and PCRE2's words.
 * Touches  nothing.
 */
int pattern_new(const char *expression, struct pattern **out, struct err *e);
/* pattern_new_seldom - the same, without the JIT: for one that is seldom tried.
 * The JIT's code is several times as large, and matches seven times faster. */
int pattern_new_seldom(
    const char *expression, struct pattern **out, struct err *e);
void pattern_free(struct pattern *p);

/*
 * pattern_match - the first match at or behind offset from.
 *
 * Gives    true with *out. A match that would pass LIMIT_MATCH (and two
 *          steps a byte of the text) or the JIT's stack counts as none. An empty match is never given.
 */
bool pattern_match(const struct pattern *p, const char *text, size_t n,
    size_t from, struct match *out);
/* pattern_group - the text of a named group as an index, or -1. */
int pattern_group(const struct pattern *p, const char *name);

#endif
