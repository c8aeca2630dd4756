/* Kind "explain": what a code is, beside the codes it is mistaken for. */
#include "claim.h"
#include "code.h"
#include "explain_claim.h"
#include "family.h"
#include "kinds.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAMES_MAX      6  /* codes named in one line */
#define RANGE_MAX      40 /* codes of one range that are explained */
#define HEADLINE_CODES 3  /* whose sentences stand first */
#define NEIGHBOURS_MAX 12 /* rows of a table in a mail */

/* What was found for the codes of one question. */
struct found {
	size_t known, unknown;
	size_t told;         /* codes whose sentence was made */
	const char *first;   /* the sentences of the first ones */
	const char *missing; /* codes that no row knows, split by ", " */
	bool lacks;          /* and where they would be listed, is not loaded */
	enum table table;    /* which */
};

/* What the table says of its row, fact by fact. */
static const char *
row_facts(const struct answer_context *c, const struct family *f,
    const struct family_row *row)
{
	const char *text =
	    arena_printf(c->a, "%s in the table \"%s\":", row->code, f->title);
	bool first = true;
	for (size_t k = 0; k < f->columns && text != NULL; k++) {
		if (row->cell[k].any)
			continue;
		text = arena_printf(c->a, "%s%s %s: %s", text, first ? "" : ";",
		    f->column[k].label, row->cell[k].phrase);
		first = false;
	}
	return text ? arena_printf(c->a, "%s.", text) : NULL;
}

/* A table of the mail has that code already: siblings asked together. */
static bool
table_shows(const struct answer *a, const char *code)
{
	for (size_t i = 0; i < a->table_n; i++) {
		const struct answer_table *t = &a->table[i];
		for (size_t r = 0; r < t->rows; r++) {
			if (strcmp(t->cell[r * t->columns], code) == 0)
				return true;
		}
	}
	return false;
}

static int
neighbours_show(const struct answer_context *c, const struct family *f,
    const struct family_row *mine, struct answer *out, struct err *e)
{
	const struct family_row *near[NEIGHBOURS_MAX];
	if (table_shows(out, mine->code))
		return 0;
	size_t n = family_neighbours(f, mine, near, NEIGHBOURS_MAX);
	const char *title =
	    arena_printf(c->a, "%s and its neighbours", mine->code);
	if (title == NULL)
		return answer_full(e);
	return n > 1 ? family_table(c, f, near, n, title, out, e) : 0;
}

static int
family_show(const struct answer_context *c, const struct code_row *row,
    struct answer *out, struct err *e)
{
	struct family f;
	int rc = lookup_family(c->lookup, c->a, row->family, c->on, &f, e);
	if (rc <= 0)
		return rc;
	const struct family_row *mine = family_find(&f, row->code);
	if (mine == NULL)
		return 0;
	const char *say[] = { row_facts(c, &f, mine), mine->note,
		mine->addon ? answer_addon(c, mine->code) : "", f.note };
	for (size_t i = 0; i < sizeof(say) / sizeof(say[0]); i++) {
		if (answer_reason_add(c, out, say[i], &mine->source, e) != 0)
			return -1;
	}
	if (neighbours_show(c, &f, mine, out, e) != 0)
		return -1;
	/* the table shows what other facts would lead to */
	return table_shows(out, mine->code)
		   ? 0
		   : family_changes(c, &f, mine, out, e);
}

/* The headline says the sentence of the first codes; a reason says it of the
 * others, and of a code that stands in no table. */
static int
row_show(const struct answer_context *c, const char *shown,
    const struct code_row *row, bool told, struct answer *out, struct err *e)
{
	const char *text = official_said(c, shown, row);
	if (text == NULL)
		return answer_full(e);
	if ((!told || row->family == NULL) &&
	    answer_reason_add(c, out, text, &row->source, e) != 0)
		return -1;
	if (row->family != NULL && family_show(c, row, out, e) != 0)
		return -1;
	if (official_show(c, shown, row, out, e) != 0)
		return -1;
	return answer_reason_add(c, out, row->detail, &row->source, e);
}

/* The sentences of the first HEADLINE_CODES codes make the headline. */
static int
headline_add(const struct answer_context *c, struct found *f, const char *text,
    struct err *e)
{
	if (text == NULL)
		return answer_full(e);
	if (f->told++ < HEADLINE_CODES)
		f->first = f->first
			       ? arena_printf(c->a, "%s %s", f->first, text)
			       : text;
	return f->first ? 0 : answer_full(e);
}

static int
missing_add(const struct answer_context *c, struct found *f, const char *shown,
    struct err *e)
{
	f->unknown++;
	f->missing = f->missing
			 ? arena_printf(c->a, "%s, %s", f->missing, shown)
			 : shown;
	return f->missing ? 0 : answer_full(e);
}

