/* lookup.h - what is known of codes: lookup.db, read-only. */
#ifndef LOOKUP_H
#define LOOKUP_H

#include "arena.h"
#include "clock.h"
#include "err.h"
#include "question.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct lookup;

/* Where a row comes from. Each fact of coding that we tell names one. */
struct source {
	const char *name;      /* "CPT 2026 code set", "our starter pack" */
	const char *publisher; /* "AMA", "CMS", "CDC/NCHS", "consultd" */
	const char *edition;   /* "2026", "2026Q4" */
	const char *row;       /* what to look up there: "33954", "ecmo_in:4" */
	date from, to; /* validity of the row; from 0: begin not known */
	/* The day that was asked lies behind the newest edition that is
	 * loaded, which answers all the same: say so. */
	bool later;
	bool loaded; /* of an official file that was imported, not the pack */
};

/* What is known of something on a day: never one answer for another. */
enum known {
	KNOWN_NOT_LOADED, /* no table that would have it is loaded */
	KNOWN_NONE,       /* the table of that day has no row for it */
	KNOWN_ENDED,      /* a row ended before that day */
	KNOWN_FUTURE,     /* a row begins after that day */
	KNOWN_OUTSIDE,    /* the day lies before all that is loaded */
	KNOWN_VALID,      /* a row holds on that day */
};
/* ICD-10-CM: a header has codes below it, which are reported in its place. */
enum code_level {
	LEVEL_NONE,
	LEVEL_HEADER,
	LEVEL_BILLABLE
};

/* What is known of one code on one day. */
struct code_row {
	enum code_system system;
	const char *code;        /* without dot */
	const char *plain;       /* our own words, one sentence */
	const char *detail;      /* further sentences, or "" */
	const char *family;      /* id of its decision table, or NULL */
	const char *replaced_by; /* codes split by spaces, or "" */
	date from, to;           /* first and last day on which it is valid */
	struct source source;
	enum known known;
	bool official; /* plain is text of the publisher */
	/* ICD-10-CM from an order file; from the pack LEVEL_HEADER alone, where
	 * it has codes below this one. */
	enum code_level level;
	date billable_to;     /* header: last day on which it was billable; 0 */
	const char *unit;     /* HCPCS: what one unit is, "1 mg"; or NULL */
	const char *coverage; /* HCPCS: C, D, I, M or S; or NULL */
	/* CPT: the AMA's own description, under the operator's licence; else
	 * NULL. plain stays our own where we have words of our own. */
	const char *text;
	struct source text_source;
};

/* A decision table: one row a code, one column a fact. */
struct family_column {
	const char *fact;  /* name of the fact: "age" */
	const char *ask;   /* the question that asks for it */
	const char *label; /* heading for people: "Age" */
	/* The word that is taken where nothing is said of this fact: "without"
	 * for ultrasound; NULL: ask. An answer that rests on it says so. */
	const char *assume;
};
/* A cell: a set of words, a range, or anything. With neither words, range nor
 * any ("-" in the file) the fact never leads to this row: once it is known, the
 * row is out. */
struct family_cell {
	const char *text; /* as in the file: "open|percutaneous", "<6y", "*" */
	const char *phrase;      /* for people: "birth through 5 years" */
	const char *const *word; /* words that fit, word[0..word_n) */
	size_t word_n;
	bool any;                      /* "*": the fact does not matter */
	bool range;                    /* low_milli <= fact < high_milli */
	int64_t low_milli, high_milli; /* INT64_MIN, INT64_MAX where open */
};
struct family_row {
	const char *code;
	const char *plain; /* sentence composed from the row's cells */
	const char *note;  /* what else matters, or "" */
	const char *units; /* "1"; "count": the fact of that name gives them;
			    * "count-1": that fact, less the first one;
			    * "side": 1, and the fact side is told by 50,
			    * LT or RT; "mark:FACT": 1, and that fact's word
			    * is the modifier; "FACT/STEP>BASE": one for each
			    * STEP, or part of it, beyond BASE (thousandths) */
	bool addon;        /* reported beside a primary code only */
	struct family_cell *cell; /* cell[0..columns) */
	struct source source;
};
/* What a table says of its cases besides its rows. data/README.md has them. */
struct family_rule {
	const char
	    *kind; /* "repeat", "several", "base", "derive", "modifier" */
	const char *name; /* the derived fact, the modifier, the table; or "" */
	const char
	    *value; /* "each", "lesion_size+margin*2", "payer:medicare" */
};
struct family {
	const char *id;    /* "ecmo_cannula_in" */
	const char *title; /* "Putting in ECMO cannulas" */
	const char *note;  /* holds for all rows, or "" */
	struct family_column *column;
	size_t columns;
	struct family_row *row; /* only rows valid on the day that was asked */
	size_t rows;
	struct family_rule *rule; /* in the order of the file */
	size_t rules;
};

