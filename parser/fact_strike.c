/* fact_strike.c - a fact's place in a text comes in; whether the words beside it
 * take it back goes out. */
#include "fact_strike.h"

#include "pattern.h"
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Words in front of a fact that take it back, in the same clause. */
#define WORDS(n) "(?:[\\s-]+[\\w'/]+){0," #n "}[\\s-]*$"
static const char *const strike_expression[] = {
	/* negation reaches a few words, never past a comma or "but" */
	"\\bnon[\\s-]*$",
	"\\b(?:no|never|without|w/"
	"o|denie[sd]|denying|neither|nor|excluding|"
	"absent|ruled out|negative "
	"for)(?:[\\s-]+(?!but\\b|(?:(?<=contrast )|(?<=guidance )|"
	"(?<=ultrasound )|(?<=imaging ))(?:and|plus|of|in)\\b)"
	"[\\w'/]+){0,2}[\\s-]*$",
	"\\b(?:not|isn't|wasn't|aren't|weren't|rather than|instead of|as "
	"opposed "
	"to|"
	"other than)(?:[\\s-]+(?!but\\b|only\\b|just\\b|sure\\b)[\\w'/]+){0,3}"
	"[\\s-]*$",
	"\\b(?:does|did|do|has|had|have|could)n't(?! (?:we|i|they|you)\\b)"
	"(?:[\\s-]+(?!but\\b|only\\b|just\\b)[\\w'/]+){0,3}[\\s-]*$",
	/* history */
	"(?:\\bh/o|\\bhx(?: of)?|\\bhistory of|\\bs/p|\\bstatus "
	"post|\\bp/h|\\bpmh|"
	"\\bpsh|\\bpast (?:medical|surgical) history)[:\\s]*" WORDS(4),
	"\\b(?:previous(?:ly)?|prior|former(?:ly)?)" WORDS(1),
	/* family */
	"(?:\\bfhx?\\b|\\bfamily "
	"(?:history|hx)|\\b(?:mother|father|mom|dad|brother|"
	"sister|aunt|uncle|grand(?:mother|father)|cousin|parent)(?:'s)?"
	"(?!\\s+of\\b|\\s+(?:brought|brings|says|called)))\\b:?" WORDS(5),
	/* hypothesis; "what if she were 4" is the way people ask on */
	"(?:\\br/o|\\b(?:suspicious|worrisome|concern(?:ing)?) for|"
	"\\brule out|\\bpossibl[ey]|\\bprobabl[ey]|\\bsuspected|"
	"\\bunless|\\bin case of|\\bwould have been|(?<!what if )(?<!and "
	")\\bhad it been|"
	"(?<!what )(?<!and )(?<!or )\\bif it had been|\\bvs\\.? the)" WORDS(3),
};
#define STRIKES (sizeof(strike_expression) / sizeof(strike_expression[0]))

/* Behind it, up to the end of the clause: it was not done; or "knee replacement
 * status", which is a diagnosis: it was done once. */
static const char behind_expression[] =
    "\\G[\\s-]+(?:(?:right|left|bilateral|replacement|surgery|of|the|side)\\s+)"
    "{0,2}(?<!opps )status\\b(?! "
    "(?:indicator|change|code|letter|epilep|asthma|migrain|"
    "[a-z]\\d?\\b))|"
    "\\G(?:[\\s-]+(?!but\\b|and\\b)[\\w'/]+){0,2}\\s+(?:(?:was|were|is|are|has "
    "been|have been|had been)(?: not| never)|(?:was|were|is|are)n't)\\s+"
    "(?:\\w+ly )?(?:done|performed|used|attempted|tried|removed|taken|excised|"
    "needed|required|necessary|an option|possible|feasible|given|placed|"
    "involved|touched|injected|repaired|opened|affected|undertaken)\\b";

/* Weaker words, which count only where another fact says otherwise: what was
 * planned, what was once, whose it is, how far a negation may reach. */
#define ON \
	"(?:(?!\\bbut\\b|\\bconver|\\bturned|\\bthen\\b|\\bnow\\b|" \
	"\\btoday|\\binstead|\\bother\\b|\\bbrought|\\bbrings)[^.;!?]){0,40}$"
static const char weak_before_expression[] =
    "\\b(?:previous(?:ly)?|prior|former(?:ly)?|originally|initially|started|"
    "began|planned|scheduled|intended|attempted|booked|consented|thought|"
    "believed|listed as|no|not|never|"
    "without(?! (?:iv |any )?(?:contrast|dye|gadolinium|guidance|ultrasound|"
    "imaging)\\b)|since|when (?:he|she|they)|"
    "diagnosed at|last (?:year|month|week)|sister|"
    "brother|mother|father|wife|husband)\\b" ON;
static const char weak_behind_expression[] =
    "\\G(?:\\s*(?:old )?(?:mother|father|mom|dad|parent|"
    "grand(?:mother|father))\\b|[^.,;!?]{0,40}?\\b(?:last (?:year|month|week)|"
    "(?:years?|months?|weeks?) ago|in (?:19|20)\\d\\d|previously|in the "
    "past|back then|was (?:planned|scheduled|attempted))\\b)";

