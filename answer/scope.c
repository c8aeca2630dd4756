/* Kind "scope": where to ask what is for others to decide, and what they want
 * to see. */
#include "by_norm.h"
#include "kinds.h"
#include "told.h"

int
answer_scope(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	const char *who = told_word(q, "authority");
	int rc = by_norm(c, "scope", who ? who : "any", out, e);
	if (rc != 1)
		return rc;
	out->understood = "Who answers this officially, and what do they want "
			  "to see?";
	out->verdict = VERDICT_INFO;
	return 1;
}
