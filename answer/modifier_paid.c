/* What the fee schedule's indicators say of a modifier on a line: both sides
 * (50), an assistant (80, 82, AS), two surgeons (62), a team (66). */
#include "claim.h"
#include "kinds.h"
#include "modifier.h"
#include <string.h>

static int
said(struct answer *out, enum verdict verdict, const char *headline,
    struct err *e)
{
	out->verdict = verdict;
	out->headline = headline;
	if (verdict == VERDICT_HELD)
		out->why_held = "not_loaded";
	return headline ? 0 : answer_full(e);
}

static bool
verdict_wanted(const struct question *q)
{
	return question_says(q, "wants", "verdict") ||
	       question_says(q, "asks", "yes_no");
}

/* The indicator, where the schedule is loaded, in the words of its record. */
static int
bilateral_say(const struct answer_context *c, const struct claim_line *line,
    const char *indicator, struct answer *out, struct err *e)
{
	struct norm_row row = { 0 };
	if (line->fee.known != KNOWN_VALID || indicator[0] == '\0')
		return 0;
	const char *key = arena_printf(c->a, "bilateral_%s", indicator);
	int rc = key ? claim_norm(c, "fee_indicator", key, &row, e)
		     : answer_full(e);
	if (rc < 1 || row.text == NULL)
		return rc < 0 ? -1 : 0;
	return answer_reason_add(c, out,
	    arena_printf(
		c->a, "%s in the fee schedule: %s", line->text, row.text),
	    &line->fee.source, e);
}

/* 50 only for codes that the fee schedule pays so. */
static int
bilateral_check(const struct answer_context *c, const struct question *q,
    struct claim *m, struct answer *out, bool *refused, struct err *e)
{
	const char *indicator;
	for (size_t i = 0; i < m->n; i++) {
		struct claim_line *line = &m->line[i];
		if (line->visit)
			continue;
		if (claim_bilateral(c, line, &indicator, e) != 0 ||
		    bilateral_say(c, line, indicator, out, e) != 0)
			return -1;
		if (strcmp(indicator, "1") == 0)
			continue;
		*refused = true;
		if (m->n > 1)
			return said(out, VERDICT_HELD,
			    arena_printf(c->a,
				"%s does not take modifier 50; what the other "
				"lines take, a coder says.",
				line->text),
			    e);
		/* both sides by itself: the code alone is what is reported */
		if (indicator[0] == '2' &&
		    answer_line_add(c, out, line->text, 1, line->plain, e) != 0)
			return -1;
		return said(out,
		    indicator[0] == '\0'                       ? VERDICT_HELD
		    : verdict_wanted(q) && indicator[0] != '3' ? VERDICT_NO
							       : VERDICT_INFO,
		    arena_printf(c->a,
			indicator[0] == '2'
			    ? "%s means both sides by itself: one unit "
			      "without modifier 50."
			: indicator[0] == '3'
			    ? "%s is paid for each side in full: 50, or LT "
			      "and RT, as the payer wants."
			: indicator[0] == '\0'
			    ? "Whether %s takes modifier 50 is in no loaded "
			      "table: a coder will look at it."
			    : "%s does not take modifier 50 (bilateral "
			      "indicator of the fee schedule).",
			line->text),
		    e);
	}
	return 0;
}

/* Which indicator of the fee schedule speaks of a modifier; NULL: none. */
static const char *
indicator_name(const char *modifier)
{
	static const char *const table[][2] = { { "80", "assistant" },
		{ "81", "assistant" }, { "82", "assistant" },
		{ "AS", "assistant" }, { "62", "cosurgeon" },
		{ "66", "team" } };
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (strcmp(table[i][0], modifier) == 0)
			return table[i][1];
	}
	return NULL;
}

static const char *
indicator_of(const struct claim_line *line, const char *name)
{
	if (line->fee.known != KNOWN_VALID)
		return NULL;
	return strcmp(name, "assistant") == 0   ? line->fee.assistant
	       : strcmp(name, "cosurgeon") == 0 ? line->fee.cosurgeons
						: line->fee.team;
}

static int
unknown_hold(struct answer *out, bool *refused, struct err *e)
{
	*refused = true;
	return said(out, VERDICT_HELD,
	    "Whether Medicare pays this for the procedure is in no loaded "
	    "table: a coder will look at it.",
	    e);
}

/* One line: does Medicare pay those who work beside the surgeon? */
static int
line_check(const struct answer_context *c, const struct question *q,
    const struct claim_line *line, const char *modifier, struct answer *out,
    bool *refused, struct err *e)
{
	struct norm_row row = { 0 };
	const char *name = indicator_name(modifier);
	const char *indicator = indicator_of(line, name);
	if (line->visit)
		return 0;
	if (indicator == NULL && !verdict_wanted(q))
		return answer_change_add(c, out,
		    "The fee schedule's indicator, which is in no loaded "
		    "table, may say that Medicare does not pay this here.",
		    e);
	if (indicator == NULL)
		return unknown_hold(out, refused, e);
	const char *key = arena_printf(c->a, "%s_%s", name, indicator);
	int rc = key ? claim_norm(c, "fee_indicator", key, &row, e)
		     : answer_full(e);
	if (rc < 1 || row.value == NULL)
		return rc < 0 ? -1 : 0;
	if (answer_reason_add(c, out, row.text, &row.source, e) != 0)
		return -1;
	bool maybe = strcmp(row.value, "maybe") == 0;
	if (strcmp(row.value, "yes") == 0 || (maybe && !verdict_wanted(q)))
		return 0;
	*refused = true;
	if (maybe && answer_change_add(c, out,
			 "A record that shows why one was needed, sent with "
			 "the claim, may make it payable.",
			 e) != 0)
		return -1;
	return said(out, VERDICT_NO,
	    arena_printf(c->a,
		maybe ? "No, not as a rule: Medicare pays %s-%s only where "
			"the record shows that it was needed."
		      : "No: Medicare does not pay %s-%s.",
		line->text, modifier),
	    e);
}

bool
modifier_assists(const char *modifier)
{
	const char *name = indicator_name(modifier);
	return name != NULL && strcmp(name, "assistant") == 0;
}

int
modifier_paid(const struct answer_context *c, const struct question *q,
    struct claim *m, const char *modifier, struct answer *out, bool *refused,
    struct err *e)
{
	*refused = false;
	if (strcmp(modifier, "50") == 0)
		return bilateral_check(c, q, m, out, refused, e);
	if (question_sure(q, "payer", "commercial") ||
	    indicator_name(modifier) == NULL)
		return 0;
	if (m->n == 0 && verdict_wanted(q))
		return unknown_hold(out, refused, e);
	for (size_t i = 0; i < m->n && !*refused; i++) {
		if (line_check(c, q, &m->line[i], modifier, out, refused, e) !=
		    0)
			return -1;
	}
	return 0;
}
