/* Kinds fee, anesthesia and telehealth, asked in the words of people: the
 * starter pack, and files in CMS's layouts with invented codes and amounts.
 * Runs in the project's top folder. */
#include "../lookup/official.h"

#include "answer.h"

#define DAY 20260615

/* work 1.00, office 2.00, facility 0.50, malpractice 0.10; factor 30.0000. */
#define VALUES(code, modifier, status, global, indicators) \
	code "," modifier ",Words," status \
	     ",,1.00,2.00,,0.50,,0.10,3.10,1.60,0," global \
	     ",0.10,0.70,0.20," indicators \
	     ",,,30.0000,09,0,99,0.00,0.00,0.00\n"
#define RVU \
	",,2026 Relative Value File April Release\n" \
	"HCPCS,MOD,DESCRIPTION,X,X,X,X,X,X,X,X,X,X,X,X,X,X,X,X,X,X,X,X,X,X,X," \
	"X,X,X,X,X,X\n" VALUES("Q9701", "", "A", "090", "2,1,2,2,0") \
	    VALUES("Q9701", "26", "A", "090", "2,1,2,2,0") \
		VALUES("Q9702", "", "A", "000", "2,0,1,0,9") \
		    VALUES("Q9703", "", "A", "000", "0,3,0,1,2") \
			VALUES("Q9704", "", "X", "XXX", "9,9,9,9,9") \
			    VALUES("Q9705", "", "B", "XXX", "9,9,9,9,9") \
				VALUES("Q9706", "", "C", "YYY", "9,9,9,9,9")
#define GPCI \
	"MAC contractor,State,Locality Number,Locality Name,2026 PW GPCI," \
	"2026 PE GPCI,2026 MP GPCI\n" \
	"10112,AL,00,ALABAMA,1.000,0.500,1.000\n" \
	"13202,NY,01,MANHATTAN,2.000,1.000,1.000\n" \
	"13292,NY,04,QUEENS,1.000,1.000,1.000\n"
#define COUNTIES \
	"COUNTIES INCLUDED IN 2026 LOCALITIES,,,,\n" \
	"Medicare Adminstrative Contractor,Locality Number,State ," \
	"Fee Schedule Area ,Counties\n" \
	"10112,0,ALABAMA,STATEWIDE,ALL COUNTIES\n" \
	"13202,1,NEW YORK,MANHATTAN,NEW YORK\n13292,4,,QUEENS,QUEENS\n"
#define LABORATORY \
	"YEAR,HCPCS,MOD,EFF_DATE,INDICATOR,RATE,SHORTDESC\n" \
	"2026,Q9704,,20260101,N,12.34,s\n"

struct desk {
	struct place p;
	struct lookup *l;
	struct question_rules *rules;
};

static const char *const names[] = { "PPRRVU2026_APR_nonQPP.csv",
	"GPCI2026.csv", "26LOCCO.csv", "CLFS_CY2026_Q2.csv" };
static const char *const texts[] = { RVU, GPCI, COUNTIES, LABORATORY };
#define FILES     (sizeof(names) / sizeof(names[0]))
#define FILES_MAX 8 /* that one desk holds */

static void
desk_open(
    struct desk *d, const char *const *name, const char *const *text, size_t n)
{
	struct fact_row *row;
	const char *paths[FILES_MAX];
	size_t i, rows;

	assert_true(n <= FILES_MAX);
	place_start(&d->p);
	snprintf(d->p.pack, sizeof(d->p.pack), "data");
	for (i = 0; i < n; i++)
		paths[i] = file_make(&d->p, name[i], text[i]);
	if (n == 0)
		paths[n++] = "data";
	if (files_import(&d->p, paths, n))
		fail_msg("%s", d->p.e.text);
	d->l = place_open(&d->p);
	assert_int_equal(lookup_rules(d->l, d->p.a, &row, &rows, &d->p.e), 0);
	assert_int_equal(question_rules_new(row, rows, &d->rules, &d->p.e), 0);
}

static void
desk_close(struct desk *d)
{
	question_rules_free(d->rules);
	lookup_close(d->l);
	place_end(&d->p);
}

static void
says(struct desk *d, const char *asked, const char *what)
{
	struct questions q;
	struct answers all;
	const char *text;
	size_t i;

	if (question_find_text(d->p.a, d->rules, "", asked, &q, &d->p.e) ||
	    answer_all(d->p.a, d->l, &q, DAY, &all, &d->p.e))
		fail_msg("%s", d->p.e.text);
	text = arena_printf(d->p.a, "%s %s|%s|", outcome_name(all.outcome),
	    verdict_name(all.item[0].verdict), all.item[0].headline);
	for (i = 0; i < all.item[0].reason_n; i++)
		text = arena_printf(
		    d->p.a, "%s%s|", text, all.item[0].reason[i].text);
	if (strstr(text, what) == NULL)
		fail_msg("'%s': '%s' lacks '%s'", asked, text, what);
}

