/* Kind "listed": what one official list says of a code: the outpatient and
 * surgery center lists, laboratory and equipment fees, telehealth, add-on
 * codes, base units, present on admission, risk adjustment. That a list is not
 * loaded, has no row, had one until a day, or begins after the day are four
 * answers. */
#include "addon.h"
#include "claim.h"
#include "code.h"
#include "family.h"
#include "fee.h"
#include "icd.h"
#include "told.h"
#include <string.h>

#define CODES_MAX 6 /* of one question */

/* What the list says of one code. */
struct said {
	enum known known;
	struct source source;
	const char *text; /* with KNOWN_VALID, a sentence */
	const char *norm; /* that explains an indicator, or NULL */
	const char *key;  /* of it */
};
typedef int list_read(const struct answer_context *c, const char *code,
    const char *shown, struct said *out, struct err *e);

static const char *
dollars(const struct answer_context *c, const char *before, int64_t cents)
{
	return cents < 0
		   ? ""
		   : arena_printf(c->a, "%s%s", before, fee_dollars(c, cents));
}

static int
opps_read(const struct answer_context *c, const char *code, const char *shown,
    struct said *out, struct err *e)
{
	struct opps_row row;
	int rc = lookup_opps(c->lookup, c->a, code, c->on, &row, e);
	out->known = row.known;
	out->source = row.source;
	if (rc != 1)
		return rc;
	out->norm = "opps_status";
	out->key = row.status;
	out->text = arena_printf(c->a,
	    "%s has status indicator %s%s%s%s%s in the OPPS list.", shown,
	    row.status, row.apc[0] != '\0' ? ", APC " : "", row.apc,
	    dollars(c, ", national rate ", row.rate),
	    dollars(c, ", copayment ", row.copay));
	return 1;
}

static int
asc_read(const struct answer_context *c, const char *code, const char *shown,
    struct said *out, struct err *e)
{
	struct asc_row row;
	int rc = lookup_asc(c->lookup, c->a, code, c->on, &row, e);
	out->known = row.known;
	out->source = row.source;
	if (rc != 1)
		return rc;
	out->norm = "asc_indicator";
	out->key = row.indicator;
	out->text = arena_printf(c->a,
	    "%s is on the ASC list%s, payment indicator %s%s%s.", shown,
	    row.ancillary ? " of ancillary services" : "", row.indicator,
	    dollars(c, ", national rate ", row.rate),
	    row.discount ? ", half for a second procedure" : "");
	return 1;
}

static int
lab_read(const struct answer_context *c, const char *code, const char *shown,
    struct said *out, struct err *e)
{
	struct laboratory_row row;
	int rc = lookup_laboratory(c->lookup, c->a, code, "", c->on, &row, e);
	out->known = row.known;
	out->source = row.source;
	if (rc != 1)
		return rc;
	out->text =
	    row.local
		? arena_printf(c->a,
		      "%s: its laboratory fee is set by the contractor.", shown)
		: arena_printf(c->a,
		      "%s: the Clinical Laboratory Fee Schedule allows "
		      "%s.",
		      shown, fee_dollars(c, row.rate));
	return 1;
}

static int
equipment_read(const struct answer_context *c, const char *code,
    const char *shown, struct said *out, struct err *e)
{
	/* Rentals and purchases have rows of their own. */
	static const char *const modifiers[] = { "", "NU", "RR", "UE" };
	struct equipment_row row = { .known = KNOWN_NOT_LOADED };
	int rc = 0;
	size_t i;
	for (i = 0; i < 4 && rc == 0; i++) {
		rc = lookup_equipment(c->lookup, c->a, code, modifiers[i], "",
		    false, c->on, &row, e);
		/* One that ended says more than one that never was. */
		if (i > 0 && row.known == KNOWN_NONE)
			continue;
		out->known = row.known;
		out->source = row.source;
	}
	if (rc != 1)
		return rc;
	out->text = arena_printf(c->a,
	    "%s is in the DMEPOS fee schedule, category %s%s%s; its fee "
	    "differs by state.",
	    shown, row.category, dollars(c, ", ceiling ", row.ceiling),
	    dollars(c, ", floor ", row.floor));
	return 1;
}

