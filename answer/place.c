/* place.c - kind "place": what a place of service is, what sets two apart,
 * and at which rate Medicare pays there. */
#include "kinds.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PLACES 4 /* asked about in one question */

/* "POS 24" (place), "POS for a surgery center" (place_of); -1: neither. */
static int
place_of(const struct fact *f)
{
	if (strcmp(f->name, "place_of") == 0)
		return (int)strtol(f->value, NULL, 10);
	if (strcmp(f->name, "place") != 0 || f->milli % 1000 != 0 ||
	    f->milli < 0 || f->milli > 99000)
		return -1;
	return (int)(f->milli / 1000);
}

/* The places that the question names, each once. */
static size_t
places_asked(const struct question *q, int out[PLACES])
{
	size_t n = 0;
	for (size_t i = 0; i < q->fact_n && n < PLACES; i++) {
		const struct fact *f = &q->fact[i];
		int place = place_of(f);
		if (place < 0)
			continue;
		size_t k = 0;
		while (k < n && out[k] != place)
			k++;
		if (k == n)
			out[n++] = place;
	}
	return n;
}

static const char *
rate_said(const struct answer_context *c, const struct norm_row *row)
{
	return arena_printf(c->a,
	    "Medicare pays a professional's service in POS %s at the %s rate "
	    "of "
	    "the fee schedule.",
	    row->key, row->value);
}

/* The rows of the code set, and one place of them. */
struct places {
	const struct norm_row *row;
	size_t n;
};

static int
place_show(const struct answer_context *c, const struct places *all, int place,
    const char **headline, struct answer *out, struct err *e)
{
	char key[4];
	snprintf(key, sizeof(key), "%02d", place);
	const struct norm_row *row = norm_at(all->row, all->n, key, 0);
	const char *text =
	    row ? arena_printf(c->a, "POS %s: %s", key, row->text)
		: arena_printf(
		      c->a, "The code set names no place of service %s.", key);
	if (text == NULL)
		return answer_full(e);
	*headline = *headline ? arena_printf(c->a, "%s %s", *headline, text)
			      : text;
	if (*headline == NULL)
		return answer_full(e);
	if (answer_reason_add(
		c, out, text, &(row ? row : all->row)->source, e) != 0)
		return -1;
	if (row == NULL || row->value[0] == '\0')
		return 0;
	return answer_reason_add(c, out, rate_said(c, row), &row->source, e);
}

int
answer_place(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	int place[PLACES];
	size_t n = places_asked(q, place);
	const char *headline = NULL;
	struct norm_row *row;
	struct places all;
	if (n == 0)
		return 0;
	if (lookup_norms(
		c->lookup, c->a, "place", NULL, c->on, &row, &all.n, e) != 0)
		return -1;
	all.row = row;
	if (all.n == 0)
		return 0;
	for (size_t i = 0; i < n; i++) {
		if (place_show(c, &all, place[i], &headline, out, e) != 0)
			return -1;
	}
	out->verdict = VERDICT_INFO;
	out->headline = headline;
	out->understood = n > 1 ? "What sets these places of service apart?"
				: "What is this place of service?";
	return 1;
}
