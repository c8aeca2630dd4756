/* Lists of fees as published: anesthesia, outpatient, surgery centers,
 * laboratory, equipment and telehealth. Layouts are CMS's; codes, places and
 * amounts are invented. */
#include "official.h"

#define TODAY 20261101

static struct lookup *
one_loaded(struct place *p, const char *name, const char *text, int64_t rows)
{
	const struct import_report *r;

	place_start(p);
	r = file_import(p, file_make(p, name, text));
	if (r->said != NULL || r->bad > 0 || r->rows != rows)
		fail_msg("%s: %d rows, %d bad, %s\n%s", name, (int)r->rows,
		    (int)r->bad, r->said ? r->said : "",
		    r->bad_rows ? r->bad_rows : "");
	return place_open(p);
}

static void
place_done(struct place *p, struct lookup *l)
{
	lookup_close(l);
	place_end(p);
}

#define ANES_CSV \
	"Contractor,Locality,Locality Name,National Anes CF of 20.3178\r\n" \
	"10112 ,00 ,ALABAMA,19.31 \r\n02102 ,01 ,ALASKA*,27.86 \r\n" \
	"3602,21,WYOMING**,19.97\r\n,,,\r\n"
#define ANES_TEXT \
	"10112       00    ALABAMA                                        " \
	"        1931\r\n" \
	"02102       01    ALASKA                                         " \
	"        2786\r\n" \
	"03602       21    WYOMING                                        " \
	"        1997\r\n"

static void
factor_check(struct lookup *l, struct place *p)
{
	struct factor_row f;

	assert_int_equal(lookup_anesthesia_factor(
			     l, p->a, "02102-01", false, 20250601, &f, &p->e),
	    1);
	assert_int_equal(f.milli10, 278600);
	assert_string_equal(f.place, "ALASKA");
	assert_int_equal(lookup_anesthesia_factor(
			     l, p->a, "03602-21", false, 20250601, &f, &p->e),
	    1);
	assert_int_equal(f.milli10, 199700);
	assert_int_equal(lookup_anesthesia_factor(
			     l, p->a, "03602-22", false, 20250601, &f, &p->e),
	    0);
	assert_int_equal(f.known, KNOWN_NONE);
	assert_int_equal(lookup_anesthesia_factor(
			     l, p->a, "03602-21", true, 20250601, &f, &p->e),
	    0);
	assert_int_equal(f.known, KNOWN_NOT_LOADED);
	assert_int_equal(lookup_anesthesia_factor(
			     l, p->a, "03602-21", false, 20241231, &f, &p->e),
	    0);
	assert_int_equal(f.known, KNOWN_OUTSIDE);
}

static void
factors_come_in_three_forms(void **state)
{
	char wide[2 + 2 * sizeof(ANES_CSV)];
	char *path;
	size_t i, n = 2;
	struct lookup *l;
	struct place p;

	(void)state;
	l = one_loaded(&p, "ANES2025.csv", ANES_CSV, 3);
	factor_check(l, &p);
	place_done(&p, l);
	l = one_loaded(&p, "ANES2025.txt", ANES_TEXT, 3);
	factor_check(l, &p);
	place_done(&p, l);
	/* What a spreadsheet saves as "Unicode text". */
	memcpy(wide, "\xff\xfe", 2);
	for (i = 0; ANES_CSV[i] != '\0'; i++) {
		wide[n++] = ANES_CSV[i] == ',' ? '\t' : ANES_CSV[i];
		wide[n++] = '\0';
	}
	place_start(&p);
	path = arena_printf(p.a, "%s/Anesthesia CY 2025 Sheet 1.txt", p.folder);
	bytes_write(path, wide, n);
	assert_int_equal(file_import(&p, path)->rows, 3);
	l = place_open(&p);
	factor_check(l, &p);
	place_done(&p, l);
	place_start(&p);
	path = arena_printf(p.a, "%s/ANES2025.txt", p.folder);
	bytes_write(path, wide, n - 1);
	file_refused(&p, path, "ends within a character");
	place_end(&p);
}

/* Since 2026 there are two factors. */
static void
factors_differ_by_program(void **state)
{
	struct factor_row f;
	struct lookup *l;
	struct place p;

	(void)state;
	l = one_loaded(&p, "ANES2026.csv",
	    "Contractor,Locality,Locality Name,Non-Qualifying APM Anes CF,"
	    "Qualifying APM Anes CF\n10112,00,ALABAMA,20.11,20.22\n",
	    1);
	assert_int_equal(lookup_anesthesia_factor(
			     l, p.a, "10112-00", false, TODAY, &f, &p.e),
	    1);
	assert_int_equal(f.milli10, 201100);
	assert_int_equal(
	    lookup_anesthesia_factor(l, p.a, "10112-00", true, TODAY, &f, &p.e),
	    1);
	assert_int_equal(f.milli10, 202200);
	place_done(&p, l);
}

