/* Kind "critical_care": the minutes of a day come in, less those of procedures
 * that are reported themselves; 99291, 99292 and the procedures go out.
 * Medicare wants a full half hour beyond 74 minutes, CPT does not. */
#include "modifier.h"
#include "told.h"
#include <string.h>

struct care {
	struct norms time, procedure;
	int64_t minutes; /* thousandths, procedures taken out */
	bool told, procedures, exclusive;
};

/* The row of a procedure word at the patient's age in days; -1: not told. */
static const struct norm_row *
procedure_row(const struct care *v, const char *word, int64_t age)
{
	const struct norm_row *only = NULL;
	size_t n = 0;
	for (size_t i = 0; i < v->procedure.n; i++) {
		const struct norm_row *r = &v->procedure.row[i];
		if (strcmp(r->key, word) != 0)
			continue;
		n++;
		only = r;
		if (age >= 0 && r->low_milli <= age && age <= r->high_milli)
			return r;
	}
	return n == 1 ? only : NULL;
}

static bool
bundled(const struct norm_row *r)
{
	return strcmp(r->value, "bundled") == 0;
}

static bool
stretch_taken_out(const struct question *q, const struct stretch *s)
{
	for (size_t i = 0; i < q->fact_n; i++) {
		const struct fact *f = &q->fact[i];
		if (strcmp(f->name, "minutes_procedure") == 0 &&
		    f->start < s->end && s->start < f->start + f->len)
			return true;
	}
	return false;
}

/* The time of critical care: what is left of the stretches that are no
 * procedure's, less the procedures where the total held them. */
static void
minutes_read(const struct question *q, struct care *v)
{
	struct stretch s[STRETCH_MAX], p[STRETCH_MAX];
	size_t n = told_stretches(q, "minutes", s, STRETCH_MAX), whole = 0;
	size_t procedures =
	    told_stretches(q, "minutes_procedure", p, STRETCH_MAX);
	v->exclusive = told_is(q, "cc_time", "exclusive");
	for (size_t i = 0; i < n; i++) {
		if (stretch_taken_out(q, &s[i]))
			continue;
		v->minutes = whole == 0 || told_is(q, "cc_time", "sum")
				 ? v->minutes + s[i].low
				 : v->minutes;
		whole++;
		if (s[i].low != s[i].high)
			return;
	}
	v->told = whole == 1 || (whole > 1 && told_is(q, "cc_time", "sum"));
	for (size_t i = 0; i < procedures && !v->exclusive; i++)
		v->minutes -= p[i].low;
	v->procedures = procedures > 0;
}

static int
age_days(const struct question *q, int64_t *out)
{
	*out = -1;
	if (told_number(q, "age", out))
		return 0;
	if (told_is(q, "payer", "medicare"))
		*out = 65 * (int64_t)365244;
	return 0;
}

/* The rows of a procedure by age, as answers to "how old?". */
static int
age_ask(const struct answer_context *c, const struct care *v, const char *word,
    struct answer *out, struct err *e)
{
	const char *option[2 * 4 + 1] = { NULL };
	size_t n = 0;
	for (size_t i = 0; i < v->procedure.n && n < 8; i++) {
		const struct norm_row *r = &v->procedure.row[i];
		bool up = r->high_milli == INT64_MAX;
		int64_t days = up ? r->low_milli : r->high_milli + 1;
		if (strcmp(r->key, word) != 0)
			continue;
		option[n++] = arena_printf(c->a,
		    up ? "%lld years or over" : "under %lld years",
		    (long long)((days + 182622) / 365244));
		option[n++] = r->value;
		if (option[n - 2] == NULL)
			return answer_full(e);
	}
	return ask_add(c, out, "age", "How old is the patient?",
	    n == 4 ? option : NULL, e);
}

/* Lines of the procedures; an ask where the age decides. */
static int
procedures_add(const struct answer_context *c, const struct question *q,
    const struct care *v, struct answer *out, struct err *e)
{
	int64_t age;
	age_days(q, &age);
	for (size_t i = 0; i < q->fact_n; i++) {
		const struct fact *f = &q->fact[i];
		if (strcmp(f->name, "cc_procedure") != 0)
			continue;
		const struct norm_row *r = procedure_row(v, f->value, age);
		int rc = r == NULL ? age_ask(c, v, f->value, out, e)
			 : bundled(r)
			     ? norm_reason(c, r, out, e)
			     : line_add(c, out, r->value, NULL, 1, r, e);
		if (rc != 0)
			return -1;
	}
	return 0;
}

