/* question_split.c - a text comes in with the codes and facts found in it;
 * where one question ends and the next begins goes out. Sure signs only: one
 * question too few is read by a coder, one too many is answered wrongly. */
#include "question_split.h"

#include "limit.h"
#include "pattern.h"
#include <assert.h>
#include <ctype.h>
#include <string.h>
#include <strings.h>

enum {
	SPLIT_ITEM, /* head of a list item, at the start of a line */
	SPLIT_END,  /* end of a sentence */
	SPLIT_SAME, /* a sentence that goes on about the codes before it */
	SPLIT_AND,  /* a second question in the sentence of the first */
	SPLIT_ASK,  /* the first words of a part that asks */
	SPLIT_ALSO, /* asks of another matter, which no table may know */
	SPLIT_OWN,  /* asks of the same codes what another file tells */
	SPLIT_COUNT
};
static const char *const split_expression[SPLIT_COUNT] = {
	[SPLIT_ITEM] =
	    "(?m)^[ \\t]*(?:\\(?(?:\\d{1,2}|[a-h])[.)][ \\t]+(?=\\S)|"
	    "(?:[-*]|\xe2\x80\xa2|\xc2\xb7)[ \\t]+(?=\\S))",
	[SPLIT_END] = "\\?[?!]*[\\s\"')]*|(?<!\\bvs)(?<!\\bDr)(?<!\\bpt)"
		      "(?<!\\bapprox)(?<!\\bno)(?<!\\be\\.g)(?<!\\bi\\.e)[.!]+"
		      "[\"')]*(?:\\s+|$)|\\n[ \\t]*\\n\\s*",
	[SPLIT_SAME] =
	    "\\bdifferen(?:ce|t|tiate)|\\bcompare|\\bor\\s+is\\s+it\\b|"
	    "\\binstead\\b|\\bversus\\b|\\bvs\\b",
	[SPLIT_AND] = ",?\\s+(?:and|also|plus)\\s+(?=(?:also )?"
		      "(?:what|which|how|does|do|is|are|can)\\b)",
	[SPLIT_ASK] = "\\G\\W*(?:\\w+\\W+){0,4}?(?:what(?:'s)?|which|how|does|"
		      "do|is|are|can|should)\\b",
	[SPLIT_ALSO] =
	    "\\G\\W*(?:(?<=[ (])[b-h2-9]\\)(?=\\s)|(?:and |then )?(?:also|"
	    "another question|secondly|separately|on another note|unrelated|"
	    "one more (?:question|thing)|second question)\\b)"
	    "(?![^?]*\\b(?:it|its|this|that|these|those|they|them|"
	    "both|either|ones?|same|modifier|mod|units?|s?he|his|her|codes?|"
	    "together|we|i|bill|add|need)\\b)|"
	    /* a service of its own, though no table knows its words */
	    "\\G\\W*(?:and )?(?:(?:which|what)(?:'?s| is)? (?:the )?(?:cpt )?"
	    "(?:codes?|one)(?: do (?:i|we) use| is used)? for|can (?:i|we) "
	    "also "
	    "(?:bill|charge|code|report)(?: for)?)\\s+(?!(?:it|its|this|that|"
	    "these|those|them|both|each|medicare|\\d|[a-z]\\d|the (?:same|"
	    "second|other|left|right|first|visit|drug|diagnosis))\\b)",
	[SPLIT_OWN] =
	    "\\G\\W*(?:(?:and|also|then|plus)\\W+)*(?:what(?:'?s| is| are)? "
	    "(?:its |the |their )?(?:medicare )?(?:global|mues?|unit limit|"
	    "rvus?|fee|payment|allowed amount)\\b|how (?:long|many days) (?:is|"
	    "are) (?:its |the |their )?global\\b|how much (?:does|will|would) "
	    "medicare (?:pay|allow)\\b)",
};
static struct pattern *split_pattern[SPLIT_COUNT];

int
split_init(struct err *e)
{
	for (int i = 0; i < SPLIT_COUNT; i++)
		if (split_pattern[i] == NULL &&
		    pattern_new(split_expression[i], &split_pattern[i], e) != 0)
			return -1;
	return 0;
}

/* What split_find() was given. */
struct text {
	const char *s;
	size_t n;
	const struct code *code;
	size_t code_n;
	const struct fact *fact;
	size_t fact_n;
};

static bool
span_has_code(const struct text *t, struct span p)
{
	for (size_t i = 0; i < t->code_n; i++)
		if (t->code[i].start >= p.start && t->code[i].start < p.end)
			return true;
	return false;
}

/* Lone modifiers are no matter of their own: "can we unbundle with 59?" goes
 * on about the codes before it, unless it asks what they mean. */
static bool
span_has_matter(const struct text *t, struct span p)
{
	for (size_t i = 0; i < t->code_n; i++)
		if (t->code[i].start >= p.start && t->code[i].start < p.end &&
		    t->code[i].system != CODE_MODIFIER)
			return true;
	for (size_t i = 0; i < t->fact_n; i++)
		if (strcmp(t->fact[i].name, "meaning_asked") == 0 &&
		    t->fact[i].start >= p.start && t->fact[i].start < p.end)
			return span_has_code(t, p);
	return false;
}

