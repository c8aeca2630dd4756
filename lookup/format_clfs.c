/* format_clfs.c - the Clinical Laboratory Fee Schedule. A document comes in;
 * entries of series "clfs" go out. The three columns of descriptors are the
 * AMA's: they are never read. */
#include "fees.h"
#include "listing.h"
#include <string.h>

enum {
	CODE,
	MODIFIER,
	SINCE,
	INDICATOR,
	RATE,
	COLUMNS
};
static const struct listing_column columns[COLUMNS] = {
	[CODE] = { "=hcpcs", false },
	[MODIFIER] = { "=mod|=modifier", false },
	[SINCE] = { "=effdate|=effectivedate", false },
	[INDICATOR] = { "=indicator", false },
	[RATE] = { "=rate", false },
};

static const char *
clfs_row(struct listing_row *r)
{
	const char *modifier = row_text(r, MODIFIER);

	if (!row_code(r, CODE))
		return "no code";
	if (modifier[0] != '\0') {
		if (strlen(modifier) != 2)
			return "a modifier that is none";
		buf_printf(&r->key, "-%s", modifier);
	}
	if (strlen(row_text(r, INDICATOR)) != 1)
		return "no indicator N or L";
	row_cell(r, row_text(r, INDICATOR));
	if (!row_money(r, RATE, 2) || row_text(r, RATE)[0] == '\0')
		return "a rate that is no number";
	row_cell(r, row_text(r, SINCE));
	return NULL;
}

static const struct listing clfs = {
	.edition = { .series = "clfs",
	    .name = "Clinical Laboratory Fee Schedule",
	    .publisher = "CMS",
	    .licence = "numbers: public domain; codes: AMA",
	    .calendar = QUARTERLY,
	    .part = "",
	    .notice = AMA_NOTICE },
	.column = columns,
	.columns = COLUMNS,
	.head_rows = 20,
	.row = clfs_row,
};

const struct official official_clfs = { .kind = "Laboratory fees",
	.listing = { &clfs } };