/* A modifier. */
struct modifier_row {
	const char *code;   /* "25" */
	const char *plain;  /* our own words */
	const char *detail; /* when it is right, what it needs */
	struct source source;
};

/* One row of a norm: what an authority says of a number or a name. */
struct norm_row {
	const char *key;    /* within the norm: "99291"; or "" */
	int64_t low_milli;  /* thousandths of the unit that the file names */
	int64_t high_milli; /* both included; -INT64_MAX, INT64_MAX: open */
	const char *value;  /* what holds there: "2", "99214"; or "" */
	const char *text;   /* sentence for people, or "" */
	struct source source;
};

/* NCCI tables come by setting. */
enum ncci_setting {
	NCCI_PRACTITIONER,
	NCCI_HOSPITAL,
	NCCI_SETTINGS
};
enum mue_setting {
	MUE_PRACTITIONER,
	MUE_HOSPITAL,
	MUE_SUPPLIER,
	MUE_SETTINGS
};

/* A procedure-to-procedure edit. */
struct pair_row {
	enum known known;
	const char *column1, *column2; /* column 2 is the one denied */
	int indicator; /* 0 no modifier helps, 1 one may, 9 not in force */
	const char *rationale;
	date from, to;
	bool whole; /* all parts of the release are loaded */
	struct source source;
};
/* A medically unlikely edit. No row does not mean no limit: some are secret. */
struct mue_row {
	enum known known;
	int value;     /* units; 0 means: never there */
	int indicator; /* 1 a line, 2 a day, absolute; 3 a day, can be
			* appealed */
	const char *rationale;
	struct source source;
};
/* An add-on code's primary codes. */
struct addon_row {
	enum known known;
	const char *const *primary; /* primary[0..primary_n) */
	size_t primary_n;
	bool contractor; /* the contractor says which */
	struct source source;
};
/* A row of the Physician Fee Schedule, as written there. */
struct fee_row {
	enum known known;
	const char *status, *global_days, *pctc, *multiple, *bilateral,
	    *assistant, *cosurgeons, *team, *endoscopy_base, *supervision;
	const char *work, *expense_office, *expense_facility, *malpractice,
	    *total_office, *total_facility, *factor;
	bool na_office, na_facility;    /* rarely or never done there */
	const char *pre, *intra, *post; /* parts of the global fee: "0.10" */
	/* Values of the cap by outpatient payment on imaging: practice expense
	 * and malpractice in place of the row's; "0.00": there is no cap. */
	const char *cap_office, *cap_facility, *cap_malpractice;
	struct source source;
};
/* What Medicare allows for a code in a locality, before what law and contract
 * change: (work, expense and malpractice by their indices) times factor. */