/* Facts that name what a question is about. */
static bool
fact_is_matter(const char *name)
{
	static const char *const matter[] = { "topic", "drug", "vaccine",
		"carc" };
	for (size_t i = 0; i < sizeof(matter) / sizeof(matter[0]); i++)
		if (strcmp(name, matter[i]) == 0)
			return true;
	return false;
}

static bool
span_has_topic(const struct text *t, struct span p)
{
	for (size_t i = 0; i < t->fact_n; i++)
		if (fact_is_matter(t->fact[i].name) &&
		    t->fact[i].start >= p.start && t->fact[i].start < p.end)
			return true;
	return false;
}

/* Does a pattern that begins with \G stand right at this place? */
static bool
stands_at(const struct text *t, int pattern, size_t at, size_t end)
{
	struct match m;
	return pattern_match(split_pattern[pattern], t->s, end, at, &m) &&
	       m.start[0] == at;
}

/* With a question mark, or in front of "and which ...?". */
static bool
span_asks(const struct text *t, struct span p)
{
	return memchr(t->s + p.start, '?', p.end - p.start) != NULL ||
	       (p.end < t->n && stands_at(t, SPLIT_AND, p.end, t->n) &&
		   stands_at(t, SPLIT_ASK, p.start, p.end));
}

/* The next character that counts, blanks and marks left out, in lower case; -1
 * at the end. */
static int
next_of(const struct text *t, struct span *p)
{
	while (p->start < p->end) {
		unsigned char c = (unsigned char)t->s[p->start++];

		if (c >= 0x80 || isalnum(c))
			return tolower(c);
	}
	return -1;
}

/* The same words: a sentence sent twice is one question. */
static bool
span_same(const struct text *t, struct span a, struct span b)
{
	int x, y;

	do {
		x = next_of(t, &a);
		y = next_of(t, &b);
	} while (x == y && x != -1);
	return x == y;
}

static bool
span_known(
    const struct text *t, const struct span *out, size_t n, struct span p)
{
	for (size_t i = 0; i < n; i++)
		if (span_same(t, out[i], p))
			return true;
	return false;
}

/* Words of letters in an item that are no codes; at most one line of it. */
static size_t
item_words(const struct text *t, struct span p)
{
	size_t words = 0;
	bool inside = false;
	for (size_t i = p.start; i < p.end && t->s[i] != '\n'; i++) {
		unsigned char c = (unsigned char)(t->s[i] | 0x20);
		bool letter = c >= 'a' && c <= 'z';
		for (size_t k = 0; letter && k < t->code_n; k++)
			letter = i < t->code[k].start ||
				 i >= t->code[k].start + t->code[k].len;
		words += letter && !inside;
		inside = letter;
	}
	return words;
}

/* "Please check this claim:" and a list of codes: one question about all. */
static bool
split_claim(const struct text *t, const struct span *item, size_t n)
{
	const size_t few = 2; /* "x 2 units", "right" */
	if (item_words(t, (struct span){ 0, item[0].start }) <= few)
		return false;
	for (size_t i = 0; i < n; i++) {
		const char *line = memchr(
		    t->s + item[i].start, '\n', item[i].end - item[i].start);
		struct span first = { item[i].start,
			line ? (size_t)(line - t->s) : item[i].end };
		if (span_asks(t, first) || !span_has_code(t, first) ||
		    item_words(t, first) > few)
			return false;
	}
	return true;
}

/* A list of at least two items, of which at least two ask something. */
static size_t
split_list(
    const struct text *t, struct span *out, size_t max, struct span *lead_out)
{
	struct match m;
	size_t n = 0, asks = 0;
	for (size_t at = 0; n < max && pattern_match(split_pattern[SPLIT_ITEM],
					   t->s, t->n, at, &m);
	     at = m.end[0]) {
		if (n > 0)
			out[n - 1].end = m.start[0];
		out[n++] = (struct span){ m.end[0], t->n };
	}
	if (n >= 2 && split_claim(t, out, n))
		return 0;
	for (size_t i = 0; i < n; i++) {
		/* What follows the last item behind an empty line is no item. */
		const char *gap = i + 1 == n
				      ? memmem(t->s + out[i].start,
					    t->n - out[i].start, "\n\n", 2)
				      : NULL;
		if (gap != NULL)
			out[i].end = (size_t)(gap - t->s);
		asks += span_asks(t, out[i]) || span_has_code(t, out[i]);
	}
	if (n < 2 || asks < n)
		return 0;
	*lead_out = (struct span){ 0, out[0].start };
	size_t kept = 0;
	for (size_t i = 0; i < n; i++)
		if (!span_known(t, out, kept, out[i]))
			out[kept++] = out[i];
	return kept;
}

