/* listing.h - tables of CMS with one heading row, whose columns move and change
 * their names from release to release: they are found by words. */
#ifndef LISTING_H
#define LISTING_H

#include "official.h"

#define LISTING_COLUMNS 16

/* A column. words: of the heading, small letters and digits alone, several
 * split by '|'; "paymentrate" is found within the heading, "=si" is all of it.
 * A heading is taken by the first column that it fits. */
struct listing_column {
	const char *words;
	bool optional;
};

/* A row in work. */
struct listing_row {
	const struct grid *g;
	const int *at;              /* cell of each column; -1 */
	const char *const *heading; /* heading[0..headings), as written */
	size_t headings;
	struct buf key, cells;
	struct buf scratch; /* for numbers; emptied with each row */
	struct buf carry;   /* what a format keeps for the rows that follow */
	bool begun;         /* cells has a first one, perhaps empty */
	bool skip;          /* the row says nothing: leave it out */
};

struct listing {
	struct edition edition; /* first is found by day(), or by names */
	const struct listing_column *column;
	size_t columns;
	int head_rows; /* within which the heading stands */
	/* Words that must stand in some row up to the heading, or NULL. */
	const char *title;
	/* What the document's name changes of the edition, or NULL. */
	void (*adapt)(struct edition *ed, const struct document *d);
	/* Key and cells of a row; NULL, or what is wrong with it. */
	const char *(*row)(struct listing_row *r);
};

/* listing_recognise, listing_load - what a struct official with listings
 * does. */
bool listing_recognise(const struct listing *l, const struct document *d);
int listing_load(const struct listing *l, struct import *im,
    const struct document *d, struct err *e);
/* listing_day - what the name says with a month or a quarter, else what the rows
 * up to the heading say so ("April 2026 Payment Rate"), else a year in either;
 * 0. Notices of copyright do not count. */
date listing_day(const struct listing *l, const struct document *d);

/* row_text - the cell of a column, "" where it lacks. */
const char *row_text(const struct listing_row *r, size_t column);
/* row_cell - add a cell behind the ones before: text; row_money - a column's
 * number with so many places: false where it is none. */
void row_cell(struct listing_row *r, const char *text);
bool row_money(struct listing_row *r, size_t column, int places);
/* row_code - the code of a column as key: false where it is none. */
bool row_code(struct listing_row *r, size_t column);

#endif
