/* diagnosis_rule.c - how diagnoses stand together: rows of data/norms and
 * notes of the tabular list. Diagnoses come in; those that are to be reported
 * go out, in their sequence. */
#include "diagnosis.h"
#include "told.h"
#include <string.h>

#define CATEGORY 3
#define COMBINED 3 /* rules that one diagnosis may meet, one behind the other */

static bool
begins(const char *code, const char *head, size_t n)
{
	return strlen(code) >= n && strncmp(code, head, n) == 0;
}

static bool
word_told(const struct dx_case *k, const char *word, size_t n)
{
	for (size_t i = 0; i < k->n; i++)
		if (strlen(k->w[i].text) == n &&
		    strncmp(k->w[i].text, word, n) == 0)
			return true;
	return false;
}

/* "I10+N18": the first part is the code that gives way, the second one the
 * begin of the code beside it; a word behind them must have been told. */
static bool
key_fits(const struct dx_case *k, const char *key, const char *one,
    const char *other)
{
	size_t n = strcspn(key, "+");
	if (key[n] != '+' || strlen(one) != n || !begins(one, key, n))
		return false;
	const char *beside = key + n + 1;
	size_t m = strcspn(beside, " ");
	return begins(other, beside, m) &&
	       (beside[m] == '\0' ||
		   word_told(k, beside + m + 1, strlen(beside + m + 1)));
}

/* The row for the two codes, the one that asks for a word before the one that
 * asks for none; NULL. */
static const struct norm_row *
row_fits(const struct dx_case *k, const struct norms *rules, const char *one,
    const char *other)
{
	const struct norm_row *best = NULL;
	for (size_t i = 0; i < rules->n; i++) {
		const struct norm_row *row = &rules->row[i];
		if (key_fits(k, row->key, one, other) &&
		    (best == NULL || strchr(best->key, ' ') == NULL))
			best = row;
	}
	return best;
}

/* The code of the rule in the place of one: 0; 1 where it is in no loaded
 * table, with *out held: the two codes apart would be wrong; -1. */
static int
joined(const struct answer_context *c, const struct norm_row *row,
    struct dx *one, struct answer *out, struct err *e)
{
	struct code_row found;
	int rc = lookup_code(
	    c->lookup, c->a, CODE_ICD10CM, row->value, c->on, &found, e);
	if (rc == 0)
		answer_held(out, "not_loaded",
		    "The code that stands for these diagnoses together is in "
		    "no loaded table: a coder decides.");
	if (rc != 1)
		return rc < 0 ? -1 : 1;
	one->row = found;
	one->code = found.code;
	return 0;
}

/* Codes that stand for two diagnoses together (Guidelines I.A.15, I.C.9.a). */
static int
pair_combine(const struct answer_context *c, const struct dx_case *k,
    const struct norms *rules, struct dx *one, const struct dx *other,
    struct answer *out, struct err *e)
{
	const struct norm_row *row = row_fits(k, rules, one->code, other->code);
	if (row == NULL)
		return 0;
	int rc = joined(c, row, one, out, e);
	return rc != 0 ? rc : norm_reason(c, row, out, e);
}

static int
combine(const struct answer_context *c, struct dx_case *k, struct answer *out,
    struct err *e)
{
	struct norms rules;
	if (norms_get(c, "dx_combine", &rules, e) != 0)
		return -1;
	/* What one rule made may be what the next one names, wherever the words
	 * stood: "ESRD and hypertension" as "hypertension and ESRD". */
	for (int pass = 0; pass < COMBINED; pass++)
		for (size_t i = 0; i < k->items; i++)
			for (size_t j = 0; j < k->items; j++)
				if (i != j) {
					int rc = pair_combine(c, k, &rules,
					    &k->item[i], &k->item[j], out, e);
					if (rc != 0)
						return rc;
				}
	return 0;
}

/* Two codes for which one stands: the second is emptied. */
static int
pair_merge(const struct answer_context *c, const struct dx_case *k,
    const struct norms *rules, struct dx *one, struct dx *other,
    struct answer *out, struct err *e)
{
	if (one->code == NULL || other->code == NULL)
		return 0;
	const struct norm_row *row = row_fits(k, rules, one->code, other->code);
	if (row == NULL)
		return 0;
	int rc = joined(c, row, one, out, e);
	if (rc != 0)
		return rc;
	other->code = NULL;
	return norm_reason(c, row, out, e);
}

