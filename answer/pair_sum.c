/* Kind "pair", what a claim of many lines needs besides: how much of it was
 * looked up and found in order, and a headline that names only what changes. */
#include "kinds.h"
#include "pair.h"
#include <string.h>

#define NAMED_LINES 4 /* more are not repeated: they stand below */

int
pair_checked(const struct check *k, struct answer *out, struct err *e)
{
	char on[11];
	size_t pairs = k->claim.n * (k->claim.n - 1) / 2;
	struct source table = k->table;
	if (pairs < 2 || k->known != KNOWN_NONE || table.name == NULL)
		return 0;
	/* what speaks here is that the table has no such row */
	table.row = "all of these pairs";
	return answer_reason_add(k->c, out,
	    k->edits == 0
		? arena_printf(k->c->a,
		      "All %zu pairs of these lines were looked up in the %s "
		      "table %s for %s: no edit found.",
		      pairs, pair_table(k), table.edition,
		      date_text(k->c->on, on))
		: arena_printf(k->c->a,
		      "All %zu pairs of these lines were looked up in the %s "
		      "table %s for %s: %zu with an edit, no edit found for "
		      "the others.",
		      pairs, pair_table(k), table.edition,
		      date_text(k->c->on, on), k->edits),
	    &table, e);
}

int
pair_units_fit(const struct check *k, size_t limited, const struct source *mue,
    struct answer *out, struct err *e)
{
	if (k->claim.n < 3 || limited == 0)
		return 0;
	struct source table = *mue;
	table.row = "these codes";
	return answer_reason_add(k->c, out,
	    arena_printf(k->c->a,
		"Unit limits: %zu of the %zu lines have one (MUE), and none "
		"is over it.",
		limited, k->claim.n),
	    &table, e);
}

/* Lines that bear a modifier which they were not asked with. */
static const char *
lines_changed(const struct check *k)
{
	const char *all = "";
	size_t n = 0, total = 0;
	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < k->claim.n; i++) {
			const struct claim_line *line = &k->claim.line[i];
			int had = line->code ? line->code->modifiers : 0;
			if (line->denied || had >= 4 ||
			    line->modifier[had] == NULL)
				continue;
			if (pass == 0) {
				total++;
				continue;
			}
			const char *join = n == 0           ? ""
					   : n + 1 == total ? " and "
							    : ", ";
			const char *shown = claim_shown(k->c, line);
			all = shown && all ? arena_printf(k->c->a, "%s%s%s",
						 all, join, shown)
					   : NULL;
			n++;
		}
	}
	return all;
}

const char *
pair_report(const struct check *k)
{
	size_t n = 0;
	for (size_t i = 0; i < k->claim.n; i++)
		n += !k->claim.line[i].denied;
	if (n <= NAMED_LINES)
		return claim_names(k->c, &k->claim);
	const char *changed = lines_changed(k);
	if (changed == NULL)
		return NULL;
	return changed[0] == '\0'
		   ? arena_printf(k->c->a, "the %zu lines below", n)
		   : arena_printf(
			 k->c->a, "the %zu lines below, with %s", n, changed);
}

/* "99213 and 93000, need a 25?": asked is the modifier, and no edit wants one. */
bool
pair_needless(const struct check *k)
{
	if (k->edits > 0 || k->marked ||
	    question_fact(k->q, "mark_needed") == NULL ||
	    question_says(k->q, "wants", "pair") ||
	    question_fact(k->q, "may_bill") != NULL)
		return false;
	for (size_t i = 0; i < k->claim.n; i++) {
		const struct claim_line *line = &k->claim.line[i];
		/* a laboratory's lines may want QW or 91, of which no edit
		 * speaks, and several units a modifier of their own */
		if (line->modifier[0] != NULL || line->denied ||
		    line->units > 1 || line->text[0] == '8')
			return false;
	}
	return true;
}

const char *
pair_needless_say(const struct check *k, const char *report)
{
	char on[11];
	return arena_printf(k->c->a,
	    "No edit asks for a modifier: none found in the %s table %s for "
	    "%s, so %s may be reported together as they are.",
	    pair_table(k), k->table.edition, date_text(k->c->on, on), report);
}

/* "Is A bundled into B?" wants the verdict on the bundle: the opposite of that
 * on the claim. */
static bool
bundle_asked(const struct check *k)
{
	return question_fact(k->q, "bundle_asked") != NULL;
}

/* Codes that are not paid, joined; NULL where each line is. */
static const char *
lines_denied(const struct check *k)
{
	const char *denied = NULL;
	for (size_t i = 0; i < k->claim.n; i++) {
		const struct claim_line *line = &k->claim.line[i];
		if (line->denied)
			denied = denied ? arena_printf(k->c->a, "%s, %s",
					      denied, line->text)
					: line->text;
	}
	return denied;
}

const char *
pair_no_say(const struct check *k, const char *report)
{
	const char *denied = lines_denied(k);
	const char *opening = bundle_asked(k) ? "Bundled" : "No";
	if (denied == NULL)
		return arena_printf(k->c->a,
		    bundle_asked(k) ? "Bundled: report %s in their place."
				    : "No, not as it stands: report %s.",
		    report);
	if (report[0] == '\0')
		return arena_printf(
		    k->c->a, "%s: %s is not payable here.", opening, denied);
	return strpbrk(report, ", ") == NULL
		   ? arena_printf(k->c->a,
			 "%s: %s is not paid beside %s. Report %s alone.",
			 opening, denied, report, report)
		   : arena_printf(k->c->a,
			 "%s: %s is not paid beside the others. Report %s.",
			 opening, denied, report);
}

const char *
pair_if_say(const struct check *k, const char *report)
{
	return arena_printf(k->c->a,
	    "%s the record shows that they are separate: then report %s.",
	    bundle_asked(k) ? "Bundled, unless" : "Only if", report);
}

const char *
pair_yes_say(const struct check *k, const char *report)
{
	char on[11];
	const char *opening = bundle_asked(k) ? "Not bundled" : "Yes";
	if (k->edits > 0 || k->marked)
		return arena_printf(k->c->a,
		    "%s, by what you tell of it: report %s.", opening, report);
	return arena_printf(k->c->a,
	    "%s: no edit found in the %s table %s for %s, so %s may be "
	    "reported together.",
	    opening, pair_table(k), k->table.edition, date_text(k->c->on, on),
	    report);
}
