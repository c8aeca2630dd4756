/* NCCI edits, units, add-on codes, fee schedule and localities as published.
 * The codes and numbers are invented. */
#include "official.h"

#define PTP_HEAD \
	"CPT only copyright 2025 American Medical " \
	"Association.\t\t\t\t\t\t\r\n" \
	"Column1/Column2 Edits\t\t\t\t\t\t\r\n" \
	"Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\t" \
	"PTP Edit Rationale\r\n" \
	"\t\tprior to 1996\tDate\tDate\t0=not allowed\t\r\n" \
	"\t\t\t\t*=no data\t1=allowed\t\r\n" \
	"\t\t\t\t\t9=not applicable\t\r\n"
#define PTP_ROWS \
	"9001T\t9002T\t*\t19960101\t20191231\t0\tMore extensive\r\n" \
	"9001T\t9002T\t\t20210101\t*\t1\tMisuse of column two\r\n" \
	"9001T\t9003T\t\t20210101\t20210101\t9\tMisuse of column two\r\n" \
	"9004T\t9001T\t\t20200101\t20211231\t0\tMore extensive\r\n"

static int
pair_of(struct lookup *l, struct place *p, const char *one, const char *other,
    date on, struct pair_row *out)
{
	int rc =
	    lookup_pair(l, p->a, NCCI_PRACTITIONER, one, other, on, out, &p->e);

	assert_true(rc >= 0);
	return rc;
}

static void
pairs_hold_by_day(void **state)
{
	struct pair_row r;
	struct lookup *l;
	struct place p;

	(void)state;
	place_start(&p);
	file_import(&p, file_make(&p, "ccipra-v323r0.txt", PTP_HEAD PTP_ROWS));
	assert_int_equal(p.report[0].rows, 4);
	assert_int_equal(p.report[0].bad, 0);
	assert_string_equal(p.report[0].edition, "2026Q4 (v323r0)");
	l = place_open(&p);
	assert_int_equal(pair_of(l, &p, "9001T", "9002T", 20261101, &r), 1);
	assert_int_equal(r.indicator, 1);
	assert_string_equal(r.rationale, "Misuse of column two");
	assert_string_equal(r.source.row, "9001T/9002T");
	assert_true(r.whole);
	assert_false(r.source.later);
	/* The other way round: column 2 is still column 2. */
	assert_int_equal(pair_of(l, &p, "9002T", "9001T", 20261101, &r), 1);
	assert_string_equal(r.column2, "9002T");
	/* The earlier time, its last day, and the gap behind it. */
	assert_int_equal(pair_of(l, &p, "9001T", "9002T", 20191231, &r), 1);
	assert_int_equal(r.indicator, 0);
	assert_int_equal(pair_of(l, &p, "9001T", "9002T", 20200101, &r), 0);
	assert_int_equal(r.known, KNOWN_ENDED);
	assert_int_equal(r.to, 20191231);
	/* Indicator 9 was never in force. */
	assert_int_equal(pair_of(l, &p, "9001T", "9003T", 20210101, &r), 0);
	assert_int_equal(r.known, KNOWN_NONE);
	assert_int_equal(pair_of(l, &p, "9001T", "9002T", 19951231, &r), 0);
	assert_int_equal(r.known, KNOWN_OUTSIDE);
	assert_int_equal(pair_of(l, &p, "9001T", "9002T", 20270101, &r), 1);
	assert_true(r.source.later);
	/* The hospital's table is another one. */
	assert_int_equal(lookup_pair(l, p.a, NCCI_HOSPITAL, "9001T", "9002T",
			     20261101, &r, &p.e),
	    0);
	assert_int_equal(r.known, KNOWN_NOT_LOADED);
	lookup_close(l);
	place_end(&p);
}

static void
part_import(struct place *p, const char *release, int part)
{
	char *name = arena_printf(p->a, "ccipra-%s-f%d.TXT", release, part);
	char *text = arena_printf(p->a,
	    PTP_HEAD "901%dT\t9002T\t\t20210101\t*\t1\tWhy %s\r\n", part,
	    release);

	file_import(p, file_make(p, name, text));
}

