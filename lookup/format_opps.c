/* format_opps.c - hospital outpatient payment by code (OPPS Addendum B), with
 * tabs, commas or as a sheet. A document comes in; entries of series "opps" go
 * out. The column of descriptors is the AMA's: it is never read. */
#include "fees.h"
#include "listing.h"

enum {
	CODE,
	STATUS,
	COMMENT,
	APC,
	WEIGHT,
	RATE,
	COPAY,
	COPAY_LEAST,
	COPAY_IRA,
	COLUMNS
};
static const struct listing_column columns[COLUMNS] = {
	[CODE] = { "hcpcscode|=hcpcs|=hcpcscptcode", false },
	[STATUS] = { "=si|statusindicator", false },
	[COMMENT] = { "=ci|commentindicator", true },
	[APC] = { "=apc", false },
	[WEIGHT] = { "relativeweight", false },
	[RATE] = { "paymentrate", false },
	[COPAY] = { "nationalunadjustedcopayment", true },
	[COPAY_LEAST] = { "minimumunadjustedcopayment", true },
	[COPAY_IRA] = { "adjustedbeneficiarycopayment", true },
};

static const char *
opps_row(struct listing_row *r)
{
	if (!row_code(r, CODE))
		return "no code";
	row_cell(r, row_text(r, STATUS));
	row_cell(r, row_text(r, COMMENT));
	row_cell(r, row_text(r, APC));
	if (!row_money(r, WEIGHT, 4) || !row_money(r, RATE, 2) ||
	    !row_money(r, COPAY, 2) || !row_money(r, COPAY_LEAST, 2) ||
	    !row_money(r, COPAY_IRA, 2))
		return "a weight or an amount that is no number";
	return row_text(r, STATUS)[0] != '\0' ? NULL : "no status indicator";
}

static const struct listing opps = {
	.edition = { .series = "opps",
	    .name = "Hospital outpatient payment (OPPS Addendum B)",
	    .publisher = "CMS",
	    .licence = "numbers: public domain; codes: AMA",
	    .calendar = QUARTERLY,
	    .part = "",
	    .notice = AMA_NOTICE },
	.column = columns,
	.columns = COLUMNS,
	.head_rows = 20,
	.row = opps_row,
};

const struct official official_opps = { .kind = "OPPS Addendum B",
	.listing = { &opps } };
