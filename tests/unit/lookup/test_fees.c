/* Payment files as published: relative values in fixed columns and of sheets,
 * localities, ZIP codes. Layouts are CMS's; codes, places and amounts are invented. */
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
	    file_make(&p, "PPRRVU2026_JAN_nonQPP.txt",
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
		{ "rvu26c/PPRRVU26_nonQPP.txt", "2026Q3" },
		{ "RVU26AR nonQPP.txt", "2026Q1" },
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
		/* as long as "13202 01", and no key */
		{ "bronx NY", "13202-02", true },
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
	/* Parts of ZIP codes look like the list, and are none. */
	assert_non_null(strstr(
	    file_import(&p,
		file_make(&p, "ZIP9_JAN2027.txt",
		    "NY100011320201 Z9   11234      A                          "
		    "                 20271\r\n"))
		->said,
	    "parts of ZIP codes"));
	file_refused(&p,
	    file_make(&p, "ZIP5_APR2027.txt",
		ZIP_RECORD("NY", "10001", "13202", "01", " ", "0") "NY10002"),
	    "ends within this row");
	place_end(&p);
}

/* What a workbook holds: 1.3 for 1.30, 0.57499999999999996 for 0.575, 9 for "09";
 * localities without the zeros in front. */
static void
numbers_of_sheets_are_rounded(void **state)
{
	struct payment_row paid;
	struct lookup *l;
	struct place p;

	(void)state;
	l = one_loaded(&p, "PPRRVU2026_Jan_nonQPP.csv",
	    ",,2026 Relative Value File January Release\n"
	    "HCPCS,MOD,DESCRIPTION,X,X,X,X,X,X,X,X,X,X,X,X,X,X,X,X,X,X,X,X,X,"
	    "X,X,X,X,X,X,X,X\n"
	    "9001T,,Words,A,,1,1.0499999999999998,,0.5,,0.1,2.15,1.6,0,10,0.1,"
	    "0.8,0.1,2,1,1,0,0,,,30,9,0,99,0,0,0\n",
	    1);
	lookup_close(l);
	file_import(&p,
	    file_make(&p, "GPCI2026.csv",
		"MAC contractor,State,Locality Number,Locality Name,2026 PW "
		"GPCI,2026 PE GPCI,2026 MP GPCI\n"
		"2102,AK,1,ALASKA*,1,0.57499999999999996,1\n"));
	l = place_open(&p);
	assert_int_equal(lookup_payment(l, p.a, "9001T", "", false, "02102-01",
			     20260201, &paid, &p.e),
	    1);
	assert_string_equal(paid.fee.expense_office, "1.05");
	assert_string_equal(paid.fee.global_days, "010");
	assert_string_equal(paid.fee.supervision, "09");
	/* (1.00 + 1.05 * 0.575 + 0.10) * 30 */
	assert_int_equal(paid.office, 5111);
	assert_string_equal(paid.place, "ALASKA");
	assert_int_equal(lookup_payment(l, p.a, "9001T", "", false, NULL,
			     20260201, &paid, &p.e),
	    1);
	assert_int_equal(paid.office, 6450);
	place_done(&p, l);
}

/* Values of hospital outpatient payment beside the schedule's: the lower amount
 * counts. (0.50 + 2.00 + 0.10) * 30 against (0.50 + 1.00 + 0.02) * 30. */
