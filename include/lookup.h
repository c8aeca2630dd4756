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
			    * LT or RT */
	bool addon;        /* reported beside a primary code only */
	struct family_cell *cell; /* cell[0..columns) */
	struct source source;
};
struct family {
	const char *id;    /* "ecmo_cannula_in" */
	const char *title; /* "Putting in ECMO cannulas" */
	const char *note;  /* holds for all rows, or "" */
	struct family_column *column;
	size_t columns;
	struct family_row *row; /* only rows valid on the day that was asked */
	size_t rows;
};

/* A modifier. */
struct modifier_row {
	const char *code;   /* "25" */
	const char *plain;  /* our own words */
	const char *detail; /* when it is right, what it needs */
	struct source source;
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
 * Gives    1 with *out; 0 where no row covers that day, and then *out is the
 *          nearest row (ended, or not yet begun) or has code NULL where
 *          nothing at all is known.
 * Owns     a. Fails: -1, ERR_REFUSE past a's limit, ERR_STOP for a damaged
 *          file.
 */
int lookup_code(struct lookup *l, struct arena *a, enum code_system system,
    const char *code, date on, struct code_row *out, struct err *e);
/* lookup_family - the table with that id and its rows valid on that day: 1
 * found, 0 none, -1. lookup_families - ids of all: for checks and search. */
int lookup_family(struct lookup *l, struct arena *a, const char *id, date on,
    struct family *out, struct err *e);
int lookup_families(struct lookup *l, struct arena *a,
    const char *const **ids_out, size_t *n_out, struct err *e);
/* lookup_modifier - 1 found, 0 none, -1. */
int lookup_modifier(struct lookup *l, struct arena *a, const char *modifier,
    date on, struct modifier_row *out, struct err *e);
/* lookup_rules - all rows for question_rules_new(): facts, topics, cues. */
int lookup_rules(struct lookup *l, struct arena *a, struct fact_row **out,
    size_t *n_out, struct err *e);
/* lookup_unit - how many thousandths of the canonical unit one `unit` of that
 * fact is, by the first of rows[0..n) that says it; 0 where none does. */
int64_t lookup_unit(
    const struct fact_row *rows, size_t n, const char *fact, const char *unit);

/* What an import did, for consultctl. */
struct import_report {
	const char *file;  /* as given */
	const char *kind;  /* "starter facts", ... */
	int64_t rows, bad; /* taken; left out */
};

/*
 * import_run - build a lookup database from files and put it in place.
 *
 * Takes    paths[0..n): files and folders (a folder: all *.tsv below it);
 *          target: path of lookup.db.
 * Gives    a new file at target, the one before it at target + ".old".
 * Fails    ERR_STOP, with file, line and column, and target as it was: a file
 *          of unknown kind, wrong columns, a family with a code twice on one
 *          day, a cell that no fact can fill, a row without source.
 * Touches  target's folder.
 */
int import_run(const char *const *paths, size_t n, const char *target,
    struct arena *a, struct import_report **reports_out, size_t *reports_n,
    struct err *e);

#endif