static void
parts_make_a_release(void **state)
{
	const char *csv = "Column 1,Column 2,*=in existence prior to 1996,"
			  "Effective Date,Deletion Date,Modifier,Rationale\n"
			  "9001T,9002T,,20210101,*,0,\"Why, indeed\"\n";
	const char *both[] = { "ccipra-v322r1.txt", "", "ccipra-v322r1.csv", "",
		NULL };
	struct pair_row r;
	struct lookup *l;
	struct place p;
	int i;

	(void)state;
	place_start(&p);
	for (i = 1; i <= 3; i++)
		part_import(&p, "v322r0", i);
	l = place_open(&p);
	assert_int_equal(pair_of(l, &p, "9012T", "9002T", 20260801, &r), 1);
	assert_int_equal(pair_of(l, &p, "9099T", "9002T", 20260801, &r), 0);
	assert_int_equal(r.known, KNOWN_NOT_LOADED);
	assert_false(r.whole);
	lookup_close(l);
	part_import(&p, "v322r0", 4);
	l = place_open(&p);
	pair_of(l, &p, "9099T", "9002T", 20260801, &r);
	assert_int_equal(r.known, KNOWN_NONE);
	lookup_close(l);
	/* One part alone does not take the place of a whole release. */
	file_refused(&p,
	    file_make(&p, "ccipra-v323r0-f1.TXT", PTP_HEAD PTP_ROWS),
	    "1 of 4 parts");
	file_refused(&p, file_make(&p, "ccipra-v323r0.csv", csv),
	    "1 rows where the release before has 4");
	/* The same release in two forms is taken once. */
	both[1] = PTP_HEAD PTP_ROWS;
	both[3] = csv;
	file_import(&p, zip_make(&p, "both.zip", both, NULL));
	assert_int_equal(p.n, 2);
	assert_string_equal(p.report[1].said, "the same table in another form");
	/* An older one is left out; a newer whole one takes its place. */
	part_import(&p, "v321r0", 1);
	assert_string_equal(p.report[0].said, "older than what is loaded");
	p.order.fewer = true;
	file_import(&p, file_make(&p, "ccipra-v323r0.csv", csv));
	l = place_open(&p);
	assert_int_equal(pair_of(l, &p, "9012T", "9002T", 20261101, &r), 0);
	assert_int_equal(pair_of(l, &p, "9002T", "9001T", 20261101, &r), 1);
	assert_string_equal(r.rationale, "Why, indeed");
	lookup_close(l);
	file_refused(
	    &p, file_make(&p, "edits.txt", PTP_HEAD PTP_ROWS), "practitioner");
	file_refused(&p,
	    file_make(&p, "ccioph-v323r0.txt",
		PTP_HEAD PTP_ROWS "9001T\t9005T\t\t2021"),
	    "ccioph-v323r0.txt:11:1: not an edit of two codes and two days: "
	    "the file ends within this row");
	place_end(&p);
}

#define MUE \
	"\"A notice of copyright\n\nover \"\"several\"\" lines\",,,\n" \
	"\"HCPCS/\nCPT Code\",Practitioner Services MUE Values," \
	"MUE Adjudication Indicator,MUE Rationale\n" \
	"9001T,0,2 Date of Service Edit: Policy,Nature\xae\x93\n" \
	"9002T,12,3 Date of Service Edit: Clinical,\"Two, or\nmore\"\n"

static void
units_come_by_setting(void **state)
{
	struct mue_row r;
	struct lookup *l;
	struct place p;

	(void)state;
	place_start(&p);
	file_import(&p, file_make(&p, "MCR_MUE_Eff_10-01-2026.csv", MUE));
	assert_int_equal(p.report[0].rows, 2);
	l = place_open(&p);
	assert_int_equal(
	    lookup_mue(l, p.a, MUE_PRACTITIONER, "9002T", 20261101, &r, &p.e),
	    1);
	assert_int_equal(r.value, 12);
	assert_int_equal(r.indicator, 3);
	assert_string_equal(r.rationale, "Two, or\nmore");
	/* Nought is a value. */
	assert_int_equal(
	    lookup_mue(l, p.a, MUE_PRACTITIONER, "9001T", 20261101, &r, &p.e),
	    1);
	assert_int_equal(r.value, 0);
	assert_int_equal(r.indicator, 2);
	/* Windows-1252 is read as such. */
	assert_string_equal(r.rationale, "Nature\xc2\xae\xe2\x80\x9c");
	lookup_mue(l, p.a, MUE_PRACTITIONER, "9009T", 20261101, &r, &p.e);
	assert_int_equal(r.known, KNOWN_NONE);
	lookup_mue(l, p.a, MUE_PRACTITIONER, "9001T", 20260930, &r, &p.e);
	assert_int_equal(r.known, KNOWN_OUTSIDE);
	lookup_mue(l, p.a, MUE_HOSPITAL, "9001T", 20261101, &r, &p.e);
	assert_int_equal(r.known, KNOWN_NOT_LOADED);
	lookup_close(l);
	file_refused(&p,
	    file_make(&p, "MCR_MUE_Eff_01-01-2027.csv",
		MUE "9003T,1,1 Line Edit,\"cut sh"),
	    "csv:9:21: a quote that is never closed");
	place_end(&p);
}

