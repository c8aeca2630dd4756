/* official.c - which official file is this, and what does its name tell? A
 * document comes in; the format that knows it loads it. */
#include "official.h"
#include "digest.h"
#include "listing.h"
#include "wide.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The first that recognises a document loads it. */
static const struct official *const formats[] = {
	&official_order,
	&official_addenda,
	&official_anweb,
	&official_anweb_sheet,
	&official_tabular,
	&official_index,
	&official_drug,
	&official_poa,
	&official_conversion,
	&official_gem,
	&official_mue,
	&official_rvu,
	&official_rvu_text,
	&official_cap,
	&official_cap_text,
	&official_gpci,
	&official_locality,
	&official_locality_text,
	&official_zip,
	&official_zip_sheet,
	&official_anes_cf,
	&official_anes_cf_text,
	&official_anes_base,
	&official_opps,
	&official_asc,
	&official_clfs,
	&official_dmepos,
	&official_telehealth,
	&official_pos,
	&official_mcd,
	&official_hcc,
	&official_ptp,
	&official_cpt_combined,
	&official_cpt_consumer,
	&official_cpt_clinician,
	&official_cpt_deleted,
	&official_cpt_history,
	&official_cpt_modifier,
	&official_cpt_text,
	&official_addon,
};
#define FORMATS (sizeof(formats) / sizeof(formats[0]))

static int
loaded_before(struct import *im, struct err *e)
{
	struct db_row *r = db_begin(im->db, LOOKUP_OFFICIAL_SHA);
	int rc;

	db_bind_text(r, 1, im->sha256);
	/* A list that did not change is another edition on another day. */
	db_bind_number(r, 2, im->effective);
	rc = db_step(r, e);
	db_end(r);
	return rc;
}

/* Files that look the same and mean another thing, by their names. */
static int
name_check(const struct document *d, struct err *e)
{
	static const struct {
		const char *word, *what;
	} others[] = {
		{ "medicaid", "Medicaid's edits are another table: name "
			      "Medicare's" },
		{ "mcd_", "Medicaid's edits are another table: name "
			  "Medicare's" },
		{ "addition", "a list of changes: name the whole release" },
		{ "deletion", "a list of changes: name the whole release" },
		{ "revision", "a list of changes: name the whole release" },
	};
	const char *slash = strrchr(d->name, '/');
	size_t i;

	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (name_has(slash ? slash : d->name, others[i].word))
			return err_set(e, ERR_STOP, "import", 0, "%.140s: %s",
			    d->name, others[i].what);
	return 0;
}

static void
document_digest(const struct document *d, char out[DIGEST_HEX])
{
	unsigned char sum[DIGEST_BYTES];

	digest_of(d->p, d->n, sum);
	digest_hex(sum, DIGEST_BYTES, out);
}

static const struct listing *
listing_of(const struct official *f, const struct document *d)
{
	size_t i;

	for (i = 0; i < LISTINGS && f->listing[i] != NULL; i++)
		if (listing_recognise(f->listing[i], d))
			return f->listing[i];
	return NULL;
}

static bool
format_fits(const struct official *f, const struct document *d)
{
	return f->recognise != NULL ? f->recognise(d)
				    : listing_of(f, d) != NULL;
}

static int
format_load(const struct official *f, struct import *im,
    const struct document *d, struct err *e)
{
	return f->load != NULL ? f->load(im, d, e)
			       : listing_load(listing_of(f, d), im, d, e);
}

int
official_find(const struct document *d, size_t *count_out)
{
	size_t i;

	*count_out = FORMATS;
	for (i = 0; i < FORMATS; i++)
		if (format_fits(formats[i], d))
			return (int)i;
	return -1;
}

static int
document_load(struct import *im, const struct document *d, struct err *e)
{
	size_t count;
	int found = official_find(d, &count), rc;

	if (found < 0)
		return 0;
	im->document = d->name;
	im->kind = formats[found]->kind;
	im->said = NULL;
	im->edition = im->bad_rows = im->note = NULL;
	im->taken = im->bad = 0;
	if (name_check(d, e))
		return -1;
	rc = loaded_before(im, e);
	if (rc < 0)
		return -1;
	if (rc == 1) {
		im->said = "loaded already";
		return 1;
	}
	return format_load(formats[found], im, d, e) ? -1 : 1;
}

int
official_load(struct import *im, const struct document *d, struct err *e)
{
	struct document plain = *d;
	struct buf text;
	int rc = 0;

	document_digest(d, im->sha256);
	buf_init(&text, LIMIT_SHEET_BYTES);
	if (wide_is(d))
		rc = wide_read(d, &text, &plain, e);
	im->bytes = plain.n;
	if (rc == 0)
		rc = document_load(im, &plain, e);
	buf_free(&text);
	return rc;
}

bool
name_has(const char *name, const char *word)
{
	return strcasestr(name, word) != NULL;
}

static bool
digits_at(const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (!isdigit((unsigned char)s[i]))
			return false;
	return true;
}

static int
number_at(const char *s, size_t n)
{
	int value = 0;

	while (n-- > 0)
		value = value * 10 + (*s++ - '0');
	return value;
}

