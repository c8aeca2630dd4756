/* denied.h - what a text takes back, for rows that shut out words. */
#ifndef DENIED_H
#define DENIED_H

#include "arena.h"
#include "err.h"
#include <stdbool.h>
#include <stddef.h>

/* denied_init - compile the pattern; once, before the jail closes. ERR_STOP. */
int denied_init(struct err *e);

/*
 * denied_blank - a copy of text[0..n) in which negations and the words that
 * they reach are spaces: "cast, no fracture care" shuts out no row of casts.
 *
 * Gives    *out, as long as the text; NULL where it denies nothing.
 * Owns     a.
 * Fails    -1 past a's limit.
 */
int denied_blank(struct arena *a, const char *text, size_t n, const char **out);

/* denied_guards - does the expression begin by shutting out words, none of them
 * a negation, which would be gone from the copy? */
bool denied_guards(const char *expression);

#endif
