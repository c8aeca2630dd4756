/* Kind "infusion": what ran into a vein, from when to when, comes in; one
 * initial code and those of the others go out, by the order of CPT: drugs
 * against cancer before other drugs before hydration, infusion before push. */
#include "told.h"
#include <stdlib.h>
#include <string.h>

#define ITEMS_MAX 8

enum agent { /* lower goes first */
	AGENT_CHEMO,
	AGENT_THERAPEUTIC,
	AGENT_HYDRATION
};
struct item {
	enum agent agent;
	bool push;
	bool drug; /* a named drug, not only "antibiotic" */
	size_t place;
	int64_t minutes; /* whole minutes */
	bool timed;
};
/* How and how long: a stretch of minutes, a pair of clock times, a push. */
struct method {
	size_t place;
	bool push;
	int64_t minutes, start;
	bool clock;
};
struct set {
	struct item item[ITEMS_MAX];
	size_t n;
	struct method method[2 * ITEMS_MAX];
	size_t methods;
	struct norms norm;
	bool overlap; /* two ran at one time */
};

static void
item_add(struct set *s, enum agent agent, bool drug, size_t place)
{
	if (s->n < ITEMS_MAX)
		s->item[s->n++] = (struct item){
			.agent = agent, .drug = drug, .place = place
		};
}

static bool
against_cancer(const struct set *s, const char *drug)
{
	for (size_t i = 0; i < s->norm.n; i++) {
		if (strcmp(s->norm.row[i].key, "chemo_drug") == 0 &&
		    strcmp(s->norm.row[i].value, drug) == 0)
			return true;
	}
	return false;
}

/* Whether an infusion of it is told by the codes of drugs against cancer is a
 * matter between payers. */
static bool
drug_disputed(const struct question *q, const struct set *s)
{
	for (size_t i = 0; i < q->fact_n; i++) {
		if (strcmp(q->fact[i].name, "drug") == 0 &&
		    norms_value(&s->norm, "unsure_drug", q->fact[i].value) !=
			NULL)
			return true;
	}
	return false;
}

static bool
agent_named(const struct set *s, enum agent agent)
{
	for (size_t i = 0; i < s->n; i++) {
		if (s->item[i].agent == agent)
			return true;
	}
	return false;
}

static int
item_order(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	return (x->place > y->place) - (x->place < y->place);
}

/* Named drugs first; a kind of agent ("antibiotic", "chemo") only where no
 * drug of that kind is named. */
static void
items_read(const struct question *q, struct set *s)
{
	static const struct {
		const char *word;
		enum agent agent;
	} agents[] = {
		{ "chemo", AGENT_CHEMO },
		{ "therapeutic", AGENT_THERAPEUTIC },
		{ "hydration", AGENT_HYDRATION },
	};
	for (size_t i = 0; i < q->fact_n; i++) {
		const struct fact *f = &q->fact[i];
		if (strcmp(f->name, "drug") == 0)
			item_add(s,
			    against_cancer(s, f->value) ? AGENT_CHEMO
							: AGENT_THERAPEUTIC,
			    true, f->start);
	}
	for (size_t k = 0; k < sizeof(agents) / sizeof(agents[0]); k++) {
		for (size_t i = 0; i < q->fact_n; i++) {
			const struct fact *f = &q->fact[i];
			if (strcmp(f->name, "agent") == 0 &&
			    strcmp(f->value, agents[k].word) == 0 &&
			    !agent_named(s, agents[k].agent))
				item_add(s, agents[k].agent, false, f->start);
		}
	}
	qsort(s->item, s->n, sizeof(s->item[0]), item_order);
}

static void
method_add(struct set *s, struct method m)
{
	if (s->methods < (size_t)2 * ITEMS_MAX)
		s->method[s->methods++] = m;
}

/* Clock times in pairs: start and stop. False for an odd number. */
static bool
clocks_read(const struct question *q, struct set *s)
{
	int64_t start = -1;
	size_t place = 0;
	for (size_t i = 0; i < q->fact_n; i++) {
		const struct fact *f = &q->fact[i];
		if (strcmp(f->name, "clock_hour") != 0)
			continue;
		int64_t at = told_clock(q, f);
		if (start < 0) {
			start = at;
			place = f->start;
			continue;
		}
		int64_t ran = told_clock_run(start, at);
		method_add(s, (struct method){ .place = place,
				  .minutes = ran,
				  .start = start,
				  .clock = true });
		start = -1;
	}
	return start < 0;
}

static int
method_order(const void *a, const void *b)
{
	const struct method *x = a, *y = b;
	return (x->place > y->place) - (x->place < y->place);
}

