/* robot_text.h - text in the form in which phrases of machines are compared.
 * Private to parser/. */
#ifndef PARSER_ROBOT_TEXT_H
#define PARSER_ROBOT_TEXT_H

#include "arena.h"

/*
 * robot_fold - at most max bytes of text, as phrases are written: small
 * letters (Latin, Greek, Cyrillic, Vietnamese), straight quotes, plain
 * hyphens, each run of white space one space, no soft hyphens or marks of
 * width zero, no space at either end.
 *
 * Takes    valid UTF-8; max: not a character more is looked at.
 * Gives    a copy in a; NULL past its limit.
 */
const char *robot_fold(struct arena *a, const char *text, size_t max);

#endif
