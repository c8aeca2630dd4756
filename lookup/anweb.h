/* anweb.h - HCPCS Level II: what its two forms, records and sheet, share. */
#ifndef ANWEB_H
#define ANWEB_H

#include "official.h"

/* Cells of an entry of series "hcpcs". */
enum anweb_cell {
	ANWEB_LONG,
	ANWEB_SHORT,
	ANWEB_ADDED,      /* first day */
	ANWEB_ACTION_DAY, /* of the last change */
	ANWEB_ENDED,      /* last day, or "" */
	ANWEB_ACTION,     /* the last change: N, A, C, D, ... */
	ANWEB_COVERAGE,   /* C, D, I, M or S */
	ANWEB_PRICING,    /* indicators, two digits each */
	ANWEB_MULTIPLE,   /* A, 9 or C */
	ANWEB_BETOS,
	ANWEB_SERVICE, /* types of service */
	ANWEB_CROSS,   /* codes that it refers to */
	ANWEB_CELLS
};

/* anweb_put - one code or "-" and a modifier; a bad one is counted. */
int anweb_put(struct import *im, struct edition *ed, const struct grid *g,
    const char *key, const char *const cell[ANWEB_CELLS], struct err *e);
bool anweb_key_fits(const char *key);
/* anweb_day - the quarter: named, or that of the newest code. */
date anweb_day(const char *name, date newest);
struct edition anweb_edition(date first);

#endif
