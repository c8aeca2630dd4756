/* Kind "care": care that is counted by the month, the discharge or the year:
 * transitional and chronic care management, advance care planning, wellness
 * and preventive visits with a problem beside them. */
#include "mdm.h"
#include "told.h"
#include <stdlib.h>
#include <string.h>

struct care_case {
	const struct answer_context *c;
	const struct question *q;
	struct answer *out;
	struct norms norm;
};

static const struct norm_row *
care_row(const struct care_case *r, const char *key)
{
	for (size_t i = 0; i < r->norm.n; i++) {
		if (strcmp(r->norm.row[i].key, key) == 0)
			return &r->norm.row[i];
	}
	return NULL;
}

static int
care_no(
    struct care_case *r, const char *headline, const char *key, struct err *e)
{
	r->out->verdict = VERDICT_NO;
	r->out->headline = headline;
	return norm_reason(r->c, care_row(r, key), r->out, e);
}

/* Contact within two business days, the visit within 7 or 14 days of the
 * discharge, decision making of moderate or high complexity. */
static int
transitional(struct care_case *r, struct err *e)
{
	const struct question *q = r->q;
	struct mdm_facts mdm;
	int64_t day;
	r->out->understood = "Which code for care after a discharge?";
	if (mdm_read(r->c, q, &mdm, r->out, e) != 0)
		return -1;
	if (told_is(q, "tcm_contact", "no"))
		return care_no(r,
		    "No: without contact (or two attempts) within two business "
		    "days there is no transitional care; the visit's own level "
		    "is reported.",
		    "contact", e);
	bool day_told = told_number(q, "tcm_day", &day);
	if (mdm.level == MDM_LOW || mdm.level == MDM_STRAIGHTFORWARD)
		return care_no(r,
		    "No: transitional care needs decision making of moderate "
		    "or high complexity.",
		    "99495", e);
	if (day_told && day > 14000)
		return care_no(r,
		    "No: the visit came later than 14 days after the "
		    "discharge.",
		    "99495", e);
	if (!day_told &&
	    ask_add(r->c, r->out, "tcm_day",
		"How many days after the discharge was the patient seen face "
		"to face?",
		NULL, e) != 0)
		return -1;
	if (mdm.level == MDM_NONE && !(day_told && day > 7000) &&
	    mdm_ask(r->c, &mdm, r->out, e) != 0)
		return -1;
	if (!told_is(q, "tcm_contact", "yes") &&
	    ask_add(r->c, r->out, "tcm_contact",
		"Was the patient or caregiver contacted within two business "
		"days of the discharge?",
		NULL, e) != 0)
		return -1;
	if (r->out->ask_n > 0)
		return 0;
	if (mdm.level == MDM_NONE)
		return mdm_ask(r->c, &mdm, r->out, e);
	const char *code = mdm.level == MDM_HIGH && day <= 7000 ? "99496"
								: "99495";
	if (norm_reason(r->c, care_row(r, "contact"), r->out, e) != 0)
		return -1;
	return line_add(r->c, r->out, code, NULL, 1, care_row(r, code), e);
}

/* Codes by minutes: the first code from its least minutes on, one more for
 * each further step, up to the most units. */
static int
by_minutes(
    struct care_case *r, const char *first, const char *further, struct err *e)
{
	struct stretch s[STRETCH_MAX];
	size_t n = told_stretches(r->q, "minutes", s, STRETCH_MAX);
	if (n != 1 || s[0].low != s[0].high)
		return ask_add(r->c, r->out, "minutes",
		    "How many minutes were spent and documented in all?", NULL,
		    e);
	const struct norm_row *one = care_row(r, first);
	if (one == NULL)
		return 0;
	if (s[0].low < one->low_milli)
		return care_no(r,
		    "No: the minutes that were told do not reach the first "
		    "code.",
		    first, e);
	if (line_add(r->c, r->out, one->value, NULL, 1, one, e) != 0)
		return -1;
	int units = 0;
	const struct norm_row *more = NULL;
	for (size_t i = 0; i < r->norm.n; i++) {
		const struct norm_row *row = &r->norm.row[i];
		if (strcmp(row->key, further) != 0 || row->low_milli > s[0].low)
			continue;
		units++;
		more = row;
	}
	return more == NULL
		   ? 0
		   : line_add(r->c, r->out, more->value, NULL, units, more, e);
}

