/* xml.c - bytes come in, the nodes of the XML that they are go out. */
#include "xml.h"
#include "limit.h"
#include <assert.h>
#include <libxml/xmlreader.h>
#include <stdlib.h>
#include <string.h>

struct xml {
	const char *name;
	xmlTextReader *r;
	size_t n;
};

int
xml_fail(const struct xml *x, const char *what, struct err *e)
{
	return err_set(e, ERR_STOP, "import", 0, "%.120s:%d:%d: %s", x->name,
	    x->r ? xmlTextReaderGetParserLineNumber(x->r) : 1,
	    x->r ? xmlTextReaderGetParserColumnNumber(x->r) : 1, what);
}

static void
xml_quiet(void *arg, const char *text, xmlParserSeverities severity,
    xmlTextReaderLocatorPtr at)
{
	(void)arg;
	(void)text;
	(void)severity;
	(void)at;
}

int
xml_open(
    struct xml **out, const char *name, const char *p, size_t n, struct err *e)
{
	struct xml *x = calloc(1, sizeof(*x));

	if (x == NULL)
		abort();
	*x = (struct xml){ .name = name, .n = n };
	*out = x;
	if (n == 0 || n > LIMIT_SHEET_BYTES)
		return xml_fail(
		    x, "empty or endless: name the plain text of it", e);
	x->r = xmlReaderForMemory(p, (int)n, NULL, NULL,
	    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	if (x->r == NULL)
		return xml_fail(x, "no XML", e);
	xmlTextReaderSetErrorHandler(x->r, xml_quiet, NULL);
	return 0;
}

void
xml_close(struct xml *x)
{
	if (x == NULL)
		return;
	xmlFreeTextReader(x->r);
	free(x);
}

int
xml_next(struct xml *x, struct err *e)
{
	int rc = xmlTextReaderRead(x->r);

	if (rc == 0)
		return NODE_NONE;
	if (rc < 0)
		return xml_fail(x, "the XML is damaged or cut short", e);
	switch (xmlTextReaderNodeType(x->r)) {
	case XML_READER_TYPE_DOCUMENT_TYPE:
	case XML_READER_TYPE_ENTITY_REFERENCE:
		return xml_fail(x,
		    "holds entities of its own, which no known file does", e);
	case XML_READER_TYPE_ELEMENT:
		return NODE_BEGIN;
	case XML_READER_TYPE_END_ELEMENT:
		return NODE_END;
	case XML_READER_TYPE_TEXT:
	case XML_READER_TYPE_CDATA:
	case XML_READER_TYPE_WHITESPACE:
	case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
		return NODE_TEXT;
	default:
		return NODE_OTHER;
	}
}

bool
xml_is(const struct xml *x, const char *name)
{
	const xmlChar *local = xmlTextReaderConstLocalName(x->r);

	return local != NULL && strcmp((const char *)local, name) == 0;
}

bool
xml_empty(const struct xml *x)
{
	return xmlTextReaderIsEmptyElement(x->r) == 1;
}

const char *
xml_value(const struct xml *x)
{
	const xmlChar *value = xmlTextReaderConstValue(x->r);

	return value != NULL ? (const char *)value : "";
}

bool
xml_attribute(const struct xml *x, const char *name, struct buf *out)
{
	xmlChar *value = xmlTextReaderGetAttribute(x->r, (const xmlChar *)name);

	buf_clear(out);
	if (value == NULL)
		return false;
	buf_puts(out, (const char *)value);
	xmlFree(value);
	return true;
}

size_t
xml_line(const struct xml *x)
{
	int line = xmlTextReaderGetParserLineNumber(x->r);

	return line > 0 ? (size_t)line : 1;
}

size_t
xml_left(const struct xml *x)
{
	long at = xmlTextReaderByteConsumed(x->r);

	return at > 0 && (size_t)at < x->n ? x->n - (size_t)at : 0;
}

/* Words behind what out holds, with one blank for any white space. */
static void
words_put(struct buf *out, const char *s)
{
	for (; *s != '\0'; s++) {
		bool blank = (unsigned char)*s <= ' ' || *s == 0x7f;

		if (!blank)
			buf_putc(out, *s);
		else if (out->len > 0 && out->data[out->len - 1] != ' ')
			buf_putc(out, ' ');
	}
}

static void
words_end(struct buf *out)
{
	if (out->len > 0 && out->data[out->len - 1] == ' ')
		out->data[--out->len] = '\0';
}

/* Where the words go that stand below the element on which x is. */
static struct buf *
words_place(const struct xml *x, const struct xml_parts *parts, struct buf *out)
{
	if (parts->drop != NULL && xml_is(x, parts->drop))
		return NULL;
	if (parts->aside == NULL || !xml_is(x, parts->aside))
		return out;
	assert(out != NULL && parts->aside_out != NULL);
	words_put(out, " ");
	words_put(parts->aside_out, " ");
	return parts->aside_out;
}

int
xml_text(struct xml *x, const struct xml_parts *parts, struct buf *out,
    struct err *e)
{
	struct buf *now = out;
	int depth = 0, turned = 0, node;

	assert(out != NULL);
	buf_clear(out);
	if (xml_empty(x))
		return 0;
	while ((node = xml_next(x, e)) > 0) {
		if (node == NODE_TEXT && now != NULL)
			words_put(now, xml_value(x));
		if (node == NODE_BEGIN && !xml_empty(x)) {
			depth++;
			if (turned == 0 &&
			    (now = words_place(x, parts, out)) != out)
				turned = depth;
		}
		if (node != NODE_END)
			continue;
		if (depth == turned) {
			now = out;
			turned = 0;
		}
		if (depth-- == 0)
			break;
	}
	words_end(out);
	if (parts->aside != NULL) {
		assert(parts->aside_out != NULL);
		words_end(parts->aside_out);
	}
	if (node == NODE_NONE)
		return xml_fail(x, "the XML is cut short", e);
	return node < 0 ? -1 : 0;
}
