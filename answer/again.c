/* A case that was answered, and a mail that changes or adds something: where
 * the answer stays what it was, or leaves out what it had, no table read what
 * was said; to repeat it would pass for an answer to the change. */
#include "claim.h"
#include "kinds.h"
#include <string.h>

static bool
line_same(const struct answer_line *a, const struct answer_line *b)
{
	if (strcmp(a->code, b->code) != 0 || a->units != b->units)
		return false;
	for (size_t i = 0; i < sizeof(a->modifier) / sizeof(a->modifier[0]);
	     i++) {
		const char *x = a->modifier[i] ? a->modifier[i] : "";
		const char *y = b->modifier[i] ? b->modifier[i] : "";
		if (strcmp(x, y) != 0)
			return false;
	}
	return true;
}

/* How many lines of the answer before stand in the new one, too? */
static size_t
lines_kept(const struct answer *before, const struct answer *now, bool code)
{
	size_t kept = 0;
	for (size_t i = 0; i < before->line_n; i++) {
		bool found = false;
		for (size_t k = 0; k < now->line_n && !found; k++)
			found =
			    code ? strcmp(before->line[i].code,
				       now->line[k].code) == 0
				 : line_same(&before->line[i], &now->line[k]);
		kept += found;
	}
	return kept;
}

static bool
answer_same(const struct answer *before, const struct answer *now)
{
	if (before->line_n == 0 && now->line_n == 0)
		return before->verdict == now->verdict &&
		       strcmp(before->kind, now->kind) == 0 &&
		       strcmp(before->headline, now->headline) == 0;
	return before->line_n == now->line_n &&
	       lines_kept(before, now, false) == before->line_n;
}

static bool
is_settled(const struct answer *a)
{
	return a->verdict != VERDICT_HELD && a->verdict != VERDICT_REFUSED &&
	       a->verdict != VERDICT_NEED_FACTS;
}

/* The headline of what holds this answer; NULL where it stands. */
static const char *
again_why(const struct answer *before, const struct question *now,
    const struct answer *out)
{
	if (!is_settled(before) || !is_settled(out))
		return NULL;
	if ((question_says(now, "follow", "what_if") ||
		question_says(now, "follow", "correction")) &&
	    answer_same(before, out))
		return "No table here reads what you changed, so that the "
		       "answer is not repeated: a coder will look at it.";
	if (question_says(now, "follow", "correction") &&
	    out->line_n < before->line_n)
		return "What you corrected is one part of the claim, which "
		       "is not decided again without the rest: a coder will "
		       "look at it.";
	if (question_says(now, "follow", "more") && before->line_n > 0 &&
	    out->line_n > 0 && lines_kept(before, out, true) < before->line_n)
		return "What you added belongs to the claim that was answered "
		       "before, and the two are not decided together here: a "
		       "coder will look at it.";
	return NULL;
}

static void
again_hold(struct answer *out, const char *headline)
{
	struct answer held = { .kind = out->kind,
		.understood = "A change of what was answered before.",
		.vintage = out->vintage,
		.as_of = out->as_of,
		.as_of_named = out->as_of_named,
		.shows_cpt = out->shows_cpt };
	answer_held(&held, "unread_change", headline);
	*out = held;
}

int
answer_again(struct arena *a, struct lookup *l, const struct questions *before,
    const struct questions *now, date today, struct answers *out, struct err *e)
{
	bool follows = false;
	for (size_t i = 0; i < now->n; i++)
		follows |= question_fact(&now->item[i], "follow") != NULL;
	if (!follows || before->n == 0 || out->n != now->n)
		return 0;
	struct answers old;
	if (answer_all(a, l, before, today, &old, e) != 0)
		return -1;
	for (size_t i = 0; i < now->n; i++) {
		const char *why = NULL;
		for (size_t k = 0; k < old.n && why == NULL; k++)
			why = again_why(
			    &old.item[k], &now->item[i], &out->item[i]);
		if (why != NULL)
			again_hold(&out->item[i], why);
	}
	answers_sum(out);
	return 0;
}
