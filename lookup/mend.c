/* mend.c - a word that no term has comes in; the known ones that were meant go
 * out. */
#include "mend.h"
#include "lookup_open.h"
#include "near.h"
#include <stdio.h>
#include <string.h>

#define BEGIN_LETTERS 5 /* that say enough of a word */
#define HALF_LETTERS  3 /* of each of two words written as one */
#define SLIP_LETTERS  5 /* of a word that may hold a slip */

int
word_terms(struct lookup *l, int statement, const char *word, struct err *e)
{
	struct db_row *r = db_begin(l->db, statement);
	int rc, n;

	db_bind_text(r, 1, word);
	rc = db_step(r, e);
	n = rc == 1 ? (int)db_number(r, 0) : 0;
	db_end(r);
	return rc < 0 ? -1 : n;
}

int
vocabulary_terms(struct lookup *l, const char *word, struct err *e)
{
	return word_terms(l, LOOKUP_VOCABULARY_WORD, word, e);
}

static void
word_set(struct word *w, const char *text)
{
	snprintf(w->text, sizeof(w->text), "%s", text);
}

/* The word that it begins, the one that most terms have. */
static int
mend_begun(
    struct lookup *l, const struct word *w, struct word *out, struct err *e)
{
	struct db_row *r;
	int rc;

	if (strlen(w->text) < BEGIN_LETTERS)
		return 0;
	r = db_begin(l->db, LOOKUP_VOCABULARY_BEGUN);
	db_bind_text(r, 1, w->text);
	rc = db_step(r, e);
	if (rc == 1)
		word_set(out, db_text(r, 0));
	db_end(r);
	return rc;
}

/* The word from which it is a slip or two away. */
static int
mend_slip(
    struct lookup *l, const struct word *w, struct word *out, struct err *e)
{
	size_t n = strlen(w->text);
	int slips = n >= 8 ? 2 : 1, best = slips + 1, terms = 0, rc;
	char to[2] = { (char)(w->text[0] + 1), '\0' }, from[2] = { w->text[0] };
	struct db_row *r;

	if (n < SLIP_LETTERS)
		return 0;
	r = db_begin(l->db, LOOKUP_VOCABULARY_NEAR);
	db_bind_text(r, 1, from);
	db_bind_text(r, 2, to);
	db_bind_number(r, 3, (int64_t)n - slips);
	db_bind_number(r, 4, (int64_t)n + slips);
	while ((rc = db_step(r, e)) == 1) {
		int d = near_distance(w->text, db_text(r, 0), slips);
		int has = (int)db_number(r, 1);

		if (d > slips || d > best || (d == best && has <= terms))
			continue;
		best = d;
		terms = has;
		word_set(out, db_text(r, 0));
	}
	db_end(r);
	return rc < 0 ? -1 : best <= slips;
}

/* The two words of which it is made; of several such, those that are both in
 * the most terms. */
static int
mend_halves(
    struct lookup *l, const struct word *w, struct word out[2], struct err *e)
{
	size_t n = strlen(w->text), at;
	int best = 0;

	for (at = HALF_LETTERS; at + HALF_LETTERS <= n; at++) {
		char first[WORD_BYTES];
		int a, b;

		snprintf(first, sizeof(first), "%.*s", (int)at, w->text);
		a = vocabulary_terms(l, first, e);
		b = a > best ? vocabulary_terms(l, w->text + at, e) : 0;
		if (a < 0 || b < 0)
			return -1;
		if (a <= best || b <= best)
			continue;
		best = a < b ? a : b;
		word_set(&out[0], first);
		word_set(&out[1], w->text + at);
	}
	return best > 0 ? 2 : 0;
}

/* The longest word that begins it. */
static int
mend_beginning(
    struct lookup *l, const struct word *w, struct word *out, struct err *e)
{
	char first[WORD_BYTES];
	size_t n = strlen(w->text);
	int terms = 0;

	word_set(out, w->text);
	memcpy(first, out->text, sizeof(first));
	while (terms == 0 && n-- > BEGIN_LETTERS) {
		first[n] = '\0';
		terms = vocabulary_terms(l, first, e);
	}
	if (terms > 0)
		word_set(out, first);
	return terms > 0 ? 1 : terms;
}

int
word_mend(
    struct lookup *l, const struct word *w, struct word out[2], struct err *e)
{
	typedef int way(
	    struct lookup *, const struct word *, struct word *, struct err *);
	static way *const ways[] = { mend_begun, mend_slip, mend_halves,
		mend_beginning };
	int rc = 0;
	size_t i;

	out[0] = out[1] = *w;
	for (i = 0; i < sizeof(ways) / sizeof(ways[0]) && rc == 0; i++)
		rc = ways[i](l, w, out, e);
	return rc;
}
