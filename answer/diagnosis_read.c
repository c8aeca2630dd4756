/* diagnosis_read.c - words come in; the diagnoses for which a code stands in
 * exactly these words go out, with what was said of them: uncertain, denied,
 * past. */
#include "diagnosis.h"
#include "limit.h"
#include <string.h>

#define LONGEST 12 /* words of one diagnosis */
#define BACK    4  /* words before a diagnosis that say how it is meant */

/* Guidelines IV.H: do not code diagnoses documented so. */
static const char *const uncertain[] = { "probable", "probably", "suspected",
	"suspect", "suspicion", "questionable", "possible", "possibly",
	"likely", "presumed", "presumptive", "concerning", "concern", "rule",
	"r", "compatible", "consistent", "working", "worrisome", "versu",
	"suspiciou", "doubt", "excluded" };
static const char *const denied[] = { "no", "denies", "deny", "denied",
	"without", "negative", "not", "never", "absent", "free" };
static const char *const past[] = { "family", "personal", "mother", "father",
	"sister", "brother", "mom", "dad", "son", "daughter", "previou",
	"prior", "past", "resolved", "former", "old", "healed", "remote" };

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static bool
listed(const char *const *list, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i], word) == 0)
			return true;
	return false;
}

/* "Old" of "62 year old". */
static bool
age_old(const struct dx_case *k, size_t i)
{
	static const char *const ages[] = { "year", "yr", "y", "month", "mo",
		"m", "week", "wk", "w", "day", "d" };
	return strcmp(k->w[i].text, "old") == 0 && i > 0 &&
	       listed(ages, COUNT(ages), k->w[i - 1].text);
}

/* "Stroke, old": said behind it. */
static bool
old_behind(const struct dx_case *k, const struct dx *d)
{
	return d->to < k->n && strcmp(k->w[d->to].text, "old") == 0;
}

/* Whether one of the words before i, up to another diagnosis or the end of a
 * sentence, is in the list. "rule" counts before "out" alone. */
static bool
before_is(const struct dx_case *k, size_t i, const char *const *list, size_t n)
{
	for (size_t back = 0; back < BACK && i-- > 0; back++) {
		const char *next = i + 1 < k->n ? k->w[i + 1].text : "";
		if (k->w[i].ends || k->used[i])
			return false;
		if (!listed(list, n, k->w[i].text))
			continue;
		if (strcmp(k->w[i].text, "rule") == 0 &&
		    strcmp(next, "out") != 0)
			continue;
		if (strcmp(k->w[i].text, "r") == 0 && strcmp(next, "o") != 0)
			continue;
		if (age_old(k, i))
			continue;
		return true;
	}
	return false;
}

/* "No macular edema": of which part, in the form of an adjective. */
static bool
of_part(const char *word)
{
	size_t n = strlen(word);
	return n > 4 && (strcmp(word + n - 2, "ar") == 0 ||
			    strcmp(word + n - 2, "al") == 0);
}

/* "No findings, family history of ...": a denial reaches over words that only
 * speak of signs, and over no other matter. */
static bool
denied_before(const struct dx_case *k, size_t i)
{
	static const char *const passes[] = { "evidence", "sign", "history",
		"complaint", "current", "acute", "active", "known", "any",
		"new", "recent", "associated", "further", "symptom", "for" };
	for (size_t back = 0; back < BACK && i-- > 0; back++) {
		if (k->w[i].ends || k->used[i])
			return false;
		if (listed(denied, COUNT(denied), k->w[i].text))
			return true;
		if (!k->w[i].stop &&
		    !listed(passes, COUNT(passes), k->w[i].text) &&
		    !(back == 0 && of_part(k->w[i].text)))
			return false;
	}
	return false;
}

/* Right behind what is denied: "denies fever or cough" denies both, "denies
 * fever, cough" leaves it open. */
static void
behind_denied(const struct dx_case *k, struct dx *d)
{
	static const char *const joins[] = { "or", "nor", "and" };
	for (size_t i = 0; i < k->items; i++) {
		const struct dx *o = &k->item[i];
		if (!o->denied || o->to > d->from || o->to + 2 < d->from ||
		    k->w[o->to - 1].ends)
			continue;
		bool close = true, either = false;
		for (size_t w = o->to; w < d->from; w++) {
			close &= listed(joins, COUNT(joins), k->w[w].text);
			either |= listed(joins, 2, k->w[w].text);
		}
		d->denied |= close && either;
		d->denied_open |= close && !either;
	}
}