static int
chronic(struct care_case *r, struct err *e)
{
	const struct question *q = r->q;
	bool complex = told_is(q, "ccm", "complex");
	bool physician = told_is(q, "ccm", "physician");
	bool principal = told_is(q, "ccm", "principal");
	r->out->understood = "Which codes for care management of the month?";
	if (!physician && !told_is(q, "ccm", "staff") &&
	    ask_add(r->c, r->out, "ccm",
		"Whose minutes are they: clinical staff's under direction, or "
		"the physician's (NP's, PA's) own?",
		NULL, e) != 0)
		return -1;
	if (r->out->ask_n > 0)
		return 0;
	if (principal)
		return by_minutes(r, physician ? "pcm_own" : "pcm_staff",
		    physician ? "pcm_own_more" : "pcm_staff_more", e);
	if (complex)
		return by_minutes(r, "complex", "complex_more", e);
	return by_minutes(r, physician ? "own" : "staff",
	    physician ? "own_more" : "staff_more", e);
}

static int
planning(struct care_case *r, struct err *e)
{
	r->out->understood = "Which codes for advance care planning?";
	if (by_minutes(r, "acp", "acp_more", e) != 0)
		return -1;
	if (r->out->line_n == 0 || !told_is(r->q, "beside", "preventive"))
		return 0;
	return told_is(r->q, "payer", "medicare")
		   ? norm_reason(r->c, care_row(r, "acp_wellness"), r->out, e)
		   : 0;
}

/* "Diabetes uncontrolled, moderate decision making": the level of the problem
 * beside the preventive part, by decision making alone. */
static int
problem_level(struct care_case *r, const struct mdm_facts *mdm, struct err *e)
{
	const char *patient = told_word(r->q, "patient");
	struct norms level;
	if (patient == NULL)
		return ask_add(r->c, r->out, "patient",
		    "Is the patient new or established (seen by this specialty "
		    "of the group within three years)?",
		    NULL, e);
	const char *key = arena_printf(
	    r->c->a, "office_%s.%s", patient, mdm_word(mdm->level));
	if (key == NULL)
		return answer_full(e);
	if (norms_get(r->c, "visit_mdm", &level, e) != 0)
		return -1;
	for (size_t i = 0; i < level.n; i++) {
		const struct norm_row *row = &level.row[i];
		if (strcmp(row->key, key) != 0)
			continue;
		if (norm_reason(r->c, care_row(r, "problem"), r->out, e) != 0)
			return -1;
		return line_add(r->c, r->out, row->value, "25", 1, row, e);
	}
	return 0;
}

/* The problem visit beside a wellness or preventive one: the code that was
 * named, or its level, with 25. */
static int
problem_add(struct care_case *r, struct err *e)
{
	struct norms visit;
	if (norms_get(r->c, "visit_time", &visit, e) != 0)
		return -1;
	for (size_t i = 0; i < r->q->code_n; i++) {
		const struct norm_row *row =
		    norms_value(&visit, NULL, r->q->code[i].text);
		if (row == NULL)
			continue;
		if (norm_reason(r->c, care_row(r, "problem"), r->out, e) != 0)
			return -1;
		return line_add(r->c, r->out, row->value, "25", 1, row, e);
	}
	struct mdm_facts mdm;
	if (!told_is(r->q, "beside", "problem"))
		return 0;
	if (mdm_read(r->c, r->q, &mdm, r->out, e) != 0)
		return -1;
	if (mdm.level != MDM_NONE && !mdm.conflict)
		return problem_level(r, &mdm, e);
	return ask_add(r->c, r->out, "mdm",
	    "Which visit code or which level of decision making do the notes "
	    "support for the problem beside the preventive part?",
	    NULL, e);
}

/* A screening for depression: apart from a later wellness visit alone. */
static int
screen_add(struct care_case *r, const char *word, struct err *e)
{
	if (!told_is(r->q, "wellness_screen", "depression"))
		return 0;
	if (strcmp(word, "subsequent") != 0)
		return norm_reason(
		    r->c, care_row(r, "depression_within"), r->out, e);
	const struct norm_row *row = care_row(r, "depression");
	return row ? line_add(r->c, r->out, row->value, NULL, 1, row, e) : 0;
}

/* Advance care planning of the same day: its lines bear 33. */
static int
planning_add(struct care_case *r, struct err *e)
{
	size_t before = r->out->line_n;
	if (!told_is(r->q, "care", "acp"))
		return 0;
	if (by_minutes(r, "acp", "acp_more", e) != 0)
		return -1;
	for (size_t i = before; i < r->out->line_n; i++)
		r->out->line[i].modifier[0] = "33";
	return norm_reason(r->c, care_row(r, "acp_wellness"), r->out, e);
}

