/* diagnosis_pair.c - two codes of a question come in; whether they stand
 * together goes out: one code for both, an Excludes1 note, or yes; or which of
 * them goes first. */
#include "code.h"
#include "diagnosis.h"
#include "told.h"
#include <string.h>

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

/* Whether two codes of a question exclude each other. */
static int
pair_tell(const struct answer_context *c, const struct code *one,
    const struct code *other, struct answer *out, struct err *e)
{
	static const struct {
		enum icd_kind kind;
		const char *word;
	} notes[] = { { ICD_EXCLUDES1, "Excludes1" },
		{ ICD_EXCLUDES2, "Excludes2" }, { ICD_CODE_ALSO, "Code also" },
		{ ICD_CODE_FIRST, "Code first" },
		{ ICD_USE_ADDITIONAL, "Use additional code" } };
	for (size_t i = 0; i < sizeof(notes) / sizeof(notes[0]); i++) {
		struct icd_clash found;
		enum known known;
		int rc = icd_clash(c->lookup, c->a, notes[i].kind, one->text,
		    other->text, c->on, &found, &known, e);
		if (rc < 0 || (rc == 0 && known != KNOWN_VALID))
			return rc;
		if (rc == 0)
			continue;
		if (i == 0)
			out->verdict = VERDICT_NO;
		if (answer_reason_add(c, out,
			arena_printf(c->a, "%s at %s: %s", notes[i].word,
			    found.note.node, found.note.text),
			&found.source, e) != 0)
			return -1;
	}
	return 1;
}

/* "I10" beside another code: three characters alone are a code there. */
static void
bare_find(const char *text, struct code *out)
{
	for (const char *s = text; *s != '\0'; s++) {
		char part[4] = { s[0], s[1], s[1] ? s[2] : '\0', '\0' };
		bool begins = s == text || strchr(" \t\n(,;/", s[-1]) != NULL;
		if (begins && part[0] >= 'A' && part[0] <= 'Z' &&
		    strlen(part) == 3 && strchr(" \t\n),;?/", s[3]) != NULL &&
		    code_parse(part, out) && out->system == CODE_ICD10CM)
			return;
	}
	out->text[0] = '\0';
}

/* Codes of the question that are valid that day, in out[2]; how many. */
static int
pair_codes(const struct answer_context *c, const struct question *q,
    const struct code *out[2], struct err *e)
{
	int n = 0;
	for (size_t i = 0; i < q->code_n; i++) {
		struct code_row row = { 0 };
		if (q->code[i].system != CODE_ICD10CM)
			return 0;
		int rc = answer_known(c, &q->code[i], &row, e);
		if (rc != 1)
			return rc;
		if (n < 2)
			out[n] = &q->code[i];
		n++;
	}
	return n;
}

static bool
order_asked(const struct question *q)
{
	static const char *const words[] = { "first", "primary", "principal",
		"sequenc", "order" };
	for (size_t i = 0; i < COUNT(words); i++)
		if (strcasestr(q->text, words[i]) != NULL)
			return true;
	return false;
}

/* 1 with both in k, where both are valid that day. */
static int
case_of(const struct answer_context *c, const struct code *const code[2],
    struct dx_case *k, struct err *e)
{
	for (k->items = 0; k->items < 2; k->items++) {
		struct dx *d = &k->item[k->items];
		int rc = answer_known(c, code[k->items], &d->row, e);
		if (rc != 1)
			return rc;
		d->code = d->row.code;
	}
	return 1;
}

/* Two codes in the order that a note gives them; 0 where none does. */
static int
order_answer(const struct answer_context *c, const struct code *const code[2],
    struct answer *out, struct err *e)
{
	struct dx_case *k = arena_alloc(c->a, sizeof(*k));
	if (k == NULL)
		return answer_full(e);
	int rc = case_of(c, code, k, e);
	if (rc != 1)
		return rc;
	if (dx_sequence(c, k, out, e) != 0)
		return -1;
	if (out->reason_n == 0 && strcmp(k->item[0].code, code[0]->text) == 0)
		return 0;
	out->understood = "Which of these diagnoses goes first?";
	return dx_lines(c, k, out, e) != 0 ? -1 : finish(c, out, e);
}

