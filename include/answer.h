/* answer.h - verdict, codes, reasons: what we say to one question. */
#ifndef ANSWER_H
#define ANSWER_H

#include "arena.h"
#include "clock.h"
#include "err.h"
#include "licence.h"
#include "lookup.h"
#include "question.h"
#include <stdbool.h>
#include <stddef.h>

enum verdict {
	VERDICT_YES,
	VERDICT_NO,
	VERDICT_ONLY_IF,    /* to a yes-or-no question */
	VERDICT_CODES,      /* these codes */
	VERDICT_INFO,       /* explained */
	VERDICT_NEED_FACTS, /* asked back */
	VERDICT_HELD,       /* a coder answers */
	VERDICT_REFUSED,    /* kindly not answered */
};
const char *verdict_name(enum verdict v); /* "yes", "only_if", ... */

/* A claim line that we recommend. */
struct answer_line {
	const char *code;        /* as people write it: "33954", "E11.69" */
	const char *modifier[4]; /* NULL where fewer */
	int units;
	const char *plain; /* what it is, in our words */
};
/* Why: one sentence, and the row that it rests on. */
struct answer_reason {
	const char *text;
	struct source source; /* name NULL: reasoning, not a rule */
};
/* A fact that is missing, and where each answer to it would lead. */
struct answer_option {
	const char *phrase; /* "birth through 5 years" */
	const char *codes;  /* "33953" or "33951, 33953" */
};
struct answer_ask {
	const char *fact;     /* "age" */
	const char *question; /* "How old is the patient?" */
	struct answer_option *option;
	size_t option_n;
};
/* A table for people: siblings, comparisons. cell[row * columns + column]. */
struct answer_table {
	const char *title;
	const char **heading;
	size_t columns;
	const char **cell;
	size_t rows;
};

struct answer {
	enum verdict verdict;
	const char *kind;       /* of the table of kinds */
	const char *understood; /* one line: how the question was read */
	const char *headline;   /* the verdict as a sentence; stands first */
	struct answer_line *line;
	size_t line_n;
	struct answer_reason *reason;
	size_t reason_n;
	struct answer_ask *ask; /* at most LIMIT_ASKS */
	size_t ask_n;
	const char **change; /* what would change this answer */
	size_t change_n;
	struct answer_table *table;
	size_t table_n;
	const char *why_held; /* fixed word for HELD and REFUSED: "no_table",
				   * "conflict", "wants_human", ...; else NULL */
	date as_of;           /* the day for which it holds; 0: none */
	bool as_of_named;     /* the asker named it as date of service */
	const char *vintage;  /* which data answered */
	bool shows_cpt;       /* copyright line needed */
	/* Under which the AMA's own text is shown; NULL: none is shown. */
	const struct licence *licence;
};

/* What became of a whole mail; one word for store, log and --json. */
enum outcome {
	OUTCOME_ANSWERED,
	OUTCOME_ASKED_BACK,
	OUTCOME_HELD,
	OUTCOME_REFUSED,
	OUTCOME_IGNORED
};
const char *outcome_name(enum outcome o); /* "answered", "asked_back", ... */

struct answers {
	struct answer *item;
	size_t n;
	enum outcome outcome; /* held where one of them is held; then asked
				   * back; refused where all are; else answered */
	const char *reason;   /* fixed word for held and refused, or NULL */
};

/*
 * answer_all - answer every question of a mail.
 *
 * Takes    today: the asker's day (Date field), for questions that name none.
 * Gives    *out, one answer a question, in order.
 * Owns     a; the strings of q must live as long.
 * Fails    ERR_REFUSE past a's limit, ERR_STOP for a damaged lookup.db.
 * Touches  l. The same questions, data and day give the same answer, byte for
 *          byte.
 */
int answer_all(struct arena *a, struct lookup *l, const struct questions *q,
    date today, struct answers *out, struct err *e);

/*
 * answer_bare - a reply such as "5", "left" or "yes" to what was asked.
 *
 * Takes    before: the questions of the case, whose asks are worked out anew;
 *          now: those of the reply; today as answer_all().
 * Gives    *out: now, with the fact that the reply's first line tells where it
 *          is short, has no code, and answers just one of the asked columns: a
 *          bare number in the unit of the column's ranges, a word of its
 *          cells, yes or no. Else now as it is.
 * Owns     a. Fails: as answer_all(). Touches l.
 */
int answer_bare(struct arena *a, struct lookup *l,
    const struct questions *before, const struct questions *now, date today,
    struct questions *out, struct err *e);

/*
 * answer_again - hold what a follow-up would get as a mere repetition.
 *
 * Takes    before: the questions of the case so far; now: those of the later
 *          mail, not joined; *out: answer_all() of both joined; today as there.
 * Gives    *out: held ("unread_change") where the mail says "what if" or
 *          corrects (fact "follow") and the answer stays the same or loses
 *          lines, and where it adds work ("also") and lines of the answer
 *          before are gone. Else as it was.
 * Owns     a. Fails: as answer_all(). Touches l.
 */
int answer_again(struct arena *a, struct lookup *l,
    const struct questions *before, const struct questions *now, date today,
    struct answers *out, struct err *e);

/*
 * answer_record - the decision as data: {"outcome", "reason", "questions":
 * [{"kind", "verdict", "codes": [{"code", "modifiers", "units"}], "asks",
 * "facts", "sources": [{"name", "edition", "row"}]}]}; what a turn keeps and
 * what `consultctl ask --json` prints.
 *
 * Owns     the tree lives in a and points into q and answers.
 * Fails    NULL past a's limit.
 */
struct tree;
struct tree *answer_record(
    struct arena *a, const struct questions *q, const struct answers *answers);

/* One kind of question: a file under answer/, a row in kinds.def. */
struct answer_context {
	struct arena *a;
	struct lookup *lookup;
	const struct questions *all;
	date on; /* day that answers are for */
	bool on_named;
	const struct standing *standing; /* of all; NULL: not known */
};
/* An answerer: 1 when *out answers q, 0 when it has nothing to say and the
 * next one in the table is tried, -1 with *e. *out is zeroed before. */
typedef int answerer(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e);

#endif