enum {
	STRIKE_BEHIND = STRIKES,
	STRIKE_WEAK_BEFORE,
	STRIKE_WEAK_BEHIND,
	STRIKE_COUNT
};

struct strikes {
	struct pattern *pattern[STRIKE_COUNT];
};

int
strikes_new(struct strikes **out, struct err *e)
{
	struct strikes *s = calloc(1, sizeof(*s));
	if (s == NULL)
		abort();
	for (size_t i = 0; i < STRIKE_COUNT; i++) {
		const char *x = i < STRIKES          ? strike_expression[i]
				: i == STRIKE_BEHIND ? behind_expression
				: i == STRIKE_WEAK_BEFORE
				    ? weak_before_expression
				    : weak_behind_expression;
		if (pattern_new(x, &s->pattern[i], e) != 0) {
			strikes_free(s);
			return -1;
		}
	}
	*out = s;
	return 0;
}

void
strikes_free(struct strikes *s)
{
	for (size_t i = 0; s != NULL && i < STRIKE_COUNT; i++)
		pattern_free(s->pattern[i]);
	free(s);
}

/* Where the clause begins in which text[at] stands. */
static size_t
clause_start(const char *text, size_t at)
{
	size_t low = at > 100 ? at - 100 : 0;
	for (size_t i = at; i > low; i--) {
		char c = text[i - 1];
		if (strchr(";:?!()", c) != NULL || c == ',')
			return i;
		if (c == '.' && i < at && (text[i] == ' ' || text[i] == '\n'))
			return i;
		if (c == '\n' && i > 1 && text[i - 2] == '\n')
			return i;
	}
	return low;
}

bool
strike_before(const struct strikes *s, const char *text, size_t at)
{
	struct match m;
	/* a match may begin with the end of the sentence before, whose words
	 * do not reach it */
	while (text[at] != '\0' && strchr(" \t\n.!?,;:", text[at]) != NULL)
		at++;
	size_t from = clause_start(text, at);
	for (size_t i = 0; i < STRIKES; i++)
		if (pattern_match(s->pattern[i], text, at, from, &m))
			return true;
	return false;
}

bool
strike_behind(const struct strikes *s, const char *text, size_t n, size_t end)
{
	struct match m;
	return pattern_match(s->pattern[STRIKE_BEHIND], text, n, end, &m);
}

static bool
strike_weak(
    const struct strikes *s, const char *text, size_t n, const struct fact *f)
{
	struct match m;
	size_t from = clause_start(text, f->start);
	return pattern_match(
		   s->pattern[STRIKE_WEAK_BEFORE], text, f->start, from, &m) ||
	       pattern_match(s->pattern[STRIKE_WEAK_BEHIND], text, n,
		   f->start + f->len, &m);
}

static bool
strike_differ(const struct fact *f, const struct fact *g)
{
	return strcmp(f->name, g->name) == 0 &&
	       (f->milli != g->milli ||
		   (f->milli == INT64_MIN && strcmp(f->value, g->value) != 0));
}

/* Ages of two people, and words; other numbers may all count. */
static bool
strike_may(const struct fact *f)
{
	static const char *const kept[] = { "topic", "wants", "asks", "date" };
	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		if (strcmp(f->name, kept[i]) == 0)
			return false;
	return f->milli == INT64_MIN || strcmp(f->name, "age") == 0;
}

/* "benign or malignant": neither is told. */
static bool
strike_either(const char *text, const struct fact *f, const struct fact *g)
{
	size_t end = f->start + f->len;
	return f->milli == INT64_MIN && g->start == end + 4 &&
	       strncasecmp(text + end, " or ", 4) == 0;
}

static bool
strike_open(const char *text, const struct fact *fact, size_t n, size_t i)
{
	for (size_t k = 0; k < n; k++)
		if (strike_differ(&fact[i], &fact[k]) &&
		    (strike_either(text, &fact[i], &fact[k]) ||
			strike_either(text, &fact[k], &fact[i])))
			return true;
	return false;
}

size_t
strike_conflicts(const struct strikes *s, const char *text, size_t len,
    struct fact *fact, size_t n)
{
	enum {
		SOUND,
		WEAK,
		OPEN
	} *state = calloc(n + 1, sizeof(*state));
	size_t kept = 0;
	if (state == NULL)
		abort();
	for (size_t i = 0; i < n; i++) {
		bool rival = false;
		for (size_t k = 0; strike_may(&fact[i]) && !rival && k < n; k++)
			rival = strike_differ(&fact[i], &fact[k]);
		if (rival && strike_open(text, fact, n, i))
			state[i] = OPEN;
		else if (rival && strike_weak(s, text, len, &fact[i]))
			state[i] = WEAK;
	}
	for (size_t i = 0; i < n; i++) {
		bool goes = state[i] == OPEN;
		for (size_t k = 0; state[i] == WEAK && !goes && k < n; k++)
			goes = state[k] == SOUND &&
			       strike_differ(&fact[i], &fact[k]);
		if (!goes)
			fact[kept++] = fact[i];
	}
	free(state);
	return kept;
}
