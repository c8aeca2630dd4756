/* Kind "level": the visit's place, its minutes and its decision making come
 * in; the level goes out. CPT lets the clinician choose time or decision
 * making, so the higher one stands. */
#include "level_beside.h"
#include "level_join.h"
#include "mdm.h"
#include "minutes.h"
#include "prolonged.h"
#include "told.h"
#include <string.h>

/* A visit, as far as it was told. */
struct visit {
	const char *place;   /* key of norms visit_time and visit_mdm; NULL */
	bool assumed_office; /* nobody named the place */
	bool by_time_only, by_mdm_only;
	struct visit_minutes minutes;
	struct mdm_facts mdm;
	struct norms time, level;
	const struct norm_row *by_time, *by_mdm;
};

/* Words for a place, and the place for a new and an established patient. */
static const struct place {
	const char *word, *fresh, *known;
} places[] = {
	{ "emergency", "emergency", "emergency" },
	{ "nursing_discharge", "nursing_discharge", "nursing_discharge" },
	{ "nursing_initial", "nursing_initial", "nursing_initial" },
	{ "nursing_subsequent", "nursing_subsequent", "nursing_subsequent" },
	{ "hospital_same_day", "hospital_same_day", "hospital_same_day" },
	{ "hospital_initial", "hospital_initial", "hospital_initial" },
	{ "hospital_subsequent", "hospital_subsequent", "hospital_subsequent" },
	{ "hospital_discharge", "hospital_discharge", "hospital_discharge" },
	{ "home", "home_new", "home_established" },
	{ "consult_hospital", "consult_hospital", "consult_hospital" },
	{ "consult_office", "consult_office", "consult_office" },
	{ "office", "office_new", "office_established" },
};
#define PLACES (sizeof(places) / sizeof(places[0]))
#define OFFICE (&places[PLACES - 1])

/* The place of the one visit code that is named: 99215 tells office and
 * established. */
static const char *
place_by_code(const struct visit *v, const struct question *q)
{
	const char *key = NULL;
	for (size_t i = 0; i < q->code_n; i++) {
		const struct norm_row *r =
		    norms_value(&v->time, NULL, q->code[i].text);
		if (r == NULL)
			continue;
		if (key != NULL && strcmp(key, r->key) != 0)
			return NULL;
		key = r->key;
	}
	return key;
}

static const struct place *
place_named(const char *word)
{
	for (size_t i = 0; i < PLACES; i++) {
		if (strcmp(places[i].word, word) == 0)
			return &places[i];
	}
	return NULL;
}

/* A patient who is new or established, and was sent to the emergency
 * department, was not seen there. */
static bool
visit_is(const struct question *q, const char *word)
{
	if (strcmp(word, "hospital_discharge") == 0 &&
	    told_is(q, "visit", "emergency"))
		return false; /* who is seen there goes home */
	return told_is(q, "visit", word) &&
	       (strcmp(word, "emergency") != 0 ||
		   !told_is(q, "visit_sent", word) ||
		   question_fact(q, "patient") == NULL);
}

/* The words of the visit, then those of the setting; a hospital alone does not
 * tell first and later days apart. */
static const struct place *
place_by_word(const struct question *q)
{
	bool hospital = told_is(q, "setting", "hospital");
	for (size_t i = 0; i < PLACES; i++) {
		if (visit_is(q, places[i].word) &&
		    (&places[i] != OFFICE || !told_is(q, "visit", "consult")))
			return &places[i];
	}
	if (told_is(q, "visit", "consult"))
		return hospital ? place_named("consult_hospital")
		       : told_is(q, "setting", "office") ||
			       told_is(q, "visit", "office")
			   ? place_named("consult_office")
			   : NULL;
	if (!hospital && told_is(q, "setting", "home"))
		return place_named("home");
	return NULL;
}

/* More places than one speak of two visits, unless one says the other more
 * closely: "admitted from the ED", "admitted and discharged". */
