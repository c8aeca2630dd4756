/* Kind "compare": codes side by side, in what tells them apart. */
#include "code.h"
#include "family.h"
#include "kinds.h"
#include <ctype.h>
#include <string.h>

#define COMPARED_MAX 12 /* codes side by side in one mail */

/* The codes of a question with their rows, all known on the day. */
struct compared {
	const char *code[COMPARED_MAX];
	const char *shown[COMPARED_MAX]; /* "modifier 25" */
	const char *plain[COMPARED_MAX];
	const char *detail[COMPARED_MAX];
	struct source source[COMPARED_MAX];
	const char *family[COMPARED_MAX];
	size_t n;
};

/* 1 known and added (or there already), 0 not known, -1. */
static int
compared_add(const struct answer_context *c, const struct code *code,
    struct compared *out, struct err *e)
{
	struct code_row row = { 0 };
	struct modifier_row modifier = { 0 };
	for (size_t i = 0; i < out->n; i++) {
		if (strcmp(out->code[i], code->text) == 0)
			return 1;
	}
	struct code bare = { .system = code->system, .units = 1 };
	char show[32];
	bool is_modifier = code->system == CODE_MODIFIER;
	memcpy(bare.text, code->text, sizeof(bare.text));
	int rc = is_modifier ? lookup_modifier(c->lookup, c->a, code->text,
				   c->on, &modifier, e)
			     : answer_known(c, code, &row, e);
	if (rc != 1)
		return rc;
	out->code[out->n] = code->text;
	out->shown[out->n] = is_modifier
				 ? arena_printf(c->a, "modifier %s", code->text)
				 : arena_strdup(c->a, code_show(&bare, show));
	if (out->shown[out->n] == NULL)
		return answer_full(e);
	out->plain[out->n] = is_modifier ? modifier.plain : row.plain;
	out->detail[out->n] = is_modifier ? modifier.detail : row.detail;
	out->source[out->n] = is_modifier ? modifier.source : row.source;
	out->family[out->n++] = is_modifier ? NULL : row.family;
	return 1;
}

static const char *
names_join(const struct answer_context *c, const struct compared *m)
{
	const char *all = m->shown[0];
	for (size_t i = 1; i < m->n && all != NULL; i++)
		all = arena_printf(c->a, "%s%s%s", all,
		    i + 1 == m->n ? " and " : ", ", m->shown[i]);
	return all;
}

/* "Modifier 57: Decision for surgery." */
static const char *
sentence_of(const struct answer_context *c, const struct compared *m, size_t i)
{
	char *text = arena_printf(c->a, "%s: %s", m->shown[i], m->plain[i]);
	if (text != NULL)
		text[0] = (char)toupper((unsigned char)text[0]);
	return text;
}

/* Two that no table of columns holds are told apart by what each is. */
static int
both_say(const struct answer_context *c, const struct compared *m,
    struct answer *out, struct err *e)
{
	const char *one = sentence_of(c, m, 0), *two = sentence_of(c, m, 1);
	out->headline = one && two ? arena_printf(c->a, "%s %s", one, two)
				   : NULL;
	return out->headline ? 0 : answer_full(e);
}

static int
plain_table(const struct answer_context *c, const struct compared *m,
    struct answer *out, struct err *e)
{
	struct answer_table *t = arena_alloc(c->a, sizeof(*t));
	const char **heading = arena_array(c->a, 2, sizeof(*heading));
	const char **cell = arena_array(c->a, 2 * m->n, sizeof(*cell));
	if (t == NULL || heading == NULL || cell == NULL)
		return answer_full(e);
	heading[0] = "Code";
	heading[1] = "What it is";
	for (size_t i = 0; i < m->n; i++) {
		cell[2 * i] = m->shown[i];
		cell[2 * i + 1] = m->plain[i];
	}
	*t = (struct answer_table){ "Side by side", heading, 2, cell, m->n };
	out->table = t;
	out->table_n = 1;
	return 0;
}

