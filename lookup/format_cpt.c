/* format_cpt.c - the AMA's descriptors: long (split by tabs, or fixed lines
 * that go on), medium, short; and its list of modifiers. A document comes in;
 * entries go out, where a licence is recorded.
 *
 * Layouts: AMA "CPT standard" folder: LONGULT, LONGULF, MEDU, SHORTU, MODUL. */
#include "cpt.h"
#include "licence.h"
#include <ctype.h>
#include <string.h>
#include <strings.h>

#define PREAMBLE_BYTES 16384 /* some thirty lines */
#define MEDIUM_FROM    7     /* columns of the text, from 1 */
#define MEDIUM_TO      54
#define SHORT_TO       34 /* a line that goes on behind it is of MEDU */
#define LOOK_LINES     20 /* by which a layout is told */

bool
cpt_owned(const struct document *d)
{
	static const char owner[] = "american medical association";
	static const char *const own[] = { "longult", "longulf", "medu.",
		"shortu.", "modul.", "consumerdescriptor",
		"cliniciandescriptor", "deleted_dtk", "history_dtk" };
	size_t i, n = d->n < PREAMBLE_BYTES ? d->n : PREAMBLE_BYTES;

	for (i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		if (name_has(d->name, own[i]))
			return true;
	for (i = 0; i + sizeof(owner) <= n; i++)
		if (strncasecmp(d->p + i, owner, sizeof(owner) - 1) == 0)
			return true;
	return false;
}

static int
gate_fail(const struct import *im, const char *what, struct err *e)
{
	size_t n = strlen(im->document);

	return err_set(e, ERR_STOP, "import", 0, "%s: text of the AMA: %s",
	    im->document + (n > 100 ? n - 100 : 0), what);
}

/* Text is stored only for who may show it: the edition's year at most. */
static int
gate_check(struct import *im, date first, struct err *e)
{
	struct licence licence;
	int rc = licence_read(im->db, im->a, &licence, e);

	if (rc < 0)
		return -1;
	if (rc == 0)
		return gate_fail(im,
		    "it is stored only for a licensed operator: 'consultctl "
		    "license set HOLDER YEAR' records the licence",
		    e);
	if (first / 10000 > licence.year)
		return gate_fail(im,
		    "of a later year than the licence that is recorded: "
		    "'consultctl license set HOLDER YEAR' records a new one",
		    e);
	return 0;
}

int
cpt_begin(struct import *im, const struct document *d, const char *series,
    const char *name, struct edition *out, struct err *e)
{
	*out = (struct edition){ .series = series,
		.name = name,
		.publisher = "AMA",
		.licence = "CPT: AMA; under the licence that is recorded",
		.calendar = YEARLY,
		.first = name_day(d->name),
		.part = "",
		.notice = "" };
	if (gate_check(im, im->effective ? im->effective : out->first, e))
		return -1;
	return edition_begin(im, out, e);
}

int
cpt_put(struct import *im, struct edition *ed, const struct grid *g,
    const char *key, const char *const *cell, size_t n, struct err *e)
{
	struct buf cells;
	int rc;

	buf_init(&cells, LINE_CELLS);
	cells_join(&cells, cell, n);
	rc = edition_put(im, ed, g, key, buf_text(&cells), e);
	buf_free(&cells);
	return rc;
}

static bool
line_blank(const char *p, const char *to)
{
	while (p < to && isspace((unsigned char)*p))
		p++;
	return p == to;
}

/* Behind the last blank line that something follows. */
static const char *
body_find(const struct document *d)
{
	const char *body = d->p, *blank = NULL, *line = d->p, *to;
	const char *end = d->p + d->n;

	for (; line < end; line = to + 1) {
		to = memchr(line, '\n', (size_t)(end - line));
		if (to == NULL)
			to = end;
		if (line_blank(line, to)) {
			blank = to < end ? to + 1 : end;
		} else if (blank != NULL) {
			body = blank;
			blank = NULL;
		}
		if (to == end)
			break;
	}
	return body;
}

/* Lines are passed over one by one, so that they are counted. */
void
cpt_body(struct grid *g, const struct document *d)
{
	struct err ignored = { 0 };
	const char *body = body_find(d);

	grid_open(g, d->name, d->p, d->n);
	g->separator = '\t';
	while (g->p < body && grid_line(g, &ignored) == 1)
		continue;
}

static bool
long_row(const struct grid *g)
{
	return g->cells == 2 && text_code(g->cell[0]) &&
	       g->cell[1][0] != '\0' && !text_code(g->cell[1]);
}

/* "9X001 The text": code at 1-5, a blank at 6. */
static bool
line_code(const struct grid *g, char code[6])
{
	if (g->raw_n < MEDIUM_FROM)
		return false;
	memcpy(code, g->raw, 5);
	code[5] = '\0';
	return text_code(code) && g->raw[5] == ' ';
}

/* LONGULF: two digits of the line's number at 6-7, text from 9 on. */
static bool
line_numbered(const struct grid *g, char code[6])
{
	if (g->raw_n < 9)
		return false;
	memcpy(code, g->raw, 5);
	code[5] = '\0';
	return text_code(code) && isdigit((unsigned char)g->raw[5]) &&
	       isdigit((unsigned char)g->raw[6]) && g->raw[7] == ' ';
}

enum layout {
	OTHER,
	TABS,
	NUMBERED,
	FIXED
};

/* By the first line behind the preamble. */
static enum layout
layout_find(const struct document *d)
{
	struct err ignored = { 0 };
	enum layout layout = OTHER;
	char code[6];
	struct grid g;

	if (!cpt_owned(d))
		return OTHER;
	cpt_body(&g, d);
	if (grid_next(&g, &ignored) == 1 && long_row(&g))
		layout = TABS;
	grid_close(&g);
	if (layout != OTHER)
		return layout;
	cpt_body(&g, d);
	if (grid_line(&g, &ignored) == 1 &&
	    memchr(g.raw, '\t', g.raw_n) == NULL)
		layout = line_code(&g, code)       ? FIXED
			 : line_numbered(&g, code) ? NUMBERED
						   : OTHER;
	grid_close(&g);
	return layout;
}

static bool
text_recognise(const struct document *d)
{
	return layout_find(d) != OTHER;
}

/* MEDU has 48 columns of text, SHORTU 28: the name tells, else the width. */
static bool
fixed_is_medium(const struct document *d)
{
	struct err ignored = { 0 };
	bool medium = name_has(d->name, "medu");
	struct grid g;
	int i;

	if (medium || name_has(d->name, "shortu"))
		return medium;
	cpt_body(&g, d);
	for (i = 0; i < LOOK_LINES && grid_line(&g, &ignored) == 1; i++)
		medium |= !line_blank(
		    g.raw + (g.raw_n < SHORT_TO ? g.raw_n : SHORT_TO),
		    g.raw + g.raw_n);
	grid_close(&g);
	return medium;
}

static int
tabs_load(struct import *im, struct edition *ed, struct grid *g, struct err *e)
{
	int rc;

	while ((rc = grid_next(g, e)) == 1) {
		const char *text = grid_cell(g, 1);

		if (long_row(g) ? cpt_put(im, ed, g, g->cell[0], &text, 1, e)
				: edition_bad(im, ed, g, 0,
				      "not a code, a tab and a text", e))
			return -1;
	}
	return rc;
}

static int
fixed_load(struct import *im, struct edition *ed, struct grid *g, struct err *e)
{
	char code[6];
	int rc;

	while ((rc = grid_line(g, e)) == 1) {
		struct buf text;
		const char *cell;
		bool fits = line_code(g, code);

		if (line_blank(g->raw, g->raw + g->raw_n))
			continue;
		buf_init(&text, LINE_CELLS);
		grid_slice(g, MEDIUM_FROM, MEDIUM_TO, &text);
		cell = buf_text(&text);
		rc = fits ? cpt_put(im, ed, g, code, &cell, 1, e)
			  : edition_bad(im, ed, g, 0,
				"not a code, a blank and a text", e);
		buf_free(&text);
		if (rc != 0)
			return -1;
	}
	return rc;
}

/* A code whose lines are being put together. */
struct whole {
	char code[6];
	struct buf text;
};

static int
whole_put(struct import *im, struct edition *ed, const struct grid *g,
    struct whole *w, struct err *e)
{
	const char *text = buf_text(&w->text);
	int rc = w->code[0] != '\0' ? cpt_put(im, ed, g, w->code, &text, 1, e)
				    : 0;

	buf_clear(&w->text);
	return rc;
}

static int
numbered_line(struct import *im, struct edition *ed, const struct grid *g,
    struct whole *w, struct err *e)
{
	char code[6];

	if (line_blank(g->raw, g->raw + g->raw_n))
		return 0;
	if (!line_numbered(g, code))
		return edition_bad(
		    im, ed, g, 0, "not a code, a number and a text", e);
	if (strcmp(code, w->code) != 0) {
		if (whole_put(im, ed, g, w, e))
			return -1;
		memcpy(w->code, code, sizeof(code));
	} else {
		buf_putc(&w->text, ' ');
	}
	grid_slice(g, 9, g->raw_n, &w->text);
	return 0;
}

static int
numbered_load(
    struct import *im, struct edition *ed, struct grid *g, struct err *e)
{
	struct whole w = { "", { 0 } };
	int rc;

	buf_init(&w.text, LINE_CELLS);
	while ((rc = grid_line(g, e)) == 1)
		if (numbered_line(im, ed, g, &w, e)) {
			rc = -1;
			break;
		}
	if (rc == 0)
		rc = whole_put(im, ed, g, &w, e);
	buf_free(&w.text);
	return rc;
}

static int
text_load(struct import *im, const struct document *d, struct err *e)
{
	enum layout layout = layout_find(d);
	bool medium = layout == FIXED && fixed_is_medium(d);
	const char *series = layout != FIXED ? CPT_LONG
			     : medium        ? CPT_MEDIUM
					     : CPT_SHORT;
	const char *name = layout != FIXED ? "CPT, long descriptions"
			   : medium        ? "CPT, medium descriptions"
					   : "CPT, short descriptions";
	struct edition ed;
	struct grid g;
	int rc;

	if (cpt_begin(im, d, series, name, &ed, e))
		return -1;
	if (ed.skip)
		return 0;
	cpt_body(&g, d);
	rc = layout == TABS       ? tabs_load(im, &ed, &g, e)
	     : layout == NUMBERED ? numbered_load(im, &ed, &g, e)
				  : fixed_load(im, &ed, &g, e);
	grid_close(&g);
	return rc ? -1 : edition_end(im, &ed, e);
}

const struct official official_cpt_text = { .kind = "CPT descriptions",
	.recognise = text_recognise,
	.load = text_load };

/* MODUL: headings and paragraphs; a modifier begins one. Blank lines stand
 * everywhere, so no preamble can be cut: it ends with "Appendix A". */
static bool
modifier_recognise(const struct document *d)
{
	struct err ignored = { 0 };
	bool found = false;
	struct grid g;
	int i;

	if (!cpt_owned(d))
		return false;
	grid_open(&g, d->name, d->p, d->n);
	for (i = 0; i < 200 && !found && grid_line(&g, &ignored) == 1; i++)
		found = g.raw_n >= 10 && strncmp(g.raw, "Appendix A", 10) == 0;
	grid_close(&g);
	return found;
}

/* "22 Text", "P1: Text", "1P Text": the modifier, and where its text begins. */
static const char *
modifier_begin(const char *line, char modifier[3])
{
	if (!isalnum((unsigned char)line[0]) ||
	    islower((unsigned char)line[0]) ||
	    !isalnum((unsigned char)line[1]) ||
	    islower((unsigned char)line[1]) ||
	    (isalpha((unsigned char)line[0]) &&
		isalpha((unsigned char)line[1])) ||
	    (line[2] != ' ' && line[2] != ':'))
		return NULL;
	memcpy(modifier, line, 2);
	modifier[2] = '\0';
	return line + 2 + strspn(line + 2, ": ");
}

static int
modifier_lines(
    struct import *im, struct edition *ed, struct grid *g, struct err *e)
{
	struct whole w = { "", { 0 } };
	bool begun = false, fresh = true;
	int rc;

	buf_init(&w.text, LINE_CELLS);
	while ((rc = grid_line(g, e)) == 1) {
		const char *line = g->cell[0] + strspn(g->cell[0], " \t");
		char modifier[3];
		const char *text = fresh ? modifier_begin(line, modifier)
					 : NULL;

		fresh = *line == '\0';
		if (strncmp(line, "Level II", 8) == 0)
			break; /* those are CMS's, and come with HCPCS */
		begun |= strncmp(line, "Appendix A", 10) == 0;
		if (!begun)
			continue;
		if ((fresh || text != NULL) && whole_put(im, ed, g, &w, e)) {
			rc = -1;
			break;
		}
		if (fresh)
			w.code[0] = '\0';
		if (text != NULL) {
			memcpy(w.code, modifier, sizeof(modifier));
			buf_puts(&w.text, text);
		} else if (w.code[0] != '\0') {
			buf_printf(&w.text, " %s", line);
		}
	}
	if (rc >= 0)
		rc = whole_put(im, ed, g, &w, e);
	buf_free(&w.text);
	return rc;
}

static int
modifier_load(struct import *im, const struct document *d, struct err *e)
{
	struct edition ed;
	struct grid g;
	int rc;

	if (cpt_begin(im, d, CPT_MODIFIER, "CPT, modifiers", &ed, e))
		return -1;
	if (ed.skip)
		return 0;
	grid_open(&g, d->name, d->p, d->n);
	rc = modifier_lines(im, &ed, &g, e);
	grid_close(&g);
	return rc < 0 ? -1 : edition_end(im, &ed, e);
}

const struct official official_cpt_modifier = { .kind = "CPT modifiers",
	.recognise = modifier_recognise,
	.load = modifier_load };
