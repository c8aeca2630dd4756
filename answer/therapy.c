/* Kind "therapy": services and their minutes come in; units go out. Medicare
 * counts all timed minutes of the day together and then hands the units out;
 * CPT counts each service by itself. */
#include "modifier.h"
#include "told.h"
#include <stdlib.h>
#include <string.h>

#define SERVICES_MAX 12

struct service {
	const char *code;
	const struct norm_row *row;
	size_t place;
	bool timed;
	int64_t minutes; /* thousandths */
	int cpt, medicare;
};
struct session {
	struct service item[SERVICES_MAX];
	size_t n, timed;
	struct norms code, units;
	bool minutes_fit;
};

static const struct norm_row *
row_of(const struct norms *n, const char *key)
{
	for (size_t i = 0; i < n->n; i++) {
		if (strcmp(n->row[i].key, key) == 0)
			return &n->row[i];
	}
	return NULL;
}

static void
service_add(struct session *s, const char *code, size_t place)
{
	const struct norm_row *row = row_of(&s->code, code);
	if (row == NULL || s->n == SERVICES_MAX)
		return;
	for (size_t i = 0; i < s->n; i++) {
		if (strcmp(s->item[i].code, code) == 0)
			return;
	}
	s->item[s->n++] = (struct service){ .code = row->key,
		.row = row,
		.place = place,
		.timed = strcmp(row->value, "timed") == 0 };
}

static int
service_order(const void *a, const void *b)
{
	const struct service *x = a, *y = b;
	return (x->place > y->place) - (x->place < y->place);
}

/* Codes first, so that "97110 (therapeutic exercise)" is one service. */
static void
services_read(const struct question *q, struct session *s)
{
	for (size_t i = 0; i < q->code_n; i++)
		service_add(s, q->code[i].text, q->code[i].start);
	for (size_t i = 0; i < q->fact_n; i++) {
		if (strcmp(q->fact[i].name, "therapy") == 0)
			service_add(s, q->fact[i].value, q->fact[i].start);
	}
	qsort(s->item, s->n, sizeof(s->item[0]), service_order);
	for (size_t i = 0; i < s->n; i++)
		s->timed += s->item[i].timed;
}

/* The total stands beside the parts: it is no part. */
static bool
is_total(const struct question *q, const struct stretch *t)
{
	for (size_t i = 0; i < q->fact_n; i++) {
		const struct fact *f = &q->fact[i];
		if (strcmp(f->name, "minutes_total") == 0 &&
		    f->start < t->end && t->start < f->start + f->len)
			return true;
	}
	return false;
}

/* Minutes in the order of the services, one for each: those of the timed ones
 * alone, or of all. */
static void
minutes_read(const struct question *q, struct session *s)
{
	struct stretch t[STRETCH_MAX];
	size_t n = told_stretches(q, "minutes", t, STRETCH_MAX), parts = 0;
	for (size_t i = 0; i < n; i++) {
		if ((n > s->timed && n > 1 && is_total(q, &t[i])))
			continue;
		t[parts++] = t[i];
	}
	bool all = parts == s->n, timed = parts == s->timed;
	s->minutes_fit = s->timed > 0 && (all || timed);
	for (size_t i = 0, k = 0; s->minutes_fit && i < s->n; i++) {
		if (!all && !s->item[i].timed)
			continue;
		s->item[i].minutes = t[k].low;
		s->minutes_fit = t[k].low == t[k].high;
		k++;
	}
}

/* Units that the norm gives for so many minutes. */
static int
units_at(const struct session *s, int64_t minutes)
{
	const struct norm_row *r =
	    norm_at(s->units.row, s->units.n, "minutes", minutes);
	return r == NULL ? 0 : (int)strtol(r->value, NULL, 10);
}

/* Whole quarter hours first; what is left of the total goes to the services
 * with the most minutes left. True where two had the same. */
static bool
medicare_units(struct session *s)
{
	int64_t total = 0;
	int left;
	bool tie = false;
	for (size_t i = 0; i < s->n; i++)
		total += s->item[i].timed ? s->item[i].minutes : 0;
	left = units_at(s, total);
	for (size_t i = 0; i < s->n; i++) {
		struct service *x = &s->item[i];
		x->medicare = x->timed ? (int)(x->minutes / 15000) : 1;
		left -= x->timed ? x->medicare : 0;
	}
	bool given[SERVICES_MAX] = { false };
	for (; left > 0; left--) {
		size_t best = SERVICES_MAX;
		bool same = false;
		for (size_t i = 0; i < s->n; i++) {
			struct service *x = &s->item[i];
			if (!x->timed || given[i])
				continue;
			if (best == SERVICES_MAX ||
			    x->minutes % 15000 >
				s->item[best].minutes % 15000) {
				best = i;
				same = false;
			} else if (x->minutes % 15000 ==
				   s->item[best].minutes % 15000) {
				same = true;
			}
		}
		if (best == SERVICES_MAX)
			break;
		tie |= same && left == 1;
		given[best] = true;
		s->item[best].medicare++;
	}
	return tie;
}

static void
cpt_units(struct session *s)
{
	for (size_t i = 0; i < s->n; i++) {
		struct service *x = &s->item[i];
		x->cpt = x->timed ? units_at(s, x->minutes) : 1;
	}
}

