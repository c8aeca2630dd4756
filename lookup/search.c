/* search.c - words come in; codes go out, best first. The full-text table
 * says which terms have them, the shortest ones first; here they are weighed. */
#include "lookup_open.h"
#include "mend.h"
#include "pcs_term.h"
#include "search_hit.h"
#include "search_pcs.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TRIES      14  /* at the full-text table */
#define TRY_ROWS   40  /* taken of each */
#define TITLE_ROWS 120 /* of ICD-10-PCS: one operation has a title a site */
#define RARE_BITS  18  /* weight of a word that one term has */
#define BEGUN      60  /* for a title that begins with a root operation asked */
#define EXTRA      45  /* what a word costs that was not asked for */
#define EXTRA_MAX  450

const struct lexicon *
search_lexicon_of(struct lookup *l, bool pcs, struct err *e)
{
	struct lexicon **x = pcs ? &l->pcs_lexicon : &l->lexicon;
	struct db_row *r;
	int rc;

	if (*x != NULL)
		return *x;
	*x = lexicon_new();
	r = db_begin(l->db, LOOKUP_LEXICON_WORDS);
	db_bind_number(r, 1, pcs);
	while ((rc = db_step(r, e)) == 1)
		lexicon_add(*x, db_text(r, 0), db_text(r, 1));
	db_end(r);
	lexicon_close(*x);
	if (rc == 0)
		return *x;
	lexicon_free(*x);
	return *x = NULL;
}

const struct lexicon *
search_lexicon(struct lookup *l, struct err *e)
{
	return search_lexicon_of(l, false, e);
}

int
search_known(struct lookup *l, const char *word, struct err *e)
{
	int terms = vocabulary_terms(l, word, e);

	return terms < 0 ? -1 : terms > 0;
}

/* What was asked in the words of the lexicon; *mended_out: with slips mended. */
static int
words_read(struct query *q, struct word *w, size_t *n_out, bool *mended_out,
    struct err *e)
{
	struct word as[SEARCH_WORDS], meant[2];
	size_t n = words_cut(q->order->text, as, SEARCH_WORDS), m = 0, i;

	for (i = 0; i < n && m < SEARCH_WORDS; i++) {
		int terms = as[i].stop ? 1
				       : vocabulary_terms(q->l, as[i].text, e);
		int rc = terms == 0 ? word_mend(q->l, &as[i], meant, e) : 0;

		if (terms < 0 || rc < 0)
			return -1;
		w[m++] = rc > 0 ? meant[0] : as[i];
		if (rc == 2 && m < SEARCH_WORDS)
			w[m++] = meant[1];
		*mended_out |= rc > 0;
	}
	*n_out = lexicon_apply(q->lexicon, w, m, SEARCH_WORDS);
	return 0;
}

static int
bits_of(int n)
{
	int bits = 0;

	for (; n > 0; n >>= 1)
		bits++;
	return bits;
}

/* In how many terms of what is looked through a word is. */
static int
query_terms(struct query *q, const struct word *w, struct err *e)
{
	if (w->stop)
		return 0;
	return (q->pcs ? pcs_terms : vocabulary_terms)(q->l, w->text, e);
}

/* The words that count, each once, with what finding it is worth. */
static int
query_fill(struct query *q, bool *mended_out, struct err *e)
{
	struct word w[SEARCH_WORDS];
	size_t n = 0, i, k;

	if ((q->pcs ? pcs_read : words_read)(q, w, &n, mended_out, e))
		return -1;
	for (i = 0; i < n; i++) {
		int terms = query_terms(q, &w[i], e);

		if (terms < 0)
			return -1;
		for (k = 0; k < q->n; k++)
			if (strcmp(q->w[k].text, w[i].text) == 0)
				break;
		if (k < q->n || w[i].stop)
			continue;
		/* A word that no term has counts against all of them. */
		q->whole += terms > 0 ? RARE_BITS - bits_of(terms) + 1
				      : RARE_BITS / 2;
		if (terms == 0)
			continue;
		q->weight[q->n] = RARE_BITS - bits_of(terms) + 1;
		q->w[q->n++] = w[i];
	}
	return 0;
}

