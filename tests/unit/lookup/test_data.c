/* The starter pack itself: it loads, and says of well-known codes what is
 * right. Runs in the project's top folder. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above. */
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lookup.h"

#define TODAY 20261122

struct pack {
	char folder[40], target[60];
	struct arena *a;
	struct lookup *l;
	struct err e;
};
static struct pack pack;

static int
pack_open(void **state)
{
	const char *data = "data";
	struct import_report *report;
	size_t n;

	(void)state;
	pack.a = arena_new(64u << 20);
	snprintf(pack.folder, sizeof(pack.folder), "/tmp/test-data-XXXXXX");
	if (mkdtemp(pack.folder) == NULL)
		return -1;
	snprintf(pack.target, sizeof(pack.target), "%s/lookup.db", pack.folder);
	if (import_run(&data, 1, pack.target, pack.a, &report, &n, &pack.e) ||
	    lookup_open(pack.target, &pack.l, &pack.e)) {
		fprintf(stderr, "%s\n", pack.e.text);
		return -1;
	}
	return 0;
}

static int
pack_close(void **state)
{
	(void)state;
	lookup_close(pack.l);
	unlink(pack.target);
	rmdir(pack.folder);
	arena_free(pack.a);
	return 0;
}

static struct code_row
code_get(const char *code, date on, int want)
{
	struct code_row c = { 0 };
	enum code_system system = code[0] >= '0' && code[0] <= '9' ? CODE_CPT
								   : CODE_HCPCS;
	int rc = lookup_code(pack.l, pack.a, system, code, on, &c, &pack.e);

	if (rc != want)
		fail_msg("%s on %d: %d", code, on, rc);
	return c;
}

/* The row of a code in its family; *f its family. */
static const struct family_row *
row_get(const char *code, date on, struct family *f)
{
	struct code_row c = code_get(code, on, 1);
	size_t i;

	assert_non_null(c.family);
	assert_int_equal(
	    lookup_family(pack.l, pack.a, c.family, on, f, &pack.e), 1);
	for (i = 0; i < f->rows; i++)
		if (strcmp(f->row[i].code, code) == 0)
			return &f->row[i];
	fail_msg("%s is not in %s", code, c.family);
	return NULL;
}

static const struct family_cell *
cell_get(const char *code, const char *fact)
{
	struct family f;
	const struct family_row *row = row_get(code, TODAY, &f);
	size_t i;

	for (i = 0; i < f.columns; i++)
		if (strcmp(f.column[i].fact, fact) == 0)
			return &row->cell[i];
	fail_msg("%s has no cell for %s", code, fact);
	return NULL;
}

static void
ages_part_two_cannulas(void **state)
{
	const struct family_cell *young, *old;

	(void)state;
	young = cell_get("33953", "age");
	old = cell_get("33954", "age");
	assert_true(young->range && old->range);
	assert_true(young->low_milli == INT64_MIN);
	assert_true(young->high_milli == old->low_milli);
	assert_true(old->high_milli == INT64_MAX);
	assert_string_equal(cell_get("33953", "approach")->text, "open");
	assert_string_equal(cell_get("33954", "approach")->text, "open");
	assert_string_equal(cell_get("33954", "site")->text, "peripheral");
}

