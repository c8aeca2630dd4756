/* import.h - what the formats of files share while a lookup.db is built. */
#ifndef IMPORT_H
#define IMPORT_H

#include "arena.h"
#include "cell.h"
#include "digest.h"
#include "lookup_db.h"
#include "tsv.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Words for people for a cell of a fact; family "*" means every family. */
struct phrase {
	const char *family, *fact, *cell, *words;
	bool house; /* of a house rule */
};
/* A look-up that the finished database must answer so. */
struct golden {
	enum code_system system;
	const char *code;
	date on;
	bool found;
	const char *fact, *cell; /* of its row in its family; "-" for none */
	const char *place;       /* "golden.tsv:12" */
};
struct phrases {
	struct phrase *item;
	size_t n, max;
};
struct goldens {
	struct golden *item;
	size_t n, max;
};

/* One import under way. Strings live in a. */
struct import {
	struct db *db;
	struct arena *a;
	int64_t file;          /* number of the file that is being loaded */
	struct fact_row *fact; /* fact[0..facts) */
	size_t facts, facts_max;
	struct phrases phrases;
	struct goldens goldens;

	/* House rules are loaded before what they go before. */
	bool house;      /* one of their files is being loaded */
	int64_t yielded; /* rows of the pack that gave way to them */

	/* Official files. */
	const struct import_order *order;
	int64_t first_file; /* number of the first file of this import */
	/* Rows of a whole release of edits that was loaded before, or 0. */
	int64_t ptp_rows[NCCI_SETTINGS];
	bool changed;   /* something was taken */
	bool terms;     /* something that search looks through */
	date effective; /* day that the operator gave; 0 */
	bool fewer;     /* far fewer rows are right */
	/* Of the document in work. */
	const char *document, *kind;
	const char *said;     /* why nothing was taken, or NULL */
	const char *edition;  /* "FY2026" */
	const char *bad_rows; /* lines on the first bad ones, or NULL */
	const char *note;     /* for the operator, or NULL */
	int64_t taken, bad;
	size_t bytes; /* of it */
	char sha256[DIGEST_HEX];
};
/* import_progress - tell that so many bytes of the document are left. */
void import_progress(const struct import *im, size_t left);

/*
 * A format of files: recognised by the first bytes of a file, never by its
 * name. A new one is a file format_X.c and a row in formats[] of import.c;
 * the order of the rows is the order of loading.
 */
#define FORMAT_HEAD_BYTES 8192
struct format {
	const char *kind; /* for people: "starter sources" */
	bool (*recognise)(const char *head);
	/* Takes the path; gives the rows taken; ERR_STOP names file, line and
	 * column. */
	int (*load)(struct import *im, const char *path, int64_t *taken_out,
	    struct err *e);
};
extern const struct format format_word, format_diagnosis, format_name;
extern const struct format format_source, format_fact, format_cue,
    format_phrase, format_family, format_code, format_modifier, format_norm,
    format_golden;

/* A file that is one header line and rows of the same form. */
struct table {
	const char *const *column;
	size_t columns;
	int (*row)(struct import *im, const struct tsv *t, struct err *e);
};
int import_table(struct import *im, const char *path, const struct table *table,
    int64_t *taken_out, struct err *e);

/* import_step - run an INSERT whose values are bound, and end it. */
int import_step(struct db_row *r, struct err *e);
/* import_source - refuse a cell that names no source of sources.tsv. */
int import_source(
    struct import *im, const struct tsv *t, size_t i, struct err *e);
/* import_yields - end of a look-up r of a row that stands in the way; its columns
 * are the kind of its source and, for *where (may be NULL), its place. 1: the new row gives way to a house rule,
 * and is counted; 0: nothing stands there; 2: it is refused; -1. */
int import_yields(
    struct import *im, struct db_row *r, const char **where, struct err *e);
/* import_grow - room for one more in an array of items of size bytes; the new
 * array, or NULL past the arena's limit. */
void *import_grow(
    struct arena *a, void *items, size_t n, size_t *max, size_t size);
int import_no_room(const struct tsv *t, struct err *e);

/* A row for table code; strings as in the schema. */
struct code_draft {
	const char *system, *code, *plain, *detail, *family, *replaced_by;
	const char *source, *place;
	date from, to;
};
/* import_code - add it; refused, at cell i of t, where the code has a row for
 * one of these days already. */
int import_code(struct import *im, const struct tsv *t, size_t i,
    const struct code_draft *c, struct err *e);
/* code_shape - the code set that a code's form belongs to, or NULL. */
const char *code_shape(const char *code);

/* import_check_built - after all files: periods without gaps, counts, foreign
 * keys, the file's pages. taken: rows that the formats counted for tables
 * source, rule, code and modifier; -1: they were not loaded anew. */
int import_check_built(struct import *im, int64_t taken, struct err *e);
/* import_check_golden - open the finished file and look up. */
int import_check_golden(struct import *im, const char *path, struct err *e);

/* import_lost - the official series of a database with another version's schema
 * at target, "A; B", in a; NULL where there is none, or it held none. */
const char *import_lost(const char *target, struct arena *a);

/* import_files - the files of paths[0..n), folders walked in order of name. */
int import_files(struct arena *a, const char *const *paths, size_t n,
    const char *const **out, size_t *n_out, struct err *e);
/* import_folder - the folder that a path lies in; NULL: a is full. import_lock -
 * one import at a time: the descriptor whose close ends it; -1, ERR_STOP. */
const char *import_folder(struct arena *a, const char *path);
int import_lock(const char *target, struct arena *a, int *out, struct err *e);
/* import_copy - the bytes of one file into a new one. */
int import_copy(const char *from, const char *to, struct err *e);
/* import_place - sync the finished file and put it in target's place. */
int import_place(const char *made, const char *target, struct err *e);

#endif