static const char *
units_sentence(
    const struct answer_context *c, const struct session *s, bool medicare)
{
	const char *all = "";
	for (size_t i = 0; i < s->n && all != NULL; i++) {
		const struct service *x = &s->item[i];
		int units = medicare ? x->medicare : x->cpt;
		if (units > 0)
			all = arena_printf(c->a, "%s%s%s x %d", all,
			    all[0] ? ", " : "", x->code, units);
	}
	return all != NULL && all[0] == '\0' ? "no unit" : all;
}

static int
reasons_add(const struct answer_context *c, const struct session *s, bool tie,
    struct answer *out, struct err *e)
{
	const struct norm_row *medicare = row_of(&s->units, "rule.medicare");
	const struct norm_row *cpt = row_of(&s->units, "rule.cpt");
	int64_t total = 0;
	for (size_t i = 0; i < s->n; i++)
		total += s->item[i].timed ? s->item[i].minutes : 0;
	if (medicare == NULL || cpt == NULL)
		return 0;
	if (answer_reason_add(c, out,
		arena_printf(c->a, "Medicare: %s timed minutes in all: %s. %s",
		    minutes_text(c, total), units_sentence(c, s, true),
		    medicare->text),
		&medicare->source, e) != 0 ||
	    answer_reason_add(c, out,
		arena_printf(c->a, "CPT, each service by itself: %s. %s",
		    units_sentence(c, s, false), cpt->text),
		&cpt->source, e) != 0)
		return -1;
	if (tie && answer_reason_add(c, out,
		       "Two services have the same minutes left: the last unit "
		       "may go to either of them.",
		       &medicare->source, e) != 0)
		return -1;
	return norm_reason(c, row_of(&s->units, "discipline"), out, e);
}

static int
session_report(const struct answer_context *c, const struct question *q,
    struct session *s, struct answer *out, struct err *e)
{
	bool tie = medicare_units(s), differ = false;
	cpt_units(s);
	for (size_t i = 0; i < s->n; i++)
		differ |= s->item[i].cpt != s->item[i].medicare;
	bool ours = told_is(q, "payer", "medicare") ||
		    told_is(q, "payer", "medicare_advantage") ||
		    told_is(q, "counting", "medicare");
	bool cpt = told_is(q, "counting", "ama") ||
		   (question_fact(q, "payer") != NULL && !ours);
	if (reasons_add(c, s, tie && (ours || !cpt), out, e) != 0)
		return -1;
	if (differ && ours == cpt) {
		const char *option[5] = { "Medicare's eight-minute rule",
			units_sentence(c, s, true),
			"CPT's midpoint for each service",
			units_sentence(c, s, false), NULL };
		return ask_add(c, out, "payer",
		    "Who is the payer, and which way of counting does it use?",
		    option, e);
	}
	for (size_t i = 0; i < s->n; i++) {
		const struct service *x = &s->item[i];
		int units = cpt ? x->cpt : x->medicare;
		const struct norm_row *inside = row_of(&s->units, x->code);
		if (!cpt && inside != NULL && s->n > 1) {
			if (norm_reason(c, inside, out, e) != 0)
				return -1;
			continue;
		}
		if (units > 0 &&
		    line_add(c, out, x->code, NULL, units, x->row, e) != 0)
			return -1;
	}
	if (out->line_n == 0) {
		out->verdict = VERDICT_NO;
		out->headline = "No: under 8 minutes are no unit.";
	}
	return 0;
}

/* An evaluation that was told, of no complexity that was: its line is missing. */
static bool
evaluation_open(const struct question *q, const struct session *s)
{
	if (!told_is(q, "therapy_eval", "yes"))
		return false;
	for (size_t i = 0; i < s->n; i++) {
		if (strncmp(s->item[i].code, "9716", 4) == 0)
			return false;
	}
	return true;
}

int
answer_therapy(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	struct session s = { .n = 0 };
	if (norms_get(c, "therapy_code", &s.code, e) != 0 ||
	    norms_get(c, "therapy_units", &s.units, e) != 0)
		return -1;
	services_read(q, &s);
	out->understood = "How many units of therapy?";
	if (s.units.n == 0 || evaluation_open(q, &s))
		return 0;
	if (s.n > 0 && s.timed == 0)
		s.minutes_fit = true;
	else
		minutes_read(q, &s);
	/* "the PTA did it, which modifiers?" needs no minutes */
	if (!s.minutes_fit && q->code_n > 0 &&
	    told_is(q, "wants", "modifier")) {
		struct answer marked = { 0 };
		int rc = modifier_decide(c, q, &marked, e);
		if (rc != 0)
			*out = marked;
		if (rc != 0)
			return rc;
	}
	if (s.n == 0 || !s.minutes_fit) {
		if (ask_add(c, out, "minutes",
			"Which services were given (codes), and how many "
			"minutes of one-on-one time did each take?",
			NULL, e) != 0)
			return -1;
		if (question_fact(q, "payer") == NULL &&
		    ask_add(c, out, "payer",
			"Who is the payer? Medicare and CPT count minutes "
			"differently.",
			NULL, e) != 0)
			return -1;
	} else if (session_report(c, q, &s, out, e) != 0) {
		return -1;
	}
	return finish(c, out, e);
}
