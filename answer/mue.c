/* Kind "units": how many units Medicare lets through (MUE), and what to do
 * where there are more. */
#include "claim.h"
#include "family.h"
#include "kinds.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *value;
	enum verdict verdict;
} verdict_of[] = { { "yes", VERDICT_YES }, { "no", VERDICT_NO },
	{ "only_if", VERDICT_ONLY_IF } };

static enum verdict
verdict_named(const char *value)
{
	for (size_t i = 0; i < sizeof(verdict_of) / sizeof(verdict_of[0]);
	     i++) {
		if (strcmp(verdict_of[i].value, value) == 0)
			return verdict_of[i].verdict;
	}
	return VERDICT_INFO;
}

/* "The letter says MAI 2: can we split the lines?" */
static int
indicator_say(const struct answer_context *c, const char *mai,
    struct answer *out, struct err *e)
{
	static const char *const head[] = {
		"Yes, on further lines: MAI 1 limits each claim line, not the "
		"day.",
		"No: MAI 2 is an absolute limit a day; no modifier, split line "
		"or appeal gets past it.",
		"Only if the record shows it: MAI 3 is a limit a day that an "
		"appeal can pass; splitting lines does not help.",
	};
	struct norm_row row;
	int rc = claim_norm(c, "mai", mai, &row, e);
	if (rc < 1 || mai[0] < '1' || mai[0] > '3')
		return rc < 0 ? -1 : 0;
	out->verdict = verdict_named(row.value);
	out->headline = head[mai[0] - '1'];
	return answer_reason_add(c, out, row.text, &row.source, e) == 0 ? 1
									: -1;
}

static bool
begins_later(const struct family_cell *cell, const struct family_cell *first)
{
	return cell->range && first->range &&
	       cell->low_milli > first->low_milli;
}

/* "First one, and each further one": the add-on row of the same table whose
 * other cells are the same; counted tells that it has to be counted one by one,
 * else a row that begins where mine ends (a second level, more square cm) is
 * one too. */
static const struct family_row *
row_further(const struct family *f, const struct family_row *mine, bool counted)
{
	for (size_t r = 0; r < f->rows; r++) {
		const struct family_row *row = &f->row[r];
		bool fits = row->addon &&
			    (!counted || strcmp(row->units, "count-1") == 0);
		for (size_t k = 0; fits && k < f->columns; k++)
			fits = strcmp(f->column[k].fact, "count") == 0 ||
			       (!counted && begins_later(&row->cell[k],
						&mine->cell[k])) ||
			       family_cell_same(&row->cell[k], &mine->cell[k]);
		if (fits)
			return row;
	}
	return NULL;
}

/* The row of the code, and that of the further ones: 1, 0 without, -1. */
static int
further_find(const struct answer_context *c, const char *code, bool counted,
    const struct family_row **mine, const struct family_row **more,
    struct err *e)
{
	struct code_row row = { 0 };
	struct family *f = arena_alloc(c->a, sizeof(*f));
	if (f == NULL)
		return answer_full(e);
	int rc = lookup_code(c->lookup, c->a, CODE_CPT, code, c->on, &row, e);
	if (rc < 1 || row.family == NULL)
		return rc < 0 ? -1 : 0;
	rc = lookup_family(c->lookup, c->a, row.family, c->on, f, e);
	if (rc < 1)
		return rc;
	*mine = family_find(f, code);
	*more = *mine && !(*mine)->addon ? row_further(f, *mine, counted)
					 : NULL;
	return *more != NULL;
}

/* What goes beyond the limit has a code of its own: named in the headline. */
static int
further_name(const struct answer_context *c, const struct claim_line *line,
    struct answer *out, struct err *e)
{
	const struct family_row *mine = NULL, *more = NULL;
	int rc = further_find(c, line->text, false, &mine, &more, e);
	if (rc < 1 || more == NULL)
		return rc;
	out->headline = arena_printf(c->a,
	    "%s What is further is reported by "
	    "%s beside it.",
	    out->headline, more->code);
	if (out->headline == NULL)
		return answer_full(e);
	return answer_reason_add(c, out,
	    arena_printf(c->a, "%s: %s", more->code, more->plain),
	    &more->source, e);
}

