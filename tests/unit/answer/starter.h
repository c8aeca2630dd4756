/* starter.h - the starter pack, imported once for a whole test: lookup.db in a
 * temporary folder and the rules that find facts. For cmocka's group set-up and
 * tear-down; the test runs in the project's top folder. */
#ifndef STARTER_H
#define STARTER_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "lookup.h"
#include "question.h"

#define TODAY 20261122

static struct {
	char folder[40], target[60];
	struct arena *kept; /* what the rules stand in */
	struct arena *a;    /* for a test to reset as it likes */
	struct lookup *lookup;
	struct question_rules *rules;
} pack;

static int
pack_open(void **state)
{
	const char *data = "data";
	struct import_report *reports;
	struct fact_row *row;
	struct err e = { 0 };
	size_t n;
	(void)state;
	pack.kept = arena_new(96u << 20);
	pack.a = arena_new(16u << 20);
	snprintf(pack.folder, sizeof(pack.folder), "/tmp/pack-XXXXXX");
	if (mkdtemp(pack.folder) == NULL)
		return -1;
	snprintf(pack.target, sizeof(pack.target), "%s/lookup.db", pack.folder);
	if (import_run(&data, 1, pack.target, pack.kept, &reports, &n, &e) !=
		0 ||
	    lookup_open(pack.target, &pack.lookup, &e) != 0 ||
	    lookup_rules(pack.lookup, pack.kept, &row, &n, &e) != 0 ||
	    question_rules_new(row, n, &pack.rules, &e) != 0) {
		fprintf(stderr, "%s\n", e.text);
		return -1;
	}
	return 0;
}

static int
pack_close(void **state)
{
	static const char *const more[] = { "lookup.db", "lookup.db.lock",
		"lookup.db.old" };
	char path[80];
	(void)state;
	question_rules_free(pack.rules);
	lookup_close(pack.lookup);
	for (size_t i = 0; i < sizeof(more) / sizeof(more[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", pack.folder, more[i]);
		unlink(path);
	}
	rmdir(pack.folder);
	arena_free(pack.a);
	arena_free(pack.kept);
	return 0;
}

#endif
