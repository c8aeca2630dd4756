/* Claims in the words of people: pairs, modifiers, limits of units, global
 * periods, requests. The pack is ours, the official rows are invented (codes
 * Q9701 and on; G0463 is a visit). Runs in the project's top folder. */
#include "../lookup/official.h"

#include "answer.h"
#include "buf.h"
#include "question.h"

#define PTP \
	"CPT only copyright 2025 American Medical " \
	"Association.\t\t\t\t\t\t\r\n" \
	"Column1/Column2 Edits\t\t\t\t\t\t\r\n" \
	"Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\t" \
	"PTP Edit Rationale\r\n" \
	"\t\tprior to 1996\tDate\tDate\t0=not allowed\t\r\n" \
	"\t\t\t\t*=no data\t1=allowed\t\r\n" \
	"\t\t\t\t\t9=not applicable\t\r\n" \
	"Q9701\tQ9702\t\t20200101\t*\t0\tMore extensive procedure\r\n" \
	"Q9701\tQ9703\t\t20200101\t*\t1\tMisuse of column two\r\n" \
	"Q9701\tQ9704\t\t20200101\t*\t1\tLaboratory panel\r\n" \
	"Q9701\tQ9705\t\t20200101\t20251231\t0\tMore extensive procedure\r\n" \
	"Q9701\tQ9706\t\t20200101\t20200101\t9\tMisuse of column two\r\n" \
	"Q9701\tG0463\t\t20200101\t*\t1\tStandards of practice\r\n" \
	"Q9707\tG0463\t\t20200101\t*\t1\tStandards of practice\r\n"
#define MUE \
	"\"CPT only copyright. All rights reserved.\n" \
	"Second line, of the notice.\",,,\n" \
	"\"HCPCS/\nCPT Code\",Practitioner Services MUE Values," \
	"MUE Adjudication Indicator,MUE Rationale\n" \
	"Q9701,3,3 Date of Service Edit: Clinical,Clinical: Data\n" \
	"Q9702,1,2 Date of Service Edit: Policy,Anatomic Consideration\n" \
	"Q9703,2,1 Line Edit,Clinical: Data\n" \
	"G0127,1,2 Date of Service Edit: Policy,Nature of Service\n"
#define FEE(code, status, days, bilateral) \
	code ",,X," status ",,1.50,2.00,,1.00,NA,0.10,3.60,2.60,0," days \
	     ",0.10,0.80,0.10,2," bilateral \
	     ",0,1,0,9000T,32.3465,09,0,99,0.00,0.00,0.00\n"
#define RVU \
	",,2025 National Physician Fee Schedule Relative Value File October " \
	"Release,,,,\n" \
	"HCPCS,MOD,DESCRIPTION,CODE,PAYMENT,RVU,PE RVU,INDICATOR,PE RVU," \
	"INDICATOR,RVU,TOTAL,TOTAL,IND,DAYS,OP,OP,OP,PROC,SURG,SURG,SURG," \
	"SURG,BASE,FACTOR,PROCEDURES,FLAG,INDICATOR,AMOUNT,AMOUNT," \
	"AMOUNT\n" FEE("Q9701", "A", "000", "1") FEE("Q9702", "A", "010", "2") \
	    FEE("Q9703", "A", "XXX", "3") FEE("Q9704", "A", "XXX", "0") \
		FEE("Q9705", "A", "XXX", "0") FEE("Q9706", "A", "XXX", "0") \
		    FEE("Q9707", "A", "090", "1") \
			FEE("Q9708", "B", "XXX", "0") \
			    FEE("Q9709", "A", "ZZZ", "0") \
				FEE("G0463", "A", "XXX", "0") \
				    FEE("G0438", "A", "XXX", "0") \
					FEE("G0127", "A", "010", "1")

