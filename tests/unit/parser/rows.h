/* rows.h - the shipped tables of facts and cues, read for tests. */
#ifndef ROWS_H
#define ROWS_H

#include "question.h"
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROWS_MAX 8000

struct rows {
	struct fact_row row[ROWS_MAX];
	const char *example[ROWS_MAX];
	const char *file[ROWS_MAX];
	size_t n;
};

/* Seven columns are facts, five are cues. */
static inline void
rows_load_file(struct rows *r, const char *path)
{
	char line[16384];
	int number = 0, header = 0;
	FILE *f = fopen(path, "r");
	if (f == NULL) {
		fprintf(stderr, "%s: run from the top folder\n", path);
		exit(1);
	}
	while (fgets(line, sizeof(line), f) != NULL) {
		char *column[8] = { NULL };
		int n = 0;
		number++;
		if (line[0] == '#' || line[0] == '\n' || !header++)
			continue;
		line[strcspn(line, "\n")] = '\0';
		char *rest = strdup(line);
		while (n < 8 && rest != NULL)
			column[n++] = strsep(&rest, "\t");
		struct fact_row *x = &r->row[r->n];
		x->name = column[0];
		x->line = number;
		x->value = n == 7 ? column[1] : "cue";
		x->unit = n == 7 ? column[2] : "";
		x->factor_milli = n == 7 ? strtoll(column[3], NULL, 10) : 0;
		x->weight = n == 7 ? 0 : (int)strtol(column[1], NULL, 10);
		x->pattern = column[n == 7 ? 4 : 2];
		r->file[r->n] = path;
		r->example[r->n++] = column[n == 7 ? 5 : 3];
		if ((n != 7 && n != 5) || r->n == ROWS_MAX) {
			fprintf(stderr, "%s:%d: %d columns\n", path, number, n);
			exit(1);
		}
	}
	fclose(f);
}

/* All tables of a folder, in the order of the import. */
static inline void
rows_load(struct rows *r, const char *folder)
{
	char pattern[100];
	glob_t found;
	snprintf(pattern, sizeof(pattern), "%s/*.tsv", folder);
	if (glob(pattern, 0, NULL, &found) != 0) {
		fprintf(stderr, "%s: run from the top folder\n", pattern);
		exit(1);
	}
	for (size_t i = 0; i < found.gl_pathc; i++)
		rows_load_file(r, strdup(found.gl_pathv[i]));
	globfree(&found);
}

#endif
