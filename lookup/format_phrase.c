/* format_phrase.c - data/phrases.tsv: words for people for the cells of
 * decision tables. A file comes in; phrases for the families' load go out. */
#include "import.h"
#include <string.h>

static const char *const columns[] = { "family", "fact", "cell", "words" };
enum {
	FAMILY,
	FACT,
	CELL,
	WORDS,
	COLUMNS
};

static bool
phrase_recognise(const char *head)
{
	return tsv_head_is(head, columns, COLUMNS);
}

/* Two rows for one cell would let the order of files decide. */
static int
twice_check(struct import *im, const struct tsv *t, struct err *e)
{
	const struct phrase *p;
	size_t i;

	for (i = 0; i < im->phrases.n; i++) {
		p = &im->phrases.item[i];
		if (strcmp(p->family, t->cell[FAMILY]) == 0 &&
		    strcmp(p->fact, t->cell[FACT]) == 0 &&
		    strcmp(p->cell, t->cell[CELL]) == 0)
			return p->house && !im->house
				   ? 1
				   : tsv_fail(t, CELL, e,
					 "this cell has words already: take "
					 "one row away");
	}
	return 0;
}

static int
phrase_row(struct import *im, const struct tsv *t, struct err *e)
{
	struct phrases *all = &im->phrases;
	struct phrase p = { t->cell[FAMILY], t->cell[FACT], t->cell[CELL],
		t->cell[WORDS], im->house };
	struct fact_rows facts = { im->fact, im->facts };
	struct cell c;
	const char *why;
	size_t i;
	int rc;

	for (i = 0; i < COLUMNS; i++)
		if (tsv_filled(t, i, e))
			return -1;
	if (cell_parse(im->a, &facts, p.fact, p.cell, &c, &why))
		return tsv_fail(t, CELL, e, "'%.40s': %s", p.cell, why);
	rc = twice_check(im, t, e);
	if (rc != 0)
		return rc < 0 ? -1 : 0;
	all->item = import_grow(
	    im->a, all->item, all->n, &all->max, sizeof(*all->item));
	if (all->item == NULL)
		return import_no_room(t, e);
	all->item[all->n++] = p;
	return 0;
}

static int
phrase_load(
    struct import *im, const char *path, int64_t *taken_out, struct err *e)
{
	static const struct table table = { columns, COLUMNS, phrase_row };

	return import_table(im, path, &table, taken_out, e);
}

const struct format format_phrase = { "starter phrases", phrase_recognise,
	phrase_load };
