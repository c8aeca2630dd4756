/* mdm.h - the level of medical decision making that told facts reach. */
#ifndef MDM_H
#define MDM_H

#include "told.h"

enum mdm {
	MDM_NONE = -1, /* nothing told */
	MDM_STRAIGHTFORWARD,
	MDM_LOW,
	MDM_MODERATE,
	MDM_HIGH
};

/* Problems, data and risk as told; two of the three decide. */
struct mdm_facts {
	enum mdm level;      /* MDM_NONE: not decided */
	bool told;           /* some element or the level itself */
	bool conflict;       /* the level is told twice, differently */
	enum mdm element[3]; /* problems, data, risk; MDM_NONE: not told */
};

/* mdm_word - "straightforward" ... "high". */
const char *mdm_word(enum mdm level);

/*
 * mdm_read - the level of a question: named, or by two of three elements.
 *
 * Gives    *out; the rows that decided as reasons of *answer.
 * Fails    -1 with *e.
 */
int mdm_read(const struct answer_context *c, const struct question *q,
    struct mdm_facts *out, struct answer *answer, struct err *e);

/*
 * mdm_tell - say the level alone, with the office codes of rows `level`
 * (norm visit_mdm), where nobody said whether the patient is new.
 *
 * Gives    1 told, questions taken back; 0 without such rows; -1 with *e.
 */
int mdm_tell(const struct answer_context *c, const struct mdm_facts *m,
    const struct norms *level, struct answer *out, struct err *e);

/* mdm_ask - ask for the elements that still decide. */
int mdm_ask(const struct answer_context *c, const struct mdm_facts *m,
    struct answer *out, struct err *e);

#endif
