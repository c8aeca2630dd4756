/* lookup_coverage.c - the Medicare Coverage Database: which articles name a
 * procedure, for which contractor, and what they say of a diagnosis. A code, a
 * diagnosis, a state and a day come in; articles go out. */
#include "lookup_open.h"
#include "mcd.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define ARTICLES_MAX    200 /* that name one procedure; real ones under 60 */
#define CONTRACTORS_MAX 120 /* of one article; real ones under 60 */
#define STATES_MAX      80

/* Keys below one, copied out: a statement has one use at a time. */
struct keys {
	const char **key;
	const char **cells;
	size_t n;
};

static int
keys_read(struct lookup *l, struct arena *a, const char *series,
    const char *prefix, date on, size_t max, struct keys *out, struct err *e)
{
	bool early;
	const struct source_row *told = edition_on(l, series, on, &early);
	struct db_row *r;
	int rc = 0;

	*out = (struct keys){ .n = 0 };
	if (told == NULL || prefix == NULL)
		return told == NULL ? 0 : lookup_no_room(e);
	out->key = arena_array(a, max, sizeof(*out->key));
	out->cells = arena_array(a, max, sizeof(*out->cells));
	if (out->key == NULL || out->cells == NULL)
		return lookup_no_room(e);
	r = db_begin(l->db, LOOKUP_ENTRY_BELOW);
	db_bind_text(r, 1, series);
	db_bind_text(r, 2, prefix);
	db_bind_number(r, 3, told->from);
	while (out->n < max && (rc = db_step(r, e)) == 1) {
		out->key[out->n] = db_copy(r, 0, a);
		out->cells[out->n] = db_copy(r, 1, a);
		if (out->key[out->n] == NULL || out->cells[out->n] == NULL) {
			rc = lookup_no_room(e);
			break;
		}
		out->n++;
	}
	if (out->n == max)
		rc = 0;
	db_end(r);
	return rc;
}

/* Its own days decide: an export holds documents that are yet to begin, and
 * retired ones. */
struct document_row {
	struct entry entry;
	date from, to;
};

static int
document_find(struct lookup *l, struct arena *a, const char *series,
    const char *key, date on, struct document_row *out, struct err *e)
{
	struct document_row d = { .from = 0, .to = DATE_OPEN };

	if (entry_find(l, a, series, key, on, &d.entry, e) < 0)
		return -1;
	if (d.entry.cells >= MCD_CELLS) {
		d.from = date_parse(d.entry.cell[MCD_FROM]);
		d.to = date_parse(d.entry.cell[MCD_TO]);
		if (d.to == 0)
			d.to = DATE_OPEN;
	}
	*out = d;
	return d.entry.cells >= MCD_CELLS && d.from <= on && d.to >= on;
}

/* The part of a key behind its first n blanks. */
static const char *
key_part(const char *key, int n)
{
	while (n-- > 0) {
		key = strchr(key, ' ');
		if (key == NULL)
			return "";
		key++;
	}
	return key;
}

/* Append a word that is not yet there. */
static const char *
word_add(struct arena *a, const char *all, const char *word, const char *join)
{
	if (all == NULL || strstr(all, word) != NULL)
		return all;
	return arena_printf(a, "%s%s%s", all, all[0] != '\0' ? join : "", word);
}

static int
contractor_name(struct lookup *l, struct arena *a, const char *contractor,
    date on, struct coverage_row *row, struct err *e)
{
	struct entry n;

	if (entry_find(l, a, MCD_CONTRACTOR, contractor, on, &n, e) < 0)
		return -1;
	if (n.cells > 0)
		row->contractor = word_add(a, row->contractor, n.cell[0], "; ");
	return row->contractor != NULL ? 0 : lookup_no_room(e);
}

/* The states of one contractor that day; *here: `state` is one of them. */
static int
contractor_states(struct lookup *l, struct arena *a, const char *contractor,
    const char *state, date on, struct coverage_row *row, bool *here,
    struct err *e)
{
	struct keys k;
	struct entry n, days;
	size_t i;

	if (keys_read(l, a, MCD_JURISDICTION,
		arena_printf(a, "%s ", contractor), on, STATES_MAX, &k, e))
		return -1;
	for (i = 0; i < k.n; i++) {
		if (entry_split(a, k.cells[i], &days))
			return lookup_no_room(e);
		if (days.cells > 1 && date_parse(days.cell[1]) != 0 &&
		    date_parse(days.cell[1]) < on)
			continue;
		if (entry_find(
			l, a, MCD_STATE, key_part(k.key[i], 2), on, &n, e) < 0)
			return -1;
		if (n.cells == 0)
			continue;
		*here |= state != NULL && strcmp(n.cell[0], state) == 0;
		row->states = word_add(a, row->states, n.cell[0], " ");
	}
	return row->states != NULL ? 0 : lookup_no_room(e);
}

