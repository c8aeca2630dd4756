/* question.h - what a mail asks: kind, codes, facts. */
#ifndef QUESTION_H
#define QUESTION_H

#include "arena.h"
#include "buf.h"
#include "clock.h"
#include "err.h"
#include "message.h"
#include "wire.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Code systems, as their owners name them. */
enum code_system {
	CODE_CPT,      /* five digits, or four and F, T, U, M, A (PLA: U) */
	CODE_HCPCS,    /* a letter A-V and four digits */
	CODE_ICD10CM,  /* letter, two characters, and up to four after a dot */
	CODE_MODIFIER, /* two characters that stand alone in the question */
	CODE_ICD9CM,   /* kept with its dot: "250.00", "V72.31", "E885.9";
			* procedures, of volume 3: "47.01" */
	CODE_ICD10PCS, /* seven digits and letters, without I and O */
	CODE_PLACE,    /* place of service, two digits; by search alone */
	CODE_SYSTEM_COUNT
};
/* code_system_name - "CPT", "HCPCS", "ICD-10-CM", "modifier", "ICD-9-CM",
 * "ICD-10-PCS", "place of service". */
const char *code_system_name(enum code_system system);

/* A code as it stands in the text. Ranges: code to code_end. */
struct code {
	enum code_system system;
	char text[9];        /* upper case, without dot but for ICD-9-CM:
			      * "33954", "E1169", "250.00" */
	char end[9];         /* last code of a range ("11042-11047"), or "" */
	char modifier[4][3]; /* in order of writing, "" where fewer */
	int modifiers;       /* 0 to 4 */
	int units;           /* 1 where none is named */
	bool repaired;       /* O for 0, l for 1, a space, a missing dot */
	size_t start, len;   /* place in the searched text, bytes */
};

/* A fact of the case. */
struct fact {
	const char *name;  /* of data/facts: "age", "approach", "topic" */
	const char *value; /* word of the table ("percutaneous"), or the number
			    * in canonical form with its unit ("4 y") */
	int64_t milli;     /* thousandths of the canonical unit; INT64_MIN for
			    * a word. Ages: days; lengths: cm; areas: sq cm;
			    * times: minutes; weights: g; counts: 1 */
	size_t start, len; /* place in the searched text */
};

/* One question of a mail. */
struct question {
	const char *kind;   /* of answer's table of kinds, such as "explain";
			   * "other": clearly none of those that tables
			   * answer; "unclear": no cue at all */
	const char *second; /* the kind that cues speak for next, where the
			     * first has nothing to say; NULL where none */
	const char *text;   /* the words it was read from, UTF-8 */
	struct code *code;
	size_t code_n;
	struct fact *fact; /* conflicting facts both stand here */
	size_t fact_n;
	date service; /* date of service that the text names, 0 if none */
};

/* What is open of the asker's own cases: said to whoever asks for it, and so
 * without a word of any mail. */
struct standing {
	struct standing_case {
		const char *token; /* "C-..." */
		date opened;
		const char *state; /* in words: "with a coder" */
	} * item;
	size_t n;
};

/* All questions of a mail, in its order. n is at least 1: a mail without any
 * cue has one question of kind "unclear". */
struct questions {
	struct question *item;
	size_t n;
	bool wants_human; /* asks for a person, or disputes an answer */
	bool thanks;      /* nothing but thanks */
	/* Filled in by who knows the store, never out of a mail; or NULL. */
	const struct standing *standing;
};

/* A row of the table of facts (data/facts) or cues (data/cues). */
struct fact_row {
	const char *name;     /* the fact; for cues "kind" */
	const char *value;    /* the word, or "" for a number from group 1 */
	const char *unit;     /* of the number, "" for a word */
	int64_t factor_milli; /* canonical units in one `unit`, thousandths */
	int weight;           /* cues: how strongly it speaks for the kind */
	const char *pattern;  /* regular expression */
	int line;             /* in its file, for errors */
};

struct question_rules; /* compiled rows */

/* question_rules_new - compile rows; ERR_STOP names the row that fails. The
 * rows are copied. question_rules_free takes NULL. */
int question_rules_new(const struct fact_row *rows, size_t n,
    struct question_rules **out, struct err *e);
void question_rules_free(struct question_rules *r);
/* question_row_finds - for checks of data: whether this row alone finds
 * anything in a phrase: 1, 0; -1, as question_rules_new() and question_find().
 * Owns a. */
int question_row_finds(struct arena *a, const struct fact_row *row,
    const char *phrase, struct err *e);

/*
 * question_find - what the visible text and the subject ask.
 *
 * Takes    rules; message_parse()'s message.
 * Gives    *out. ZIP codes, telephone numbers, dates, sums of money, record
 *          numbers are no codes; negated, historical, family and hypothetical
 *          statements are no facts.
 * Owns     a. Fails: ERR_REFUSE past a's limit. Touches nothing.
 */
int question_find(struct arena *a, const struct question_rules *rules,
    const struct message *m, struct questions *out, struct err *e);
/* question_find_text - the same for bare words (consultctl ask WORDS). */
int question_find_text(struct arena *a, const struct question_rules *rules,
    const char *subject, const char *text, struct questions *out,
    struct err *e);

/*
 * question_find_mail - question_find(), with what stands in attached files.
 *
 * Takes    a message of message_parse(); m->flaws is changed.
 * Gives    *out: of the mail's own words where they name a code, or where the
 *          files tell neither codes nor facts; else of both together. A mail
 *          that names a code, with a file that tells more: TWO_TEXTS is set,
 *          since nobody but a person knows which of the two is asked about.
 */
int question_find_mail(struct arena *a, const struct question_rules *rules,
    struct message *m, struct questions *out, struct err *e);

/*
 * question_join - the case so far, joined by a later mail of its thread: new
 * facts are added, a changed one replaces the old, codes asked before stay
 * where the new mail has no question of its own.
 */
int question_join(struct arena *a, const struct questions *before,
    const struct questions *now, struct questions *out, struct err *e);

/* questions_write, questions_read - to the record form and back, bounded by
 * limit.h; codes and dates are checked. Fails: ERR_REFUSE. */
void questions_write(const struct questions *q, struct buf *out);
int questions_read(
    struct wire *w, struct arena *a, struct questions *out, struct err *e);

/* question_fact - the first fact of that name, or NULL. */
const struct fact *question_fact(const struct question *q, const char *name);
/* question_conflict - true when the facts of that name differ. */
bool question_conflict(const struct question *q, const char *name);

#endif
