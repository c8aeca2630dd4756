/* diagnosis_number.c - numbers for which codes stand (the body mass index, the
 * weeks of a pregnancy) come in; their codes go behind the diagnoses that they
 * are reported with. Rows of data/norms: dx_number, dx_number_beside. */
#include "diagnosis.h"
#include "told.h"
#include <string.h>

/* Numbers by fact; alone: asked for by itself, it is answered by itself. */
static const struct {
	const char *fact;
	bool alone;
} numbers[] = {
	{ "bmi", true },
	{ "gestation", false },
};

#define NUMBERS (sizeof(numbers) / sizeof(numbers[0]))
#define ADULT   20 /* years; the codes of the BMI below are of percentiles */
#define YEAR    INT64_C(365244)

static bool
begins(const char *code, const char *head)
{
	return strncmp(code, head, strlen(head)) == 0;
}

/* The row that puts the number beside one of the diagnoses; NULL: none. */
static const struct norm_row *
beside(const struct norms *rules, const char *fact, const struct dx_case *k)
{
	for (size_t i = 0; i < rules->n; i++) {
		const struct norm_row *row = &rules->row[i];
		for (size_t j = 0; j < k->items; j++) {
			if (strcmp(row->key, fact) == 0 && k->item[j].code &&
			    begins(k->item[j].code, row->value))
				return row;
		}
	}
	return NULL;
}

/* Any row of the fact: all of them say why. */
static const struct norm_row *
reason_of(const struct norms *rules, const char *fact)
{
	for (size_t i = 0; i < rules->n; i++)
		if (strcmp(rules->row[i].key, fact) == 0)
			return &rules->row[i];
	return NULL;
}

static bool
code_there(const struct dx_case *k, const char *code)
{
	for (size_t i = 0; i < k->items; i++)
		if (k->item[i].code != NULL &&
		    strcmp(k->item[i].code, code) == 0)
			return true;
	return false;
}

static int
number_add(const struct answer_context *c, const struct norms *codes,
    const char *fact, int64_t milli, struct dx_case *k, struct err *e)
{
	const struct norm_row *row = norm_at(codes->row, codes->n, fact, milli);
	struct dx d = { .code = row ? row->value : NULL };
	if (row == NULL || k->items == DX_MAX || code_there(k, row->value))
		return 0;
	int rc = lookup_code(
	    c->lookup, c->a, CODE_ICD10CM, row->value, c->on, &d.row, e);
	if (rc == 1)
		k->item[k->items++] = d;
	return rc;
}

bool
dx_number_told(const struct question *q)
{
	int64_t milli;
	for (size_t i = 0; i < NUMBERS; i++)
		if (numbers[i].alone && told_number(q, numbers[i].fact, &milli))
			return true;
	return false;
}

int
dx_numbers(const struct answer_context *c, const struct question *q,
    struct dx_case *k, struct answer *out, struct err *e)
{
	struct norms codes, rules;
	int64_t milli, age;
	bool child = told_number(q, "age", &age) && age < ADULT * YEAR &&
		     !told_is(q, "grown", "yes");
	if (norms_get(c, "dx_number", &codes, e) != 0 ||
	    norms_get(c, "dx_number_beside", &rules, e) != 0)
		return -1;
	for (size_t i = 0; i < NUMBERS; i++) {
		const char *fact = numbers[i].fact;
		const struct norm_row *row = beside(&rules, fact, k);
		if (!told_number(q, fact, &milli) ||
		    (row == NULL && !(numbers[i].alone && k->items == 0)) ||
		    (child && strcmp(fact, "bmi") == 0))
			continue;
		int rc = number_add(c, &codes, fact, milli, k, e);
		if (rc < 0)
			return -1;
		if (row == NULL)
			row = reason_of(&rules, fact);
		if (rc == 1 && row != NULL && norm_reason(c, row, out, e) != 0)
			return -1;
	}
	return 0;
}
