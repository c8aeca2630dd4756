/* format_mcd.c - exports of the Medicare Coverage Database: NCDs, LCDs, billing
 * articles with their codes and diagnoses, contractors. One csv of the export
 * comes in; entries of its series go out.
 *
 * Layout: CMS, MCD downloads, *_csv.zip: the header names the columns, cells
 * hold HTML and line ends. The AMA's descriptions in them are not read. */
#include "mcd.h"
#include "official.h"
#include <ctype.h>
#include <string.h>
#include <strings.h>

#define KEY_PARTS 4
#define KEY_BYTES 200
#define STAMP     "last_updated|last_updt_tmstmp"

/* A column: "a|b" is the first of them that is filled. Its kind: how it is
 * written into an entry. */
enum column_kind {
	AS_IT_IS,
	NUMBER, /* of the database; "" and 0 name nothing */
	CODE,   /* without dot, upper case */
	DAY,    /* yyyymmdd */
	TITLE,  /* without tags and line ends */
};
struct column {
	const char *names;
	enum column_kind kind;
};
struct mcd_table {
	const char *series, *name;
	struct column key[KEY_PARTS], cell[4];
};

static const struct mcd_table tables[] = {
	{ MCD_NCD, "National coverage determinations",
	    { { "ncd_mnl_sect", AS_IT_IS }, { "ncd_vrsn_num", NUMBER } },
	    { { "ncd_mnl_sect_title", TITLE }, { "ncd_efctv_dt", DAY },
		{ "ncd_trmntn_dt", DAY }, { "ncd_mnl_sect_title", TITLE } } },
	{ MCD_ARTICLE_COVERED, "Articles, covered diagnoses",
	    { { "article_id", NUMBER }, { "article_version", NUMBER },
		{ "icd10_code_id", CODE }, { "icd10_covered_group", NUMBER } },
	    { { NULL, AS_IT_IS } } },
	{ MCD_ARTICLE_NONCOVERED, "Articles, noncovered diagnoses",
	    { { "article_id", NUMBER }, { "article_version", NUMBER },
		{ "icd10_code_id", CODE },
		{ "icd10_noncovered_group", NUMBER } },
	    { { NULL, AS_IT_IS } } },
	{ MCD_ARTICLE_CODE, "Articles, procedures",
	    { { "hcpc_code_id", CODE }, { "article_id", NUMBER },
		{ "article_version", NUMBER }, { "hcpc_code_group", NUMBER } },
	    { { NULL, AS_IT_IS } } },
	{ MCD_ARTICLE_CONTRACTOR, "Articles, contractors",
	    { { "article_id", NUMBER }, { "article_version", NUMBER },
		{ "contractor_id", NUMBER }, { "contractor_version", NUMBER } },
	    { { NULL, AS_IT_IS } } },
	{ MCD_ARTICLE_LCD, "Articles, related LCDs",
	    { { "article_id", NUMBER }, { "article_version", NUMBER },
		{ "r_lcd_id", NUMBER } },
	    { { NULL, AS_IT_IS } } },
	{ MCD_ARTICLE, "Billing and coding articles",
	    { { "article_id", NUMBER }, { "article_version", NUMBER } },
	    { { "title", TITLE }, { "article_eff_date", DAY },
		{ "article_end_date", DAY }, { "title", TITLE } } },
	{ MCD_LCD, "Local coverage determinations",
	    { { "lcd_id", NUMBER }, { "lcd_version", NUMBER } },
	    { { "title", TITLE }, { "rev_eff_date|orig_det_eff_date", DAY },
		{ "rev_end_date|ent_det_end_date", DAY },
		{ "title", TITLE } } },
	{ MCD_JURISDICTION, "Contractors, states",
	    { { "contractor_id", NUMBER }, { "contractor_version", NUMBER },
		{ "state_id", NUMBER } },
	    { { "active_date", DAY }, { "term_date", DAY } } },
	{ MCD_CONTRACTOR, "Contractors",
	    { { "contractor_id", NUMBER }, { "contractor_version", NUMBER } },
	    { { "contractor_bus_name", TITLE },
		{ "contractor_number", AS_IT_IS } } },
	{ MCD_STATE, "Contractors, names of states", { { "state_id", NUMBER } },
	    { { "state_abbrev", AS_IT_IS }, { "description", TITLE } } },
};
#define TABLES (sizeof(tables) / sizeof(tables[0]))

