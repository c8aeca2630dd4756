/* case.h - the procedures of one question: which facts belong to which. */
#ifndef CASE_OF_QUESTION_H
#define CASE_OF_QUESTION_H

#include "family.h"

/* One procedure: the table that decides it, and its own facts. */
struct part {
	const struct family *family;
	struct question q; /* a copy with the facts of this part alone */
	size_t topic;      /* which of the question's topics, from 0 */
	/* Another part of the same table differs in place or kind: two wounds,
	 * two lesions. */
	bool repeated;
	/* Another part of the same table is other work at the same time: a
	 * snare beside a biopsy. */
	bool several;
};
#define PARTS_MAX 24 /* procedures of one question; real ones under 10 */
struct parts {
	struct part item[PARTS_MAX];
	size_t n;
};

/*
 * case_split - the parts of a question.
 *
 * Takes    family[0..n): the tables of its topics, in the order of the mail.
 * Gives    *out, at least one part a table. Facts that were told once and hold
 *          for the patient or the session go to every part; a fact that two
 *          tables ask about goes to the topic that it stands nearest to.
 * Owns     c->a. Fails: -1, ERR_REFUSE past its limit.
 */
int case_split(const struct answer_context *c, const struct question *q,
    const struct family *family, size_t n, struct parts *out, struct err *e);

/* case_repeat - the parts of one table within p->q, in place of *p: one a
 * lesion, a wound, a work. *n_out at least 1, at most max. */
int case_repeat(const struct answer_context *c, const struct part *p,
    struct part *out, size_t max, size_t *n_out, struct err *e);

/* case_derive - add the facts that the table's rules derive: the width with
 * margins from lesion and margin. 0, -1. */
int case_derive(const struct answer_context *c, struct part *p, struct err *e);

/* case_sum - parts of a table that adds up ("sum:size") and that fit the same
 * rows but for that fact become one part with the sum. 0, -1. */
int case_sum(const struct answer_context *c, struct parts *p, struct err *e);

/* case_instead - the tables without those that another of them stands for
 * ("instead"), and that are told within, or close to, that one's words. Gives
 * how many of family[0..n) are kept, in their order. */
size_t case_instead(const struct question *q, struct family *family, size_t n);

/* case_claimed - every mention of a service that no table knows stands in words
 * that one of family[0..n) reads itself ("claims"): it is no other service. */
bool case_claimed(
    const struct question *q, const struct family *family, size_t n);

/* family_rule_value - the value of the first rule of that kind, or NULL. */
const char *family_rule_value(const struct family *f, const char *kind);
/* family_uses - some column, rule or unit of the table looks at that fact. */
bool family_uses(const struct family *f, const char *fact);
/* rule_source - the i-th fact of "lesion_size+margin*2": its name into name,
 * its factor; false behind the last one. */
bool rule_source(const char *value, size_t i, char name[32], int *factor);

#endif
