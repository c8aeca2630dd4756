/* pattern.c - regular expressions: an expression goes in once, texts go in
 * after it, byte offsets come out. Any trouble while matching is no match. */
#include "pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include "limit.h"
#include <assert.h>
#include <pcre2.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct pattern {
	pcre2_code *code;
};

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
pattern_new_seldom(const char *expression, struct pattern **out, struct err *e)
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
	*out = p;
	return 0;
}

/* Without JIT (PR_SET_MDWE, odd processors) the interpreter serves. */
int
pattern_new(const char *expression, struct pattern **out, struct err *e)
{
	int rc = pattern_new_seldom(expression, out, e);

	if (rc == 0)
		pcre2_jit_compile((*out)->code, PCRE2_JIT_COMPLETE);
	return rc;
}

void
pattern_free(struct pattern *p)
{
	if (p == NULL)
		return;
	pcre2_code_free(p->code);
	free(p);
}

bool
pattern_match(const struct pattern *p, const char *text, size_t n, size_t from,
    struct match *out)
{
	assert(p != NULL && text != NULL);
	if (from > n)
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

int
pattern_group(const struct pattern *p, const char *name)
{
	int number =
	    pcre2_substring_number_from_name(p->code, (PCRE2_SPTR)name);
	return number > 0 ? number : -1;
}
