/* The decision tables of the starter pack: codes from each, with the cells
 * that the code set gives them. Runs in the project's top folder. */
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
#define CELLS 3

struct tables {
	char folder[40], target[60];
	struct arena *a;
	struct lookup *l;
	struct err e;
};
static struct tables tables;

static int
tables_open(void **state)
{
	const char *data = "data";
	struct import_report *report;
	size_t n;

	(void)state;
	tables.a = arena_new(64u << 20);
	snprintf(
	    tables.folder, sizeof(tables.folder), "/tmp/test-tables-XXXXXX");
	if (mkdtemp(tables.folder) == NULL)
		return -1;
	snprintf(tables.target, sizeof(tables.target), "%s/lookup.db",
	    tables.folder);
	if (import_run(&data, 1, tables.target, tables.a, &report, &n,
		&tables.e) != 0 ||
	    lookup_open(tables.target, &tables.l, &tables.e) != 0) {
		fprintf(stderr, "%s\n", tables.e.text);
		return -1;
	}
	return 0;
}

static int
tables_close(void **state)
{
	(void)state;
	lookup_close(tables.l);
	unlink(tables.target);
	rmdir(tables.folder);
	arena_free(tables.a);
	return 0;
}

static void
family_get(const char *id, struct family *out)
{
	int rc = lookup_family(tables.l, tables.a, id, TODAY, out, &tables.e);
	if (rc != 1)
		fail_msg("no table %s", id);
}

static const struct family_row *
row_find(const struct family *f, const char *code)
{
	for (size_t i = 0; i < f->rows; i++)
		if (strcmp(f->row[i].code, code) == 0)
			return &f->row[i];
	fail_msg("%s is not in %s", code, f->id);
	return NULL;
}

struct expected {
	const char *family, *code, *cell[CELLS]; /* NULL: not looked at */
};

/* Cells in the order of the table's columns. */
static const struct expected expected[] = {
	{ "skin_excision", "11400",
	    { "benign", "trunk|limb|girdle", "<=0.5cm" } },
	{ "skin_excision", "11422",
	    { "benign", "scalp|neck|hand|genitalia", "1.1..2cm" } },
	{ "skin_excision", "11446",
	    { "benign", "face|forehead|feature", ">4cm" } },
	{ "skin_excision", "11603",
	    { "malignant", "trunk|limb|girdle", "2.1..3cm" } },
	{ "skin_excision", "11644",
	    { "malignant", "face|forehead|feature", "3.1..4cm" } },
	{ "wound_repair", "12004",
	    { "simple", "scalp|neck|axilla|genitalia|trunk|limb|girdle|hand",
		"7.6..12.5cm" } },
	{ "wound_repair", "12014",
	    { "simple", "face|forehead|feature|mouth", "5.1..7.5cm" } },
	{ "wound_repair", "12031",
	    { "intermediate", "scalp|axilla|trunk|limb|girdle", "<=2.5cm" } },
	{ "wound_repair", "12047",
	    { "intermediate", "neck|hand|genitalia", ">30cm" } },
	{ "wound_repair", "13120", { "complex", "scalp|limb", "1.1..2.5cm" } },
	{ "wound_repair", "13152", { "complex", "feature", ">=2.6cm" } },
	{ "plain_film", "71048", { "chest", ">=4" } },
	{ "plain_film", "73560", { "knee", "1..2" } },
	{ "plain_film", "73610", { "ankle", ">=3" } },
	{ "plain_film", "72050", { "cervical", "4..5" } },
	{ "plain_film", "73503", { "hip", ">=4", "left|right" } },
	{ "plain_film", "73523", { "hip", ">=5", "both" } },
	{ "ct_mri", "70460", { "ct", "head", "with" } },
	{ "ct_mri", "74178", { "ct", "abdomen_pelvis", "both" } },
	{ "ct_mri", "72149", { "mri", "lumbar", "with" } },
	{ "ct_mri", "72156", { "mri", "cervical", "both" } },
	{ "ct_mri", "73222", { "mri", "arm_joint", "with" } },
	{ "colon_scope", "45378", { "colon", "diagnostic" } },
	{ "colon_scope", "45384", { "colon", "hot_biopsy" } },
	{ "colon_scope", "45338", { "sigmoid", "snare" } },
	{ "colon_scope", "44392", { "stoma", "hot_biopsy" } },
	{ "upper_scope", "43255", { "bleeding" } },
	{ "upper_scope", "43248", { "wire_dilation" } },
	{ "hysterectomy", "58541", { "supracervical", "<=250g", "no" } },
	{ "hysterectomy", "58554", { "assisted", ">250g", "yes" } },
	{ "hysterectomy", "58571", { "total", "<=250g", "yes" } },
	{ "hysterectomy", "58290", { "vaginal", ">250g", "no" } },
	{ "ear_tubes", "69433", { "tube", "local" } },
	{ "ear_tubes", "69421", { "cut", "general" } },
	{ "cerumen", "69209", { "washing" } },
	{ "cerumen", "69210", { "tools", "*" } },
	{ "radius_fracture", "25600", { "closed_only" } },
	{ "radius_fracture", "25608", { "open", "two" } },
	{ "carpal_tunnel", "29848", { "scope" } },
	{ "trigger_points", "20553", { ">=3" } },
	{ "appendectomy", "44960", { "open", "yes" } },
	{ "belly_tap", "49083", { "with" } },
	{ "chest_tap", "32556", { "catheter", "without" } },
	{ "epidural", "62321", { "injection", "cervical|thoracic", "with" } },
	{ "epidural", "62322", { "injection", "lumbar|sacral", "without" } },
	{ "epidural", "62327", { "catheter", "lumbar|sacral", "with" } },
	{ "facet_injection", "64490", { "cervical|thoracic", ">0", "with" } },
	{ "wart_destruction", "17111", { ">=15" } },
	{ "skin_tags", "11200", { ">=1" } },
	{ "corns", "11057", { ">=5" } },
	{ "lesion_injection", "11900", { "1..7" } },
	{ "nail_avulsion", "11750", { "matrix", "*" } },
	{ "abscess_drainage", "10061", { "complicated" } },
	{ "blood_draw", "36416", { "capillary" } },
	{ "cystoscopy", "52224", { "tumor", "<0.5cm" } },
	{ "cystoscopy", "52235", { "tumor", "2.001-5cm" } },
	{ "hysteroscopy", "58559", { "adhesions" } },
	{ "hysteroscopy", "58561", { "myoma" } },
	{ "delivery", "59410", { "vaginal", "delivery_postpartum" } },
	{ "delivery", "59510", { "cesarean", "all" } },
	{ "delivery", "59612", { "vbac", "delivery" } },
	{ "wound_debridement", "11044", { "bone", ">0sqcm" } },
	{ "wound_debridement", "97597", { "dermis", ">0sqcm" } },
	{ "gallbladder_open", "47605", { "with", "unexplored" } },
	{ "shave_removal", "11301", { "trunk|limb|girdle", "0.6..1cm" } },
	{ "shave_removal", "11310", { "face|forehead|feature", "<=0.5cm" } },
	{ "ecg", "93005", { "tracing" } },
};

