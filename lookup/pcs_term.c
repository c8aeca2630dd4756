/* pcs_term.c - titles of ICD-10-PCS come in; the rows by which search finds
 * their codes go out. */
#include "pcs_term.h"
#include "terms.h"
#include "words.h"
#include <stdio.h>
#include <string.h>

#define WHOLE       7   /* characters of a code */
#define BASE        36  /* letters and digits */
#define CODE_BITS   40  /* hold WHOLE characters of BASE: under 2^37 */
#define TITLE_BYTES 400 /* the longest of 2026 has 190 */

int64_t
pcs_term_id(const char *code, size_t words)
{
	int64_t n = 0;
	size_t i;

	for (i = 0; code[i] != '\0'; i++) {
		if (code[i] >= '0' && code[i] <= '9')
			n = n * BASE + (code[i] - '0');
		else if (code[i] >= 'A' && code[i] <= 'Z')
			n = n * BASE + 10 + (code[i] - 'A');
		else
			return 0;
	}
	return i == WHOLE ? (int64_t)words << CODE_BITS | n : 0;
}

void
pcs_term_code(int64_t id, char out[PCS_BYTES])
{
	int64_t n = id & (((int64_t)1 << CODE_BITS) - 1);
	size_t i;

	for (i = WHOLE; i-- > 0; n /= BASE)
		out[i] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[n % BASE];
	out[WHOLE] = '\0';
}

static int
title_insert(struct import *im, const struct lexicon *lexicon, const char *key,
    const char *title, struct err *e)
{
	struct word w[TERM_WORDS];
	struct buf body;
	struct db_row *r;
	size_t n, i, m = 0;
	int64_t id;

	n = lexicon_apply(
	    lexicon, w, words_cut(title, w, TERM_WORDS), TERM_WORDS);
	buf_init(&body, (size_t)TERM_WORDS * (WORD_BYTES + 1));
	for (i = 0; i < n; i++)
		if (!w[i].stop) {
			buf_printf(&body, "%s ", w[i].text);
			m++;
		}
	id = m > 0 ? pcs_term_id(key, m) : 0;
	if (id == 0) {
		buf_free(&body);
		return 0;
	}
	r = db_begin(im->db, LOOKUP_PCS_INSERT);
	db_bind_number(r, 1, id);
	db_bind_text(r, 2, buf_text(&body));
	buf_free(&body);
	return import_step(r, e);
}

/* Of a code that editions word in different ways, the last one's words. */
static int
titles_read(struct import *im, const struct lexicon *lexicon, struct err *e)
{
	char key[PCS_BYTES] = "", title[TITLE_BYTES] = "";
	struct db_row *r = db_begin(im->db, LOOKUP_TERM_ENTRIES);
	int rc, bad = 0;

	db_bind_text(r, 1, PCS_SERIES);
	while (!bad && (rc = db_step(r, e)) == 1) {
		const char *text = strrchr(db_text(r, 3), '\t');

		if (key[0] != '\0' && strcmp(key, db_text(r, 0)) != 0)
			bad = title_insert(im, lexicon, key, title, e);
		snprintf(key, sizeof(key), "%s", db_text(r, 0));
		snprintf(title, sizeof(title), "%s", text ? text + 1 : "");
	}
	db_end(r);
	return bad || rc < 0 || title_insert(im, lexicon, key, title, e) ? -1
									 : 0;
}

int
pcs_terms_build(struct import *im, const struct lexicon *lexicon, struct err *e)
{
	return db_run(im->db, LOOKUP_PCS_CLEAR, e) ||
		       titles_read(im, lexicon, e)
		   ? -1
		   : 0;
}
