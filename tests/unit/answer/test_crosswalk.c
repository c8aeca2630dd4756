/* Codes of ICD-9-CM in ICD-10 by the GEMs. The rows have the layout of CMS;
 * codes are invented but for a few of the public domain. */
#include "../lookup/official.h"

#include "answer.h"
#include "gem.h"

#define I9 \
	"25000 E119    10000\r\n" \
	"0730  A70     10111\r\n" \
	"0730  J17     10112\r\n" \
	"9990  U9011   00000\r\n" \
	"9991  U902    00000\r\n" \
	"9992  NoDx    11000\r\n" \
	"9993  U9011   10000\r\n" \
	"9993  U903    10000\r\n"
#define I10  "A000    0010  00000\r\nU9011   V9990 10000\r\n"
#define PCS  "9901 0ZZ9990 10000\r\n9901 0ZZ9991 10000\r\n"
#define BACK "0ZZ9990 9901 10000\r\n0ZZ9991 9901 10000\r\n"
#define LINE(n, code, level, letter) \
	n " " code " " level " Made up " letter \
	  "                                                   " \
	  " Made up in full " letter "\r\n"
#define ORDER \
	LINE("00001", "U90    ", "0", "A") \
	LINE("00002", "U9011  ", "1", "B") \
	LINE("00003", "U902   ", "0", "C") LINE("00004", "U9021  ", "1", "D")

static const char *const files[][2] = { { "2018_I9gem.txt", I9 },
	{ "2018_I10gem.txt", I10 }, { "gem_i9pcs 2018.txt", PCS },
	{ "gem_pcsi9 2018.txt", BACK }, { "icd10cm_order_2026.txt", ORDER } };

static const char *
said(struct place *p, enum code_system system, const char *text)
{
	struct code code = { .system = system, .units = 1 };
	struct question q = {
		.kind = "crosswalk", .text = "t", .code = &code, .code_n = 1
	};
	struct questions all = { .item = &q, .n = 1 };
	struct lookup *l = place_open(p);
	struct answers out;
	const char *s;
	size_t i;

	snprintf(code.text, sizeof(code.text), "%s", text);
	if (answer_all(p->a, l, &all, 20260101, &out, &p->e))
		fail_msg("%s", p->e.text);
	s = arena_printf(
	    p->a, "%s|%s|", outcome_name(out.outcome), out.item[0].headline);
	for (i = 0; i < out.item[0].line_n; i++)
		s = arena_printf(
		    p->a, "%sreport %s|", s, out.item[0].line[i].code);
	for (i = 0; i < out.item[0].reason_n; i++)
		s = arena_printf(p->a, "%s%s|", s, out.item[0].reason[i].text);
	for (i = 0;
	     out.item[0].table_n > 0 && i < 4 * out.item[0].table[0].rows; i++)
		s = arena_printf(
		    p->a, "%s[%s]", s, out.item[0].table[0].cell[i]);
	lookup_close(l);
	return s;
}

static void
says(struct place *p, enum code_system system, const char *text,
    const char *what)
{
	const char *s = said(p, system, text);

	if (strstr(s, what) == NULL)
		fail_msg("%s: '%s' lacks '%s'", text, s, what);
}

static void
files_load(struct place *p, size_t n)
{
	size_t i;

	place_start(p);
	for (i = 0; i < n; i++) {
		const struct import_report *r =
		    file_import(p, file_make(p, files[i][0], files[i][1]));

		if (r->said != NULL || r->bad > 0)
			fail_msg("%s: %s", files[i][0],
			    r->bad_rows ? r->bad_rows : "not taken");
	}
}

static void
codes_are_mapped(void **state)
{
	struct place p;

	(void)state;
	files_load(&p, 5);
	says(&p, CODE_ICD9CM, "250.00",
	    "answered|ICD-9-CM 250.00 is mapped to ICD-10-CM E11.9, "
	    "approximately.|");
	says(&p, CODE_ICD9CM, "250.00", "[not in edition FY2026]");
	says(&p, CODE_ICD9CM, "999.0",
	    "ICD-9-CM 999.0 is mapped to ICD-10-CM U90.11.|report U90.11|");
	says(&p, CODE_ICD9CM, "999.1", "[a header now: report a code below");
	assert_null(strstr(said(&p, CODE_ICD9CM, "999.1"), "report U90"));
	says(&p, CODE_ICD9CM, "999.2", "has no counterpart in ICD-10-CM");
	says(&p, CODE_ICD9CM, "999.3", "Each of the codes is an alternative");
	says(&p, CODE_ICD9CM, "073.0",
	    "[A70][set 1, one of part 1][approximate]");
	says(&p, CODE_ICD9CM, "073.0", "[J17][set 1, one of part 2]");
	says(&p, CODE_ICD9CM, "250", "answered|The map has no row for ICD-9");
	says(&p, CODE_ICD9CM, "99.01", "mapped to 2 codes of ICD-10-PCS");
	says(&p, CODE_ICD10CM, "U9011",
	    "answered|ICD-10-CM U90.11 is mapped to ICD-9-CM V99.90, appr");
	says(&p, CODE_ICD10PCS, "0ZZ9990",
	    "is mapped to ICD-9-CM procedure 99.01, approximately.");
	place_end(&p);
}

/* Not loaded is no "there is none". */
static void
missing_map_is_named(void **state)
{
	struct place p;

	(void)state;
	files_load(&p, 1);
	says(&p, CODE_ICD9CM, "999.0", "[not looked up: its code set is not");
	says(&p, CODE_ICD10CM, "U9011", "held|The map from ICD-10-CM to ICD-9");
	says(&p, CODE_ICD10CM, "U9011", "2018_I10gem.txt");
	says(&p, CODE_ICD9CM, "99.01", "held|The map from ICD-9-CM proc");
	place_end(&p);
}

static void
other_lines_are_refused(void **state)
{
	const struct import_report *r;
	struct place p;

	(void)state;
	place_start(&p);
	p.order.fewer = true;
	r = file_import(&p, file_make(&p, "2018_I9gem.txt",
				I9 "9994 NoDx 00000\r\n9995 U901\r\n"));
	assert_int_equal(r->bad, 2);
	assert_int_equal(r->rows, 8);
	file_refused(&p, file_make(&p, "I9gem.txt", I9), "from which day");
	file_refused(
	    &p, file_make(&p, "2017_I9gem.txt", I9 "9994 U9"), "cut short");
	place_end(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes_are_mapped),
		cmocka_unit_test(missing_map_is_named),
		cmocka_unit_test(other_lines_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
