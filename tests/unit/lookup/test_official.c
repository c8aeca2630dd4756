/* ICD-10-CM and HCPCS Level II as published: editions in any order, headers,
 * successors, terminated codes; archives and workbooks; what is refused. The
 * codes are invented. */
#include "official.h"

/* A line of an order file: 17-76 short text, 78- long text. */
#define ROW(n, code, level, letter) \
	n " " code " " level " Made up " letter \
	  "                                                   " \
	  " Made up in full " letter "\r\n"
#define FY2020 \
	ROW("00001", "U90    ", "0", "A") \
	ROW("00002", "U901   ", "1", "B") \
	ROW("00003", "U902   ", "1", "C") ROW("00004", "U903   ", "1", "D")
#define FY2021 \
	ROW("00001", "U90    ", "0", "A") \
	ROW("00002", "U901   ", "0", "B") \
	ROW("00003", "U9010  ", "1", "E") \
	ROW("00004", "U9011  ", "1", "F") \
	ROW("00005", "U902   ", "1", "C") ROW("00006", "U903   ", "1", "D")
#define APRIL2021 \
	ROW("00001", "U90    ", "0", "A") \
	ROW("00002", "U901   ", "0", "B") \
	ROW("00003", "U9010  ", "1", "E") \
	ROW("00004", "U9011  ", "1", "F") \
	ROW("00005", "U902   ", "1", "G") ROW("00006", "U9031  ", "1", "H")

static const struct {
	const char *name, *text;
} release[] = {
	{ "icd10cm_order_2020.txt", FY2020 },
	{ "icd10cm_order_2021.txt", FY2021 },
	{ "icd10cm-order-April-2021.txt", APRIL2021 },
};

