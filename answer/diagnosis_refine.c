/* diagnosis_refine.c - a code that words stand for comes in; the billable one
 * that all words of the sentence and all facts mean goes out, or what is to be
 * asked. */
#include "diagnosis.h"
#include "limit.h"
#include "told.h"
#include <string.h>

#define POOL_MAX  600 /* codes below a header; S52: 1,500, see pool_read() */
#define TOLD_MAX  120
#define TITLE_MAX 30
#define CATEGORY  3

/* Words that say nothing of which of several codes is meant. */
static const char *const generic[] = { "unspecified", "other", "specified",
	"encounter", "part", "region", "site", "disease", "disorder",
	"condition", "lower", "upper", "not", "but", "without" };

struct title {
	struct word w[TITLE_MAX];
	size_t n;
};
struct pool {
	struct code_row *row;
	struct title *title;
	bool *fits;   /* all that it says besides was told */
	size_t *more; /* so many words of it */
	size_t n;
	struct title base; /* of the code from which we come */
	const char *told[TOLD_MAX];
	size_t told_n;
};

static bool
title_has(const struct title *t, const char *word)
{
	for (size_t i = 0; i < t->n; i++)
		if (strcmp(t->w[i].text, word) == 0)
			return true;
	return false;
}

static bool
told_has(const struct pool *p, const char *word)
{
	for (size_t i = 0; i < p->told_n; i++)
		if (strcmp(p->told[i], word) == 0)
			return true;
	return false;
}

static bool
is_generic(const char *word)
{
	for (size_t i = 0; i < sizeof(generic) / sizeof(generic[0]); i++)
		if (strcmp(generic[i], word) == 0)
			return true;
	return false;
}

static int
title_read(const struct answer_context *c, const char *text, struct title *out,
    struct err *e)
{
	const struct lexicon *lexicon = search_lexicon(c->lookup, e);
	if (lexicon == NULL)
		return -1;
	out->n = words_cut(text, out->w, TITLE_MAX);
	out->n = lexicon_apply(lexicon, out->w, out->n, TITLE_MAX);
	return 0;
}

static void
told_add(struct pool *p, const char *word)
{
	if (p->told_n < TOLD_MAX && !told_has(p, word))
		p->told[p->told_n++] = word;
}

/* What facts say in the words of titles. */
static const struct {
	const char *fact, *value, *words[4];
} fact_words[] = {
	{ "side", "right", { "right" } },
	{ "side", "left", { "left" } },
	{ "side", "both", { "bilateral" } },
	{ "encounter", "initial", { "initial" } },
	{ "encounter", "subsequent", { "subsequent" } },
	{ "encounter", "sequela", { "sequela" } },
	{ "healing", "routine", { "routine", "healing" } },
	{ "healing", "delayed", { "delayed", "healing" } },
	{ "healing", "nonunion", { "nonunion" } },
	{ "healing", "malunion", { "malunion" } },
	{ "fracture_wound", "open", { "open" } },
	{ "fracture_wound", "closed", { "closed" } },
};

/* "No rupture", "not ruptured": the word is told of what is not there. */
static bool
word_denied(const struct dx_case *k, size_t i)
{
	static const char *const no[] = { "no", "not", "without", "denies",
		"negative", "never" };
	for (size_t back = 0; back < 2 && i-- > 0 && !k->w[i].ends; back++) {
		for (size_t n = 0; n < sizeof(no) / sizeof(no[0]); n++)
			if (strcmp(no[n], k->w[i].text) == 0)
				return true;
		if (!k->w[i].stop)
			return false;
	}
	return false;
}

/* "No status migrainosus": a title has the two words side by side, so that what
 * is denied is both. */
