/* Payment files as published: relative values in fixed columns, localities, ZIP
 * codes, anesthesia, outpatient, surgery centers, laboratory, equipment and
 * telehealth. Layouts are CMS's; codes, places and amounts are invented. */
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

/* One record of 171 columns. */
static const char *
record(struct place *p, const char *code, const char *work, const char *factor)
{
	return arena_printf(p->a,
	    "%-57s%c%c%6s %6s%2s %6s%2s %5s %6s%6s%s%s%s%s%s%s%s%s%s%s%7s%5s%"
	    "8s %2s%s %2s    %6s %6s %6s\r\n",
	    code, 'A', ' ', work, "1.04", "", "0.44", "NA", "0.13", "1.96",
	    "1.36", "0", "010", ".10", ".80", ".10", "2", "1", "1", "0", "0",
	    "", "", factor, "09", "0", "99", "0.00", "0.00", "0.00");
}

static const char *
records(struct place *p, const char *factor)
{
	return arena_printf(p->a,
	    "HDR CODES ARE COPYRIGHT 2026                      \r\n"
	    "HDR AMERICAN MEDICAL ASSOCIATION                  \r\n%s%s",
	    record(p, "9001T", "0.79", factor),
	    record(p, "9001T26", "0.50", factor));
}

static void
records_are_what_commas_are(void **state)
{
	struct import_report const *r;
	struct lookup *l;
	struct fee_row fee;
	struct place p;

	(void)state;
	place_start(&p);
	assert_int_equal(strlen(record(&p, "9001T", "0.79", "1.0")), 173);
	r = file_import(
	    &p, file_make(&p, "PPRRVU2025_Oct.txt", records(&p, "32.3465")));
	assert_string_equal(r->edition, "2025Q4");
	assert_int_equal(r->rows, 2);
	l = place_open(&p);
	assert_int_equal(
	    lookup_fee(l, p.a, "9001T", "26", false, 20251101, &fee, &p.e), 1);
	assert_string_equal(fee.work, "0.50");
	assert_int_equal(
	    lookup_fee(l, p.a, "9001T", "", false, 20251101, &fee, &p.e), 1);
	assert_string_equal(fee.work, "0.79");
	assert_string_equal(fee.expense_facility, "0.44");
	assert_string_equal(fee.global_days, "010");
	assert_string_equal(fee.bilateral, "1");
	assert_string_equal(fee.factor, "32.3465");
	lookup_close(l);
	/* The same with commas: nothing changes, ".10" is "0.10". */
	file_import(&p,
	    file_make(&p, "PPRRVU2025_Oct.csv",
		",,2025 Relative Value File October Release\n"
		"HCPCS,MOD,DESCRIPTION,X,X,X,X,X,X,X,X,X,X,X,X,X,X,X,X,X,X,X,"
		"X,X,X,X,X,X,X,X,X\n"
		"9001T,,Words,A,,0.79,1.04,,0.44,NA,0.13,1.96,1.36,0,010,0.10,"
		"0.80,0.10,2,1,1,0,0,,32.3465,09,0,99,0.00,0.00,0.00\n"
		"9001T,26,Words,A,,0.50,1.04,,0.44,NA,0.13,1.96,1.36,0,010,"
		"0.10,0.80,0.10,2,1,1,0,0,,32.3465,09,0,99,0.00,0.00,0.00\n"));
	file_refused(&p,
	    file_make(&p, "PPRRVU2026_JAN.txt",
		arena_printf(p.a, "%s9002T  Cut", records(&p, "33.4009"))),
	    "ends within this row");
	place_end(&p);
}

