/* Kind "pair": may these lines stand on one claim? Every pair of them, in both
 * orders, against the NCCI table of the setting; then what no edit says. */
#include "pair.h"
#include "addon.h"
#include "covered.h"
#include "family.h"
#include "kinds.h"
#include "modifier.h"
#include <string.h>

static int
edit_add(struct check *k, size_t i, size_t j, const struct pair_row *row)
{
	bool first = strcmp(row->column1, k->claim.line[i].text) == 0;
	if (k->edits == EDITS_MAX)
		return 0;
	k->edit[k->edits++] =
	    (struct edit){ .one = &k->claim.line[first ? i : j],
		    .two = &k->claim.line[first ? j : i],
		    .row = *row };
	return 0;
}

/* All pairs: edits in force are kept; what else is known of the table. */
static int
edits_find(struct check *k, struct answer *out, struct err *e)
{
	char day[11];
	k->known = KNOWN_NONE;
	for (size_t i = 0; i < k->claim.n; i++) {
		for (size_t j = i + 1; j < k->claim.n; j++) {
			struct pair_row row;
			const char *a = k->claim.line[i].text;
			const char *b = k->claim.line[j].text;
			int rc = lookup_pair(k->c->lookup, k->c->a,
			    k->claim.setting, a, b, k->c->on, &row, e);
			if (rc < 0)
				return -1;
			k->table = row.source;
			if (row.known == KNOWN_NOT_LOADED ||
			    row.known == KNOWN_OUTSIDE)
				k->known = row.known;
			if (rc == 1 && row.indicator != 9)
				edit_add(k, i, j, &row);
			if (row.known == KNOWN_ENDED && row.indicator != 9 &&
			    answer_reason_add(k->c, out,
				arena_printf(k->c->a,
				    "An edit of %s and %s ended on %s.",
				    row.column1, row.column2,
				    date_text(row.to, day)),
				&row.source, e) != 0)
				return -1;
		}
	}
	return 0;
}

/* Rows of two parts of the body: an image of the head and one of the face. */
static bool
parts_differ(const struct family *f, const struct family_row *a,
    const struct family_row *b)
{
	for (size_t k = 0; k < f->columns; k++) {
		const char *tail = strstr(f->column[k].fact, "_part");
		if (tail != NULL && tail[5] == '\0' &&
		    !family_cell_same(&a->cell[k], &b->cell[k]))
			return true;
	}
	return false;
}

/* Tests of the laboratory: two of them are two tests, and the panels that
 * contain one another have edits. */
static bool
line_lab(const char *code)
{
	return strspn(code, "0123456789") == 5 && code[0] == '8' &&
	       strcmp(code, "88000") < 0;
}

/* Two rows of one decision table exclude each other unless one is an add-on or
 * they are of two parts: that no edit parts them proves nothing. */
static int
same_family(const struct check *k, bool *out, struct err *e)
{
	const char *family[CLAIM_LINES] = { NULL };
	const struct family_row *mine[CLAIM_LINES] = { NULL };
	*out = false;
	for (size_t i = 0; i < k->claim.n; i++) {
		struct code_row row = { 0 };
		struct family f;
		int rc = lookup_code(k->c->lookup, k->c->a, CODE_CPT,
		    k->claim.line[i].text, k->c->on, &row, e);
		if (rc < 0)
			return -1;
		if (rc == 0 || row.family == NULL ||
		    line_lab(k->claim.line[i].text))
			continue;
		rc = lookup_family(
		    k->c->lookup, k->c->a, row.family, k->c->on, &f, e);
		if (rc < 0)
			return -1;
		mine[i] = rc == 1 ? family_find(&f, row.code) : NULL;
		if (mine[i] == NULL || mine[i]->addon)
			continue;
		family[i] = row.family;
		for (size_t j = 0; j < i; j++)
			*out |= family[j] != NULL &&
				strcmp(family[j], family[i]) == 0 &&
				!parts_differ(&f, mine[j], mine[i]);
	}
	return 0;
}

