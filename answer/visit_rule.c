/* Kind "visit_rule": questions about who may report a visit, and as what: new
 * or established, split or shared, incident-to, G2211. Facts come in, yes, no
 * or only-if goes out. */
#include "told.h"
#include <stdlib.h>
#include <string.h>

#define YEAR INT64_C(365244) /* thousandths of a day */

struct rule_case {
	const struct answer_context *c;
	const struct question *q;
	struct answer *out;
	struct norms norm; /* of the rule */
};

static bool
medicare(const struct question *q)
{
	return told_is(q, "payer", "medicare");
}

static bool
other_payer(const struct question *q)
{
	return question_fact(q, "payer") != NULL && !medicare(q);
}

static const struct norm_row *
rule_row(const struct rule_case *r, const char *key)
{
	for (size_t i = 0; i < r->norm.n; i++) {
		if (strcmp(r->norm.row[i].key, key) == 0)
			return &r->norm.row[i];
	}
	return NULL;
}

static int
rule_say(const struct rule_case *r, const char *key, struct err *e)
{
	return norm_reason(r->c, rule_row(r, key), r->out, e);
}

static int
verdict(struct rule_case *r, enum verdict v, const char *headline,
    const char *key, struct err *e)
{
	r->out->verdict = v;
	r->out->headline = headline;
	return rule_say(r, key, e);
}

/* How long ago the patient was seen, where a year alone tells it beyond doubt:
 * "last seen in March 2022" is more than three years ago in 2026. */
static bool
seen_in_year(const struct rule_case *r, int64_t *ago)
{
	int64_t year;
	char day[11];
	if (!told_number(r->q, "seen_year", &year))
		return false;
	int64_t years = atoi(date_text(r->c->on, day)) - year / 1000;
	if (year < INT64_C(1950) * 1000 || years < 0 || years == 3)
		return false;
	*ago = years * YEAR;
	return true;
}

/* What the last service says of the patient: 1 new, 0 established, -1 open. */
static int
patient_state(const struct rule_case *r, const char **key)
{
	const struct question *q = r->q;
	int64_t ago = -1;
	bool told = told_number(q, "last_seen", &ago) || seen_in_year(r, &ago);
	bool bound = question_conflict(q, "last_seen");
	*key = "rule";
	if (told_is(q, "seen_by", "other_specialty")) {
		*key = "specialty";
		return 1;
	}
	if (told_is(q, "seen_by", "no_visit")) {
		*key = "no_visit";
		return 1;
	}
	if (told_is(q, "seen_by", "other_group"))
		return 1;
	if (bound) {
		int64_t low = INT64_MAX;
		for (size_t i = 0; i < q->fact_n; i++) {
			if (strcmp(q->fact[i].name, "last_seen") == 0 &&
			    q->fact[i].milli < low)
				low = q->fact[i].milli;
		}
		return low >= 3 * YEAR ? 1 : -1;
	}
	if (!told || ago == 3 * YEAR)
		return -1;
	return ago > 3 * YEAR;
}

static int
rule_new(struct rule_case *r, struct err *e)
{
	const char *key;
	const struct question *q = r->q;
	int fresh = patient_state(r, &key);
	bool about_new = told_is(q, "asks_about", "new");
	bool about_old = told_is(q, "asks_about", "established") && !about_new;
	r->out->understood = "New or established patient?";
	if (fresh < 0)
		return ask_add(r->c, r->out, "last_seen",
		    "When was the patient last seen face to face, and by whom: "
		    "the same physician, or another of the same group and the "
		    "same specialty?",
		    NULL, e);
	if (!fresh && question_fact(q, "seen_by") == NULL)
		return ask_add(r->c, r->out, "seen_by",
		    "Who saw the patient then: the same physician, or another "
		    "of the same group and exactly the same specialty?",
		    NULL, e);
	if (rule_say(r, "rule", e) != 0)
		return -1;
	if (!about_new && !about_old)
		return verdict(r, VERDICT_INFO,
		    fresh ? "The patient is new."
			  : "The patient is established.",
		    key, e);
	bool yes = about_new ? fresh == 1 : fresh == 0;
	return verdict(r, yes ? VERDICT_YES : VERDICT_NO,
	    fresh ? yes ? "Yes: the patient is new."
			: "No: the patient is new, not established."
	    : yes ? "Yes: the patient is established."
		  : "No: the patient is established, not new: seen within "
		    "three years by the same specialty of the group.",
	    key, e);
}

/* The practitioner who would report: who is asked about. */
static bool
under_physician(const struct question *q)
{
	return !told_is(q, "bill_under", "npp") ||
	       told_is(q, "bill_under", "physician");
}

