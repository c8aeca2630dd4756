/* view.c - answers, or a coder's words, in; the tree that templates show out.
 * What is said lives here and in answer/; how it looks, in the templates. */
#include "view.h"
#include "clock.h"
#include "held.h"
#include "utf8.h"
#include "wrap.h"
#include <stdio.h>
#include <string.h>

/* What stands over an answer; "is" in the view has the verdict's name. */
static const char *const labels[] = {
	[VERDICT_YES] = "Yes",
	[VERDICT_NO] = "No",
	[VERDICT_ONLY_IF] = "Only if",
	[VERDICT_CODES] = "Codes to report",
	[VERDICT_INFO] = "Answer",
	[VERDICT_NEED_FACTS] = "Asked back",
	[VERDICT_HELD] = "With a coder",
	[VERDICT_REFUSED] = "Not answered",
};

/* One clean line under key; nothing where there is none, so that a template
 * can ask for it. */
static void
line_put(struct arena *a, struct tree *to, const char *key, const char *s)
{
	const char *line = s == NULL ? NULL : utf8_line(a, s, strlen(s));

	if (line != NULL && *line != '\0')
		tree_put_text(a, to, key, line);
}

/* A list inside a map of its own: {{#why}}heading{{#reasons}}..., so that the
 * heading stands once, and not at all without items. */
static struct tree *
group_put(struct arena *a, struct tree *to, const char *group, const char *list,
    size_t n)
{
	if (n == 0)
		return NULL;
	return tree_put_list(a, tree_put_map(a, to, group), list);
}

/* "99213-25 x 2": the code with its modifiers and units. */
static const char *
code_shown(struct arena *a, const struct answer_line *line, bool units)
{
	const char *s = line->code;

	for (size_t i = 0; s != NULL && i < 4 && line->modifier[i] != NULL; i++)
		s = arena_printf(a, "%s-%s", s, line->modifier[i]);
	if (s != NULL && units && line->units > 1)
		s = arena_printf(a, "%s x %d", s, line->units);
	return s == NULL ? NULL : utf8_line(a, s, strlen(s));
}

/* padded: the same for a text with one code under another. */
static void
report_put(struct arena *a, struct tree *to, const struct answer *answer)
{
	struct tree *list = group_put(a, to, "report", "lines", answer->line_n);
	int widest = 0;

	for (size_t i = 0; i < answer->line_n; i++) {
		const char *s = code_shown(a, &answer->line[i], true);
		int width = s == NULL ? 0 : (int)strlen(s);

		widest = width > widest ? width : widest;
	}
	for (size_t i = 0; i < answer->line_n; i++) {
		const struct answer_line *line = &answer->line[i];
		const char *s = code_shown(a, line, true);
		struct tree *one = tree_put_map(a, list, NULL);

		line_put(a, one, "code", code_shown(a, line, false));
		if (line->units > 1)
			tree_put_number(a, one, "units", line->units);
		tree_put_text(a, one, "padded",
		    s == NULL ? "" : arena_printf(a, "%-*s", widest, s));
		line_put(a, one, "plain", line->plain);
	}
}

