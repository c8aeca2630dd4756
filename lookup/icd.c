/* icd.c - a code of ICD-10-CM comes in; what the tabular list says of it, and
 * of all that stands above it, goes out. */
#include "icd.h"
#include "lookup_open.h"
#include <ctype.h>
#include <string.h>

#define TABULAR      "icd10cm.tabular"
#define EXEMPT       "icd10cm.poa"
#define CATEGORY     3
#define ICD_PACK_MAX 200 /* codes of one header in a pack; ours: 30 */

/* Elements of the XML as format_tabular.c keys them. */
static const struct {
	const char *word;
	enum icd_kind kind;
	bool inherited;
} elements[] = {
	{ "inclusionTerm", ICD_INCLUSION, false },
	{ "includes", ICD_INCLUDES, true },
	{ "excludes1", ICD_EXCLUDES1, true },
	{ "excludes2", ICD_EXCLUDES2, true },
	{ "codeFirst", ICD_CODE_FIRST, true },
	{ "useAdditionalCode", ICD_USE_ADDITIONAL, true },
	{ "codeAlso", ICD_CODE_ALSO, true },
	{ "sevenChrNote", ICD_SEVENTH_NOTE, true },
	{ "sevenChrDef", ICD_SEVENTH, true },
	{ "notes", ICD_NOTES, true },
	{ "instruction", ICD_NOTES, true },
};
#define ELEMENTS (sizeof(elements) / sizeof(elements[0]))

const char *
icd_show(struct arena *a, const char *code)
{
	if (strlen(code) <= CATEGORY)
		return arena_strdup(a, code);
	return arena_printf(a, "%.3s.%s", code, code + CATEGORY);
}

int
icd_exempt(struct lookup *l, struct arena *a, const char *code, date on,
    struct source *out, enum known *known_out, struct err *e)
{
	struct entry n = { 0 };
	int rc = entry_find(l, a, EXEMPT, code, on, &n, e);

	if (n.told != NULL)
		*out = edition_source(n.told, icd_show(a, code), on);
	entry_days(&n, out);
	*known_out = n.known;
	return rc;
}

/* Codes of the pack that begin so. */
static int
pack_billable(struct lookup *l, struct arena *a, const char *header, date on,
    size_t max, struct code_row *out, size_t *n_out, struct err *e)
{
	struct db_row *r = db_begin(l->db, LOOKUP_CODE_BELOW);
	const char *code[ICD_PACK_MAX];
	size_t n = 0, i;
	int rc;

	db_bind_text(r, 1, lookup_system_word(CODE_ICD10CM));
	db_bind_text(r, 2, header);
	db_bind_number(r, 3, on);
	while ((rc = db_step(r, e)) == 1 && n < max && n < ICD_PACK_MAX)
		code[n++] = db_copy(r, 0, a);
	db_end(r);
	if (rc < 0)
		return -1;
	for (i = 0; i < n; i++) {
		if (code[i] == NULL)
			return lookup_no_room(e);
		rc = lookup_pack_code(
		    l, a, CODE_ICD10CM, code[i], on, &out[*n_out], e);
		if (rc < 0)
			return -1;
		*n_out += (size_t)rc;
	}
	return 0;
}

int
icd_billable(struct lookup *l, struct arena *a, const char *header, date on,
    size_t max, struct code_row **out, size_t *n_out, size_t *all_out,
    struct err *e)
{
	bool early;

	if (edition_on(l, "icd10cm", on, &early) != NULL)
		return lookup_children(
		    l, a, header, on, max, out, n_out, all_out, e);
	*n_out = 0;
	*out = arena_array(a, max, sizeof(**out));
	if (*out == NULL)
		return lookup_no_room(e);
	if (pack_billable(l, a, header, on, max, *out, n_out, e))
		return -1;
	*all_out = *n_out;
	return 0;
}

/* Notes under way. */
struct gathering {
	struct lookup *l;
	struct arena *a;
	const struct source_row *told;
	struct icd_notes *out;
	bool seventh; /* a nearer node has them */
	char *section, *chapter;
};

static int
element_of(const char *word)
{
	size_t i;

	for (i = 0; i < ELEMENTS; i++)
		if (strcmp(elements[i].word, word) == 0)
			return (int)i;
	return -1;
}

static const char *
node_show(struct arena *a, const char *node)
{
	if (node[0] == '@')
		return arena_printf(a, "chapter %s", node + 1);
	if (strchr(node, '-') != NULL)
		return arena_strdup(a, node);
	return icd_show(a, node);
}

