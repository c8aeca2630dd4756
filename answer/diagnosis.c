/* diagnosis.c - kind "diagnosis": documented words to ICD-10-CM codes, in
 * their sequence; whether two codes exclude each other; what is uncertain. */
#include "diagnosis.h"
#include "code.h"
#include "told.h"
#include <string.h>

#define SYMPTOM     'R' /* chapter 18 */
#define CATEGORY    3
#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static bool
listed(const char *const *list, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i], word) == 0)
			return true;
	return false;
}

/* "Blurred vision due to a cataract": what one diagnosis does to the other may
 * be a code of its own, or a part of it that is not coded. */
static bool
cause_told(const struct dx_case *k)
{
	static const char *const causes[] = { "due", "secondary", "caused",
		"because" };
	/* Of symptoms the sorting asks. */
	for (size_t j = 0; j < k->items; j++)
		if (k->item[j].code[0] == SYMPTOM)
			return false;
	for (size_t j = 0; j < k->items && k->items > 1; j++) {
		size_t i = k->item[j].to;
		for (; i > 0 && i < k->n && !k->w[i - 1].ends; i++) {
			if (listed(causes, COUNT(causes), k->w[i].text))
				return true;
			if (!k->w[i].stop && !dx_side(k->w[i].text))
				break;
		}
	}
	return false;
}

int
dx_rule(const struct answer_context *c, const char *key, struct answer *out,
    struct err *e)
{
	struct norms rules;
	if (norms_get(c, "dx_rule", &rules, e) != 0)
		return -1;
	const struct norm_row *row = norm_at(rules.row, rules.n, key, 0);
	return row ? norm_reason(c, row, out, e) : 0;
}

/* Two of the codes that must not stand together: 1 with the answer held. */
static int
excluded(const struct answer_context *c, const struct dx_case *k,
    struct answer *out, struct err *e)
{
	for (size_t i = 0; i < k->items; i++)
		for (size_t j = i + 1; j < k->items; j++) {
			struct icd_clash found;
			enum known known;
			int rc = icd_clash(c->lookup, c->a, ICD_EXCLUDES1,
			    k->item[i].code, k->item[j].code, c->on, &found,
			    &known, e);
			if (rc < 0)
				return -1;
			if (rc == 1) {
				answer_held(out, "conflict",
				    "Two of these diagnoses exclude each "
				    "other: a coder decides.");
				return 1;
			}
		}
	return 0;
}

int
dx_lines(const struct answer_context *c, const struct dx_case *k,
    struct answer *out, struct err *e)
{
	for (size_t i = 0; i < k->items; i++) {
		const struct code_row *row = &k->item[i].row;
		const char *shown = icd_show(c->a, row->code);
		const char *text =
		    arena_printf(c->a, "%s: %s", shown, row->plain);
		if (shown == NULL ||
		    answer_line_add(c, out, shown, 1, row->plain, e) != 0 ||
		    answer_reason_add(c, out, text, &row->source, e) != 0)
			return answer_full(e);
		if (strstr(row->plain, "nspecified") != NULL &&
		    answer_change_add(c, out,
			arena_printf(c->a,
			    "A note that says more than %s needs may lead to a "
			    "more specific code.",
			    shown),
			e) != 0)
			return -1;
	}
	return 0;
}

/* "Probable pneumonia. Do we code pneumonia?": what is asked about is the one
 * that was called uncertain. */
static bool
uncertain_elsewhere(const struct dx_case *k, const struct dx *d)
{
	for (size_t i = 0; i < k->items; i++) {
		const struct dx *o = &k->item[i];
		if (o->uncertain && o->code != NULL && d->code != NULL &&
		    strcmp(o->code, d->code) == 0)
			return true;
	}
	return false;
}

/* Those that are denied or uncertain go; false where one cannot be told. */
static bool
items_keep(struct dx_case *k)
{
	struct dx kept[DX_MAX];
	size_t n = 0;
	for (size_t i = 0; i < k->items; i++) {
		const struct dx *d = &k->item[i];
		if (d->past || d->denied_open)
			return false;
		if (!d->denied && !d->uncertain && !uncertain_elsewhere(k, d))
			kept[n++] = *d;
	}
	for (k->items = 0; k->items < n; k->items++)
		k->item[k->items] = kept[k->items];
	return true;
}

/* Each code once; false where a symptom stands beside what may explain it. */
static bool
items_sort(struct dx_case *k)
{
	size_t n = 0, symptoms = 0, others = 0;
	for (size_t i = 0; i < k->items; i++) {
		size_t j = 0;
		while (j < n && strcmp(k->item[j].code, k->item[i].code) != 0)
			j++;
		if (j < n)
			continue;
		k->item[n++] = k->item[i];
		symptoms += k->item[n - 1].code[0] == SYMPTOM;
		others += strchr("RZVWXY", k->item[n - 1].code[0]) == NULL;
	}
	k->items = n;
	return symptoms == 0 || others == 0;
}

