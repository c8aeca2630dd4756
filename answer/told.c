/* What a question told, for calculators; and the lines and asks they make. */
#include "told.h"

#include "limit.h"
#include <string.h>
#include <strings.h>

bool
told_is(const struct question *q, const char *name, const char *value)
{
	for (size_t i = 0; i < q->fact_n; i++) {
		if (strcmp(q->fact[i].name, name) == 0 &&
		    strcmp(q->fact[i].value, value) == 0)
			return true;
	}
	return false;
}

const char *
told_word(const struct question *q, const char *name)
{
	const struct fact *f = question_fact(q, name);
	return f == NULL || question_conflict(q, name) ? NULL : f->value;
}

bool
told_number(const struct question *q, const char *name, int64_t *milli)
{
	const struct fact *f = question_fact(q, name);
	if (f == NULL || f->milli == INT64_MIN || question_conflict(q, name))
		return false;
	*milli = f->milli;
	return true;
}

bool
told_medicare(const struct question *q)
{
	return told_is(q, "payer", "medicare") ||
	       told_is(q, "payer", "medicare_advantage");
}

bool
told_other_payer(const struct question *q)
{
	return question_fact(q, "payer") != NULL && !told_medicare(q);
}

static bool
in_hours(const struct fact *f)
{
	size_t n = strlen(f->value);
	return (n > 2 && strcmp(f->value + n - 2, " h") == 0) ||
	       (n > 4 && strcasecmp(f->value + n - 4, "hour") == 0);
}

/* A bound stands in a question as both its ends under one text. */
static bool
other_end(const struct fact *a, const struct fact *b)
{
	return (a->value[0] < '0' || a->value[0] > '9') &&
	       strcmp(a->value, b->value) == 0;
}

/* "2 hours 10 minutes", "1 hour and 15 min": what stands right behind hours
 * belongs to them. */
#define HOURS_GAP 6

static bool
stretch_joins(
    const struct stretch *s, const struct fact *hours, const struct fact *f)
{
	return hours != NULL && in_hours(hours) && !in_hours(f) &&
	       f->milli < 60000 && f->start >= s->end &&
	       f->start - s->end <= HOURS_GAP;
}

size_t
told_stretches(
    const struct question *q, const char *name, struct stretch *out, size_t max)
{
	const struct fact *last = NULL;
	size_t n = 0;
	for (size_t i = 0; i < q->fact_n; i++) {
		const struct fact *f = &q->fact[i];
		if (strcmp(f->name, name) != 0 || f->milli == INT64_MIN)
			continue;
		struct stretch *s = n > 0 ? &out[n - 1] : NULL;
		if (s != NULL && other_end(last, f)) {
			s->low = f->milli < s->low ? f->milli : s->low;
			s->high = f->milli > s->high ? f->milli : s->high;
			s->end = f->start + f->len > s->end ? f->start + f->len
							    : s->end;
		} else if (s != NULL && stretch_joins(s, last, f)) {
			s->low += f->milli;
			s->high += f->milli;
			s->end = f->start + f->len;
		} else if (n < max) {
			out[n++] = (struct stretch){ f->milli, f->milli,
				f->start, f->start + f->len };
		}
		last = f;
	}
	return n;
}

/* A clock time stands as its hour and its minutes at one place, and maybe as
 * "pm" there. */
int64_t
told_clock(const struct question *q, const struct fact *hour)
{
	int64_t at = hour->milli / 1000;
	bool pm = false, am = false;
	for (size_t i = 0; i < q->fact_n; i++) {
		const struct fact *f = &q->fact[i];
		if (f->start != hour->start)
			continue;
		if (strcmp(f->name, "clock_minute") == 0)
			at += f->milli / 1000;
		pm |= strcmp(f->name, "clock_noon") == 0 &&
		      strcmp(f->value, "pm") == 0;
		am |= strcmp(f->name, "clock_noon") == 0 &&
		      strcmp(f->value, "am") == 0;
	}
	if (pm && at < 720)
		at += 720;
	if (am && at >= 720)
		at -= 720;
	return at;
}

/* "11:30 to 1:15" runs past noon, "23:30 to 00:30" past midnight. */
int64_t
told_clock_run(int64_t start, int64_t stop)
{
	int64_t ran = stop - start;
	if (ran < 0)
		ran += ran + 720 > 0 && start < 780 ? 720 : 1440;
	return ran;
}