/* 1: the article holds in that state, or no state was named. */
static int
article_contractors(struct lookup *l, struct arena *a, const char *document,
    const char *state, date on, struct coverage_row *row, struct err *e)
{
	struct keys k;
	bool here = state == NULL;
	size_t i;

	if (keys_read(l, a, MCD_ARTICLE_CONTRACTOR,
		arena_printf(a, "%s ", document), on, CONTRACTORS_MAX, &k, e))
		return -1;
	for (i = 0; i < k.n; i++) {
		const char *contractor = key_part(k.key[i], 2);
		bool mine = state == NULL;

		if (contractor_states(
			l, a, contractor, state, on, row, &mine, e))
			return -1;
		here |= mine;
		if (mine && contractor_name(l, a, contractor, on, row, e))
			return -1;
	}
	return here;
}

static int
article_lcds(struct lookup *l, struct arena *a, const char *document, date on,
    struct coverage_row *row, struct err *e)
{
	struct keys k;
	size_t i;

	if (keys_read(l, a, MCD_ARTICLE_LCD, arena_printf(a, "%s ", document),
		on, 20, &k, e))
		return -1;
	for (i = 0; i < k.n && row->lcd != NULL; i++)
		row->lcd = word_add(a, row->lcd,
		    arena_printf(a, "L%s", key_part(k.key[i], 2)), " ");
	return row->lcd != NULL ? 0 : lookup_no_room(e);
}

/* Whether a list of the article has the diagnosis: 1; 0 with *any: it has
 * others. */
static int
list_has(struct lookup *l, struct arena *a, const char *series,
    const char *document, const char *diagnosis, date on, bool *any,
    struct err *e)
{
	struct keys k;

	if (keys_read(l, a, series,
		arena_printf(a, "%s %s ", document, diagnosis), on, 1, &k, e))
		return -1;
	if (k.n > 0)
		return 1;
	if (keys_read(
		l, a, series, arena_printf(a, "%s ", document), on, 1, &k, e))
		return -1;
	*any = k.n > 0;
	return 0;
}

static int
article_diagnosis(struct lookup *l, struct arena *a, const char *document,
    const char *diagnosis, date on, struct coverage_row *row, struct err *e)
{
	bool listed = false, excluded = false;
	int rc;

	row->told = COVERAGE_NOT_ASKED;
	if (diagnosis == NULL)
		return 0;
	rc = list_has(
	    l, a, MCD_ARTICLE_COVERED, document, diagnosis, on, &listed, e);
	if (rc == 1)
		row->told = COVERAGE_LISTED;
	if (rc != 0)
		return rc < 0 ? -1 : 0;
	rc = list_has(l, a, MCD_ARTICLE_NONCOVERED, document, diagnosis, on,
	    &excluded, e);
	row->told = rc == 1  ? COVERAGE_EXCLUDED
		    : listed ? COVERAGE_NOT_LISTED
			     : COVERAGE_NO_LIST;
	return rc < 0 ? -1 : 0;
}

static int
article_read(struct lookup *l, struct arena *a, const char *document,
    const char *diagnosis, const char *state, date on, struct coverage_row *out,
    struct err *e)
{
	struct coverage_row row = { .lcd = "", .contractor = "", .states = "" };
	struct document_row d;
	int rc = document_find(l, a, MCD_ARTICLE, document, on, &d, e);

	if (rc != 1 || d.entry.cell[MCD_STATUS][0] != '\0')
		return rc < 0 ? -1 : 0;
	rc = article_contractors(l, a, document, state, on, &row, e);
	if (rc != 1)
		return rc;
	row.article =
	    arena_printf(a, "A%.*s", (int)strcspn(document, " "), document);
	row.title = d.entry.cell[MCD_TITLE];
	row.from = d.from;
	row.to = d.to;
	if (row.article == NULL)
		return lookup_no_room(e);
	row.source = edition_source(d.entry.told, row.article, on);
	row.source.from = d.from;
	row.source.to = d.to;
	if (article_lcds(l, a, document, on, &row, e) ||
	    article_diagnosis(l, a, document, diagnosis, on, &row, e))
		return -1;
	*out = row;
	return 1;
}

/* Articles that name a procedure, but not there on that day. */
struct others {
	bool elsewhere, ended, begins;
};

/* A retired one has ended, whatever its days. */
static int
other_look(struct lookup *l, struct arena *a, const char *document, date on,
    struct others *out, struct err *e)
{
	struct document_row d;
	int rc = document_find(l, a, MCD_ARTICLE, document, on, &d, e);

	if (rc < 0)
		return -1;
	if (d.entry.cells < MCD_CELLS)
		return 0;
	if (d.to < on || d.entry.cell[MCD_STATUS][0] != '\0')
		out->ended = true;
	else if (d.from > on)
		out->begins = true;
	else
		out->elsewhere = true;
	return 0;
}

/* "20000T 100 3 1" and "20000T 100 3 2" name one document. */
static const char *
document_of(struct arena *a, const char *key)
{
	const char *from = key_part(key, 1), *group = key_part(from, 2);

	return group > from + 1
		   ? arena_strndup(a, from, (size_t)(group - from) - 1)
		   : NULL;
}

