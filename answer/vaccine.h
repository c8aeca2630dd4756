/* vaccine.h - the vaccines of a question, for the parts of its answerer. */
#ifndef VACCINE_H
#define VACCINE_H

#include "told.h"

#define VACCINES_MAX 12

/* A vaccine that was given. */
struct vaccine {
	const char *word;    /* of norms vaccine_product: "mmr" */
	const char *product; /* its code; NULL: several bear that name */
	const char *class;   /* "flu", "pneumo", "hepb", "covid", "tetanus",
			      * "part_d", "other": what Medicare makes of it */
	bool injected;       /* else by nose or mouth */
	int components;
	const struct norm_row *row;
};
/* All of one visit. */
struct vaccines {
	struct vaccine item[VACCINES_MAX];
	size_t n;
	bool unknown;   /* one that no row knows, or more than fit */
	bool part_told; /* a combined one, and a part of it beside */
	struct norms admin;
};

/* vaccines_read - codes and words of the question against the norms; 0, -1. */
int vaccines_read(const struct answer_context *c, const struct question *q,
    struct vaccines *out, struct err *e);
/* vaccine_admin_row - the row of norm vaccine_admin with that key; NULL: none
 * that day. */
const struct norm_row *vaccine_admin_row(
    const struct vaccines *v, const char *key);

/* The patient's age, as far as it decides. */
enum vaccine_age {
	AGE_UNKNOWN,
	AGE_MINOR,  /* through 18 years */
	AGE_GROWN,  /* from 19 years on */
	AGE_SENIOR, /* from 65 years on */
	AGE_CLASH   /* two ages, on both sides of a bound */
};
/* vaccine_age - by years, else by words; *days: the age where one was told in
 * years, else -1. */
enum vaccine_age vaccine_age(const struct question *q, int64_t *days_milli);

#endif
