/* What goes wrong with official files where a reader is careless: each test is
 * named by its trap. Layouts are the publishers'; codes and numbers invented. */
#include "icd.h"
#include "official.h"
#include "search.h"

#define TODAY 20261101

/* 17-76 short text, 78- long text. */
#define ORDER(n, code, level) \
	n " " code " " level " Made up                                 " \
	  "                     Made up in full\r\n"

/* The same code has another number in each release: it is one run all the same. */
static void
order_numbers_are_no_key(void **state)
{
	struct code_row c;
	struct lookup *l;
	struct place p;

	(void)state;
	place_start(&p);
	file_import(&p,
	    file_make(&p, "icd10cm_order_2025.txt",
		ORDER("00001", "U90    ", "0") ORDER("00002", "U901   ", "1")));
	file_import(&p,
	    file_make(&p, "icd10cm_order_2026.txt",
		ORDER("00007", "U90    ", "0") ORDER("00009", "U901   ", "1")));
	l = place_open(&p);
	assert_int_equal(
	    lookup_code(l, p.a, CODE_ICD10CM, "U901", 20260101, &c, &p.e), 1);
	/* Perhaps from before the first edition, and without an end. */
	assert_int_equal(c.from, 0);
	assert_int_equal(c.to, DATE_OPEN);
	lookup_close(l);
	place_end(&p);
}

/* Names vary, and the file may lie in any folder of the zip. */
static void
order_file_in_any_folder_and_spelling(void **state)
{
	static const struct {
		const char *name, *edition;
	} file[] = {
		{ "Code Descriptions/icd10cm_order_2027.txt", "FY2027" },
		{ "icd10cm-order-April-2025.txt", "2025-04-01" },
		{ "ICD10CM_ORDER_2024.TXT", "FY2024" },
	};
	const char *item[] = { NULL, ORDER("00001", "U901   ", "1"), NULL };
	struct place p;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(file) / sizeof(file[0]); i++) {
		place_start(&p);
		item[0] = file[i].name;
		file_import(&p, zip_make(&p, "codes.zip", item, NULL));
		assert_string_equal(p.report[0].edition, file[i].edition);
		place_end(&p);
	}
}

/* One record: 12 text, 92 short, 230 coverage, 269 added, 277 effective, 285
 * ended, 293 action, to 320. */
static char *
record(struct place *p, const char *head, const char *text)
{
	return arena_printf(p->a, "%s%-80s%-28s%-110sD%-38s%s%s%-8sN%27s\r\n",
	    head, text, "Short", "", "", "20100101", "20100101", "", "");
}

/* A modifier's text goes on, too (8), and the bytes are Windows-1252. */
static void
hcpcs_modifiers_go_on_and_bytes_are_cp1252(void **state)
{
	struct modifier_row m;
	struct code_row c;
	struct lookup *l;
	struct place p;

	(void)state;
	place_start(&p);
	file_import(
	    &p, file_make(&p, "HCPC2026_OCT_ANWEB.txt",
		    arena_printf(p.a, "%s%s%s",
			record(&p, "   9Z001007", "Invented modifier that"),
			"   9Z002008goes on\r\n",
			record(&p, "Q9701001003",
			    "Invented 5 \xb5g \x93thing\x94"))));
	assert_int_equal(p.report[0].rows, 2);
	l = place_open(&p);
	assert_int_equal(lookup_modifier(l, p.a, "9Z", TODAY, &m, &p.e), 1);
	assert_string_equal(m.plain, "Invented modifier that goes on");
	assert_int_equal(
	    lookup_code(l, p.a, CODE_HCPCS, "Q9701", TODAY, &c, &p.e), 1);
	assert_string_equal(
	    c.plain, "Invented 5 \xc2\xb5g \xe2\x80\x9cthing\xe2\x80\x9d");
	lookup_close(l);
	place_end(&p);
}

#define SHEET_COLUMNS 48

/* One row of a workbook: only cells that hold something stand in it. */
static char *
row_xml(struct place *p, int number, const char *const cell[SHEET_COLUMNS])
{
	char *all = arena_printf(p->a, "<row r=\"%d\">", number);
	size_t i;

	for (i = 0; i < SHEET_COLUMNS; i++)
		if (cell[i] != NULL)
			all = arena_printf(p->a,
			    "%s<c r=\"%s%c%d\" t=\"inlineStr\"><is><t>%s</t>"
			    "</is></c>",
			    all, i < 26 ? "" : "A", (int)('A' + i % 26), number,
			    cell[i]);
	return arena_printf(p->a, "%s</row>", all);
}