static bool
procedures_reported(const struct question *q, const struct care *v)
{
	for (size_t i = 0; i < q->fact_n; i++) {
		const struct fact *f = &q->fact[i];
		const struct norm_row *r =
		    strcmp(f->name, "cc_procedure") == 0
			? procedure_row(v, f->value, 65 * (int64_t)365244)
			: NULL;
		if (r != NULL && !bundled(r))
			return true;
	}
	return false;
}

static int
further_units(const struct norm_row *row, int64_t minutes)
{
	return row == NULL || minutes < row->low_milli
		   ? 0
		   : 1 + (int)((minutes - row->low_milli) / 30000);
}

/* Units of 99292 by payer; -1: asked or *e. */
static int
further_add(const struct answer_context *c, const struct question *q,
    const struct care *v, struct answer *out, struct err *e)
{
	const struct norm_row *cpt = NULL, *medicare = NULL;
	for (size_t i = 0; i < v->time.n; i++) {
		if (strcmp(v->time.row[i].key, "further.cpt") == 0)
			cpt = &v->time.row[i];
		else if (strcmp(v->time.row[i].key, "further.medicare") == 0)
			medicare = &v->time.row[i];
	}
	int by_cpt = further_units(cpt, v->minutes);
	int by_medicare = further_units(medicare, v->minutes);
	bool ours = told_is(q, "payer", "medicare");
	if ((by_cpt > 0 || told_code(q, "99292") != NULL) &&
	    (norm_reason(c, cpt, out, e) != 0 ||
		norm_reason(c, medicare, out, e) != 0))
		return -1;
	if (by_cpt != by_medicare && question_fact(q, "payer") == NULL) {
		const char *option[5] = { "Medicare", "99291 alone",
			"a payer that follows CPT", NULL, NULL };
		if (by_medicare > 0)
			option[1] = arena_printf(
			    c->a, "99291, 99292 x %d", by_medicare);
		option[3] = arena_printf(c->a, "99291, 99292 x %d", by_cpt);
		if (option[1] == NULL || option[3] == NULL)
			return answer_full(e);
		return ask_add(c, out, "payer",
		    "Who is the payer? Medicare and CPT count time beyond 74 "
		    "minutes differently.",
		    option, e);
	}
	int units = ours ? by_medicare : by_cpt;
	return units == 0 ? 0
			  : line_add(c, out, "99292", NULL, units,
				ours ? medicare : cpt, e);
}

static int
judge_further(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	if (told_code(q, "99292") == NULL || !told_is(q, "asks", "yes_no") ||
	    out->ask_n > 0)
		return 0;
	bool there = false;
	for (size_t i = 0; i < out->line_n; i++)
		there |= strcmp(out->line[i].code, "99292") == 0;
	const char *all = lines_sentence(c, out);
	out->verdict = there ? VERDICT_YES : VERDICT_NO;
	out->headline = all == NULL ? NULL
				    : arena_printf(c->a, "%s: report %s.",
					  there ? "Yes" : "No", all);
	return out->headline ? 0 : answer_full(e);
}

static int
care_report(const struct answer_context *c, const struct question *q,
    const struct care *v, struct answer *out, struct err *e)
{
	const struct norm_row *first =
	    norm_at(v->time.row, v->time.n, "first", v->minutes);
	const struct norm_row *rule =
	    norm_at(v->time.row, v->time.n, "rule", 0);
	const char *sum = arena_printf(c->a,
	    "%s minutes of critical care count%s.", minutes_text(c, v->minutes),
	    v->procedures && !v->exclusive
		? ", once the minutes of procedures that are reported "
		  "themselves are taken out"
		: "");
	if (answer_reason_add(c, out, sum, rule ? &rule->source : NULL, e) !=
		0 ||
	    norm_reason(c, rule, out, e) != 0)
		return -1;
	if (first == NULL || first->value[0] == '\0') {
		out->verdict = VERDICT_NO;
		out->headline = "No: under 30 minutes are not critical care; "
				"the visit's own level is reported.";
		return norm_reason(c, first, out, e);
	}
	const char *modifier = procedures_reported(q, v) ? "25" : NULL;
	if (line_add(c, out, first->value, modifier, 1, first, e) != 0 ||
	    further_add(c, q, v, out, e) != 0 ||
	    (!told_is(q, "cc_only", "yes") &&
		procedures_add(c, q, v, out, e) != 0))
		return -1;
	return judge_further(c, q, out, e);
}