/* Each cell of the ECMO tables, as the code set has them. */
static void
ecmo_cells_are_right(void **state)
{
	static const struct {
		const char *code, *family, *fact[3], *cell[3];
	} rows[] = {
		{ "33946", "ecmo_initiation", { "circuit" }, { "vv" } },
		{ "33947", "ecmo_initiation", { "circuit" }, { "va" } },
		{ "33948", "ecmo_daily", { "circuit" }, { "vv" } },
		{ "33949", "ecmo_daily", { "circuit" }, { "va" } },
#define THREE { "site", "approach", "age" }
		{ "33951", "ecmo_cannula_in", THREE,
		    { "peripheral", "percutaneous", "<6y" } },
		{ "33952", "ecmo_cannula_in", THREE,
		    { "peripheral", "percutaneous", ">=6y" } },
		{ "33955", "ecmo_cannula_in", THREE,
		    { "central", "open", "<6y" } },
		{ "33956", "ecmo_cannula_in", THREE,
		    { "central", "open", ">=6y" } },
		{ "33957", "ecmo_cannula_move", THREE,
		    { "peripheral", "percutaneous", "<6y" } },
		{ "33958", "ecmo_cannula_move", THREE,
		    { "peripheral", "percutaneous", ">=6y" } },
		{ "33959", "ecmo_cannula_move", THREE,
		    { "peripheral", "open", "<6y" } },
		{ "33962", "ecmo_cannula_move", THREE,
		    { "peripheral", "open", ">=6y" } },
		{ "33963", "ecmo_cannula_move", THREE,
		    { "central", "open", "<6y" } },
		{ "33964", "ecmo_cannula_move", THREE,
		    { "central", "open", ">=6y" } },
		{ "33965", "ecmo_cannula_out", THREE,
		    { "peripheral", "percutaneous", "<6y" } },
		{ "33966", "ecmo_cannula_out", THREE,
		    { "peripheral", "percutaneous", ">=6y" } },
		{ "33969", "ecmo_cannula_out", THREE,
		    { "peripheral", "open", "<6y" } },
		{ "33984", "ecmo_cannula_out", THREE,
		    { "peripheral", "open", ">=6y" } },
		{ "33985", "ecmo_cannula_out", THREE,
		    { "central", "open", "<6y" } },
		{ "33986", "ecmo_cannula_out", THREE,
		    { "central", "open", ">=6y" } },
		{ "33987", "ecmo_other", { "item" }, { "conduit" } },
		{ "33988", "ecmo_other", { "item", "step" },
		    { "vent", "insert" } },
		{ "33989", "ecmo_other", { "item", "step" },
		    { "vent", "remove" } },
	};
	struct family f;
	size_t i, k;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		row_get(rows[i].code, TODAY, &f);
		assert_string_equal(f.id, rows[i].family);
		for (k = 0; k < 3 && rows[i].fact[k] != NULL; k++)
			assert_string_equal(
			    cell_get(rows[i].code, rows[i].fact[k])->text,
			    rows[i].cell[k]);
	}
	assert_true(row_get("33987", TODAY, &f)->addon);
	code_get("33960", 20141231, 1);
	assert_string_equal(
	    code_get("33960", 20150101, 0).replaced_by, "33946 33947");
	code_get("33954", 20141231, 0);
}

/* Every family can be reached: its id is a value of the fact "topic". */
static void
families_have_topics(void **state)
{
	const char *const *id;
	struct fact_row *rule;
	size_t n, rules, i, k;

	(void)state;
	assert_int_equal(lookup_families(pack.l, pack.a, &id, &n, &pack.e), 0);
	assert_int_equal(
	    lookup_rules(pack.l, pack.a, &rule, &rules, &pack.e), 0);
	assert_true(n > 0);
	for (i = 0; i < n; i++) {
		for (k = 0; k < rules; k++)
			if (strcmp(rule[k].name, "topic") == 0 &&
			    strcmp(rule[k].value, id[i]) == 0)
				break;
		if (k == rules)
			fail_msg("no topic leads to %s", id[i]);
	}
}

/* What people read is whole sentences without gaps. */
static void
sentences_are_whole(void **state)
{
	const char *const *id;
	struct family f;
	size_t n, i, k;
	const char *s;

	(void)state;
	assert_int_equal(lookup_families(pack.l, pack.a, &id, &n, &pack.e), 0);
	for (i = 0; i < n; i++) {
		assert_int_equal(
		    lookup_family(pack.l, pack.a, id[i], TODAY, &f, &pack.e),
		    1);
		if (f.rows == 0)
			fail_msg("%s has no row today", id[i]);
		for (k = 0; k < f.rows; k++) {
			s = f.row[k].plain;
			if (s[0] < 'A' || s[0] > 'Z' ||
			    s[strlen(s) - 1] != '.' || strstr(s, "  ") ||
			    strstr(s, " ,") || strstr(s, "{"))
				fail_msg("%s: %s", f.row[k].code, s);
		}
	}
}

