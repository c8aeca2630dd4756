/* visible_signature.c - where the author's words end. In: the lines that quotes
 * left. Out: the place of signatures, sign-offs of phones, legal footers. */
#include "visible_reading.h"
#include <ctype.h>
#include <string.h>

/* Signatures below "-- " that are longer are no signatures. */
#define SIGNATURE_LINES 20
/* Sign-off of a phone, legal notice, name: one below the other. */
#define SIGNATURES 8

/* How many lines are left and not empty in front of each: counted once, since
 * many lines ask how much stands behind them. */
static int
count_ink(struct reading *r)
{
	r->ink = arena_array(r->a, r->n + 1, sizeof(*r->ink));
	for (size_t i = 0; r->ink && i < r->n; i++)
		r->ink[i + 1] =
		    r->ink[i] + (!r->line[i].cut && line_is_ink(&r->line[i]));
	return r->ink ? 0 : -1;
}

size_t
reading_ink_behind(const struct reading *r, size_t i)
{
	return i < r->end ? r->ink[r->end] - r->ink[i] : 0;
}

static void
trim_end(struct reading *r)
{
	while (r->end > 0 &&
	       (r->line[r->end - 1].cut || !line_is_ink(&r->line[r->end - 1]) ||
		   r->line[r->end - 1].kind == LINE_DASHES))
		r->end--;
}

/* "-Ann", alone below an empty line: not a list, which has a space. */
static bool
is_dash_name(const struct reading *r, size_t i)
{
	const struct line *l = &r->line[i];

	return i > 0 && l->n > 2 && l->n < 40 && l->p[0] == '-' &&
	       isupper((unsigned char)l->p[1]) &&
	       r->line[i - 1].kind == LINE_EMPTY && !memchr(l->p, '?', l->n);
}

static bool
asks(const struct line *l)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->p[i] == '?' && (i + 1 == l->n || l->p[i + 1] == ' '))
			return true;
	return false;
}

/* A footer asks nothing; a paragraph that only begins like one may. */
static void
find_last_asking(struct reading *r)
{
	r->asking = 0;
	for (size_t i = 0; i < r->end; i++)
		if (!r->line[i].cut && r->line[i].kind != LINE_LIST &&
		    asks(&r->line[i]))
			r->asking = i + 1;
}

static bool
starts_signature(const struct reading *r, size_t i)
{
	const struct line *l = &r->line[i];
	size_t behind = reading_ink_behind(r, i + 1);

	switch (l->kind) {
	case LINE_DASHES:
		return behind <= SIGNATURE_LINES;
	case LINE_DEVICE:
		return behind <= 3;
	case LINE_LEGAL:
	case LINE_LIST:
		return i > 0 && i >= r->asking &&
		       (r->line[i - 1].kind == LINE_EMPTY ||
			   r->line[i - 1].kind == LINE_RULE ||
			   r->line[i - 1].cut);
	default:
		return is_dash_name(r, i) && behind <= 2;
	}
}

/* Name, title, telephone and ZIP below "Thanks,". Without a number or an
 * address it is a mere name, which hides no code: it stays. */
static bool
is_block(const struct reading *r, size_t i)
{
	bool contact = false;
	size_t count = 0;

	if (r->line[i].kind == LINE_QUOTE || !line_is_signoff(&r->line[i]) ||
	    r->ink[i] == 0)
		return false;
	for (i++; i < r->end; i++) {
		const struct line *l = &r->line[i];

		if (l->cut)
			break;
		if (!line_is_ink(l))
			continue;
		if (++count > BLOCK_LINES || l->n > BLOCK_BYTES ||
		    memchr(l->p, '?', l->n))
			return false;
		contact |= line_has_contact(l) || line_has_credential(l);
	}
	return contact;
}

/*
 * The same without a word of thanks: the last paragraph, a name on its first
 * line, and behind the name letters of a credential or, further down, a
 * number or an address. ZIPs and street numbers look like codes.
 */
static bool
cut_tail_block(struct reading *r)
{
	size_t begin = r->end;
	bool contact = false;

	while (begin > 0 && r->line[begin - 1].kind == LINE_TEXT &&
	       !r->line[begin - 1].cut) {
		const struct line *l = &r->line[--begin];

		if (l->n > BLOCK_BYTES || memchr(l->p, '?', l->n))
			return false;
		contact |= line_has_contact(l) || line_has_credential(l);
	}
	if (!contact || r->end - begin < 2 || r->end - begin > BLOCK_LINES ||
	    r->ink[begin] == 0 || !line_is_name(&r->line[begin]) ||
	    (r->line[begin - 1].kind != LINE_EMPTY &&
		r->line[begin - 1].kind != LINE_RULE))
		return false;
	r->end = begin;
	return true;
}

static bool
cut_signature_once(struct reading *r)
{
	find_last_asking(r);
	for (size_t i = 0; i < r->end; i++) {
		if (r->line[i].cut)
			continue;
		if (starts_signature(r, i) || is_block(r, i)) {
			r->end = i;
			return true;
		}
	}
	return cut_tail_block(r);
}

/* Nothing but what a client put there: "-- " with a name, "Sent from my ...". */
static bool
is_all_formal(const struct reading *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (!r->line[i].cut && r->line[i].kind != LINE_EMPTY)
			return r->line[i].kind == LINE_DASHES ||
			       r->line[i].kind == LINE_DEVICE;
	return false;
}

void
reading_cut_signature(struct reading *r)
{
	if (count_ink(r) != 0)
		return;
	trim_end(r);
	for (int i = 0; i < SIGNATURES && cut_signature_once(r); i++)
		trim_end(r);
	if (reading_ink_behind(r, 0) == 0 && !is_all_formal(r)) {
		r->end = r->n;
		trim_end(r);
	}
}