static int
wellness(struct care_case *r, struct err *e)
{
	static const char *const option[] = {
		"first year of Part B: welcome visit", "G0402",
		"the first annual wellness visit", "G0438", "a later one",
		"G0439", NULL
	};
	const char *word = told_word(r->q, "wellness");
	const struct norm_row *row = word != NULL ? care_row(r, word) : NULL;
	r->out->understood = "Which code for the wellness visit?";
	if (row == NULL)
		return ask_add(r->c, r->out, "wellness",
		    "Is it the welcome visit in the first year of Part B, the "
		    "first annual wellness visit, or a later one?",
		    option, e);
	if (line_add(r->c, r->out, row->value, NULL, 1, row, e) != 0 ||
	    screen_add(r, word, e) != 0 || planning_add(r, e) != 0)
		return -1;
	return problem_add(r, e);
}

static int
preventive(struct care_case *r, struct err *e)
{
	int64_t age = 0;
	const char *patient = told_word(r->q, "patient");
	r->out->understood = "Which code for the preventive visit?";
	if (told_is(r->q, "payer", "medicare") &&
	    norm_reason(r->c, care_row(r, "not_medicare"), r->out, e) != 0)
		return -1;
	if (patient == NULL && ask_add(r->c, r->out, "patient",
				   "Is the patient new or established (seen "
				   "by this specialty of the group within "
				   "three years)?",
				   NULL, e) != 0)
		return -1;
	if (!told_number(r->q, "age", &age) &&
	    ask_add(r->c, r->out, "age", "How old is the patient?", NULL, e) !=
		0)
		return -1;
	if (patient == NULL || r->out->ask_n > 0)
		return 0;
	const struct norm_row *row = norm_at(r->norm.row, r->norm.n,
	    strcmp(patient, "new") == 0 ? "preventive_new"
					: "preventive_established",
	    age);
	if (row == NULL)
		return 0;
	if (line_add(r->c, r->out, row->value, NULL, 1, row, e) != 0)
		return -1;
	return problem_add(r, e);
}

/* "99496?": a code of these norms that the asker names, yes or no. */
static int
named_judge(struct care_case *r, struct err *e)
{
	const char *named = NULL;
	bool there = false;
	if (r->out->line_n == 0 || r->out->headline != NULL ||
	    r->out->ask_n > 0 || !told_is(r->q, "asks", "yes_no"))
		return 0;
	for (size_t i = 0; i < r->q->code_n; i++) {
		if (norms_value(&r->norm, NULL, r->q->code[i].text) == NULL)
			continue;
		if (named != NULL)
			return 0;
		named = r->q->code[i].text;
	}
	if (named == NULL)
		return 0;
	for (size_t i = 0; i < r->out->line_n; i++)
		there |= strcmp(r->out->line[i].code, named) == 0;
	const char *all = lines_sentence(r->c, r->out);
	r->out->verdict = there ? VERDICT_YES : VERDICT_NO;
	r->out->headline = all == NULL ? NULL
				       : arena_printf(r->c->a, "%s: report %s.",
					     there ? "Yes" : "No", all);
	return r->out->headline ? 0 : answer_full(e);
}

/* "G0438 and 99214, can both be billed?": the codes are chosen, and whether they
 * stand together is asked. */
static bool
pair_asked(const struct question *q)
{
	size_t n = 0;
	for (size_t i = 0; i < q->code_n; i++)
		n += q->code[i].system == CODE_CPT ||
		     q->code[i].system == CODE_HCPCS;
	bool asked = told_is(q, "wants", "verdict") ||
		     question_fact(q, "mark_asked") != NULL;
	return n == 2 && asked &&
	       (told_is(q, "care", "wellness") ||
		   told_is(q, "care", "preventive"));
}

/* Work beside a wellness or preventive visit that no rule here knows. A later
 * wellness visit knows the screening for depression. */
static bool
more_beside(const struct question *q, bool wellness_visit)
{
	return told_is(q, "wellness_extra", "yes") ||
	       (!wellness_visit && told_is(q, "wellness_screen", "depression"));
}

/* Who names the code of the planning asks of that code. */
static bool
planned_at_wellness(const struct question *q)
{
	return told_is(q, "care", "wellness") &&
	       told_code(q, "99497") == NULL && told_code(q, "99498") == NULL;
}

