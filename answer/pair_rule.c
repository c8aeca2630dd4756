/* What becomes of each pair of lines of a claim: edits with their indicators,
 * visits beside procedures, codes that never stand beside others, add-on codes,
 * limits of units. */
#include "addon.h"
#include "covered.h"
#include "kinds.h"
#include "pair.h"
#include <stdlib.h>
#include <string.h>

void
pair_ruling(struct check *k, enum ruling r)
{
	if (r > k->ruling)
		k->ruling = r;
}

const char *
pair_table(const struct check *k)
{
	return k->claim.setting == NCCI_HOSPITAL ? "hospital" : "practitioner";
}

static int
edit_say(const struct check *k, const struct edit *edit, struct answer *out,
    struct err *e)
{
	struct source source = edit->row.source;
	source.from = source.to = 0; /* in force that day: that is enough */
	const char *text = arena_printf(k->c->a,
	    "NCCI edit in the %s table: %s is column 1 and %s column 2 (the "
	    "one "
	    "denied), indicator %d%s%s.",
	    pair_table(k), edit->row.column1, edit->row.column2,
	    edit->row.indicator, edit->row.rationale[0] ? ": " : "",
	    edit->row.rationale);
	return answer_reason_add(k->c, out, text, &source, e);
}

/* Two lines that name their sides: other sides are other places. */
static bool
sides_are(const struct edit *edit, bool same)
{
	bool right1 = claim_has(edit->one, "RT"),
	     left1 = claim_has(edit->one, "LT");
	bool right2 = claim_has(edit->two, "RT"),
	     left2 = claim_has(edit->two, "LT");
	if (!(right1 || left1) || !(right2 || left2))
		return false;
	return same ? right1 == right2 && left1 == left2
		    : (right1 && left2) || (left1 && right2);
}

static bool
fact_apart(const struct question *q)
{
	return question_fact(q, "apart") != NULL;
}

static bool
fact_together(const struct question *q)
{
	return question_fact(q, "together") != NULL;
}

/* An artery, a finger or a side on one line alone tells the two not apart; 59,
 * X{EPSU}, 91 and those of visits and global periods do. */
static bool
tells_apart(const char *modifier)
{
	return modifier != NULL &&
	       ((modifier[0] >= '0' && modifier[0] <= '9') ||
		   modifier[0] == 'X');
}

/* 59 is for what nothing tells better; a line that has a bypass keeps it. */
static int
edit_mark(struct check *k, struct edit *edit, struct err *e)
{
	const char *one, *two;
	if (claim_bypass(k->c, edit->one, &one, e) != 0 ||
	    claim_bypass(k->c, edit->two, &two, e) != 0)
		return -1;
	if (sides_are(edit, false) || (two != NULL && !sides_are(edit, true)) ||
	    (two == NULL && tells_apart(one)))
		return 0;
	claim_put(edit->two, "59");
	k->marked = true;
	return 0;
}

static bool
range_has(const char *range, const char *code)
{
	size_t n = strcspn(range, "-");
	return range[n] == '-' && strlen(code) == n &&
	       strncmp(range, code, n) <= 0 && strcmp(code, range + n + 1) <= 0;
}

/* Does column 1 contain column 2 as a rule, so that "only if" would mislead?
 * The rationale of the edit says so, or a row of norm pair_includes. */
static int
edit_includes(struct check *k, const struct edit *edit, bool *out,
    struct answer *a, struct err *e)
{
	struct norm_row said, *row;
	size_t n;
	int rc =
	    claim_norm(k->c, "pair_rationale", edit->row.rationale, &said, e);
	*out = rc == 1;
	if (rc != 0)
		return rc < 0 ? -1
			      : answer_reason_add(
				    k->c, a, said.text, &said.source, e);
	if (strspn(edit->one->text, "0123456789") != 5)
		return 0;
	int64_t number = strtoll(edit->one->text, NULL, 10) * 1000;
	if (lookup_norms(k->c->lookup, k->c->a, "pair_includes", NULL, k->c->on,
		&row, &n, e) != 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (row[i].low_milli > number || number > row[i].high_milli ||
		    !range_has(row[i].key, edit->two->text))
			continue;
		*out = true;
		return answer_reason_add(
		    k->c, a, row[i].text, &row[i].source, e);
	}
	return 0;
}

