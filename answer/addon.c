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
