/* claim.h - the lines of a claim that a question names, and what tables say of
 * each: shared by the kinds pair, modifier, units and global. */
#ifndef CLAIM_H
#define CLAIM_H

#include "answer.h"

#define CLAIM_LINES 40 /* a paper claim has 6, an electronic one 50 */

/* A line. Each code of the question is one, in its order; a code that is named
 * twice without units or another modifier is the same line. */
struct claim_line {
	const struct code *code; /* where it was read; NULL: from a table */
	const char *text;        /* "99213" */
	const char *modifier[4]; /* as written and as added, NULL where fewer */
	int units;
	bool visit;         /* an E/M service (norm line_class) */
	bool preventive;    /* a visit that prevents */
	bool denied;        /* left out of what is reported */
	const char *plain;  /* what it is, in our words; or NULL */
	struct fee_row fee; /* fee.known says whether it is known */
};
struct claim {
	struct claim_line line[CLAIM_LINES];
	size_t n;
	enum ncci_setting setting; /* whose tables: what the claim is */
};

/* claim_read - the CPT and HCPCS codes of the question as lines; ranges and
 * codes behind the fortieth are left out. 0; -1 with *e. */
int claim_read(const struct answer_context *c, const struct question *q,
    struct claim *out, struct err *e);
/* claim_add - one line more: a code that a decision table gave; a code that
 * has a line already is not added. */
int claim_add(const struct answer_context *c, const struct answer_line *line,
    struct claim *out, struct err *e);
/* claim_procedures - where the question tells a procedure in words: the lines
 * that the kind "choose" gives for it are added. 1 when it decided, 0 when
 * there is no such topic or facts are missing, -1. */
int claim_procedures(const struct answer_context *c, const struct question *q,
    struct claim *out, struct err *e);

/* claim_count - how many lines are visits, or are none. */
size_t claim_count(const struct claim *m, bool visit);
/* claim_has - does the line bear that modifier? claim_put - add it, where there
 * is room and it is not there. claim_bypass - one of the modifiers that bypass
 * edits (norm pair_bypass), or NULL. */
bool claim_has(const struct claim_line *line, const char *modifier);
void claim_put(struct claim_line *line, const char *modifier);
int claim_bypass(const struct answer_context *c, const struct claim_line *line,
    const char **out, struct err *e);

/* claim_global - "000", "010", "090", "XXX", ... of a line; "" not known. */
const char *claim_global(const struct claim_line *line);
/* claim_bilateral - the bilateral indicator of a line, from the fee schedule,
 * else "1" where a decision table reports it by sides; "" not known. */
int claim_bilateral(const struct answer_context *c,
    const struct claim_line *line, const char **out, struct err *e);

/* claim_shown - "99213-25 x 2" of a line; claim_names - all lines that are not
 * denied: "20610 and 99213-25". NULL past the arena's limit. */
const char *claim_shown(
    const struct answer_context *c, const struct claim_line *line);
const char *claim_names(const struct answer_context *c, const struct claim *m);
/* claim_report - every line that is not denied becomes one of the answer. */
int claim_report(const struct answer_context *c, const struct claim *m,
    struct answer *out, struct err *e);

/* claim_rule - the row of a norm by its key, as a reason: its text with its
 * source. A key without a row that day adds nothing. */
int claim_rule(const struct answer_context *c, const char *norm,
    const char *key, struct answer *out, struct err *e);
/* claim_norm - the first row of a norm by its key on the context's day: 1, 0,
 * -1. */
int claim_norm(const struct answer_context *c, const char *norm,
    const char *key, struct norm_row *out, struct err *e);
/* claim_later - where the edition that answered is older than the day: a
 * reason that says so. */
int claim_later(const struct answer_context *c, const struct source *source,
    struct answer *out, struct err *e);

/* claim_ended - lines whose code is not valid on the day: reasons that say so;
 * *n_out of them. *unknown_out: codes that no table knows, split by ", ". */
int claim_ended(const struct answer_context *c, const struct claim *m,
    struct answer *out, size_t *n_out, const char **unknown_out, struct err *e);

/*
 * claim_person - does the patient who was told fit the codes?
 *
 * Gives    1 with verdict NO where the age lies outside what the decision table
 *          of a line's code has for it, or the code stands in the part of the
 *          code set for the other sex (norm code_sex); 0 where nothing told
 *          speaks against it; -1.
 */
int claim_person(const struct answer_context *c, const struct question *q,
    const struct claim *m, struct answer *out, struct err *e);

/* question_says - the question has that fact with that value; its facts of the
 * name may differ. question_sure - it has it, and no other value of it. */
bool question_says(
    const struct question *q, const char *name, const char *value);
bool question_sure(
    const struct question *q, const char *name, const char *value);

/*
 * claim_ask - fill a verdict NEED_FACTS with one more fact to ask for.
 *
 * Takes    norms by name: `fact` is the key of norm modifier_ask (the
 *          question) and of modifier_option (value and words of each answer).
 */
int claim_ask(const struct answer_context *c, const char *fact,
    struct answer *out, struct err *e);

#endif
