/* payment.h - what the importers of payment files share. */
#ifndef PAYMENT_H
#define PAYMENT_H

#include "official.h"
#include "rvu.h"

/* payment_day - the effective day that the name of a payment file tells:
 * "rvu25d.zip/GPCI2025.csv" (A to D, a quarter), "PPRRVU25_APR.txt",
 * "26clabq2.zip", "25LOCCO.csv", and what name_day() reads; 0. */
date payment_day(const char *name);
/* payment_number - digits with at most one point, "1.35", ".00". */
bool payment_number(const char *s);
/* payment_decimal - a number as "1.35": with `places` behind the point, rounded
 * half up, without "$", commas, quotes and blanks; "" stands for none ("", "."). -1:
 * no number. */
int payment_decimal(struct buf *out, const char *text, int places);

/* payment_locality - contractor and number as key "02102-01"; spreadsheets lose
 * the zeros in front. false: no digits, or too many. */
bool payment_locality(
    struct buf *key, const char *contractor, const char *number);

/* The relative value file comes with commas, as a sheet, and in fixed columns:
 * rvu_edition - what is said of it, by name and the conversion factor of its
 * rows; refused where they do not tell which of the two files it is.
 * rvu_put - one row; modifier "" for none. A row that is wrong is counted.
 * 0; -1, ERR_STOP. */
int rvu_edition(struct import *im, const struct document *d, date first,
    const char *factor, struct edition *out, struct err *e);
int rvu_put(struct import *im, struct edition *ed, const struct grid *g,
    const char *code, const char *modifier, const char *const cell[RVU_CELLS],
    struct err *e);
/* payment_qualifying - whether a file is that for participants in advanced
 * payment models, by its name: "QPP", not "nonQPP". */
bool payment_qualifying(const char *name);

#endif
