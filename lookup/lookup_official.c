/* lookup_official.c - codes as the publishers say them: ICD-10-CM, HCPCS
 * Level II, and by lookup_cpt.c CPT. A code and a day come in; official text, first and last day, header
 * or not, and successors go out. */
#include "anweb.h"
#include "cpt.h"
#include "lookup_open.h"
#include <ctype.h>
#include <string.h>
#include <strings.h>

enum {
	ORDER_LEVEL,
	ORDER_SHORT,
	ORDER_LONG,
	ORDER_CELLS
};
#define ICD          "icd10cm"
#define ICD_REPLACED "icd10cm.replaced"
#define PCS          "icd10pcs" /* it has no conversion table */
#define HCPCS        "hcpcs"

/* "M545 20211001 M5450": the successors of a code, and the day before them. */
static int
replaced_read(struct lookup *l, struct arena *a, const char *code,
    const char **codes_out, date *last_out, struct err *e)
{
	struct db_row *r = db_begin(l->db, LOOKUP_ENTRY_REPLACED);
	const char *codes = "", *key;
	date day = 0;
	int rc;

	db_bind_text(r, 1, ICD_REPLACED);
	db_bind_text(r, 2, code);
	while ((rc = db_step(r, e)) == 1) {
		char text[9] = { 0 };

		key = db_text(r, 0) + strlen(code) + 1;
		memcpy(text, key, strnlen(key, 8));
		if (strlen(key) < 10 || (day != 0 && date_parse(text) != day))
			continue;
		day = date_parse(text);
		codes = arena_printf(
		    a, "%s%s%s", codes, codes[0] != '\0' ? " " : "", key + 9);
		if (codes == NULL) {
			rc = lookup_no_room(e);
			break;
		}
	}
	db_end(r);
	if (rc < 0)
		return -1;
	*codes_out = codes;
	*last_out = day != 0 ? date_add(day, -1) : 0;
	return 0;
}

static void
code_fill(
    struct code_row *out, const struct entry *n, const char *code, date on)
{
	out->code = code;
	out->detail = "";
	out->replaced_by = "";
	out->official = true;
	out->known = n->known;
	out->from = n->from;
	out->to = n->to;
	out->source = edition_source(n->told, code, on);
	out->source.from = n->from;
	out->source.to = n->to;
}

/* A code that is in no loaded edition, but in the conversion table. */
static int
icd_before(struct lookup *l, struct arena *a, const char *code, date on,
    struct code_row *out, struct err *e)
{
	const struct source_row *told;
	const char *codes = "";
	date last = 0;
	bool early;

	told = edition_on(l, ICD_REPLACED, on, &early);
	if (told == NULL || replaced_read(l, a, code, &codes, &last, e))
		return told ? -1 : 0;
	if (last == 0)
		return 0;
	out->code = code;
	out->plain = "A code of an edition before those that are loaded.";
	out->detail = "";
	out->replaced_by = codes;
	out->to = last;
	out->known = on > last ? KNOWN_ENDED : KNOWN_OUTSIDE;
	out->source = edition_source(told, code, on);
	return 0;
}

/* When an edition in between is not loaded, the conversion table may know the
 * day better. */
static int
icd_ended(
    struct lookup *l, struct arena *a, struct code_row *out, struct err *e)
{
	const char *codes = "";
	date last = 0;

	if (replaced_read(l, a, out->code, &codes, &last, e))
		return -1;
	out->replaced_by = codes;
	if (last > out->from && last < out->to)
		out->to = last;
	return 0;
}

/* A header may have been billable before it was divided. */
static int
icd_header(struct lookup *l, struct arena *a, date first, struct code_row *out,
    struct err *e)
{
	struct entry before = { 0 };
	const char *codes = "";
	date last = 0;
	int rc = entry_earlier(l, a, ICD, out->code, first, &before, e);

	if (rc < 0 || replaced_read(l, a, out->code, &codes, &last, e))
		return -1;
	if (rc == 1 && before.cell[ORDER_LEVEL][0] == '1')
		out->billable_to = before.to;
	if (last != 0 && (out->billable_to == 0 || last < out->billable_to)) {
		out->billable_to = last;
		out->replaced_by = codes;
	}
	return 0;
}

static int
icd_fill(struct lookup *l, struct arena *a, const char *series,
    const struct entry *n, const char *code, date on, struct code_row *out,
    struct err *e)
{
	bool pcs = strcmp(series, PCS) == 0;

