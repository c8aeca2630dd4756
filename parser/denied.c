/* denied.c - a text comes in; the same text without what it takes back goes
 * out. */
#include "denied.h"

#include "pattern.h"
#include <string.h>

/* A negation reaches up to two words, never past a comma, "but" or "and". */
static const char reach[] =
    "(?:\\b(?:no|not|never|without|neither|nor|denie[sd])\\b|\\bw/o\\b|n't\\b)"
    "(?:[\\s-]+(?!(?:but|and|only|just|sure|then|with|is|was|were)\\b)[\\w'/"
    "]+){0,2}";
static struct pattern *pattern;

int
denied_init(struct err *e)
{
	return pattern != NULL ? 0 : pattern_new(reach, &pattern, e);
}

int
denied_blank(struct arena *a, const char *text, size_t n, const char **out)
{
	char *copy = NULL;
	struct match m;

	*out = NULL;
	for (size_t at = 0; pattern_match(pattern, text, n, at, &m);
	     at = m.end[0]) {
		if (copy == NULL)
			copy = arena_strndup(a, text, n);
		if (copy == NULL)
			return -1;
		memset(copy + m.start[0], ' ', m.end[0] - m.start[0]);
	}
	*out = copy;
	return 0;
}

/* Bytes of the group that s begins with, its parentheses included. */
static size_t
group_length(const char *s)
{
	bool in_class = false;
	size_t depth = 0, i = 0;

	for (; s[i] != '\0'; i++) {
		if (s[i] == '\\' && s[i + 1] != '\0')
			i++;
		else if (in_class)
			in_class = s[i] != ']';
		else if (s[i] == '[')
			in_class = true;
		else if (s[i] == '(')
			depth++;
		else if (s[i] == ')' && --depth == 0)
			return i + 1;
	}
	return i;
}

bool
denied_guards(const char *expression)
{
	static const char begin[] = "\\A(?!";
	struct match m;
	size_t from = sizeof(begin) - sizeof("(?!");

	if (strncmp(expression, begin, sizeof(begin) - 1) != 0)
		return false;
	return !pattern_match(pattern, expression,
	    from + group_length(expression + from), from, &m);
}
