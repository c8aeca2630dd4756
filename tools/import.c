/* consultctl import: files in, a new lookup database in place. */
#include "command.h"
#include "lookup.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define BAR 30 /* characters of a full progress bar */

static const char *
starter_pack(struct command *c)
{
	const char *tree = command_tree(c, "data");
	return tree ? tree : PREFIX "/share/consultd/data";
}

static void
report_print(const struct import_report *r)
{
	printf("%-28s %8lld rows  ", r->kind, (long long)r->rows);
	if (r->edition != NULL) {
		print_text(r->edition);
		fputs("  ", stdout);
	}
	print_text(r->file);
	if (r->said != NULL)
		printf("  (nothing taken: %s)", r->said);
	if (r->bad > 0)
		printf("  (%lld bad rows left out)", (long long)r->bad);
	if (r->note != NULL)
		printf("  (%s)", r->note);
	putchar('\n');
	if (r->bad_rows != NULL)
		print_indented("    ", r->bad_rows);
	if (r->passed != NULL) {
		fputs("    passed over: ", stdout);
		print_text(r->passed);
		putchar('\n');
	}
}

/* What stands no longer in the database is said last, where it is seen. */
static void
lost_print(const struct import_report *r)
{
	fputs("not taken over, since ", stdout);
	print_text(r->file);
	fputs(" was made by another version; import these again: ", stdout);
	print_text(r->lost);
	fputs(" (the database before is kept with the ending .old)\n", stdout);
}

/* A bar that is drawn over itself, on a terminal only. */
static void
progress_show(void *arg, const char *file, size_t done, size_t all)
{
	int full = all > 0 ? (int)(done * BAR / all) : BAR;
	(void)arg;
	fprintf(stderr, "\r[%.*s%*s] %.40s%s", full,
	    "##############################", BAR - full, "", file,
	    done >= all ? "\r\033[K" : "");
}

struct options {
	struct import_order order;
	bool rollback;
	const char *target;
};

/* The number of the first argument that is no option; -1 for a wrong one. */
static int
options_read(struct command *c, struct options *o)
{
	int i = 0;
	for (; i < c->argc && c->argv[i][0] == '-'; i++) {
		if (strcmp(c->argv[i], "--rollback") == 0) {
			o->rollback = true;
		} else if (strcmp(c->argv[i], "--fewer") == 0) {
			o->order.fewer = true;
		} else if (i + 1 == c->argc) {
			return -1;
		} else if (strcmp(c->argv[i], "-o") == 0) {
			o->target = c->argv[++i];
		} else if (strcmp(c->argv[i], "--house") == 0) {
			o->order.house = c->argv[++i];
		} else if (strcmp(c->argv[i], "--effective") == 0) {
			o->order.effective = date_parse(c->argv[++i]);
			if (o->order.effective == 0)
				return -1;
		} else {
			return -1;
		}
	}
	return o->rollback && i < c->argc ? -1 : i;
}

static int
rollback(const char *target, struct err *e)
{
	if (import_rollback(target, e) != 0)
		return command_failed(e);
	printf("the database before is in use again: %s\n", target);
	return 0;
}

int
command_import(struct command *c, struct err *e)
{
	struct options o = { 0 };
	struct import_report *reports = NULL;
	size_t n = 0, taken = 0;
	int from = options_read(c, &o);
	if (from < 0)
		return command_usage(c);
	const char *pack = starter_pack(c);
	o.order.target = command_lookup_path(c, o.target);
	if (o.rollback)
		return rollback(o.order.target, e);
	o.order.pack = pack;
	if (o.order.house == NULL)
		o.order.house = command_house(c);
	o.order.paths = from < c->argc ? (const char *const *)c->argv + from
				       : &pack;
	o.order.n = from < c->argc ? (size_t)(c->argc - from) : 1;
	if (isatty(STDERR_FILENO))
		o.order.progress = progress_show;
	if (import_make(&o.order, c->arena, &reports, &n, e) != 0)
		return command_failed(e);
	for (size_t i = 0; i < n; i++) {
		if (reports[i].lost != NULL)
			continue;
		report_print(&reports[i]);
		taken += reports[i].said == NULL;
	}
	printf(
	    "%s %s\n", taken > 0 ? "made" : "nothing new for", o.order.target);
	if (n > 0 && reports[n - 1].lost != NULL)
		lost_print(&reports[n - 1]);
	return 0;
}