#define RVU_TITLE(text) ",," text ",,,,\n"
#define RVU_HEAD(price) \
	"HCPCS,MOD,DESCRIPTION,CODE,PAYMENT,RVU,PE RVU,INDICATOR,PE RVU," \
	"INDICATOR,RVU,TOTAL,TOTAL,IND,DAYS,OP,OP,OP,PROC,SURG,SURG,SURG," \
	"SURG," price "BASE,FACTOR,PROCEDURES,FLAG,INDICATOR,AMOUNT,AMOUNT," \
	"AMOUNT\n"
/* base: of endoscopies; since 2026 the price indicator stands before it. */
#define RVU_ROW(code, mod, base, factor) \
	code "," mod ",\"Secret, words\",A,,1.50,2.00,,1.00,NA,0.10,3.60," \
	     "2.60,0,010,0.10,0.80,0.10,2,1,0,1,0," base "," factor \
	     ",09,0,99,0.00,0.00,0.00\n"
#define RVU_2025 \
	RVU_TITLE("2025 National Physician Fee Schedule Relative Value File " \
		  "October Release") \
	RVU_HEAD("") \
	RVU_ROW("9001T", "", "9000T", "32.3465") \
	RVU_ROW("9001T", "26", "9000T", "32.3465")
#define RVU_2026(factor) \
	RVU_TITLE("2026 National Physician Fee Schedule Relative Value File " \
		  "January Release") \
	RVU_HEAD("IND,") RVU_ROW("9001T", "", "7,9000T", factor)

static void
fees_keep_no_words(void **state)
{
	struct fee_row r;
	struct lookup *l;
	struct place p;
	size_t n;
	char *bytes;

	(void)state;
	place_start(&p);
	p.order.fewer = true;
	file_import(&p, file_make(&p, "PPRRVU2025_Oct.csv", RVU_2025));
	file_import(&p,
	    file_make(&p, "PPRRVU2026_Jan_nonQPP.csv", RVU_2026("33.4009")));
	file_import(
	    &p, file_make(&p, "PPRRVU2026_Jan_QPP.csv", RVU_2026("33.5675")));
	assert_int_equal(p.report[0].bad, 0);
	l = place_open(&p);
	assert_int_equal(
	    lookup_fee(l, p.a, "9001T", "", false, 20251231, &r, &p.e), 1);
	assert_string_equal(r.global_days, "010");
	assert_string_equal(r.factor, "32.3465");
	assert_string_equal(r.bilateral, "1");
	assert_string_equal(r.cosurgeons, "1");
	assert_string_equal(r.endoscopy_base, "9000T");
	assert_int_equal(
	    lookup_fee(l, p.a, "9001T", "26", false, 20251231, &r, &p.e), 1);
	assert_int_equal(
	    lookup_fee(l, p.a, "9001T", "", false, 20260102, &r, &p.e), 1);
	assert_string_equal(r.factor, "33.4009");
	assert_string_equal(r.supervision, "09");
	assert_string_equal(r.endoscopy_base, "9000T");
	assert_int_equal(
	    lookup_fee(l, p.a, "9001T", "", true, 20260102, &r, &p.e), 1);
	assert_string_equal(r.factor, "33.5675");
	lookup_close(l);
	bytes = file_bytes(&p, p.target, &n);
	assert_null(memmem(bytes, n, "Secret", 6));
	file_refused(&p,
	    file_make(&p, "PPRRVU2027_Jan_nonQPP.csv",
		RVU_TITLE("2027 Relative Value File January Release")
		    RVU_HEAD("IND,NEW,") RVU_ROW("9001T", "", "7,8,", "1.0")),
	    "PPRRVU2027_Jan_nonQPP.csv:2:");
	place_end(&p);
}

