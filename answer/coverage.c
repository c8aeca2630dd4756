/* Kind "coverage": which policy names a procedure, and whether a diagnosis
 * supports it, by contractor. */
#include "code.h"
#include "covered.h"
#include "kinds.h"
#include "told.h"
#include <string.h>

#define ARTICLES_MAX 12  /* shown in one mail */
#define ARTICLES_ALL 200 /* looked at, of one procedure */

/* What the articles of a day say of one procedure and diagnosis. */
struct found {
	const struct code *procedure, *diagnosis;
	struct coverage_row *row;
	size_t n, all;
	size_t told[COVERAGE_NOT_ASKED + 1];
	enum known known;
	const char *state;      /* two letters, or NULL: everywhere */
	const char *contractor; /* word of fact "contractor", or NULL */
	const char *where;      /* " in NY", " of Noridian", "" */
};

/* Words of the names as the coverage database has them. */
static const struct {
	const char *word, *name, *shown;
} contractors[] = {
	{ "noridian", "noridian", "Noridian" },
	{ "palmetto", "palmetto", "Palmetto GBA" },
	{ "novitas", "novitas", "Novitas" },
	{ "first_coast", "first coast", "First Coast" },
	{ "cgs", "cgs", "CGS" },
	{ "wps", "wisconsin physicians", "WPS" },
	{ "ngs", "national government", "NGS" },
};
#define CONTRACTORS (sizeof(contractors) / sizeof(contractors[0]))

/* Keep the articles of the contractor that was named. */
static void
contractor_keep(struct found *f)
{
	const char *name = NULL;
	size_t kept = 0;
	for (size_t i = 0; f->contractor != NULL && i < CONTRACTORS; i++)
		if (strcmp(contractors[i].word, f->contractor) == 0)
			name = contractors[i].name;
	if (name == NULL || f->known != KNOWN_VALID)
		return;
	for (size_t i = 0; i < f->n; i++)
		if (strcasestr(f->row[i].contractor, name) != NULL)
			f->row[kept++] = f->row[i];
	f->n = f->all = kept;
	if (kept == 0)
		f->known = KNOWN_NONE;
}

static int
where_read(const struct answer_context *c, const struct question *q,
    struct found *f, struct err *e)
{
	const char *shown = "";
	f->state = told_word(q, "locality");
	f->contractor = told_word(q, "contractor");
	for (size_t i = 0; f->contractor != NULL && i < CONTRACTORS; i++)
		if (strcmp(contractors[i].word, f->contractor) == 0)
			shown = contractors[i].shown;
	f->where = arena_printf(c->a, "%s%s%s%s", f->state ? " in " : "",
	    f->state ? f->state : "", shown[0] != '\0' ? " of " : "", shown);
	return f->where ? 0 : answer_full(e);
}

static const char *const told_words[] = {
	[COVERAGE_LISTED] = "listed: supports it",
	[COVERAGE_EXCLUDED] = "listed as not covered",
	[COVERAGE_NOT_LISTED] = "not on its list",
	[COVERAGE_NO_LIST] = "no list of diagnoses",
	[COVERAGE_NOT_ASKED] = "-",
};

static const char *
shown(const struct answer_context *c, const struct code *code)
{
	struct code bare = *code;
	char show[32];
	bare.modifiers = 0;
	bare.units = 1;
	return arena_strdup(c->a, code_show(&bare, show));
}

static int
table_show(const struct answer_context *c, const struct found *f,
    struct answer *out, struct err *e)
{
	static const char *const headings[] = { "Article", "States",
		"Diagnosis", "Contractor" };
	struct answer_table *t = arena_array(c->a, 1, sizeof(*t));
	const char **heading = arena_array(c->a, 4, sizeof(*heading));
	const char **cell = arena_array(c->a, 4 * f->n, sizeof(*cell));
	if (t == NULL || heading == NULL || cell == NULL)
		return answer_full(e);
	memcpy(heading, headings, sizeof(headings));
	for (size_t i = 0; i < f->n; i++) {
		const struct coverage_row *r = &f->row[i];
		cell[4 * i] = arena_printf(c->a, "%s%s%s", r->article,
		    r->lcd[0] != '\0' ? " of " : "", r->lcd);
		cell[4 * i + 1] = r->states;
		cell[4 * i + 2] = told_words[r->told];
		cell[4 * i + 3] = r->contractor;
		if (cell[4 * i] == NULL)
			return answer_full(e);
	}
	*t = (struct answer_table){ "Articles in force on that day", heading, 4,
		cell, f->n };
	out->table = t;
	out->table_n = 1;
	return 0;
}

