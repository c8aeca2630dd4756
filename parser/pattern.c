/* pattern.c - regular expressions: an expression goes in once, texts go in
 * after it, byte offsets come out. Any trouble while matching is no match. */
#include "pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include "limit.h"
#include "pattern_need.h"
#include <assert.h>
#include <pcre2.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define GRAM_BITS   13         /* of a hash of two or three letters */
#define SEEN_BYTES  (16 << 10) /* a longer text holds nearly every gram */
#define SHORT_BYTES 128 /* matching these is cheaper than looking at them */

struct pattern {
	pcre2_code *code;
	/* Of words of which a text that matches holds one: the first and last
	 * letters. */
	struct {
		uint16_t (*gram)[2];
		size_t n;
	} need[NEEDS];
	size_t needs;
};

/* Which grams the text holds that was matched last: many patterns are tried
 * on one text. */
static _Thread_local struct seen {
	const char *text;
	size_t n;
	uint64_t sum;
	bool held; /* the caller promised that it does not change */
	uint64_t bit[(1 << GRAM_BITS) / 64];
} seen;

/* What matching writes to, one for all patterns: a jail then copies two pages
 * in place of two for each pattern. A thread has its own. */
static _Thread_local struct scratch {
	pcre2_match_data *data;
	pcre2_match_context *context;
	uint32_t steps;
} scratch;

/* Rules are data that people write: (*UTF) and (*UCP) at the head of a row
 * would make matching six times slower, so both are refused. */
#define PATTERN_OPTIONS \
	(PCRE2_CASELESS | PCRE2_NEVER_UTF | PCRE2_NEVER_UCP | \
	    PCRE2_NEVER_BACKSLASH_C | PCRE2_DOLLAR_ENDONLY)

static unsigned
letter(unsigned char c)
{
	return c >= 'A' && c <= 'Z' ? c + 32u : c;
}

static uint16_t
gram_hash(const char *s, size_t n)
{
	uint32_t h = letter((unsigned char)s[0]) |
		     letter((unsigned char)s[1]) << 8 |
		     (n > 2 ? letter((unsigned char)s[2]) << 16 : 0xffu << 16);

	return (uint16_t)(h * 2654435761u >> (32 - GRAM_BITS));
}

static void
seen_add(struct seen *to, uint16_t gram)
{
	to->bit[gram / 64] |= UINT64_C(1) << gram % 64;
}

static bool
seen_has(const struct seen *in, uint16_t gram)
{
	return in->bit[gram / 64] >> gram % 64 & 1;
}

/* FNV-1a by eight bytes: does the same place still hold the same text? */
static uint64_t
text_sum(const char *text, size_t n)
{
	uint64_t sum = UINT64_C(14695981039346656037), word;

	for (; n > 0; text += sizeof word) {
		size_t part = n < sizeof word ? n : sizeof word;

		word = 0;
		memcpy(&word, text, part);
		sum = (sum ^ word) * UINT64_C(1099511628211);
		sum ^= sum >> 32;
		n -= part;
		if (part < sizeof word)
			break;
	}
	return sum;
}

static void
seen_fill(struct seen *to, const char *text, size_t n)
{
	if (to->held && to->text == text && to->n == n)
		return;
	uint64_t sum = text_sum(text, n);

	if (to->text == text && to->n == n && to->sum == sum)
		return;
	*to = (struct seen){ .text = text, .n = n, .sum = sum };
	for (size_t i = 0; i + 1 < n; i++) {
		seen_add(to, gram_hash(text + i, 2));
		if (i + 2 < n)
			seen_add(to, gram_hash(text + i, 3));
	}
}

static bool
seen_any(const struct seen *in, uint16_t (*gram)[2], size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (seen_has(in, gram[i][0]) && seen_has(in, gram[i][1]))
			return true;
	return false;
}

/* A match needs one word of each need, and the text may hold it. */
static bool
text_may_match(const struct pattern *p, const char *text, size_t n, size_t from)
{
	if (p->needs == 0 || n > SEEN_BYTES || n - from < SHORT_BYTES)
		return true;
	seen_fill(&seen, text, n);
	for (size_t i = 0; i < p->needs; i++)
		if (!seen_any(&seen, p->need[i].gram, p->need[i].n))
			return false;
	return true;
}

static void
need_grams(struct pattern *p, size_t k, const struct need *need)
{
	p->need[k].n = need->n;
	p->need[k].gram = calloc(need->n, sizeof(*p->need[k].gram));
	if (p->need[k].gram == NULL)
		abort();
	for (size_t i = 0; i < need->n; i++) {
		const char *word = need->word[i];
		size_t n = strlen(word), part = n > 2 ? 3 : n;

		p->need[k].gram[i][0] = gram_hash(word, part);
		p->need[k].gram[i][1] = gram_hash(word + n - part, part);
	}
}

