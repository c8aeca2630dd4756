/* official.h - files as CMS and NCHS publish them. A file, or an entry of an
 * archive, is a document; it is one edition of a series, or a part of one. */
#ifndef OFFICIAL_H
#define OFFICIAL_H

#include "buf.h"
#include "grid.h"
#include "import.h"
#include "limit.h"

#define LINE_CELLS LIMIT_ROW_BYTES /* the cells of one row */

/* One table in bytes; a sheet of a workbook comes as text with commas. */
struct document {
	const char *name; /* "2026.zip/icd10cm_order_2026.txt": tells the day */
	const char *p;
	size_t n;
};

struct listing; /* see listing.h */

/* A format of official files, recognised by its content; a new one is a file
 * format_X.c and a row in formats[] of official.c. It has listings, or the two
 * functions. */
#define LISTINGS 2
struct official {
	const char *kind;                        /* for people */
	const struct listing *listing[LISTINGS]; /* the first that fits */
	bool (*recognise)(const struct document *d);
	/* ERR_STOP refuses the whole file. */
	int (*load)(struct import *im, const struct document *d, struct err *e);
};
extern const struct official official_order, official_conversion,
    official_anweb, official_anweb_sheet, official_ptp, official_mue,
    official_addon, official_rvu, official_gpci, official_pos,
    official_cpt_text, official_cpt_modifier, official_cpt_consumer,
    official_cpt_clinician, official_cpt_combined, official_cpt_deleted,
    official_cpt_history, official_mcd, official_hcc;
extern const struct official official_tabular, official_index, official_poa;
extern const struct official official_rvu_text, official_opps, official_asc,
    official_clfs, official_dmepos, official_telehealth, official_anes_cf,
    official_anes_cf_text, official_anes_base, official_locality,
    official_locality_text, official_zip, official_zip_sheet, official_gem,
    official_addenda, official_cap, official_cap_text, official_drug;

/* Fewer than so many hundredths of the edition before are no new edition. */
#define EDITION_FEWER_PERCENT 80

/* How often a series comes; its edition speaks until the next is due. */
enum calendar {
	QUARTERLY,
	YEARLY,
	FISCAL,
	FROZEN /* the last one of its series */
};

/* One edition under way. */
struct edition {
	const char *series;                     /* "icd10cm" */
	const char *name, *publisher, *licence; /* literals */
	enum calendar calendar;
	date first;       /* effective day; 0: neither file nor name tell it */
	const char *part; /* "f1", or "" */
	const char *text; /* "FY2026", or NULL: made from first */
	const char *notice; /* line that must stand beside its rows, or "" */
	/* The document tells what changed since the edition before: nothing
	 * is to be done where the whole edition, or not even that one, is
	 * loaded. */
	bool changes;
	/* Filled on the way. */
	date before, after; /* editions beside it; 0, DATE_OPEN: none */
	int64_t before_rows;
	int64_t taken, bad;
	bool skip; /* nothing is to be done: loaded, or older than that */
};

/*
 * official_load - load a document, and record its source.
 *
 * Gives    1; 0 where no format knows it.
 * Fails    ERR_STOP: see struct official.
 */
int official_load(struct import *im, const struct document *d, struct err *e);
/* official_find - the number of the format that knows a document, of
 * *count_out in all; -1 for none. */
int official_find(const struct document *d, size_t *count_out);
/* official_start - before the first file: what is loaded. ERR_STOP. */
int official_start(struct import *im, struct err *e);
/* official_check - after all files: parts that lack. ERR_STOP. */
int official_check(struct import *im, struct err *e);

/* edition_begin - make room for an edition; it may set skip. edition_put - one
 * row: 0; a key that this edition had already with other cells is bad. -1.
 * edition_end - refuse far fewer rows than before, add the source. */
int edition_begin(struct import *im, struct edition *ed, struct err *e);
int edition_put(struct import *im, struct edition *ed, const struct grid *g,
    const char *key, const char *cells, struct err *e);
int edition_end(struct import *im, struct edition *ed, struct err *e);
/* edition_bad - count a row that is left out and keep what is said of the
 * first ones. -1, ERR_STOP: it ends the file, or too many are bad. */
int edition_bad(struct import *im, struct edition *ed, const struct grid *g,
    size_t cell, const char *what, struct err *e);

/* order_edition - of ICD-10-PCS or ICD-10-CM, without its day. */
struct edition order_edition(bool pcs);

/* What a name tells. name_month - 1 to 12; 0 where none is named. name_day -
 * "Eff_10-01-2026", "2026Q3", "2026_Q3", "2026_OCT",
 * "October 2026", "2026"; 0 where none. name_has - word, whatever the case. */
date name_day(const char *name);
int name_month(const char *name);
bool name_has(const char *name, const char *word);
/* fiscal_day - of the year that a name tells of ICD-10: its 1 October, or the
 * 1 April of an update; xml_day - the same of XML of NCHS, which tells the
 * year itself, too; 0. */
date fiscal_day(const char *name);
date xml_day(const struct document *d);
/* text_day - "20261001", "10/01/2026", a sheet's day number; 0. */
date text_day(const char *text);
/* text_code - exactly five of A-Z and 0-9 that begin like a code. */
bool text_code(const char *text);
/* cells_join - n texts split by tabs into out. */
void cells_join(struct buf *out, const char *const *cell, size_t n);
/* head_grid - the first row within limit rows of which fits() is true: 1 with
 * g on it, 0. Bytes that are no table give 0. */
int head_grid(struct grid *g, const struct document *d, int limit,
    bool (*fits)(const struct grid *g));

#endif
