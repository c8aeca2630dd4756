/* Kind "maternity": how many visits before the birth, who delivered, who cared
 * after it come in; the package or its parts go out. */
#include "told.h"
#include <string.h>

/* One pregnancy, as far as it was told. */
struct pregnancy {
	const struct answer_context *c;
	const struct question *q;
	struct answer *out;
	struct norms n;
	const char *way; /* how the child was born; NULL */
	bool visits_told;
	int64_t visits; /* before the birth, thousandths */
	bool none_before, all_before, parted;
	bool birth, no_birth; /* by this group; neither: not told */
	bool after, no_after; /* the same of the care after it */
};

/* Who asks of the codes for care before the birth alone did not deliver. */
static bool
before_named(const struct question *q)
{
	return (told_code(q, "59425") != NULL ||
		   told_code(q, "59426") != NULL) &&
	       !told_is(q, "ob_birth", "ours");
}

static void
pregnancy_read(struct pregnancy *p)
{
	bool theirs = told_is(p->q, "ob_before", "other");
	bool package = !theirs && told_is(p->q, "ob_care", "all");
	bool with_after = told_is(p->q, "ob_care", "delivery_postpartum");
	/* "delivery only, postpartum care by us": only is said of the rest */
	bool alone = !with_after && told_is(p->q, "ob_care", "delivery");
	p->way = told_word(p->q, "delivery");
	p->visits_told = told_number(p->q, "ob_visits", &p->visits);
	p->no_birth = told_is(p->q, "ob_birth", "other") ||
		      (p->way == NULL && !with_after && !alone && !package &&
			  before_named(p->q));
	bool only = told_is(p->q, "ob_after", "only");
	p->none_before = (theirs || alone || only) &&
			 question_fact(p->q, "ob_visits") == NULL;
	p->parted = told_is(p->q, "ob_moved", "yes") || p->no_birth || theirs ||
		    only;
	p->all_before = (package || told_is(p->q, "ob_before", "all")) &&
			!p->parted;
	p->birth = !p->no_birth &&
		   (told_is(p->q, "ob_birth", "ours") || with_after || alone ||
		       p->way != NULL || package);
	p->no_after = told_is(p->q, "ob_after", "other") || alone;
	p->after = !p->no_after && (told_is(p->q, "ob_after", "ours") || only ||
				       with_after || package);
	p->parted |= p->no_after;
}

static const struct norm_row *
row_of(const struct pregnancy *p, const char *key)
{
	for (size_t i = 0; i < p->n.n; i++) {
		if (strcmp(p->n.row[i].key, key) == 0)
			return &p->n.row[i];
	}
	return NULL;
}

static int
row_line(struct pregnancy *p, const struct norm_row *row, struct err *e)
{
	return row == NULL
		   ? 0
		   : line_add(p->c, p->out, row->value, NULL, 1, row, e);
}

static int
ask_visits(struct pregnancy *p, struct err *e)
{
	static const char *const option[] = { "1 to 3",
		"visit codes, each with its level", "4 to 6", "59425",
		"7 or more", "59426", NULL };
	return ask_add(p->c, p->out, "ob_visits",
	    "How many visits before the birth did your group give?", option, e);
}

static int
ask_way(struct pregnancy *p, struct err *e)
{
	return ask_add(p->c, p->out, "delivery",
	    "How was the child delivered: vaginally, by cesarean, vaginally "
	    "after an earlier cesarean (VBAC), or by cesarean after a VBAC "
	    "was tried?",
	    NULL, e);
}

/* The care before the birth: a line, or that it is reported by visits. */
static int
before_birth(struct pregnancy *p, struct err *e)
{
	if (p->none_before)
		return 0;
	if (!p->visits_told)
		return ask_visits(p, e);
	const struct norm_row *row =
	    norm_at(p->n.row, p->n.n, "antepartum", p->visits);
	if (row == NULL)
		return 0;
	return row->value[0] == '\0' ? norm_reason(p->c, row, p->out, e)
				     : row_line(p, row, e);
}

static int
birth_line(struct pregnancy *p, const char *part, struct err *e)
{
	if (p->way == NULL)
		return ask_way(p, e);
	const char *key = arena_printf(p->c->a, "%s.%s", p->way, part);
	return key == NULL ? answer_full(e) : row_line(p, row_of(p, key), e);
}

