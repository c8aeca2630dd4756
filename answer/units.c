/* Units and modifiers of one line. A row and the facts of its case come in;
 * how often it is reported, and with which modifiers, goes out. */
#include "units.h"
#include "kinds.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "size/5000>7500": one unit for each 5 cm, or part of it, beyond 7.5 cm. */
static bool
step_read(const char *units, char fact[32], int64_t *step, int64_t *base)
{
	const char *slash = strchr(units, '/');
	char *end;
	if (slash == NULL || slash - units >= 32)
		return false;
	snprintf(fact, 32, "%.*s", (int)(slash - units), units);
	*step = strtoll(slash + 1, &end, 10);
	if (*step <= 0 || *end != '>')
		return false;
	*base = strtoll(end + 1, NULL, 10);
	return true;
}

static int
units_bound(int64_t units)
{
	return units < 1 || units > 999 ? 1 : (int)units;
}

int
units_of(const struct family_row *row, const struct question *q)
{
	char fact[32];
	int64_t step = 1, base = 0;
	bool rest = strcmp(row->units, "count-1") == 0;
	bool steps = step_read(row->units, fact, &step, &base);
	const char *name = steps ? fact : "count";
	const struct fact *told = question_fact(q, name);
	if ((!steps && !rest && strcmp(row->units, "count") != 0) ||
	    told == NULL || told->milli == INT64_MIN ||
	    question_conflict(q, name))
		return 1;
	if (steps)
		return units_bound((told->milli - base + step - 1) / step);
	return units_bound(told->milli / 1000 - rest);
}

int
line_modifier_add(const struct answer_context *c, struct answer *out,
    size_t line, const char *modifier, const char *because, struct err *e)
{
	struct answer_line *l = &out->line[line];
	struct modifier_row known;
	size_t at = 0;
	for (; at < 4 && l->modifier[at] != NULL; at++) {
		if (strcmp(l->modifier[at], modifier) == 0)
			return 0;
	}
	if (at == 4)
		return 0;
	int rc = lookup_modifier(c->lookup, c->a, modifier, c->on, &known, e);
	if (rc < 0)
		return rc;
	l->modifier[at] = modifier;
	const char *text =
	    rc == 1 ? arena_printf(c->a, "Modifier %s: %s%s%s", modifier,
			  known.plain, because[0] ? " " : "", because)
		    : arena_printf(c->a, "Modifier %s: %s", modifier, because);
	return answer_reason_add(
	    c, out, text, rc == 1 ? &known.source : NULL, e);
}

/* 50, LT or RT where the side tells, the digit's own modifier where the row
 * bears one; NULL where nothing does. */
static const char *
told_modifier(const struct family_row *row, const struct question *q)
{
	static const char *const side[][2] = { { "both", "50" },
		{ "left", "LT" }, { "right", "RT" } };
	const struct fact *told = question_fact(q, "side");
	if (strncmp(row->units, "mark:", 5) == 0) {
		const char *name = row->units + 5;
		const struct fact *mark = question_fact(q, name);
		return mark && !question_conflict(q, name) ? mark->value : NULL;
	}
	if (told == NULL || strcmp(row->units, "side") != 0)
		return NULL;
	for (size_t i = 0; i < sizeof(side) / sizeof(side[0]); i++) {
		if (strcmp(told->value, side[i][0]) == 0)
			return side[i][1];
	}
	return NULL;
}

/* Does "FACT:WORD FACT:WORD" hold? 1 yes, 0 no, -1 all but facts that nobody
 * told; then the first of them is in missing. */
static int
rule_holds(const char *value, const struct question *q, char missing[32])
{
	int holds = 1;
	for (const char *s = value; s != NULL; s = strchr(s, ' ')) {
		char name[32], word[40];
		s += *s == ' ';
		if (sscanf(s, "%31[^:]:%39[^ ]", name, word) != 2)
			return 0;
		const struct fact *f = question_fact(q, name);
		if (f != NULL &&
		    (question_conflict(q, name) || strcmp(f->value, word) != 0))
			return 0;
		if (f == NULL && holds == 1) {
			snprintf(missing, 32, "%s", name);
			holds = -1;
		}
	}
	return holds;
}

bool
words_hold(const char *value, const struct question *q)
{
	char missing[32];
	return rule_holds(value, q, missing) == 1;
}

/* Something of the rule was told: only then is the rest worth a question. */
static bool
rule_begun(const char *value, const struct question *q)
{
	char name[32];
	return sscanf(value, "%31[^:]:", name) == 1 &&
	       question_fact(q, name) != NULL;
}

static size_t
column_of(const struct family *f, const char *fact)
{
	for (size_t k = 0; k < f->columns; k++) {
		if (strcmp(f->column[k].fact, fact) == 0)
			return k;
	}
	return SIZE_MAX;
}

int
units_modifiers(const struct answer_context *c, const struct family *f,
    const struct family_row *row, const struct question *q, struct answer *out,
    size_t *column_out, struct err *e)
{
	const char *told = told_modifier(row, q);
	*column_out = SIZE_MAX;
	if (out->line_n == 0)
		return 0;
	size_t line = out->line_n - 1;
	if (told != NULL && line_modifier_add(c, out, line, told, "", e) != 0)
		return -1;
	/* Codes of HCPCS say the payer's rule by themselves. */
	bool cpt = row->code[0] >= '0' && row->code[0] <= '9';
	for (size_t i = 0; i < f->rules && cpt; i++) {
		char missing[32] = "";
		const struct family_rule *rule = &f->rule[i];
		if (strcmp(rule->kind, "modifier") != 0)
			continue;
		int holds = rule_holds(rule->value, q, missing);
		if (holds == 1 &&
		    line_modifier_add(c, out, line, rule->name, "", e) != 0)
			return -1;
		if (holds < 0 && rule_begun(rule->value, q) &&
		    *column_out == SIZE_MAX)
			*column_out = column_of(f, missing);
	}
	return 0;
}
