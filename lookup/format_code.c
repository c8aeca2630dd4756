/* format_code.c - data/codes.tsv: single codes outside the decision tables. A
 * file comes in; rows of table code go out. */
#include "import.h"
#include <string.h>

static const char *const columns[] = { "system", "code", "valid_from",
	"valid_to", "replaced_by", "source", "plain", "detail" };
enum {
	SYSTEM,
	CODE,
	FROM,
	TO,
	REPLACED_BY,
	SOURCE,
	PLAIN,
	DETAIL,
	COLUMNS
};

static bool
code_recognise(const char *head)
{
	return tsv_head_is(head, columns, COLUMNS);
}

/* "99202 99203": each must have the form of a code. */
static int
replaced_check(struct import *im, const struct tsv *t, struct err *e)
{
	char *copy = arena_strdup(im->a, t->cell[REPLACED_BY]), *save = NULL;
	char *w;

	if (copy == NULL)
		return import_no_room(t, e);
	for (w = strtok_r(copy, " ", &save); w != NULL;
	     w = strtok_r(NULL, " ", &save))
		if (code_shape(w) == NULL)
			return tsv_fail(t, REPLACED_BY, e,
			    "'%.20s' has not the form of a code: write codes "
			    "split by one space",
			    w);
	return 0;
}

static int
system_check(const struct tsv *t, struct err *e)
{
	int system = lookup_system_of(t->cell[SYSTEM]);
	const char *shape = code_shape(t->cell[CODE]);
	bool fits;

	if (system < 0)
		return tsv_fail(t, SYSTEM, e,
		    "'%.20s' is no code set: write CPT, HCPCS or ICD10CM",
		    t->cell[SYSTEM]);
	/* "J1885" has the form of both other sets. */
	fits = shape != NULL && (strcmp(shape, t->cell[SYSTEM]) == 0 ||
				    (system == CODE_ICD10CM &&
					lookup_system_of(shape) == CODE_HCPCS));
	if (!fits)
		return tsv_fail(t, CODE, e,
		    "'%.20s' has not the form of a %s code: upper case, no dot",
		    t->cell[CODE], t->cell[SYSTEM]);
	return 0;
}

/* "drugs:17": the pack has several such files. */
static const char *
row_place(struct import *im, const struct tsv *t)
{
	const char *slash = strrchr(t->path, '/');
	const char *name = slash != NULL ? slash + 1 : t->path;

	return arena_printf(
	    im->a, "%.*s:%zu", (int)strcspn(name, "."), name, t->line);
}

static int
code_row(struct import *im, const struct tsv *t, struct err *e)
{
	struct code_draft c = { .system = t->cell[SYSTEM],
		.code = t->cell[CODE],
		.plain = t->cell[PLAIN],
		.detail = t->cell[DETAIL],
		.replaced_by = t->cell[REPLACED_BY],
		.source = t->cell[SOURCE] };

	if (system_check(t, e) || tsv_period(t, FROM, &c.from, &c.to, e) ||
	    import_source(im, t, SOURCE, e) || tsv_filled(t, PLAIN, e) ||
	    replaced_check(im, t, e))
		return -1;
	c.place = row_place(im, t);
	if (c.place == NULL)
		return import_no_room(t, e);
	return import_code(im, t, CODE, &c, e);
}

static int
code_load(
    struct import *im, const char *path, int64_t *taken_out, struct err *e)
{
	static const struct table table = { columns, COLUMNS, code_row };

	return import_table(im, path, &table, taken_out, e);
}

const struct format format_code = { "starter codes", code_recognise,
	code_load };
