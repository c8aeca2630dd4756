/* lookup_fees.c - anesthesia, outpatient, surgery center, laboratory and
 * equipment fees, and what may be done by video. A code and a day come in; the
 * row that holds goes out, or why there is none. */
#include "fees.h"
#include "lookup_open.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Dollars with two places as cents; -1 where the file has none. */
static int64_t
cents(const char *s)
{
	char *end;
	int64_t value;

	if (s[0] == '\0')
		return -1;
	value = strtoll(s, &end, 10) * 100;
	if (end[0] == '.' && end[1] != '\0' && end[2] != '\0')
		value += (end[1] - '0') * 10 + (end[2] - '0');
	return value;
}

/* Find the entry, and fill what all rows have: what is known, and who says so.
 * 1 with a row of that day whose cells are all there; 0; -1. */
static int
row_find(struct lookup *l, struct arena *a, const char *series, const char *key,
    date on, size_t cells, struct entry *n, struct source *source_out,
    struct err *e)
{
	int rc = entry_find(l, a, series, key, on, n, e);

	if (rc < 0)
		return -1;
	if (n->told != NULL)
		*source_out = edition_source(n->told, key, on);
	entry_days(n, source_out);
	if (n->cells < cells && n->known == KNOWN_VALID)
		n->known = KNOWN_NONE;
	return rc == 1 && n->cells >= cells;
}

/* The key outlives the call: sources name it. */
static const char *
key_make(struct arena *a, const char *code, const char *modifier)
{
	return arena_printf(
	    a, "%s%s%s", code, modifier[0] != '\0' ? "-" : "", modifier);
}

int
lookup_anesthesia(struct lookup *l, struct arena *a, const char *code, date on,
    struct anesthesia_row *out, struct err *e)
{
	struct anesthesia_row row = { 0 };
	struct entry n = { 0 };
	const char *key = key_make(a, code, "");
	int rc;

	if (key == NULL)
		return lookup_no_room(e);
	rc = row_find(
	    l, a, "anes.base", key, on, ANES_BASE_CELLS, &n, &row.source, e);
	row.known = n.known;
	if (rc == 1)
		row.units = atoi(n.cell[ANES_BASE_UNITS]);
	*out = row;
	return rc;
}

/* Ten-thousandths of a dollar: "20.4500" is 204500. */
static int64_t
factor_milli10(const char *s)
{
	char *end;
	int64_t value = strtoll(s, &end, 10), places;

	if (*end == '.')
		end++;
	for (places = 0; places < 4; places++)
		value = value * 10 + (*end != '\0' ? *end++ - '0' : 0);
	return value;
}

int
lookup_anesthesia_factor(struct lookup *l, struct arena *a,
    const char *locality, bool qpp, date on, struct factor_row *out,
    struct err *e)
{
	struct factor_row row = { 0 };
	struct entry n = { 0 };
	const char *key = key_make(a, locality, ""), *factor = "";
	int rc;

	if (key == NULL)
		return lookup_no_room(e);
	rc = row_find(l, a, qpp ? "anes.cf.qpp" : "anes.cf", key, on,
	    ANES_CF_CELLS, &n, &row.source, e);
	/* One file may hold both. */
	if (qpp && rc == 0 && n.known == KNOWN_NOT_LOADED) {
		rc = row_find(l, a, "anes.cf", key, on, ANES_CF_CELLS, &n,
		    &row.source, e);
		factor = rc == 1 ? n.cell[ANES_CF_QPP] : "";
		if (rc == 1 && factor[0] == '\0') {
			n.known = KNOWN_NOT_LOADED;
			rc = 0;
		}
	} else if (rc == 1) {
		factor = n.cell[ANES_CF_FACTOR];
	}
	row.known = n.known;
	if (rc == 1) {
		row.place = n.cell[ANES_CF_NAME];
		row.milli10 = factor_milli10(factor);
	}
	*out = row;
	return rc;
}

int
lookup_opps(struct lookup *l, struct arena *a, const char *code, date on,
    struct opps_row *out, struct err *e)
{
	struct opps_row row = { .rate = -1, .copay = -1, .copay_least = -1 };
	struct entry n = { 0 };
	const char *key = key_make(a, code, "");
	int rc;

	if (key == NULL)
		return lookup_no_room(e);
	rc = row_find(l, a, "opps", key, on, OPPS_CELLS, &n, &row.source, e);
	row.known = n.known;
	if (rc == 1) {
		row.status = n.cell[OPPS_STATUS];
		row.comment = n.cell[OPPS_COMMENT];
		row.apc = n.cell[OPPS_APC];
		row.weight = n.cell[OPPS_WEIGHT];
		row.rate = cents(n.cell[OPPS_RATE]);
		row.copay = cents(n.cell[OPPS_COPAY]);
		row.copay_least = cents(n.cell[OPPS_COPAY_LEAST]);
	}
	*out = row;
	return rc;
}

/* Which of two lists says more of what is on neither: that it was there until
 * a day, that it will be, that it is not, that the list begins later. */
static int
known_weight(enum known known)
{
	static const int weight[] = { [KNOWN_NOT_LOADED] = 0,
		[KNOWN_OUTSIDE] = 1,
		[KNOWN_NONE] = 2,
		[KNOWN_FUTURE] = 3,
		[KNOWN_ENDED] = 4,
		[KNOWN_VALID] = 5 };

	return weight[known];
}

int
lookup_asc(struct lookup *l, struct arena *a, const char *code, date on,
    struct asc_row *out, struct err *e)
{
	static const char *const series[] = { "asc", "asc.ancillary" };
	struct asc_row row = { .rate = -1 };
	const char *key = key_make(a, code, "");
	int rc = 0;
	size_t i;

