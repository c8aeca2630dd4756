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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ages_part_two_cannulas),
		cmocka_unit_test(ecmo_cells_are_right),
		cmocka_unit_test(families_have_topics),
		cmocka_unit_test(sentences_are_whole),
	};

	return cmocka_run_group_tests(tests, pack_open, pack_close);
}
