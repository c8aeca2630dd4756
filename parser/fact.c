/* fact.c - rows of facts and cues come in once and are compiled; texts come
 * in after that, and the facts that they state go out. */
#include "fact.h"

#include "code.h"
#include "denied.h"
#include "fact_bound.h"
#include "fact_strike.h"
#include "limit.h"
#include "pattern.h"
#include "question_split.h"
#include "question_tail.h"
#include "service.h"
#include "sieve.h"
#include "spine.h"
#include "utf8.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct rule {
	char *name, *value, *unit;
	int64_t factor_milli;
	int weight;         /* above 0: a cue */
	enum cue_kind kind; /* of a cue */
	bool guarded;       /* tried on what the text does not deny, too */
	struct pattern *pattern;
};

struct question_rules {
	struct rule *rule;
	size_t n;
	struct sieve *sieve; /* of the rules, in their order */
	struct strikes *strikes;
	struct bounds *bounds;
};

static const char *const number_word[] = { "zero", "one", "two", "three",
	"four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
	"twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
	"eighteen", "nineteen" };
static const char *const tens_word[] = { "twenty", "thirty", "forty", "fifty",
	"sixty", "seventy", "eighty", "ninety" };
#define NUMBER_WORDS (sizeof(number_word) / sizeof(number_word[0]))
#define TENS_WORDS   (sizeof(tens_word) / sizeof(tens_word[0]))
#define NUMBER_GROUP \
	"((?<![\\d.,$])(?<!\\bLN)(?:\\d{1,3}(?:,\\d{3}){1,2}|\\d{1,4})" \
	"(?:\\.\\d{1,3})?(?![\\d])|\\b(?:zero|one|two|" \
	"three|" \
	"four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|" \
	"fifteen|sixteen|seventeen|eighteen|nineteen|" \
	"(?:twen|thir|for|fif|six|seven|eigh|nine)ty" \
	"(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?)\\b)"

const char *
cue_name(enum cue_kind kind)
{
	static const char *const names[CUE_COUNT] = {
#define KIND(id, name, work, reach, codes, meaning) name,
#include "kinds.def"
#undef KIND
		"thanks",
	};
	return names[kind];
}

/* What a space of a row's pattern stands for. PCRE2 must know the length of
 * what it looks back at, so there it is one space exactly. */
static const char *
rule_space(bool look_back, char quantifier)
{
	if (look_back)
		return "\\s";
	return quantifier == '?' || quantifier == '*' ? "\\s*" : "\\s+";
}

/* A pattern of a row as PCRE2 wants it: mails are wrapped anywhere, so a space
 * stands for any white space; {N} is a number. */
static int
rule_expand(const char *pattern, struct buf *out)
{
	bool in_class = false, look_back = false;
	for (const char *s = pattern; *s != '\0'; s++) {
		if (*s == '\\' && s[1] != '\0') {
			buf_add(out, s++, 2);
			continue;
		}
		if (strncmp(s, "(?<!", 4) == 0 || strncmp(s, "(?<=", 4) == 0)
			look_back = true;
		else if (*s == ')' && !in_class)
			look_back = false;
		if (*s == '[' || *s == ']')
			in_class = *s == '[';
		if (!in_class && *s == ' ') {
			buf_puts(out, rule_space(look_back, s[1]));
			s += !look_back && (s[1] == '?' || s[1] == '*');
		} else if (strncmp(s, "{N}", 3) == 0) {
			buf_puts(out, NUMBER_GROUP);
			s += 2;
		} else {
			buf_putc(out, *s);
		}
	}
	return out->full ? -1 : 0;
}

static char *
rule_copy(const char *s)
{
	char *copy = strdup(s != NULL ? s : "");
	if (copy == NULL)
		abort();
	return copy;
}

static int
rule_kind(struct rule *r, const struct fact_row *row, struct err *e)
{
	if (row->weight <= 0)
		return 0;
	for (int k = 0; k < CUE_COUNT; k++)
		if (strcmp(cue_name((enum cue_kind)k), row->name) == 0) {
			r->kind = (enum cue_kind)k;
			return 0;
		}
	return err_set(e, ERR_STOP, "question", 0,
	    "line %d: no question is of kind \"%s\"", row->line, row->name);
}

static int
rule_compile(struct rule *r, const struct fact_row *row, struct sieve *sieve,
    struct err *e)
{
	struct buf b;
	struct err inner = { 0 };
	buf_init(&b, 16u << 10);
	int failed = rule_kind(r, row, e);
	if (failed == 0 && rule_expand(row->pattern, &b) != 0)
		failed = err_set(e, ERR_STOP, "question", 0,
		    "line %d: %s: the pattern is too long", row->line,
		    row->name);
	bool seldom = failed == 0 && sieve_add(sieve, buf_text(&b));
	r->guarded = failed == 0 && denied_guards(buf_text(&b));
	if (failed == 0 && (seldom ? pattern_new_seldom : pattern_new)(
			       buf_text(&b), &r->pattern, &inner) != 0)
		failed = err_set(e, ERR_STOP, "question", inner.code,
		    "line %d: %s: %s", row->line, row->name, inner.text);
	buf_free(&b);
	return failed;
}

