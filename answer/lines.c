/* Lines of several procedures: each pair of them against the edits. */
#include "lines.h"
#include "units.h"
#include <string.h>

/* What to do with one pair. */
enum pair_step {
	PAIR_STANDS,
	PAIR_DROP,
	PAIR_MARK,
	PAIR_ASK
};

/* Were the places told apart? 1 yes, 0 no, -1 not said. */
static int
places_apart(const struct question *q)
{
	const struct fact *f = question_fact(q, "distinct");
	if (f == NULL || question_conflict(q, "distinct"))
		return -1;
	return strcmp(f->value, "separate") == 0;
}

static enum pair_step
pair_step(const struct question *q, const struct line_origin *a,
    const struct line_origin *b, const struct pair_row *pair)
{
	if (pair->indicator == 0)
		return PAIR_DROP;
	if (pair->indicator != 1)
		return PAIR_STANDS;
	if (a->repeated && b->repeated && a->topic == b->topic)
		return PAIR_MARK;
	int apart = places_apart(q);
	if (apart < 0)
		return PAIR_ASK;
	return apart ? PAIR_MARK : PAIR_DROP;
}

static void
line_drop(struct answer *out, struct origins *from, size_t at)
{
	size_t rest = out->line_n - at - 1;
	memmove(&out->line[at], &out->line[at + 1], rest * sizeof(*out->line));
	memmove(
	    &from->item[at], &from->item[at + 1], rest * sizeof(*from->item));
	out->line_n--;
	from->n--;
}

/* "T1", "FA", "E3": the modifier names one toe, finger or lid. */
static bool
modifier_is_place(const char *m)
{
	return m != NULL && strchr("EFT", m[0]) != NULL && m[1] != '\0' &&
	       strchr("A123456789", m[1]) != NULL;
}

/* One toe is straightened once, however often its name falls. */
static void
lines_once(struct answer *out, struct origins *from)
{
	for (size_t i = 0; i < out->line_n; i++) {
		const struct answer_line *one = &out->line[i];
		for (size_t k = out->line_n; k-- > i + 1;) {
			const struct answer_line *two = &out->line[k];
			if (modifier_is_place(one->modifier[0]) &&
			    two->modifier[0] != NULL &&
			    strcmp(one->code, two->code) == 0 &&
			    strcmp(one->modifier[0], two->modifier[0]) == 0)
				line_drop(out, from, k);
		}
	}
}

static int
pair_say(const struct answer_context *c, const struct pair_row *pair,
    bool dropped, struct answer *out, struct err *e)
{
	const char *text =
	    dropped ? arena_printf(c->a,
			  "%s belongs to %s and is not reported beside it.",
			  pair->column2, pair->column1)
		    : arena_printf(c->a,
			  "%s and %s are an edit that a modifier opens: it "
			  "goes to %s.",
			  pair->column1, pair->column2, pair->column2);
	return answer_reason_add(c, out, text, &pair->source, e);
}

/* 1 where a line was taken out, so that the pairs are walked anew. */
static int
pair_apply(const struct answer_context *c, const struct question *q, size_t i,
    size_t k, struct answer *out, struct origins *from, bool *ask_out,
    struct err *e)
{
	struct pair_row pair;
	int rc = lookup_pair(c->lookup, c->a, NCCI_PRACTITIONER,
	    out->line[i].code, out->line[k].code, c->on, &pair, e);
	if (rc <= 0)
		return rc;
	size_t second = strcmp(out->line[i].code, pair.column2) == 0 ? i : k;
	switch (pair_step(q, &from->item[i], &from->item[k], &pair)) {
	case PAIR_DROP:
		line_drop(out, from, second);
		return pair_say(c, &pair, true, out, e) != 0 ? -1 : 1;
	case PAIR_MARK:
		if (pair_say(c, &pair, false, out, e) != 0)
			return -1;
		return line_modifier_add(
		    c, out, second, "59", "The places were told apart.", e);
	case PAIR_ASK:
		*ask_out = true;
		return pair_say(c, &pair, false, out, e);
	case PAIR_STANDS:
		break;
	}
	return 0;
}