static void
column_must_exist(const struct family *f, const char *fact)
{
	size_t i;

	for (i = 0; i < f->columns; i++)
		if (strcmp(f->column[i].fact, fact) == 0)
			return;
	fail_msg("%s has no column %s", f->id, fact);
}

/* A told fact: a word, or a number in the base unit times 1000. */
struct told {
	const char *fact, *word;
	int64_t milli;
};
#define Y(n) (int64_t)(n) * 365244
#define N(n) (int64_t)(n) * 1000
#define END \
	{ \
		NULL, NULL, 0 \
	}

/* Cases, and the one row that must be left: the edges of each range. */
static const struct {
	const char *family, *code;
	struct told told[8];
} cases[] = {
	{ "ecmo_cannula_in", "33951",
	    { { "approach", "percutaneous", 0 }, { "age", NULL, Y(6) - 1 },
		END } },
	{ "ecmo_cannula_in", "33952",
	    { { "approach", "percutaneous", 0 }, { "age", NULL, Y(6) }, END } },
	{ "ecmo_cannula_in", "33955",
	    { { "site", "central", 0 }, { "age", NULL, 0 }, END } },
	{ "office_visit", "99213",
	    { { "patient", "established", 0 }, { "minutes", NULL, N(29) },
		END } },
	{ "office_visit", "99214",
	    { { "patient", "established", 0 }, { "minutes", NULL, N(30) },
		END } },
	{ "office_visit", "99205",
	    { { "patient", "new", 0 }, { "minutes", NULL, N(60) }, END } },
	{ "office_visit", "99203",
	    { { "patient", "new", 0 }, { "mdm", "low", 0 }, END } },
	{ "office_visit", "",
	    { { "patient", "new", 0 }, { "minutes", NULL, N(14) }, END } },
	{ "hospital_initial", "99222", { { "minutes", NULL, N(55) }, END } },
	{ "hospital_initial", "99221", { { "mdm", "low", 0 }, END } },
	{ "hospital_subsequent", "99232", { { "minutes", NULL, N(49) }, END } },
	{ "hospital_same_day", "99236", { { "minutes", NULL, N(85) }, END } },
	{ "hospital_discharge", "99238", { { "minutes", NULL, N(30) }, END } },
	{ "hospital_discharge", "99239", { { "minutes", NULL, N(31) }, END } },
	{ "joint_injection", "20611",
	    { { "joint", "major", 0 }, { "ultrasound", "with", 0 }, END } },
	{ "joint_injection", "20605", { { "joint", "intermediate", 0 }, END } },
	{ "knee_meniscus", "29881",
	    { { "work", "removed", 0 }, { "meniscus", "one", 0 }, END } },
	{ "knee_meniscus", "29883",
	    { { "work", "repaired", 0 }, { "meniscus", "both", 0 }, END } },
	{ "groin_hernia", "49505",
	    { { "hernia_site", "inguinal", 0 }, { "approach", "open", 0 },
		{ "first", "first", 0 }, { "hernia", "reducible", 0 },
		{ "age", NULL, Y(40) }, END } },
	{ "groin_hernia", "49491",
	    { { "hernia_site", "inguinal", 0 }, { "approach", "open", 0 },
		{ "first", "first", 0 }, { "hernia", "reducible", 0 },
		{ "preterm", "yes", 0 }, { "age", NULL, 60000 }, END } },
	{ "groin_hernia", "49525",
	    { { "hernia_site", "inguinal", 0 }, { "approach", "open", 0 },
		{ "first", "first", 0 }, { "hernia", "reducible", 0 },
		{ "sliding", "yes", 0 }, { "age", NULL, Y(40) }, END } },
	{ "groin_hernia", "49521",
	    { { "hernia_site", "inguinal", 0 }, { "approach", "open", 0 },
		{ "first", "recurrent", 0 }, { "hernia", "stuck", 0 }, END } },
	{ "groin_hernia", "49650",
	    { { "hernia_site", "inguinal", 0 },
		{ "approach", "laparoscopic", 0 }, { "first", "first", 0 },
		END } },
	{ "groin_hernia", "",
	    { { "hernia_site", "femoral", 0 },
		{ "approach", "laparoscopic", 0 }, { "first", "first", 0 },
		END } },
	{ "ventral_hernia", "49593",
	    { { "first", "first", 0 }, { "hernia", "reducible", 0 },
		{ "size", NULL, N(3) }, END } },
	{ "ventral_hernia", "49615",
	    { { "first", "recurrent", 0 }, { "hernia", "reducible", 0 },
		{ "size", NULL, N(10) }, END } },
	{ "ventral_hernia", "49596",
	    { { "first", "first", 0 }, { "hernia", "stuck", 0 },
		{ "size", NULL, 10100 }, END } },
	{ "ventral_hernia", "49622",
	    { { "hernia_kind", "parastomal", 0 }, { "hernia", "stuck", 0 },
		END } },
	{ "gallbladder_lap", "47562", { END } },
	{ "gallbladder_lap", "47563", { { "cholangiogram", "with", 0 }, END } },
	{ "gallbladder_lap", "47564",
	    { { "cholangiogram", "with", 0 }, { "duct", "explored", 0 },
		END } },
	{ "tonsil_adenoid", "42820",
	    { { "tissue", "both", 0 }, { "age", NULL, Y(12) - 1 }, END } },
	{ "tonsil_adenoid", "42826",
	    { { "tissue", "tonsils", 0 }, { "age", NULL, Y(12) }, END } },
	{ "tonsil_adenoid", "42835",
	    { { "tissue", "adenoids", 0 }, { "first", "recurrent", 0 },
		{ "age", NULL, Y(5) }, END } },
	{ "central_line", "36556",
	    { { "entry", "central", 0 }, { "tunneled", "no", 0 },
		{ "age", NULL, Y(5) }, END } },
	{ "central_line", "36561",
	    { { "entry", "central", 0 }, { "port", "port", 0 },
		{ "age", NULL, Y(60) }, END } },
	{ "central_line", "36573",
	    { { "entry", "peripheral", 0 }, { "imaging", "with", 0 },
		{ "age", NULL, Y(60) }, END } },
	{ "nail_debridement", "11720",
	    { { "nail", "debride", 0 }, { "count", NULL, N(5) }, END } },
	{ "nail_debridement", "11721",
	    { { "nail", "debride", 0 }, { "count", NULL, N(6) }, END } },
	{ "nail_debridement", "G0127",
	    { { "nail", "trim", 0 }, { "dystrophic", "yes", 0 }, END } },
	{ "skin_biopsy", "11104",
	    { { "technique", "punch", 0 }, { "count", NULL, N(3) }, END } },
	/* the tables end where prolonged time begins */
	{ "office_visit", "99205",
	    { { "patient", "new", 0 }, { "minutes", NULL, N(74) }, END } },
	{ "office_visit", "",
	    { { "patient", "new", 0 }, { "minutes", NULL, N(75) }, END } },
	{ "office_visit", "99215",
	    { { "patient", "established", 0 }, { "minutes", NULL, N(54) },
		END } },
	{ "office_visit", "",
	    { { "patient", "established", 0 }, { "minutes", NULL, N(55) },
		END } },
	{ "hospital_initial", "", { { "minutes", NULL, N(90) }, END } },
	{ "hospital_initial", "", { { "minutes", NULL, N(39) }, END } },
	{ "hospital_subsequent", "", { { "minutes", NULL, N(65) }, END } },
	{ "hospital_same_day", "", { { "minutes", NULL, N(100) }, END } },
	/* six months, and 50 weeks after conception */
	{ "groin_hernia", "49495",
	    { { "hernia_site", "inguinal", 0 }, { "approach", "open", 0 },
		{ "first", "first", 0 }, { "hernia", "reducible", 0 },
		{ "preterm", "no", 0 }, { "age", NULL, 30437 * 6 - 1 }, END } },
	{ "groin_hernia", "49500",
	    { { "hernia_site", "inguinal", 0 }, { "approach", "open", 0 },
		{ "first", "first", 0 }, { "hernia", "reducible", 0 },
		{ "age", NULL, 30437 * 6 }, END } },
	{ "groin_hernia", "49505",
	    { { "hernia_site", "inguinal", 0 }, { "approach", "open", 0 },
		{ "first", "first", 0 }, { "hernia", "reducible", 0 },
		{ "age", NULL, Y(5) }, END } },
	{ "groin_hernia", "49507",
	    { { "hernia_site", "inguinal", 0 }, { "approach", "open", 0 },
		{ "first", "first", 0 }, { "hernia", "stuck", 0 },
		{ "sliding", "yes", 0 }, { "age", NULL, Y(5) }, END } },
	{ "ventral_hernia", "49591",
	    { { "first", "first", 0 }, { "hernia", "reducible", 0 },
		{ "size", NULL, 2900 }, END } },
	{ "central_line", "36555",
	    { { "entry", "central", 0 }, { "tunneled", "no", 0 },
		{ "age", NULL, Y(5) - 1 }, END } },
	{ "central_line", "36568",
	    { { "entry", "peripheral", 0 }, { "imaging", "without", 0 },
		{ "age", NULL, Y(5) - 1 }, END } },
	{ "tonsil_adenoid", "42831",
	    { { "tissue", "adenoids", 0 }, { "age", NULL, Y(12) }, END } },
	{ "ak_destruction", "17000", { { "count", NULL, N(14) }, END } },
	{ "ak_destruction", "17004", { { "count", NULL, N(15) }, END } },
};

