/* format_poa.c - ICD-10-CM codes that are exempt from present-on-admission
 * reporting. A document comes in; entries go out.
 *
 * key: the code without dot. cells: nothing. The lists of what was added,
 * deleted or revised have the same columns: their names tell. */
#include "official.h"
#include <ctype.h>
#include <string.h>

#define HEAD_ROWS 5

static bool
header_fits(const struct grid *g)
{
	return grid_find(g, "poaexemptcode") >= 0 &&
	       grid_find(g, "description") > 0 && grid_find(g, "action") < 0;
}

static bool
poa_recognise(const struct document *d)
{
	static const char *const changes[] = { "addcodes", "deletecodes",
		"revisecodes" };
	struct grid g;
	size_t i;

	for (i = 0; i < sizeof(changes) / sizeof(changes[0]); i++)
		if (name_has(d->name, changes[i]))
			return false;
	if (!head_grid(&g, d, HEAD_ROWS, header_fits))
		return false;
	grid_close(&g);
	return true;
}

/* "POAexemptCodesFY26.txt": two digits, which no other name has. */
static date
poa_day(const char *name)
{
	const char *fy = strstr(name, "FY"), *next;

	while (fy != NULL && (next = strstr(fy + 2, "FY")) != NULL)
		fy = next;
	if (fy == NULL || !isdigit((unsigned char)fy[2]) ||
	    !isdigit((unsigned char)fy[3]) || isdigit((unsigned char)fy[4]))
		return fiscal_day(name);
	return date_make(2000 + (fy[2] - '0') * 10 + (fy[3] - '0') - 1, 10, 1);
}

/* "B90.0" to "B900"; false for what is no code. */
static bool
code_copy(char out[8], const char *text)
{
	size_t n = 0;

	for (; *text != '\0'; text++) {
		if (*text == '.' && n == 3)
			continue;
		if (n == 7 || (!isupper((unsigned char)*text) &&
				  !isdigit((unsigned char)*text)))
			return false;
		out[n++] = *text;
	}
	out[n] = '\0';
	return n >= 3 && isupper((unsigned char)out[0]);
}

static int
row_load(struct import *im, struct edition *ed, const struct grid *g, int code,
    struct err *e)
{
	char key[8];

	if (!code_copy(key, grid_cell(g, (size_t)code)))
		return edition_bad(im, ed, g, (size_t)code, "not a code", e);
	return edition_put(im, ed, g, key, "", e);
}

static int
poa_load(struct import *im, const struct document *d, struct err *e)
{
	struct edition ed = { .series = "icd10cm.poa",
		.name = "ICD-10-CM codes exempt from POA reporting",
		.publisher = "CMS",
		.licence = "public domain",
		.calendar = FISCAL,
		.first = poa_day(d->name),
		.part = "",
		.notice = "" };
	struct grid g;
	int rc, code;

	if (edition_begin(im, &ed, e))
		return -1;
	if (ed.skip || !head_grid(&g, d, HEAD_ROWS, header_fits))
		return 0;
	code = grid_find(&g, "poaexemptcode");
	while ((rc = grid_next(&g, e)) == 1)
		if (row_load(im, &ed, &g, code, e)) {
			rc = -1;
			break;
		}
	grid_close(&g);
	return rc ? -1 : edition_end(im, &ed, e);
}

const struct official official_poa = { .kind = "ICD-10-CM POA exemptions",
	.recognise = poa_recognise,
	.load = poa_load };