/* Whether its source had the term on the day. */
static bool
term_holds(struct query *q, enum term_kind kind, date first, date last)
{
	const char *series = term_series(kind);
	const struct source_row *told;
	bool early;

	if (series == NULL)
		return first <= q->order->on && last >= q->order->on;
	told = edition_on(q->l, series, q->order->on, &early);
	return told != NULL && first <= told->from && last >= told->from;
}

static int
term_score(const struct query *q, enum term_kind kind, const char *text)
{
	static const int bonus[TERM_KINDS] = { [TERM_LAY] = 60,
		[TERM_NAME] = 60,
		[TERM_DIAGNOSIS] = 30,
		[TERM_FAMILY] = 40,
		[TERM_TITLE] = 20,
		[TERM_CAUSE] = -150,
		[TERM_DRUG] = -100,
		[TERM_HCPCS] = -30 };
	struct word w[TERM_WORDS];
	size_t n = words_cut(text, w, TERM_WORDS), i, k, extra = 0;
	int found = 0, begun = 0, cost;

	n = lexicon_apply(q->lexicon, w, n, TERM_WORDS);
	for (i = 0; i < q->n; i++)
		for (k = 0; k < n; k++)
			if (strcmp(q->w[i].text, w[k].text) == 0) {
				found += q->weight[i];
				break;
			}
	for (k = 0; k < n; k++) {
		for (i = 0; i < q->n; i++)
			if (strcmp(q->w[i].text, w[k].text) == 0)
				break;
		extra += i == q->n && !w[k].stop;
	}
	for (i = 0; kind == TERM_PCS && n > 0 && i < q->n; i++)
		if (strcmp(q->w[i].text, w[0].text) == 0)
			begun = BEGUN;
	cost = (int)extra * EXTRA;
	return found * 1000 / (q->whole > 0 ? q->whole : 1) -
	       (cost < EXTRA_MAX ? cost : EXTRA_MAX) + bonus[kind] + begun;
}

/* A hit that is there already is the same code or family. */
static struct search_hit *
hit_same(struct query *q, const struct search_hit *hit)
{
	size_t i;

	for (i = 0; i < q->hits; i++) {
		struct search_hit *old = &q->hit[i];

		if (hit->family != NULL && old->family != NULL
			? strcmp(old->family, hit->family) == 0
			: hit->family == old->family &&
			      old->system == hit->system &&
			      strcmp(old->code, hit->code) == 0)
			return old;
	}
	return NULL;
}

static bool
set_asked(const struct query *q, enum code_system system)
{
	return q->order->sets == 0 || (q->order->sets & 1u << system) != 0;
}

struct found {
	enum term_kind kind;
	const char *code, *text;
	date first, last;
};

static int
hit_add(struct query *q, const struct found *f, struct err *e)
{
	struct search_hit hit = { .system = search_system(f->kind, f->code),
		.term = f->text,
		.score = term_score(q, f->kind, f->text) };
	struct search_hit *old;
	int rc;

	if (!set_asked(q, hit.system) ||
	    !term_holds(q, f->kind, f->first, f->last))
		return 0;
	rc = search_hit_fill(q, f->kind, f->code, &hit, e);
	if (rc != 1)
		return rc;
	old = hit_same(q, &hit);
	if (old != NULL && old->score < hit.score)
		*old = hit;
	else if (old == NULL && q->hits < HITS)
		q->hit[q->hits++] = hit;
	return 0;
}

/* The title of an ICD-10-PCS code; 0 where it has none on the day. */
static int
title_take(struct query *q, int64_t id, struct err *e)
{
	struct found f = { .kind = TERM_PCS, .last = DATE_OPEN };
	struct code_row row = { 0 };
	char code[PCS_BYTES];
	int rc;

	pcs_term_code(id, code);
	rc =
	    lookup_code(q->l, q->a, CODE_ICD10PCS, code, q->order->on, &row, e);
	if (rc != 1)
		return rc;
	f.code = row.code;
	f.text = row.plain;
	return hit_add(q, &f, e);
}