	code_fill(out, n, code, on);
	out->plain = n->cell[ORDER_LONG];
	out->level = n->cell[ORDER_LEVEL][0] == '1' ? LEVEL_BILLABLE
						    : LEVEL_HEADER;
	if (n->known == KNOWN_ENDED && !pcs)
		return icd_ended(l, a, out, e);
	if (n->known == KNOWN_VALID && out->level == LEVEL_HEADER && !pcs)
		return icd_header(l, a, n->first, out, e);
	return 0;
}

static int
icd_code(struct lookup *l, struct arena *a, const char *series,
    const char *code, date on, struct code_row *out, struct err *e)
{
	struct entry n = { 0 };
	int rc = entry_find(l, a, series, code, on, &n, e);

	out->known = n.known;
	if (rc < 0)
		return -1;
	if (n.told != NULL)
		out->source = edition_source(n.told, code, on);
	if (n.cells >= ORDER_CELLS)
		return icd_fill(l, a, series, &n, code, on, out, e) ? -1 : rc;
	return n.told != NULL && strcmp(series, ICD) == 0
		   ? icd_before(l, a, code, on, out, e)
		   : 0;
}

/* The words at the end that say what one unit is: ", 1 mg", ", per session",
 * ", each". NULL where there are none. */
static const char *
unit_of(const char *text)
{
	static const char *const words[] = { "per ", "each", "up to " };
	const char *comma = strrchr(text, ',');
	size_t i;

	if (comma == NULL || comma[1] != ' ' || strlen(comma) > 40)
		return NULL;
	comma += 2;
	if (isdigit((unsigned char)*comma))
		return comma;
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strncasecmp(comma, words[i], strlen(words[i])) == 0)
			return comma;
	return NULL;
}

/* The file holds terminated codes, too: its own days decide. */
static enum known
hcpcs_known(const struct entry *n, date on, date *from_out, date *to_out)
{
	date added = date_parse(n->cell[ANWEB_ADDED]);
	date ended = date_parse(n->cell[ANWEB_ENDED]);

	*from_out = added;
	*to_out = ended != 0 ? ended : n->to;
	if (ended != 0 && on > ended)
		return KNOWN_ENDED;
	if (added > on)
		return KNOWN_FUTURE;
	return n->known == KNOWN_OUTSIDE ? KNOWN_VALID : n->known;
}

static int
hcpcs_code(struct lookup *l, struct arena *a, const char *key, date on,
    struct code_row *out, struct err *e)
{
	struct entry n = { 0 };

	if (entry_find(l, a, HCPCS, key, on, &n, e) < 0)
		return -1;
	out->known = n.known;
	if (n.told != NULL)
		out->source = edition_source(n.told, key, on);
	if (n.cells < ANWEB_CELLS)
		return 0;
	code_fill(out, &n, key, on);
	out->known = hcpcs_known(&n, on, &out->from, &out->to);
	out->plain = n.cell[ANWEB_LONG];
	out->unit = unit_of(out->plain);
	out->coverage = n.cell[ANWEB_COVERAGE];
	out->source.from = out->from;
	out->source.to = out->to;
	if (out->known == KNOWN_ENDED)
		out->replaced_by = n.cell[ANWEB_CROSS];
	return out->known == KNOWN_VALID;
}

int
official_code(struct lookup *l, struct arena *a, enum code_system system,
    const char *code, date on, struct code_row *out, struct err *e)
{
	struct code_row row = { .system = system, .known = KNOWN_NOT_LOADED };
	const char *key = arena_strdup(a, code);
	int rc = 0;

	if (key == NULL)
		return lookup_no_room(e);
	if (system == CODE_ICD10CM)
		rc = icd_code(l, a, ICD, key, on, &row, e);
	else if (system == CODE_ICD10PCS)
		rc = icd_code(l, a, PCS, key, on, &row, e);
	else if (system == CODE_HCPCS)
		rc = hcpcs_code(l, a, key, on, &row, e);
	else if (system == CODE_CPT)
		rc = cpt_code(l, a, key, on, &row, e);
	if (rc >= 0)
		*out = row;
	return rc;
}

int
official_modifier(struct lookup *l, struct arena *a, const char *modifier,
    date on, struct modifier_row *out, struct err *e)
{
	struct code_row row = { 0 };
	const char *key = arena_printf(a, "-%s", modifier);
	int rc;

	if (key == NULL)
		return lookup_no_room(e);
	rc = hcpcs_code(l, a, key, on, &row, e);
	if (rc != 1)
		return rc;
	*out = (struct modifier_row){ .code = key + 1,
		.plain = row.plain,
		.detail = "",
		.source = row.source };
	out->source.from = row.from;
	out->source.to = row.to;
	out->source.row = out->code;
	return 1;
}

