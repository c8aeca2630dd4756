/* format_gem.c - the General Equivalence Mappings between ICD-9-CM and ICD-10,
 * diagnoses and procedures, both ways: three words a line (CMS, "Diagnosis Code
 * Set General Equivalence Mappings: Documentation and User's Guide", Appendix
 * A). A document comes in; entries of a series "gem.*" go out.
 *
 * key: the code that is mapped, its scenario and choice list as two digits,
 * what it is mapped to ("-": nothing), split by blanks. cells: see gem_cells.h.
 * Codes are without dot. The last edition is of fiscal year 2018. */
#include "gem_cells.h"
#include "official.h"
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define CODE_LONGEST 7
#define FLAGS        5

enum {
	FROM,
	TO,
	FLAG,
	WORDS
};
struct words {
	char text[WORDS][CODE_LONGEST + 1];
};

/* 3 to 7 capital letters and digits, or "NoDx", "NoPCS", "NoPx". */
static bool
word_code(const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (!isdigit((unsigned char)s[i]) &&
		    !isupper((unsigned char)s[i]))
			return false;
	return n >= 3;
}

static bool
words_cut(const char *s, size_t n, struct words *out)
{
	size_t i, len, at = 0;

	for (i = 0; i < WORDS; i++) {
		while (at < n && (s[at] == ' ' || s[at] == '\t'))
			at++;
		for (len = 0; at < n && !isspace((unsigned char)s[at]); at++) {
			if (len == CODE_LONGEST)
				return false;
			out->text[i][len++] = s[at];
		}
		out->text[i][len] = '\0';
	}
	while (at < n && isspace((unsigned char)s[at]))
		at++;
	return at == n;
}

static bool
words_fit(const struct words *w)
{
	return word_code(w->text[FROM], strlen(w->text[FROM])) &&
	       (strncmp(w->text[TO], "No", 2) == 0 ||
		   word_code(w->text[TO], strlen(w->text[TO]))) &&
	       strlen(w->text[FLAG]) == FLAGS &&
	       strspn(w->text[FLAG], "01") >= 3 &&
	       strspn(w->text[FLAG], "0123456789") == FLAGS;
}

/* By the first line: a procedure of ICD-10-PCS has seven characters always,
 * one of ICD-9-CM at most four digits; a diagnosis of ICD-9-CM begins with a
 * digit here, one of ICD-10-CM with a letter. */
static enum gem
words_way(const struct words *w)
{
	if (strlen(w->text[FROM]) == 7)
		return GEM_FROM_PCS;
	if (isalpha((unsigned char)w->text[FROM][0]))
		return GEM_FROM_ICD10;
	return strlen(w->text[FROM]) <= 4 && strlen(w->text[TO]) == 7
		   ? GEM_TO_PCS
		   : GEM_TO_ICD10;
}

static bool
gem_open(const struct document *d, struct grid *g, struct words *first)
{
	struct err ignored = { 0 };

	grid_open(g, d->name, d->p, d->n);
	if (grid_line(g, &ignored) == 1 && words_cut(g->raw, g->raw_n, first) &&
	    words_fit(first))
		return true;
	grid_close(g);
	return false;
}

static bool
gem_recognise(const struct document *d)
{
	struct words first;
	struct grid g;

	if (!gem_open(d, &g, &first))
		return false;
	grid_close(&g);
	return true;
}

static int
line_load(
    struct import *im, struct edition *ed, const struct grid *g, struct err *e)
{
	struct words w;
	char key[32], cells[8];
	const char *flag;
	bool none;

	if (g->cell[0][strspn(g->cell[0], " ")] == '\0')
		return 0;
	if (!words_cut(g->raw, g->raw_n, &w) || !words_fit(&w))
		return edition_bad(im, ed, g, 0,
		    "not two codes and the five flags of a map", e);
	flag = w.text[FLAG];
	none = strncmp(w.text[TO], "No", 2) == 0;
	if (none != (flag[1] == '1'))
		return edition_bad(
		    im, ed, g, 0, "the flag \"no map\" and the code differ", e);
	snprintf(key, sizeof(key), "%s %s %s", w.text[FROM], flag + 3,
	    none ? GEM_NOTHING : w.text[TO]);
	snprintf(cells, sizeof(cells), "%c\t%c", flag[0], flag[2]);
	return edition_put(im, ed, g, key, cells, e);
}

static const struct edition editions[GEM_WAYS] = {
	[GEM_TO_ICD10] = { .series = "gem.icd9",
	    .name = "GEMs, ICD-9-CM to ICD-10-CM" },
	[GEM_FROM_ICD10] = { .series = "gem.icd10cm",
	    .name = "GEMs, ICD-10-CM to ICD-9-CM" },
	[GEM_TO_PCS] = { .series = "gem.icd9.procedure",
	    .name = "GEMs, ICD-9-CM to ICD-10-PCS" },
	[GEM_FROM_PCS] = { .series = "gem.icd10pcs",
	    .name = "GEMs, ICD-10-PCS to ICD-9-CM" },
};

const char *
gem_series(enum gem way)
{
	return editions[way].series;
}

static int
gem_load(struct import *im, const struct document *d, struct err *e)
{
	struct words first = { 0 };
	struct edition ed;
	struct grid g;
	int rc = 1;

	if (!gem_open(d, &g, &first))
		return 0;
	ed = editions[words_way(&first)];
	ed.publisher = "CMS";
	ed.licence = "public domain";
	ed.calendar = FROZEN;
	ed.part = ed.notice = "";
	ed.first = fiscal_day(d->name);
	if (edition_begin(im, &ed, e))
		rc = -1;
	while (rc == 1 && !ed.skip) {
		if (line_load(im, &ed, &g, e))
			rc = -1;
		else
			rc = grid_line(&g, e);
	}
	grid_close(&g);
	return rc < 0 ? -1 : ed.skip ? 0 : edition_end(im, &ed, e);
}

const struct official official_gem = {
	.kind = "GEMs", .recognise = gem_recognise, .load = gem_load
};
