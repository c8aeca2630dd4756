/* Kind "modifier": which modifier fits a case. The rows of norm modifier_case
 * say which facts must hold together; the row that names most of them decides,
 * and a fact that alone is missing is asked for. */
#include "kinds.h"
#include "modifier_search.h"
#include <string.h>

#define NAME_MAX_BYTES   32 /* of a fact in a key */
#define SITUATION_WEIGHT 4

enum match {
	MATCH_MISS,
	MATCH_OPEN, /* the fact is not known */
	MATCH_HIT
};
/* A condition of a key: "related=no", "returned!=or". */
struct condition {
	char name[NAME_MAX_BYTES], value[NAME_MAX_BYTES];
	bool not ;
};
/* The next condition of a key; false at its end. */
static bool
condition_next(const char **key, struct condition *out)
{
	const char *s = *key + strspn(*key, " ");
	size_t n = strcspn(s, " ");
	size_t name = strcspn(s, "!= ");
	if (n == 0 || name == 0 || name >= n)
		return false;
	out->not = s[name] == '!';
	size_t from = name + (out->not ? 2 : 1);
	if (from > n || name >= NAME_MAX_BYTES || n - from >= NAME_MAX_BYTES)
		return false;
	memcpy(out->name, s, name);
	out->name[name] = '\0';
	memcpy(out->value, s + from, n - from);
	out->value[n - from] = '\0';
	*key = s + n;
	return true;
}

static enum match
condition_match(const struct question *q, const struct condition *x)
{
	bool says = question_says(q, x->name, x->value);
	if (x->not )
		return says ? MATCH_MISS : MATCH_HIT;
	if (says)
		return MATCH_HIT;
	return question_fact(q, x->name) == NULL ? MATCH_OPEN : MATCH_MISS;
}

/* What service it is says where a modifier goes, and what is asked, not what
 * happened: it is no ground to ask on. */
static bool
condition_tells(const struct condition *x)
{
	return strcmp(x->name, "service") != 0 &&
	       strcmp(x->name, "days") != 0 && strcmp(x->name, "wants") != 0;
}

/* A situation is told in words that leave no other reading: its row goes before
 * rows of general facts. */
static int
condition_weight(const struct condition *x)
{
	return strcmp(x->name, "situation") == 0 ? SITUATION_WEIGHT : 1;
}

/* How many facts of the row hold; -1 where one does not. *open_out: the only
 * one that is not known, "" where there is none or more than one. */
static int
row_fit(const struct question *q, const struct norm_row *row, char *open_out,
    bool *open_many)
{
	const char *key = row->key;
	struct condition x;
	int hits = 0, telling = 0, open = 0;
	open_out[0] = '\0';
	while (condition_next(&key, &x)) {
		enum match m = condition_match(q, &x);
		if (m == MATCH_MISS)
			return -1;
		if (m == MATCH_OPEN) {
			open++;
			memcpy(open_out, x.name, sizeof(x.name));
		} else if (!x.not ) {
			hits += condition_weight(&x);
			telling += condition_tells(&x);
		}
	}
	*open_many = open > 1 || (open == 1 && telling == 0);
	return hits;
}

static void
best_take(struct search *s, const struct norm_row *row, int hits)
{
	if (hits < s->best.hits)
		return;
	if (hits > s->best.hits) {
		s->best = (struct fit){ row, hits };
		s->tie = false;
	} else if (s->best.row != NULL &&
		   strcmp(s->best.row->value, row->value) != 0) {
		s->tie = true;
	}
}

static int
rows_try(struct search *s, struct answer *out, struct err *e)
{
	struct norm_row *row;
	size_t n;
	if (lookup_norms(s->c->lookup, s->c->a, "modifier_case", NULL, s->c->on,
		&row, &n, e) != 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		char open[NAME_MAX_BYTES];
		bool many;
		int hits = row_fit(&s->q, &row[i], open, &many);
		if (hits > 0 && open[0] == '\0' &&
		    !modifier_unsplit(s, row[i].value))
			best_take(s, &row[i], hits);
	}
	for (size_t i = 0; s->best.row == NULL && i < n; i++) {
		char open[NAME_MAX_BYTES];
		bool many;
		int hits = row_fit(&s->q, &row[i], open, &many);
		if (hits > 0 && open[0] != '\0' && !many &&
		    claim_ask(s->c, open, out, e) != 0)
			return -1;
	}
	return 0;
}

