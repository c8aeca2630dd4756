/* code.c - text comes in; every medical code in it goes out, in order, with
 * the modifiers, units and range that stand with it. What is no code is struck
 * out of a copy first; each code that is found is struck out too, so that no
 * byte is read twice. */
#include "code.h"

#include "code_rules.h"
#include "code_shape.h"
#include "limit.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define STRUCK '~' /* no pattern takes it for a letter, digit or space */

/* The search of one text. */
struct search {
	char *text; /* copy that is struck */
	size_t n;
	struct code *code;
	size_t found, max;
};

static bool ready;

static int
code_compile(const char *name, const char *expression, struct pattern **out,
    struct err *e)
{
	if (pattern_new(expression, out, e) == 0)
		return 0;
	struct err inner = *e;
	return err_set(e, ERR_STOP, "code", inner.code, "pattern \"%s\": %s",
	    name, inner.text);
}

int
code_init(struct err *e)
{
	if (ready)
		return 0;
	for (size_t i = 0; i < code_stops; i++)
		if (code_compile(code_stop[i].name, code_stop[i].expression,
			&code_stop[i].pattern, e) != 0)
			return -1;
	for (size_t i = 0; i < code_forms; i++)
		if (code_compile(code_form[i].name, code_form[i].expression,
			&code_form[i].pattern, e) != 0)
			return -1;
	for (size_t i = 0; i < SIDE_COUNT; i++)
		if (code_compile("side", code_side[i].expression,
			&code_side[i].pattern, e) != 0)
			return -1;
	ready = true;
	return 0;
}

static void
search_strike(struct search *s, size_t start, size_t end)
{
	for (size_t i = start; i < end; i++)
		if (s->text[i] != '\n')
			s->text[i] = STRUCK;
}

static bool
search_side(const struct search *s, enum code_side_id side, size_t from,
    struct match *m)
{
	return pattern_match(code_side[side].pattern, s->text, s->n, from, m);
}

/* The first group that took part. */
static int
search_group(const struct match *m)
{
	return m->start[1] != (size_t)-1 ? 1 : 2;
}

static void
search_stops(struct search *s)
{
	struct match m;
	for (size_t i = 0; i < code_stops; i++)
		for (size_t at = 0;
		     pattern_match(code_stop[i].pattern, s->text, s->n, at, &m);
		     at = m.end[0]) {
			/* The date's group is its separator, one byte long. */
			int g = m.start[1] != (size_t)-1 &&
					m.end[1] - m.start[1] > 1
				    ? 1
				    : 0;
			search_strike(s, m.start[g], m.end[g]);
		}
}

/* "11042-47": two digits that continue the number upward and are no modifier
 * that anybody would hang on it. */
static bool
code_short_range(struct code *c, const char *two)
{
	if (c->system != CODE_CPT || c->modifiers > 0 || c->end[0] != '\0')
		return false;
	if (memcmp(two, c->text + 3, 2) <= 0 || two[0] < '0' || two[0] > '9' ||
	    two[1] < '0' || two[1] > '9' || c->text[4] > '9')
		return false;
	char unused[3];
	/* 47 (anesthesia by the surgeon) is rare, 11042-47 is not. */
	if (shape_modifier(two, unused) && strcmp(unused, "47") != 0)
		return false;
	memcpy(c->end, c->text, 3);
	memcpy(c->end + 3, two, 2);
	c->end[5] = '\0';
	return true;
}

static bool
code_range(const struct search *s, struct code *c, size_t *at)
{
	struct match m, verb;
	enum code_system system;
	char end[9];
	bool dotted;
	if (c->modifiers > 0 || !search_side(s, SIDE_RANGE, *at, &m))
		return false;
	if (!shape_code(s->text + m.start[1], m.end[1] - m.start[1], &system,
		end, &dotted) ||
	    system != c->system || strlen(end) != strlen(c->text) ||
	    strcmp(end, c->text) <= 0)
		return false;
	size_t before = c->start > 40 ? c->start - 40 : 0;
	if (memchr(s->text + *at, 't', m.start[1] - *at) != NULL &&
	    pattern_match(code_side[SIDE_NEW_CODE].pattern, s->text, c->start,
		before, &verb))
		return false;
	memcpy(c->end, end, sizeof(end));
	*at = m.end[1];
	return true;
}

