/* Decision making: what was told of problems, data and risk comes in; the
 * level that two of the three reach goes out. */
#include "mdm.h"

#include <string.h>

static const char *const words[] = { "straightforward", "low", "moderate",
	"high" };
enum {
	PROBLEMS,
	DATA,
	RISK
};

const char *
mdm_word(enum mdm level)
{
	return level < 0 ? "" : words[level];
}

static enum mdm
mdm_of(const char *word)
{
	for (int i = 0; i <= MDM_HIGH; i++) {
		if (strcmp(words[i], word) == 0)
			return (enum mdm)i;
	}
	return MDM_NONE;
}

/* One element, as far as it has come. */
struct element {
	const struct answer_context *c;
	struct norms norm;
	enum mdm level;
	const struct norm_row *row;
};

static void
element_take(struct element *el, const char *key)
{
	for (size_t i = 0; i < el->norm.n; i++) {
		const struct norm_row *r = &el->norm.row[i];
		if (strcmp(r->key, key) == 0 && mdm_of(r->value) > el->level) {
			el->level = mdm_of(r->value);
			el->row = r;
		}
	}
}

static void
element_words(struct element *el, const struct question *q, const char *fact)
{
	for (size_t i = 0; i < q->fact_n; i++) {
		if (strcmp(q->fact[i].name, fact) == 0)
			element_take(el, q->fact[i].value);
	}
}

static void
problems_read(struct element *el, const struct question *q)
{
	int64_t stable = 0;
	element_words(el, q, "problem");
	for (size_t i = 0; i < q->fact_n; i++) {
		const struct fact *f = &q->fact[i];
		if (strcmp(f->name, "stable_chronic") == 0 && f->milli > stable)
			stable = f->milli;
	}
	if (stable >= 1000)
		element_take(el, stable >= 2000 ? "stable_two" : "stable_one");
}

/* Three categories: items (an historian counts as one), an interpretation, a
 * discussion; two of them are extensive. */
static void
data_read(struct element *el, const struct question *q)
{
	int64_t items = 0;
	bool historian = told_is(q, "data", "historian");
	told_number(q, "data_items", &items);
	items += historian ? 1000 : 0;
	int categories = (items >= 3000) +
			 told_is(q, "data", "interpretation") +
			 told_is(q, "data", "discussion");
	element_words(el, q, "data");
	if (items > 0)
		element_take(el, items >= 3000   ? "items_three"
				 : items >= 2000 ? "items_two"
						 : "items_one");
	if (categories >= 2)
		element_take(el, "two_categories");
}

static enum mdm
middle(enum mdm a, enum mdm b, enum mdm c)
{
	enum mdm low = a < b ? a : b, high = a < b ? b : a;
	return c < low ? low : c > high ? high : c;
}

/* What is not told may be anything: decided where that changes nothing. */
static enum mdm
two_of_three(const enum mdm e[3])
{
	enum mdm low[3], high[3];
	for (int i = 0; i < 3; i++) {
		low[i] = e[i] == MDM_NONE ? MDM_STRAIGHTFORWARD : e[i];
		high[i] = e[i] == MDM_NONE ? MDM_HIGH : e[i];
	}
	enum mdm least = middle(low[0], low[1], low[2]);
	return least == middle(high[0], high[1], high[2]) ? least : MDM_NONE;
}