struct said {
	const char *asked, *what;
};

static void
all_said(struct desk *d, const struct said *said, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		says(d, said[i].asked, said[i].what);
}
#define ALL_SAID(d, said) all_said(d, said, sizeof(said) / sizeof(said[0]))

static void
amounts_follow_the_schedule(void **state)
{
	static const struct said said[] = {
		/* (1.00 + 2.00 + 0.10) * 30, (1.00 + 0.50 + 0.10) * 30. */
		{ "FEE Q9701", "info|Medicare allows for Q9701, national, no "
			       "locality: $93.00 in an office, $48.00 in a "
			       "facility" },
		{ "FEE Q9701 AL", "ALABAMA, AL (10112-00): $63.00 in an "
				  "office, $40.50 in a facility" },
		{ "How much does Medicare pay for Q9701 in Alabama?",
		    "$63.00 in an office" },
		{ "FEE Q9701 Manhattan", "MANHATTAN, NY (13202-01): $123.00" },
		{ "fee Q9701 Queens, NY", "QUEENS, NY (13292-04): $93.00" },
		{ "What does Medicare pay for Q9701 in Queens County, New "
		  "York?",
		    "QUEENS, NY" },
		/* Several localities: all of them. */
		{ "FEE Q9701 NY", "MANHATTAN, NY (13202-01): $123.00 in an "
				  "office, $78.00 in a facility; Q9701, "
				  "QUEENS" },
		{ "What is the allowable for Q9701 in a facility in Alabama?",
		    "$40.50 in a facility (" },
		/* Sides: indicator 1, 0 and 3. */
		{ "FEE Q9701-50 AL", "$94.50 in an office" },
		{ "FEE Q9702-50 AL", "$63.00 in an office" },
		{ "FEE Q9703-50 AL", "$126.00 in an office" },
		/* Assistants: 16 percent; of it 85 percent with AS. */
		{ "FEE Q9701-80 AL", "$6.48 in a facility" },
		{ "FEE Q9701-AS AL", "$5.51 in a facility" },
		{ "FEE Q9702-80 AL", "by its indicators nothing is paid" },
		{ "FEE Q9701-62 AL", "$25.31 in a facility" },
		{ "FEE Q9702-62 AL", "by its indicators nothing is paid" },
		{ "FEE Q9703-66 AL", "by report in an office" },
		{ "FEE Q9701-51 AL", "$31.50 in an office" },
		/* Parts of the global fee: 80, 20 and 70 percent. */
		{ "FEE Q9701-54 AL", "$32.40 in a facility" },
		{ "FEE Q9701-55 AL", "$8.10 in a facility" },
		{ "FEE Q9701-78 AL", "$28.35 in a facility" },
		{ "FEE Q9701-26 AL", "Q9701-26, ALABAMA" },
		{ "limiting charge for Q9701 in Alabama",
		    "limiting charge $68.83 in an office, $44.25 in a "
		    "facility" },
		{ "How much does Medicare pay an NP for Q9701 in Alabama?",
		    "$53.55 in an office" },
		{ "RVUs for Q9701", "3.10 relative value units in an office, "
				    "1.60 in a facility, of which work 1.00" },
		{ "What does Medicare pay for Q9701 and Q9702 in Alabama?",
		    "at 50 percent" },
		/* What the schedule does not pay. */
		{ "FEE Q9704 AL", "info|Q9704: the Clinical Laboratory Fee "
				  "Schedule allows $12.34." },
		{ "FEE Q9705 AL", "pays nothing for it by itself, status B" },
		{ "FEE Q9706 AL", "by report in an office" },
		{ "FEE Q9799 AL", "held held|Q9799 is not in the Physician "
				  "Fee Schedule, edition 2026Q2. A coder" },
		{ "FEE Q9701 Springfield, WY", "asked_back" },
		{ "How much does Aetna pay for Q9701?", "held held|Only "
							"Medicare" },
		{ "What does Medicare allow for Q9701 in Alabama, date of "
		  "service 1/5/2026?",
		    "The release of that day is not loaded: these are the "
		    "values of edition 2026Q2" },
		{ "What does Medicare allow for Q9701 in Alabama, date of "
		  "service 12/5/2025?",
		    "held held|" },
		{ "Does Medicare pay an assistant at surgery for Q9701?",
		    "answered yes|Yes. Assistant indicator 2" },
		{ "Does Medicare pay an assistant at surgery for Q9703?",
		    "answered only_if|Only with documents." },
		{ "Does Medicare pay an assistant at surgery for Q9702?",
		    "answered no|No. Assistant indicator 1" },
	};
	struct desk d;

	(void)state;
	desk_open(&d, names, texts, FILES);
	ALL_SAID(&d, said);
	desk_close(&d);
}

