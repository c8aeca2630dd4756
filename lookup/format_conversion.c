/* format_conversion.c - the ICD-10-CM conversion table: which codes took the
 * place of which. A sheet comes in; entries go out.
 *
 * key: the old code, the day from which the new one holds, the new code, split
 * by blanks. cells: nothing. */
#include "official.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool
header_fits(const struct grid *g)
{
	return grid_find(g, "current code") == 0 &&
	       grid_find(g, "previous code") > 0;
}

static bool
conversion_recognise(const struct document *d)
{
	struct grid g;

	if (!head_grid(&g, d, 10, header_fits))
		return false;
	grid_close(&g);
	return true;
}

/* "E11.65" to "E1165" behind what key holds; false for what is no code. */
static bool
code_put(struct buf *key, const char *s, size_t n)
{
	size_t i, len = 0;

	/* Since FY2026 the second character may be a letter: QA0.0102. */
	if (n < 3 || n > 8 || !isupper((unsigned char)s[0]))
		return false;
	for (i = 0; i < n; i++) {
		if (s[i] == '.' && i == 3)
			continue;
		if (!isupper((unsigned char)s[i]) &&
		    !isdigit((unsigned char)s[i]))
			return false;
		buf_putc(key, s[i]);
		len++;
	}
	return len <= 7;
}

/* "Unless otherwise specified the code effective date is October 1 of the year
 * listed." */
static date
effective_day(const char *text)
{
	if (strlen(text) == 4 && strspn(text, "0123456789") == 4)
		return date_make((int)strtol(text, NULL, 10), 10, 1);
	return text_day(text);
}

/* Title and name say "FY 2026" or "FY2026": from 1 October of the year before
 * on; an update of April says so. */
static date
table_day(const char *text)
{
	const char *fy = strstr(text, "FY");
	long year = fy != NULL ? strtol(fy + 2, NULL, 10) : 0;

	if (year < 2016 || year > 2099)
		return 0;
	return strstr(text, "(April") != NULL ? date_make((int)year, 4, 1)
					      : date_make((int)year - 1, 10, 1);
}

static int
old_put(struct import *im, struct edition *ed, const struct grid *g, date day,
    const char *old, size_t n, struct err *e)
{
	const char *now = grid_cell(g, 0);
	struct buf key;
	int rc;

	buf_init(&key, 100);
	if (code_put(&key, old, n) && buf_printf(&key, " %d ", (int)day) == 0 &&
	    code_put(&key, now, strlen(now)))
		rc = edition_put(im, ed, g, buf_text(&key), "", e);
	else
		rc = edition_bad(im, ed, g, 2, "not a code", e);
	buf_free(&key);
	return rc;
}

/* "H02.101-H02.106" is each of them. A range of which more than the last digit
 * differs, such as I10-I15.9, names codes that go on: nothing to keep. */
static int
range_put(struct import *im, struct edition *ed, const struct grid *g, date day,
    const char *old, size_t n, struct err *e)
{
	size_t half = n / 2;
	char one[16], last;

	if (n % 2 == 0 || half < 3 || half >= sizeof(one) || old[half] != '-' ||
	    memcmp(old, old + half + 1, half - 1) != 0)
		return 0;
	memcpy(one, old, half);
	last = old[n - 1];
	for (; one[half - 1] <= last; one[half - 1]++)
		if (old_put(im, ed, g, day, one, half, e))
			return -1;
	return 0;
}

/* "None" stands where a code is new altogether. */
static int
row_load(struct import *im, struct edition *ed, const struct grid *g, int old,
    struct err *e)
{
	const char *s = grid_cell(g, (size_t)old);
	date day = effective_day(grid_cell(g, 1));
	size_t n;

	if (grid_cell(g, 0)[0] == '\0')
		return 0;
	if (day == 0)
		return edition_bad(im, ed, g, 1, "neither a year nor a day", e);
	if (strncasecmp(s, "none", 4) == 0 || *s == '\0')
		return 0;
	for (s += strspn(s, " ,;\n"); *s != '\0'; s += strspn(s, " ,;\n")) {
		n = strcspn(s, " ,;\n");
		/* "K59.09 AND Code from categories T36-T50": words. */
		if (strcspn(s, "0123456789") >= n)
			;
		else if (memchr(s, '-', n) != NULL
			     ? range_put(im, ed, g, day, s, n, e)
			     : old_put(im, ed, g, day, s, n, e))
			return -1;
		s += n;
	}
	return 0;
}

static date
title_day(const struct document *d)
{
	struct err ignored = { 0 };
	struct grid g;
	date day = 0;

	grid_open(&g, d->name, d->p, d->n);
	if (grid_next(&g, &ignored) == 1)
		day = table_day(grid_cell(&g, 0));
	grid_close(&g);
	return day != 0 ? day : table_day(d->name);
}

static int
conversion_load(struct import *im, const struct document *d, struct err *e)
{
	struct edition ed = { .series = "icd10cm.replaced",
		.name = "ICD-10-CM conversion table",
		.publisher = "CDC/NCHS",
		.licence = "public domain",
		.calendar = FISCAL,
		.part = "",
		.notice = "" };
	struct grid g;
	int rc, old;

	ed.first = title_day(d);
	if (edition_begin(im, &ed, e))
		return -1;
	if (ed.skip || !head_grid(&g, d, 10, header_fits))
		return 0;
	old = grid_find(&g, "previous code");
	while ((rc = grid_next(&g, e)) == 1)
		if (row_load(im, &ed, &g, old, e)) {
			rc = -1;
			break;
		}
	grid_close(&g);
	return rc ? -1 : edition_end(im, &ed, e);
}

const struct official official_conversion = { .kind =
						  "ICD-10-CM conversion table",
	.recognise = conversion_recognise,
	.load = conversion_load };
