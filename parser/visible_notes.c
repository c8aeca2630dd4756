/* visible_notes.c - what Lotus Notes puts above the mail that it answers and
 * marks no line of. In: lines. Out: whether such a head begins there. */
#include "visible_line.h"
#include "visible_words.h"
#include <ctype.h>
#include <string.h>
#include <strings.h>

#define TO_LINES      4  /* between the date and "To" */
#define SUBJECT_LINES 8  /* from there to "Subject" */
#define TABLE_LINES   30 /* of the head drawn by R5 */

/* A field's name alone on its line, without a colon. */
static int
lone_field(const struct line *line)
{
	struct line l = line_bare(line);

	for (size_t i = 0; i < words_head_count; i++)
		if (strlen(words_heads[i].word) == l.n &&
		    strncasecmp(words_heads[i].word, l.p, l.n) == 0)
			return words_heads[i].kind;
	return 0;
}

/* "10/19/2026 04:02 PM", alone. */
static bool
is_moment(const struct line *l)
{
	size_t digits = 0;

	for (size_t i = 0; i < l->n; i++)
		digits += isdigit((unsigned char)l->p[i]) != 0;
	return l->n >= 12 && l->n < 40 && digits >= 7 &&
	       memchr(l->p, ':', l->n) && isdigit((unsigned char)*l->p);
}

/* The first line of line[from..to) that is a lone field of the kind; to if
 * none is. */
static size_t
find_field(const struct line *line, size_t from, size_t to, int kind)
{
	while (from < to && lone_field(&line[from]) != kind)
		from++;
	return from;
}

/* Name, moment, "To", who, "cc", "Subject", each on a line. */
static bool
is_column(const struct line *line, size_t n)
{
	size_t at = is_moment(&line[0]) ? 0 : 1, to, end;

	if (at >= n || !is_moment(&line[at]))
		return false;
	end = at + 1 + TO_LINES < n ? at + 1 + TO_LINES : n;
	to = find_field(line, at + 1, end, HEAD_TO);
	if (to == end)
		return false;
	end = to + 1 + SUBJECT_LINES < n ? to + 1 + SUBJECT_LINES : n;
	return find_field(line, to + 1, end, HEAD_SUBJECT) < end;
}

/* "|---------+------------>" with "|  Subject: ..." below it. */
static bool
is_table(const struct line *line, size_t n)
{
	const char *value;

	if (line[0].n < 20 || strncmp(line[0].p, "|---", 4) != 0 ||
	    line[0].p[line[0].n - 1] != '>' ||
	    !memmem(line[0].p, line[0].n, "-+-", 3))
		return false;
	for (size_t i = 1; i < n && i < TABLE_LINES; i++)
		if (line_head_kind(&line[i], &value) == HEAD_SUBJECT)
			return true;
	return false;
}

bool
line_is_notes(const struct line *line, size_t n)
{
	return line->n > 0 && (is_column(line, n) || is_table(line, n));
}