	if (key == NULL)
		return lookup_no_room(e);
	for (i = 0; i < 2 && rc == 0; i++) {
		struct source source = { 0 };
		struct entry n = { 0 };

		rc = row_find(
		    l, a, series[i], key, on, ASC_CELLS, &n, &source, e);
		/* Of two lists without it, the one that knows more speaks. */
		if (i == 0 || known_weight(n.known) > known_weight(row.known)) {
			row.known = n.known;
			row.source = source;
		}
		if (rc == 1) {
			row.ancillary = i == 1;
			row.indicator = n.cell[ASC_INDICATOR];
			row.discount = n.cell[ASC_DISCOUNT][0] == 'Y';
			row.weight = n.cell[ASC_WEIGHT];
			row.rate = cents(n.cell[ASC_RATE]);
		}
	}
	*out = row;
	return rc;
}

int
lookup_cap(struct lookup *l, struct arena *a, const char *code,
    const char *modifier, const char *locality, date on, struct cap_row *out,
    struct err *e)
{
	struct cap_row row = { .office = -1, .facility = -1 };
	struct entry n = { 0 };
	const char *service = key_make(a, code, modifier);
	const char *key = service ? arena_printf(a, "%s %s", service, locality)
				  : NULL;
	int rc;

	if (key == NULL)
		return lookup_no_room(e);
	rc = row_find(l, a, "opps.cap", key, on, CAP_CELLS, &n, &row.source, e);
	row.known = n.known;
	if (rc == 1) {
		row.contractor = n.cell[CAP_STATUS][0] == 'C';
		row.office = cents(n.cell[CAP_OFFICE]);
		row.facility = cents(n.cell[CAP_FACILITY]);
	}
	*out = row;
	return rc;
}

int
lookup_laboratory(struct lookup *l, struct arena *a, const char *code,
    const char *modifier, date on, struct laboratory_row *out, struct err *e)
{
	struct laboratory_row row = { .rate = -1 };
	struct entry n = { 0 };
	const char *key = key_make(a, code, modifier);
	int rc;

	if (key == NULL)
		return lookup_no_room(e);
	rc = row_find(l, a, "clfs", key, on, CLFS_CELLS, &n, &row.source, e);
	row.known = n.known;
	if (rc == 1) {
		row.local = n.cell[CLFS_INDICATOR][0] == 'L';
		row.rate = row.local ? -1 : cents(n.cell[CLFS_RATE]);
		row.since = date_parse(n.cell[CLFS_SINCE]);
	}
	*out = row;
	return rc;
}

/* "AL=45.00/80.00 AZ=...": the amount of a state, or "". */
static const char *
state_fee(struct arena *a, const char *states, const char *state, bool rural)
{
	const char *p = states;

	while (*p != '\0') {
		size_t n = strcspn(p, " ");

		if (strncmp(p, state, 2) == 0 && p[2] == '=') {
			size_t first = strcspn(p, "/ ");

			if (rural && p[first] == '/' && first + 1 < n)
				return arena_strndup(
				    a, p + first + 1, n - first - 1);
			return arena_strndup(a, p + 3, first - 3);
		}
		p += n + (p[n] == ' ');
	}
	return "";
}

int
lookup_equipment(struct lookup *l, struct arena *a, const char *code,
    const char *modifiers, const char *state, bool rural, date on,
    struct equipment_row *out, struct err *e)
{
	struct equipment_row row = { .fee = -1, .ceiling = -1, .floor = -1 };
	struct entry n = { 0 };
	const char *key = key_make(a, code, modifiers), *fee;
	int rc;

	if (key == NULL)
		return lookup_no_room(e);
	rc =
	    row_find(l, a, "dmepos", key, on, DMEPOS_CELLS, &n, &row.source, e);
	row.known = n.known;
	if (rc == 1) {
		row.jurisdiction = n.cell[DMEPOS_JURISDICTION];
		row.category = n.cell[DMEPOS_CATEGORY];
		row.ceiling = cents(n.cell[DMEPOS_CEILING]);
		row.floor = cents(n.cell[DMEPOS_FLOOR]);
		fee = strlen(state) == 2
			  ? state_fee(a, n.cell[DMEPOS_STATES], state, rural)
			  : "";
		if (fee == NULL)
			return lookup_no_room(e);
		row.fee = cents(fee);
		if (row.fee == 0) /* no fee is set */
			row.fee = -1;
	}
	*out = row;
	return rc;
}

/* Lists of changes say what left the list. */
static bool
taken_off(const char *status)
{
	static const char *const words[] = { "remov", "delet" };
	size_t i;

	for (i = 0; i < 2; i++)
		if (strcasestr(status, words[i]) != NULL)
			return true;
	return false;
}

int
lookup_telehealth(struct lookup *l, struct arena *a, const char *code, date on,
    struct telehealth_row *out, struct err *e)
{
	struct telehealth_row row = { 0 };
	struct entry n = { 0 };
	const char *key = key_make(a, code, "");
	int rc;

	if (key == NULL)
		return lookup_no_room(e);
	rc = row_find(
	    l, a, "telehealth", key, on, TELEHEALTH_CELLS, &n, &row.source, e);
	if (rc == 1 && taken_off(n.cell[TELEHEALTH_STATUS])) {
		n.known = KNOWN_ENDED;
		rc = 0;
	}
	row.known = n.known;
	if (rc == 1) {
		row.status = n.cell[TELEHEALTH_STATUS];
		row.audio = n.cell[TELEHEALTH_AUDIO];
		row.limits = n.cell[TELEHEALTH_LIMITS];
	}
	*out = row;
	return rc;
}
