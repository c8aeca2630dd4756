/* Station "answer": questions in, answers out. The table of kinds says who is
 * asked; this file walks it and sums up what became of the whole mail. */
#include "claim.h"
#include "code.h"
#include "kinds.h"
#include "limit.h"
#include <assert.h>
#include <string.h>

enum reach {
	NAMED,
	CASE,
	OPEN
};
struct kind {
	const char *name;
	answerer *work;
	enum reach reach;
};
static const struct kind kinds[] = {
#define KIND(id, name, work, reach, codes, meaning) { name, work, reach },
#include "kinds.def"
#undef KIND
};
#define KIND_COUNT (sizeof(kinds) / sizeof(kinds[0]))

static const char *const verdicts[] = {
	[VERDICT_YES] = "yes",
	[VERDICT_NO] = "no",
	[VERDICT_ONLY_IF] = "only_if",
	[VERDICT_CODES] = "codes",
	[VERDICT_INFO] = "info",
	[VERDICT_NEED_FACTS] = "need_facts",
	[VERDICT_HELD] = "held",
	[VERDICT_REFUSED] = "refused",
};
static const char *const outcomes[] = {
	[OUTCOME_ANSWERED] = "answered",
	[OUTCOME_ASKED_BACK] = "asked_back",
	[OUTCOME_HELD] = "held",
	[OUTCOME_REFUSED] = "refused",
	[OUTCOME_IGNORED] = "ignored",
};

const char *
verdict_name(enum verdict v)
{
	return verdicts[v];
}

const char *
outcome_name(enum outcome o)
{
	return outcomes[o];
}

/* One kind's try, on a clean answer. */
static int
kind_try(const struct answer_context *c, const struct kind *k,
    const struct question *q, struct answer *out, struct err *e)
{
	memset(out, 0, sizeof(*out));
	int rc = k->work(c, q, out, e);
	if (rc == 1)
		out->kind = k->name;
	return rc;
}

static const struct kind *
kind_named(const char *name)
{
	for (size_t k = 0; k < KIND_COUNT; k++) {
		if (strcmp(kinds[k].name, name) == 0)
			return &kinds[k];
	}
	return &kinds[KIND_COUNT - 1];
}

/* A case in words, without a code, whose code is asked for. */
static bool
tells_case(const struct question *q)
{
	for (size_t i = 0; i < q->code_n; i++) {
		if (q->code[i].system != CODE_MODIFIER)
			return false;
	}
	return question_fact(q, "topic") != NULL &&
	       question_says(q, "wants", "code");
}

/* The case's codes, where its own kind had nothing to say, or lacked the table
 * that decides. rc: what that kind gave. */
static int
case_try(const struct answer_context *c, const struct question *q, int rc,
    struct answer *out, struct err *e)
{
	struct answer codes;
	if (rc < 0 ||
	    (rc == 1 && (out->verdict != VERDICT_HELD ||
			    strcmp(out->why_held, "not_loaded") != 0)))
		return rc;
	int made = kind_try(c, kind_named("choose"), q, &codes, e);
	if (made < 0 || (made == 1 && codes.verdict != VERDICT_HELD)) {
		*out = codes;
		return made;
	}
	return rc;
}

/* "The ICD-10 for it, and the CPT for the injection?": codes of one set alone
 * would pass for the whole. */
static void
answer_both_sets(const struct question *q, struct answer *out)
{
	size_t procedures = 0;
	if (!question_says(q, "wants", "both_sets") || out->line_n == 0 ||
	    out->verdict == VERDICT_HELD || out->verdict == VERDICT_REFUSED ||
	    out->verdict == VERDICT_NEED_FACTS || q->code_n > 0)
		return;
	for (size_t i = 0; i < out->line_n; i++) {
		const char *code = out->line[i].code;
		procedures += strlen(code) == 5 && strchr(code, '.') == NULL;
	}
	if (procedures > 0 && procedures < out->line_n)
		return;
	struct answer held = { .kind = out->kind,
		.understood = "A diagnosis and a procedure code are asked." };
	answer_held(&held, "no_table",
	    "Only one of the two codes that you ask for is decided by our "
	    "tables: a coder will answer both in this thread.");
	*out = held;
}

/* The kind that the question names, then the one that its words speak for next,
 * then the open ones where the first is open too, from the last row up; what
 * none of them can say, the last kind of all. */
static int
answer_one(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	const struct kind *last = &kinds[KIND_COUNT - 1];
	const struct kind *named = kind_named(q->kind);
	int rc = named != last ? kind_try(c, named, q, out, e) : 0;
	if (rc == 0 && named != last && q->second != NULL)
		rc = kind_try(c, kind_named(q->second), q, out, e);
	bool open = named->reach == OPEN || named == last;
	if (named->reach == CASE && tells_case(q))
		rc = case_try(c, q, rc, out, e);
	for (size_t k = KIND_COUNT; open && rc == 0 && k-- > 0;) {
		if (&kinds[k] != named && kinds[k].reach == OPEN)
			rc = kind_try(c, &kinds[k], q, out, e);
	}
	if (rc == 0)
		rc = kind_try(c, last, q, out, e);
	assert(rc != 0); /* the last kind always answers */
	if (rc > 0)
		answer_both_sets(q, out);
	return rc < 0 ? -1 : 0;
}

static bool
shows_cpt(const struct answer *a, const struct question *q)
{
	for (size_t i = 0; i < a->line_n; i++) {
		if (a->line[i].code[0] >= '0' && a->line[i].code[0] <= '9')
			return true;
	}
	for (size_t i = 0; i < q->code_n; i++) {
		if (q->code[i].system == CODE_CPT)
			return true;
	}
	return a->ask_n > 0;
}

