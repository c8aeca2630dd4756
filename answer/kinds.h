/* kinds.h - the answerers, one file each, and what they share. */
#ifndef KINDS_H
#define KINDS_H

#include "answer.h"
#include "write.h"

#define KIND(id, name, work, reach, codes, meaning) answerer work;
#include "kinds.def"
#undef KIND

/* answer_find - the request of that name (request.def). */
answerer answer_find;

/* answer_ask_headline - what stands first where facts are missing: the codes
 * that one of them decides between, where they are few; else how many. NULL
 * past the arena's limit. answer_vintage - the data line: the packs, and each
 * official edition that a reason of these answers rests on; of those with the
 * day of `one` alone. NULL likewise. */
const char *answer_ask_headline(
    const struct answer_context *c, const struct answer *out);
const char *answer_vintage(const struct answer_context *c,
    const struct answers *all, const struct answer *one);

/* answers_sum - outcome and reason of all items, set anew. */
void answers_sum(struct answers *out);

/* official_said - the sentence of a known code: what it is, and that a header
 * is not reported. official_show - reasons and tables of what the publisher's
 * files tell besides: codes below a header, unit, coverage, that the edition
 * is not the newest one. official_later - that alone: a reason where the day
 * lies behind the newest edition of a row's source. 0; -1 with *e.
 * official_below - where no list of codes is loaded: a code that stands above
 * codes of the pack is a header: 1 with a table of them and the sentence, which
 * is a reason, too; 0 where none is below it. */
const char *official_said(const struct answer_context *c, const char *shown,
    const struct code_row *row);
int official_below(const struct answer_context *c, const char *shown,
    const struct code *code, const char **text_out, struct answer *out,
    struct err *e);
int official_later(const struct answer_context *c, const struct source *source,
    struct answer *out, struct err *e);
int official_show(const struct answer_context *c, const char *shown,
    const struct code_row *row, struct answer *out, struct err *e);
/* official_number - a CPT number that no row knows: where the fee schedule of
 * that day is loaded, which lists every CPT code of five digits, and lacks it,
 * known becomes KNOWN_NONE and source that edition. 0; -1 with *e. */
int official_number(const struct answer_context *c, const char *shown,
    struct code_row *row, struct err *e);
/* official_missing - a code that no row knows: whether a loaded edition says
 * that there is none, as a sentence; NULL where nothing is loaded for it. */
const char *official_missing(const struct answer_context *c, const char *shown,
    const struct code_row *row);

/* history_ended - where one diagnosis of a question ended before the context's
 * day: 1 with *out, which says what took its place; 0; -1. */
int history_ended(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e);

/* Official tables that an answer may lack. */
enum table {
	TABLE_ICD10CM,
	TABLE_ICD10PCS,
	TABLE_TABULAR,
	TABLE_HCPCS,
	TABLE_CPT,
	TABLE_PTP,
	TABLE_PTP_HOSPITAL,
	TABLE_MUE,
	TABLE_MUE_HOSPITAL,
	TABLE_MUE_SUPPLIER,
	TABLE_FEE,
	TABLE_PAYMENT,
	TABLE_COVERAGE,
	TABLE_OPPS,
	TABLE_ASC,
	TABLE_LABORATORY,
	TABLE_EQUIPMENT,
	TABLE_TELEHEALTH,
	TABLE_POA,
	TABLE_HCC,
	TABLE_ADDON,
	TABLE_ANESTHESIA, /* base units */
	TABLE_GEM,        /* ICD-9-CM to ICD-10-CM */
	TABLE_GEM_BACK,   /* ICD-10-CM to ICD-9-CM */
	TABLE_GEM_PCS,
	TABLE_GEM_PCS_BACK,
};
/* answer_absent - why a table has no row for what is shown on the day of the
 * question, as a sentence with the days of *source: that it has none, that one
 * ended, that one is yet to begin. table: "the DMEPOS fee schedule". NULL where
 * known is another, or memory is full. */
const char *answer_absent(const struct answer_context *c, const char *table,
    const char *shown, enum known known, const struct source *source);
/* answer_missing - HELD, since the table is not loaded (known KNOWN_OUTSIDE:
 * since it begins after the day): the sentence names it, a reason the file that
 * would bring it. 0; -1 with *e. answer_missing_file - that reason alone.
 * answer_code_table - where a system's codes are listed. */
int answer_missing(const struct answer_context *c, enum table table,
    enum known known, struct answer *out, struct err *e);
int answer_missing_file(const struct answer_context *c, enum table table,
    bool outside, struct answer *out, struct err *e);
enum table answer_code_table(enum code_system system);

#endif