/* "Colon cancer, on chemo" is no visit for it (Z51); "had chemo" leaves open
 * whether the cancer is still there. */
static void
treatment_read(const struct dx_case *k, struct dx *d)
{
	static const char *const under[] = { "on", "under", "undergoing",
		"receiving", "getting", "during", "takes", "taking" };
	static const char *const over[] = { "had", "finished", "completed",
		"after", "prior", "status", "post", "underwent" };
	if (d->code == NULL || strncmp(d->code, "Z51", 3) != 0 ||
	    d->from == 0 || k->w[d->from - 1].ends)
		return;
	const char *word = k->w[d->from - 1].text;
	d->denied |= listed(under, COUNT(under), word);
	d->past |= listed(over, COUNT(over), word);
}

static size_t
uncertain_words(const struct dx_case *k)
{
	size_t n = 0;
	for (size_t i = 0; i < k->n; i++) {
		const char *next = i + 1 < k->n ? k->w[i + 1].text : "";
		if (strcmp(k->w[i].text, "rule") == 0)
			n += strcmp(next, "out") == 0;
		else if (strcmp(k->w[i].text, "r") == 0)
			n += strcmp(next, "o") == 0;
		else
			n += listed(uncertain, COUNT(uncertain), k->w[i].text);
	}
	return n;
}

/* One word may be a main term of the index that means much else: it counts
 * where the code's own text has it, too. */
static bool
word_in(const char *text, const char *word)
{
	struct word w[SEARCH_WORDS];
	size_t n = words_cut(text, w, SEARCH_WORDS);
	for (size_t i = 0; i < n; i++)
		if (strcmp(w[i].text, word) == 0)
			return true;
	return false;
}

#define RANK_INDEX 4 /* from here on words of others than the code's text */
#define RANK_CAUSE 7

/* The side is chosen when all else is found: it may stand anywhere. */
bool
dx_side(const char *word)
{
	static const char *const sides[] = { "right", "left", "bilateral" };
	return listed(sides, COUNT(sides), word);
}

/* Codes that say nothing, and causes: words for them stand in many a mail
 * that means something else. Hypertension with a heart or kidney disease is
 * put together from its parts, whose stage and kind have codes of their own. */
static bool
passed_over(const char *code)
{
	static const char *const heads[] = { "T14", "R52", "R69", "V", "W", "X",
		"Y", "I12", "I13", "Z139" };
	for (size_t i = 0; i < COUNT(heads); i++)
		if (strncmp(code, heads[i], strlen(heads[i])) == 0)
			return true;
	return false;
}

/* "Heart failure and end stage renal disease" is no end stage heart failure:
 * words on both sides of an "and" make one diagnosis where its name joins
 * some, too. */
static bool
says_both(const char *title)
{
	static const char *const joins[] = { " and ", " with ", " or ", ",",
		"/", "-", " due to " };
	for (size_t i = 0; i < COUNT(joins); i++)
		if (strstr(title, joins[i]) != NULL)
			return true;
	return false;
}

/* Words that name no disease alone, though those of a name come down to one:
 * "Hers' disease". */
static bool
names_none(const char *word)
{
	static const char *const words[] = { "disease", "disorder", "syndrome",
		"condition", "finding", "symptom" };
	return listed(words, COUNT(words), word);
}

/* The rows of an exact set of words that are valid that day. */
struct fits {
	struct search_exact exact[60];
	struct code_row row[60];
	size_t n;
};