/* "Yes" for want of an edit needs that nothing told speaks of overlap. */
static int
plain_check(struct check *k, struct err *e)
{
	bool same;
	if (k->edits > 0 || k->ruling != RULING_YES)
		return 0;
	if (same_family(k, &same, e) != 0)
		return -1;
	bool addon = false;
	for (size_t i = 0; i < k->claim.n; i++)
		addon |= strcmp(claim_global(&k->claim.line[i]), "ZZZ") == 0;
	/* an add-on is done where its primary is */
	bool overlap = question_fact(k->q, "together") != NULL &&
		       !(addon && question_sure(k->q, "together", "site"));
	bool labs = true;
	for (size_t i = 0; i < k->claim.n; i++)
		labs &= line_lab(k->claim.line[i].text);
	bool stand = labs && !same; /* one specimen, two tests */
	if (!stand && (same || overlap)) {
		int rc = pair_stands(k, e);
		if (rc < 0)
			return -1;
		stand = rc == 1;
	}
	if ((!stand && (same || overlap)) ||
	    question_fact(k->q, "minutes") != NULL)
		pair_ruling(k, RULING_HOLD);
	return 0;
}

static int
chapter_say(
    const struct check *k, const char *code, struct answer *out, struct err *e)
{
	struct norm_row *row;
	size_t n;
	bool number = strspn(code, "0123456789") == 5;
	if (!number)
		return claim_rule(k->c, "ncci_chapter",
		    code[0] >= '0' && code[0] <= '9' ? "category3" : "hcpcs",
		    out, e);
	int64_t milli = 0;
	for (const char *s = code; *s != '\0'; s++)
		milli = milli * 10 + (*s - '0');
	if (lookup_norms(k->c->lookup, k->c->a, "ncci_chapter", "", k->c->on,
		&row, &n, e) != 0)
		return -1;
	const struct norm_row *mine = norm_at(row, n, "", milli * 1000);
	return mine ? answer_reason_add(k->c, out, mine->text, &mine->source, e)
		    : 0;
}

static bool
cells_agree(const struct family_cell *a, const struct family_cell *b)
{
	return a->any || b->any || family_cell_same(a, b);
}

/* Does the row mean both of a and b in column k, and what they mean elsewhere? */
static bool
row_covers(const struct family *f, const struct family_row *row, size_t k,
    const struct family_row *a, const struct family_row *b)
{
	if (strcmp(row->cell[k].text, "both") != 0 || row->addon ||
	    cells_agree(&a->cell[k], &b->cell[k]))
		return false;
	for (size_t j = 0; j < f->columns; j++) {
		if (j != k && (!cells_agree(&row->cell[j], &a->cell[j]) ||
				  !cells_agree(&row->cell[j], &b->cell[j]) ||
				  !cells_agree(&a->cell[j], &b->cell[j])))
			return false;
	}
	return true;
}

/* A single code of the same table covers both: without and with contrast, one
 * meniscus and the other, tonsils and adenoids. */
static const struct family_row *
row_covering(const struct family *f, const struct family_row *a,
    const struct family_row *b)
{
	for (size_t r = 0; r < f->rows; r++) {
		const struct family_row *row = &f->row[r];
		for (size_t k = 0; row != a && row != b && k < f->columns; k++)
			if (row_covers(f, row, k, a, b))
				return row;
	}
	return NULL;
}

static int
covered_by(const struct check *k, struct family *f,
    const struct family_row **out, struct err *e)
{
	struct code_row row = { 0 };
	*out = NULL;
	if (k->claim.n != 2)
		return 0;
	int rc = lookup_code(k->c->lookup, k->c->a, CODE_CPT,
	    k->claim.line[0].text, k->c->on, &row, e);
	if (rc < 1 || row.family == NULL)
		return rc < 0 ? -1 : 0;
	rc = lookup_family(k->c->lookup, k->c->a, row.family, k->c->on, f, e);
	if (rc < 1)
		return rc;
	const struct family_row *a = family_find(f, k->claim.line[0].text);
	const struct family_row *b = family_find(f, k->claim.line[1].text);
	if (a != NULL && b != NULL)
		*out = row_covering(f, a, b);
	return 0;
}

