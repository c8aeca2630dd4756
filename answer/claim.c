/* The lines of a claim: the codes of a question come in; lines with what the
 * fee schedule and the norms say of each go out. */
#include "claim.h"
#include "kinds.h"
#include "limit.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>

bool
question_says(const struct question *q, const char *name, const char *value)
{
	for (size_t i = 0; i < q->fact_n; i++) {
		if (strcmp(q->fact[i].name, name) == 0 &&
		    strcmp(q->fact[i].value, value) == 0)
			return true;
	}
	return false;
}

bool
question_sure(const struct question *q, const char *name, const char *value)
{
	return question_says(q, name, value) && !question_conflict(q, name);
}

int
claim_norm(const struct answer_context *c, const char *norm, const char *key,
    struct norm_row *out, struct err *e)
{
	struct norm_row *row;
	size_t n;
	if (lookup_norms(c->lookup, c->a, norm, key, c->on, &row, &n, e) != 0)
		return -1;
	if (n == 0)
		return 0;
	*out = row[0];
	return 1;
}

int
claim_rule(const struct answer_context *c, const char *norm, const char *key,
    struct answer *out, struct err *e)
{
	struct norm_row row;
	int rc = claim_norm(c, norm, key, &row, e);
	return rc == 1 ? answer_reason_add(c, out, row.text, &row.source, e)
		       : rc;
}

int
claim_later(const struct answer_context *c, const struct source *source,
    struct answer *out, struct err *e)
{
	char on[11];
	if (!source->later || source->name == NULL)
		return 0;
	return answer_reason_add(c, out,
	    arena_printf(c->a,
		"%s: edition %s is the newest that is loaded, and a newer one "
		"was due before %s.",
		source->name, source->edition, date_text(c->on, on)),
	    NULL, e);
}

size_t
claim_count(const struct claim *m, bool visit)
{
	size_t n = 0;
	for (size_t i = 0; i < m->n; i++)
		n += m->line[i].visit == visit;
	return n;
}

bool
claim_has(const struct claim_line *line, const char *modifier)
{
	for (size_t i = 0; i < 4 && line->modifier[i] != NULL; i++) {
		if (strcmp(line->modifier[i], modifier) == 0)
			return true;
	}
	return false;
}

void
claim_put(struct claim_line *line, const char *modifier)
{
	if (claim_has(line, modifier))
		return;
	for (size_t i = 0; i < 4; i++) {
		if (line->modifier[i] == NULL) {
			line->modifier[i] = modifier;
			return;
		}
	}
}

int
claim_bypass(const struct answer_context *c, const struct claim_line *line,
    const char **out, struct err *e)
{
	struct norm_row *row;
	size_t n;
	*out = NULL;
	if (lookup_norms(
		c->lookup, c->a, "pair_bypass", NULL, c->on, &row, &n, e) != 0)
		return -1;
	for (size_t i = 0; i < n && *out == NULL; i++) {
		if (claim_has(line, row[i].value))
			*out = row[i].value;
	}
	return 0;
}

/* CPT numbers are ranges of the norm, HCPCS codes keys. */
static int
class_find(
    const struct answer_context *c, struct claim_line *line, struct err *e)
{
	struct norm_row *row;
	size_t n;
	if (lookup_norms(
		c->lookup, c->a, "line_class", NULL, c->on, &row, &n, e) != 0)
		return -1;
	int64_t number = strspn(line->text, "0123456789") == 5
			     ? strtoll(line->text, NULL, 10) * 1000
			     : -1;
	for (size_t i = 0; i < n; i++) {
		bool mine = row[i].key[0] != '\0'
				? strcmp(row[i].key, line->text) == 0
				: row[i].low_milli <= number &&
				      number <= row[i].high_milli;
		if (!mine)
			continue;
		line->visit |= strcmp(row[i].value, "visit") == 0;
		line->preventive |= strcmp(row[i].value, "preventive") == 0;
	}
	return 0;
}

