/* Kind "history": since when and until when a code is valid, and what took its
 * place. */
#include "code.h"
#include "kinds.h"
#include "told.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CODES_MAX 9
#define RANGE_MAX 30 /* numbers from the first to the last code of a range */
#define FACTS_MAX 3  /* with a table's topic: more tell a case */
#define NEXT_MAX  8  /* successors whose words are shown */

/* What became of the codes of one question. */
struct days {
	size_t ended, valid, header, unknown;
	const char *first; /* their sentences */
};

static int
sentence_add(const struct answer_context *c, struct days *d, const char *text,
    struct err *e)
{
	if (text == NULL)
		return answer_full(e);
	d->first = d->first ? arena_printf(c->a, "%s %s", d->first, text)
			    : text;
	return d->first ? 0 : answer_full(e);
}

/* What each code is that took the place. */
static int
successors_show(const struct answer_context *c, const struct code_row *row,
    struct answer *out, struct err *e)
{
	const char *s = row->replaced_by;
	for (int i = 0; *s != '\0' && i < NEXT_MAX; i++) {
		struct code code = { .system = row->system, .units = 1 };
		struct code_row next;
		char show[32];
		size_t n = strcspn(s, " ");
		int rc = 0;
		if (n < sizeof(code.text)) {
			memcpy(code.text, s, n);
			if (row->system != CODE_ICD10CM)
				code.system = code.text[0] >= 'A' ? CODE_HCPCS
								  : CODE_CPT;
			rc = answer_known(c, &code, &next, e);
		}
		if (rc < 0 ||
		    (rc == 1 && answer_reason_add(c, out,
				    arena_printf(c->a, "%s: %s",
					code_show(&code, show), next.plain),
				    &next.source, e) != 0))
			return -1;
		s += n + strspn(s + n, " ");
	}
	return 0;
}

/* A row that begins where another one of the code ends tells of new words, not
 * of a new code. */
static int
begun(const struct answer_context *c, const struct code *code,
    const struct code_row *row, bool *out, struct err *e)
{
	struct answer_context before = *c;
	struct code_row earlier;
	int rc = 0;
	if (row->from != 0) {
		before.on = date_add(row->from, -1);
		rc = answer_known(&before, code, &earlier, e);
	}
	*out = row->from != 0 && rc == 0;
	return rc < 0 ? -1 : 0;
}

static int
valid_tell(const struct answer_context *c, const struct code *code,
    const char *shown, const struct code_row *row, struct days *d,
    struct answer *out, struct err *e)
{
	char on[11], from[11];
	bool new = false;
	if (begun(c, code, row, &new, e) != 0)
		return -1;
	const char *since =
	    new ? arena_printf(c->a, ", since %s", date_text(row->from, from))
		: "";
	const char *text;
	if (row->level == LEVEL_HEADER)
		text = arena_printf(c->a,
		    "%s is a header on %s: codes below it are reported.", shown,
		    date_text(c->on, on));
	else
		text = arena_printf(c->a, "%s is valid on %s%s.", shown,
		    date_text(c->on, on), since ? since : "");
	d->valid++;
	d->header += row->level == LEVEL_HEADER;
	if (sentence_add(c, d, text, e) != 0 ||
	    answer_reason_add(c, out, text, &row->source, e) != 0)
		return -1;
	if (answer_reason_add(c, out,
		arena_printf(c->a, "%s: %s", shown, row->plain), &row->source,
		e) != 0)
		return -1;
	return official_later(c, &row->source, out, e);
}

static int
ended_tell(const struct answer_context *c, const char *shown,
    const struct code_row *row, struct days *d, struct answer *out,
    struct err *e)
{
	d->ended++;
	if (answer_ended(c, shown, row, out, e) != 0 ||
	    sentence_add(c, d, out->reason[out->reason_n - 1].text, e) != 0 ||
	    successors_show(c, row, out, e) != 0)
		return -1;
	return answer_reason_add(c, out, row->detail, &row->source, e);
}

static int
code_tell(const struct answer_context *c, const struct code *code,
    struct days *d, struct answer *out, struct err *e)
{
	struct code_row row;
	struct code bare = *code;
	char show[32];
	int rc;
	bare.modifiers = 0;
	bare.units = 1;
	const char *shown = arena_strdup(c->a, code_show(&bare, show));
	if (shown == NULL)
		return answer_full(e);
	rc = answer_known(c, code, &row, e);
	if (rc < 0)
		return -1;
	if (rc == 1)
		return valid_tell(c, code, shown, &row, d, out, e);
	if (row.code == NULL || row.known == KNOWN_OUTSIDE) {
		d->unknown++;
		return 0;
	}
	return ended_tell(c, shown, &row, d, out, e);
}

/* "99324-99328": each code of the range that has a row; NULL where it is too
 * long, or none has. */
