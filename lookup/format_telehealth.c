/* format_telehealth.c - CMS's list of telehealth services of a year. A document
 * comes in; entries of series "telehealth" go out. The column of descriptors is
 * the AMA's: it is never read. */
#include "fees.h"
#include "listing.h"

enum {
	CODE,
	AUDIO,
	LIMITS,
	STATUS,
	COLUMNS
};
static const struct listing_column columns[COLUMNS] = {
	[CODE] = { "=hcpcs|=hcpcscode|=code|=cpthcpcscode|=hcpcscptcode",
	    false },
	[AUDIO] = { "audioonly", true },
	[LIMITS] = { "limitation", true },
	[STATUS] = { "=status|action|statusof", true },
};

static const char *
telehealth_row(struct listing_row *r)
{
	if (!row_code(r, CODE))
		return "no code";
	row_cell(r, row_text(r, STATUS));
	row_cell(r, row_text(r, AUDIO));
	row_cell(r, row_text(r, LIMITS));
	return NULL;
}

static const struct listing telehealth = {
	.edition = { .series = "telehealth",
	    .name = "List of Medicare telehealth services",
	    .publisher = "CMS",
	    .licence = "public domain; codes: AMA",
	    .calendar = YEARLY,
	    .part = "",
	    .notice = AMA_NOTICE },
	.column = columns,
	.columns = COLUMNS,
	.head_rows = 12,
	.title = "telehealth services",
	.row = telehealth_row,
};

const struct official official_telehealth = { .kind = "Telehealth list",
	.listing = { &telehealth } };
