/* visible_line.c - what each line of a text is. In: lines. Out: their kinds,
 * by tables of words and by form. */
#include "visible_line.h"
#include "visible_words.h"
#include <ctype.h>
#include <string.h>
#include <strings.h>

#define WROTE_LINES 5   /* an attribution is folded over at most so many */
#define WROTE_BYTES 400 /* and no longer */
#define LEGAL_LINES 4   /* in which a footer says what it is */
#define HEAD_LINES  14  /* a header block in a text, with folded lines */

static bool
blank(const struct line *l)
{
	return l->n == 0;
}

/* The line without leading white space, quote marks and bold stars. */
struct line
line_bare(const struct line *l)
{
	struct line out = *l;

	while (out.n > 0 &&
	       (isspace((unsigned char)*out.p) || strchr(">*_|", *out.p))) {
		out.p++;
		out.n--;
	}
	while (out.n > 0 && (out.p[out.n - 1] == '*' ||
				isspace((unsigned char)out.p[out.n - 1])))
		out.n--;
	return out;
}

static bool
has_digit(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (isdigit((unsigned char)p[i]))
			return true;
	return false;
}

/* A digit of ASCII, Arabic (U+0660) or Persian (U+06F0). */
static bool
has_numeral(const char *p, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		unsigned char a = (unsigned char)p[i - 1];
		unsigned char b = (unsigned char)p[i];

		if ((a == 0xD9 && b >= 0xA0 && b <= 0xA9) ||
		    (a == 0xDB && b >= 0xB0 && b <= 0xB9))
			return true;
	}
	return has_digit(p, n);
}

static bool
ends_colon(const char *p, size_t n)
{
	while (n > 0 && (isspace((unsigned char)p[n - 1]) || p[n - 1] == '*'))
		n--;
	return n > 0 &&
	       (p[n - 1] == ':' || (n > 3 && memcmp(p + n - 3, "：", 3) == 0));
}

/* "> ..." or, from some clients, "| ..."; a row of a table has more bars. */
static bool
is_quote(const struct line *l)
{
	const char *p = l->p, *end = l->p + l->n;

	while (p < end && *p == ' ')
		p++;
	if (p < end && *p == '|')
		return (p + 1 == end || p[1] == ' ') &&
		       !memchr(p + 1, '|', (size_t)(end - p) - 1);
	return p < end && *p == '>';
}

/* "Ann Lee <a@b.example> 10/19/2026 4:02 PM >>>", in older versions with ">>>"
 * in front, too: GroupWise, which marks no line of what it quotes. */
static bool
is_groupwise(const struct line *l)
{
	return l->n > 15 && l->n < 200 &&
	       memcmp(l->p + l->n - 4, " >>>", 4) == 0 &&
	       has_digit(l->p, l->n) && memchr(l->p, ':', l->n) &&
	       (memchr(l->p, '/', l->n) || memchr(l->p, '@', l->n));
}

/* Only marks: "-----", "_____", "* * *", Gmail's tracking dot. */
static bool
is_rule(const struct line *l)
{
	size_t marks = 0;

	for (size_t i = 0; i < l->n; i++) {
		unsigned char c = (unsigned char)l->p[i];

		if (c == 0xE2 && i + 2 < l->n &&
		    (unsigned char)l->p[i + 1] == 0x80 &&
		    ((unsigned char)l->p[i + 2] & 0xF0) == 0x90) {
			i += 2; /* a long dash */
			marks += 2;
		} else if (c == 0xE1 && i + 2 < l->n &&
			   memcmp(l->p + i, "ᐧ", 3) == 0) {
			i += 2;
			marks += 2;
		} else if (strchr("-_=*#~+.", (char)c)) {
			marks++;
		} else if (!isspace(c)) {
			return false;
		}
	}
	return marks >= 2;
}

static bool
is_dashes(const struct line *l)
{
	return (l->n == 2 && memcmp(l->p, "--", 2) == 0) ||
	       (l->n == 3 && memcmp(l->p, "—", 3) == 0);
}

/* "-----Original Message-----": dashes, some words, mostly dashes. */
static enum line_kind
divider_kind(const struct line *line)
{
	struct line l = line_bare(line);
	size_t begin = 0, end = l.n;

	while (begin < end && strchr("-_=", l.p[begin]))
		begin++;
	while (end > begin && strchr("-_= ", l.p[end - 1]))
		end--;
	if (begin < 2 || end - begin < 3 || end - begin > 200 ||
	    (l.n - end < 2 && begin < 5))
		return LINE_TEXT;
	if (l.n - end >= 2 &&
	    words_within(words_wrote, l.p + begin, end - begin))
		return LINE_ORIGINAL;
	if (end - begin > 60)
		return LINE_TEXT;
	if (words_within(words_forward, l.p + begin, end - begin))
		return LINE_FORWARD;
	if (words_within(words_original, l.p + begin, end - begin))
		return LINE_ORIGINAL;
	return LINE_TEXT;
}