static void
pattern_grams(struct pattern *p, const char *expression)
{
	struct needs found;

	need_find(expression, &found);
	p->needs = found.n;
	for (size_t k = 0; k < found.n; k++)
		need_grams(p, k, &found.item[k]);
}

static void
scratch_prepare(struct scratch *s)
{
	s->data = pcre2_match_data_create(PATTERN_GROUPS, NULL);
	s->context = pcre2_match_context_create(NULL);
	if (s->data == NULL || s->context == NULL)
		abort();
	pcre2_set_depth_limit(s->context, LIMIT_DEPTH_MATCH);
	pcre2_set_heap_limit(s->context, LIMIT_HEAP_MATCH);
}

/* Each place where a match may begin is a step too: a long text may take them
 * all without any backtracking. */
static struct scratch *
scratch_take(size_t length)
{
	size_t steps = LIMIT_MATCH + 2 * length;

	if (scratch.data == NULL)
		scratch_prepare(&scratch);
	if (steps > UINT32_MAX)
		steps = UINT32_MAX;
	if (steps != scratch.steps) {
		scratch.steps = (uint32_t)steps;
		pcre2_set_match_limit(scratch.context, scratch.steps);
	}
	return &scratch;
}

int
pattern_new(const char *expression, struct pattern **out, struct err *e)
{
	int number;
	size_t offset;
	pcre2_code *code = pcre2_compile((PCRE2_SPTR)expression,
	    PCRE2_ZERO_TERMINATED, PATTERN_OPTIONS, &number, &offset, NULL);
	if (code == NULL) {
		unsigned char words[160];
		pcre2_get_error_message(number, words, sizeof(words));
		return err_set(e, ERR_STOP, "pattern", number,
		    "at offset %zu: %s", offset, (const char *)words);
	}
	uint32_t groups = 0;
	pcre2_pattern_info(code, PCRE2_INFO_CAPTURECOUNT, &groups);
	if (groups >= PATTERN_GROUPS) {
		pcre2_code_free(code);
		return err_set(e, ERR_STOP, "pattern", 0,
		    "%u groups, at most %d are allowed: use (?:...)",
		    (unsigned)groups, PATTERN_GROUPS - 1);
	}
	struct pattern *p = calloc(1, sizeof(*p));
	if (p == NULL)
		abort();
	p->code = code;
	/* Without JIT (PR_SET_MDWE, odd processors) the interpreter serves. */
	pcre2_jit_compile(p->code, PCRE2_JIT_COMPLETE);
	pattern_grams(p, expression);
	*out = p;
	return 0;
}

void
pattern_free(struct pattern *p)
{
	if (p == NULL)
		return;
	pcre2_code_free(p->code);
	for (size_t k = 0; k < p->needs; k++)
		free(p->need[k].gram);
	free(p);
}

bool
pattern_match(const struct pattern *p, const char *text, size_t n, size_t from,
    struct match *out)
{
	assert(p != NULL && text != NULL);
	if (from > n || !text_may_match(p, text, n, from))
		return false;
	struct scratch *with = scratch_take(n - from);
	/* A result above 0 first: limits, JIT stack and plain misses are all
	 * negative, and no offset is set then. */
	int groups = pcre2_match(p->code, (PCRE2_SPTR)text, n, from,
	    PCRE2_NOTEMPTY, with->data, with->context);
	if (groups <= 0)
		return false;
	const size_t *v = pcre2_get_ovector_pointer(with->data);
	if (v[0] >= v[1] || v[1] > n) /* \K can turn a match inside out */
		return false;
	for (size_t i = 0; i < PATTERN_GROUPS; i++) {
		bool set = i < (size_t)groups && v[2 * i] != PCRE2_UNSET;
		out->start[i] = set ? v[2 * i] : (size_t)-1;
		out->end[i] = set ? v[2 * i + 1] : (size_t)-1;
	}
	out->groups = groups;
	return true;
}

void
pattern_hold(const char *text, size_t n)
{
	seen.held = false;
	if (n > SEEN_BYTES)
		return;
	seen_fill(&seen, text, n);
	seen.held = true;
}

void
pattern_release(void)
{
	seen.held = false;
}

int
pattern_group(const struct pattern *p, const char *name)
{
	int number =
	    pcre2_substring_number_from_name(p->code, (PCRE2_SPTR)name);
	return number > 0 ? number : -1;
}