/* The workbook of a release: 48 columns, one row a code, a note above the
 * heading. */
static void
hcpcs_workbook_has_a_note_above_its_heading(void **state)
{
	static const char *const note[SHEET_COLUMNS] = { "A note of CMS" };
	static const char *const head[SHEET_COLUMNS] = { "HCPC", "SEQNUM",
		"RECID", "LONG DESCRIPTION", "SHORT DESCRIPTION", "PRICE1",
		"PRICE2", "PRICE3", "PRICE4", "MULT_PI", "CIM1", "CIM2", "CIM3",
		"MCM1", "MCM2", "MCM3", "STATUTE", "LABCERT1", "LABCERT2",
		"LABCERT3", "LABCERT4", "LABCERT5", "LABCERT6", "LABCERT7",
		"LABCERT8", "XREF1", "XREF2", "XREF3", "XREF4", "XREF5", "COV",
		"ASC_GRP", "ASC_DT", "OPPS", "OPPS_PI", "OPPS_DT", "PROCNOTE",
		"BETOS", "TOS1", "TOS2", "TOS3", "TOS4", "TOS5", "ANEST_BU",
		"ADD DT", "ACT EFF DT", "TERM DT", "ACTION CD" };
	static const char *const thing[SHEET_COLUMNS] = { "Q9701", "00100", "3",
		"Invented, 5 ml",
		"Inv", [5] = "57", [9] = "A", [30] = "D", [44] = "20260101",
		"20260101", NULL, "A" };
	static const char *const gone[SHEET_COLUMNS] = { "Q9702", "00100", "3",
		"Invented, gone",
		"Inv", [25] = "Q9701", [30] = "D", [44] = "20200101",
		"20260401", "20260331", "D" };
	static const char *const modifier[SHEET_COLUMNS] = { "   9Z", "00100",
		"7", "Invented modifier", "Inv", [44] = "20200101", "20200101",
		NULL, "N" };
	const char *item[] = { "[Content_Types].xml", "<a/>",
		"xl/worksheets/sheet1.xml", NULL, NULL };
	struct modifier_row m;
	struct code_row c;
	struct lookup *l;
	struct place p;

	(void)state;
	place_start(&p);
	item[3] = arena_printf(p.a,
	    "<?xml version=\"1.0\"?><worksheet><sheetData>%s%s%s%s%s"
	    "</sheetData></worksheet>",
	    row_xml(&p, 1, note), row_xml(&p, 2, head), row_xml(&p, 3, thing),
	    row_xml(&p, 4, gone), row_xml(&p, 5, modifier));
	assert_int_equal(
	    file_import(&p, zip_make(&p, "HCPC2026_OCT_ANWEB.xlsx", item, NULL))
		->rows,
	    3);
	assert_int_equal(p.report[0].bad, 0);
	l = place_open(&p);
	assert_int_equal(
	    lookup_code(l, p.a, CODE_HCPCS, "Q9701", TODAY, &c, &p.e), 1);
	assert_string_equal(c.unit, "5 ml");
	assert_string_equal(c.coverage, "D");
	assert_int_equal(c.from, 20260101);
	lookup_code(l, p.a, CODE_HCPCS, "Q9702", TODAY, &c, &p.e);
	assert_int_equal(c.known, KNOWN_ENDED);
	assert_int_equal(c.to, 20260331);
	assert_string_equal(c.replaced_by, "Q9701");
	assert_int_equal(lookup_modifier(l, p.a, "9Z", TODAY, &m, &p.e), 1);
	lookup_close(l);
	place_end(&p);
}

#define PTP_LINE \
	"Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\t" \
	"Modifier\tPTP Edit Rationale\r\n"
#define PTP_ROW "9001T\t9002T\t\t20210101\t*\t1\tWhy\r\n"

/* Medicaid's table, and lists of what was added, deleted or revised, look like
 * the release. */
static void
edits_of_others_and_lists_of_changes_are_told(void **state)
{
	static const struct {
		const char *name, *why;
	} file[] = {
		{ "medicaid-ncci-practitioner-v323r0.txt",
		    "Medicaid's edits are another table" },
		{ "MCD_ptp_practitioner-v323r0.txt",
		    "Medicaid's edits are another table" },
		{ "ccipra-additions-v323r0.txt", "a list of changes" },
		{ "ccipra-deletions-v323r0.txt", "a list of changes" },
		{ "ccipra-revisions-v323r0.txt", "a list of changes" },
	};
	struct place p;
	size_t i;

	(void)state;
	place_start(&p);
	for (i = 0; i < sizeof(file) / sizeof(file[0]); i++)
		file_refused(&p, file_make(&p, file[i].name, PTP_LINE PTP_ROW),
		    file[i].why);
	place_end(&p);
}