static const struct {
	const char *want, *ask;
} cases[] = {
	/* pairs: indicator 0, 1, ended, never in force, none */
	{ "no Q9701", "Can I bill Q9701 with Q9702?" },
	{ "no Q9701", "Can I bill Q9702 with Q9701?" },
	{ "no Q9701", "Q9701 and Q9702-59, separate lesions, both?" },
	{ "only_if Q9703-59 Q9701", "Can I bill Q9703 with Q9701?" },
	{ "yes Q9701 Q9703-59",
	    "Can I bill Q9701 with Q9703 on a separate lesion?" },
	{ "no Q9701", "Can I bill Q9701 with Q9703 on the same lesion?" },
	{ "yes Q9701-RT Q9703-LT", "Can I bill Q9701-RT and Q9703-LT?" },
	{ "no Q9701-RT", "Can I bill Q9701-RT and Q9703-RT?" },
	{ "only_if Q9701 Q9703-XS", "Can I bill Q9701 and Q9703-XS?" },
	{ "held", "Can I bill Q9701 with Q9703, separate lesion in the same "
		  "knee?" },
	{ "no Q9701", "Can I bill Q9701 with Q9704?" },
	{ "yes Q9701 Q9704-59",
	    "Can I bill Q9701 with Q9704 at a separate session?" },
	{ "yes Q9701 Q9705", "Can I bill Q9701 with Q9705?" },
	{ "no Q9701", "DOS 12/31/2025. Can I bill Q9701 with Q9705?" },
	{ "yes Q9701 Q9706", "Can I bill Q9701 with Q9706?" },
	{ "held", "Can I bill Q9701 with Q9706 in the same 15 minutes?" },
	{ "held", "Can I bill Q9701 with Q9799?" },
	{ "held", "Facility claim: can I bill Q9701 with Q9703?" },
	{ "held", "Our contract says no. Can I bill Q9701 with Q9703?" },
	{ "held", "Is it Q9701 or Q9703 that we can bill?" },
	/* whole claims */
	{ "no Q9701 Q9706", "please scrub this claim: Q9701, Q9702, Q9706" },
	{ "only_if Q9701 Q9703-59 Q9706",
	    "check this claim: Q9701, Q9703, Q9706" },
	{ "no Q9701", "Can Q9701 be billed with Q9708?" },
	{ "no", "Is Q9708 billable?" },
	/* denials of two, and what Medicare pays at all */
	{ "no Q9701", "Q9702 denied when billed with Q9701, CO-97. Fix?" },
	{ "no Q9701", "Scrubber kicked out Q9702 against Q9701. Appeal?" },
	{ "no", "Can Q9709 be on a claim by itself?" },
	{ "no", "Q9709 went out with no primary on the claim. Will it pay?" },
	{ "no Q9701", "Q9701 and Q9702 done same time. Kosher?" },
	{ "no Q9701", "Q9703 into the right knee at the end of the right "
		      "knee Q9701. Charge it?" },
	{ "no", "Does Medicare cover Q9708?" },
	{ "only_if", "Will Medicare pay for Q9704?" },
	{ "no", "Can G0127 be billed with 2 units?" },
	{ "no", "Q9707 on 3/2, came back 3/9 for a packing change, G0463. Can "
		"we bill it?" },
	{ "yes Q9701 Q9709", "Can I bill Q9701 with Q9709?" },
	{ "only_if Q9706 Q9703 x3", "Can I bill Q9706 with Q9703 x3?" },
	/* visits */
	{ "only_if Q9701 G0463-25", "Can I bill Q9701 with G0463?" },
	{ "yes G0463-25 Q9701",
	    "Can I bill G0463 with Q9701? A separate problem was addressed." },
	{ "yes G0463-25 Q9701",
	    "Can I bill G0463-59 with Q9701 for a separate problem?" },
	{ "no Q9701",
	    "Patient came only for Q9701. Can I bill G0463 with it?" },
	{ "only_if Q9707 G0463-57", "Can I bill Q9707 with G0463?" },
	{ "yes G0463-57 Q9707",
	    "Can I bill G0463 with Q9707, it was the decision for surgery?" },
	{ "only_if Q9702 G0463-25", "Can I bill Q9702 with G0463?" },
	{ "only_if G0438 G0463-25", "Can I bill G0438 with G0463?" },
	{ "yes Q9703 G0463", "Can I bill Q9703 with G0463?" },
	{ "ask code", "can i bill these two together with a 59?" },
	/* modifiers */
	{ "G0463-57 Q9707",
	    "G0463 was the decision for surgery Q9707. Which modifier?" },
	{ "G0463-25 Q9701",
	    "G0463 for a separate problem beside Q9701, which modifier?" },
	{ "G0463-24", "Post-op day 40, new shoulder pain, G0463. Modifier?" },
	{ "Q9707-78", "Taken back to the OR on POD 3 for a hematoma, Q9707. "
		      "Which modifier?" },
	{ "Q9707-79", "3 weeks after surgery, unrelated Q9707 by the same "
		      "surgeon. Which modifier?" },
	{ "Q9707-58", "Staged procedure Q9707, 3 weeks after surgery. Which "
		      "modifier?" },
	{ "Q9707-79-LT", "Right eye 1/12/2026 Q9707-RT, left eye 2/9/2026 same "
			 "surgeon. What modifiers on the second claim?" },
	{ "no", "Medicare, day 20 after surgery, wound infection looked after "
		"in the office. Can we charge the visit with 24?" },
	{ "only_if", "Aetna, day 20 after surgery, wound infection looked "
		     "after in the office. Can we charge the visit with 24?" },
	{ "Q9703 Q9703-76", "Q9703 repeated by the same doctor. Modifier?" },
	{ "Q9703 Q9703-77", "Q9703 repeated by another doctor. Modifier?" },
	{ "ask again_by", "Q9703 was repeated that day. Which modifier?" },
	{ "Q9703-QW", "Q9703 under a CLIA certificate of waiver, modifier?" },
	{ "Q9701-50", "Q9701 on both sides, one line, modifier?" },
	{ "info Q9702", "Q9702 on both sides, which modifier?" },
	{ "held", "Q9702 on the left, Q9704 on both feet - both, and with "
		  "which modifier?" },
	{ "G0463-57 Q9707",
	    "G0463 was the decision for surgery Q9707 (90 day global). What "
	    "modifier belongs on the visit?" },
	{ "info", "Q9704 on both sides, which modifier?" },
	{ "ask payer", "Screening colonoscopy turned therapeutic, Q9701. Which "
		       "modifier?" },
	{ "Q9701-PT", "Medicare screening colonoscopy turned therapeutic, "
		      "Q9701. Which modifier?" },
	{ "Q9701-33", "Aetna screening colonoscopy turned therapeutic, Q9701. "
		      "Which modifier?" },
	{ "Q9701-53", "Q9701 aborted because of hypotension. Which modifier?" },
	{ "Q9701-62", "Co-surgeons, Q9701. Which modifier for each?" },
	{ "Q9701-AS", "The PA assisted at Q9701. Which modifier?" },
	{ "Q9701-80", "Assistant surgeon, MD, Q9701. Which modifier?" },
	{ "no", "Can we bill Medicare for the PA who assisted at Q9701?" },
	{ "no Q9701-AS", "Q9701-80 for the PA who assisted at surgery, Aetna. "
			 "Correct?" },
	{ "Q9701-82", "No qualified resident available, assistant surgeon for "
		      "Q9701. Which modifier?" },
	{ "Q9703-26", "Hospital owns the machine, we read Q9703. Modifier?" },
	{ "info", "Patient signed an ABN. Which modifier?" },
	{ "yes Q9701-53", "Q9701 aborted because of hypotension, should I use "
			  "modifier 53?" },
	{ "no Q9701-53", "Q9701 aborted because of hypotension, can I use "
			 "modifier 52?" },
	{ "held", "Staged and unrelated Q9707 in the global period. Which "
		  "modifier?" },
	{ "held", "Q9701 and Q9707 aborted because of hypotension. Which "
		  "modifier?" },
	/* limits of units: below, at, above; by line, by day, absolute */
	{ "info", "What is the MUE of Q9701?" },
	{ "yes", "Can we bill Q9701 x3, what is the MUE?" },
	{ "only_if", "Q9701 x4 denied, units over the MUE. Can we appeal?" },
	{ "no", "Q9702 x2 denied, units over the MUE. Split lines?" },
	{ "only_if", "Q9703 x3 denied, units over the MUE. Split lines?" },
	{ "info", "What is the MUE of Q9706?" },
	{ "no", "Denied for units, MAI 2. Can I appeal or split lines?" },
	{ "yes", "Denied for units, MAI 1. Can I split lines?" },
	{ "only_if", "Denied for units, MAI 3. Can I appeal?" },
	{ "11102 11103", "We sent 11102 x2 and it denied: units over MUE." },
	{ "no 20610-RT", "Two needles in the same right knee, 20610 x2 RT, "
			 "came back. Right way?" },
	/* the global period: last day and the day behind it */
	{ "info", "What is the global period of Q9707?" },
	{ "yes", "Q9707 on 1/5/2026. Is a visit on 4/5/2026 inside the "
		 "global?" },
	{ "no", "Q9707 on 1/5/2026. Is a visit on 4/6/2026 inside the "
		"global?" },
	{ "yes", "Q9702 on 1/5/2026. Is a visit on 1/15/2026 inside the "
		 "global?" },
	{ "no", "Q9702 on 1/5/2026. Is a visit on 1/16/2026 inside the "
		"global?" },
	{ "yes", "Q9707 on 1/5/2026; visit on 4/6/2026. Can we bill it?" },
	{ "held", "When is the global of Q9799 over?" },
	{ "no", "Routine post-op visit G0463, 3 weeks after surgery. Can we "
		"bill it?" },
	{ "G0463-24", "G0463 in the global period of Q9707, unrelated. Which "
		      "modifier?" },
	{ "held", "What is the MUE of Q9799?" },
	/* requests */
	{ "only_if Q9701 Q9703-59", "PAIR Q9701 Q9703" },
	{ "info", "MUE Q9701" },
	{ "info", "GLOBAL Q9707 2026-05-04" },
	{ "info", "HELP" },
	{ "info", "STATUS" },
	{ "info", "PAIR" },
};

