/* family_draft.h - a decision table while its file is being read. */
#ifndef FAMILY_DRAFT_H
#define FAMILY_DRAFT_H

#include "cell.h"
#include "import.h"
#include "limit.h"
#include "lookup.h"

#define FAMILY_SETTINGS ((size_t)3 * LIMIT_FAMILY_COLUMNS)

/* "ask.age=How old …?" */
struct family_setting {
	const char *key, *value;
	size_t line;
	bool used; /* a column took it */
};
struct family_line {
	size_t number; /* of the line in its file */
	const char *system, *code, *source, *units, *note;
	date from, to;
	bool addon;
	struct cell cell[LIMIT_FAMILY_COLUMNS];
	const char *phrase[LIMIT_FAMILY_COLUMNS];
};
struct family_draft {
	const char *id, *title, *say, *note;
	struct family_rule rule[LIMIT_FAMILY_RULES];
	size_t rules;
	struct family_setting setting[FAMILY_SETTINGS];
	size_t settings;
	struct family_column column[LIMIT_FAMILY_COLUMNS];
	size_t columns;
	struct family_line *line; /* line[0..lines) */
	size_t lines, lines_max;
};

/* family_setting_take - the value of prefix + fact, marked used; or NULL. */
const char *family_setting_take(
    struct family_draft *f, const char *prefix, const char *fact);
/* family_line_check - refuse line i where an earlier line stands in its way:
 * the same code on one day, or cells that do not tell the two apart. */
int family_line_check(
    const struct family_draft *f, size_t i, const struct tsv *t, struct err *e);
/* family_rule_take - a setting that is a rule: 1 taken, 0 it is none, -1 it
 * names no fact, no word or no number that facts.tsv gives. */
int family_rule_take(struct import *im, struct family_draft *f,
    const struct tsv *t, const char *key, const char *value, struct err *e);
/* family_units - "size/5cm>7.5cm" as the database has it, "size/5000>7500";
 * other forms as they stand. NULL with *why: no form of units. */
const char *family_units(struct arena *a, const struct fact_rows *facts,
    const char *text, const char **why);
/* family_add - into tables family, family_rule and family_column. family_line_add - into
 * family_row, cell and code, with the composed sentence. */
int family_add(struct import *im, const struct family_draft *f,
    const struct tsv *t, struct err *e);
int family_line_add(struct import *im, const struct family_draft *f, size_t i,
    const struct tsv *t, struct err *e);

#endif