/* The center is paid by a list of its own, the physician at the facility
 * rate. */
static void
centers_are_paid_by_their_list(void **state)
{
	static const char asked[] =
	    "What does Medicare pay for Q9701 in an ASC in Alabama?";
	static const char physician[] =
	    "The physician's own work there: Medicare allows for Q9701, "
	    "ALABAMA, AL (10112-00): $40.50 in a facility";
	static const char *name[FILES + 1], *text[FILES + 1];
	struct desk d;
	size_t i;

	(void)state;
	desk_open(&d, names, texts, FILES);
	says(&d, asked, "held held|The list of ASC services is not loaded");
	says(&d, asked, physician);
	desk_close(&d);
	for (i = 0; i < FILES; i++) {
		name[i] = names[i];
		text[i] = texts[i];
	}
	name[FILES] = "aa.csv";
	text[FILES] =
	    "HCPCS Code,Subject to Multiple Procedure Discounting,April 2026 "
	    "Payment Indicator,April 2026 Payment Rate\nQ9701,Y,A2,1500.25\n";
	desk_open(&d, name, text, FILES + 1);
	says(&d, asked,
	    "answered info|Q9701 is on the ASC list, payment indicator A2, "
	    "national rate $1,500.25");
	says(&d, asked, physician);
	desk_close(&d);
}

/* Without a fee schedule: shares and factors of the pack alone. */
static void
shares_need_no_files(void **state)
{
	static const struct said said[] = {
		{ "What is the conversion factor for 2026?",
		    "2026: $33.4009; $33.5675 for qualifying participants" },
		{ "Medicare conversion factor 2025?", "2025: $32.3465." },
		{ "What was the conversion factor in 2024?",
		    "$32.7442 from 2024-01-01 to 2024-03-08; $33.2875 from "
		    "2024-03-09 to 2024-12-31" },
		{ "What is the conversion factor for 2031?", "held" },
		{ "What is the anesthesia conversion factor for 2025?",
		    "$20.3178" },
		{ "What percent does Medicare pay an assistant surgeon?",
		    "info|16 percent" },
		{ "What percentage does Medicare pay a PA who is first assist "
		  "on the case?",
		    "info|13.6 percent of the fee schedule amount: 85 percent "
		    "of 16 percent" },
		{ "NPs are paid at what percent of the fee schedule?",
		    "info|85 percent" },
		{ "What percent is a clinical social worker paid?",
		    "info|75 percent" },
		{ "How are co-surgeons paid by Medicare?",
		    "info|62.5 percent" },
		{ "What is the limiting charge?", "info|109.25 percent" },
		{ "What percent coinsurance is paid for a screening "
		  "colonoscopy with polyp removal?",
		    "info|15 percent" },
		{ "FEE 99213 NY", "held" },
	};
	struct desk d;

	(void)state;
	desk_open(&d, names, texts, 0);
	ALL_SAID(&d, said);
	desk_close(&d);
}

#define FACTORS \
	"Contractor,Locality,Locality Name,National Anes CF of 20.0000\n" \
	"10112,00,ALABAMA,20.00\n"
#define BASE "CODE\t2026\n\tBASE\n\tUNIT\n00790\t7\n"

