/* What the files of CDC and CMS tell of a code besides its text: codes below a
 * header, what a unit is, coverage, and how new the edition is. */
#include "code.h"
#include "icd.h"
#include "kinds.h"
#include <string.h>

#define CHILDREN_MAX 40 /* codes below a header that are listed */
#define SPECIFIC_MAX 16 /* codes that say more than an unspecified one */

const char *
official_said(const struct answer_context *c, const char *shown,
    const struct code_row *row)
{
	if (row->level == LEVEL_HEADER)
		return arena_printf(c->a,
		    "%s is a header and not valid for submission: %s.", shown,
		    row->plain);
	return arena_printf(c->a, "%s: %s", shown, row->plain);
}

int
official_number(const struct answer_context *c, const char *shown,
    struct code_row *row, struct err *e)
{
	struct fee_row fee;
	if (row->known == KNOWN_NONE || strlen(shown) != 5 ||
	    strspn(shown, "0123456789") != 5)
		return 0;
	int rc = lookup_fee(c->lookup, c->a, shown, "", false, c->on, &fee, e);
	if (rc == 0 && fee.known == KNOWN_NONE && fee.source.name != NULL) {
		row->known = KNOWN_NONE;
		row->source = fee.source;
	}
	return rc < 0 ? -1 : 0;
}

const char *
official_missing(const struct answer_context *c, const char *shown,
    const struct code_row *row)
{
	if (row->known != KNOWN_NONE || row->source.name == NULL)
		return NULL;
	return arena_printf(c->a, "There is no code %s in %s, edition %s.",
	    shown, row->source.name, row->source.edition);
}

/* "E1165" as people write it. */
static const char *
code_shown(const struct answer_context *c, const char *text)
{
	struct code code = { .system = CODE_ICD10CM, .units = 1 };
	char show[32];
	strncpy(code.text, text, sizeof(code.text) - 1);
	return arena_strdup(c->a, code_show(&code, show));
}

static int
children_table(const struct answer_context *c, const char *title,
    const struct code_row *child, size_t n, struct answer *out, struct err *e)
{
	struct answer_table *t =
	    arena_array(c->a, out->table_n + 1, sizeof(*t));
	const char **heading = arena_array(c->a, 2, sizeof(*heading));
	const char **cell = arena_array(c->a, 2 * n, sizeof(*cell));
	if (t == NULL || heading == NULL || cell == NULL || title == NULL)
		return answer_full(e);
	heading[0] = "Code";
	heading[1] = "What it is";
	for (size_t i = 0; i < n; i++) {
		cell[2 * i] = code_shown(c, child[i].code);
		cell[2 * i + 1] = child[i].plain;
		if (cell[2 * i] == NULL)
			return answer_full(e);
	}
	if (out->table_n > 0)
		memcpy(t, out->table, out->table_n * sizeof(*t));
	t[out->table_n++] = (struct answer_table){ title, heading, 2, cell, n };
	out->table = t;
	return 0;
}

/* ICD-10-CM guidelines, I.A.5: the seventh character is required where the
 * category has one; X stands where the sixth is missing. */
static const char *
seventh_text(const struct answer_context *c, const char *shown,
    const struct code_row *row, const struct code_row *child, size_t n)
{
	bool all = n > 0 && row->system == CODE_ICD10CM;
	for (size_t i = 0; i < n; i++)
		all &= strlen(child[i].code) == 7;
	return all ? arena_printf(c->a,
			 "%s lacks its seventh character, which says the "
			 "encounter (such as A, D or S); X fills a place that "
			 "is empty before it.",
			 shown)
		   : "";
}