/* The notes of one element, split by tabs. */
static int
notes_add(struct gathering *g, enum icd_kind kind, const char *node, char *text)
{
	char *next;

	for (; text != NULL; text = next) {
		struct icd_note note = { .kind = kind, .node = node };

		next = strchr(text, '\t');
		if (next != NULL)
			*next++ = '\0';
		if (kind == ICD_SEVENTH && text[0] != '\0' && text[1] == ' ') {
			note.character = text[0];
			text += 2;
		}
		note.text = text;
		if (g->out->n < ICD_NOTES_MAX)
			g->out->item[g->out->n++] = note;
	}
	return 0;
}

static int
within_take(struct gathering *g, char *cells)
{
	char *tab = strchr(cells, '\t');

	if (tab == NULL)
		return 0;
	*tab = '\0';
	g->section = cells;
	g->chapter = tab + 1;
	return 0;
}

static int
row_take(struct gathering *g, struct db_row *r, const char *node, bool own)
{
	const char *word = strchr(db_text(r, 0), ' ');
	char *cells = db_copy(r, 1, g->a);
	int i;

	if (cells == NULL || word == NULL)
		return -1;
	if (strcmp(word + 1, "within") == 0)
		return within_take(g, cells);
	i = element_of(word + 1);
	if (i < 0 || (!own && !elements[i].inherited))
		return 0;
	if (elements[i].kind == ICD_SEVENTH ||
	    elements[i].kind == ICD_SEVENTH_NOTE) {
		if (g->seventh)
			return 0;
	}
	node = node_show(g->a, node);
	return node ? notes_add(g, elements[i].kind, node, cells) : -1;
}

/* The notes that stand at one node. */
static int
node_take(struct gathering *g, const char *node, bool own, struct err *e)
{
	const char *from = arena_printf(g->a, "%s ", node);
	size_t before = g->out->n;
	struct db_row *r;
	int rc;

	if (from == NULL)
		return lookup_no_room(e);
	r = db_begin(g->l->db, LOOKUP_ENTRY_BELOW);
	db_bind_text(r, 1, TABULAR);
	db_bind_text(r, 2, from);
	db_bind_number(r, 3, g->told->from);
	while ((rc = db_step(r, e)) == 1)
		if (row_take(g, r, node, own)) {
			rc = lookup_no_room(e);
			break;
		}
	db_end(r);
	for (; before < g->out->n; before++)
		g->seventh |= g->out->item[before].kind == ICD_SEVENTH;
	return rc;
}

/* A code may end in a seventh character, which is no node of its own. */
static int
nodes_take(struct gathering *g, const char *code, struct err *e)
{
	size_t n = strlen(code);
	char *node = arena_strdup(g->a, code);

	if (node == NULL)
		return lookup_no_room(e);
	for (; n >= CATEGORY; n--) {
		node[n] = '\0';
		if (node_take(g, node, code[n] == '\0', e))
			return -1;
	}
	if (g->section != NULL && node_take(g, g->section, false, e))
		return -1;
	if (g->chapter != NULL && node_take(g, g->chapter, false, e))
		return -1;
	return 0;
}

int
icd_notes(struct lookup *l, struct arena *a, const char *code, date on,
    struct icd_notes *out, struct err *e)
{
	struct gathering g = { .l = l, .a = a, .out = out };
	bool early;

	*out = (struct icd_notes){ .known = KNOWN_NOT_LOADED };
	g.told = edition_on(l, TABULAR, on, &early);
	if (g.told == NULL || strlen(code) < CATEGORY)
		return 0;
	out->item = arena_array(a, ICD_NOTES_MAX, sizeof(*out->item));
	if (out->item == NULL)
		return lookup_no_room(e);
	if (nodes_take(&g, code, e))
		return -1;
	out->source = edition_source(g.told, icd_show(a, code), on);
	out->known = early ? KNOWN_OUTSIDE : KNOWN_VALID;
	return !early;
}

/* "E11.65" at s to "E1165"; the end of it, NULL where it is no code. */
static const char *
code_at(const char *s, char out[9])
{
	size_t n = 0;

	if (!isupper((unsigned char)s[0]))
		return NULL;
	for (; n < 8 &&
	       (isupper((unsigned char)*s) || isdigit((unsigned char)*s) ||
		   (*s == '.' && n == CATEGORY));
	     s++)
		if (*s != '.')
			out[n++] = *s;
	out[n] = '\0';
	if (n < CATEGORY || n > 7 || isalnum((unsigned char)*s) ||
	    (!isdigit((unsigned char)out[1]) &&
		!isdigit((unsigned char)out[2])))
		return NULL;
	return s;
}

