/* subject.c - the asker's subject and our case token in, the reply's subject
 * out; and tokens found again in what comes back. */
#include "limit.h"
#include "reply.h"
#include "utf8.h"
#include "view.h"
#include <ctype.h>
#include <string.h>
#include <strings.h>

#define TOKEN_CHARS 12
#define TOKEN_MAX   40 /* longest token that is put into a subject */

/* What mail programs put before the subject of a reply (RFC 5322 3.6.5 knows
 * "Re:" alone). */
static const char *const reply_marks[] = { "re", "aw", "sv", "vs", "antw",
	"odp", "ref", "rif", "ynt" };

/* digest_base32()'s alphabet, in any case. */
static bool
token_char(char c)
{
	return (c >= '2' && c <= '9') ||
	       (isascii((unsigned char)c) && isalpha((unsigned char)c) &&
		   strchr("lLoO", c) == NULL);
}

static bool
word_char(char c)
{
	return (unsigned char)c >= 0x80 || isalnum((unsigned char)c);
}

/* Length of the token at s, 0 where there is none. */
static size_t
token_at(const char *text, const char *s)
{
	size_t n = 2;

	if ((s[0] != 'C' && s[0] != 'c') || s[1] != '-' ||
	    (s > text && word_char(s[-1])))
		return 0;
	while (n < 2 + TOKEN_CHARS && token_char(s[n]))
		n++;
	return n == 2 + TOKEN_CHARS && !word_char(s[n]) ? n : 0;
}

const char *
reply_token_find(struct arena *a, const char *text)
{
	for (const char *s = text; s != NULL && *s != '\0'; s++) {
		size_t n = token_at(text, s);
		char *token;

		if (n == 0)
			continue;
		token = arena_strndup(a, s, n);
		for (size_t i = 0; token != NULL && i < n; i++)
			token[i] = (char)tolower((unsigned char)token[i]);
		if (token != NULL)
			token[0] = 'C';
		return token;
	}
	return NULL;
}

static size_t
mark_at(const char *s)
{
	for (size_t i = 0; i < sizeof(reply_marks) / sizeof(*reply_marks);
	     i++) {
		size_t n = strlen(reply_marks[i]);

		if (strncasecmp(s, reply_marks[i], n) != 0)
			continue;
		if (s[n] == '[') /* "Re[2]:" */
			n += 1 + strspn(s + n + 1, "0123456789");
		if (s[n] == ']')
			n++;
		n += strspn(s + n, " ");
		if (s[n] == ':')
			return n + 1;
	}
	return 0;
}

static const char *
marks_skip(const char *s)
{
	size_t n;

	do {
		s += strspn(s, " ");
		n = mark_at(s);
		s += n;
	} while (n > 0);
	return s;
}

/* A copy without tokens of ours, their brackets and doubled spaces. */
static char *
tokens_cut(struct arena *a, const char *s)
{
	char *copy = arena_alloc(a, strlen(s) + 1), *to = copy;

	if (copy == NULL)
		return NULL;
	for (const char *at = s; *at != '\0';) {
		size_t bracket = *at == '[' ? 1 : 0;
		size_t n = token_at(s, at + bracket);

		if (n > 0 && (bracket == 0 || at[1 + n] == ']'))
			at += n + 2 * bracket;
		else
			*to++ = *at++;
	}
	*to = '\0';
	return utf8_line(a, copy, (size_t)(to - copy));
}

static bool
token_shown(const char *token)
{
	if (token == NULL || *token == '\0' || strlen(token) > TOKEN_MAX)
		return false;
	for (; *token != '\0'; token++)
		if (!isascii((unsigned char)*token) ||
		    (*token != '-' && !isalnum((unsigned char)*token)))
			return false;
	return true;
}

const char *
reply_subject_with(
    struct arena *a, const char *mark, const char *subject, const char *token)
{
	char *line = utf8_line(a, subject, strlen(subject)), *rest;
	const char *open = " [", *close = "]";

	if (line == NULL)
		return NULL;
	rest = tokens_cut(a, *mark != '\0' ? marks_skip(line) : line);
	if (rest == NULL)
		return NULL;
	/* A token may have hidden a second "Re:". */
	rest += *mark != '\0' ? marks_skip(rest) - rest : 0;
	rest[utf8_cut(rest, LIMIT_SUBJECT_BYTES - TOKEN_MAX - 8)] = '\0';
	if (*rest == '\0')
		rest = arena_strdup(a, "your coding question");
	if (!token_shown(token))
		open = token = close = "";
	return rest == NULL ? NULL
			    : arena_printf(a, "%s%s%s%s%s", mark, rest, open,
				  token, close);
}

const char *
reply_subject(struct arena *a, const char *subject, const char *token)
{
	return reply_subject_with(a, "Re: ", subject, token);
}