struct payment_row {
	enum known known;
	int64_t office, facility; /* cents */
	bool capped;              /* they are those of the outpatient cap */
	const char *place;        /* name of the locality */
	struct fee_row fee;
	struct source source; /* of the indices */
};
/* A payment locality of Medicare, and where words for a place lead. */
struct locality_row {
	const char *key;      /* contractor and number: "13202-01" */
	const char *name;     /* "MANHATTAN", as CMS has it */
	const char *state;    /* "NY" */
	const char *counties; /* as CMS lists them; "" where not loaded */
};
struct locality_list {
	enum known known;
	struct locality_row *row; /* row[0..n), by key */
	size_t n;
	bool sure;  /* it is this one; else any of row[0..n) may be meant */
	bool zip;   /* found by a ZIP code */
	bool split; /* of the ZIP code, a part lies in another locality */
	const char *rural; /* of a ZIP code: "", "R", "B" (super rural) */
	struct source source;
};
/* Anesthesia: base units of a code; dollars a unit in a locality. */
struct anesthesia_row {
	enum known known;
	int units;
	struct source source;
};
struct factor_row {
	enum known known;
	int64_t milli10;   /* ten-thousandths of a dollar: 204500 is $20.45 */
	const char *place; /* name of the locality */
	struct source source;
};
/* Facility fees, before wage index and policies. Cents; -1: none is given. */
struct opps_row {
	enum known known;
	const char *status;  /* "J1", "T", "N"; see OPPS Addendum D1 */
	const char *comment; /* "NI", "CH"; "" */
	const char *apc, *weight;
	int64_t rate, copay, copay_least;
	struct source source;
};
struct asc_row {
	enum known known;
	const char *indicator; /* "A2", "P3"; see ASC Addendum DD1 */
	bool discount;         /* half for the second procedure */
	bool ancillary;        /* of Addendum BB, not a surgical procedure */
	const char *weight;
	int64_t rate;
	struct source source;
};
/* What imaging is paid at most in a locality, since hospitals are paid no more
 * for it: amounts behind the cap, cents; by contractor: the cap alone, which the
 * contractor's price may not exceed. */
struct cap_row {
	enum known known;
	bool contractor;
	int64_t office, facility;
	struct source source;
};
/* Clinical laboratory: local ones are priced by the contractor: rate -1. */
struct laboratory_row {
	enum known known;
	bool local;
	int64_t rate; /* cents */
	date since;   /* from which on the rate holds; 0 */
	struct source source;
};
/* Equipment, prosthetics, orthotics, supplies. Cents; -1: none is set. */
struct equipment_row {
	enum known known;
	const char *jurisdiction; /* "D" equipment contractor, "L" local, "J" */
	const char *category;     /* "CR" capped rental, "IN", "OS", ... */
	int64_t fee, ceiling, floor;
	struct source source;
};
/* A service that Medicare pays by telehealth. KNOWN_ENDED: taken off the list. */
struct telehealth_row {
	enum known known;
	const char *status; /* as CMS words it: "Maintain", "Addition" */
	const char *audio;  /* by sound alone: "Yes", "No"; "" not said */
	const char *limits; /* or "" */
	struct source source;
};
/* What a billing article of Medicare's coverage database says of a procedure
 * and a diagnosis. */
enum coverage_told {
	COVERAGE_LISTED,     /* the diagnosis supports it */
	COVERAGE_EXCLUDED,   /* the diagnosis is listed as not covered */
	COVERAGE_NOT_LISTED, /* there is a list of diagnoses, and it is not
			      * on it */
	COVERAGE_NO_LIST,    /* the article lists no diagnoses */
	COVERAGE_NOT_ASKED,  /* no diagnosis was named */
};
struct coverage_row {
	const char *article;    /* "A59915" */
	const char *title;      /* as its contractor words it */
	const char *lcd;        /* "L33333 L33334", or "" */
	const char *contractor; /* names, split by "; " */
	const char *states;     /* abbreviations, split by blanks */
	enum coverage_told told;
	date from, to;
	struct source source;
};
/* A diagnosis' category of risk adjustment. */
struct hcc_row {
	enum known known;
	const char *category; /* "37" */
	bool counts;          /* in the payment year of the file, if it says */
	struct source source;
};
/* A national or local determination, by its number. */
struct policy_row {
	enum known known;
	const char *id; /* "220.4", "L33333", "A59915" */
	const char *title;
	date from, to;
	bool retired; /* its title says so */
	struct source source;
};
/* One file of an edition that is loaded. */
struct source_row {
	const char *series, *name, *publisher, *edition, *part, *file, *notice,
	    *licence;
	date from, to; /* effective; until the next edition is due */
	int64_t rows, bad;
	bool newest; /* of its series */
};

