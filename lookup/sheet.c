/* sheet.c - workbooks (ECMA-376). The XML of one comes in; each sheet as text
 * with commas goes out. */
#include "limit.h"
#include "unpack.h"
#include "xml.h"
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

/* All <t> below the element that x stands on (name), or its <v>. */
static int
text_read(struct xml *x, const char *name, struct buf *out, struct err *e)
{
	bool take = false;
	int type;

	buf_clear(out);
	if (xml_empty(x))
		return 0;
	while ((type = xml_next(x, e)) > 0) {
		bool leaf = xml_is(x, "t") || xml_is(x, "v");

		if (type == NODE_END && xml_is(x, name))
			return 0;
		if (type == NODE_BEGIN)
			take = leaf && !xml_empty(x);
		else if (type == NODE_END && leaf)
			take = false;
		else if (take)
			buf_puts(out, xml_value(x));
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
		if (type != NODE_BEGIN || !xml_is(x, "si"))
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
type_is(const char *type, const char *name)
{
	return type != NULL && strcmp(type, name) == 0;
}

static void
cell_put(struct buf *csv, const struct strings *s, const char *type,
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
	struct buf ref, type;
	bool typed;
	int column, rc;

	buf_init(&ref, 1000);
	buf_init(&type, 1000);
	column = xml_attribute(x, "r", &ref) ? column_of(buf_text(&ref)) : at;
	typed = xml_attribute(x, "t", &type);
	rc = text_read(x, "c", text, e);
	if (rc == 0 && column >= at && column < GRID_CELLS) {
		for (; at < column; at++)
			buf_putc(csv, ',');
		cell_put(
		    csv, s, typed ? buf_text(&type) : NULL, buf_text(text));
	}
	buf_free(&ref);
	buf_free(&type);
	return rc ? -1 : at;
}

static int
rows_read(struct xml *x, const struct strings *s, struct buf *text,
    struct buf *csv, struct err *e)
{
	int type, at = 0;

	while ((type = xml_next(x, e)) > 0) {
		if (xml_is(x, "row") && (type == NODE_END || xml_empty(x)))
			buf_putc(csv, '\n');
		if (type != NODE_BEGIN)
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
	struct xml *x = NULL;
	int rc;

	buf_init(&csv, LIMIT_SHEET_BYTES);
	buf_init(&text, LIMIT_ROW_BYTES);
	buf_init(&full, 1000);
	buf_printf(&full, "%.700s/%.200s", name, item->name + strlen(SHEETS));
	rc = xml_open(&x, buf_text(&full), item->p, item->n, e);
	if (rc == 0)
		rc = rows_read(x, s, &text, &csv, e);
	xml_close(x);
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
	struct xml *x = NULL;
	size_t i;
	int rc;

	for (i = 0; i < n && strcmp(item[i].name, SHARED) != 0; i++)
		continue;
	if (i == n)
		return 0;
	buf_init(&text, LIMIT_ROW_BYTES);
	rc = xml_open(&x, name, item[i].p, item[i].n, e);
	if (rc == 0)
		rc = strings_read(x, s, &text, e);
	xml_close(x);
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
