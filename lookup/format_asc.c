/* format_asc.c - payment in ambulatory surgical centers: covered procedures
 * (Addendum AA) and ancillary services (Addendum BB). A document comes in;
 * entries of series "asc" and "asc.ancillary" go out. The column of descriptors
 * is the AMA's: it is never read. */
#include "fees.h"
#include "listing.h"
#include <string.h>

enum {
	CODE,
	DISCOUNT,
	INDICATOR,
	WEIGHT,
	RATE,
	COLUMNS
};
/* Sheets hold 75.07 as 75.069999999999993. Addendum BB has no discounts. */
#define COLUMNS_OF(no_discount) \
	{ \
		[CODE] = { "hcpcscode|=hcpcs", false }, \
		[DISCOUNT] = { "multipleprocedurediscount", no_discount }, \
		[INDICATOR] = { "paymentindicator", false }, \
		[WEIGHT] = { "paymentweight", true }, \
		[RATE] = { "paymentrate", false }, \
	}
static const struct listing_column surgical[COLUMNS] = COLUMNS_OF(false);
static const struct listing_column ancillary[COLUMNS] = COLUMNS_OF(true);

static const char *
asc_row(struct listing_row *r)
{
	if (!row_code(r, CODE))
		return "no code";
	if (row_text(r, INDICATOR)[0] == '\0')
		return "no payment indicator";
	row_cell(r, row_text(r, INDICATOR));
	row_cell(r, row_text(r, DISCOUNT));
	return row_money(r, WEIGHT, 4) && row_money(r, RATE, 2)
		   ? NULL
		   : "a weight or a rate that is no number";
}

static const struct listing asc = {
	.edition = { .series = "asc",
	    .name = "ASC covered procedures (Addendum AA)",
	    .publisher = "CMS",
	    .licence = "numbers: public domain; codes: AMA",
	    .calendar = QUARTERLY,
	    .part = "",
	    .notice = AMA_NOTICE },
	.column = surgical,
	.columns = COLUMNS,
	.head_rows = 20,
	.row = asc_row,
};
static const struct listing asc_ancillary = {
	.edition = { .series = "asc.ancillary",
	    .name = "ASC ancillary services (Addendum BB)",
	    .publisher = "CMS",
	    .licence = "numbers: public domain; codes: AMA",
	    .calendar = QUARTERLY,
	    .part = "",
	    .notice = AMA_NOTICE },
	.column = ancillary,
	.columns = COLUMNS,
	.head_rows = 20,
	.row = asc_row,
};

const struct official official_asc = { .kind = "ASC addendum",
	.listing = { &asc, &asc_ancillary } };