/* Two services of which the asker may have told that they are apart. */
static int
edit_apart(
    struct check *k, struct edit *edit, struct answer *out, struct err *e)
{
	bool apart = fact_apart(k->q) || sides_are(edit, false);
	bool together = fact_together(k->q) || sides_are(edit, true);
	bool includes = false;
	if (claim_rule(k->c, "pair_rule", "indicator1", out, e) != 0)
		return -1;
	if (apart && together) {
		pair_ruling(k, RULING_HOLD);
		return 0;
	}
	if (!apart && edit_includes(k, edit, &includes, out, e) != 0)
		return -1;
	if (together || includes) {
		edit->two->denied = true;
		pair_ruling(k, RULING_NO);
		return claim_rule(k->c, "pair_rule", "same_organ", out, e);
	}
	/* One sentence of the asker cannot speak for several pairs. */
	pair_ruling(k, apart && k->edits == 1 ? RULING_YES : RULING_IF);
	if (edit_mark(k, edit, e) != 0 ||
	    claim_rule(k->c, "pair_rule", "bypass", out, e) != 0)
		return -1;
	return claim_rule(k->c, "pair_rule", "anatomic_first", out, e);
}

static void
line_unmark(struct claim_line *line)
{
	static const char *const never[] = { "59", "XE", "XS", "XP", "XU" };
	size_t n = 0;
	for (size_t i = 0; i < 4 && line->modifier[i] != NULL; i++) {
		bool off = false;
		for (size_t k = 0; k < sizeof(never) / sizeof(never[0]); k++)
			off |= strcmp(line->modifier[i], never[k]) == 0;
		if (!off)
			line->modifier[n++] = line->modifier[i];
	}
	for (; n < 4; n++)
		line->modifier[n] = NULL;
}

/* A visit beside a procedure: 57 where it decided on an operation of 90 days,
 * else 25 where it stands on its own. */
static int
visit_rule(struct check *k, const struct claim_line *procedure,
    struct claim_line *visit, struct answer *out, struct err *e)
{
	bool major = strcmp(claim_global(procedure), "090") == 0;
	const char *need = major ? "57" : "25";
	bool sure = question_says(k->q, "visit_reason", "separate") && !major;
	sure |= major && question_says(k->q, "visit_reason", "decision");
	bool planned = question_sure(k->q, "visit_reason", "planned");
	line_unmark(visit);
	k->marked = true;
	if (planned) {
		visit->denied = true;
		pair_ruling(k, RULING_NO);
	} else {
		claim_put(visit, need);
		pair_ruling(k, sure ? RULING_YES : RULING_IF);
	}
	const char *rule = procedure->preventive ? "preventive"
			   : major               ? "major"
						 : "minor";
	if (claim_rule(k->c, "pair_rule", rule, out, e) != 0)
		return -1;
	return claim_rule(k->c, "pair_rule", "visit", out, e);
}

static bool
has_status(const struct claim_line *line, const char *letters)
{
	return line->fee.known == KNOWN_VALID && line->fee.status != NULL &&
	       line->fee.status[0] != '\0' &&
	       strchr(letters, line->fee.status[0]) != NULL;
}

/* Status T of the fee schedule: paid only where no other service of it is
 * billed that day. */
static int
only_alone_check(struct check *k, struct answer *out, struct err *e)
{
	size_t paid = 0;
	for (size_t i = 0; i < k->claim.n; i++)
		paid += has_status(&k->claim.line[i], "ACR") &&
			!k->claim.line[i].denied;
	for (size_t i = 0; paid > 0 && i < k->claim.n; i++) {
		struct claim_line *line = &k->claim.line[i];
		struct norm_row row;
		if (!has_status(line, "T"))
			continue;
		int rc = claim_norm(k->c, "fee_status", "T", &row, e);
		if (rc < 0)
			return -1;
		line->denied = true;
		pair_ruling(k, RULING_NO);
		if (answer_reason_add(k->c, out,
			arena_printf(k->c->a, "%s: %s", line->text,
			    rc == 1 ? row.text : "status T."),
			&line->fee.source, e) != 0)
			return -1;
	}
	return 0;
}

static int
edit_rule(struct check *k, struct edit *edit, struct answer *out, struct err *e)
{
	if (edit_say(k, edit, out, e) != 0)
		return -1;
	/* no modifier for a line whose neighbour is not paid anyway */
	if (edit->one->denied || edit->two->denied)
		return 0;
	if (edit->row.indicator == 0 &&
	    (sides_are(edit, false) || question_says(k->q, "apart", "side") ||
		question_says(k->q, "apart", "practitioner"))) {
		/* on the other side, or of another clinician, it is no part
		 * of the first */
		pair_ruling(k, RULING_HOLD);
		return 0;
	}
	if (edit->row.indicator == 0) {
		edit->two->denied = true;
		pair_ruling(k, RULING_NO);
		return claim_rule(k->c, "pair_rule", "indicator0", out, e);
	}
	if (edit->two->visit && edit->one->visit && !edit->one->preventive &&
	    strncmp(edit->one->text, "992", 3) == 0 &&
	    strcmp(edit->one->text, "99215") <= 0 &&
	    strncmp(edit->two->text, "992", 3) == 0 &&
	    strcmp(edit->two->text, "99215") <= 0) {
		/* who saw the patient decides between two office visits */
		pair_ruling(k, RULING_HOLD);
		return 0;
	}
	if (edit->two->visit)
		return visit_rule(k, edit->one, edit->two, out, e);
	return edit_apart(k, edit, out, e);
}

