/* family_rule.c - what a decision table says of its cases: how it repeats, what
 * it derives, which modifier a fact means, how many units. Settings of a file
 * come in; checked rules go out. data/README.md has the grammar. */
#include "family_draft.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORD_MAX 40 /* a fact's name, or its word */

/* What is read of one setting. */
struct rule_text {
	struct import *im;
	const struct family_draft *f;
	const char *name, *value;
};

static struct fact_rows
facts_of(const struct import *im)
{
	return (struct fact_rows){ im->fact, im->facts };
}

/* The letters of a fact's name at *s, which moves behind them. */
static bool
name_take(const char **s, char out[WORD_MAX])
{
	size_t n = strspn(*s, "abcdefghijklmnopqrstuvwxyz_0123456789");

	if (n == 0 || n >= WORD_MAX)
		return false;
	memcpy(out, *s, n);
	out[n] = '\0';
	*s += n;
	return true;
}

static bool
fact_take(const struct fact_rows *facts, const char **s)
{
	char name[WORD_MAX];

	return name_take(s, name) && fact_known(facts, name);
}

/* "each", "first", "sum:size". */
static bool
repeat_right(const struct rule_text *r)
{
	struct fact_rows facts = facts_of(r->im);
	const char *s = r->value + strlen("sum:");

	if (strcmp(r->value, "each") == 0 || strcmp(r->value, "first") == 0)
		return true;
	return strncmp(r->value, "sum:", 4) == 0 && fact_take(&facts, &s) &&
	       *s == '\0';
}

static bool
fact_right(const struct rule_text *r)
{
	struct fact_rows facts = facts_of(r->im);
	const char *s = r->value;

	return fact_take(&facts, &s) && *s == '\0';
}

/* "scope_work:diagnostic", more of them split by spaces. */
static bool
words_right(const struct rule_text *r)
{
	struct fact_rows facts = facts_of(r->im);
	char name[WORD_MAX], word[WORD_MAX];
	const char *s = r->value;

	for (;;) {
		if (!name_take(&s, name) || *s++ != ':')
			return false;
		size_t n = strcspn(s, " ");
		if (n >= WORD_MAX)
			return false;
		memcpy(word, s, n);
		word[n] = '\0';
		if (!fact_word(&facts, name, word))
			return false;
		s += n;
		if (*s == '\0')
			return true;
		s++;
	}
}

/* "lesion_size+margin*2". */
static bool
derive_right(const struct rule_text *r)
{
	struct fact_rows facts = facts_of(r->im);
	const char *s = r->value;

	if (!fact_known(&facts, r->name))
		return false;
	for (;;) {
		if (!fact_take(&facts, &s))
			return false;
		if (s[0] == '*' && s[1] >= '2' && s[1] <= '9')
			s += 2;
		if (*s == '\0')
			return true;
		if (*s++ != '+')
			return false;
	}
}

static bool
claims_right(const struct rule_text *r)
{
	return strcmp(r->value, "yes") == 0 || fact_right(r);
}

static bool
last_right(const struct rule_text *r)
{
	return strcmp(r->value, "yes") == 0;
}

/* "skin_excision tissue_transfer": names of tables; that they are there is told
 * by check-data. */
static bool
families_right(const struct rule_text *r)
{
	char name[WORD_MAX];
	const char *s = r->value;

	while (name_take(&s, name)) {
		if (*s == '\0')
			return true;
		if (*s++ != ' ')
			return false;
	}
	return false;
}

static bool
modifier_right(const struct rule_text *r)
{
	return strlen(r->name) == 2 && words_right(r);
}

static const struct rule_kind {
	const char *kind, *form;
	bool (*right)(const struct rule_text *r);
	bool named; /* "modifier.26": a name behind the dot */
} kinds[] = {
	{ "repeat", "each, first or sum:FACT", repeat_right, false },
	{ "several", "a fact", fact_right, false },
	{ "base", "FACT:WORD", words_right, false },
	{ "claims", "yes, or a fact", claims_right, false },
	{ "last", "yes", last_right, false },
	{ "derive", "FACT+FACT*2", derive_right, true },
	{ "inside", "FACT:WORD, more split by spaces", words_right, true },
	{ "instead", "tables, split by spaces", families_right, false },
	{ "modifier", "FACT:WORD, more split by spaces", modifier_right, true },
};
#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

static const struct rule_kind *
kind_find(const char *key, const char **name)
{
	for (size_t i = 0; i < KINDS; i++) {
		size_t n = strlen(kinds[i].kind);

		if (strncmp(key, kinds[i].kind, n) != 0)
			continue;
		if (kinds[i].named ? key[n] == '.' : key[n] == '\0') {
			*name = kinds[i].named ? key + n + 1 : "";
			return &kinds[i];
		}
	}
	return NULL;
}

int
family_rule_take(struct import *im, struct family_draft *f, const struct tsv *t,
    const char *key, const char *value, struct err *e)
{
	struct rule_text r = { im, f, NULL, value };
	const struct rule_kind *k = kind_find(key, &r.name);

	if (k == NULL)
		return 0;
	if (f->rules == LIMIT_FAMILY_RULES)
		return tsv_fail(
		    t, 0, e, "more than %d rules", LIMIT_FAMILY_RULES);
	if (!k->right(&r))
		return tsv_fail(t, 0, e,
		    "'%.60s' of %.40s: write %s, of facts and words that "
		    "facts.tsv gives",
		    value, key, k->form);
	f->rule[f->rules++] = (struct family_rule){ k->kind, r.name, value };
	return 1;
}

/* "7.5cm" in thousandths of the fact's unit; 0 where it is none. */
static int64_t
number_take(const struct fact_rows *facts, const char *fact, const char **s)
{
	char *end, unit[WORD_MAX];
	double number = strtod(*s, &end);
	size_t n = strspn(end, "abcdefghijklmnopqrstuvwxyz");

	if (end == *s || n >= WORD_MAX || number < 0 || number > 100000)
		return 0;
	memcpy(unit, end, n);
	unit[n] = '\0';
	*s = end + n;
	int64_t factor = lookup_unit(facts->row, facts->n, fact, unit);
	return (int64_t)(number * 1000 + 0.5) * factor / 1000;
}

/* "size/5cm>7.5cm". */
static const char *
step_units(struct arena *a, const struct fact_rows *facts, const char *text)
{
	char fact[WORD_MAX];
	const char *s = text;

	if (!name_take(&s, fact) || *s++ != '/')
		return NULL;
	int64_t step = number_take(facts, fact, &s);
	if (step <= 0 || *s++ != '>')
		return NULL;
	bool none = strcmp(s, "0") == 0; /* each step from the first on */
	int64_t base = none ? 0 : number_take(facts, fact, &s);
	if (!none && (base <= 0 || *s != '\0'))
		return NULL;
	return arena_printf(
	    a, "%s/%lld>%lld", fact, (long long)step, (long long)base);
}

const char *
family_units(struct arena *a, const struct fact_rows *facts, const char *text,
    const char **why)
{
	static const char *const plain[] = { "1", "count", "count-1", "side" };
	const char *fact = text + strlen("mark:");

	*why = "units is 1, count, count-1, side, mark:FACT or "
	       "FACT/STEP>BASE, of facts that facts.tsv gives";
	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		if (strcmp(text, plain[i]) == 0)
			return plain[i];
	if (strncmp(text, "mark:", 5) == 0)
		return fact_known(facts, fact) ? arena_strdup(a, text) : NULL;
	return step_units(a, facts, text);
}