static void
names_tell_the_quarter(void **state)
{
	static const struct {
		const char *name, *edition;
	} file[] = {
		{ "PPRRVU25_APR.txt", "2025Q2" },
		{ "rvu26c/PPRRVU26.txt", "2026Q3" },
		{ "RVU26AR.txt", "2026Q1" },
		{ "PPRRVU2026_Jul_nonQPP.txt", "2026Q3" },
	};
	struct place p;
	size_t i;

	(void)state;
	place_start(&p);
	for (i = 0; i < sizeof(file) / sizeof(file[0]); i++) {
		const char *factor = arena_printf(p.a, "33.%d000", (int)i);
		const char *item[] = { file[i].name, records(&p, factor),
			NULL };
		const char *name = arena_printf(p.a, "%d.zip", (int)i);

		file_import(&p, zip_make(&p, name, item, NULL));
		assert_string_equal(p.report[0].edition, file[i].edition);
		p.order.fewer = true;
	}
	file_refused(&p, file_make(&p, "values.txt", records(&p, "30.0000")),
	    "--effective");
	place_end(&p);
}

/* GPCI names the localities; the list of counties stands beside it. */
#define GPCI \
	"ADDENDUM E. FINAL CY 2026 INDICES,,,,,,\n,,,,,,\n" \
	"Medicare Administrative Contractor (MAC),State,Locality Number," \
	"Locality Name,2026 PW GPCI (with 1.0 Floor),2026 PE GPCI," \
	"2026 MP GPCI\n" \
	"10112,AL,00,ALABAMA,1.000,0.875,0.566\n" \
	"2102,AK,1,ALASKA*,1.500,1.065,0.551\n" \
	"13202,NY,01,MANHATTAN,1.1,1.2,1.3\n" \
	"13202,NY,02,NYC SUBURBS/LONG ISLAND,1.1,1.2,1.3\n" \
	"13292,NY,04,QUEENS,1.1,1.2,1.3\n" \
	"13282,NY,99,REST OF NEW YORK,1.0,0.9,0.8\n" \
	"12202,DC,01,DC + MD/VA SUBURBS,1.0,1.2,1.0\n" \
	"11302,VA,00,VIRGINIA,1.0,1.0,1.0\n" \
	"05302,MO,02,METROPOLITAN KANSAS CITY,1.0,1.0,1.0\n" \
	"05302,MO,99,REST OF MISSOURI,1.0,1.0,1.0\n" \
	"05202,KS,00,KANSAS,1.0,1.0,1.0\n" \
	"06102,IL,12,EAST ST. LOUIS,1.0,1.0,1.0\n" \
	"05302,MO,01,METROPOLITAN ST. LOUIS,1.0,1.0,1.0\n" \
	"01212,HI,01,\"HAWAII, GUAM\",1.0,1.0,1.0\n" \
	"*Work GPCI reflects a 1.5 floor,,,,,,\n"

#define COUNTIES \
	"COUNTIES INCLUDED IN 2026 LOCALITIES. (ALPHABETICALLY BY " \
	"STATE),,,,\n,,,,\n" \
	"Medicare Adminstrative Contractor,Locality Number,State ," \
	"Fee Schedule Area ,Counties\n,,,,\n" \
	"10112,0,ALABAMA ,STATEWIDE ,ALL COUNTIES \n,,,,\n" \
	"12202,1,DISTRICT OF COLUMBIA ,DC + MD/VA SUBURBS ,\"DISTRICT OF " \
	"COLUMBIA; ALEXANDRIA CITY, FAIRFAX IN VIRGINIA; MONTGOMERY AND " \
	"PRINCE GEORGE'S IN MARYLAND\"\n,,,,\n" \
	"13202,1,NEW YORK ,MANHATTAN,NEW YORK \n" \
	"13202,2, ,NYC SUBURBS/LONG ISLAND,\"BRONX, KINGS AND NASSAU\"\n" \
	"13292,4,,QUEENS,QUEENS \n" \
	"13282,99,,REST OF STATE* ,ALL OTHER COUNTIES\n , , , , \n" \
	"11302,0,VIRGINIA,STATEWIDE,\"ALL COUNTIES, EXCEPT ALEXANDRIA CITY " \
	"AND FAIRFAX\"\n,,,,\n" \
	"5302,99,MISSOURI,REST OF STATE*,ALL OTHER COUNTIES\n" \
	"5302,99,,REST OF STATE,ALL OTHER COUNTIES\n,,,,\n" \
	"*  Payment locality is serviced by two carriers.,,,,\n"