static bool
pair_denied(const struct dx_case *k, const struct pool *p, size_t i)
{
	if (i == 0 || k->w[i - 1].ends || !word_denied(k, i - 1))
		return false;
	for (size_t t = 0; t < p->n; t++)
		for (size_t w = 0; w + 1 < p->title[t].n; w++)
			if (strcmp(p->title[t].w[w].text, k->w[i - 1].text) ==
				0 &&
			    strcmp(p->title[t].w[w + 1].text, k->w[i].text) ==
				0)
				return true;
	return false;
}

static bool
is_number(const char *word)
{
	return word[0] != '\0' && word[strspn(word, "0123456789")] == '\0';
}

/* "BMI of 52.1", "28 weeks": numbers that measure; they say nothing of a class
 * or stage. */
static bool
word_measures(const struct dx_case *k, size_t i)
{
	static const char *const units[] = { "week", "wk", "year", "yr", "yo",
		"day", "month", "mo", "mg", "cm", "mm", "lb", "kg", "percent" };
	if (!is_number(k->w[i].text))
		return false;
	if (i > 0 && is_number(k->w[i - 1].text))
		return true;
	for (size_t back = 1; back <= 3 && back <= i; back++)
		if (strcmp(k->w[i - back].text, "bmi") == 0)
			return true;
	for (size_t n = 0; n < sizeof(units) / sizeof(units[0]); n++)
		if (i + 1 < k->n && strcmp(k->w[i + 1].text, units[n]) == 0)
			return true;
	return false;
}

/* The words of the sentence, and those of facts. A fracture of which nothing
 * is said is closed (note at the categories of fractures). */
static void
told_read(const struct question *q, const struct dx_case *all,
    const struct dx *d, struct pool *p)
{
	for (size_t i = 0; i < all->n; i++) {
		/* Its own words have chosen a billable code already. */
		bool own = d->code != NULL && i >= d->from && i < d->to;
		bool counts = own ? d->row.level == LEVEL_HEADER ||
					dx_side(all->w[i].text)
				  : !all->used[i];
		if (!all->w[i].stop && counts && !word_denied(all, i) &&
		    !pair_denied(all, p, i) && !word_measures(all, i))
			told_add(p, all->w[i].text);
	}
	for (size_t i = 0; i < sizeof(fact_words) / sizeof(fact_words[0]);
	     i++) {
		if (!told_is(q, fact_words[i].fact, fact_words[i].value) ||
		    question_conflict(q, fact_words[i].fact))
			continue;
		for (size_t k = 0; k < 4 && fact_words[i].words[k]; k++)
			told_add(p, fact_words[i].words[k]);
	}
	const char *region = dx_region(all);
	if (region != NULL)
		told_add(p, region);
	if (!told_has(p, "open"))
		told_add(p, "closed");
}

/* The codes below a header; beside a billable code, those of its category. */
static int
pool_read(const struct answer_context *c, const struct dx *d, struct pool *p,
    struct err *e)
{
	char head[9];
	size_t all = 0,
	       keep = d->row.level == LEVEL_HEADER ? strlen(d->code) : CATEGORY;
	memcpy(head, d->code, keep);
	head[keep] = '\0';
	if (icd_billable(c->lookup, c->a, head, c->on, POOL_MAX, &p->row, &p->n,
		&all, e) != 0)
		return -1;
	p->title = arena_array(c->a, p->n + 1, sizeof(*p->title));
	p->fits = arena_array(c->a, p->n + 1, sizeof(*p->fits));
	p->more = arena_array(c->a, p->n + 1, sizeof(*p->more));
	if (p->title == NULL || p->fits == NULL || p->more == NULL)
		return answer_full(e);
	for (size_t i = 0; i < p->n; i++)
		if (title_read(c, p->row[i].plain, &p->title[i], e) != 0)
			return -1;
	return title_read(c, d->row.plain, &p->base, e);
}

/* A word that each code of the pool has sets none of them apart. */
static bool
is_common(const struct pool *p, const char *word)
{
	for (size_t i = 0; i < p->n; i++)
		if (!title_has(&p->title[i], word))
			return false;
	return true;
}