int
official_below(const struct answer_context *c, const char *shown,
    const struct code *code, const char **text_out, struct answer *out,
    struct err *e)
{
	struct code_row *child;
	size_t n, all;
	if (code->system != CODE_ICD10CM || code->end[0] != '\0')
		return 0;
	if (icd_billable(c->lookup, c->a, code->text, c->on, CHILDREN_MAX,
		&child, &n, &all, e) != 0)
		return -1;
	if (n == 0)
		return 0;
	*text_out = arena_printf(c->a,
	    "%s is a header and not valid for submission: one of the codes "
	    "below it is reported. The starter pack knows %zu of them, not "
	    "all.",
	    shown, n);
	if (answer_reason_add(c, out, *text_out, &child[0].source, e) != 0)
		return -1;
	return children_table(c, arena_printf(c->a, "Codes below %s", shown),
		   child, n, out, e) != 0
		   ? -1
		   : 1;
}

/* Of the codes beside one, those that leave nothing open. */
static size_t
specific_keep(struct code_row *row, size_t n, const char *code)
{
	size_t kept = 0;
	for (size_t i = 0; i < n; i++)
		if (strstr(row[i].plain, "nspecified") == NULL &&
		    strcmp(row[i].code, code) != 0)
			row[kept++] = row[i];
	return kept;
}

/* A title that leaves something open: which codes say more? First those that
 * differ in the last character, then those of wider heads. */
static int
specific_show(const struct answer_context *c, const char *shown,
    const struct code_row *row, struct answer *out, struct err *e)
{
	struct code_row *near;
	size_t n = 0, all, kept = 0;
	char head[9] = "";
	if (row->system != CODE_ICD10CM || row->level == LEVEL_HEADER ||
	    strstr(row->plain, "nspecified") == NULL ||
	    strlen(row->code) >= sizeof(head))
		return 0;
	for (size_t k = strlen(row->code) - 1; k >= 3 && kept < 2; k--) {
		memcpy(head, row->code, k);
		head[k] = '\0';
		if (icd_billable(c->lookup, c->a, head, c->on, CHILDREN_MAX,
			&near, &n, &all, e) != 0)
			return -1;
		kept = all > n ? 0 : specific_keep(near, n, row->code);
	}
	if (kept < 2 || kept > SPECIFIC_MAX)
		return 0;
	if (answer_change_add(c, out,
		arena_printf(c->a,
		    "%s leaves something open (\"unspecified\"): a note that "
		    "tells it may lead to one of the codes of the table.",
		    shown),
		e) != 0)
		return -1;
	return children_table(c,
	    arena_printf(c->a, "Codes that say more than %s", shown), near,
	    kept, out, e);
}

static int
header_show(const struct answer_context *c, const char *shown,
    const struct code_row *row, struct answer *out, struct err *e)
{
	struct code_row *child;
	size_t n, all;
	char day[11];
	if (lookup_children(c->lookup, c->a, row->code, c->on, CHILDREN_MAX,
		&child, &n, &all, e) != 0)
		return -1;
	const char *text = arena_printf(c->a,
	    "Report one of the %zu codes below %s in its place%s.", all, shown,
	    all > n ? "; the first ones are listed" : "");
	if (answer_reason_add(c, out, text, &row->source, e) != 0 ||
	    answer_reason_add(c, out, seventh_text(c, shown, row, child, n),
		&row->source, e) != 0)
		return -1;
	if (row->billable_to != 0) {
		text = arena_printf(c->a,
		    "%s itself was valid for submission until %s.", shown,
		    date_text(row->billable_to, day));
		if (answer_reason_add(c, out, text, &row->source, e) != 0)
			return -1;
	}
	return n > 0 ? children_table(c,
			   arena_printf(c->a, "Valid codes below %s", shown),
			   child, n, out, e)
		     : 0;
}

/* CMS's record layout of HCPCS Level II, coverage code. */
static const char *
coverage_words(const char *code)
{
	static const struct {
		char code;
		const char *words;
	} table[] = {
		{ 'C', "coverage is left to the contractor's judgment" },
		{ 'D', "special coverage instructions apply" },
		{ 'I', "it is not payable by Medicare" },
		{ 'M', "it is not covered by Medicare" },
		{ 'S', "Medicare statute excludes it from coverage" },
	};
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (code[0] == table[i].code && code[1] == '\0')
			return table[i].words;
	}
	return NULL;
}

