/* format_family.c - data/families/: decision tables, one a file. A file comes
 * in; its family, columns, rows, cells and codes go out, checked. */
#include "family_draft.h"
#include "limit.h"
#include "say.h"
#include <string.h>

static const char *const first_columns[] = { "code", "valid_from", "valid_to",
	"source" };
static const char *const last_columns[] = { "addon", "units", "note" };
enum {
	CODE,
	FROM,
	TO,
	SOURCE,
	FIRST
};             /* FIRST: cells begin */
#define LAST 3 /* columns behind the cells */

static bool
family_recognise(const char *head)
{
	return strncmp(head, "#! family=", 10) == 0;
}

/* Settings that stand once in a file. */
static const char **
setting_slot(struct family_draft *f, const char *key)
{
	const struct {
		const char *key;
		const char **slot;
	} slots[] = { { "family", &f->id }, { "title", &f->title },
		{ "say", &f->say }, { "note", &f->note } };
	size_t i;

	for (i = 0; i < sizeof(slots) / sizeof(slots[0]); i++)
		if (strcmp(key, slots[i].key) == 0)
			return slots[i].slot;
	return NULL;
}

/* "ask.age": kept until the header line names the columns. */
static int
setting_keep(struct family_draft *f, struct tsv *t, const char *key,
    const char *value, struct err *e)
{
	static const char *const prefix[] = { "ask.", "label.", "assume." };
	size_t i;

	for (i = 0; i < 3; i++)
		if (strncmp(key, prefix[i], strlen(prefix[i])) == 0)
			break;
	if (i == 3)
		return tsv_fail(
		    t, 0, e, "'%.40s' is no setting of a family", key);
	if (f->settings == FAMILY_SETTINGS)
		return tsv_fail(t, 0, e, "too many settings");
	f->setting[f->settings++] =
	    (struct family_setting){ key, value, t->line, false };
	return 0;
}

static int
settings_read(
    struct import *im, struct family_draft *f, struct tsv *t, struct err *e)
{
	const char **slot;
	char *key, *value;
	int rc, taken;

	while ((rc = tsv_setting(t, &key, &value, e)) == 1) {
		slot = setting_slot(f, key);
		if (value[0] == '\0' || (slot != NULL && *slot != NULL))
			return tsv_fail(t, 0, e,
			    "setting '%.40s' is empty or stands twice", key);
		taken = slot != NULL
			    ? 1
			    : family_rule_take(im, f, t, key, value, e);
		if (slot != NULL)
			*slot = value;
		if (taken < 0 ||
		    (taken == 0 && setting_keep(f, t, key, value, e)))
			return -1;
	}
	if (f->note == NULL)
		f->note = "";
	if (rc == 0 && (!f->id || !f->title || !f->say))
		return tsv_fail(t, 0, e,
		    "a family needs '#! family=', '#! title=' and '#! say='");
	return rc;
}

static int
fixed_check(const struct tsv *t, size_t at, const char *const *names, size_t n,
    struct err *e)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(t->cell[at + i], names[i]) != 0)
			return tsv_fail(t, at + i, e,
			    "column '%.40s' where '%s' belongs",
			    t->cell[at + i], names[i]);
	return 0;
}

/* ask., label. and assume. of the column in header cell i. */
static int
column_read(struct import *im, struct family_draft *f, const struct tsv *t,
    size_t i, struct err *e)
{
	struct fact_rows facts = { im->fact, im->facts };
	struct family_column *c = &f->column[f->columns++];

	c->fact = t->cell[i];
	if (!fact_known(&facts, c->fact))
		return tsv_fail(
		    t, i, e, "no row of facts gives the fact '%.40s'", c->fact);
	c->ask = family_setting_take(f, "ask.", c->fact);
	c->label = family_setting_take(f, "label.", c->fact);
	c->assume = family_setting_take(f, "assume.", c->fact);
	if (c->ask == NULL || c->label == NULL)
		return tsv_fail(t, i, e,
		    "write '#! ask.%.30s=' and '#! label.%.30s=' above",
		    c->fact, c->fact);
	if (c->assume != NULL && !fact_word(&facts, c->fact, c->assume))
		return tsv_fail(t, i, e,
		    "assume.%.30s: no row of facts gives this word", c->fact);
	return 0;
}

static int
header_read(
    struct import *im, struct family_draft *f, struct tsv *t, struct err *e)
{
	size_t i;
	int rc = tsv_next(t, e);

