/* Station "answer": the decision as data, for the record and for --json. */
#include "answer.h"
#include "tree.h"
#include <string.h>

static void
line_put(struct arena *a, struct tree *list, const struct answer_line *line)
{
	struct tree *code = tree_put_map(a, list, NULL);
	tree_put_text(a, code, "code", line->code);
	struct tree *modifiers = tree_put_list(a, code, "modifiers");
	for (int i = 0; i < 4 && line->modifier[i] != NULL; i++)
		tree_put_text(a, modifiers, NULL, line->modifier[i]);
	tree_put_number(a, code, "units", line->units);
}

/* Each source once: several reasons often rest on one row. */
static void
sources_put(struct arena *a, struct tree *list, const struct answer *answer)
{
	for (size_t i = 0; i < answer->reason_n; i++) {
		const struct source *s = &answer->reason[i].source;
		bool seen = s->name == NULL;
		for (size_t k = 0; k < i && !seen; k++) {
			const struct source *t = &answer->reason[k].source;
			seen = t->name && strcmp(t->name, s->name) == 0 &&
			       strcmp(t->row, s->row) == 0;
		}
		if (seen)
			continue;
		struct tree *one = tree_put_map(a, list, NULL);
		tree_put_text(a, one, "name", s->name);
		tree_put_text(a, one, "edition", s->edition);
		tree_put_text(a, one, "row", s->row);
	}
}

static void
facts_put(struct arena *a, struct tree *map, const struct question *q)
{
	for (size_t i = 0; i < q->fact_n; i++) {
		if (strcmp(q->fact[i].name, "topic") != 0)
			tree_put_text(
			    a, map, q->fact[i].name, q->fact[i].value);
	}
}

static void
question_put(struct arena *a, struct tree *list, const struct question *q,
    const struct answer *answer)
{
	static const bool is_verdict[] = { [VERDICT_YES] = true,
		[VERDICT_NO] = true,
		[VERDICT_ONLY_IF] = true,
		[VERDICT_REFUSED] = false };
	struct tree *one = tree_put_map(a, list, NULL);
	tree_put_text(a, one, "kind", answer->kind);
	tree_put_text(a, one, "verdict",
	    is_verdict[answer->verdict] ? verdict_name(answer->verdict) : NULL);
	struct tree *asked = tree_put_list(a, one, "asked");
	for (size_t i = 0; i < q->code_n; i++)
		tree_put_text(a, asked, NULL, q->code[i].text);
	struct tree *codes = tree_put_list(a, one, "codes");
	for (size_t i = 0; i < answer->line_n; i++)
		line_put(a, codes, &answer->line[i]);
	struct tree *asks = tree_put_list(a, one, "asks");
	for (size_t i = 0; i < answer->ask_n; i++)
		tree_put_text(a, asks, NULL, answer->ask[i].fact);
	facts_put(a, tree_put_map(a, one, "facts"), q);
	sources_put(a, tree_put_list(a, one, "sources"), answer);
}

struct tree *
answer_record(
    struct arena *a, const struct questions *q, const struct answers *answers)
{
	struct tree *record = tree_map(a);
	tree_put_text(a, record, "outcome", outcome_name(answers->outcome));
	tree_put_text(a, record, "reason", answers->reason);
	struct tree *list = tree_put_list(a, record, "questions");
	for (size_t i = 0; i < answers->n && i < q->n; i++)
		question_put(a, list, &q->item[i], &answers->item[i]);
	return record;
}
