/* format_tabular.c - the tabular list of ICD-10-CM as XML: what a node
 * includes, excludes and asks for besides. A document comes in; entries go
 * out.
 *
 * key: the node, a blank, the element as the XML names it. Nodes are codes
 * without dot, sections ("E08-E13") and chapters ("@4"). cells: its notes;
 * those of sevenChrDef begin with their character and a blank. "E11 within":
 * section and chapter of a category. "E08-E13 desc": the title of a section
 * or chapter; titles of codes stand in the order file.
 *
 * Codes of seven characters are no nodes: lookup_icd.c inherits. */
#include "official.h"
#include "xml.h"
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define DEPTH    12 /* diags in diags; real ones under 6 */
#define CATEGORY 3  /* characters of one */

/* Elements that are kept; all others are passed over. */
static const char *const elements[] = { "inclusionTerm", "includes",
	"excludes1", "excludes2", "codeFirst", "useAdditionalCode", "codeAlso",
	"sevenChrNote", "sevenChrDef", "notes", "instruction" };
#define ELEMENTS (sizeof(elements) / sizeof(elements[0]))

/* A chapter, section or diag that is open. */
struct node {
	char name[24]; /* "E11", "E08-E13", "@4"; "" until it is read */
	struct buf desc, note[ELEMENTS];
};
struct tabular {
	struct xml *x;
	struct edition *ed;
	struct import *im;
	struct node node[DEPTH]; /* node[0..depth) */
	size_t depth;
	struct buf text, attribute, key;
	struct grid at; /* the place, for what is said of bad rows */
};

static bool
tabular_recognise(const struct document *d)
{
	size_t n = d->n < 2000 ? d->n : 2000;

	return memmem(d->p, n, "<ICD10CM.tabular", 16) != NULL;
}

static bool
is_node(const struct xml *x)
{
	return xml_is(x, "diag") || xml_is(x, "section") ||
	       xml_is(x, "chapter");
}

static int
entry_put(struct tabular *t, const char *node, const char *what,
    const char *cells, struct err *e)
{
	buf_clear(&t->key);
	buf_printf(&t->key, "%s %s", node, what);
	t->at.line = xml_line(t->x);
	import_progress(t->im, xml_left(t->x));
	return edition_put(t->im, t->ed, &t->at, buf_text(&t->key), cells, e);
}

/* Section and chapter of a category: the nodes round it. */
static int
within_put(struct tabular *t, const struct node *n, struct err *e)
{
	const char *section = "", *chapter = "";
	struct buf cells;
	size_t i;
	int rc;

	for (i = 0; i + 1 < t->depth; i++) {
		if (t->node[i].name[0] == '@')
			chapter = t->node[i].name;
		else if (strchr(t->node[i].name, '-') != NULL)
			section = t->node[i].name;
	}
	buf_init(&cells, 100);
	buf_printf(&cells, "%s\t%s", section, chapter);
	rc = entry_put(t, n->name, "within", buf_text(&cells), e);
	buf_free(&cells);
	return rc;
}

static int
node_put(struct tabular *t, struct node *n, struct err *e)
{
	bool code = n->name[0] != '@' && strchr(n->name, '-') == NULL;
	size_t i;

	for (i = 0; i < ELEMENTS; i++)
		if (n->note[i].len > 0 && entry_put(t, n->name, elements[i],
					      buf_text(&n->note[i]), e))
			return -1;
	if (code && strlen(n->name) == CATEGORY)
		return within_put(t, n, e);
	if (!code && n->desc.len > 0)
		return entry_put(t, n->name, "desc", buf_text(&n->desc), e);
	return 0;
}

static int
node_bad(struct tabular *t, const char *what, struct err *e)
{
	t->at.line = xml_line(t->x);
	return edition_bad(t->im, t->ed, &t->at, 0, what, e);
}

static int
node_close(struct tabular *t, struct err *e)
{
	struct node *n = &t->node[t->depth - 1];
	int rc;

	if (n->name[0] == '\0')
		rc = node_bad(t, "a node without a code", e);
	else
		rc = node_put(t, n, e);
	t->depth--;
	return rc;
}

/* Letters and digits; the dot is left out. false: too long, or neither. */
static bool
name_copy(char *out, size_t size, const char *text)
{
	size_t n = 0;

	for (; *text != '\0'; text++) {
		if (*text == '.')
			continue;
		if ((!isupper((unsigned char)*text) &&
			!isdigit((unsigned char)*text) && *text != '-') ||
		    n + 1 == size)
			return false;
		out[n++] = *text;
	}
	out[n] = '\0';
	return n > 0;
}

/* A section has its name as an attribute: "E08-E13", or "E08" alone. */
static int
node_open(struct tabular *t, struct err *e)
{
	struct node *n = &t->node[t->depth];
	size_t i;

	if (xml_empty(t->x))
		return 0;
	if (t->depth == DEPTH)
		return xml_fail(t->x, "nodes in too many nodes", e);
	t->depth++;
	n->name[0] = '\0';
	buf_clear(&n->desc);
	for (i = 0; i < ELEMENTS; i++)
		buf_clear(&n->note[i]);
	if (!xml_is(t->x, "section"))
		return 0;
	xml_attribute(t->x, "id", &t->attribute);
	if (!name_copy(n->name, sizeof(n->name) - CATEGORY - 1,
		buf_text(&t->attribute)))
		n->name[0] = '\0';
	else if (strchr(n->name, '-') == NULL) {
		n->name[CATEGORY] = '\0';
		snprintf(n->name + strlen(n->name), CATEGORY + 2, "-%.3s",
		    buf_text(&t->attribute));
	}
	return 0;
}