static bool
cell_fits(const struct family_cell *c, const struct told *t)
{
	size_t i;

	if (c->any)
		return true;
	if (c->range)
		return t->word == NULL && c->low_milli <= t->milli &&
		       t->milli < c->high_milli;
	for (i = 0; t->word != NULL && i < c->word_n; i++)
		if (strcmp(c->word[i], t->word) == 0)
			return true;
	return false;
}

/* What is told of a column: by the case, or taken for granted. */
static bool
told_find(
    const struct told *told, const struct family_column *c, struct told *out)
{
	for (; told->fact != NULL; told++)
		if (strcmp(told->fact, c->fact) == 0) {
			*out = *told;
			return true;
		}
	*out = (struct told){ c->fact, c->assume, 0 };
	return c->assume != NULL;
}

static bool
row_fits(const struct family *f, size_t row, const struct told *told)
{
	struct told t;
	size_t i;

	for (i = 0; i < f->columns; i++)
		if (told_find(told, &f->column[i], &t) &&
		    !cell_fits(&f->row[row].cell[i], &t))
			return false;
	return true;
}

static void
cases_leave_one_row(void **state)
{
	struct family f;
	const char *left;
	size_t i, k;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(lookup_family(pack.l, pack.a, cases[i].family,
				     TODAY, &f, &pack.e),
		    1);
		for (k = 0; cases[i].told[k].fact != NULL; k++)
			column_must_exist(&f, cases[i].told[k].fact);
		left = "";
		for (k = 0; k < f.rows; k++) {
			if (f.row[k].addon || !row_fits(&f, k, cases[i].told))
				continue;
			if (left[0] != '\0')
				fail_msg("case %zu: %s and %s", i, left,
				    f.row[k].code);
			left = f.row[k].code;
		}
		assert_string_equal(left, cases[i].code);
	}
}

