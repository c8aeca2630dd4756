/* Kind "pair", codes that never stand as they were asked: guidance beside a
 * procedure that has a code of its own with guidance, and two visits of one day. */
#include "kinds.h"
#include "pair.h"
#include <stdlib.h>
#include <string.h>

static bool
number_in(const struct norm_row *row, const char *code)
{
	int64_t number = strtoll(code, NULL, 10) * 1000;
	return strspn(code, "0123456789") == 5 && row->low_milli <= number &&
	       number <= row->high_milli;
}

/* The row of norm pair_twin for two codes of the claim: its key is the
 * guidance, its range the procedure without it. Of norm pair_instead the key is
 * the code that another takes the place of, beside one of the range. */
static int
twin_find(struct check *k, const char *norm, struct claim_line **bare,
    struct claim_line **guidance, struct norm_row *out, struct err *e)
{
	for (size_t i = 0; i < k->claim.n; i++) {
		struct norm_row *row;
		size_t n;
		if (lookup_norms(k->c->lookup, k->c->a, norm,
			k->claim.line[i].text, k->c->on, &row, &n, e) != 0)
			return -1;
		for (size_t r = 0; r < n; r++) {
			for (size_t j = 0; j < k->claim.n; j++) {
				if (!number_in(&row[r], k->claim.line[j].text))
					continue;
				*guidance = &k->claim.line[i];
				*bare = &k->claim.line[j];
				*out = row[r];
				return 1;
			}
		}
	}
	return 0;
}

int
pair_twin(struct check *k, struct answer *out, struct err *e)
{
	struct claim_line *bare, *guidance;
	struct norm_row row;
	if (question_fact(k->q, "apart") != NULL)
		return 0;
	int rc = twin_find(k, "pair_twin", &bare, &guidance, &row, e);
	bool both = rc == 0;
	/* the other code takes the place of the key's own line: the visit
	 * stays, psychotherapy becomes its add-on, unless of one who makes no
	 * visits */
	both &= question_fact(k->q, "no_visits") == NULL;
	if (both)
		rc = twin_find(k, "pair_instead", &guidance, &bare, &row, e);
	if (rc < 1)
		return rc;
	struct code_row code = { 0 };
	if (lookup_code(k->c->lookup, k->c->a, CODE_CPT, row.value, k->c->on,
		&code, e) < 0)
		return -1;
	struct claim old = k->claim;
	const struct claim_line *was = &old.line[bare - k->claim.line];
	size_t dropped = both ? CLAIM_LINES
			      : (size_t)(guidance - k->claim.line);
	struct answer_line made = {
		.code = row.value, .units = was->units, .plain = code.plain
	};
	memcpy(made.modifier, was->modifier, sizeof(made.modifier));
	k->claim.n = 0;
	for (size_t i = 0; i < old.n; i++) {
		if (&old.line[i] == was) {
			if (claim_add(k->c, &made, &k->claim, e) != 0)
				return -1;
		} else if (i != dropped)
			k->claim.line[k->claim.n++] = old.line[i];
	}
	pair_ruling(k, RULING_NO);
	return answer_reason_add(k->c, out, row.text, &row.source, e) == 0 ? 1
									   : -1;
}

/* Office and hospital visits of the problem kind, which one specialty of one
 * group reports once a day. */
static bool
visits_two(const struct check *k)
{
	size_t named = 0, visits = 0;
	for (size_t i = 0; i < k->q->code_n; i++)
		named += k->q->code[i].system == CODE_CPT;
	for (size_t i = 0; i < k->claim.n; i++) {
		const struct claim_line *line = &k->claim.line[i];
		if (!line->visit || line->preventive)
			return false;
		visits += line->units > 1 ? 2 : 1;
	}
	bool twice = question_fact(k->q, "times") != NULL ||
		     question_fact(k->q, "two_by") != NULL ||
		     question_fact(k->q, "two_visits") != NULL || named > 1;
	return visits > 1 || (visits == 1 && twice);
}

static int
visits_rule(struct check *k, enum verdict verdict, const char *headline,
    const char *key, struct answer *out, struct err *e)
{
	out->verdict = verdict;
	out->headline = headline;
	out->understood = "May two visits of one day be reported?";
	return claim_rule(k->c, "visits_day", key, out, e) == 0 ? 1 : -1;
}

int
pair_visits(struct check *k, struct answer *out, struct err *e)
{
	const struct question *q = k->q;
	bool other = question_says(q, "two_by", "specialties") ||
		     question_says(q, "seen_by", "other_specialty");
	bool same = question_says(q, "two_by", "same") ||
		    question_says(q, "seen_by", "same") ||
		    question_says(q, "again_by", "same");
	if (!visits_two(k) || other == same ||
	    question_sure(q, "payer", "commercial"))
		return 0;
	if (other) {
		if (claim_report(k->c, &k->claim, out, e) != 0)
			return -1;
		return visits_rule(k, VERDICT_YES,
		    "Yes: physicians of different specialties may each report "
		    "their visit.",
		    "other", out, e);
	}
	if (question_says(q, "visit_reason", "separate") ||
	    question_says(q, "related", "no"))
		return visits_rule(k, VERDICT_ONLY_IF,
		    "Only if the record shows problems that have nothing to do "
		    "with each other and could not be dealt with in one "
		    "visit.",
		    "same", out, e);
	if (answer_change_add(k->c, out,
		"Problems that have nothing to do with each other, shown in "
		"the record, would let both be reported, and so would another "
		"specialty.",
		e) != 0)
		return -1;
	return visits_rule(k, VERDICT_NO,
	    "No: one specialty of one group reports one visit a day, at the "
	    "level of all the work together.",
	    "same", out, e);
}

static bool
range_holds(const char *range, const char *code)
{
	size_t n = strcspn(range, "-");
	return range[n] == '-' && strlen(code) == n &&
	       strncmp(range, code, n) <= 0 && strcmp(code, range + n + 1) <= 0;
}

int
pair_stands(const struct check *k, struct err *e)
{
	struct norm_row *row;
	size_t n;
	if (k->claim.n != 2)
		return 0;
	if (lookup_norms(k->c->lookup, k->c->a, "pair_stands", NULL, k->c->on,
		&row, &n, e) != 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		for (size_t a = 0; a < 2; a++) {
			if (number_in(&row[i], k->claim.line[a].text) &&
			    range_holds(row[i].key, k->claim.line[1 - a].text))
				return 1;
		}
	}
	return 0;
}
