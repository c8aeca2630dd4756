/* Is a code an add-on code? CMS's table tells it; where that is not loaded, the
 * pack's decision tables, and the fee schedule by its global indicator. */
#include "addon.h"
#include "family.h"
#include "kinds.h"
#include <string.h>

/* The row of a decision table: 1 with what it says, 0 where none has it. */
static int
pack_says(const struct answer_context *c, const char *code, bool *is_out,
    struct source *source_out, struct err *e)
{
	struct code_row row = { 0 };
	struct family f;
	int rc = lookup_code(c->lookup, c->a, CODE_CPT, code, c->on, &row, e);
	if (rc != 1 || row.family == NULL)
		return rc < 0 ? -1 : 0;
	rc = lookup_family(c->lookup, c->a, row.family, c->on, &f, e);
	const struct family_row *mine = rc == 1 ? family_find(&f, code) : NULL;
	if (mine == NULL)
		return rc < 0 ? -1 : 0;
	*is_out = mine->addon;
	*source_out = mine->source;
	return 1;
}

/* ZZZ is an add-on code; a global period of days belongs to codes that stand
 * alone. XXX says neither. */
static int
schedule_says(const struct answer_context *c, const char *code, bool *is_out,
    struct source *source_out, struct err *e)
{
	struct fee_row fee = { 0 };
	int rc = lookup_fee(c->lookup, c->a, code, "", false, c->on, &fee, e);
	if (rc < 0)
		return -1;
	if (fee.known != KNOWN_VALID || fee.global_days == NULL)
		return 0;
	*is_out = strcmp(fee.global_days, "ZZZ") == 0;
	*source_out = fee.source;
	return *is_out || fee.global_days[0] == '0';
}

int
addon_says(const struct answer_context *c, const char *code, bool *is_out,
    struct source *source_out, struct err *e)
{
	struct addon_row row;
	int rc = lookup_addon(c->lookup, c->a, code, c->on, &row, e);
	if (rc < 0)
		return -1;
	if (rc == 1 || row.known == KNOWN_NONE) {
		*is_out = rc == 1;
		*source_out = row.source;
		return 1;
	}
	rc = pack_says(c, code, is_out, source_out, e);
	return rc != 0 ? rc : schedule_says(c, code, is_out, source_out, e);
}

#define PRIMARIES 8 /* named in one sentence */

static bool
cells_meet(const struct family_cell *a, const struct family_cell *b)
{
	if (a->any || b->any || a->range || b->range)
		return true;
	for (size_t i = 0; i < a->word_n; i++) {
		for (size_t k = 0; k < b->word_n; k++) {
			if (strcmp(a->word[i], b->word[k]) == 0)
				return true;
		}
	}
	return false;
}

/* Rows that are no add-ons and differ in numbers alone. */
static size_t
rows_meeting(const struct family *f, const struct family_row *mine,
    const char **code, size_t max)
{
	size_t n = 0;
	for (size_t r = 0; r < f->rows; r++) {
		bool meets = !f->row[r].addon;
		for (size_t k = 0; meets && k < f->columns; k++)
			meets = cells_meet(&f->row[r].cell[k], &mine->cell[k]);
		if (meets && n == max)
			return 0;
		if (meets)
			code[n++] = f->row[r].code;
	}
	return n;
}

static int
codes_joined(const struct answer_context *c, const char *const *code, size_t n,
    bool more, const char **out, struct err *e)
{
	const char *all = "";
	for (size_t i = 0; i < n && all != NULL; i++)
		all = arena_printf(c->a, "%s%s%s", all,
		    i == 0              ? ""
		    : i + 1 < n || more ? ", "
					: " or ",
		    code[i]);
	*out = n == 0        ? ""
	       : all == NULL ? NULL
			     : arena_printf(c->a, "It stands beside %s%s.", all,
				   more ? " and others" : "");
	return *out ? 0 : answer_full(e);
}

/* Does the pack say in words beside what? */
static bool
tells_beside(const char *text)
{
	return text != NULL && (strstr(text, "eside ") != NULL ||
				   strstr(text, "eyond ") != NULL);
}

int
addon_primaries(const struct answer_context *c, const char *code,
    const char **out, struct err *e)
{
	struct addon_row listed;
	struct code_row row = { 0 };
	struct family f;
	const char *primary[PRIMARIES];
	*out = "";
	int rc = lookup_addon(c->lookup, c->a, code, c->on, &listed, e);
	if (rc < 0)
		return -1;
	if (rc == 1 && listed.primary_n > 0) {
		bool more = listed.primary_n > PRIMARIES;
		return codes_joined(c, listed.primary,
		    more ? PRIMARIES : listed.primary_n, more, out, e);
	}
	rc = lookup_code(c->lookup, c->a, CODE_CPT, code, c->on, &row, e);
	if (rc < 1 || tells_beside(row.detail)) {
		*out = rc == 1 ? row.detail : "";
		return rc < 0 ? -1 : 0;
	}
	rc = row.family
		 ? lookup_family(c->lookup, c->a, row.family, c->on, &f, e)
		 : 0;
	const struct family_row *mine = rc == 1 ? family_find(&f, code) : NULL;
	if (rc < 0 || mine == NULL || tells_beside(mine->note)) {
		*out = mine != NULL ? mine->note : "";
		return rc < 0 ? -1 : 0;
	}
	return codes_joined(c, primary,
	    rows_meeting(&f, mine, primary, PRIMARIES), false, out, e);
}

int
addon_name(const struct answer_context *c, const char *code, struct answer *out,
    struct err *e)
{
	struct code_row row = { 0 };
	enum code_system system = code[0] >= '0' && code[0] <= '9' ? CODE_CPT
								   : CODE_HCPCS;
	int rc = lookup_code(c->lookup, c->a, system, code, c->on, &row, e);
	if (rc != 1 || row.plain == NULL)
		return rc < 0 ? -1 : 0;
	const char *said = arena_printf(c->a, "%s: %s", code, row.plain);
	if (said == NULL)
		return answer_full(e);
	return answer_reason_add(c, out, said, &row.source, e);
}
