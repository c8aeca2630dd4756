/* Kind "vaccine": vaccines, age, counselling and payer come in; products and
 * the codes of giving them go out. */
#include "told.h"
#include <stdlib.h>
#include <string.h>

#define VACCINES_MAX 10

struct shot {
	const char *word;
	const char *product; /* NULL: several products bear that name */
	const char *class;   /* flu, pneumo, hepb, covid, oral, nasal, other */
	int components;
	const struct norm_row *row;
};
struct visit_shots {
	struct shot shot[VACCINES_MAX];
	size_t n;
	struct norms product, rule;
};

static const struct norm_row *
row_of(const struct norms *n, const char *key)
{
	for (size_t i = 0; i < n->n; i++) {
		if (strcmp(n->row[i].key, key) == 0)
			return &n->row[i];
	}
	return NULL;
}

/* A product's row: key word, value "90707 other", low: components. */
static void
shot_add(struct visit_shots *v, const struct norm_row *row,
    const struct answer_context *c)
{
	const char *space = strchr(row->value, ' ');
	if (space == NULL || v->n == VACCINES_MAX)
		return;
	const char *code =
	    arena_strndup(c->a, row->value, (size_t)(space - row->value));
	for (size_t i = 0; i < v->n; i++) {
		if (strcmp(v->shot[i].word, row->key) == 0)
			return;
	}
	v->shot[v->n++] = (struct shot){ .word = row->key,
		.product = code != NULL && code[0] != '-' ? code : NULL,
		.class = space + 1,
		.components = (int)(row->low_milli / 1000),
		.row = row };
}

static void
shots_read(const struct answer_context *c, const struct question *q,
    struct visit_shots *v)
{
	for (size_t i = 0; i < v->product.n; i++) {
		const struct norm_row *row = &v->product.row[i];
		size_t n = strcspn(row->value, " ");
		for (size_t k = 0; k < q->code_n; k++) {
			if (n == strlen(q->code[k].text) &&
			    strncmp(q->code[k].text, row->value, n) == 0)
				shot_add(v, row, c);
		}
	}
	bool by_code = v->n > 0;
	for (size_t i = 0; !by_code && i < q->fact_n; i++) {
		if (strcmp(q->fact[i].name, "vaccine") != 0)
			continue;
		const struct norm_row *row =
		    row_of(&v->product, q->fact[i].value);
		if (row != NULL)
			shot_add(v, row, c);
	}
}

static bool
by_mouth_or_nose(const struct shot *s)
{
	return strcmp(s->class, "oral") == 0 || strcmp(s->class, "nasal") == 0;
}

static int
rule_line(const struct answer_context *c, const struct visit_shots *v,
    const char *key, int units, struct answer *out, struct err *e)
{
	const struct norm_row *row = row_of(&v->rule, key);
	return units <= 0 || row == NULL
		   ? 0
		   : line_add(c, out, row->value, NULL, units, row, e);
}

/* One for each vaccine, one for each further component. */
static int
counselled(const struct answer_context *c, const struct visit_shots *v,
    struct answer *out, struct err *e)
{
	int further = 0, n = 0;
	for (size_t i = 0; i < v->n; i++) {
		if (strcmp(v->shot[i].class, "covid") == 0)
			continue;
		n++;
		further += v->shot[i].components - 1;
	}
	if (rule_line(c, v, "counsel.first", n, out, e) != 0)
		return -1;
	return rule_line(c, v, "counsel.further", further, out, e);
}