/* 1 when further ones have a code of their own. */
static int
further_say(const struct answer_context *c, const struct claim_line *line,
    struct answer *out, struct err *e)
{
	const struct family_row *mine = NULL, *more = NULL;
	if (line->units < 2)
		return 0;
	int rc = further_find(c, line->text, true, &mine, &more, e);
	if (rc < 1 || more == NULL)
		return rc;
	int units = line->units - 1;
	out->verdict = VERDICT_CODES;
	out->headline = arena_printf(c->a,
	    "Report %s once for the first and %s x %d for the further ones.",
	    mine->code, more->code, units);
	if (out->headline == NULL)
		return answer_full(e);
	if (answer_line_add(c, out, mine->code, 1, mine->plain, e) != 0 ||
	    answer_line_add(c, out, more->code, units, more->plain, e) != 0 ||
	    answer_reason_add(
		c, out, answer_addon(c, more->code), &more->source, e) != 0)
		return -1;
	return 1;
}

/* Two needles in one knee are one unit. */
static int
joint_say(const struct answer_context *c, const struct question *q,
    struct claim_line *line, struct answer *out, struct err *e)
{
	struct norm_row *row;
	size_t n;
	if (line->units < 2 || !question_says(q, "together", "site") ||
	    question_says(q, "apart", "joint") ||
	    question_says(q, "apart", "side"))
		return 0;
	if (lookup_norms(c->lookup, c->a, "unit_is", "", c->on, &row, &n, e) !=
	    0)
		return -1;
	const struct norm_row *mine =
	    norm_at(row, n, "", strtoll(line->text, NULL, 10) * 1000);
	if (mine == NULL)
		return 0;
	line->units = 1;
	if (line->modifier[0] == NULL && question_sure(q, "side", "left"))
		claim_put(line, "LT");
	if (line->modifier[0] == NULL && question_sure(q, "side", "right"))
		claim_put(line, "RT");
	const char *shown = claim_shown(c, line);
	out->verdict = VERDICT_NO;
	out->headline = shown ? arena_printf(c->a,
				    "No: one unit for one joint, however many "
				    "needles. Report %s once.",
				    shown)
			      : NULL;
	if (out->headline == NULL)
		return answer_full(e);
	return answer_reason_add(c, out, mine->text, &mine->source, e) == 0
		   ? 1
		   : -1;
}

static int
limit_say(const struct answer_context *c, const struct claim_line *line,
    const struct mue_row *mue, struct answer *out, struct err *e)
{
	const char *text = arena_printf(c->a, "%s: MUE %d, MAI %d%s%s.",
	    line->text, mue->value, mue->indicator,
	    mue->rationale && mue->rationale[0] ? "; reason: " : "",
	    mue->rationale ? mue->rationale : "");
	if (answer_reason_add(c, out, text, &mue->source, e) != 0)
		return -1;
	char key[2] = { (char)('0' + mue->indicator % 10), '\0' };
	if (claim_rule(c, "mai", key, out, e) != 0)
		return -1;
	if (mue->value == 0 && claim_rule(c, "mue_rule", "zero", out, e) != 0)
		return -1;
	return claim_later(c, &mue->source, out, e);
}

static const char *
limit_headline(const struct answer_context *c, const struct claim_line *line,
    const struct mue_row *mue, bool over)
{
	const char *span = mue->indicator == 1 ? "claim line" : "day";
	if (!over)
		return arena_printf(c->a,
		    "The unit limit of %s is %d a %s (MUE, MAI %d).",
		    line->text, mue->value, span, mue->indicator);
	if (mue->indicator == 2)
		return arena_printf(c->a,
		    "No: at most %d of %s a day, an absolute limit (MAI 2).",
		    mue->value, line->text);
	if (mue->indicator == 1)
		return arena_printf(c->a,
		    "Only if each was necessary: at most %d of %s on one line, "
		    "the rest on further lines with the modifier that fits "
		    "(MAI 1).",
		    mue->value, line->text);
	return arena_printf(c->a,
	    "Only if the record shows that they were necessary: at most %d of "
	    "%s a day are paid at first, the rest on appeal (MAI 3).",
	    mue->value, line->text);
}