static int
item_show(const struct answer_context *c, const char *shown,
    const struct code_row *row, struct answer *out, struct err *e)
{
	const char *words = row->coverage ? coverage_words(row->coverage)
					  : NULL;
	const char *unit = row->unit
			       ? arena_printf(c->a, "One unit of %s is \"%s\".",
				     shown, row->unit)
			       : "";
	const char *covered = words ? arena_printf(c->a,
					  "For %s, %s (coverage code %s).",
					  shown, words, row->coverage)
				    : "";
	if (answer_reason_add(c, out, unit, &row->source, e) != 0)
		return -1;
	return answer_reason_add(c, out, covered, &row->source, e);
}

/* The AMA's text, with the licence whose notice the reply then bears. */
static int
text_show(const struct answer_context *c, const struct code_row *row,
    struct answer *out, struct err *e)
{
	if (row->system != CODE_CPT || (row->text == NULL && !row->official))
		return 0;
	out->licence = lookup_licence(c->lookup);
	if (row->text == NULL || row->official)
		return 0;
	return answer_reason_add(c, out,
	    arena_printf(
		c->a, "CPT's own description of %s: %s", row->code, row->text),
	    &row->text_source, e);
}

static int
risk_show(const struct answer_context *c, const char *shown,
    const struct code_row *row, struct answer *out, struct err *e)
{
	struct hcc_row hcc;
	int rc = lookup_hcc(c->lookup, c->a, "v28", row->code, c->on, &hcc, e);
	if (rc != 1)
		return rc;
	return answer_reason_add(c, out,
	    arena_printf(c->a,
		"%s is in category %s of the risk adjustment model V28 "
		"(CMS-HCC)%s.",
		shown, hcc.category,
		hcc.counts ? "" : ", but does not count in its payment year"),
	    &hcc.source, e);
}

/* What hospitals ask of inpatient claims. */
static int
exempt_show(const struct answer_context *c, const char *shown,
    const struct code_row *row, struct answer *out, struct err *e)
{
	struct source source = { 0 };
	if (row->system != CODE_ICD10CM)
		return 0;
	enum known known;
	int rc =
	    icd_exempt(c->lookup, c->a, row->code, c->on, &source, &known, e);
	if (rc != 1)
		return rc;
	return answer_reason_add(c, out,
	    arena_printf(c->a,
		"%s is exempt from present-on-admission reporting.", shown),
	    &source, e);
}

int
official_later(const struct answer_context *c, const struct source *source,
    struct answer *out, struct err *e)
{
	char on[11];
	if (!source->later)
		return 0;
	return answer_reason_add(c, out,
	    arena_printf(c->a,
		"Edition %s is the newest that is loaded, and a newer one was "
		"due before %s: this is what %s says.",
		source->edition, date_text(c->on, on), source->edition),
	    NULL, e);
}

int
official_show(const struct answer_context *c, const char *shown,
    const struct code_row *row, struct answer *out, struct err *e)
{
	if (text_show(c, row, out, e) != 0 ||
	    specific_show(c, shown, row, out, e) != 0)
		return -1;
	if (!row->official)
		return official_later(c, &row->source, out, e);
	if (row->level == LEVEL_HEADER &&
	    header_show(c, shown, row, out, e) != 0)
		return -1;
	if (row->level == LEVEL_BILLABLE &&
	    answer_reason_add(c, out,
		arena_printf(c->a, "%s is valid for submission.", shown),
		&row->source, e) != 0)
		return -1;
	if (item_show(c, shown, row, out, e) != 0 ||
	    (row->level == LEVEL_BILLABLE &&
		(risk_show(c, shown, row, out, e) != 0 ||
		    exempt_show(c, shown, row, out, e) != 0)))
		return -1;
	return official_later(c, &row->source, out, e);
}
