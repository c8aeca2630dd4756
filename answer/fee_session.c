/* Several procedures of one session: the multiple procedure reduction by the
 * indicators of the Physician Fee Schedule (Medicare Claims Processing Manual,
 * chapter 12, section 40.6). */
#include "fee.h"
#include <string.h>

/* Is line i an endoscopy with another of its family on the bill? Those are paid
 * by the difference to the base, and not ranked here. */
static bool
family_shared(const struct bill *bill, size_t i)
{
	const char *base = bill->line[i].paid.fee.endoscopy_base;
	for (size_t k = 0; k < bill->n; k++) {
		const char *other = bill->line[k].paid.fee.endoscopy_base;
		if (k != i && base != NULL && other != NULL &&
		    (strcmp(base, other) == 0 ||
			strcmp(base, bill->line[k].code) == 0 ||
			strcmp(other, bill->line[i].code) == 0))
			return true;
	}
	return false;
}

/* Indicator 2, and endoscopies of different families, which are ranked as
 * surgery. */
static bool
ranked(const struct bill *bill, size_t i)
{
	const struct billed *b = &bill->line[i];
	if (b->unpaid || b->by_report)
		return false;
	return b->paid.fee.multiple[0] == '2' ||
	       (b->paid.fee.multiple[0] == '3' && !family_shared(bill, i));
}

/* The dearest of the ranked ones, by the amounts of an office or a facility;
 * bill->n where none is ranked. */
static size_t
dearest(const struct bill *bill, bool office)
{
	size_t best = bill->n;
	int64_t most = 0;
	for (size_t i = 0; i < bill->n; i++) {
		const struct billed *b = &bill->line[i];
		bool na = b->paid.fee.na_office;
		int64_t amount = office && !na ? b->paid.office
					       : b->paid.facility;
		amount *= b->milli;
		if (ranked(bill, i) && (best == bill->n || amount > most)) {
			best = i;
			most = amount;
		}
	}
	return best;
}

/* "45385 is paid in full, 43239 at 50 percent": where office and facility rank
 * them differently, each for itself. NULL past the arena. */
static const char *
ranking_text(const struct answer_context *c, const struct fee_case *f,
    const struct bill *bill, const char *percent)
{
	bool office_only = f->rate != NULL && strcmp(f->rate, "office") == 0;
	bool facility_only = f->rate != NULL &&
			     strcmp(f->rate, "facility") == 0;
	size_t in_office = dearest(bill, !facility_only);
	size_t in_facility = dearest(bill, office_only);
	if (in_office == in_facility)
		return arena_printf(c->a,
		    "Done in one session by one physician: %s is paid in "
		    "full, the others that have a reduction at %s percent of "
		    "the amount in the table.",
		    bill->line[in_office].shown, percent);
	return arena_printf(c->a,
	    "Done in one session by one physician: the dearest is paid in "
	    "full, in an office %s, in a facility %s; the others that have a "
	    "reduction at %s percent of the amount in the table.",
	    bill->line[in_office].shown, bill->line[in_facility].shown,
	    percent);
}

int
fee_session(const struct answer_context *c, const struct fee_case *f,
    const struct bill *bill, const char **text, struct answer *out,
    struct err *e)
{
	size_t n = 0;
	int64_t milli = 50000;
	*text = NULL;
	for (size_t i = 0; i < bill->n; i++) {
		const struct billed *b = &bill->line[i];
		const struct norm_row *row;
		if (!b->unpaid && !b->by_report &&
		    fee_indicator(c, f, "multiple", b->paid.fee.multiple, &row,
			out, e) != 0)
			return -1;
		n += ranked(bill, i);
	}
	if (n < 2)
		return 0;
	const struct norm_row *share = fee_share(f, "multiple", &milli);
	*text = ranking_text(c, f, bill, fee_percent(c, milli));
	if (*text == NULL)
		return answer_full(e);
	return answer_reason_add(c, out,
	    arena_printf(c->a,
		"%s Whether they may be billed together is another question: "
		"ask PAIR.",
		*text),
	    share ? &share->source : NULL, e);
}

/* One code: does its indicator know a reduction? */
static int
reduction_one(const struct answer_context *c, const struct fee_case *f,
    const struct billed *b, struct answer *out, struct err *e)
{
	const struct norm_row *row;
	if (b->unpaid)
		return 0;
	if (fee_indicator(
		c, f, "multiple", b->paid.fee.multiple, &row, out, e) != 0)
		return -1;
	if (row == NULL ||
	    (strcmp(row->value, "yes") != 0 && strcmp(row->value, "no") != 0))
		return 0;
	bool yes = strcmp(row->value, "yes") == 0;
	out->verdict = yes ? VERDICT_YES : VERDICT_NO;
	out->understood = arena_printf(c->a,
	    "Does the multiple procedure reduction apply to %s?", b->shown);
	out->headline =
	    arena_printf(c->a, "%s. %s", yes ? "Yes" : "No", row->text);
	return out->understood && out->headline ? 0 : answer_full(e);
}

int
fee_reduction(const struct answer_context *c, const struct fee_case *f,
    const struct bill *bill, struct answer *out, struct err *e)
{
	struct answer scratch = { 0 };
	const char *text = NULL;
	if (f->ask == NULL || strcmp(f->ask, "multiple") != 0)
		return 0;
	if (bill->n == 1)
		return reduction_one(c, f, &bill->line[0], out, e);
	if (fee_session(c, f, bill, &text, &scratch, e) != 0)
		return -1;
	if (text == NULL)
		return 0;
	out->understood = "What is paid for several procedures of one session?";
	out->headline = text;
	return 0;
}
