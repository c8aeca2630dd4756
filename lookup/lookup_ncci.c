/* lookup_ncci.c - edits and fees: pairs, units, add-ons, the fee schedule. Codes
 * and a day come in; the row that holds goes out, or why there is none. */
#include "lookup_open.h"
#include "rvu.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define PTP_BEGIN 19960101 /* before NCCI there was no edit */
#define PTP_PARTS 4

static bool
release_whole(const struct lookup *l, const char *series)
{
	size_t i, parts = 0;

	for (i = 0; i < l->edition_n; i++) {
		if (strcmp(l->edition[i].series, series) != 0)
			continue;
		if (l->edition[i].part[0] == '\0')
			return true;
		parts++;
	}
	return parts >= PTP_PARTS;
}

static int
pair_copy(struct arena *a, struct db_row *r, const char *column1,
    const char *column2, struct pair_row *out)
{
	out->column1 = arena_strdup(a, column1);
	out->column2 = arena_strdup(a, column2);
	out->from = (date)db_number(r, 0);
	out->to = (date)db_number(r, 1);
	out->indicator = (int)db_number(r, 2);
	out->rationale = db_copy(r, 3, a);
	return out->column1 && out->column2 && out->rationale ? 0 : -1;
}

/* One order of the two codes; the row that ends last is kept. */
static int
pair_try(struct lookup *l, struct arena *a, enum ncci_setting setting,
    const char *column1, const char *column2, date on, struct pair_row *out,
    struct err *e)
{
	struct db_row *r = db_begin(l->db, LOOKUP_PTP_FIND);
	int rc;

	db_bind_number(r, 1, setting);
	db_bind_text(r, 2, column1);
	db_bind_text(r, 3, column2);
	db_bind_number(r, 4, on);
	rc = db_step(r, e);
	if (rc == 1 && (out->column1 == NULL || out->to < db_number(r, 1)) &&
	    pair_copy(a, r, column1, column2, out))
		rc = lookup_no_room(e);
	db_end(r);
	return rc < 0 ? -1 : 0;
}

/* No pair is in force in both directions; of ended ones the later is told. */
static int
pair_find(struct lookup *l, struct arena *a, enum ncci_setting setting,
    const char *one, const char *other, date on, struct pair_row *out,
    struct err *e)
{
	if (pair_try(l, a, setting, one, other, on, out, e) ||
	    pair_try(l, a, setting, other, one, on, out, e))
		return -1;
	if (out->column1 != NULL)
		out->known = out->to >= on ? KNOWN_VALID : KNOWN_ENDED;
	else
		out->known = out->whole ? KNOWN_NONE : KNOWN_NOT_LOADED;
	return out->known == KNOWN_VALID;
}

int
lookup_pair(struct lookup *l, struct arena *a, enum ncci_setting setting,
    const char *one, const char *other, date on, struct pair_row *out,
    struct err *e)
{
	static const char *const series[NCCI_SETTINGS] = { "ptp.practitioner",
		"ptp.hospital" };
	struct pair_row row = { .known = KNOWN_NOT_LOADED };
	const struct source_row *told;
	bool early;
	int rc;

	assert(on != 0);
	told = edition_on(l, series[setting], on, &early);
	if (told == NULL) {
		*out = row;
		return 0;
	}
	row.whole = release_whole(l, series[setting]);
	row.source = edition_source(told, "", on);
	rc = pair_find(l, a, setting, one, other, on, &row, e);
	if (rc < 0)
		return -1;
	if (row.column1 != NULL) {
		row.source.row =
		    arena_printf(a, "%s/%s", row.column1, row.column2);
		row.source.from = row.from;
		row.source.to = row.to;
		if (row.source.row == NULL)
			return lookup_no_room(e);
	}
	if (on < PTP_BEGIN && row.known == KNOWN_NONE)
		row.known = KNOWN_OUTSIDE;
	*out = row;
	return rc;
}

int
lookup_mue(struct lookup *l, struct arena *a, enum mue_setting setting,
    const char *code, date on, struct mue_row *out, struct err *e)
{
	static const char *const series[MUE_SETTINGS] = { "mue.practitioner",
		"mue.hospital", "mue.supplier" };
	struct mue_row row = { 0 };
	struct entry n = { 0 };
	int rc = entry_find(l, a, series[setting], code, on, &n, e);

	if (rc < 0)
		return -1;
	row.known = n.known;
	if (n.cells >= 3) {
		row.value = (int)strtol(n.cell[0], NULL, 10);
		row.indicator = (int)strtol(n.cell[1], NULL, 10);
		row.rationale = n.cell[2];
	}
	if (n.told != NULL)
		row.source = edition_source(n.told, code, on);
	entry_days(&n, &row.source);
	*out = row;
	return rc;
}