/* All articles say the same, or it depends on the contractor. */
static int
verdict_give(const struct answer_context *c, const struct found *f,
    struct answer *out, struct err *e)
{
	const char *p = shown(c, f->procedure);
	const char *d = f->diagnosis ? shown(c, f->diagnosis) : "";
	size_t yes = f->told[COVERAGE_LISTED];
	size_t no = f->told[COVERAGE_EXCLUDED] + f->told[COVERAGE_NOT_LISTED];
	if (p == NULL || d == NULL)
		return answer_full(e);
	out->verdict = VERDICT_INFO;
	if (f->diagnosis == NULL || yes + no == 0) {
		out->headline = arena_printf(c->a,
		    "%zu billing article%s%s name%s %s on that day.", f->all,
		    f->all == 1 ? "" : "s", f->where, f->all == 1 ? "s" : "",
		    p);
	} else if (no == 0) {
		out->verdict = VERDICT_YES;
		out->headline = arena_printf(c->a,
		    "Yes: %s is on the list of diagnoses that support %s%s.", d,
		    p, f->where);
	} else if (yes == 0) {
		out->verdict = VERDICT_NO;
		out->headline = arena_printf(c->a,
		    "No: %s is not among the diagnoses that support %s%s.", d,
		    p, f->where);
	} else {
		out->verdict = VERDICT_ONLY_IF;
		out->headline = arena_printf(c->a,
		    "It depends on the contractor: %s supports %s by %zu of "
		    "%zu articles.",
		    d, p, yes, yes + no);
	}
	return out->headline ? 0 : answer_full(e);
}

static int
articles_tell(const struct answer_context *c, struct found *f,
    struct answer *out, struct err *e)
{
	for (size_t i = 0; i < f->n; i++)
		f->told[f->row[i].told]++;
	if (f->n > ARTICLES_MAX)
		f->n = ARTICLES_MAX;
	for (size_t i = 0; i < f->n; i++) {
		const struct coverage_row *r = &f->row[i];
		if (answer_reason_add(c, out,
			arena_printf(c->a, "%s: %s", r->article, r->title),
			&r->source, e) != 0)
			return -1;
	}
	if (verdict_give(c, f, out, e) != 0 || table_show(c, f, out, e) != 0)
		return -1;
	if (answer_reason_add(c, out,
		"A listed diagnosis is not enough: the record must show it, "
		"and "
		"the article's other conditions hold.",
		NULL, e) != 0 ||
	    answer_change_add(c, out,
		"Another diagnosis, if it is documented; another contractor; "
		"for Medicare Advantage and other payers their own policy.",
		e) != 0)
		return -1;
	return 1;
}

static int
procedure_cover(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	struct found f = { .n = 0 };
	for (size_t i = 0; i < q->code_n; i++) {
		const struct code *code = &q->code[i];
		const struct code **to =
		    code->system == CODE_ICD10CM ? &f.diagnosis : &f.procedure;
		if (code->system == CODE_MODIFIER)
			continue;
		if (*to != NULL)
			return 0; /* several: which with which? */
		*to = code;
	}
	if (f.procedure == NULL)
		return 0;
	if (where_read(c, q, &f, e) != 0 ||
	    lookup_coverage(c->lookup, c->a, f.procedure->text,
		f.diagnosis ? f.diagnosis->text : NULL, f.state, c->on,
		ARTICLES_ALL, &f.row, &f.n, &f.all, &f.known, e) != 0)
		return -1;
	contractor_keep(&f);
	out->understood = f.diagnosis
			      ? "Does the diagnosis support the procedure?"
			      : "Which coverage policies name the procedure?";
	if (f.known == KNOWN_VALID)
		return articles_tell(c, &f, out, e);
	if (f.known == KNOWN_NOT_LOADED || f.known == KNOWN_OUTSIDE)
		return answer_missing(c, TABLE_COVERAGE, f.known, out, e) == 0
			   ? 1
			   : -1;
	answer_held(out, "no_row",
	    arena_printf(c->a,
		"No billing article%s that is loaded names this procedure on "
		"that day%s; that does not say that it is covered: a coder "
		"will look at it.",
		f.where,
		f.known == KNOWN_ENDED    ? ": those that did have ended"
		: f.known == KNOWN_FUTURE ? ": one will only later"
					  : ""));
	return out->headline ? 1 : answer_full(e);
}

