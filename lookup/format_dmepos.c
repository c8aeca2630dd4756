/* format_dmepos.c - fees for equipment, prosthetics, orthotics and supplies. A
 * document comes in; entries of series "dmepos" go out, the states' fees in one
 * cell: a code has some fifty. */
#include "fees.h"
#include "listing.h"
#include <ctype.h>
#include <string.h>

enum {
	CODE,
	MODIFIER,
	MODIFIER_2,
	JURISDICTION,
	CATEGORY,
	CEILING,
	FLOOR,
	COLUMNS
};
static const struct listing_column columns[COLUMNS] = {
	[CODE] = { "=hcpcs|=hcpcscode", false },
	[MODIFIER] = { "=mod|=mod1|=modifier", false },
	[MODIFIER_2] = { "=mod2|=modifier2", true },
	[JURISDICTION] = { "=juris|jurisdiction", false },
	[CATEGORY] = { "=catg|category", false },
	[CEILING] = { "=ceiling", true },
	[FLOOR] = { "=floor", true },
};

/* "AL (NR)", "AL (R)" or "AL": its two letters are a state. */
static bool
heading_state(const char *heading, bool *rural_out)
{
	const char *p = heading + 2;

	if (!isupper((unsigned char)heading[0]) ||
	    !isupper((unsigned char)heading[1]))
		return false;
	p += strspn(p, " ");
	*rural_out = strcmp(p, "(R)") == 0;
	return *p == '\0' || *rural_out || strcmp(p, "(NR)") == 0;
}

/* "AL=45.00/80.00": false where an amount is none. Columns of one state stand
 * beside each other, rural behind. */
static bool
states_add(struct listing_row *r)
{
	char state[2] = "";
	size_t i;

	buf_clear(&r->scratch);
	for (i = 0; i < r->headings; i++) {
		bool rural;

		if (!heading_state(r->heading[i], &rural))
			continue;
		if (!rural || memcmp(state, r->heading[i], 2) != 0)
			buf_printf(&r->scratch,
			    "%s%.2s=", r->scratch.len > 0 ? " " : "",
			    r->heading[i]);
		if (rural)
			buf_putc(&r->scratch, '/');
		memcpy(state, r->heading[i], 2);
		if (payment_decimal(&r->scratch, grid_cell(r->g, i), 2))
			return false;
	}
	row_cell(r, buf_text(&r->scratch));
	return true;
}

static const char *
dmepos_row(struct listing_row *r)
{
	size_t i;

	if (!row_code(r, CODE))
		return "no code";
	for (i = MODIFIER; i <= MODIFIER_2; i++)
		if (row_text(r, i)[0] != '\0')
			buf_printf(&r->key, "-%.2s", row_text(r, i));
	row_cell(r, row_text(r, JURISDICTION));
	row_cell(r, row_text(r, CATEGORY));
	if (!row_money(r, CEILING, 2) || !row_money(r, FLOOR, 2) ||
	    !states_add(r))
		return "a fee that is no number";
	return NULL;
}

static const struct listing dmepos = {
	.edition = { .series = "dmepos",
	    .name = "DMEPOS fee schedule",
	    .publisher = "CMS",
	    .licence = "public domain",
	    .calendar = QUARTERLY,
	    .part = "",
	    .notice = "" },
	.column = columns,
	.columns = COLUMNS,
	.head_rows = 20,
	.row = dmepos_row,
};

const struct official official_dmepos = { .kind = "DMEPOS fees",
	.listing = { &dmepos } };