/* 1 when one code stands for both. */
static int
covered_check(struct check *k, struct answer *out, struct err *e)
{
	struct family f;
	const struct family_row *row;
	if (question_fact(k->q, "apart") != NULL)
		return 0;
	if (covered_by(k, &f, &row, e) != 0)
		return -1;
	if (row == NULL)
		return 0;
	out->verdict = VERDICT_NO;
	out->headline = arena_printf(k->c->a,
	    "No: %s covers both; report it in their place.", row->code);
	if (out->headline == NULL)
		return answer_full(e);
	if (answer_reason_add(k->c, out,
		arena_printf(k->c->a, "%s: %s", row->code, row->plain),
		&row->source, e) != 0 ||
	    answer_line_add(k->c, out, row->code, 1, row->plain, e) != 0)
		return -1;
	return 1;
}

static int
changes_add(const struct check *k, struct answer *out, struct err *e)
{
	static const char *const line[] = {
		"Another site, lesion, injury or encounter, as the record "
		"shows it, would let the column 2 code be paid with its "
		"modifier.",
		"The same site, lesion and encounter would leave the column 2 "
		"code unpaid.",
	};
	const char *text = NULL;
	for (size_t i = 0; i < k->edits; i++) {
		if (k->edit[i].row.indicator == 1 && !k->edit[i].two->visit)
			text = k->ruling == RULING_YES ? line[1] : line[0];
	}
	if (text != NULL && answer_change_add(k->c, out, text, e) != 0)
		return -1;
	return answer_change_add(k->c, out,
	    "Another payer than Medicare: many follow these tables, and each "
	    "may have edits of its own; Medicaid has tables of its own.",
	    e);
}

static int
verdict_set(struct check *k, struct answer *out, struct err *e)
{
	const char *report = pair_report(k);
	if (report == NULL)
		return answer_full(e);
	switch (k->ruling) {
	case RULING_YES:
		out->verdict = VERDICT_YES;
		out->headline = pair_yes_say(k, report);
		if (pair_needless(k)) {
			out->verdict = VERDICT_NO;
			out->headline = pair_needless_say(k, report);
		}
		break;
	case RULING_IF:
		out->verdict = VERDICT_ONLY_IF;
		out->headline = pair_if_say(k, report);
		break;
	case RULING_NO:
		out->verdict = VERDICT_NO;
		out->headline = pair_no_say(k, report);
		break;
	default:
		answer_held(out, "conflict",
		    "The tables do not decide this: a coder will answer in "
		    "this thread.");
		return 0;
	}
	if (out->headline == NULL)
		return answer_full(e);
	if (changes_add(k, out, e) != 0)
		return -1;
	return claim_report(k->c, &k->claim, out, e);
}

static int
rules_apply(struct check *k, struct answer *out, struct err *e)
{
	if (pair_rules(k, out, e) != 0 || plain_check(k, e) != 0)
		return -1;
	if (k->edits == 0 &&
	    claim_rule(k->c, "pair_rule", "absent", out, e) != 0)
		return -1;
	if (k->edits > 0 && chapter_say(k, k->edit[0].row.column1, out, e) != 0)
		return -1;
	if (pair_checked(k, out, e) != 0)
		return -1;
	return claim_later(k->c, &k->table, out, e);
}

/* 1 decided, 0 go on, -1. */
static int
codes_check(struct check *k, struct answer *out, struct err *e)
{
	size_t ended;
	const char *unknown;
	if (claim_ended(k->c, &k->claim, out, &ended, &unknown, e) != 0)
		return -1;
	if (ended > 0) {
		out->verdict = VERDICT_NO;
		out->headline = out->reason[out->reason_n - 1].text;
		return 1;
	}
	if (unknown != NULL && k->known == KNOWN_NONE && k->edits == 0) {
		const char *text = arena_printf(k->c->a,
		    "No loaded table knows %s: a coder will look at it.",
		    unknown);
		if (text == NULL)
			return answer_full(e);
		answer_held(out, "unknown_code", text);
		return 1;
	}
	return 0;
}

