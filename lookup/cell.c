/* cell.c - one cell of a decision table. Its text comes in; words or a range
 * in thousandths of the fact's unit go out. data/README.md has the grammar. */
#include "cell.h"
#include "lookup.h"
#include <string.h>

#define CELL_NUMBER_MAX 100000000 /* thousandths: no fact comes near */

bool
fact_known(const struct fact_rows *facts, const char *fact)
{
	size_t i;

	for (i = 0; i < facts->n; i++)
		if (facts->row[i].weight == 0 &&
		    strcmp(facts->row[i].name, fact) == 0)
			return true;
	return false;
}

bool
fact_word(const struct fact_rows *facts, const char *fact, const char *word)
{
	size_t i;

	for (i = 0; i < facts->n; i++)
		if (facts->row[i].weight == 0 && word[0] != '\0' &&
		    facts->row[i].factor_milli == 0 &&
		    strcmp(facts->row[i].name, fact) == 0 &&
		    strcmp(facts->row[i].value, word) == 0)
			return true;
	return false;
}

/* One end of a range: "6y", "1.5cm", "31". unit NULL: none was written. */
struct bound {
	int64_t milli; /* of the number, without its unit */
	const char *unit;
};

static const char *
bound_read(struct arena *a, const char *s, struct bound *out)
{
	int64_t n = 0, scale = 1000;
	size_t len;

	if (*s < '0' || *s > '9')
		return NULL;
	for (; *s >= '0' && *s <= '9' && n < CELL_NUMBER_MAX; s++)
		n = n * 10 + (*s - '0');
	n *= 1000;
	if (s[0] == '.' && s[1] >= '0' && s[1] <= '9')
		for (s++; *s >= '0' && *s <= '9' && scale > 1; s++) {
			scale /= 10;
			n += (*s - '0') * scale;
		}
	len = strspn(s, "abcdefghijklmnopqrstuvwxyz");
	out->milli = n;
	out->unit = len > 0 ? arena_strndup(a, s, len) : NULL;
	return s + len;
}

/* How the ends of a range are written. */
enum range_form {
	RANGE_BELOW,  /* <B */
	RANGE_UP_TO,  /* <=B */
	RANGE_ABOVE,  /* >A */
	RANGE_FROM,   /* >=A */
	RANGE_HALF,   /* A-B: A <= fact < B */
	RANGE_CLOSED, /* A..B: A <= fact <= B */
	RANGE_ONE     /* A: this number alone */
};
static const struct sign {
	const char *text;
	enum range_form form;
} signs[] = {
	/* The longer sign first. */
	{ "<=", RANGE_UP_TO },
	{ "<", RANGE_BELOW },
	{ ">=", RANGE_FROM },
	{ ">", RANGE_ABOVE },
};
static const struct sign joints[] = {
	{ "..", RANGE_CLOSED },
	{ "-", RANGE_HALF },
};

static bool
sign_take(
    const char **s, const struct sign *table, size_t n, enum range_form *out)
{
	size_t i, len;

	for (i = 0; i < n; i++) {
		len = strlen(table[i].text);
		if (strncmp(*s, table[i].text, len) == 0) {
			*s += len;
			*out = table[i].form;
			return true;
		}
	}
	return false;
}

/* Both ends as written; NULL where the text has another form. */
static const char *
range_read(struct arena *a, const char *s, enum range_form *form,
    struct bound *first, struct bound *last)
{
	*form = RANGE_ONE;
	if (sign_take(&s, signs, 4, form)) {
		s = bound_read(a, s, first);
		*last = *first;
		return s;
	}
	s = bound_read(a, s, first);
	*last = *first;
	if (s == NULL || !sign_take(&s, joints, 2, form))
		return s;
	return bound_read(a, s, last);
}

/* Into thousandths of the fact's canonical unit. */
static int
bound_scale(const struct fact_rows *facts, const char *fact,
    const struct bound *b, const char *unit, int64_t *out)
{
	int64_t factor = lookup_unit(facts->row, facts->n, fact, unit);

	if (factor <= 0 || factor > CELL_NUMBER_MAX)
		return -1;
	*out = b->milli * factor / 1000;
	return 0;
}