static int
primaries_read(struct lookup *l, struct arena *a, const char *code,
    date edition, struct addon_row *row, struct err *e)
{
	const char **list = NULL;
	struct db_row *r = db_begin(l->db, LOOKUP_ENTRY_ADDON);
	size_t max = 0;
	int rc;

	db_bind_text(r, 1, "addon");
	db_bind_text(r, 2, code);
	db_bind_number(r, 3, edition);
	while ((rc = db_step(r, e)) == 1) {
		const char *primary = db_text(r, 0) + strlen(code) + 1;

		if (strcmp(primary, "CCCCC") == 0) {
			row->contractor = true;
			continue;
		}
		if (row->primary_n == max) {
			size_t more = max == 0 ? 16 : 2 * max;
			const char **wider =
			    arena_array(a, more, sizeof(*wider));

			if (wider != NULL && max > 0)
				memcpy(wider, list, max * sizeof(*wider));
			list = wider;
			max = more;
		}
		if (list == NULL || (list[row->primary_n++] =
					    arena_strdup(a, primary)) == NULL) {
			rc = lookup_no_room(e);
			break;
		}
	}
	db_end(r);
	row->primary = list;
	return rc;
}

int
lookup_addon(struct lookup *l, struct arena *a, const char *code, date on,
    struct addon_row *out, struct err *e)
{
	struct addon_row row = { .known = KNOWN_NOT_LOADED };
	bool early;
	const struct source_row *told = edition_on(l, "addon", on, &early);

	if (told != NULL) {
		if (primaries_read(l, a, code, told->from, &row, e))
			return -1;
		row.source = edition_source(told, code, on);
		row.known = early ? KNOWN_OUTSIDE : KNOWN_VALID;
		if (!early && row.primary_n == 0 && !row.contractor &&
		    entry_around(l, told, code, &row.known, &row.source, e))
			return -1;
	}
	*out = row;
	return row.known == KNOWN_VALID;
}

static void
fee_fill(struct fee_row *f, const char *const *cell)
{
	f->status = cell[RVU_STATUS];
	f->global_days = cell[RVU_GLOBAL];
	f->pctc = cell[RVU_PCTC];
	f->multiple = cell[RVU_MULTIPLE];
	f->bilateral = cell[RVU_BILATERAL];
	f->assistant = cell[RVU_ASSISTANT];
	f->cosurgeons = cell[RVU_COSURGEONS];
	f->team = cell[RVU_TEAM];
	f->endoscopy_base = cell[RVU_ENDOSCOPY];
	f->supervision = cell[RVU_SUPERVISION];
	f->work = cell[RVU_WORK];
	f->expense_office = cell[RVU_PE_OFFICE];
	f->expense_facility = cell[RVU_PE_FACILITY];
	f->malpractice = cell[RVU_MALPRACTICE];
	f->total_office = cell[RVU_TOTAL_OFFICE];
	f->total_facility = cell[RVU_TOTAL_FACILITY];
	f->factor = cell[RVU_FACTOR];
	f->na_office = cell[RVU_NA_OFFICE][0] != '\0';
	f->na_facility = cell[RVU_NA_FACILITY][0] != '\0';
	f->pre = cell[RVU_PRE];
	f->intra = cell[RVU_INTRA];
	f->post = cell[RVU_POST];
	f->cap_office = cell[RVU_OPPS_OFFICE];
	f->cap_facility = cell[RVU_OPPS_FACILITY];
	f->cap_malpractice = cell[RVU_OPPS_MALPRACTICE];
}

int
lookup_fee(struct lookup *l, struct arena *a, const char *code,
    const char *modifier, bool qpp, date on, struct fee_row *out, struct err *e)
{
	const char *key = arena_printf(
	    a, "%s%s%s", code, modifier[0] != '\0' ? "-" : "", modifier);
	struct fee_row row = { 0 };
	struct entry n = { 0 };
	int rc;

	if (key == NULL)
		return lookup_no_room(e);
	rc = entry_find(l, a, qpp ? "rvu.qpp" : "rvu", key, on, &n, e);
	if (rc < 0)
		return -1;
	row.known = n.known;
	if (n.cells >= RVU_CELLS)
		fee_fill(&row, n.cell);
	if (n.told != NULL)
		row.source = edition_source(n.told, key, on);
	entry_days(&n, &row.source);
	*out = row;
	return rc;
}

int
lookup_sources(struct lookup *l, struct arena *a, struct source_row **out,
    size_t *n_out, struct err *e)
{
	struct source_row *rows = arena_array(a, l->edition_n, sizeof(*rows));

	if (rows == NULL)
		return lookup_no_room(e);
	if (l->edition_n > 0)
		memcpy(rows, l->edition, l->edition_n * sizeof(*rows));
	*out = rows;
	*n_out = l->edition_n;
	return 0;
}