static int
term_take(struct query *q, int64_t id, struct err *e)
{
	struct found f = { 0 };
	struct db_row *r;
	int rc;

	r = db_begin(q->l->db, LOOKUP_TERM_ROW);
	db_bind_number(r, 1, id);
	rc = db_step(r, e);
	if (rc == 1) {
		int64_t kind = db_number(r, 0);

		f.kind = kind >= 0 && kind < TERM_KINDS ? (enum term_kind)kind
							: TERM_PACK;
		f.code = db_copy(r, 1, q->a);
		f.first = (date)db_number(r, 2);
		f.last = (date)db_number(r, 3);
		f.text = db_copy(r, 4, q->a);
	}
	db_end(r);
	if (rc != 1)
		return rc;
	if (f.code == NULL || f.text == NULL)
		return lookup_no_room(e);
	return hit_add(q, &f, e);
}

/* The terms that have all words but those in the set `without`. */
static int
query_try(struct query *q, unsigned without, struct err *e)
{
	const size_t max = q->pcs ? TITLE_ROWS : TRY_ROWS;
	int64_t id[TITLE_ROWS] = { 0 };
	size_t n = 0, i, k;
	struct buf match;
	struct db_row *r;
	int rc;

	buf_init(&match, (size_t)SEARCH_WORDS * (WORD_BYTES + 10));
	for (i = 0; i < q->n; i++)
		if ((without & 1u << i) == 0)
			buf_printf(&match, "%s\"%s\"",
			    match.len > 0 ? " AND " : "", q->w[i].text);
	r = db_begin(q->l->db, q->pcs           ? LOOKUP_PCS_FIND
			       : q->order->sets ? LOOKUP_TERM_FIND_KINDS
						: LOOKUP_TERM_FIND);
	db_bind_text(r, 1, buf_text(&match));
	db_bind_number(r, 2, (int64_t)max);
	if (q->order->sets && !q->pcs)
		db_bind_number(r, 3, search_kinds(q->order->sets));
	while ((rc = db_step(r, e)) == 1 && n < max)
		id[n++] = db_number(r, 0);
	db_end(r);
	buf_free(&match);
	for (i = 0; rc >= 0 && i < n; i++) {
		for (k = 0; k < q->seen_n && q->seen[k] != id[i]; k++)
			continue;
		if (k < q->seen_n || q->seen_n == HITS)
			continue;
		q->seen[q->seen_n++] = id[i];
		rc = (q->pcs ? title_take : term_take)(q, id[i], e);
	}
	return rc < 0 ? -1 : 0;
}

/* All words; then without one, the cheapest first; then without two. */
static int
query_run(struct query *q, struct err *e)
{
	size_t by_weight[SEARCH_WORDS] = { 0 }, i, k;
	int tries = 1;

	if (q->n == 0)
		return 0;
	if (query_try(q, 0, e))
		return -1;
	for (i = 0; i < q->n; i++) {
		for (k = i; k > 0 && q->weight[by_weight[k - 1]] > q->weight[i];
		     k--)
			by_weight[k] = by_weight[k - 1];
		by_weight[k] = i;
	}
	for (i = 0; i < q->n && q->n > 1 && tries < TRIES; i++, tries++)
		if (query_try(q, 1u << by_weight[i], e))
			return -1;
	for (i = 0; i + 1 < q->n && q->n > 2 && tries < TRIES; i++)
		for (k = i + 1; k < q->n && tries < TRIES; k++, tries++)
			if (query_try(
				q, 1u << by_weight[i] | 1u << by_weight[k], e))
				return -1;
	return 0;
}

static int
hit_order(const void *pa, const void *pb)
{
	const struct search_hit *a = pa, *b = pb;

	if (a->score != b->score)
		return b->score - a->score;
	if (strlen(a->code) != strlen(b->code))
		return strlen(a->code) < strlen(b->code) ? -1 : 1;
	return strcmp(a->code, b->code);
}