/* From "without" or "not" on, a title says what is not there, which holds where
 * nobody told it: but for the side and the encounter, which stand behind. */
static bool
is_absent(const struct pool *p, const struct title *t, size_t k)
{
	static const char *const apart[] = { "initial", "subsequent", "sequela",
		"routine", "healing", "closed", "open" };
	bool not_there = false;
	for (size_t i = 0; i < k; i++) {
		const char *word = t->w[i].text;
		if (strcmp(word, "with") == 0)
			not_there = false;
		not_there |= strcmp(word, "without") == 0 ||
			     strcmp(word, "not") == 0;
	}
	for (size_t i = 0; i < sizeof(apart) / sizeof(apart[0]); i++)
		if (strcmp(apart[i], t->w[k].text) == 0)
			return false;
	return not_there && !dx_side(t->w[k].text) &&
	       !told_has(p, t->w[k].text);
}

static void
pool_weigh(struct pool *p)
{
	for (size_t i = 0; i < p->n; i++) {
		const struct title *t = &p->title[i];
		p->fits[i] = true;
		p->more[i] = 0;
		for (size_t k = 0; k < t->n && p->fits[i]; k++) {
			const char *word = t->w[k].text;
			if (t->w[k].stop || is_generic(word) ||
			    title_has(&p->base, word) || is_common(p, word) ||
			    is_absent(p, t, k))
				continue;
			p->fits[i] = told_has(p, word);
			p->more[i]++;
		}
	}
}

/* The code of which most was told: its index; p->n where none, or several. */
static size_t
pool_best(const struct pool *p, size_t *most_out)
{
	size_t best = p->n, most = 0, same = 0;
	for (size_t i = 0; i < p->n; i++) {
		if (!p->fits[i] || p->more[i] < most)
			continue;
		same = p->more[i] == most && best < p->n ? same + 1 : 1;
		most = p->more[i];
		best = i;
	}
	*most_out = most;
	return same == 1 ? best : p->n;
}

static bool
pool_differs(const struct pool *p, const char *word)
{
	size_t has = 0;
	for (size_t i = 0; i < p->n; i++)
		has += title_has(&p->title[i], word);
	return has > 0 && has < p->n;
}

static int
ask_side(const struct answer_context *c, const struct pool *p,
    struct answer *out, struct err *e)
{
	static const char *const options[] = { "the right side", "",
		"the left side", "", "both sides", "", NULL };
	static const char *const single[] = { "the right side", "",
		"the left side", "", NULL };
	return ask_add(c, out, "side", "Which side is documented?",
	    pool_differs(p, "bilateral") ? options : single, e);
}

static int
ask_encounter(const struct answer_context *c, struct answer *out, struct err *e)
{
	static const char *const options[] = { "active treatment",
		"7th "
		"character "
		"A (or B, C "
		"for open "
		"fractures)",
		"routine care while it heals",
		"7th character D (others where "
		"healing is not routine)",
		"a late effect", "7th character S", NULL };
	return ask_add(c, out, "encounter",
	    "Is the patient in active treatment, in routine care while it "
	    "heals, or is this a late effect?",
	    options, e);
}

/* The codes that are still possible, or all, where they are few. */
static int
ask_which(const struct answer_context *c, const struct pool *p,
    struct answer *out, struct err *e)
{
	const char *options[2 * DX_EITHER + 1] = { NULL };
	size_t n = 0, fit = 0;
	for (size_t i = 0; i < p->n; i++)
		fit += p->fits[i] && p->more[i] > 0;
	for (size_t i = 0; i < p->n; i++) {
		if (fit > 1 && (!p->fits[i] || p->more[i] == 0))
			continue;
		if (n == DX_EITHER) {
			n = 0;
			break;
		}
		options[2 * n] = p->row[i].plain;
		options[2 * n++ + 1] = icd_show(c->a, p->row[i].code);
	}
	options[2 * n] = NULL;
	return ask_add(c, out, "detail",
	    "What exactly is documented: kind, place, cause, severity?",
	    n > 0 ? options : NULL, e);
}