static int
line_fill(
    const struct answer_context *c, struct claim_line *line, struct err *e)
{
	if (lookup_fee(c->lookup, c->a, line->text, "", false, c->on,
		&line->fee, e) < 0)
		return -1;
	return class_find(c, line, e);
}

/* The line that already stands for that code with those modifiers. */
static bool
line_same(const struct claim_line *line, const struct code *code)
{
	if (strcmp(line->text, code->text) != 0)
		return false;
	for (int i = 0; i < code->modifiers; i++) {
		if (!claim_has(line, code->modifier[i]))
			return false;
	}
	return true;
}

/* A code that is named again is the same line; modifiers that it has by now
 * are its own ("99213 denied: bill 99213-25?"). */
static struct claim_line *
line_find(struct claim *m, const struct code *code)
{
	for (size_t i = 0; i < m->n; i++) {
		struct claim_line *line = &m->line[i];
		if (line_same(line, code) ||
		    (strcmp(line->text, code->text) == 0 &&
			line->modifier[0] == NULL))
			return line;
	}
	return NULL;
}

static bool
code_bills(const struct code *code)
{
	return (code->system == CODE_CPT || code->system == CODE_HCPCS) &&
	       code->end[0] == '\0';
}

int
claim_read(const struct answer_context *c, const struct question *q,
    struct claim *out, struct err *e)
{
	out->n = 0;
	/* CMS applies the practitioner edits to surgery centers as well */
	out->setting = question_sure(q, "claim", "facility") &&
			       question_fact(q, "surgery_center") == NULL
			   ? NCCI_HOSPITAL
			   : NCCI_PRACTITIONER;
	for (size_t i = 0; i < q->code_n && out->n < CLAIM_LINES; i++) {
		const struct code *code = &q->code[i];
		if (!code_bills(code))
			continue;
		struct claim_line *line = line_find(out, code);
		if (line == NULL) {
			line = &out->line[out->n++];
			*line = (struct claim_line){ .code = code,
				.text = code->text,
				.units = code->units };
			if (line_fill(c, line, e) != 0)
				return -1;
		}
		for (int k = 0; k < code->modifiers; k++)
			claim_put(line, code->modifier[k]);
		if (code->units > line->units)
			line->units = code->units;
	}
	return 0;
}

int
claim_add(const struct answer_context *c, const struct answer_line *line,
    struct claim *out, struct err *e)
{
	for (size_t i = 0; i < out->n; i++) {
		if (strcmp(out->line[i].text, line->code) == 0)
			return 0;
	}
	if (out->n == CLAIM_LINES)
		return 0;
	struct claim_line *made = &out->line[out->n++];
	*made = (struct claim_line){
		.text = line->code, .units = line->units, .plain = line->plain
	};
	for (size_t i = 0; i < 4 && line->modifier[i] != NULL; i++)
		claim_put(made, line->modifier[i]);
	return line_fill(c, made, e);
}

/* A topic that something else on the claim tells: a visit by its code, a
 * screening by its modifier (norm topic_apart). */
static int
topic_apart(const struct answer_context *c, const struct question *q,
    const struct fact *f, bool visits, struct err *e)
{
	struct norm_row row;
	if (strcmp(f->name, "topic") != 0)
		return 0;
	int rc = claim_norm(c, "topic_apart", f->value, &row, e);
	if (rc < 1)
		return rc;
	if (strcmp(row.value, "visit") == 0)
		return visits;
	return question_says(q, "screening", "turned") ||
	       question_says(q, "stopped", "incomplete");
}

/* The question as the tables of procedures should read it: no codes, which are
 * lines already, and no words that would make two cases of a plain one. */
