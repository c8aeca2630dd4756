/* consultctl check-data: is the starter pack, or one of your own, whole? */
#include "check_examples.h"
#include "command.h"
#include "compare.h"
#include "lookup.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

struct findings {
	size_t wrong, notes;
	bool quiet; /* notes are counted, not shown */
};

static void
finding_print(void *arg, enum finding kind, const char *place, const char *what)
{
	struct findings *f = arg;
	if (kind == FINDING_WRONG)
		f->wrong++;
	else
		f->notes++;
	if (kind == FINDING_NOTE && f->quiet)
		return;
	fputs(kind == FINDING_WRONG ? "wrong: " : "note: ", stdout);
	print_text(place);
	fputs(": ", stdout);
	print_text(what);
	putchar('\n');
}

/* The pack is built in a folder of its own: what an import refuses is the
 * first thing to be found. */
static int
pack_look(struct command *c, const char *pack, const char *target,
    struct findings *f, struct err *e)
{
	struct import_report *reports;
	struct lookup *l = NULL;
	size_t n;
	if (import_run(&pack, 1, target, c->arena, &reports, &n, e) != 0 ||
	    lookup_open(target, &l, e) != 0)
		return -1;
	int rc = compare_check(l, c->arena, finding_print, f, e);
	lookup_close(l);
	return rc;
}

static int
folder_look(
    struct command *c, const char *pack, struct findings *f, struct err *e)
{
	const char *tmp = getenv("TMPDIR");
	char *folder =
	    arena_printf(c->arena, "%s/check-data-XXXXXX", tmp ? tmp : "/tmp");
	if (folder == NULL || mkdtemp(folder) == NULL)
		return err_set(e, ERR_STOP, "consultctl", errno,
		    "%s: no folder could be made there: %s", tmp ? tmp : "/tmp",
		    strerror(errno));
	const char *target = arena_printf(c->arena, "%s/lookup.db", folder);
	int rc = pack_look(c, pack, target, f, e);
	unlink(target);
	rmdir(folder);
	return rc;
}

int
command_check_data(struct command *c, struct err *e)
{
	struct findings f = { .quiet = true };
	int from = 0;
	if (c->argc > 0 && strcmp(c->argv[0], "--notes") == 0) {
		f.quiet = false;
		from = 1;
	}
	if (c->argc - from > 1)
		return command_usage(c);
	const char *tree = command_tree(c, "data");
	const char *pack = c->argc > from ? c->argv[from]
			   : tree         ? tree
					  : PREFIX "/share/consultd/data";
	if (folder_look(c, pack, &f, e) != 0 ||
	    examples_check(c->arena, pack, finding_print, &f, e) != 0)
		return command_failed(e);
	printf("%zu wrong, %zu notes%s\n", f.wrong, f.notes,
	    f.notes > 0 && f.quiet ? " (--notes shows them)" : "");
	return f.wrong > 0 ? EX_DATAERR : 0;
}