static int
merge(const struct answer_context *c, struct dx_case *k, struct answer *out,
    struct err *e)
{
	struct norms rules;
	size_t n = 0;
	if (norms_get(c, "dx_merge", &rules, e) != 0)
		return -1;
	for (size_t i = 0; i < k->items; i++)
		for (size_t j = 0; j < k->items; j++)
			if (i != j) {
				int rc = pair_merge(c, k, &rules, &k->item[i],
				    &k->item[j], out, e);
				if (rc != 0)
					return rc;
			}
	for (size_t i = 0; i < k->items; i++)
		if (k->item[i].code != NULL)
			k->item[n++] = k->item[i];
	k->items = n;
	return 0;
}

static bool
some_begins(const struct dx_case *k, const char *head, size_t n)
{
	for (size_t i = 0; i < k->items; i++)
		if (begins(k->item[i].code, head, n))
			return true;
	return false;
}

#define SIBLING 4 /* characters that codes for the same organ share: E11.2 */

/* Whether the codes of the key are there and the one that they need is not: a
 * key of one code ("I110") needs one of the category, one of two ("E11+N18": a
 * complication that is linked to what has others already) one of the
 * subcategory. */
static bool
needs(const struct dx_case *k, const struct norm_row *row)
{
	const char *key = row->key;
	size_t n = strcspn(key, "+");
	if (!some_begins(k, key, n))
		return false;
	if (key[n] == '\0')
		return !some_begins(k, row->value, CATEGORY);
	return some_begins(k, key + n + 1, strlen(key + n + 1)) &&
	       !some_begins(k, row->value, SIBLING);
}

/* Codes that never stand alone: I11.0 has one of I50 behind it, of an
 * unspecified kind where nothing is told. */
int
dx_complete(const struct answer_context *c, struct dx_case *k, struct err *e)
{
	struct norms rules;
	if (norms_get(c, "dx_needs", &rules, e) != 0)
		return -1;
	for (size_t i = 0; i < rules.n && k->items < DX_MAX; i++) {
		const struct norm_row *row = &rules.row[i];
		struct dx d = { .code = row->value };
		if (!needs(k, row))
			continue;
		int rc = lookup_code(c->lookup, c->a, CODE_ICD10CM, row->value,
		    c->on, &d.row, e);
		if (rc < 0)
			return -1;
		if (rc == 1)
			k->item[k->items++] = d;
	}
	return 0;
}

/* Whether the word was told, and not as what is not there: "no status
 * migrainosus". */
static bool
word_there(const struct dx_case *k, const char *word, size_t n)
{
	static const char *const no[] = { "no", "without", "not", "denies" };
	for (size_t i = 0; i < k->n; i++) {
		bool denied = strlen(k->w[i].text) != n ||
			      strncmp(k->w[i].text, word, n) != 0;
		for (size_t back = 1; back <= 2 && back <= i && !denied; back++)
			for (size_t j = 0; j < sizeof(no) / sizeof(no[0]); j++)
				denied |= strcmp(k->w[i - back].text, no[j]) ==
					  0;
		if (!denied)
			return true;
	}
	return false;
}

/* "L0291+L03": begins of two codes; "uncontrolled+E119": a word and the begin
 * of a code. */
static bool
key_there(const struct dx_case *k, const char *key)
{
	size_t n = strcspn(key, "+");
	if (key[n] != '+' || !some_begins(k, key + n + 1, strlen(key + n + 1)))
		return false;
	return key[0] >= 'a' ? word_there(k, key, n) : some_begins(k, key, n);
}

/* Pairs for which more is to be weighed than words tell. */
static int
is_held(const struct answer_context *c, const struct dx_case *k,
    struct answer *out, struct err *e)
{
	struct norms rules;
	if (norms_get(c, "dx_hold", &rules, e) != 0)
		return -1;
	for (size_t r = 0; r < rules.n; r++) {
		if (!key_there(k, rules.row[r].key))
			continue;
		answer_held(out, "conflict",
		    "How these diagnoses go together is for a coder to "
		    "decide.");
		return 1;
	}
	return 0;
}