static int
split_by_time(
    struct rule_case *r, int64_t npp, int64_t physician, struct err *e)
{
	const struct answer_context *c = r->c;
	bool physician_more = physician > npp;
	bool yes = under_physician(r->q) ? physician_more : npp > physician;
	const char *sum = arena_printf(c->a,
	    "The NP or PA spent %s minutes, the physician %s: more than half "
	    "of the total is %s's.",
	    minutes_text(c, npp), minutes_text(c, physician),
	    npp == physician ? "nobody"
	    : physician_more ? "the physician"
			     : "the NP or PA");
	if (answer_reason_add(c, r->out, sum, NULL, e) != 0)
		return -1;
	return verdict(r, yes ? VERDICT_YES : VERDICT_NO,
	    yes && under_physician(r->q)
		? "Yes: the physician did the substantive portion (more than "
		  "half of the time) and reports the visit, with FS for "
		  "Medicare."
	    : yes ? "Yes: the NP or PA did the substantive portion (more than "
		    "half of the time) and reports the visit, with FS for "
		    "Medicare."
	    : under_physician(r->q)
		? "No: the substantive portion is more than half of the time, "
		  "and that is not the physician's: the NP or PA reports the "
		  "visit, with FS for Medicare."
		: "No: the substantive portion is more than half of the time, "
		  "and that is the physician's.",
	    "substantive", e);
}

/* "Who bills, and which code?": the level of both clinicians' minutes, with FS,
 * where the visit and its payer are told. */
static int
split_code(struct rule_case *r, int64_t npp, int64_t physician, struct err *e)
{
	const char *place = told_word(r->q, "visit");
	struct norms time;
	if (!told_is(r->q, "wants", "code") || !medicare(r->q) ||
	    place == NULL || npp == physician)
		return 0;
	if (norms_get(r->c, "visit_time", &time, e) != 0)
		return -1;
	const struct norm_row *row =
	    norm_at(time.row, time.n, place, npp + physician);
	return row ? line_add(r->c, r->out, row->value, "FS", 1, row, e) : 0;
}

static int
rule_split(struct rule_case *r, struct err *e)
{
	const struct question *q = r->q;
	int64_t npp, physician;
	bool office = told_is(q, "setting", "office") &&
		      !told_is(q, "setting", "hospital") &&
		      !told_is(q, "setting", "emergency");
	r->out->understood = "Who reports a split or shared visit?";
	if (office)
		return verdict(r, VERDICT_NO,
		    "No: a visit in the office (place 11) cannot be split or "
		    "shared for Medicare; there only the incident-to rules "
		    "remain.",
		    "facility", e);
	if (told_is(q, "substantive", "physician_mdm") &&
	    !told_is(q, "substantive", "none"))
		return verdict(r,
		    under_physician(q) ? VERDICT_YES : VERDICT_ONLY_IF,
		    under_physician(q)
			? "Yes: the physician made or approved the plan and "
			  "takes its risk, which is the substantive part of "
			  "decision making; FS for Medicare."
			: "Only if the NP or PA spent more than half of the "
			  "time or made the decisions.",
		    "substantive", e);
	if (told_number(q, "minutes_npp", &npp) &&
	    told_number(q, "minutes_physician", &physician))
		return split_code(r, npp, physician, e) == 0
			   ? split_by_time(r, npp, physician, e)
			   : -1;
	if (told_is(q, "substantive", "signature"))
		return verdict(r, VERDICT_NO,
		    "No: a signature is no substantive portion; it takes more "
		    "than half of the time, or a substantive part of decision "
		    "making (MDM).",
		    "substantive", e);
	return ask_add(r->c, r->out, "substantive",
	    "How many minutes did the NP or PA and the physician each spend, "
	    "and who made or approved the plan (decision making)?",
	    NULL, e);
}

static int
rule_incident(struct rule_case *r, struct err *e)
{
	const struct question *q = r->q;
	r->out->understood = "May the visit be reported incident to the "
			     "physician?";
	if (told_is(q, "setting", "hospital") ||
	    told_is(q, "setting", "emergency"))
		return verdict(r, VERDICT_NO,
		    "No: there is no incident-to in a hospital or other "
		    "facility.",
		    "facility", e);
	if (told_is(q, "incident", "new_problem") ||
	    told_is(q, "patient", "new"))
		return verdict(r, VERDICT_NO,
		    "No: a new problem or a new patient is not incident-to: "
		    "the NP or PA reports it under the own number (NPI).",
		    "plan", e);
	if (told_is(q, "incident", "absent"))
		return verdict(r, VERDICT_NO,
		    "No: without direct supervision (a physician in the suite) "
		    "it is not incident-to: the NP or PA reports it under the "
		    "own number (NPI).",
		    "supervision", e);
	bool plan = told_is(q, "incident", "plan");
	bool present = told_is(q, "incident", "present");
	if (plan && present)
		return verdict(r,
		    other_payer(q) ? VERDICT_ONLY_IF : VERDICT_YES,
		    other_payer(q)
			? "Only if the payer takes Medicare's incident-to "
			  "rules: its contract decides."
			: "Yes: an established problem, the physician's plan "
			  "and a physician in the suite make it incident-to.",
		    "plan", e);
	if (!plan &&
	    ask_add(r->c, r->out, "plan",
		"Is it an established problem that the physician saw first and "
		"set the plan for, or a new problem or new patient?",
		NULL, e) != 0)
		return -1;
	return present ? 0
		       : ask_add(r->c, r->out, "supervision",
			     "Was a physician of the group in the office suite "
			     "at that time?",
			     NULL, e);
}

