/* Kind "choose": a case in words; the decision tables of its topics say which
 * codes, or which fact is still missing. */
#include "code.h"
#include "family.h"
#include "kinds.h"
#include <string.h>

#define TOPICS_MAX 12 /* procedures in one case */

struct topics {
	const char *id[TOPICS_MAX];
	size_t n;
};

static void
topic_add(struct topics *t, const char *id)
{
	for (size_t i = 0; i < t->n; i++) {
		if (strcmp(t->id[i], id) == 0)
			return;
	}
	if (t->n < TOPICS_MAX)
		t->id[t->n++] = id;
}

/* The words name the topics; where they name none, the codes do, as in "which
 * of 33951 and 33953 for a ten year old?". */
static int
topics_find(const struct answer_context *c, const struct question *q,
    struct topics *out, struct err *e)
{
	out->n = 0;
	for (size_t i = 0; i < q->fact_n; i++) {
		if (strcmp(q->fact[i].name, "topic") == 0)
			topic_add(out, q->fact[i].value);
	}
	for (size_t i = 0; out->n == 0 && i < q->code_n; i++) {
		struct code_row row;
		int rc = answer_known(c, &q->code[i], &row, e);
		if (rc < 0)
			return -1;
		if (rc == 1 && row.family != NULL && q->fact_n > 0)
			topic_add(out, row.family);
	}
	return 0;
}

/* Units of a row: 1, the fact "count", or what comes behind the first one. */
static int
units_of(const struct family_row *row, const struct question *q)
{
	const struct fact *count = question_fact(q, "count");
	bool rest = strcmp(row->units, "count-1") == 0;
	if ((!rest && strcmp(row->units, "count") != 0) || count == NULL ||
	    question_conflict(q, "count"))
		return 1;
	int64_t units = count->milli / 1000 - rest;
	return units < 1 || units > 999 ? 1 : (int)units;
}

/* 50, LT or RT where the side tells; NULL where it does not. */
static const char *
side_modifier(const struct family_row *row, const struct question *q)
{
	static const char *const side[][2] = { { "both", "50" },
		{ "left", "LT" }, { "right", "RT" } };
	const struct fact *told = question_fact(q, "side");
	if (told == NULL || strcmp(row->units, "side") != 0)
		return NULL;
	for (size_t i = 0; i < sizeof(side) / sizeof(side[0]); i++) {
		if (strcmp(told->value, side[i][0]) == 0)
			return side[i][1];
	}
	return NULL;
}

/* Left in one place and right in another: two lines, or a slip; a coder looks.
 */
static bool
sides_differ(const struct family_row *row, const struct question *q)
{
	return strcmp(row->units, "side") == 0 && question_conflict(q, "side");
}

static int
side_add(const struct answer_context *c, const struct family_row *row,
    const struct question *q, struct answer *out, struct err *e)
{
	const char *code = side_modifier(row, q);
	struct modifier_row known;
	if (code == NULL || out->line_n == 0)
		return 0;
	out->line[out->line_n - 1].modifier[0] = code;
	int rc = lookup_modifier(c->lookup, c->a, code, c->on, &known, e);
	if (rc < 1)
		return rc;
	const char *text =
	    arena_printf(c->a, "Modifier %s: %s", code, known.plain);
	return answer_reason_add(c, out, text, &known.source, e);
}

/* What stands behind a line: the add-on rule, notes of row and table, what was
 * taken for granted. */
static int
notes_add(const struct answer_context *c, const struct sieve *s,
    const struct family_row *row, struct answer *out, struct err *e)
{
	const char *note[] = { row->addon ? answer_addon(c, row->code) : "",
		row->note, s->family->note, family_assumed(c, s, row) };
	for (size_t i = 0; i < sizeof(note) / sizeof(note[0]); i++) {
		if (answer_reason_add(c, out, note[i], &row->source, e) != 0)
			return -1;
	}
	return 0;
}

