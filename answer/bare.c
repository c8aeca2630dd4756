/* A bare reply: "5", "left", "yes". What was asked for comes in beside it; the
 * reply with the fact that it tells goes out. */
#include "kinds.h"
#include "limit.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define BARE_BYTES 48 /* of a reply's first line; longer ones tell a case */

/* A column that was asked for, in the table that asks. */
struct asked {
	const struct family *family;
	size_t column;
};
struct bare {
	char line[BARE_BYTES + 1];
	struct asked asked[LIMIT_ASKS];
	size_t asked_n;
};

/* The first line, without the full stop. False where it is long or empty. */
static bool
line_take(const char *text, char out[BARE_BYTES + 1])
{
	text += strspn(text, " \t\n");
	size_t n = strcspn(text, "\n");
	while (n > 0 && strchr(" \t.!", text[n - 1]) != NULL)
		n--;
	if (n == 0 || n > BARE_BYTES)
		return false;
	memcpy(out, text, n);
	out[n] = '\0';
	return true;
}

static bool
column_numbers(const struct asked *k)
{
	for (size_t r = 0; r < k->family->rows; r++) {
		if (k->family->row[r].cell[k->column].range)
			return true;
	}
	return false;
}

/* "y" of "<6y", from the first range of the column; "" for counts. */
static const char *
column_unit(const struct asked *k)
{
	for (size_t r = 0; r < k->family->rows; r++) {
		const struct family_cell *cell =
		    &k->family->row[r].cell[k->column];
		if (cell->range)
			return cell->text + strcspn(cell->text,
						"abcdefghijklmnopqrstuvwxyz");
	}
	return "";
}

/* The unit behind the number; that of the column where none was written. */
static const char *
unit_read(struct arena *a, const char *rest, const struct asked *k)
{
	rest += strspn(rest, " ");
	size_t n = strspn(rest, "abcdefghijklmnopqrstuvwxyz");
	if (rest[n] != '\0')
		return NULL;
	return n == 0 ? column_unit(k) : arena_strndup(a, rest, n);
}

/* 1 with the fact, 0 where the line is no lone number, -1. */
static int
number_read(struct arena *a, struct lookup *l, const struct bare *b,
    const struct asked *k, struct fact *out, struct err *e)
{
	struct fact_row *rule;
	size_t rules;
	char *end;
	const char *name = k->family->column[k->column].fact;
	double number = strtod(b->line, &end);
	if (b->line[0] < '0' || b->line[0] > '9' || number > 100000 ||
	    memchr(b->line, 'e', (size_t)(end - b->line)) != NULL ||
	    memchr(b->line, 'x', (size_t)(end - b->line)) != NULL)
		return 0;
	const char *unit = unit_read(a, end, k);
	if (unit == NULL)
		return 0;
	if (lookup_rules(l, a, &rule, &rules, e) != 0)
		return -1;
	int64_t factor = lookup_unit(rule, rules, name, unit);
	if (factor <= 0)
		return 0;
	*out = (struct fact){ .name = name,
		.value = arena_printf(a, "%.*s%s%s", (int)(end - b->line),
		    b->line, unit[0] ? " " : "", unit),
		.milli = (int64_t)(number * 1000 + 0.5) * factor / 1000,
		.len = strlen(b->line) };
	return out->value ? 1 : answer_full(e);
}

/* Does the line say the word, with spaces for its underscores? */
static bool
word_said(const char *line, const char *word)
{
	size_t i = 0;
	for (; line[i] != '\0' && word[i] != '\0'; i++) {
		char c = word[i] == '_' ? ' ' : word[i];
		if (strncasecmp(&line[i], &c, 1) != 0)
			return false;
	}
	return line[i] == '\0' && word[i] == '\0';
}

/* "yes" is said of a column of yes and no, or of with and without. */
static const char *
yes_said(const char *line)
{
	static const char *const said[][2] = { { "yes", "yes" },
		{ "yep", "yes" }, { "yeah", "yes" }, { "correct", "yes" },
		{ "no", "no" }, { "nope", "no" }, { "none", "no" } };
	for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++) {
		if (strcasecmp(line, said[i][0]) == 0)
			return said[i][1];
	}
	return NULL;
}

static bool
word_fits(const char *line, const struct family_cell *cell, size_t i)
{
	const char *yes = yes_said(line);
	if (word_said(line, cell->word[i]))
		return true;
	if (cell->word_n == 1 && strcasecmp(line, cell->phrase) == 0)
		return true;
	return yes != NULL &&
	       (strcmp(cell->word[i], yes) == 0 ||
		   strcmp(cell->word[i],
		       strcmp(yes, "yes") == 0 ? "with" : "without") == 0);
}