static void
imaging_is_capped(void **state)
{
	static const char text[] =
	    ",,2026 Relative Value File January Release\n"
	    "HCPCS,MOD,DESCRIPTION,X,X,X,X,X,X,X,X,X,X,X,X,X,X,X,X,X,X,X,X,X,X,"
	    "X,X,X,X,X,X,X\n"
	    "9001T,,Words,A,,0.50,2.00,,2.00,NA,0.10,2.60,2.60,1,XXX,0.00,0.00,"
	    "0.00,4,0,0,0,0,9,,30.0000,09,0,88,1.00,1.00,0.02\n"
	    "9002T,,Words,A,,0.50,2.00,,2.00,NA,0.10,2.60,2.60,1,XXX,0.00,0.00,"
	    "0.00,4,0,0,0,0,9,,30.0000,09,0,88,3.00,3.00,0.02\n"
	    "9003T,,Words,A,,0.50,2.00,,2.00,NA,0.10,2.60,2.60,1,XXX,0.00,0.00,"
	    "0.00,4,0,0,0,0,9,,30.0000,09,0,88,0.00,0.00,0.00\n";
	static const struct {
		const char *code;
		int64_t office;
		bool capped;
	} paid[] = { { "9001T", 4560, true }, { "9002T", 7800, false },
		{ "9003T", 7800, false } };
	struct payment_row row;
	struct lookup *l;
	struct place p;
	size_t i;

	(void)state;
	l = one_loaded(&p, "PPRRVU2026_Jan_nonQPP.csv", text, 3);
	for (i = 0; i < 3; i++) {
		assert_int_equal(lookup_payment(l, p.a, paid[i].code, "", false,
				     NULL, 20260201, &row, &p.e),
		    1);
		assert_int_equal(row.office, paid[i].office);
		assert_int_equal(row.facility, paid[i].office);
		assert_int_equal(row.capped, paid[i].capped);
	}
	place_done(&p, l);
}

static void
cap_check(struct place *p, struct lookup *l)
{
	struct cap_row row;

	assert_int_equal(lookup_cap(l, p->a, "9001T", "TC", "01112-05",
			     20251101, &row, &p->e),
	    1);
	assert_true(row.contractor);
	assert_int_equal(row.office, 115069);
	assert_int_equal(row.facility, 15238);
	assert_int_equal(
	    lookup_cap(l, p->a, "9002T", "", "02102-01", 20251101, &row, &p->e),
	    1);
	assert_false(row.contractor);
	assert_int_equal(
	    lookup_cap(l, p->a, "9002T", "", "02102-02", 20251101, &row, &p->e),
	    0);
	assert_int_equal(row.known, KNOWN_NONE);
}

/* The year stands in the name of the archive alone. */
static void
caps_have_two_forms(void **state)
{
	const char *forms[2][3] = {
		{ "OPPSCAP_Oct.csv",
		    "HCPCS,MOD,PROCSTAT,CARRIER,LOCALITY,FACILITY PRICE,"
		    "NON-FACILTY PRICE\r\n"
		    "9001T,TC,C,1112,5,152.38,\"1,150.69\"\r\n"
		    "9002T,,A,02102,01,10.5,10.5\r\n,,,,,,\r\n",
		    NULL },
		{ "OPPSCAP_Oct.txt",
		    "9001TTC C 01112  05   152.38   1150.69\r\n"
		    "9002T   A 02102  01    10.50     10.50\r\n",
		    NULL }
	};
	struct lookup *l;
	struct place p;
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		const struct import_report *r;

		place_start(&p);
		file_refused(&p, file_make(&p, forms[i][0], forms[i][1]),
		    "neither file nor name tells");
		r = file_import(&p, zip_make(&p, "rvu25d.zip", forms[i], NULL));
		assert_int_equal(r->rows, 2);
		assert_int_equal(r->bad, 0);
		assert_string_equal(r->edition, "2025Q4");
		l = place_open(&p);
		cap_check(&p, l);
		lookup_close(l);
		place_end(&p);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(records_are_what_commas_are),
		cmocka_unit_test(names_tell_the_quarter),
		cmocka_unit_test(imaging_is_capped),
		cmocka_unit_test(caps_have_two_forms),
		cmocka_unit_test(words_lead_to_localities),
		cmocka_unit_test(counties_come_as_lines),
		cmocka_unit_test(zips_lead_to_localities),
		cmocka_unit_test(numbers_of_sheets_are_rounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
