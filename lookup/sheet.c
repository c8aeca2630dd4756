/* sheet.c - workbooks (ECMA-376). The XML of one comes in; each sheet as text
 * with commas goes out. Home of libxml2's reader: no entities, no network. */
#include "limit.h"
#include "unpack.h"
#include <libxml/xmlreader.h>
#include <stdlib.h>
#include <string.h>

#define SHARED "xl/sharedStrings.xml"
#define SHEETS "xl/worksheets/"

bool
sheet_is(const char *entry)
{
	return strncmp(entry, "xl/", 3) == 0 ||
	       strcmp(entry, "[Content_Types].xml") == 0 ||
	       strncmp(entry, "docProps/", 9) == 0 ||
	       strncmp(entry, "_rels/", 6) == 0 ||
	       strncmp(entry, "customXml/", 10) == 0;
}

/* One XML file under way. */
struct xml {
	const char *name;
	xmlTextReader *r;
};

static int
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

static int
xml_open(
    struct xml *x, const char *name, const struct item *item, struct err *e)
{
	x->name = name;
	x->r = NULL;
	if (item->n == 0 || item->n > LIMIT_SHEET_BYTES)
		return xml_fail(x,
		    "an empty or endless sheet: name the plain text of this "
		    "table",
		    e);
	x->r = xmlReaderForMemory(item->p, (int)item->n, NULL, NULL,
	    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	if (x->r == NULL)
		return xml_fail(x, "no XML", e);
	xmlTextReaderSetErrorHandler(x->r, xml_quiet, NULL);
	return 0;
}

/* The next node: its type, 0 at the end, -1. */
static int
xml_next(struct xml *x, struct err *e)
{
	int rc = xmlTextReaderRead(x->r), type;

	if (rc == 0)
		return 0;
	if (rc < 0)
		return xml_fail(x, "the sheet is damaged or cut short", e);
	type = xmlTextReaderNodeType(x->r);
	if (type == XML_READER_TYPE_DOCUMENT_TYPE ||
	    type == XML_READER_TYPE_ENTITY_REFERENCE)
		return xml_fail(x, "holds entities, which no sheet does", e);
	return type;
}

static bool
xml_is(const struct xml *x, const char *name)
{
	const xmlChar *local = xmlTextReaderConstLocalName(x->r);

	return local != NULL && strcmp((const char *)local, name) == 0;
}

/* All <t> below the element that x stands on (name), or its <v>. */
static int
text_read(struct xml *x, const char *name, struct buf *out, struct err *e)
{
	bool take = false;
	int type;

	buf_clear(out);
	if (xmlTextReaderIsEmptyElement(x->r))
		return 0;
	while ((type = xml_next(x, e)) > 0) {
		bool leaf = xml_is(x, "t") || xml_is(x, "v");

		if (type == XML_READER_TYPE_END_ELEMENT && xml_is(x, name))
			return 0;
		if (type == XML_READER_TYPE_ELEMENT)
			take = leaf && !xmlTextReaderIsEmptyElement(x->r);
		else if (type == XML_READER_TYPE_END_ELEMENT && leaf)
			take = false;
		else if (take && xmlTextReaderConstValue(x->r) != NULL)
			buf_puts(
			    out, (const char *)xmlTextReaderConstValue(x->r));
	}
	return type < 0 ? -1 : xml_fail(x, "the sheet is cut short", e);
}

struct strings {
	struct arena *a;
	const char **text;
	size_t n, max;
};

static int
strings_read(struct xml *x, struct strings *s, struct buf *text, struct err *e)
{
	int type;

	while ((type = xml_next(x, e)) > 0) {
		if (type != XML_READER_TYPE_ELEMENT || !xml_is(x, "si"))
			continue;
		if (text_read(x, "si", text, e))
			return -1;
		s->text =
		    import_grow(s->a, s->text, s->n, &s->max, sizeof(*s->text));
		if (s->text == NULL)
			return xml_fail(x, "too many words", e);
		s->text[s->n] = arena_strdup(s->a, buf_text(text));
		if (s->text[s->n++] == NULL)
			return xml_fail(x, "too many words", e);
	}
	return type;
}

/* "AB12" to 27; -1 for what is none. */
static int
column_of(const char *ref)
{
	int n = 0;

	for (; *ref >= 'A' && *ref <= 'Z' && n < 100000; ref++)
		n = n * 26 + (*ref - 'A' + 1);
	return n - 1;
}

/* Excel keeps 20020701 as 2.0020701E7 and 75.07 as 75.069999999999993. */
static void
number_put(struct buf *csv, const char *text)
{
	char *end;
	double d = strtod(text, &end);

	if (*end == '\0' && end != text &&
	    (strchr(text, 'E') != NULL || strlen(text) > 15))
		buf_printf(csv, "%.15g", d);
	else
		buf_puts(csv, text);
}

static void
quoted_put(struct buf *csv, const char *text)
{
	buf_putc(csv, '"');
	for (; *text != '\0'; text++) {
		if (*text == '"')
			buf_putc(csv, '"');
		buf_putc(csv, *text);
	}
	buf_putc(csv, '"');
}

static bool
type_is(const xmlChar *type, const char *name)
{
	return type != NULL && strcmp((const char *)type, name) == 0;
}

static void
cell_put(struct buf *csv, const struct strings *s, const xmlChar *type,
    const char *text)
{
	unsigned long i;
	char *end;

	if (type_is(type, "s")) {
		i = strtoul(text, &end, 10);
		if (end != text && *end == '\0' && i < s->n)
			quoted_put(csv, s->text[i]);
	} else if (type == NULL || type_is(type, "n")) {
		number_put(csv, text);
	} else {
		quoted_put(csv, text);
	}
}

/* The cell that x stands on, behind `at` cells of its row; the new count. */
static int
cell_read(struct xml *x, const struct strings *s, struct buf *text,
    struct buf *csv, int at, struct err *e)
{
	xmlChar *ref = xmlTextReaderGetAttribute(x->r, (const xmlChar *)"r");
	xmlChar *type = xmlTextReaderGetAttribute(x->r, (const xmlChar *)"t");
	int column = ref ? column_of((const char *)ref) : at, rc;