static bool
word_read(const struct bare *b, const struct asked *k, struct fact *out)
{
	for (size_t r = 0; r < k->family->rows; r++) {
		const struct family_cell *cell =
		    &k->family->row[r].cell[k->column];
		for (size_t i = 0; i < cell->word_n; i++) {
			if (!word_fits(b->line, cell, i))
				continue;
			*out = (struct fact){
				.name = k->family->column[k->column].fact,
				.value = cell->word[i],
				.milli = INT64_MIN,
				.len = strlen(b->line)
			};
			return true;
		}
	}
	return false;
}

/* The columns behind the asks of one answer. */
static int
asked_find(struct arena *a, struct lookup *l, const struct question *q,
    const struct answer *answer, date on, struct bare *b, struct err *e)
{
	for (size_t i = 0; i < q->fact_n; i++) {
		if (strcmp(q->fact[i].name, "topic") != 0)
			continue;
		struct family *f = arena_array(a, 1, sizeof(*f));
		if (f == NULL)
			return answer_full(e);
		int rc = lookup_family(l, a, q->fact[i].value, on, f, e);
		if (rc < 0)
			return -1;
		for (size_t k = 0; rc == 1 && k < f->columns; k++) {
			for (size_t n = 0; n < answer->ask_n; n++) {
				if (strcmp(answer->ask[n].fact,
					f->column[k].fact) == 0 &&
				    b->asked_n < LIMIT_ASKS)
					b->asked[b->asked_n++] =
					    (struct asked){ f, k };
			}
		}
	}
	return 0;
}

/* The one asked column that the line answers; 1, 0 for none or several, -1. */
static int
bare_read(struct arena *a, struct lookup *l, const struct bare *b,
    struct fact *out, struct err *e)
{
	size_t fits = 0;
	for (size_t i = 0; i < b->asked_n; i++) {
		struct fact f;
		int rc = column_numbers(&b->asked[i])
			     ? number_read(a, l, b, &b->asked[i], &f, e)
			     : word_read(b, &b->asked[i], &f);
		if (rc < 0)
			return -1;
		if (rc == 1 && fits > 0 && strcmp(out->name, f.name) == 0)
			continue;
		if (rc == 1) {
			*out = f;
			fits++;
		}
	}
	return fits == 1;
}

static int
bare_asked(struct arena *a, struct lookup *l, const struct questions *before,
    date today, struct bare *b, struct err *e)
{
	struct answers answers;
	if (answer_all(a, l, before, today, &answers, e) != 0)
		return -1;
	for (size_t i = 0; i < answers.n; i++) {
		const struct question *q = &before->item[i];
		if (answers.item[i].ask_n > 0 &&
		    asked_find(a, l, q, &answers.item[i],
			q->service ? q->service : today, b, e) != 0)
			return -1;
	}
	return 0;
}

/* The reply, with the fact behind what was read of it. */
static int
bare_put(struct arena *a, const struct questions *now, const struct fact *fact,
    struct questions *out, struct err *e)
{
	struct question *q = arena_memdup(a, now->item, sizeof(*q));
	struct fact *all =
	    arena_array(a, now->item[0].fact_n + 1, sizeof(*all));
	if (q == NULL || all == NULL)
		return answer_full(e);
	if (q->fact_n > 0)
		memcpy(all, q->fact, q->fact_n * sizeof(*all));
	all[q->fact_n++] = *fact;
	q->fact = all;
	q->kind = "unclear"; /* it goes on about what was asked before */
	*out = *now;
	out->item = q;
	return 0;
}

int
answer_bare(struct arena *a, struct lookup *l, const struct questions *before,
    const struct questions *now, date today, struct questions *out,
    struct err *e)
{
	struct bare *b = arena_alloc(a, sizeof(*b));
	struct fact fact;
	*out = *now;
	if (b == NULL)
		return answer_full(e);
	memset(b, 0, sizeof(*b));
	if (now->n != 1 || now->wants_human || now->thanks ||
	    now->item[0].code_n > 0 || !line_take(now->item[0].text, b->line))
		return 0;
	if (bare_asked(a, l, before, today, b, e) != 0)
		return -1;
	int rc = bare_read(a, l, b, &fact, e);
	if (rc < 0)
		return -1;
	if (rc == 0 || question_fact(&now->item[0], fact.name) != NULL)
		return 0;
	return bare_put(a, now, &fact, out, e);
}