static bool
told_any(const struct pool *p, const char *const *words)
{
	for (; *words != NULL; words++)
		if (told_has(p, *words))
			return true;
	return false;
}

static int
pool_ask(const struct answer_context *c, const struct pool *p,
    struct answer *out, struct err *e)
{
	static const char *const sides[] = { "right", "left", "bilateral",
		NULL };
	static const char *const times[] = { "initial", "subsequent", "sequela",
		NULL };
	size_t before = out->ask_n;
	if (pool_differs(p, "right") && !told_any(p, sides) &&
	    ask_side(c, p, out, e) != 0)
		return -1;
	if (pool_differs(p, "initial") && !told_any(p, times) &&
	    ask_encounter(c, out, e) != 0)
		return -1;
	if (out->ask_n == before && ask_which(c, p, out, e) != 0)
		return -1;
	return 0;
}

/* A title that says no more than the base, but for that side. */
static bool
side_sibling(const struct pool *p, const struct title *t, const char *side)
{
	bool same = title_has(t, side);
	for (size_t k = 0; same && k < t->n; k++) {
		const char *word = t->w[k].text;
		same = t->w[k].stop || is_generic(word) ||
		       title_has(&p->base, word) || strcmp(word, side) == 0;
	}
	return same;
}

/* A code of an unspecified side beside which there are others with one side
 * and with the other; that the right heart fails is no side of the heart's
 * failure. */
static bool
side_open(const struct pool *p, const struct dx *d)
{
	bool right = false, left = false;
	if (!title_has(&p->base, "unspecified") ||
	    title_has(&p->base, "right") || title_has(&p->base, "left") ||
	    title_has(&p->base, "bilateral"))
		return false;
	for (size_t i = 0; i < p->n; i++) {
		if (strncmp(p->row[i].code, d->code, strlen(d->code) - 1) != 0)
			continue;
		right |= side_sibling(p, &p->title[i], "right");
		left |= side_sibling(p, &p->title[i], "left");
	}
	return right && left;
}

#define ABSENT 2 /* words behind "without" that say what is absent */

static size_t
title_count(const struct title *t, const char *word)
{
	size_t n = 0;
	for (size_t i = 0; i < t->n; i++)
		n += strcmp(t->w[i].text, word) == 0;
	return n;
}

/* The same words but for "with" and the last "without"? Then whether the first
 * of what stands behind that one was told. */
static bool
absent_only(
    const struct pool *p, const struct title *without, const struct title *with)
{
	size_t behind = 0, last = without->n;
	for (size_t i = 0; i < without->n; i++)
		if (strcmp(without->w[i].text, "without") == 0)
			last = i;
	for (size_t i = 0; i < without->n; i++) {
		const char *word = without->w[i].text;
		if (without->w[i].stop || i == last)
			continue;
		if (!title_has(with, word))
			return false;
		if (i > last && behind++ < ABSENT && told_has(p, word))
			return false;
	}
	return last < without->n && title_count(with, "without") + 1 ==
					title_count(without, "without");
}

/* Of two codes that one set of words stands for, the one that says what is not
 * there ("without spontaneous rupture"), where the mail tells nothing of it:
 * 1 with d->code and d->row; 0; -1. */
static int
either_without(const struct answer_context *c, const struct question *q,
    const struct dx_case *all, struct pool *p, struct dx *d, struct err *e)
{
	struct code_row row[2] = { 0 };
	struct title *title = arena_array(c->a, 2, sizeof(*title));
	if (d->either_n != 2 || title == NULL)
		return title ? 0 : answer_full(e);
	for (size_t i = 0; i < 2; i++) {
		int rc = lookup_code(c->lookup, c->a, CODE_ICD10CM,
		    d->either[i], c->on, &row[i], e);
		if (rc != 1)
			return rc;
		if (title_read(c, row[i].plain, &title[i], e) != 0)
			return -1;
	}
	*p = (struct pool){ .title = title, .n = 2 };
	told_read(q, all, d, p);
	for (size_t i = 0; i < 2; i++) {
		if (row[i].level == LEVEL_HEADER ||
		    !absent_only(p, &title[i], &title[1 - i]))
			continue;
		d->code = row[i].code;
		d->row = row[i];
		d->either_n = 0;
		return 1;
	}
	return 0;
}

