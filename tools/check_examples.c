/* check_examples.c - the patterns of a pack and their examples come in, as the
 * files have them; those that find nothing go out, with file and line. */
#include "check_examples.h"
#include "command.h"
#include "question.h"
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CELLS 12

#define FACT_CELLS 7 /* name value unit factor_milli pattern example source */
#define CUE_CELLS  5 /* kind weight pattern example source */

struct file {
	struct arena *a;
	const char *name;
	bool begun; /* the header was read */
	finding_row *found;
	void *arg;
};

static size_t
cells_cut(char *line, char *cell[CELLS])
{
	size_t n = 0;
	char *at;
	line[strcspn(line, "\r\n")] = '\0';
	while (n < CELLS && (at = strsep(&line, "\t")) != NULL)
		cell[n++] = at;
	return n;
}

/* Each example must be found, but those with "!" before them. */
static void
row_check(const struct file *f, const struct fact_row *row, char *examples)
{
	const char *place = arena_printf(f->a, "%s:%d", f->name, row->line);
	for (char *rest = examples; rest != NULL;) {
		char *one = rest, *bar = strstr(rest, " | ");
		struct err e = { 0 };
		rest = bar != NULL ? bar + 3 : NULL;
		if (bar != NULL)
			*bar = '\0';
		bool want = one[0] != '!';
		int found = question_row_finds(f->a, row, one + !want, &e);
		if (found < 0) {
			f->found(f->arg, FINDING_WRONG, place,
			    arena_printf(f->a, "%s", e.text));
			return;
		}
		if (found != want)
			f->found(f->arg, FINDING_WRONG, place,
			    arena_printf(f->a, "'%s' %s in its example '%s'",
				row->name,
				want ? "finds nothing" : "finds something",
				one));
	}
}

static void
line_check(struct file *f, char *line, int number)
{
	char *cell[CELLS];
	size_t n = cells_cut(line, cell);
	bool cue = n == CUE_CELLS;
	if (line[0] == '#' || (n != FACT_CELLS && !cue))
		return;
	if (!f->begun) {
		f->begun = true;
		return;
	}
	struct fact_row row = { .name = cell[0],
		.value = cue ? "cue" : cell[1],
		.unit = cue ? "" : cell[2],
		.factor_milli = cue ? 0 : strtoll(cell[3], NULL, 10),
		.weight = cue ? (int)strtol(cell[1], NULL, 10) : 0,
		.pattern = cell[n - 3],
		.line = number };
	row_check(f, &row, cell[n - 2]);
}

static int
file_check(struct file *f, const char *path, struct err *e)
{
	FILE *in = fopen(path, "r");
	char *line = NULL;
	size_t room = 0;
	int number = 0;
	if (in == NULL)
		return err_set(e, ERR_STOP, "consultctl", errno, "%s: %s", path,
		    strerror(errno));
	while (getline(&line, &room, in) > 0)
		line_check(f, line, ++number);
	free(line);
	fclose(in);
	return arena_full(f->a) ? err_set(e, ERR_STOP, "consultctl", 0,
				      "%s: too much is found there", path)
				: 0;
}

static int
table_chosen(const struct dirent *d)
{
	size_t n = strlen(d->d_name);
	return n > 4 && strcmp(d->d_name + n - 4, ".tsv") == 0;
}

int
examples_check(struct arena *a, const char *pack, finding_row *found, void *arg,
    struct err *e)
{
	static const char *const folders[] = { "facts", "cues" };
	int rc = 0;
	for (size_t i = 0; i < 2 && rc == 0; i++) {
		const char *folder = arena_printf(a, "%s/%s", pack, folders[i]);
		struct dirent **entry = NULL;
		/* A pack of one's own may have neither. */
		int n = folder
			    ? scandir(folder, &entry, table_chosen, alphasort)
			    : 0;
		for (int k = 0; k < n; k++) {
			struct file f = { .a = a, .found = found, .arg = arg };
			const char *path =
			    arena_printf(a, "%s/%s", folder, entry[k]->d_name);
			f.name = arena_printf(
			    a, "%s/%s", folders[i], entry[k]->d_name);
			if (rc == 0 && path != NULL && f.name != NULL)
				rc = file_check(&f, path, e);
			free(entry[k]);
		}
		free(entry);
	}
	return rc;
}
