/* xml.h - XML of official files, node by node. Home of libxml2's reader: no
 * entities, no network. */
#ifndef XML_H
#define XML_H

#include "buf.h"
#include "err.h"
#include <stdbool.h>
#include <stddef.h>

struct xml;

enum xml_node {
	NODE_NONE,  /* the end of the file */
	NODE_BEGIN, /* of an element */
	NODE_END,   /* of an element; an empty one has none */
	NODE_TEXT,
	NODE_OTHER, /* comments and the like */
};

/*
 * xml_open - begin at p[0..n), which must live as long as *out.
 *
 * Takes    name: of the file, for people.
 * Gives    *out, before its first node; xml_close() frees it (NULL: nothing).
 * Fails    ERR_STOP: no bytes, over LIMIT_SHEET_BYTES, no XML.
 */
int xml_open(
    struct xml **out, const char *name, const char *p, size_t n, struct err *e);
void xml_close(struct xml *x);
/* xml_next - the next node, enum xml_node; -1, ERR_STOP with line and column,
 * for what is not well formed, and for entities of its own. */
int xml_next(struct xml *x, struct err *e);

/* Of the node that x stands on. xml_is - an element of that local name.
 * xml_empty - an element without an end. xml_value - the text, never NULL.
 * xml_attribute - its value into out: true; "" and false where there is
 * none. */
bool xml_is(const struct xml *x, const char *name);
bool xml_empty(const struct xml *x);
const char *xml_value(const struct xml *x);
bool xml_attribute(const struct xml *x, const char *name, struct buf *out);
/* xml_line - of the node, from 1. xml_left - bytes behind it, about. */
size_t xml_line(const struct xml *x);
size_t xml_left(const struct xml *x);

/*
 * xml_text - the words of the element that x stands on, up to its end.
 *
 * Takes    drop: an element whose words are left out ("old"), or NULL; aside:
 *          one whose words go to aside_out, or NULL.
 * Gives    white space as single blanks, none at the ends.
 * Fails    as xml_next().
 */
struct xml_parts {
	const char *drop, *aside;
	struct buf *aside_out;
};
int xml_text(struct xml *x, const struct xml_parts *parts, struct buf *out,
    struct err *e);

/* xml_fail - set *e to "file:line:column: sentence"; -1. */
int xml_fail(const struct xml *x, const char *what, struct err *e);

#endif
