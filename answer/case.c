/* Procedures of one question: a question and the tables of its topics come in;
 * one part a procedure goes out, each with its own facts. */
#include "case.h"
#include "kinds.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *
family_rule_value(const struct family *f, const char *kind)
{
	for (size_t i = 0; i < f->rules; i++) {
		if (strcmp(f->rule[i].kind, kind) == 0)
			return f->rule[i].value;
	}
	return NULL;
}

bool
rule_source(const char *value, size_t i, char name[32], int *factor)
{
	const char *s = value;
	for (; i > 0; i--) {
		s = strchr(s, '+');
		if (s == NULL)
			return false;
		s++;
	}
	size_t n = strcspn(s, "*+");
	snprintf(name, 32, "%.*s", (int)(n < 31 ? n : 31), s);
	*factor = s[n] == '*' ? s[n + 1] - '0' : 1;
	return true;
}

static bool
derive_uses(const struct family_rule *rule, const char *fact)
{
	char name[32];
	int factor;
	if (strcmp(rule->kind, "derive") != 0)
		return false;
	for (size_t i = 0; rule_source(rule->value, i, name, &factor); i++) {
		if (strcmp(name, fact) == 0)
			return true;
	}
	return false;
}

/* "FACT:WORD FACT:WORD" names that fact. */
static bool
words_use(const char *value, const char *fact)
{
	size_t n = strlen(fact);
	for (const char *s = value; s != NULL; s = strchr(s, ' ')) {
		s += *s == ' ';
		if (strncmp(s, fact, n) == 0 && s[n] == ':')
			return true;
	}
	return false;
}

static bool
units_use(const char *units, const char *fact)
{
	size_t n = strlen(fact);
	if (strncmp(units, "count", 5) == 0)
		return strcmp(fact, "count") == 0;
	if (strncmp(units, "mark:", 5) == 0)
		return strcmp(units + 5, fact) == 0;
	if (strcmp(units, "side") == 0)
		return strcmp(fact, "side") == 0;
	return strncmp(units, fact, n) == 0 && units[n] == '/';
}

bool
family_uses(const struct family *f, const char *fact)
{
	for (size_t k = 0; k < f->columns; k++) {
		if (strcmp(f->column[k].fact, fact) == 0)
			return true;
	}
	for (size_t i = 0; i < f->rules; i++) {
		if (derive_uses(&f->rule[i], fact) ||
		    (strcmp(f->rule[i].kind, "modifier") == 0 &&
			words_use(f->rule[i].value, fact)))
			return true;
	}
	for (size_t r = 0; r < f->rows; r++) {
		if (units_use(f->row[r].units, fact))
			return true;
	}
	return false;
}

