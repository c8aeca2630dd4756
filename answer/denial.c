/* Kind "denial": what a code of the remittance means, and the next step. */
#include "kinds.h"
#include "told.h"
#include <stdlib.h>
#include <string.h>

#define CODES_MAX 4 /* of one remittance line that are told */

/* Facts that hold a remittance code: the norm that knows it, and what stands
 * before its number. */
static const struct remit {
	const char *fact, *norm, *prefix, *name;
} remits[] = {
	{ "carc", "carc", "", "adjustment code" },
	{ "rarc_n", "rarc", "N", "remark code" },
	{ "rarc_ma", "rarc", "MA", "remark code" },
	{ "rarc_m", "rarc", "M", "remark code" },
};
#define REMITS (sizeof(remits) / sizeof(remits[0]))

/* What was found for the codes of one question. */
struct told {
	const char *names, *meanings; /* split by "; " */
	size_t known, unknown;
};

/* "50", "B15", "N290", "MA01". */
static const char *
code_key(
    const struct answer_context *c, const struct remit *r, const struct fact *f)
{
	if (f->milli == INT64_MIN)
		return f->value;
	return arena_printf(c->a,
	    strcmp(r->prefix, "MA") == 0 ? "%s%02d" : "%s%d", r->prefix,
	    (int)(f->milli / 1000));
}

static const char *
joined(const struct answer_context *c, const char *all, const char *one)
{
	return all == NULL ? one : arena_printf(c->a, "%s; %s", all, one);
}

static int
code_tell(const struct answer_context *c, const struct remit *r,
    const char *key, struct told *t, struct answer *out, struct err *e)
{
	struct norms rows;
	const struct norm_row *meaning, *step;
	if (norms_get(c, r->norm, &rows, e) != 0)
		return -1;
	meaning = norms_value(&rows, key, "meaning");
	step = norms_value(&rows, key, "step");
	if (meaning == NULL || step == NULL) {
		t->unknown++;
		return 0;
	}
	t->known++;
	t->names =
	    joined(c, t->names, arena_printf(c->a, "%s %s", r->name, key));
	t->meanings = joined(c, t->meanings,
	    arena_printf(c->a, "%s %s: %s", r->name, key, meaning->text));
	if (t->names == NULL || t->meanings == NULL)
		return answer_full(e);
	if (answer_reason_add(c, out,
		arena_printf(c->a, "In our words, %s %s means: %s.", r->name,
		    key, meaning->text),
		&meaning->source, e) != 0)
		return -1;
	return answer_reason_add(c, out,
	    arena_printf(c->a, "Next step: %s", step->text), &step->source, e);
}

static int
codes_tell(const struct answer_context *c, const struct question *q,
    struct told *t, struct answer *out, struct err *e)
{
	for (size_t r = 0; r < REMITS; r++) {
		for (size_t i = 0; i < q->fact_n; i++) {
			const struct fact *f = &q->fact[i];
			const char *key;
			if (strcmp(f->name, remits[r].fact) != 0 ||
			    t->known + t->unknown == CODES_MAX)
				continue;
			key = code_key(c, &remits[r], f);
			if (key == NULL)
				return answer_full(e);
			if (code_tell(c, &remits[r], key, t, out, e) != 0)
				return -1;
		}
	}
	return 0;
}

/* Who owes the amount, and how long an appeal may wait. */
static int
rest_tell(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	struct norms groups, appeal;
	if (norms_get(c, "adjustment_group", &groups, e) != 0 ||
	    norms_get(c, "denial_next", &appeal, e) != 0)
		return -1;
	for (size_t i = 0; i < q->fact_n; i++) {
		const struct norm_row *row =
		    strcmp(q->fact[i].name, "adjustment_group") == 0
			? norms_value(&groups, q->fact[i].value, "meaning")
			: NULL;
		if (row != NULL && norm_reason(c, row, out, e) != 0)
			return -1;
	}
	const struct norm_row *row = norms_value(&appeal, NULL, "appeal");
	return row != NULL ? norm_reason(c, row, out, e) : 0;
}

static size_t
procedures(const struct question *q)
{
	size_t n = 0;
	for (size_t i = 0; i < q->code_n; i++)
		n += q->code[i].system == CODE_CPT ||
		     q->code[i].system == CODE_HCPCS;
	return n;
}

/* Two procedures and a bundling denial: the edit between them decides, not
 * the remittance's words. */
int
answer_denial(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	struct told t = { .names = NULL };
	if (procedures(q) > 1)
		return 0;
	if (codes_tell(c, q, &t, out, e) != 0)
		return -1;
	if (t.known == 0)
		return 0;
	if (rest_tell(c, q, out, e) != 0)
		return -1;
	out->understood =
	    arena_printf(c->a, "What does %s mean, and what now?", t.names);
	out->headline = arena_printf(c->a, "%c%s.",
	    t.meanings[0] >= 'a' && t.meanings[0] <= 'z' ? t.meanings[0] - 32
							 : t.meanings[0],
	    t.meanings + 1);
	if (out->understood == NULL || out->headline == NULL)
		return answer_full(e);
	out->verdict = VERDICT_INFO;
	return answer_change_add(c, out,
		   "With the line's codes, diagnosis, modifiers and the date "
		   "of "
		   "service the answer can say what to correct.",
		   e) != 0
		   ? -1
		   : 1;
}