/* The month that a word of a text names, 1 to 12; 0: "Apr", "SEPT", "October",
 * and not the middle of "primary". */
int
name_month(const char *s)
{
	static const char *const months[] = { "january", "february", "march",
		"april", "may", "june", "july", "august", "september",
		"october", "november", "december" };
	size_t n;
	int i;

	for (; *s != '\0'; s += n > 0 ? n : 1) {
		for (n = 0; isalpha((unsigned char)s[n]); n++)
			continue;
		for (i = 0; n >= 3 && i < 12; i++)
			if (strncasecmp(s, months[i], n) == 0)
				return i + 1;
	}
	return 0;
}

/* "10-01-2026" or "2026-10-01" somewhere in s, with - or _ between. */
static date
full_day(const char *s)
{
	for (; strlen(s) >= 10; s++) {
		if (digits_at(s, 2) && digits_at(s + 3, 2) &&
		    digits_at(s + 6, 4) && strchr("-_.", s[2]) != NULL &&
		    s[5] == s[2])
			return date_make(number_at(s + 6, 4), number_at(s, 2),
			    number_at(s + 3, 2));
		if (digits_at(s, 4) && digits_at(s + 5, 2) &&
		    digits_at(s + 8, 2) && strchr("-_.", s[4]) != NULL &&
		    s[7] == s[4])
			return date_make(number_at(s, 4), number_at(s + 5, 2),
			    number_at(s + 8, 2));
	}
	return 0;
}

/* The first 20yy that stands alone. */
static const char *
year_in(const char *name)
{
	const char *s;

	for (s = name; strlen(s) >= 4; s++)
		if (s[0] == '2' && s[1] == '0' && digits_at(s, 4) &&
		    !isdigit((unsigned char)s[4]) &&
		    (s == name || !isdigit((unsigned char)s[-1])))
			return s;
	return NULL;
}

static date
part_day(const char *name)
{
	date day = full_day(name);
	const char *year = year_in(name), *quarter;
	int month;

	if (day != 0 || year == NULL)
		return day;
	quarter = year + 4 + (year[4] != '\0' && strchr("_- ", year[4]));
	if ((*quarter == 'q' || *quarter == 'Q') && quarter[1] >= '1' &&
	    quarter[1] <= '4')
		return date_make(
		    number_at(year, 4), (quarter[1] - '1') * 3 + 1, 1);
	month = name_month(name);
	return date_make(number_at(year, 4), month ? month : 1, 1);
}

/* The innermost name says most: "2026.zip/sub/HCPC2026_OCT_ANWEB.txt". */
date
name_day(const char *name)
{
	const char *slash = strrchr(name, '/');
	date day = part_day(slash ? slash + 1 : name);

	return day != 0 ? day : part_day(name);
}

/* The fiscal year from 1 October on, or an update of 1 April. */
date
fiscal_day(const char *name)
{
	const char *slash = strrchr(name, '/');
	date day = name_day(name);

	if (day == 0)
		return 0;
	if (name_has(slash ? slash : name, "apr") || name_has(name, "april"))
		return date_make(day / 10000, 4, 1);
	return date_make(day / 10000 - 1, 10, 1);
}

/* <version>2026</version> stands among the first lines. */
date
xml_day(const struct document *d)
{
	static const char tag[] = "<version>";
	size_t n = d->n < 2000 ? d->n : 2000;
	const char *at = memmem(d->p, n, tag, sizeof(tag) - 1);
	date day = fiscal_day(d->name);

	if (day != 0 || at == NULL)
		return day;
	at += sizeof(tag) - 1;
	if (d->p + n - at < 4 || !digits_at(at, 4))
		return 0;
	return date_make(number_at(at, 4) - 1, 10, 1);
}

date
text_day(const char *text)
{
	int m = 0, d = 0, y = 0, end = 0;

	if (strlen(text) == 8 && digits_at(text, 8))
		return date_parse(text);
	if (sscanf(text, "%2d/%2d/%4d%n", &m, &d, &y, &end) == 3 &&
	    text[end] == '\0')
		return date_make(y, m, d);
	if (strlen(text) == 5 && digits_at(text, 5)) /* days since 1899-12-30 */
		return date_add(18991230, number_at(text, 5));
	return strlen(text) == 10 ? date_parse(text) : 0;
}

bool
text_code(const char *text)
{
	size_t i;

	for (i = 0; i < 5; i++)
		if (!isdigit((unsigned char)text[i]) &&
		    (text[i] < 'A' || text[i] > 'Z'))
			return false;
	return text[5] == '\0' && digits_at(text + 1, 3);
}

void
cells_join(struct buf *out, const char *const *cell, size_t n)
{
	size_t i;

	buf_clear(out);
	for (i = 0; i < n; i++) {
		if (i > 0)
			buf_putc(out, '\t');
		buf_puts(out, cell[i]);
	}
}

int
head_grid(struct grid *g, const struct document *d, int limit,
    bool (*fits)(const struct grid *g))
{
	struct err ignored = { 0 };

	grid_open(g, d->name, d->p, d->n);
	while (limit-- > 0 && grid_next(g, &ignored) == 1)
		if (fits(g))
			return 1;
	grid_close(g);
	return 0;
}
