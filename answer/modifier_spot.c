/* Kind "modifier": the one eyelid, finger, toe or coronary artery that is told
 * beside one code is its modifier. */
#include "kinds.h"
#include "modifier.h"
#include <string.h>

/* The only value of fact "spot", which is a modifier; NULL: none, or several. */
static const char *
spot_told(const struct question *q)
{
	const char *spot = NULL;
	for (size_t i = 0; i < q->fact_n; i++) {
		if (strcmp(q->fact[i].name, "spot") != 0)
			continue;
		if (spot != NULL && strcmp(spot, q->fact[i].value) != 0)
			return NULL;
		spot = q->fact[i].value;
	}
	return spot;
}

int
modifier_spot(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	const char *spot = spot_told(q);
	struct modifier_row row;
	bool placed, bare;
	if (spot == NULL || !question_says(q, "wants", "modifier"))
		return 0;
	struct claim *m = arena_alloc(c->a, sizeof(*m));
	if (m == NULL)
		return answer_full(e);
	if (claim_read(c, q, m, e) != 0)
		return -1;
	if (m->n != 1 || m->line[0].units > 1 || m->line[0].modifier[0] != NULL)
		return 0;
	int rc = lookup_modifier(c->lookup, c->a, spot, c->on, &row, e);
	if (rc < 1)
		return rc;
	if (modifier_place(c, q, m, spot, &placed, &bare, e) != 0)
		return -1;
	if (!placed)
		return 0;
	*out = (struct answer){ .verdict = VERDICT_CODES };
	out->understood = "Which modifier tells the place?";
	out->headline = arena_printf(c->a, "Report %s.", claim_names(c, m));
	if (out->headline == NULL)
		return answer_full(e);
	if (answer_reason_add(c, out,
		arena_printf(c->a, "Modifier %s: %s", spot, row.plain),
		&row.source, e) != 0)
		return -1;
	return claim_report(c, m, out, e) == 0 ? 1 : -1;
}

/* "Left great toe modifier": no code, and none is wanted. The side stands for
 * what has no modifier of its own. */
int
modifier_spot_alone(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	const char *spot = spot_told(q);
	struct modifier_row row;
	bool sides = question_fact(q, "spot") == NULL &&
		     question_fact(q, "spot_part") == NULL;
	if (sides && question_sure(q, "side", "left"))
		spot = "LT";
	else if (sides && question_sure(q, "side", "right"))
		spot = "RT";
	if (spot == NULL || q->code_n > 0 || question_fact(q, "part") ||
	    !question_says(q, "wants", "modifier") ||
	    question_says(q, "wants", "code") ||
	    question_says(q, "wants", "verdict"))
		return 0;
	int rc = lookup_modifier(c->lookup, c->a, spot, c->on, &row, e);
	if (rc < 1)
		return rc;
	*out = (struct answer){ .verdict = VERDICT_INFO };
	out->understood = "Which modifier tells the place?";
	out->headline = arena_printf(
	    c->a, "Modifier %s, on the code of what was done there.", spot);
	if (out->headline == NULL)
		return answer_full(e);
	return answer_reason_add(c, out,
		   arena_printf(c->a, "Modifier %s: %s", spot, row.plain),
		   &row.source, e) == 0
		   ? 1
		   : -1;
}