/* The most careful verdict of all decides what becomes of the mail. */
void
answers_sum(struct answers *out)
{
	size_t refused = 0;
	const char *held = NULL, *no = NULL;
	bool asks = false;
	for (size_t i = 0; i < out->n; i++) {
		const struct answer *a = &out->item[i];
		asks |= a->verdict == VERDICT_NEED_FACTS;
		if (a->verdict == VERDICT_HELD && held == NULL)
			held = a->why_held;
		if (a->verdict == VERDICT_REFUSED) {
			refused++;
			no = a->why_held;
		}
	}
	out->reason = NULL;
	if (held != NULL) {
		out->outcome = OUTCOME_HELD;
		out->reason = held;
	} else if (asks) {
		out->outcome = OUTCOME_ASKED_BACK;
	} else if (refused > 0 && refused == out->n) {
		out->outcome = OUTCOME_REFUSED;
		out->reason = no;
	} else {
		out->outcome = OUTCOME_ANSWERED;
	}
}

/* Kinds whose questions may speak of the code of the question before. */
static bool
kind_refers(const char *kind)
{
	static const char *const kinds_referring[] = { "modifier", "units",
		"global", "fee" };
	for (size_t i = 0;
	     i < sizeof(kinds_referring) / sizeof(kinds_referring[0]); i++) {
		if (strcmp(kinds_referring[i], kind) == 0)
			return true;
	}
	return false;
}

/* "2) the panel was run on a waived analyzer, which modifier?": the one code
 * that is reported by the answer before is the code of this question, too. */
static int
question_refer(struct arena *a, const struct answer *before, struct question *q,
    struct err *e)
{
	if (q->code_n > 0 || before->line_n != 1 ||
	    question_fact(q, "refers") == NULL ||
	    question_fact(q, "topic") != NULL || !kind_refers(q->kind))
		return 0;
	const char *text = before->line[0].code;
	struct code *code = arena_array(a, 1, sizeof(*code));
	if (code == NULL)
		return answer_full(e);
	if (strlen(text) >= sizeof(code->text))
		return 0;
	*code = (struct code){ .system = text[0] >= 'A' ? CODE_HCPCS : CODE_CPT,
		.units = 1 };
	memcpy(code->text, text, strlen(text));
	q->code = code;
	q->code_n = 1;
	return 0;
}

/* "E1165": the letter and four digits of HCPCS may be a diagnosis without its
 * dot. It is one where no table of HCPCS has the code, and that of diagnoses
 * has. */
static int
codes_retype(const struct answer_context *c, struct question *q, struct err *e)
{
	struct code *codes = arena_array(c->a, q->code_n + 1, sizeof(*codes));
	if (codes == NULL)
		return answer_full(e);
	for (size_t i = 0; i < q->code_n; i++) {
		struct code_row hcpcs, dx;
		codes[i] = q->code[i];
		if (codes[i].system != CODE_HCPCS || codes[i].end[0] != '\0' ||
		    codes[i].modifiers > 0)
			continue;
		int rc = answer_known(c, &codes[i], &hcpcs, e);
		if (rc < 0)
			return -1;
		if (rc == 1 || hcpcs.known == KNOWN_ENDED ||
		    hcpcs.known == KNOWN_FUTURE)
			continue;
		rc = lookup_code(c->lookup, c->a, CODE_ICD10CM, codes[i].text,
		    c->on, &dx, e);
		if (rc < 0)
			return -1;
		if (rc == 1) {
			codes[i].system = CODE_ICD10CM;
			codes[i].repaired = true;
		}
	}
	q->code = codes;
	return 0;
}

/* The day that was named: as date of service, or in a request GLOBAL, where it
 * is that of the operation. 0: none. */
static date
day_named(const struct question *q)
{
	const struct fact *day = question_fact(q, "date");
	const struct fact *command = question_fact(q, "command");
	if (q->service != 0 || day == NULL || command == NULL ||
	    strcmp(command->value, "global") != 0 ||
	    question_conflict(q, "date"))
		return q->service;
	return (date)(day->milli / 1000);
}

static int
vintages_say(struct arena *a, struct lookup *l, struct answers *all)
{
	struct answer_context c = { .a = a, .lookup = l };
	for (size_t i = 0; i < all->n; i++) {
		all->item[i].vintage = answer_vintage(&c, all, &all->item[i]);
		if (all->item[i].vintage == NULL)
			return -1;
	}
	return 0;
}

int
answer_all(struct arena *a, struct lookup *l, const struct questions *q,
    date today, struct answers *out, struct err *e)
{
	struct answers all = { .n = q->n };
	assert(q->n > 0 && today != 0);
	all.item = arena_array(a, q->n, sizeof(*all.item));
	if (all.item == NULL)
		return answer_full(e);
	for (size_t i = 0; i < q->n; i++) {
		struct question refers = q->item[i], *one = &refers;
		if (i > 0 && question_refer(a, &all.item[i - 1], one, e) != 0)
			return -1;
		date named = day_named(one);
		struct answer_context c = { a, l, q, named ? named : today,
			named != 0, q->standing };
		if (codes_retype(&c, one, e) != 0 ||
		    answer_one(&c, one, &all.item[i], e) != 0)
			return -1;
		all.item[i].as_of = c.on;
		all.item[i].as_of_named = c.on_named;
		all.item[i].shows_cpt = shows_cpt(&all.item[i], one);
	}
	if (vintages_say(a, l, &all) != 0)
		return answer_full(e);
	answers_sum(&all);
	*out = all;
	return 0;
}
