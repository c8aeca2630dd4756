/* Does the patient who was told fit the codes of the claim? The age against the
 * column "age" of their decision table, the sex against the part of the code
 * set in which they stand (norm code_sex). */
#include "claim.h"
#include "family.h"
#include "kinds.h"
#include <stdlib.h>
#include <string.h>

/* The question with one of its facts alone. */
static struct question
question_of(const struct question *q, const struct fact *fact)
{
	struct question one = *q;
	one.code_n = 0;
	one.fact = (struct fact *)fact;
	one.fact_n = 1;
	return one;
}

/* The code of another age, all else the same; "" where there is none. */
static const char *
code_instead(const struct sieve *s, const struct family_row *mine)
{
	const struct family *f = s->family;
	for (size_t r = 0; r < f->rows; r++) {
		bool same = s->stands[r] && f->row[r].addon == mine->addon;
		for (size_t k = 0; same && k < f->columns; k++)
			same = strcmp(f->column[k].fact, "age") == 0 ||
			       family_cell_same(
				   &f->row[r].cell[k], &mine->cell[k]);
		if (same)
			return f->row[r].code;
	}
	return "";
}

/* 1 where the table of the line's code has it for another age. */
static int
age_check(const struct answer_context *c, const struct question *q,
    const struct claim_line *line, struct answer *out, struct err *e)
{
	const struct fact *age = question_fact(q, "age");
	struct code_row row = { 0 };
	struct family f = { 0 };
	if (age == NULL || age->milli == INT64_MIN ||
	    question_conflict(q, "age"))
		return 0;
	int rc =
	    lookup_code(c->lookup, c->a, CODE_CPT, line->text, c->on, &row, e);
	if (rc == 1 && row.family != NULL)
		rc = lookup_family(c->lookup, c->a, row.family, c->on, &f, e);
	if (rc < 1 || row.family == NULL)
		return rc < 0 ? -1 : 0;
	const struct family_row *mine = family_find(&f, line->text);
	struct sieve *s = arena_alloc(c->a, sizeof(*s));
	if (s == NULL)
		return answer_full(e);
	struct question one = question_of(q, age);
	family_sieve(&f, &one, s);
	if (mine == NULL || s->stands[mine - f.row] ||
	    s->beside[mine - f.row] || mine->addon)
		return 0;
	const char *other = code_instead(s, mine);
	for (size_t k = 0; k < f.columns; k++) {
		if (strcmp(f.column[k].fact, "age") != 0)
			continue;
		out->headline = arena_printf(c->a,
		    "No: %s is for another age (%s)%s%s.", line->text,
		    mine->cell[k].phrase,
		    other[0] ? "; at this age it is " : "", other);
		if (out->headline == NULL)
			return answer_full(e);
		return answer_reason_add(c, out,
			   arena_printf(c->a, "%s in the table \"%s\": %s: %s.",
			       line->text, f.title, f.column[k].label,
			       mine->cell[k].phrase),
			   &mine->source, e) == 0
			   ? 1
			   : -1;
	}
	return 0;
}

/* 1 where norm code_age has the line's code for another age; rows with the same
 * value are of one series, of which the one that fits is named. Both
 * count days, as ages do. */
static int
age_row_check(const struct answer_context *c, const struct question *q,
    const struct claim_line *line, struct answer *out, struct err *e)
{
	const struct fact *age = question_fact(q, "age");
	struct norm_row *row;
	size_t n;
	if (age == NULL || age->milli == INT64_MIN ||
	    question_conflict(q, "age"))
		return 0;
	if (lookup_norms(
		c->lookup, c->a, "code_age", NULL, c->on, &row, &n, e) != 0)
		return -1;
	const struct norm_row *mine = NULL;
	const char *other = "";
	for (size_t i = 0; i < n; i++) {
		if (strcmp(row[i].key, line->text) == 0)
			mine = &row[i];
	}
	if (mine == NULL ||
	    (mine->low_milli <= age->milli && age->milli <= mine->high_milli))
		return 0;
	for (size_t i = 0; i < n; i++) {
		if (strcmp(row[i].value, mine->value) == 0 &&
		    row[i].low_milli <= age->milli &&
		    age->milli <= row[i].high_milli)
			other = row[i].key;
	}
	out->headline = arena_printf(c->a, "No: %s is for another age%s%s.",
	    line->text, other[0] ? "; at this age it is " : "", other);
	if (out->headline == NULL)
		return answer_full(e);
	return answer_reason_add(c, out, mine->text, &mine->source, e) == 0
		   ? 1
		   : -1;
}

/* 1 where the line's code is of the organs of the other sex. */
static int
sex_check(const struct answer_context *c, const struct question *q,
    const struct claim_line *line, struct answer *out, struct err *e)
{
	struct norm_row *row;
	size_t n;
	const struct fact *sex = question_fact(q, "sex");
	if (sex == NULL || question_conflict(q, "sex") ||
	    strspn(line->text, "0123456789") != 5)
		return 0;
	if (lookup_norms(c->lookup, c->a, "code_sex", "", c->on, &row, &n, e) !=
	    0)
		return -1;
	const struct norm_row *mine =
	    norm_at(row, n, "", strtoll(line->text, NULL, 10) * 1000);
	if (mine == NULL || strcmp(mine->value, sex->value) == 0)
		return 0;
	out->headline = arena_printf(c->a,
	    "No, not as it stands: %s is for %s patients.", line->text,
	    mine->value);
	if (out->headline == NULL)
		return answer_full(e);
	if (answer_reason_add(c, out, mine->text, &mine->source, e) != 0 ||
	    claim_rule(c, "code_sex_but", "KX", out, e) != 0)
		return -1;
	return 1;
}

int
claim_person(const struct answer_context *c, const struct question *q,
    const struct claim *m, struct answer *out, struct err *e)
{
	for (size_t i = 0; i < m->n; i++) {
		int rc = age_check(c, q, &m->line[i], out, e);
		if (rc == 0)
			rc = age_row_check(c, q, &m->line[i], out, e);
		if (rc == 0)
			rc = sex_check(c, q, &m->line[i], out, e);
		if (rc == 0)
			continue;
		out->verdict = VERDICT_NO;
		out->understood =
		    "May this be reported for the patient who was told?";
		return rc < 0 ? -1 : 1;
	}
	return 0;
}
