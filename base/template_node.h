/* template_node.h - a compiled template, shared by the template_*.c files. */
#ifndef TEMPLATE_NODE_H
#define TEMPLATE_NODE_H

#include "template.h"

/* A name such as "a.b": part[0..n). The implicit iterator "." has n 0. */
struct template_name {
	const char *whole;
	const char **part;
	size_t n;
};

enum template_kind {
	NODE_TEXT,     /* literal bytes */
	NODE_LINE,     /* a line of the source begins: put the indentation */
	NODE_VALUE,    /* {{x}}: escaped where the template escapes */
	NODE_RAW,      /* {{{x}}} and {{&x}} */
	NODE_SECTION,  /* {{#x}} up to node `end` */
	NODE_INVERTED, /* {{^x}} up to node `end` */
	NODE_PARTIAL,  /* {{>x}}; text is its indentation, if it stands alone */
};

struct template_node {
	enum template_kind kind;
	const char *text;
	size_t len;
	struct template_name name;
	size_t end;
	int line;
};

/* Everything but the struct itself lives in its arena. */
struct template
{
	struct arena *a;
	const char *name; /* "answer.txt" */
	const char *file; /* for errors: the path, or the name again */
	bool escape_html;
	struct template_node *node;
	size_t n;
	struct template *next; /* in its set */
};

/* template_parse_file - template_parse() with a file name for errors. */
int template_parse_file(const char *name, const char *file, const char *text,
    bool escape_html, struct template **out, struct err *e);

/* template_find - the template of that name, or NULL. */
const struct template *template_find(
    const struct template_set *s, const char *name);

#endif
