/* pcs.c - a begin of an ICD-10-PCS code comes in; what each next character
 * leads to goes out. The order file has tables (three characters) and whole
 * codes (seven) alone: what stands between is named by the words with which
 * the titles below it all begin. */
#include "pcs.h"
#include "lookup_open.h"
#include "pcs_term.h"
#include <string.h>

#define TABLE 3
#define WHOLE 7
#define TITLE 400 /* bytes; the longest of 2026 has 190 */

/* The first character; no line of the file names it alone. */
static const char *
section_title(char c)
{
	static const char *const titles[] = { "0Medical and Surgical",
		"1Obstetrics", "2Placement", "3Administration",
		"4Measurement and Monitoring",
		"5Extracorporeal or Systemic Assistance and Performance",
		"6Extracorporeal or Systemic Therapies", "7Osteopathic",
		"8Other Procedures", "9Chiropractic", "BImaging",
		"CNuclear Medicine", "DRadiation Therapy",
		"FPhysical Rehabilitation and Diagnostic Audiology",
		"GMental Health", "HSubstance Abuse Treatment",
		"XNew Technology" };

	for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++)
		if (titles[i][0] == c)
			return titles[i] + 1;
	return NULL;
}

/* One value of the next character under way. */
struct level {
	struct lookup *l;
	struct arena *a;
	const struct source_row *told;
	date on;
	size_t length; /* of the begins that are gathered */
	struct code_row *row;
	size_t n, max, all;
	char begin[WHOLE + 1];
	char title[TITLE];
	bool open; /* a begin is under way */
};

static int
level_close(struct level *v)
{
	struct code_row *row;
	char *text, *code;
	size_t n;

	if (!v->open)
		return 0;
	v->open = false;
	if (v->all++ >= v->max)
		return 0;
	n = strlen(v->title);
	while (n > 0 && strchr(" ,", v->title[n - 1]) != NULL)
		n--;
	text = v->length == 1 && section_title(v->begin[0]) != NULL
		   ? arena_strdup(v->a, section_title(v->begin[0]))
		   : arena_strndup(v->a, v->title, n);
	code = arena_strdup(v->a, v->begin);
	if (text == NULL || code == NULL)
		return -1;
	row = &v->row[v->n++];
	*row = (struct code_row){ .system = CODE_ICD10PCS,
		.code = code,
		.plain = text,
		.detail = "",
		.replaced_by = "",
		.known = KNOWN_VALID,
		.official = true,
		.level = strlen(code) == WHOLE ? LEVEL_BILLABLE : LEVEL_HEADER,
		.source = edition_source(v->told, code, v->on) };
	return 0;
}

/* Cuts the title to what another one begins with, at a comma; before the first
 * comma at a space ("Excision of Duodenum", "Excision of Stomach"). */
static void
title_share(char *title, const char *other)
{
	size_t n = 0, comma = 0, space = 0;

	for (; title[n] != '\0' && title[n] == other[n]; n++)
		if (title[n] == ',')
			comma = n;
		else if (title[n] == ' ')
			space = n;
	if (title[n] == '\0' && (other[n] == '\0' || other[n] == ','))
		return;
	if (title[n] == ',' && other[n] == '\0')
		comma = n;
	title[comma > 0 ? comma : space] = '\0';
}

/* Above the tables' level their titles say what a begin is; below it, those of
 * the codes. */
static bool
level_reads(const struct level *v, const char *key, const char *cells)
{
	bool table = cells[0] == '0';

	if (strlen(key) < v->length || strlen(key) > WHOLE)
		return false;
	return v->length <= TABLE ? table : !table;
}

static int
level_take(struct level *v, const char *key, const char *cells)
{
	const char *text = strrchr(cells, '\t');

	if (text == NULL || !level_reads(v, key, cells))
		return 0;
	text++;
	if (v->open && strncmp(v->begin, key, v->length) == 0) {
		title_share(v->title, text);
		return 0;
	}
	if (level_close(v))
		return -1;
	v->open = true;
	memcpy(v->begin, key, v->length);
	v->begin[v->length] = '\0';
	memcpy(v->title, text, strnlen(text, TITLE - 1) + 1);
	v->title[TITLE - 1] = '\0';
	return 0;
}

static int
level_read(struct level *v, const char *begin, struct err *e)
{
	struct db_row *r;
	int rc;

	v->row = arena_array(v->a, v->max, sizeof(*v->row));
	if (v->row == NULL)
		return lookup_no_room(e);
	r = db_begin(v->l->db, LOOKUP_ENTRY_BELOW);
	db_bind_text(r, 1, PCS_SERIES);
	db_bind_text(r, 2, begin);
	db_bind_number(r, 3, v->told->from);
	while ((rc = db_step(r, e)) == 1)
		if (level_take(v, db_text(r, 0), db_text(r, 1))) {
			rc = lookup_no_room(e);
			break;
		}
	db_end(r);
	if (rc == 0 && level_close(v))
		return lookup_no_room(e);
	return rc;
}

int
pcs_below(struct lookup *l, struct arena *a, const char *begin, date on,
    size_t max, struct code_row **out, size_t *n_out, size_t *all_out,
    struct err *e)
{
	struct level v = { .l = l,
		.a = a,
		.on = on,
		.length = strlen(begin) + 1,
		.max = max };
	bool early;

	*n_out = *all_out = 0;
	v.told = edition_on(l, PCS_SERIES, on, &early);
	if (v.told == NULL || v.length > WHOLE)
		return 0;
	if (level_read(&v, begin, e))
		return -1;
	*out = v.row;
	*n_out = v.n;
	*all_out = v.all;
	return 0;
}

int
pcs_begin(struct lookup *l, struct arena *a, const char *begin, date on,
    struct code_row *out, struct err *e)
{
	struct code_row *row = NULL;
	size_t n = 0, all = 0, i, length = strlen(begin);
	char above[WHOLE + 1];

	if (length == 0 || length > WHOLE)
		return 0;
	memcpy(above, begin, length - 1);
	above[length - 1] = '\0';
	if (pcs_below(l, a, above, on, PCS_VALUES, &row, &n, &all, e))
		return -1;
	for (i = 0; i < n; i++)
		if (strcmp(row[i].code, begin) == 0) {
			*out = row[i];
			return 1;
		}
	return 0;
}
