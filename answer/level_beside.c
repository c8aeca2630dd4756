/* level_beside.c - the services that a mail names beside a visit come in;
 * whether its level may be told alone goes out. */
#include "level_beside.h"
#include "told.h"

#include <string.h>

/* "Ordered a mammogram": it is not done at this visit. */
static bool
only_ordered(const struct question *q, const struct fact *topic)
{
	for (size_t i = 0; i < q->fact_n; i++) {
		const struct fact *f = &q->fact[i];
		if (strcmp(f->name, "ordered") == 0 &&
		    topic->start >= f->start &&
		    topic->start < f->start + f->len)
			return true;
	}
	return false;
}

static bool
is_visit(const struct fact *topic)
{
	static const char *const visits[] = { "office_visit",
		"hospital_initial", "hospital_subsequent", "hospital_discharge",
		"hospital_same_day" };
	for (size_t i = 0; i < sizeof(visits) / sizeof(visits[0]); i++) {
		if (strcmp(topic->value, visits[i]) == 0)
			return true;
	}
	return false;
}

static bool
is_test(const struct norms *tests, const struct fact *topic)
{
	for (size_t i = 0; i < tests->n; i++) {
		if (strcmp(tests->row[i].key, topic->value) == 0)
			return true;
	}
	return false;
}

/* The words "visit and EKG" stand where the EKG does. */
static bool
is_of_test(const struct question *q, const struct norms *tests,
    const struct fact *topic)
{
	if (is_test(tests, topic))
		return true;
	for (size_t i = 0; i < q->fact_n; i++) {
		const struct fact *f = &q->fact[i];
		if (strcmp(f->name, "topic") == 0 && is_test(tests, f) &&
		    f->start < topic->start + topic->len &&
		    topic->start < f->start + f->len &&
		    strcmp(topic->value, "visit_too") == 0)
			return true;
	}
	return false;
}

int
more_than_a_visit(
    const struct answer_context *c, const struct question *q, struct err *e)
{
	struct norms tests;
	bool asked = told_is(q, "level_asked", "yes") ||
		     told_is(q, "wants_mdm", "yes");
	if (norms_get(c, "level_test", &tests, e) != 0)
		return -1;
	for (size_t i = 0; i < q->fact_n; i++) {
		const struct fact *f = &q->fact[i];
		if (strcmp(f->name, "topic") == 0 && !only_ordered(q, f) &&
		    !is_visit(f) && !(asked && is_of_test(q, &tests, f)))
			return 1;
	}
	return 0;
}
