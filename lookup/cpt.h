/* cpt.h - the AMA's own files of CPT codes, which a licensed operator imports;
 * and what they tell of a code. Series "cpt.*" hold nothing else, so that all
 * of it ends with the licence. */
#ifndef CPT_H
#define CPT_H

#include "lookup_open.h"
#include "official.h"

/* Series and their cells. */
#define CPT_LONG      "cpt.long"      /* code: text */
#define CPT_MEDIUM    "cpt.medium"    /* code: text */
#define CPT_SHORT     "cpt.short"     /* code: text */
#define CPT_CONSUMER  "cpt.consumer"  /* code: text */
#define CPT_CLINICIAN "cpt.clinician" /* "code id": text */
#define CPT_MODIFIER  "cpt.modifier"  /* modifier: text */
#define CPT_DELETED   "cpt.deleted"   /* "code day level": instruction, text */
#define CPT_HISTORY \
	"cpt.history" /* "code day change level": before, now,
				       * instruction */
enum {
	CPT_TEXT,
	CPT_INSTRUCTION = 0,
	CPT_DELETED_TEXT
};

/*
 * cpt_begin - gate and begin of an edition of one of these series.
 *
 * Fails    ERR_STOP: no licence is recorded, or one for an earlier year; as
 *          edition_begin().
 */
int cpt_begin(struct import *im, const struct document *d, const char *series,
    const char *name, struct edition *out, struct err *e);
/* cpt_put - one row, its cells joined. */
int cpt_put(struct import *im, struct edition *ed, const struct grid *g,
    const char *key, const char *const *cell, size_t n, struct err *e);
/* cpt_owned - whether the first bytes name the AMA, or the file's name is one
 * of its own. */
bool cpt_owned(const struct document *d);
/* cpt_body - the grid of a file behind its preamble, which ends with the last
 * blank line; cells split by tabs. */
void cpt_body(struct grid *g, const struct document *d);

/* cpt_code - as official_code(), for CPT. cpt_text - the licensed descriptor
 * of a code on a day: 1 with *out and *source; 0 none; -1. */
int cpt_code(struct lookup *l, struct arena *a, const char *code, date on,
    struct code_row *out, struct err *e);
int cpt_text(struct lookup *l, struct arena *a, const char *code, date on,
    const char **out, struct source *source, struct err *e);

#endif
