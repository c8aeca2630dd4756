/* Kinds "which_pays", "upcoding", "after_fact" and "clinical": what is kindly
 * not answered, each with what can be asked in its place. */
#include "by_norm.h"
#include "kinds.h"

int
answer_refuse(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	int rc = by_norm(c, "refuse", q->kind, out, e);
	if (rc != 1)
		return rc;
	out->verdict = VERDICT_REFUSED;
	out->why_held = q->kind;
	return 1;
}