static int
articles_read(struct lookup *l, struct arena *a, const struct keys *k,
    const char *diagnosis, const char *state, date on, size_t max,
    struct coverage_row *rows, size_t *n_out, size_t *all_out,
    enum known *known, struct err *e)
{
	struct others others = { 0 };
	const char *before = "";
	size_t i;

	for (i = 0; i < k->n; i++) {
		const char *document = document_of(a, k->key[i]);
		struct coverage_row row;
		int rc;

		if (document == NULL)
			return lookup_no_room(e);
		if (strcmp(document, before) == 0)
			continue;
		before = document;
		rc =
		    article_read(l, a, document, diagnosis, state, on, &row, e);
		if (rc < 0 ||
		    (rc == 0 && other_look(l, a, document, on, &others, e)))
			return -1;
		if (rc == 1 && (*all_out)++ < max)
			rows[(*n_out)++] = row;
	}
	if (*all_out > 0)
		*known = KNOWN_VALID;
	else if (others.elsewhere)
		*known = KNOWN_NONE;
	else if (others.ended || others.begins)
		*known = others.ended ? KNOWN_ENDED : KNOWN_FUTURE;
	return 0;
}

int
lookup_coverage(struct lookup *l, struct arena *a, const char *code,
    const char *diagnosis, const char *state, date on, size_t max,
    struct coverage_row **out, size_t *n_out, size_t *all_out,
    enum known *known, struct err *e)
{
	struct keys k;
	bool early_codes, early;

	*n_out = *all_out = 0;
	*known = KNOWN_NOT_LOADED;
	if (edition_on(l, MCD_ARTICLE_CODE, on, &early_codes) == NULL ||
	    edition_on(l, MCD_ARTICLE, on, &early) == NULL)
		return 0;
	/* An export names what is in force, and may lack what was before it:
	 * its own days alone speak of days before the export. */
	*known = early || early_codes ? KNOWN_OUTSIDE : KNOWN_NONE;
	*out = arena_array(a, max, sizeof(**out));
	if (*out == NULL)
		return lookup_no_room(e);
	if (keys_read(l, a, MCD_ARTICLE_CODE, arena_printf(a, "%s ", code), on,
		ARTICLES_MAX, &k, e) ||
	    articles_read(l, a, &k, diagnosis, state, on, max, *out, n_out,
		all_out, known, e))
		return -1;
	return 0;
}

static const char *
policy_series(const char *id)
{
	return id[0] == 'L' ? MCD_LCD : id[0] == 'A' ? MCD_ARTICLE : MCD_NCD;
}

/* Of several versions the one of the day; else the last one. */
int
lookup_policy(struct lookup *l, struct arena *a, const char *id, date on,
    struct policy_row *out, struct err *e)
{
	const char *series = policy_series(id);
	struct policy_row row = { .known = KNOWN_NOT_LOADED, .id = id };
	struct document_row d;
	struct keys k;
	bool early;
	size_t i;

	*out = row;
	if (edition_on(l, series, on, &early) == NULL)
		return 0;
	out->known = early ? KNOWN_OUTSIDE : KNOWN_NONE;
	if (keys_read(l, a, series,
		arena_printf(a, "%s ", id + strspn(id, "AL")), on, ARTICLES_MAX,
		&k, e))
		return -1;
	for (i = 0; i < k.n && out->known != KNOWN_VALID; i++) {
		int rc = document_find(l, a, series, k.key[i], on, &d, e);

		if (rc < 0)
			return -1;
		if (d.entry.cells < MCD_CELLS)
			continue;
		out->known = rc == 1       ? KNOWN_VALID
			     : on < d.from ? KNOWN_FUTURE
					   : KNOWN_ENDED;
		out->title = d.entry.cell[MCD_TITLE];
		out->retired = d.entry.cell[MCD_STATUS][0] != '\0';
		out->from = d.from;
		out->to = d.to;
		out->source = edition_source(d.entry.told, id, on);
	}
	return out->known == KNOWN_VALID;
}

int
lookup_hcc(struct lookup *l, struct arena *a, const char *model,
    const char *diagnosis, date on, struct hcc_row *out, struct err *e)
{
	const char *series = arena_printf(a, "hcc.%s", model);
	const char *key = arena_strdup(a, diagnosis);
	struct entry n;
	int rc;

	*out = (struct hcc_row){ .known = KNOWN_NOT_LOADED };
	if (series == NULL || key == NULL)
		return lookup_no_room(e);
	rc = entry_find(l, a, series, key, on, &n, e);
	out->known = n.known;
	if (n.told != NULL)
		out->source = edition_source(n.told, key, on);
	entry_days(&n, &out->source);
	if (rc != 1 || n.cells < 2)
		return rc < 0 ? -1 : 0;
	out->category = n.cell[0];
	out->counts = strcasecmp(n.cell[1], "no") != 0;
	return 1;
}
