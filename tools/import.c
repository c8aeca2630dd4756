/* consultctl import: files in, a new lookup database in place. */
#include "command.h"
#include "lookup.h"
#include <stdio.h>
#include <string.h>

static const char *
starter_pack(struct command *c)
{
	const char *tree = command_tree(c, "data");
	return tree ? tree : PREFIX "/share/consultd/data";
}

static void
reports_print(const struct import_report *r, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		printf("%-28s %8lld rows  ", r[i].kind, (long long)r[i].rows);
		print_text(r[i].file);
		if (r[i].bad > 0)
			printf(
			    "  (%lld bad rows left out)", (long long)r[i].bad);
		putchar('\n');
	}
}

int
command_import(struct command *c, struct err *e)
{
	const char *target = NULL;
	struct import_report *reports = NULL;
	size_t n = 0;
	int from = 0;
	for (; from < c->argc && c->argv[from][0] == '-'; from++) {
		if (strcmp(c->argv[from], "-o") != 0 || from + 1 == c->argc)
			return command_usage(c);
		target = c->argv[++from];
	}
	const char *pack = starter_pack(c);
	const char *const *paths =
	    from < c->argc ? (const char *const *)c->argv + from : &pack;
	size_t paths_n = from < c->argc ? (size_t)(c->argc - from) : 1;
	target = command_lookup_path(c, target);
	if (import_run(paths, paths_n, target, c->arena, &reports, &n, e) != 0)
		return command_failed(e);
	reports_print(reports, n);
	printf("made %s\n", target);
	return 0;
}
