/* What one official list says of a code: a list that is not loaded, one that
 * begins later, and a row that is not there, not yet or no more are told apart.
 * Layouts are CMS's; codes and amounts are invented. */
#include "../lookup/official.h"

#include "answer.h"

#define OPPS_HEAD \
	"HCPCS Code,Short Descriptor,SI,APC,Relative Weight,Payment Rate," \
	"National Unadjusted Copayment\n"

static const struct {
	const char *name, *text;
} files[] = {
	{ "July 2026 Addendum B.csv",
	    OPPS_HEAD "9001T,w,T,5441,1.0,\"$1,740.72\",$348.15\n"
		      "9002T,w,N,,,,\n" },
	{ "October 2026 Addendum B.csv",
	    OPPS_HEAD "9001T,w,J1,5442,1.0,$2,\n9003T,w,C,,,,\n" },
	{ "aa.csv",
	    "Addendum AA -- ASC Covered Surgical Procedures,,,,,,\n"
	    "HCPCS Code,,Short Descriptor,Subject to Multiple Procedure "
	    "Discounting,October 2026 Payment Indicator,October 2026  Payment "
	    "Weight  ,October 2026 Payment Rate\n"
	    "9001T,*,Words,Y,P3,1.3612,75.069999999999993\n" },
	{ "AOC_V2026Q4_01-MCR.txt",
	    "9001T      9002T\r\n9001T      9003T\r\n9004T      CCCCC\r\n" },
	{ "POAexemptCodesFY27.txt",
	    "Order27\tPOAexemptCode\tDescription\n1\tU90.1\tMade up\n" },
	{ "2026 Final Mappings.csv",
	    "2026 Final ICD-10-CM Mappings\n\n"
	    "Diagnosis Code,Description,CMS-HCC Model Category V28,"
	    "CMS-HCC Model Category V28 for 2026 Payment Year\n"
	    "U901,Made up,37,Yes\n" },
	{ "cy2026 telehealth.csv",
	    "LIST OF MEDICARE TELEHEALTH SERVICES FOR CALENDAR YEAR 2026,,\n"
	    "HCPCS,Short Descriptor,Proposed Action\n9001T,w,Maintain\n" },
};

static const struct {
	const char *list, *code;
	date on;
	const char *what;
} cases[] = {
	{ "opps", "9001T", 20260801,
	    "answered|9001T has status indicator T, APC 5441, national rate "
	    "$1,740.72, copayment $348.15 in the OPPS list.|" },
	{ "opps", "9001T", 20261001, "J1, APC 5442" },
	{ "opps", "9002T", 20261001,
	    "9002T was in the OPPS list (Addendum B) until 2026-09-30, and is "
	    "not on 2026-10-01.|" },
	{ "opps", "9003T", 20260801,
	    "9003T is in the OPPS list (Addendum B) from 2026-10-01 on only" },
	{ "opps", "9004T", 20260801,
	    "9004T is not in the OPPS list (Addendum B), edition 2026Q3.|" },
	{ "opps", "9001T", 20260101,
	    "held|The OPPS list of hospital outpatient payment that is loaded "
	    "here begins after 2026-01-01: a coder will" },
	{ "asc", "9001T", 20261001,
	    "answered|Yes: 9001T is on the ASC list, payment indicator P3, "
	    "national rate $75.07, half for a second procedure.|" },
	{ "asc", "9002T", 20261001, "answered|No: 9002T is not in the list" },
	{ "addon", "9001T", 20261001,
	    "Yes: 9001T is an add-on code; its primary codes are 9002T, "
	    "9003T.|" },
	{ "addon", "9004T", 20261001, "its contractor says to which codes" },
	{ "addon", "9002T", 20261001, "No: 9002T is not in the table of add" },
	{ "poa", "U901", 20261101, "Yes: U90.1 is exempt from present-on" },
	{ "poa", "U902", 20261101, "No: U90.2 is not in the list of codes" },
	{ "poa", "U901", 20260101, "held|The list of codes exempt" },
	{ "hcc", "U901", 20260801, "Yes: U90.1 is in category 37" },
	{ "hcc", "U909", 20260801, "No: U90.9 is not in the mapping" },
	{ "telehealth", "9001T", 20260801, "Yes: 9001T is on Medicare's" },
	{ "telehealth", "9002T", 20260801, "No: 9002T is not in Medicare's" },
	{ "clfs", "9001T", 20260801,
	    "held|The Clinical Laboratory Fee Schedule is not loaded here: a "
	    "coder will look at it.|For whoever runs this service:" },
	{ "base", "9001T", 20260801, "held|The table of anesthesia base" },
	{ "dmepos", "9001T", 20260801, "held|The DMEPOS fee schedule is not" },
};

static const char *
said(struct place *p, struct lookup *l, size_t i)
{
	bool icd = cases[i].code[0] == 'U';
	struct code code = { .system = icd ? CODE_ICD10CM : CODE_CPT,
		.units = 1 };
	struct fact facts[] = {
		{ .name = "list", .value = cases[i].list, .milli = INT64_MIN },
		{ .name = "wants", .value = "verdict", .milli = INT64_MIN },
	};
	struct question q = { .kind = "listed",
		.text = "t",
		.code = &code,
		.code_n = 1,
		.fact = facts,
		.fact_n = 2 };
	struct questions all = { .item = &q, .n = 1 };
	struct answers out;
	const char *s;
	size_t k;

	snprintf(code.text, sizeof(code.text), "%s", cases[i].code);
	if (answer_all(p->a, l, &all, cases[i].on, &out, &p->e))
		fail_msg("%s", p->e.text);
	s = arena_printf(
	    p->a, "%s|%s|", outcome_name(out.outcome), out.item[0].headline);
	for (k = 0; k < out.item[0].reason_n; k++)
		s = arena_printf(p->a, "%s%s|", s, out.item[0].reason[k].text);
	return s;
}

static void
lists_tell_four_ways(void **state)
{
	struct lookup *l;
	struct place p;
	size_t i, bad = 0;

	(void)state;
	place_start(&p);
	p.order.fewer = true;
	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		const struct import_report *r = file_import(
		    &p, file_make(&p, files[i].name, files[i].text));

		if (r->said != NULL || r->bad > 0 || r->rows == 0)
			fail_msg("%s is not taken", files[i].name);
	}
	l = place_open(&p);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *s = said(&p, l, i);

		if (strstr(s, cases[i].what) == NULL) {
			print_error("%s %s on %d: '%s' lacks '%s'\n",
			    cases[i].list, cases[i].code, (int)cases[i].on, s,
			    cases[i].what);
			bad++;
		}
	}
	lookup_close(l);
	place_end(&p);
	assert_int_equal(bad, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists_tell_four_ways),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