static int
modifier_say(const struct search *s, const char *modifier, struct answer *out,
    struct err *e)
{
	struct modifier_row row;
	int rc =
	    lookup_modifier(s->c->lookup, s->c->a, modifier, s->c->on, &row, e);
	if (rc < 1)
		return rc;
	if (answer_reason_add(s->c, out,
		arena_printf(s->c->a, "Modifier %s: %s", modifier, row.plain),
		&row.source, e) != 0)
		return -1;
	return answer_reason_add(s->c, out, row.detail, &row.source, e);
}

static int
said(struct answer *out, enum verdict verdict, const char *headline,
    struct err *e)
{
	out->verdict = verdict;
	out->headline = headline;
	return headline ? 0 : answer_full(e);
}

/* "Can we bill for the PA?", "Does the PA bill it as the surgeon does?": which
 * of the two is asked decides between yes and no. */
static bool
assist_verdict(const struct question *q, enum verdict *out)
{
	if (question_says(q, "assist_asks", "as_surgeon"))
		*out = VERDICT_NO;
	else if (question_says(q, "assist_asks", "payable"))
		*out = VERDICT_YES;
	else
		return false;
	return true;
}

static int
verdict_say(struct search *s, const char *modifier, bool placed,
    struct answer *out, struct err *e)
{
	size_t asked;
	bool mine = modifier_asked(&s->q, modifier, &asked);
	bool yes_no = question_says(&s->q, "wants", "verdict") ||
		      question_says(&s->q, "asks", "yes_no");
	bool may = yes_no && asked == 1;
	const char *report = placed ? claim_names(s->c, &s->claim) : "";
	const char *where = placed ? "" : modifier_where(s->c, modifier, e);
	if (report == NULL || where == NULL)
		return answer_full(e);
	const char *head =
	    may && !mine
		? arena_printf(s->c->a, "No: modifier %s%s%s%s.", modifier,
		      placed ? "; report " : " fits", report, where)
	    : placed ? arena_printf(
			   s->c->a, "%seport %s.", may ? "Yes: r" : "R", report)
		     : arena_printf(s->c->a, "%s %s%s.",
			   may ? "Yes: modifier" : "Modifier", modifier, where);
	enum verdict verdict = may      ? mine ? VERDICT_YES : VERDICT_NO
			       : placed ? VERDICT_CODES
					: VERDICT_INFO;
	if (yes_no && asked == 0 && modifier_assists(modifier)) {
		if (!assist_verdict(&s->q, &verdict)) {
			answer_held(out, "no_table",
			    "What is asked of the assistant is not clear: a "
			    "coder will answer in this thread.");
			return 0;
		}
		head = arena_printf(s->c->a,
		    verdict == VERDICT_NO
			? "No, not as the surgeon does: modifier %s%s%s."
			: "Yes, with modifier %s%s%s.",
		    modifier, placed ? "; report " : "", report);
	}
	if (asked == 0 && modifier_opens(&s->q, modifier)) {
		verdict = VERDICT_YES;
		head = arena_printf(s->c->a, "Yes, with modifier %s%s%s%s.",
		    modifier, placed ? ": report " : "", report, where);
	}
	if (said(out, verdict, head, e) != 0)
		return -1;
	return placed ? claim_report(s->c, &s->claim, out, e) : 0;
}