static int
modifier_show(const struct answer_context *c, const char *modifier,
    struct answer *out, struct found *f, struct err *e)
{
	struct modifier_row row;
	int rc = lookup_modifier(c->lookup, c->a, modifier, c->on, &row, e);
	if (rc < 0)
		return -1;
	const char *shown = arena_printf(c->a, "modifier %s", modifier);
	if (shown == NULL)
		return answer_full(e);
	bool ended = rc == 0;
	if (ended)
		rc = lookup_modifier_ended(
		    c->lookup, c->a, modifier, c->on, &row, e);
	if (rc <= 0)
		return rc == 0 ? missing_add(c, f, shown, e) : -1;
	char last[11];
	const char *text =
	    ended ? arena_printf(c->a,
			"Modifier %s is no longer valid: its last day was %s. "
			"%s",
			modifier, date_text(row.source.to, last), row.plain)
		  : arena_printf(c->a, "Modifier %s: %s", modifier, row.plain);
	if (answer_reason_add(c, out, text, &row.source, e) != 0)
		return -1;
	f->known++;
	if (headline_add(c, f, text, e) != 0)
		return -1;
	return answer_reason_add(c, out, row.detail, &row.source, e);
}

/* No row: because nothing is loaded, or since the edition of that day has
 * none, which is an answer. */
static int
code_missing(const struct answer_context *c, const char *shown,
    enum code_system system, struct code_row *row, struct answer *out,
    struct found *f, struct err *e)
{
	bool lacks = row->known == KNOWN_NOT_LOADED;
	if (official_number(c, shown, row, e) != 0)
		return -1;
	const char *text = official_missing(c, shown, row);
	if (text == NULL) {
		f->lacks |= lacks;
		f->table = lacks ? answer_code_table(system) : f->table;
		return missing_add(c, f, shown, e);
	}
	if (answer_reason_add(c, out, text, &row->source, e) != 0)
		return -1;
	return headline_add(c, f, text, e);
}

/* A header of ICD-10-CM that the pack has no row for, but codes below it. */
static int
below_show(const struct answer_context *c, const char *shown,
    const struct code *code, struct code_row *row, struct answer *out,
    struct found *f, struct err *e)
{
	const char *text = NULL;
	int rc = official_below(c, shown, code, &text, out, e);
	if (rc != 1)
		return rc < 0 ? -1
			      : code_missing(
				    c, shown, code->system, row, out, f, e);
	f->known++;
	return headline_add(c, f, text, e);
}

/* A code that is gone: since when, what it was, and what to know of that. */
static int
ended_show(const struct answer_context *c, const char *shown,
    const struct code_row *row, struct answer *out, struct found *f,
    struct err *e)
{
	if (answer_ended(c, shown, row, out, e) != 0 ||
	    headline_add(c, f, out->reason[out->reason_n - 1].text, e) != 0)
		return -1;
	if (row->known != KNOWN_ENDED)
		return 0;
	const char *was = arena_printf(c->a, "%s: %s", shown, row->plain);
	if (was == NULL)
		return answer_full(e);
	if (answer_reason_add(c, out, was, &row->source, e) != 0)
		return -1;
	return answer_reason_add(c, out, row->detail, &row->source, e);
}

static int
code_explain(const struct answer_context *c, const struct code *code,
    struct answer *out, struct found *f, struct err *e)
{
	struct code_row row;
	struct code bare = *code;
	char show[32];
	bare.modifiers = 0;
	bare.end[0] = '\0';
	bare.units = 1;
	const char *shown = arena_strdup(c->a, code_show(&bare, show));
	if (shown == NULL)
		return answer_full(e);
	int rc = answer_known(c, code, &row, e);
	if (rc < 0)
		return -1;
	if (rc == 0 && row.code == NULL)
		return row.known == KNOWN_NOT_LOADED
			   ? below_show(c, shown, code, &row, out, f, e)
			   : code_missing(
				 c, shown, code->system, &row, out, f, e);
	if (rc == 0) {
		if (row.known == KNOWN_OUTSIDE)
			f->unknown++;
		return ended_show(c, shown, &row, out, f, e);
	}
	f->known++;
	bool told = f->told < HEADLINE_CODES;
	if (headline_add(c, f, official_said(c, shown, &row), e) != 0)
		return -1;
	if (row_show(c, shown, &row, told, out, e) != 0)
		return -1;
	/* of many codes it would bury what they are */
	return f->known <= HEADLINE_CODES
		   ? explain_claim(c, shown, &row, out, e)
		   : 0;
}

/* Every code of a range of one system that has a row; numbers in a range that
 * do not exist are passed over. */
