/* Which vaccines a question names, and to a patient of which age. */
#include "vaccine.h"
#include <string.h>

#define YEAR INT64_C(365244) /* as in data/facts */

const struct norm_row *
vaccine_admin_row(const struct vaccines *v, const char *key)
{
	for (size_t i = 0; i < v->admin.n; i++) {
		if (strcmp(v->admin.row[i].key, key) == 0)
			return &v->admin.row[i];
	}
	return NULL;
}

static struct vaccine *
vaccine_find(struct vaccines *v, const char *word)
{
	for (size_t i = 0; i < v->n; i++) {
		if (strcmp(v->item[i].word, word) == 0)
			return &v->item[i];
	}
	return NULL;
}

/* The words of a row's value: code or "-", route, class. */
static int
vaccine_add(const struct answer_context *c, const struct norm_row *row,
    struct vaccines *v, struct err *e)
{
	const char *route = strchr(row->value, ' ');
	const char *class = route != NULL ? strchr(route + 1, ' ') : NULL;
	char *code;
	if (class == NULL || v->n == VACCINES_MAX) {
		v->unknown = true;
		return 0;
	}
	if (vaccine_find(v, row->key) != NULL)
		return 0;
	code = arena_strndup(c->a, row->value, (size_t)(route - row->value));
	if (code == NULL)
		return answer_full(e);
	v->item[v->n++] = (struct vaccine){ .word = row->key,
		.product = strcmp(code, "-") == 0 ? NULL : code,
		.class = class + 1,
		.injected = strncmp(route + 1, "inj ", 4) == 0,
		.components = (int)(row->low_milli / 1000),
		.row = row };
	return 0;
}

static bool
row_has_code(const struct norm_row *row, const char *code)
{
	size_t n = strlen(code);
	return strncmp(row->value, code, n) == 0 && row->value[n] == ' ';
}

/* Codes of products, then words. */
static int
vaccines_collect(const struct answer_context *c, const struct question *q,
    const struct norms *product, struct vaccines *v, struct err *e)
{
	for (size_t i = 0; i < product->n; i++) {
		const struct norm_row *row = &product->row[i];
		bool told = told_is(q, "vaccine", row->key);
		for (size_t k = 0; k < q->code_n && !told; k++)
			told = row_has_code(row, q->code[k].text);
		if (told && vaccine_add(c, row, v, e) != 0)
			return -1;
	}
	v->unknown |= told_is(q, "vaccine", "elsewhere");
	return 0;
}

static void
vaccine_drop(struct vaccines *v, const struct vaccine *one)
{
	size_t at = (size_t)(one - v->item);
	memmove(&v->item[at], &v->item[at + 1],
	    (v->n - at - 1) * sizeof(v->item[0]));
	v->n--;
}

/* "pneumonia shot (PCV20)" is one vaccine; "Pediarix (DTaP, IPV, HepB)" may be
 * one or four. */
static void
vaccines_merge(
    const struct norms *narrow, const struct norms *part, struct vaccines *v)
{
	for (size_t i = 0; i < narrow->n; i++) {
		const struct vaccine *wide =
		    vaccine_find(v, narrow->row[i].value);
		if (wide != NULL && vaccine_find(v, narrow->row[i].key) != NULL)
			vaccine_drop(v, wide);
	}
	for (size_t i = 0; i < part->n; i++) {
		v->part_told |= vaccine_find(v, part->row[i].key) != NULL &&
				vaccine_find(v, part->row[i].value) != NULL;
	}
}

int
vaccines_read(const struct answer_context *c, const struct question *q,
    struct vaccines *out, struct err *e)
{
	struct norms product, narrow, part;
	*out = (struct vaccines){ .n = 0 };
	if (norms_get(c, "vaccine_product", &product, e) != 0 ||
	    norms_get(c, "vaccine_narrow", &narrow, e) != 0 ||
	    norms_get(c, "vaccine_part", &part, e) != 0 ||
	    norms_get(c, "vaccine_admin", &out->admin, e) != 0 ||
	    vaccines_collect(c, q, &product, out, e) != 0)
		return -1;
	vaccines_merge(&narrow, &part, out);
	return 0;
}

/* "adult" is a fact of age, too, but tells no years. */
static bool
age_is_word(const struct question *q, const struct fact *age)
{
	for (size_t i = 0; i < q->fact_n; i++) {
		const struct fact *f = &q->fact[i];
		if (strcmp(f->name, "grown") == 0 && f->start == age->start)
			return true;
	}
	return false;
}

static enum vaccine_age
age_group(int64_t milli)
{
	return milli < 19 * YEAR   ? AGE_MINOR
	       : milli < 65 * YEAR ? AGE_GROWN
				   : AGE_SENIOR;
}

enum vaccine_age
vaccine_age(const struct question *q, int64_t *days_milli)
{
	enum vaccine_age all = AGE_UNKNOWN;
	*days_milli = -1;
	for (size_t i = 0; i < q->fact_n; i++) {
		const struct fact *f = &q->fact[i];
		if (strcmp(f->name, "age") != 0 || f->milli < 0 ||
		    age_is_word(q, f))
			continue;
		enum vaccine_age one = age_group(f->milli);
		if (all != AGE_UNKNOWN && all != one)
			return AGE_CLASH;
		all = one;
		*days_milli = f->milli;
	}
	if (all != AGE_UNKNOWN)
		return all;
	bool grown = told_is(q, "grown", "yes");
	bool minor = told_is(q, "grown", "no");
	return grown && minor ? AGE_CLASH
	       : grown        ? AGE_GROWN
	       : minor        ? AGE_MINOR
			      : AGE_UNKNOWN;
}
