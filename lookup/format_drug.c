/* format_drug.c - ICD-10-CM's table of drugs and chemicals with commas, or as a
 * sheet, as it lies beside the XML. A document comes in; entries of series
 * "icd10cm.drug" go out, keyed and cut as those of the XML (index.h): terms
 * under terms, which hyphens in front count, and codes without a seventh
 * character. */
#include "index.h"
#include "listing.h"
#include <ctype.h>
#include <string.h>

enum {
	SUBSTANCE,
	ACCIDENT,
	INTENT,
	ASSAULT,
	UNKNOWN,
	ADVERSE,
	UNDERDOSED,
	COLUMNS
};
static const struct listing_column columns[COLUMNS] = {
	[SUBSTANCE] = { "=substance", false },
	[ACCIDENT] = { "accidental", false },
	[INTENT] = { "selfharm", false },
	[ASSAULT] = { "assault", false },
	[UNKNOWN] = { "undetermined", false },
	[ADVERSE] = { "adverseeffect", false },
	[UNDERDOSED] = { "underdos", false },
};

/* "T36.0X1" or "T36.0X1-"; "--" and "" for none. */
static bool
code_put(struct listing_row *r, size_t column)
{
	const char *s = row_text(r, column);
	bool filled = s[strspn(s, "-")] != '\0';

	if (filled && !isupper((unsigned char)s[0]))
		return false;
	row_cell(r, "");
	for (; filled && *s != '\0'; s++) {
		if (*s == '.')
			continue;
		if (!isalnum((unsigned char)*s) && *s != '-')
			return false;
		buf_putc(&r->cells, *s);
	}
	return true;
}

/* "- - oil" lies two terms deep: carry keeps the path of the row before, of
 * which as many terms stay. */
static bool
path_put(struct listing_row *r)
{
	static const char split[] = " > ";
	const char *s = row_text(r, SUBSTANCE), *end = r->carry.data;
	size_t depth = 0;

	for (; *s == '-' || *s == ' '; s++)
		depth += *s == '-';
	if (*s == '\0')
		return false;
	for (; depth > 0 && r->carry.len > 0; depth--) {
		end = strstr(end, split);
		if (end == NULL) {
			end = r->carry.data + r->carry.len;
			break;
		}
		end += depth > 1 ? sizeof(split) - 1 : 0;
	}
	if (r->carry.len > 0)
		buf_add(&r->key, r->carry.data, (size_t)(end - r->carry.data));
	if (r->key.len > 0)
		buf_puts(&r->key, split);
	buf_puts(&r->key, s);
	buf_clear(&r->carry);
	buf_puts(&r->carry, buf_text(&r->key));
	return true;
}

static const char *
drug_row(struct listing_row *r)
{
	size_t i;

	if (!path_put(r))
		return "no substance";
	for (i = ACCIDENT; i < COLUMNS; i++)
		if (!code_put(r, i))
			return "a cell that is no code of ICD-10-CM";
	return NULL;
}

static void
drug_adapt(struct edition *ed, const struct document *d)
{
	ed->first = fiscal_day(d->name);
}

static const struct listing drug = {
	.edition = { .series = "icd10cm.drug",
	    .name = "ICD-10-CM table of drugs and chemicals",
	    .publisher = "CDC/NCHS",
	    .licence = "public domain",
	    .calendar = FISCAL,
	    .part = "",
	    .notice = "" },
	.column = columns,
	.columns = COLUMNS,
	.head_rows = 6,
	.adapt = drug_adapt,
	.row = drug_row,
};

const struct official official_drug = { .kind = "ICD-10-CM table of drugs",
	.listing = { &drug } };