/* The codes of rows[from..n) whose cell is that of rows[from]: "20610, 20611";
 * NULL where one before it says the same. */
static const char *
codes_alike(const struct answer_context *c,
    const struct family_row *const *rows, size_t n, size_t from, size_t column)
{
	const char *mine = rows[from]->cell[column].phrase;
	const char *codes = rows[from]->code;
	for (size_t i = 0; i < from; i++) {
		if (strcmp(rows[i]->cell[column].phrase, mine) == 0)
			return NULL;
	}
	for (size_t i = from + 1; i < n && codes != NULL; i++) {
		if (strcmp(rows[i]->cell[column].phrase, mine) == 0)
			codes =
			    arena_printf(c->a, "%s, %s", codes, rows[i]->code);
	}
	return codes;
}

/* "They differ in age: 33953: birth through 5 years; 33954: 6 years or over."
 */
static const char *
difference_text(const struct answer_context *c, const struct family *f,
    const struct family_row *const *rows, size_t n, size_t column)
{
	const char *text =
	    arena_printf(c->a, "They differ in %s.", f->column[column].label);
	for (size_t i = 0; i < n && text != NULL; i++) {
		const char *codes = codes_alike(c, rows, n, i, column);
		if (codes != NULL)
			text = arena_printf(c->a, "%s %s: %s.", text, codes,
			    rows[i]->cell[column].phrase);
	}
	return text;
}

static const char *
common_text(const struct answer_context *c, const struct family *f,
    const struct family_row *const *rows, size_t n)
{
	const char *text = NULL;
	for (size_t k = 0; k < f->columns; k++) {
		bool same = !rows[0]->cell[k].any;
		for (size_t i = 1; i < n; i++)
			same &= strcmp(rows[i]->cell[k].text,
				    rows[0]->cell[k].text) == 0;
		if (same)
			text = arena_printf(c->a, "%s%s %s: %s",
			    text ? text : "The same for all:", text ? ";" : "",
			    f->column[k].label, rows[0]->cell[k].phrase);
	}
	return text;
}

/* "with|without" leaves open what "with" says. */
static bool
alternative(const char *open, const char *one)
{
	size_t n = strlen(one);
	for (const char *at = strstr(open, one); at != NULL;
	     at = strstr(at + 1, one))
		if ((at == open || at[-1] == '|') &&
		    (at[n] == '|' || at[n] == '\0'))
			return true;
	return false;
}

/* Columns in the order in which they tell the rows apart: those in which each
 * row says something before those in which one is open ("any", "with or
 * without"), among them those with more different cells first. */
static size_t
column_weight(const struct family_row *const *rows, size_t n, size_t column)
{
	size_t different = 0;
	bool open = false;
	for (size_t i = 0; i < n; i++) {
		size_t j = 0;
		while (strcmp(rows[j]->cell[column].phrase,
			   rows[i]->cell[column].phrase) != 0)
			j++;
		different += j == i;
		for (j = 0; j < n; j++)
			open |= rows[i]->cell[column].any ||
				(i != j &&
				    strlen(rows[j]->cell[column].text) <
					strlen(rows[i]->cell[column].text) &&
				    alternative(rows[i]->cell[column].text,
					rows[j]->cell[column].text));
	}
	return (open ? 0 : COMPARED_MAX + 1) + different;
}

static void
columns_rank(const struct family_row *const *rows, size_t rows_n,
    size_t *column, size_t n)
{
	for (size_t i = 1; i < n; i++)
		for (size_t k = i;
		     k > 0 && column_weight(rows, rows_n, column[k]) >
				  column_weight(rows, rows_n, column[k - 1]);
		     k--) {
			size_t swap = column[k];
			column[k] = column[k - 1];
			column[k - 1] = swap;
		}
}

