/* lines.h - lines of several procedures beside one another. */
#ifndef LINES_H
#define LINES_H

#include "case.h"
#include "kinds.h"

/* Where a line came from. */
struct line_origin {
	size_t part; /* its part */
	bool addon;
	bool repeated, several; /* as its part */
	size_t topic;
};
struct origins {
	struct line_origin item[ANSWER_ITEMS];
	size_t n; /* as out->line_n */
};

/*
 * lines_check - edits between the lines of different parts: the code that no
 * modifier saves is taken out; where one may, lesions or places told apart get
 * 59, and of work at one place only the first code stays.
 *
 * Gives    *ask_out: true where the asker must say whether the places differ.
 *          *held: why a coder must decide, or as it was.
 */
int lines_check(const struct answer_context *c, const struct question *q,
    struct answer *out, struct origins *from, bool *ask_out, const char **held,
    struct err *e);

#endif