static int
check_run(struct check *k, struct answer *out, struct err *e)
{
	if (pair_twin(k, out, e) < 0 || edits_find(k, out, e) != 0)
		return -1;
	int rc = codes_check(k, out, e);
	if (rc == 0)
		rc = covered_check(k, out, e);
	if (rc != 0)
		return rc;
	if (k->known != KNOWN_NONE && k->edits == 0) {
		enum table table = k->claim.setting == NCCI_HOSPITAL
				       ? TABLE_PTP_HOSPITAL
				       : TABLE_PTP;
		return answer_missing(k->c, table, k->known, out, e) == 0 ? 1
									  : -1;
	}
	if (rules_apply(k, out, e) != 0)
		return -1;
	return verdict_set(k, out, e) == 0 ? 1 : -1;
}

/* "Can I bill these two together with a 59?", and no code in the mail. */
static int
codes_ask(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	if (q->code_n > 0 && q->code[0].system != CODE_MODIFIER)
		return 0;
	if (!question_says(q, "wants", "pair") ||
	    question_fact(q, "topic") != NULL)
		return 0;
	out->understood = "May two services be billed together?";
	return claim_ask(c, "code", out, e) == 0 ? 1 : -1;
}

/* A single code: Medicare never pays what has status B by itself. */
static int
single_say(struct check *k, struct answer *out, struct err *e)
{
	const struct claim_line *line = &k->claim.line[0];
	/* "Can I bill 99244 to Medicare?" */
	if (covered_never(line) && question_says(k->q, "wants", "verdict") &&
	    question_sure(k->q, "payer", "medicare"))
		return covered_say(k->c, line, out, e);
	if (line->fee.known != KNOWN_VALID || line->fee.status == NULL ||
	    strcmp(line->fee.status, "B") != 0 ||
	    !question_says(k->q, "wants", "verdict"))
		return 0;
	out->understood =
	    arena_printf(k->c->a, "Is %s payable by itself?", line->text);
	out->verdict = VERDICT_NO;
	out->headline = arena_printf(k->c->a,
	    "No: Medicare pays %s within other services, never by itself.",
	    line->text);
	if (out->understood == NULL || out->headline == NULL)
		return answer_full(e);
	if (answer_reason_add(k->c, out,
		arena_printf(k->c->a,
		    "%s has status B (bundled) in the fee schedule.",
		    line->text),
		&line->fee.source, e) != 0 ||
	    answer_change_add(
		k->c, out, "Another payer than Medicare may pay it.", e) != 0)
		return -1;
	return claim_later(k->c, &line->fee.source, out, e) == 0 ? 1 : -1;
}

/* Not a pair after all: "can I bill 27447 for both knees with 50?" */
static int
lone_say(struct check *k, struct answer *out, struct err *e)
{
	int rc = single_say(k, out, e);
	if (rc == 0 && k->claim.line[0].units > 1)
		rc = answer_units(k->c, k->q, out, e);
	return rc == 0 ? modifier_decide(k->c, k->q, out, e) : rc;
}

static int
several_say(struct check *k, struct answer *out, struct err *e)
{
	if (question_fact(k->q, "dispute") != NULL && k->claim.n == 2 &&
	    !question_says(k->q, "wants", "verdict")) {
		answer_held(out, "dispute",
		    "Coders differ here: a coder will answer in this thread.");
		return 1;
	}
	if (question_fact(k->q, "payer_own") != NULL) {
		answer_held(out, "payer",
		    "A payer's contract decides here, which the tables do not "
		    "hold: a coder will answer in this thread.");
		return 1;
	}
	const char *names = claim_names(k->c, &k->claim);
	out->understood =
	    names ? arena_printf(k->c->a,
			"May %s be reported for one patient and day (%s "
			"claim)?",
			names, pair_table(k))
		  : NULL;
	return out->understood ? check_run(k, out, e) : answer_full(e);
}

/* Edits are of one day: what follows an operation is of the global period. */
static bool
days_differ(const struct question *q)
{
	return question_conflict(q, "date") || question_fact(q, "days_after") ||
	       question_says(q, "returned", "or") ||
	       question_fact(q, "cast_again") || question_fact(q, "postop");
}

/* "66984 on the right eye and 66821 on the left": each line bears the side that
 * is told next to it, where the two differ and both codes have sides. */
