/* Kind "maternity": how many visits before the birth, who delivered, who cared
 * after it come in; the package or its parts go out. */
#include "told.h"
#include <string.h>

static const struct norm_row *
row_of(const struct norms *n, const char *key)
{
	for (size_t i = 0; i < n->n; i++) {
		if (strcmp(n->row[i].key, key) == 0)
			return &n->row[i];
	}
	return NULL;
}

/* 1: a line or a reason; 0: nothing told; -1. */
static int
before_birth(const struct answer_context *c, const struct norms *n,
    int64_t visits, struct answer *out, struct err *e)
{
	const struct norm_row *row =
	    norm_at(n->row, n->n, "antepartum", visits);
	if (row == NULL)
		return 0;
	if (row->value[0] == '\0')
		return norm_reason(c, row, out, e) == 0 ? 1 : -1;
	return line_add(c, out, row->value, NULL, 1, row, e) == 0 ? 1 : -1;
}

/* The line of a birth: key "vaginal.delivery". An ask where the way of birth
 * is not told. */
static int
birth(const struct answer_context *c, const struct question *q,
    const struct norms *n, const char *part, struct answer *out, struct err *e)
{
	const char *way = told_word(q, "delivery");
	if (way == NULL)
		return ask_add(c, out, "delivery",
		    "How was the child delivered: vaginally, by caesarean, "
		    "vaginally after an earlier caesarean (VBAC), or by "
		    "caesarean after a VBAC was tried?",
		    NULL, e);
	const char *key = arena_printf(c->a, "%s.%s", way, part);
	const struct norm_row *row = key ? row_of(n, key) : NULL;
	return row == NULL ? 0 : line_add(c, out, row->value, NULL, 1, row, e);
}

/* Which part of the birth this group did: NULL where it is not told. */
static const char *
birth_part(const struct question *q)
{
	if (told_is(q, "ob_part", "no_delivery"))
		return "none";
	if (told_is(q, "ob_care", "delivery_postpartum") ||
	    (told_is(q, "ob_part", "postpartum") &&
		(told_is(q, "ob_part", "delivered") ||
		    told_is(q, "ob_care", "delivery"))))
		return "delivery_postpartum";
	if (told_is(q, "ob_care", "delivery"))
		return "delivery";
	return NULL;
}

static int
parts_report(const struct answer_context *c, const struct question *q,
    const struct norms *n, int64_t visits, struct answer *out, struct err *e)
{
	const char *part = birth_part(q);
	if (part == NULL)
		return ask_add(c, out, "ob_care",
		    "What did your group do besides the visits before the "
		    "birth: nothing more, the delivery alone, or the delivery "
		    "and the care after it?",
		    NULL, e);
	if (before_birth(c, n, visits, out, e) < 0)
		return -1;
	if (strcmp(part, "none") != 0 && birth(c, q, n, part, out, e) != 0)
		return -1;
	if (strcmp(part, "none") == 0 && told_is(q, "ob_part", "postpartum") &&
	    line_add(c, out, "59430", NULL, 1, row_of(n, "postpartum"), e) != 0)
		return -1;
	return 0;
}

int
answer_maternity(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	struct norms n;
	int64_t visits;
	bool told = told_number(q, "ob_visits", &visits);
	bool parted = told_is(q, "ob_part", "transfer") ||
		      told_is(q, "ob_part", "no_delivery");
	if (norms_get(c, "maternity", &n, e) != 0)
		return -1;
	if (n.n == 0 || told_is(q, "ob_part", "several"))
		return 0;
	out->understood = "Which codes for the care of a pregnancy?";
	if (told_is(q, "ob_part", "postpartum_only")) {
		if (line_add(c, out, "59430", NULL, 1, row_of(&n, "postpartum"),
			e) != 0)
			return -1;
		return finish(c, out, e);
	}
	if (told_is(q, "ob_care", "all") && !parted) {
		if (birth(c, q, &n, "all", out, e) != 0)
			return -1;
		return out->line_n + out->ask_n > 0 ? finish(c, out, e) : 0;
	}
	if (!told) {
		if (ask_add(c, out, "ob_visits",
			"How many visits before the birth did your group give, "
			"and what else: delivery, care after it?",
			NULL, e) != 0)
			return -1;
		return finish(c, out, e);
	}
	if (parts_report(c, q, &n, visits, out, e) != 0)
		return -1;
	if (out->line_n == 0 && out->ask_n == 0) {
		out->verdict = VERDICT_INFO;
		out->headline = "No package code: one to three visits before "
				"the birth are reported as visits, each with "
				"its own level.";
	}
	return finish(c, out, e);
}
