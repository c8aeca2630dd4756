/* format_addenda.c - what a release of ICD-10-CM or ICD-10-PCS changes of the
 * one before ("order addenda"). A document comes in; with the entries of the
 * edition before, those of a whole edition go out, as format_order.c makes
 * them. Counts at its end tell how many codes both have: they must agree.
 *
 * "Add:         1 B8801   short text   long text"; ICD-10-PCS without the
 * level, since its headers have three characters. */
#include "official.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define VERB_BYTES  13
#define SHORT_BYTES 60
#define ROWS_MAX    200000 /* of one edition; ICD-10-CM has half of that */

enum verb {
	ADD,
	DELETE,
	REVISE_FROM,
	REVISE_TO,
	VERBS
};
static const char *const verbs[VERBS] = {
	"Add:         ", "Delete:      ", "Revise from: ", "Revise to:   "
};

/* A row of the edition before, or one that is added. */
struct row {
	const char *key, *cells;
	bool gone;
};
struct addenda {
	struct import *im;
	struct edition ed;
	struct grid g;
	bool pcs;
	struct row *before, *added;
	size_t befores, addeds, added_max;
	/* As the file says: headers and codes, before and after. */
	int64_t count[2];
	int counts;
};

static int
verb_of(const char *s, size_t n)
{
	int i;

	for (i = 0; n > VERB_BYTES && i < VERBS; i++)
		if (memcmp(s, verbs[i], VERB_BYTES) == 0)
			return i;
	return -1;
}

/* Where the code stands: behind the level, which ICD-10-PCS has not. */
static bool
line_fits(const struct grid *g, bool pcs)
{
	const char *s = g->raw + VERB_BYTES;
	size_t n = pcs ? 0 : 2, i;

	if (verb_of(g->raw, g->raw_n) < 0 || g->raw_n < VERB_BYTES + n + 9)
		return false;
	if (!pcs && ((s[0] != '0' && s[0] != '1') || s[1] != ' '))
		return false;
	for (i = 0; i < 3; i++)
		if (!isdigit((unsigned char)s[n + i]) &&
		    !isupper((unsigned char)s[n + i]))
			return false;
	return s[n + 7] == ' ' && (!pcs || isalnum((unsigned char)s[1]));
}

static bool
first_line(const struct document *d, struct grid *g, bool *pcs_out)
{
	struct err ignored = { 0 };

	grid_open(g, d->name, d->p, d->n);
	if (grid_line(g, &ignored) == 1) {
		*pcs_out = !line_fits(g, false);
		if (line_fits(g, *pcs_out))
			return true;
	}
	grid_close(g);
	return false;
}

static bool
addenda_recognise(const struct document *d)
{
	struct grid g;
	bool pcs;

	/* "codes addenda" have one text and no level. */
	if (name_has(d->name, "codes_addenda") || !first_line(d, &g, &pcs))
		return false;
	grid_close(&g);
	return true;
}

static int
before_read(struct addenda *w, struct err *e)
{
	struct db_row *r = db_begin(w->im->db, LOOKUP_ENTRY_ALL);
	int rc = 0;

	w->before = arena_array(w->im->a, ROWS_MAX, sizeof(*w->before));
	db_bind_text(r, 1, w->ed.series);
	db_bind_number(r, 2, w->ed.before);
	while (w->before != NULL && (rc = db_step(r, e)) == 1) {
		struct row *row = &w->before[w->befores];

		*row = (struct row){ .key = db_copy(r, 0, w->im->a),
			.cells = db_copy(r, 1, w->im->a) };
		if (row->cells == NULL || ++w->befores == ROWS_MAX)
			w->before = NULL;
	}
	db_end(r);
	if (w->before == NULL)
		return import_no_room(NULL, e);
	return rc;
}

static int
row_order(const void *a, const void *b)
{
	return strcmp(
	    ((const struct row *)a)->key, ((const struct row *)b)->key);
}

/* A changed line as format_order.c keeps it. */
static int
row_cut(struct addenda *w, struct row *out, struct err *e)
{
	size_t at = VERB_BYTES + (w->pcs ? 1 : 3); /* columns count from 1 */
	struct buf part[3];
	const char *key, *level, *brief, *full;
	size_t i;

	for (i = 0; i < 3; i++)
		buf_init(&part[i], LINE_CELLS);
	grid_slice(&w->g, at, at + 6, &part[0]);
	grid_slice(&w->g, at + 8, at + 7 + SHORT_BYTES, &part[1]);
	grid_slice(&w->g, at + 9 + SHORT_BYTES, w->g.raw_n, &part[2]);
	key = buf_text(&part[0]);
	brief = buf_text(&part[1]);
	full = buf_text(&part[2]);
	level = w->pcs                        ? strlen(key) == 3 ? "0" : "1"
		: w->g.raw[VERB_BYTES] == '0' ? "0"
					      : "1";
	out->key = arena_strdup(w->im->a, key);
	out->cells = arena_printf(w->im->a, "%s\t%s\t%s", level,
	    strcmp(brief, full) == 0 ? "" : brief, full);
	out->gone = full[0] == '\0';
	for (i = 0; i < 3; i++)
		buf_free(&part[i]);
	return out->key && out->cells ? 0 : import_no_room(NULL, e);
}