static int
procedure_question(const struct answer_context *c, const struct question *q,
    bool visits, struct question *out, struct err *e)
{
	*out = *q;
	out->code_n = 0;
	out->fact_n = 0;
	out->fact = arena_array(c->a, q->fact_n + 1, sizeof(*out->fact));
	if (out->fact == NULL)
		return answer_full(e);
	for (size_t i = 0; i < q->fact_n; i++) {
		int apart = topic_apart(c, q, &q->fact[i], visits, e);
		if (apart < 0)
			return -1;
		if (apart == 0)
			out->fact[out->fact_n++] = q->fact[i];
	}
	return 0;
}

int
claim_procedures(const struct answer_context *c, const struct question *q,
    struct claim *out, struct err *e)
{
	struct answer chosen = { 0 };
	struct question procedure;
	if (procedure_question(
		c, q, claim_count(out, true) > 0, &procedure, e) != 0)
		return -1;
	if (question_fact(&procedure, "topic") == NULL)
		return 0;
	int rc = answer_choose(c, &procedure, &chosen, e);
	if (rc < 0)
		return -1;
	if (rc == 0 || chosen.verdict != VERDICT_CODES || chosen.line_n == 0)
		return 0;
	for (size_t i = 0; i < chosen.line_n; i++) {
		if (claim_add(c, &chosen.line[i], out, e) != 0)
			return -1;
	}
	return 1;
}

const char *
claim_global(const struct claim_line *line)
{
	return line->fee.known == KNOWN_VALID && line->fee.global_days
		   ? line->fee.global_days
		   : "";
}

int
claim_bilateral(const struct answer_context *c, const struct claim_line *line,
    const char **out, struct err *e)
{
	struct code_row row = { 0 };
	struct family f;
	*out = "";
	if (line->fee.known == KNOWN_VALID && line->fee.bilateral != NULL) {
		*out = line->fee.bilateral;
		return 0;
	}
	int rc =
	    lookup_code(c->lookup, c->a, CODE_CPT, line->text, c->on, &row, e);
	if (rc < 1 || row.family == NULL)
		return rc < 0 ? -1 : 0;
	rc = lookup_family(c->lookup, c->a, row.family, c->on, &f, e);
	for (size_t i = 0; rc == 1 && i < f.rows; i++) {
		if (strcmp(f.row[i].code, line->text) == 0 &&
		    strcmp(f.row[i].units, "side") == 0)
			*out = "1";
	}
	return rc < 0 ? -1 : 0;
}

const char *
claim_shown(const struct answer_context *c, const struct claim_line *line)
{
	const char *s = line->text;
	for (size_t i = 0; s != NULL && i < 4 && line->modifier[i]; i++)
		s = arena_printf(c->a, "%s-%s", s, line->modifier[i]);
	if (s != NULL && line->units > 1)
		s = arena_printf(c->a, "%s x %d", s, line->units);
	return s;
}

const char *
claim_names(const struct answer_context *c, const struct claim *m)
{
	const char *all = "";
	size_t left = 0, told = 0;
	for (size_t i = 0; i < m->n; i++)
		left += !m->line[i].denied;
	for (size_t i = 0; i < m->n && all != NULL; i++) {
		if (m->line[i].denied)
			continue;
		const char *one = claim_shown(c, &m->line[i]);
		const char *join = told == 0          ? ""
				   : told + 1 == left ? " and "
						      : ", ";
		told++;
		all = one ? arena_printf(c->a, "%s%s%s", all, join, one) : NULL;
	}
	return all;
}

/* What our own tables say the code is; official text has its own gate. */
static int
line_plain(
    const struct answer_context *c, struct claim_line *line, struct err *e)
{
	struct code_row row = { 0 };
	enum code_system system = line->text[0] >= '0' && line->text[0] <= '9'
				      ? CODE_CPT
				      : CODE_HCPCS;
	if (line->plain != NULL)
		return 0;
	int rc =
	    lookup_code(c->lookup, c->a, system, line->text, c->on, &row, e);
	line->plain = rc == 1 ? row.plain : NULL;
	return rc < 0 ? -1 : 0;
}

