/* Kind "drug": a drug or its HCPCS code and the dose come in; units go out,
 * with JW or JZ where a single-dose vial and Medicare are told, and the code of
 * the injection where one was told. */
#include "claim.h"
#include "drug_several.h"
#include "drug_unit.h"
#include "told.h"
#include <string.h>

struct given {
	const char *code; /* HCPCS, or NULL */
	struct drug_unit unit;
	struct source source;      /* of the unit */
	int64_t dose, vial, waste; /* thousandths of the unit's measure; 0 */
	bool dose_told;
	struct norms norm;
};

/* An amount that stands within another's words: "40 mg" of "a 40 mg vial". */
static bool
within_other(const struct question *q, const struct fact *f)
{
	for (size_t i = 0; i < q->fact_n; i++) {
		const struct fact *g = &q->fact[i];
		if ((strncmp(g->name, "vial_", 5) == 0 ||
			strncmp(g->name, "waste_", 6) == 0) &&
		    g->start < f->start + f->len &&
		    f->start < g->start + g->len)
			return true;
	}
	return false;
}

/* The facts of one name that are of the same measure, in thousandths of it:
 * grams count for milligrams, units only for units. 0 where none is told, -1
 * where they differ. */
static int64_t
amount(const struct question *q, const char *name, const char *measure)
{
	static const char *const weight = "mg";
	int64_t found = 0;
	bool mass = strcmp(measure, weight) == 0;
	for (size_t i = 0; i < q->fact_n; i++) {
		const struct fact *f = &q->fact[i];
		size_t n = strlen(f->name);
		size_t stem = strlen(name);
		if (strncmp(f->name, name, stem) != 0 || n <= stem + 1 ||
		    f->name[stem] != '_')
			continue;
		const char *of = f->name + stem + 1;
		bool same = mass ? strcmp(of, "mg") == 0
				 : strcmp(of, measure) == 0;
		if (!same || (strcmp(name, "dose") == 0 && within_other(q, f)))
			continue;
		if (found != 0 && found != f->milli)
			return -1;
		found = f->milli;
	}
	return found;
}

/* The asker wants the drug's lines and no others. */
static bool
drug_alone(const struct question *q)
{
	return told_is(q, "drug_only", "yes") && !told_is(q, "drug_only", "no");
}

/* The code of a drug on the day: the norm's row of that word. */
static const char *
code_by_word(const struct norms *n, const char *word)
{
	const char *code = NULL;
	for (size_t i = 0; i < n->n; i++) {
		if (strcmp(n->row[i].key, word) != 0)
			continue;
		if (code != NULL)
			return NULL;
		code = n->row[i].value;
	}
	return code;
}

/* 1 with a code; 0 where none or more than one is told; -1 with *e. */
static int
code_read(const struct answer_context *c, const struct question *q,
    struct given *g, struct answer *out, struct err *e)
{
	struct norms words;
	const char *word = told_word(q, "drug");
	if (norms_get(c, "drug_code", &words, e) != 0)
		return -1;
	for (size_t i = 0; i < q->code_n; i++) {
		const struct code *code = &q->code[i];
		struct code_row row;
		if (code->system != CODE_HCPCS ||
		    (code->text[0] != 'J' && code->text[0] != 'Q'))
			continue;
		int rc = answer_known(c, code, &row, e);
		if (rc < 0)
			return -1;
		bool ended = rc == 0 && row.known == KNOWN_ENDED;
		if (ended && answer_ended(c, code->text, &row, out, e) != 0)
			return -1;
		if (ended)
			continue;
		if (g->code != NULL && strcmp(g->code, code->text) != 0)
			return 0;
		g->code = code->text;
	}
	const char *by_word = word ? code_by_word(&words, word) : NULL;
	if (g->code == NULL)
		g->code = by_word;
	return g->code != NULL;
}