/* Young children in hospital have codes by the day. */
static bool
by_the_day(const struct question *q)
{
	int64_t age;
	return told_number(q, "age", &age) && age < 6 * (int64_t)365244 &&
	       !told_is(q, "visit", "emergency");
}

/* "36556 plus 99291, modifier where?": the minutes are settled, and the claim is
 * what is asked about. */
static bool
claim_asked(const struct question *q)
{
	bool beside = false;
	for (size_t i = 0; i < q->code_n; i++) {
		if (strcmp(q->code[i].text, "99292") == 0)
			return false;
		beside |= q->code[i].system == CODE_CPT &&
			  strcmp(q->code[i].text, "99291") != 0;
	}
	return beside && ((told_is(q, "asks", "yes_no") &&
			      question_fact(q, "may_bill") != NULL) ||
			     told_is(q, "wants", "modifier") ||
			     told_is(q, "wants", "pair") ||
			     told_is(q, "mark_asked", "yes"));
}

static int
surgeon_care(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	int rc = modifier_decide(c, q, out, e);
	if (rc == 0)
		answer_held(out, "no_table",
		    "Critical care by the surgeon in the global period: a "
		    "coder will answer in this thread.");
	return rc < 0 ? -1 : 1;
}

/* Two share it: who gave more than half of the minutes reports all of them. 1
 * with the answer; 0 where more than that is asked; -1. */
static int
shared_judge(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	int64_t npp, physician;
	struct norms n;
	if (!told_is(q, "cc_time", "split") || !told_medicare(q) ||
	    !told_is(q, "asks", "yes_no") ||
	    question_fact(q, "cc_procedure") != NULL ||
	    !told_number(q, "minutes_npp", &npp) ||
	    !told_number(q, "minutes_physician", &physician) ||
	    npp == physician || npp + physician < INT64_C(30) * 1000)
		return 0;
	if (norms_get(c, "split_shared", &n, e) != 0 || n.n == 0)
		return n.n == 0 ? 0 : -1;
	bool theirs = told_is(q, "bill_under", "npp") &&
		      !told_is(q, "bill_under", "physician");
	bool yes = theirs ? npp > physician : physician > npp;
	out->understood = "Who reports shared critical care?";
	out->verdict = yes ? VERDICT_YES : VERDICT_NO;
	out->headline = arena_printf(c->a,
	    "%s: of %s minutes in all the %s gave more than half, and reports "
	    "the critical care, with FS.",
	    yes ? "Yes" : "No", minutes_text(c, npp + physician),
	    npp > physician ? "NP or PA" : "physician");
	if (out->headline == NULL ||
	    norm_reason(c, norms_value(&n, "substantive", ""), out, e) != 0)
		return -1;
	return finish(c, out, e);
}

int
answer_critical_care(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	struct care v = { 0 };
	int shared = shared_judge(c, q, out, e);
	if (shared != 0)
		return shared;
	if (by_the_day(q) || told_is(q, "tunneled", "yes") ||
	    told_is(q, "cc_time", "split"))
		return 0;
	/* of the surgeon, in the global period of the operation: a modifier or
	 * nothing, which the rows of modifiers know */
	int rc = told_is(q, "postop", "yes") &&
			 told_is(q, "again_by", "same") &&
			 !told_is(q, "payer", "commercial")
		     ? surgeon_care(c, q, out, e)
		     : 0;
	if (rc == 0)
		rc = claim_asked(q) ? answer_pair(c, q, out, e) : 0;
	if (rc != 0)
		return rc;
	*out = (struct answer){ 0 };
	if (norms_get(c, "critical_care", &v.time, e) != 0 ||
	    norms_get(c, "critical_procedure", &v.procedure, e) != 0)
		return -1;
	if (v.time.n == 0)
		return 0;
	minutes_read(q, &v);
	out->understood = "Which codes for critical care by its minutes?";
	if (!v.told || v.minutes < 0) {
		if (ask_add(c, out, "minutes",
			"How many minutes of critical care were given in all "
			"that day, and how many of them went into procedures "
			"that are reported themselves?",
			NULL, e) != 0)
			return -1;
	} else if (procedures_reported(q, &v) && !v.procedures &&
		   !v.exclusive) {
		if (ask_add(c, out, "minutes_procedure",
			"How many of these minutes went into the procedures "
			"that are reported themselves (or are they taken out "
			"already)?",
			NULL, e) != 0)
			return -1;
	} else if (care_report(c, q, &v, out, e) != 0) {
		return -1;
	}
	return finish(c, out, e);
}
