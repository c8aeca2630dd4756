/* question_tail.c - a mail's words come in; blanks go out where they say who
 * wrote it. Reading takes care of telephones and credentials before
 * (visible_signature.c); a mere name and a house stay visible to a coder, but
 * tell no facts. */
#include "question_tail.h"

#include "pattern.h"
#include <assert.h>
#include <ctype.h>
#include <stdbool.h>
#include <string.h>

enum {
	TAIL_SIGNED, /* names behind a sign-off, up to the end */
	TAIL_BLOCK,  /* a last paragraph of a name and a house */
	TAIL_INTRO,  /* "this is Dana from Left Coast Billing" */
	TAIL_COUNT
};

/* Names are written with capitals, and numbers in them are telephones. */
#define CAPITAL   "(?-i:[A-Z]|[^\\x00-\\x7f])"
#define NAME_WORD "(?>(?:Dr|St|Mt)\\.|" CAPITAL "(?:[\\w'&/-]|\\.(?=\\w))*)"
#define SMALL \
	"(?:of|and|the|for|at|in|on|de|la|from|with|ext|fax|cell|direct|" \
	"phone|" \
	"dept|office|front desk|billing|coding|biller|coder|manager|asc)\\b"
#define WORD \
	"(?>" NAME_WORD "|" SMALL "|\\(?\\d{3}[\\d.()-]*|\\d+(?=\\s*$)|[&@|])"
#define GAP  "(?>[ \\t,|()*/:.-]*+)"
#define LINE "[ \\t*_-]*" WORD "(?>" GAP WORD ")*+" GAP
/* Words of the trade: at least one of them stands in a block of names. */
#define HOUSE \
	"\\b(?:billing|billers?|coding|coders?|clinics?|hospitals?|" \
	"associates|" \
	"assoc|group|cent(?:er|re)s?|institute|health(?:care)?|medical|" \
	"medicine|practices?|manager|supervisor|director|dep(?:t|artment)|" \
	"team|services|solutions|partners|pediatrics|p?a?ediatricians|" \
	"orthop\\w+|dermatology|cardiology|urology|gastro\\w+|oncology|" \
	"radiology|an[a]?esthesia|surgery|surgeons|surgical|physicians|" \
	"specialists|urgent care|dialysis|llc|inc|pllc|pc|rev(?:enue)? cycle|" \
	"dr|md|do|np|pa-c|rn|cpc|ccs|rhit|rhia|office)\\b"
/* Heads of lines that tell of a case, however they are written. */
#define CASE \
	"(?:left|right|bilateral|both|new|established|initial|first|repeat|" \
	"medicare|medicaid|inpatient|outpatient|office|hospital|observation|" \
	"open|closed|yes|no|age|dos|pt|patient|cpt|icd|dx|code|what|which|" \
	"how|can|is|does|same|surgery|laparoscopic|benign|malignant)\\b"

static const char *const tail_expression[TAIL_COUNT] = {
	[TAIL_SIGNED] =
	    "(?:\\A|\\n|[.!?,]\\s)[ \\t]*(?:(?:many )?thanks|thank you|thx|"
	    "thanx|ty|tia|(?:(?:best|kind|warm) )?regards|best|cheers|"
	    "sincerely|respectfully|v/r|appreciate it|much appreciated)"
	    "(?: (?:so much|a lot|again|in advance|very much|kindly|yours|"
	    "for (?:your|the|any|all) (?:your )?help))*[ \\t]*"
	    "(?:[,.!-][ ,.!-]*|\\n)\\s*+(?=[\\s\\S]*" HOUSE ")(?!" CASE ")"
	    "(" LINE "(?>\\n+" LINE "){0,6})\\s*\\z",
	[TAIL_BLOCK] =
	    "\\n[ \\t]*\\n[ \\t*_-]*+(?!" CASE ")(?=(?:[^\\n?]*\\n?){1,6}\\z)"
	    "(?=[\\s\\S]*" HOUSE ")(" NAME_WORD "(?: " NAME_WORD "){0,3}"
	    "[ \\t*_.]*(?:\\n|[,(|@-]|from\\b|at\\b|with\\b)[ \\t(]*" LINE
	    "(?>\\n" LINE "){0,5})\\s*\\z",
	[TAIL_INTRO] =
	    "\\b(?:this is|my name is|i am|i'm|we are|we're|(?:i|we) "
	    "(?:work|code|bill) (?:for|at|with)|(?:calling|writing|hello|hi|"
	    "greetings) from)\\s+(?!" CASE ")((?:(?:the|a|an?) \\w+ (?:at|for|"
	    "with|from) )?" NAME_WORD "(?:,?\\s(?:(?:from|with|at|of|and|the|"
	    "a coder at|a biller at)\\s|&\\s)*" NAME_WORD "){1,8}+)",
};
static struct pattern *tail_pattern[TAIL_COUNT];
static struct pattern *tail_house;

int
tail_init(struct err *e)
{
	for (int i = 0; i < TAIL_COUNT; i++)
		if (tail_pattern[i] == NULL &&
		    pattern_new(tail_expression[i], &tail_pattern[i], e) != 0)
			return -1;
	return tail_house != NULL ? 0 : pattern_new(HOUSE, &tail_house, e);
}

/* Where all is written large, capitals make no names. */
static bool
tail_shouts(const char *s)
{
	size_t large = 0, small = 0;
	for (; *s != '\0'; s++) {
		large += isupper((unsigned char)*s) != 0;
		small += islower((unsigned char)*s) != 0;
	}
	return large > small;
}

static void
tail_wipe(char *s, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (s[i] != '\n')
			s[i] = ' ';
}

void
tail_blank(char *s)
{
	const size_t far = 700; /* a signature is no longer */
	size_t n = strlen(s);
	size_t from = n > far ? n - far : 0;
	struct match m;

	assert(tail_house != NULL);
	if (tail_shouts(s))
		return;
	for (int i = TAIL_SIGNED; i <= TAIL_BLOCK; i++)
		if (pattern_match(tail_pattern[i], s, n, from, &m))
			tail_wipe(s, m.start[1], m.end[1]);
	if (pattern_match(tail_pattern[TAIL_INTRO], s, n, 0, &m)) {
		struct match house;
		if (pattern_match(tail_house, s, m.end[1], m.start[1], &house))
			tail_wipe(s, m.start[1], m.end[1]);
	}
}