static bool
places_clash(const struct question *q)
{
	static const char *const apart[] = { "emergency", "home", "office",
		"nursing_initial", "hospital_subsequent",
		"hospital_discharge" };
	size_t n = told_is(q, "visit", "emergency") &&
		   told_is(q, "visit", "consult");
	for (size_t i = 0; i < sizeof(apart) / sizeof(apart[0]); i++)
		n += visit_is(q, apart[i]);
	if (told_is(q, "visit", "hospital_initial") ||
	    told_is(q, "visit", "hospital_same_day"))
		return told_is(q, "visit", "home") ||
		       told_is(q, "visit", "hospital_subsequent") ||
		       (told_is(q, "visit", "hospital_discharge") &&
			   !told_is(q, "visit", "hospital_same_day"));
	return n > 1;
}

/* 1 with a place; 0 where it was asked for or nothing can be said. */
static int
place_find(const struct answer_context *c, const struct question *q,
    struct visit *v, struct answer *out, struct err *e)
{
	static const char *const new_old[] = { "new", "99202 to 99205",
		"established", "99211 to 99215", NULL };
	const struct place *p = place_by_word(q);
	const char *patient = told_word(q, "patient");
	const char *by_code = place_by_code(v, q);
	bool elsewhere = told_is(q, "setting", "hospital") ||
			 told_is(q, "visit", "consult");
	if (by_code != NULL && (p == NULL || patient == NULL)) {
		v->place = by_code;
		return 1;
	}
	if (p == NULL && elsewhere)
		return ask_add(c, out, "visit",
		    "Which visit was it: the first of the hospital stay, a "
		    "later one, the day of discharge, or a consultation (in "
		    "the office or in hospital)?",
		    NULL, e);
	if (p == NULL) {
		p = OFFICE;
		v->assumed_office = true;
	}
	if (strcmp(p->fresh, p->known) == 0) {
		v->place = p->fresh;
		return 1;
	}
	if (patient != NULL) {
		v->place = strcmp(patient, "new") == 0 ? p->fresh : p->known;
		return 1;
	}
	if (v->assumed_office && question_fact(q, "patient") == NULL &&
	    ask_add(c, out, "visit",
		"Where was the visit: office, hospital (first, later or last "
		"day), emergency department, nursing facility or home?",
		NULL, e) != 0)
		return -1;
	return ask_add(c, out, "patient",
	    "Is the patient new or established (seen face to face by this "
	    "specialty of the group within three years)?",
	    p == OFFICE ? new_old : NULL, e);
}

static int
visit_read(const struct answer_context *c, const struct question *q,
    struct visit *v, struct answer *out, struct err *e)
{
	*v = (struct visit){ 0 };
	if (norms_get(c, "visit_time", &v->time, e) != 0 ||
	    norms_get(c, "visit_mdm", &v->level, e) != 0 ||
	    mdm_read(c, q, &v->mdm, out, e) != 0)
		return -1;
	v->by_time_only = told_is(q, "level_by", "time");
	v->by_mdm_only = told_is(q, "level_by", "mdm");
	visit_minutes(q, &v->minutes);
	return 0;
}

static const struct norm_row *
row_by_mdm(const struct answer_context *c, const struct visit *v,
    const struct question *q)
{
	const char *key = NULL;
	if (v->mdm.level != MDM_NONE)
		key = arena_printf(
		    c->a, "%s.%s", v->place, mdm_word(v->mdm.level));
	else if (told_is(q, "mdm", "none"))
		key = arena_printf(c->a, "%s.none", v->place);
	return key ? norm_at(v->level.row, v->level.n, key, 0) : NULL;
}

/* Whether both ends of the minutes lead to one row. */
static void
rows_find(
    const struct answer_context *c, const struct question *q, struct visit *v)
{
	v->by_mdm = row_by_mdm(c, v, q);
	if (!v->minutes.told)
		return;
	const struct norm_row *low =
	    norm_at(v->time.row, v->time.n, v->place, v->minutes.low);
	bool same = low ==
		    norm_at(v->time.row, v->time.n, v->place, v->minutes.high);
	/* "more than 40 minutes" may well be prolonged service */
	bool beyond = v->minutes.low != v->minutes.high && low != NULL &&
		      low->high_milli == INT64_MAX &&
		      strstr(v->place, "discharge") == NULL;
	if (same && !beyond)
		v->by_time = low;
	else
		v->minutes.open = true;
}

/* Later rows of the norms are higher levels of one place. */
static bool
code_higher(const char *a, const char *b)
{
	return strcmp(a, b) > 0;
}

