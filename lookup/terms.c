/* terms.c - codes, notes, index and the pack's words come in; the tables that
 * search looks through go out.
 *
 * The terms are numbered by how few words they have, so that those which a
 * search finds first are those that hold little besides what was asked. */
#include "terms.h"
#include "anweb.h"
#include "index.h"
#include "pcs_term.h"
#include "words.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TERMS_ARENA (160u << 20) /* a full load: 200,000 terms in 60 MB */
#define ICD_FULL    7            /* characters of a code with its seventh */

struct term {
	const char *code, *text;
	unsigned char kind, words;
	date first, last;
};
struct terms {
	struct import *im;
	struct arena *a;
	struct lexicon *lexicon;
	struct term *item;
	size_t n, max;
	/* Words and in how many terms they are: open addressing. */
	struct count {
		char text[WORD_BYTES];
		int n;
	} * count;
	size_t counts, counts_max;
};

/* How the cells of each series become terms. */
typedef int entry_work(struct terms *t, const struct term *as, const char *key,
    const char *cells, struct err *e);

static int
term_add(struct terms *t, const struct term *as, const char *code, size_t n,
    const char *text, struct err *e)
{
	struct term *item;

	if (n == 0 || text == NULL || text[0] == '\0')
		return 0;
	t->item = import_grow(t->a, t->item, t->n, &t->max, sizeof(*t->item));
	if (t->item == NULL)
		return import_no_room(NULL, e);
	item = &t->item[t->n++];
	*item = *as;
	item->code = arena_strndup(t->a, code, n);
	item->text = arena_strdup(t->a, text);
	return item->code && item->text ? 0 : import_no_room(NULL, e);
}

/* Cell i of cells split by tabs, in t's arena. */
static const char *
cell_copy(struct terms *t, const char *cells, size_t i)
{
	while (i-- > 0) {
		cells = strchr(cells, '\t');
		if (cells == NULL)
			return "";
		cells++;
	}
	return arena_strndup(t->a, cells, strcspn(cells, "\t"));
}

/* The seventh character is asked for once the rest is found. */
static int
order_work(struct terms *t, const struct term *as, const char *key,
    const char *cells, struct err *e)
{
	if (strlen(key) >= ICD_FULL)
		return 0;
	return term_add(t, as, key, strlen(key), cell_copy(t, cells, 2), e);
}

static int
inclusion_work(struct terms *t, const struct term *as, const char *key,
    const char *cells, struct err *e)
{
	size_t n = strcspn(key, " ");

	if (strcmp(key + n, " inclusionTerm") != 0)
		return 0;
	while (cells != NULL) {
		const char *tab = strchr(cells, '\t');

		if (term_add(t, as, key, n, cell_copy(t, cells, 0), e))
			return -1;
		cells = tab ? tab + 1 : NULL;
	}
	return 0;
}

/* "Diabetes, diabetic": the second word is the first one bent, and nobody
 * says both. */
static const char *
path_plain(struct terms *t, const char *path, size_t n)
{
	char *out = arena_strndup(t->a, path, n), *comma;
	size_t head;

	if (out == NULL)
		return NULL;
	comma = strchr(out, ',');
	head = comma ? (size_t)(comma - out) : 0;
	if (head > 4 && strncasecmp(out, comma + 2, 4) == 0)
		memset(comma, ' ', strcspn(comma, ">"));
	return out;
}

static int
index_work(struct terms *t, const struct term *as, const char *key,
    const char *cells, struct err *e)
{
	const char *code = cell_copy(t, cells, INDEX_CODE);
	const char *end = strstr(key, " = ");
	size_t n = code ? strcspn(code, "-; ") : 0;

	if (end == NULL || n < 3)
		return 0;
	return term_add(
	    t, as, code, n, path_plain(t, key, (size_t)(end - key)), e);
}

/* A row of a table: the words of each column before those of the row. */
static int
columns_add(struct terms *t, const struct term *as,
    const char *const column[INDEX_COLUMNS], const char *row, const char *cells,
    struct err *e)
{
	size_t i;

	for (i = 0; i < INDEX_COLUMNS; i++) {
		const char *code = cell_copy(t, cells, i);
		size_t n = code ? strcspn(code, "-; ") : 0;

		if (n >= 3 &&
		    term_add(t, as, code, n,
			arena_printf(t->a, "%s %s", column[i], row), e))
			return -1;
	}
	return 0;
}

static int
neoplasm_work(struct terms *t, const struct term *as, const char *key,
    const char *cells, struct err *e)
{
	static const char *const column[INDEX_COLUMNS] = { "malignant neoplasm",
		"secondary malignant neoplasm", "carcinoma in situ",
		"benign neoplasm", "neoplasm of uncertain behavior",
		"neoplasm of unspecified behavior" };
	const char *site = strchr(key, '>');

	return columns_add(t, as, column, site ? site : "", cells, e);
}

