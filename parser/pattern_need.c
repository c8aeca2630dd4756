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

/* Of two needs of which both hold, the one that excludes more texts. */
static void
need_better(struct need *best, const struct need *other)
{
	size_t a = need_shortest(best), b = need_shortest(other);

	if (b > a || (b == a && other->n < best->n))
		*best = *other;
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
run_end(struct run *run, struct need *best)
{
	struct need one = { .n = 1 };

	if (run->n >= 2) {
		memcpy(one.word[0], run->word, run->n);
		one.word[0][run->n] = '\0';
		need_better(best, &one);
	}
	run->n = 0;
}

static void
run_add(struct run *run, char c, struct need *best)
{
	if (run->n == NEED_BYTES)
		run_end(run, best);
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

/* The head of a group; true: what is in it is part of the match. */
static bool
group_open(struct reader *r)
{
	static const char *const aside[] = { "(?=", "(?!", "(?<=", "(?<!" };

	for (size_t i = 0; i < sizeof aside / sizeof *aside; i++)
		if (strncmp(r->s, aside[i], strlen(aside[i])) == 0) {
			r->s += strlen(aside[i]);
			return false;
		}
	if (strncmp(r->s, "(?:", 3) == 0)
		r->s += 3;
	else if (strncmp(r->s, "(?-i:", 5) == 0)
		r->s += 5; /* looking for either case is enough */
	else if (r->s[1] != '?' && r->s[1] != '*')
		r->s++;
	else
		r->lost = true;
	return true;
}

static void either_read(struct reader *r, struct need *out);

static void
group_read(struct reader *r, struct need *best)
{
	bool counts = group_open(r), repeats;
	struct need inside = { .n = 0 };

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
	if (!quantifier_read(r, &repeats) && counts)
		need_better(best, &inside);
}

static void
letter_read(struct reader *r, struct run *run, struct need *best)
{
	char c = *r->s++;
	bool repeats, optional = quantifier_read(r, &repeats);

	if (!optional)
		run_add(run, c, best);
	if (repeats)
		run_end(run, best);
}

static void
escape_read(struct reader *r, struct run *run, struct need *best)
{
	static const char nothing[] = "bBAzZK", any[] = "sSdDwW";
	char c = *++r->s;
	bool repeats;

	if (c != '\0' && strchr(nothing, c) != NULL) {
		r->s++;
	} else if (c != '\0' && strchr(any, c) != NULL) {
		r->s++;
		run_end(run, best);
		quantifier_read(r, &repeats);
	} else if (c > ' ' && c < 127 &&
		   strchr("'\"-./+()[]{}?*|^$#:,;%&@\\", c)) {
		letter_read(r, run, best);
	} else {
		r->lost = true;
	}
}

/* One alternative: all of its parts must match. */
static void
sequence_read(struct reader *r, struct need *out)
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
either_read(struct reader *r, struct need *out)
{
	sequence_read(r, out);
	while (!r->lost && *r->s == '|') {
		struct need other = { .n = 0 };

		r->s++;
		sequence_read(r, &other);
		need_either(out, &other);
	}
}

void
need_find(const char *expression, struct need *out)
{
	struct reader r = { .s = expression };

	out->n = 0;
	either_read(&r, out);
	if (r.lost || *r.s != '\0')
		out->n = 0;
}
