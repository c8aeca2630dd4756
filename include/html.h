/* html.h - HTML mail turned into text. Home of libxml2's HTML parser. */
#ifndef HTML_H
#define HTML_H

#include "arena.h"
#include "err.h"
#include <stddef.h>

/*
 * html_text - what a reader of the mail would see.
 *
 * Takes    html[0..n), UTF-8, at most LIMIT_HTML_BYTES are read.
 * Gives    *text_out: UTF-8, paragraphs and rows as lines, list items with
 *          "- ", links as their text, quotes (blockquote, gmail_quote,
 *          Outlook's divider) as lines beginning with "> ". No style, script,
 *          comment, hidden element.
 * Owns     a.
 * Fails    ERR_REFUSE past a's limit.
 * Touches  nothing; no network, no entity or DTD is loaded.
 */
int html_text(struct arena *a, const char *html, size_t n,
    const char **text_out, struct err *e);

#endif