/* Words between dashes, in whatever language. */
static bool
is_divider(const struct line *line)
{
	struct line l = line_bare(line);
	size_t n = 0;

	while (n < l.n && l.p[n] == '-')
		n++;
	return n >= 4 && l.n > 2 * n && l.n < 200 &&
	       memcmp(l.p + l.n - 4, "----", 4) == 0;
}

int
line_head_kind(const struct line *line, const char **value_out)
{
	struct line l = line_bare(line);
	int kind = 0;
	size_t best = 0;

	if (!memchr(l.p, ':', l.n < 40 ? l.n : 40) &&
	    (l.n == 0 || (unsigned char)*l.p < 0x80))
		return 0;
	for (size_t i = 0; i < words_head_count; i++) {
		size_t n = strlen(words_heads[i].word), at = n;

		if (n > l.n || n < best ||
		    tolower((unsigned char)*words_heads[i].word) !=
			tolower((unsigned char)*l.p) ||
		    strncasecmp(l.p, words_heads[i].word, n) != 0)
			continue;
		while (at < l.n &&
		       (l.p[at] == ' ' || l.p[at] == '*' || l.p[at] == '\t'))
			at++;
		if (at + 2 < l.n && memcmp(l.p + at, "：", 3) == 0)
			at += 3;
		else if (at + 1 < l.n && memcmp(l.p + at, "\xC2\xA0", 2) == 0)
			at += 3;
		else if (at < l.n && l.p[at] == ':')
			at++;
		else
			continue;
		kind = words_heads[i].kind;
		best = n;
		if (value_out)
			*value_out = l.p + (at > l.n ? l.n : at);
	}
	return kind;
}

/* Fields that stand behind another on one line, as some HTML leaves them. */
static int
head_more(const struct line *l)
{
	static const char *const dates[] = { "Date:", "Sent:", NULL };

	return words_within(dates, l->p, l->n) ? HEAD_DATE : 0;
}

static bool
has_mail(const struct line *l)
{
	return memchr(l->p, '@', l->n) != NULL;
}

/*
 * A block of header lines as Outlook writes above what it quotes: From with
 * Date or Subject. Folded lines and empty ones may stand between. "From:
 * 1/2 To: 1/5" is none: a span of service dates has no subject.
 */
static size_t
head_span(const struct line *line, size_t n)
{
	int seen = 0, first = line_head_kind(&line[0], NULL);
	size_t last = 0, gap = 0;
	bool mail = false;

	if (!(first & (HEAD_FROM | HEAD_DATE | HEAD_TO | HEAD_SUBJECT)))
		return 0;
	for (size_t i = 0; i < n && i < HEAD_LINES && gap < 3; i++) {
		int kind = line_head_kind(&line[i], NULL);

		if (kind != 0) {
			seen |= kind | head_more(&line[i]);
			mail |= has_mail(&line[i]);
			last = i;
			gap = 0;
		} else {
			gap++;
		}
	}
	if ((seen & HEAD_DATE) && (seen & HEAD_TO) && mail && last < 3)
		return last + 1;
	if (!(seen & HEAD_FROM) || !(seen & (HEAD_DATE | HEAD_SUBJECT)))
		return 0;
	if (!(seen & (HEAD_TO | HEAD_SUBJECT)) && last > 3)
		return 0;
	return last + 1;
}

/* Up to WROTE_LINES lines as one, blanks squeezed. */
struct joined {
	char text[WROTE_BYTES + 1];
	size_t n;
};

static bool
join_add(struct joined *j, const struct line *line)
{
	struct line l = line_bare(line);

	if (j->n + l.n + 1 > WROTE_BYTES)
		return false;
	if (j->n > 0)
		j->text[j->n++] = ' ';
	memcpy(j->text + j->n, l.p, l.n);
	j->n += l.n;
	j->text[j->n] = '\0';
	return true;
}

/* "On Mon, 3 May, Ann <a@b.example> wrote:" and its kin in other orders. */
static bool
is_wrote(const struct joined *j, bool quote)
{
	const char *verb = words_within(words_wrote, j->text, j->n);
	bool on = words_begins(words_on, j->text, j->n) > 0;
	bool date = has_numeral(j->text, j->n);
	bool mail = memchr(j->text, '@', j->n) != NULL;
	size_t behind;

	if (!verb)
		return false;
	behind = j->n - (size_t)(verb - j->text);
	if (!ends_colon(j->text, j->n))
		/* Vietnamese and some phones leave the colon out. */
		return on && date && mail && behind < 12;
	if (on && date && (mail || behind < 90))
		return true;
	/* Horde: "Quoting Ann <a@b.example>:". */
	if (words_begins(words_quoting, j->text, j->n) > 0)
		return mail || quote;
	/* "Ann wrote on 3/5/2026 9:14 AM:" */
	if (quote && date && behind < 60 && j->n < 120)
		return true;
	return (date || mail) && (behind < 24 || (mail && date));
}