/* Medicare rounds time to a tenth of a unit: 62 minutes are 4.1, 67 are 4.5. */
static void
anesthesia_counts_units(void **state)
{
	static const struct said said[] = {
		{ "00790, 60 anesthesia minutes, Medicare. Total units?",
		    "info|11.0 units: 7 base and 4.0 time (60 minutes)." },
		{ "00790, 62 anesthesia minutes, Medicare. Total units?",
		    "11.1 units: 7 base and 4.1 time" },
		{ "00790, 66 anesthesia minutes, Medicare. Total units?",
		    "11.4 units: 7 base and 4.4 time" },
		{ "00790, 67 anesthesia minutes, Medicare. Total units?",
		    "11.5 units: 7 base and 4.5 time" },
		{ "00790, 1 hour and 7 minutes of anesthesia for Medicare. How "
		  "many units?",
		    "11.5 units" },
		{ "00790 in Alabama, 60 minutes of anesthesia, Medicare. How "
		  "many units?",
		    "Medicare allows $220.00 in ALABAMA." },
		{ "00790-QK in Alabama, 60 minutes of anesthesia, Medicare. "
		  "How many units?",
		    "Medicare allows $110.00 in ALABAMA." },
		/* Physical status: not for Medicare. */
		{ "00790, P3, 60 anesthesia minutes, Medicare. Total units?",
		    "11.0 units" },
		{ "00790, P3, 60 anesthesia minutes, Aetna. Total units?",
		    "12.0 units: 7 base and 4.0 time (60 minutes) and 1 for" },
		{ "00790 with 99140, 60 anesthesia minutes, Cigna. How many "
		  "units?",
		    "13.0 units" },
		{ "00790-AD, 60 anesthesia minutes, how many units?",
		    "3 units for the physician who supervises" },
		{ "00790-AD, 60 anesthesia minutes, present at induction. How "
		  "many units?",
		    "4 units for the physician who supervises" },
		/* Told, where the table has no row. */
		{ "00800, 30 anesthesia minutes, base 4. Total units?",
		    "6.0 units: 4 base and 2.0 time" },
		{ "00800, 30 anesthesia minutes. Total units?", "asked_back" },
	};
	static const char *const name[] = { "ANES2026.csv", "base2026.txt",
		"GPCI2026.csv" };
	static const char *const text[] = { FACTORS, BASE, GPCI };
	struct desk d;

	(void)state;
	desk_open(&d, name, text, 3);
	ALL_SAID(&d, said);
	desk_close(&d);
}

/* One, two to four, more than four (Claims Processing Manual 12, 50). */
static void
anesthesia_knows_who_directs(void **state)
{
	static const struct said said[] = {
		{ "Anesthesiologist medically directs one CRNA. Which "
		  "modifiers?",
		    "reports QY, the anesthetist QX" },
		{ "Anesthesiologist directing 2 CRNAs, which modifiers?",
		    "reports QK, the anesthetist QX" },
		{ "Anesthesiologist directing 4 CRNAs, which modifiers?",
		    "reports QK, the anesthetist QX" },
		{ "Anesthesiologist supervising 5 rooms of anesthesia. Which "
		  "modifier?",
		    "reports AD." },
		{ "Anesthesiologist personally performed the case, what "
		  "modifier?",
		    "reports AA." },
		{ "CRNA without medical direction, what modifier?",
		    "The anesthetist reports QZ." },
		{ "CRNA medically directed by a physician, which modifier for "
		  "the CRNA?",
		    "QX" },
		{ "Which modifier does the CRNA use?", "asked_back" },
	};
	struct desk d;

	(void)state;
	desk_open(&d, names, texts, 0);
	ALL_SAID(&d, said);
	desk_close(&d);
}

#define LIST \
	"CY 2026 Final List of Medicare Telehealth Services\t\t\n" \
	"HCPCS\tShort Descriptor\tStatus\tCan Audio-only Interaction Meet " \
	"the Requirements?\n99213\tWords\tPermanent\tYes\n" \
	"97110\tWords\tPermanent\tNo\n"

static void
telehealth_follows_the_law_and_the_list(void **state)
{
	static const struct said said[] = {
		{ "Medicare: 99213 by video, patient at home. Which POS and "
		  "modifier?",
		    "By video: no modifier for Medicare, place of service 10" },
		{ "99213 telehealth visit, Medicare patient was at a rural "
		  "clinic, which place of service?",
		    "place of service 02" },
		{ "Audio-only visit 99213, Medicare patient at home, which "
		  "modifier?",
		    "modifier 93, place of service 10" },
		{ "97110 by phone, Medicare patient at home, which modifier?",
		    "answered no|No: the list says" },
		{ "Can we bill 99283 by video to Medicare?",
		    "answered no|No: 99283 is not on Medicare's list" },
		{ "Can we still bill 99442 to Medicare?", "answered no|No" },
		{ "Can we bill 98008 for a phone visit for Medicare?",
		    "answered no|No: 98008 is not valid for Medicare" },
		{ "Does Medicare still pay for telehealth visits?",
		    "Until 2027-12-31 Medicare pays telehealth wherever" },
		{ "Which place of service for a video visit?", "asked_back" },
		{ "99213 video visit, which modifier for Aetna?", "held" },
		{ "Does Medicare pay for a video visit of 1/5/2028?", "held" },
	};
	static const char *const name[] = { "telehealth.txt" };
	static const char *const text[] = { LIST };
	struct desk d;

	(void)state;
	desk_open(&d, name, text, 1);
	ALL_SAID(&d, said);
	desk_close(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(amounts_follow_the_schedule),
		cmocka_unit_test(centers_are_paid_by_their_list),
		cmocka_unit_test(shares_need_no_files),
		cmocka_unit_test(anesthesia_counts_units),
		cmocka_unit_test(anesthesia_knows_who_directs),
		cmocka_unit_test(telehealth_follows_the_law_and_the_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