/* What was sent against the limit; "denied for units" says that it was more. */
static int
line_say(const struct answer_context *c, const struct question *q,
    const struct claim_line *line, const struct mue_row *mue,
    struct answer *out, struct err *e)
{
	bool told = line->units > 1;
	bool over = told ? line->units > mue->value
			 : question_says(q, "over_limit", "yes") ||
			       question_fact(q, "mai") != NULL;
	out->headline = limit_headline(c, line, mue, over);
	out->verdict = !over                 ? VERDICT_INFO
		       : mue->indicator == 2 ? VERDICT_NO
					     : VERDICT_ONLY_IF;
	struct norm_row each;
	int rc = told && line->units > 1
		     ? claim_norm(c, "unit_encounter", line->text, &each, e)
		     : 0;
	if (rc < 0 || (rc == 1 && answer_reason_add(
				      c, out, each.text, &each.source, e) != 0))
		return -1;
	if (rc == 1) {
		out->verdict = VERDICT_ONLY_IF;
		out->headline = arena_printf(c->a,
		    "Only if they were separate encounters: one %s for each, "
		    "at most %d a day (MUE, MAI %d).",
		    line->text, mue->value, mue->indicator);
	} else if (!over && told && question_says(q, "wants", "verdict")) {
		out->verdict = VERDICT_YES;
		out->headline = arena_printf(c->a,
		    "Yes: %d units of %s are within the limit of %d (MUE, MAI "
		    "%d).",
		    line->units, line->text, mue->value, mue->indicator);
	}
	if (out->headline == NULL)
		return answer_full(e);
	if (over && further_name(c, line, out, e) != 0)
		return -1;
	return limit_say(c, line, mue, out, e) == 0 ? 1 : -1;
}

/* No limit was ever published, one was until a day, one will be. */
static const char *
limit_absent(
    const struct answer_context *c, const char *text, const struct mue_row *mue)
{
	return mue->known == KNOWN_NONE
		   ? arena_printf(c->a,
			 "No unit limit of %s is published in edition %s.",
			 text, mue->source.edition)
		   : answer_absent(c, "the table of unit limits (MUE)", text,
			 mue->known, &mue->source);
}

/* The cell of a code without a limit that day. */
static const char *
limit_cell(const struct answer_context *c, const struct mue_row *mue)
{
	char day[11];
	if (mue->known == KNOWN_ENDED)
		return arena_printf(
		    c->a, "ended %s", date_text(mue->source.to, day));
	if (mue->known == KNOWN_FUTURE)
		return arena_printf(
		    c->a, "from %s", date_text(mue->source.from, day));
	return "no row";
}

static int
limit_missing(const struct answer_context *c, const struct claim_line *line,
    enum mue_setting setting, const struct mue_row *mue, struct answer *out,
    struct err *e)
{
	static const enum table tables[MUE_SETTINGS] = { TABLE_MUE,
		TABLE_MUE_HOSPITAL, TABLE_MUE_SUPPLIER };
	if (mue->known == KNOWN_NOT_LOADED || mue->known == KNOWN_OUTSIDE)
		return answer_missing(c, tables[setting], mue->known, out, e) ==
			       0
			   ? 1
			   : -1;
	struct claim one = { .n = 1 };
	const char *unknown;
	size_t ended;
	one.line[0] = *line;
	if (claim_ended(c, &one, out, &ended, &unknown, e) != 0)
		return -1;
	if (unknown != NULL) {
		answer_held(out, "unknown_code",
		    "No loaded table knows this code: a coder will look at "
		    "it.");
		return 1;
	}
	out->verdict = VERDICT_INFO;
	out->headline = limit_absent(c, line->text, mue);
	if (out->headline == NULL)
		return answer_full(e);
	return claim_rule(c, "mue_rule", "absent", out, e) != 0 ||
		       claim_later(c, &mue->source, out, e) != 0
		   ? -1
		   : 1;
}