/* Care of a complication: where Medicare and CPT part. */
static int
complication_say(struct search *s, struct answer *out, struct err *e)
{
	static const char *const rule[] = { "medicare", "cpt", "room" };
	bool other = question_sure(&s->q, "payer", "commercial");
	for (size_t i = 0; i < sizeof(rule) / sizeof(rule[0]); i++) {
		if (claim_rule(s->c, "global_rule", rule[i], out, e) != 0)
			return -1;
	}
	if (answer_change_add(s->c, out,
		"A return to the operating room would make the procedure done "
		"there payable with modifier 78.",
		e) != 0)
		return -1;
	return said(out, other ? VERDICT_ONLY_IF : VERDICT_NO,
	    other ? "Only if the payer follows CPT: there the care of a "
		    "complication is not part of the operation; by Medicare's "
		    "rule it is."
		  : "No: by Medicare's rule the care of a complication "
		    "without a return to the operating room is part of the "
		    "operation, and no modifier makes it payable.",
	    e);
}

static int
recovery_say(struct search *s, struct answer *out, struct err *e)
{
	if (claim_rule(s->c, "global_rule", "included", out, e) != 0 ||
	    answer_change_add(s->c, out,
		"Something that has nothing to do with the operation would "
		"make the visit payable with modifier 24.",
		e) != 0)
		return -1;
	return said(out, VERDICT_NO,
	    "No: a visit that belongs to recovery is part of the operation "
	    "while its global period lasts.",
	    e);
}

/* Modifiers that leave open how many units there are. */
static bool
row_counts(const char *modifier)
{
	static const char *const told[] = { "50", "76", "77", "91" };
	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++) {
		if (strcmp(told[i], modifier) == 0)
			return false;
	}
	return true;
}

static size_t
codes_count(const struct question *q)
{
	size_t n = 0;
	for (size_t i = 0; i < q->code_n; i++)
		n += q->code[i].system == CODE_CPT ||
		     q->code[i].system == CODE_HCPCS;
	return n;
}

/* No code was told: which modifier the visit bears is answer enough, whatever
 * stands for the operation, and so is the modifier of a situation or a notice. */
static bool
modifier_enough(const struct search *s, const char *modifier)
{
	if (question_says(&s->q, "wants", "code"))
		return false;
	if (question_fact(&s->q, "may_bill") != NULL && s->claim.n == 0)
		return true;
	if (!question_says(&s->q, "wants", "modifier"))
		return false;
	if (modifier_of_visit(modifier) && claim_count(&s->claim, true) == 0)
		return question_sure(&s->q, "service", "visit") ||
		       question_says(&s->q, "visit_reason", "decision");
	if (codes_count(&s->q) > 0)
		return false;
	return strncmp(s->best.row->key, "situation=", 10) == 0 ||
	       strncmp(s->best.row->key, "abn=", 4) == 0;
}

static bool
stands_within(const struct code *code, const struct fact *f)
{
	return f != NULL && code->start >= f->start &&
	       code->start < f->start + f->len;
}

/* "44140 on Monday, back to the OR on Wednesday": the one code is that of the
 * first operation, and 78 or 58 stands on that of the second, which nobody
 * told. */
static bool
first_alone(const struct search *s, const char *modifier)
{
	const struct question *q = &s->q;
	const struct fact *back = question_fact(q, "returned");
	bool later = strcmp(modifier, "78") == 0 || strcmp(modifier, "58") == 0;
	if (!later || codes_count(q) != 1 || back == NULL)
		return false;
	for (size_t i = 0; i < q->code_n; i++) {
		if (q->code[i].system == CODE_CPT ||
		    q->code[i].system == CODE_HCPCS)
			return q->code[i].start < back->start ||
			       stands_within(&q->code[i],
				   question_fact(q, "earlier_code"));
	}
	return false;
}

static int
first_alone_say(
    struct search *s, const char *modifier, struct answer *out, struct err *e)
{
	if (answer_change_add(s->c, out,
		"The modifier goes on the code of what was done on the return, "
		"which your mail does not name.",
		e) != 0)
		return -1;
	return said(out, VERDICT_INFO,
	    arena_printf(s->c->a,
		"Modifier %s, on the code of what was done on the return, not "
		"on that of the first operation.",
		modifier),
	    e);
}