/* The header is found, not counted; the notice of its first line is kept. */
static void
edit_headers_are_not_counted(void **state)
{
	static const char *const head[] = { "", PTP_LINE,
		"CPT only copyright 2025 American Medical Association.\r\n"
		"\r\n\r\n" PTP_LINE "\t\tprior to 1996\tDate\r\n" };
	struct pair_row r;
	struct lookup *l;
	struct place p;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(head) / sizeof(head[0]); i++) {
		place_start(&p);
		file_import(
		    &p, file_make(&p, "ccipra-v323r0.txt",
			    arena_printf(p.a, "%s%s", head[i], PTP_ROW)));
		assert_int_equal(p.report[0].rows, 1);
		assert_int_equal(p.report[0].bad, 0);
		l = place_open(&p);
		assert_int_equal(lookup_pair(l, p.a, NCCI_PRACTITIONER, "9001T",
				     "9002T", TODAY, &r, &p.e),
		    1);
		lookup_close(l);
		place_end(&p);
	}
}

#define MUE_TABS \
	"\"A notice, of copyright\n\nover \"\"several\"\" lines\"\t\t\t\r\n" \
	"\"HCPCS/\nCPT Code\"\tPractitioner Services MUE Values\t" \
	"MUE Adjudication Indicator\tMUE Rationale\r\n" \
	"9001T\t0\t2 Date of Service Edit: Policy\tNature\r\n" \
	"9002T\t12\t3 Date of Service Edit: Clinical\t\"Two, or more\"\r\n" \
	"9003T\t1\t1 Line Edit\t4\" by 4\" or more\r\n" \
	"9004T\t1\t1 Line Edit\t\"Open\r\n"

/* The table saved as text with tabs keeps its quotes; a quote that is none
 * does not swallow what follows. */
static void
mue_with_tabs_keeps_its_quotes(void **state)
{
	static const struct {
		const char *code;
		int value;
		const char *rationale;
	} row[] = { { "9001T", 0, "Nature" }, { "9002T", 12, "Two, or more" },
		{ "9003T", 1, "4\" by 4\" or more" },
		{ "9004T", 1, "\"Open" } };
	struct mue_row r;
	struct lookup *l;
	struct place p;
	size_t i;

	(void)state;
	place_start(&p);
	file_import(
	    &p, file_make(&p, "MCR_MUE_PractitionerServices_Eff_10-01-2026.txt",
		    MUE_TABS));
	assert_int_equal(p.report[0].rows, 4);
	l = place_open(&p);
	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		assert_int_equal(lookup_mue(l, p.a, MUE_PRACTITIONER,
				     row[i].code, TODAY, &r, &p.e),
		    1);
		assert_int_equal(r.value, row[i].value);
		assert_string_equal(r.rationale, row[i].rationale);
	}
	lookup_close(l);
	place_end(&p);
}

/* The whole table, and its own columns in another order. */
static void
addon_lists_have_two_forms(void **state)
{
	struct addon_row r;
	struct lookup *l;
	struct place p;

	(void)state;
	place_start(&p);
	file_import(
	    &p, file_make(&p, "AOC_V2026Q4.csv",
		    "\"primary_code\",\"add_on_code\",\"aoc_edit_type\"\n"
		    "\"CCCCC\",\"9054T\",2\n\"9070T\",\"9071T\",1\n"
		    "\"9080T\",\"9071T\",3\n"));
	l = place_open(&p);
	assert_int_equal(lookup_addon(l, p.a, "9071T", TODAY, &r, &p.e), 1);
	assert_int_equal(r.primary_n, 2);
	assert_string_equal(r.primary[0], "9070T");
	assert_int_equal(lookup_addon(l, p.a, "9054T", TODAY, &r, &p.e), 1);
	assert_true(r.contractor);
	assert_int_equal(lookup_addon(l, p.a, "9070T", TODAY, &r, &p.e), 0);
	lookup_close(l);
	place_end(&p);
}