static int
time_reason(const struct answer_context *c, const struct visit *v,
    struct answer *out, struct err *e)
{
	if (v->by_time == NULL)
		return 0;
	return answer_reason_add(c, out,
	    arena_printf(c->a, "By time, %s minutes reach %s: %s",
		minutes_text(c, v->minutes.low), v->by_time->value,
		v->by_time->text),
	    &v->by_time->source, e);
}

static int
mdm_reason(const struct answer_context *c, const struct visit *v,
    struct answer *out, struct err *e)
{
	if (v->by_mdm == NULL)
		return 0;
	return answer_reason_add(c, out,
	    arena_printf(c->a,
		"By decision making (two of problems, data and "
		"risk): %s: %s",
		v->by_mdm->value, v->by_mdm->text),
	    &v->by_mdm->source, e);
}

/* Medicare has no consultation codes: the visit codes of the place. */
static bool
is_consult(const struct visit *v)
{
	return strncmp(v->place, "consult", 7) == 0;
}

/* 1 when the place is decided; 0 when asked. */
static int
consult_place(const struct answer_context *c, const struct question *q,
    struct visit *v, struct answer *out, struct err *e)
{
	static const char *const payers[] = { "Medicare",
		"99202-99215 or 99221-99223",
		"a payer that takes consultations",
		"99242-99245 or 99252-99255", NULL };
	struct norms n;
	if (norms_get(c, "consult", &n, e) != 0)
		return -1;
	if (told_other_payer(q))
		return norm_reason(
			   c, norms_value(&n, "payer", "other"), out, e) == 0
			   ? 1
			   : -1;
	if (!told_medicare(q))
		return ask_add(c, out, "payer", "Who is the payer?", payers, e);
	if (norm_reason(c, norms_value(&n, "payer", "medicare"), out, e) != 0)
		return -1;
	if (strcmp(v->place, "consult_hospital") == 0) {
		v->place = "hospital_initial";
		return 1;
	}
	const char *patient = told_word(q, "patient");
	if (patient == NULL)
		return ask_add(c, out, "patient",
		    "Is the patient new or established (seen face to face by "
		    "this specialty of the group within three years)?",
		    NULL, e);
	v->place = strcmp(patient, "new") == 0 ? "office_new"
					       : "office_established";
	return 1;
}

static int
both_say(const struct answer_context *c, const struct visit *v,
    struct answer *out, struct err *e)
{
	if (time_reason(c, v, out, e) != 0 || mdm_reason(c, v, out, e) != 0)
		return -1;
	if (v->by_time == NULL || v->by_mdm == NULL)
		return 0;
	return answer_reason_add(c, out,
	    "The clinician chooses time or decision making; where they differ "
	    "the higher one that is documented may stand.",
	    &v->by_mdm->source, e);
}

/* The lowest consultation of the office ended with 2022, and is asked for. */
#define ENDED_CONSULT "99241"

/* A level that the asker names beside what decides: is it supported? */
static int
named_judge(const struct answer_context *c, const struct question *q,
    const struct visit *v, const char *code, struct answer *out, struct err *e)
{
	const struct code *named = NULL;
	for (size_t i = 0; i < q->code_n; i++) {
		if (norms_value(&v->time, NULL, q->code[i].text) == NULL &&
		    norms_value(&v->level, NULL, q->code[i].text) == NULL &&
		    strcmp(q->code[i].text, ENDED_CONSULT) != 0)
			continue;
		if (named != NULL)
			return 0;
		named = &q->code[i];
	}
	if (named == NULL || !told_is(q, "asks", "yes_no"))
		return 0;
	bool same = strcmp(named->text, code) == 0;
	out->verdict = same ? VERDICT_YES : VERDICT_NO;
	out->headline =
	    same ? arena_printf(c->a, "Yes: what is told supports %s.", code)
		 : arena_printf(c->a, "No: what is told supports %s, not %s.",
		       code, named->text);
	return out->headline ? 0 : answer_full(e);
}

