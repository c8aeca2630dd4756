/* format_index.c - the alphabetic index of ICD-10-CM as XML, and its tables of
 * neoplasms, drugs and external causes. A document comes in; entries go out.
 *
 * key: the terms from the main term down, split by " > ", and where there are
 * codes " = " and the first: a path may come twice. cells: enum index_cell for
 * an index; six codes by column for a table. Codes are without dot; "-" at the
 * end says that characters are to be added. */
#include "index.h"
#include "official.h"
#include "xml.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define DEPTH 16 /* terms in terms; real ones under 10 */

/* What an element of a term is kept as. */
static const struct {
	const char *element;
	enum index_cell cell;
} parts[] = {
	{ "code", INDEX_CODE },
	{ "manif", INDEX_MANIFESTATION },
	{ "see", INDEX_SEE },
	{ "seecat", INDEX_SEE },
	{ "subcat", INDEX_SEE },
	{ "seeAlso", INDEX_ALSO },
};
#define PARTS (sizeof(parts) / sizeof(parts[0]))

struct term {
	size_t path; /* length of the path with its own title */
	struct buf cell[INDEX_CELLS];
	bool told; /* some cell is not empty */
};
struct index {
	struct xml *x;
	struct edition *ed;
	struct import *im;
	struct term term[DEPTH]; /* term[0..depth) */
	size_t depth;
	bool table; /* of codes in columns */
	struct buf path, text, attribute, cells;
	struct grid at; /* the place, for what is said of bad rows */
};

/* The four documents by what their first lines say. */
static const struct {
	const char *mark, *series, *name;
	bool table;
} documents[] = {
	{ ">Substance<", "icd10cm.drug",
	    "ICD-10-CM table of drugs and chemicals", true },
	{ ">Neoplasm<", "icd10cm.neoplasm", "ICD-10-CM table of neoplasms",
	    true },
	{ "external cause", "icd10cm.eindex",
	    "ICD-10-CM index of external causes", false },
	{ "index", "icd10cm.index", "ICD-10-CM index", false },
};
#define DOCUMENTS (sizeof(documents) / sizeof(documents[0]))

static bool
index_recognise(const struct document *d)
{
	size_t n = d->n < 2000 ? d->n : 2000;

	return memmem(d->p, n, "<ICD10CM.index", 14) != NULL;
}

static size_t
document_kind(const struct document *d)
{
	char head[2001];
	size_t n = d->n < sizeof(head) - 1 ? d->n : sizeof(head) - 1, i;

	memcpy(head, d->p, n);
	head[n] = '\0';
	for (i = 0; i + 1 < DOCUMENTS; i++)
		if (strcasestr(head, documents[i].mark) != NULL)
			break;
	return i;
}

static bool
is_term(const struct xml *x)
{
	return xml_is(x, "mainTerm") || xml_is(x, "term");
}

/* Codes lose their dot; a cell that says "none" its dashes. */
static void
code_put(struct buf *out, const char *code)
{
	if (code[strspn(code, "- ")] == '\0')
		return;
	for (; *code != '\0'; code++)
		if (*code != '.')
			buf_putc(out, *code);
}

static void
cell_put(struct term *t, size_t cell, const char *text)
{
	struct buf *out = &t->cell[cell];

	if (text[0] == '\0')
		return;
	t->told = true;
	if (out->len > 0)
		buf_puts(out, "; ");
	if (cell <= INDEX_MANIFESTATION)
		code_put(out, text);
	else
		buf_puts(out, text);
}

/* The columns of a table are counted from 2: the first one is the title. */
static int
column_put(struct index *x, struct err *e)
{
	static const struct xml_parts none = { "old", NULL, NULL };
	struct term *t = &x->term[x->depth - 1];
	long column = 0;

	if (xml_attribute(x->x, "col", &x->attribute))
		column = strtol(buf_text(&x->attribute), NULL, 10);
	if (xml_text(x->x, &none, &x->text, e))
		return -1;
	if (!x->table || column < 2 || column > INDEX_COLUMNS + 1)
		return 0;
	t->told = true;
	buf_clear(&t->cell[column - 2]);
	code_put(&t->cell[column - 2], buf_text(&x->text));
	return 0;
}

static int
title_read(struct index *x, struct err *e)
{
	struct term *t = &x->term[x->depth - 1];
	struct buf nemod;
	struct xml_parts take = { "old", "nemod", &nemod };
	int rc;

	buf_init(&nemod, LINE_CELLS);
	rc = xml_text(x->x, &take, &x->text, e);
	x->path.data[x->path.len = x->depth > 1 ? t[-1].path : 0] = '\0';
	if (x->path.len > 0)
		buf_puts(&x->path, " > ");
	buf_puts(&x->path, buf_text(&x->text));
	t->path = x->path.len;
	if (!x->table && nemod.len > 0) {
		buf_clear(&t->cell[INDEX_NEMOD]);
		buf_puts(&t->cell[INDEX_NEMOD], buf_text(&nemod));
	}
	buf_free(&nemod);
	return rc;
}