static bool
edited(const struct check *k, const struct claim_line *a,
    const struct claim_line *b)
{
	for (size_t i = 0; i < k->edits; i++) {
		const struct edit *x = &k->edit[i];
		if ((x->one == a && x->two == b) ||
		    (x->one == b && x->two == a))
			return true;
	}
	return false;
}

static bool
has_period(const struct claim_line *line)
{
	const char *days = claim_global(line);
	return strcmp(days, "000") == 0 || strcmp(days, "010") == 0 ||
	       strcmp(days, "090") == 0;
}

/* Visits without an edit: the policy manual bundles them with every procedure
 * that has a global period, and says that the table leaves most of them out. */
static int
visits_check(struct check *k, struct answer *out, struct err *e)
{
	for (size_t i = 0; i < k->claim.n; i++) {
		struct claim_line *visit = &k->claim.line[i];
		for (size_t j = 0; visit->visit && j < k->claim.n; j++) {
			struct claim_line *other = &k->claim.line[j];
			if (i == j || edited(k, visit, other))
				continue;
			bool beside = !other->visit ? has_period(other)
						    : other->preventive &&
							  !visit->preventive;
			if (beside && visit_rule(k, other, visit, out, e) != 0)
				return -1;
			if (other->visit && !other->preventive &&
			    !visit->preventive)
				pair_ruling(k, RULING_HOLD);
		}
	}
	return 0;
}

static bool
line_stands(const struct check *k, const char *code)
{
	for (size_t i = 0; i < k->claim.n; i++) {
		if (strcmp(k->claim.line[i].text, code) == 0)
			return true;
	}
	return false;
}

/* Codes that do not stand beside a visit with a certain modifier, and what
 * excepts them. */
static int
never_check(struct check *k, struct answer *out, struct err *e)
{
	for (size_t i = 0; i < k->claim.n; i++) {
		struct claim_line *line = &k->claim.line[i];
		struct norm_row never, *but;
		size_t n;
		int rc = claim_norm(k->c, "pair_never", line->text, &never, e);
		if (rc < 0)
			return -1;
		bool beside = false;
		for (size_t j = 0; rc == 1 && j < k->claim.n; j++)
			beside |= k->claim.line[j].visit &&
				  claim_has(&k->claim.line[j], never.value);
		if (!beside)
			continue;
		if (lookup_norms(k->c->lookup, k->c->a, "pair_never_but",
			line->text, k->c->on, &but, &n, e) != 0)
			return -1;
		bool excepted = false;
		for (size_t j = 0; j < n; j++)
			excepted |= line_stands(k, but[j].value);
		if (!excepted) {
			line->denied = true;
			k->ruling = RULING_NO;
		}
		if (answer_reason_add(
			k->c, out, never.text, &never.source, e) != 0)
			return -1;
	}
	return 0;
}

/* Status N or I: beside a line that Medicare pays stands one that it never
 * does, whatever the table of edits says. */
static int
never_paid_check(struct check *k, struct answer *out, struct err *e)
{
	for (size_t i = 0; i < k->claim.n; i++) {
		struct claim_line *line = &k->claim.line[i];
		if (!covered_never(line) || line->visit)
			continue;
		if (answer_reason_add(k->c, out,
			arena_printf(k->c->a,
			    "%s has status %s in the fee schedule: Medicare "
			    "does not pay it; another payer may.",
			    line->text, line->fee.status),
			&line->fee.source, e) != 0)
			return -1;
		if (!question_says(k->q, "payer", "medicare"))
			continue;
		line->denied = true;
		pair_ruling(k, RULING_NO);
	}
	return 0;
}

/* Status B of the fee schedule: Medicare pays it within other services. */
static int
bundled_check(struct check *k, struct answer *out, struct err *e)
{
	for (size_t i = 0; i < k->claim.n; i++) {
		struct claim_line *line = &k->claim.line[i];
		if (!has_status(line, "B"))
			continue;
		line->denied = true;
		pair_ruling(k, RULING_NO);
		if (answer_reason_add(k->c, out,
			arena_printf(k->c->a,
			    "%s has status B in the fee schedule: Medicare "
			    "pays it within other services, never by itself.",
			    line->text),
			&line->fee.source, e) != 0)
			return -1;
	}
	return 0;
}

