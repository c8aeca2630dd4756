/* Kind "global": the period after an operation that its fee includes: how long
 * it is, its last day, whether a day lies within, and what is paid there. */
#include "claim.h"
#include "kinds.h"
#include "modifier.h"
#include <stdlib.h>
#include <string.h>

/* What the question tells of days. */
struct days {
	date surgery; /* 0 not told */
	date visit;   /* 0 not told */
	int after;    /* "day 40 after"; -1 not told */
};
struct period {
	struct claim_line *line; /* the operation */
	const char *indicator;   /* "090" */
	int length;              /* days after it; -1: no period by days */
	date first, last;        /* 0 where the day of surgery is not told */
};

/* The operation is the earliest day, the visit the latest. */
static void
days_find(const struct question *q, struct days *out)
{
	*out = (struct days){ .after = -1 };
	for (size_t i = 0; i < q->fact_n; i++) {
		const struct fact *f = &q->fact[i];
		if (strcmp(f->name, "days_after") == 0 && out->after < 0)
			out->after = (int)(f->milli / 1000);
		if (strcmp(f->name, "date") != 0)
			continue;
		date day = (date)(f->milli / 1000);
		if (out->surgery == 0 || day < out->surgery) {
			if (out->surgery > out->visit)
				out->visit = out->surgery;
			out->surgery = day;
		} else if (day > out->surgery && day > out->visit) {
			out->visit = day;
		}
	}
	if (out->surgery == 0)
		out->surgery = q->service;
	if (question_conflict(q, "days_after"))
		out->after = -1;
	if (out->after < 0 && out->visit != 0)
		out->after = date_days(out->surgery, out->visit);
}

/* The line with the longest period; visits have none. */
static struct claim_line *
operation_find(struct claim *m)
{
	struct claim_line *best = NULL;
	for (size_t i = 0; i < m->n; i++) {
		struct claim_line *line = &m->line[i];
		if (line->visit || claim_global(line)[0] == '\0')
			continue;
		if (best == NULL ||
		    (claim_global(line)[0] == '0' &&
			strcmp(claim_global(line), claim_global(best)) > 0))
			best = line;
	}
	return best;
}

static int
period_find(const struct answer_context *c, struct claim *m,
    const struct days *d, struct period *out, struct answer *a, struct err *e)
{
	struct norm_row row;
	*out = (struct period){ .line = operation_find(m), .length = -1 };
	if (out->line == NULL)
		return 0;
	out->indicator = claim_global(out->line);
	int rc = claim_norm(c, "global_days", out->indicator, &row, e);
	if (rc < 1)
		return rc;
	if (row.value[0] != '\0')
		out->length = (int)strtol(row.value, NULL, 10);
	if (d->surgery != 0 && out->length >= 0) {
		out->first = out->length == 90 ? date_add(d->surgery, -1)
					       : d->surgery;
		out->last = date_add(d->surgery, out->length);
	}
	if (answer_reason_add(c, a,
		arena_printf(c->a, "%s has global indicator %s.",
		    out->line->text, out->indicator),
		&out->line->fee.source, e) != 0 ||
	    answer_reason_add(c, a, row.text, &row.source, e) != 0 ||
	    claim_later(c, &out->line->fee.source, a, e) != 0)
		return -1;
	return 1;
}

static int
said(struct answer *out, enum verdict verdict, const char *headline,
    struct err *e)
{
	out->verdict = verdict;
	out->headline = headline;
	return headline ? 1 : answer_full(e);
}

/* The last day, or how it is counted. */
static int
length_say(const struct answer_context *c, const struct period *p,
    struct answer *out, struct err *e)
{
	char first[11], last[11];
	if (strcmp(p->indicator, "MMM") == 0)
		return said(out, VERDICT_INFO,
		    arena_printf(c->a,
			"%s is a maternity code: it has no period of 10 or 90 "
			"days, and holds what the maternity package says.",
			p->line->text),
		    e);
	if (claim_rule(c, "global_rule", "included", out, e) != 0 ||
	    claim_rule(c, "global_rule", "apart", out, e) != 0)
		return -1;
	if (p->length < 0)
		return said(out, VERDICT_INFO,
		    arena_printf(c->a, "%s has no global period of its own.",
			p->line->text),
		    e);
	if (p->length == 0)
		return said(out, VERDICT_INFO,
		    arena_printf(c->a,
			"%s has 0 global days: only the day of the procedure "
			"itself.",
			p->line->text),
		    e);
	if (p->last == 0)
		return said(out, VERDICT_INFO,
		    arena_printf(c->a,
			"%s has %d global days: the last one is %d days after "
			"the operation.",
			p->line->text, p->length, p->length),
		    e);
	return said(out, VERDICT_INFO,
	    arena_printf(c->a,
		"The global period of %s (%d days) goes from %s to %s; that "
		"last day still belongs to it.",
		p->line->text, p->length, date_text(p->first, first),
		date_text(p->last, last)),
	    e);
}