/* The first one given, then each further one: injected ones lead. */
static int
plain(const struct answer_context *c, const struct visit_shots *v, bool special,
    struct answer *out, struct err *e)
{
	int injected = 0, other = 0;
	for (size_t i = 0; i < v->n; i++) {
		const struct shot *s = &v->shot[i];
		bool own = strcmp(s->class, "covid") == 0 ||
			   (special && row_of(&v->rule, s->class) != NULL);
		if (own)
			continue;
		if (by_mouth_or_nose(s))
			other++;
		else
			injected++;
	}
	if (rule_line(c, v, "injected.first", injected > 0, out, e) != 0 ||
	    rule_line(c, v, "injected.further", injected - 1, out, e) != 0 ||
	    rule_line(
		c, v, "other.first", injected == 0 && other > 0, out, e) != 0)
		return -1;
	return rule_line(
	    c, v, "other.further", injected == 0 ? other - 1 : other, out, e);
}

/* Vaccines whose giving has a code of its own: COVID for all, three of
 * Medicare's. */
static int
special_lines(const struct answer_context *c, const struct visit_shots *v,
    bool medicare, struct answer *out, struct err *e)
{
	for (size_t i = 0; i < v->n; i++) {
		const char *class = v->shot[i].class;
		if ((medicare || strcmp(class, "covid") == 0) &&
		    rule_line(c, v, class, 1, out, e) != 0)
			return -1;
	}
	return 0;
}

/* 1 with *counsel; 0 asked; -1. */
static int
counsel_read(const struct answer_context *c, const struct question *q,
    bool medicare, bool *counsel, struct answer *out, struct err *e)
{
	int64_t age;
	bool yes = told_is(q, "counselling", "yes");
	bool no = told_is(q, "counselling", "no");
	*counsel = false;
	if (medicare || (no && !yes) || told_is(q, "adult", "yes"))
		return 1;
	if (!told_number(q, "age", &age)) {
		return ask_add(c, out, "age", "How old is the patient?", NULL,
			   e) == 0
			   ? 0
			   : -1;
	}
	if (age >= 19 * (int64_t)365244)
		return 1;
	*counsel = yes;
	if (yes)
		return 1;
	return ask_add(c, out, "counselling",
		   "Did the physician, NP or PA counsel the family face to "
		   "face about the vaccines?",
		   NULL, e) == 0
		   ? 0
		   : -1;
}

static int
products_add(const struct answer_context *c, const struct question *q,
    const struct visit_shots *v, struct answer *out, struct err *e)
{
	if (told_is(q, "admin_only", "yes"))
		return 0;
	for (size_t i = 0; i < v->n; i++) {
		const struct shot *s = &v->shot[i];
		int rc = s->product != NULL
			     ? line_add(c, out, s->product, NULL, 1, s->row, e)
			     : ask_add(c, out, "product",
				   "Which product was given (brand name, or "
				   "its code)? Several have that name.",
				   NULL, e);
		if (rc != 0)
			return -1;
	}
	return 0;
}

int
answer_vaccine(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	struct visit_shots v = { .n = 0 };
	bool medicare = told_is(q, "payer", "medicare"), counsel;
	if (norms_get(c, "vaccine_product", &v.product, e) != 0 ||
	    norms_get(c, "vaccine_admin", &v.rule, e) != 0)
		return -1;
	shots_read(c, q, &v);
	out->understood = "Which codes for vaccines and for giving them?";
	if (v.rule.n == 0)
		return 0;
	if (v.n == 0) {
		if (ask_add(c, out, "vaccine",
			"Which vaccines were given, to a patient of which "
			"age, and did the clinician counsel?",
			NULL, e) != 0)
			return -1;
		return finish(c, out, e);
	}
	if (products_add(c, q, &v, out, e) != 0)
		return -1;
	int rc = counsel_read(c, q, medicare, &counsel, out, e);
	if (rc < 0 || (rc == 1 && special_lines(c, &v, medicare, out, e) != 0))
		return -1;
	if (rc == 1 && (counsel ? counselled(c, &v, out, e)
				: plain(c, &v, medicare, out, e)) != 0)
		return -1;
	if (rc == 1 && norm_reason(c, row_of(&v.rule, "rule"), out, e) != 0)
		return -1;
	return finish(c, out, e);
}