/* "I10 with N18.30?": no, one code stands for them, or in the place of one. */
static int
combined_answer(const struct answer_context *c,
    const struct code *const code[2], struct answer *out, struct err *e)
{
	struct dx_case *k = arena_alloc(c->a, sizeof(*k));
	if (k == NULL)
		return answer_full(e);
	memset(k, 0, sizeof(*k));
	int rc = case_of(c, code, k, e), held = 0;
	if (rc == 1)
		held = dx_combine(c, k, out, e);
	if (rc != 1 || held != 0)
		return rc != 1 ? rc : held;
	if (k->items == 2 && strcmp(k->item[0].code, code[0]->text) == 0 &&
	    strcmp(k->item[1].code, code[1]->text) == 0)
		return 0;
	if (dx_complete(c, k, e) != 0 || dx_sequence(c, k, out, e) != 0 ||
	    dx_lines(c, k, out, e) != 0)
		return -1;
	const char *codes = lines_sentence(c, out);
	out->understood = "May these two diagnoses be coded together?";
	out->verdict = VERDICT_NO;
	out->headline =
	    codes ? arena_printf(c->a,
			"No: a code of its own joins these two diagnoses; "
			"report %s.",
			codes)
		  : NULL;
	if (out->headline == NULL)
		return answer_full(e);
	return answer_change_add(c, out,
		   "A note that says the two have nothing to do with each "
		   "other: then both codes stand.",
		   e) != 0
		   ? -1
		   : 1;
}

/* "J44+J45": the begins of two codes, in either order. */
static bool
key_names(const char *key, const char *one, const char *other)
{
	size_t n = strcspn(key, "+");
	const char *rest = key + n + 1;
	if (key[n] != '+')
		return false;
	return (strncmp(one, key, n) == 0 &&
		   strncmp(other, rest, strlen(rest)) == 0) ||
	       (strncmp(other, key, n) == 0 &&
		   strncmp(one, rest, strlen(rest)) == 0);
}

/* What the pack knows of notes, where no tabular list is loaded: 1 with the
 * row's text as a reason; 0, -1. */
static int
norm_tell(const struct answer_context *c, const char *norm,
    const struct code *const code[2], struct answer *out, struct err *e)
{
	struct norms rules;
	if (norms_get(c, norm, &rules, e) != 0)
		return -1;
	for (size_t i = 0; i < rules.n; i++) {
		if (!key_names(rules.row[i].key, code[0]->text, code[1]->text))
			continue;
		return norm_reason(c, &rules.row[i], out, e) != 0 ? -1 : 1;
	}
	return 0;
}

/* Notes come and go each October: an older list may be wrong of that day. */
static int
list_later(const struct answer_context *c, const struct source *list,
    struct answer *out, struct err *e)
{
	char on[11];
	if (!list->later)
		return 0;
	return answer_reason_add(c, out,
	    arena_printf(c->a,
		"Take care: the newest tabular list that is loaded is edition "
		"%s, older than %s; notes may have changed since.",
		list->edition, date_text(c->on, on)),
	    NULL, e);
}

/* The notes of the loaded list: 1 with verdict and headline, 0, -1. */
static int
list_answer(const struct answer_context *c, const struct code *const code[2],
    const char *one, const char *other, const struct source *list,
    struct answer *out, struct err *e)
{
	out->verdict = VERDICT_YES;
	int rc = pair_tell(c, code[0], code[1], out, e);
	if (rc != 1)
		return rc;
	bool clash = out->verdict == VERDICT_NO;
	out->headline =
	    clash ? arena_printf(c->a,
			"No: an Excludes1 note keeps %s and %s apart (tabular "
			"list, edition %s), unless the two conditions have "
			"nothing to do with each other.",
			one, other, list->edition)
		  : arena_printf(c->a,
			"Yes: %s and %s are not mutually exclusive; no "
			"Excludes1 note of the tabular list, edition %s, names "
			"one at the other.",
			one, other, list->edition);
	if (out->headline == NULL)
		return answer_full(e);
	if (!clash && answer_reason_add(c, out, out->headline, list, e) != 0)
		return -1;
	return list_later(c, list, out, e) == 0 ? 1 : -1;
}

