/* html_rule.h - what an HTML element means for its reader. Private to
 * parser/. */
#ifndef PARSER_HTML_RULE_H
#define PARSER_HTML_RULE_H

#include <stdbool.h>

enum html_tag {
	HTML_INLINE,
	HTML_BLOCK,     /* a line of its own */
	HTML_PARAGRAPH, /* with an empty line before it */
	HTML_ITEM,
	HTML_CELL,
	HTML_BREAK,
	HTML_RULE,
	HTML_PRE,
	HTML_HIDDEN, /* script, style, head, ... */
};

enum html_quote {
	HTML_QUOTE_NONE,
	HTML_QUOTE_INSIDE, /* what is in the element is quoted */
	HTML_QUOTE_TURN,   /* the same, and what follows it within a
			    * HTML_QUOTE_GUESS is the writer's again */
	HTML_QUOTE_GUESS,  /* its first line tells */
	HTML_QUOTE_REST,   /* all that follows is */
};

struct html_rule {
	enum html_tag tag;
	enum html_quote quote;
	bool hidden;
	bool zero, sized; /* of its letters: html_style.h */
	bool tight;       /* a paragraph without space before it */
	bool signature;   /* of the writer, as his client marks it */
};

/* html_rule_find - the rule of an element; attributes as libxml2 gives them:
 * name, value, ..., NULL, or NULL where there are none. */
void html_rule_find(
    const char *name, const char *const *attributes, struct html_rule *out);

#endif
