/* robot_ask.h - what people do and machines do not: they ask, and name codes.
 * Texts are folded (robot_text.h). Private to parser/. */
#ifndef PARSER_ROBOT_ASK_H
#define PARSER_ROBOT_ASK_H

#include <stdbool.h>
#include <stddef.h>

/* robot_names_code - five characters, alone, that may be a code (or a ZIP), in
 * text[0..n). */
bool robot_names_code(const char *text, size_t n);
/* robot_speaks_of_coding - two of them, or one beside a word of coding. */
bool robot_speaks_of_coding(const char *folded);
/* robot_asks - a question with its mark that is not a machine's "Urgent?". */
bool robot_asks(const char *folded);
/* robot_requests - words by which people ask, with or without a mark ("need
 * help with a claim", "pls advise"), in a sentence that is no invitation ("if
 * you need help, call us"). In the languages that US practices most meet. */
bool robot_requests(const char *folded);

#endif
