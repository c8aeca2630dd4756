/* visible.h - the part of a mail's text that its author wrote just now. */
#ifndef VISIBLE_H
#define VISIBLE_H

#include "arena.h"
#include <stdbool.h>
#include <stddef.h>

/* What was cut, kept for the coder. */
struct visible {
	const char *text;   /* what remains; UTF-8, LF, trimmed; "" if none */
	const char *own;    /* text without a forwarded mail that is read too */
	bool divided;       /* that mail stands below a mere header block, as
			     * Outlook writes it above replies as well */
	const char *quoted; /* quoted and forwarded text, "" if none */
	const char *signature;      /* signature and legal footer, "" if none */
	const char *forwarded_from; /* address named in a forwarded question's
				     * header lines, or NULL */
};

/*
 * visible_find - cut quotes, signature, footers and sign-offs of phones.
 *
 * Takes    text: UTF-8 with LF.
 * Gives    *out. A forward without words of its own ("FW: can you ask them?")
 *          keeps the forwarded text, without its header lines. Answers
 *          between quoted lines are kept. A text that is a mere signature is
 *          kept; one that only quotes what was written before is "".
 * Owns     a. Fails: text NULL when a's limit is passed. Touches nothing.
 */
void visible_find(struct arena *a, const char *text, struct visible *out);

#endif