int
claim_report(const struct answer_context *c, const struct claim *m,
    struct answer *out, struct err *e)
{
	for (size_t i = 0; i < m->n; i++) {
		struct claim_line line = m->line[i];
		if (line.denied)
			continue;
		if (line_plain(c, &line, e) != 0 ||
		    answer_line_add(
			c, out, line.text, line.units, line.plain, e) != 0)
			return -1;
		if (out->line_n > 0)
			memcpy(out->line[out->line_n - 1].modifier,
			    line.modifier, sizeof(line.modifier));
	}
	return 0;
}

/* A code exists where any table of that day has a row for it. */
static int
line_known(const struct answer_context *c, const struct claim_line *line,
    struct code_row *row, struct err *e)
{
	struct mue_row mue = { 0 };
	enum code_system system = line->text[0] >= '0' && line->text[0] <= '9'
				      ? CODE_CPT
				      : CODE_HCPCS;
	int rc =
	    lookup_code(c->lookup, c->a, system, line->text, c->on, row, e);
	if (rc != 0 || (row->code != NULL && row->known != KNOWN_OUTSIDE))
		return rc;
	if (line->fee.known == KNOWN_VALID)
		return 1;
	rc = lookup_mue(
	    c->lookup, c->a, MUE_PRACTITIONER, line->text, c->on, &mue, e);
	row->code = NULL;
	return rc;
}

int
claim_ended(const struct answer_context *c, const struct claim *m,
    struct answer *out, size_t *n_out, const char **unknown_out, struct err *e)
{
	*n_out = 0;
	*unknown_out = NULL;
	for (size_t i = 0; i < m->n; i++) {
		struct code_row row = { 0 };
		int rc = line_known(c, &m->line[i], &row, e);
		if (rc < 0)
			return -1;
		if (rc == 0 && row.code != NULL) {
			++*n_out;
			if (answer_ended(c, m->line[i].text, &row, out, e) != 0)
				return -1;
		} else if (rc == 0) {
			*unknown_out = *unknown_out
					   ? arena_printf(c->a, "%s, %s",
						 *unknown_out, m->line[i].text)
					   : m->line[i].text;
			if (*unknown_out == NULL)
				return answer_full(e);
		}
	}
	return 0;
}

static int
options_fill(const struct answer_context *c, const char *fact,
    struct answer_ask *ask, struct err *e)
{
	struct norm_row *row;
	size_t n;
	if (lookup_norms(c->lookup, c->a, "modifier_option", fact, c->on, &row,
		&n, e) != 0)
		return -1;
	ask->option = arena_array(c->a, n + 1, sizeof(*ask->option));
	if (ask->option == NULL)
		return answer_full(e);
	for (size_t i = 0; i < n; i++)
		ask->option[ask->option_n++] =
		    (struct answer_option){ row[i].text, "" };
	return 0;
}

int
claim_ask(const struct answer_context *c, const char *fact, struct answer *out,
    struct err *e)
{
	struct norm_row row;
	int rc = claim_norm(c, "modifier_ask", fact, &row, e);
	if (rc < 1)
		return rc;
	if (out->ask == NULL)
		out->ask = arena_array(c->a, LIMIT_ASKS, sizeof(*out->ask));
	if (out->ask == NULL)
		return answer_full(e);
	for (size_t i = 0; i < out->ask_n; i++) {
		if (strcmp(out->ask[i].fact, fact) == 0)
			return 0;
	}
	if (out->ask_n == LIMIT_ASKS)
		return 0;
	struct answer_ask *ask = &out->ask[out->ask_n++];
	*ask = (struct answer_ask){ .fact = row.key, .question = row.text };
	out->verdict = VERDICT_NEED_FACTS;
	if (options_fill(c, fact, ask, e) != 0)
		return -1;
	out->headline = answer_ask_headline(c, out);
	return out->headline ? 0 : answer_full(e);
}
