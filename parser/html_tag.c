/* html_tag.c - attributes past a limit are taken out of a tag. In: HTML as it
 * came. Out: HTML that libxml2 reads in a time that grows with its length. */
#include "html_tag.h"
#include "limit.h"
#include <ctype.h>
#include <stdbool.h>
#include <string.h>

static bool
is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Behind the attribute that begins at p: a word, or a word up to the end of
 * its value in quotes, as libxml2 reads it. A quote opens a value behind "="
 * alone. */
static const char *
attribute_end(const char *p, const char *end)
{
	for (; p < end && *p != '>' && !is_blank(*p); p++) {
		if (*p != '=')
			continue;
		while (p + 1 < end && is_blank(p[1]))
			p++;
		if (p + 1 < end && (p[1] == '"' || p[1] == '\'')) {
			const char *close =
			    memchr(p + 2, p[1], (size_t)(end - p - 2));

			return close ? close + 1 : end;
		}
	}
	return p;
}

/* The end of the tag at p, its ">" or end; *from is where too much begins. */
static const char *
tag_end(const char *p, const char *end, const char **from)
{
	size_t attributes = 0;

	*from = NULL;
	while (p < end && *p != '>') {
		while (p < end && is_blank(*p))
			p++;
		if (p == end || *p == '>')
			break;
		/* The first word is the element's name. */
		if (attributes++ == LIMIT_ATTRIBUTES + 1)
			*from = p;
		p = attribute_end(p, end);
	}
	return p;
}

const char *
html_tags_cut(struct arena *a, const char *html, size_t n)
{
	const char *end = html + n, *p = html, *from;
	char *copy = NULL;

	while ((p = memchr(p, '<', (size_t)(end - p))) != NULL) {
		p++;
		if (p == end || !isalpha((unsigned char)*p))
			continue;
		const char *close = tag_end(p, end, &from);
		if (from != NULL) {
			if (copy == NULL)
				copy = arena_memdup(a, html, n);
			if (copy == NULL)
				return NULL;
			memset(
			    copy + (from - html), ' ', (size_t)(close - from));
			p = close;
		}
	}
	return copy != NULL ? copy : html;
}