/* Pain in a joint beside a disease or an injury that may be its cause is a
 * symptom as those of chapter 18. */
static bool
joint_pain_beside(const struct dx_case *k)
{
	bool pain = false, cause = false;
	for (size_t i = 0; i < k->items; i++) {
		const char *code = k->item[i].code;
		bool is_pain = strncmp(code, "M255", 4) == 0;
		pain |= is_pain;
		cause |= !is_pain && (code[0] == 'M' || code[0] == 'S');
	}
	return pain && cause;
}

static bool
word_told(const struct dx_case *k, const char *word)
{
	for (size_t i = 0; i < k->n; i++)
		if (strcmp(k->w[i].text, word) == 0)
			return true;
	return false;
}

/* "Can I code the PE?": no, where it is only suspected. */
static int
uncertain_tell(const struct answer_context *c, const struct dx_case *k,
    struct answer *out, struct err *e)
{
	const char *codes = lines_sentence(c, out);
	if (dx_rule(c, "uncertain", out, e) != 0 || codes == NULL)
		return codes ? -1 : answer_full(e);
	if ((word_told(k, "what") || word_told(k, "which")) &&
	    !word_told(k, "can") && !word_told(k, "may") &&
	    !word_told(k, "do") && !word_told(k, "should") && k->items > 0)
		return 0;
	out->verdict = VERDICT_NO;
	out->headline =
	    k->items > 0
		? arena_printf(c->a,
		      "No: in an outpatient setting an uncertain diagnosis is "
		      "not coded; report %s.",
		      codes)
		: "No: in an outpatient setting an uncertain diagnosis is not "
		  "coded; report the documented signs or symptoms, or the "
		  "reason for the visit.";
	return out->headline ? 0 : answer_full(e);
}

/* The codes that stand for what was told, split by spaces; NULL past a's limit. */
static const char *
item_codes(struct arena *a, const struct dx_case *k)
{
	const char *all = "";
	for (size_t i = 0; i < k->items && all != NULL; i++)
		all = arena_printf(a, "%s %s", all, k->item[i].code);
	return all;
}

#define SEVENTH 7 /* characters of a code, the dot left out */

/* "Which 7th character?": the letter by itself, beside the code that has it. */
static int
seventh_say(const struct answer_context *c, const struct question *q,
    const struct dx_case *k, struct answer *out, struct err *e)
{
	for (size_t i = 0; i < k->items && told_is(q, "seventh_asked", "yes");
	     i++) {
		const char *code = k->item[i].code;
		if (strlen(code) == SEVENTH &&
		    answer_reason_add(c, out,
			arena_printf(c->a, "The 7th character is %c.",
			    code[SEVENTH - 1]),
			&k->item[i].row.source, e) != 0)
			return -1;
	}
	return 0;
}

/* Words that the title of a code found has are its own. */
static void
title_use(struct dx_case *k, const struct dx *d)
{
	for (size_t i = 0; i < k->n; i++)
		if (!k->w[i].stop && !dx_side(k->w[i].text) &&
		    dx_says(d->row.plain, k->w[i].text))
			k->used[i] = true;
}

/* "Acute otitis media", then "suppurative": the code is no longer the one that
 * the words stand for, so its own title must say what they say. */
static void
other_free(struct dx_case *k, const struct dx *d, const char *named)
{
	if (named == NULL || d->code == NULL || named == d->code ||
	    strncmp(d->code, named, strlen(named)) == 0)
		return;
	for (size_t i = d->from; i < d->to; i++)
		k->used[i] = false;
}

/* The code of the other side right behind that of item i. */
static void
twin_add(struct dx_case *k, size_t i, const struct dx *twin)
{
	if (twin->code == NULL || k->items == DX_MAX)
		return;
	for (size_t j = k->items++; j > i + 1; j--)
		k->item[j] = k->item[j - 1];
	k->item[i + 1] = *twin;
	k->item[i + 1].done = true;
	title_use(k, twin);
}

/* Headers first: what tells which code of theirs is meant ("ulcer limited to
 * breakdown of skin") is no word for a diagnosis that is billable already. */
static int
all_refine(const struct answer_context *c, const struct question *q,
    struct dx_case *k, struct answer *out, struct err *e)
{
	for (int headers = 1; headers >= 0; headers--)
		for (size_t i = 0; i < k->items; i++) {
			struct dx *d = &k->item[i];
			bool header = d->code != NULL &&
				      d->row.level == LEVEL_HEADER;
			if (d->done || header != headers ||
			    (d->shared && header))
				continue;
			const char *named = d->code;
			struct dx twin = { 0 };
			if (dx_refine(c, q, k, d, &twin, out, e) < 0)
				return -1;
			other_free(k, d, named);
			d->done = true;
			if (header && d->code != NULL)
				title_use(k, d);
			twin_add(k, i, &twin);
		}
	return 0;
}

