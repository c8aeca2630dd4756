/* date.c - text comes in, the date of service that it names goes out. Days of
 * birth, of payment or of a move are dates too, so a word of service must
 * stand in front. */
#include "service.h"

#include "pattern.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
	DATE_WORD,  /* what makes a date one of service, right in front */
	DATE_OTHER, /* what makes it another date */
	DATE_PAPER, /* what makes it a day of birth, or of a paper */
	DATE_US,    /* 3/14/2026: month first, as in US charts */
	DATE_ISO,   /* 2026-03-14 */
	DATE_DAY,   /* 14 March 2026 */
	DATE_MONTH, /* March 14, 2026; March 2026 */
	DATE_SHORT, /* 3/14, without a year, behind a word of time */
	DATE_NAMED, /* March 14, without a year */
	DATE_PATTERNS
};

#define MONTH \
	"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)" \
	"(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?\\.?"

static const char *const date_expression[DATE_PATTERNS] = {
	[DATE_WORD] =
	    "\\b(?:DOS|D\\.O\\.S\\.?|dates? of (?:service|surgery|"
	    "procedure|visit)|service dates?|services?|surger(?:y|ies)|"
	    "operat(?:ion|ed)|seen|done|performed|given|placed|visit|"
	    "procedure|admitted|inject(?:ed|ion)|insert(?:ed|ion)|"
	    "removed|on|in|from|for)\\b[^.;?!\\n]{0,24}$",
	[DATE_OTHER] =
	    "\\b(?:DOB|born|birth|moving|move|meeting|due|until|"
	    "deadline|signed|dated|effective|since|before|after|sent|"
	    "retire\\w*|delet\\w*|paid|denied|letter)\\b"
	    "[^.;?!\\n]{0,16}$|"
	    "\\b(?:last (?:seen|visit|saw|appointment)|not (?:been )?seen|"
	    "previous(?:ly)?|prior)\\b[^.;?!\\n]{0,45}$",
	[DATE_PAPER] =
	    "\\b(?:DOB|born|birth(?:day|date)?|letter|paid|denied|denial|"
	    "sent|received|signed|dated|effective|deadline|due)\\b"
	    "[^.;?!\\n]{0,16}$",
	[DATE_US] = "(?<![\\d/.-])(\\d{1,2})([/.-])(\\d{1,2})\\2"
		    "((?:20)?\\d\\d)(?![\\d/-])",
	[DATE_ISO] = "(?<!\\d)(20\\d\\d)-(\\d{1,2})-(\\d{1,2})(?!\\d)",
	[DATE_DAY] =
	    "(?<!\\d)(\\d{1,2})(?:st|nd|rd|th)?\\s+(?:of\\s+)?\\b" MONTH
	    ",?\\s+(20\\d\\d)\\b",
	[DATE_MONTH] = "\\b" MONTH "\\s+(?:(\\d{1,2})(?:st|nd|rd|th)?,?\\s+)?"
		       "(20\\d\\d)\\b",
	[DATE_SHORT] =
	    "\\b(?:on|DOS:?|done|back|seen|visit|surgery|returned|came|"
	    "performed|and|then|again|was|date|until|to)\\s+(?:on )?(\\d{1,2})"
	    "([/-])(\\d{1,2})(?![\\d/%-]|\\.\\d)",
	[DATE_NAMED] = "\\b" MONTH "\\s+(\\d{1,2})(?:st|nd|rd|th)?\\b"
		       "(?!,?\\s+20\\d\\d|[-/])",
};
static struct pattern *date_pattern[DATE_PATTERNS];

int
service_init(struct err *e)
{
	for (int i = 0; i < DATE_PATTERNS; i++)
		if (date_pattern[i] == NULL &&
		    pattern_new(date_expression[i], &date_pattern[i], e) != 0)
			return -1;
	return 0;
}

/* A group as a number, -1 where it took no part; four digits at most. */
static int
date_number(const char *text, const struct match *m, int group)
{
	if (m->start[group] == (size_t)-1)
		return -1;
	int number = 0;
	for (size_t i = m->start[group]; i < m->end[group]; i++)
		number = number * 10 + (text[i] - '0');
	return number;
}

