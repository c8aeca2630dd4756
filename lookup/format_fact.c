/* format_fact.c - data/facts/X.tsv, data/cues/X.tsv: patterns by which facts
 * and kinds of questions are found. Files come in; rows of table rule go
 * out, and the facts that cells may name. */
#include "import.h"
#include "lookup.h"
#include <string.h>

#define FACTOR_MAX 1000000000 /* thousandths; "million units" has most */
#define WEIGHT_MAX 1000

static const char *const fact_columns[] = { "name", "value", "unit",
	"factor_milli", "pattern", "example", "source" };
enum {
	NAME,
	VALUE,
	UNIT,
	FACTOR,
	PATTERN,
	EXAMPLE,
	SOURCE,
	FACT_COLUMNS
};
static const char *const cue_columns[] = { "kind", "weight", "pattern",
	"example", "source" };
enum {
	CUE_KIND,
	CUE_WEIGHT,
	CUE_PATTERN,
	CUE_EXAMPLE,
	CUE_SOURCE,
	CUE_COLUMNS
};

static bool
fact_recognise(const char *head)
{
	return tsv_head_is(head, fact_columns, FACT_COLUMNS);
}

static bool
cue_recognise(const char *head)
{
	return tsv_head_is(head, cue_columns, CUE_COLUMNS);
}

static int
rule_insert(struct import *im, const struct fact_row *f, struct err *e)
{
	struct db_row *r = db_begin(im->db, LOOKUP_RULE_INSERT);

	db_bind_text(r, 1, f->name);
	db_bind_text(r, 2, f->value);
	db_bind_text(r, 3, f->unit);
	db_bind_number(r, 4, f->factor_milli);
	db_bind_number(r, 5, f->weight);
	db_bind_text(r, 6, f->pattern);
	db_bind_number(r, 7, f->line);
	return import_step(r, e);
}

/* A row is a number where it has a factor, else a word. Numbers of one name and
 * unit must agree, or cells and mails would differ. */
static int
unit_check(
    struct import *im, const struct tsv *t, int64_t factor, struct err *e)
{
	int64_t known;

	if (factor == 0 && t->cell[VALUE][0] != '\0')
		return 0;
	if (factor == 0)
		return tsv_fail(t, FACTOR, e,
		    "a number needs the thousandths of its canonical unit "
		    "here");
	known = lookup_unit(im->fact, im->facts, t->cell[NAME], t->cell[UNIT]);
	if (known != 0 && known != factor)
		return tsv_fail(t, FACTOR, e,
		    "%ld here, %ld in an earlier row of this fact and unit",
		    (long)factor, (long)known);
	return 0;
}

static int
fact_row(struct import *im, const struct tsv *t, struct err *e)
{
	struct fact_row f = { .name = t->cell[NAME],
		.value = t->cell[VALUE],
		.unit = t->cell[UNIT],
		.pattern = t->cell[PATTERN],
		.line = (int)t->line };
	long factor = 0;

	if (tsv_filled(t, NAME, e) || tsv_filled(t, PATTERN, e) ||
	    (t->cell[SOURCE][0] != '\0' && import_source(im, t, SOURCE, e)) ||
	    (t->cell[FACTOR][0] != '\0' &&
		tsv_number(t, FACTOR, 0, FACTOR_MAX, &factor, e)) ||
	    unit_check(im, t, factor, e))
		return -1;
	f.factor_milli = factor;
	im->fact = import_grow(
	    im->a, im->fact, im->facts, &im->facts_max, sizeof(*im->fact));
	if (im->fact == NULL)
		return import_no_room(t, e);
	im->fact[im->facts++] = f;
	return rule_insert(im, &f, e);
}

static int
cue_row(struct import *im, const struct tsv *t, struct err *e)
{
	struct fact_row f = { .name = t->cell[CUE_KIND],
		.value = "cue",
		.unit = "",
		.pattern = t->cell[CUE_PATTERN],
		.line = (int)t->line };
	long weight;

	if (tsv_filled(t, CUE_KIND, e) || tsv_filled(t, CUE_PATTERN, e) ||
	    tsv_number(t, CUE_WEIGHT, 1, WEIGHT_MAX, &weight, e) ||
	    (t->cell[CUE_SOURCE][0] != '\0' &&
		import_source(im, t, CUE_SOURCE, e)))
		return -1;
	f.weight = (int)weight;
	return rule_insert(im, &f, e);
}

static int
fact_load(
    struct import *im, const char *path, int64_t *taken_out, struct err *e)
{
	static const struct table table = { fact_columns, FACT_COLUMNS,
		fact_row };

	return import_table(im, path, &table, taken_out, e);
}

static int
cue_load(struct import *im, const char *path, int64_t *taken_out, struct err *e)
{
	static const struct table table = { cue_columns, CUE_COLUMNS, cue_row };

	return import_table(im, path, &table, taken_out, e);
}

const struct format format_fact = { "starter facts", fact_recognise,
	fact_load };
const struct format format_cue = { "starter cues", cue_recognise, cue_load };