static int
best_say(struct search *s, struct answer *out, struct err *e)
{
	const struct norm_row *row = s->best.row;
	const char *modifier = row->value;
	bool placed, bare, refused = false;
	out->understood =
	    arena_printf(s->c->a, "Which modifier? Read as: %s", row->text);
	if (out->understood == NULL)
		return answer_full(e);
	if (answer_reason_add(s->c, out, row->text, &row->source, e) != 0)
		return -1;
	if (strcmp(modifier, "no") == 0)
		return complication_say(s, out, e);
	if (strcmp(modifier, "included") == 0)
		return recovery_say(s, out, e);
	if (modifier_say(s, modifier, out, e) != 0)
		return -1;
	if (first_alone(s, modifier))
		return first_alone_say(s, modifier, out, e);
	if (modifier_paid(s->c, &s->q, &s->claim, modifier, out, &refused, e) !=
	    0)
		return -1;
	if (refused)
		return 0;
	if (modifier_place(
		s->c, &s->q, &s->claim, modifier, &placed, &bare, e) != 0)
		return -1;
	bool wanted = !bare || question_says(&s->q, "wants", "code") ||
		      !(question_says(&s->q, "wants", "modifier") ||
			  modifier_opens(&s->q, modifier));
	/* "how many, and which modifier?": the modifier is half an answer */
	if (question_fact(&s->q, "count_asked") && row_counts(modifier)) {
		answer_held(out, "conflict",
		    "How many lines or units it takes is not told by the "
		    "modifier: a coder will answer in this thread.");
		return 0;
	}
	if (!placed && !(bare && modifier_enough(s, modifier)) &&
	    (s->claim.n > 0 || wanted)) {
		answer_held(out, "conflict",
		    "On which line the modifier goes is not told: a coder "
		    "will answer in this thread.");
		return 0;
	}
	return verdict_say(s, modifier, placed, out, e);
}

/* One code, and a case that its table answers with further ones: a modifier on
 * that code alone would be half a claim. */
static int
further_lines(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	struct answer chosen = { 0 };
	if (codes_count(q) != 1)
		return 0;
	int rc = answer_choose(c, q, &chosen, e);
	if (rc < 1 || chosen.line_n < 2 || chosen.ask_n > 0)
		return rc < 0 ? -1 : 0;
	for (size_t i = 0; i < q->code_n; i++) {
		if (strcmp(q->code[i].text, chosen.line[0].code) == 0) {
			*out = chosen;
			return 1;
		}
	}
	return 0;
}

int
modifier_decide(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	struct search *s = arena_alloc(c->a, sizeof(*s));
	int rc = further_lines(c, q, out, e);
	if (rc != 0)
		return rc;
	if (s == NULL)
		return answer_full(e);
	*s = (struct search){ .c = c };
	if (modifier_lines(s, q, e) != 0 || modifier_derive(s, q, e) != 0 ||
	    rows_try(s, out, e) != 0)
		return -1;
	if (s->tie) {
		answer_held(out, "conflict",
		    "What you tell fits two modifiers: a coder will answer in "
		    "this thread.");
		out->understood = "Which modifier?";
		return 1;
	}
	/* "both" of two procedures is the two of them as well as two sides */
	bool sides = s->best.row != NULL &&
		     strcmp(s->best.row->value, "50") == 0;
	if (sides && claim_count(&s->claim, false) > 1)
		return 0;
	if (sides && claim_count(&s->claim, true) > 0) {
		answer_held(out, "no_table",
		    "The visit may take a modifier as well as the procedure: a "
		    "coder will answer in this thread.");
		out->understood = "Which modifiers?";
		return 1;
	}
	if (s->best.row != NULL)
		return best_say(s, out, e) == 0 ? 1 : -1;
	rc = out->ask_n == 0 ? modifier_unsplit_say(s, out, e) : 0;
	if (rc != 0)
		return rc;
	out->understood = "Which modifier?";
	return out->ask_n > 0;
}

/* Words of an operation before this one, or of who did it again: such a modifier
 * is not the side's. */
static bool
tells_other_time(const struct question *q)
{
	return question_fact(q, "postop") != NULL ||
	       question_fact(q, "again_by") != NULL ||
	       question_fact(q, "related") != NULL ||
	       question_fact(q, "returned") != NULL;
}