const struct code *
told_code(const struct question *q, const char *text)
{
	for (size_t i = 0; i < q->code_n; i++) {
		if (strcmp(q->code[i].text, text) == 0)
			return &q->code[i];
	}
	return NULL;
}

int
norms_get(const struct answer_context *c, const char *norm, struct norms *out,
    struct err *e)
{
	*out = (struct norms){ 0 };
	return lookup_norms(
	    c->lookup, c->a, norm, NULL, c->on, &out->row, &out->n, e);
}

const struct norm_row *
norms_value(const struct norms *n, const char *key, const char *value)
{
	for (size_t i = 0; i < n->n; i++) {
		const struct norm_row *r = &n->row[i];
		if ((key == NULL || strcmp(r->key, key) == 0) &&
		    strcmp(r->value, value) == 0)
			return r;
	}
	return NULL;
}

int
norm_reason(const struct answer_context *c, const struct norm_row *row,
    struct answer *out, struct err *e)
{
	return row == NULL
		   ? 0
		   : answer_reason_add(c, out, row->text, &row->source, e);
}

int
line_add(const struct answer_context *c, struct answer *out, const char *code,
    const char *modifier, int units, const struct norm_row *row, struct err *e)
{
	size_t before = out->line_n;
	if (answer_line_add(
		c, out, code, units, row != NULL ? row->text : NULL, e) != 0 ||
	    norm_reason(c, row, out, e) != 0)
		return -1;
	if (out->line_n > before && modifier != NULL && modifier[0] != '\0')
		out->line[before].modifier[0] = modifier;
	return 0;
}

const char *
lines_sentence(const struct answer_context *c, const struct answer *out)
{
	const char *all = "";
	for (size_t i = 0; i < out->line_n && all != NULL; i++) {
		const struct answer_line *l = &out->line[i];
		const char *join = i == 0                 ? ""
				   : i + 1 == out->line_n ? " and "
							  : ", ";
		all = arena_printf(c->a, "%s%s%s", all, join, l->code);
		for (int m = 0; all != NULL && m < 4 && l->modifier[m]; m++)
			all = arena_printf(c->a, "%s-%s", all, l->modifier[m]);
		if (all != NULL && l->units != 1)
			all = arena_printf(c->a, "%s x %d", all, l->units);
	}
	return all;
}

int
ask_add(const struct answer_context *c, struct answer *out, const char *fact,
    const char *question, const char *const *options, struct err *e)
{
	if (out->ask == NULL)
		out->ask = arena_array(c->a, LIMIT_ASKS, sizeof(*out->ask));
	if (out->ask == NULL || question == NULL)
		return answer_full(e);
	if (out->ask_n == LIMIT_ASKS)
		return 0;
	struct answer_ask ask = { .fact = fact, .question = question };
	while (options != NULL && options[2 * ask.option_n] != NULL)
		ask.option_n++;
	if (ask.option_n > 0)
		ask.option =
		    arena_array(c->a, ask.option_n, sizeof(*ask.option));
	if (ask.option_n > 0 && ask.option == NULL)
		return answer_full(e);
	for (size_t i = 0; i < ask.option_n; i++)
		ask.option[i] = (struct answer_option){ options[2 * i],
			options[2 * i + 1] };
	out->ask[out->ask_n++] = ask;
	return 0;
}

int
finish(const struct answer_context *c, struct answer *out, struct err *e)
{
	if (out->ask_n > 0) {
		out->verdict = VERDICT_NEED_FACTS;
		out->line_n = 0;
		out->headline = answer_ask_headline(c, out);
	} else if (out->headline == NULL) {
		const char *codes = lines_sentence(c, out);
		out->verdict = VERDICT_CODES;
		out->headline = codes ? arena_printf(c->a, "Report %s.", codes)
				      : NULL;
	}
	return out->headline && out->understood ? 1 : answer_full(e);
}

const char *
minutes_text(const struct answer_context *c, int64_t milli)
{
	if (milli % 1000 == 0)
		return arena_printf(c->a, "%lld", (long long)(milli / 1000));
	return arena_printf(c->a, "%lld.%lld", (long long)(milli / 1000),
	    (long long)(milli % 1000 / 100));
}