static void
base_units_have_three_headings(void **state)
{
	struct anesthesia_row r;
	struct lookup *l;
	struct place p;

	(void)state;
	l = one_loaded(&p, "CY_2022_Anesthesia_Base_Units_110921.txt",
	    "CODE\t2022\r\n\tBASE\r\n\tUNIT\r\n01998\t5\r\n01997\t0\r\n", 2);
	assert_int_equal(
	    lookup_anesthesia(l, p.a, "01998", TODAY, &r, &p.e), 1);
	assert_int_equal(r.units, 5);
	assert_true(r.source.later);
	assert_int_equal(
	    lookup_anesthesia(l, p.a, "01996", TODAY, &r, &p.e), 0);
	assert_int_equal(r.known, KNOWN_NONE);
	lookup_close(l);
	file_import(&p, file_make(&p, "base.csv",
			    "CPT Code,2026 Base Units\n01998,6\n01997,1\n"));
	l = place_open(&p);
	lookup_anesthesia(l, p.a, "01998", TODAY, &r, &p.e);
	assert_int_equal(r.units, 6);
	place_done(&p, l);
}

#define OPPS_TITLE \
	"\tAddendum B.-- OPPS Payment by HCPCS Code for CY 2026\t\t\t\t\t\n" \
	"\tCPT codes and descriptions only are copyright 2025 American " \
	"Medical Association.\t\t\t\t\t\n"

static void
outpatient_columns_move(void **state)
{
	struct opps_row r;
	struct lookup *l;
	struct place p;

	(void)state;
	l = one_loaded(&p, "October 2026 Web Addendum B.txt",
	    OPPS_TITLE
	    "HCPCS Code\tShort Descriptor\t CI\t SI\t APC \tRelative Weight\t"
	    "Payment Rate\tNational Unadjusted Copayment\t"
	    "Minimum Unadjusted Copayment\tIRA Coinsurance percentage \t"
	    "Adjusted Beneficiary Copayment\tNote\n"
	    "9001T\tSecret words\t\tJ1\t5414\t35.6573\t\"$3,179.53\"\t.\t"
	    "$635.91\t\t\t\n"
	    "9002T\tSecret words\tNI \tN\t\t\t\t\t\t\t\t\n",
	    2);
	assert_int_equal(lookup_opps(l, p.a, "9001T", TODAY, &r, &p.e), 1);
	assert_string_equal(r.status, "J1");
	assert_string_equal(r.apc, "5414");
	assert_int_equal(r.rate, 317953);
	assert_int_equal(r.copay, -1);
	assert_int_equal(r.copay_least, 63591);
	assert_int_equal(lookup_opps(l, p.a, "9002T", TODAY, &r, &p.e), 1);
	assert_int_equal(r.rate, -1);
	assert_string_equal(r.comment, "NI");
	assert_int_equal(lookup_opps(l, p.a, "9003T", TODAY, &r, &p.e), 0);
	assert_int_equal(r.known, KNOWN_NONE);
	lookup_close(l);
	/* Names and places of the quarterly file. */
	file_import(&p, file_make(&p, "addb.csv",
			    "Addendum B Update for January 2027,,,,,\n"
			    "HCPCS Code,APC,SI,Payment  Rate*,Short Descriptor,"
			    "Relative Weight\n"
			    "9001T,5415,T,\"$1,740.720\",Words,12.5\n"
			    "9002T,,N,,Words,\n"));
	assert_string_equal(p.report[0].edition, "2027Q1");
	l = place_open(&p);
	lookup_opps(l, p.a, "9001T", 20270101, &r, &p.e);
	assert_int_equal(r.rate, 174072);
	assert_string_equal(r.weight, "12.5000");
	lookup_opps(l, p.a, "9001T", 20261231, &r, &p.e);
	assert_int_equal(r.rate, 317953);
	place_done(&p, l);
}

