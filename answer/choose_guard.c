/* What keeps "choose" from answering though its tables decide: a word or a code
 * of the mail that they did not look at. */
#include "choose_guard.h"
#include "claim.h"
#include "code.h"
#include "kinds.h"
#include <stdio.h>
#include <string.h>

/* A visit that a vaccine is given at is no visit to report by its level: what
 * the vaccine's kind did not take is a coder's. */
bool
guard_vaccine_visit(const struct question *q)
{
	return question_says(q, "topic", "office_visit") &&
	       question_fact(q, "vaccine") != NULL;
}

static bool
line_has(const struct answer *out, const char *code)
{
	for (size_t i = 0; i < out->line_n; i++) {
		if (strcmp(out->line[i].code, code) == 0)
			return true;
	}
	return false;
}

static bool
family_has(const struct family *f, size_t n, const char *id)
{
	for (size_t i = 0; i < n; i++) {
		if (id != NULL && strcmp(f[i].id, id) == 0)
			return true;
	}
	return false;
}

/* Drugs and supplies stand beside any work, and are counted elsewhere. */
static bool
code_is_supply(const struct code *code)
{
	return strchr("ACJQ", code->text[0]) != NULL;
}

/* "20610 with 76942?", and the table's code holds the guidance. */
static bool
holds_guidance(const struct question *q, const struct family *f, size_t n)
{
	static const char *const facts[] = { "ultrasound", "imaging" };
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < f[i].columns; k++) {
			for (size_t w = 0; w < 2; w++) {
				if (strcmp(f[i].column[k].fact, facts[w]) ==
					0 &&
				    question_says(q, facts[w], "with"))
					return true;
			}
		}
	}
	return false;
}

/* A code that the asker named, and that no table of the case knows: with it the
 * claim has a line more, or a line less, than we would say. 1, 0, or -1. */
int
guard_code_beside(const struct answer_context *c, const struct question *q,
    const struct family *f, size_t n, const struct answer *out, struct err *e)
{
	for (size_t i = 0; i < q->code_n; i++) {
		struct code_row row;
		int rc;
		if (q->code[i].system == CODE_ICD10CM ||
		    code_is_supply(&q->code[i]))
			continue;
		rc = answer_known(c, &q->code[i], &row, e);
		if (rc < 0)
			return -1;
		if (rc == 1 && row.family != NULL &&
		    strcmp(row.family, "needle_guidance") == 0 &&
		    holds_guidance(q, f, n))
			continue;
		if (rc == 1 && !family_has(f, n, row.family) &&
		    !line_has(out, row.code))
			return 1;
	}
	return 0;
}

/* The table that a code stands in; "" for none. -1 past the arena. */
static int
family_of(const struct answer_context *c, const struct code *code,
    const char **out, struct err *e)
{
	struct code_row row;
	int rc = answer_known(c, code, &row, e);
	*out = rc == 1 && row.family != NULL ? row.family : "";
	return rc < 0 ? -1 : 0;
}

/* Names the asker a code of that table? 1, 0, or -1. */
static int
family_named(const struct answer_context *c, const struct question *q,
    const char *id, struct err *e)
{
	for (size_t i = 0; i < q->code_n; i++) {
		const char *own;
		if (family_of(c, &q->code[i], &own, e) != 0)
			return -1;
		if (own[0] != '\0' && strcmp(own, id) == 0)
			return 1;
	}
	return 0;
}

int
guard_line_beside(const struct answer_context *c, const struct question *q,
    const struct answer *out, struct err *e)
{
	size_t named = 0;
	for (size_t i = 0; i < q->code_n; i++)
		named += q->code[i].system == CODE_CPT;
	if (named < 2)
		return 0;
	for (size_t i = 0; i < out->line_n; i++) {
		struct code code;
		const char *id;
		if (!code_parse(out->line[i].code, &code))
			continue;
		if (family_of(c, &code, &id, e) != 0)
			return -1;
		int rc = family_named(c, q, id, e);
		if (rc <= 0)
			return rc < 0 ? -1 : 1;
	}
	return 0;
}

/* How many different words the question has for that fact. */
static size_t
words_told(const struct question *q, const char *name)
{
	size_t n = 0;
	for (size_t i = 0; i < q->fact_n; i++) {
		bool had = strcmp(q->fact[i].name, name) != 0;
		for (size_t k = 0; k < i && !had; k++)
			had = strcmp(q->fact[k].name, name) == 0 &&
			      strcmp(q->fact[k].value, q->fact[i].value) == 0;
		n += !had;
	}
	return n;
}

bool
guard_mark_open(const struct family_row *row, const struct question *q)
{
	char word[48];
	if (strncmp(row->units, "mark:", 5) != 0)
		return false;
	snprintf(word, sizeof(word), "%s_word", row->units + 5);
	size_t words = words_told(q, word);
	return words > 1 && words > words_told(q, row->units + 5);
}
