/* consultctl: words from strangers on a terminal. */
#include "clock.h"
#include "command.h"
#include "utf8.h"
#include <stdio.h>
#include <string.h>

/* What can make a terminal show what is not there; lines and tabs may stay. */
static bool
steers(unsigned c)
{
	return utf8_is_control(c) && c != '\n' && c != '\t';
}

void
print_text(const char *text)
{
	unsigned c;
	for (size_t n; (n = utf8_next(text, &c)) > 0; text += n) {
		if (steers(c))
			putchar('?');
		else
			fwrite(text, 1, n, stdout);
	}
}

void
print_indented(const char *indent, const char *text)
{
	while (*text != '\0') {
		size_t n = strcspn(text, "\n");
		fputs(indent, stdout);
		unsigned c;
		for (size_t at = 0, k; at < n; at += k) {
			k = utf8_next(text + at, &c);
			if (k == 0)
				break;
			if (steers(c))
				putchar('?');
			else
				fwrite(text + at, 1, k, stdout);
		}
		putchar('\n');
		text += n + (text[n] == '\n');
	}
}

static int
columns_of(const char *text)
{
	int columns = 0;
	unsigned c;
	for (size_t n; (n = utf8_next(text, &c)) > 0; text += n)
		columns++;
	return columns;
}

void
print_cell(const char *text, int width)
{
	int all = columns_of(text), shown = 0;
	int keep = all > width ? width - 1 : all;
	unsigned c;
	for (size_t n; shown < keep && (n = utf8_next(text, &c)) > 0;
	     text += n, shown++) {
		if (utf8_is_control(c))
			putchar('?');
		else
			fwrite(text, 1, n, stdout);
	}
	if (all > width) {
		fputs("…", stdout);
		shown++;
	}
	printf("%*s", width - shown, "");
}

const char *
print_age(struct arena *a, int64_t since_unix)
{
	static const struct {
		int64_t seconds;
		const char *unit;
	} step[] = { { 86400, "d" }, { 3600, "h" }, { 60, "min" }, { 1, "s" } };
	int64_t age = clock_now_unix() - since_unix;
	size_t i = 0;
	if (age < 0)
		age = 0;
	while (step[i].seconds > 1 && age < 2 * step[i].seconds)
		i++;
	return arena_printf(
	    a, "%lld %s", (long long)(age / step[i].seconds), step[i].unit);
}
