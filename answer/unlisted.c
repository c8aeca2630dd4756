/* Kind "unlisted": a code for what no code names. With a listed code to compare
 * it with, what the claim needs and a draft of the letter; without, a coder
 * chooses what it is compared with. */
#include "kinds.h"
#include "told.h"
#include <string.h>

#define LETTER_MAX 12

/* The unlisted code of the question, and the first listed one. */
struct pick {
	const struct code *unlisted, *listed;
	const struct norm_row *area;
	size_t unlisted_n;
};

static void
codes_pick(
    const struct question *q, const struct norms *known, struct pick *out)
{
	for (size_t i = 0; i < q->code_n; i++) {
		const struct code *code = &q->code[i];
		const struct norm_row *area =
		    norms_value(known, code->text, "area");
		if (area != NULL) {
			out->unlisted_n++;
			out->unlisted = code;
			out->area = area;
		} else if (code->system == CODE_CPT && out->listed == NULL) {
			out->listed = code;
		}
	}
}

/* The letter's lines, with the codes in their places. */
static const char *
line_fill(const struct answer_context *c, const char *text, const char *hole,
    const char *word)
{
	const char *at = strstr(text, hole);
	if (at == NULL)
		return text;
	return arena_printf(
	    c->a, "%.*s%s%s", (int)(at - text), text, word, at + strlen(hole));
}

static int
letter_show(const struct answer_context *c, const char *unlisted,
    const char *comparator, struct answer *out, struct err *e)
{
	struct norms rows;
	struct answer_table *t = arena_array(c->a, 1, sizeof(*t));
	const char **heading = arena_array(c->a, 1, sizeof(*heading));
	const char **cell = arena_array(c->a, LETTER_MAX, sizeof(*cell));
	size_t n = 0;
	if (t == NULL || heading == NULL || cell == NULL)
		return answer_full(e);
	if (norms_get(c, "unlisted_letter", &rows, e) != 0)
		return -1;
	for (size_t i = 0; i < rows.n && n < LETTER_MAX; i++) {
		const char *text =
		    line_fill(c, rows.row[i].text, "{unlisted}", unlisted);
		text = text ? line_fill(c, text, "{comparator}", comparator)
			    : NULL;
		if (text == NULL)
			return answer_full(e);
		cell[n++] = text;
	}
	heading[0] = "To the payer";
	*t = (struct answer_table){ "Draft of the cover letter", heading, 1,
		cell, n };
	out->table = t;
	out->table_n = 1;
	return 0;
}

static int
claim_tell(const struct answer_context *c, struct answer *out, struct err *e)
{
	struct norms rows;
	if (norms_get(c, "unlisted_claim", &rows, e) != 0)
		return -1;
	for (size_t i = 0; i < rows.n; i++) {
		if (norm_reason(c, &rows.row[i], out, e) != 0)
			return -1;
	}
	return 0;
}

static const char *
comparator_words(const struct answer_context *c, const struct pick *p)
{
	struct code_row row;
	struct err ignored = { 0 };
	if (p->listed == NULL)
		return "____ (a listed code of like work)";
	if (answer_known(c, p->listed, &row, &ignored) != 1)
		return p->listed->text;
	return arena_printf(c->a, "%s (%s)", p->listed->text, row.plain);
}

static int
unlisted_hold(struct answer *out)
{
	answer_held(out, "unlisted",
	    "No listed code is named to compare it with: a coder will look at "
	    "what was done, and choose.");
	out->understood = "Which unlisted code, and what goes with it?";
	return 1;
}

static int
letter_answer(const struct answer_context *c, const struct pick *p,
    struct answer *out, struct err *e)
{
	const char *words = comparator_words(c, p);
	const char *code = p->unlisted ? p->unlisted->text : "____";
	if (words == NULL)
		return answer_full(e);
	if (p->unlisted != NULL &&
	    answer_reason_add(c, out,
		arena_printf(c->a, "%s is the unlisted code for: %s.", code,
		    p->area->text),
		&p->area->source, e) != 0)
		return -1;
	if (claim_tell(c, out, e) != 0 ||
	    letter_show(c, code, words, out, e) != 0)
		return -1;
	out->understood = "What goes with a claim for an unlisted code?";
	out->headline =
	    p->listed ? arena_printf(c->a,
			    "%s goes out with a report and a letter that "
			    "compares it with %s; a draft stands below.",
			    code, p->listed->text)
		      : "An unlisted code goes out with the report and a "
			"letter that compares it with a listed code of like "
			"work; a draft stands below.";
	out->verdict = VERDICT_INFO;
	return out->headline ? 1 : answer_full(e);
}

int
answer_unlisted(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	struct pick p = { .unlisted_n = 0 };
	struct norms known;
	if (norms_get(c, "unlisted", &known, e) != 0)
		return -1;
	codes_pick(q, &known, &p);
	if (p.unlisted_n == 1 && p.listed != NULL && q->code_n == 2)
		return letter_answer(c, &p, out, e);
	if (p.unlisted_n > 1 || !(told_is(q, "unlisted_asks", "how") &&
				    (p.unlisted != NULL || p.listed == NULL) &&
				    question_fact(q, "topic") == NULL))
		return unlisted_hold(out);
	return letter_answer(c, &p, out, e);
}