/* The group delivered: the package where all of it was theirs, else parts. */
static int
birth_ours(struct pregnancy *p, struct err *e)
{
	if (!p->after && !p->no_after)
		return ask_add(p->c, p->out, "ob_care",
		    "Did your group give the care after the delivery, too?",
		    NULL, e);
	if (p->all_before && p->after)
		return birth_line(p, "all", e);
	if (!p->parted)
		return ask_add(p->c, p->out, "ob_before",
		    "Did your group give all of the care before the delivery, "
		    "or did another group give a part of it?",
		    NULL, e);
	if (before_birth(p, e) != 0 ||
	    norm_reason(p->c, row_of(p, "parts"), p->out, e) != 0)
		return -1;
	return birth_line(p, p->after ? "delivery_postpartum" : "delivery", e);
}

/* Another group delivered: what is left. */
static int
birth_theirs(struct pregnancy *p, struct err *e)
{
	if (before_birth(p, e) != 0)
		return -1;
	return p->after ? row_line(p, row_of(p, "postpartum"), e) : 0;
}

static int
pregnancy_decide(struct pregnancy *p, struct err *e)
{
	/* "cesarean and the care after it only" is more than that care */
	if (told_is(p->q, "ob_after", "only") && !p->birth)
		return row_line(p, row_of(p, "postpartum"), e);
	if (p->birth)
		return birth_ours(p, e);
	if (p->no_birth || (p->parted && p->visits_told))
		return birth_theirs(p, e);
	if (p->all_before)
		return ask_way(p, e);
	return ask_add(p->c, p->out, "ob_care",
	    "What did your group do besides the visits before the birth: "
	    "nothing more, the delivery alone, or the delivery and the care "
	    "after it?",
	    NULL, e);
}

/* "Can we bill 59425?" */
static int
named_judge(struct pregnancy *p, struct err *e)
{
	struct answer *out = p->out;
	bool there = false;
	if (p->q->code_n != 1 || !told_is(p->q, "asks", "yes_no") ||
	    out->ask_n > 0)
		return 0;
	for (size_t i = 0; i < out->line_n; i++)
		there |= strcmp(out->line[i].code, p->q->code[0].text) == 0;
	const char *all = lines_sentence(p->c, out);
	if (all == NULL)
		return answer_full(e);
	out->verdict = there ? VERDICT_YES : VERDICT_NO;
	out->headline =
	    out->line_n == 0
		? "No: one to three visits before the birth are reported as "
		  "visits, each with its own level."
		: arena_printf(
		      p->c->a, "%s: report %s.", there ? "Yes" : "No", all);
	return out->headline != NULL ? 0 : answer_full(e);
}

/* Codes that are no part of a pregnancy's care speak of more. */
static bool
other_codes(const struct pregnancy *p)
{
	for (size_t i = 0; i < p->q->code_n; i++) {
		if (norms_value(&p->n, NULL, p->q->code[i].text) == NULL)
			return true;
	}
	return false;
}

/* Two children have two births; what went before is one pregnancy's. */
static bool
several_births(const struct pregnancy *p)
{
	return told_is(p->q, "ob_beside", "twins") &&
	       (!p->no_birth || p->birth || p->after || !p->visits_told);
}

int
answer_maternity(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	struct pregnancy p = { .c = c, .q = q, .out = out };
	if (norms_get(c, "maternity", &p.n, e) != 0)
		return -1;
	pregnancy_read(&p);
	if (p.n.n == 0 || told_is(q, "ob_beside", "yes") || other_codes(&p) ||
	    several_births(&p) || question_conflict(q, "delivery") ||
	    question_conflict(q, "ob_birth"))
		return 0;
	out->understood = "Which codes for the care of a pregnancy?";
	if (pregnancy_decide(&p, e) != 0 || named_judge(&p, e) != 0)
		return -1;
	if (out->line_n == 0 && out->ask_n == 0 && out->headline == NULL) {
		out->verdict = VERDICT_INFO;
		out->headline = "No code of a package: one to three visits "
				"before the birth are reported as visits, each "
				"with its own level.";
	}
	return finish(c, out, e);
}
