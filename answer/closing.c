/* What stands at both ends of an answer: the headline of an ask, and the line
 * of the data that answered. */
#include "kinds.h"
#include <string.h>

#define DECIDED_MAX 3 /* codes that one headline names */

/* "33951", "E11.42", "G0008": one code alone, without words or a list. */
static bool
code_alone(const char *s)
{
	size_t n = s ? strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.") : 0;
	return n >= 3 && s[n] == '\0' && strpbrk(s, "0123456789") != NULL;
}

/* "33951 and 33952": the codes that the answers to the one ask lead to; NULL
 * where they are no codes, one alone, or many. */
static const char *
codes_decided(const struct answer_context *c, const struct answer_ask *ask)
{
	const char *code[DECIDED_MAX], *all = NULL;
	size_t n = 0;
	for (size_t i = 0; i < ask->option_n; i++) {
		const char *one = ask->option[i].codes;
		size_t k = 0;
		if (!code_alone(one))
			return NULL;
		while (k < n && strcmp(code[k], one) != 0)
			k++;
		if (k < n)
			continue;
		if (n == DECIDED_MAX)
			return NULL;
		code[n++] = one;
	}
	for (size_t i = 0; n > 1 && i < n; i++) {
		const char *join = i == 0 ? "" : i + 1 == n ? " and " : ", ";
		all = arena_printf(c->a, "%s%s%s", i ? all : "", join, code[i]);
	}
	return all;
}

const char *
answer_ask_headline(const struct answer_context *c, const struct answer *out)
{
	const char *codes = out->ask_n == 1 ? codes_decided(c, &out->ask[0])
					    : NULL;
	if (codes != NULL)
		return arena_printf(
		    c->a, "One fact decides between %s: see below.", codes);
	return out->ask_n == 1
		   ? "One fact is missing: please answer the question below."
	       : out->ask_n == 2
		   ? "Two facts are missing: please answer the questions below."
		   : "Some facts are missing: please answer the questions "
		     "below.";
}

static bool
same_day(const struct answer *a, const struct answer *b)
{
	return a->as_of == b->as_of && a->as_of_named == b->as_of_named;
}

static bool
edition_same(const struct source *a, const struct source *b)
{
	return strcmp(a->name, b->name) == 0 &&
	       strcmp(a->edition, b->edition) == 0;
}

/* An official edition, once in all reasons before this one. */
static bool
edition_new(
    const struct answers *all, const struct answer *one, size_t at, size_t k)
{
	const struct source *s = &all->item[at].reason[k].source;
	for (size_t i = 0; i <= at; i++) {
		const struct answer *a = &all->item[i];
		size_t n = i == at ? k : a->reason_n;
		for (size_t r = 0; same_day(a, one) && r < n; r++) {
			const struct source *t = &a->reason[r].source;
			if (t->loaded && edition_same(s, t))
				return false;
		}
	}
	return true;
}

static const char *
editions_add(const struct answer_context *c, const struct answers *all,
    const struct answer *one, size_t at, const char *text)
{
	const struct answer *a = &all->item[at];
	for (size_t k = 0; k < a->reason_n && text != NULL; k++) {
		const struct source *s = &a->reason[k].source;
		if (s->loaded && edition_new(all, one, at, k))
			text = arena_printf(c->a, "%s; %s, %s%s", text, s->name,
			    s->edition,
			    s->later ? " - a newer edition was due" : "");
	}
	return text;
}

const char *
answer_vintage(const struct answer_context *c, const struct answers *all,
    const struct answer *one)
{
	const char *text = lookup_vintage(c->lookup);
	for (size_t i = 0; i < all->n && text != NULL; i++) {
		if (same_day(&all->item[i], one))
			text = editions_add(c, all, one, i, text);
	}
	return text;
}
