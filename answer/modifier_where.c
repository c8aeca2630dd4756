/* What a modifier is for: what it makes payable, and on which line it goes, in
 * words, where the mail names no code to put it on. */
#include "claim.h"
#include "kinds.h"
#include "modifier.h"
#include <string.h>

/* "Can we bill it?", and the modifier is what makes it payable: it may be
 * billed. Whether it lies in the period is another question. */
bool
modifier_opens(const struct question *q, const char *modifier)
{
	static const char *const opens[] = { "24", "25", "57", "58", "78", "79",
		"76", "77", "91", "FT" };
	if (question_fact(q, "may_bill") == NULL ||
	    question_says(q, "wants", "inside"))
		return false;
	for (size_t i = 0; i < sizeof(opens) / sizeof(opens[0]); i++) {
		if (strcmp(opens[i], modifier) == 0)
			return true;
	}
	return false;
}

/* ", on the code of the visit": the line in words, where no code was told; ""
 * where the line says nothing of its own; NULL: *e. */
const char *
modifier_where(
    const struct answer_context *c, const char *modifier, struct err *e)
{
	struct norm_row row;
	int rc = claim_norm(c, "modifier_line", modifier, &row, e);
	if (rc < 0)
		return NULL;
	return rc == 1 && strncmp(row.text, "on ", 3) == 0
		   ? arena_printf(c->a, ", %s", row.text)
		   : "";
}

/* The modifiers of a visit say themselves on which line they go. */
bool
modifier_of_visit(const char *modifier)
{
	static const char *const visit[] = { "24", "25", "57" };
	for (size_t i = 0; i < sizeof(visit) / sizeof(visit[0]); i++) {
		if (strcmp(visit[i], modifier) == 0)
			return true;
	}
	return false;
}