/* Whether the first k columns tell each row from each other one. */
static bool
all_apart(const struct family_row *const *rows, size_t rows_n,
    const size_t *column, size_t k)
{
	for (size_t i = 0; i < rows_n; i++)
		for (size_t j = i + 1; j < rows_n; j++) {
			bool apart = false;
			for (size_t n = 0; n < k; n++)
				apart |= strcmp(rows[i]->cell[column[n]].phrase,
					     rows[j]->cell[column[n]].phrase) !=
					 0;
			if (!apart)
				return false;
		}
	return true;
}

static int
family_compare(const struct answer_context *c, const struct family *f,
    const struct compared *m, struct answer *out, struct err *e)
{
	const struct family_row *rows[COMPARED_MAX];
	size_t column[LIMIT_FAMILY_COLUMNS];
	for (size_t i = 0; i < m->n; i++) {
		rows[i] = family_find(f, m->code[i]);
		if (rows[i] == NULL)
			return 0;
	}
	size_t n = family_columns_differ(f, rows, m->n, column);
	if (n == 0)
		return 0;
	columns_rank(rows, m->n, column, n);
	for (size_t k = 0; k < n; k++) {
		const char *text = difference_text(c, f, rows, m->n, column[k]);
		if (answer_reason_add(c, out, text, &rows[0]->source, e) != 0)
			return -1;
		if (k == 0)
			out->headline = text;
		else if (!all_apart(rows, m->n, column, k))
			out->headline =
			    arena_printf(c->a, "%s %s", out->headline, text);
		if (out->headline == NULL)
			return answer_full(e);
	}
	const char *common = common_text(c, f, rows, m->n);
	if (common != NULL &&
	    answer_reason_add(c, out, common, &rows[0]->source, e) != 0)
		return -1;
	if (family_table(c, f, rows, m->n, "Side by side", out, e) != 0)
		return -1;
	return 1;
}

/* 1 when all stand in one decision table and its columns told them apart. */
static int
same_family(const struct answer_context *c, const struct compared *m,
    struct answer *out, struct err *e)
{
	struct family f;
	for (size_t i = 0; i < m->n; i++) {
		if (m->family[i] == NULL || m->family[0] == NULL ||
		    strcmp(m->family[i], m->family[0]) != 0)
			return 0;
	}
	int rc = lookup_family(c->lookup, c->a, m->family[0], c->on, &f, e);
	return rc == 1 ? family_compare(c, &f, m, out, e) : rc;
}

static int
all_known(const struct answer_context *c, const struct question *q,
    struct compared *out, struct err *e)
{
	int rc = 1;
	for (size_t i = 0; rc == 1 && i < q->code_n; i++) {
		if (out->n == COMPARED_MAX)
			break;
		rc = compared_add(c, &q->code[i], out, e);
	}
	return rc;
}

/* A code that is unknown or not valid that day is not compared: "explain"
 * says so of each one. */
int
answer_compare(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	struct compared m = { .n = 0 };
	if (strcmp(q->kind, "compare") != 0)
		return 0;
	int rc = all_known(c, q, &m, e);
	if (rc != 1 || m.n < 2)
		return rc < 0 ? -1 : 0;
	const char *names = names_join(c, &m);
	out->understood = names
			      ? arena_printf(c->a,
				    "What is the difference between %s?", names)
			      : NULL;
	if (out->understood == NULL)
		return answer_full(e);
	rc = same_family(c, &m, out, e);
	if (rc == 0)
		rc = m.n == 2 ? both_say(c, &m, out, e)
			      : plain_table(c, &m, out, e);
	if (rc < 0)
		return -1;
	for (size_t i = 0; i < m.n; i++) {
		const char *text = sentence_of(c, &m, i);
		if (answer_reason_add(c, out, text, &m.source[i], e) != 0 ||
		    answer_reason_add(c, out, m.detail[i], &m.source[i], e) !=
			0)
			return -1;
	}
	if (out->headline == NULL)
		out->headline = arena_printf(c->a, "%c%s side by side.",
		    toupper((unsigned char)names[0]), names + 1);
	out->verdict = VERDICT_INFO;
	return out->headline ? 1 : answer_full(e);
}