/*
 * lookup_open - open the database at path.
 *
 * Gives    *out, for one thread.
 * Fails    ERR_STOP: missing, foreign, older or newer than this program; the
 *          text says "run consultctl import".
 * Touches  the file, which must not change while it is open: a new one is
 *          renamed into its place, see lookup_stale().
 */
int lookup_open(const char *path, struct lookup **out, struct err *e);
/* lookup_close - close it; NULL is allowed. */
void lookup_close(struct lookup *l);
/* lookup_stale - true when another file now stands at the path. */
bool lookup_stale(const struct lookup *l);
/* lookup_vintage - one line that names what answers: "starter pack 2026.11".
 * Lives as long as l. */
const char *lookup_vintage(const struct lookup *l);

/*
 * lookup_code - the row of a code on a day.
 *
 * Takes    on, a date; 0 is not allowed.
 * Gives    1 with *out; 0 where no row covers that day, and then out->known
 *          says why, and *out is the nearest row (ended, or not yet begun) or
 *          has code NULL where nothing at all is known. An official edition
 *          goes before the starter pack, whose family and detail are kept.
 * Owns     a. Fails: -1, ERR_REFUSE past a's limit, ERR_STOP for a damaged
 *          file.
 */
int lookup_code(struct lookup *l, struct arena *a, enum code_system system,
    const char *code, date on, struct code_row *out, struct err *e);
/* lookup_children - the billable codes below an ICD-10-CM header on a day, at
 * most max of them, and how many there are in all; 0, -1. */
int lookup_children(struct lookup *l, struct arena *a, const char *header,
    date on, size_t max, struct code_row **out, size_t *n_out, size_t *all_out,
    struct err *e);
/* lookup_below - one level down in a hierarchy on a day: headers and codes
 * right below an ICD-10-CM header; HCPCS codes that begin so. Else as
 * lookup_children(). */
int lookup_below(struct lookup *l, struct arena *a, enum code_system system,
    const char *code, date on, size_t max, struct code_row **out, size_t *n_out,
    size_t *all_out, struct err *e);
/* lookup_pair - the edit of two codes, in whichever order: 1 in force that
 * day; 0: out->known says why not, ended ones with their row; -1. */
int lookup_pair(struct lookup *l, struct arena *a, enum ncci_setting setting,
    const char *one, const char *other, date on, struct pair_row *out,
    struct err *e);
/* lookup_mue, lookup_addon, lookup_fee - 1 with a row of that day; 0: see
 * out->known; -1. modifier: "", "26", "TC" or "53"; qpp: the table for
 * qualifying participants in advanced payment models. */
int lookup_mue(struct lookup *l, struct arena *a, enum mue_setting setting,
    const char *code, date on, struct mue_row *out, struct err *e);
int lookup_addon(struct lookup *l, struct arena *a, const char *code, date on,
    struct addon_row *out, struct err *e);
int lookup_fee(struct lookup *l, struct arena *a, const char *code,
    const char *modifier, bool qpp, date on, struct fee_row *out,
    struct err *e);
/* lookup_payment - lookup_fee() with the locality's indices; locality:
 * contractor and number, "10112-00"; NULL: the national amount, all indices 1,
 * place NULL. Where the row has values of the outpatient cap, the lower amount
 * counts (RVU documentation; Deficit Reduction Act of 2005, section 5102(b)).
 * known tells of the first that lacks. */
int lookup_payment(struct lookup *l, struct arena *a, const char *code,
    const char *modifier, bool qpp, const char *locality, date on,
    struct payment_row *out, struct err *e);
/*
 * lookup_locality - where a place lies that words name on a day: a state ("NY",
 * "New York"), a city that names a locality ("Detroit", "Portland, OR"), a county
 * with its state ("Cook County IL"), a borough, a ZIP code, or "13202-01".
 *
 * Gives    1 with *out; 0 where it names none, and out->known says why:
 *          KNOWN_NOT_LOADED (indices, or for a ZIP code that list), KNOWN_NONE.
 *          A city that the table does not name leads to all localities of its
 *          state, as does a county: the table lists those alone that do not
 *          belong to the rest of their state.
 */
