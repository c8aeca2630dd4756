/* shorthand.h - the words of a mail, spelled as the patterns of data/facts know
 * them. */
#ifndef PARSER_SHORTHAND_H
#define PARSER_SHORTHAND_H

#include "arena.h"

/*
 * shorthand_spell - a text with its abbreviations written out and slips of one
 * letter mended, by the table shorthand.def.
 *
 * Gives    a copy, UTF-8 as text is; words that the table does not know stay
 *          byte for byte. Words that touch digits, '@' or '_' (codes, names of
 *          hosts) are never changed.
 * Owns     a. Fails: NULL past a's limit.
 */
char *shorthand_spell(struct arena *a, const char *text);

#endif