/* Ends in the half-open form: a closed end moves by a thousandth. */
static void
range_close(enum range_form form, int64_t first, int64_t last, struct cell *c)
{
	c->kind = CELL_RANGE;
	c->low = first;
	c->high = last;
	switch (form) {
	case RANGE_BELOW:
		c->low = INT64_MIN;
		break;
	case RANGE_UP_TO:
		c->low = INT64_MIN;
		c->high = last + 1;
		break;
	case RANGE_ABOVE:
		c->low = first + 1;
		c->high = INT64_MAX;
		break;
	case RANGE_FROM:
		c->high = INT64_MAX;
		break;
	case RANGE_CLOSED:
	case RANGE_ONE:
		c->high = last + 1;
		break;
	case RANGE_HALF:
		break;
	}
}

static int
range_parse(struct arena *a, const struct fact_rows *facts, const char *fact,
    struct cell *c, const char **why)
{
	struct bound first = { 0 }, last = { 0 };
	enum range_form form;
	const char *end = range_read(a, c->text, &form, &first, &last);
	const char *unit = last.unit != NULL ? last.unit : "";
	int64_t low, high;

	*why = "write a range as <6y, >=6y, <=30min, >30min, 3-10cm, 3..10cm "
	       "or 1";
	if (end == NULL || *end != '\0')
		return -1;
	*why = "no row of facts gives this fact as a number in this unit";
	if (bound_scale(facts, fact, &first,
		first.unit != NULL ? first.unit : unit, &low) ||
	    bound_scale(facts, fact, &last, unit, &high))
		return -1;
	range_close(form, low, high, c);
	*why = "no value lies in this range: swap its ends";
	return c->low < c->high ? 0 : -1;
}

static int
words_parse(struct arena *a, const struct fact_rows *facts, const char *fact,
    struct cell *c, const char **why)
{
	char *copy = arena_strdup(a, c->text), *save = NULL, *w;
	const char **word;
	size_t max = strlen(c->text) / 2 + 1;

	word = arena_array(a, max, sizeof(*word));
	*why = "memory ran out";
	if (copy == NULL || word == NULL)
		return -1;
	*why = "no row of facts gives this word: nothing could fill it";
	for (w = strtok_r(copy, "|", &save); w != NULL && c->words < max;
	     w = strtok_r(NULL, "|", &save)) {
		if (!fact_word(facts, fact, w))
			return -1;
		word[c->words++] = w;
	}
	c->kind = CELL_WORDS;
	c->word = word;
	return c->words > 0 ? 0 : -1;
}

int
cell_parse(struct arena *a, const struct fact_rows *facts, const char *fact,
    const char *text, struct cell *out, const char **why)
{
	struct cell c = { .text = arena_strdup(a, text) };
	int rc = 0;

	*why = "memory ran out";
	if (c.text == NULL)
		return -1;
	if (strcmp(text, "*") == 0)
		c.kind = CELL_ANY;
	else if (strcmp(text, "-") == 0)
		c.kind = CELL_NEVER;
	else if (strchr("<>0123456789", text[0]) != NULL && text[0] != '\0')
		rc = range_parse(a, facts, fact, &c, why);
	else
		rc = words_parse(a, facts, fact, &c, why);
	if (rc == 0)
		*out = c;
	return rc;
}

static bool
words_meet(const struct cell *x, const struct cell *y)
{
	size_t i, k;

	for (i = 0; i < x->words; i++)
		for (k = 0; k < y->words; k++)
			if (strcmp(x->word[i], y->word[k]) == 0)
				return true;
	return false;
}

bool
cell_meet(const struct cell *x, const struct cell *y)
{
	if (x->kind == CELL_NEVER || y->kind == CELL_NEVER)
		return false;
	if (x->kind == CELL_ANY || y->kind == CELL_ANY)
		return true;
	if (x->kind != y->kind)
		return false;
	if (x->kind == CELL_WORDS)
		return words_meet(x, y);
	return x->low < y->high && y->low < x->high;
}