static int
row_report(const struct answer_context *c, const struct sieve *s,
    const struct family_row *row, struct answer *out, struct err *e)
{
	const char *because = family_because(c, s, row);
	if (because == NULL)
		return answer_full(e);
	const char *text =
	    because[0] == '\0'
		? arena_printf(
		      c->a, "%s is the code for: %s", row->code, row->plain)
		: arena_printf(c->a, "%s, because of %s.", row->code, because);
	if (answer_line_add(c, out, row->code, units_of(row, s->question),
		row->plain, e) != 0 ||
	    answer_reason_add(c, out, text, &row->source, e) != 0 ||
	    side_add(c, row, s->question, out, e) != 0)
		return -1;
	return notes_add(c, s, row, out, e);
}

static int
single_report(const struct answer_context *c, const struct sieve *s,
    const struct family_row *row, struct answer *out, struct err *e)
{
	if (row_report(c, s, row, out, e) != 0)
		return -1;
	for (size_t r = 0; r < s->family->rows; r++) {
		if (s->beside[r] &&
		    row_report(c, s, &s->family->row[r], out, e) != 0)
			return -1;
	}
	return family_changes(c, s->family, row, out, e);
}

/* Codes that the asker named and that are not valid that day. */
static int
ended_say(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	for (size_t i = 0; i < q->code_n; i++) {
		struct code_row row;
		char shown[32];
		int rc = answer_known(c, &q->code[i], &row, e);
		if (rc < 0)
			return -1;
		if (rc == 0 && row.code != NULL &&
		    answer_ended(
			c, code_show(&q->code[i], shown), &row, out, e) != 0)
			return -1;
	}
	return 0;
}

static int
asks_append(const struct answer_context *c, const struct answer_ask *ask,
    size_t n, struct answer *out, struct err *e)
{
	if (out->ask == NULL)
		out->ask = arena_array(c->a, LIMIT_ASKS, sizeof(*out->ask));
	if (out->ask == NULL)
		return answer_full(e);
	for (size_t i = 0; i < n; i++) {
		size_t same = 0;
		while (same < out->ask_n &&
		       strcmp(out->ask[same].fact, ask[i].fact) != 0)
			same++;
		if (same == out->ask_n && out->ask_n < LIMIT_ASKS)
			out->ask[out->ask_n++] = ask[i];
	}
	return 0;
}

/* "Putting in ECMO cannulas (Age: 4 y; Site: peripheral)": how one topic was
 * read, for the asker to check. */
static int
understood_add(const struct answer_context *c, const struct sieve *s,
    struct answer *out, struct err *e)
{
	const char *told = family_told(c, s);
	if (told == NULL)
		return answer_full(e);
	out->understood = arena_printf(c->a, "%s%s%s%s%s",
	    out->understood ? out->understood : "Which code: ",
	    out->understood ? "; " : "", s->family->title, told[0] ? " (" : "",
	    told);
	if (out->understood != NULL && told[0] != '\0')
		out->understood = arena_printf(c->a, "%s)", out->understood);
	return out->understood ? 0 : answer_full(e);
}

/* One topic through its table: a line, asks, or a reason to hold. */
static int
topic_decide(const struct answer_context *c, const struct question *q,
    const char *id, struct answer *out, const char **held, struct err *e)
{
	struct family f;
	struct sieve s;
	struct answer_ask *ask = NULL;
	size_t asks = 0;
	int rc = lookup_family(c->lookup, c->a, id, c->on, &f, e);
	if (rc < 0)
		return -1;
	if (rc == 0 || f.rows == 0) {
		*held = "no_table";
		return 0;
	}
	family_sieve(&f, q, &s);
	if (understood_add(c, &s, out, e) != 0)
		return -1;
	const struct family_row *row = family_single(&s);
	if (row != NULL && sides_differ(row, q)) {
		*held = "conflict";
		return 0;
	}
	if (row != NULL)
		return single_report(c, &s, row, out, e);
	if (s.left > 1 && family_asks(c, &s, &ask, &asks, e) != 0)
		return -1;
	if (asks == 0)
		*held = "no_row";
	return asks_append(c, ask, asks, out, e);
}

