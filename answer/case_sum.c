/* Wounds of one class and group of sites: their lengths are added up. Parts
 * come in; parts of the same rows are made one. */
#include "case.h"
#include "kinds.h"
#include <string.h>

/* Rows that the part fits if the summed fact is left out. */
static void
class_of(const struct part *p, const char *fact, struct sieve *out)
{
	struct question q = p->q;
	struct fact kept[LIMIT_FACTS];
	size_t n = 0;
	for (size_t i = 0; i < q.fact_n && n < LIMIT_FACTS; i++) {
		if (strcmp(q.fact[i].name, fact) != 0)
			kept[n++] = q.fact[i];
	}
	q.fact = kept;
	q.fact_n = n;
	family_sieve(p->family, &q, out);
}

static bool
classes_same(const struct part *a, const struct part *b, const char *fact)
{
	struct sieve x, y;
	class_of(a, fact, &x);
	class_of(b, fact, &y);
	return memcmp(x.stands, y.stands, sizeof(x.stands)) == 0;
}

/* The one value of the fact, as a number; NULL where it is open. */
static const struct fact *
summand(const struct part *p, const char *name)
{
	const struct fact *f = question_fact(&p->q, name);
	return f == NULL || f->milli == INT64_MIN ||
		       question_conflict(&p->q, name)
		   ? NULL
		   : f;
}

static int
part_join(const struct answer_context *c, struct part *into,
    const struct part *from, const char *name, struct err *e)
{
	struct fact *fact =
	    arena_memdup(c->a, into->q.fact, into->q.fact_n * sizeof(*fact));
	const struct fact *more = summand(from, name);
	if (fact == NULL)
		return answer_full(e);
	for (size_t i = 0; i < into->q.fact_n; i++) {
		if (strcmp(fact[i].name, name) != 0)
			continue;
		fact[i].milli += more->milli;
		fact[i].value =
		    arena_printf(c->a, "%s + %s", fact[i].value, more->value);
		if (fact[i].value == NULL)
			return answer_full(e);
	}
	into->q.fact = fact;
	return 0;
}

/* The part that takes item[i] in, or NULL. */
static struct part *
sum_partner(struct parts *p, size_t i, const char *name)
{
	struct part *one = &p->item[i];
	for (size_t k = 0; k < i; k++) {
		struct part *other = &p->item[k];
		if (other->topic == one->topic && other->repeated &&
		    summand(other, name) != NULL &&
		    classes_same(other, one, name))
			return other;
	}
	return NULL;
}

int
case_sum(const struct answer_context *c, struct parts *p, struct err *e)
{
	size_t kept = 0;
	for (size_t i = 0; i < p->n; i++) {
		struct part *one = &p->item[i];
		const char *repeat = family_rule_value(one->family, "repeat");
		struct part *partner = NULL;
		if (one->repeated && repeat != NULL &&
		    strncmp(repeat, "sum:", 4) == 0 &&
		    summand(one, repeat + 4) != NULL) {
			p->item[kept] = *one;
			partner = sum_partner(p, kept, repeat + 4);
		}
		if (partner == NULL) {
			p->item[kept] = *one;
			kept++;
		} else if (part_join(c, partner, &p->item[kept], repeat + 4,
			       e) != 0) {
			return -1;
		}
	}
	p->n = kept;
	return 0;
}
