/* Kinds "human", "other" and "unclear": what goes to a coder, and why. */
#include "kinds.h"
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

int
answer_hold(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	int rc = history_ended(c, q, out, e);
	if (rc != 0)
		return rc;
	bool empty = q->code_n == 0 && q->fact_n == 0;
	out->understood = empty ? "No code and no procedure was recognised."
				: "No table of ours decides this question.";
	answer_held(out, empty ? "no_codes" : "no_table",
	    "A coder will answer this in this thread.");
	return 1;
}

/* "Can I bill both?" names codes and maybe a table, yet neither to explain the
 * codes nor to choose from the table would answer it. */
int
answer_other(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	if (strcmp(q->kind, "other") != 0)
		return 0;
	return answer_hold(c, q, out, e);
}
