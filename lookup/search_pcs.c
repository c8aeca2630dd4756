/* search_pcs.c - what people call an operation comes in; the words in which
 * titles of ICD-10-PCS tell it go out. */
#include "search_pcs.h"
#include "mend.h"

int
pcs_terms(struct lookup *l, const char *word, struct err *e)
{
	return word_terms(l, LOOKUP_PCS_WORD, word, e);
}

/* The names that all sets share, then those of this one ("cholecystectomy"),
 * whose meanings are put as the titles are. */
static int
names_apply(struct query *q, struct word *w, size_t *n, struct err *e)
{
	const struct lexicon *own = search_lexicon_of(q->l, true, e);

	if (own == NULL)
		return -1;
	*n = lexicon_apply(q->lexicon, w, *n, SEARCH_WORDS);
	*n = lexicon_apply(own, w, *n, SEARCH_WORDS);
	*n = lexicon_apply(q->lexicon, w, *n, SEARCH_WORDS);
	return 0;
}

/* A word that neither the titles nor the other terms have is a slip. */
static int
slip_mend(
    struct query *q, const struct word *w, struct word out[2], struct err *e)
{
	int terms = w->stop ? 1 : pcs_terms(q->l, w->text, e);

	if (terms == 0)
		terms = vocabulary_terms(q->l, w->text, e);
	return terms != 0 ? terms < 0 ? -1 : 0 : word_mend(q->l, w, out, e);
}

int
pcs_read(struct query *q, struct word *w, size_t *n_out, bool *mended_out,
    struct err *e)
{
	struct word as[SEARCH_WORDS], meant[2];
	size_t n = words_cut(q->order->text, as, SEARCH_WORDS), m = 0, i;
	bool mended = false;

	if (names_apply(q, as, &n, e))
		return -1;
	for (i = 0; i < n && m < SEARCH_WORDS; i++) {
		int rc = slip_mend(q, &as[i], meant, e);

		if (rc < 0)
			return -1;
		w[m++] = rc > 0 ? meant[0] : as[i];
		if (rc == 2 && m < SEARCH_WORDS)
			w[m++] = meant[1];
		mended |= rc > 0;
	}
	*n_out = m;
	*mended_out |= mended;
	return mended ? names_apply(q, w, n_out, e) : 0;
}
