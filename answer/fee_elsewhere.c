/* What the Physician Fee Schedule does not pay: laboratory tests, equipment and
 * supplies, which schedules of their own do. */
#include "fee.h"
#include <string.h>

/* Laboratory tests have a schedule of their own. */
static int
laboratory_tell(const struct answer_context *c, const struct billed *b,
    const char **text, struct answer *out, struct err *e)
{
	struct laboratory_row lab;
	int rc =
	    lookup_laboratory(c->lookup, c->a, b->code, "", c->on, &lab, e);
	if (rc <= 0)
		return rc;
	*text = lab.local
		    ? arena_printf(c->a,
			  "%s: its laboratory fee is set by the contractor.",
			  b->shown)
		    : arena_printf(c->a,
			  "%s: the Clinical Laboratory Fee Schedule allows "
			  "%s.",
			  b->shown, fee_dollars(c, lab.rate));
	if (answer_reason_add(c, out, *text, &lab.source, e) != 0 ||
	    fee_edition(c, &lab.source, out, e) != 0)
		return -1;
	return 1;
}

/* Equipment and supplies are paid by state. */
static int
equipment_tell(const struct answer_context *c, const struct fee_case *f,
    const struct billed *b, const char **text, struct answer *out,
    struct err *e)
{
	struct equipment_row row;
	const char *dash = strchr(b->shown, '-');
	bool rural = f->place.rural != NULL && f->place.rural[0] != '\0';
	int rc = lookup_equipment(c->lookup, c->a, b->code,
	    dash ? dash + 1 : "", f->place.n > 0 ? f->place.row[0].state : "",
	    rural, c->on, &row, e);
	if (rc <= 0)
		return rc;
	*text = row.fee < 0
		    ? arena_printf(c->a,
			  "%s: the DMEPOS fee schedule has it, category %s; "
			  "its fee differs by state.",
			  b->shown, row.category)
		    : arena_printf(c->a,
			  "%s: the DMEPOS fee schedule allows %s in %s%s.",
			  b->shown, fee_dollars(c, row.fee),
			  f->place.row[0].state, rural ? ", rural" : "");
	if (answer_reason_add(c, out, *text, &row.source, e) != 0 ||
	    fee_edition(c, &row.source, out, e) != 0)
		return -1;
	return 1;
}

/* Not paid under the fee schedule: another schedule may tell more; where the
 * status only points elsewhere (E, J, X) and none does, a coder answers. */
int
fee_elsewhere(const struct answer_context *c, const struct fee_case *f,
    const struct bill *bill, struct answer *out, struct err *e)
{
	const char *all = "", *text;
	bool open = false;
	for (size_t i = 0; i < bill->n; i++) {
		const struct billed *b = &bill->line[i];
		int rc = laboratory_tell(c, b, &text, out, e);
		if (rc == 0)
			rc = equipment_tell(c, f, b, &text, out, e);
		if (rc < 0)
			return -1;
		if (rc == 0) {
			text = arena_printf(c->a,
			    strchr("ART", b->paid.fee.status[0]) != NULL
				? "%s: by its indicators nothing is paid for "
				  "it so, status %s."
				: "%s: the Physician Fee Schedule pays nothing "
				  "for it by itself, status %s.",
			    b->shown, b->paid.fee.status);
			open = open ||
			       strchr("EJX", b->paid.fee.status[0]) != NULL;
		}
		all = text ? arena_printf(
				 c->a, "%s%s%s", all, i > 0 ? " " : "", text)
			   : NULL;
		if (all == NULL ||
		    fee_edition(c, &b->paid.fee.source, out, e) != 0)
			return answer_full(e);
	}
	out->understood = "What does Medicare pay?";
	out->verdict = VERDICT_INFO;
	out->headline = all;
	if (open)
		answer_held(out, "not_loaded",
		    arena_printf(c->a,
			"%s Which schedule pays it, and how much, is not "
			"loaded here: a coder will look at it.",
			all));
	return out->headline ? 1 : answer_full(e);
}
