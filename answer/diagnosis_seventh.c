/* diagnosis_seventh.c - an injury's code of six characters and what the note
 * says of the encounter come in; the seventh character goes out, by rows of
 * data/norms. For where no list of codes is loaded that would show it. */
#include "diagnosis.h"
#include "told.h"
#include <string.h>

#define COMPLETE 6 /* characters before the seventh */
#define CATEGORY 3

/* "fracture" for the categories of the norm, else "injury". */
static int
group_of(const struct answer_context *c, const char *code, const char **out,
    struct err *e)
{
	struct norms rules;
	if (norms_get(c, "dx_fracture", &rules, e) != 0)
		return -1;
	*out = "injury";
	for (size_t i = 0; i < rules.n; i++)
		if (strncmp(code, rules.row[i].key, CATEGORY) == 0)
			*out = "fracture";
	return 0;
}

static int
encounter_ask(const struct answer_context *c, struct answer *out, struct err *e)
{
	static const char *const options[] = { "active treatment",
		"7th character A", "routine care while it heals",
		"7th character D", "a late effect", "7th character S", NULL };
	return ask_add(c, out, "encounter",
	    "Is the patient in active treatment, in routine care while it "
	    "heals, or is this a late effect?",
	    options, e);
}

static int
healing_ask(const struct answer_context *c, struct answer *out, struct err *e)
{
	static const char *const options[] = { "routinely", "7th character D",
		"with delay", "7th character G", "nonunion", "7th character K",
		"malunion", "7th character P", NULL };
	return ask_add(
	    c, out, "healing", "How does the fracture heal?", options, e);
}

/* "fracture subsequent routine" names the row; NULL where more is to be asked,
 * which out has then. */
static int
key_of(const struct answer_context *c, const struct question *q,
    const char *group, const char **out_key, struct answer *out, struct err *e)
{
	const char *encounter = told_word(q, "encounter");
	const char *healing = told_word(q, "healing");
	bool fracture = strcmp(group, "fracture") == 0;
	*out_key = NULL;
	if (encounter == NULL)
		return encounter_ask(c, out, e);
	if (!fracture || strcmp(encounter, "subsequent") != 0) {
		*out_key = arena_printf(c->a, "%s %s", group, encounter);
		return *out_key ? 0 : answer_full(e);
	}
	if (healing == NULL)
		return healing_ask(c, out, e);
	*out_key = arena_printf(c->a, "%s %s %s", group, encounter, healing);
	return *out_key ? 0 : answer_full(e);
}

static int
letter_tell(const struct answer_context *c, const char *code,
    const struct norm_row *row, struct answer *out, struct err *e)
{
	const char *shown = icd_show(c->a, code);
	const char *whole =
	    shown ? arena_printf(c->a, "%s%s", shown, row->value) : NULL;
	if (whole == NULL ||
	    answer_line_add(c, out, whole, 1,
		arena_printf(c->a, "%s with its 7th character", shown), e) != 0)
		return answer_full(e);
	out->headline =
	    arena_printf(c->a, "7th character %s: %s.", row->value, whole);
	out->verdict = VERDICT_CODES;
	if (out->headline == NULL)
		return answer_full(e);
	return norm_reason(c, row, out, e) != 0 ? -1 : 1;
}

/* "What do A, D and S mean?": each letter of the group with its rule. 1, -1. */
static int
letters_tell(const struct answer_context *c, const struct norms *rules,
    const char *group, struct answer *out, struct err *e)
{
	size_t n = strlen(group);
	for (size_t i = 0; i < rules->n; i++)
		if (strncmp(rules->row[i].key, group, n) == 0 &&
		    rules->row[i].key[n] == ' ' &&
		    norm_reason(c, &rules->row[i], out, e) != 0)
			return -1;
	out->understood = "What do the 7th characters of injuries mean?";
	out->verdict = VERDICT_INFO;
	out->headline = "7th character: A is active treatment, D is routine "
			"care while it heals, S is a late effect (sequela).";
	return 1;
}

int
dx_seventh(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	const char *code = q->code_n == 1 ? q->code[0].text : "";
	const char *group, *key;
	struct norms rules;
	if (strlen(code) != COMPLETE || q->code[0].end[0] != '\0' ||
	    strchr("ST", code[0]) == NULL ||
	    question_fact(q, "seventh_asked") == NULL ||
	    told_is(q, "fracture_wound", "open"))
		return 0;
	if (group_of(c, code, &group, e) != 0 ||
	    norms_get(c, "dx_seventh", &rules, e) != 0)
		return -1;
	if (told_is(q, "meaning_asked", "yes") &&
	    question_fact(q, "encounter") == NULL)
		return letters_tell(c, &rules, group, out, e);
	if (key_of(c, q, group, &key, out, e) != 0)
		return -1;
	out->understood = "Which 7th character?";
	if (out->ask_n > 0)
		return finish(c, out, e);
	const struct norm_row *row = norm_at(rules.row, rules.n, key, 0);
	return row ? letter_tell(c, code, row, out, e) : 0;
}