	rc = text_read(x, "c", text, e);
	if (rc == 0 && column >= at && column < GRID_CELLS) {
		for (; at < column; at++)
			buf_putc(csv, ',');
		cell_put(csv, s, type, buf_text(text));
	}
	xmlFree(ref);
	xmlFree(type);
	return rc ? -1 : at;
}

static int
rows_read(struct xml *x, const struct strings *s, struct buf *text,
    struct buf *csv, struct err *e)
{
	int type, at = 0;

	while ((type = xml_next(x, e)) > 0) {
		if (xml_is(x, "row") && (type == XML_READER_TYPE_END_ELEMENT ||
					    xmlTextReaderIsEmptyElement(x->r)))
			buf_putc(csv, '\n');
		if (type != XML_READER_TYPE_ELEMENT)
			continue;
		if (xml_is(x, "row"))
			at = 0;
		if (!xml_is(x, "c"))
			continue;
		at = cell_read(x, s, text, csv, at, e);
		if (at < 0)
			return -1;
		if (csv->full)
			return xml_fail(x, "an endless sheet", e);
	}
	return type;
}

static int
sheet_table(const char *name, const struct item *item, const struct strings *s,
    unpack_work *work, void *arg, struct err *e)
{
	struct buf csv, text, full;
	struct document d;
	struct xml x;
	int rc;

	buf_init(&csv, LIMIT_SHEET_BYTES);
	buf_init(&text, LIMIT_ROW_BYTES);
	buf_init(&full, 1000);
	buf_printf(&full, "%.700s/%.200s", name, item->name + strlen(SHEETS));
	rc = xml_open(&x, buf_text(&full), item, e);
	if (rc == 0)
		rc = rows_read(&x, s, &text, &csv, e);
	xmlFreeTextReader(x.r);
	d = (struct document){ buf_text(&full), buf_text(&csv), csv.len };
	if (rc == 0 && csv.len > 0)
		rc = work(arg, &d, e);
	buf_free(&full);
	buf_free(&text);
	buf_free(&csv);
	return rc;
}

static int
shared_read(const char *name, const struct item *item, size_t n,
    struct strings *s, struct err *e)
{
	struct buf text;
	struct xml x;
	size_t i;
	int rc;

	for (i = 0; i < n && strcmp(item[i].name, SHARED) != 0; i++)
		continue;
	if (i == n)
		return 0;
	buf_init(&text, LIMIT_ROW_BYTES);
	rc = xml_open(&x, name, &item[i], e);
	if (rc == 0)
		rc = strings_read(&x, s, &text, e);
	xmlFreeTextReader(x.r);
	buf_free(&text);
	return rc;
}

int
sheet_tables(const char *name, const struct item *item, size_t n,
    unpack_work *work, void *arg, struct err *e)
{
	struct strings s = { .a = arena_new(LIMIT_SHEET_ARENA) };
	int rc = shared_read(name, item, n, &s, e);
	bool known = false;
	size_t i;

	for (i = 0; rc >= 0 && i < n; i++) {
		if (strncmp(item[i].name, SHEETS, strlen(SHEETS)) != 0 ||
		    strchr(item[i].name + strlen(SHEETS), '/') != NULL)
			continue;
		rc = sheet_table(name, &item[i], &s, work, arg, e);
		known |= rc == 1;
	}
	arena_free(s.a);
	return rc < 0 ? -1 : known;
}
