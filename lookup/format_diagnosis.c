/* format_diagnosis.c - data/diagnoses.tsv: the diagnoses that offices code
 * most, with the words that people have for them. A file comes in; rows of
 * tables code and lay go out: words of a mail are compared with the title,
 * which is why it stands where other rows have words of ours. */
#include "import.h"
#include <string.h>

static const char *const columns[] = { "code", "valid_from", "valid_to",
	"source", "title", "plain", "words" };
enum {
	CODE,
	FROM,
	TO,
	SOURCE,
	TITLE,
	PLAIN,
	WORDS,
	COLUMNS
};

static bool
diagnosis_recognise(const char *head)
{
	return tsv_head_is(head, columns, COLUMNS);
}

static int
lay_insert(struct import *im, const struct tsv *t, const char *words, date from,
    date to, struct err *e)
{
	struct db_row *r = db_begin(im->db, LOOKUP_LAY_INSERT);

	db_bind_text(r, 1, lookup_system_word(CODE_ICD10CM));
	db_bind_text(r, 2, t->cell[CODE]);
	db_bind_text(r, 3, words);
	db_bind_number(r, 4, from);
	db_bind_number(r, 5, to);
	return import_step(r, e);
}

static int
diagnosis_row(struct import *im, const struct tsv *t, struct err *e)
{
	struct code_draft c = { .system = lookup_system_word(CODE_ICD10CM),
		.code = t->cell[CODE],
		.plain = t->cell[TITLE],
		.replaced_by = "",
		.source = t->cell[SOURCE] };
	char *copy = arena_strdup(im->a, t->cell[WORDS]), *save = NULL, *w;
	const char *shape = code_shape(c.code);

	c.place = arena_printf(im->a, "diagnoses:%zu", t->line);
	c.detail = arena_printf(im->a, "In plain words: %s.", t->cell[PLAIN]);
	if (copy == NULL || c.place == NULL || c.detail == NULL)
		return import_no_room(t, e);
	if (shape == NULL || strcmp(shape, "CPT") == 0)
		return tsv_fail(t, CODE, e,
		    "'%.20s' has not the form of an ICD-10-CM code: upper "
		    "case, no dot",
		    c.code);
	if (tsv_period(t, FROM, &c.from, &c.to, e) ||
	    import_source(im, t, SOURCE, e) || tsv_filled(t, TITLE, e) ||
	    tsv_filled(t, PLAIN, e) || import_code(im, t, CODE, &c, e))
		return -1;
	for (w = strtok_r(copy, "|", &save); w != NULL;
	     w = strtok_r(NULL, "|", &save))
		if (lay_insert(im, t, w, c.from, c.to, e))
			return -1;
	return 0;
}

static int
diagnosis_load(
    struct import *im, const char *path, int64_t *taken_out, struct err *e)
{
	static const struct table table = { columns, COLUMNS, diagnosis_row };

	return import_table(im, path, &table, taken_out, e);
}

const struct format format_diagnosis = { "starter diagnoses",
	diagnosis_recognise, diagnosis_load };