static int
change_take(struct addenda *w, int verb, struct err *e)
{
	struct row row, *old;

	if (row_cut(w, &row, e))
		return -1;
	if (row.gone)
		return edition_bad(
		    w->im, &w->ed, &w->g, 0, "a code without its text", e);
	if (verb == ADD || verb == REVISE_TO) {
		w->added = import_grow(w->im->a, w->added, w->addeds,
		    &w->added_max, sizeof(*w->added));
		if (w->added == NULL)
			return import_no_room(NULL, e);
		w->added[w->addeds++] = row;
		return 0;
	}
	old = w->before == NULL ? NULL
				: bsearch(&row, w->before, w->befores,
				      sizeof(*w->before), row_order);
	if (old == NULL)
		return edition_bad(w->im, &w->ed, &w->g, 0,
		    "a change of a code that the edition before has not", e);
	old->gone = true;
	return 0;
}

/* "  23324 headers in icd10cm_order_2025.txt", then the same of 2026, then
 * both for codes. */
static void
count_take(struct addenda *w)
{
	char what[8];
	long n;

	if (sscanf(w->g.cell[0], " %9ld %7s in ", &n, what) != 2 ||
	    strstr(w->g.cell[0], " in ") == NULL ||
	    (strcmp(what, "headers") != 0 && strcmp(what, "codes") != 0))
		return;
	w->count[w->counts++ % 2] += n;
}

static int
lines_take(struct addenda *w, struct err *e)
{
	int rc = 1, verb;

	while (rc == 1) {
		verb = verb_of(w->g.raw, w->g.raw_n);
		if (verb < 0)
			count_take(w);
		else if (!line_fits(&w->g, w->pcs)
			     ? edition_bad(w->im, &w->ed, &w->g, 0,
				   "not a line of an addenda", e)
			     : change_take(w, verb, e))
			return -1;
		rc = grid_line(&w->g, e);
	}
	return rc;
}

static int
rows_put(struct addenda *w, struct err *e)
{
	size_t i;

	for (i = 0; i < w->befores; i++)
		if (!w->before[i].gone &&
		    edition_put(w->im, &w->ed, &w->g, w->before[i].key,
			w->before[i].cells, e))
			return -1;
	for (i = 0; i < w->addeds; i++)
		if (edition_put(w->im, &w->ed, &w->g, w->added[i].key,
			w->added[i].cells, e))
			return -1;
	return 0;
}

/* Whether both editions have as many rows as its end tells. Where not, the
 * edition before is another one than it changes (an update of April, say):
 * nothing is taken, and the whole order file, perhaps of the same archive,
 * is. */
static bool
counts_agree(const struct addenda *w)
{
	int64_t left = (int64_t)w->addeds;
	size_t i;

	for (i = 0; i < w->befores; i++)
		left += !w->before[i].gone;
	return w->count[0] == (int64_t)w->befores && w->count[1] == left;
}

static int
addenda_apply(struct addenda *w, struct err *e)
{
	if (before_read(w, e) || lines_take(w, e))
		return -1;
	if (w->counts != 4)
		return err_set(e, ERR_STOP, "import", 0,
		    "%.120s: the counts at its end lack: it is cut short",
		    w->im->document);
	if (!counts_agree(w)) {
		w->im->said = "its counts do not fit the edition before that "
			      "is loaded: import the whole order file";
		return 0;
	}
	return rows_put(w, e) ? -1 : edition_end(w->im, &w->ed, e);
}

static int
addenda_load(struct import *im, const struct document *d, struct err *e)
{
	struct addenda w = { .im = im };
	int rc;

	if (!first_line(d, &w.g, &w.pcs))
		return 0;
	w.ed = order_edition(w.pcs);
	w.ed.first = fiscal_day(d->name);
	w.ed.changes = true;
	rc = edition_begin(im, &w.ed, e);
	if (rc == 0 && !w.ed.skip)
		rc = addenda_apply(&w, e);
	grid_close(&w.g);
	return rc;
}

const struct official official_addenda = { .kind = "ICD-10 addenda",
	.recognise = addenda_recognise,
	.load = addenda_load };
