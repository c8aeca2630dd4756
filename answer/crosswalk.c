/* Kind "crosswalk": a code of ICD-9-CM in ICD-10, and back, by the General
 * Equivalence Mappings. They say where to look, not what to report: a record
 * decides where a map is approximate or gives several codes. */
#include "code.h"
#include "gem.h"
#include "told.h"
#include <string.h>

#define SHOWN_MAX 24 /* rows of a table in a mail */

/* What one code is mapped to. */
struct mapped {
	enum gem way;
	const char *from; /* "ICD-9-CM 250.00" */
	const char *to;   /* "ICD-10-CM" */
	struct gem_list list;
	size_t valid; /* rows whose code is valid on the day */
	bool approximate, combination;
};

static const struct {
	const char *from, *to;
	enum table table;
} ways[GEM_WAYS] = {
	[GEM_TO_ICD10] = { "ICD-9-CM", "ICD-10-CM", TABLE_GEM },
	[GEM_FROM_ICD10] = { "ICD-10-CM", "ICD-9-CM", TABLE_GEM_BACK },
	[GEM_TO_PCS] = { "ICD-9-CM procedure", "ICD-10-PCS", TABLE_GEM_PCS },
	[GEM_FROM_PCS] = { "ICD-10-PCS", "ICD-9-CM procedure",
	    TABLE_GEM_PCS_BACK },
};

/* "250.00" is kept with its dot, the map has none. */
static const char *
plain_code(const struct answer_context *c, const char *text)
{
	const char *dot = strchr(text, '.');
	return dot ? arena_printf(
			 c->a, "%.*s%s", (int)(dot - text), text, dot + 1)
		   : text;
}

static enum gem
way_of(const struct code *code)
{
	const char *dot = strchr(code->text, '.');
	if (code->system == CODE_ICD10PCS)
		return GEM_FROM_PCS;
	if (code->system == CODE_ICD10CM)
		return GEM_FROM_ICD10;
	return dot != NULL && dot - code->text == 2 ? GEM_TO_PCS : GEM_TO_ICD10;
}

/* A code of the map as people write it. */
static const char *
target_shown(const struct answer_context *c, enum gem way, const char *text)
{
	size_t before = text[0] == 'E' ? 4 : 3;
	if (way == GEM_TO_PCS)
		return text;
	if (way == GEM_TO_ICD10)
		before = 3;
	if (way == GEM_FROM_PCS)
		before = 2;
	if (strlen(text) <= before)
		return text;
	return arena_printf(c->a, "%.*s.%s", (int)before, text, text + before);
}

/* What is known of the code today: the map is older than it. */
static int
target_say(const struct answer_context *c, struct mapped *m,
    const struct gem_row *row, const char **out, struct err *e)
{
	struct code_row known = { 0 };
	char day[11];
	int rc;
	if (m->way == GEM_FROM_ICD10 || m->way == GEM_FROM_PCS) {
		*out = "";
		m->valid++;
		return 0;
	}
	rc = lookup_code(c->lookup, c->a,
	    m->way == GEM_TO_PCS ? CODE_ICD10PCS : CODE_ICD10CM, row->code,
	    c->on, &known, e);
	if (rc < 0)
		return -1;
	m->valid += rc == 1 && known.level != LEVEL_HEADER;
	if (rc == 1 && known.level == LEVEL_HEADER)
		*out = arena_printf(c->a,
		    "a header now: report a code below it (%s)", known.plain);
	else if (rc == 1)
		*out = known.plain;
	else if (known.known == KNOWN_ENDED)
		*out = arena_printf(c->a, "ended on %s%s%s",
		    date_text(known.to, day),
		    known.replaced_by[0] != '\0' ? ", now " : "",
		    known.replaced_by);
	else if (known.known == KNOWN_NONE && known.source.name != NULL)
		*out = arena_printf(
		    c->a, "not in edition %s", known.source.edition);
	else
		*out = "not looked up: its code set is not loaded";
	return *out ? 0 : answer_full(e);
}

/* "1: A of 2": which codes of a combination go together. */
static const char *
part_shown(const struct answer_context *c, const struct gem_row *row)
{
	return row->combination ? arena_printf(c->a, "set %d, one of part %d",
				      row->scenario, row->choice)
				: "alone";
}

static int
table_add(const struct answer_context *c, struct mapped *m, struct answer *out,
    struct err *e)
{
	static const char *const headings[] = { "Code", "How", "Match",
		"What it is" };
	size_t n = m->list.n < SHOWN_MAX ? m->list.n : SHOWN_MAX;
	struct answer_table *t =
	    arena_array(c->a, out->table_n + 1, sizeof(*t));
	const char **heading = arena_array(c->a, 4, sizeof(*heading));
	const char **cell = arena_array(c->a, 4 * n, sizeof(*cell));
	const char *title = arena_printf(c->a, "%s in %s", m->from, m->to);
	if (t == NULL || heading == NULL || cell == NULL || title == NULL)
		return answer_full(e);
	memcpy(heading, headings, sizeof(headings));
	for (size_t i = 0; i < n; i++) {
		const struct gem_row *row = &m->list.row[i];
		cell[4 * i] = target_shown(c, m->way, row->code);
		cell[4 * i + 1] = part_shown(c, row);
		cell[4 * i + 2] = row->approximate ? "approximate" : "same";
		if (target_say(c, m, row, &cell[4 * i + 3], e) != 0)
			return -1;
		m->approximate |= row->approximate;
		m->combination |= row->combination;
		if (cell[4 * i] == NULL || cell[4 * i + 1] == NULL)
			return answer_full(e);
	}
	if (out->table_n > 0)
		memcpy(t, out->table, out->table_n * sizeof(*t));
	t[out->table_n++] = (struct answer_table){ title, heading, 4, cell, n };
	out->table = t;
	return 0;
}