static int
level_report(const struct answer_context *c, const struct question *q,
    const struct visit *v, struct answer *out, struct err *e)
{
	const struct norm_row *row = v->by_time;
	if (row == NULL || (v->by_mdm != NULL && !v->by_time_only &&
			       code_higher(v->by_mdm->value, row->value)))
		row = v->by_mdm;
	if (v->by_mdm_only && v->by_mdm != NULL)
		row = v->by_mdm;
	if (answer_line_add(c, out, row->value, 1, row->text, e) != 0 ||
	    both_say(c, v, out, e) != 0 ||
	    named_judge(c, q, v, row->value, out, e) != 0 ||
	    prolonged_add(
		c, q, v->by_time, v->minutes.low, row->value, out, e) != 0 ||
	    prolonged_judge(c, q, out, e) != 0)
		return -1;
	if (v->assumed_office &&
	    answer_reason_add(c, out,
		"Taken for granted, since no other place was named: a visit "
		"in the office.",
		NULL, e) != 0)
		return -1;
	return 0;
}

/* Nothing is told that a level could rest on. */
static int
level_ask(const struct answer_context *c, struct answer *out, struct err *e)
{
	return ask_add(c, out, "mdm",
	    "Which level of medical decision making do the notes support "
	    "(straightforward, low, moderate or high), or how many minutes in "
	    "all (total time) did the clinician spend on that date?",
	    NULL, e);
}

/* Emergency levels know no time. 1: said so; 0: decision making is told. */
static int
emergency_time(const struct answer_context *c, const struct question *q,
    struct visit *v, struct answer *out, struct err *e)
{
	struct norms n;
	if (strcmp(v->place, "emergency") != 0)
		return 0;
	if (norms_get(c, "emergency_time", &n, e) != 0)
		return -1;
	if (n.n > 0 && (v->minutes.told || v->by_time_only) &&
	    norm_reason(c, &n.row[0], out, e) != 0)
		return -1;
	if (v->mdm.level != MDM_NONE || n.n == 0 ||
	    (!v->minutes.told && !v->by_time_only) ||
	    !told_is(q, "asks", "yes_no"))
		return 0;
	out->verdict = VERDICT_NO;
	out->headline = n.row[0].text;
	return answer_change_add(c, out,
		   "Tell the level of medical decision making (problems, data, "
		   "risk), and the level follows.",
		   e) == 0
		   ? 1
		   : -1;
}

/* "Is 99202 right by time?" of fewer minutes than any level takes: 1 with the
 * answer; 0; -1. */
static int
time_short(const struct answer_context *c, const struct question *q,
    const struct visit *v, struct answer *out, struct err *e)
{
	const struct norm_row *named = NULL;
	for (size_t i = 0; i < q->code_n && named == NULL; i++)
		named = norms_value(&v->time, v->place, q->code[i].text);
	if (named == NULL || !v->by_time_only || !v->minutes.told ||
	    v->minutes.high >= named->low_milli ||
	    !told_is(q, "asks", "yes_no"))
		return 0;
	out->verdict = VERDICT_NO;
	out->headline = arena_printf(c->a,
	    "No: by time %s takes %s minutes, and %s were told.", named->value,
	    minutes_text(c, named->low_milli),
	    minutes_text(c, v->minutes.high));
	if (out->headline == NULL || norm_reason(c, named, out, e) != 0 ||
	    answer_change_add(c, out,
		"Decision making may support a level that the minutes do not "
		"reach.",
		e) != 0)
		return -1;
	return 1;
}

/* "Observation, 9 hours, out on the same day" tells the stay. */
#define STAY_MILLI (INT64_C(4) * 60 * 1000)

static void
stay_forget(struct visit *v)
{
	if (strcmp(v->place, "hospital_same_day") == 0 &&
	    v->minutes.low >= STAY_MILLI)
		v->minutes = (struct visit_minutes){ 0 };
}

/* Medicare wants eight hours of it: 1 with the answer to "may 99235 go out?";
 * 0; -1. */
static int
stay_short(const struct answer_context *c, const struct question *q,
    const struct visit *v, struct answer *out, struct err *e)
{
	struct norms n;
	if (strcmp(v->place, "hospital_same_day") != 0 ||
	    v->minutes.low < STAY_MILLI || !told_medicare(q) ||
	    !told_is(q, "asks", "yes_no"))
		return 0;
	if (norms_get(c, "same_day_stay", &n, e) != 0)
		return -1;
	const struct norm_row *row =
	    norm_at(n.row, n.n, "medicare", v->minutes.low);
	if (row == NULL)
		return 0;
	out->verdict = VERDICT_NO;
	out->headline = "No: the stay was shorter than 8 hours, and Medicare "
			"takes a code of the first day alone.";
	return norm_reason(c, row, out, e) == 0 ? 1 : -1;
}