/* Below a header that stands before it. */
static bool
hit_below(
    const struct search_hit *hit, const struct search_hit *before, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (hit->system == CODE_ICD10CM &&
		    before[i].system == CODE_ICD10CM &&
		    before[i].level == LEVEL_HEADER &&
		    strncmp(
			hit->code, before[i].code, strlen(before[i].code)) == 0)
			return true;
	return false;
}

static size_t
hits_choose(struct query *q)
{
	size_t max = q->order->max < SEARCH_MAX ? q->order->max : SEARCH_MAX;
	size_t n = 0, i;

	qsort(q->hit, q->hits, sizeof(*q->hit), hit_order);
	for (i = 0; i < q->hits && n < max; i++)
		if (q->hit[i].score > 0 && !hit_below(&q->hit[i], q->hit, n))
			q->hit[n++] = q->hit[i];
	return n;
}

/* One pass: through ICD-10-PCS, or through all else. */
static int
query_pass(struct query *q, bool pcs, bool *mended_out, struct err *e)
{
	q->pcs = pcs;
	q->n = q->seen_n = 0;
	q->whole = 0;
	return query_fill(q, mended_out, e) || query_run(q, e) ? -1 : 0;
}

static const char *
query_said(const struct query *q)
{
	const char *said = "";
	size_t i;

	for (i = 0; i < q->n && said != NULL; i++)
		said = arena_printf(
		    q->a, "%s%s%s", said, i > 0 ? " " : "", q->w[i].text);
	return said;
}

int
search_find(struct lookup *l, struct arena *a, const struct search_order *order,
    struct search_hit **out, size_t *n_out, const char **read_out,
    struct err *e)
{
	const unsigned pcs = 1u << CODE_ICD10PCS, asked = order->sets;
	struct query *q = arena_alloc(a, sizeof(*q));
	bool mended = false;

	if (q == NULL)
		return lookup_no_room(e);
	*q = (struct query){ .l = l, .a = a, .order = order };
	q->lexicon = search_lexicon(l, e);
	q->hit = arena_array(a, HITS, sizeof(*q->hit));
	if (q->lexicon == NULL || q->hit == NULL)
		return q->lexicon ? lookup_no_room(e) : -1;
	if ((asked & pcs) != 0 && query_pass(q, true, &mended, e))
		return -1;
	if ((asked == 0 || (asked & ~pcs) != 0) &&
	    query_pass(q, false, &mended, e))
		return -1;
	*out = q->hit;
	*n_out = hits_choose(q);
	*read_out = mended ? query_said(q) : NULL;
	return 0;
}

int
search_bag(struct lookup *l, struct arena *a, uint64_t bag, date on,
    struct search_exact **out, size_t *n_out, struct err *e)
{
	struct search_order order = { .on = on };
	struct query q = { .l = l, .a = a, .order = &order };
	struct search_exact *found = NULL;
	size_t n = 0, i;
	struct db_row *r = db_begin(l->db, LOOKUP_TERM_BAG);
	int rc;

	db_bind_number(r, 1, (int64_t)bag);
	while ((rc = db_step(r, e)) == 1) {
		enum term_kind kind = (enum term_kind)db_number(r, 0);

		/* Names lead a person to a code, and decide nothing. */
		if (kind >= TERM_KINDS || kind == TERM_NAME ||
		    search_system(kind, db_text(r, 1)) != CODE_ICD10CM ||
		    !term_holds(
			&q, kind, (date)db_number(r, 2), (date)db_number(r, 3)))
			continue;
		for (i = 0; i < n; i++)
			if (strcmp(found[i].code, db_text(r, 1)) == 0)
				break;
		if (i < n)
			continue;
		if (found == NULL)
			found = arena_array(a, 60, sizeof(*found));
		if (found == NULL)
			break;
		found[n++] = (struct search_exact){ db_copy(r, 1, a),
			db_copy(r, 4, a), (int)kind };
	}
	db_end(r);
	*out = found;
	*n_out = n;
	if (rc < 0 || arena_full(a))
		return rc < 0 ? -1 : lookup_no_room(e);
	return 0;
}
