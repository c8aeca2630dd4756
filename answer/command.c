/* Kind "command": one word in capitals says what is wanted: the table
 * request.def. */
#include "kinds.h"
#include <string.h>

static answerer answer_help, answer_status;

static const struct request {
	const char *word;
	answerer *work;
	const char *example, *meaning;
} requests[] = {
#define REQUEST(word, work, example, meaning) { word, work, example, meaning },
#include "request.def"
#undef REQUEST
};
#define REQUESTS (sizeof(requests) / sizeof(requests[0]))

static int
requests_table(
    const struct answer_context *c, struct answer *out, struct err *e)
{
	struct answer_table *t = arena_alloc(c->a, sizeof(*t));
	const char **heading = arena_array(c->a, 2, sizeof(*heading));
	const char **cell = arena_array(c->a, 2 * REQUESTS, sizeof(*cell));
	if (t == NULL || heading == NULL || cell == NULL)
		return answer_full(e);
	heading[0] = "Subject";
	heading[1] = "What comes back";
	for (size_t i = 0; i < REQUESTS; i++) {
		cell[2 * i] = requests[i].example;
		cell[2 * i + 1] = requests[i].meaning;
	}
	*t = (struct answer_table){ "Short requests", heading, 2, cell,
		REQUESTS };
	out->table = t;
	out->table_n = 1;
	return 0;
}

static int
answer_help(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	static const char *const line[] = {
		"Write as to a colleague: the codes, what was done, size, "
		"site, "
		"side, approach, minutes or dose, who did it, the payer and "
		"the "
		"date of service. For example: \"Can I bill 20610 with 99213 "
		"on "
		"the same day?\"",
		"Several questions in one mail are answered one by one; put "
		"them in a numbered list.",
		"If a fact is missing you are asked for it: just reply. What "
		"the tables cannot decide goes to a coder.",
		"Please leave out names, dates of birth and record numbers.",
	};
	(void)q;
	out->understood = "What can be asked here?";
	out->verdict = VERDICT_INFO;
	out->headline = "Send your coding question in plain words, or one of "
			"the short requests below as the subject.";
	for (size_t i = 0; i < sizeof(line) / sizeof(line[0]); i++) {
		if (answer_reason_add(c, out, line[i], NULL, e) != 0)
			return -1;
	}
	return requests_table(c, out, e) == 0 ? 1 : -1;
}

/* Only the asker's own cases are in the context, and of them nothing that a
 * mail said. */
static int
cases_table(const struct answer_context *c, struct answer *out, struct err *e)
{
	size_t n = c->standing->n;
	struct answer_table *t = arena_alloc(c->a, sizeof(*t));
	const char **heading = arena_array(c->a, 3, sizeof(*heading));
	const char **cell = arena_array(c->a, 3 * n, sizeof(*cell));
	if (t == NULL || heading == NULL || cell == NULL)
		return answer_full(e);
	heading[0] = "Case";
	heading[1] = "Since";
	heading[2] = "State";
	for (size_t i = 0; i < n; i++) {
		char day[11];
		cell[3 * i] = c->standing->item[i].token;
		cell[3 * i + 1] = arena_strdup(
		    c->a, date_text(c->standing->item[i].opened, day));
		cell[3 * i + 2] = c->standing->item[i].state;
		if (cell[3 * i + 1] == NULL)
			return answer_full(e);
	}
	*t = (struct answer_table){ "Your questions", heading, 3, cell, n };
	out->table = t;
	out->table_n = 1;
	return 0;
}

static int
answer_status(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	(void)q;
	out->understood = "What is open of your questions?";
	out->verdict = VERDICT_INFO;
	if (c->standing == NULL || c->standing->n == 0) {
		out->headline =
		    c->standing == NULL
			? "Which question? Reply in its thread, or name its "
			  "case (C- and twelve characters, in the subject of "
			  "our reply)."
			: "No question from your address waits for a coder.";
		return answer_reason_add(c, out,
			   "A question that a coder has is answered in its own "
			   "thread; a question that waits for a fact goes on "
			   "when you reply to it.",
			   NULL, e) == 0
			   ? 1
			   : -1;
	}
	out->headline = arena_printf(c->a,
	    c->standing->n == 1 ? "%zu question of yours is open."
				: "%zu questions of yours are open.",
	    c->standing->n);
	if (out->headline == NULL)
		return answer_full(e);
	return cases_table(c, out, e) == 0 ? 1 : -1;
}

static int
request_missing(const struct request *r, struct answer *out, const char *text)
{
	out->understood = r->meaning;
	out->verdict = VERDICT_INFO;
	out->headline = text;
	return text != NULL;
}

/* "PAIR 99214": one code makes no pair. */
static bool
pair_alone(const struct request *r, const struct question *q)
{
	return r->work == answer_pair && q->code_n == 1;
}

int
answer_command(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	const struct fact *word = question_fact(q, "command");
	for (size_t i = 0; word != NULL && i < REQUESTS; i++) {
		const struct request *r = &requests[i];
		if (strcmp(r->word, word->value) != 0)
			continue;
		int rc = r->work(c, q, out, e);
		if (rc != 0 || (q->code_n > 0 && !pair_alone(r, q)))
			return rc;
		/* the word alone: how it is meant */
		*out = (struct answer){ 0 };
		return request_missing(r, out,
			   arena_printf(
			       c->a, "This request needs more: %s", r->example))
			   ? 1
			   : answer_full(e);
	}
	return word == NULL ? answer_status(c, q, out, e) : 0;
}