int
question_rules_new(const struct fact_row *rows, size_t n,
    struct question_rules **out, struct err *e)
{
	if (code_init(e) != 0 || split_init(e) != 0 || tail_init(e) != 0 ||
	    service_init(e) != 0 || denied_init(e) != 0)
		return -1;
	struct question_rules *r = calloc(1, sizeof(*r));
	if (r == NULL || (r->rule = calloc(n + 1, sizeof(*r->rule))) == NULL)
		abort();
	r->sieve = sieve_new();
	if (strikes_new(&r->strikes, e) != 0 || bounds_new(&r->bounds, e) != 0)
		goto failed;
	for (; r->n < n; r->n++) {
		struct rule *rule = &r->rule[r->n];
		if (rule_compile(rule, &rows[r->n], r->sieve, e) != 0)
			goto failed;
		rule->name = rule_copy(rows[r->n].name);
		rule->value = rule_copy(rows[r->n].value);
		rule->unit = rule_copy(rows[r->n].unit);
		rule->factor_milli = rows[r->n].factor_milli;
		rule->weight = rows[r->n].weight;
	}
	sieve_settle(r->sieve);
	*out = r;
	return 0;
failed:
	question_rules_free(r);
	return -1;
}

void
question_rules_free(struct question_rules *r)
{
	if (r == NULL)
		return;
	strikes_free(r->strikes);
	bounds_free(r->bounds);
	sieve_free(r->sieve);
	for (size_t i = 0; i < r->n; i++) {
		pattern_free(r->rule[i].pattern);
		free(r->rule[i].name);
		free(r->rule[i].value);
		free(r->rule[i].unit);
	}
	free(r->rule);
	free(r);
}

static int64_t
small_word(const char *s, size_t n)
{
	for (size_t i = 0; i < NUMBER_WORDS; i++)
		if (strlen(number_word[i]) == n &&
		    strncasecmp(number_word[i], s, n) == 0)
			return (int64_t)i;
	return -1;
}

/* "twelve", "sixty", "sixty-two". */
static int64_t
words_milli(const char *s, size_t n)
{
	for (size_t i = 0; i < TENS_WORDS; i++) {
		size_t len = strlen(tens_word[i]);
		if (n < len || strncasecmp(tens_word[i], s, len) != 0)
			continue;
		int64_t ones =
		    n > len + 1 ? small_word(s + len + 1, n - len - 1) : 0;
		return ones < 0 ? -1 : ((int64_t)i + 2) * 10000 + ones * 1000;
	}
	int64_t small = small_word(s, n);
	return small < 0 ? -1 : small * 1000;
}

/* Thousandths of the number that s[0..n) is; -1 where it is none. */
static int64_t
number_milli(const char *s, size_t n)
{
	int64_t words = words_milli(s, n);
	if (words >= 0)
		return words;
	int64_t whole = 0, part = 0;
	size_t i = 0;
	for (; i < n && (s[i] == ',' || (s[i] >= '0' && s[i] <= '9')) && i < 11;
	     i++)
		whole = s[i] == ',' ? whole : whole * 10 + (s[i] - '0');
	if (i == 0)
		return -1;
	if (i < n && s[i] == '.') {
		int64_t scale = 1000;
		for (i++; i < n && s[i] >= '0' && s[i] <= '9' && scale > 1; i++)
			part += (s[i] - '0') * (scale /= 10);
	}
	return whole * 1000 + part;
}

/* "4 y", "0.5 cm", "3". */
static char *
number_text(struct arena *a, int64_t milli, const char *unit)
{
	const char *space = unit[0] != '\0' ? " " : "";
	if (milli % 1000 == 0)
		return arena_printf(
		    a, "%lld%s%s", (long long)(milli / 1000), space, unit);
	char part[4] = { (char)('0' + milli / 100 % 10),
		(char)('0' + milli / 10 % 10), (char)('0' + milli % 10), '\0' };
	for (int i = 2; i > 0 && part[i] == '0'; i--)
		part[i] = '\0';
	return arena_printf(
	    a, "%lld.%s%s%s", (long long)(milli / 1000), part, space, unit);
}