/* "... and what is its MUE?": of the codes before, which are taken over. */
static bool
span_asks_on(const struct text *t, struct span before, struct span p)
{
	struct match was, now;
	const size_t end = 3; /* letters that tell "global", "MUE", "fee" */
	if (!span_has_matter(t, before) || span_has_code(t, p) ||
	    !stands_at(t, SPLIT_OWN, p.start, p.end))
		return false;
	if (!stands_at(t, SPLIT_OWN, before.start, before.end))
		return true;
	return pattern_match(split_pattern[SPLIT_OWN], t->s, before.end,
		   before.start, &was) &&
	       pattern_match(
		   split_pattern[SPLIT_OWN], t->s, p.end, p.start, &now) &&
	       strncasecmp(
		   t->s + was.end[0] - end, t->s + now.end[0] - end, end) != 0;
}

bool
split_asks_on(const char *text, size_t n, struct span p)
{
	struct text t = { .s = text, .n = n };
	return stands_at(&t, SPLIT_OWN, p.start, p.end);
}

/* Is p a question of its own beside the one before it? */
static bool
split_stands_alone(const struct text *t, struct span before, struct span p)
{
	struct match m;
	if (!span_asks(t, p) || !span_asks(t, before))
		return false;
	if (!span_has_code(t, before) && !span_has_topic(t, before))
		return false;
	if (!span_has_matter(t, p) && !span_has_topic(t, p))
		return stands_at(t, SPLIT_ALSO, p.start, p.end) ||
		       span_asks_on(t, before, p);
	return !pattern_match(
	    split_pattern[SPLIT_SAME], t->s, p.end, p.start, &m);
}

/* Is a code of the second part named in the first, too? */
static bool
span_shares_code(const struct text *t, struct span a, struct span b)
{
	for (size_t i = 0; i < t->code_n; i++)
		for (size_t k = 0; k < t->code_n; k++)
			if (t->code[i].start >= a.start &&
			    t->code[i].start < a.end &&
			    t->code[k].start >= b.start &&
			    t->code[k].start < b.end &&
			    strcmp(t->code[i].text, t->code[k].text) == 0)
				return true;
	return false;
}

/* "What is the global of A, and which code for B?": the end of the first part
 * where both ask of their own matter, else the end of the sentence. */
static size_t
sentence_end(const struct text *t, size_t at, size_t end)
{
	struct match m;
	if (!pattern_match(split_pattern[SPLIT_AND], t->s, end, at, &m))
		return end;
	struct span a = { at, m.start[0] }, b = { m.start[0], end };
	struct match same;
	if (span_asks(t, b) && span_asks(t, a) && span_asks_on(t, a, b))
		return a.end;
	if (!span_asks(t, b) || !span_asks(t, a) || span_shares_code(t, a, b) ||
	    (!span_has_matter(t, a) && !span_has_topic(t, a)) ||
	    (!span_has_matter(t, b) && !span_has_topic(t, b)) ||
	    pattern_match(
		split_pattern[SPLIT_SAME], t->s, b.end, b.start, &same))
		return end;
	return a.end;
}

/* Sentences that state are gathered until one asks; then, if the next asks of
 * other things, a new question begins. */
static size_t
split_sentences(const struct text *t, struct span *out, size_t max)
{
	struct match m;
	size_t n = 0, begin = 0;
	struct span now = { 0, 0 };
	bool last_known = false;
	for (size_t at = 0; at < t->n;) {
		size_t end = t->n;
		if (pattern_match(split_pattern[SPLIT_END], t->s, t->n, at, &m))
			end = m.end[0];
		end = sentence_end(t, at, end);
		struct span sentence = { begin, end };
		if (now.end == 0) {
			now = sentence;
			begin = end;
		} else if (span_asks(t, sentence) &&
			   (span_same(t, now, sentence) ||
			       span_known(t, out, n, sentence))) {
			begin = end;
			last_known = true;
			at = end;
			continue;
		} else if (n + 1 < max &&
			   split_stands_alone(t, now, sentence)) {
			out[n++] = now;
			now = sentence;
			begin = end;
		} else if (!span_asks(t, now)) {
			now.end = end;
			begin = end;
		} else if (span_asks(t, sentence)) {
			/* it asks on, of the same things */
			now.end = end;
			begin = end;
		}
		/* else a statement: it may belong to the next question */
		last_known = false;
		at = end;
	}
	/* What states behind the last question belongs to it, and what was said
	 * before is no part of it. */
	if (!last_known)
		now.end = t->n;
	out[n++] = now;
	return n;
}

size_t
split_find(const char *text, size_t n, const struct code *code, size_t code_n,
    const struct fact *fact, size_t fact_n, struct span *out, size_t max,
    struct span *lead_out)
{
	assert(max >= 1 && split_pattern[0] != NULL);
	struct text t = { text, n, code, code_n, fact, fact_n };
	*lead_out = (struct span){ 0, 0 };
	size_t found = split_list(&t, out, max, lead_out);
	if (found > 0)
		return found;
	return split_sentences(&t, out, max);
}