static struct code *
range_codes(const struct answer_context *c, const struct code *range,
    size_t *n_out, struct err *e)
{
	long low = strtol(range->text, NULL, 10);
	long high = strtol(range->end, NULL, 10);
	size_t n = 0;
	struct code *all = arena_array(c->a, CODES_MAX, sizeof(*all));
	*n_out = 0;
	if (all == NULL || range->system != CODE_CPT || high < low ||
	    high - low > RANGE_MAX)
		return NULL;
	for (long i = low; i <= high; i++) {
		struct code one = *range;
		struct code_row row;
		one.end[0] = '\0';
		snprintf(one.text, sizeof(one.text), "%05ld", i);
		if (answer_known(c, &one, &row, e) < 0)
			return NULL;
		if (row.code == NULL || row.known == KNOWN_OUTSIDE)
			continue;
		if (n == CODES_MAX)
			return NULL;
		all[n++] = one;
	}
	*n_out = n;
	return n > 0 ? all : NULL;
}

/* Modifiers have no days of their own. */
static bool
fits(const struct question *q)
{
	if (q->code_n == 0 || q->code_n > CODES_MAX)
		return false;
	for (size_t i = 0; i < q->code_n; i++) {
		if (q->code[i].system == CODE_MODIFIER ||
		    (q->code[i].end[0] != '\0' && q->code_n > 1))
			return false;
	}
	return true;
}

/* A case that tells much asks for a code, not for days, unless the one that it
 * names has ended and no table decides what is reported in its place. */
static int
case_told(const struct answer_context *c, const struct question *q,
    const struct days *d, struct err *e)
{
	struct answer chosen = { 0 };
	if (question_fact(q, "topic") == NULL || q->fact_n <= FACTS_MAX)
		return 0;
	if (d->ended == 0)
		return 1;
	int rc = answer_choose(c, q, &chosen, e);
	return rc < 1 ? rc : chosen.verdict == VERDICT_CODES;
}

/* A header is explained by the codes below it. */
static bool
header_alone(const struct question *q, const struct days *d)
{
	return q->code_n == 1 && d->header == 1;
}

int
answer_history(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	struct days d = { .first = NULL };
	struct question each = *q;
	if (!fits(q))
		return 0;
	if (q->code[0].end[0] != '\0') {
		each.code = range_codes(c, &q->code[0], &each.code_n, e);
		if (each.code == NULL)
			return 0;
		q = &each;
	}
	for (size_t i = 0; i < q->code_n; i++) {
		if (code_tell(c, &q->code[i], &d, out, e) != 0)
			return -1;
	}
	/* "When was it deleted, and what now?", of a code that no row knows:
	 * that no table has it would not answer that. */
	if (d.unknown > 0 && strcmp(q->kind, "history") == 0 &&
	    q->code_n == 1 && q->code[0].system == CODE_CPT &&
	    question_fact(q, "valid_asked") == NULL) {
		out->understood = "From when until when is it valid, and what "
				  "took its place?";
		answer_held(out, "unknown_code",
		    "No loaded table knows what became of this code: a coder "
		    "will look at it.");
		return 1;
	}
	if (d.unknown > 0)
		return 0;
	/* Nobody asked for its days: that it is valid would answer nothing. */
	if (d.ended == 0 && strcmp(q->kind, "history") != 0)
		return 0;
	int rc = case_told(c, q, &d, e);
	if (rc != 0)
		return rc < 0 ? -1 : 0;
	if (header_alone(q, &d)) {
		*out = (struct answer){ 0 };
		rc = answer_explain(c, q, out, e);
		if (rc == 1 && told_is(q, "valid_asked", "still"))
			out->verdict = VERDICT_NO;
		return rc;
	}
	out->understood = "From when until when is it valid, and what took its "
			  "place?";
	out->headline = d.first;
	out->verdict = VERDICT_INFO;
	bool all_one = d.ended == 0 || d.valid == 0;
	if ((q->code_n == 1 || (q == &each && all_one)) &&
	    told_is(q, "valid_asked", "still"))
		out->verdict = d.ended > 0 ? VERDICT_NO : VERDICT_YES;
	return answer_change_add(c, out,
		   "Another date of service: the code that was valid on that "
		   "day is reported.",
		   e) != 0
		   ? -1
		   : 1;
}

/* A diagnosis that ended, or has codes below it, denies its claim, whatever
 * else is asked; what stands
 * in place of an ended procedure may want units and facts. */
int
history_ended(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	struct code gone = { .units = 0 };
	size_t ended = 0;
	for (size_t i = 0; i < q->code_n; i++) {
		struct code_row row;
		if (q->code[i].system != CODE_ICD10CM)
			continue;
		int rc = answer_known(c, &q->code[i], &row, e);
		if (rc < 0)
			return -1;
		bool header = rc == 1 && row.level == LEVEL_HEADER;
		bool end = rc == 0 && row.code != NULL &&
			   row.known == KNOWN_ENDED;
		if ((header || end) && ended++ == 0)
			gone = q->code[i];
	}
	if (ended != 1)
		return 0;
	struct question bare = *q;
	bare.code = &gone;
	bare.code_n = 1;
	bare.fact_n = 0;
	bare.kind = "history";
	return answer_history(c, &bare, out, e);
}