/* Why other goes before one: 1 with a reason added; 0, -1. */
static int
goes_before(const struct answer_context *c, const char *one, const char *other,
    struct answer *out, struct err *e)
{
	static const struct {
		enum icd_kind kind;
		const char *word;
		bool named_first; /* the code that the note names */
	} notes[] = {
		{ ICD_CODE_FIRST, "Code first", true },
		{ ICD_USE_ADDITIONAL, "Use additional code", false },
	};
	for (size_t i = 0; i < 2; i++) {
		struct icd_clash found;
		enum known known;
		int rc = icd_clash(c->lookup, c->a, notes[i].kind, one, other,
		    c->on, &found, &known, e);
		if (rc < 0)
			return -1;
		if (rc == 0)
			continue;
		const char *first = notes[i].named_first ? found.other
							 : found.code;
		if (answer_reason_add(c, out,
			arena_printf(c->a, "%s at %s: %s", notes[i].word,
			    found.note.node, found.note.text),
			&found.source, e) != 0)
			return -1;
		return strcmp(first, other) == 0;
	}
	return 0;
}

/* The rule by which other goes before one; NULL where none does. */
static const struct norm_row *
rule_found(const struct norms *rules, const char *one, const char *other)
{
	for (size_t i = 0; i < rules->n; i++) {
		const struct norm_row *row = &rules->row[i];
		if (begins(other, row->key, strlen(row->key)) &&
		    begins(one, row->value, strlen(row->value)))
			return row;
	}
	return NULL;
}

static bool
rule_before(const struct norms *rules, const char *one, const char *other)
{
	return rule_found(rules, one, other) != NULL;
}

#define SEVENTH 7

/* Of an injury's late effect the condition itself goes first, that of the
 * injury with S behind it (Guidelines I.B.10). */
static bool
effect_before(const char *one, const char *other)
{
	bool late = strlen(one) == SEVENTH && one[SEVENTH - 1] == 'S' &&
		    strchr("ST", one[0]) != NULL;
	return late && strchr("STVWXYZ", other[0]) == NULL;
}

/* As goes_before(), by a rule of ours. */
static int
rule_goes_before(const struct answer_context *c, const struct norms *rules,
    const char *one, const char *other, struct answer *out, struct err *e)
{
	const struct norm_row *row = rule_found(rules, one, other);
	if (row == NULL)
		return 0;
	const char *first = icd_show(c->a, other);
	const char *second = icd_show(c->a, one);
	const char *text =
	    first && second
		? arena_printf(c->a, "%s goes before %s.", first, second)
		: NULL;
	return answer_reason_add(c, out, text, &row->source, e) == 0 ? 1 : -1;
}

/* Whether item j must stand before item i, for each two of them. */
static int
order_read(const struct answer_context *c, const struct dx_case *k,
    bool before[DX_MAX][DX_MAX], struct answer *out, struct err *e)
{
	struct norms rules;
	if (norms_get(c, "dx_before", &rules, e) != 0)
		return -1;
	for (size_t i = 0; i < k->items; i++)
		for (size_t j = 0; j < k->items; j++) {
			const char *one = k->item[i].code;
			const char *other = k->item[j].code;
			int rc = i == j ? 0
					: rule_goes_before(
					      c, &rules, one, other, out, e);
			/* A rule of ours that says the contrary is surer. */
			if (rc == 0 && i != j &&
			    !rule_before(&rules, other, one))
				rc = goes_before(c, one, other, out, e);
			if (rc < 0)
				return -1;
			before[i][j] = rc == 1 || effect_before(one, other);
		}
	return 0;
}

/* Each as early as what must stand before it allows, else as it was told. */
int
dx_sequence(const struct answer_context *c, struct dx_case *k,
    struct answer *out, struct err *e)
{
	bool before[DX_MAX][DX_MAX] = { 0 }, placed[DX_MAX] = { 0 };
	struct dx sorted[DX_MAX];
	if (order_read(c, k, before, out, e) != 0)
		return -1;
	for (size_t n = 0; n < k->items; n++) {
		size_t next = k->items, first = k->items;
		for (size_t i = k->items; i-- > 0;) {
			bool waits = placed[i];
			for (size_t j = 0; j < k->items && !waits; j++)
				waits = before[i][j] && !placed[j];
			if (!placed[i])
				first = i;
			if (!waits)
				next = i;
		}
		/* Notes that point at each other: as it was told. */
		next = next < k->items ? next : first;
		placed[next] = true;
		sorted[n] = k->item[next];
	}
	memcpy(k->item, sorted, k->items * sizeof(*sorted));
	return 0;
}