static bool
pair_counts(const struct origins *from, size_t i, size_t k)
{
	return from->item[i].part != from->item[k].part &&
	       !from->item[i].addon && !from->item[k].addon;
}

/* A biopsy of skin (11102 to 11107) beside another work on skin. */
static bool
biopsy_beside(const char *a, const char *b)
{
	bool biopsy_a = strncmp(a, "1110", 4) == 0;
	bool biopsy_b = strncmp(b, "1110", 4) == 0;
	return biopsy_a != biopsy_b && a[0] == '1' && b[0] == '1' &&
	       strlen(a) == 5 && strlen(b) == 5;
}

/* The edits of the day are not loaded: two works through one scope may be one
 * code, and nobody here knows; a biopsy takes a modifier beside nearly all else
 * on skin, or gives it. Of work that has nothing to do with each other the
 * answer says that the pair was not checked. */
static int
pair_lacks(const struct answer_context *c, size_t i, size_t k,
    struct answer *out, const struct origins *from, const char **held,
    struct err *e)
{
	struct pair_row pair;
	const char *a = out->line[i].code, *b = out->line[k].code;
	int rc = lookup_pair(
	    c->lookup, c->a, NCCI_PRACTITIONER, a, b, c->on, &pair, e);
	if (rc < 0)
		return -1;
	if (rc > 0 || pair.known != KNOWN_NOT_LOADED)
		return 0;
	if (((k == i + 1 && from->item[k].several) || biopsy_beside(a, b)) &&
	    *held == NULL)
		*held = "not_loaded";
	return answer_reason_add(c, out,
	    "No table of edits is loaded here: whether these codes go "
	    "together was not checked.",
	    NULL, e);
}

static int
edits_lack(const struct answer_context *c, struct answer *out,
    const struct origins *from, const char **held, struct err *e)
{
	for (size_t i = 0; i < out->line_n; i++) {
		for (size_t k = i + 1; k < out->line_n; k++) {
			if (pair_counts(from, i, k) &&
			    pair_lacks(c, i, k, out, from, held, e) != 0)
				return -1;
		}
	}
	return 0;
}

/* That the table was looked into, and has none of these pairs, is a reason,
 * too. */
static int
edits_none_say(const struct answer_context *c, struct answer *out,
    const struct origins *from, struct err *e)
{
	struct pair_row pair = { 0 };
	size_t looked = 0;
	for (size_t i = 0; i < out->line_n; i++) {
		for (size_t k = i + 1; k < out->line_n; k++) {
			if (!pair_counts(from, i, k))
				continue;
			int rc = lookup_pair(c->lookup, c->a, NCCI_PRACTITIONER,
			    out->line[i].code, out->line[k].code, c->on, &pair,
			    e);
			if (rc != 0 || pair.known != KNOWN_NONE)
				return rc < 0 ? -1 : 0;
			looked++;
		}
	}
	if (looked == 0)
		return 0;
	return answer_reason_add(c, out,
	    arena_printf(c->a,
		"No edit between these codes in the NCCI practitioner table, "
		"edition %s.",
		pair.source.edition),
	    &pair.source, e);
}

int
lines_check(const struct answer_context *c, const struct question *q,
    struct answer *out, struct origins *from, bool *ask_out, const char **held,
    struct err *e)
{
	bool again = true;
	*ask_out = false;
	lines_once(out, from);
	if (edits_lack(c, out, from, held, e) != 0)
		return -1;
	while (again) {
		again = false;
		for (size_t i = 0; i < out->line_n && !again; i++) {
			for (size_t k = i + 1; k < out->line_n && !again; k++) {
				if (!pair_counts(from, i, k))
					continue;
				int rc = pair_apply(
				    c, q, i, k, out, from, ask_out, e);
				if (rc < 0)
					return -1;
				again = rc == 1;
			}
		}
	}
	return edits_none_say(c, out, from, e);
}