/* 1 with *out, 0 where the match states no number, -1 past a's limit. */
static int
fact_make(struct arena *a, const struct rule *r, const char *text,
    const struct match *m, struct fact *out)
{
	struct fact f = { .name = arena_strdup(a, r->name),
		.milli = INT64_MIN,
		.start = m->start[0],
		.len = m->end[0] - m->start[0] };
	if (r->factor_milli == 0) {
		f.value = arena_strdup(a, r->value);
	} else if (r->value[0] != '\0') {
		f.milli = number_milli(r->value, strlen(r->value)) *
			  r->factor_milli / 1000;
		/* "newborn" tells people more than "0 d" does */
		f.value = f.len <= 40 && utf8_check(text + f.start, f.len)
			      ? arena_strndup(a, text + f.start, f.len)
			      : arena_printf(a, "%s %s", r->value, r->unit);
	} else {
		if (m->start[1] == (size_t)-1)
			return 0;
		int64_t milli =
		    number_milli(text + m->start[1], m->end[1] - m->start[1]);
		if (milli < 0 ||
		    __builtin_mul_overflow(milli, r->factor_milli, &f.milli))
			return 0;
		f.milli /= 1000;
		f.value = number_text(a, milli, r->unit);
	}
	if (f.name == NULL || f.value == NULL)
		return -1;
	*out = f;
	return 1;
}

/* The facts found so far in one text. */
struct facts {
	struct fact *item;
	size_t n;
};

static bool
facts_same(const struct fact *f, const struct fact *g)
{
	return g->milli == f->milli &&
	       (g->milli != INT64_MIN || strcmp(g->value, f->value) == 0);
}

/* A longer match of the same name says it better: "non-tunneled" holds
 * "tunneled". Two that only overlap are two facts: "trimmed 3 nails and
 * debrided 4". An equal fact told in another place is kept: "3 cm on the arm
 * and 3 cm on the leg" are two wounds. False where f has no place. */
static bool
facts_place(struct facts *l, const struct fact *f)
{
	for (size_t i = 0; i < l->n; i++) {
		struct fact *g = &l->item[i];
		if (strcmp(g->name, f->name) != 0)
			continue;
		size_t f_end = f->start + f->len, g_end = g->start + g->len;
		bool nested = (f->start >= g->start && f_end <= g_end) ||
			      (g->start >= f->start && g_end <= f_end);
		bool apart = f->start >= g_end || g->start >= f_end;
		bool same = facts_same(f, g);
		bool topic = strcmp(f->name, "topic") == 0;
		bool once = topic && strcmp(f->value, "elsewhere") != 0;
		if (same && (!apart || once))
			return false;
		if (!nested || topic)
			continue;
		if (f->len > g->len)
			*g = *f;
		return false;
	}
	return true;
}

/* "Margins of 0.2 cm" tell no size of a lesion, though the number stands for
 * one elsewhere. */
static bool
fact_swallowed(const struct facts *l, const struct fact *f)
{
	static const char *const wider[] = { "margin", "excised_size" };
	if (strcmp(f->name, "size") != 0)
		return false;
	for (size_t i = 0; i < l->n; i++) {
		const struct fact *g = &l->item[i];
		for (size_t k = 0; k < sizeof(wider) / sizeof(wider[0]); k++)
			if (strcmp(g->name, wider[k]) == 0 &&
			    f->start >= g->start &&
			    f->start + f->len <= g->start + g->len)
				return true;
	}
	return false;
}

static void
facts_swallow(struct facts *l)
{
	size_t kept = 0;
	for (size_t i = 0; i < l->n; i++)
		if (!fact_swallowed(l, &l->item[i]))
			l->item[kept++] = l->item[i];
	l->n = kept;
}

static int
fact_order(const void *a, const void *b)
{
	const struct fact *x = a, *y = b;
	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return strcmp(x->name, y->name);
}

/* "less than 3 cm" is told as both its ends under one text: where they lead to
 * one code, so does all between them; else they contradict each other and the
 * asker is asked. 1 with the other end in *out, 0: f is a number, -1. */
static int
fact_bound(struct arena *a, const struct question_rules *rules,
    const struct rule *r, const char *text, size_t n, const struct match *m,
    struct fact *f, struct fact *out)
{
	struct bound b;
	int64_t end[2];
	if (f->milli == INT64_MIN || r->value[0] != '\0' ||
	    !bound_find(rules->bounds, text, n, m->start[1], m->end[0], &b))
		return 0;
	bound_ends(&b, f->milli, r->unit[0] == '\0' ? 1000 : 1, end);
	f->value = arena_printf(a, "%s %s", bound_name(&b), f->value);
	f->milli = end[0];
	*out = *f;
	out->milli = end[1];
	out->start = b.start;
	out->len = b.len;
	return f->value != NULL ? 1 : -1;
}

/* "The left knee was not injected." What a case is about stays, and so do
 * amounts, whose sentences deny other things. */
