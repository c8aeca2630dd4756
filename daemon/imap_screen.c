/*
 * imap_screen.c - between the network and libetpan. In: what the server says.
 * Out: the same in units of a line or a piece of a literal; responses that
 * libetpan 1.9.4 cannot bear are dropped, rewritten or refused here.
 */
#include "imap_screen.h"
#include "limit.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define IN_SIZE 65536

void
screen_init(struct screen *s, struct screen_source from)
{
	*s = (struct screen){ .from = from };
	buf_init(&s->line, LIMIT_IMAP_LINE);
	if (!(s->in = malloc(IN_SIZE)))
		abort();
}

void
screen_free(struct screen *s)
{
	buf_free(&s->line);
	free(s->in);
	s->in = NULL;
}

void
screen_feed(struct screen *s, const char *line)
{
	buf_clear(&s->line);
	buf_puts(&s->line, line);
	s->line_at = 0;
}

static int
bad(struct err *e, const char *text)
{
	return err_set(e, ERR_RETRY, "imap", 0,
	    "the server's reply cannot be read: %s", text);
}

static int
refill(struct screen *s, struct err *e)
{
	long got = s->from.read(s->from.arg, s->in, IN_SIZE, e);
	if (got < 0)
		return -1;
	s->in_at = 0;
	s->in_n = (size_t)got;
	return 0;
}

/* Untagged responses that are passed on; others are dropped, since a client
 * must bear what it does not know (RFC 3501 2.2.2), and libetpan does not. */
static const char *const known_words[] = { "OK", "NO", "BAD", "BYE", "PREAUTH",
	"CAPABILITY", "FLAGS", "SEARCH", "LIST" };
static const char *const known_counts[] = { "EXISTS", "RECENT", "EXPUNGE",
	"FETCH" };

static bool
is_word(const char *at, const char *word)
{
	size_t n = strlen(word);
	return !strncasecmp(at, word, n) && !isalnum((unsigned char)at[n]);
}

static bool
any_word(const char *at, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (is_word(at, words[i]))
			return true;
	return false;
}

static void
see_count(struct screen *s, uint32_t number, const char *word)
{
	if (is_word(word, "EXISTS")) {
		s->changed = s->changed || number != s->exists;
		s->exists = number;
	} else if (is_word(word, "EXPUNGE") && s->exists > 0) {
		s->exists--;
	}
}

/* Response codes (RFC 3501 7.1, RFC 5530) that are passed on as such. Others
 * become plain text: libetpan follows NULL pointers in some. */
static const char *const known_codes[] = { "ALERT", "ALREADYEXISTS",
	"AUTHENTICATIONFAILED", "AUTHORIZATIONFAILED", "NONEXISTENT", "NOPERM",
	"OVERQUOTA", "READ-ONLY", "READ-WRITE", "TRYCREATE", "UIDNEXT",
	"UIDVALIDITY", "UNAVAILABLE" };

/* see_permanent - RFC 3501 7.1: \* among them means that new keywords can be
 * made. */
static void
see_permanent(struct screen *s, const char *at)
{
	const char *end = strchr(at, ']');
	const char *star = strstr(at, "\\*");
	s->keywords = star && end && star < end;
}

/* see_code - the code of a status or a continuation, in a line of any tag. */
static void
see_code(struct screen *s)
{
	char *open = strchr(s->line.data, '[');
	size_t words = strcspn(s->line.data, "[({\"");
	if (!open || words != (size_t)(open - s->line.data) ||
	    any_word(open + 1, known_codes,
		sizeof(known_codes) / sizeof(*known_codes)))
		return;
	if (s->line.data[0] == '*' && is_word(open + 1, "PERMANENTFLAGS"))
		see_permanent(s, open);
	char *end = strchr(open, ']');
	*open = '('; /* a blank would let a second one stand there */
	if (end)
		*end = ')';
}

static void
see_untagged(struct screen *s)
{
	const char *at = s->line.data + 2;
	if (isdigit((unsigned char)*at)) {
		char *word;
		unsigned long number = strtoul(at, &word, 10);
		word += strspn(word, " ");
		see_count(s, (uint32_t)number, word);
		s->drop = !any_word(word, known_counts,
		    sizeof(known_counts) / sizeof(*known_counts));
		return;
	}
	s->bye = s->bye || is_word(at, "BYE");
	s->drop = !any_word(
	    at, known_words, sizeof(known_words) / sizeof(*known_words));
	if (is_word(at, "CAPABILITY") &&
	    !strpbrk(at + 10, "ABCDEFGHIJKLMNOPQR"
			      "STUVWXYZabcdefghijklmn"
			      "opqrstuvwxyz"))
		s->drop = true; /* an empty one */
}

/* find_uid - "UID 17" before the body in a FETCH response; 0 for none. */
static uint32_t
find_uid(const char *line)
{
	const char *body = strcasestr(line, "BODY[");
	const char *at = strchr(line, '(');
	while (body && at && (at = strstr(at + 1, "UID ")) && at < body)
		if (at[-1] == '(' || at[-1] == ' ')
			return (uint32_t)strtoul(at + 4, NULL, 10);
	return 0;
}

/* literal_of - {123} at the line's very end; false for none. */
static bool
literal_of(const struct buf *b, uint64_t *out)
{
	const char *open = memrchr(b->data, '{', b->len);
	char *end;
	if (!open || !isdigit((unsigned char)open[1]))
		return false;
	unsigned long long n = strtoull(open + 1, &end, 10);
	if (strcmp(end, "}\r\n") != 0 && strcmp(end, "}\n") != 0)
		return false;
	*out = n;
	return true;
}