/* Categories with a letter stand where the order file has them, not where the
 * alphabet has: C43, C4A, C44 (order files FY2017 to FY2026). Others, such as
 * O9A, lie behind the last number of their row. */
static const struct {
	char category[CATEGORY + 1], before[CATEGORY + 1];
} lettered[] = {
	{ "C4A", "C43" },
	{ "C7A", "C75" },
	{ "C7B", "C75" },
	{ "D3A", "D36" },
	{ "J4A", "J44" },
	{ "M1A", "M08" },
	{ "Z3A", "Z36" },
};

/* "C43" and a letter behind it for C4A; the category itself for most. */
static void
category_place(const char *code, char out[CATEGORY + 2])
{
	size_t i;

	memcpy(out, code, CATEGORY);
	out[CATEGORY] = out[CATEGORY + 1] = '\0';
	for (i = 0; i < sizeof(lettered) / sizeof(lettered[0]); i++)
		if (strncmp(code, lettered[i].category, CATEGORY) == 0) {
			memcpy(out, lettered[i].before, CATEGORY);
			out[CATEGORY] = code[CATEGORY - 1];
		}
}

/* As the order file goes, over the length of the end of a range. */
static int
order_compare(const char *code, const char *end)
{
	char a[CATEGORY + 2], b[CATEGORY + 2];
	int rc;

	category_place(code, a);
	category_place(end, b);
	rc = strcmp(a, b);
	return rc != 0 ? rc
		       : strncmp(code + CATEGORY, end + CATEGORY,
			     strlen(end) - CATEGORY);
}

static bool
within(const char *code, const char *from, const char *to)
{
	return strlen(code) >= CATEGORY && order_compare(code, from) >= 0 &&
	       order_compare(code, to) <= 0;
}

/* A code, "E08.-" for all below it, or a range of them at s. */
static const char *
named_at(const char *s, const char *code, bool *covers_out)
{
	char from[9], to[9];
	const char *end = code_at(s, from);

	if (end == NULL)
		return NULL;
	memcpy(to, from, sizeof(to));
	if (*end == '-' && code_at(end + 1, to) != NULL)
		end = code_at(end + 1, to);
	else if (*end == '.' && end[1] == '-')
		end += 2;
	else if (*end == '-')
		end++;
	*covers_out |= within(code, from, to);
	return end;
}

bool
icd_covers(const char *note, const char *code)
{
	const char *s = note, *end;
	bool covers = false;
	int depth = 0; /* of brackets: vitamin B12 outside is no code */

	while (*s != '\0') {
		bool first = depth > 0 && !isalnum((unsigned char)s[-1]);

		depth += (*s == '(' || *s == '[') - (*s == ')' || *s == ']');
		end = first ? named_at(s, code, &covers) : NULL;
		s = end != NULL ? end : s + 1;
	}
	return covers;
}

/* "(T36-T50 with fifth or sixth character 5)": words behind a code. */
static bool
conditional(const char *text)
{
	return strstr(text, " with fi") != NULL ||
	       strstr(text, " with fo") != NULL ||
	       strstr(text, " with si") != NULL ||
	       strstr(text, "final character") != NULL;
}

static int
clash_one(struct lookup *l, struct arena *a, enum icd_kind kind,
    const char *one, const char *other, date on, struct icd_clash *out,
    enum known *known_out, struct err *e)
{
	struct icd_notes notes = { 0 };
	size_t i;
	int rc = icd_notes(l, a, one, on, &notes, e);

	*known_out = notes.known;
	for (i = 0; rc == 1 && i < notes.n; i++) {
		const struct icd_note *note = &notes.item[i];

		if (note->kind != kind || conditional(note->text) ||
		    !icd_covers(note->text, other))
			continue;
		*out = (struct icd_clash){ one, other, *note, notes.source };
		return 1;
	}
	return rc < 0 ? -1 : 0;
}

int
icd_clash(struct lookup *l, struct arena *a, enum icd_kind kind,
    const char *one, const char *other, date on, struct icd_clash *out,
    enum known *known_out, struct err *e)
{
	int rc = clash_one(l, a, kind, one, other, on, out, known_out, e);

	if (rc != 0)
		return rc;
	return clash_one(l, a, kind, other, one, on, out, known_out, e);
}
