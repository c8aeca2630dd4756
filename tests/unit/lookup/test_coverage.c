/* Exports of the coverage database in their layout, with invented documents:
 * zip in zip, cells with HTML and line ends, documents with their own days. */
#include "coverage.h"

static enum coverage_told
told(struct place *p, const char *diagnosis, date on)
{
	struct coverage_row *row;
	struct lookup *l = place_open(p);
	enum known known;
	size_t n, all;

	assert_int_equal(lookup_coverage(l, p->a, "9001T", diagnosis, "NY", on,
			     5, &row, &n, &all, &known, &p->e),
	    0);
	assert_int_equal(n, 1);
	assert_string_equal(row[0].article, "A100");
	lookup_close(l);
	return row[0].told;
}

static void
articles_answer_by_day_and_state(void **state)
{
	struct coverage_row *row;
	struct lookup *l;
	enum known known;
	struct place p;
	size_t n, all;

	(void)state;
	place_start(&p);
	file_import(&p, export_make(&p));
	l = place_open(&p);
	assert_int_equal(lookup_coverage(l, p.a, "9001T", "U901", NULL,
			     20260801, 5, &row, &n, &all, &known, &p.e),
	    0);
	assert_int_equal(known, KNOWN_VALID);
	assert_int_equal(all, 1); /* neither retired nor yet to come */
	assert_string_equal(row[0].title, "Billing: Invented care");
	assert_string_equal(row[0].lcd, "L555");
	assert_string_equal(row[0].contractor, "Invented MAC; Other MAC");
	assert_string_equal(row[0].states, "NY CA");
	assert_int_equal(row[0].from, 20260101);
	assert_string_equal(row[0].source.row, "A100");
	lookup_coverage(l, p.a, "9001T", NULL, "TX", 20260801, 5, &row, &n,
	    &all, &known, &p.e);
	assert_int_equal(known, KNOWN_NONE);
	lookup_coverage(l, p.a, "9009T", NULL, NULL, 20260801, 5, &row, &n,
	    &all, &known, &p.e);
	assert_int_equal(known, KNOWN_NONE);
	lookup_coverage(l, p.a, "9001T", NULL, "CA", 20260801, 5, &row, &n,
	    &all, &known, &p.e);
	assert_string_equal(row[0].contractor, "Other MAC");
	assert_int_equal(row[0].told, COVERAGE_NOT_ASKED);
	lookup_close(l);
	assert_int_equal(told(&p, "U901", 20260801), COVERAGE_LISTED);
	assert_int_equal(told(&p, "U909", 20260801), COVERAGE_EXCLUDED);
	assert_int_equal(told(&p, "U902", 20260801), COVERAGE_NOT_LISTED);
	/* The version of that day has another list. */
	assert_int_equal(told(&p, "U902", 20250801), COVERAGE_LISTED);
	place_end(&p);
}

/* No article of the day names it: never did, did until a day, will; and a day
 * before the export of which none is known. */
static void
other_days_are_told_apart(void **state)
{
	static const struct {
		const char *code;
		date on;
		enum known known;
	} ask[] = { { "9001T", 20260801, KNOWN_VALID },
		{ "9001T", 20200601, KNOWN_VALID },
		{ "9002T", 20260801, KNOWN_ENDED },
		{ "9003T", 20260801, KNOWN_FUTURE },
		{ "9009T", 20260801, KNOWN_NONE },
		{ "9009T", 20200601, KNOWN_OUTSIDE } };
	struct coverage_row *row;
	struct policy_row policy;
	struct lookup *l;
	struct place p;
	enum known known;
	size_t n, all, i;

	(void)state;
	place_start(&p);
	file_import(&p, export_make(&p));
	p.order.fewer = true;
	file_import(&p, file_make(&p, "article_x_hcpc_code.csv",
			    CODES "101,1,9002T,1,1,,2026-07-01,x,x\n"
				  "102,1,9003T,1,1,,2026-07-01,x,x\n"));
	l = place_open(&p);
	for (i = 0; i < sizeof(ask) / sizeof(ask[0]); i++) {
		assert_int_equal(
		    lookup_coverage(l, p.a, ask[i].code, NULL, NULL, ask[i].on,
			9, &row, &n, &all, &known, &p.e),
		    0);
		if (known != ask[i].known)
			fail_msg("%s on %d: %d", ask[i].code, (int)ask[i].on,
			    (int)known);
		assert_int_equal(n > 0, known == KNOWN_VALID);
	}
	assert_int_equal(
	    lookup_policy(l, p.a, "A999", 20200101, &policy, &p.e), 0);
	assert_int_equal(policy.known, KNOWN_OUTSIDE);
	assert_int_equal(
	    lookup_policy(l, p.a, "A999", 20260801, &policy, &p.e), 0);
	assert_int_equal(policy.known, KNOWN_NONE);
	lookup_close(l);
	place_end(&p);
}

