/* search_hit.c - what the words of a term stand for. A kind of term and a code
 * come in; what is to be shown of it goes out. */
#include "search_hit.h"
#include "code.h"
#include "lookup_open.h"
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum code_system
search_system(enum term_kind kind, const char *code)
{
	const char *shape;

	if (kind == TERM_HCPCS)
		return CODE_HCPCS;
	if (kind == TERM_FAMILY)
		return CODE_CPT;
	if (kind == TERM_MODIFIER)
		return CODE_MODIFIER;
	if (kind == TERM_PLACE)
		return CODE_PLACE;
	if (kind == TERM_PCS)
		return CODE_ICD10PCS;
	shape = kind == TERM_PACK || kind == TERM_NAME ? code_shape(code)
						       : NULL;
	return shape ? (enum code_system)lookup_system_of(shape) : CODE_ICD10CM;
}

unsigned
search_kinds(unsigned sets)
{
	static const unsigned kinds[CODE_SYSTEM_COUNT] = {
		[CODE_CPT] = 1u << TERM_LAY | 1u << TERM_NAME |
			     1u << TERM_PACK | 1u << TERM_FAMILY,
		[CODE_HCPCS] = 1u << TERM_LAY | 1u << TERM_NAME |
			       1u << TERM_PACK | 1u << TERM_HCPCS,
		[CODE_ICD10CM] =
		    1u << TERM_LAY | 1u << TERM_NAME | 1u << TERM_DIAGNOSIS |
		    1u << TERM_TITLE | 1u << TERM_INCLUSION | 1u << TERM_INDEX |
		    1u << TERM_CAUSE | 1u << TERM_NEOPLASM | 1u << TERM_DRUG,
		[CODE_MODIFIER] = 1u << TERM_MODIFIER,
		[CODE_PLACE] = 1u << TERM_PLACE,
	};
	unsigned all = 0, i;

	for (i = 0; i < CODE_SYSTEM_COUNT; i++)
		if (sets & 1u << i)
			all |= kinds[i];
	return all;
}

bool
search_set(const char *word, unsigned *sets)
{
	static const struct {
		const char *word;
		enum code_system system;
	} words[] = { { "cpt", CODE_CPT }, { "hcpcs", CODE_HCPCS },
		{ "icd10cm", CODE_ICD10CM }, { "icd-10-cm", CODE_ICD10CM },
		{ "icd10pcs", CODE_ICD10PCS }, { "icd-10-pcs", CODE_ICD10PCS },
		{ "pcs", CODE_ICD10PCS }, { "modifier", CODE_MODIFIER },
		{ "pos", CODE_PLACE } };
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcasecmp(word, words[i].word) == 0) {
			*sets |= 1u << words[i].system;
			return true;
		}
	return false;
}

/* The codes of a decision table on the day. */
static int
family_fill(
    struct query *q, const char *id, struct search_hit *hit, struct err *e)
{
	struct family f = { 0 };
	size_t i;
	int rc;

	/* Many rows of one table have the words; a large one is read once. */
	for (i = 0; i < q->hits; i++)
		if (q->hit[i].family != NULL &&
		    strcmp(q->hit[i].family, id) == 0) {
			struct search_hit old = q->hit[i];

			old.system = hit->system;
			old.term = hit->term;
			old.score = hit->score;
			*hit = old;
			return 1;
		}
	rc = lookup_family(q->l, q->a, id, q->order->on, &f, e);
	if (rc <= 0 || f.rows == 0)
		return rc < 0 ? -1 : 0;
	hit->family = arena_strdup(q->a, id);
	hit->code = f.row[0].code;
	hit->title = f.title;
	hit->codes = "";
	for (i = 0; i < f.rows && hit->codes != NULL; i++)
		if (strstr(hit->codes, f.row[i].code) == NULL)
			hit->codes = arena_printf(q->a, "%s%s%s", hit->codes,
			    hit->codes[0] ? ", " : "", f.row[i].code);
	hit->source = f.row[0].source;
	return hit->family && hit->codes ? 1 : lookup_no_room(e);
}

static int
code_fill(
    struct query *q, const char *code, struct search_hit *hit, struct err *e)
{
	struct code_row row = { 0 };
	int rc =
	    lookup_code(q->l, q->a, hit->system, code, q->order->on, &row, e);

	if (rc != 1)
		return rc;
	if (row.family != NULL && !row.official)
		return family_fill(q, row.family, hit, e);
	hit->code = row.code;
	hit->title = row.plain;
	hit->level = row.level;
	hit->source = row.source;
	return 1;
}

static int
modifier_fill(
    struct query *q, const char *code, struct search_hit *hit, struct err *e)
{
	struct modifier_row row = { 0 };
	int rc = lookup_modifier(q->l, q->a, code, q->order->on, &row, e);

	if (rc != 1)
		return rc;
	hit->code = row.code;
	hit->title = hit->term = row.plain;
	hit->source = row.source;
	return 1;
}

static int
place_fill(
    struct query *q, const char *code, struct search_hit *hit, struct err *e)
{
	struct norm_row *row;
	size_t n;

	if (lookup_norms(
		q->l, q->a, "place", code, q->order->on, &row, &n, e) != 0)
		return -1;
	if (n == 0)
		return 0;
	hit->code = row[0].key;
	hit->title = hit->term = row[0].text;
	hit->source = row[0].source;
	return 1;
}

int
search_hit_fill(struct query *q, enum term_kind kind, const char *code,
    struct search_hit *hit, struct err *e)
{
	static int (*const fill[TERM_KINDS])(
	    struct query *, const char *, struct search_hit *, struct err *) = {
		[TERM_FAMILY] = family_fill,
		[TERM_MODIFIER] = modifier_fill,
		[TERM_PLACE] = place_fill,
	};

	return (fill[kind] ? fill[kind] : code_fill)(q, code, hit, e);
}

const char *
search_code(const struct search_hit *hit, char out[32])
{
	struct code code = { .system = hit->system, .units = 1 };
	char shown[32];
	const char *before = hit->system == CODE_MODIFIER ? "modifier "
			     : hit->system == CODE_PLACE  ? "POS "
							  : "";

	snprintf(code.text, sizeof(code.text), "%s", hit->code);
	snprintf(out, 32, "%s%.22s", before, code_show(&code, shown));
	return out;
}