/* Facts of the patient and of the session, not of one procedure. */
static bool
fact_common(const char *name)
{
	static const char *const common[] = { "age", "sex", "preterm",
		"patient", "payer", "setting", "component", "side", "skin_site",
		"approach", "indication", "distinct", "interspaces",
		"vertebrae", "spine_region" };
	for (size_t i = 0; i < sizeof(common) / sizeof(common[0]); i++) {
		if (strcmp(common[i], name) == 0)
			return true;
	}
	return false;
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

/* How far the fact stands from the nearest mention of the table's topic, and
 * how long that mention is: "froze 20 AKs and 3 warts" as a whole names the
 * warts, yet the 20 stand in "20 AKs". */
struct nearness {
	size_t gap, len;
};

static bool
nearer(struct nearness a, struct nearness b)
{
	return a.gap != b.gap ? a.gap < b.gap : a.len < b.len;
}

static struct nearness
topic_near(
    const struct question *q, const struct family *f, const struct fact *fact)
{
	struct nearness best = { SIZE_MAX, SIZE_MAX };
	for (size_t i = 0; i < q->fact_n; i++) {
		const struct fact *t = &q->fact[i];
		struct nearness one = { gap(t, fact), t->len };
		if (strcmp(t->name, "topic") == 0 &&
		    strcmp(t->value, f->id) == 0 && nearer(one, best))
			best = one;
	}
	return best;
}

/* Facts whose words may stand in any sentence claim nothing for a table. */
static bool
fact_claims(const char *name)
{
	static const char *const read[] = { "payer", "component", "indication",
		"distinct" };
	for (size_t i = 0; i < sizeof(read) / sizeof(read[0]); i++) {
		if (strcmp(read[i], name) == 0)
			return true;
	}
	return !fact_common(name);
}

/* The table takes words of that fact, or of its topic, for its own. */
static bool
family_claims(const struct family *f, const struct fact *fact)
{
	bool topic = strcmp(fact->name, "topic") == 0;
	for (size_t i = 0; i < f->rules; i++) {
		const struct family_rule *rule = &f->rule[i];
		if (strcmp(rule->kind, "claims") != 0)
			continue;
		bool any = strcmp(rule->value, "yes") == 0;
		if (topic ? any && strcmp(fact->value, f->id) == 0
			  : (any && family_uses(f, fact->name) &&
				fact_claims(fact->name)) ||
				strcmp(rule->value, fact->name) == 0)
			return true;
	}
	return false;
}

/* The table reads the words that the fact stands in. */
static bool
family_reads(
    const struct question *q, const struct family *f, const struct fact *fact)
{
	for (size_t i = 0; i < q->fact_n; i++) {
		/* "(chevron) osteotomy": the next word belongs to it */
		if (gap(&q->fact[i], fact) <= 2 &&
		    family_claims(f, &q->fact[i]))
			return true;
	}
	return false;
}

/* Words of one work stand so close: "ligation of the ethmoid artery for a
 * nosebleed". */
#define INSTEAD_GAP 40
#define INSTEAD_MAX 16 /* tables of one case; choose takes fewer */

static size_t
topics_gap(const struct question *q, const char *a, const char *b)
{
	size_t least = SIZE_MAX;
	for (size_t i = 0; i < q->fact_n; i++) {
		if (strcmp(q->fact[i].name, "topic") != 0 ||
		    strcmp(q->fact[i].value, a) != 0)
			continue;
		for (size_t k = 0; k < q->fact_n; k++) {
			size_t g = gap(&q->fact[i], &q->fact[k]);
			if (strcmp(q->fact[k].name, "topic") == 0 &&
			    strcmp(q->fact[k].value, b) == 0 && g < least)
				least = g;
		}
	}
	return least;
}

/* Is id one of the words of list? */
static bool
list_has(const char *list, const char *id)
{
	size_t n = strlen(id);
	for (const char *s = list; s != NULL && *s != '\0';) {
		size_t word = strcspn(s, " ");
		if (word == n && memcmp(s, id, n) == 0)
			return true;
		s += word + (s[word] == ' ');
	}
	return false;
}

size_t
case_instead(const struct question *q, struct family *family, size_t n)
{
	size_t kept = 0;
	bool out[INSTEAD_MAX] = { false };
	for (size_t i = 0; i < n && n <= INSTEAD_MAX; i++) {
		for (size_t k = 0; k < n && !out[i]; k++)
			out[i] =
			    list_has(family_rule_value(&family[k], "instead"),
				family[i].id) &&
			    topics_gap(q, family[i].id, family[k].id) <=
				INSTEAD_GAP;
	}
	for (size_t i = 0; i < n; i++) {
		if (n > INSTEAD_MAX || !out[i])
			family[kept++] = family[i];
	}
	return kept;
}

bool
case_claimed(const struct question *q, const struct family *family, size_t n)
{
	for (size_t i = 0; i < q->fact_n; i++) {
		const struct fact *f = &q->fact[i];
		bool read = strcmp(f->name, "topic") != 0 ||
			    (strcmp(f->value, "elsewhere") != 0 &&
				strcmp(f->value, "with_drug") != 0);
		for (size_t k = 0; k < n && !read; k++)
			read = family_reads(q, &family[k], f);
		if (!read)
			return false;
	}
	return true;
}

/* Does the fact belong to table `mine` of family[0..n)? */
static bool
fact_belongs(const struct question *q, const struct family *family, size_t n,
    size_t mine, const struct fact *fact)
{
	if (n == 1)
		return true;
	if (!family_uses(&family[mine], fact->name))
		return false;
	if (fact_common(fact->name) && !question_conflict(q, fact->name))
		return true;
	struct nearness own = topic_near(q, &family[mine], fact);
	for (size_t i = 0; i < n; i++) {
		if (i != mine && family_uses(&family[i], fact->name) &&
		    nearer(topic_near(q, &family[i], fact), own))
			return false;
	}
	return true;
}

static int
part_make(const struct answer_context *c, const struct question *q,
    const struct family *family, size_t n, size_t mine, struct part *out,
    struct err *e)
{
	struct fact *fact = arena_array(c->a, q->fact_n + 1, sizeof(*fact));
	size_t kept = 0;
	if (fact == NULL)
		return answer_full(e);
	for (size_t i = 0; i < q->fact_n; i++) {
		if (fact_belongs(q, family, n, mine, &q->fact[i]))
			fact[kept++] = q->fact[i];
	}
	*out = (struct part){ .family = &family[mine], .q = *q, .topic = mine };
	out->q.fact = fact;
	out->q.fact_n = kept;
	return 0;
}

int
case_split(const struct answer_context *c, const struct question *q,
    const struct family *family, size_t n, struct parts *out, struct err *e)
{
	out->n = 0;
	for (size_t i = 0; i < n && out->n < PARTS_MAX; i++) {
		struct part whole;
		size_t made;
		if (part_make(c, q, family, n, i, &whole, e) != 0 ||
		    case_repeat(c, &whole, &out->item[out->n],
			PARTS_MAX - out->n, &made, e) != 0)
			return -1;
		out->n += made;
	}
	for (size_t i = 0; i < out->n; i++) {
		if (case_derive(c, &out->item[i], e) != 0)
			return -1;
	}
	return 0;
}

static const struct fact *
smallest(const struct question *q, const char *name)
{
	const struct fact *least = NULL;
	for (size_t i = 0; i < q->fact_n; i++) {
		const struct fact *f = &q->fact[i];
		if (strcmp(f->name, name) == 0 && f->milli != INT64_MIN &&
		    (least == NULL || f->milli < least->milli))
			least = f;
	}
	return least;
}

/* "1.4" of 1400 thousandths. */
static const char *
milli_text(struct arena *a, int64_t milli)
{
	int digits = 3;
	int64_t part = milli % 1000;
	for (; digits > 0 && part % 10 == 0; digits--)
		part /= 10;
	return digits == 0
		   ? arena_printf(a, "%lld", (long long)(milli / 1000))
		   : arena_printf(a, "%lld.%0*lld", (long long)(milli / 1000),
			 digits, (long long)part);
}

/* The sum of one rule, as "0.9 cm + 2 x 0.3 cm = 1.5 cm"; milli INT64_MIN where
 * a source was not told. Of margins told twice the narrowest counts. */
static int
derive_sum(const struct answer_context *c, const struct question *q,
    const struct family_rule *rule, struct fact *out, struct err *e)
{
	char name[32];
	int factor;
	const char *text = "";
	const struct fact *near = NULL;
	int64_t sum = 0;
	out->milli = INT64_MIN;
	for (size_t i = 0; rule_source(rule->value, i, name, &factor); i++) {
		const struct fact *f = smallest(q, name);
		if (f == NULL || (factor == 1 && question_conflict(q, name)))
			return 0;
		near = near ? near : f;
		sum += f->milli * factor;
		text = factor == 1 ? arena_printf(c->a, "%s%s%s", text,
					 i ? " + " : "", f->value)
				   : arena_printf(c->a, "%s%s%d x %s", text,
					 i ? " + " : "", factor, f->value);
		if (text == NULL)
			return answer_full(e);
	}
	const char *total = milli_text(c->a, sum);
	*out = (struct fact){ .name = rule->name,
		.milli = sum,
		.start = near->start,
		.len = near->len };
	/* Lengths are kept in cm, whatever they were told in. */
	out->value = total ? arena_printf(c->a, "%s = %s cm", text, total)
			   : NULL;
	return out->value ? 0 : answer_full(e);
}

int
case_derive(const struct answer_context *c, struct part *p, struct err *e)
{
	for (size_t i = 0; i < p->family->rules; i++) {
		const struct family_rule *rule = &p->family->rule[i];
		struct fact f;
		if (strcmp(rule->kind, "derive") != 0 ||
		    question_fact(&p->q, rule->name) != NULL)
			continue;
		if (derive_sum(c, &p->q, rule, &f, e) != 0)
			return -1;
		if (f.milli == INT64_MIN)
			continue;
		struct fact *more =
		    arena_array(c->a, p->q.fact_n + 1, sizeof(*more));
		if (more == NULL)
			return answer_full(e);
		memcpy(more, p->q.fact, p->q.fact_n * sizeof(*more));
		more[p->q.fact_n++] = f;
		p->q.fact = more;
	}
	return 0;
}