/* Ended codes say what took their place; modifiers are all there. */
static void
codes_end_and_are_replaced(void **state)
{
	static const char *const modifiers[] = { "22", "23", "24", "25", "26",
		"27", "32", "33", "47", "50", "51", "52", "53", "54", "55",
		"56", "57", "58", "59", "62", "63", "66", "73", "74", "76",
		"77", "78", "79", "80", "81", "82", "90", "91", "92", "93",
		"95", "96", "97", "99", "LT", "RT", "TC", "XU", "JZ", "E4",
		"F9", "FA", "T9", "TA", "RI" };
	struct modifier_row m;
	struct code_row c;
	size_t i;

	(void)state;
	c = code_get("99201", 20201231, 1);
	assert_int_equal(c.to, 20201231);
	c = code_get("99201", 20210101, 0);
	assert_string_equal(c.replaced_by, "99202");
	assert_null(code_get("99999", TODAY, 0).code);
	c = code_get("49560", TODAY, 0);
	assert_non_null(strstr(c.replaced_by, "49593"));
	assert_string_equal(code_get("J1030", TODAY, 0).replaced_by, "J1010");
	/* A code whose rule changed has a row for either time. */
	assert_null(code_get("99213", 20201231, 1).family);
	assert_string_equal(
	    code_get("99213", 20210101, 1).family, "office_visit");
	for (i = 0; i < sizeof(modifiers) / sizeof(modifiers[0]); i++)
		if (lookup_modifier(
			pack.l, pack.a, modifiers[i], TODAY, &m, &pack.e) != 1)
			fail_msg("modifier %s is missing", modifiers[i]);
	assert_int_equal(
	    lookup_modifier(pack.l, pack.a, "JZ", 20221231, &m, &pack.e), 0);
	assert_non_null(strstr(lookup_vintage(pack.l), "starter pack"));
}

