/* Kind "anesthesia": base units and minutes come in, units and an amount go
 * out; or who gave it and who directed it, and the modifiers of each. */
#include "fee.h"
#include <stdlib.h>
#include <string.h>

/* An anesthetic, as far as it was told. */
struct anesthetic {
	const struct code *code; /* 00100 to 01999; NULL */
	const char *share;       /* modifier told by the code: "QK"; NULL */
	int64_t base_milli;      /* units; -1 */
	bool base_told;          /* by the asker, not by the table */
	int64_t minutes_milli;   /* -1 */
	size_t stretches;        /* times told; more than one do not add up */
	struct anesthesia_row row;
	bool medicare, other_payer;
};

static bool
is_anesthesia(const struct code *code)
{
	return code->system == CODE_CPT && code->end[0] == '\0' &&
	       code->text[0] == '0' &&
	       (code->text[1] == '0' || code->text[1] == '1') &&
	       code->text[4] >= '0' && code->text[4] <= '9';
}

static const char *
direction_of(const struct code *code)
{
	static const char *const known[] = { "AA", "QY", "QK", "QX", "QZ",
		"AD" };
	for (int i = 0; i < code->modifiers; i++) {
		for (size_t k = 0; k < 6; k++) {
			if (strcmp(code->modifier[i], known[k]) == 0)
				return known[k];
		}
	}
	return NULL;
}

/* "Start 0805, end 0940": two clock times, and no more. */
static int64_t
clocks_read(const struct question *q)
{
	int64_t at[2];
	size_t n = 0;
	for (size_t i = 0; i < q->fact_n; i++) {
		if (strcmp(q->fact[i].name, "clock_hour") != 0)
			continue;
		if (n == 2)
			return -1;
		at[n++] = told_clock(q, &q->fact[i]);
	}
	return n == 2 ? told_clock_run(at[0], at[1]) * 1000 : -1;
}

/* The only time that was told; of several, the one that is said to be of
 * anesthesia. Hours belong to their minutes: "1 hour 7 minutes of anesthesia"
 * is one time, and what does not fit together is asked for. */
static void
minutes_read(const struct question *q, struct anesthetic *n)
{
	struct stretch any[STRETCH_MAX], own[STRETCH_MAX], *s = NULL;
	size_t anys = told_stretches(q, "minutes", any, STRETCH_MAX);
	size_t owns = told_stretches(q, "anes_minutes", own, STRETCH_MAX);
	n->minutes_milli = -1;
	n->stretches = anys + owns;
	if (owns == 0 && anys == 1)
		s = &any[0];
	else if (owns == 1 && anys == 0)
		s = &own[0];
	for (size_t i = 0; owns == 1 && i < anys; i++) {
		if (any[i].start < own[0].end && any[i].end > own[0].start)
			s = &any[i];
	}
	if (s != NULL && s->low == s->high)
		n->minutes_milli = s->low;
	else if (anys + owns == 0)
		n->minutes_milli = clocks_read(q);
}

static int
anesthetic_read(const struct answer_context *c, const struct question *q,
    struct anesthetic *n, struct err *e)
{
	*n = (struct anesthetic){ .base_milli = -1 };
	for (size_t i = 0; i < q->code_n; i++) {
		if (n->code == NULL && is_anesthesia(&q->code[i])) {
			n->code = &q->code[i];
			n->share = direction_of(n->code);
		}
	}
	minutes_read(q, n);
	n->medicare = told_is(q, "payer", "medicare");
	n->other_payer = !n->medicare && question_fact(q, "payer") != NULL;
	if (n->code != NULL && lookup_anesthesia(c->lookup, c->a, n->code->text,
				   c->on, &n->row, e) < 0)
		return -1;
	if (n->code != NULL && n->row.known == KNOWN_VALID)
		n->base_milli = (int64_t)n->row.units * 1000;
	else if (told_number(q, "base_units", &n->base_milli))
		n->base_told = true;
	else
		n->base_milli = -1;
	return 0;
}

/* Tenths of a unit, rounded half up. */
static int64_t
time_tenths(int64_t minutes_milli, int64_t unit)
{
	return (minutes_milli * 10 + unit * 500) / (unit * 1000);
}

static const char *
tenths_text(const struct answer_context *c, int64_t tenths)
{
	return arena_printf(c->a, "%lld.%lld", (long long)(tenths / 10),
	    (long long)(tenths % 10));
}