static int
part_read(struct index *x, struct err *e)
{
	static const struct xml_parts none = { "old", NULL, NULL };
	size_t i;

	if (xml_is(x->x, "title"))
		return title_read(x, e);
	if (xml_is(x->x, "cell"))
		return column_put(x, e);
	for (i = 0; i < PARTS && !xml_is(x->x, parts[i].element); i++)
		continue;
	if (i == PARTS || x->table)
		return 0;
	if (xml_text(x->x, &none, &x->text, e))
		return -1;
	cell_put(&x->term[x->depth - 1], parts[i].cell, buf_text(&x->text));
	return 0;
}

static void
cells_make(struct index *x, const struct term *t)
{
	size_t n = x->table ? INDEX_COLUMNS : INDEX_CELLS, i;

	buf_clear(&x->cells);
	for (i = 0; i < n; i++) {
		if (i > 0)
			buf_putc(&x->cells, '\t');
		buf_puts(&x->cells, buf_text(&t->cell[i]));
	}
}

/* Terms that only hold others are no entries. */
static int
term_close(struct index *x, struct err *e)
{
	struct term *t = &x->term[--x->depth];
	int rc;

	if (!t->told)
		return 0;
	x->at.line = xml_line(x->x);
	import_progress(x->im, xml_left(x->x));
	if (t->path == 0)
		return edition_bad(
		    x->im, x->ed, &x->at, 0, "a term without a title", e);
	x->path.data[x->path.len = t->path] = '\0';
	cells_make(x, t);
	if (!x->table && t->cell[INDEX_CODE].len > 0)
		buf_printf(&x->path, " = %s", buf_text(&t->cell[INDEX_CODE]));
	if (x->path.full || x->cells.full)
		return xml_fail(x->x, "an endless term", e);
	rc = edition_put(
	    x->im, x->ed, &x->at, buf_text(&x->path), buf_text(&x->cells), e);
	return rc;
}

static int
term_open(struct index *x, struct err *e)
{
	struct term *t = &x->term[x->depth];
	size_t i;

	if (xml_empty(x->x))
		return 0;
	if (x->depth == DEPTH)
		return xml_fail(x->x, "terms in too many terms", e);
	t->path = 0;
	t->told = false;
	for (i = 0; i < INDEX_CELLS; i++)
		buf_clear(&t->cell[i]);
	x->depth++;
	return 0;
}

static int
terms_read(struct index *x, struct err *e)
{
	int node, rc = 0;

	while (rc == 0 && (node = xml_next(x->x, e)) > 0) {
		if (node == NODE_END && is_term(x->x) && x->depth > 0)
			rc = term_close(x, e);
		if (node != NODE_BEGIN)
			continue;
		if (is_term(x->x))
			rc = term_open(x, e);
		else if (x->depth > 0)
			rc = part_read(x, e);
	}
	return rc != 0 || node < 0 ? -1 : 0;
}

static void
index_free(struct index *x)
{
	size_t i, k;

	for (i = 0; i < DEPTH; i++)
		for (k = 0; k < INDEX_CELLS; k++)
			buf_free(&x->term[i].cell[k]);
	buf_free(&x->path);
	buf_free(&x->text);
	buf_free(&x->attribute);
	buf_free(&x->cells);
	xml_close(x->x);
}

static int
index_read(struct import *im, struct edition *ed, const struct document *d,
    bool table, struct err *e)
{
	struct index *x = arena_alloc(im->a, sizeof(*x));
	size_t i, k;
	int rc;

	if (x == NULL)
		return import_no_room(NULL, e);
	*x = (struct index){ .ed = ed,
		.im = im,
		.table = table,
		.at = { .name = d->name, .ended = true } };
	for (i = 0; i < DEPTH; i++)
		for (k = 0; k < INDEX_CELLS; k++)
			buf_init(&x->term[i].cell[k], LINE_CELLS);
	buf_init(&x->path, LINE_CELLS);
	buf_init(&x->text, LINE_CELLS);
	buf_init(&x->attribute, 1000);
	buf_init(&x->cells, LINE_CELLS);
	buf_puts(&x->path, " "); /* so that it has bytes to cut */
	rc = xml_open(&x->x, d->name, d->p, d->n, e) || terms_read(x, e);
	index_free(x);
	return rc ? -1 : 0;
}

static int
index_load(struct import *im, const struct document *d, struct err *e)
{
	size_t kind = document_kind(d);
	struct edition ed = { .series = documents[kind].series,
		.name = documents[kind].name,
		.publisher = "CDC/NCHS",
		.licence = "public domain",
		.calendar = FISCAL,
		.first = xml_day(d),
		.part = "",
		.notice = "" };

	if (edition_begin(im, &ed, e))
		return -1;
	if (ed.skip)
		return 0;
	if (index_read(im, &ed, d, documents[kind].table, e))
		return -1;
	return edition_end(im, &ed, e);
}

const struct official official_index = { .kind = "ICD-10-CM index",
	.recognise = index_recognise,
	.load = index_load };