/* As lines: a state in its first line alone, counties over two lines. */
#define COUNTY_LINES \
	"COUNTIES INCLUDED IN 2026 LOCALITIES. (ALPHABETICALLY BY STATE)\r\n" \
	"\r\nMedicare AdmiLocality         State              Fee Schedule " \
	"Area        Counties\r\n\r\n" \
	"    10112       00    ALABAMA                STATEWIDE              " \
	" " \
	"ALL COUNTIES\r\n\r\n" \
	"    13202       01    NEW YORK               MANHATTAN              " \
	" " \
	"NEW YORK\r\n" \
	"    13202       02                           NYC SUBURBS/LONG " \
	"ISLAND " \
	" BRONX, KINGS\r\n" \
	"                                                                    " \
	" " \
	" AND NASSAU\r\n\r\n" \
	"*  Payment locality is serviced by two carriers.\r\n"

struct asked {
	const char *words, *keys; /* joined by spaces; "": none */
	bool sure;
};

static void
asked_check(struct lookup *l, struct place *p, const struct asked *x)
{
	struct locality_list list;
	const char *keys = "";
	size_t i;

	assert_true(
	    lookup_locality(l, p->a, x->words, TODAY, &list, &p->e) >= 0);
	for (i = 0; i < list.n; i++)
		keys = arena_printf(
		    p->a, "%s%s%s", keys, i > 0 ? " " : "", list.row[i].key);
	if (strcmp(keys, x->keys) != 0 || list.sure != x->sure)
		fail_msg("'%s': '%s', %d", x->words, keys, list.sure);
}

static void
words_lead_to_localities(void **state)
{
	static const struct asked asked[] = {
		{ "AL", "10112-00", true },
		{ "alabama", "10112-00", true },
		{ "Birmingham, AL", "10112-00", true },
		{ "alaska", "02102-01", true },
		{ "NY", "13202-01 13202-02 13282-99 13292-04", false },
		{ "New York", "13202-01 13202-02 13282-99 13292-04", false },
		{ "new york city", "13202-01 13202-02 13282-99 13292-04",
		    false },
		{ "Albany, NY", "13202-01 13202-02 13282-99 13292-04", false },
		{ "Manhattan", "13202-01", true },
		{ "Queens, New York", "13292-04", true },
		{ "NY Queens", "13292-04", true },
		{ "Brooklyn", "13202-02", true },
		{ "Brooklyn, NY", "13202-02", true },
		{ "Nassau County, NY", "13202-02", true },
		{ "New York County NY", "13202-01", true },
		{ "long island", "13202-02", true },
		{ "rest of state NY", "13282-99", true },
		{ "13282-99", "13282-99", true },
		{ "Kansas City", "05302-02", true },
		{ "Kansas", "05202-00", true },
		{ "St. Louis", "05302-01", true },
		{ "East St. Louis", "06102-12", true },
		{ "Virginia", "11302-00 12202-01", false },
		{ "Fairfax County, VA", "12202-01", true },
		{ "Prince George's County MD", "12202-01", true },
		{ "Washington DC", "12202-01", true },
		{ "Guam", "01212-01", true },
		{ "Nassau County", "", false },
		{ "Springfield", "", false },
		{ "", "", false },
	};
	const char *paths[2];
	struct locality_list list;
	struct lookup *l;
	struct place p;
	size_t i;

	(void)state;
	place_start(&p);
	paths[0] = file_make(&p, "26LOCCO.csv", COUNTIES);
	paths[1] = file_make(&p, "GPCI2026.csv", GPCI);
	if (files_import(&p, paths, 2))
		fail_msg("%s", p.e.text);
	assert_int_equal(p.report[0].bad, 0);
	l = place_open(&p);
	for (i = 0; i < sizeof(asked) / sizeof(asked[0]); i++)
		asked_check(l, &p, &asked[i]);
	assert_int_equal(
	    lookup_locality(l, p.a, "10001", TODAY, &list, &p.e), 0);
	assert_int_equal(list.known, KNOWN_NOT_LOADED);
	lookup_locality(l, p.a, "AL", 20251231, &list, &p.e);
	assert_int_equal(list.known, KNOWN_OUTSIDE);
	place_done(&p, l);
}