static int
norm_find(const struct answer_context *c, const char *norm, const char *key,
    int64_t milli, const struct norm_row **out, struct err *e)
{
	struct norms rows;
	if (norms_get(c, norm, &rows, e) != 0)
		return -1;
	*out = norm_at(rows.row, rows.n, key, milli);
	return 0;
}

/* Units of physical status and circumstances, which Medicare does not pay. */
static int
extra_units(const struct answer_context *c, const struct question *q,
    const struct anesthetic *n, int64_t *units, struct answer *out,
    struct err *e)
{
	const char *physical = told_word(q, "physical");
	const struct norm_row *row = NULL;
	bool any = physical != NULL;
	*units = 0;
	if (physical != NULL &&
	    norm_find(c, "anes_physical", physical, 0, &row, e) != 0)
		return -1;
	if (row != NULL && !n->medicare) {
		*units += atoi(row->value);
		if (norm_reason(c, row, out, e) != 0)
			return -1;
	}
	for (size_t i = 0; i < q->code_n; i++) {
		if (norm_find(c, "anes_circumstance", q->code[i].text, 0, &row,
			e) != 0)
			return -1;
		if (row == NULL)
			continue;
		any = true;
		if (n->medicare)
			continue;
		*units += atoi(row->value);
		if (norm_reason(c, row, out, e) != 0)
			return -1;
	}
	if (!any || n->other_payer)
		return 0;
	if (norm_find(c, "anes_medicare", "status", 0, &row, e) != 0)
		return -1;
	return norm_reason(c, row, out, e);
}

/* What half of it means where a direction modifier stands. */
static int
share_tell(const struct answer_context *c, const struct anesthetic *n,
    int64_t *percent, struct answer *out, struct err *e)
{
	const struct norm_row *row = NULL;
	*percent = 100;
	if (n->share == NULL)
		return 0;
	if (norm_find(c, "anes_modifier", n->share, 0, &row, e) != 0)
		return -1;
	if (row != NULL)
		*percent = atoi(row->value);
	return norm_reason(c, row, out, e);
}

/* Dollars, where the locality is known and its factor loaded. */
static int
amount_tell(const struct answer_context *c, const struct question *q,
    const struct anesthetic *n, int64_t tenths, const char **text,
    struct answer *out, struct err *e)
{
	const char *place = told_word(q, "locality");
	const char *city = told_word(q, "city");
	struct locality_list list;
	struct factor_row factor;
	int64_t percent;
	*text = "";
	if (share_tell(c, n, &percent, out, e) != 0)
		return -1;
	if ((place == NULL && city == NULL) || n->other_payer)
		return 0;
	place =
	    arena_printf(c->a, "%s %s", city ? city : "", place ? place : "");
	if (place == NULL)
		return answer_full(e);
	if (lookup_locality(c->lookup, c->a, place, c->on, &list, e) < 0)
		return -1;
	if (!list.sure || lookup_anesthesia_factor(c->lookup, c->a,
			      list.row[0].key, false, c->on, &factor, e) <= 0)
		return 0;
	int64_t cents = (factor.milli10 * tenths * percent + 50000) / 100000;
	*text = arena_printf(c->a, " Medicare allows %s in %s.",
	    fee_dollars(c, cents), factor.place);
	if (*text == NULL ||
	    answer_reason_add(c, out,
		arena_printf(c->a, "The factor of %s is $%lld.%02lld a unit.",
		    factor.place, (long long)(factor.milli10 / 10000),
		    (long long)(factor.milli10 / 100 % 100)),
		&factor.source, e) != 0)
		return answer_full(e);
	return fee_edition(c, &factor.source, out, e);
}

/* AD: three units, one more for induction, and no time. */
static int
supervised_answer(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	const struct norm_row *base = NULL, *more = NULL;
	int units;
	if (norm_find(c, "anes_supervised", "base", 0, &base, e) != 0 ||
	    norm_find(c, "anes_supervised", "induction", 0, &more, e) != 0)
		return -1;
	if (base == NULL || more == NULL)
		return 0;
	units = atoi(base->value);
	if (told_is(q, "induction", "yes"))
		units += atoi(more->value);
	if (norm_reason(c, base, out, e) != 0 ||
	    norm_reason(c, more, out, e) != 0)
		return -1;
	out->understood = "Anesthesia under medical supervision: how many "
			  "units?";
	out->verdict = VERDICT_INFO;
	out->headline = arena_printf(
	    c->a, "%d units for the physician who supervises (AD).", units);
	return out->headline ? 1 : answer_full(e);
}