/* "LCD L33394": is it in force, and what is it about? */
static int
policy_tell(const struct answer_context *c, const char *id, struct answer *out,
    struct err *e)
{
	struct policy_row row;
	char from[11], to[11];
	if (id == NULL)
		return answer_full(e);
	if (lookup_policy(c->lookup, c->a, id, c->on, &row, e) < 0)
		return -1;
	out->understood = "Is this policy in force, and what is it about?";
	if (row.known == KNOWN_NOT_LOADED || row.known == KNOWN_OUTSIDE)
		return answer_missing(c, TABLE_COVERAGE, row.known, out, e) == 0
			   ? 1
			   : -1;
	if (row.title == NULL) {
		answer_held(out, "no_row",
		    arena_printf(c->a,
			"The coverage database that is loaded has no document "
			"%s: a coder will look at it.",
			id));
		return out->headline ? 1 : answer_full(e);
	}
	out->headline = arena_printf(c->a, "%s, \"%s\", is %s on that day%s.",
	    id, row.title,
	    row.known == KNOWN_VALID    ? "in force"
	    : row.known == KNOWN_FUTURE ? "not yet in force"
					: "not in force any more",
	    row.retired ? ", but retired" : "");
	out->verdict = VERDICT_INFO;
	if (out->headline == NULL)
		return answer_full(e);
	return answer_reason_add(c, out,
		   arena_printf(c->a, "%s holds from %s to %s.", id,
		       date_text(row.from, from),
		       row.to == DATE_OPEN ? "now" : date_text(row.to, to)),
		   &row.source, e) != 0
		   ? -1
		   : 1;
}

/* "NCD 220.4": its number as it is written, since 110.1 is not 110.10. */
static const char *
ncd_named(const struct answer_context *c, const char *text)
{
	const char *at = strcasestr(text, "NCD");
	size_t n;
	if (at == NULL)
		return NULL;
	at += 3;
	at += strspn(at, " #(:");
	n = strspn(at, "0123456789.");
	while (n > 0 && at[n - 1] == '.')
		n--;
	return n >= 4 && n <= 8 && memchr(at, '.', n) != NULL
		   ? arena_strndup(c->a, at, n)
		   : NULL;
}

/* "L33394" is read as a diagnosis without its dot where nothing says that it
 * is a policy; ICD-10-CM has none from L31 to L39, and none so long below
 * A5. */
static bool
only_policy(const struct question *q)
{
	const char *text = q->code_n > 0 ? q->code[0].text : "";
	if (q->code_n == 0)
		return true;
	return q->code_n == 1 && q->code[0].system == CODE_ICD10CM &&
	       q->code[0].repaired && strlen(text) == 6 &&
	       (strncmp(text, "L3", 2) == 0 || strncmp(text, "A5", 2) == 0) &&
	       strspn(text + 1, "0123456789") == 5;
}

/* No diagnosis: whether Medicare pays one service at all. */
static int
status_say(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	struct claim *m = arena_alloc(c->a, sizeof(*m));
	if (m == NULL)
		return answer_full(e);
	for (size_t i = 0; i < q->code_n; i++) {
		if (q->code[i].system != CODE_CPT &&
		    q->code[i].system != CODE_HCPCS)
			return 0;
	}
	if (claim_read(c, q, m, e) != 0)
		return -1;
	bool policy = question_fact(q, "contractor") != NULL ||
		      question_fact(q, "locality") != NULL;
	bool asked = question_says(q, "asks", "yes_no") ||
		     question_says(q, "wants", "verdict");
	return m->n >= 1 && !policy && asked
		   ? covered_say(c, &m->line[0], out, e)
		   : 0;
}

int
answer_coverage(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	const char *ncd = ncd_named(c, q->text);
	int64_t number;
	if (only_policy(q) && told_number(q, "lcd", &number))
		return policy_tell(
		    c, arena_printf(c->a, "L%d", (int)(number / 1000)), out, e);
	if (only_policy(q) && told_number(q, "article", &number))
		return policy_tell(
		    c, arena_printf(c->a, "A%d", (int)(number / 1000)), out, e);
	if (q->code_n == 0 && ncd != NULL)
		return policy_tell(c, ncd, out, e);
	int rc = status_say(c, q, out, e);
	return rc != 0 ? rc : procedure_cover(c, q, out, e);
}