/* All that is answered, as one text. */
static char *
answers_of(struct place *p)
{
	static const char *const codes[] = { "U90", "U901", "U9010", "U902",
		"U903", "U9031", "U999" };
	static const date days[] = { 20190101, 20191001, 20200930, 20201001,
		20210331, 20210401, 20210930, 20211001 };
	struct lookup *l = place_open(p);
	char *all = arena_strdup(p->a, "");
	struct code_row c;
	size_t i, k;

	for (i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		for (k = 0; k < sizeof(days) / sizeof(days[0]); k++) {
			int rc = lookup_code(l, p->a, CODE_ICD10CM, codes[i],
			    days[k], &c, &p->e);

			assert_true(rc >= 0);
			all = arena_printf(p->a,
			    "%s%s %d: %d %d %d %d %d %s%s\n", all, codes[i],
			    (int)days[k], rc, (int)c.known, (int)c.level,
			    (int)c.from, (int)c.to, c.code ? c.plain : "-",
			    c.source.later ? " later" : "");
		}
	lookup_close(l);
	return all;
}

static char *
order_tried(const int at[3], bool together)
{
	const char *paths[3];
	struct place p;
	char *all;
	int i;

	place_start(&p);
	p.order.fewer = true;
	for (i = 0; i < 3; i++) {
		paths[i] =
		    file_make(&p, release[at[i]].name, release[at[i]].text);
		if (!together)
			file_import(&p, paths[i]);
	}
	if (together && files_import(&p, paths, 3))
		fail_msg("%s", p.e.text);
	all = strdup(answers_of(&p));
	place_end(&p);
	return all;
}

static void
order_of_import_is_free(void **state)
{
	static const int orders[6][3] = { { 0, 1, 2 }, { 0, 2, 1 }, { 1, 0, 2 },
		{ 1, 2, 0 }, { 2, 0, 1 }, { 2, 1, 0 } };
	char *first = order_tried(orders[0], true);
	int i;

	(void)state;
	/* Ended, header since, outside, behind the newest, none. */
	assert_non_null(strstr(first, "U903 20210401: 0 2 2 0 20210331 Made"));
	assert_non_null(strstr(first, "U901 20200930: 1 5 2 0 20200930 Made"));
	assert_non_null(
	    strstr(first, "U901 20201001: 1 5 1 20201001 99991231"));
	assert_non_null(strstr(first, "U901 20190101: 0 4 "));
	assert_non_null(strstr(first, "U90 20211001: 1 5 1 0 99991231 Made up "
				      "in full A later"));
	assert_non_null(strstr(first, "U999 20201001: 0 1 0 0 0 -"));
	assert_non_null(strstr(first, "U9031 20201001: 0 3 2 20210401"));
	for (i = 0; i < 6; i++) {
		char *again = order_tried(orders[i], false);

		assert_string_equal(again, first);
		free(again);
	}
	free(first);
}

static void
import_again_changes_nothing(void **state)
{
	const struct import_report *r;
	struct stat before, after;
	struct place p;
	const char *path;

	(void)state;
	place_start(&p);
	path = file_make(&p, "icd10cm_order_2020.txt", FY2020);
	r = file_import(&p, path);
	assert_int_equal(r->rows, 4);
	assert_null(r->said);
	assert_string_equal(r->edition, "FY2020");
	assert_int_equal(stat(p.target, &before), 0);
	r = file_import(&p, path);
	assert_string_equal(r->said, "loaded already");
	assert_int_equal(stat(p.target, &after), 0);
	assert_int_equal(before.st_ino, after.st_ino);
	/* A corrected file of the same edition takes its place. */
	path = file_make(&p, "icd10cm_order_2020.txt",
	    FY2020 ROW("00005", "U904   ", "1", "X"));
	assert_int_equal(file_import(&p, path)->rows, 5);
	/* A pack given anew leaves official rows as they are. */
	path = p.pack;
	file_import(&p, path);
	assert_non_null(strstr(answers_of(&p), "U901 20200930: 1 5 2"));
	place_end(&p);
}

static void
children_and_rollback(void **state)
{
	struct code_row *child, *level, c;
	struct lookup *l;
	struct place p;
	size_t n, all;

	(void)state;
	place_start(&p);
	file_import(&p, file_make(&p, "icd10cm_order_2020.txt", FY2020));
	file_import(&p, file_make(&p, "icd10cm_order_2021.txt", FY2021));
	l = place_open(&p);
	assert_int_equal(
	    lookup_children(l, p.a, "U90", 20210101, 3, &child, &n, &all, &p.e),
	    0);
	assert_int_equal(n, 3);
	assert_int_equal(all, 4);
	assert_string_equal(child[0].code, "U9010");
	/* One level alone: U901 and not U9010. */
	assert_int_equal(lookup_below(l, p.a, CODE_ICD10CM, "U90", 20210101, 9,
			     &level, &n, &all, &p.e),
	    0);
	assert_int_equal(n, 3);
	assert_string_equal(level[0].code, "U901");
	assert_int_equal(level[0].level, LEVEL_HEADER);
	assert_string_equal(level[1].code, "U902");
	assert_string_equal(child[2].code, "U902");
	assert_int_equal(
	    lookup_code(l, p.a, CODE_ICD10CM, "U901", 20210101, &c, &p.e), 1);
	assert_int_equal(c.level, LEVEL_HEADER);
	assert_int_equal(c.billable_to, 20200930);
	/* HCPCS and edits are not loaded, which is another answer. */
	assert_int_equal(
	    lookup_code(l, p.a, CODE_HCPCS, "Q0001", 20210101, &c, &p.e), 0);
	assert_int_equal(c.known, KNOWN_NOT_LOADED);
	lookup_close(l);
	assert_int_equal(import_rollback(p.target, &p.e), 0);
	l = place_open(&p);
	lookup_code(l, p.a, CODE_ICD10CM, "U901", 20210101, &c, &p.e);
	assert_int_equal(c.level, LEVEL_BILLABLE);
	lookup_close(l);
	assert_int_equal(import_rollback(p.target, &p.e), 0);
	assert_non_null(strstr(answers_of(&p), "U901 20201001: 1 5 1"));
	place_end(&p);
}

static void
files_in_part_are_refused(void **state)
{
	struct place p;
	const char *cut;
	size_t n;

	(void)state;
	place_start(&p);
	file_import(&p, file_make(&p, "icd10cm_order_2021.txt", FY2021));
	n = strlen(FY2021);
	cut = arena_strndup(p.a, FY2021, n - 80);
	file_refused(&p, file_make(&p, "icd10cm_order_2022.txt", cut),
	    "icd10cm_order_2022.txt:6:1: not a line of an order file: the file "
	    "ends within this row");
	file_refused(&p,
	    file_make(&p, "icd10cm_order_2022.txt",
		ROW("00001", "U90    ", "0", "A")),
	    "1 rows where the edition before has 6");
	file_refused(&p, file_make(&p, "order.txt", FY2020),
	    "neither file nor name tells");
	file_refused(&p, file_make(&p, "empty.txt", ""), "is empty: download");
	file_refused(&p,
	    file_make(&p, "icd10cm_order_addenda_2022.txt",
		"Add:         00001 U90     0 Made up\r\n"),
	    "no kind of file");
	p.order.effective = 20191001;
	assert_int_equal(
	    file_import(&p, file_make(&p, "o.txt", FY2020))->rows, 4);
	p.order.effective = 0;
	/* One bad row is counted, and the others are taken. */
	p.order.fewer = true;
	cut = ROW("00001", "U90    ", "0", "A") "spoilt\r\n" ROW(
	    "00002", "U901   ", "1", "B");
	assert_int_equal(
	    file_import(&p, file_make(&p, "icd10cm_order_2022.txt", cut))->bad,
	    1);
	assert_non_null(strstr(p.report[0].bad_rows, "2022.txt:2:1: not a"));
	place_end(&p);
}

/* What changed, of invented codes; the counts at its end agree with FY2020. */
#define CHANGE(verb, code, level, letter) \
	verb level " " code " Made up " letter \
		   "                                                   " \
		   " Made up in full " letter "\r\n"
#define ADDENDA2021 \
	CHANGE("Delete:      ", "U901   ", "1", "B") \
	CHANGE("Add:         ", "U901   ", "0", "B") \
	CHANGE("Add:         ", "U9010  ", "1", "E") \
	CHANGE("Add:         ", "U9011  ", "1", "F") \
	CHANGE("Revise from: ", "U903   ", "1", "D") \
	CHANGE("Revise to:   ", "U903   ", "1", "D")
#define COUNTS(before) \
	"\r\nHeaders\r\n      1 headers in icd10cm_order_2020.txt\r\n" \
	"      2 headers in icd10cm_order_2021.txt\r\n      1 additions\r\n" \
	"\r\nCodes\r\n      " before " codes in icd10cm_order_2020.txt\r\n" \
	"      4 codes in icd10cm_order_2021.txt\r\n      2 additions\r\n"

/* Changes and the edition before make the next one, whole. */
static void
addenda_make_an_edition(void **state)
{
	static const char name[] = "icd10cm_order_addenda_2021.txt";
	struct place whole, changed;
	const struct import_report *r;
	const char *path;

	(void)state;
	place_start(&whole);
	file_import(&whole, file_make(&whole, release[0].name, FY2020));
	file_import(&whole, file_make(&whole, release[1].name, FY2021));
	r = file_import(
	    &whole, file_make(&whole, name, ADDENDA2021 COUNTS("3")));
	assert_string_equal(r->said, "the whole edition is loaded");

	place_start(&changed);
	path = file_make(&changed, name, ADDENDA2021 COUNTS("3"));
	r = file_import(&changed, path);
	assert_non_null(strstr(r->said, "that is not loaded"));
	file_import(&changed, file_make(&changed, release[0].name, FY2020));
	r = file_import(
	    &changed, file_make(&changed, name, ADDENDA2021 COUNTS("4")));
	assert_non_null(strstr(r->said, "its counts do not fit"));
	file_refused(&changed, file_make(&changed, name, ADDENDA2021),
	    "it is cut short");
	r = file_import(
	    &changed, file_make(&changed, name, ADDENDA2021 COUNTS("3")));
	assert_null(r->said);
	assert_int_equal(r->rows, 6);
	assert_string_equal(answers_of(&whole), answers_of(&changed));
	place_end(&whole);
	place_end(&changed);
}

static void
archives_are_opened(void **state)
{
	const char *inner[] = { "readme.txt", "nothing",
		"a/icd10cm_order_2021.txt", FY2021, NULL };
	const char *outer[] = { "x/inner.zip", NULL, "y.pdf", "%PDF", NULL };
	size_t sizes[2] = { 0, 4 }, i, whole;
	struct place p;
	const char *path;
	char *bytes;

	(void)state;
	place_start(&p);
	path = zip_make(&p, "inner.zip", inner, NULL);
	outer[1] = bytes = file_bytes(&p, path, &sizes[0]);
	path = zip_make(&p, "outer.zip", outer, sizes);
	whole = sizes[0];
	assert_int_equal(file_import(&p, path)->rows, 6);
	assert_string_equal(
	    p.report[0].file, "outer.zip/x/inner.zip/a/icd10cm_order_2021.txt");
	/* The same table without its archive is the same file. */
	path = file_make(&p, "icd10cm_order_2021.txt", FY2021);
	assert_string_equal(file_import(&p, path)->said, "loaded already");
	/* Archives in too many archives. */
	inner[3] = FY2020;
	inner[2] = "icd10cm_order_2020.txt";
	path = zip_make(&p, "deep.zip", inner, NULL);
	for (i = 0; i < 3; i++) {
		outer[1] = file_bytes(&p, path, &sizes[0]);
		path = zip_make(&p, "deep.zip", outer, sizes);
	}
	file_refused(&p, path, "too many archives");
	/* Cut short, spoilt, and empty of what is known. */
	path = arena_printf(p.a, "%s/cut.zip", p.folder);
	bytes_write(path, bytes, whole / 2);
	file_refused(&p, path, "damaged or cut short");
	outer[1] = "nothing";
	path = zip_make(&p, "none.zip", outer, NULL);
	file_refused(&p, path, "no kind of file");
	place_end(&p);
}

#define SHEET(rows) \
	"<?xml version=\"1.0\"?><worksheet xmlns=\"http://schemas." \
	"openxmlformats.org/spreadsheetml/2006/main\"><sheetData>" rows \
	"</sheetData></worksheet>"
#define STRINGS \
	"<sst><si><t>FY 2021 (October 1, 2020 Update)\nTable</t></si>" \
	"<si><t>Current code assignment</t></si><si><t>Effective</t></si>" \
	"<si><t>Previous Code(s) Assignment</t></si><si><r><t>U90.</t></r>" \
	"<r><t>10</t></r></si><si><t>U80.1, U80.2 and U80.3</t></si></sst>"
#define TABLE \
	"<row><c r=\"A1\" t=\"s\"><v>0</v></c></row>" \
	"<row><c r=\"A2\" t=\"s\"><v>1</v></c><c r=\"B2\" t=\"s\"><v>2</v>" \
	"</c><c r=\"C2\" t=\"s\"><v>3</v></c></row>" \
	"<row><c r=\"A3\" t=\"s\"><v>4</v></c><c r=\"B3\"><v>2020</v></c>" \
	"<c r=\"C3\" t=\"s\"><v>5</v></c></row>" \
	"<row><c r=\"A4\" t=\"inlineStr\"><is><t>U90.11</t></is></c>" \
	"<c r=\"B4\"><v>4.4287E4</v></c><c r=\"C4\" " \
	"t=\"str\"><v>U80.4</v></c>" \
	"</row><row/><row><c r=\"A5\" t=\"str\"><v>U91</v></c>" \
	"<c r=\"B5\"><v>2020</v></c><c r=\"C5\" " \
	"t=\"str\"><v>None</v></c></row>"

static void
conversion_tells_successors(void **state)
{
	const char *book[] = { "[Content_Types].xml", "<a/>",
		"xl/sharedStrings.xml", STRINGS, "xl/worksheets/sheet1.xml",
		SHEET(TABLE), NULL };
	const char *both[] = { "icd10cm_order_2020.txt", "", "a.XLSX", "",
		NULL };
	struct code_row c;
	struct lookup *l;
	struct place p;

	(void)state;
	place_start(&p);
	p.order.fewer = true;
	assert_int_equal(
	    file_import(&p, zip_make(&p, "table.xlsx", book, NULL))->rows, 4);
	file_import(&p, file_make(&p, "icd10cm_order_2021.txt", FY2021));
	l = place_open(&p);
	assert_int_equal(
	    lookup_code(l, p.a, CODE_ICD10CM, "U802", 20210101, &c, &p.e), 0);
	assert_int_equal(c.known, KNOWN_ENDED);
	assert_int_equal(c.to, 20200930);
	assert_string_equal(c.replaced_by, "U9010");
	/* 4.4287E4 is 1 April 2021, as workbooks count days. */
	lookup_code(l, p.a, CODE_ICD10CM, "U804", 20210401, &c, &p.e);
	assert_int_equal(c.to, 20210331);
	lookup_close(l);
	/* A workbook beside a plain table that is known is not opened. */
	both[1] = FY2020;
	both[3] = "PK\3\4 no workbook at all";
	file_import(&p, zip_make(&p, "both.zip", both, NULL));
	/* Entities, and XML that is cut short. */
	book[5] = "<!DOCTYPE a [<!ENTITY b \"c\">]><worksheet><row>&b;"
		  "</row></worksheet>";
	file_refused(&p, zip_make(&p, "t2.xlsx", book, NULL), "entities");
	book[5] = "<worksheet><sheetData><row><c t=\"s\"><v>1";
	file_refused(&p, zip_make(&p, "t3.xlsx", book, NULL), "cut short");
	place_end(&p);
}

/* One record: first columns, texts, and dates at their places. */
static char *
record(struct place *p, const char *head, const char *text, const char *added,
    const char *ended)
{
	/* 12 text, 92 short, 230 coverage, 269 added, 277 effective, 285 ended,
	 * 293 action, to 320. */
	return arena_printf(p->a, "%s%-80s%-28s%-110sD%-38s%s%s%-8sN%27s\r\n",
	    head, text, "Short", "", "", added, added, ended, "");
}

static void
anweb_keeps_its_days(void **state)
{
	struct modifier_row m;
	struct code_row c;
	struct lookup *l;
	struct place p;
	char *text;

	(void)state;
	place_start(&p);
	text = arena_printf(p.a, "***Disclaimers\t\t\r\n\t\t\xa0\r\n%s%s%s%s%s",
	    record(&p, "   9Z001007", "Invented modifier", "20100101", ""),
	    record(&p, "Q9701001003", "Invented thing, of which the text",
		"20150101", ""),
	    "Q9701002004goes on, 2 mg\r\n",
	    record(&p, "Q9702001003", "Invented, gone", "20100101", "20181231"),
	    record(&p, "C9700700003", "No modifier", "20200701", ""));
	file_import(&p, file_make(&p, "HCPC2020_JUL_ANWEB.txt", text));
	assert_string_equal(p.report[0].edition, "2020Q3");
	assert_int_equal(p.report[0].bad, 0);
	l = place_open(&p);
	assert_int_equal(
	    lookup_code(l, p.a, CODE_HCPCS, "Q9701", 20200801, &c, &p.e), 1);
	assert_string_equal(
	    c.plain, "Invented thing, of which the text goes on, 2 mg");
	assert_string_equal(c.unit, "2 mg");
	assert_string_equal(c.coverage, "D");
	assert_int_equal(c.from, 20150101);
	/* In the file is not valid: it was terminated. */
	assert_int_equal(
	    lookup_code(l, p.a, CODE_HCPCS, "Q9702", 20200801, &c, &p.e), 0);
	assert_int_equal(c.known, KNOWN_ENDED);
	assert_int_equal(c.to, 20181231);
	/* Its own days answer for days before the edition, too. */
	assert_int_equal(
	    lookup_code(l, p.a, CODE_HCPCS, "Q9702", 20181231, &c, &p.e), 1);
	lookup_code(l, p.a, CODE_HCPCS, "Q9701", 20140101, &c, &p.e);
	assert_int_equal(c.known, KNOWN_FUTURE);
	lookup_code(l, p.a, CODE_HCPCS, "Q9799", 20200801, &c, &p.e);
	assert_int_equal(c.known, KNOWN_NONE);
	assert_int_equal(
	    lookup_code(l, p.a, CODE_HCPCS, "C9700", 20200801, &c, &p.e), 1);
	assert_int_equal(lookup_modifier(l, p.a, "9Z", 20200801, &m, &p.e), 1);
	assert_string_equal(m.plain, "Invented modifier");
	lookup_close(l);
	place_end(&p);
}

#define SHEET_HEAD \
	"A note above the table\n" \
	"HCPC,SEQNUM,RECID,LONG DESCRIPTION,SHORT DESCRIPTION,PRICE1,PRICE2," \
	"MULT_PI,XREF1,XREF2,COV,BETOS,TOS1,TOS2,ADD DT,ACT EFF DT,TERM DT," \
	"ACTION CD\n"

static void
anweb_sheet_has_one_row_a_code(void **state)
{
	struct code_row c;
	struct lookup *l;
	struct place p;

	(void)state;
	place_start(&p);
	file_import(&p,
	    file_make(&p, "HCPC2026_OCT_ANWEB.csv",
		SHEET_HEAD "   9Z,0010,7,Modifier,Mod,,,,,,C,,,,20100101,"
			   "20100101,,N\n"
			   "Q9701,0010,3,\"Invented, \"\"each\"\", 5 ml\",S,57,"
			   ",A,Q9702,Q9703,D,O1E,1,P,20100101,20200101,"
			   "20201231,N\n"));
	assert_int_equal(p.report[0].rows, 2);
	l = place_open(&p);
	assert_int_equal(
	    lookup_code(l, p.a, CODE_HCPCS, "Q9701", 20261101, &c, &p.e), 0);
	assert_string_equal(c.plain, "Invented, \"each\", 5 ml");
	assert_string_equal(c.replaced_by, "Q9702 Q9703");
	assert_int_equal(c.known, KNOWN_ENDED);
	lookup_close(l);
	place_end(&p);
}

/* The version of a schema: user_version, in the header of SQLite's files. */
static void
version_set(struct place *p, unsigned char version)
{
	FILE *f = fopen(p->target, "r+");

	assert_non_null(f);
	assert_int_equal(fseek(f, 63, SEEK_SET), 0);
	assert_int_equal(fwrite(&version, 1, 1, f), 1);
	assert_int_equal(fclose(f), 0);
}

static void
other_schema_is_told(void **state)
{
	static const unsigned char versions[] = { 1, 63 };
	const char *pack;
	struct place p;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(versions); i++) {
		place_start(&p);
		pack = p.pack;
		file_import(
		    &p, file_make(&p, release[0].name, release[0].text));
		assert_null(p.report[p.n - 1].lost);
		version_set(&p, versions[i]);
		assert_int_equal(files_import(&p, &pack, 1), 0);
		assert_string_equal(p.report[p.n - 1].file, p.target);
		assert_string_equal(p.report[p.n - 1].lost, "ICD-10-CM");
		/* Without official files nothing is lost. */
		version_set(&p, versions[i]);
		assert_int_equal(files_import(&p, &pack, 1), 0);
		assert_null(p.report[p.n - 1].lost);
		place_end(&p);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(order_of_import_is_free),
		cmocka_unit_test(import_again_changes_nothing),
		cmocka_unit_test(children_and_rollback),
		cmocka_unit_test(files_in_part_are_refused),
		cmocka_unit_test(addenda_make_an_edition),
		cmocka_unit_test(archives_are_opened),
		cmocka_unit_test(conversion_tells_successors),
		cmocka_unit_test(anweb_keeps_its_days),
		cmocka_unit_test(anweb_sheet_has_one_row_a_code),
		cmocka_unit_test(other_schema_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