static int
name_read(struct tabular *t, struct err *e)
{
	static const struct xml_parts parts = { "old", NULL, NULL };
	struct node *n = &t->node[t->depth - 1];
	bool chapter = t->depth == 1, named = n->name[0] != '\0';

	if (xml_text(t->x, &parts, &t->text, e))
		return -1;
	if (named)
		return 0;
	n->name[0] = '@';
	if (!name_copy(
		n->name + chapter, sizeof(n->name) - 1, buf_text(&t->text)))
		n->name[0] = '\0';
	return 0;
}

/* "A initial encounter": a character and what it means; else a note. */
static int
note_read(struct tabular *t, struct buf *out, bool character, struct err *e)
{
	static const struct xml_parts parts = { "old", NULL, NULL };

	buf_clear(&t->attribute);
	if (character)
		xml_attribute(t->x, "char", &t->attribute);
	if (xml_text(t->x, &parts, &t->text, e))
		return -1;
	if (t->text.len == 0)
		return 0;
	if (out->len > 0)
		buf_putc(out, '\t');
	if (character)
		buf_printf(out, "%.2s ", buf_text(&t->attribute));
	buf_puts(out, buf_text(&t->text));
	return out->full ? xml_fail(t->x, "endless notes", e) : 0;
}

/* The notes of element i, up to its end. Notes between the characters of
 * sevenChrDef explain them and are left out. */
static int
notes_read(struct tabular *t, size_t i, struct err *e)
{
	struct buf *out = &t->node[t->depth - 1].note[i];
	bool seventh = strcmp(elements[i], "sevenChrDef") == 0;
	int node;

	if (xml_empty(t->x))
		return 0;
	while ((node = xml_next(t->x, e)) > 0) {
		if (node == NODE_END && xml_is(t->x, elements[i]))
			return 0;
		if (node != NODE_BEGIN)
			continue;
		if ((seventh ? xml_is(t->x, "extension")
			     : xml_is(t->x, "note")) &&
		    note_read(t, out, seventh, e))
			return -1;
	}
	return node < 0 ? -1 : xml_fail(t->x, "the XML is cut short", e);
}

/* An element within a node. */
static int
part_read(struct tabular *t, struct err *e)
{
	static const struct xml_parts parts = { "old", NULL, NULL };
	struct node *n = &t->node[t->depth - 1];
	size_t i;

	if (xml_is(t->x, "name"))
		return name_read(t, e);
	if (xml_is(t->x, "desc"))
		return xml_text(t->x, &parts, &n->desc, e);
	for (i = 0; i < ELEMENTS; i++)
		if (xml_is(t->x, elements[i]))
			return notes_read(t, i, e);
	return 0;
}

/* Elements that hold names or descriptions of their own. */
static int
aside_skip(struct tabular *t, struct err *e)
{
	static const struct xml_parts parts = { NULL, NULL, NULL };

	return xml_text(t->x, &parts, &t->text, e);
}

static int
nodes_read(struct tabular *t, struct err *e)
{
	int node, rc = 0;

	while (rc == 0 && (node = xml_next(t->x, e)) > 0) {
		if (node == NODE_END && is_node(t->x))
			rc = node_close(t, e);
		if (node != NODE_BEGIN)
			continue;
		if (is_node(t->x))
			rc = node_open(t, e);
		else if (xml_is(t->x, "sectionIndex") ||
			 xml_is(t->x, "deactivated") ||
			 xml_is(t->x, "visualImpairment"))
			rc = aside_skip(t, e);
		else if (t->depth > 0)
			rc = part_read(t, e);
	}
	return rc != 0 || node < 0 ? -1 : 0;
}

static int
tabular_read(struct import *im, struct edition *ed, const struct document *d,
    struct err *e)
{
	struct tabular *t = arena_alloc(im->a, sizeof(*t));
	size_t i, k;
	int rc;

	if (t == NULL)
		return import_no_room(NULL, e);
	*t = (struct tabular){
		.ed = ed, .im = im, .at = { .name = d->name, .ended = true }
	};
	buf_init(&t->text, LINE_CELLS);
	buf_init(&t->attribute, 1000);
	buf_init(&t->key, 1000);
	for (i = 0; i < DEPTH; i++) {
		buf_init(&t->node[i].desc, LINE_CELLS);
		for (k = 0; k < ELEMENTS; k++)
			buf_init(&t->node[i].note[k], LINE_CELLS);
	}
	rc = xml_open(&t->x, d->name, d->p, d->n, e) || nodes_read(t, e);
	xml_close(t->x);
	for (i = 0; i < DEPTH; i++) {
		buf_free(&t->node[i].desc);
		for (k = 0; k < ELEMENTS; k++)
			buf_free(&t->node[i].note[k]);
	}
	buf_free(&t->text);
	buf_free(&t->attribute);
	buf_free(&t->key);
	return rc ? -1 : 0;
}

static int
tabular_load(struct import *im, const struct document *d, struct err *e)
{
	struct edition ed = { .series = "icd10cm.tabular",
		.name = "ICD-10-CM tabular list",
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
	if (tabular_read(im, &ed, d, e))
		return -1;
	return edition_end(im, &ed, e);
}

const struct official official_tabular = { .kind = "ICD-10-CM tabular list",
	.recognise = tabular_recognise,
	.load = tabular_load };