/* What one unit is: the official file's own word first. 1, 0, -1. */
static int
unit_read(const struct answer_context *c, struct given *g, struct err *e)
{
	struct code_row row;
	struct norms n;
	int rc =
	    lookup_code(c->lookup, c->a, CODE_HCPCS, g->code, c->on, &row, e);
	if (rc < 0 || norms_get(c, "drug_unit", &n, e) != 0)
		return -1;
	for (size_t i = 0; i < n.n; i++) {
		if (strcmp(n.row[i].key, g->code) == 0 &&
		    drug_unit_parse(n.row[i].value, &g->unit)) {
			g->source = n.row[i].source;
			return 1;
		}
	}
	if (rc == 1 && row.unit != NULL &&
	    drug_unit_parse(row.unit, &g->unit)) {
		g->source = row.source;
		return 1;
	}
	return 0;
}

static int64_t
units_up(int64_t amount_milli, int64_t unit_milli)
{
	return (amount_milli + unit_milli - 1) / unit_milli;
}

static int
norm_say(const struct answer_context *c, const struct given *g, const char *key,
    struct answer *out, struct err *e)
{
	for (size_t i = 0; i < g->norm.n; i++) {
		if (strcmp(g->norm.row[i].key, key) == 0)
			return norm_reason(c, &g->norm.row[i], out, e);
	}
	return 0;
}

/* What was thrown away of single-dose vials, in thousandths; -1: unknown. */
static int64_t
discarded(const struct question *q, const struct given *g)
{
	if (told_is(q, "waste", "none"))
		return 0;
	if (g->waste > 0)
		return g->waste;
	if (g->vial > 0)
		return units_up(g->dose, g->vial) * g->vial - g->dose;
	return -1;
}

/* Which kind of vial it was, and what each would lead to where its size is
 * known. */
static int
vial_ask(const struct answer_context *c, const struct given *g, int64_t units,
    int64_t left, struct answer *out, struct err *e)
{
	int64_t gone =
	    left < 0 ? 0 : units_up(g->dose + left, g->unit.milli) - units;
	const char *one = arena_printf(c->a,
	    gone > 0 ? "%s x %lld, %s-JW x %lld" : "%s-JZ x %lld", g->code,
	    (long long)units, g->code, (long long)gone);
	const char *many =
	    arena_printf(c->a, "%s x %lld, no JW", g->code, (long long)units);
	const char *option[] = { "single-dose", one, "multi-dose", many, NULL };
	if (one == NULL || many == NULL)
		return answer_full(e);
	return left < 0 ? ask_add(c, out, "vial",
			      "Was it a single-dose or a multi-dose vial, of "
			      "which size?",
			      NULL, e)
			: ask_add(c, out, "vial",
			      "Was it a single-dose or a multi-dose vial?",
			      option, e);
}

/* Whether the drug comes in single-dose vials alone: 1 with that said; 0; -1. */
static int
vial_single(const struct answer_context *c, const struct given *g,
    struct answer *out, struct err *e)
{
	struct norms n;
	if (norms_get(c, "drug_vial", &n, e) != 0)
		return -1;
	const struct norm_row *row = norms_value(&n, g->code, "single");
	return row == NULL || norm_reason(c, row, out, e) == 0 ? row != NULL
							       : -1;
}

/* JW for what was thrown away, JZ for nothing; the amounts given and thrown
 * away together may not exceed what the vials held. */
static int
waste_add(const struct answer_context *c, const struct question *q,
    const struct given *g, int64_t units, struct answer *out, struct err *e)
{
	bool single = told_is(q, "vial", "single");
	int64_t left = discarded(q, g);
	if (told_is(q, "vial", "multi"))
		return norm_say(c, g, "multi", out, e);
	if (!single && question_fact(q, "waste") == NULL && g->waste <= 0)
		return told_medicare(q) ? norm_say(c, g, "reminder", out, e)
					: 0;
	if (question_fact(q, "payer") != NULL && !told_medicare(q))
		return norm_say(c, g, "payer", out, e);
	int known = single ? 1 : vial_single(c, g, out, e);
	if (known < 0)
		return -1;
	if (known == 0)
		return vial_ask(c, g, units, left, out, e);
	if (left < 0)
		return ask_add(c, out, "waste",
		    "How large were the vials, and how much was thrown away?",
		    NULL, e);
	int64_t held = units_up(g->dose + left, g->unit.milli);
	int64_t gone = held - units;
	if (gone <= 0) {
		out->line[out->line_n - 1].modifier[0] = "JZ";
		return norm_say(
		    c, g, left > 0 ? "under_one_unit" : "jz", out, e);
	}
	return line_add(c, out, g->code, "JW", (int)gone, NULL, e) == 0
		   ? norm_say(c, g, "jw", out, e)
		   : -1;
}