/* The visit code that G2211 would stand beside. */
static const struct code *
visit_code(const struct rule_case *r)
{
	for (size_t i = 0; i < r->q->code_n; i++) {
		const struct norm_row *row = rule_row(r, r->q->code[i].text);
		if (row != NULL)
			return &r->q->code[i];
	}
	return NULL;
}

static bool
visit_has_25(const struct rule_case *r)
{
	if (told_is(r->q, "mark_25", "none"))
		return false;
	for (size_t i = 0; i < r->q->code_n; i++) {
		const struct code *code = &r->q->code[i];
		if (code->system == CODE_MODIFIER &&
		    strcmp(code->text, "25") == 0)
			return true;
		for (int m = 0; m < code->modifiers; m++) {
			if (strcmp(code->modifier[m], "25") == 0)
				return true;
		}
	}
	return told_is(r->q, "beside", "procedure");
}

static int
rule_g2211(struct rule_case *r, struct err *e)
{
	const struct question *q = r->q;
	const struct code *visit = visit_code(r);
	bool preventive = told_is(q, "beside", "preventive");
	r->out->understood = "May G2211 stand beside the visit?";
	if (other_payer(q))
		return verdict(r, VERDICT_ONLY_IF,
		    "Only if this payer pays it: G2211 is Medicare's code.",
		    "payer", e);
	if (visit_has_25(r) &&
	    (!preventive || rule_row(r, "preventive") == NULL))
		return verdict(r, VERDICT_NO,
		    "No: Medicare does not pay G2211 where the visit has "
		    "modifier 25 for a procedure or other service of that day.",
		    "25", e);
	if (told_is(q, "relation", "once"))
		return verdict(r, VERDICT_NO,
		    "No: without a relation that goes on, the visit does not "
		    "carry G2211.",
		    "relation", e);
	if (preventive && rule_say(r, "preventive", e) != 0)
		return -1;
	if (!told_is(q, "relation", "ongoing"))
		return verdict(r, VERDICT_ONLY_IF,
		    "Only if the clinician is the continuing focal point of "
		    "the patient's care, or cares for a serious or complex "
		    "condition over time.",
		    "relation", e);
	if (visit != NULL &&
	    (line_add(r->c, r->out, visit->text, visit_has_25(r) ? "25" : NULL,
		 1, NULL, e) != 0 ||
		line_add(r->c, r->out, "G2211", NULL, 1,
		    rule_row(r, "relation"), e) != 0))
		return -1;
	return verdict(r, VERDICT_YES, "Yes: G2211 may stand beside the visit.",
	    "relation", e);
}

/* "Does Medicare pay 99244?" */
static int
rule_consult(struct rule_case *r, struct err *e)
{
	const struct norm_row *row = norms_value(&r->norm, "payer", "medicare");
	r->out->understood = "Does Medicare pay consultation codes?";
	if (row == NULL)
		return 0;
	r->out->verdict = VERDICT_NO;
	r->out->headline =
	    "No: Medicare pays no consultation codes; the visit code of the "
	    "place is reported (office 99202-99215, first hospital visit "
	    "99221-99223).";
	return norm_reason(r->c, row, r->out, e);
}

int
answer_visit_rule(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	static const struct {
		const char *word, *norm;
		int (*work)(struct rule_case *r, struct err *e);
	} rules[] = {
		{ "consult", "consult", rule_consult },
		{ "split", "split_shared", rule_split },
		{ "incident", "incident_to", rule_incident },
		{ "g2211", "g2211", rule_g2211 },
		{ "new", "new_patient", rule_new },
	};
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		struct rule_case r = { c, q, out, { 0 } };
		if (!told_is(q, "rule", rules[i].word))
			continue;
		if (norms_get(c, rules[i].norm, &r.norm, e) != 0)
			return -1;
		if (r.norm.n == 0)
			return 0;
		if (rules[i].work(&r, e) != 0)
			return -1;
		return finish(c, out, e);
	}
	return 0;
}
