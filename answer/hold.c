/* Kinds "human", "other" and "unclear": what goes to a coder, and why. */
#include "claim.h"
#include "code.h"
#include "kinds.h"
#include "modifier.h"
#include <string.h>

int
answer_human(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	(void)q;
	(void)e;
	if (!c->all->wants_human)
		return 0;
	out->understood = "You would like a person to look at this.";
	answer_held(out, "wants_human",
	    "A coder will read your mail and answer it in this thread.");
	return 1;
}

#define NAMED_CODES 8

/* "99253 and modifier 25": what was read, so that a slip is seen. */
static const char *
codes_named(const struct answer_context *c, const struct question *q)
{
	size_t n = q->code_n < NAMED_CODES ? q->code_n : NAMED_CODES;
	const char *all = "";
	for (size_t i = 0; i < n && all != NULL; i++) {
		char show[32];
		const char *join = i == 0               ? ""
				   : i + 1 == q->code_n ? " and "
							: ", ";
		all = arena_printf(c->a, "%s%s%s%s", all, join,
		    q->code[i].system == CODE_MODIFIER ? "modifier " : "",
		    code_show(&q->code[i], show));
	}
	if (all == NULL || q->code_n == n)
		return all;
	return arena_printf(c->a, "%s and more", all);
}

static int
hold_say(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	int rc = history_ended(c, q, out, e);
	if (rc == 0)
		rc = modifier_meaning(c, q, out, e);
	if (rc != 0)
		return rc;
	bool empty = q->code_n == 0 && q->fact_n == 0;
	const char *codes = codes_named(c, q);
	out->understood =
	    empty ? "No code and no procedure was recognized."
	    : codes != NULL && codes[0] != '\0'
		? arena_printf(c->a, "A question about %s.", codes)
		: "No table of ours decides this question.";
	if (codes == NULL || out->understood == NULL)
		return answer_full(e);
	answer_held(out, empty ? "no_codes" : "no_table",
	    "A coder will answer this in this thread.");
	return 1;
}

/* A longer mail tells a case: what it points at stands in it. */
#define POINTING_BYTES 160

/* "Can I bill these two?", and no code or procedure in all of the mail. */
static bool
points_at_nothing(const struct answer_context *c, const struct question *q)
{
	if (question_fact(q, "pointed") == NULL ||
	    question_fact(q, "topic") != NULL ||
	    strlen(q->text) > POINTING_BYTES)
		return false;
	for (size_t i = 0; i < c->all->n; i++) {
		const struct question *one = &c->all->item[i];
		for (size_t k = 0; k < one->code_n; k++) {
			if (one->code[k].system != CODE_MODIFIER)
				return false;
		}
	}
	return true;
}

int
answer_unclear(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	if (!points_at_nothing(c, q))
		return hold_say(c, q, out, e);
	out->understood = "A question about codes that are not named.";
	return claim_ask(c, "code", out, e) == 0 ? 1 : -1;
}

/* "Can I bill both?" names codes and maybe a table, yet neither to explain the
 * codes nor to choose from the table would answer it. */
int
answer_other(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	if (strcmp(q->kind, "other") != 0)
		return 0;
	return hold_say(c, q, out, e);
}
