/* Several of one table in one question: "1.5 cm on the brow in layers, 3.6 cm
 * on the forehead simple". Facts in the order of the mail come in; one part a
 * wound, lesion or work goes out. Where the facts do not pair off, the parts
 * stay one, and its contradiction is asked for. */
#include "case.h"
#include "kinds.h"
#include <stdio.h>
#include <string.h>

#define KEYS_MAX 8 /* facts that tell the parts apart; real ones under 5 */

/* Facts of one table that are told more than once. */
struct keys {
	const char *name[KEYS_MAX];
	size_t n;
};

static bool
keys_have(const struct keys *k, const char *name)
{
	for (size_t i = 0; i < k->n; i++) {
		if (strcmp(k->name[i], name) == 0)
			return true;
	}
	return false;
}

static bool
facts_equal(const struct fact *a, const struct fact *b)
{
	return a->milli == b->milli &&
	       (a->milli != INT64_MIN || strcmp(a->value, b->value) == 0);
}

/* Told twice and differently. A bound's two ends ("over 3 cm") bear one text. */
static bool
told_apart(const struct question *q, const char *name)
{
	const struct fact *first = question_fact(q, name);
	for (size_t i = 0; first != NULL && i < q->fact_n; i++) {
		const struct fact *f = &q->fact[i];
		if (strcmp(f->name, name) == 0 && !facts_equal(first, f) &&
		    strcmp(first->value, f->value) != 0)
			return true;
	}
	return false;
}

/* The fact has a column, or a row's units or a sum rest on it. A factor (twice
 * the margin) may be told twice of one lesion: it tells nothing apart. */
static bool
fact_keys(const struct family *f, const char *name)
{
	char source[32];
	int factor;
	for (size_t i = 0; i < f->rules; i++) {
		if (strcmp(f->rule[i].kind, "derive") != 0)
			continue;
		for (size_t k = 0;
		     rule_source(f->rule[i].value, k, source, &factor); k++) {
			if (factor > 1 && strcmp(source, name) == 0)
				return false;
		}
	}
	return family_uses(f, name);
}

static void
keys_find(const struct part *p, struct keys *out)
{
	out->n = 0;
	for (size_t i = 0; i < p->q.fact_n && out->n < KEYS_MAX; i++) {
		const char *name = p->q.fact[i].name;
		if (strcmp(name, "topic") != 0 && !keys_have(out, name) &&
		    told_apart(&p->q, name) && fact_keys(p->family, name))
			out->name[out->n++] = name;
	}
}

/* Equal numbers told twice are two of a kind ("3 cm and 3 cm") or one told
 * again; both readings are tried. */
struct reading {
	const struct part *whole;
	const struct keys *keys;
	bool again_is_new;
	struct part *out;
	size_t max, n;
};

static bool
part_add(const struct answer_context *c, struct reading *r)
{
	if (r->n == r->max)
		return false;
	struct part *p = &r->out[r->n++];
	*p = *r->whole;
	p->repeated = true;
	p->q.fact_n = 0;
	p->q.fact =
	    arena_array(c->a, r->whole->q.fact_n + 1, sizeof(*p->q.fact));
	return p->q.fact != NULL;
}

static bool
fact_opens(const struct reading *r, const struct fact *f)
{
	const struct fact *had;
	if (r->n == 0)
		return true;
	had = question_fact(&r->out[r->n - 1].q, f->name);
	if (had == NULL)
		return false;
	return !facts_equal(had, f) ||
	       (r->again_is_new && f->milli != INT64_MIN);
}

/* Every part has one value of every key. */
static bool
parts_whole(const struct reading *r)
{
	for (size_t i = 0; i < r->n; i++) {
		for (size_t k = 0; k < r->keys->n; k++) {
			const char *name = r->keys->name[k];
			if (question_fact(&r->out[i].q, name) == NULL ||
			    question_conflict(&r->out[i].q, name))
				return false;
		}
	}
	return r->n > 1;
}

/* "Three lesions: two by punch and one by shave": the first or the last part
 * tells nothing but the sum of the others. */
static void
total_drop(struct reading *r)
{
	for (size_t end = 0; end < 2 && r->n > 2; end++) {
		size_t at = end == 0 ? 0 : r->n - 1;
		const struct question *q = &r->out[at].q;
		int64_t sum = 0;
		if (q->fact_n != 1 || q->fact[0].milli == INT64_MIN)
			continue;
		for (size_t i = 0; i < r->n; i++) {
			const struct fact *f =
			    question_fact(&r->out[i].q, q->fact[0].name);
			if (i != at && f != NULL && f->milli != INT64_MIN)
				sum += f->milli;
		}
		if (sum != q->fact[0].milli)
			continue;
		memmove(&r->out[at], &r->out[at + 1],
		    (r->n - at - 1) * sizeof(*r->out));
		r->n--;
		return;
	}
}

static size_t
gap(const struct fact *a, const struct fact *b)
{
	if (a->start + a->len <= b->start)
		return b->start - a->start - a->len;
	if (b->start + b->len <= a->start)
		return a->start - b->start - b->len;
	return 0;
}

