/* number_words.c - a number as the reader keeps it comes in; the number as
 * people write it goes out. */
#include "number_words.h"
#include "buf.h"
#include <ctype.h>
#include <string.h>

/* Units as data/facts names them. */
static const struct unit {
	const char *kept, *one, *many;
} units[] = {
	{ "y", "year", "years" },
	{ "m", "month", "months" },
	{ "w", "week", "weeks" },
	{ "d", "day", "days" },
	{ "h", "hour", "hours" },
	{ "min", "minute", "minutes" },
	{ "sqcm", "sq cm", "sq cm" },
};

static const struct unit *
unit_find(const char *s, size_t n)
{
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (strlen(units[i].kept) == n &&
		    strncmp(units[i].kept, s, n) == 0)
			return &units[i];
	}
	return NULL;
}

static void
words_print(const char *s, struct buf *out)
{
	const char *number = "";
	for (size_t n; *s != '\0'; s += n) {
		n = strcspn(s, " ");
		const struct unit *unit = unit_find(s, n);
		if (unit != NULL && isdigit((unsigned char)number[0]))
			buf_puts(out, strncmp(number, "1 ", 2) == 0
					  ? unit->one
					  : unit->many);
		else
			buf_printf(out, "%.*s", (int)n, s);
		number = s;
		for (; s[n] == ' '; n++)
			buf_puts(out, " ");
	}
}

const char *
number_words(struct arena *a, const struct fact *fact)
{
	struct buf b;
	if (fact->milli == INT64_MIN)
		return fact->value;
	buf_init(&b, 2048);
	words_print(fact->value, &b);
	const char *text = arena_strdup(a, buf_text(&b));
	buf_free(&b);
	return text ? text : fact->value;
}
