/* code_rules.h - the patterns that find codes, as tables. */
#ifndef CODE_RULES_H
#define CODE_RULES_H

#include "err.h"
#include "pattern.h"
#include "question.h"
#include <stdbool.h>

/* What looks like a code and is none. Group 1, where there is one, is struck
 * out, else the whole match. */
struct code_stop {
	const char *name; /* for errors and tests */
	const char *expression;
	struct pattern *pattern;
};
extern struct code_stop code_stop[];
extern const size_t code_stops;

/* As what a form is read: as its shape says, or only as this. */
enum code_form_as {
	AS_SHAPE,
	AS_ICD10,
	AS_ICD9,
	AS_PCS
};
/* How codes are written; group 1 is the code (group 2 its split end). */
struct code_form {
	const char *name;
	const char *expression;
	enum code_form_as as;
	bool repaired; /* O for 0, l for 1, a space inside */
	struct pattern *pattern;
};
extern struct code_form code_form[];
extern const size_t code_forms;

/* What stands right behind or before a code. */
enum code_side_id {
	SIDE_RANGE,
	SIDE_MODIFIER_HYPHEN,
	SIDE_MODIFIER_WORD,
	SIDE_MODIFIER_SPACE,
	SIDE_MODIFIER_COMMA,
	SIDE_UNITS,
	SIDE_UNITS_BEFORE,
	SIDE_NEW_CODE,    /* verbs of change: "33953 to 33954" is no range */
	SIDE_LONE,        /* "modifier 25", group 1 */
	SIDE_LONE_NEXT,   /* ", 57", "or 57" behind one */
	SIDE_LONE_SIGN,   /* "-25" */
	SIDE_LONE_PAIR,   /* "25 or 57?", groups 1 and 2 */
	SIDE_LONE_USE,    /* "append 59." */
	SIDE_LONE_LETTER, /* XE, XS, XP, XU, QW */
	SIDE_COUNT
};
struct code_side {
	const char *expression;
	struct pattern *pattern;
};
extern struct code_side code_side[SIDE_COUNT];

#endif
