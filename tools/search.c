/* consultctl search: codes by words. */
#include "search.h"
#include "clock.h"
#include "command.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define ROWS 10 /* where -n is not given */

struct asked {
	struct search_order order;
	const char *path;
};

static void
hit_print(const struct search_hit *hit)
{
	char shown[32];
	printf("%-11s %c ", search_code(hit, shown),
	    hit->family != NULL          ? '*'
	    : hit->level == LEVEL_HEADER ? '+'
					 : ' ');
	print_text(hit->title);
	if (hit->codes != NULL)
		printf(": %s", hit->codes);
	else if (strcasecmp(hit->term, hit->title) != 0) {
		fputs(" (", stdout);
		print_text(hit->term);
		putchar(')');
	}
	putchar('\n');
}

static int
search_print(struct command *c, struct lookup *l,
    const struct search_order *order, struct err *e)
{
	struct search_hit *hit = NULL;
	const char *read = NULL;
	size_t n = 0;
	if (search_find(l, c->arena, order, &hit, &n, &read, e) != 0)
		return -1;
	if (read != NULL) {
		fputs("read as: ", stdout);
		print_text(read);
		putchar('\n');
	}
	for (size_t i = 0; i < n; i++)
		hit_print(&hit[i]);
	if (n == 0)
		puts("nothing fits these words");
	return 0;
}

/* The option and its value; false for what is none. */
static bool
option_take(struct asked *a, const char *option, const char *value)
{
	char *end;
	if (strcmp(option, "-l") == 0) {
		a->path = value;
		return true;
	}
	if (strcmp(option, "--on") == 0)
		return (a->order.on = date_parse(value)) != 0;
	if (strcmp(option, "--set") == 0)
		return search_set(value, &a->order.sets);
	if (strcmp(option, "-n") != 0)
		return false;
	a->order.max = strtoul(value, &end, 10);
	return *end == '\0' && a->order.max >= 1 && a->order.max <= SEARCH_MAX;
}

static const char *
words_join(struct command *c, int i)
{
	const char *all = c->argv[i++];
	for (; i < c->argc && all != NULL; i++)
		all = arena_printf(c->arena, "%s %s", all, c->argv[i]);
	return all;
}

int
command_search(struct command *c, struct err *e)
{
	struct asked a = { .order = { .max = ROWS,
			       .on = date_of_unix(clock_now_unix(), 0) } };
	struct lookup *l;
	int i = 0;
	for (; i + 1 < c->argc && c->argv[i][0] == '-'; i += 2)
		if (!option_take(&a, c->argv[i], c->argv[i + 1]))
			return command_usage(c);
	if (i >= c->argc || (a.order.text = words_join(c, i)) == NULL)
		return command_usage(c);
	if (lookup_open(command_lookup_path(c, a.path), &l, e) != 0)
		return command_failed(e);
	int rc = search_print(c, l, &a.order, e);
	lookup_close(l);
	return rc == 0 ? 0 : command_failed(e);
}
