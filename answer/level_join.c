/* level_join.c - a case with a visit and other work comes in; it is parted,
 * each part is decided by its own kind, and the lines go out together. */
#include "level_join.h"
#include "claim.h"
#include "told.h"
#include <string.h>

#define NORM "level_join"

static bool
is_visit(const char *topic)
{
	return strcmp(topic, "office_visit") == 0 ||
	       strcmp(topic, "visit_too") == 0;
}

static bool
is_topic(const struct fact *f)
{
	return strcmp(f->name, "topic") == 0;
}

/* The modifier that the strictest of the works gives the visit: "none", "25";
 * NULL where a work is none that is known to stand beside one. */
static const char *
modifier_find(const struct norms *known, const struct question *q)
{
	const char *modifier = NULL;
	for (size_t i = 0; i < q->fact_n; i++) {
		const struct fact *f = &q->fact[i];
		const struct norm_row *row = NULL;
		if (!is_topic(f) || is_visit(f->value))
			continue;
		for (size_t k = 0; k < known->n && row == NULL; k++) {
			if (strcmp(known->row[k].key, f->value) == 0)
				row = &known->row[k];
		}
		if (row == NULL)
			return NULL;
		if (modifier == NULL || strcmp(row->value, "none") != 0)
			modifier = row->value;
	}
	return modifier;
}

/* A visit, or what only a visit has. */
static bool
visit_told(const struct question *q)
{
	for (size_t i = 0; i < q->fact_n; i++) {
		if (is_topic(&q->fact[i]) && is_visit(q->fact[i].value))
			return true;
	}
	return told_is(q, "visit_said", "yes") ||
	       question_fact(q, "visit_level") != NULL;
}

/* Codes that the asker names make it a question of pairs or modifiers. */
static bool
codes_named(const struct question *q)
{
	for (size_t i = 0; i < q->code_n; i++) {
		if (q->code[i].system == CODE_CPT)
			return true;
	}
	return false;
}

/* "A level 4 visit" tells the decision making that the level rests on. */
static void
level_tell(struct question *visit)
{
	const char *level = told_word(visit, "visit_level");
	if (level == NULL || question_fact(visit, "mdm") != NULL ||
	    question_fact(visit, "minutes") != NULL)
		return;
	for (size_t i = 0; i < visit->fact_n; i++) {
		if (strcmp(visit->fact[i].name, "visit_level") == 0)
			visit->fact[i].name = "mdm";
	}
}

/* Facts that the work must not see: with them it would be a visit again. */
static const char *const of_visit[] = { "minutes", "mdm", "visit_level",
	"visit_said" };

/* "A visit, too" only says that there are both. The minutes are the visit's: no
 * work that is known here is told by time. */
static bool
is_of(const struct fact *f, bool visit)
{
	if (is_topic(f))
		return visit ? strcmp(f->value, "office_visit") == 0
			     : !is_visit(f->value);
	for (size_t i = 0; i < sizeof(of_visit) / sizeof(of_visit[0]); i++) {
		if (strcmp(f->name, of_visit[i]) == 0)
			return visit;
	}
	return true;
}

static int
part_take(const struct answer_context *c, const struct question *q, bool visit,
    struct question *out, struct err *e)
{
	struct fact *fact = arena_array(c->a, q->fact_n + 1, sizeof(*fact));
	if (fact == NULL)
		return answer_full(e);
	*out = *q;
	out->fact = fact;
	out->fact_n = 0;
	for (size_t i = 0; i < q->fact_n; i++) {
		if (is_of(&q->fact[i], visit))
			fact[out->fact_n++] = q->fact[i];
	}
	if (visit)
		level_tell(out);
	return 0;
}

static bool
is_decided(int rc, const struct answer *part)
{
	return rc == 1 && (part->verdict == VERDICT_CODES ||
			      part->verdict == VERDICT_NEED_FACTS);
}

/* The visit's line takes the modifier, and says when it may. */
static int
visit_mark(const struct answer_context *c, const char *modifier,
    struct answer *level, struct err *e)
{
	if (strcmp(modifier, "none") == 0)
		return 0;
	for (size_t i = 0; i < level->line_n && i < 1; i++)
		level->line[i].modifier[0] = modifier;
	return claim_rule(c, NORM "_rule", modifier, level, e);
}

static int
parts_put(const struct answer_context *c, const struct question *visit,
    struct answer *level, const struct answer *work, struct answer *out,
    struct err *e)
{
	if (answer_take(c, level, out, e) != 0 ||
	    answer_take(c, work, out, e) != 0)
		return -1;
	if (question_fact(visit, "minutes") != NULL &&
	    claim_rule(c, NORM "_rule", "minutes", out, e) != 0)
		return -1;
	out->understood = arena_printf(
	    c->a, "%s And beside it: %s", level->understood, work->understood);
	return out->understood ? finish(c, out, e) : answer_full(e);
}

int
level_join(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	struct norms known;
	struct question visit, rest;
	struct answer level = { 0 }, work = { 0 };
	if (!visit_told(q) || codes_named(q) ||
	    question_says(q, "visit_reason", "planned"))
		return 0;
	if (norms_get(c, NORM, &known, e) != 0)
		return -1;
	const char *modifier = modifier_find(&known, q);
	if (modifier == NULL)
		return 0;
	if (part_take(c, q, true, &visit, e) != 0 ||
	    part_take(c, q, false, &rest, e) != 0)
		return -1;
	int rc = answer_level(c, &visit, &level, e);
	if (!is_decided(rc, &level))
		return rc < 0 ? -1 : 0;
	rc = answer_choose(c, &rest, &work, e);
	if (!is_decided(rc, &work))
		return rc < 0 ? -1 : 0;
	if (visit_mark(c, modifier, &level, e) != 0)
		return -1;
	return parts_put(c, &visit, &level, &work, out, e);
}