static int
date_month(const char *name)
{
	static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";
	for (size_t i = 0; i < 12; i++)
		if (strncasecmp(months + 3 * i, name, 3) == 0)
			return (int)i + 1;
	return 0;
}

static date
date_read(int which, const char *text, const struct match *m)
{
	int year, month, day;
	switch (which) {
	case DATE_US:
		month = date_number(text, m, 1);
		day = date_number(text, m, 3);
		year = date_number(text, m, 4);
		break;
	case DATE_ISO:
		year = date_number(text, m, 1);
		month = date_number(text, m, 2);
		day = date_number(text, m, 3);
		break;
	case DATE_DAY:
		day = date_number(text, m, 1);
		month = date_month(text + m->start[2]);
		year = date_number(text, m, 3);
		break;
	default:
		month = date_month(text + m->start[1]);
		day = date_number(text, m, 2);
		year = date_number(text, m, 3);
		break;
	}
	if (day < 0) /* a month alone */
		day = 1;
	return date_make(year < 100 ? 2000 + year : year, month, day);
}

static bool
date_serves(const char *text, size_t at)
{
	struct match m;
	size_t from = at > 60 ? at - 60 : 0;
	return pattern_match(date_pattern[DATE_WORD], text, at, from, &m) &&
	       !pattern_match(date_pattern[DATE_OTHER], text, at, from, &m);
}

date
service_find(const char *text, size_t n)
{
	assert(date_pattern[DATE_PATTERNS - 1] != NULL);
	date found = 0;
	size_t place = n;
	for (int i = DATE_US; i < DATE_SHORT; i++) {
		struct match m;
		for (size_t at = 0;
		     at < place &&
		     pattern_match(date_pattern[i], text, n, at, &m) &&
		     m.start[0] < place;
		     at = m.end[0]) {
			date d = date_read(i, text, &m);
			if (d == 0 || !date_serves(text, m.start[0]))
				continue;
			found = d;
			place = m.start[0];
		}
	}
	return found;
}

static int
dated_order(const void *a, const void *b)
{
	const struct dated *x = a, *y = b;
	return x->start < y->start ? -1 : x->start > y->start;
}

size_t
service_dates(const char *text, size_t n, struct dated *out, size_t max)
{
	size_t found = 0;
	for (int i = DATE_US; i < DATE_SHORT; i++) {
		struct match m, paper;
		for (size_t at = 0;
		     found < max &&
		     pattern_match(date_pattern[i], text, n, at, &m);
		     at = m.end[0]) {
			size_t from = m.start[0] > 60 ? m.start[0] - 60 : 0;
			date d = date_read(i, text, &m);
			/* a month alone is no day to count from */
			if (d == 0 ||
			    (i == DATE_MONTH && m.start[2] == (size_t)-1) ||
			    pattern_match(date_pattern[DATE_PAPER], text,
				m.start[0], from, &paper))
				continue;
			out[found++] = (struct dated){ d, m.start[0],
				m.end[0] - m.start[0] };
		}
	}
	qsort(out, found, sizeof(*out), dated_order);
	return found;
}

/* Days without a year, as of one year that has no leap day. */
static size_t
days_short(const char *text, size_t n, struct dated *out, size_t max)
{
	const int year = 2025;
	size_t found = 0;
	for (int i = DATE_SHORT; i < DATE_PATTERNS; i++) {
		struct match m;
		for (size_t at = 0;
		     found < max &&
		     pattern_match(date_pattern[i], text, n, at, &m);
		     at = m.end[0]) {
			bool named = i == DATE_NAMED;
			date d = date_make(year,
			    named ? date_month(text + m.start[1])
				  : date_number(text, &m, 1),
			    date_number(text, &m, named ? 2 : 3));
			if (d != 0)
				out[found++] = (struct dated){ d, m.start[0],
					m.end[0] - m.start[0] };
		}
	}
	qsort(out, found, sizeof(*out), dated_order);
	return found;
}

int
service_gap(const char *text, size_t n, struct dated *second_out)
{
	struct dated day[4] = { 0 };
	size_t found = days_short(text, n, day, 4);
	if (found != 2 || day[1].day <= day[0].day)
		return 0;
	int gap = date_days(day[0].day, day[1].day);
	*second_out = day[1];
	return gap <= 120 ? gap : 0;
}