int lookup_locality(struct lookup *l, struct arena *a, const char *words,
    date on, struct locality_list *out, struct err *e);
/* lookup_anesthesia, lookup_anesthesia_factor, lookup_opps, lookup_asc,
 * lookup_cap, lookup_laboratory, lookup_equipment, lookup_telehealth - 1 with a
 * row of that day; 0: see out->known; -1. modifiers: "RR", "NU-KF"; state: "PA", or "". */
int lookup_anesthesia(struct lookup *l, struct arena *a, const char *code,
    date on, struct anesthesia_row *out, struct err *e);
int lookup_anesthesia_factor(struct lookup *l, struct arena *a,
    const char *locality, bool qpp, date on, struct factor_row *out,
    struct err *e);
int lookup_opps(struct lookup *l, struct arena *a, const char *code, date on,
    struct opps_row *out, struct err *e);
int lookup_asc(struct lookup *l, struct arena *a, const char *code, date on,
    struct asc_row *out, struct err *e);
int lookup_cap(struct lookup *l, struct arena *a, const char *code,
    const char *modifier, const char *locality, date on, struct cap_row *out,
    struct err *e);
int lookup_laboratory(struct lookup *l, struct arena *a, const char *code,
    const char *modifier, date on, struct laboratory_row *out, struct err *e);
int lookup_equipment(struct lookup *l, struct arena *a, const char *code,
    const char *modifiers, const char *state, bool rural, date on,
    struct equipment_row *out, struct err *e);
int lookup_telehealth(struct lookup *l, struct arena *a, const char *code,
    date on, struct telehealth_row *out, struct err *e);
/*
 * lookup_coverage - articles in force that day that name a procedure.
 *
 * Takes    code as in lookup_code(); diagnosis without dot, or NULL; state, two
 *          letters, or NULL for all.
 * Gives    the first max of them by number, of *all_out; *known: KNOWN_VALID
 *          with rows; KNOWN_ENDED, KNOWN_FUTURE where articles of other days
 *          alone name it; KNOWN_NONE where none does; KNOWN_OUTSIDE where none
 *          does and the day lies before the export; KNOWN_NOT_LOADED. Fails
 *          -1.
 */
int lookup_coverage(struct lookup *l, struct arena *a, const char *code,
    const char *diagnosis, const char *state, date on, size_t max,
    struct coverage_row **out, size_t *n_out, size_t *all_out,
    enum known *known, struct err *e);
/* lookup_hcc - the CMS-HCC category of a diagnosis by model ("v28", "v24") on a
 * day; as lookup_mue(). Most diagnoses have none. */
int lookup_hcc(struct lookup *l, struct arena *a, const char *model,
    const char *diagnosis, date on, struct hcc_row *out, struct err *e);
/* lookup_policy - a determination or article by its number, "NCD 220.4" as
 * "220.4", on a day; as lookup_mue(). */
int lookup_policy(struct lookup *l, struct arena *a, const char *id, date on,
    struct policy_row *out, struct err *e);
/* lookup_sources - every official file that is loaded, by series and day. */
int lookup_sources(struct lookup *l, struct arena *a, struct source_row **out,
    size_t *n_out, struct err *e);
/* lookup_family - the table with that id and its rows valid on that day: 1
 * found, 0 none, -1. lookup_families - ids of all: for checks and search. */
int lookup_family(struct lookup *l, struct arena *a, const char *id, date on,
    struct family *out, struct err *e);
int lookup_families(struct lookup *l, struct arena *a,
    const char *const **ids_out, size_t *n_out, struct err *e);
/* lookup_modifier - the row that holds on the day: 1 found, 0 none, -1.
 * lookup_modifier_ended - of those that ended before it, the last. */
int lookup_modifier(struct lookup *l, struct arena *a, const char *modifier,
    date on, struct modifier_row *out, struct err *e);
