/* Kind "named": a service by what people call it, and nothing else: "which code
 * for fluoride varnish?" The words of the question come in; where all that is
 * left of them is a name that one code has, that code goes out. */
#include "kinds.h"
#include "search.h"
#include "told.h"
#include <string.h>

#define NAME_WORDS 6    /* more tell a case, which tables decide */
#define HITS       8    /* looked at */
#define WHOLE      1000 /* score where every word is in the name, and no other */

/* Words around a name: they ask, or say who, when and where. As words_cut()
 * gives them, in the order of the alphabet. */
static const char *const around[] = { "a", "adult", "an", "and", "any", "bill",
	"billed", "billing", "can", "charge", "child", "clinic", "code",
	"coded", "coding", "correct", "cpt", "did", "do", "doctor", "done",
	"for", "give", "given", "hcpc", "hcpcs", "hello", "help", "hi", "how",
	"i", "in", "is", "it", "kid", "me", "month", "need", "of", "office",
	"old", "on", "our", "patient", "performed", "please", "plz", "pt",
	"report", "right", "service", "should", "thank", "the", "to", "today",
	"use", "we", "what", "which", "with", "year", "yo", "you" };

static bool
is_around(const struct word *w)
{
	if (w->stop || strspn(w->text, "0123456789") == strlen(w->text))
		return true;
	for (size_t i = 0; i < sizeof(around) / sizeof(around[0]); i++) {
		if (strcmp(around[i], w->text) == 0)
			return true;
	}
	return false;
}

/* The words that name something, as they were written; NULL where there are
 * none or too many. */
static const char *
name_take(const struct answer_context *c, const char *text)
{
	struct word w[SEARCH_WORDS];
	size_t n = words_cut(text, w, SEARCH_WORDS), named = 0;
	const char *name = "";
	if (n == SEARCH_WORDS)
		return NULL;
	for (size_t i = 0; i < n && name != NULL; i++) {
		if (is_around(&w[i]))
			continue;
		name = arena_printf(c->a, "%s%s%.*s", name,
		    named++ > 0 ? " " : "", (int)w[i].len, text + w[i].start);
	}
	return named == 0 || named > NAME_WORDS ? NULL : name;
}

/* Of equipment and supplies a name is a kind, never a code: how it was made
 * and fitted decides. */
static bool
is_equipment(const struct search_hit *hit)
{
	return hit->system == CODE_HCPCS && strchr("AEKL", hit->code[0]);
}

/* The one hit that has the whole name; several are for the asker to tell
 * apart. */
static const struct search_hit *
hit_single(const struct search_hit *hit, size_t n)
{
	const struct search_hit *found = NULL;
	for (size_t i = 0; i < n; i++) {
		if (hit[i].score < WHOLE)
			continue;
		if (found != NULL || hit[i].level == LEVEL_HEADER ||
		    is_equipment(&hit[i]))
			return NULL;
		found = &hit[i];
	}
	return found;
}

static int
code_say(const struct answer_context *c, const struct search_hit *hit,
    struct answer *out, struct err *e)
{
	struct code_row row;
	int rc = lookup_code(
	    c->lookup, c->a, hit->system, hit->code, c->on, &row, e);
	if (rc <= 0)
		return rc;
	out->understood = "Which code has this name?";
	if (answer_line_add(c, out, hit->code, 1, row.plain, e) != 0 ||
	    answer_reason_add(c, out,
		arena_printf(c->a, "%s: %s", hit->code, row.plain), &row.source,
		e) != 0 ||
	    answer_reason_add(c, out, row.detail, &row.source, e) != 0 ||
	    answer_change_add(c, out,
		"The code was chosen by the name alone: a fact of the case may "
		"lead to one of its neighbors.",
		e) != 0)
		return -1;
	return finish(c, out, e);
}

/* What stands in a decision table has facts to choose by, or to ask for. */
static int
family_choose(const struct answer_context *c, const struct question *q,
    const char *family, struct answer *out, struct err *e)
{
	struct question named = *q;
	struct fact *fact = arena_array(c->a, q->fact_n + 1, sizeof(*fact));
	if (fact == NULL)
		return answer_full(e);
	if (q->fact_n > 0)
		memcpy(fact, q->fact, q->fact_n * sizeof(*fact));
	fact[q->fact_n] = (struct fact){ .name = "topic",
		.value = family,
		.milli = INT64_MIN,
		.len = strlen(q->text) };
	named.fact = fact;
	named.fact_n = q->fact_n + 1;
	return answer_choose(c, &named, out, e);
}

int
answer_named(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	struct search_order order = { .on = c->on,
		.max = HITS,
		.sets = 1u << CODE_CPT | 1u << CODE_HCPCS };
	struct search_hit *hit = NULL;
	const char *mended = NULL;
	size_t n = 0;
	if (q->code_n > 0 || question_fact(q, "topic") != NULL ||
	    (order.text = name_take(c, q->text)) == NULL)
		return 0;
	if (search_find(c->lookup, c->a, &order, &hit, &n, &mended, e) != 0)
		return -1;
	const struct search_hit *one = mended == NULL ? hit_single(hit, n)
						      : NULL;
	if (one == NULL)
		return 0;
	return one->family != NULL ? family_choose(c, q, one->family, out, e)
				   : code_say(c, one, out, e);
}