/* The words that item i alone has are nobody's. */
static void
words_free(struct dx_case *k, size_t i)
{
	for (size_t w = k->item[i].from; w < k->item[i].to; w++) {
		bool others = false;
		for (size_t j = 0; j < k->items; j++)
			others |= j != i && !k->item[j].shared &&
				  w >= k->item[j].from && w < k->item[j].to;
		k->used[w] = others;
	}
}

/* A diagnosis that shares words with another one stays where it goes behind
 * some other; else those words were meant for that one alone. */
static int
shared_keep(const struct answer_context *c, struct dx_case *k,
    struct answer *out, struct err *e)
{
	struct norms rules;
	size_t n = 0;
	if (norms_get(c, "dx_before", &rules, e) != 0)
		return -1;
	for (size_t i = 0; i < k->items; i++) {
		int rc = !k->item[i].shared;
		for (size_t j = 0; rc == 0 && j < k->items; j++) {
			if (k->item[j].shared)
				continue;
			rc = rule_before(
			    &rules, k->item[i].code, k->item[j].code);
			if (rc == 0)
				rc = goes_before(c, k->item[i].code,
				    k->item[j].code, out, e);
		}
		if (rc < 0)
			return -1;
		if (rc == 1)
			k->item[n++] = k->item[i];
		else
			words_free(k, i);
	}
	k->items = n;
	return 0;
}

#define OF_NO_KIND '9' /* fourth character of what is not specified at all */

/* "E11.9: without complications" beside E11.42, "unspecified" beside what is
 * specified: of two codes of one category the one that knows less goes. */
static bool
knows_less(const struct dx *one, const struct dx *other)
{
	static const char *const less[] = { "without complication",
		"unspecified" };
	/* Aftercare of an injury is its own code with the 7th character. */
	if ((begins(one->code, "Z47", CATEGORY) ||
		begins(one->code, "Z48", CATEGORY)) &&
	    strchr("ST", other->code[0]) != NULL)
		return true;
	if (!begins(other->code, one->code, CATEGORY) ||
	    strcmp(one->code, other->code) == 0)
		return false;
	for (size_t i = 0; i < sizeof(less) / sizeof(less[0]); i++) {
		/* E11.40, "neuropathy, unspecified", says what E11.22 does not. */
		if (i > 0 && one->code[CATEGORY] != OF_NO_KIND &&
		    one->code[CATEGORY] != other->code[CATEGORY])
			continue;
		if (strcasestr(one->row.plain, less[i]) != NULL &&
		    strcasestr(other->row.plain, less[i]) == NULL)
			return true;
	}
	return false;
}

static void
drop_less(struct dx_case *k)
{
	size_t n = 0;
	bool gone[DX_MAX] = { false };
	for (size_t i = 0; i < k->items; i++)
		for (size_t j = 0; j < k->items && !gone[i]; j++)
			gone[i] = i != j && !gone[j] &&
				  knows_less(&k->item[i], &k->item[j]);
	for (size_t i = 0; i < k->items; i++)
		if (!gone[i])
			k->item[n++] = k->item[i];
	k->items = n;
}

/* Of a symptom and a diagnosis: does a rule put the symptom behind it? */
int
dx_symptom_beside(
    const struct answer_context *c, const struct dx_case *k, struct err *e)
{
	struct norms rules;
	if (norms_get(c, "dx_before", &rules, e) != 0)
		return -1;
	for (size_t i = 0; i < k->items; i++) {
		bool beside = k->item[i].code[0] != 'R';
		for (size_t j = 0; j < k->items && !beside; j++)
			beside = i != j && rule_before(&rules, k->item[i].code,
					       k->item[j].code);
		if (!beside)
			return 0;
	}
	return 1;
}

int
dx_combine(const struct answer_context *c, struct dx_case *k,
    struct answer *out, struct err *e)
{
	int rc = merge(c, k, out, e);
	return rc != 0 ? rc : combine(c, k, out, e);
}

int
dx_together(const struct answer_context *c, struct dx_case *k,
    struct answer *out, struct err *e)
{
	int rc = dx_combine(c, k, out, e);
	if (rc == 0)
		rc = is_held(c, k, out, e);
	if (rc != 0)
		return rc;
	if (shared_keep(c, k, out, e) != 0)
		return -1;
	drop_less(k);
	return 0;
}