/* A time of day, "14:41". */
static bool
has_time(const char *p, size_t n)
{
	for (size_t i = 1; i + 2 < n; i++)
		if (p[i] == ':' && has_digit(p + i - 1, 1) &&
		    has_digit(p + i + 1, 1) && has_digit(p + i + 2, 1))
			return true;
	return false;
}

static size_t
digits_in(const char *p, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += isdigit((unsigned char)p[i]) != 0;
	return count;
}

/* Begins with a date: a digit, or a day of the week with a comma. */
static bool
begins_date(const char *p, size_t n)
{
	static const char *const days[] = { "Mon,", "Tue,", "Wed,", "Thu,",
		"Fri,", "Sat,", "Sun,", "Monday,", "Tuesday,", "Wednesday,",
		"Thursday,", "Friday,", "Saturday,", "Sunday,", "пн,", "вт,",
		"ср,", "чт,", "пт,", "сб,", "вс,", "Понедельник,", "Вторник,",
		"Среда,", "Четверг,", "Пятница,", "Суббота,", "Воскресенье,",
		NULL };

	return n > 10 && (has_digit(p, 1) || words_begins(days, p, n) > 0);
}

/* "2011-04-07 11:28 GMT+02:00 Ann <a@b.example>:": date and address, and no
 * verb. A bare one counts where a quote follows, or the zone is there. */
static bool
is_dated(const struct joined *j, bool quote)
{
	const char *p = j->text;
	size_t n = j->n;
	bool dated = begins_date(p, n);

	if (n > 250 || digits_in(p, n) < 6)
		return false;
	if (memchr(p, '@', n) && n > 2 && p[n - 1] == ':' && p[n - 2] == '>')
		return dated || has_time(p, n);
	/* Mutt: "* Ann <a@b.example> [2026-10-19 16:02 -0500]:" */
	if (memchr(p, '@', n) && quote && ends_colon(p, n) && has_time(p, n))
		return true;
	if (!dated)
		return false;
	if (strstr(p, " GMT+") && has_time(p, n) && digits_in(p, 10) == 8)
		return ends_colon(p, n) || quote || !strchr(p, '<');
	return memchr(p, '@', n) && p[n - 1] == '>' && quote;
}

static bool
next_is_quote(const struct line *line, size_t n)
{
	size_t i = 1;

	while (i < n && blank(&line[i]))
		i++;
	return i < n && is_quote(&line[i]);
}

static bool
begins_on(const struct line *l)
{
	struct line b = line_bare(l);

	return words_begins(words_on, b.p, b.n) > 0 && has_digit(b.p, b.n);
}

static bool
may_begin_wrote(const struct line *l)
{
	struct line b = line_bare(l);

	if (b.n == 0)
		return false;
	return words_begins(words_on, b.p, b.n) > 0 || begins_date(b.p, b.n) ||
	       words_begins(words_quoting, b.p, b.n) > 0 ||
	       memchr(b.p, '@', b.n) != NULL ||
	       (has_digit(b.p, b.n) && words_within(words_wrote, b.p, b.n));
}

/* One client sets empty lines round the address. */
static bool
is_gap(const struct line *line, size_t i, size_t n)
{
	return i > 0 && i + 1 < n && blank(&line[i]) && line[i + 1].n == 1 &&
	       line[i + 1].p[0] == '<';
}

static size_t
wrote_span(const struct line *line, size_t n)
{
	struct joined j = { .n = 0 };
	bool on = words_begins(words_on, line_bare(line).p, line_bare(line).n) >
		  0;
	bool quote;

	if (!may_begin_wrote(line))
		return 0;
	for (size_t i = 0; i < n && i < WROTE_LINES; i++) {
		if (is_gap(line, i, n))
			continue;
		if (blank(&line[i]) || !join_add(&j, &line[i]))
			return 0;
		/* A new one begins: the lines above are no part of it. */
		if (i > 0 && (begins_on(&line[i]) || (!on && i > 2)))
			return 0;
		quote = next_is_quote(line + i, n - i);
		if (is_wrote(&j, quote) || is_dated(&j, quote))
			return i + 1;
	}
	return 0;
}

/* "Sure. On Wed, Apr 4, bob@b.example wrote:": words and attribution on one
 * line. Gives the bytes before the attribution. */
