/* mcd.h - series and cells of the Medicare Coverage Database's exports. A key's
 * parts are split by blanks; a document is named by its number and version. */
#ifndef MCD_H
#define MCD_H

#define MCD_NCD                "mcd.ncd"     /* "section version": see below */
#define MCD_LCD                "mcd.lcd"     /* document: see below */
#define MCD_ARTICLE            "mcd.article" /* document: see below */
#define MCD_ARTICLE_CODE       "mcd.article.code"    /* "code document group" */
#define MCD_ARTICLE_COVERED    "mcd.article.covered" /* "document icd group" */
#define MCD_ARTICLE_NONCOVERED "mcd.article.noncovered" /* the same */
#define MCD_ARTICLE_CONTRACTOR \
	"mcd.article.contractor"          /* "document contractor
							 * version" */
#define MCD_ARTICLE_LCD "mcd.article.lcd" /* "document lcd" */
#define MCD_CONTRACTOR \
	"mcd.contractor" /* "contractor version": name,
						   * number */
#define MCD_JURISDICTION \
	"mcd.jurisdiction"    /* "contractor version state":
						   * first, last day */
#define MCD_STATE "mcd.state" /* number: abbreviation, name */

/* Cells of a document. */
enum {
	MCD_TITLE,
	MCD_FROM, /* yyyymmdd, or "" */
	MCD_TO,
	MCD_STATUS, /* "RETIRED" where the title says so */
	MCD_CELLS
};

#endif
