/* terms.h - what search looks through: words that stand for codes. */
#ifndef TERMS_H
#define TERMS_H

#include "import.h"

/* Where a term is from; the better ones come first. Column term.kind. */
enum term_kind {
	TERM_LAY,       /* people's words for a code, of the pack */
	TERM_DIAGNOSIS, /* ICD-10-CM of the pack */
	TERM_PACK,      /* our sentence on a CPT or HCPCS code of the pack */
	TERM_FAMILY,    /* the title of a decision table; code: its id */
	TERM_TITLE,     /* ICD-10-CM order file */
	TERM_INCLUSION, /* ICD-10-CM tabular list */
	TERM_INDEX,     /* ICD-10-CM index */
	TERM_CAUSE,     /* ICD-10-CM index of external causes */
	TERM_NEOPLASM,  /* ICD-10-CM table of neoplasms, with the column */
	TERM_HCPCS,
	TERM_DRUG,     /* ICD-10-CM table of drugs, with the column */
	TERM_NAME,     /* people's words for a code that search alone reads: as
	            * good as the first, but kept last, so that databases
	            * which are there already are read rightly */
	TERM_MODIFIER, /* our sentence on a modifier */
	TERM_PLACE,    /* place of service; code: its key in norm "place" */
	TERM_PCS,      /* ICD-10-PCS order file; in pcs_words, no row of term */
	TERM_KINDS
};
#define TERM_WORDS 24 /* of one term, the rest is left out */

/* term_series - the official series of a kind, whose editions its first and
 * last name; NULL for the pack's, which have days. */
const char *term_series(enum term_kind kind);
/* terms_feed - whether the entries of a series become terms. */
bool terms_feed(const char *series);
/* terms_build - make all terms anew from what the database holds. ERR_STOP. */
int terms_build(struct import *im, struct err *e);

#endif