static int
drug_work(struct terms *t, const struct term *as, const char *key,
    const char *cells, struct err *e)
{
	static const char *const column[INDEX_COLUMNS] = {
		"accidental poisoning", "intentional self-harm poisoning",
		"poisoning by assault", "undetermined poisoning",
		"adverse effect", "underdosing"
	};

	return columns_add(t, as, column, key, cells, e);
}

static int
hcpcs_work(struct terms *t, const struct term *as, const char *key,
    const char *cells, struct err *e)
{
	if (key[0] == '-')
		return 0;
	return term_add(
	    t, as, key, strlen(key), cell_copy(t, cells, ANWEB_LONG), e);
}

static const struct {
	enum term_kind kind;
	const char *series;
	entry_work *work;
} feeds[] = {
	{ TERM_TITLE, "icd10cm", order_work },
	{ TERM_INCLUSION, "icd10cm.tabular", inclusion_work },
	{ TERM_INDEX, "icd10cm.index", index_work },
	{ TERM_CAUSE, "icd10cm.eindex", index_work },
	{ TERM_NEOPLASM, "icd10cm.neoplasm", neoplasm_work },
	{ TERM_HCPCS, "hcpcs", hcpcs_work },
	{ TERM_DRUG, "icd10cm.drug", drug_work },
};
#define FEEDS (sizeof(feeds) / sizeof(feeds[0]))

const char *
term_series(enum term_kind kind)
{
	size_t i;

	for (i = 0; i < FEEDS; i++)
		if (feeds[i].kind == kind)
			return feeds[i].series;
	return NULL;
}

bool
terms_feed(const char *series)
{
	size_t i;

	for (i = 0; i < FEEDS; i++)
		if (strcmp(feeds[i].series, series) == 0)
			return true;
	return strcmp(series, PCS_SERIES) == 0;
}

static int
feed_read(struct terms *t, size_t i, struct err *e)
{
	struct db_row *r = db_begin(t->im->db, LOOKUP_TERM_ENTRIES);
	struct term as = { .kind = (unsigned char)feeds[i].kind };
	int rc;

	db_bind_text(r, 1, feeds[i].series);
	while ((rc = db_step(r, e)) == 1) {
		as.first = (date)db_number(r, 1);
		as.last = (date)db_number(r, 2);
		if (feeds[i].work(t, &as, db_text(r, 0), db_text(r, 3), e)) {
			rc = -1;
			break;
		}
	}
	db_end(r);
	return rc;
}

/* Rows of the pack: code, first, last, text. */
static int
pack_read(struct terms *t, int statement, enum term_kind kind, struct err *e)
{
	struct db_row *r = db_begin(t->im->db, statement);
	struct term as = { .kind = (unsigned char)kind };
	int rc;

	while ((rc = db_step(r, e)) == 1) {
		as.first = (date)db_number(r, 1);
		as.last = (date)db_number(r, 2);
		if (term_add(t, &as, db_text(r, 0), strlen(db_text(r, 0)),
			db_text(r, 3), e)) {
			rc = -1;
			break;
		}
	}
	db_end(r);
	return rc;
}

static void
counts_grow(struct terms *t)
{
	struct count *old = t->count;
	size_t max = t->counts_max, i, k;

	t->counts_max = max ? max * 2 : 4096;
	t->count = calloc(t->counts_max, sizeof(*t->count));
	if (t->count == NULL)
		abort();
	for (i = 0; i < max; i++) {
		if (old[i].n == 0)
			continue;
		k = word_number(old[i].text) & (t->counts_max - 1);
		while (t->count[k].n != 0)
			k = (k + 1) & (t->counts_max - 1);
		t->count[k] = old[i];
	}
	free(old);
}

static void
word_count(struct terms *t, const char *text)
{
	size_t k;

	if ((t->counts + 1) * 2 > t->counts_max)
		counts_grow(t);
	k = word_number(text) & (t->counts_max - 1);
	while (t->count[k].n != 0 && strcmp(t->count[k].text, text) != 0)
		k = (k + 1) & (t->counts_max - 1);
	if (t->count[k].n++ == 0) {
		snprintf(
		    t->count[k].text, sizeof(t->count[k].text), "%s", text);
		t->counts++;
	}
}

/* Its words are known, too: no slips that are to be mended. */
static int
lexicon_fill(struct terms *t, struct err *e)
{
	struct db_row *r = db_begin(t->im->db, LOOKUP_LEXICON_ALL);
	struct word w[LEXICON_WORDS];
	size_t n, i;
	int rc;

	while ((rc = db_step(r, e)) == 1) {
		lexicon_add(t->lexicon, db_text(r, 0), db_text(r, 1));
		n = words_cut(db_text(r, 0), w, LEXICON_WORDS);
		for (i = 0; i < n; i++)
			word_count(t, w[i].text);
	}
	db_end(r);
	lexicon_close(t->lexicon);
	return rc;
}