/* The injection itself, where its way was told. */
static int
route_add(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	struct norms n;
	const char *route = told_word(q, "route");
	bool wanted = told_is(q, "drug_only", "no");
	/* a shot goes into a muscle or under the skin: one code has both */
	if (route == NULL && told_is(q, "given", "shot") &&
	    question_fact(q, "route") == NULL)
		route = "shot";
	if (drug_alone(q) || (route == NULL && !wanted))
		return 0;
	if (route == NULL || strcmp(route, "intravenous") == 0)
		return ask_add(c, out, "route",
		    "How was it given: into a muscle, under the skin, as a "
		    "push into a vein, or as an infusion (with start and stop "
		    "times)?",
		    NULL, e);
	if (norms_get(c, "injection", &n, e) != 0)
		return -1;
	for (size_t i = 0; i < n.n; i++) {
		if (strcmp(n.row[i].key, route) == 0)
			return line_add(
			    c, out, n.row[i].value, NULL, 1, &n.row[i], e);
	}
	return 0;
}

/* Words that only say that a drug was injected. A nurse who gives it has no
 * visit beside the injection (99211 is part of 96372). */
static bool
is_injection_alone(const struct question *q, const struct fact *f)
{
	return strcmp(f->name, "topic") == 0 &&
	       (strcmp(f->value, "with_drug") == 0 ||
		   (strcmp(f->value, "office_visit") == 0 &&
		       told_is(q, "mdm", "none")));
}

/* The question without what only says that a drug was injected. */
static int
question_without_drug(const struct answer_context *c, const struct question *q,
    struct question *out, struct err *e)
{
	struct fact *fact = arena_array(c->a, q->fact_n, sizeof(*fact));
	if (fact == NULL)
		return answer_full(e);
	*out = *q;
	out->fact = fact;
	out->fact_n = 0;
	for (size_t i = 0; i < q->fact_n; i++) {
		if (!is_injection_alone(q, &q->fact[i]))
			fact[out->fact_n++] = q->fact[i];
	}
	return 0;
}

/* The procedure that the drug was given for, from the decision tables: a joint
 * that was injected. 1: added; 0: none; -1: undecided or *e. */
static int
procedure_add(const struct answer_context *c, const struct question *q,
    struct answer *out, bool *undecided, struct err *e)
{
	struct answer other = { 0 };
	struct question bare;
	*undecided = false;
	if (question_without_drug(c, q, &bare, e) != 0)
		return -1;
	if (question_fact(&bare, "topic") == NULL || drug_alone(q))
		return 0;
	int rc = answer_choose(c, &bare, &other, e);
	*undecided = rc == 0 ? told_is(&bare, "topic", "elsewhere")
			     : other.verdict == VERDICT_HELD;
	if (rc <= 0)
		return rc;
	out->understood = arena_printf(
	    c->a, "%s; and: %s", other.understood, out->understood);
	if (out->understood == NULL)
		return answer_full(e);
	return answer_take(c, &other, out, e) != 0 ? -1 : 1;
}

static int
units_add(const struct answer_context *c, const struct question *q,
    struct given *g, struct answer *out, struct err *e)
{
	int64_t units = g->unit.whole ? 1 : units_up(g->dose, g->unit.milli);
	if (units < 1 || units > 9999)
		return ask_add(c, out, "dose",
		    "Which dose was given? The one that was told is unusual.",
		    NULL, e);
	const char *said = arena_printf(c->a,
	    "%s: one unit is %s; %s %s are %lld unit%s, a part counts as a "
	    "whole one.",
	    g->code, g->unit.text, minutes_text(c, g->dose), g->unit.measure,
	    (long long)units, units == 1 ? "" : "s");
	if (answer_line_add(c, out, g->code, (int)units,
		arena_printf(c->a, "one unit is %s", g->unit.text), e) != 0 ||
	    answer_reason_add(c, out, said, &g->source, e) != 0)
		return -1;
	return waste_add(c, q, g, units, out, e);
}