/* Is that day inside, and may it be billed? */
static int
inside_say(const struct answer_context *c, const struct question *q,
    const struct period *p, int after, struct answer *out, struct err *e)
{
	char last[11];
	bool inside = after >= 0 && after <= p->length;
	bool asks = question_says(q, "wants", "inside");
	bool may = question_says(q, "wants", "verdict");
	const char *until = p->last != 0
				? arena_printf(c->a, " (it ends on %s)",
				      date_text(p->last, last))
				: "";
	const char *text = arena_printf(c->a,
	    inside ? "day %d after the operation is inside the global period "
		     "of %d days%s"
		   : "day %d after the operation is outside the global period "
		     "of %d days%s",
	    after, p->length, until ? until : "");
	if (text == NULL || until == NULL)
		return answer_full(e);
	if (inside && (claim_rule(c, "global_rule", "included", out, e) != 0 ||
			  claim_rule(c, "global_rule", "apart", out, e) != 0))
		return -1;
	/* "is the second operation in the global?": its day is, its fee not */
	const char *apart =
	    inside && question_sure(q, "returned", "or")
		? " The return to the operating room is paid apart from it: "
		  "modifier 78 for a complication, 58 where it was planned or "
		  "staged, 79 where it is unrelated."
		: "";
	if (asks)
		return said(out, inside ? VERDICT_YES : VERDICT_NO,
		    arena_printf(
			c->a, "%s: %s.%s", inside ? "Yes" : "No", text, apart),
		    e);
	if (!may)
		return said(out, VERDICT_INFO,
		    arena_printf(c->a, "By the days, %s.", text), e);
	return said(out, inside ? VERDICT_ONLY_IF : VERDICT_YES,
	    arena_printf(c->a,
		inside ? "Only if it has nothing to do with the operation: %s."
		       : "Yes: %s.",
		text),
	    e);
}

/* "Global days for A, B and C?": the others of the list, behind the first. */
static int
others_say(const struct answer_context *c, struct claim *m,
    const struct claim_line *told, struct answer *out, struct err *e)
{
	for (size_t i = 0; i < m->n; i++) {
		struct claim_line *line = &m->line[i];
		struct norm_row row;
		if (line == told || line->visit ||
		    strcmp(line->text, told->text) == 0)
			continue;
		int rc = line->fee.known == KNOWN_VALID
			     ? claim_norm(c, "global_days", claim_global(line),
				   &row, e)
			     : 0;
		if (rc < 0)
			return -1;
		bool days = rc == 1 && row.value[0] != '\0';
		out->headline = arena_printf(c->a, "%s %s: %s%s.",
		    out->headline, line->text,
		    days      ? row.value
		    : rc == 1 ? "no period of its own, indicator "
			      : "not known here",
		    days      ? " global days"
		    : rc == 1 ? claim_global(line)
			      : "");
		if (out->headline == NULL)
			return answer_full(e);
		if (rc == 1 &&
		    answer_reason_add(c, out,
			arena_printf(c->a, "%s has global indicator %s.",
			    line->text, claim_global(line)),
			&line->fee.source, e) != 0)
			return -1;
	}
	return 1;
}

static int
period_say(const struct answer_context *c, const struct question *q,
    struct claim *m, const struct days *d, struct answer *out, struct err *e)
{
	struct period p;
	int rc = period_find(c, m, d, &p, out, e);
	if (rc < 1)
		return rc;
	out->understood =
	    arena_printf(c->a, "The global period of %s?", p.line->text);
	if (out->understood == NULL)
		return answer_full(e);
	if (d->after >= 0 && p.length >= 0)
		return inside_say(c, q, &p, d->after, out, e);
	rc = length_say(c, &p, out, e);
	return rc == 1 && d->surgery == 0 && question_says(q, "wants", "period")
		   ? others_say(c, m, p.line, out, e)
		   : rc;
}

static int
not_loaded(const struct answer_context *c, const struct claim *m,
    struct answer *out, struct err *e)
{
	for (size_t i = 0; i < m->n; i++) {
		if (m->line[i].visit || m->line[i].fee.known == KNOWN_VALID)
			continue;
		const struct fee_row *fee = &m->line[i].fee;
		if (fee->known == KNOWN_NOT_LOADED ||
		    fee->known == KNOWN_OUTSIDE)
			return answer_missing(
				   c, TABLE_FEE, fee->known, out, e) == 0
				   ? 1
				   : -1;
		const char *text = answer_absent(c,
		    "the Physician Fee Schedule, which tells global days",
		    m->line[i].text, fee->known, &fee->source);
		if (text != NULL)
			text = arena_printf(
			    c->a, "%s A coder will look at it.", text);
		answer_held(out, "no_row", text);
		return text ? 1 : answer_full(e);
	}
	return 0;
}

/* What the case is goes before how long the period lasts, unless that alone is
 * asked. */
int
answer_global(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	struct claim *m = arena_alloc(c->a, sizeof(*m));
	struct days d;
	int rc = 0;
	if (m == NULL)
		return answer_full(e);
	if (claim_read(c, q, m, e) != 0)
		return -1;
	days_find(q, &d);
	/* "is it in the global?" without days asks what the case is; and who
	 * tells the period to ask for a modifier is not helped by its length */
	bool marks = question_says(q, "wants", "modifier");
	bool length =
	    !marks && question_fact(q, "returned") == NULL &&
	    (question_says(q, "wants", "period") ||
		(question_says(q, "wants", "inside") && d.after >= 0));
	if (!length) {
		rc = modifier_decide(c, q, out, e);
		if (rc != 0 && out->verdict != VERDICT_NEED_FACTS)
			return rc;
	}
	if (marks)
		return rc;
	struct answer asked = *out;
	*out = (struct answer){ 0 };
	if (m->n == 0 && claim_procedures(c, q, m, e) < 0)
		return -1;
	bool counted = d.after >= 0 && question_says(q, "wants", "verdict");
	bool requested = question_says(q, "command", "global");
	if (!length && !counted && !requested) {
		*out = asked;
		return rc;
	}
	int told = period_say(c, q, m, &d, out, e);
	if (told != 0)
		return told;
	if (rc == 1) {
		*out = asked;
		return 1;
	}
	return not_loaded(c, m, out, e);
}