static bool
fact_denied(const struct question_rules *rules, const struct fact *f,
    const char *text, size_t n)
{
	return f->milli == INT64_MIN && strcmp(f->name, "topic") != 0 &&
	       strike_behind(rules->strikes, text, n, f->start + f->len);
}

/* All matches of one row. What the text denies shuts nothing out: a row that
 * does not match for its guard is tried on what is left. -1 past a's limit. */
static int
facts_add(struct arena *a, const struct question_rules *rules,
    const struct rule *r, const char *text, const char *left, size_t n,
    struct facts *l)
{
	struct match m;
	const char *on = text;
	if (r->guarded && left != NULL &&
	    !pattern_match(r->pattern, text, n, 0, &m))
		on = left;
	for (size_t at = 0;
	     l->n < LIMIT_FACTS && pattern_match(r->pattern, on, n, at, &m);
	     at = m.end[0]) {
		struct fact f, other;
		if (strike_before(rules->strikes, text, m.start[0]))
			continue;
		int made = fact_make(a, r, text, &m, &f), bound = 0;
		if (made == 1)
			bound =
			    fact_bound(a, rules, r, text, n, &m, &f, &other);
		if (made < 0 || bound < 0)
			return -1;
		if (made == 1 && fact_denied(rules, &f, text, n))
			continue;
		if (made == 1 && facts_place(l, &f))
			l->item[l->n++] = f;
		if (bound == 1 && l->n < LIMIT_FACTS && facts_place(l, &other))
			l->item[l->n++] = other;
	}
	return 0;
}

/* "C5-C6 and C6-C7": two interspaces, three vertebrae. */
static int
facts_spine(struct arena *a, const char *text, size_t n, struct facts *l)
{
	struct spine s;
	if (!spine_levels(text, n, &s))
		return 0;
	const struct {
		const char *name;
		int number;
	} told[] = { { "interspaces", s.interspaces },
		{ "vertebrae", s.vertebrae } };
	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++) {
		struct fact f = { .name = told[i].name,
			.milli = (int64_t)told[i].number * 1000,
			.start = s.start,
			.len = s.len };
		if (told[i].number == 0 || l->n >= LIMIT_FACTS)
			continue;
		f.value = arena_printf(a, "%d", told[i].number);
		if (f.value == NULL)
			return -1;
		l->item[l->n++] = f;
	}
	return 0;
}

int
fact_find(struct arena *a, const struct question_rules *rules, const char *text,
    size_t n, struct fact **out, size_t *n_out, struct err *e)
{
	struct sieve_seen seen;
	struct facts l = { .item = arena_array(
			       a, LIMIT_FACTS, sizeof(struct fact)) };
	if (n > LIMIT_FACT_TEXT)
		n = LIMIT_FACT_TEXT;
	const char *left;
	if (l.item == NULL || denied_blank(a, text, n, &left) != 0)
		goto full;
	sieve_look(rules->sieve, text, n, &seen);
	for (size_t i = 0; i < rules->n; i++)
		if (rules->rule[i].weight <= 0 &&
		    sieve_passes(rules->sieve, i, &seen) &&
		    facts_add(a, rules, &rules->rule[i], text, left, n, &l) !=
			0)
			goto full;
	if (facts_spine(a, text, n, &l) != 0)
		goto full;
	facts_swallow(&l);
	qsort(l.item, l.n, sizeof(l.item[0]), fact_order);
	*out = l.item;
	*n_out = strike_conflicts(rules->strikes, text, n, l.item, l.n);
	return 0;
full:
	return err_set(e, ERR_REFUSE, "question", 0,
	    "no memory left for the facts of this mail");
}

void
cue_score(const struct question_rules *rules, const char *text, size_t n,
    int out[CUE_COUNT])
{
	struct match m;
	struct sieve_seen seen;
	if (n > LIMIT_FACT_TEXT)
		n = LIMIT_FACT_TEXT;
	sieve_look(rules->sieve, text, n, &seen);
	for (size_t i = 0; i < rules->n; i++) {
		const struct rule *r = &rules->rule[i];
		if (r->weight > 0 && sieve_passes(rules->sieve, i, &seen) &&
		    pattern_match(r->pattern, text, n, 0, &m))
			out[r->kind] += r->weight;
	}
}

void
cue_strike(const struct question_rules *rules, enum cue_kind kind, char *text,
    size_t n)
{
	struct match m;
	for (size_t i = 0; i < rules->n; i++) {
		const struct rule *r = &rules->rule[i];
		if (r->weight <= 0 || r->kind != kind)
			continue;
		for (size_t at = 0; pattern_match(r->pattern, text, n, at, &m);
		     at = m.end[0])
			memset(text + m.start[0], ' ', m.end[0] - m.start[0]);
	}
}
