/* consultctl sources: which official files are loaded, and how old they are. */
#include "command.h"
#include "lookup.h"
#include <stdio.h>
#include <string.h>

#define WARN_DAYS 30 /* before the next edition is due */

/* What a coder should know about an edition today. */
static const char *
state_of(const struct source_row *s, date today)
{
	if (!s->newest)
		return "earlier edition";
	if (s->to == DATE_OPEN)
		return "the last edition of its series";
	if (s->from > today)
		return "not yet effective";
	if (s->to < today)
		return "STALE: a newer edition is due";
	if (date_days(today, s->to) < WARN_DAYS)
		return "the next edition is due soon";
	return "up to date";
}

static void
source_print(const struct source_row *s, date today)
{
	char from[11], to[11];
	print_cell(s->name, 36);
	putchar(' ');
	print_cell(s->edition, 17);
	printf(" %-2s from %s to %s %8lld rows  %s\n", s->part,
	    date_text(s->from, from), date_text(s->to, to), (long long)s->rows,
	    state_of(s, today));
	fputs("    ", stdout);
	print_text(s->publisher);
	fputs("; ", stdout);
	print_text(s->licence);
	fputs("; ", stdout);
	print_text(s->file);
	if (s->bad > 0)
		printf("; %lld bad rows left out", (long long)s->bad);
	putchar('\n');
	if (s->notice[0] != '\0')
		print_indented("    ", s->notice);
}

/* Parts f1 to f4 make one edition of edits: fewer answer for some pairs only. */
static void
parts_check(const struct source_row *s, size_t n)
{
	size_t parts = 0;
	for (size_t i = 0; i < n; i++) {
		if (s[i].part[0] == '\0')
			continue;
		parts++;
		if (i + 1 < n && strcmp(s[i].series, s[i + 1].series) == 0)
			continue;
		if (parts < 4)
			printf("%s: %zu of 4 parts: import the others\n",
			    s[i].name, parts);
		parts = 0;
	}
}

/* The first of its series among the newest ones: parts are told once. */
static bool
leads(const struct source_row *rows, size_t i)
{
	return rows[i].newest &&
	       (i == 0 || strcmp(rows[i].series, rows[i - 1].series) != 0 ||
		   !rows[i - 1].newest);
}

/* One line for each day on which editions are or were due: those of 1 January,
 * 1 October and the quarters stand together. */
static void
due_print(const struct source_row *rows, size_t n, date today)
{
	for (date done = 0;;) {
		date due = 0;
		char day[11];
		for (size_t i = 0; i < n; i++) {
			date next = date_add(rows[i].to, 1);
			if (leads(rows, i) && rows[i].to != DATE_OPEN &&
			    next > done && (due == 0 || next < due))
				due = next;
		}
		if (due == 0 || date_days(today, due) > WARN_DAYS)
			return;
		done = due;
		if (due <= today)
			printf("STALE since %s:", date_text(due, day));
		else
			printf("due on %s, in %d days:", date_text(due, day),
			    date_days(today, due));
		const char *join = " ";
		for (size_t i = 0; i < n; i++) {
			if (!leads(rows, i) || date_add(rows[i].to, 1) != due)
				continue;
			fputs(join, stdout);
			print_text(rows[i].name);
			join = ", ";
		}
		putchar('\n');
	}
}

int
command_sources(struct command *c, struct err *e)
{
	const char *path = NULL;
	struct lookup *l = NULL;
	struct source_row *rows = NULL;
	size_t n = 0;
	if (c->argc == 2 && strcmp(c->argv[0], "-l") == 0)
		path = c->argv[1];
	else if (c->argc != 0)
		return command_usage(c);
	if (lookup_open(command_lookup_path(c, path), &l, e) != 0)
		return command_failed(e);
	date today = date_of_unix(clock_now_unix(), 0);
	int rc = lookup_sources(l, c->arena, &rows, &n, e);
	if (rc == 0) {
		printf("%s\n", lookup_vintage(l));
		for (size_t i = 0; i < n; i++)
			source_print(&rows[i], today);
		parts_check(rows, n);
		due_print(rows, n, today);
		if (n == 0)
			puts("no official file is loaded: 'consultctl import "
			     "FILE...' takes them as they are downloaded");
	}
	lookup_close(l);
	return rc == 0 ? 0 : command_failed(e);
}