/* The number of the column with exactly that name; -1. */
static int
column_named(const struct grid *g, const char *name, size_t n)
{
	size_t i;

	for (i = 0; i < g->cells; i++)
		if (strlen(g->cell[i]) == n &&
		    strncasecmp(g->cell[i], name, n) == 0)
			return (int)i;
	return -1;
}

/* Those of "a|b" that the header has, in this order; how many. */
static size_t
column_find(const struct grid *g, const char *names, int out[2])
{
	size_t found = 0;

	while (names != NULL && found < 2) {
		const char *bar = strchr(names, '|');
		size_t n = bar ? (size_t)(bar - names) : strlen(names);
		int at = column_named(g, names, n);

		if (at >= 0)
			out[found++] = at;
		names = bar ? bar + 1 : NULL;
	}
	return found;
}

/* Where the columns of a table stand. */
struct places {
	int key[KEY_PARTS][2], cell[4][2], stamp[2];
	size_t key_n[KEY_PARTS], cell_n[4], stamp_n;
	size_t keys, cells;
};

static bool
places_find(const struct grid *g, const struct mcd_table *t, struct places *out)
{
	struct places p = { .keys = 0 };
	size_t i;

	for (i = 0; i < KEY_PARTS && t->key[i].names != NULL; i++) {
		p.key_n[i] = column_find(g, t->key[i].names, p.key[i]);
		if (p.key_n[i] == 0)
			return false;
		p.keys++;
	}
	for (i = 0; i < 4 && t->cell[i].names != NULL; i++) {
		p.cell_n[i] = column_find(g, t->cell[i].names, p.cell[i]);
		if (p.cell_n[i] == 0)
			return false;
		p.cells++;
	}
	p.stamp_n = column_find(g, STAMP, p.stamp);
	*out = p;
	return true;
}

/* The first row is the header; the first table whose columns it has. */
static const struct mcd_table *
table_open(struct grid *g, const struct document *d, struct places *p)
{
	struct err ignored = { 0 };
	size_t i;

	grid_open(g, d->name, d->p, d->n);
	g->separator = ',';
	if (grid_next(g, &ignored) == 1)
		for (i = 0; i < TABLES; i++)
			if (places_find(g, &tables[i], p))
				return &tables[i];
	grid_close(g);
	return NULL;
}

static bool
mcd_recognise(const struct document *d)
{
	struct places p;
	struct grid g;

	if (table_open(&g, d, &p) == NULL)
		return false;
	grid_close(&g);
	return true;
}

static const char *
value_of(const struct grid *g, const int at[2], size_t n)
{
	const char *s = "";
	size_t i;

	for (i = 0; i < n && *s == '\0'; i++)
		s = grid_cell(g, (size_t)at[i]);
	return s;
}

/* "2026-07-01 00:00:00", "7/1/2026"; 0 where there is none. */
static date
stamp_day(const char *s)
{
	char day[11] = { 0 };

	memcpy(day, s, strcspn(s, " ") < 10 ? strcspn(s, " ") : 10);
	return text_day(day);
}

/* Text without tags; a line end is a blank. */
static void
title_put(struct buf *out, const char *s)
{
	bool tag = false;

	for (; *s != '\0'; s++) {
		if (*s == '<')
			tag = true;
		else if (*s == '>' && tag)
			tag = false;
		else if (!tag)
			buf_putc(out, *s == '\n' ? ' ' : *s);
	}
}

static void
code_put(struct buf *out, const char *s)
{
	for (; *s != '\0'; s++)
		if (isalnum((unsigned char)*s))
			buf_putc(out, (char)toupper((unsigned char)*s));
}