static size_t
wrote_inside(const struct line *l)
{
	for (size_t i = 1; i + 8 < l->n && l->n < 1000; i++) {
		struct line rest = *l;
		struct joined j = { .n = 0 };

		if (strncmp(l->p + i, "On ", 3) != 0 ||
		    !(l->p[i - 1] == ' ' || l->p[i - 1] == '-'))
			continue;
		rest.p += i;
		rest.n -= i;
		if (!memchr(rest.p, '@', rest.n) || !join_add(&j, &rest) ||
		    !is_wrote(&j, false))
			continue;
		while (i > 0 && strchr(" -", l->p[i - 1]))
			i--;
		return i;
	}
	return 0;
}

/* ", Samsung Galaxy": behind the name of a carrier. */
static bool
names_device(const char *p, size_t n)
{
	return n > 2 && words_begins(words_device_name, p + 2, n - 2) > 0;
}

/* Sign-offs of phones and apps are short and one phrase: "Sent from my desk,
 * it is easier there" is none. */
static bool
is_device(const struct line *line)
{
	struct line l = line_bare(line);
	const char *link;
	size_t words = 1;

	while (l.n > 0 && (*l.p == '[' || *l.p == '(' || *l.p == '-')) {
		l.p++;
		l.n--;
	}
	link = memmem(l.p, l.n, "http", 4);
	if (link)
		l.n = (size_t)(link - l.p);
	if (l.n > 120 || words_begins(words_device, l.p, l.n) == 0)
		return false;
	for (size_t i = 0; i + 1 < l.n; i++) {
		if (l.p[i] == '?' ||
		    (l.p[i] == ',' && !names_device(l.p + i, l.n - i)))
			return false;
		words += l.p[i] == ' ';
	}
	return words <= 12;
}

static bool
is_title(const struct line *l)
{
	size_t n = words_begins(words_legal_title, l->p, l->n);

	return n > 0 && (n == l->n || (n + 1 == l->n && l->p[n] == ':'));
}

/* Of the n lines from here: a footer is folded over several. */
static bool
is_legal(const struct line *line, size_t n)
{
	struct line l = line_bare(line);

	if (words_begins(words_legal, l.p, l.n) > 0 || is_title(&l))
		return true;
	if (words_begins(words_legal_weak, l.p, l.n) == 0)
		return false;
	for (size_t i = 0; i < n && i < LEGAL_LINES && !blank(&line[i]); i++)
		if (words_within(words_secret, line[i].p, line[i].n))
			return true;
	return false;
}

/* A header block says what the divider above it is. */
static bool
head_follows(const struct line *line, size_t n)
{
	size_t i = 1;

	while (i < n && i < 3 && blank(&line[i]))
		i++;
	return i < n && head_span(&line[i], n - i) > 0;
}

static void
classify_one(struct line *line, size_t n)
{
	line->span = 1;
	line->kind = LINE_TEXT;
	if (blank(line)) {
		line->kind = LINE_EMPTY;
		return;
	}
	if (words_begins(
		words_begin_forward, line_bare(line).p, line_bare(line).n)) {
		line->kind = LINE_FORWARD;
		return;
	}
	if (is_groupwise(line) || line_is_notes(line, n)) {
		line->kind = LINE_ORIGINAL;
		return;
	}
	if (is_quote(line)) {
		line->kind = LINE_QUOTE;
		return;
	}
	line->kind = is_dashes(line) ? LINE_DASHES
		     : is_rule(line) ? LINE_RULE
				     : divider_kind(line);
	if (line->kind == LINE_TEXT && is_divider(line) &&
	    head_follows(line, n))
		line->kind = LINE_ORIGINAL;
	if (line->kind != LINE_TEXT)
		return;
	if ((line->span = head_span(line, n)) > 0) {
		line->kind = LINE_HEAD;
	} else if (n > 1 && is_quote(&line[1]) && !begins_on(line) &&
		   (line->own = wrote_inside(line)) > 0) {
		line->kind = LINE_WROTE;
		line->span = 1;
	} else if ((line->span = wrote_span(line, n)) > 0) {
		line->kind = LINE_WROTE;
	} else {
		line->span = 1;
		if (is_device(line))
			line->kind = LINE_DEVICE;
		else if (is_legal(line, n))
			line->kind = LINE_LEGAL;
		else if (words_within(words_above, line->p, line->n))
			line->kind = LINE_ABOVE;
		else if (words_within(words_list, line->p, line->n))
			line->kind = LINE_LIST;
	}
}

void
line_classify(struct line *line, size_t n)
{
	for (size_t i = 0; i < n; i += line[i].span) {
		classify_one(&line[i], n - i);
		for (size_t k = 1; k < line[i].span; k++) {
			line[i + k].kind = LINE_TEXT;
			line[i + k].span = 1;
		}
	}
}

bool
line_is_wrote(const struct line *line, size_t n)
{
	return wrote_span(line, n) > 0;
}

bool
line_has_digit(const struct line *l)
{
	return has_digit(l->p, l->n);
}