static void
surgery_centers_round(void **state)
{
	struct asc_row r;
	struct lookup *l;
	struct place p;

	(void)state;
	l = one_loaded(&p, "aa.csv",
	    "Addendum AA -- ASC Covered Surgical Procedures,,,,,,\n"
	    "HCPCS Code,,Short Descriptor,Subject to Multiple Procedure "
	    "Discounting,October 2026 Payment Indicator,October 2026  Payment "
	    "Weight  ,October 2026 Payment Rate\n"
	    "9001T,*,Words,Y,P3,1.3612,75.069999999999993\n"
	    "9002T,,Words,N,N1,,\n",
	    2);
	assert_string_equal(p.report[0].edition, "2026Q4");
	assert_int_equal(lookup_asc(l, p.a, "9001T", TODAY, &r, &p.e), 1);
	assert_int_equal(r.rate, 7507);
	assert_true(r.discount);
	assert_string_equal(r.indicator, "P3");
	lookup_asc(l, p.a, "9002T", TODAY, &r, &p.e);
	assert_int_equal(r.rate, -1);
	lookup_close(l);
	file_import(&p,
	    file_make(&p, "bb.csv",
		"HCPCS Code,Short Descriptor,Drug Pass-Through,October 2026 "
		"Payment Indicator,October 2026 Payment Rate\n"
		"J9001,Words,N,K2,$10.00\n"));
	l = place_open(&p);
	assert_int_equal(lookup_asc(l, p.a, "J9001", TODAY, &r, &p.e), 1);
	assert_true(r.ancillary);
	assert_int_equal(r.rate, 1000);
	assert_int_equal(lookup_asc(l, p.a, "9003T", TODAY, &r, &p.e), 0);
	assert_int_equal(r.known, KNOWN_NONE);
	place_done(&p, l);
}

static void
laboratory_may_be_local(void **state)
{
	struct laboratory_row r;
	struct lookup *l;
	struct place p;

	(void)state;
	l = one_loaded(&p, "PUF_CLFS_CY2026_Q4V1.csv",
	    "2026 Clinical Diagnostic Laboratory Fee Schedule\n"
	    "CPT codes are copyright 2025\nand more\n\n"
	    "YEAR,HCPCS,MOD,EFF_DATE,INDICATOR,RATE,SHORTDESC,LONGDESC,"
	    "EXTENDEDLONGDESC\n"
	    "2026,9001T,,20260101,N,12.34,s,\"l, m\",x\n"
	    "2026,9001T,QW,20260101,N,12.34,s,l,x\n"
	    "2026,9002T,,20260701,L,0.00,s,l,x\n",
	    3);
	assert_string_equal(p.report[0].edition, "2026Q4");
	assert_int_equal(
	    lookup_laboratory(l, p.a, "9001T", "QW", TODAY, &r, &p.e), 1);
	assert_int_equal(r.rate, 1234);
	assert_int_equal(r.since, 20260101);
	assert_int_equal(
	    lookup_laboratory(l, p.a, "9002T", "", TODAY, &r, &p.e), 1);
	assert_true(r.local);
	assert_int_equal(r.rate, -1);
	place_done(&p, l);
}

static void
equipment_differs_by_state(void **state)
{
	struct equipment_row r;
	struct lookup *l;
	struct place p;

	(void)state;
	l = one_loaded(&p, "DMEPOS26_OCT.csv",
	    "\"Durable Medical Equipment,\",,,,,,,,,,,\nOctober 2026 "
	    "Fee Schedule,,,,,,,,,,,\n"
	    "HCPCS,Mod,Mod2,JURIS,CATG,Ceiling,Floor,AL (NR),AL (R),PA (NR),"
	    "PA (R),Description\n"
	    "E9001,RR,,D,CR,0.00,0.00,45.00,80.00,50.04,91.18,Words\n"
	    "E9001,NU,KF,D,IN,20.5,10,20,35,0.00,0.00,Words\n",
	    2);
	assert_int_equal(lookup_equipment(l, p.a, "E9001", "RR", "PA", false,
			     TODAY, &r, &p.e),
	    1);
	assert_int_equal(r.fee, 5004);
	assert_string_equal(r.category, "CR");
	lookup_equipment(l, p.a, "E9001", "RR", "PA", true, TODAY, &r, &p.e);
	assert_int_equal(r.fee, 9118);
	lookup_equipment(l, p.a, "E9001", "RR", "TX", true, TODAY, &r, &p.e);
	assert_int_equal(r.fee, -1);
	assert_int_equal(lookup_equipment(l, p.a, "E9001", "NU-KF", "PA", false,
			     TODAY, &r, &p.e),
	    1);
	assert_int_equal(r.fee, -1);
	assert_int_equal(r.ceiling, 2050);
	assert_int_equal(
	    lookup_equipment(l, p.a, "E9001", "", "PA", false, TODAY, &r, &p.e),
	    0);
	place_done(&p, l);
}