/* Turns of phrase by which the AMA's descriptors are known; the pack's words
 * are its own. HCPCS and ICD-10-CM texts are public. */
static void
no_words_of_the_ama(void **state)
{
	static const char command[] =
	    "grep -rniE 'list separately in addition|\\(separate procedure|"
	    "when performed|other qualified health ?care professional|"
	    "unilateral or bilateral|supervision and interpretation|"
	    "each additional|\\((eg|ie),|includes? imaging guidance, when|"
	    "medically appropriate history|not otherwise specified' data "
	    "--include=*.tsv | grep -v '\tHCPCS\t\\|:HCPCS\\|:ICD10CM'";
	FILE *f = popen(command, "r");
	char line[400];

	(void)state;
	assert_non_null(f);
	if (fgets(line, sizeof(line), f) != NULL)
		fail_msg("%s", line);
	pclose(f);
}

/* CONSULTD_OFFICIAL names a database with the ICD-10-CM order file of the
 * year: each diagnosis of the pack must be billable there, in these words. */
static void
diagnoses_are_official(void **state)
{
	const char *path = getenv("CONSULTD_OFFICIAL");
	FILE *f = fopen("data/diagnoses.tsv", "r");
	struct lookup *l = NULL;
	char line[2000], *cell[6];
	int rows = 0, i;

	(void)state;
	assert_non_null(f);
	if (path != NULL && lookup_open(path, &l, &pack.e))
		fail_msg("%s", pack.e.text);
	while (fgets(line, sizeof(line), f) != NULL) {
		char *p = line;
		struct code_row row;

		for (i = 0; i < 6; i++)
			cell[i] = strsep(&p, "\t\n");
		if (line[0] == '#' || strcmp(cell[0], "code") == 0)
			continue;
		assert_non_null(cell[5]);
		rows++;
		if (l == NULL)
			continue;
		if (lookup_code(l, pack.a, CODE_ICD10CM, cell[0], TODAY, &row,
			&pack.e) != 1 ||
		    row.level != LEVEL_BILLABLE ||
		    strcmp(row.plain, cell[4]) != 0)
			fail_msg("%s: %s", cell[0], cell[4]);
	}
	fclose(f);
	lookup_close(l);
	assert_true(rows >= 600);
	if (path == NULL)
		skip();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_words_of_the_ama),
		cmocka_unit_test(diagnoses_are_official),
		cmocka_unit_test(ages_part_two_cannulas),
		cmocka_unit_test(ecmo_cells_are_right),
		cmocka_unit_test(families_have_topics),
		cmocka_unit_test(sentences_are_whole),
		cmocka_unit_test(cases_leave_one_row),
		cmocka_unit_test(codes_end_and_are_replaced),
	};

	return cmocka_run_group_tests(tests, pack_open, pack_close);
}