static int
telehealth_read(const struct answer_context *c, const char *code,
    const char *shown, struct said *out, struct err *e)
{
	struct telehealth_row row;
	int rc = lookup_telehealth(c->lookup, c->a, code, c->on, &row, e);
	out->known = row.known;
	out->source = row.source;
	if (rc != 1)
		return rc;
	out->text = arena_printf(c->a,
	    "%s is on Medicare's list of telehealth services%s%s.", shown,
	    row.audio[0] != '\0' ? "; by sound alone: " : "", row.audio);
	return 1;
}

static int
exempt_read(const struct answer_context *c, const char *code, const char *shown,
    struct said *out, struct err *e)
{
	int rc = icd_exempt(
	    c->lookup, c->a, code, c->on, &out->source, &out->known, e);
	if (rc == 1)
		out->text = arena_printf(c->a,
		    "%s is exempt from present-on-admission reporting.", shown);
	return rc;
}

static int
risk_read(const struct answer_context *c, const char *code, const char *shown,
    struct said *out, struct err *e)
{
	struct hcc_row row;
	int rc = lookup_hcc(c->lookup, c->a, "v28", code, c->on, &row, e);
	out->known = row.known;
	out->source = row.source;
	if (rc != 1)
		return rc;
	out->text = arena_printf(c->a,
	    "%s is in category %s of the risk adjustment model V28 "
	    "(CMS-HCC)%s.",
	    shown, row.category,
	    row.counts ? "" : ", but does not count in its payment year");
	return 1;
}

/* CMS's table is not loaded: whether it is one is told by others. */
static int
addon_elsewhere(const struct answer_context *c, const char *code,
    const char *shown, struct said *out, struct err *e)
{
	bool is;
	int rc = addon_says(c, code, &is, &out->source, e);
	if (rc < 1)
		return rc;
	out->known = is ? KNOWN_VALID : KNOWN_NONE;
	const char *beside = "";
	if (is && addon_primaries(c, code, &beside, e) != 0)
		return -1;
	out->text =
	    is ? arena_printf(c->a,
		     "%s is an add-on code: it stands beside a primary code "
		     "only. %s",
		     shown,
		     beside[0] != '\0' ? beside
				       : "To which ones, CMS's table tells, "
					 "which is not loaded here.")
	       : arena_printf(c->a,
		     "%s is not an add-on code: it may stand alone.", shown);
	return 1;
}

static int
addon_read(const struct answer_context *c, const char *code, const char *shown,
    struct said *out, struct err *e)
{
	struct addon_row row;
	const char *list = "";
	int rc = lookup_addon(c->lookup, c->a, code, c->on, &row, e);
	size_t i;
	out->known = row.known;
	out->source = row.source;
	if (rc == 0 && row.known != KNOWN_NONE)
		return addon_elsewhere(c, code, shown, out, e);
	if (rc != 1)
		return rc;
	for (i = 0; i < row.primary_n && i < 40 && list != NULL; i++)
		list = arena_printf(
		    c->a, "%s%s%s", list, i > 0 ? ", " : "", row.primary[i]);
	if (list == NULL)
		return answer_full(e);
	out->text = arena_printf(c->a, "%s is an add-on code; %s%s%s%s.", shown,
	    row.primary_n > 0 ? "its primary codes are " : "", list,
	    row.primary_n > 40 ? " and more" : "",
	    row.contractor ? row.primary_n > 0
				 ? ", and others that the contractor names"
				 : "its contractor says to which codes"
			   : "");
	return 1;
}

static int
base_read(const struct answer_context *c, const char *code, const char *shown,
    struct said *out, struct err *e)
{
	struct anesthesia_row row;
	int rc = lookup_anesthesia(c->lookup, c->a, code, c->on, &row, e);
	out->known = row.known;
	out->source = row.source;
	if (rc == 1)
		out->text = arena_printf(c->a, "%s has %d base unit%s.", shown,
		    row.units, row.units == 1 ? "" : "s");
	return rc;
}