/* Codes below another one, as they come. */
struct below {
	struct code_row *row; /* row[0..n) */
	size_t n, max, all;
	enum code_system system;
	bool billable; /* those alone, on any level; else one level */
	const struct source_row *told;
	date on;
	char last[16]; /* what the next one must not lie below */
};

/* A HCPCS code that is valid on the day; its level does not matter. */
static bool
hcpcs_takes(const struct below *b, const char *const *cell, size_t n)
{
	date ended = n > ANWEB_ENDED ? date_parse(cell[ANWEB_ENDED]) : 0;

	return n >= ANWEB_CELLS && date_parse(cell[ANWEB_ADDED]) <= b->on &&
	       (ended == 0 || ended >= b->on);
}

static bool
below_takes(struct below *b, const char *key, const struct entry *n)
{
	size_t len = strlen(b->last);

	if (b->system == CODE_HCPCS)
		return hcpcs_takes(b, n->cell, n->cells);
	if (n->cells < ORDER_CELLS || strlen(key) >= sizeof(b->last))
		return false;
	if (b->billable)
		return n->cell[ORDER_LEVEL][0] == '1';
	if (len > 0 && strncmp(key, b->last, len) == 0)
		return false;
	memcpy(b->last, key, strlen(key) + 1);
	return true;
}

static int
below_add(struct below *b, struct arena *a, struct db_row *r)
{
	bool icd = b->system == CODE_ICD10CM;
	const char *key = db_copy(r, 0, a);
	struct entry n = { 0 };

	if (key == NULL || entry_split(a, db_text(r, 1), &n))
		return -1;
	if (!below_takes(b, key, &n) || b->all++ >= b->max)
		return 0;
	b->row[b->n] = (struct code_row){ .system = b->system,
		.code = key,
		.plain = n.cell[icd ? (int)ORDER_LONG : (int)ANWEB_LONG],
		.detail = "",
		.replaced_by = "",
		.known = KNOWN_VALID,
		.official = true,
		.level = !icd                            ? LEVEL_NONE
			 : n.cell[ORDER_LEVEL][0] == '1' ? LEVEL_BILLABLE
							 : LEVEL_HEADER,
		.source = edition_source(b->told, key, b->on) };
	b->n++;
	return 0;
}

static int
below_read(struct lookup *l, struct arena *a, const char *code, struct below *b,
    struct err *e)
{
	const char *series = b->system == CODE_ICD10CM ? ICD : HCPCS;
	struct db_row *r;
	bool early;
	int rc;

	b->told = edition_on(l, series, b->on, &early);
	b->row = arena_array(a, b->max, sizeof(*b->row));
	if (b->row == NULL)
		return lookup_no_room(e);
	if (b->told == NULL)
		return 0;
	r = db_begin(l->db, LOOKUP_ENTRY_BELOW);
	db_bind_text(r, 1, series);
	db_bind_text(r, 2, code);
	db_bind_number(r, 3, b->told->from);
	while ((rc = db_step(r, e)) == 1)
		if (below_add(b, a, r)) {
			rc = lookup_no_room(e);
			break;
		}
	db_end(r);
	return rc;
}

static int
below_give(struct lookup *l, struct arena *a, const char *code, struct below *b,
    struct code_row **out, size_t *n_out, size_t *all_out, struct err *e)
{
	if (below_read(l, a, code, b, e))
		return -1;
	*out = b->row;
	*n_out = b->n;
	*all_out = b->all;
	return 0;
}

int
lookup_children(struct lookup *l, struct arena *a, const char *header, date on,
    size_t max, struct code_row **out, size_t *n_out, size_t *all_out,
    struct err *e)
{
	struct below b = {
		.system = CODE_ICD10CM, .billable = true, .max = max, .on = on
	};

	return below_give(l, a, header, &b, out, n_out, all_out, e);
}

int
lookup_below(struct lookup *l, struct arena *a, enum code_system system,
    const char *code, date on, size_t max, struct code_row **out, size_t *n_out,
    size_t *all_out, struct err *e)
{
	struct below b = { .system = system, .max = max, .on = on };

	return below_give(l, a, code, &b, out, n_out, all_out, e);
}