static bool
visit_codes_only(const struct care_case *r)
{
	for (size_t i = 0; i < r->q->code_n; i++) {
		if (norms_value(&r->norm, NULL, r->q->code[i].text) == NULL)
			return false;
	}
	return true;
}

/* The vaccines as a question of their own: the visit is not in it; who has a
 * wellness visit has Medicare. */
static int
vaccine_part(const struct care_case *r, bool medicare, struct question *out,
    struct err *e)
{
	static const char payer[] = "payer", word[] = "medicare";
	const struct question *q = r->q;
	struct fact *fact = arena_array(r->c->a, q->fact_n + 1, sizeof(*fact));
	if (fact == NULL)
		return answer_full(e);
	*out = *q;
	out->fact = fact;
	out->fact_n = 0;
	if (visit_codes_only(r))
		out->code_n = 0;
	for (size_t i = 0; i < q->fact_n; i++) {
		if (strcmp(q->fact[i].name, "vaccine_beside") != 0 ||
		    strcmp(q->fact[i].value, "visit") != 0)
			fact[out->fact_n++] = q->fact[i];
	}
	if (medicare && question_fact(q, payer) == NULL)
		fact[out->fact_n++] = (struct fact){
			.name = payer, .value = word, .milli = INT64_MIN
		};
	return 0;
}

/* A preventive visit is an edit with giving vaccines, opened by 25; a wellness
 * visit is none. Gives 1 with both parts, or held. */
static int
vaccine_join(struct care_case *r, bool wellness_visit, struct err *e)
{
	struct answer visit = *r->out, given = { 0 };
	struct question rest;
	*r->out = (struct answer){ 0 };
	if (vaccine_part(r, wellness_visit, &rest, e) != 0)
		return -1;
	int rc = answer_vaccine(r->c, &rest, &given, e);
	if (rc < 0)
		return -1;
	if (rc == 0 || (given.verdict != VERDICT_CODES &&
			   given.verdict != VERDICT_NEED_FACTS)) {
		answer_held(r->out, "no_table",
		    "No table decides what stands beside this visit.");
		return 1;
	}
	if (!wellness_visit && visit.line_n > 0) {
		visit.line[0].modifier[0] = "25";
		if (norm_reason(r->c, care_row(r, "vaccine"), &visit, e) != 0)
			return -1;
	}
	if (answer_take(r->c, &visit, r->out, e) != 0 ||
	    answer_take(r->c, &given, r->out, e) != 0)
		return -1;
	r->out->understood = arena_printf(r->c->a, "%s And beside it: %s",
	    visit.understood, given.understood);
	return r->out->understood ? finish(r->c, r->out, e) : answer_full(e);
}

int
answer_care(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	static const struct {
		const char *word;
		int (*work)(struct care_case *r, struct err *e);
	} cares[] = {
		{ "tcm", transitional },
		{ "ccm", chronic },
		{ "acp", planning },
		{ "wellness", wellness },
		{ "preventive", preventive },
	};
	struct care_case r = { c, q, out, { 0 } };
	int rc = pair_asked(q) ? answer_pair(c, q, out, e) : 0;
	/* What its tables do not decide, the rule of this care may. */
	if (rc < 0 || (rc == 1 && out->verdict != VERDICT_HELD))
		return rc;
	*out = (struct answer){ 0 };
	if (norms_get(c, "care", &r.norm, e) != 0)
		return -1;
	for (size_t i = 0; i < sizeof(cares) / sizeof(cares[0]); i++) {
		if (!told_is(q, "care", cares[i].word))
			continue;
		/* planning at a wellness visit is told with that visit */
		if (cares[i].work == planning && planned_at_wellness(q))
			continue;
		bool yearly = cares[i].work == wellness ||
			      cares[i].work == preventive;
		/* A screening beside it has a line of its own. */
		if (yearly && more_beside(q, cares[i].work == wellness)) {
			answer_held(out, "no_table",
			    "No table decides what stands beside this visit.");
			return 1;
		}
		if (cares[i].work(&r, e) != 0 || named_judge(&r, e) != 0)
			return -1;
		if (yearly && question_fact(q, "vaccine") != NULL)
			return vaccine_join(&r, cares[i].work == wellness, e);
		bool said = out->line_n > 0 || out->ask_n > 0 ||
			    out->headline != NULL;
		return said ? finish(c, out, e) : 0;
	}
	return 0;
}
