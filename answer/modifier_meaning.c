/* What a modifier means, where nothing but that is asked. */
#include "kinds.h"
#include "modifier.h"

/* "Which modifier is AE?": lone modifiers, and what they mean is asked. */
int
modifier_meaning(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	if (q->code_n == 0 || question_fact(q, "topic") != NULL ||
	    !question_fact(q, "meaning_asked") ||
	    question_says(q, "wants", "verdict"))
		return 0;
	for (size_t i = 0; i < q->code_n; i++) {
		if (q->code[i].system != CODE_MODIFIER)
			return 0;
	}
	*out = (struct answer){ 0 };
	return q->code_n > 1 ? answer_compare(c, q, out, e)
			     : answer_explain(c, q, out, e);
}