static int
flags_say(const struct answer_context *c, const struct mapped *m,
    struct answer *out, struct err *e)
{
	const struct source *from = &m->list.source;
	if (m->approximate &&
	    answer_reason_add(c, out,
		"The map marks it approximate: the meanings differ, so the "
		"record decides, not the map.",
		from, e) != 0)
		return -1;
	if (m->combination &&
	    answer_reason_add(c, out,
		"A set stands for it as a whole: one code of each of its "
		"parts, reported together.",
		from, e) != 0)
		return -1;
	if (m->list.n > SHOWN_MAX &&
	    answer_reason_add(c, out,
		arena_printf(c->a, "The first %d of %zu are listed.", SHOWN_MAX,
		    m->list.n),
		NULL, e) != 0)
		return -1;
	return m->list.n > 1 && !m->combination
		   ? answer_reason_add(c, out,
			 "Each of the codes is an alternative: choose by the "
			 "record.",
			 from, e)
		   : 0;
}

/* One code for one code is told in a sentence, more in the table. */
static const char *
map_sentence(const struct answer_context *c, const struct mapped *m)
{
	if (m->list.known == KNOWN_NONE)
		return arena_printf(c->a,
		    "The map has no row for %s: it lists complete codes only.",
		    m->from);
	if (m->list.n == 0)
		return arena_printf(
		    c->a, "%s has no counterpart in %s.", m->from, m->to);
	if (m->list.n > 1)
		return arena_printf(c->a,
		    "%s is mapped to %zu codes of %s, listed below%s.", m->from,
		    m->list.n, m->to, m->combination ? ", in sets" : "");
	return arena_printf(c->a, "%s is mapped to %s %s%s.", m->from, m->to,
	    target_shown(c, m->way, m->list.row[0].code),
	    m->list.row[0].approximate ? ", approximately" : "");
}

/* What may be reported: the one code of the same meaning, where it is valid. */
static int
line_give(const struct answer_context *c, const struct mapped *m,
    struct answer *out, struct err *e)
{
	const struct answer_table *t = &out->table[out->table_n - 1];
	if (m->list.n != 1 || m->valid != 1 || m->list.row[0].combination ||
	    m->list.row[0].approximate || m->way != GEM_TO_ICD10)
		return 0;
	out->verdict = VERDICT_CODES;
	return answer_line_add(c, out, t->cell[0], 1, t->cell[3], e);
}

static int
code_map(const struct answer_context *c, const struct code *code,
    struct answer *out, bool *missing, struct err *e)
{
	struct mapped m = { .way = way_of(code) };
	char show[32];
	const char *plain = plain_code(c, code->text);
	int rc;
	m.from = arena_printf(
	    c->a, "%s %s", ways[m.way].from, code_show(code, show));
	m.to = ways[m.way].to;
	if (plain == NULL || m.from == NULL)
		return answer_full(e);
	rc = lookup_gem(c->lookup, c->a, m.way, plain, &m.list, e);
	if (rc < 0)
		return -1;
	if (m.list.known == KNOWN_NOT_LOADED) {
		*missing = true;
		return answer_missing(
		    c, ways[m.way].table, m.list.known, out, e);
	}
	if (m.list.n > 0 && table_add(c, &m, out, e) != 0)
		return -1;
	const char *text = map_sentence(c, &m);
	out->headline = out->headline && text
			    ? arena_printf(c->a, "%s %s", out->headline, text)
			    : text;
	if (out->headline == NULL ||
	    answer_reason_add(c, out, text, &m.list.source, e) != 0)
		return answer_full(e);
	if (flags_say(c, &m, out, e) != 0)
		return -1;
	return m.list.n > 0 ? line_give(c, &m, out, e) : 0;
}

/* Which codes of the question are asked about: those of ICD-9-CM; where none
 * stands there, those that someone wants back. */
static size_t
codes_take(const struct question *q, const struct code **out, size_t max)
{
	size_t n = 0;
	for (size_t i = 0; i < q->code_n && n < max; i++)
		if (q->code[i].system == CODE_ICD9CM)
			out[n++] = &q->code[i];
	for (size_t i = 0; i < q->code_n && n < max && out[0] == NULL; i++)
		if (q->code[i].system == CODE_ICD10CM ||
		    q->code[i].system == CODE_ICD10PCS)
			out[n++] = &q->code[i];
	return n;
}

int
answer_crosswalk(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	const struct code *code[6] = { NULL };
	size_t n = codes_take(q, code, 6);
	bool missing = false;
	struct norms law;
	if (n == 0)
		return 0;
	out->understood = "Which code of the other edition of ICD stands for "
			  "it?";
	out->verdict = VERDICT_INFO;
	for (size_t i = 0; i < n && !missing; i++) {
		if (code_map(c, code[i], out, &missing, e) != 0)
			return -1;
	}
	if (missing)
		return 1;
	if (out->line_n > 0 && (n > 1 || out->line_n < n)) {
		out->verdict = VERDICT_INFO;
		out->line_n = 0;
	}
	if (norms_get(c, "icd9", &law, e) != 0)
		return -1;
	for (size_t i = 0; i < law.n; i++) {
		if (norm_reason(c, &law.row[i], out, e) != 0)
			return -1;
	}
	return answer_change_add(c, out,
		   "What the record says in more detail: the map was frozen in "
		   "2018 and knows the code alone.",
		   e) != 0
		   ? -1
		   : 1;
}