/* loose_literal - libetpan takes { -5 } for a literal, too, and one with more
 * of the line behind it: then it and we would not agree on where lines begin.
 * Quotes do not save one, as the two may not agree on these either. */
static bool
loose_literal(const char *line)
{
	for (const char *at = line; (at = strchr(at, '{'));) {
		const char *digit = at + 1 + strspn(at + 1, " -");
		const char *end = digit + strspn(digit, "0123456789");
		bool exact = digit == at + 1 &&
			     (!strcmp(end, "}\r\n") || !strcmp(end, "}\n"));
		end += strspn(end, " ");
		if (isdigit((unsigned char)*digit) && *end == '}' && !exact)
			return true;
		at++;
	}
	return false;
}

/* open_quote - a quoted string without an end: libetpan would read on. */
static bool
open_quote(const char *line)
{
	bool open = false;
	for (; *line; line++) {
		if (*line == '\\' && open && line[1])
			line++;
		else if (*line == '"')
			open = !open;
	}
	return open;
}

static int
depth_check(const struct buf *b, struct err *e)
{
	int depth = 0;
	for (const char *p = b->data; p < b->data + b->len; p++) {
		depth += *p == '(' ? 1 : *p == ')' ? -1 : 0;
		if (depth > LIMIT_IMAP_DEPTH)
			return bad(e, "its brackets nest too deep");
	}
	return 0;
}

/* may_have_literal - is it a line of which libetpan reads strings: LIST, or a
 * number and FETCH. */
static bool
may_have_literal(const char *line)
{
	if (strncmp(line, "* ", 2) != 0)
		return false;
	line += 2;
	if (is_word(line, "LIST"))
		return true;
	size_t digits = strspn(line, "0123456789");
	line += digits;
	return digits > 0 && is_word(line + strspn(line, " "), "FETCH");
}

/* begin_check - the first line of a response. libetpan passes over blanks in
 * front of one and behind its star; we do not. */
static int
begin_check(struct screen *s, bool has_literal, struct err *e)
{
	const char *line = s->line.data;
	s->drop = false;
	s->fetch_uid = 0;
	s->responses++;
	if (line[0] == '*' ? line[1] != ' '
			   : line[0] != '+' && !isalnum((unsigned char)line[0]))
		return bad(e, "a line that begins like no response");
	s->strings = may_have_literal(line);
	if (line[0] == '*')
		see_untagged(s);
	if (has_literal && !s->drop && !s->strings)
		return bad(e, "a literal where none belongs");
	if (line[0] == '*')
		s->fetch_uid = find_uid(line);
	see_code(s);
	return 0;
}

/* line_check - look at a whole line; may rewrite it or set drop. */
static int
line_check(struct screen *s, struct err *e)
{
	uint64_t literal = 0;
	if (memchr(s->line.data, '\0', s->line.len))
		return bad(e, "a NUL");
	if (depth_check(&s->line, e) < 0)
		return -1;
	bool has = literal_of(&s->line, &literal);
	if (!s->goes_on && begin_check(s, has, e) < 0)
		return -1;
	if (s->strings && !s->drop && loose_literal(s->line.data))
		return bad(e, "a literal within a line");
	if (s->strings && !s->drop && open_quote(s->line.data))
		return bad(e, "a quoted string without an end");
	/* libetpan makes room for all of it at once. */
	if (literal > LIMIT_MAIL_BYTES)
		return bad(e, "a literal that no mail can fill");
	s->goes_on = has;
	s->literal_left = literal;
	return 0;
}

/* next_line - gather one line into s->line. */
static int
next_line(struct screen *s, struct err *e)
{
	buf_clear(&s->line);
	s->line_at = 0;
	for (;;) {
		if (s->in_at == s->in_n && refill(s, e) < 0)
			return -1;
		const char *at = s->in + s->in_at;
		size_t left = s->in_n - s->in_at;
		const char *lf = memchr(at, '\n', left);
		size_t n = lf ? (size_t)(lf - at) + 1 : left;
		if (buf_add(&s->line, at, n) < 0)
			return bad(e, "a line without an end");
		s->in_at += n;
		if (lf)
			return line_check(s, e);
	}
}

static long
give_line(struct screen *s, void *out, size_t size)
{
	size_t left = s->line.len - s->line_at;
	size = size < left ? size : left;
	memcpy(out, s->line.data + s->line_at, size);
	s->line_at += size;
	return (long)size;
}

static long
give_literal(struct screen *s, void *out, size_t size, struct err *e)
{
	if (s->in_at == s->in_n && refill(s, e) < 0)
		return -1;
	size_t left = s->in_n - s->in_at;
	size = size < left ? size : left;
	size = size < s->literal_left ? size : (size_t)s->literal_left;
	memcpy(out, s->in + s->in_at, size);
	s->in_at += size;
	s->literal_left -= size;
	return (long)size;
}

long
screen_read(struct screen *s, void *out, size_t size, struct err *e)
{
	for (;;) {
		long n = 0;
		if (s->line_at < s->line.len)
			n = give_line(s, out, size);
		else if (s->literal_left > 0)
			n = give_literal(s, out, size, e);
		else if (next_line(s, e) < 0)
			return -1;
		if (n < 0 || (n > 0 && !s->drop))
			return n;
	}
}

int
screen_line(struct screen *s, const char **out, struct err *e)
{
	if (s->line_at == s->line.len && next_line(s, e) < 0)
		return -1;
	if (s->goes_on)
		return bad(e, "a literal where none belongs");
	s->line_at = s->line.len;
	while (s->line.len > 0 && strchr("\r\n", s->line.data[s->line.len - 1]))
		s->line.data[--s->line.len] = '\0';
	s->line_at = s->line.len;
	*out = buf_text(&s->line);
	return 0;
}