static int
range_explain(const struct answer_context *c, const struct code *code,
    struct answer *out, struct found *f, struct err *e)
{
	size_t before = f->known, shown = 0;
	long low = strtol(code->text, NULL, 10);
	long high = strtol(code->end, NULL, 10);
	for (long n = low; n <= high && n < low + 400; n++) {
		struct code one = *code;
		struct code_row row;
		snprintf(one.text, sizeof(one.text), "%05ld", n);
		one.end[0] = '\0';
		int rc = answer_known(c, &one, &row, e);
		if (rc < 0)
			return -1;
		if (rc == 0 || shown++ == RANGE_MAX)
			continue;
		const char *text =
		    arena_printf(c->a, "%s: %s", one.text, row.plain);
		if (answer_reason_add(c, out, text, &row.source, e) != 0)
			return -1;
		f->known++;
		if (headline_add(c, f, text, e) != 0)
			return -1;
	}
	const char *name = arena_printf(c->a, "%s-%s", code->text, code->end);
	return f->known > before ? 0 : missing_add(c, f, name, e);
}

/* A code that is named twice is explained once. */
static bool
named_before(const struct question *q, size_t i)
{
	for (size_t k = 0; k < i; k++) {
		char a[32], b[32];
		if (q->code[k].system == q->code[i].system &&
		    strcmp(code_show(&q->code[k], a),
			code_show(&q->code[i], b)) == 0)
			return true;
	}
	return false;
}

static int
codes_explain(const struct answer_context *c, const struct question *q,
    struct answer *out, struct found *f, struct err *e)
{
	for (size_t i = 0; i < q->code_n; i++) {
		const struct code *code = &q->code[i];
		int rc;
		if (named_before(q, i))
			continue;
		if (code->system == CODE_MODIFIER)
			rc = modifier_show(c, code->text, out, f, e);
		else if (code->end[0] != '\0' && code->system == CODE_CPT)
			rc = range_explain(c, code, out, f, e);
		else
			rc = code_explain(c, code, out, f, e);
		for (int m = 0; rc == 0 && m < code->modifiers; m++)
			rc = modifier_show(c, code->modifier[m], out, f, e);
		if (rc != 0)
			return -1;
	}
	return 0;
}

/* "What are 33946 and 33947?", and that one was mistyped. */
static const char *
question_said(const struct answer_context *c, const struct question *q)
{
	const char *name[NAMES_MAX], *names = "";
	size_t n = 0, shown;
	bool repaired = false;
	for (size_t i = 0; i < q->code_n; i++) {
		char show[32];
		if (named_before(q, i))
			continue;
		if (n < NAMES_MAX)
			name[n] = arena_printf(c->a, "%s%s",
			    q->code[i].system == CODE_MODIFIER ? "modifier "
							       : "",
			    code_show(&q->code[i], show));
		n++;
		repaired |= q->code[i].repaired;
	}
	shown = n < NAMES_MAX ? n : NAMES_MAX;
	for (size_t i = 0; i < shown && names != NULL; i++) {
		const char *join = i == 0 ? "" : i + 1 == n ? " and " : ", ";
		names = name[i]
			    ? arena_printf(c->a, "%s%s%s", names, join, name[i])
			    : NULL;
	}
	if (names == NULL)
		return NULL;
	return arena_printf(c->a, "What %s %s%s?%s", n > 1 ? "are" : "is",
	    names, n > shown ? " and more" : "",
	    repaired ? " (Read from a mistyped code.)" : "");
}

/* "What does the plus sign in front of it mean?" The signs of CPT (norm
 * code_sign) go before what the code is. */
static int
sign_explain(const struct answer_context *c, const struct question *q,
    struct answer *out, struct found *f, struct err *e)
{
	const struct fact *sign = question_fact(q, "sign");
	struct norm_row row;
	int rc = sign ? claim_norm(c, "code_sign", sign->value, &row, e) : 0;
	if (rc < 1)
		return rc;
	if (answer_reason_add(c, out, row.text, &row.source, e) != 0)
		return -1;
	return headline_add(c, f, row.text, e);
}

int
answer_explain(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	struct found f = { 0 };
	if (q->code_n == 0)
		return 0;
	if (sign_explain(c, q, out, &f, e) != 0 ||
	    codes_explain(c, q, out, &f, e) != 0)
		return -1;
	/* A range of which no code is left: what became of them. */
	if (f.unknown > 0 && q->code_n == 1 && q->code[0].end[0] != '\0') {
		struct answer gone = { 0 };
		int rc = answer_history(c, q, &gone, e);
		if (rc == 1)
			*out = gone;
		if (rc != 0)
			return rc;
	}
	if (q->code_n > 1)
		out->change_n = 0; /* it would not be clear which one changes */
	out->understood = question_said(c, q);
	if (out->understood == NULL)
		return answer_full(e);
	if (f.unknown > 0) {
		answer_held(out,
		    !f.missing ? "outside"
		    : f.lacks  ? "not_loaded"
			       : "unknown_code",
		    f.missing
			? arena_printf(c->a,
			      "No loaded table knows %s: a coder will look "
			      "at it.",
			      f.missing)
			: f.first);
		if (f.lacks &&
		    answer_missing_file(c, f.table, false, out, e) != 0)
			return -1;
	} else {
		out->verdict = VERDICT_INFO;
		out->headline = f.first;
	}
	return out->headline ? 1 : answer_full(e);
}