static bool
primary_stands(
    const struct check *k, const struct addon_row *row, const char *code)
{
	for (size_t i = 0; i < k->claim.n; i++) {
		for (size_t p = 0; p < row->primary_n; p++) {
			if (strcmp(k->claim.line[i].text, row->primary[p]) == 0)
				return true;
		}
		if (row->contractor && strcmp(k->claim.line[i].text, code) != 0)
			return true;
	}
	return false;
}

static int
addon_say(struct check *k, struct claim_line *line, bool lone,
    const struct source *source, struct answer *out, struct err *e)
{
	if (lone) {
		line->denied = true;
		pair_ruling(k, RULING_NO);
	}
	if (answer_reason_add(k->c, out,
		lone ? arena_printf(k->c->a,
			   "%s is an add-on code, and none of its primary "
			   "codes stands on this claim.",
			   line->text)
		     : answer_addon(k->c, line->text),
		source, e) != 0)
		return -1;
	const char *beside = "";
	if (lone && (addon_primaries(k->c, line->text, &beside, e) != 0 ||
			(beside[0] != '\0' && answer_reason_add(k->c, out,
						  beside, NULL, e) != 0)))
		return -1;
	return claim_rule(k->c, "pair_rule", "addon", out, e);
}

static int
addons_check(struct check *k, struct answer *out, struct err *e)
{
	size_t primaries = 0;
	for (size_t i = 0; i < k->claim.n; i++)
		primaries += strcmp(claim_global(&k->claim.line[i]), "ZZZ") !=
			     0;
	for (size_t i = 0; i < k->claim.n; i++) {
		struct claim_line *line = &k->claim.line[i];
		struct addon_row row;
		int rc = lookup_addon(
		    k->c->lookup, k->c->a, line->text, k->c->on, &row, e);
		if (rc < 0)
			return -1;
		bool zzz = strcmp(claim_global(line), "ZZZ") == 0;
		if (rc == 0 && !zzz)
			continue;
		bool lone = rc == 1 ? !primary_stands(k, &row, line->text)
				    : primaries == 0;
		if (addon_say(k, line, lone,
			rc == 1 ? &row.source : &line->fee.source, out, e) != 0)
			return -1;
	}
	return 0;
}

static int
unit_over(struct check *k, struct claim_line *line, const struct mue_row *mue,
    struct answer *out, struct err *e)
{
	char key[2] = { (char)('0' + mue->indicator % 10), '\0' };
	/* 0 units: not this kind of provider's code; other tables rule it */
	pair_ruling(k, mue->value == 0       ? RULING_HOLD
		       : mue->indicator == 2 ? RULING_NO
					     : RULING_IF);
	if (mue->indicator == 2 && mue->value > 0)
		line->units = mue->value;
	if (answer_reason_add(k->c, out,
		arena_printf(k->c->a,
		    "%s: more units than the limit of %d (MUE, MAI %d).",
		    line->text, mue->value, mue->indicator),
		&mue->source, e) != 0)
		return -1;
	return claim_rule(k->c, "mai", key, out, e);
}

/* Limits of units: over them is said; else they are one table for the eye. */
static int
units_check(struct check *k, struct answer *out, struct err *e)
{
	enum mue_setting setting =
	    k->claim.setting == NCCI_HOSPITAL ? MUE_HOSPITAL : MUE_PRACTITIONER;
	struct source table = { 0 };
	size_t limited = 0;
	bool over = false;
	for (size_t i = 0; i < k->claim.n; i++) {
		struct claim_line *line = &k->claim.line[i];
		struct mue_row mue;
		int rc = lookup_mue(k->c->lookup, k->c->a, setting, line->text,
		    k->c->on, &mue, e);
		if (rc < 0)
			return -1;
		if (rc == 1) {
			limited++;
			table = mue.source;
		}
		/* no unit of what Medicare never pays is no limit of a
		 * claim to others */
		bool nothing = mue.value == 0 && covered_never(line) &&
			       !question_says(k->q, "payer", "medicare");
		if (rc == 0 || line->units <= mue.value || nothing)
			continue;
		over = true;
		if (unit_over(k, line, &mue, out, e) != 0)
			return -1;
	}
	return over ? 0 : pair_units_fit(k, limited, &table, out, e);
}

int
pair_rules(struct check *k, struct answer *out, struct err *e)
{
	if (only_alone_check(k, out, e) != 0)
		return -1;
	for (size_t i = 0; i < k->edits; i++) {
		if (edit_rule(k, &k->edit[i], out, e) != 0)
			return -1;
	}
	if (visits_check(k, out, e) != 0 || never_check(k, out, e) != 0 ||
	    bundled_check(k, out, e) != 0 || never_paid_check(k, out, e) != 0 ||
	    addons_check(k, out, e) != 0)
		return -1;
	return units_check(k, out, e);
}