static void
descriptions_of_others_are_left_out(void **state)
{
	struct place p;
	size_t n;
	char *bytes;

	(void)state;
	place_start(&p);
	file_import(&p, export_make(&p));
	bytes = file_bytes(&p, p.target, &n);
	assert_null(memmem(bytes, n, "SECRET", 6));
	place_end(&p);
}

static void
policies_have_their_days(void **state)
{
	struct policy_row row;
	struct lookup *l;
	struct place p;

	(void)state;
	place_start(&p);
	file_import(&p, file_make(&p, "lcd.csv", LCD));
	l = place_open(&p);
	assert_int_equal(
	    lookup_policy(l, p.a, "990.1", 20260801, &row, &p.e), 0);
	assert_int_equal(row.known, KNOWN_NOT_LOADED);
	assert_int_equal(
	    lookup_policy(l, p.a, "L555", 20260801, &row, &p.e), 1);
	assert_int_equal(row.from, 20260101);
	assert_int_equal(
	    lookup_policy(l, p.a, "L555", 20250801, &row, &p.e), 1);
	assert_int_equal(row.from, 20151001);
	assert_int_equal(
	    lookup_policy(l, p.a, "L555", 20100801, &row, &p.e), 0);
	assert_int_equal(row.known, KNOWN_FUTURE);
	lookup_close(l);
	assert_int_equal(
	    file_import(&p, file_make(&p, "ncd_trkg.csv", NCD))->rows, 2);
	l = place_open(&p);
	assert_int_equal(
	    lookup_policy(l, p.a, "990.1", 20260801, &row, &p.e), 1);
	assert_false(row.retired);
	lookup_policy(l, p.a, "990.2", 20260801, &row, &p.e);
	assert_true(row.retired); /* though it has no last day */
	lookup_close(l);
	place_end(&p);
}

static void
what_is_cut_short_is_refused(void **state)
{
	struct place p;

	(void)state;
	place_start(&p);
	file_refused(&p,
	    file_make(&p, "article-2026.csv",
		"article_id,article_version,title,article_eff_date,article_end_"
		"date,description,last_updated\n1,1,\"never closed"),
	    "a quote that is never closed");
	file_refused(&p,
	    file_make(&p, "article_x_hcpc_code.csv",
		"article_id,article_version,hcpc_code_id,hcpc_code_group,"
		"last_updated\n"),
	    "neither file nor name tells");
	file_import(&p, file_make(&p, "state_lookup.csv", STATE));
	file_refused(&p,
	    file_make(&p, "state_lookup.csv",
		"state_id,state_abbrev,description,last_updated\n"
		"1,NY,New York,2026-08-01\n"),
	    "1 rows where the edition before has 2");
	place_end(&p);
}

/* Titles above, notes below, a heading over several lines, models side by
 * side. */
static void
categories_by_model(void **state)
{
	static const char text[] =
	    "2026 Final ICD-10-CM Mappings\n\n"
	    "\"Diagnosis\nCode\",Description,CMS-HCC ESRD Model Category V24,"
	    "\"CMS-HCC\nModel Category\nV24\",CMS-HCC Model Category V28,"
	    "CMS-HCC Model Category V28 for 2026 Payment Year\n"
	    "U901,Made up,9,18,37,Yes\n"
	    "U902,Made up,,19,38,No\n"
	    "U903,Made up,7,,,No\n"
	    "\"Notes: a text, with commas\"\n";
	struct hcc_row row;
	struct lookup *l;
	struct place p;

	(void)state;
	place_start(&p);
	assert_int_equal(
	    file_import(&p, file_make(&p, "2026 Final Mappings.csv", text))
		->rows,
	    4);
	l = place_open(&p);
	assert_int_equal(
	    lookup_hcc(l, p.a, "v28", "U901", 20260801, &row, &p.e), 1);
	assert_string_equal(row.category, "37");
	assert_true(row.counts);
	lookup_hcc(l, p.a, "v28", "U902", 20260801, &row, &p.e);
	assert_false(row.counts);
	lookup_hcc(l, p.a, "v24", "U902", 20260801, &row, &p.e);
	assert_string_equal(row.category, "19");
	assert_int_equal(
	    lookup_hcc(l, p.a, "v28", "U903", 20260801, &row, &p.e), 0);
	assert_int_equal(row.known, KNOWN_NONE);
	assert_int_equal(
	    lookup_hcc(l, p.a, "v28", "U901", 20240801, &row, &p.e), 0);
	assert_int_equal(row.known, KNOWN_OUTSIDE);
	lookup_close(l);
	file_refused(&p,
	    file_make(&p, "2027 Mappings.csv",
		"Diagnosis Code,Description,CMS-HCC Model Category V28\n"
		"U901,Made up,37\n"),
	    "where the edition before has");
	place_end(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(articles_answer_by_day_and_state),
		cmocka_unit_test(other_days_are_told_apart),
		cmocka_unit_test(descriptions_of_others_are_left_out),
		cmocka_unit_test(policies_have_their_days),
		cmocka_unit_test(what_is_cut_short_is_refused),
		cmocka_unit_test(categories_by_model),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
