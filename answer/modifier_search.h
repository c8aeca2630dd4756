/* modifier_search.h - a question of modifiers on its way through the rows of norm
 * modifier_case; for the files of kind "modifier" alone. */
#ifndef MODIFIER_SEARCH_H
#define MODIFIER_SEARCH_H

#include "modifier.h"

struct fit {
	const struct norm_row *row;
	int hits;
};
struct search {
	const struct answer_context *c;
	struct question q; /* with the facts that follow from its lines */
	struct claim claim;
	struct fit best;
	bool tie; /* two rows with as many facts say different things */
};

/* modifier_asked - does the asker weigh this modifier ("25 or 57 on the visit?",
 * "27447-80 for the PA?")? Sides only say where. *n_out: how many are weighed. */
bool modifier_asked(
    const struct question *q, const char *modifier, size_t *n_out);

/* modifier_lines - the lines of the question: its codes, else the procedures
 * that its words tell. 0; -1 with *e. */
int modifier_lines(struct search *s, const struct question *q, struct err *e);

/* modifier_derive - s->q becomes the question with what its lines say of the
 * service and of the days after it. 0; -1 with *e. */
int modifier_derive(struct search *s, const struct question *q, struct err *e);

/* modifier_unsplit - is it 26 or TC, and the only procedure a code that has no
 * such parts (PC/TC indicator 2, 3 or 4)? modifier_unsplit_say - says so where a
 * part or one of the two was named: 1, 0 where none was, -1 with *e. */
bool modifier_unsplit(const struct search *s, const char *modifier);
int modifier_unsplit_say(
    const struct search *s, struct answer *out, struct err *e);

#endif