static bool
code_modifier(const struct search *s, struct code *c, size_t *at)
{
	static const enum code_side_id side[] = { SIDE_MODIFIER_HYPHEN,
		SIDE_MODIFIER_WORD, SIDE_MODIFIER_SPACE, SIDE_MODIFIER_COMMA };
	struct match m;
	char modifier[3];
	for (size_t i = 0; i < sizeof(side) / sizeof(side[0]); i++) {
		if (side[i] == SIDE_MODIFIER_COMMA && c->modifiers == 0)
			continue;
		if (!search_side(s, side[i], *at, &m))
			continue;
		int g = search_group(&m);
		const char *two = s->text + m.start[g];
		if (side[i] == SIDE_MODIFIER_HYPHEN &&
		    code_short_range(c, two)) {
			*at = m.end[g];
			return true;
		}
		if (!shape_modifier(two, modifier))
			continue;
		shape_add(c, modifier);
		*at = m.end[g == 2 ? 0 : 1];
		return true;
	}
	return false;
}

static int
code_number(const struct search *s, size_t start, size_t end)
{
	int number = 0;
	for (size_t i = start; i < end; i++)
		number =
		    number * 10 + (s->text[i] - '0'); /* 4 digits at most */
	return number;
}

static bool
code_units(const struct search *s, struct code *c, size_t *at)
{
	struct match m;
	if (c->units != 1 || !search_side(s, SIDE_UNITS, *at, &m))
		return false;
	int g = search_group(&m);
	int units = code_number(s, m.start[g], m.end[g]);
	if (units < 1)
		return false;
	c->units = units;
	*at = m.end[0];
	return true;
}

/* "4 units of J0696". */
static void
code_units_before(const struct search *s, struct code *c)
{
	struct match m;
	size_t from = c->start > 32 ? c->start - 32 : 0;
	if (c->units != 1 ||
	    !pattern_match(code_side[SIDE_UNITS_BEFORE].pattern, s->text,
		c->start, from, &m))
		return;
	int units = code_number(s, m.start[1], m.end[1]);
	if (units > 0)
		c->units = units;
}

/* All that hangs on a code, in any order: "20610 x2 RT". */
static void
code_tail(struct search *s, struct code *c)
{
	size_t at = c->start + c->len;
	if (c->system == CODE_ICD10CM) {
		code_range(s, c, &at);
	} else if (c->system == CODE_CPT || c->system == CODE_HCPCS) {
		code_range(s, c, &at);
		while (code_modifier(s, c, &at) || code_units(s, c, &at))
			;
		code_units_before(s, c);
	}
	c->len = at - c->start;
}

static void
search_add(struct search *s, struct code *c)
{
	if (s->found == s->max)
		return;
	if (c->system != CODE_MODIFIER)
		code_tail(s, c);
	search_strike(s, c->start, c->start + c->len);
	s->code[s->found++] = *c;
}

/* The matched bytes without the space that split them, O and l as digits. */
static size_t
form_text(const struct search *s, const struct code_form *f,
    const struct match *m, char out[16])
{
	size_t n = 0;
	for (int g = 1; g <= 2; g++) {
		if (m->start[g] == (size_t)-1)
			continue;
		for (size_t i = m->start[g]; i < m->end[g] && n < 15; i++)
			out[n++] = s->text[i];
	}
	for (size_t i = 0; f->repaired && i < n; i++) {
		if (out[i] == 'O' || out[i] == 'o')
			out[i] = '0';
		else if (strchr("IiLl", out[i]) != NULL)
			out[i] = '1';
	}
	out[n] = '\0';
	return n;
}

static bool
form_shape(const struct code_form *f, const char *word, size_t n,
    struct code *c, bool *dotted)
{
	switch (f->as) {
	case AS_ICD10:
		c->system = CODE_ICD10CM;
		return shape_icd(word, n, c->text);
	case AS_ICD9:
		c->system = CODE_ICD9CM;
		return shape_icd9(word, n, c->text);
	case AS_PCS:
		c->system = CODE_ICD10PCS;
		return shape_pcs(word, n, c->text);
	default:
		return shape_code(word, n, &c->system, c->text, dotted);
	}
}