static int
elements_read(const struct answer_context *c, const struct question *q,
    struct mdm_facts *out, struct answer *answer, struct err *e)
{
	static void (*const read[])(struct element *,
	    const struct question *) = { problems_read, data_read, NULL };
	static const char *const norm[] = { "mdm_problem", "mdm_data",
		"mdm_risk" };
	for (int i = 0; i < 3; i++) {
		struct element el = { .c = c, .level = MDM_NONE };
		if (norms_get(c, norm[i], &el.norm, e) != 0)
			return -1;
		if (read[i] != NULL)
			read[i](&el, q);
		else
			element_words(&el, q, "risk");
		out->element[i] = el.level;
		out->told |= el.level != MDM_NONE;
		if (norm_reason(c, el.row, answer, e) != 0)
			return -1;
	}
	out->level = two_of_three(out->element);
	if (out->level != MDM_NONE || out->element[DATA] != MDM_NONE ||
	    out->element[PROBLEMS] == MDM_NONE ||
	    out->element[RISK] == MDM_NONE)
		return 0;
	/* What nobody documents does not count: no data, but for what a
	 * following mail tells. */
	out->level = middle(
	    out->element[PROBLEMS], MDM_STRAIGHTFORWARD, out->element[RISK]);
	if (answer_reason_add(c, answer,
		"Taken for granted, since no data were told: none, or one test "
		"alone (minimal).",
		NULL, e) != 0)
		return -1;
	return answer_change_add(c, answer,
	    "Data that are documented (three tests or outside notes, an "
	    "interpretation of one's own, a discussion with an outside "
	    "clinician) may lift the level.",
	    e);
}

static bool
elements_told(const struct question *q)
{
	return question_fact(q, "problem") != NULL ||
	       question_fact(q, "stable_chronic") != NULL ||
	       question_fact(q, "risk") != NULL;
}

int
mdm_read(const struct answer_context *c, const struct question *q,
    struct mdm_facts *out, struct answer *answer, struct err *e)
{
	const char *word = told_word(q, "mdm");
	*out = (struct mdm_facts){ .level = MDM_NONE,
		.element = { MDM_NONE, MDM_NONE, MDM_NONE } };
	out->conflict = question_conflict(q, "mdm");
	/* "is this moderate MDM?" asks for what the elements decide */
	if (word != NULL && mdm_of(word) != MDM_NONE &&
	    !(told_is(q, "mdm_asked", "yes") && elements_told(q))) {
		out->level = mdm_of(word);
		out->told = true;
		return 0;
	}
	out->conflict = false;
	return elements_read(c, q, out, answer, e);
}

int
mdm_tell(const struct answer_context *c, const struct mdm_facts *m,
    const struct norms *level, struct answer *out, struct err *e)
{
	const struct norm_row *fresh = norm_at(level->row, level->n,
	    arena_printf(c->a, "office_new.%s", mdm_word(m->level)), 0);
	const struct norm_row *known = norm_at(level->row, level->n,
	    arena_printf(c->a, "office_established.%s", mdm_word(m->level)), 0);
	if (fresh == NULL || known == NULL)
		return 0;
	out->ask_n = 0;
	out->understood = "Which level of decision making?";
	out->verdict = VERDICT_INFO;
	out->headline = arena_printf(c->a,
	    "Decision making is %s. In the office that is %s for a new and %s "
	    "for an established patient.",
	    mdm_word(m->level), fresh->value, known->value);
	return out->headline ? 1 : answer_full(e);
}

int
mdm_ask(const struct answer_context *c, const struct mdm_facts *m,
    struct answer *out, struct err *e)
{
	static const char *const fact[] = { "problem", "data", "risk" };
	static const char *const question[] = {
		"Which problems were addressed, and how do they stand (stable, "
		"worse, not at goal, new, life-threatening)?",
		"Which data were reviewed or ordered (number of tests, outside "
		"notes, an independent historian or interpretation, a "
		"discussion with an outside clinician)?",
		"What is the risk of what was decided (over-the-counter drug, "
		"prescription drug management, surgery, hospitalization)?",
	};
	if (!m->told)
		return ask_add(c, out, "mdm",
		    "Which level of medical decision making do the notes "
		    "support: straightforward, low, moderate or high?",
		    NULL, e);
	for (int i = 0; i < 3; i++) {
		if (m->element[i] == MDM_NONE &&
		    ask_add(c, out, fact[i], question[i], NULL, e) != 0)
			return -1;
	}
	return 0;
}