	if (rc < 0)
		return -1;
	if (rc == 0 || t->cells < FIRST + 1 + LAST ||
	    t->cells > FIRST + LIMIT_FAMILY_COLUMNS + LAST)
		return tsv_fail(t, 0, e,
		    "the header line needs code, valid_from, valid_to, "
		    "source, 1 to %d facts, addon, units, note",
		    LIMIT_FAMILY_COLUMNS);
	t->columns = t->cells;
	if (fixed_check(t, 0, first_columns, FIRST, e) ||
	    fixed_check(t, t->cells - LAST, last_columns, LAST, e))
		return -1;
	for (i = FIRST; i < t->cells - LAST; i++)
		if (column_read(im, f, t, i, e))
			return -1;
	for (i = 0; i < f->settings; i++)
		if (!f->setting[i].used)
			return tsv_fail(t, 0, e,
			    "setting %.60s (line %zu) "
			    "names no column",
			    f->setting[i].key, f->setting[i].line);
	return 0;
}

static int
row_cells(struct import *im, struct family_draft *f, const struct tsv *t,
    struct family_line *l, struct err *e)
{
	struct fact_rows facts = { im->fact, im->facts };
	const char *why;
	size_t i;

	for (i = 0; i < f->columns; i++) {
		if (cell_parse(im->a, &facts, f->column[i].fact,
			t->cell[FIRST + i], &l->cell[i], &why))
			return tsv_fail(t, FIRST + i, e, "'%.40s': %s",
			    t->cell[FIRST + i], why);
		l->phrase[i] = phrase_of(
		    im->a, &im->phrases, f->id, f->column[i].fact, &l->cell[i]);
		if (l->phrase[i] == NULL)
			return tsv_fail(t, FIRST + i, e,
			    "'%.40s' of '%.30s' has no words for people: add "
			    "a row to phrases.tsv",
			    t->cell[FIRST + i], f->column[i].fact);
	}
	return 0;
}

static int
row_ends(struct import *im, const struct tsv *t, struct family_line *l,
    struct err *e)
{
	struct fact_rows facts = { im->fact, im->facts };
	size_t at = t->cells - LAST;
	const char *why;

	l->addon = strcmp(t->cell[at], "yes") == 0;
	if (!l->addon && strcmp(t->cell[at], "no") != 0)
		return tsv_fail(t, at, e, "addon is yes or no");
	l->units = family_units(im->a, &facts, t->cell[at + 1], &why);
	if (l->units == NULL)
		return tsv_fail(t, at + 1, e, "%s", why);
	l->note = t->cell[at + 2];
	return 0;
}

static int
row_read(struct import *im, struct family_draft *f, const struct tsv *t,
    struct err *e)
{
	struct family_line *l;

	if (f->lines == LIMIT_FAMILY_ROWS)
		return tsv_fail(t, 0, e, "more than %d rows: split the family",
		    LIMIT_FAMILY_ROWS);
	f->line = import_grow(
	    im->a, f->line, f->lines, &f->lines_max, sizeof(*f->line));
	if (f->line == NULL)
		return import_no_room(t, e);
	l = &f->line[f->lines++];
	l->number = t->line;
	l->code = t->cell[CODE];
	l->source = t->cell[SOURCE];
	l->system = code_shape(l->code);
	if (l->system == NULL)
		return tsv_fail(
		    t, CODE, e, "'%.20s' has not the form of a code", l->code);
	if (tsv_period(t, FROM, &l->from, &l->to, e) ||
	    import_source(im, t, SOURCE, e) || row_ends(im, t, l, e) ||
	    row_cells(im, f, t, l, e) ||
	    family_line_check(f, f->lines - 1, t, e))
		return -1;
	return family_line_add(im, f, f->lines - 1, t, e);
}

/* A table of house rules takes the place of the pack's of that id: 1. */
static int
family_yields(struct import *im, const char *id, struct err *e)
{
	struct db_row *r = db_begin(im->db, LOOKUP_FAMILY_KIND);
	int rc;

	db_bind_text(r, 1, id);
	rc = import_yields(im, r, NULL, e);
	if (rc == 1)
		im->yielded--; /* its rows are not counted either */
	return rc == 2 ? 0 : rc;
}

static int
family_load(
    struct import *im, const char *path, int64_t *taken_out, struct err *e)
{
	struct family_draft *f = arena_alloc(im->a, sizeof(*f));
	struct tsv t;
	int rc;

	if (tsv_open(path, im->a, &t, e))
		return -1;
	if (f == NULL)
		return import_no_room(&t, e);
	if (settings_read(im, f, &t, e))
		return -1;
	rc = family_yields(im, f->id, e);
	if (rc != 0) {
		*taken_out = 0;
		return rc < 0 ? -1 : 0;
	}
	if (header_read(im, f, &t, e) || family_add(im, f, &t, e))
		return -1;
	while ((rc = tsv_next(&t, e)) == 1)
		if (row_read(im, f, &t, e))
			return -1;
	if (rc == 0 && f->lines == 0)
		return tsv_fail(&t, 0, e, "the family has no row");
	*taken_out = (int64_t)f->lines;
	return rc;
}

const struct format format_family = { "starter family", family_recognise,
	family_load };