/* The part whose keys stand nearest to the fact. */
static size_t
part_near(const struct reading *r, const struct fact *f)
{
	size_t best = 0, least = SIZE_MAX;
	for (size_t i = 0; i < r->n; i++) {
		const struct question *q = &r->out[i].q;
		for (size_t k = 0; k < q->fact_n; k++) {
			if (keys_have(r->keys, q->fact[k].name) &&
			    gap(&q->fact[k], f) < least) {
				least = gap(&q->fact[k], f);
				best = i;
			}
		}
	}
	return best;
}

/* A number told once is the size or count of one part; a word told once, and
 * the age, hold for all. */
static bool
fact_is_one(const struct fact *f)
{
	return f->milli != INT64_MIN && strcmp(f->name, "age") != 0;
}

/* What was told once holds for all parts. */
static void
parts_share(struct reading *r)
{
	const struct question *q = &r->whole->q;
	for (size_t i = 0; i < r->n; i++) {
		struct question *mine = &r->out[i].q;
		for (size_t k = 0; k < q->fact_n; k++) {
			const struct fact *f = &q->fact[k];
			if (keys_have(r->keys, f->name) ||
			    question_fact(mine, f->name) != NULL ||
			    (fact_is_one(f) && part_near(r, f) != i))
				continue;
			mine->fact[mine->fact_n++] = *f;
		}
	}
}

/* Margins stand with the lesion that they follow. */
static bool
fact_travels(const struct reading *r, const struct fact *f)
{
	return question_conflict(&r->whole->q, f->name) &&
	       family_uses(r->whole->family, f->name) &&
	       strcmp(f->name, "topic") != 0;
}

static bool
parts_read(const struct answer_context *c, struct reading *r)
{
	const struct question *q = &r->whole->q;
	r->n = 0;
	for (size_t i = 0; i < q->fact_n; i++) {
		const struct fact *f = &q->fact[i];
		bool key = keys_have(r->keys, f->name);
		if (!key && (!fact_travels(r, f) || r->n == 0))
			continue;
		if (key && fact_opens(r, f) && !part_add(c, r))
			return false;
		struct question *mine = &r->out[r->n - 1].q;
		mine->fact[mine->fact_n++] = *f;
	}
	total_drop(r);
	if (!parts_whole(r))
		return false;
	parts_share(r);
	return true;
}

/* Values of the fact that makes "several" works, each once, base words out
 * where another was told. */
static size_t
works_find(
    const struct part *p, const char *name, const struct fact **out, size_t max)
{
	const char *base = family_rule_value(p->family, "base");
	size_t n = 0, kept = 0;
	for (size_t i = 0; i < p->q.fact_n && n < max; i++) {
		const struct fact *f = &p->q.fact[i];
		bool seen = strcmp(f->name, name) != 0;
		for (size_t k = 0; k < n && !seen; k++)
			seen = facts_equal(out[k], f);
		if (!seen)
			out[n++] = f;
	}
	for (size_t i = 0; i < n; i++) {
		char word[80];
		snprintf(word, sizeof(word), "%s:%s", name, out[i]->value);
		const char *at = base ? strstr(base, word) : NULL;
		size_t len = strlen(word);
		bool plain = at != NULL && (at[len] == '\0' || at[len] == ' ');
		if (n == 1 || !plain)
			out[kept++] = out[i];
	}
	return n > 1 && kept == 0 ? n : kept;
}

static int
works_split(const struct answer_context *c, const struct part *p,
    const char *name, struct part *out, size_t max, size_t *n_out,
    struct err *e)
{
	const struct fact *work[PARTS_MAX];
	size_t n = works_find(p, name, work, max < PARTS_MAX ? max : PARTS_MAX);
	for (size_t i = 0; i < n; i++) {
		out[i] = *p;
		out[i].several = n > 1;
		out[i].q.fact =
		    arena_array(c->a, p->q.fact_n + 1, sizeof(struct fact));
		if (out[i].q.fact == NULL)
			return answer_full(e);
		out[i].q.fact_n = 0;
		for (size_t k = 0; k < p->q.fact_n; k++) {
			const struct fact *f = &p->q.fact[k];
			if (strcmp(f->name, name) != 0 || f == work[i])
				out[i].q.fact[out[i].q.fact_n++] = *f;
		}
	}
	*n_out = n;
	if (n == 0) {
		out[0] = *p;
		*n_out = 1;
	}
	return 0;
}

int
case_repeat(const struct answer_context *c, const struct part *p,
    struct part *out, size_t max, size_t *n_out, struct err *e)
{
	const char *several = family_rule_value(p->family, "several");
	struct keys keys;
	if (several != NULL)
		return works_split(c, p, several, out, max, n_out, e);
	out[0] = *p;
	*n_out = 1;
	if (family_rule_value(p->family, "repeat") == NULL)
		return 0;
	keys_find(p, &keys);
	struct reading r = { p, &keys, true, out, max, 0 };
	bool read = keys.n > 0 && parts_read(c, &r);
	if (!read && keys.n > 0) {
		r.again_is_new = false;
		read = parts_read(c, &r);
	}
	if (read)
		*n_out = r.n;
	else
		out[0] = *p;
	return 0;
}