static int
words_answer(const struct answer_context *c, const struct question *q,
    struct dx_case *k, struct answer *out, struct err *e)
{
	if (all_refine(c, q, k, out, e) != 0)
		return -1;
	if (out->ask_n > 0)
		return finish(c, out, e);
	if (dx_numbers(c, q, k, out, e) != 0)
		return -1;
	if (k->items == 0 && k->uncertain == 0)
		return 0;
	const char *before = item_codes(c->a, k);
	int rc = dx_together(c, k, out, e);
	if (rc != 0)
		return rc;
	if (dx_places_read(c, k, e) != 0)
		return -1;
	if (dx_more_told(k))
		return 0;
	int sibling = dx_sibling_told(c, k, e);
	if (sibling != 0)
		return sibling < 0 ? -1 : 0;
	if (dx_complete(c, k, e) != 0)
		return -1;
	const char *after = item_codes(c->a, k);
	if (before == NULL || after == NULL)
		return answer_full(e);
	/* No rule joined them. */
	if (cause_told(k) && strcmp(before, after) == 0)
		return 0;
	int beside = items_sort(k) ? 1 : dx_symptom_beside(c, k, e);
	if (beside < 0)
		return -1;
	if ((beside == 0 || joint_pain_beside(k)) &&
	    ask_add(c, out, "symptom",
		"Is the symptom a usual part of the diagnosis? Then it is not "
		"coded beside it (Guidelines I.B.5).",
		NULL, e) != 0)
		return -1;
	rc = excluded(c, k, out, e);
	if (rc != 0)
		return rc;
	if (dx_sequence(c, k, out, e) != 0 || dx_lines(c, k, out, e) != 0 ||
	    seventh_say(c, q, k, out, e) != 0)
		return -1;
	if (k->uncertain > 0 && uncertain_tell(c, k, out, e) != 0)
		return -1;
	return finish(c, out, e);
}

/* A header that is named, and words that say which code below it. */
static int
code_item(const struct answer_context *c, const struct question *q,
    struct dx_case *k, struct err *e)
{
	struct dx d = { .code = q->code[0].text };
	int rc = answer_known(c, &q->code[0], &d.row, e);
	if (rc != 1 || d.row.level != LEVEL_HEADER)
		return rc < 0 ? -1 : 0;
	k->item[0] = d;
	k->items = 1;
	return 1;
}

/* "Probable pneumonia; can I code J18.9?": the code that is named stands for
 * what is uncertain. */
static bool
code_uncertain(const struct question *q, const struct dx_case *k)
{
	for (size_t i = 0; i < k->items; i++) {
		if (k->item[i].uncertain && k->item[i].code != NULL &&
		    strcmp(k->item[i].code, q->code[0].text) == 0)
			return true;
	}
	return false;
}

static int
diagnosis_try(const struct answer_context *c, const struct question *q,
    bool named, struct answer *out, struct err *e)
{
	struct dx_case *k = arena_alloc(c->a, sizeof(*k));
	if (k == NULL)
		return answer_full(e);
	if (q->code_n > 1)
		return named ? dx_pair(c, q, out, e) : 0;
	if (q->code_n > 0 && (!named || q->code[0].system != CODE_ICD10CM))
		return 0;
	if (q->code_n == 1) {
		bool letters = told_is(q, "meaning_asked", "yes") &&
			       question_fact(q, "encounter") == NULL;
		int rc = letters ? dx_seventh(c, q, out, e) : 0;
		if (rc == 0)
			rc = dx_side_of(c, q, out, e);
		if (rc == 0)
			rc = dx_pair(c, q, out, e);
		if (rc != 0)
			return rc;
		*out = (struct answer){ 0 };
	}
	if (dx_read(c, q->text, k, e) != 0)
		return -1;
	if (!named && (k->uncertain > 0 || !(dx_all_read(k) || dx_bare(q, k))))
		return 0;
	if (q->code_n == 1 && !code_uncertain(q, k)) {
		int rc = code_item(c, q, k, e);
		if (rc == 0)
			rc = dx_seventh(c, q, out, e);
		if (rc != 1 || k->items == 0)
			return rc;
	} else if (!items_keep(k) ||
		   (k->items == 0 && k->uncertain == 0 && !dx_number_told(q))) {
		return 0;
	}
	out->understood = "Which ICD-10-CM codes stand for what is documented?";
	return words_answer(c, q, k, out, e);
}

/* Where words that ask for a diagnosis lead to none, no other kind knows
 * better, but for a single code that can be explained; whether that one may be
 * coded is not answered by what it is. */
int
answer_diagnosis(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	bool named = strcmp(q->kind, "diagnosis") == 0;
	int rc = diagnosis_try(c, q, named, out, e);
	if (rc != 0 || !named ||
	    (q->code_n == 1 && !told_is(q, "wants", "verdict")))
		return rc;
	*out = (struct answer){ 0 };
	out->understood = "Which ICD-10-CM codes stand for what is documented?";
	answer_held(out, "no_table",
	    "A coder decides which diagnosis codes stand for this.");
	return 1;
}
