/* What is answered from files of CDC and CMS: headers, units, ended codes,
 * days outside what is loaded. The codes are invented. */
#include "../lookup/official.h"

#include "answer.h"
#include "licence.h"

#define LINE(n, code, level, letter) \
	n " " code " " level " Made up " letter \
	  "                                                   " \
	  " Made up in full " letter "\r\n"
#define FY2020 \
	LINE("00001", "U90    ", "0", "A") LINE("00002", "U901   ", "1", "B")
#define FY2021 \
	FY2020 LINE("00003", "U902   ", "0", "C") \
	    LINE("00004", "U9021  ", "1", "D")
#define FY2022 \
	LINE("00001", "U90    ", "0", "A") \
	LINE("00002", "U902   ", "0", "C") LINE("00003", "U9021  ", "1", "D")
#define SHEET \
	"HCPC,SEQNUM,RECID,LONG DESCRIPTION,SHORT DESCRIPTION,PRICE1,MULT_PI," \
	"XREF1,COV,BETOS,TOS1,ADD DT,ACT EFF DT,TERM DT,ACTION CD\n" \
	"Q9701,0010,3,\"Invented thing, 5 ml\",S,57,A,,D,O1E,1,20100101," \
	"20200101,,N\n"

static const char *const names[] = { "icd10cm_order_2020.txt",
	"icd10cm_order_2021.txt", "icd10cm_order_2022.txt",
	"HCPC2021_OCT_ANWEB.csv" };
static const char *const texts[] = { FY2020, FY2021, FY2022, SHEET };

/* All that the reply would say, as one text. */
static char *
said(struct place *p, enum code_system system, const char *text, date on)
{
	struct code code = { .system = system, .units = 1 };
	struct question q = {
		.kind = "explain", .text = "t", .code = &code, .code_n = 1
	};
	struct questions all = { .item = &q, .n = 1 };
	struct lookup *l = place_open(p);
	struct answers out;
	char *s;
	size_t i, k;

	snprintf(code.text, sizeof(code.text), "%s", text);
	if (answer_all(p->a, l, &all, on, &out, &p->e))
		fail_msg("%s", p->e.text);
	s = arena_printf(
	    p->a, "%s|%s|", outcome_name(out.outcome), out.item[0].headline);
	for (i = 0; i < out.item[0].reason_n; i++)
		s = arena_printf(p->a, "%s%s|", s, out.item[0].reason[i].text);
	for (i = 0; i < out.item[0].table_n; i++)
		for (k = 0; k < out.item[0].table[i].rows; k++)
			s = arena_printf(p->a, "%s[%s]", s,
			    out.item[0].table[i].cell[2 * k]);
	s = strdup(s);
	lookup_close(l);
	return s;
}

static void
says(struct place *p, enum code_system system, const char *text, date on,
    const char *what)
{
	char *s = said(p, system, text, on);

	if (strstr(s, what) == NULL)
		fail_msg("%s on %d: '%s' lacks '%s'", text, (int)on, s, what);
	free(s);
}

static void
official_rows_answer(void **state)
{
	struct place p;
	size_t i;

	(void)state;
	place_start(&p);
	p.order.fewer = true;
	for (i = 0; i < 4; i++)
		file_import(&p, file_make(&p, names[i], texts[i]));
	says(&p, CODE_ICD10CM, "U90", 20210101,
	    "answered|U90 is a header and not valid for submission: Made up in "
	    "full A.|");
	says(&p, CODE_ICD10CM, "U90", 20210101, "the 2 codes below U90");
	says(&p, CODE_ICD10CM, "U90", 20210101, "[U90.1][U90.21]");
	says(&p, CODE_ICD10CM, "U901", 20210101,
	    "answered|U90.1: Made up in full B");
	says(&p, CODE_ICD10CM, "U901", 20210101, "U90.1 is valid for subm");
	says(&p, CODE_ICD10CM, "U901", 20211001, "its last day was 2021-09-30");
	says(&p, CODE_ICD10CM, "U9021", 20200901, "it begins on 2020-10-01");
	says(&p, CODE_ICD10CM, "U909", 20210101,
	    "answered|There is no code U90.9 in ICD-10-CM, edition FY2021.");
	says(&p, CODE_ICD10CM, "U901", 20180101,
	    "held|What U90.1 was on 2018-01-01 is not known here: the editions "
	    "that are loaded begin on 2019-10-01.");
	says(&p, CODE_ICD10CM, "U9021", 20231001,
	    "Edition FY2022 is the newest that is loaded");
	says(&p, CODE_HCPCS, "Q9701", 20211101,
	    "One unit of Q9701 is \"5 ml\".|For Q9701, special coverage");
	says(&p, CODE_HCPCS, "Q9799", 20211101, "There is no code Q9799");
	says(&p, CODE_CPT, "99999", 20211101, "held|No loaded table knows");
	place_end(&p);
}

/* A code that the pack does not know, by a file of the AMA's layout. */
static void
text_of_the_ama_bears_its_licence(void **state)
{
	static const char text[] = "American Medical Association\n\n"
				   "9002T\tInvented service two\n";
	struct licence licence = { "Made-up Practice", 2026, 0 };
	struct code code = { .system = CODE_CPT, .text = "9002T", .units = 1 };
	struct question q = {
		.kind = "explain", .text = "t", .code = &code, .code_n = 1
	};
	struct questions all = { .item = &q, .n = 1 };
	struct answers out;
	struct lookup *l;
	struct place p;

	(void)state;
	place_start(&p);
	file_import(&p, p.pack);
	assert_int_equal(licence_set(p.target, &licence, &p.e), 0);
	file_import(&p, file_make(&p, "2026 LONGULT.txt", text));
	l = place_open(&p);
	assert_int_equal(answer_all(p.a, l, &all, 20260301, &out, &p.e), 0);
	assert_string_equal(
	    out.item[0].headline, "9002T: Invented service two");
	assert_non_null(out.item[0].licence);
	assert_string_equal(out.item[0].licence->holder, "Made-up Practice");
	strcpy(code.text, "9099T");
	assert_int_equal(answer_all(p.a, l, &all, 20260301, &out, &p.e), 0);
	assert_null(out.item[0].licence);
	lookup_close(l);
	place_end(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(official_rows_answer),
		cmocka_unit_test(text_of_the_ama_bears_its_licence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