static const char *
codes_sentence(const struct answer_context *c, const struct answer *out)
{
	const char *all = "";
	for (size_t i = 0; i < out->line_n && all != NULL; i++) {
		const struct answer_line *l = &out->line[i];
		const char *join = i == 0                 ? ""
				   : i + 1 == out->line_n ? " and "
							  : ", ";
		const char *dash = l->modifier[0] ? "-" : "";
		const char *side = l->modifier[0] ? l->modifier[0] : "";
		all = l->units == 1 ? arena_printf(c->a, "%s%s%s%s%s", all,
					  join, l->code, dash, side)
				    : arena_printf(c->a, "%s%s%s%s%s x %d", all,
					  join, l->code, dash, side, l->units);
	}
	return all;
}

static int
verdict_set(const struct answer_context *c, struct answer *out,
    const char *held, struct err *e)
{
	const char *codes = codes_sentence(c, out);
	if (codes == NULL)
		return answer_full(e);
	if (held != NULL) {
		answer_held(out, held,
		    "The tables do not decide this case: a coder will answer "
		    "in this thread.");
	} else if (out->ask_n > 0) {
		out->verdict = VERDICT_NEED_FACTS;
		out->headline = out->line_n == 0
				    ? "Not enough facts yet: please answer the "
				      "question below."
				    : arena_printf(c->a,
					  "So far %s; one more fact is needed "
					  "for the rest.",
					  codes);
	} else {
		out->verdict = VERDICT_CODES;
		out->headline = arena_printf(c->a, "Report %s.", codes);
	}
	return out->headline ? 0 : answer_full(e);
}

/* The age is the patient's; all other facts belong to one procedure. */
static bool
fact_shared(const struct family *a, const struct family *b)
{
	for (size_t i = 0; i < a->columns; i++) {
		const char *fact = a->column[i].fact;
		if (strcmp(fact, "age") == 0)
			continue;
		for (size_t k = 0; k < b->columns; k++) {
			if (strcmp(fact, b->column[k].fact) == 0)
				return true;
		}
	}
	return false;
}

/* 1 where one fact would speak for two tables: nobody knows for which of two
 * hernias "recurrent" was said. */
static int
topics_share(
    const struct answer_context *c, const struct topics *t, struct err *e)
{
	struct family *f = arena_array(c->a, t->n, sizeof(*f));
	if (f == NULL)
		return answer_full(e);
	for (size_t i = 0; i < t->n; i++) {
		int rc =
		    lookup_family(c->lookup, c->a, t->id[i], c->on, &f[i], e);
		if (rc < 0)
			return -1;
		if (rc == 0)
			f[i] = (struct family){ 0 };
		for (size_t k = 0; k < i; k++) {
			if (fact_shared(&f[k], &f[i]))
				return 1;
		}
	}
	return 0;
}

int
answer_choose(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	struct topics t;
	const char *held = NULL;
	if (topics_find(c, q, &t, e) != 0)
		return -1;
	if (t.n == 0)
		return 0;
	for (size_t i = 0; i < t.n; i++) {
		if (topic_decide(c, q, t.id[i], out, &held, e) != 0)
			return -1;
	}
	int shared = topics_share(c, &t, e);
	if (shared < 0)
		return -1;
	if (shared == 1 && held == NULL)
		held = "conflict";
	/* Half an answer reads like a whole one: what a coder decides is
	 * left to the coder altogether. */
	if (held != NULL)
		out->line_n = out->reason_n = out->ask_n = out->change_n = 0;
	if (ended_say(c, q, out, e) != 0)
		return -1;
	if (out->understood == NULL)
		out->understood = "Which code?";
	return verdict_set(c, out, held, e) == 0 ? 1 : -1;
}
