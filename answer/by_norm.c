/* What is told by the rows of a norm: a name and a key in, the parts of an
 * answer out. */
#include "by_norm.h"
#include <string.h>

static bool
goes_to(const struct norm_row *row, const char *part)
{
	return strncmp(row->value, part, strlen(part)) == 0;
}

static int
row_tell(const struct answer_context *c, const struct norm_row *row,
    struct answer *out, struct err *e)
{
	if (goes_to(row, "headline"))
		out->headline = row->text;
	else if (goes_to(row, "understood"))
		out->understood = row->text;
	else if (goes_to(row, "next"))
		return answer_change_add(c, out, row->text, e);
	else if (goes_to(row, "reason"))
		return answer_reason_add(c, out, row->text, &row->source, e);
	return 0;
}

int
by_norm(const struct answer_context *c, const char *norm, const char *key,
    struct answer *out, struct err *e)
{
	struct norm_row *row = NULL;
	size_t n = 0;
	if (lookup_norms(c->lookup, c->a, norm, key, c->on, &row, &n, e) != 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (row_tell(c, &row[i], out, e) != 0)
			return -1;
	}
	return out->headline != NULL;
}