int lookup_modifier_ended(struct lookup *l, struct arena *a,
    const char *modifier, date on, struct modifier_row *out, struct err *e);
/*
 * lookup_norms - the rows of a norm that hold on a day, in the order of their
 * file: the numbers and lists by which kinds of answer calculate.
 *
 * Takes    norm: name in data/norms; key: one key, or NULL for all.
 * Gives    (*out)[0..*n_out), *n_out 0 where the norm has no row that day.
 * Owns     a. Fails: -1, as lookup_code().
 */
int lookup_norms(struct lookup *l, struct arena *a, const char *norm,
    const char *key, date on, struct norm_row **out, size_t *n_out,
    struct err *e);
/* norm_at - the row of that key (NULL: any) whose range holds milli, or
 * NULL. */
const struct norm_row *norm_at(
    const struct norm_row *row, size_t n, const char *key, int64_t milli);
/* lookup_rules - all rows for question_rules_new(): facts, topics, cues. */
int lookup_rules(struct lookup *l, struct arena *a, struct fact_row **out,
    size_t *n_out, struct err *e);
/* lookup_unit - how many thousandths of the canonical unit one `unit` of that
 * fact is, by the first of rows[0..n) that says it; 0 where none does. */
int64_t lookup_unit(
    const struct fact_row *rows, size_t n, const char *fact, const char *unit);

/* What an import did with one table, for consultctl. */
struct import_report {
	const char *file;    /* as given; behind it the entry of an archive */
	const char *kind;    /* "starter facts", ... */
	int64_t rows, bad;   /* taken; left out */
	const char *edition; /* official: "FY2026"; else NULL */
	const char *said; /* why nothing was taken: "loaded already"; or NULL */
	const char *bad_rows; /* what is wrong with the first ones; or NULL */
	const char *note;     /* what an operator should know of it; or NULL */
	/* Of the last report of an archive: entries that no format knows, split
	 * by ", "; or NULL. */
	const char *passed;
	/* Of the last report, whose file is the target, alone: the official
	 * series, one after another, that the database before it held in a
	 * form of another version, and which are not taken over; else NULL. */
	const char *lost;
};

/* What to import. */
struct import_order {
	const char *const *paths; /* files and folders, paths[0..n) */
	size_t n;
	const char *target; /* path of lookup.db */
	/* Folder of the starter pack, taken where there is no database yet
	 * and paths hold nothing of a pack; or NULL. */
	const char *pack;
	/* Folder of the operator's own tables in the form of a pack, taken
	 * with every pack, and before its rows; or NULL. */
	const char *house;
	date effective; /* first day of files that do not tell it; 0 */
	bool fewer;     /* far fewer rows than before are right */
	/* Called now and then within long files; may be NULL. */
	void (*progress)(void *arg, const char *file, size_t done, size_t all);
	void *arg;
};

/*
 * import_make - add files to a lookup database, and put it in place.
 *
 * Takes    files of the starter pack, which take the place of all of it, and
 *          official files, plain, as workbooks or in archives, which are
 *          added; in any order. A folder: all *.tsv below it.
 * Gives    a new file at target, the one before it at target + ".old"; nothing
 *          new where all files are loaded already. A database with another
 *          version's schema is not read: what it held is in `lost`.
 * Fails    ERR_STOP, with file, line and column, and target as it was: a file
 *          of unknown kind, wrong columns, cut short, far fewer rows than the
 *          edition before it; a family with a code twice on one day, a cell
 *          that no fact can fill, a row without source.
 * Touches  target's folder.
 */
int import_make(const struct import_order *order, struct arena *a,
    struct import_report **reports_out, size_t *reports_n, struct err *e);
/* import_run - import_make of paths[0..n) and target alone. */
int import_run(const char *const *paths, size_t n, const char *target,
    struct arena *a, struct import_report **reports_out, size_t *reports_n,
    struct err *e);
/* import_rollback - exchange target and target + ".old", which must be one of
 * this program: once more undoes it. 0; -1, ERR_STOP, and target as it was. */
int import_rollback(const char *target, struct err *e);

#endif