#define RVU(release, code, factor) \
	",,2026 National Physician Fee Schedule Relative Value File " release \
	" Release,,,\nHCPCS,MOD,DESCRIPTION,X,X,X,X,X,X,X,X,X,X,X,X,X,X,X,X," \
	"X,X,X,X,X,X,X,X,X,X,X,X,X\n" code \
	",,Words,A,,1.00,1.00,,1.00,,1.00,3.00,3.00,0,000,0.10,0.80,0.10,2,1," \
	"1,0,0,,,30." factor ",09,0,99,0.00,0.00,0.00\n"

/* Since 2026 two files differ in the factor alone: one is never taken for the
 * other. */
static void
fee_files_of_two_programs_are_told_apart(void **state)
{
	static const char source[] =
	    "id\tkind\tname\tpublisher\tedition\tvalid_from\tvalid_to\t"
	    "notice\tlicence\n"
	    "pack\tpack\ttest pack\tconsultd\t1.0\told\topen\t\tours\n";
	static const char norms[] =
	    "norm\tkey\tlow\thigh\tunit\tvalue\ttext\tvalid_from\tvalid_to\t"
	    "source\trow\n"
	    "conversion_factor\tqpp\t\t\t\t30.2000\tx\t2026-01-01\t2026-12-31\t"
	    "pack\tx\n"
	    "conversion_factor\tnot_qpp\t\t\t\t30.1000\tx\t2026-01-01\t"
	    "2026-12-31\tpack\tx\n";
	struct fee_row r;
	struct lookup *l;
	struct place p;
	const char *pack;

	(void)state;
	place_start(&p);
	file_refused(&p,
	    file_make(&p, "mine.csv", RVU("January", "9001T", "2000")),
	    "neither name nor conversion factor tells QPP from nonQPP");
	pack = arena_printf(p.a, "%s/norms.tsv", p.pack);
	bytes_write(pack, norms, strlen(norms));
	pack = arena_printf(p.a, "%s/sources.tsv", p.pack);
	bytes_write(pack, source, strlen(source));
	pack = p.pack;
	assert_int_equal(files_import(&p, &pack, 1), 0);
	/* The factor tells where the name does not. */
	file_import(
	    &p, file_make(&p, "mine.csv", RVU("January", "9001T", "2000")));
	l = place_open(&p);
	assert_int_equal(
	    lookup_fee(l, p.a, "9001T", "", true, 20260201, &r, &p.e), 1);
	assert_int_equal(
	    lookup_fee(l, p.a, "9001T", "", false, 20260201, &r, &p.e), 0);
	assert_int_equal(r.known, KNOWN_NOT_LOADED);
	lookup_close(l);
	file_refused(&p,
	    file_make(&p, "PPRRVU2026_Jan_nonQPP.csv",
		RVU("January", "9002T", "2000")),
	    "is that of the other one of QPP and nonQPP");
	file_refused(&p,
	    file_make(&p, "mine.csv", RVU("January", "9001T", "3000")),
	    "neither name nor conversion factor");
	place_end(&p);
}

/* A later quarter is a whole file: what it leaves out has ended. */
static void
later_quarters_replace_they_do_not_overlay(void **state)
{
	struct fee_row r;
	struct lookup *l;
	struct place p;

	(void)state;
	place_start(&p);
	file_import(&p, file_make(&p, "PPRRVU2026_Jan_nonQPP.csv",
			    RVU("January", "9001T", "1000")));
	file_import(&p, file_make(&p, "PPRRVU2026_Jul_nonQPP.csv",
			    RVU("July", "9002T", "1000")));
	l = place_open(&p);
	assert_int_equal(
	    lookup_fee(l, p.a, "9001T", "", false, 20260630, &r, &p.e), 1);
	assert_int_equal(
	    lookup_fee(l, p.a, "9001T", "", false, 20260701, &r, &p.e), 0);
	assert_int_equal(r.known, KNOWN_ENDED);
	assert_int_equal(
	    lookup_fee(l, p.a, "9002T", "", false, 20260630, &r, &p.e), 0);
	assert_int_equal(r.known, KNOWN_FUTURE);
	lookup_close(l);
	place_end(&p);
}

#define GPCI(work) \
	"Medicare Administrative Contractor (MAC),State,Locality Number," \
	"Locality Name,2026 PW GPCI,2026 PE GPCI,2026 MP GPCI\n" \
	"01112,XX,05,HERE," work ",1,1\n"

/* The floor of the work index comes and goes by law within a year: the list has
 * days of its own. */
