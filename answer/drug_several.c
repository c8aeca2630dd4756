/* drug_several.c - several drugs with their doses come in; the lines of each and
 * their injections go out. */
#include "drug_several.h"
#include "told.h"
#include <string.h>

#define DRUGS_MAX 6

/* Where the words of each drug begin, in order; the same drug once. */
struct drugs {
	const struct fact *item[DRUGS_MAX];
	size_t n;
	bool too_many;
};

static bool
is_amount(const struct fact *f)
{
	return strncmp(f->name, "dose_", 5) == 0 ||
	       strncmp(f->name, "vial_", 5) == 0 ||
	       strncmp(f->name, "waste_", 6) == 0;
}

static void
drugs_read(const struct question *q, struct drugs *out)
{
	*out = (struct drugs){ .n = 0 };
	for (size_t i = 0; i < q->fact_n; i++) {
		const struct fact *f = &q->fact[i];
		bool known = strcmp(f->name, "drug") != 0;
		for (size_t k = 0; k < out->n && !known; k++)
			known = strcmp(out->item[k]->value, f->value) == 0;
		if (known)
			continue;
		if (out->n == DRUGS_MAX)
			out->too_many = true;
		else
			out->item[out->n++] = f;
	}
}

/* Whether amounts stand behind their drugs ("Toradol 30 mg and Phenergan 25
 * mg") or before them. */
static bool
amounts_behind(const struct question *q, const struct drugs *d)
{
	for (size_t i = 0; i < q->fact_n; i++) {
		if (strncmp(q->fact[i].name, "dose_", 5) == 0)
			return q->fact[i].start > d->item[0]->start;
	}
	return true;
}

/* The bytes within which the amounts of drug i stand. */
static bool
belongs(const struct drugs *d, size_t i, bool behind, const struct fact *f)
{
	size_t at = d->item[i]->start;
	size_t before = i > 0 ? d->item[i - 1]->start : 0;
	size_t next = i + 1 < d->n ? d->item[i + 1]->start : SIZE_MAX;
	return behind ? f->start >= at && f->start < next
		      : f->start >= before && f->start < at;
}

/* The question of one drug alone, its units only. */
static int
question_of(const struct answer_context *c, const struct question *q,
    const struct drugs *d, size_t i, bool behind, struct question *out,
    struct err *e)
{
	struct fact *fact = arena_array(c->a, q->fact_n + 1, sizeof(*fact));
	if (fact == NULL)
		return answer_full(e);
	*out = *q;
	out->fact = fact;
	out->fact_n = 0;
	for (size_t k = 0; k < q->fact_n; k++) {
		const struct fact *f = &q->fact[k];
		if (strcmp(f->name, "drug") == 0
			? strcmp(f->value, d->item[i]->value) != 0
		    : is_amount(f) ? !belongs(d, i, behind, f)
				   : strcmp(f->name, "drug_only") == 0 ||
					 strcmp(f->name, "topic") == 0)
			continue;
		fact[out->fact_n++] = *f;
	}
	fact[out->fact_n++] = (struct fact){
		.name = "drug_only", .value = "yes", .milli = INT64_MIN
	};
	return 0;
}

static int
injections_add(const struct answer_context *c, const struct question *q,
    const char *route, int count, struct answer *out, struct err *e)
{
	struct norms n;
	if (told_is(q, "drug_only", "yes") && !told_is(q, "drug_only", "no"))
		return 0;
	if (norms_get(c, "injection", &n, e) != 0)
		return -1;
	for (size_t i = 0; i < n.n; i++) {
		if (strcmp(n.row[i].key, route) == 0)
			return line_add(
			    c, out, n.row[i].value, NULL, count, &n.row[i], e);
	}
	return 0;
}

/* A table that the case belongs to, beside the words for an injection. */
static bool
topic_told(const struct question *q)
{
	for (size_t i = 0; i < q->fact_n; i++) {
		if (strcmp(q->fact[i].name, "topic") == 0 &&
		    strcmp(q->fact[i].value, "with_drug") != 0)
			return true;
	}
	return false;
}

int
drug_several(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	struct drugs d;
	const char *route = told_word(q, "route");
	drugs_read(q, &d);
	if (d.n < 2 || d.too_many || q->code_n > 0 || route == NULL ||
	    topic_told(q) ||
	    (strcmp(route, "intramuscular") != 0 &&
		strcmp(route, "subcutaneous") != 0))
		return 0;
	bool behind = amounts_behind(q, &d);
	for (size_t i = 0; i < d.n; i++) {
		struct question one;
		struct answer a = { 0 };
		if (question_of(c, q, &d, i, behind, &one, e) != 0)
			return -1;
		int rc = answer_drug(c, &one, &a, e);
		if (rc <= 0 || a.ask_n > 0 || a.line_n == 0) {
			*out = (struct answer){ 0 };
			return rc < 0 ? -1 : 0;
		}
		if (answer_take(c, &a, out, e) != 0)
			return -1;
	}
	int shots = told_is(q, "syringe", "one") ? 1 : (int)d.n;
	if (injections_add(c, q, route, shots, out, e) != 0)
		return -1;
	out->understood = "How many units of each drug?";
	return finish(c, out, e);
}