static int
either_ask(const struct answer_context *c, const struct dx *d,
    struct answer *out, struct err *e)
{
	const char *options[2 * DX_EITHER + 1] = { NULL };
	for (size_t i = 0; i < d->either_n; i++) {
		struct code_row row = { 0 };
		int rc = lookup_code(c->lookup, c->a, CODE_ICD10CM,
		    d->either[i], c->on, &row, e);
		if (rc < 0)
			return -1;
		options[2 * i] = rc == 1 ? row.plain : "";
		options[2 * i + 1] = icd_show(c->a, d->either[i]);
	}
	return ask_add(
	    c, out, "detail", "Which of these is documented?", options, e);
}

/* The index of the code that is meant if "bilateral" said this side; p->n where
 * none is. */
static size_t
one_side(struct pool *p, size_t at, const char *side)
{
	size_t most = 0;
	p->told[at] = side;
	pool_weigh(p);
	size_t best = pool_best(p, &most);
	return most > 0 ? best : p->n;
}

/* Both sides of what has a code for each side and none for both: the right one
 * in d, the left one in *twin (Guidelines I.B.13). */
static bool
both_sides(struct pool *p, struct dx *d, struct dx *twin)
{
	size_t at = 0;
	while (at < p->told_n && strcmp(p->told[at], "bilateral") != 0)
		at++;
	if (at == p->told_n || pool_differs(p, "bilateral") ||
	    is_common(p, "bilateral") || told_has(p, "right") ||
	    told_has(p, "left"))
		return false;
	size_t right = one_side(p, at, "right");
	size_t left = one_side(p, at, "left");
	p->told[at] = "bilateral";
	if (right == p->n || left == p->n || left == right ||
	    !title_has(&p->title[right], "right") ||
	    !title_has(&p->title[left], "left"))
		return false;
	d->code = p->row[right].code;
	d->row = p->row[right];
	*twin = *d;
	twin->code = p->row[left].code;
	twin->row = p->row[left];
	return true;
}

int
dx_refine(const struct answer_context *c, const struct question *q,
    const struct dx_case *all, struct dx *d, struct dx *twin,
    struct answer *out, struct err *e)
{
	struct pool *p = arena_alloc(c->a, sizeof(*p));
	size_t best, most = 0;
	if (p == NULL)
		return answer_full(e);
	if (d->code == NULL) {
		int rc = either_without(c, q, all, p, d, e);
		return rc == 0 ? either_ask(c, d, out, e) : rc;
	}
	if (pool_read(c, d, p, e) != 0)
		return -1;
	told_read(q, all, d, p);
	if (both_sides(p, d, twin))
		return 1;
	pool_weigh(p);
	best = pool_best(p, &most);
	if (best < p->n && most > 0) {
		d->code = p->row[best].code;
		d->row = p->row[best];
		return 1;
	}
	/* "Not intractable": of "with status migrainosus" and "without", of
	 * which nothing was told. */
	for (size_t i = 0; d->row.level == LEVEL_HEADER && p->n == 2 && i < 2;
	     i++)
		if (most == 0 &&
		    absent_only(p, &p->title[i], &p->title[1 - i])) {
			d->code = p->row[i].code;
			d->row = p->row[i];
			return 1;
		}
	if (d->row.level != LEVEL_HEADER && most == 0)
		return side_open(p, d) ? pool_ask(c, p, out, e) : 1;
	return pool_ask(c, p, out, e);
}