static int
decide(const struct answer_context *c, const struct question *q,
    struct visit *v, struct answer *out, struct err *e)
{
	int brief = stay_short(c, q, v, out, e);
	if (brief != 0)
		return brief < 0 ? -1 : 0;
	stay_forget(v);
	if (is_consult(v)) {
		int rc = consult_place(c, q, v, out, e);
		if (rc < 0 || out->ask_n > 0)
			return rc;
	}
	int said = emergency_time(c, q, v, out, e);
	if (said != 0)
		return said < 0 ? -1 : 0;
	rows_find(c, q, v);
	if (v->by_time == NULL) {
		said = time_short(c, q, v, out, e);
		if (said != 0)
			return said < 0 ? -1 : 0;
	}
	if (v->mdm.conflict && (v->by_time == NULL || !v->by_time_only))
		return ask_add(c, out, "mdm",
		    "Which level of medical decision making holds for this "
		    "visit?",
		    NULL, e);
	bool open = v->minutes.open && (v->by_mdm == NULL || v->by_time_only);
	if (open)
		return ask_add(c, out, "minutes",
		    "How many minutes in all did the clinician who reports the "
		    "visit spend on its date (without staff's time, other "
		    "days, and procedures that are reported)?",
		    NULL, e);
	if (v->by_time != NULL || v->by_mdm != NULL)
		return level_report(c, q, v, out, e);
	if (strstr(v->place, "discharge") != NULL)
		return ask_add(c, out, "minutes",
		    "How many minutes did the clinician spend in all on that "
		    "day?",
		    NULL, e);
	if (v->minutes.told && !v->mdm.told &&
	    strcmp(v->place, "emergency") != 0 &&
	    answer_reason_add(c, out,
		arena_printf(c->a,
		    "%s minutes reach no level by time here: decision making "
		    "decides.",
		    minutes_text(c, v->minutes.low)),
		NULL, e) != 0)
		return -1;
	if (!v->mdm.told && !v->minutes.told &&
	    strcmp(v->place, "emergency") != 0)
		return level_ask(c, out, e);
	return mdm_ask(c, &v->mdm, out, e);
}

/* Who of two reports the visit is no matter of its level. */
static bool
shared_judged(const struct question *q)
{
	return told_is(q, "rule", "split") && told_is(q, "asks", "yes_no") &&
	       question_fact(q, "minutes_npp") != NULL &&
	       question_fact(q, "minutes_physician") != NULL;
}

int
answer_level(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	struct visit v;
	int more = more_than_a_visit(c, q, e);
	if (more < 0)
		return -1;
	/* a visit by sound alone has codes, modifiers and places of its own */
	if (more > 0 && question_fact(q, "tele_by") == NULL) {
		int joined = level_join(c, q, out, e);
		if (joined != 0)
			return joined;
	}
	if (more > 0 || places_clash(q) || question_conflict(q, "patient") ||
	    told_is(q, "tele_by", "phone") || shared_judged(q))
		return 0;
	if (visit_read(c, q, &v, out, e) != 0)
		return -1;
	if (v.time.n == 0)
		return 0; /* a day before the tables begin */
	int rc = place_find(c, q, &v, out, e);
	if (rc >= 0 && v.place == NULL && v.assumed_office &&
	    v.mdm.level != MDM_NONE && told_is(q, "wants_mdm", "yes"))
		return mdm_tell(c, &v.mdm, &v.level, out, e);
	bool bare = v.place == NULL && !v.mdm.told && !v.minutes.told;
	if (rc >= 0 && bare && level_ask(c, out, e) != 0)
		return -1;
	if (rc < 0 || (v.place != NULL && decide(c, q, &v, out, e) < 0))
		return -1;
	out->understood = v.place == NULL
			      ? "Which level of visit?"
			      : arena_printf(c->a, "Which level of visit (%s)?",
				    v.by_time ? "by minutes and decision making"
				    : v.by_mdm ? "by decision making"
					       : "not decided yet");
	if (out->verdict == VERDICT_NO && out->line_n == 0)
		out->ask_n = 0;
	return finish(c, out, e);
}
