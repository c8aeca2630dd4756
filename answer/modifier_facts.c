/* What a question of modifiers tells beside its words: which modifiers it weighs,
 * which lines it has, and what follows from them. */
#include "kinds.h"
#include "modifier_search.h"
#include <stdlib.h>
#include <string.h>

#define DERIVED 12 /* facts that follow from the lines */

/* The modifiers that the asker weighs: "25 or 57 on the visit?", "27447-80 for
 * the PA?"; sides only say where. */
bool
modifier_asked(const struct question *q, const char *modifier, size_t *n_out)
{
	bool found = false;
	*n_out = 0;
	for (size_t i = 0; i < q->code_n; i++) {
		const struct code *code = &q->code[i];
		bool lone = code->system == CODE_MODIFIER;
		for (int k = lone ? -1 : 0; k < code->modifiers; k++) {
			const char *one = k < 0 ? code->text
						: code->modifier[k];
			if (strcmp(one, "LT") == 0 || strcmp(one, "RT") == 0)
				continue;
			++*n_out;
			found |= strcmp(one, modifier) == 0;
		}
	}
	return found;
}

static void
derive(struct search *s, const char *name, const char *value)
{
	if (question_says(&s->q, name, value))
		return;
	s->q.fact[s->q.fact_n++] =
	    (struct fact){ .name = name, .value = value, .milli = INT64_MIN };
}

static bool
line_tests(const struct claim_line *line)
{
	long number = strtol(line->text, NULL, 10);
	return number >= 70000 && number <= 89999 && strlen(line->text) == 5;
}

/* Two days, and the second in the global period of the line's own code: what
 * follows an operation needs no word that says so. */
static bool
days_within(const struct question *q, const struct claim_line *line)
{
	const char *period = claim_global(line);
	date first = 0, last = 0;
	int length = strcmp(period, "090") == 0   ? 90
		     : strcmp(period, "010") == 0 ? 10
						  : 0;
	const struct fact *after = question_fact(q, "days_after");
	if (after != NULL && !question_conflict(q, "days_after"))
		return length > 0 && after->milli / 1000 <= length;
	for (size_t i = 0; i < q->fact_n; i++) {
		if (strcmp(q->fact[i].name, "date") != 0)
			continue;
		date day = (date)(q->fact[i].milli / 1000);
		first = first == 0 || day < first ? day : first;
		last = day > last ? day : last;
	}
	return first != 0 && last > first && date_days(first, last) <= length;
}

/* "Can 55150 be billed with modifier 50?" tells the case by the modifier. */
static void
asked_derive(struct search *s)
{
	static const char *const told[][3] = { { "50", "side", "both" },
		{ "62", "surgeons", "two" }, { "66", "surgeons", "team" },
		{ "80", "assistant", "physician" },
		{ "AS", "assistant", "pa" } };
	size_t n;
	if (!question_says(&s->q, "wants", "verdict"))
		return;
	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++) {
		if (modifier_asked(&s->q, told[i][0], &n) && n == 1)
			derive(s, told[i][1], told[i][2]);
	}
}

/* What the lines are, and how long their global period is. */
int
modifier_derive(struct search *s, const struct question *q, struct err *e)
{
	s->q = *q;
	s->q.fact =
	    arena_array(s->c->a, q->fact_n + DERIVED, sizeof(*s->q.fact));
	if (s->q.fact == NULL)
		return answer_full(e);
	if (q->fact_n > 0)
		memcpy(s->q.fact, q->fact, q->fact_n * sizeof(*q->fact));
	bool visits = claim_count(&s->claim, true) > 0;
	asked_derive(s);
	for (size_t i = 0; i < s->claim.n; i++) {
		/* a cast put on again follows the care of the fracture that
		 * the mail names, whatever day it was */
		bool again = question_fact(q, "cast_again") != NULL &&
			     strcmp(claim_global(&s->claim.line[i]), "090") ==
				 0;
		if (again || (!s->claim.line[i].visit &&
				 days_within(q, &s->claim.line[i])))
			derive(s, "postop", "yes");
	}
	for (size_t i = 0; i < s->claim.n; i++) {
		const struct claim_line *line = &s->claim.line[i];
		const char *days = claim_global(line);
		/* after an operation the visit is asked about, and the code of
		 * 10 or 90 days is what was done before */
		bool before =
		    visits && question_says(&s->q, "postop", "yes") &&
		    (strcmp(days, "090") == 0 || strcmp(days, "010") == 0);
		if (!before)
			derive(s, "service",
			    line->visit        ? "visit"
			    : line_tests(line) ? "test"
					       : "procedure");
		/* critical care beside an operation has a modifier of its own */
		if (strcmp(line->text, "99291") == 0 ||
		    strcmp(line->text, "99292") == 0)
			derive(s, "care", "critical");
		if (!line->visit && days_within(q, line) &&
		    question_says(q, "side", "left") &&
		    question_says(q, "side", "right"))
			derive(s, "related", "no");
		if (strcmp(days, "090") == 0)
			derive(s, "days", "90");
		else if (days[0] == '0')
			derive(s, "days", "0");
	}
	return 0;
}

/* Words tell the procedure where no code of one stands there; after an
 * operation they tell that one, which was billed before. */
int
modifier_lines(struct search *s, const struct question *q, struct err *e)
{
	if (claim_read(s->c, q, &s->claim, e) != 0)
		return -1;
	if (claim_count(&s->claim, false) > 0 ||
	    question_says(q, "postop", "yes"))
		return 0;
	return claim_procedures(s->c, q, &s->claim, e) < 0 ? -1 : 0;
}