static struct place place;
static struct lookup *lookup;
static struct question_rules *rules;

static int
claims_open(void **state)
{
	static const char *const name[] = { "ccipra-v323r0.txt",
		"MCR_MUE_PractitionerServices_Eff_01-01-2025.csv",
		"PPRRVU2025_Oct.csv" };
	static const char *const text[] = { PTP, MUE, RVU };
	struct fact_row *row;
	size_t n;

	(void)state;
	place_start(&place);
	snprintf(place.pack, sizeof(place.pack), "data");
	place.order.fewer = true;
	for (size_t i = 0; i < 3; i++)
		file_import(&place, file_make(&place, name[i], text[i]));
	lookup = place_open(&place);
	if (lookup_rules(lookup, place.a, &row, &n, &place.e) != 0 ||
	    question_rules_new(row, n, &rules, &place.e) != 0) {
		fprintf(stderr, "%s\n", place.e.text);
		return -1;
	}
	return 0;
}

static int
claims_close(void **state)
{
	(void)state;
	question_rules_free(rules);
	lookup_close(lookup);
	place_end(&place);
	return 0;
}

static void
asked(
    struct arena *a, const char *text, struct questions *q, struct answers *out)
{
	struct err e = { 0 };

	if (question_find_text(a, rules, "", text, q, &e) != 0 ||
	    answer_all(a, lookup, q, 20261122, out, &e) != 0)
		fail_msg("%s: %s", text, e.text);
}