static int
base_reasons(const struct answer_context *c, const struct anesthetic *n,
    struct answer *out, struct err *e)
{
	if (!n->base_told) {
		if (answer_reason_add(c, out,
			arena_printf(c->a, "%s has %lld base units.",
			    n->code->text, (long long)(n->base_milli / 1000)),
			&n->row.source, e) != 0)
			return -1;
		return fee_edition(c, &n->row.source, out, e);
	}
	return answer_reason_add(c, out,
	    "The base units are those that you named: the table of base units "
	    "is not loaded here, or has no row for the code.",
	    NULL, e);
}

static int
units_answer(const struct answer_context *c, const struct question *q,
    const struct anesthetic *n, struct answer *out, struct err *e)
{
	const struct norm_row *time = NULL;
	const char *amount;
	int64_t tenths, extra;
	if (norm_find(c, "anes_time", "unit", 0, &time, e) != 0)
		return -1;
	if (time == NULL)
		return 0;
	tenths = time_tenths(n->minutes_milli, atoi(time->value));
	if (base_reasons(c, n, out, e) != 0 ||
	    norm_reason(c, time, out, e) != 0 ||
	    extra_units(c, q, n, &extra, out, e) != 0)
		return -1;
	int64_t total = tenths + n->base_milli / 100 + extra * 10;
	if (amount_tell(c, q, n, total, &amount, out, e) != 0)
		return -1;
	if (!n->medicare &&
	    answer_reason_add(c, out,
		"Other payers than Medicare may round time otherwise: their "
		"contract decides.",
		NULL, e) != 0)
		return -1;
	out->understood = "Anesthesia: how many units?";
	out->verdict = VERDICT_INFO;
	out->headline = arena_printf(c->a,
	    "%s units: %s base and %s time (%s minutes)%s.%s",
	    tenths_text(c, total), fee_percent(c, n->base_milli),
	    tenths_text(c, tenths), minutes_text(c, n->minutes_milli),
	    extra > 0 ? arena_printf(c->a,
			    " and %lld for status or "
			    "circumstances",
			    (long long)extra)
		      : "",
	    amount);
	return out->headline ? 1 : answer_full(e);
}

/* The modifiers of physician and anesthetist. */
struct direction {
	const char *physician, *anesthetist; /* NULL: not to be told */
};

static int
direction_find(const struct answer_context *c, const struct question *q,
    struct direction *d, struct answer *out, struct err *e)
{
	const char *way = told_word(q, "anes_way");
	bool doctor = told_is(q, "anes_by", "anesthesiologist");
	bool crna = told_is(q, "anes_by", "crna") ||
		    told_is(q, "anes_by", "caa");
	int64_t cases = 0;
	const struct norm_row *row = NULL;
	*d = (struct direction){ 0 };
	if (told_is(q, "anes_way", "undirected")) {
		if (crna)
			d->anesthetist = "QZ";
	} else if (told_number(q, "anes_cases", &cases)) {
		if (norm_find(c, "anes_direction", "", cases, &row, e) != 0)
			return -1;
		d->physician = row ? row->value : NULL;
		/* What the anesthetist reports beside AD is not said here. */
		if (row != NULL && strcmp(row->value, "AD") != 0)
			d->anesthetist = "QX";
		return norm_reason(c, row, out, e);
	} else if (way != NULL && strcmp(way, "alone") == 0 && doctor != crna) {
		if (doctor)
			d->physician = "AA";
		else
			d->anesthetist = "QZ";
	} else if (told_is(q, "anes_way", "directed") && crna && !doctor) {
		d->anesthetist = "QX";
	}
	return 0;
}

static int
direction_reasons(const struct answer_context *c, const struct direction *d,
    struct answer *out, struct err *e)
{
	const char *const both[] = { d->physician, d->anesthetist };
	for (size_t i = 0; i < 2; i++) {
		const struct norm_row *row = NULL;
		if (both[i] != NULL &&
		    norm_find(c, "anes_modifier", both[i], 0, &row, e) != 0)
			return -1;
		if (norm_reason(c, row, out, e) != 0)
			return -1;
	}
	return 0;
}