/* Several codes: their limits side by side. */
static int
limits_table(const struct answer_context *c, const struct claim *m,
    enum mue_setting setting, struct answer *out, struct err *e)
{
	struct answer_table *t = arena_alloc(c->a, sizeof(*t));
	const char **heading = arena_array(c->a, 3, sizeof(*heading));
	const char **cell = arena_array(c->a, 3 * m->n, sizeof(*cell));
	if (t == NULL || heading == NULL || cell == NULL)
		return answer_full(e);
	heading[0] = "Code";
	heading[1] = "Units (MUE)";
	heading[2] = "MAI";
	for (size_t i = 0; i < m->n; i++) {
		struct mue_row mue;
		int rc = lookup_mue(
		    c->lookup, c->a, setting, m->line[i].text, c->on, &mue, e);
		if (rc < 0)
			return -1;
		cell[3 * i] = m->line[i].text;
		cell[3 * i + 1] = rc == 1 ? arena_printf(c->a, "%d", mue.value)
					  : limit_cell(c, &mue);
		cell[3 * i + 2] =
		    rc == 1 ? arena_printf(c->a, "%d", mue.indicator) : "";
		if (cell[3 * i + 1] == NULL || cell[3 * i + 2] == NULL)
			return answer_full(e);
		if (rc == 1 && limit_say(c, &m->line[i], &mue, out, e) != 0)
			return -1;
		if (rc == 0 && (mue.known == KNOWN_NOT_LOADED ||
				   mue.known == KNOWN_OUTSIDE))
			return limit_missing(
			    c, &m->line[i], setting, &mue, out, e);
	}
	*t = (struct answer_table){ "Unit limits", heading, 3, cell, m->n };
	out->table = t;
	out->table_n = 1;
	out->verdict = VERDICT_INFO;
	out->headline = "The unit limits are in the table below.";
	return 1;
}

static int
single_say(const struct answer_context *c, const struct question *q,
    struct claim *m, enum mue_setting setting, struct answer *out,
    struct err *e)
{
	struct mue_row mue;
	int rc = joint_say(c, q, &m->line[0], out, e);
	if (rc == 1)
		rc = claim_report(c, m, out, e) == 0 ? 1 : -1;
	if (rc == 0)
		rc = further_say(c, &m->line[0], out, e);
	if (rc < 0)
		return -1;
	bool said = rc == 1;
	rc = lookup_mue(
	    c->lookup, c->a, setting, m->line[0].text, c->on, &mue, e);
	if (rc < 0)
		return -1;
	if (said)
		return rc == 1 && limit_say(c, &m->line[0], &mue, out, e) != 0
			   ? -1
			   : 1;
	return rc == 1 ? line_say(c, q, &m->line[0], &mue, out, e)
		       : limit_missing(c, &m->line[0], setting, &mue, out, e);
}

/* Counting a drug or minutes is no question of limits. */
static bool
asks_limit(const struct question *q, const struct claim *m)
{
	bool many = m->n == 1 && m->line[0].units > 1;
	return many || question_says(q, "wants", "limit") ||
	       question_says(q, "over_limit", "yes") ||
	       question_fact(q, "mai") != NULL;
}

/* "How many units of 11042 for 45 sq cm?": the code's own table counts them. */
static int
units_chosen(const struct answer_context *c, const struct question *q,
    const struct claim_line *line, struct answer *out, struct err *e)
{
	struct answer chosen = { 0 };
	int rc = answer_choose(c, q, &chosen, e);
	if (rc < 1)
		return rc;
	for (size_t i = 0; i < chosen.line_n; i++) {
		if (strcmp(chosen.line[i].code, line->text) != 0)
			continue;
		*out = chosen;
		return 1;
	}
	return 0;
}

int
answer_units(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	struct claim *m = arena_alloc(c->a, sizeof(*m));
	const struct fact *mai = question_fact(q, "mai");
	if (m == NULL)
		return answer_full(e);
	if (claim_read(c, q, m, e) != 0)
		return -1;
	out->understood = "How many units may be reported?";
	if (m->n == 0)
		return mai != NULL && !question_conflict(q, "mai")
			   ? indicator_say(c, mai->value, out, e)
			   : 0;
	const struct fact *told = question_fact(q, "units_told");
	if (m->n == 1 && m->line[0].units == 1 && told != NULL &&
	    !question_conflict(q, "units_told") && told->milli >= 1000 &&
	    told->milli < 1000000)
		m->line[0].units = (int)(told->milli / 1000);
	if (!asks_limit(q, m))
		return m->n == 1 ? units_chosen(c, q, &m->line[0], out, e) : 0;
	enum mue_setting setting =
	    m->setting == NCCI_HOSPITAL ? MUE_HOSPITAL : MUE_PRACTITIONER;
	if (m->n > 1)
		return limits_table(c, m, setting, out, e);
	return single_say(c, q, m, setting, out, e);
}