static void
search_form(struct search *s, const struct code_form *f)
{
	struct match m;
	for (size_t at = 0; s->found < s->max &&
			    pattern_match(f->pattern, s->text, s->n, at, &m);) {
		struct code c = { .units = 1, .repaired = f->repaired };
		char word[16];
		size_t n = form_text(s, f, &m, word);
		bool dotted = false;
		bool fits = form_shape(f, word, n, &c, &dotted);
		int last = m.start[2] != (size_t)-1 ? 2 : 1;
		at = m.end[last];
		if (!fits)
			continue;
		if (f->as == AS_ICD10)
			c.repaired = strlen(c.text) > 3 &&
				     memchr(word, '.', n) == NULL;
		c.start = m.start[1];
		c.len = m.end[last] - c.start;
		search_add(s, &c);
		/* "dx E11.9, I10": the word in front serves the next too. */
		if (f->as != AS_SHAPE && at > m.start[1])
			at = m.start[0];
	}
}

static bool
search_lone(struct search *s, size_t start)
{
	struct code c = { .system = CODE_MODIFIER, .units = 1 };
	if (!shape_modifier(s->text + start, c.text))
		return false;
	c.start = start;
	c.len = 2;
	search_add(s, &c);
	return true;
}

/* "modifiers XE, XS and XU": a word, then a list. */
static void
search_lists(struct search *s)
{
	struct match m;
	for (size_t at = 0; search_side(s, SIDE_LONE, at, &m);) {
		at = m.end[0];
		if (!search_lone(s, m.start[1]))
			continue;
		while (search_side(s, SIDE_LONE_NEXT, at, &m) &&
		       search_lone(s, m.start[1]))
			at = m.end[0];
	}
}

/* "GA and GZ": behind letters that are a modifier, others of letters. */
static void
search_letters(struct search *s, size_t at)
{
	struct match m;
	while (search_side(s, SIDE_LONE_NEXT, at, &m) &&
	       s->text[m.start[1]] >= 'A' && search_lone(s, m.start[1]))
		at = m.end[0];
}

static void
search_lones(struct search *s)
{
	static const enum code_side_id side[] = { SIDE_LONE_SIGN,
		SIDE_LONE_PAIR, SIDE_LONE_USE, SIDE_LONE_LETTER };
	struct match m;
	search_lists(s);
	for (size_t i = 0; i < sizeof(side) / sizeof(side[0]); i++)
		for (size_t at = 0; search_side(s, side[i], at, &m);
		     at = m.end[0]) {
			for (int g = 1; g <= 2; g++)
				if (m.start[g] != (size_t)-1)
					search_lone(s, m.start[g]);
			if (side[i] == SIDE_LONE_LETTER)
				search_letters(s, m.end[1]);
		}
}

static int
code_order(const void *a, const void *b)
{
	const struct code *x = a, *y = b;
	return x->start < y->start ? -1 : x->start > y->start;
}

int
code_find(struct arena *a, const char *text, struct code **out, size_t *n_out,
    struct err *e)
{
	assert(ready);
	/* Forms are tried one after the other, not in order of place: so look
	 * for more than are given, then keep the first. */
	struct search s = { .n = strlen(text), .max = (size_t)4 * LIMIT_CODES };
	s.text = arena_memdup(a, text, s.n);
	s.code = arena_array(a, s.max, sizeof(s.code[0]));
	if (s.text == NULL || s.code == NULL)
		return err_set(e, ERR_REFUSE, "code", 0,
		    "no memory left to look for codes");
	search_stops(&s);
	for (size_t i = 0; i < code_forms; i++)
		search_form(&s, &code_form[i]);
	search_lones(&s);
	qsort(s.code, s.found, sizeof(s.code[0]), code_order);
	*out = s.code;
	*n_out = s.found < LIMIT_CODES ? s.found : LIMIT_CODES;
	return 0;
}
