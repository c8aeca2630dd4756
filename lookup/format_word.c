/* format_word.c - data/words.tsv: what lay words, abbreviations and other
 * names mean. A file comes in; rows of table lexicon go out. */
#include "import.h"
#include "words.h"
#include <string.h>

static const char *const columns[] = { "words", "means", "kind", "source" };
enum {
	WORDS,
	MEANS,
	KIND,
	SOURCE,
	COLUMNS
};

static bool
word_recognise(const char *head)
{
	return tsv_head_is(head, columns, COLUMNS);
}

static int
word_insert(
    struct import *im, const struct tsv *t, const char *words, struct err *e)
{
	struct word w[LEXICON_WORDS + 1];
	size_t n = words_cut(words, w, LEXICON_WORDS + 1);
	struct db_row *r;
	int rc;

	if (n == 0 || n > LEXICON_WORDS)
		return tsv_fail(t, WORDS, e,
		    "'%.40s' has no word, or more than %d", words,
		    LEXICON_WORDS);
	r = db_begin(im->db, LOOKUP_LEXICON_INSERT);
	db_bind_number(r, 1, strcmp(t->cell[KIND], "pcs") == 0);
	db_bind_text(r, 2, words);
	db_bind_text(r, 3, t->cell[MEANS]);
	db_bind_text(r, 4, t->cell[SOURCE]);
	rc = db_step(r, e);
	db_end(r);
	if (rc < 0 && e->code == DB_UNIQUE)
		return tsv_fail(t, WORDS, e,
		    "'%.40s' stands in another row already", words);
	return rc;
}

/* "heart attack|mi|ami": each means the same. */
static int
word_row(struct import *im, const struct tsv *t, struct err *e)
{
	static const char *const kinds[] = { "lay", "abbreviation", "synonym",
		"pcs" };
	enum {
		KINDS = sizeof(kinds) / sizeof(kinds[0])
	};
	char *copy = arena_strdup(im->a, t->cell[WORDS]), *save = NULL, *w;
	size_t i;

	if (copy == NULL)
		return import_no_room(t, e);
	for (i = 0; i < KINDS && strcmp(kinds[i], t->cell[KIND]) != 0; i++)
		continue;
	if (i == KINDS)
		return tsv_fail(
		    t, KIND, e, "write lay, abbreviation, synonym or pcs");
	if (tsv_filled(t, WORDS, e) || tsv_filled(t, MEANS, e) ||
	    import_source(im, t, SOURCE, e))
		return -1;
	for (w = strtok_r(copy, "|", &save); w != NULL;
	     w = strtok_r(NULL, "|", &save))
		if (word_insert(im, t, w, e))
			return -1;
	return 0;
}

static int
word_load(
    struct import *im, const char *path, int64_t *taken_out, struct err *e)
{
	static const struct table table = { columns, COLUMNS, word_row };

	return import_table(im, path, &table, taken_out, e);
}

const struct format format_word = { "starter words", word_recognise,
	word_load };
