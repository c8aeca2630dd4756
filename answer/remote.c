/* Kind "remote": days with data and minutes of the month come in; the codes of
 * remote physiologic and therapeutic monitoring go out. */
#include "told.h"
#include <string.h>

/* One month of one patient. */
struct month {
	const struct answer_context *c;
	const struct question *q;
	struct answer *out;
	struct norms n;
	const char *kind;   /* "rpm", "rtm" */
	const char *device; /* key of its days: "rpm", "rtm.muscles"; NULL */
	int64_t days, minutes;
	bool days_told, minutes_told, minutes_open;
};

static const struct norm_row *
row_of(const struct month *m, const char *key)
{
	for (size_t i = 0; i < m->n.n; i++) {
		if (strcmp(m->n.row[i].key, key) == 0)
			return &m->n.row[i];
	}
	return NULL;
}

static int
month_read(struct month *m, struct err *e)
{
	struct stretch s[STRETCH_MAX];
	size_t n = told_stretches(m->q, "minutes", s, STRETCH_MAX);
	const char *device = told_word(m->q, "remote_device");
	m->days_told = told_number(m->q, "remote_days", &m->days);
	m->minutes_told = n == 1 && s[0].low == s[0].high;
	m->minutes_open = n > 0 && !m->minutes_told;
	m->minutes = m->minutes_told ? s[0].low : 0;
	if (strcmp(m->kind, "rpm") == 0)
		m->device = m->kind;
	else if (device != NULL &&
		 (m->device = arena_printf(m->c->a, "rtm.%s", device)) == NULL)
		return answer_full(e);
	return 0;
}

static int
ask_days(struct month *m, struct err *e)
{
	return ask_add(m->c, m->out, "remote_days",
	    "On how many days within 30 days did the device record or send "
	    "data?",
	    NULL, e);
}

static int
days_line(struct month *m, struct err *e)
{
	const char *key = m->device == NULL
			      ? NULL
			      : arena_printf(m->c->a, "%s.days", m->device);
	if (m->device == NULL)
		return ask_add(m->c, m->out, "remote_device",
		    "What does the device monitor: breathing, muscles and "
		    "bones, or a cognitive behavioral therapy?",
		    NULL, e);
	if (key == NULL)
		return answer_full(e);
	const struct norm_row *row = norm_at(m->n.row, m->n.n, key, m->days);
	if (row == NULL)
		return answer_reason_add(m->c, m->out,
		    "The days with data do not reach a code of the device.",
		    NULL, e);
	if (line_add(m->c, m->out, row->value, NULL, 1, row, e) != 0)
		return -1;
	return norm_reason(m->c, row_of(m, "one"), m->out, e);
}

/* One code for the first minutes, one more unit for each further step. */
static int
minutes_line(struct month *m, struct err *e)
{
	const char *first = arena_printf(m->c->a, "%s.minutes", m->kind);
	const char *further = arena_printf(m->c->a, "%s.more", m->kind);
	if (first == NULL || further == NULL)
		return answer_full(e);
	const struct norm_row *row =
	    norm_at(m->n.row, m->n.n, first, m->minutes);
	const struct norm_row *more = row_of(m, further);
	if (norm_reason(m->c, row_of(m, "contact"), m->out, e) != 0)
		return -1;
	if (row == NULL)
		return answer_reason_add(m->c, m->out,
		    "The minutes of the month do not reach a code of "
		    "management.",
		    NULL, e);
	if (told_is(m->q, "remote_contact", "no"))
		return 0;
	if (line_add(m->c, m->out, row->value, NULL, 1, row, e) != 0)
		return -1;
	if (more == NULL || row->high_milli != INT64_MAX)
		return 0;
	int units = (int)((m->minutes - row->low_milli) / more->low_milli);
	return units > 0
		   ? line_add(m->c, m->out, more->value, NULL, units, more, e)
		   : 0;
}

/* Set-up counts with data of 16 days; for fewer a coder decides. */
static int
setup_line(struct month *m, struct err *e)
{
	const char *key = arena_printf(m->c->a, "setup.%s", m->kind);
	const struct norm_row *row = key != NULL ? row_of(m, key) : NULL;
	if (key == NULL)
		return answer_full(e);
	return row == NULL
		   ? 0
		   : line_add(m->c, m->out, row->value, NULL, 1, row, e);
}

static int
month_lines(struct month *m, bool setup, struct err *e)
{
	if (setup && setup_line(m, e) != 0)
		return -1;
	if (m->days_told && days_line(m, e) != 0)
		return -1;
	if (!m->days_told && question_fact(m->q, "remote_days") != NULL &&
	    ask_days(m, e) != 0)
		return -1;
	if (m->minutes_told)
		return minutes_line(m, e);
	if (m->minutes_open)
		return ask_add(m->c, m->out, "minutes",
		    "How many minutes of management were there in the calendar "
		    "month in all?",
		    NULL, e);
	return 0;
}

/* A code that the month's facts say nothing of is no matter of yes or no. */
static int
named_judge(struct month *m, struct err *e)
{
	struct answer *out = m->out;
	bool there = true, known = m->q->code_n > 0;
	for (size_t k = 0; k < m->q->code_n; k++) {
		bool one = false;
		known &= norms_value(&m->n, NULL, m->q->code[k].text) != NULL;
		for (size_t i = 0; i < out->line_n; i++)
			one |= strcmp(out->line[i].code, m->q->code[k].text) ==
				   0 &&
			       (m->q->code[k].units == 1 ||
				   m->q->code[k].units == out->line[i].units);
		there &= one;
	}
	if (!known || !told_is(m->q, "asks", "yes_no") || out->ask_n > 0)
		return 0;
	const char *all = lines_sentence(m->c, out);
	if (all == NULL)
		return answer_full(e);
	out->verdict = there ? VERDICT_YES : VERDICT_NO;
	out->headline = out->line_n == 0
			    ? "No: days, minutes or contact do not reach it."
			    : arena_printf(m->c->a, "%s: report %s.",
				  there ? "Yes" : "No", all);
	return out->headline != NULL ? 0 : answer_full(e);
}

static bool
other_codes(const struct month *m)
{
	struct norms all = m->n;
	for (size_t k = 0; k < m->q->code_n; k++) {
		const char *code = m->q->code[k].text;
		if (strncmp(code, "99", 2) != 0 && strncmp(code, "98", 2) != 0)
			return true;
		if (norms_value(&all, NULL, code) == NULL &&
		    m->c->on >= 20260101)
			return true;
	}
	return false;
}

int
answer_remote(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	struct month m = {
		.c = c, .q = q, .out = out, .kind = told_word(q, "remote")
	};
	bool setup = told_is(q, "remote_setup", "yes");
	if (m.kind == NULL || told_is(q, "remote_beside", "yes"))
		return 0;
	if (norms_get(c, "remote", &m.n, e) != 0 || month_read(&m, e) != 0)
		return -1;
	if (m.n.n == 0 || other_codes(&m) ||
	    (setup && (!m.days_told || m.days < 16000)))
		return 0;
	if (!m.days_told && !m.minutes_told && !m.minutes_open)
		return 0;
	out->understood =
	    "Which codes for a month of remote monitoring, by days and "
	    "minutes?";
	if (month_lines(&m, setup, e) != 0 || named_judge(&m, e) != 0)
		return -1;
	if (out->line_n == 0 && out->ask_n == 0 && out->headline == NULL) {
		out->verdict = VERDICT_INFO;
		out->headline = "Nothing to report: days, minutes or contact "
				"do not reach a code.";
	}
	return finish(c, out, e);
}