/* Who names the codes asks for their modifiers, not for further codes. */
static bool
all_named(const struct question *q, const struct answer *chosen)
{
	for (size_t i = 0; i < chosen->line_n; i++) {
		bool named = false;
		for (size_t k = 0; k < q->code_n; k++)
			named |=
			    strcmp(q->code[k].text, chosen->line[i].code) == 0;
		if (!named)
			return false;
	}
	return true;
}

/* A decision table that reports its codes by sides knows the modifier, too. */
static int
sided_choice(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	struct answer chosen = { 0 };
	if (question_fact(q, "topic") == NULL || tells_other_time(q))
		return 0;
	int rc = answer_choose(c, q, &chosen, e);
	if (rc < 1)
		return rc;
	if (codes_count(q) > 1 &&
	    (chosen.verdict == VERDICT_NEED_FACTS || !all_named(q, &chosen)))
		return 0;
	bool marked = false;
	for (size_t i = 0; i < chosen.line_n; i++)
		marked |= chosen.line[i].modifier[0] != NULL;
	if (chosen.verdict != VERDICT_NEED_FACTS && !marked)
		return 0;
	*out = chosen;
	return 1;
}

/* Were both done? Two codes alone may be two opinions. */
static bool
tells_two(const struct question *q)
{
	return question_fact(q, "apart") != NULL ||
	       question_fact(q, "together") != NULL ||
	       question_fact(q, "visit_reason") != NULL ||
	       question_fact(q, "mark_asked") != NULL ||
	       question_fact(q, "mark_needed") != NULL ||
	       question_says(q, "wants", "pair");
}

/* "43251 and 43239, who gets the 59?": the edit of the two tells it. */
static bool
marks_named(const struct question *q)
{
	return codes_count(q) == 2 && question_fact(q, "mark_asked") != NULL;
}

/* A visit and a procedure by their codes: whether the visit stands on its own
 * is what decides, not which level it has. */
static int
visit_beside(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	struct claim *m = arena_alloc(c->a, sizeof(*m));
	if (m == NULL)
		return answer_full(e);
	if (claim_read(c, q, m, e) != 0)
		return -1;
	if (claim_count(m, true) != 1 || claim_count(m, false) == 0 ||
	    question_fact(q, "postop") != NULL ||
	    question_says(q, "wants", "either"))
		return 0;
	*out = (struct answer){ 0 };
	return answer_pair(c, q, out, e);
}

/* "New problem, we inject the same day: what goes on the visit?" An operation
 * before it is asked for in vain where nobody speaks of one. */
static int
visit_instead(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	struct answer beside = { 0 };
	if (out->verdict != VERDICT_NEED_FACTS ||
	    question_fact(q, "postop") != NULL ||
	    question_fact(q, "days_after") != NULL ||
	    question_fact(q, "returned") != NULL)
		return 1;
	int rc = visit_beside(c, q, &beside, e);
	if (rc < 0)
		return -1;
	if (rc == 1 && beside.verdict != VERDICT_NEED_FACTS)
		*out = beside;
	return 1;
}

/* Two codes and no case of the table: the edit of the two says which line takes
 * one. */
int
answer_modifier(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	int rc = modifier_meaning(c, q, out, e);
	if (rc == 0)
		rc = modifier_decide(c, q, out, e);
	if (rc == 1)
		rc = visit_instead(c, q, out, e);
	if (rc == 0)
		rc = visit_beside(c, q, out, e);
	if (rc == 0 && !tells_other_time(q))
		rc = modifier_spot(c, q, out, e);
	if (rc == 0 && !marks_named(q))
		rc = sided_choice(c, q, out, e);
	if (rc == 0 && !tells_other_time(q))
		rc = modifier_spot_alone(c, q, out, e);
	if (rc == 0 && codes_count(q) > 1 && tells_two(q) &&
	    question_fact(q, "postop") == NULL) {
		*out = (struct answer){ 0 };
		rc = answer_pair(c, q, out, e);
	}
	return rc;
}