static void
counties_come_as_lines(void **state)
{
	static const struct asked kings = { "Kings County NY", "13202-02",
		true };
	static const struct asked nassau = { "Nassau County NY", "13202-02",
		true };
	struct lookup *l;
	struct place p;

	(void)state;
	l = one_loaded(&p, "26LOCCO.txt", COUNTY_LINES, 3);
	lookup_close(l);
	file_import(&p, file_make(&p, "GPCI2026.csv", GPCI));
	l = place_open(&p);
	asked_check(l, &p, &kings);
	asked_check(l, &p, &nassau);
	place_done(&p, l);
}

#define ZIP_RECORD(state, zip, carrier, number, rural, split) \
	state zip carrier number rural \
	    "Z9" rural "  " split \
	    " A                                                    20264\r\n"

static void
zips_lead_to_localities(void **state)
{
	static const struct asked manhattan = { "10001", "13202-01", true };
	struct locality_list list;
	struct lookup *l;
	struct place p;

	(void)state;
	l = one_loaded(&p, "ZIP5_OCT2026.txt",
	    ZIP_RECORD("NY", "10001", "13202", "01", " ", "0")
		ZIP_RECORD("AL", "00501", "10112", "00", "B", "1"),
	    2);
	lookup_close(l);
	assert_string_equal(p.report[0].edition, "2026Q4");
	file_import(&p, file_make(&p, "GPCI2026.csv", GPCI));
	l = place_open(&p);
	asked_check(l, &p, &manhattan);
	assert_int_equal(
	    lookup_locality(l, p.a, "00501", TODAY, &list, &p.e), 1);
	assert_true(list.zip && list.split);
	assert_string_equal(list.rural, "B");
	assert_int_equal(
	    lookup_locality(l, p.a, "99999", TODAY, &list, &p.e), 0);
	assert_int_equal(list.known, KNOWN_NONE);
	lookup_close(l);
	/* The sheet has lost the zeros in front. */
	p.order.fewer = true;
	file_import(
	    &p, file_make(&p, "ZIP5_JAN2027.csv",
		    "STATE,ZIP CODE,CARRIER,LOCALITY,RURAL IND,PLUS 4 FLAG\n"
		    "AL,501,10112,0,B,1\nNY,10002,13202,1,,0\n"));
	assert_string_equal(p.report[0].edition, "2027Q1");
	l = place_open(&p);
	assert_int_equal(
	    lookup_locality(l, p.a, "00501", 20270201, &list, &p.e), 1);
	assert_string_equal(list.row[0].key, "10112-00");
	lookup_close(l);
	file_refused(&p,
	    file_make(&p, "ZIP5_APR2027.txt",
		ZIP_RECORD("NY", "10001", "13202", "01", " ", "0") "NY10002"),
	    "ends within this row");
	place_end(&p);
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
		cmocka_unit_test(records_are_what_commas_are),
		cmocka_unit_test(names_tell_the_quarter),
		cmocka_unit_test(words_lead_to_localities),
		cmocka_unit_test(counties_come_as_lines),
		cmocka_unit_test(zips_lead_to_localities),
		cmocka_unit_test(factors_come_in_three_forms),
		cmocka_unit_test(factors_differ_by_program),
		cmocka_unit_test(base_units_have_three_headings),
		cmocka_unit_test(outpatient_columns_move),
		cmocka_unit_test(surgery_centers_round),
		cmocka_unit_test(laboratory_may_be_local),
		cmocka_unit_test(equipment_differs_by_state),
		cmocka_unit_test(telehealth_lists_change),
		cmocka_unit_test(descriptors_are_never_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