static void
telehealth_lists_change(void **state)
{
	struct telehealth_row r;
	struct lookup *l;
	struct place p;

	(void)state;
	l = one_loaded(&p, "list.txt",
	    "CY 2026 Final List of Medicare Telehealth Services\t\t\n"
	    "HCPCS\tShort Descriptor\tProposed Action\n"
	    "9001T\tWords\tMaintain\n9002T\tWords\tRemoved\n",
	    2);
	assert_int_equal(
	    lookup_telehealth(l, p.a, "9001T", TODAY, &r, &p.e), 1);
	assert_string_equal(r.audio, "");
	assert_int_equal(
	    lookup_telehealth(l, p.a, "9002T", TODAY, &r, &p.e), 0);
	assert_int_equal(r.known, KNOWN_ENDED);
	assert_int_equal(
	    lookup_telehealth(l, p.a, "9003T", TODAY, &r, &p.e), 0);
	assert_int_equal(r.known, KNOWN_NONE);
	lookup_close(l);
	file_import(&p,
	    file_make(&p, "telehealth.csv",
		"List of Medicare Telehealth Services for CY 2027,,,\n"
		"Code,Short Descriptor,Status,Can Audio-only Interaction Meet "
		"the Requirements?\n9001T,Words,Permanent,Yes\n"
		"9003T,Words,Provisional,No\n"));
	l = place_open(&p);
	assert_int_equal(
	    lookup_telehealth(l, p.a, "9001T", 20270101, &r, &p.e), 1);
	assert_string_equal(r.audio, "Yes");
	assert_string_equal(r.source.edition, "2027");
	place_done(&p, l);
}

/* Cut within its last row: behind the code, behind the descriptor. A note at the
 * end is none. */
static void
half_rows_are_refused(void **state)
{
	static const char head[] =
	    "CY 2026 Final List of Medicare Telehealth Services\t\t\n"
	    "HCPCS\tShort Descriptor\tProposed Action\n"
	    "9001T\tWords\tMaintain\n";
	static const char *const ends[] = { "9002T", "9002T\tWor" };
	struct place p;
	size_t i;

	(void)state;
	place_start(&p);
	for (i = 0; i < 2; i++)
		file_refused(&p,
		    file_make(&p, "list.txt",
			arena_printf(p.a, "%s%s", head, ends[i])),
		    "the file ends within this row: it is cut short");
	assert_int_equal(
	    file_import(
		&p, file_make(&p, "list.txt",
			arena_printf(p.a, "%s* Added by the final rule", head)))
		->rows,
	    1);
	place_end(&p);
}

/* Descriptors of these files belong to the AMA: the database has none. */
static void
descriptors_are_never_kept(void **state)
{
	const char *paths[2];
	struct place p;
	char *bytes;
	size_t n;

	(void)state;
	place_start(&p);
	paths[0] = file_make(&p, "October 2026 Addendum B.csv",
	    "HCPCS Code,Short Descriptor,SI,APC,Relative Weight,Payment Rate\n"
	    "9001T,Xylographia,T,5415,12.5,$1.00\n");
	paths[1] = file_make(&p, "CLFS_2026_Q4.csv",
	    "YEAR,HCPCS,MOD,EFF_DATE,INDICATOR,RATE,SHORTDESC,LONGDESC,"
	    "EXTENDEDLONGDESC\n2026,9001T,,20260101,N,12.34,Xylographia,"
	    "Xylographia,Xylographia\n");
	if (files_import(&p, paths, 2))
		fail_msg("%s", p.e.text);
	bytes = file_bytes(&p, p.target, &n);
	assert_non_null(memmem(bytes, n, "9001T", 5));
	assert_null(memmem(bytes, n, "Xylographia", 11));
	place_end(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(factors_come_in_three_forms),
		cmocka_unit_test(factors_differ_by_program),
		cmocka_unit_test(base_units_have_three_headings),
		cmocka_unit_test(outpatient_columns_move),
		cmocka_unit_test(surgery_centers_round),
		cmocka_unit_test(laboratory_may_be_local),
		cmocka_unit_test(equipment_differs_by_state),
		cmocka_unit_test(telehealth_lists_change),
		cmocka_unit_test(half_rows_are_refused),
		cmocka_unit_test(descriptors_are_never_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
