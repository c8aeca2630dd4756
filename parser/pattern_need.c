/*
 * pattern_need.c - an expression comes in, the words of which any match must
 * hold one go out: most patterns need not be tried on most texts. Where the
 * expression is not understood, nothing is known.
 */
#include "pattern_need.h"

#include <stdbool.h>
#include <string.h>

#define DEPTH_MAX 16

struct reader {
	const char *s; /* where it stands */
	bool lost;     /* something that is not understood */
	int depth;
};

/* The letters in a row that are being read. */
struct run {
	char word[NEED_BYTES + 1];
	size_t n;
};

static size_t
need_shortest(const struct need *a)
{
	size_t least = a->n > 0 ? NEED_BYTES : 0;

	for (size_t i = 0; i < a->n; i++)
		if (strlen(a->word[i]) < least)
			least = strlen(a->word[i]);
	return least;
}

/* Which of two needs excludes more texts? */
static bool
need_stronger(const struct need *a, const struct need *b)
{
	size_t x = need_shortest(a), y = need_shortest(b);

	return x > y || (x == y && a->n < b->n);
}

/* One more need that must hold beside the others: the strongest are kept, in
 * order. */
static void
needs_add(struct needs *all, const struct need *one)
{
	size_t at = all->n;

	if (one->n == 0)
		return;
	while (at > 0 && need_stronger(one, &all->item[at - 1]))
		at--;
	if (at == NEEDS)
		return;
	if (all->n < NEEDS)
		all->n++;
	memmove(&all->item[at + 1], &all->item[at],
	    (all->n - 1 - at) * sizeof all->item[0]);
	all->item[at] = *one;
}

/* Where either may match, one of all words is needed. */
static void
need_either(struct need *all, const struct need *other)
{
	if (all->n == 0 || other->n == 0 || all->n + other->n > NEED_WORDS) {
		all->n = 0;
		return;
	}
	memcpy(all->word[all->n], other->word, other->n * sizeof *all->word);
	all->n += other->n;
}

static void
run_end(struct run *run, struct needs *all)
{
	struct need one = { .n = 1 };

	if (run->n >= 2) {
		memcpy(one.word[0], run->word, run->n);
		one.word[0][run->n] = '\0';
		needs_add(all, &one);
	}
	run->n = 0;
}

static void
run_add(struct run *run, char c, struct needs *all)
{
	if (run->n == NEED_BYTES)
		run_end(run, all);
	run->word[run->n++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* What stands behind an atom: how often at least, and is it repeated? */
static bool
quantifier_read(struct reader *r, bool *repeats)
{
	bool optional = *r->s == '?' || *r->s == '*';

	*repeats = optional || *r->s == '+' || *r->s == '{';
	if (*r->s == '{') {
		const char *end = strchr(r->s, '}');

		if (end == NULL || r->s[1] < '0' || r->s[1] > '9') {
			r->lost = true;
			return true;
		}
		optional = r->s[1] == '0';
		r->s = end;
	}
	if (*repeats) {
		r->s++;
		r->s += *r->s == '?' || *r->s == '+';
	}
	return optional;
}

static void
class_skip(struct reader *r)
{
	r->s++;
	r->s += *r->s == '^';
	r->s += *r->s == ']';
	while (*r->s != '\0' && *r->s != ']') {
		r->s += *r->s == '\\' && r->s[1] != '\0';
		if (*r->s == '[' && r->s[1] == ':')
			r->lost = true;
		r->s++;
	}
	if (*r->s == ']')
		r->s++;
	else
		r->lost = true;
}

/* The head of a group; true: what is in it must stand in the text, be it part
 * of the match or beside it. */
static bool
group_open(struct reader *r)
{
	/* (?-i: too: looking for either case is enough. */
	static const struct {
		const char *head;
		bool counts;
	} heads[] = { { "(?=", true }, { "(?<=", true }, { "(?!", false },
		{ "(?<!", false }, { "(?:", true }, { "(?-i:", true } };

	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
		if (strncmp(r->s, heads[i].head, strlen(heads[i].head)) == 0) {
			r->s += strlen(heads[i].head);
			return heads[i].counts;
		}
	if (r->s[1] != '?' && r->s[1] != '*')
		r->s++;
	else
		r->lost = true;
	return true;
}

static void either_read(struct reader *r, struct needs *out);

static void
group_read(struct reader *r, struct needs *all)
{
	bool counts = group_open(r), repeats;
	struct needs inside;

	if (r->lost || ++r->depth > DEPTH_MAX) {
		r->lost = true;
		return;
	}
	either_read(r, &inside);
	r->depth--;
	if (*r->s != ')') {
		r->lost = true;
		return;
	}
	r->s++;
	if (quantifier_read(r, &repeats) || !counts)
		return;
	for (size_t i = 0; i < inside.n; i++)
		needs_add(all, &inside.item[i]);
}

static void
letter_read(struct reader *r, struct run *run, struct needs *all)
{
	char c = *r->s++;
	bool repeats, optional = quantifier_read(r, &repeats);

	if (!optional)
		run_add(run, c, all);
	if (repeats)
		run_end(run, all);
}

static void
escape_read(struct reader *r, struct run *run, struct needs *all)
{
	static const char nothing[] = "bBAzZK", any[] = "sSdDwW";
	char c = *++r->s;
	bool repeats;

	if (c != '\0' && strchr(nothing, c) != NULL) {
		r->s++;
	} else if (c != '\0' && strchr(any, c) != NULL) {
		r->s++;
		run_end(run, all);
		quantifier_read(r, &repeats);
	} else if (c > ' ' && c < 127 &&
		   strchr("'\"-./+()[]{}?*|^$#:,;%&@\\", c)) {
		letter_read(r, run, all);
	} else {
		r->lost = true;
	}
}

/* One alternative: all of its parts must match. */
static void
sequence_read(struct reader *r, struct needs *out)
{
	struct run run = { .n = 0 };
	bool repeats;

	while (!r->lost && *r->s != '\0' && *r->s != '|' && *r->s != ')') {
		if (*r->s == '\\') {
			escape_read(r, &run, out);
		} else if (*r->s == '(') {
			run_end(&run, out);
			group_read(r, out);
		} else if (*r->s == '[' || *r->s == '.') {
			run_end(&run, out);
			if (*r->s == '[')
				class_skip(r);
			else
				r->s++;
			quantifier_read(r, &repeats);
		} else if (*r->s == '^' || *r->s == '$') {
			r->s++;
		} else if (strchr("?*+{", *r->s) != NULL) {
			r->lost = true;
		} else {
			letter_read(r, &run, out);
		}
	}
	run_end(&run, out);
}

static void
either_read(struct reader *r, struct needs *out)
{
	out->n = 0;
	sequence_read(r, out);
	while (!r->lost && *r->s == '|') {
		struct needs other = { .n = 0 };

		r->s++;
		sequence_read(r, &other);
		if (out->n == 0 || other.n == 0) {
			out->n = 0;
			continue;
		}
		need_either(&out->item[0], &other.item[0]);
		out->n = out->item[0].n > 0;
	}
}

void
need_find(const char *expression, struct needs *out)
{
	struct reader r = { .s = expression };

	either_read(&r, out);
	if (r.lost || *r.s != '\0')
		out->n = 0;
}
