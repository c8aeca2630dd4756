/* visible_contact.c - lines that tell who wrote. In: a line. Out: whether it
 * is a name, a sign-off, or has a telephone number or an address. */
#include "visible_line.h"
#include "visible_words.h"
#include <ctype.h>
#include <string.h>
#include <strings.h>

static bool
has_digit(const char *p, size_t n)
{
	struct line l = { .p = p, .n = n };

	return line_has_digit(&l);
}

bool
line_is_signoff(const struct line *line)
{
	struct line l = line_bare(line);
	size_t n = words_begins(words_signoff, l.p, l.n);

	/* "Thank you for any help": still a sign-off; not a question. */
	return n > 0 && l.n < 60 && !memchr(l.p, '?', l.n) &&
	       (l.n == n || !isalnum((unsigned char)l.p[n])) &&
	       !has_digit(l.p, l.n);
}

/* Ten digits with the marks of telephone numbers, or 5 digits behind two
 * capital letters: a ZIP. */
static bool
is_phone(const char *p, size_t n)
{
	for (size_t i = 0; n >= 12 && i < 12; i++)
		if ((i == 3 || i == 7) != (p[i] == ' ') ||
		    (p[i] != ' ' && !isdigit((unsigned char)p[i])))
			return false;
	return n >= 12;
}

/* "ext. 4412" and no more: a number within the house. */
static bool
is_extension(const struct line *line)
{
	static const char *const words[] = { "ext. ", "ext.: ", "ext ",
		"ext: ", "extension ", "extension: ", "x ", NULL };
	struct line l = line_bare(line);
	size_t n = words_begins(words, l.p, l.n);

	if (n == 0 || l.n > n + 6 || l.n < n + 3)
		return false;
	for (; n < l.n; n++)
		if (!isdigit((unsigned char)l.p[n]))
			return false;
	return true;
}

/* The line without "(she/her)" behind a name. */
static size_t
without_pronouns(const struct line *l)
{
	const char *p = memchr(l->p, '(', l->n);

	if (!p || p == l->p || l->p[l->n - 1] != ')' ||
	    !memchr(p, '/', (size_t)(l->p + l->n - p)) ||
	    has_digit(p, (size_t)(l->p + l->n - p)))
		return l->n;
	while (p > l->p && p[-1] == ' ')
		p--;
	return (size_t)(p - l->p);
}

bool
line_has_contact(const struct line *l)
{
	size_t digits = 0, marks = 0;

	if (memchr(l->p, '@', l->n) && memchr(l->p, '.', l->n))
		return true;
	for (size_t i = 0; i < l->n; i++) {
		const char *p = l->p + i;

		if (is_phone(p, l->n - i))
			return true;
		if (l->n - i >= 4 &&
		    (strncasecmp(p, "www.", 4) == 0 ||
			(l->n - i >= 7 && strncasecmp(p, "http", 4) == 0)))
			return true;
		if (i >= 3 && l->n - i >= 5 &&
		    (i < 4 || !isalpha((unsigned char)p[-4])) &&
		    isupper((unsigned char)p[-3]) &&
		    isupper((unsigned char)p[-2]) && p[-1] == ' ' &&
		    has_digit(p, 1) && has_digit(p + 4, 1))
			return true;
		if (isdigit((unsigned char)*p))
			digits++;
		else if (strchr("-.()+ /", *p))
			marks += *p != ' ';
		else if (digits >= 10 && marks > 0)
			return true;
		else if (digits > 0)
			digits = marks = 0;
	}
	return (digits >= 10 && marks > 0) || is_extension(l);
}

bool
line_is_name(const struct line *line)
{
	size_t words = 1, n = without_pronouns(line);

	if (n < 3 || n > 60 || has_digit(line->p, n) || line->p[n - 1] == '.')
		return false;
	for (size_t i = 0; i < n; i++) {
		if (strchr(":;@()[]{}<>!*/\"", line->p[i]))
			return false;
		words += line->p[i] == ' ';
	}
	return words <= 7 && (isupper((unsigned char)line->p[0]) ||
				 (unsigned char)line->p[0] >= 0x80);
}

bool
line_has_credential(const struct line *line)
{
	size_t letters = 0;

	while (letters < line->n &&
	       (isupper((unsigned char)line->p[line->n - 1 - letters]) ||
		   line->p[line->n - 1 - letters] == '-'))
		letters++;
	return letters >= 2 && letters <= 6 && line->n > letters + 5 &&
	       memcmp(line->p + line->n - letters - 2, ", ", 2) == 0;
}

bool
line_is_pointer(const struct line *l)
{
	return words_within(words_pointer, l->p, l->n) != NULL;
}
