/* Kind "choose": a case in words; the decision tables of its topics say which
 * codes, or which fact is still missing. */
#include "beside.h"
#include "case.h"
#include "choose_guard.h"
#include "claim.h"
#include "code.h"
#include "level_join.h"
#include "lines.h"
#include "told.h"
#include "units.h"
#include <string.h>

#define TOPICS_MAX 12 /* procedures in one case */
/* Who asks for the anesthesia code names the operation, which another reports:
 * this topic stands alone. */
#define TOPIC_ALONE "anesthesia_code"

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
	if (question_says(q, "topic", TOPIC_ALONE)) {
		topic_add(out, TOPIC_ALONE);
		return 0;
	}
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

/* Left in one place and right in another: two lines, or a slip; a coder looks.
 */
static bool
sides_differ(const struct family_row *row, const struct question *q)
{
	return strcmp(row->units, "side") == 0 && question_conflict(q, "side");
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
column_ask(const struct answer_context *c, const struct sieve *s, size_t column,
    struct answer *out, struct err *e)
{
	struct answer_ask ask;
	if (family_ask(c, s, column, &ask, e) != 0)
		return -1;
	return answer_asks_add(c, &ask, 1, out, e);
}

/* Which fingers, which toes: nothing to choose from but the words. */
static int
mark_ask(const struct answer_context *c, const struct family_row *row,
    struct answer *out, struct err *e)
{
	struct answer_ask ask = { .fact = row->units + strlen("mark:"),
		.question = "Which ones exactly, and on which side is each?" };
	return answer_asks_add(c, &ask, 1, out, e);
}

/* What one question becomes while its parts are decided. */
struct choice {
	const struct question *q;
	struct parts parts;
	struct sieve *sieve; /* one a part */
	struct origins from;
	const char *held; /* fixed word, or NULL */
};

static int
row_report(const struct answer_context *c, struct choice *all, size_t part,
    const struct family_row *row, struct answer *out, struct err *e)
{
	const struct part *p = &all->parts.item[part];
	const struct sieve *s = &all->sieve[part];
	const char *because = family_because(c, s, row);
	size_t column;
	if (because == NULL)
		return answer_full(e);
	const char *text =
	    because[0] == '\0'
		? arena_printf(
		      c->a, "%s is the code for: %s", row->code, row->plain)
		: arena_printf(c->a, "%s, because of %s.", row->code, because);
	size_t before = out->line_n;
	if (answer_line_add(c, out, row->code, units_of(row, s->question),
		row->plain, e) != 0 ||
	    answer_reason_add(c, out, text, &row->source, e) != 0 ||
	    units_modifiers(c, p->family, row, s->question, out, &column, e) !=
		0)
		return -1;
	if (out->line_n > before)
		all->from.item[all->from.n++] = (struct line_origin){ part,
			row->addon, p->repeated, p->several, p->topic };
	if (column != SIZE_MAX && column_ask(c, s, column, out, e) != 0)
		return -1;
	return notes_add(c, s, row, out, e);
}

/* An add-on stands beside the primary code of another work. */
static bool
beside_any(const struct sieve *s)
{
	for (size_t r = 0; r < s->family->rows; r++) {
		if (s->beside[r])
			return true;
	}
	return false;
}

/* The row, if it is reported, and the add-ons beside it. */
static int
single_report(const struct answer_context *c, struct choice *all, size_t part,
    const struct family_row *row, bool primary, struct answer *out,
    struct err *e)
{
	const struct sieve *s = &all->sieve[part];
	if (primary && row_report(c, all, part, row, out, e) != 0)
		return -1;
	for (size_t r = 0; r < s->family->rows; r++) {
		if (s->beside[r] &&
		    row_report(c, all, part, &s->family->row[r], out, e) != 0)
			return -1;
	}
	return row != NULL && all->parts.n == 1
		   ? family_changes(c, s->family, row, out, e)
		   : 0;
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

/* The same code from two works of one table is one line: a scope's work counts
 * once, whatever the number of polyps. */
static bool
line_there(const struct choice *all, const struct answer *out, size_t part,
    const char *code)
{
	for (size_t i = 0; i < out->line_n; i++) {
		if (all->parts.item[part].several &&
		    all->from.item[i].several &&
		    strcmp(out->line[i].code, code) == 0)
			return true;
	}
	return false;
}

/* Of lesions of which only one has a primary code: does another part of the
 * table stand before this one? The rows' order is the rank. */
static bool
ranks_behind(const struct choice *all, size_t part)
{
	const struct part *p = &all->parts.item[part];
	const char *repeat = family_rule_value(p->family, "repeat");
	const struct family_row *mine = family_single(&all->sieve[part]);
	if (!p->repeated || repeat == NULL || strcmp(repeat, "first") != 0)
		return false;
	for (size_t i = 0; i < all->parts.n; i++) {
		const struct family_row *other = family_single(&all->sieve[i]);
		if (all->parts.item[i].topic != p->topic || other == NULL)
			continue;
		if (other < mine || (other == mine && i < part))
			return true;
	}
	return false;
}

/* One more lesion than was told: the primary code that another part has is
 * taken off again by "count-1". */
static int
count_raise(const struct answer_context *c, struct part *p, struct sieve *s,
    struct err *e)
{
	struct fact *fact = arena_array(c->a, p->q.fact_n + 1, sizeof(*fact));
	bool had = false;
	if (fact == NULL)
		return answer_full(e);
	memcpy(fact, p->q.fact, p->q.fact_n * sizeof(*fact));
	for (size_t i = 0; i < p->q.fact_n; i++) {
		if (strcmp(fact[i].name, "count") == 0) {
			fact[i].milli += 1000;
			had = true;
		}
	}
	if (!had)
		fact[p->q.fact_n++] = (struct fact){
			.name = "count", .value = "one more", .milli = 2000
		};
	p->q.fact = fact;
	family_sieve(p->family, &p->q, s);
	return 0;
}

/* One part through its table: lines, asks, or a reason to hold. */
static int
part_decide(const struct answer_context *c, struct choice *all, size_t part,
    struct answer *out, struct err *e)
{
	struct part *p = &all->parts.item[part];
	struct sieve *s = &all->sieve[part];
	struct answer_ask *ask = NULL;
	size_t asks = 0;
	if (understood_add(c, s, out, e) != 0)
		return -1;
	const struct family_row *row = family_single(s);
	if (row != NULL && sides_differ(row, &p->q)) {
		all->held = "conflict";
		return 0;
	}
	if (row != NULL && guard_mark_open(row, all->q))
		return mark_ask(c, row, out, e);
	if (row != NULL && line_there(all, out, part, row->code))
		return 0;
	size_t open = row != NULL ? family_open(s, row) : SIZE_MAX;
	if (open != SIZE_MAX)
		return column_ask(c, s, open, out, e);
	if (row != NULL) {
		bool behind = ranks_behind(all, part);
		if (behind && count_raise(c, p, s, e) != 0)
			return -1;
		return single_report(c, all, part, row, !behind, out, e);
	}
	if (s->left == 0 && all->parts.n > 1 && beside_any(s))
		return single_report(c, all, part, NULL, false, out, e);
	if (s->left > 1 && family_asks(c, s, &ask, &asks, e) != 0)
		return -1;
	if (asks == 0)
		all->held = "no_row";
	return answer_asks_add(c, ask, asks, out, e);
}

static const char *
line_shown(const struct answer_context *c, const struct answer_line *l)
{
	const char *text = l->code;
	for (size_t m = 0; m < 4 && l->modifier[m] != NULL && text; m++)
		text = arena_printf(c->a, "%s-%s", text, l->modifier[m]);
	return l->units == 1 || text == NULL
		   ? text
		   : arena_printf(c->a, "%s x %d", text, l->units);
}

static const char *
codes_sentence(const struct answer_context *c, const struct answer *out)
{
	const char *all = "";
	for (size_t i = 0; i < out->line_n && all != NULL; i++) {
		const char *join = i == 0                 ? ""
				   : i + 1 == out->line_n ? " and "
							  : ", ";
		const char *line = line_shown(c, &out->line[i]);
		all = line ? arena_printf(c->a, "%s%s%s", all, join, line)
			   : NULL;
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
				    ? answer_ask_headline(c, out)
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

/* Two codes of one edit, and nobody said whether the places differ. */
static int
distinct_ask(const struct answer_context *c, struct answer *out, struct err *e)
{
	static const struct answer_option option[] = {
		{ "separate", "both codes, the second with modifier 59" },
		{ "same", "the first code alone" },
	};
	struct answer_ask ask = { .fact = "distinct",
		.question = "Were the procedures done on separate lesions or "
			    "at separate places, or at the same one?",
		.option_n = sizeof(option) / sizeof(option[0]) };
	ask.option = arena_memdup(c->a, option, sizeof(option));
	return ask.option ? answer_asks_add(c, &ask, 1, out, e)
			  : answer_full(e);
}

/* Tables of the topics; a topic without one goes to a coder, unless its words
 * belong to a table that was found. */
static int
families_load(const struct answer_context *c, const struct topics *t,
    struct family **out, size_t *n_out, struct choice *all, struct err *e)
{
	struct family *f = arena_array(c->a, t->n, sizeof(*f));
	bool other = false;
	size_t n = 0;
	if (f == NULL)
		return answer_full(e);
	for (size_t i = 0; i < t->n; i++) {
		int rc =
		    lookup_family(c->lookup, c->a, t->id[i], c->on, &f[n], e);
		if (rc < 0)
			return -1;
		if (rc == 1 && f[n].rows > 0)
			n++;
		else
			other = true;
	}
	if (other && (n == 0 || !case_claimed(all->q, f, n)))
		all->held = "no_table";
	*out = f;
	*n_out = case_instead(all->q, f, n);
	return 0;
}

/* "Two lacerations" of which only one was told, or none. */
static bool
plural_open(const struct choice *all)
{
	if (question_fact(all->q, "plural") == NULL ||
	    question_fact(all->q, "total") != NULL)
		return false;
	for (size_t i = 0; i < all->parts.n; i++) {
		const struct part *p = &all->parts.item[i];
		if (!p->repeated &&
		    family_rule_value(p->family, "repeat") != NULL)
			return true;
	}
	return false;
}

/* The table within which this part is done, and whose code covers it: a simple
 * closure within an excision. NULL where there is none. */
static const struct family *
part_inside(const struct choice *all, const struct part *p)
{
	for (size_t i = 0; i < p->family->rules; i++) {
		const struct family_rule *rule = &p->family->rule[i];
		if (strcmp(rule->kind, "inside") != 0 ||
		    !words_hold(rule->value, &p->q))
			continue;
		for (size_t k = 0; k < all->parts.n; k++) {
			const struct family *f = all->parts.item[k].family;
			if (strcmp(f->id, rule->name) == 0)
				return f;
		}
	}
	return NULL;
}

static int
parts_within_drop(const struct answer_context *c, struct choice *all,
    struct answer *out, struct err *e)
{
	size_t kept = 0;
	for (size_t i = 0; i < all->parts.n; i++) {
		struct part *p = &all->parts.item[i];
		const struct family *f = part_inside(all, p);
		if (f == NULL) {
			all->parts.item[kept++] = *p;
			continue;
		}
		const char *text = arena_printf(c->a,
		    "%s: of this kind it belongs to the code of the other "
		    "work (%s).",
		    p->family->title, f->title);
		if (answer_reason_add(
			c, out, text, &p->family->row[0].source, e) != 0)
			return -1;
	}
	all->parts.n = kept;
	return 0;
}

static int
choice_make(const struct answer_context *c, const struct family *family,
    size_t n, struct choice *all, struct answer *out, struct err *e)
{
	if (case_split(c, all->q, family, n, &all->parts, e) != 0 ||
	    parts_within_drop(c, all, out, e) != 0 ||
	    case_sum(c, &all->parts, e) != 0)
		return -1;
	all->sieve = arena_array(c->a, all->parts.n, sizeof(*all->sieve));
	if (all->sieve == NULL)
		return answer_full(e);
	for (size_t i = 0; i < all->parts.n; i++)
		family_sieve(all->parts.item[i].family, &all->parts.item[i].q,
		    &all->sieve[i]);
	if (plural_open(all))
		all->held = "conflict";
	return 0;
}

/* Guidance stands behind the work that it guided, whatever was told first. */
static void
lines_order(const struct choice *all, struct answer *out)
{
	struct answer_line line[ANSWER_ITEMS];
	size_t n = 0;
	for (size_t last = 0; last < 2; last++) {
		for (size_t i = 0; i < out->line_n; i++) {
			const struct part *p =
			    &all->parts.item[all->from.item[i].part];
			bool is = family_rule_value(p->family, "last") != NULL;
			if (is == (last == 1))
				line[n++] = out->line[i];
		}
	}
	if (n > 0)
		memcpy(out->line, line, n * sizeof(*line));
}

static int
choice_decide(const struct answer_context *c, struct choice *all,
    struct answer *out, struct err *e)
{
	bool ask;
	for (size_t i = 0; i < all->parts.n; i++) {
		if (part_decide(c, all, i, out, e) != 0)
			return -1;
	}
	if (lines_check(c, all->q, out, &all->from, &ask, &all->held, e) != 0)
		return -1;
	lines_order(all, out);
	return ask && out->ask_n < LIMIT_ASKS ? distinct_ask(c, out, e) : 0;
}

int
answer_choose(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	struct topics t;
	struct family *family = NULL;
	size_t families = 0;
	struct choice *all = arena_alloc(c->a, sizeof(*all));
	if (all == NULL)
		return answer_full(e);
	*all = (struct choice){ .q = q };
	int joined = level_join(c, q, out, e);
	if (joined != 0)
		return joined;
	if (topics_find(c, q, &t, e) != 0)
		return -1;
	if (t.n == 0)
		return 0;
	if (families_load(c, &t, &family, &families, all, e) != 0)
		return -1;
	if (guard_vaccine_visit(q) || told_is(q, "visit_said", "yes"))
		all->held = "no_table";
	if (all->held == NULL &&
	    (choice_make(c, family, families, all, out, e) != 0 ||
		choice_decide(c, all, out, e) != 0))
		return -1;
	if (all->held == NULL && out->line_n > 0 && out->ask_n == 0) {
		int beside = guard_line_beside(c, q, out, e);
		if (beside == 0)
			beside = beside_named(c, q, family, families, out, e);
		if (beside < 0)
			return -1;
		if (beside == 1)
			all->held = "no_table";
		else if (devices_add(c, q, out, e) != 0)
			return -1;
	}
	/* Half an answer reads like a whole one: what a coder decides is
	 * left to the coder altogether. */
	if (all->held != NULL)
		out->line_n = out->reason_n = out->ask_n = out->change_n = 0;
	if (ended_say(c, q, out, e) != 0)
		return -1;
	if (out->understood == NULL)
		out->understood = "Which code?";
	return verdict_set(c, out, all->held, e) == 0 ? 1 : -1;
}