static bool
methods_read(const struct question *q, struct set *s)
{
	struct stretch t[STRETCH_MAX];
	bool whole = clocks_read(q, s);
	size_t clocks = s->methods;
	size_t n = told_stretches(q, "minutes", t, STRETCH_MAX);
	/* minutes beside clock times only say the same once more */
	for (size_t i = 0; clocks == 0 && i < n; i++) {
		/* "infused over 60 minutes" names no bound but the time */
		if (t[i].low != t[i].high &&
		    t[i].high < INT64_C(24) * 60 * 60000)
			return false;
		method_add(s, (struct method){ .place = t[i].start,
				  .minutes = t[i].low / 1000 });
	}
	for (size_t i = 0; i < q->fact_n; i++) {
		if (strcmp(q->fact[i].name, "push") == 0)
			method_add(
			    s, (struct method){
				   .place = q->fact[i].start, .push = true });
	}
	qsort(s->method, s->methods, sizeof(s->method[0]), method_order);
	return whole;
}

/* "IV push over 3 minutes" is told twice: as a push and by its minutes. What
 * ran longer, or is told elsewhere, was something else. */
#define PUSH_MINUTES 15
#define PUSH_GAP     40

static bool
push_told_twice(const struct method *a, const struct method *b)
{
	int64_t minutes = a->push ? b->minutes : a->minutes;
	return a->push != b->push && minutes <= PUSH_MINUTES &&
	       b->place - a->place <= PUSH_GAP;
}

static void
pushes_merge(struct set *s)
{
	for (size_t i = 0; s->methods > s->n && i + 1 < s->methods; i++) {
		struct method *a = &s->method[i], *b = &s->method[i + 1];
		if (!push_told_twice(a, b))
			continue;
		a->minutes += b->minutes;
		a->push = true;
		memmove(b, b + 1, (s->methods - i - 2) * sizeof(*b));
		s->methods--;
	}
}

static bool
methods_fit(struct set *s)
{
	pushes_merge(s);
	if (s->n == 0 || s->methods != s->n)
		return false;
	for (size_t i = 0; i < s->n; i++) {
		struct item *x = &s->item[i];
		const struct method *m = &s->method[i];
		x->minutes = m->minutes;
		x->timed = true;
		x->push = x->agent != AGENT_HYDRATION &&
			  (m->push || m->minutes <= 15);
		for (size_t k = 0; k < i; k++) {
			const struct method *o = &s->method[k];
			s->overlap |= m->clock && o->clock &&
				      m->start < o->start + o->minutes &&
				      o->start < m->start + m->minutes;
		}
	}
	return true;
}

static int
rank(const struct item *x)
{
	return 2 * (int)x->agent + x->push;
}

/* Hours beyond the first one: more than 30 minutes make one. */
static int
hours_more(int64_t minutes)
{
	return minutes < 31 ? 0 : (int)((minutes - 31) / 60);
}

static const struct norm_row *
infusion_row(const struct set *s, const char *key)
{
	for (size_t i = 0; i < s->norm.n; i++) {
		if (strcmp(s->norm.row[i].key, key) == 0)
			return &s->norm.row[i];
	}
	return NULL;
}

/* Lines that were made before get more units. */
static int
infusion_line(const struct answer_context *c, const struct set *s,
    const char *key, int units, struct answer *out, struct err *e)
{
	const struct norm_row *row = infusion_row(s, key);
	if (row == NULL || units <= 0)
		return 0;
	for (size_t i = 0; i < out->line_n; i++) {
		if (strcmp(out->line[i].code, row->value) == 0) {
			out->line[i].units += units;
			return 0;
		}
	}
	return line_add(c, out, row->value, NULL, units, row, e);
}

/* Keys of the norm by agent: first, further hours, later infusion, first push,
 * later push. */
static const char *const keys[][5] = {
	[AGENT_CHEMO] = { "chemo.first", "chemo.hour", "chemo.later",
	    "chemo.push", "chemo.push_later" },
	[AGENT_THERAPEUTIC] = { "drug.first", "drug.hour", "drug.later",
	    "drug.push", "drug.push_later" },
};

static int
item_lines(const struct answer_context *c, const struct set *s,
    const struct item *x, bool first, struct answer *out, struct err *e)
{
	if (x->agent == AGENT_HYDRATION) {
		if (x->minutes < 31)
			return norm_reason(
			    c, infusion_row(s, "hydration.short"), out, e);
		if (first &&
		    infusion_line(c, s, "hydration.first", 1, out, e) != 0)
			return -1;
		return infusion_line(c, s, "hydration.hour",
		    hours_more(x->minutes) + !first, out, e);
	}
	const char *const *k = keys[x->agent];
	if (x->push)
		return infusion_line(c, s, k[first ? 3 : 4], 1, out, e);
	if (infusion_line(c, s, k[first ? 0 : 2], 1, out, e) != 0)
		return -1;
	return infusion_line(c, s, k[1], hours_more(x->minutes), out, e);
}

static int
set_report(const struct answer_context *c, const struct set *s,
    struct answer *out, struct err *e)
{
	size_t first = 0;
	for (size_t i = 1; i < s->n; i++) {
		if (rank(&s->item[i]) < rank(&s->item[first]))
			first = i;
	}
	if (item_lines(c, s, &s->item[first], true, out, e) != 0)
		return -1;
	for (size_t i = 0; i < s->n; i++) {
		if (i != first &&
		    item_lines(c, s, &s->item[i], false, out, e) != 0)
			return -1;
	}
	if (s->n > 1 &&
	    norm_reason(c, infusion_row(s, "hierarchy"), out, e) != 0)
		return -1;
	return norm_reason(c, infusion_row(s, "times"), out, e);
}