static void
rows_have_their_cells(void **state)
{
	struct family f;

	(void)state;
	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
		const struct expected *x = &expected[i];
		family_get(x->family, &f);
		const struct family_row *row = row_find(&f, x->code);
		for (size_t k = 0; k < CELLS && x->cell[k] != NULL; k++) {
			assert_true(k < f.columns);
			if (strcmp(row->cell[k].text, x->cell[k]) != 0)
				fail_msg("%s: %s, not %s", x->code,
				    row->cell[k].text, x->cell[k]);
		}
	}
}

/* What a complex repair has beyond 7.5 cm stands beside its primary code. */
static void
addons_are_marked(void **state)
{
	static const char *const code[] = { "13102", "13122", "13133",
		"13153" };
	struct family f;

	(void)state;
	family_get("wound_repair", &f);
	for (size_t i = 0; i < sizeof(code) / sizeof(code[0]); i++)
		assert_true(row_find(&f, code[i])->addon);
	assert_false(row_find(&f, "13101")->addon);
	for (size_t i = 0; i < f.rows; i++)
		assert_int_equal(f.row[i].addon,
		    strcmp(f.row[i].cell[2].text, ">7.5cm") == 0);
}

/* Add-on codes of the CMS add-on list, and the units that each takes. */
static void
addons_have_units(void **state)
{
	static const struct {
		const char *family, *code, *units;
	} addon[] = { { "nail_avulsion", "11732", "count-1" },
		{ "skin_tags", "11201", "count/10000>15000" },
		{ "wound_debridement", "11045", "area/20000>20000" },
		{ "wound_debridement", "11046", "area/20000>20000" },
		{ "wound_debridement", "11047", "area/20000>20000" },
		{ "wound_debridement", "97598", "area/20000>20000" },
		{ "facet_injection", "64491", "side" },
		{ "facet_injection", "64494", "side" } };
	struct family f;

	(void)state;
	for (size_t i = 0; i < sizeof(addon) / sizeof(addon[0]); i++) {
		family_get(addon[i].family, &f);
		const struct family_row *row = row_find(&f, addon[i].code);
		assert_true(row->addon);
		assert_string_equal(row->units, addon[i].units);
	}
}

static void
first_days_are_known(void **state)
{
	static const struct {
		const char *code;
		date before, on;
	} day[] = { { "71046", 20171231, 20180101 },
		{ "74018", 20171231, 20180101 },
		{ "73502", 20151231, 20160101 },
		{ "45388", 20141231, 20150101 },
		{ "62320", 20161231, 20170101 },
		{ "69209", 20151231, 20160101 } };
	struct code_row c;

	(void)state;
	for (size_t i = 0; i < sizeof(day) / sizeof(day[0]); i++) {
		assert_int_equal(lookup_code(tables.l, tables.a, CODE_CPT,
				     day[i].code, day[i].before, &c, &tables.e),
		    0);
		assert_int_equal(lookup_code(tables.l, tables.a, CODE_CPT,
				     day[i].code, day[i].on, &c, &tables.e),
		    1);
	}
}

/* A guard that looks at the whole mail must look to its end: a long report
 * tells what forbids an answer anywhere. */
static void
guards_see_whole_mails(void **state)
{
	static const char *const start[] = { "\\A(?=[\\s\\S]{",
		"\\A(?![\\s\\S]{" };
	struct fact_row *rule;
	size_t n;

	(void)state;
	assert_int_equal(
	    lookup_rules(tables.l, tables.a, &rule, &n, &tables.e), 0);
	assert_true(n > 0);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < 2; k++)
			if (strstr(rule[i].pattern, start[k]) != NULL)
				fail_msg("line %d of the rules, %s",
				    rule[i].line, rule[i].name);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_have_their_cells),
		cmocka_unit_test(addons_are_marked),
		cmocka_unit_test(addons_have_units),
		cmocka_unit_test(first_days_are_known),
		cmocka_unit_test(guards_see_whole_mails),
	};

	return cmocka_run_group_tests(tests, tables_open, tables_close);
}
