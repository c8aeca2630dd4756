/* Kind "explain": what a code is, beside the codes it is mistaken for. */
#include "code.h"
#include "family.h"
#include "kinds.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RANGE_MAX      40 /* codes of one range that are explained */
#define NEIGHBOURS_MAX 12 /* rows of a table in a mail */

/* What was found for the codes of one question. */
struct found {
	size_t known, ended, unknown;
	const char *first;   /* "33954: putting in ..." of the first one */
	const char *missing; /* codes that no row knows, split by ", " */
};

static int
family_show(const struct answer_context *c, const struct code_row *row,
    struct answer *out, struct err *e)
{
	const struct family_row *near[NEIGHBOURS_MAX];
	struct family f;
	int rc = lookup_family(c->lookup, c->a, row->family, c->on, &f, e);
	if (rc <= 0)
		return rc;
	const struct family_row *mine = family_find(&f, row->code);
	if (mine == NULL)
		return 0;
	size_t n = family_neighbours(&f, mine, near, NEIGHBOURS_MAX);
	const char *title =
	    arena_printf(c->a, "%s and its neighbours", row->code);
	if (title == NULL)
		return answer_full(e);
	if (n > 1 && family_table(c, &f, near, n, title, out, e) != 0)
		return -1;
	if (mine->note[0] != '\0' &&
	    answer_reason_add(c, out, mine->note, &mine->source, e) != 0)
		return -1;
	if (mine->addon && answer_reason_add(c, out,
			       arena_printf(c->a,
				   "%s is an add-on code: it is reported only "
				   "beside its primary code.",
				   row->code),
			       &mine->source, e) != 0)
		return -1;
	if (f.note[0] != '\0' &&
	    answer_reason_add(c, out, f.note, &mine->source, e) != 0)
		return -1;
	return family_changes(c, &f, mine, out, e);
}

static int
row_show(const struct answer_context *c, const char *shown,
    const struct code_row *row, struct answer *out, struct err *e)
{
	const char *text = arena_printf(c->a, "%s: %s", shown, row->plain);
	if (answer_reason_add(c, out, text, &row->source, e) != 0)
		return -1;
	if (row->detail[0] != '\0' &&
	    answer_reason_add(c, out, row->detail, &row->source, e) != 0)
		return -1;
	return row->family ? family_show(c, row, out, e) : 0;
}

/* A code that is known, but not on the day that was asked about. */
static int
ended_show(const struct answer_context *c, const char *shown,
    const struct code_row *row, struct answer *out, struct err *e)
{
	char day[11], on[11];
	const char *text;
	date_text(c->on, on);
	if (row->from > c->on)
		text = arena_printf(c->a,
		    "%s is not valid on %s: it begins on %s.", shown, on,
		    date_text(row->from, day));
	else
		text = arena_printf(c->a,
		    "%s is not valid on %s: its last day was %s.%s%s%s", shown,
		    on, date_text(row->to, day),
		    row->replaced_by[0] ? " In its place: " : "",
		    row->replaced_by, row->replaced_by[0] ? "." : "");
	return answer_reason_add(c, out, text, &row->source, e);
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
	if (rc == 0)
		return missing_add(c, f, shown, e);
	const char *text =
	    arena_printf(c->a, "Modifier %s: %s", modifier, row.plain);
	if (answer_reason_add(c, out, text, &row.source, e) != 0)
		return -1;
	if (f->known++ == 0)
		f->first = text;
	if (row.detail[0] == '\0')
		return 0;
	return answer_reason_add(c, out, row.detail, &row.source, e);
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
		return missing_add(c, f, shown, e);
	if (rc == 0) {
		if (ended_show(c, shown, &row, out, e) != 0)
			return -1;
		if (f->ended++ == 0 && f->first == NULL)
			f->first = out->reason[out->reason_n - 1].text;
		return 0;
	}
	if (f->known++ == 0 && f->ended == 0)
		f->first = arena_printf(c->a, "%s: %s", shown, row.plain);
	return row_show(c, shown, &row, out, e);
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
		if (f->known++ == 0)
			f->first = text;
	}
	const char *name = arena_printf(c->a, "%s-%s", code->text, code->end);
	return f->known > before ? 0 : missing_add(c, f, name, e);
}

static int
codes_explain(const struct answer_context *c, const struct question *q,
    struct answer *out, struct found *f, struct err *e)
{
	for (size_t i = 0; i < q->code_n; i++) {
		const struct code *code = &q->code[i];
		int rc;
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

static const char *
repaired_note(const struct answer_context *c, const struct question *q)
{
	for (size_t i = 0; i < q->code_n; i++) {
		char show[32];
		if (q->code[i].repaired)
			return arena_printf(c->a,
			    "What is %s (read from a mistyped code)?",
			    code_show(&q->code[i], show));
	}
	char show[32];
	return arena_printf(c->a, "What is %s%s?", code_show(&q->code[0], show),
	    q->code_n > 1 ? " and the others" : "");
}

int
answer_explain(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	struct found f = { 0 };
	if (q->code_n == 0)
		return 0;
	if (codes_explain(c, q, out, &f, e) != 0)
		return -1;
	out->understood = repaired_note(c, q);
	if (out->understood == NULL)
		return answer_full(e);
	if (f.unknown > 0) {
		answer_held(out, "not_loaded",
		    arena_printf(c->a,
			"No loaded table knows %s: a coder will look at it.",
			f.missing));
	} else {
		out->verdict = VERDICT_INFO;
		out->headline = f.first;
	}
	return out->headline ? 1 : answer_full(e);
}