static int
sides_put(struct check *k, struct err *e)
{
	const char *side[2] = { NULL, NULL }, *indicator;
	if (k->claim.n != 2)
		return 0;
	for (size_t i = 0; i < 2; i++) {
		const struct claim_line *line = &k->claim.line[i];
		if (line->visit || line->modifier[0] != NULL)
			return 0;
		if (claim_bilateral(k->c, line, &indicator, e) != 0)
			return -1;
		side[i] = strcmp(indicator, "1") == 0
			      ? modifier_side(k->q, line)
			      : NULL;
	}
	if (side[0] == NULL || side[1] == NULL || strcmp(side[0], side[1]) == 0)
		return 0;
	claim_put(&k->claim.line[0], side[0]);
	claim_put(&k->claim.line[1], side[1]);
	return 0;
}

/* "Can 17003 be billed by itself?", whatever else the mail names: 1 decided, 0
 * nobody asks it or no table says, -1. */
static int
alone_say(struct check *k, struct answer *out, struct err *e)
{
	const struct claim_line *line = &k->claim.line[0];
	struct source source;
	bool is;
	if (!question_fact(k->q, "alone_asked") || k->claim.n == 0)
		return 0;
	int rc = addon_says(k->c, line->text, &is, &source, e);
	if (rc < 1 || (!is && k->claim.n > 1))
		return rc < 0 ? -1 : 0;
	out->understood = arena_printf(
	    k->c->a, "May %s be reported without another code?", line->text);
	out->verdict = is ? VERDICT_NO : VERDICT_YES;
	out->headline = arena_printf(k->c->a,
	    is ? "No: %s is an add-on code, and is paid only beside its "
		 "primary code."
	       : "Yes: %s is not an add-on code, so it needs no other beside "
		 "it.",
	    line->text);
	if (out->understood == NULL || out->headline == NULL)
		return answer_full(e);
	const char *beside = "";
	if (addon_name(k->c, line->text, out, e) != 0 ||
	    answer_reason_add(k->c, out,
		is ? answer_addon(k->c, line->text) : out->headline, &source,
		e) != 0 ||
	    (is && addon_primaries(k->c, line->text, &beside, e) != 0) ||
	    (beside[0] != '\0' &&
		answer_reason_add(k->c, out, beside, NULL, e) != 0) ||
	    (is && claim_rule(k->c, "pair_rule", "addon", out, e) != 0))
		return -1;
	return 1;
}

/* "36415 denied CO-97 with 99213": where no edit explains the denial, it is told
 * what the remittance says and what comes next. */
static int
denial_unexplained(const struct check *k, struct answer *out, struct err *e)
{
	struct question denied = *k->q;
	struct answer told = { 0 };
	if (k->edits > 0 || k->marked || out->verdict != VERDICT_YES ||
	    question_fact(k->q, "carc") == NULL)
		return 1;
	denied.code_n = 0;
	int rc = answer_denial(k->c, &denied, &told, e);
	if (rc < 1)
		return rc < 0 ? -1 : 1;
	if (answer_reason_add(k->c, &told, out->headline, &k->table, e) != 0)
		return -1;
	*out = told;
	return 1;
}

int
answer_pair(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	struct check *k = arena_alloc(c->a, sizeof(*k));
	if (k == NULL)
		return answer_full(e);
	*k = (struct check){ .c = c, .q = q };
	/* one of two is asked for, not both; of three or more, which stand */
	if (question_says(q, "wants", "either") && q->code_n < 3 &&
	    question_fact(q, "mark_asked") == NULL)
		return 0;
	if (days_differ(q))
		return answer_global(c, q, out, e);
	if (claim_read(c, q, &k->claim, e) != 0)
		return -1;
	if (k->claim.n == 0 && question_fact(q, "topic") == NULL)
		return codes_ask(c, q, out, e);
	int rc = alone_say(k, out, e);
	if (rc == 0)
		rc = pair_visits(k, out, e);
	if (rc == 0)
		rc = claim_person(c, q, &k->claim, out, e);
	if (rc != 0)
		return rc;
	if (k->claim.n < 2 && claim_procedures(c, q, &k->claim, e) < 0)
		return -1;
	if (sides_put(k, e) != 0)
		return -1;
	if (k->claim.n >= 2) {
		rc = several_say(k, out, e);
		return rc == 1 ? denial_unexplained(k, out, e) : rc;
	}
	return k->claim.n == 1 ? lone_say(k, out, e) : 0;
}