static void
work_floor_changes_within_a_year(void **state)
{
	struct payment_row r;
	struct lookup *l;
	struct place p;

	(void)state;
	place_start(&p);
	file_import(&p, file_make(&p, "PPRRVU2026_Jan_nonQPP.csv",
			    RVU("January", "9001T", "0000")));
	file_import(&p, file_make(&p, "GPCI2026.csv", GPCI("1")));
	p.order.effective = 20260201;
	file_import(&p, file_make(&p, "GPCI2026.csv", GPCI("0.5")));
	l = place_open(&p);
	assert_int_equal(lookup_payment(l, p.a, "9001T", "", false, "01112-05",
			     20260131, &r, &p.e),
	    1);
	assert_int_equal(r.office, 9000);
	assert_int_equal(lookup_payment(l, p.a, "9001T", "", false, "01112-05",
			     20260201, &r, &p.e),
	    1);
	assert_int_equal(r.office, 7500);
	lookup_close(l);
	place_end(&p);
}

/* Amounts that others computed, with quotes around all cells and a trailer. */
static void
files_of_amounts_are_named(void **state)
{
	struct place p;

	(void)state;
	place_start(&p);
	file_refused(&p,
	    file_make(&p, "PFALL26A.txt",
		"\"2026\",\"01112\",\"05\",\"9001T\",\"  \",\"0000081.86\"\n"
		"\"TRL\",\"1\",\"\",\"\",\"\",\"\"\n"),
	    "import PPRRVU and GPCI");
	place_end(&p);
}

#define INDEX \
	"<?xml version=\"1.0\"?><ICD10CM.index><version>2026</version>" \
	"<letter><title>Z</title><mainTerm><title>Zorbanosis</title>" \
	"<code>U90.1-</code></mainTerm><mainTerm><title>Zorbagone</title>" \
	"<code>U99.9</code></mainTerm></letter></ICD10CM.index>"

/* Codes of the index are headers, too, written with a hyphen; some are gone. */
static void
index_codes_are_headers_or_gone(void **state)
{
	static const struct {
		const char *text, *code;
	} ask[] = { { "zorbanosis", "U901" }, { "zorbagone", NULL } };
	struct search_hit *hit = NULL;
	struct lookup *l;
	struct place p;
	const char *read;
	size_t n, i;

	(void)state;
	place_start(&p);
	file_import(&p, file_make(&p, "icd10cm_index_2026.xml", INDEX));
	file_import(&p,
	    file_make(&p, "icd10cm_order_2026.txt",
		ORDER("00001", "U90    ", "0") ORDER("00002", "U901   ", "0")
		    ORDER("00003", "U9011  ", "1")));
	l = place_open(&p);
	for (i = 0; i < 2; i++) {
		struct search_order order = {
			.text = ask[i].text, .on = 20260101, .max = 5
		};

		assert_int_equal(
		    search_find(l, p.a, &order, &hit, &n, &read, &p.e), 0);
		assert_int_equal(n, ask[i].code != NULL);
		if (n == 0)
			continue;
		assert_string_equal(hit[0].code, ask[i].code);
		assert_int_equal(hit[0].level, LEVEL_HEADER);
	}
	lookup_close(l);
	place_end(&p);
}

/* What is loaded of a notice is shown with the source. */
static void
notices_are_kept(void **state)
{
	struct place p;
	size_t n;
	char *bytes;

	(void)state;
	place_start(&p);
	file_import(&p, file_make(&p, "ccipra-v323r0.txt",
			    "CPT only copyright 2025 Made-up "
			    "Association.\t\t\t\t\t\t\r\n" PTP_LINE PTP_ROW));
	bytes = file_bytes(&p, p.target, &n);
	assert_non_null(
	    memmem(bytes, n, "copyright 2025 Made-up Association", 34));
	place_end(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(order_numbers_are_no_key),
		cmocka_unit_test(order_file_in_any_folder_and_spelling),
		cmocka_unit_test(hcpcs_modifiers_go_on_and_bytes_are_cp1252),
		cmocka_unit_test(hcpcs_workbook_has_a_note_above_its_heading),
		cmocka_unit_test(edits_of_others_and_lists_of_changes_are_told),
		cmocka_unit_test(edit_headers_are_not_counted),
		cmocka_unit_test(mue_with_tabs_keeps_its_quotes),
		cmocka_unit_test(addon_lists_have_two_forms),
		cmocka_unit_test(fee_files_of_two_programs_are_told_apart),
		cmocka_unit_test(later_quarters_replace_they_do_not_overlay),
		cmocka_unit_test(work_floor_changes_within_a_year),
		cmocka_unit_test(files_of_amounts_are_named),
		cmocka_unit_test(index_codes_are_headers_or_gone),
		cmocka_unit_test(notices_are_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