/* Append a value; false where a part of a key names nothing. */
static bool
value_put(struct buf *out, enum column_kind kind, const char *s)
{
	size_t before = out->len;
	date day;

	switch (kind) {
	case NUMBER:
		if (strspn(s, "0123456789") == strlen(s) && strcmp(s, "0") != 0)
			buf_puts(out, s);
		break;
	case CODE:
		code_put(out, s);
		break;
	case DAY:
		day = stamp_day(s);
		if (day != 0)
			buf_printf(out, "%d", (int)day);
		break;
	case TITLE:
		title_put(out, s);
		break;
	case AS_IT_IS:
		if (strpbrk(s, "\n\t") == NULL)
			buf_puts(out, s);
		break;
	}
	return out->len > before;
}

static bool
key_make(const struct grid *g, const struct mcd_table *t,
    const struct places *p, struct buf *key)
{
	size_t i;

	for (i = 0; i < p->keys; i++) {
		if (i > 0)
			buf_putc(key, ' ');
		if (!value_put(key, t->key[i].kind,
			value_of(g, p->key[i], p->key_n[i])))
			return false;
	}
	return !key->full && strspn(buf_text(key), " ") == 0;
}

/* The last cell of a document says "RETIRED" where its title does, since 29
 * of 41 retired ones have no last day. */
static void
cells_make(const struct grid *g, const struct mcd_table *t,
    const struct places *p, struct buf *cells)
{
	size_t i;

	for (i = 0; i < p->cells; i++) {
		const char *s = value_of(g, p->cell[i], p->cell_n[i]);

		if (i > 0)
			buf_putc(cells, '\t');
		if (i == MCD_STATUS)
			buf_puts(
			    cells, strcasestr(s, "retired") ? "RETIRED" : "");
		else
			value_put(cells, t->cell[i].kind, s);
	}
}

/* A part of a key that names nothing ("no LCD is related") says nothing. */
static int
row_load(struct import *im, struct edition *ed, const struct grid *g,
    const struct mcd_table *t, const struct places *p, struct err *e)
{
	struct buf key, cells;
	int rc = 0;

	buf_init(&key, KEY_BYTES);
	buf_init(&cells, LINE_CELLS);
	if (!g->ended && g->cells < p->keys) {
		rc = edition_bad(im, ed, g, 0, "a row without its columns", e);
	} else if (key_make(g, t, p, &key)) {
		cells_make(g, t, p, &cells);
		rc =
		    edition_put(im, ed, g, buf_text(&key), buf_text(&cells), e);
	}
	buf_free(&key);
	buf_free(&cells);
	return rc;
}

/* Exports bear no day in their names: the newest row tells it. */
static date
newest_stamp(const struct document *d)
{
	struct err ignored = { 0 };
	struct places p;
	struct grid g;
	date newest = 0;

	if (table_open(&g, d, &p) == NULL)
		return 0;
	while (grid_next(&g, &ignored) == 1) {
		date day = stamp_day(value_of(&g, p.stamp, p.stamp_n));

		newest = day > newest ? day : newest;
	}
	grid_close(&g);
	return newest;
}

static int
mcd_load(struct import *im, const struct document *d, struct err *e)
{
	struct edition ed = { .publisher = "CMS",
		.licence = "CMS; descriptions of CPT codes left out",
		.calendar = QUARTERLY,
		.first = name_day(d->name),
		.part = "",
		.notice = "" };
	const struct mcd_table *t;
	struct places p;
	struct grid g;
	char day[11];
	int rc;

	if (ed.first == 0)
		ed.first = newest_stamp(d);
	t = table_open(&g, d, &p);
	if (t == NULL)
		return 0;
	ed.series = t->series;
	ed.name = t->name;
	if (im->effective == 0 && ed.first != 0)
		ed.text = arena_strdup(im->a, date_text(ed.first, day));
	rc = edition_begin(im, &ed, e);
	while (rc == 0 && !ed.skip && (rc = grid_next(&g, e)) == 1)
		rc = row_load(im, &ed, &g, t, &p, e);
	grid_close(&g);
	return rc ? -1 : ed.skip ? 0 : edition_end(im, &ed, e);
}

const struct official official_mcd = { .kind = "coverage database",
	.recognise = mcd_recognise,
	.load = mcd_load };
