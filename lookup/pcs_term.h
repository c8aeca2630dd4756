/* pcs_term.h - titles of ICD-10-PCS as search finds them. They stand apart
 * from the other terms: hospitals alone ask for them, and one "resection of
 * right ..." a site would push all else out. A title's row in pcs_words is
 * numbered by how few words it has and by its code, so that no table of them
 * is needed. */
#ifndef PCS_TERM_H
#define PCS_TERM_H

#include "import.h"
#include "words.h"

#define PCS_SERIES "icd10pcs" /* of the order file */
#define PCS_BYTES  8          /* of a code, with its end */

/* pcs_term_id - the row of a code whose title has so many words; 0 for what is
 * no seven capital letters and digits. */
int64_t pcs_term_id(const char *code, size_t words);
/* pcs_term_code - the code of a row. */
void pcs_term_code(int64_t id, char out[PCS_BYTES]);
/* pcs_terms_build - make all rows anew from the order files that the database
 * holds, in the words of the lexicon of all sets. ERR_STOP. */
int pcs_terms_build(
    struct import *im, const struct lexicon *lexicon, struct err *e);

#endif