static bool
text_same(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool
source_same(const struct source *a, const struct source *b)
{
	return text_same(a->name, b->name) &&
	       text_same(a->publisher, b->publisher) &&
	       text_same(a->edition, b->edition) && text_same(a->row, b->row) &&
	       a->from == b->from && a->to == b->to;
}

/* The reason that first names the source of reason i; n where it has none. */
static size_t
source_first(const struct answer *answer, size_t i)
{
	const struct answer_reason *r = answer->reason;
	size_t k = 0;

	if (r[i].source.name == NULL)
		return answer->reason_n;
	while (!source_same(&r[k].source, &r[i].source))
		k++;
	return k;
}

/* First and last day of the row, where they are known and near. */
static void
bound_put(struct arena *a, struct tree *to, const char *key, date day)
{
	char text[11];

	if (day != 0 && day != DATE_OPEN)
		line_put(a, to, key, date_text(day, text));
}

static bool
edition_same(const struct source *a, const struct source *b)
{
	return text_same(a->name, b->name) &&
	       text_same(a->publisher, b->publisher) &&
	       text_same(a->edition, b->edition);
}

/* One edition with all of its rows, each under its number: the name of a
 * table from which ten rows speak is not said ten times. */
static void
edition_put(struct arena *a, struct tree *list, const struct answer *answer,
    const size_t *number, size_t first)
{
	const struct answer_reason *r = answer->reason;
	struct tree *one = tree_put_map(a, list, NULL);
	struct tree *entries;

	line_put(a, one, "name", r[first].source.name);
	line_put(a, one, "publisher", r[first].source.publisher);
	line_put(a, one, "edition", r[first].source.edition);
	entries = tree_put_list(a, one, "entries");
	for (size_t i = first; i < answer->reason_n; i++) {
		struct tree *entry;

		if (number[i] == 0 || source_first(answer, i) != i ||
		    !edition_same(&r[i].source, &r[first].source))
			continue;
		entry = tree_put_map(a, entries, NULL);
		tree_put_number(a, entry, "number", (int64_t)number[i]);
		line_put(a, entry, "row", r[i].source.row);
		bound_put(a, entry, "since", r[i].source.from);
		bound_put(a, entry, "until", r[i].source.to);
	}
}

static void
sources_put(struct arena *a, struct tree *to, const struct answer *answer,
    const size_t *number)
{
	const struct answer_reason *r = answer->reason;
	struct tree *list = NULL;

	for (size_t i = 0; i < answer->reason_n; i++) {
		size_t k = 0;

		if (number[i] == 0)
			continue;
		while (
		    number[k] == 0 || !edition_same(&r[k].source, &r[i].source))
			k++;
		if (k < i)
			continue;
		if (list == NULL)
			list = group_put(a, to, "cited", "sources", 1);
		edition_put(a, list, answer, number, i);
	}
}

/* Reasons name their sources by number: several often rest on one row. One
 * that says what the headline says is not said twice: its number goes there. */
static int
why_put(struct arena *a, struct tree *to, const struct answer *answer)
{
	size_t n = answer->reason_n, count = 0, said = 0;
	struct tree *reasons;
	size_t *number = arena_array(a, n + 1, sizeof(*number));

	if (number == NULL)
		return -1;
	for (size_t i = 0; i < n; i++)
		said += text_same(answer->reason[i].text, answer->headline);
	reasons = group_put(a, to, "why", "reasons", n - said);
	for (size_t i = 0; i < n; i++) {
		const struct answer_reason *reason = &answer->reason[i];
		bool head = text_same(reason->text, answer->headline);
		struct tree *one = head ? to : tree_put_map(a, reasons, NULL);
		size_t first = source_first(answer, i);

		if (!head)
			line_put(a, one, "text", reason->text);
		if (first == n)
			continue;
		if (first == i)
			number[i] = ++count;
		tree_put_number(a, one, head ? "headline_cite" : "cite",
		    (int64_t)number[first]);
	}
	sources_put(a, to, answer, number);
	return 0;
}

/* The options of an ask that lead to the same codes are one row: returns the
 * phrases of all of them at the first, NULL at the others. */
static const char *
option_phrases(struct arena *a, const struct answer_ask *ask, size_t at)
{
	const struct answer_option *o = ask->option;
	const char *all = o[at].phrase;
	bool codes = o[at].codes != NULL && o[at].codes[0] != '\0';

	for (size_t i = 0; codes && i < at; i++)
		if (text_same(o[i].codes, o[at].codes))
			return NULL;
	for (size_t i = at + 1; codes && all != NULL && i < ask->option_n; i++)
		if (text_same(o[i].codes, o[at].codes))
			all = arena_printf(a, "%s; %s", all, o[i].phrase);
	return all;
}

static void
ask_put(struct arena *a, struct tree *to, const struct answer *answer)
{
	struct tree *list = group_put(a, to, "ask", "questions", answer->ask_n);

	for (size_t i = 0; i < answer->ask_n; i++) {
		const struct answer_ask *ask = &answer->ask[i];
		struct tree *one = tree_put_map(a, list, NULL), *options;

		line_put(a, one, "fact", ask->fact);
		line_put(a, one, "question", ask->question);
		options = group_put(a, one, "leads", "options", ask->option_n);
		for (size_t k = 0; k < ask->option_n; k++) {
			const char *phrases = option_phrases(a, ask, k);
			struct tree *o;

			if (phrases == NULL)
				continue;
			o = tree_put_map(a, options, NULL);
			line_put(a, o, "phrase", phrases);
			line_put(a, o, "codes", ask->option[k].codes);
		}
	}
}

static void
change_put(struct arena *a, struct tree *to, const struct answer *answer)
{
	struct tree *list =
	    group_put(a, to, "change", "points", answer->change_n);

	for (size_t i = 0; i < answer->change_n; i++)
		line_put(a, list, NULL, answer->change[i]);
}

static void
cells_put(
    struct arena *a, struct tree *list, const char *const *cell, size_t columns)
{
	for (size_t i = 0; i < columns; i++) {
		const char *s = cell[i] == NULL ? "" : cell[i];

		tree_put_text(a, list, NULL, utf8_line(a, s, strlen(s)));
	}
}

static int
table_put(struct arena *a, struct tree *list, const struct answer_table *t)
{
	struct tree *one = tree_put_map(a, list, NULL), *rows;

	line_put(a, one, "title", t->title);
	cells_put(a, tree_put_list(a, one, "headings"), t->heading, t->columns);
	rows = tree_put_list(a, one, "rows");
	for (size_t i = 0; i < t->rows; i++) {
		struct tree *row = tree_put_map(a, rows, NULL);

		cells_put(a, tree_put_list(a, row, "cells"),
		    t->cell + i * t->columns, t->columns);
	}
	return wrap_table(a, t, tree_put_list(a, one, "text_lines"));
}

static void
day_put(struct arena *a, struct tree *to, const struct answer *answer)
{
	char text[11];

	line_put(a, to, "as_of", date_text(answer->as_of, text));
	tree_put_bool(a, to, "as_of_named", answer->as_of_named);
	line_put(a, to, "vintage", answer->vintage);
}

/* held or refused: {reason}. */
static void
held_put(struct arena *a, struct tree *to, const struct answer *answer)
{
	const char *key = answer->verdict == VERDICT_HELD      ? "held"
			  : answer->verdict == VERDICT_REFUSED ? "refused"
							       : NULL;

	if (key != NULL)
		tree_put_text(a, tree_put_map(a, to, key), "reason",
		    held_reason(answer->why_held));
}

/* "Yes: no edit found" needs no "Yes" above it. */
static bool
label_said(const char *label, const char *headline)
{
	return headline != NULL && strncmp(headline, label, strlen(label)) == 0;
}

static int
answer_put(struct arena *a, struct tree *list, const struct answer *answer,
    size_t number)
{
	struct tree *one = tree_put_map(a, list, NULL), *tables;

	tree_put_number(a, one, "number", (int64_t)number);
	tree_put_text(a, one, "verdict", verdict_name(answer->verdict));
	if (!label_said(labels[answer->verdict], answer->headline))
		tree_put_text(a, one, "label", labels[answer->verdict]);
	tree_put_bool(
	    a, tree_put_map(a, one, "is"), verdict_name(answer->verdict), true);
	line_put(a, one, "headline", answer->headline);
	line_put(a, one, "understood", answer->understood);
	report_put(a, one, answer);
	ask_put(a, one, answer);
	held_put(a, one, answer);
	if (why_put(a, one, answer) == -1)
		return -1;
	change_put(a, one, answer);
	tables = tree_put_list(a, one, "tables");
	for (size_t i = 0; i < answer->table_n; i++)
		if (table_put(a, tables, &answer->table[i]) == -1)
			return -1;
	return 0;
}

/* What a coder answers, or nobody, holds for no day yet; nor does what rests
 * on no row, such as the list of requests. */
static bool
day_shown(const struct answer *answer)
{
	bool row = answer->verdict != VERDICT_INFO;

	for (size_t i = 0; !row && i < answer->reason_n; i++)
		row = answer->reason[i].source.name != NULL;
	return row && answer->verdict != VERDICT_HELD &&
	       answer->verdict != VERDICT_REFUSED && answer->as_of != 0;
}

static bool
day_same(const struct answer *a, const struct answer *b)
{
	return a->as_of == b->as_of && a->as_of_named == b->as_of_named &&
	       text_same(a->vintage, b->vintage);
}

/* Day and data vintage: once at the end, or with each answer where they
 * differ. */
static void
days_put(struct arena *a, struct tree *root, struct tree *list,
    const struct answers *answers)
{
	struct tree *one = list == NULL ? NULL : list->child;
	const struct answer *first = NULL;
	bool same = true;

	for (size_t i = 0; i < answers->n; i++) {
		if (!day_shown(&answers->item[i]))
			continue;
		first = first == NULL ? &answers->item[i] : first;
		same &= day_same(first, &answers->item[i]);
	}
	if (same && first != NULL)
		day_put(a, root, first);
	for (size_t i = 0; !same && one != NULL; one = one->next, i++)
		if (day_shown(&answers->item[i]))
			day_put(
			    a, tree_put_map(a, one, "day"), &answers->item[i]);
}

/* Leading and doubled spaces would vanish in HTML: every second of a run
 * becomes a no-break space there. */
static const char *
line_html(struct arena *a, const char *s, size_t n)
{
	struct buf b;
	char *copy;

	buf_init(&b, 3 * n + 1);
	for (size_t i = 0; i < n; i++)
		if (s[i] == '\t')
			buf_puts(&b, "\u00a0 \u00a0 ");
		else if (s[i] == ' ' && (i == 0 || s[i - 1] == ' '))
			buf_puts(&b, "\u00a0");
		else
			buf_putc(&b, s[i]);
	copy = arena_strdup(a, buf_text(&b));
	buf_free(&b);
	return copy;
}

static int
body_put(struct arena *a, struct tree *root, const char *body)
{
	struct tree *lines = tree_put_list(a, root, "body_lines");
	size_t n;

	tree_put_text(a, root, "body", body);
	for (const char *s = body; *s != '\0'; s += n + (s[n] == '\n')) {
		const char *line;

		n = strcspn(s, "\n");
		line = line_html(a, s, n);
		if (line == NULL)
			return -1;
		tree_put_text(a, lines, NULL, line);
	}
	return 0;
}

static struct tree *
root_make(
    struct arena *a, const struct reply_envelope *env, const char *subject)
{
	struct tree *root = tree_map(a);

	line_put(a, root, "subject", subject);
	line_put(a, root, "from_name", env->from_name);
	line_put(a, root, "token", env->token);
	line_put(a, root, "notice", env->notice);
	return root;
}

/* Whoever shows the AMA's text says under which licence. */
static void
licence_put(struct arena *a, struct tree *root, const struct licence *licence)
{
	struct tree *to;

	if (licence == NULL)
		return;
	to = tree_put_map(a, root, "licence");
	line_put(a, to, "holder", licence->holder);
	tree_put_number(a, to, "year", licence->year);
}

const struct tree *
view_answer(struct arena *a, const struct reply_envelope *env,
    const char *subject, const struct answers *answers)
{
	struct tree *root = root_make(a, env, subject);
	struct tree *list = tree_put_list(a, root, "answers");
	const struct licence *licence = NULL;
	bool cpt = false, asked = false, told = false;

	tree_put_number(a, root, "count", (int64_t)answers->n);
	tree_put_bool(a, root, "several", answers->n > 1);
	for (size_t i = 0; i < answers->n; i++) {
		const struct answer *answer = &answers->item[i];

		if (answer_put(a, list, answer, i + 1) == -1)
			return NULL;
		cpt |= answer->shows_cpt;
		if (answer->licence != NULL)
			licence = answer->licence;
		asked |= answer->ask_n > 0;
		told |= answer->verdict == VERDICT_HELD &&
			(answers->reason == NULL ||
			    text_same(answer->why_held, answers->reason));
	}
	tree_put_bool(a, root, "asked", asked);
	/* Tables may have answered where a person looks all the same. */
	if (answers->outcome == OUTCOME_HELD && !told)
		tree_put_text(a,
		    tree_put_map(a, root,
			held_partly(answers->reason) ? "partly" : "waits"),
		    "reason", held_reason(answers->reason));
	days_put(a, root, list, answers);
	if (cpt)
		line_put(a, root, "copyright", env->copyright);
	licence_put(a, root, licence);
	return root;
}

const struct tree *
view_human(struct arena *a, const struct reply_envelope *env,
    const char *subject, const char *body)
{
	struct tree *root = root_make(a, env, subject);
	size_t n = 0;
	char *clean = utf8_clean(a, body, strlen(body), &n);

	while (clean != NULL && n > 0 && clean[n - 1] == '\n')
		clean[--n] = '\0';
	if (clean == NULL || body_put(a, root, clean) == -1)
		return NULL;
	line_put(a, root, "copyright", env->copyright);
	return root;
}
