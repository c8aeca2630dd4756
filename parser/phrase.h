/* phrase.h - which of many phrases stands in a text, in one pass. Private to
 * parser/. */
#ifndef PARSER_PHRASE_H
#define PARSER_PHRASE_H

#include <stddef.h>

/*
 * phrase_last - the last place where a phrase of the list stands.
 *
 * Takes    list: ends with NULL, lives as long as the process; text p[0..n);
 *          borders: nonzero where a phrase must stand whole, with no letter
 *          or digit beside it.
 * Gives    the place, and the phrase in *phrase_out where not NULL; NULL if
 *          there is none. ASCII letters match in either case.
 * Touches  an index of the list, made at its first use: one thread only.
 */
const char *phrase_last(const char *const *list, const char *p, size_t n,
    int borders, const char **phrase_out);

#endif
