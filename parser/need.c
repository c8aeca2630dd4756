/*
 * need.c - an expression comes in, the words of which any match must hold one
 * go out: most expressions need not be tried on most texts. Where one is not
 * understood, nothing is known.
 */
#include "need.h"

#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX 16

struct reader {
	const char *s; /* where it stands */
	struct need_book *book;
	bool cased; /* within (?-i: */
	bool lost;  /* something that is not understood */
	int depth;
};

/* The letters in a row that are being read. */
struct run {
	char text[NEED_BYTES];
	size_t n;
	unsigned flags;
	bool border; /* one is known where the next letter would stand */
};

static bool
word_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '_';
}

static unsigned
word_strength(const struct need_word *w)
{
	return 4u * w->n + (w->flags & WORD_BEGINS ? 3 : 0) +
	       (w->flags & WORD_ENDS ? 3 : 0) + (w->flags & WORD_CASED ? 3 : 0);
}

/* Which of two needs excludes more texts? */
static bool
need_stronger(
    const struct need_book *book, const struct need *a, const struct need *b)
{
	unsigned x = need_strength(book, a), y = need_strength(book, b);

	return x > y || (x == y && a->n < b->n);
}

static void
need_copy(struct need *to, const struct need *from)
{
	to->n = from->n;
	memcpy(to->word, from->word, from->n * sizeof *from->word);
}

/* One more need that must hold beside the others: the strongest are kept, in
 * order. */
static void
needs_add(
    const struct need_book *book, struct needs *all, const struct need *one)
{
	size_t at = all->n;

	if (one->n == 0)
		return;
	while (at > 0 && need_stronger(book, one, &all->item[at - 1]))
		at--;
	if (at == NEEDS)
		return;
	if (all->n < NEEDS)
		all->n++;
	for (size_t i = all->n - 1; i > at; i--)
		need_copy(&all->item[i], &all->item[i - 1]);
	need_copy(&all->item[at], one);
}

/* Where either may match, one of all words is needed. False: too many. */
static bool
need_either(struct need *all, const struct need *other)
{
	if (all->n + other->n > NEED_WORDS)
		return false;
	memcpy(all->word + all->n, other->word, other->n * sizeof *other->word);
	all->n += other->n;
	return true;
}

/* Where either may match, each need of the one or any need of the other holds:
 * the strongest beside the strongest, and so on. */
static void
needs_either(struct needs *all, const struct needs *other)
{
	size_t n = all->n > other->n ? all->n : other->n, kept = 0;

	if (all->n == 0 || other->n == 0)
		n = 0;
	for (size_t i = all->n; i < n; i++)
		need_copy(&all->item[i], &all->item[all->n - 1]);
	for (size_t i = 0; i < n; i++) {
		size_t k = i < other->n ? i : other->n - 1;

		if (!need_either(&all->item[i], &other->item[k]))
			continue;
		if (kept != i)
			need_copy(&all->item[kept], &all->item[i]);
		kept++;
	}
	all->n = kept;
}

static uint32_t
book_add(struct need_book *book, const struct run *run, unsigned flags)
{
	struct need_word *w;

	if (book->n == book->room) {
		book->room = book->room > 0 ? 2 * book->room : 1024;
		book->word =
		    realloc(book->word, book->room * sizeof *book->word);
		if (book->word == NULL)
			abort();
	}
	w = &book->word[book->n];
	*w = (struct need_word){ .n = (unsigned char)run->n,
		.flags = (unsigned char)flags };
	memcpy(w->text, run->text, run->n);
	return (uint32_t)book->n++;
}

/* Few texts lack a letter, but many a digit, a sign or a capital at the
 * beginning of a word. */
static bool
word_tells(const struct run *run, unsigned flags)
{
	char c = run->text[0];

	if (run->n != 1)
		return run->n > 1;
	return c == '0' || !word_char(c) ||
	       (flags & WORD_CASED && flags & WORD_BEGINS);
}