/* "only_if Q9701 Q9703-59", "ask payer", "held". */
static void
told(const struct answers *all, struct buf *out)
{
	const struct answer *a = &all->item[0];

	if (a->verdict == VERDICT_NEED_FACTS)
		buf_puts(out, "ask");
	else if (a->verdict != VERDICT_CODES)
		buf_puts(out, verdict_name(a->verdict));
	for (size_t k = 0; k < a->line_n; k++) {
		const struct answer_line *l = &a->line[k];
		buf_printf(out, "%s%s", out->len ? " " : "", l->code);
		for (int m = 0; m < 4 && l->modifier[m] != NULL; m++)
			buf_printf(out, "-%s", l->modifier[m]);
		if (l->units != 1)
			buf_printf(out, " x%d", l->units);
	}
	for (size_t k = 0; k < a->ask_n && k < 1; k++)
		buf_printf(out, " %s", a->ask[k].fact);
}

static void
claims_are_decided(void **state)
{
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *a = arena_new(16u << 20);
		struct questions q;
		struct answers all;
		struct buf got;

		asked(a, cases[i].ask, &q, &all);
		buf_init(&got, 4096);
		told(&all, &got);
		if (strcmp(buf_text(&got), cases[i].want) != 0) {
			fprintf(stderr, "%s: '%s', not '%s' (%s, %s)\n",
			    cases[i].ask, buf_text(&got), cases[i].want,
			    q.item[0].kind, all.item[0].headline);
			bad++;
		}
		buf_free(&got);
		arena_free(a);
	}
	assert_int_equal(bad, 0);
}

