/* html_style.c - the declarations of a style attribute come in; whether its
 * element can be seen goes out. */
#include "html_style.h"
#include <string.h>
#include <strings.h>

#define BLANKS " \t\r\n\f"

enum test {
	IS_WORD,
	IS_ZERO
};
static const struct {
	const char *property;
	enum test test;
	const char *word;
} hiding[] = {
	{ "display", IS_WORD, "none" },
	{ "visibility", IS_WORD, "hidden" },
	{ "mso-hide", IS_WORD, "all" },
	{ "max-height", IS_ZERO, NULL },
	{ "opacity", IS_ZERO, NULL },
};

static bool
is_word(const char *value, const char *word)
{
	size_t n = strcspn(value, BLANKS ";!");

	return n == strlen(word) && strncasecmp(value, word, n) == 0;
}

/* "0", "0px", ".00em"; not "0.9em". */
static bool
is_zero(const char *value)
{
	size_t n = strspn(value, "0.");

	return n > 0 && strchr("123456789", value[n] ? value[n] : 'x') == NULL;
}

/* A share of what holds the element is none of its own. */
static bool
is_size(const char *value)
{
	size_t n = strspn(value, "0123456789.");

	return n > 0 && value[n] != '%' && strncasecmp(value + n, "em", 2) != 0;
}

static void
declaration_read(
    const char *name, size_t n, const char *value, struct html_style *out)
{
	if (n == 9 && strncasecmp(name, "font-size", n) == 0) {
		out->zero = is_zero(value);
		out->sized = !out->zero && is_size(value);
		return;
	}
	for (size_t i = 0; i < sizeof(hiding) / sizeof(hiding[0]); i++)
		if (strlen(hiding[i].property) == n &&
		    strncasecmp(name, hiding[i].property, n) == 0 &&
		    (hiding[i].test == IS_ZERO
			    ? is_zero(value)
			    : is_word(value, hiding[i].word)))
			out->hidden = true;
}

struct html_style
html_style_read(const char *at)
{
	struct html_style out = { 0 };

	while (*at != '\0') {
		const char *end = at + strcspn(at, ";"), *value;
		size_t n;

		at += strspn(at, BLANKS);
		n = strcspn(at, ":;" BLANKS);
		value = at + n + strspn(at + n, BLANKS);
		if (value < end && *value == ':') {
			value++;
			value += strspn(value, BLANKS);
			declaration_read(at, n, value, &out);
		}
		at = *end == ';' ? end + 1 : end;
	}
	return out;
}