/* What was read is a word that is needed. */
static void
run_end(struct reader *r, struct run *run, struct needs *all, bool border)
{
	unsigned flags = run->flags | (r->cased ? WORD_CASED : 0u);
	struct need one;

	if (word_tells(run, flags)) {
		if (border && word_char(run->text[run->n - 1]))
			flags |= WORD_ENDS;
		one.n = 1;
		one.word[0] = book_add(r->book, run, flags);
		needs_add(r->book, all, &one);
	}
	run->n = 0;
	run->border = border;
}

static void
run_add(struct reader *r, struct run *run, char c, struct needs *all)
{
	if (run->n == NEED_BYTES)
		run_end(r, run, all, false);
	if (run->n == 0)
		run->flags = run->border && word_char(c) ? WORD_BEGINS : 0;
	if (c >= '0' && c <= '9')
		c = '0';
	else if (!r->cased && c >= 'A' && c <= 'Z')
		c = (char)(c + 32);
	run->text[run->n++] = c;
	run->border = false;
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

/* Behind the class that begins at s; NULL where it is not understood. */
static const char *
class_end(const char *s)
{
	s++;
	s += *s == '^';
	s += *s == ']';
	while (*s != '\0' && *s != ']') {
		if (*s == '[' && s[1] == ':')
			return NULL;
		s += *s == '\\' && s[1] != '\0';
		s++;
	}
	return *s == ']' ? s + 1 : NULL;
}

/* Behind the group that begins at s; NULL where it is not understood. */
static const char *
group_end(const char *s)
{
	int depth = 0;

	while (s != NULL && *s != '\0') {
		if (*s == '[') {
			s = class_end(s);
			continue;
		}
		if (*s == '\\' && s[1] != '\0')
			s++;
		else if (*s == '(')
			depth++;
		else if (*s == ')' && --depth == 0)
			return s + 1;
		s++;
	}
	return NULL;
}

/* Must a border stand at s, where ends tells that of the end of the group? */
static bool
border_at(const char *s, bool ends)
{
	if (*s == '|' || *s == ')')
		return ends;
	if (*s == '$')
		return true;
	if (*s != '\\')
		return false;
	if (s[1] == 'b' || s[1] == 'z' || s[1] == 'Z')
		return true;
	return (s[1] == 's' || s[1] == 'W') && s[2] != '?' && s[2] != '*' &&
	       s[2] != '{';
}

/* How a group begins, and what it says of what is in it. */
struct head {
	const char *text;
	bool counts;  /* it must stand in the text, within the match or not */
	bool follows; /* it is read from where the group stands */
	bool moves;   /* what is behind the group is read from its end */
	bool cased;
};

static const struct head heads[] = {
	{ "(?=", true, true, false, false },
	{ "(?<=", true, false, false, false },
	{ "(?!", false, true, false, false },
	{ "(?<!", false, false, false, false },
	{ "(?:", true, true, true, false },
	{ "(?|", true, true, true, false },
	{ "(?-i:", true, true, true, true },
};

/* NULL: not understood. */
static const struct head *
group_open(struct reader *r)
{
	static const struct head plain = { "(", true, true, true, false };

	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
		if (strncmp(r->s, heads[i].text, strlen(heads[i].text)) == 0)
			return &heads[i];
	return r->s[1] == '?' || r->s[1] == '*' ? NULL : &plain;
}

static void either_read(
    struct reader *r, bool begins, bool ends, struct needs *out);

/* The group at r->s, behind a border or not. */
static void
group_read(struct reader *r, struct run *run, bool ends, struct needs *all)
{
	const struct head *head = group_open(r);
	const char *end = group_end(r->s);
	bool cased = r->cased, repeats, optional;
	struct needs inside;

	if (head == NULL || end == NULL || ++r->depth > DEPTH_MAX) {
		r->lost = true;
		return;
	}
	r->s += strlen(head->text);
	r->cased = cased || head->cased;
	either_read(r, head->follows && run->border,
	    head->moves && border_at(end, ends), &inside);
	r->cased = cased;
	r->depth--;
	if (r->lost || r->s + 1 != end) {
		r->lost = true;
		return;
	}
	r->s = end;
	optional = quantifier_read(r, &repeats);
	if (head->moves)
		run->border = false;
	for (size_t i = 0; i < inside.n && head->counts && !optional; i++)
		needs_add(r->book, all, &inside.item[i]);
}

static void
letter_read(struct reader *r, struct run *run, struct needs *all)
{
	char c = *r->s++;
	bool repeats, optional = quantifier_read(r, &repeats);

	if (!optional)
		run_add(r, run, c, all);
	if (repeats)
		run_end(r, run, all, false);
}

/* Letters of a kind. Of digits one is as good as another. */
static void
kind_read(struct reader *r, struct run *run, struct needs *all)
{
	char kind = *r->s++;
	bool repeats, optional = quantifier_read(r, &repeats);
	bool apart = strchr("sWnrt", kind) != NULL && !optional;

	if (kind == 'd' && !optional)
		run_add(r, run, '0', all);
	if (kind != 'd' || repeats)
		run_end(r, run, all, apart);
}

/* What may be anything: it parts the letters beside it. */
static void
gap_read(struct reader *r, struct run *run, struct needs *all, const char *end)
{
	bool repeats;

	run_end(r, run, all, false);
	r->s = end;
	quantifier_read(r, &repeats);
}

static void
escape_read(struct reader *r, struct run *run, struct needs *all)
{
	char c = *++r->s;

	if (c == '\0') {
		r->lost = true;
	} else if (strchr("bAzZ", c) != NULL) {
		r->s++;
		run_end(r, run, all, true);
	} else if (strchr("BK", c) != NULL) {
		r->s++;
	} else if (strchr("sSdDwWnrt", c) != NULL) {
		kind_read(r, run, all);
	} else if (c >= '1' && c <= '9' && (r->s[1] < '0' || r->s[1] > '9')) {
		gap_read(r, run, all, r->s + 1);
	} else if (c == 'x' && r->s[1] != '\0' && r->s[1] != '{' &&
		   r->s[2] != '\0') {
		gap_read(r, run, all, r->s + 3);
	} else if (c > ' ' && c < 127 &&
		   strchr("'\"-./+()[]{}?*|^$#:,;%&@\\", c)) {
		letter_read(r, run, all);
	} else {
		r->lost = true;
	}
}

static void
class_read(struct reader *r, struct run *run, struct needs *all)
{
	const char *end = *r->s == '[' ? class_end(r->s) : r->s + 1;

	if (end != NULL)
		gap_read(r, run, all, end);
	else
		r->lost = true;
}

/* One alternative: all of its parts must match. */
static void
sequence_read(struct reader *r, bool begins, bool ends, struct needs *out)
{
	struct run run = { .border = begins };

	while (!r->lost && *r->s != '\0' && *r->s != '|' && *r->s != ')') {
		if (*r->s == '\\') {
			escape_read(r, &run, out);
		} else if (*r->s == '(') {
			if (run.n > 0)
				run_end(r, &run, out, false);
			group_read(r, &run, ends, out);
		} else if (*r->s == '[' || *r->s == '.') {
			class_read(r, &run, out);
		} else if (*r->s == '^' || *r->s == '$') {
			r->s++;
			run_end(r, &run, out, true);
		} else if (strchr("?*+{", *r->s) != NULL) {
			r->lost = true;
		} else {
			letter_read(r, &run, out);
		}
	}
	run_end(r, &run, out, ends);
}

static void
either_read(struct reader *r, bool begins, bool ends, struct needs *out)
{
	struct needs other;

	out->n = 0;
	sequence_read(r, begins, ends, out);
	while (!r->lost && *r->s == '|') {
		r->s++;
		other.n = 0;
		sequence_read(r, begins, ends, &other);
		needs_either(out, &other);
	}
}

unsigned
need_strength(const struct need_book *book, const struct need *a)
{
	unsigned least = UINT_MAX;

	for (size_t i = 0; i < a->n; i++) {
		unsigned strength = word_strength(&book->word[a->word[i]]);

		if (strength < least)
			least = strength;
	}
	return least;
}

void
need_find(const char *expression, struct need_book *book, struct needs *out)
{
	struct reader r = { .s = expression, .book = book };

	either_read(&r, false, false, out);
	if (r.lost || *r.s != '\0')
		out->n = 0;
}