/* The lists, by the words of fact "list". */
static const struct list {
	const char *word;
	enum table table;
	const char *name;
	bool diagnosis; /* of diagnoses, not of procedures */
	bool yes_no;    /* to be on it is what is asked */
	list_read *read;
} lists[] = {
	{ "opps", TABLE_OPPS, "the OPPS list (Addendum B)", false, false,
	    opps_read },
	{ "asc", TABLE_ASC, "the list of ASC services (Addenda AA and BB)",
	    false, true, asc_read },
	{ "clfs", TABLE_LABORATORY, "the Clinical Laboratory Fee Schedule",
	    false, false, lab_read },
	{ "dmepos", TABLE_EQUIPMENT, "the DMEPOS fee schedule", false, false,
	    equipment_read },
	{ "telehealth", TABLE_TELEHEALTH,
	    "Medicare's list of telehealth services", false, true,
	    telehealth_read },
	{ "poa", TABLE_POA,
	    "the list of codes exempt from present-on-admission reporting",
	    true, true, exempt_read },
	{ "hcc", TABLE_HCC, "the mapping of risk adjustment model V28", true,
	    true, risk_read },
	{ "addon", TABLE_ADDON, "the table of add-on codes", false, true,
	    addon_read },
	{ "base", TABLE_ANESTHESIA, "the table of anesthesia base units", false,
	    false, base_read },
};
#define LISTS (sizeof(lists) / sizeof(lists[0]))

static const struct list *
list_asked(const struct question *q)
{
	const struct fact *f = question_fact(q, "list");
	for (size_t i = 0; f != NULL && i < LISTS; i++)
		if (strcmp(lists[i].word, f->value) == 0)
			return &lists[i];
	return NULL;
}

/* What an indicator means, in our words. */
static int
indicator_say(const struct answer_context *c, const struct said *s,
    struct answer *out, struct err *e)
{
	struct norm_row *row;
	size_t n;
	if (s->norm == NULL)
		return 0;
	if (lookup_norms(
		c->lookup, c->a, s->norm, s->key, c->on, &row, &n, e) != 0)
		return -1;
	return n > 0 ? norm_reason(c, &row[0], out, e) : 0;
}

/* 1 with a sentence; 2 where the list itself lacks, and out is held; -1. */
static int
code_say(const struct answer_context *c, const struct list *list,
    const struct code *code, struct said *s, struct answer *out, struct err *e)
{
	struct code bare = *code;
	char show[32];
	bare.modifiers = 0;
	bare.units = 1;
	const char *shown = arena_strdup(c->a, code_show(&bare, show));
	if (shown == NULL || list->read(c, code->text, shown, s, e) < 0)
		return shown ? -1 : answer_full(e);
	if (s->known != KNOWN_VALID && s->text == NULL)
		s->text =
		    answer_absent(c, list->name, shown, s->known, &s->source);
	if (s->text == NULL)
		return s->known == KNOWN_VALID ? answer_full(e)
		       : answer_missing(c, list->table, s->known, out, e) == 0
			   ? 2
			   : -1;
	if (answer_reason_add(c, out, s->text, &s->source, e) != 0 ||
	    indicator_say(c, s, out, e) != 0 ||
	    fee_edition(c, &s->source, out, e) != 0)
		return -1;
	return 1;
}

static enum verdict
verdict_of(const struct list *list, const struct question *q, size_t n,
    const struct said *s)
{
	if (!list->yes_no || n != 1 ||
	    (!question_says(q, "wants", "verdict") &&
		question_fact(q, "addon_ask") == NULL))
		return VERDICT_INFO;
	return s->known == KNOWN_VALID ? VERDICT_YES : VERDICT_NO;
}

int
answer_listed(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	const struct list *list = list_asked(q);
	struct said s = { .known = KNOWN_NOT_LOADED };
	size_t n = 0;
	if (list == NULL || question_conflict(q, "list"))
		return 0;
	out->understood =
	    arena_printf(c->a, "What does %s say of it?", list->name);
	for (size_t i = 0; i < q->code_n && n < CODES_MAX; i++) {
		if ((q->code[i].system == CODE_ICD10CM) != list->diagnosis ||
		    q->code[i].system > CODE_ICD10CM ||
		    q->code[i].end[0] != '\0')
			continue;
		s = (struct said){ .known = KNOWN_NOT_LOADED };
		int rc = code_say(c, list, &q->code[i], &s, out, e);
		if (rc != 1)
			return rc < 0 ? -1 : 1;
		out->headline = n++ == 0 ? s.text
					 : arena_printf(c->a, "%s %s",
					       out->headline, s.text);
		if (out->headline == NULL)
			return answer_full(e);
	}
	if (n == 0)
		return 0;
	out->verdict = verdict_of(list, q, n, &s);
	if (out->verdict != VERDICT_INFO)
		out->headline = arena_printf(c->a, "%s: %s",
		    out->verdict == VERDICT_YES ? "Yes" : "No", s.text);
	return out->headline && out->understood ? 1 : answer_full(e);
}