/* (1.50 x 1.000 + 2.00 x 0.875 + 0.10 x 0.566) x 33.4009 = 110.4433... */
static void
payments_are_computed(void **state)
{
	struct payment_row r;
	struct lookup *l;
	struct place p;

	(void)state;
	place_start(&p);
	file_import(&p,
	    file_make(&p, "PPRRVU2026_Jan_nonQPP.csv", RVU_2026("33.4009")));
	l = place_open(&p);
	assert_int_equal(lookup_payment(l, p.a, "9001T", "", false, "01112-05",
			     20260201, &r, &p.e),
	    0);
	assert_int_equal(r.known, KNOWN_NOT_LOADED);
	assert_int_equal(r.fee.known, KNOWN_VALID);
	lookup_close(l);
	file_import(&p,
	    file_make(&p, "GPCI2026.csv",
		"Medicare Administrative Contractor (MAC),State,Locality "
		"Number,Locality Name,2026 PW GPCI,2026 PE GPCI,2026 MP GPCI\n"
		"01112,XX,05,HERE*,1,0.875,0.566\n"));
	l = place_open(&p);
	assert_int_equal(lookup_payment(l, p.a, "9001T", "", false, "01112-05",
			     20260201, &r, &p.e),
	    1);
	assert_int_equal(r.office, 11044);
	assert_int_equal(r.facility, 8122);
	assert_string_equal(r.place, "HERE");
	assert_int_equal(lookup_payment(l, p.a, "9001T", "", false, "01112-06",
			     20260201, &r, &p.e),
	    0);
	assert_int_equal(r.known, KNOWN_NONE);
	lookup_close(l);
	place_end(&p);
}

static void
lists_are_read(void **state)
{
	struct addon_row r;
	struct lookup *l;
	struct place p;

	(void)state;
	place_start(&p);
	file_import(&p, file_make(&p, "AOC_V2026Q4_01-MCR.txt",
			    "9001T      9002T\r\n9001T      9003T\r\n9004T     "
			    " CCCCC\r\n"));
	file_import(
	    &p, file_make(&p, "GPCI2026.csv",
		    "ADDENDUM E. FINAL CY 2026,,,,,,\n,,,,,,\n"
		    "Medicare Administrative Contractor (MAC),State,Locality "
		    "Number,Locality Name,2026 PW GPCI (with 1.0 Floor)***,"
		    "2026 PE GPCI,2026 MP GPCI\n"
		    "01112,XX,05,\"HERE, THERE**\",1.000,0.875,0.566\n"
		    "*Notes,,,,,,\n\"   Therefore, more\",,,,,,\n"));
	assert_int_equal(p.report[0].rows, 1);
	assert_int_equal(p.report[0].bad, 0);
	file_import(
	    &p, file_make(&p, "pos-2026.csv",
		    "Place of Service Code(s),Place of Service Name,"
		    "Place of Service Description\n1,Here,\"At, home\"\n"
		    "27-30,Unassigned,N/A\n31,There,Far\n"));
	assert_int_equal(p.report[0].rows, 2);
	l = place_open(&p);
	assert_int_equal(lookup_addon(l, p.a, "9001T", 20261101, &r, &p.e), 1);
	assert_int_equal(r.primary_n, 2);
	assert_string_equal(r.primary[1], "9003T");
	assert_false(r.contractor);
	assert_int_equal(lookup_addon(l, p.a, "9004T", 20261101, &r, &p.e), 1);
	assert_true(r.contractor);
	assert_int_equal(lookup_addon(l, p.a, "9002T", 20261101, &r, &p.e), 0);
	assert_int_equal(r.known, KNOWN_NONE);
	lookup_close(l);
	place_end(&p);
}

/* Files that you have: CONSULTD_OFFICIAL names their folder. */
static void
real_files_are_known(void **state)
{
	const char *folder = getenv("CONSULTD_OFFICIAL");
	struct dirent **entry;
	struct place p;
	int n, i;

	(void)state;
	if (folder == NULL) {
		print_message("CONSULTD_OFFICIAL names no folder of official "
			      "files: skipped\n");
		skip();
	}
	place_start(&p);
	p.order.fewer = true;
	n = scandir(folder, &entry, NULL, alphasort);
	assert_true(n > 0);
	for (i = 0; i < n; i++) {
		if (entry[i]->d_name[0] != '.')
			file_import(&p, arena_printf(p.a, "%s/%s", folder,
					    entry[i]->d_name));
		free(entry[i]);
	}
	free(entry);
	place_end(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pairs_hold_by_day),
		cmocka_unit_test(parts_make_a_release),
		cmocka_unit_test(units_come_by_setting),
		cmocka_unit_test(fees_keep_no_words),
		cmocka_unit_test(payments_are_computed),
		cmocka_unit_test(lists_are_read),
		cmocka_unit_test(real_files_are_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
