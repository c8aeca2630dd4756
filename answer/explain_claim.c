/* Kind "explain", what a claim needs to know of a code besides: Medicare's
 * global days, sides and limit of units, from the files of that day. Nothing
 * is said where they are not loaded, or have no row. */
#include "explain_claim.h"
#include "claim.h"
#include "kinds.h"
#include <string.h>

/* The sentence of a norm's row, behind a blank; "" without one. */
static int
meaning(const struct answer_context *c, const char *norm, const char *key,
    const char **out, struct err *e)
{
	struct norm_row row;
	int rc = claim_norm(c, norm, key, &row, e);
	if (rc == 1)
		*out = arena_printf(c->a, " %s", row.text);
	return rc < 0 ? -1 : 0;
}

static int
fee_say(const struct answer_context *c, const char *shown, const char *code,
    struct answer *out, struct err *e)
{
	struct fee_row fee;
	const char *days = "", *sides = "";
	int rc = lookup_fee(c->lookup, c->a, code, "", false, c->on, &fee, e);
	if (rc < 1)
		return rc;
	/* XXX: the idea does not apply */
	if (strcmp(fee.global_days, "XXX") != 0 &&
	    meaning(c, "global_days", fee.global_days, &days, e) != 0)
		return -1;
	/* 0 and 9: there is nothing to say of sides */
	if (strchr("123", fee.bilateral[0]) != NULL &&
	    fee.bilateral[0] != '\0' &&
	    meaning(c, "fee_indicator",
		arena_printf(c->a, "bilateral_%s", fee.bilateral), &sides,
		e) != 0)
		return -1;
	if (days == NULL || sides == NULL)
		return answer_full(e);
	if (days[0] == '\0' && sides[0] == '\0')
		return 0;
	return answer_reason_add(c, out,
	    arena_printf(
		c->a, "Medicare's fee schedule on %s:%s%s", shown, days, sides),
	    &fee.source, e);
}

static int
units_say(const struct answer_context *c, const char *shown, const char *code,
    struct answer *out, struct err *e)
{
	struct mue_row mue;
	int rc =
	    lookup_mue(c->lookup, c->a, MUE_PRACTITIONER, code, c->on, &mue, e);
	if (rc < 1)
		return rc;
	return answer_reason_add(c, out,
	    arena_printf(c->a,
		"Medicare's limit of units for %s: %d a %s (MUE, MAI %d; "
		"practitioner table).",
		shown, mue.value, mue.indicator == 1 ? "line" : "day",
		mue.indicator),
	    &mue.source, e);
}

int
explain_claim(const struct answer_context *c, const char *shown,
    const struct code_row *row, struct answer *out, struct err *e)
{
	if (row->system != CODE_CPT && row->system != CODE_HCPCS)
		return 0;
	return fee_say(c, shown, row->code, out, e) != 0 ||
		       units_say(c, shown, row->code, out, e) != 0
		   ? -1
		   : 0;
}
