/* Exports of the coverage database in their layout, with invented documents:
 * zip in zip, cells with HTML and line ends, documents with their own days. */
#include "official.h"

#define ARTICLE \
	"article_id,article_version,title,article_pub_date,article_eff_date," \
	"article_end_date,description,last_updated\n" \
	"100,3,\"Billing: <i>Invented</i>\ncare\",2026-01-01,2026-01-01 " \
	"00:00:00,,\"<p>a, \"\"b\"\"\n\n<br>9001T</p>\",2026-07-01 00:00:00\n" \
	"100,2,Billing: Invented care,,2020-01-01 00:00:00,2025-12-31 " \
	"00:00:00,x,2025-12-31\n" \
	"101,1,RETIRED - Older,,2019-01-01,,x,2026-06-01\n" \
	"102,1,Yet to come,,2027-01-01,,x,2026-06-01\n"
#define CODES \
	"article_id,article_version,hcpc_code_id,hcpc_code_version," \
	"hcpc_code_group,range,last_updated,long_description,short_" \
	"description\n" \
	"100,3,9001T,1,1,,2026-07-01,SECRET LONG,SECRET\n" \
	"100,3,9001T,1,2,,2026-07-01,SECRET LONG,SECRET\n" \
	"100,2,9001T,1,1,,2025-12-31,SECRET LONG,SECRET\n" \
	"101,1,9001T,1,1,,2026-07-01,SECRET LONG,SECRET\n" \
	"102,1,9001T,1,1,,2026-07-01,SECRET LONG,SECRET\n"
#define COVERED \
	"article_id,article_version,icd10_code_id,icd10_code_version," \
	"icd10_covered_group,range,last_updated,description,sort_order," \
	"asterisk\n" \
	"100,3,U90.1,1,1,,2026-07-01,Made up,1,*\n" \
	"100,2,U90.2,1,1,,2025-12-31,Made up,1,\n"
#define NONCOVERED \
	"article_id,article_version,icd10_code_id,icd10_code_version," \
	"icd10_noncovered_group,range,last_updated\n" \
	"100,3,U90.9,1,1,,2026-07-01\n"
#define GROUP \
	"article_id,article_version,icd10_covered_group,paragraph," \
	"icd10_covered_ast\n100,3,1,<p>words</p>,\n"
#define OF_CONTRACTOR \
	"article_id,article_version,article_type,contractor_id," \
	"contractor_type_id,contractor_version,last_updated\n" \
	"100,3,1,10,12,1,2026-07-01\n100,3,1,11,12,1,2026-07-01\n" \
	"100,2,1,10,12,1,2026-07-01\n"
#define CONTRACTOR \
	"contractor_id,contractor_type_id,contractor_version," \
	"contractor_bus_name,contractor_number,status,last_updated\n" \
	"10,12,1,Invented MAC,00001,Active,2026-07-01\n" \
	"11,12,1,Other MAC,00002,Active,2026-07-01\n"
#define JURISDICTION \
	"contractor_id,contractor_type_id,contractor_version,state_id," \
	"last_updated,active_date,term_date\n" \
	"10,12,1,1,2026-07-01,2020-01-01,\n" \
	"11,12,1,2,2026-07-01,2020-01-01,\n" \
	"11,12,1,1,2026-07-01,2020-01-01,2021-12-31\n"
#define STATE \
	"state_id,state_abbrev,description,last_updated\n" \
	"1,NY,New York,2026-07-01\n2,CA,California,2026-07-01\n"
#define RELATED \
	"article_id,article_version,r_article_id,r_lcd_id,r_lcd_version," \
	"last_updated\n100,3,0,555,7,2026-07-01\n100,3,101,0,0,2026-07-01\n"
#define LCD \
	"lcd_id,lcd_version,title,orig_det_eff_date,ent_det_end_date," \
	"rev_eff_date,rev_end_date,status,date_retired,last_updated\n" \
	"555,7,Invented care,2015-10-01,,2026-01-01,,A,,2026-07-01\n" \
	"555,6,Invented care,2015-10-01,,,2025-12-31,A,,2026-07-01\n"
#define NCD \
	"NCD_id,NCD_vrsn_num,natl_cvrg_type,cvrg_lvl_cd,NCD_mnl_sect,NCD_mnl_" \
	"sect_title,NCD_efctv_dt,NCD_impltn_dt,NCD_trmntn_dt,indctn_lmtn," \
	"last_updt_tmstmp\n" \
	"1,1,True,2,990.1,Made up,2020-01-01,2020-02-01,,<p>x</p>," \
	"2026-05-27 12:20:33\n" \
	"2,1,False,2,990.2,Made up - RETIRED,1980-01-01,,,x,2026-05-27\n"

/* The inner archive holds the tables beside a readme of no known kind. */
static const char *
export_make(struct place *p)
{
	const char *const tables[] = { "article.csv", ARTICLE,
		"article_x_hcpc_code.csv", CODES, "article_x_icd10_covered.csv",
		COVERED, "article_x_icd10_noncovered.csv", NONCOVERED,
		"article_x_icd10_covered_group.csv", GROUP,
		"article_x_contractor.csv", OF_CONTRACTOR, "contractor.csv",
		CONTRACTOR, "contractor_jurisdiction.csv", JURISDICTION,
		"state_lookup.csv", STATE, "article_related_documents.csv",
		RELATED, NULL };
	size_t size[2] = { 0, 6 };
	const char *inner = zip_make(p, "inner.zip", tables, NULL);
	const char *outer[] = { "current_article_csv.zip",
		file_bytes(p, inner, &size[0]), "readme.txt", "a text", NULL };

	return zip_make(p, "current_article.zip", outer, size);
}

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
		cmocka_unit_test(descriptions_of_others_are_left_out),
		cmocka_unit_test(policies_have_their_days),
		cmocka_unit_test(what_is_cut_short_is_refused),
		cmocka_unit_test(categories_by_model),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