static int
fits_read(const struct answer_context *c, const struct word *w, size_t n,
    struct fits *out, struct err *e)
{
	struct search_exact *exact = NULL;
	struct word plain[LONGEST];
	size_t all = 0, words = 0, one = 0, m = 0;
	bool both = false; /* "depression and anxiety" may be two */
	out->n = 0;
	for (size_t i = 0; i < n; i++)
		both |= strcmp(w[i].text, "and") == 0;
	if (search_bag(
		c->lookup, c->a, words_bag(w, n), c->on, &exact, &all, e) != 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (!dx_side(w[i].text))
			plain[m++] = w[i];
	if (all == 0 && m > 0 && m < n &&
	    search_bag(c->lookup, c->a, words_bag(plain, m), c->on, &exact,
		&all, e) != 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (!w[i].stop) {
			words++;
			one = i;
		}
	if (words == 1 && names_none(w[one].text))
		return 0;
	for (size_t i = 0; i < all && out->n < 60; i++) {
		struct code_row *row = &out->row[out->n];
		if (exact[i].rank == RANK_CAUSE || passed_over(exact[i].code) ||
		    (both && exact[i].rank > RANK_INDEX))
			continue;
		int rc = lookup_code(c->lookup, c->a, CODE_ICD10CM,
		    exact[i].code, c->on, row, e);
		if (rc < 0)
			return -1;
		if (rc == 0 || (both && !says_both(row->plain)) ||
		    (words == 1 && exact[i].rank > RANK_INDEX &&
			!word_in(row->plain, w[one].text)))
			continue;
		out->exact[out->n++] = exact[i];
	}
	return 0;
}

/* Of the surest rows: the one code, or the header of all. A header gives way
 * to the code below it that the index names for the bare words: what is not
 * specified is coded there. */
static void
fits_choose(const struct fits *f, struct dx *d)
{
	size_t best = 0;
	for (size_t i = 1; i < f->n && f->exact[i].rank == f->exact[0].rank;
	     i++)
		if (strlen(f->exact[i].code) < strlen(f->exact[best].code))
			best = i;
	d->either_n = 0;
	for (size_t i = 0; i < f->n && f->exact[i].rank == f->exact[0].rank;
	     i++) {
		if (strncmp(f->exact[i].code, f->exact[best].code,
			strlen(f->exact[best].code)) != 0)
			d->either_n = 1;
	}
	if (d->either_n > 0) {
		d->either_n = 0;
		for (size_t i = 0; i < f->n && d->either_n < DX_EITHER &&
				   f->exact[i].rank == f->exact[0].rank;
		     i++)
			d->either[d->either_n++] = f->exact[i].code;
		return;
	}
	for (size_t i = 0; i < f->n; i++)
		if (f->row[best].level == LEVEL_HEADER &&
		    f->row[i].level == LEVEL_BILLABLE &&
		    strncmp(f->exact[i].code, f->exact[best].code,
			strlen(f->exact[best].code)) == 0) {
			best = i;
			break;
		}
	d->code = f->exact[best].code;
	d->row = f->row[best];
}

static bool
word_again(const struct dx_case *k, size_t from, size_t to, size_t at)
{
	for (size_t i = from; i < to; i++)
		if (i != at && strcmp(k->w[i].text, k->w[at].text) == 0)
			return true;
	return false;
}

/* Without its first or last word the span would be the same set of words: it
 * takes a word of another diagnosis ("cancer of the prostate with cancer of
 * bone"). */
static bool
span_too_long(const struct dx_case *k, size_t from, size_t to)
{
	return to > from + 1 && (word_again(k, from, to, from) ||
				    word_again(k, from, to, to - 1));
}

/* "COPD exacerbation with acute bronchitis": a word of kind behind "with"
 * belongs to what follows it. */
static bool
takes_kind(const struct dx_case *k, size_t to)
{
	static const char *const joins[] = { "with", "and", "plus" };
	static const char *const kinds[] = { "acute", "chronic", "subacute",
		"recurrent", "severe", "mild", "moderate" };
	return to > 2 && to < k->n && !k->w[to - 1].ends && k->known[to] &&
	       listed(kinds, COUNT(kinds), k->w[to - 1].text) &&
	       listed(joins, COUNT(joins), k->w[to - 2].text);
}

/* Words that may be one diagnosis: within one sentence, known to some code's
 * text, none of them used; shared: at least one is not. */
static bool
span_fits(const struct dx_case *k, size_t from, size_t to, bool shared)
{
	bool letters = false, fresh = false;
	for (size_t i = from; i < to; i++) {
		if ((k->used[i] && !shared) ||
		    (!k->known[i] && !k->w[i].stop) ||
		    (i + 1 < to && k->w[i].ends))
			return false;
		fresh |= !k->used[i] && !k->w[i].stop;
		letters |= !k->w[i].stop && strlen(k->w[i].text) > 2 &&
			   (k->w[i].text[0] < '0' || k->w[i].text[0] > '9');
	}
	return letters && fresh && !k->w[from].stop && !k->w[to - 1].stop &&
	       !span_too_long(k, from, to) && !takes_kind(k, to);
}

static int
span_take(const struct answer_context *c, struct dx_case *k, size_t from,
    size_t to, bool shared, struct err *e)
{
	struct fits *f = arena_alloc(c->a, sizeof(*f));
	struct dx d = { .from = from, .to = to, .shared = shared };
	if (f == NULL)
		return answer_full(e);
	if (fits_read(c, k->w + from, to - from, f, e) != 0)
		return -1;
	if (f->n == 0 || k->items == DX_MAX)
		return 0;
	fits_choose(f, &d);
	if (shared && d.code == NULL)
		return 0;
	for (size_t i = from; i < to; i++)
		k->used[i] = true;
	size_t at = k->items++;
	for (; at > 0 && k->item[at - 1].from > from; at--)
		k->item[at] = k->item[at - 1];
	k->item[at] = d;
	return 1;
}

static size_t
words_that_count(const struct dx_case *k, size_t from, size_t to)
{
	size_t n = 0;
	for (size_t i = from; i < to; i++)
		n += !k->w[i].stop;
	return n;
}

/* All spans with so many words that count, the closest first: of "cancer of
 * the prostate with cancer of bone" the second one has its own "cancer". */
static int
spans_of(const struct answer_context *c, struct dx_case *k, size_t count,
    bool shared, struct err *e)
{
	for (size_t len = count; len <= LONGEST; len++)
		for (size_t i = 0; i + len <= k->n; i++)
			if (words_that_count(k, i, i + len) == count &&
			    span_fits(k, i, i + len, shared) &&
			    span_take(c, k, i, i + len, shared, e) < 0)
				return -1;
	return 0;
}

/* "In the right order" tells no side of the body, "the patient is back" no
 * part of it. */
static void
misread_free(struct dx_case *k)
{
	static const char *const things[] = { "order", "sequence", "code",
		"one", "way", "dx", "diagnosi", "icd", "icd10", "answer",
		"digit", "character", "letter", "choice", "now", "spot" };
	static const char *const returns[] = { "is", "come", "came", "coming",
		"get", "got", "call", "sent", "now", "report" };
	for (size_t i = 0; i < k->n; i++) {
		const char *word = k->w[i].text;
		if (i + 1 < k->n && strcmp(word, "right") == 0 &&
		    listed(things, COUNT(things), k->w[i + 1].text))
			k->w[i].stop = true;
		if (i > 0 && strcmp(word, "back") == 0 &&
		    listed(returns, COUNT(returns), k->w[i - 1].text))
			k->w[i].stop = true;
	}
}

static int
words_know(const struct answer_context *c, struct dx_case *k, struct err *e)
{
	for (size_t i = 0; i < k->n; i++) {
		int rc =
		    k->w[i].stop ? 0 : search_known(c->lookup, k->w[i].text, e);
		if (rc < 0)
			return -1;
		k->known[i] = rc == 1;
	}
	return 0;
}

int
dx_read(const struct answer_context *c, const char *text, struct dx_case *out,
    struct err *e)
{
	const struct lexicon *lexicon = search_lexicon(c->lookup, e);
	*out = (struct dx_case){ 0 };
	if (lexicon == NULL)
		return -1;
	out->n = words_cut(text, out->w, DX_WORDS);
	out->n = lexicon_apply(lexicon, out->w, out->n, DX_WORDS);
	misread_free(out);
	if (words_know(c, out, e) != 0)
		return -1;
	for (int shared = 0; shared < 2; shared++)
		for (size_t count = LONGEST; count > 0; count--)
			if (spans_of(c, out, count, shared, e) != 0)
				return -1;
	out->uncertain = uncertain_words(out);
	for (size_t i = 0; i < out->items; i++) {
		struct dx *d = &out->item[i];
		d->uncertain =
		    before_is(out, d->from, uncertain, COUNT(uncertain));
		d->denied = denied_before(out, d->from);
		if (!d->denied)
			behind_denied(out, d);
		d->past = before_is(out, d->from, past, COUNT(past)) ||
			  old_behind(out, d);
		treatment_read(out, d);
	}
	return 0;
}