/* Two drugs that ran at one time through one line: the longer one is the first
 * infusion, the other is told once, whatever its time. Drugs against cancer
 * and hydration have no code for that. */
static bool
concurrent_fits(const struct set *s)
{
	for (size_t i = 0; i < s->n; i++) {
		if (s->item[i].agent != AGENT_THERAPEUTIC || s->item[i].push)
			return false;
	}
	return s->n == 2 && infusion_row(s, "drug.concurrent") != NULL;
}

static int
concurrent_report(const struct answer_context *c, const struct set *s,
    struct answer *out, struct err *e)
{
	size_t first = s->item[1].minutes > s->item[0].minutes;
	if (item_lines(c, s, &s->item[first], true, out, e) != 0 ||
	    infusion_line(c, s, "drug.concurrent", 1, out, e) != 0)
		return -1;
	return norm_reason(c, infusion_row(s, "times"), out, e);
}

static int
infusion_judge(const struct answer_context *c, const struct question *q,
    const struct set *s, struct answer *out, struct err *e)
{
	const char *named = NULL;
	bool there = false;
	if (out->line_n == 0) {
		out->verdict = VERDICT_NO;
		out->headline = "No: hydration under 31 minutes is not "
				"reported.";
		return 0;
	}
	for (size_t i = 0; i < q->code_n; i++) {
		if (norms_value(&s->norm, NULL, q->code[i].text) == NULL)
			continue;
		if (named != NULL)
			return 0;
		named = q->code[i].text;
	}
	if (named == NULL || !told_is(q, "asks", "yes_no"))
		return 0;
	for (size_t i = 0; i < out->line_n; i++)
		there |= strcmp(out->line[i].code, named) == 0;
	const char *all = lines_sentence(c, out);
	out->verdict = there ? VERDICT_YES : VERDICT_NO;
	out->headline = all == NULL ? NULL
				    : arena_printf(c->a, "%s: report %s.",
					  there ? "Yes" : "No", all);
	return out->headline ? 0 : answer_full(e);
}

/* The drug's own line, where a dose is told and not only the administration
 * was asked. 1: done; 0: a coder; -1. */
static int
drug_lines(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	static const char *const dose[] = { "dose_mg", "dose_units" };
	struct answer drug = { 0 };
	bool told = false;
	for (size_t i = 0; i < sizeof(dose) / sizeof(dose[0]); i++)
		told |= question_fact(q, dose[i]) != NULL;
	if (!told || question_fact(q, "drug") == NULL ||
	    told_is(q, "admin_only", "yes"))
		return 1;
	struct question alone = *q;
	alone.fact = arena_array(c->a, q->fact_n + 1, sizeof(alone.fact[0]));
	if (alone.fact == NULL)
		return answer_full(e);
	alone.fact_n = 0;
	for (size_t i = 0; i < q->fact_n; i++) {
		if (strcmp(q->fact[i].name, "drug_only") != 0)
			alone.fact[alone.fact_n++] = q->fact[i];
	}
	alone.fact[alone.fact_n++] = (struct fact){
		.name = "drug_only", .value = "yes", .milli = INT64_MIN
	};
	int rc = answer_drug(c, &alone, &drug, e);
	if (rc <= 0 || drug.ask_n > 0)
		return rc < 0 ? -1 : 0;
	return answer_take(c, &drug, out, e) == 0 ? 1 : -1;
}

int
answer_infusion(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	struct set s = { .n = 0 };
	if (norms_get(c, "infusion", &s.norm, e) != 0)
		return -1;
	if (s.norm.n == 0 || told_is(q, "access", "several") ||
	    told_is(q, "clinical", "yes") || drug_disputed(q, &s))
		return 0;
	items_read(q, &s);
	bool whole = methods_read(q, &s);
	out->understood = "Which codes for what ran into the vein?";
	if (s.n == 1 && s.methods == 0 && told_is(q, "route", "push"))
		return 0;
	if (!whole || !methods_fit(&s)) {
		if (s.n > 1 && s.methods > 0 && whole)
			return 0;
		if (ask_add(c, out, "times",
			"Please send the start and stop times of each infusion "
			"(96365 and the like go by minutes; 15 minutes or less "
			"are a push), and what ran: which drug, or hydration?",
			NULL, e) != 0)
			return -1;
		return finish(c, out, e);
	}
	bool concurrent = s.n > 1 &&
			  (s.overlap || told_is(q, "concurrent", "yes"));
	if (concurrent && !concurrent_fits(&s))
		return 0;
	if ((concurrent ? concurrent_report(c, &s, out, e)
			: set_report(c, &s, out, e)) != 0 ||
	    infusion_judge(c, q, &s, out, e) != 0)
		return -1;
	int rc = drug_lines(c, q, out, e);
	return rc == 1 ? finish(c, out, e) : rc;
}