static void
says(const char *text, const char *what)
{
	struct arena *a = arena_new(16u << 20);
	struct questions q;
	struct answers all;
	const char *s;

	asked(a, text, &q, &all);
	s = all.item[0].headline;
	for (size_t i = 0; i < all.item[0].reason_n; i++)
		s = arena_printf(a, "%s|%s", s, all.item[0].reason[i].text);
	s = arena_printf(
	    a, "%s|%s|%d", s, all.item[0].vintage, (int)all.item[0].as_of);
	if (strstr(s, what) == NULL)
		fail_msg("%s: '%s' lacks '%s'", text, s, what);
	arena_free(a);
}

static void
reasons_are_told(void **state)
{
	(void)state;
	says("Can I bill Q9701 with Q9706?",
	    "no edit found in the practitioner table 2026Q4 (v323r0) for "
	    "2026-11-22");
	/* how much was looked up, what changes, which data answered */
	says("check this claim: Q9701, Q9703, Q9706",
	    "All 3 pairs of these lines were looked up in the practitioner "
	    "table 2026Q4 (v323r0) for 2026-11-22: 1 with an edit, no edit "
	    "found for the others.");
	says("check this claim: Q9701, Q9703, Q9705, Q9706, Q9709",
	    "then report the 5 lines below, with Q9703-59.");
	says("check this claim: Q9701, Q9703, Q9706",
	    "Unit limits: 2 of the 3 lines have one (MUE), and none is over "
	    "it.");
	says("Can I bill Q9701 with Q9703?",
	    "; NCCI PTP edits, practitioner, 2026Q4 (v323r0)");
	says("Q9707 on 1/5/2026, returned to the OR on 2/6/2026 for bleeding. "
	     "Is this in the global?",
	    "Modifier 78, on the code of what was done on the return");
	says("What is G0127?",
	    "Medicare's limit of units for G0127: 1 a day (MUE, MAI 2; "
	    "practitioner table).");
	says("What is G0127?",
	    "Medicare's fee schedule on G0127: 10 global days: the day of the "
	    "procedure and the 10 days after it (11 in all). Bilateral "
	    "indicator 1: both sides are paid 150 percent.");
	says("GLOBAL Q9707 2026-05-04", "|20260504");
	says("Can I bill Q9701 with Q9705?", "ended on 2025-12-31");
	says("Can I bill Q9701 with Q9703?", "column 2 (the one denied)");
	says("Facility claim: can I bill Q9701 with Q9703?",
	    "The whole NCCI hospital table of pairs (PTP) is not loaded");
	says("What is the MUE of Q9706?", "some limits are not published");
	says("Q9702 done 5/4/2026. When is the global over?",
	    "from 2026-05-04 to 2026-05-14");
	says("Q9707 done 5/4/2026. When is the global over?",
	    "from 2026-05-03 to 2026-08-02");
	says("Q9701 done 5/4/2026. When is the global over?",
	    "only the day of the procedure");
	says("Q9709 done 5/4/2026. When is the global over?",
	    "no global period of its own");
	says("Day 20 after surgery, wound infection, office only, Medicare. "
	     "Can we charge the visit with 24?",
	    "CPT and payers that follow it");
}

/* Nothing of other people, and nothing of mails. */
static void
standing_is_shown(void **state)
{
	struct standing_case one = { "C-abcdefghijkl", 20261120,
		"with a coder" };
	struct standing open = { &one, 1 }, none = { NULL, 0 };
	struct arena *a = arena_new(4u << 20);
	struct questions q;
	struct answers all;
	struct err e = { 0 };

	(void)state;
	asked(a, "STATUS", &q, &all);
	assert_non_null(strstr(all.item[0].headline, "Which question?"));
	q.standing = &none;
	assert_int_equal(answer_all(a, lookup, &q, 20261122, &all, &e), 0);
	assert_non_null(
	    strstr(all.item[0].headline, "No question from your address"));
	q.standing = &open;
	assert_int_equal(answer_all(a, lookup, &q, 20261122, &all, &e), 0);
	assert_int_equal(all.item[0].table_n, 1);
	assert_string_equal(all.item[0].table[0].cell[0], "C-abcdefghijkl");
	assert_string_equal(all.item[0].table[0].cell[1], "2026-11-20");
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(claims_are_decided),
		cmocka_unit_test(reasons_are_told),
		cmocka_unit_test(standing_is_shown),
	};

	return cmocka_run_group_tests(tests, claims_open, claims_close);
}