/* The words that count of a term, each once; how many. */
static size_t
term_words(const struct terms *t, const struct term *item, struct word *w)
{
	size_t n = words_cut(item->text, w, TERM_WORDS), i, k, m = 0;

	n = lexicon_apply(t->lexicon, w, n, TERM_WORDS);
	for (i = 0; i < n; i++) {
		for (k = 0; k < m && strcmp(w[k].text, w[i].text) != 0; k++)
			continue;
		if (k == m && !w[i].stop)
			w[m++] = w[i];
	}
	return m;
}

/* Names of services stand with those of diagnoses. */
static int
kind_place(const struct term *t)
{
	return t->kind == TERM_NAME ? TERM_LAY : t->kind;
}

static int
term_order(const void *pa, const void *pb)
{
	const struct term *a = pa, *b = pb;
	int d = a->words - b->words;

	if (d == 0)
		d = kind_place(a) - kind_place(b);
	if (d == 0)
		d = strcmp(a->code, b->code);
	if (d == 0)
		d = strcmp(a->text, b->text);
	return d != 0 ? d : (a->first > b->first) - (a->first < b->first);
}

static int
term_insert(struct terms *t, const struct term *item, int64_t id, struct err *e)
{
	struct word w[TERM_WORDS];
	size_t n = term_words(t, item, w), i;
	struct db_row *r;
	struct buf body;

	if (n == 0)
		return 0;
	buf_init(&body, (size_t)TERM_WORDS * (WORD_BYTES + 1));
	for (i = 0; i < n; i++) {
		buf_printf(&body, "%s ", w[i].text);
		word_count(t, w[i].text);
	}
	r = db_begin(t->im->db, LOOKUP_TERM_INSERT);
	db_bind_number(r, 1, id);
	db_bind_number(r, 2, item->kind);
	db_bind_text(r, 3, item->code);
	db_bind_number(r, 4, item->first);
	db_bind_number(r, 5, item->last);
	db_bind_number(r, 6, (int64_t)words_bag(w, n));
	db_bind_text(r, 7, item->text);
	if (import_step(r, e)) {
		buf_free(&body);
		return -1;
	}
	r = db_begin(t->im->db, LOOKUP_TERM_BODY);
	db_bind_number(r, 1, id);
	db_bind_text(r, 2, buf_text(&body));
	buf_free(&body);
	return import_step(r, e);
}

static int
terms_insert(struct terms *t, struct err *e)
{
	struct word w[TERM_WORDS];
	struct db_row *r;
	size_t i;

	for (i = 0; i < t->n; i++)
		t->item[i].words = (unsigned char)term_words(t, &t->item[i], w);
	if (t->n > 0)
		qsort(t->item, t->n, sizeof(*t->item), term_order);
	for (i = 0; i < t->n; i++)
		if (term_insert(t, &t->item[i], (int64_t)i + 1, e))
			return -1;
	for (i = 0; i < t->counts_max; i++) {
		if (t->count[i].n == 0)
			continue;
		r = db_begin(t->im->db, LOOKUP_VOCABULARY_INSERT);
		db_bind_text(r, 1, t->count[i].text);
		db_bind_number(r, 2, t->count[i].n);
		if (import_step(r, e))
			return -1;
	}
	return 0;
}

static int
terms_gather(struct terms *t, struct err *e)
{
	size_t i;

	if (lexicon_fill(t, e) || pack_read(t, LOOKUP_TERM_LAY, TERM_LAY, e) ||
	    pack_read(t, LOOKUP_TERM_NAMES, TERM_NAME, e) ||
	    pack_read(t, LOOKUP_TERM_DIAGNOSES, TERM_DIAGNOSIS, e) ||
	    pack_read(t, LOOKUP_TERM_PACK, TERM_PACK, e) ||
	    pack_read(t, LOOKUP_TERM_FAMILIES, TERM_FAMILY, e) ||
	    pack_read(t, LOOKUP_TERM_MODIFIERS, TERM_MODIFIER, e) ||
	    pack_read(t, LOOKUP_TERM_PLACES, TERM_PLACE, e))
		return -1;
	for (i = 0; i < FEEDS; i++)
		if (feed_read(t, i, e))
			return -1;
	return terms_insert(t, e);
}

int
terms_build(struct import *im, struct err *e)
{
	static const int clears[] = { LOOKUP_TERM_CLEAR, LOOKUP_TERM_BODY_CLEAR,
		LOOKUP_VOCABULARY_CLEAR };
	struct terms t = { .im = im };
	size_t i;
	int rc = 0;

	for (i = 0; i < 3 && rc == 0; i++)
		rc = db_run(im->db, clears[i], e);
	t.a = arena_new(TERMS_ARENA);
	t.lexicon = lexicon_new();
	if (rc == 0)
		rc = terms_gather(&t, e);
	if (rc == 0)
		rc = pcs_terms_build(im, t.lexicon, e);
	free(t.count);
	lexicon_free(t.lexicon);
	arena_free(t.a);
	return rc;
}