/* No list is loaded: what the pack knows of these two, or that it is missing. */
static int
pack_answer(const struct answer_context *c, const struct code *const code[2],
    const char *one, const char *other, enum known known, struct answer *out,
    struct err *e)
{
	int clash = norm_tell(c, "dx_exclude1", code, out, e);
	int both = clash == 0 ? norm_tell(c, "dx_both", code, out, e) : 0;
	if (clash < 0 || both < 0)
		return -1;
	if (clash == 0 && both == 0)
		return answer_missing(c, TABLE_TABULAR, known, out, e) == 0
			   ? 1
			   : -1;
	out->verdict = clash ? VERDICT_NO : VERDICT_YES;
	out->headline =
	    clash ? arena_printf(c->a,
			"No: an Excludes1 note keeps %s and %s apart, unless "
			"the two conditions have nothing to do with each "
			"other.",
			one, other)
		  : arena_printf(
			c->a, "Yes: %s and %s may stand together.", one, other);
	return out->headline ? 1 : answer_full(e);
}

#define SYMPTOM 'R' /* chapter 18 */

/* No note keeps a symptom and a diagnosis apart, but the guidelines do where
 * the symptom belongs to it: 1 with that said; -1. */
static int
symptom_tell(const struct answer_context *c, const struct code *const code[2],
    const char *one, const char *other, struct answer *out, struct err *e)
{
	bool first = code[0]->text[0] == SYMPTOM;
	bool second = code[1]->text[0] == SYMPTOM;
	if (out->verdict != VERDICT_YES || first == second ||
	    strchr("VWXYZ", code[first ? 1 : 0]->text[0]) != NULL)
		return 1;
	out->verdict = VERDICT_ONLY_IF;
	out->headline = arena_printf(c->a,
	    "Only if %s is no usual part of %s: a symptom that belongs to the "
	    "diagnosis is not coded beside it.",
	    first ? one : other, first ? other : one);
	if (out->headline == NULL)
		return answer_full(e);
	return dx_rule(c, "symptom", out, e) == 0 ? 1 : -1;
}

int
dx_pair(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	const struct code *code[2] = { NULL };
	struct code bare = { .units = 1 };
	struct code_row row = { 0 };
	int n = pair_codes(c, q, code, e);
	if (n == 1) {
		bare_find(q->text, &bare);
		if (bare.text[0] != '\0')
			n += answer_known(c, &bare, &row, e);
		code[1] = &bare;
	}
	if (n != 2 || code[0] == NULL || code[1] == NULL)
		return n < 0 ? -1 : 0;
	if (order_asked(q))
		return order_answer(c, code, out, e);
	int rc = combined_answer(c, code, out, e);
	if (rc != 0)
		return rc;
	struct icd_notes list;
	if (icd_notes(c->lookup, c->a, code[0]->text, c->on, &list, e) < 0)
		return -1;
	const char *one = icd_show(c->a, code[0]->text),
		   *other = icd_show(c->a, code[1]->text);
	if (one == NULL || other == NULL)
		return answer_full(e);
	out->understood = "May these two diagnoses be coded together?";
	rc = list.known == KNOWN_VALID
		 ? list_answer(c, code, one, other, &list.source, out, e)
		 : pack_answer(c, code, one, other, list.known, out, e);
	if (rc == 1 && out->verdict == VERDICT_NO &&
	    dx_rule(c, "excludes1", out, e) != 0)
		return -1;
	return rc == 1 ? symptom_tell(c, code, one, other, out, e) : rc;
}
