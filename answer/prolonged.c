/* Prolonged service: the minutes of a visit of the highest level come in; the
 * units of CPT's or Medicare's code go out. */
#include "prolonged.h"

#include <string.h>

/* Units of prolonged service: one at the first minute of the row, one more
 * for each 15 minutes. */
static int
prolonged_units(const struct norms *n, const char *code, int64_t minutes,
    const struct norm_row **row)
{
	*row = NULL;
	for (size_t i = 0; i < n->n; i++) {
		if (strcmp(n->row[i].key, code) == 0)
			*row = &n->row[i];
	}
	if (*row == NULL || minutes < (*row)->low_milli)
		return 0;
	return 1 + (int)((minutes - (*row)->low_milli) / 15000);
}

static int
prolonged_ask(const struct answer_context *c, const char *code,
    const struct norm_row *cpt, int cpt_units, const struct norm_row *medicare,
    int medicare_units, struct answer *out, struct err *e)
{
	const char *option[5] = { "Medicare", NULL, "a payer that follows CPT",
		NULL, NULL };
	option[1] = medicare_units == 0
			? code
			: arena_printf(c->a, "%s, %s x %d", code,
			      medicare->value, medicare_units);
	option[3] = cpt_units == 0 ? code
				   : arena_printf(c->a, "%s, %s x %d", code,
					 cpt->value, cpt_units);
	if (option[1] == NULL || option[3] == NULL)
		return answer_full(e);
	return ask_add(c, out, "payer",
	    "Who is the payer? Medicare and CPT count prolonged service "
	    "differently.",
	    option, e);
}

int
prolonged_add(const struct answer_context *c, const struct question *q,
    const struct norm_row *by_time, int64_t minutes, const char *code,
    struct answer *out, struct err *e)
{
	struct norms cpt, medicare;
	const struct norm_row *cpt_row, *medicare_row;
	if (by_time == NULL || strcmp(by_time->value, code) != 0)
		return 0;
	if (norms_get(c, "prolonged_cpt", &cpt, e) != 0 ||
	    norms_get(c, "prolonged_medicare", &medicare, e) != 0)
		return -1;
	int by_cpt = prolonged_units(&cpt, code, minutes, &cpt_row);
	int by_medicare =
	    prolonged_units(&medicare, code, minutes, &medicare_row);
	if (cpt_row == NULL || (by_cpt == 0 && by_medicare == 0 &&
				   question_fact(q, "prolonged") == NULL))
		return 0;
	if (norm_reason(c, cpt_row, out, e) != 0 ||
	    norm_reason(c, medicare_row, out, e) != 0)
		return -1;
	if (by_cpt == 0 && by_medicare == 0)
		return 0;
	bool ours = told_medicare(q);
	if (!ours && !told_other_payer(q))
		return prolonged_ask(c, code, cpt_row, by_cpt, medicare_row,
		    by_medicare, out, e);
	const struct norm_row *row = ours ? medicare_row : cpt_row;
	int units = ours ? by_medicare : by_cpt;
	return units == 0 || row == NULL
		   ? 0
		   : line_add(c, out, row->value, NULL, units, row, e);
}

/* "Can we add 99417?": yes where it became a line, else no. */
int
prolonged_judge(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	static const char *const codes[] = { "99417", "99418", "G2212", "G0316",
		"G0317", "G0318" };
	const char *named = NULL;
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		if (told_code(q, codes[i]) != NULL)
			named = codes[i];
	}
	if (named == NULL || !told_is(q, "asks", "yes_no") || out->line_n == 0)
		return 0;
	bool there = false;
	for (size_t i = 0; i < out->line_n; i++)
		there |= strcmp(out->line[i].code, named) == 0;
	const char *all = lines_sentence(c, out);
	out->verdict = there ? VERDICT_YES : VERDICT_NO;
	out->headline = all == NULL ? NULL
				    : arena_printf(c->a, "%s: report %s.",
					  there ? "Yes" : "No", all);
	return out->headline ? 0 : answer_full(e);
}