static int
direction_answer(const struct answer_context *c, const struct question *q,
    const struct anesthetic *n, struct answer *out, struct err *e)
{
	struct direction d;
	bool directs = told_is(q, "anes_way", "directed") ||
		       told_is(q, "anes_way", "supervised");
	if (direction_find(c, q, &d, out, e) != 0)
		return -1;
	out->understood = "Anesthesia: which modifiers?";
	if (d.physician == NULL && d.anesthetist == NULL) {
		if (!directs && question_fact(q, "anes_by") == NULL)
			return 0;
		if (ask_add(c, out, "anes_cases",
			"How many procedures did the anesthesiologist direct "
			"at the same time, or did one person do this case "
			"alone?",
			(const char *const[]){ "alone",
			    "AA, or QZ for an anesthetist", "one", "QY and QX",
			    "two to four", "QK and QX", "more than four", "AD",
			    NULL },
			e) != 0)
			return -1;
		return finish(c, out, e);
	}
	if (direction_reasons(c, &d, out, e) != 0)
		return -1;
	const char *const both[] = { d.physician, d.anesthetist };
	for (size_t i = 0; n->code != NULL && i < 2; i++) {
		if (both[i] != NULL &&
		    line_add(c, out, n->code->text, both[i], 1, NULL, e) != 0)
			return -1;
	}
	out->verdict = n->code != NULL ? VERDICT_CODES : VERDICT_INFO;
	out->headline = arena_printf(c->a, "%s%s%s%s%s.",
	    d.physician ? "The anesthesiologist reports " : "",
	    d.physician ? d.physician : "",
	    d.physician && d.anesthetist ? ", " : "",
	    d.anesthetist
		? d.physician ? "the anesthetist " : "The anesthetist reports "
		: "",
	    d.anesthetist ? d.anesthetist : "");
	return out->headline ? 1 : answer_full(e);
}

static int
facts_ask(const struct answer_context *c, const struct anesthetic *n,
    struct answer *out, struct err *e)
{
	out->understood = "Anesthesia: how many units?";
	if (n->base_milli < 0 &&
	    ask_add(c, out, "base_units",
		n->code ? "How many base units does the code have? The table "
			  "of them is not loaded here."
			: "Which anesthesia code is it, or how many base units "
			  "does it have?",
		NULL, e) != 0)
		return -1;
	if (n->minutes_milli < 0 &&
	    ask_add(c, out, "minutes",
		"How many minutes of anesthesia time are documented in all?",
		NULL, e) != 0)
		return -1;
	return finish(c, out, e);
}

/* "How many time units are 75 minutes?": the base is no part of it. */
static int
time_answer(const struct answer_context *c, const struct anesthetic *n,
    struct answer *out, struct err *e)
{
	const struct norm_row *time = NULL;
	if (norm_find(c, "anes_time", "unit", 0, &time, e) != 0)
		return -1;
	if (time == NULL)
		return 0;
	if (norm_reason(c, time, out, e) != 0 ||
	    (!n->medicare &&
		answer_reason_add(c, out,
		    "Other payers than Medicare may round time otherwise: "
		    "their contract decides.",
		    NULL, e) != 0))
		return -1;
	out->understood = "Anesthesia: how many time units?";
	out->verdict = VERDICT_INFO;
	out->headline = arena_printf(c->a,
	    "%s time units (%s minutes); the base units of the code are added "
	    "to them.",
	    tenths_text(c, time_tenths(n->minutes_milli, atoi(time->value))),
	    minutes_text(c, n->minutes_milli));
	return out->headline ? 1 : answer_full(e);
}

/* Whether the question is about units. */
static bool
wants_units(const struct question *q, const struct anesthetic *n)
{
	return n->stretches > 0 || told_is(q, "anes_ask", "units") ||
	       n->base_told;
}

int
answer_anesthesia(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	struct anesthetic n;
	bool modifiers = told_is(q, "anes_ask", "modifiers");
	if (anesthetic_read(c, q, &n, e) != 0)
		return -1;
	if (modifiers && !told_is(q, "anes_ask", "units"))
		return direction_answer(c, q, &n, out, e);
	if (!wants_units(q, &n))
		return direction_answer(c, q, &n, out, e);
	if (n.share != NULL && strcmp(n.share, "AD") == 0)
		return supervised_answer(c, q, out, e);
	if (n.base_milli < 0 && n.minutes_milli >= 0 && n.code == NULL &&
	    told_is(q, "anes_time_only", "yes"))
		return time_answer(c, &n, out, e);
	if (n.base_milli < 0 || n.minutes_milli < 0)
		return facts_ask(c, &n, out, e);
	return units_answer(c, q, &n, out, e);
}