static int
dose_ask(const struct answer_context *c, const struct given *g,
    struct answer *out, struct err *e)
{
	const char *text = arena_printf(c->a,
	    "Which dose was given? One unit of %s is %s.", g->code,
	    g->unit.text);
	return ask_add(c, out, "dose", text, NULL, e);
}

/* "2 mg in each eye": the line holds both. 1 where a coder must count what two
 * vials left; 0; -1. */
static int
sides_add(const struct answer_context *c, const struct question *q,
    struct given *g, struct answer *out, struct err *e)
{
	if (!told_is(q, "side", "both") || g->dose <= 0 ||
	    told_is(q, "dose_all", "yes") || strcmp(g->unit.measure, "mg") != 0)
		return 0;
	if (!told_is(q, "dose_each", "yes"))
		return ask_add(c, out, "dose",
		    "Which dose was given in all, both sides together?", NULL,
		    e);
	if (told_is(q, "waste", "some"))
		return 1;
	g->dose *= 2;
	return answer_reason_add(c, out,
	    "The dose was told for each side: both sides together are twice "
	    "that.",
	    NULL, e);
}

static int
given_report(const struct answer_context *c, const struct question *q,
    struct given *g, struct answer *out, struct err *e)
{
	bool undecided;
	g->dose = amount(q, "dose", g->unit.measure);
	g->vial = amount(q, "vial", g->unit.measure);
	g->waste = amount(q, "waste", g->unit.measure);
	if (g->dose <= 0)
		return dose_ask(c, g, out, e);
	int sides = sides_add(c, q, g, out, e);
	if (sides != 0 || out->ask_n > 0)
		return sides;
	int done = procedure_add(c, q, out, &undecided, e);
	if (done < 0)
		return -1;
	if (undecided)
		return 1;
	if (units_add(c, q, g, out, e) != 0)
		return -1;
	if (done == 1)
		return 0;
	/* drugs against cancer have injection codes of their own */
	if (strncmp(g->code, "J9", 2) == 0 && !drug_alone(q))
		return question_fact(q, "route") != NULL ||
		       told_is(q, "drug_only", "no");
	return route_add(c, q, out, e);
}

/* "Rocephin IM, administration code?": no dose is needed for that. */
static bool
giving_alone(const struct question *q)
{
	const char *route = told_word(q, "route");
	int64_t dose;
	return told_is(q, "admin_only", "yes") && q->code_n == 0 &&
	       route != NULL && strcmp(route, "intravenous") != 0 &&
	       question_fact(q, "topic") == NULL &&
	       !told_number(q, "dose_mg", &dose);
}

/* "2 grams; how many units does Medicare allow a day?": the limit stands with the
 * units of the dose. */
static int
limit_add(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	struct answer limit = { 0 };
	if (!question_says(q, "wants", "limit"))
		return 0;
	int rc = answer_units(c, q, &limit, e);
	if (rc < 0)
		return -1;
	if (rc == 0 || limit.verdict != VERDICT_INFO || limit.reason_n == 0)
		return 0;
	return answer_reason_add(
	    c, out, limit.headline, &limit.reason[0].source, e);
}

int
answer_drug(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	struct given g = { 0 };
	if (told_is(q, "clinical", "yes"))
		return 0; /* which dose is right is no matter of coding */
	if (giving_alone(q)) {
		out->understood = "Which code for giving the injection?";
		return route_add(c, q, out, e) != 0 ? -1 : finish(c, out, e);
	}
	int several = drug_several(c, q, out, e);
	if (several != 0)
		return several;
	int rc = code_read(c, q, &g, out, e);
	if (rc == 1)
		rc = unit_read(c, &g, e);
	if (rc < 0)
		return -1;
	if (rc == 0 || norms_get(c, "drug_waste", &g.norm, e) != 0)
		return rc;
	out->understood = arena_printf(c->a, "How many units of %s?", g.code);
	rc = given_report(c, q, &g, out, e);
	if (rc != 0)
		return rc < 0 ? -1 : 0;
	if (limit_add(c, q, out, e) != 0)
		return -1;
	return finish(c, out, e);
}
