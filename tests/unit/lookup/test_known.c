/* What is known of a code: not loaded, no row, ended on a day, yet to begin,
 * and a day outside what is loaded are different answers of every table, and a
 * day behind the newest edition is answered from that one, which is said. Each
 * table is loaded in two editions; layouts are the publishers', codes and
 * numbers are invented:
 *
 *   code      2025  2026
 *   9001T     yes   yes
 *   9002T     yes         ended with 2025
 *   9003T           yes   begins with 2026
 *   9009T                 never was there */
#include "../../../lookup/lookup_db.h"
#include "icd.h"
#include "official.h"

#define DAY_EARLY 20200615 /* before both editions */
#define DAY_OLD   20250715
#define DAY_NEW   20260815
#define DAY_LATER 20310101

/* Look a code up: what is known, and by which source. */
typedef enum known known_read(struct lookup *l, struct place *p,
    const char *code, date on, struct source *source);

#define READ(name, type, call) \
	static enum known name(struct lookup *l, struct place *p, \
	    const char *code, date on, struct source *source) \
	{ \
		struct type row; \
		int rc = call; \
		assert_true(rc >= 0); \
		assert_int_equal(rc, row.known == KNOWN_VALID); \
		*source = row.source; \
		return row.known; \
	}
READ(units, mue_row,
    lookup_mue(l, p->a, MUE_PRACTITIONER, code, on, &row, &p->e))
READ(units_hospital, mue_row,
    lookup_mue(l, p->a, MUE_HOSPITAL, code, on, &row, &p->e))
READ(units_supplier, mue_row,
    lookup_mue(l, p->a, MUE_SUPPLIER, code, on, &row, &p->e))
READ(addon, addon_row, lookup_addon(l, p->a, code, on, &row, &p->e))
READ(fee, fee_row, lookup_fee(l, p->a, code, "", false, on, &row, &p->e))
READ(fee_qpp, fee_row, lookup_fee(l, p->a, code, "", true, on, &row, &p->e))
READ(base_units, anesthesia_row,
    lookup_anesthesia(l, p->a, code, on, &row, &p->e))
READ(opps, opps_row, lookup_opps(l, p->a, code, on, &row, &p->e))
READ(asc, asc_row, lookup_asc(l, p->a, code, on, &row, &p->e))
READ(laboratory, laboratory_row,
    lookup_laboratory(l, p->a, code, "", on, &row, &p->e))
READ(equipment, equipment_row,
    lookup_equipment(l, p->a, code, "NU", "PA", false, on, &row, &p->e))
READ(telehealth, telehealth_row,
    lookup_telehealth(l, p->a, code, on, &row, &p->e))
READ(category, hcc_row, lookup_hcc(l, p->a, "v28", code, on, &row, &p->e))
READ(diagnosis, code_row,
    lookup_code(l, p->a, CODE_ICD10CM, code, on, &row, &p->e))
READ(procedure, code_row,
    lookup_code(l, p->a, CODE_ICD10PCS, code, on, &row, &p->e))

/* Contractor and locality: the last two digits of the code. */
static enum known
factor(struct lookup *l, struct place *p, const char *code, date on,
    struct source *source)
{
	char key[] = "01112-00";
	struct factor_row row;

	key[7] = code[3];
	assert_true(lookup_anesthesia_factor(
			l, p->a, key, false, on, &row, &p->e) >= 0);
	*source = row.source;
	return row.known;
}

static enum known
exempt(struct lookup *l, struct place *p, const char *code, date on,
    struct source *source)
{
	enum known known;

	assert_true(icd_exempt(l, p->a, code, on, source, &known, &p->e) >= 0);
	return known;
}

#define MUE_TEXT(heading, one, two) \
	"HCPCS/CPT Code," heading " Services MUE Values,MUE Adjudication " \
	"Indicator,MUE Rationale\n" one \
	",1,2 Date of Service Edit: Policy,x\n" two \
	",2,3 Date of Service Edit: Clinical,x\n"
#define RVU_TEXT(year, price, one, two, more) \
	",," year " National Physician Fee Schedule Relative Value File " \
	"January Release,,\n" \
	"HCPCS,MOD,DESCRIPTION,X,X,X,X,X,X,X,X,X,X,X,X,X,X,X,X,X,X,X,X," price \
	"X,X,X,X,X,X,X,X\n" one \
	",,x,A,,1.50,2.00,,1.00,,0.10,3.60,2.60,0,010,0.10,0.80,0.10,2," \
	"1,0,1,0," more ",33.0000,09,0,99,0.00,0.00,0.00\n" two \
	",,x,A,,1.50,2.00,,1.00,,0.10,3.60,2.60,0,010,0.10,0.80,0.10,2," \
	"1,0,1,0," more ",33.0000,09,0,99,0.00,0.00,0.00\n"
#define ORDER_ROW(number, code, level) \
	number " " code " " level " Made up                                 " \
	       "                     Made up in full\r\n"
#define DMEPOS_TEXT(one, two) \
	"HCPCS,Mod,Mod2,JURIS,CATG,Ceiling,Floor,PA (NR),PA " \
	"(R),Description\n" one ",NU,,D,IN,20,10,20,35,x\n" two \
	",NU,,D,IN,20,10,20,35,x\n"
#define HCC_TEXT(one, two) \
	"Diagnosis Code,Description,CMS-HCC Model Category V28\n" one \
	",x,37\n" two ",x,38\n"

/* A table in two editions. code: those of the head of this file, in order. */
static const struct table_case {
	const char *what;
	known_read *read;
	const char *code[4];
	const char *file[2], *text[2];
} cases[] = {
	{ "MUE, practitioner", units, { "9001T", "9002T", "9003T", "9009T" },
	    { "MCR_MUE_PractitionerServices_Eff_01-01-2025.csv",
		"MCR_MUE_PractitionerServices_Eff_01-01-2026.csv" },
	    { MUE_TEXT("Practitioner", "9001T", "9002T"),
		MUE_TEXT("Practitioner", "9001T", "9003T") } },
	{ "MUE, hospital", units_hospital,
	    { "9001T", "9002T", "9003T", "9009T" },
	    { "MUE_Eff_01-01-2025.csv", "MUE_Eff_01-01-2026.csv" },
	    { MUE_TEXT("Outpatient Hospital", "9001T", "9002T"),
		MUE_TEXT("Outpatient Hospital", "9001T", "9003T") } },
	{ "MUE, supplier", units_supplier,
	    { "9001T", "9002T", "9003T", "9009T" },
	    { "MUE_Eff_01-01-2025.csv", "MUE_Eff_01-01-2026.csv" },
	    { MUE_TEXT("DME Supplier", "9001T", "9002T"),
		MUE_TEXT("DME Supplier", "9001T", "9003T") } },
	{ "add-on codes", addon, { "9001T", "9002T", "9003T", "9009T" },
	    { "AOC_V2025Q1_01-MCR.txt", "AOC_V2026Q1_01-MCR.txt" },
	    { "9001T      9010T\r\n9002T      9010T\r\n9002T      9011T\r\n",
		"9001T      9010T\r\n9003T      CCCCC\r\n9001T      "
		"9012T\r\n" } },
	{ "fee schedule", fee, { "9001T", "9002T", "9003T", "9009T" },
	    { "PPRRVU2025_Jan.csv", "PPRRVU2026_Jan_nonQPP.csv" },
	    { RVU_TEXT("2025", "", "9001T", "9002T", ""),
		RVU_TEXT("2026", "X,", "9001T", "9003T", "9,") } },
	{ "fee schedule, QPP", fee_qpp, { "9001T", "9002T", "9003T", "9009T" },
	    { "PPRRVU2025_Jan_QPP.csv", "PPRRVU2026_Jan_QPP.csv" },
	    { RVU_TEXT("2025 QPP", "", "9001T", "9002T", ""),
		RVU_TEXT("2026 QPP", "X,", "9001T", "9003T", "9,") } },
	{ "base units", base_units, { "01991", "01992", "01993", "01999" },
	    { "base2025.csv", "base2026.csv" },
	    { "CPT Code,2025 Base Units\n01991,6\n01992,1\n",
		"CPT Code,2026 Base Units\n01991,6\n01993,1\n" } },
	{ "anesthesia factors", factor, { "9001T", "9002T", "9003T", "9009T" },
	    { "ANES2025.csv", "ANES2026.csv" },
	    { "Contractor,Locality,Locality Name,Anes CF\n01112,01,A,19.31\n"
	      "01112,02,B,19.31\n",
		"Contractor,Locality,Locality Name,Anes CF\n01112,01,A,19.31\n"
		"01112,03,C,19.31\n" } },
	{ "OPPS", opps, { "9001T", "9002T", "9003T", "9009T" },
	    { "January 2025 Addendum B.csv", "January 2026 Addendum B.csv" },
	    { "HCPCS Code,SI,APC,Relative Weight,Payment Rate\n"
	      "9001T,T,5415,12.5,$1.00\n9002T,T,5415,12.5,$1.00\n",
		"HCPCS Code,SI,APC,Relative Weight,Payment Rate\n"
		"9001T,T,5415,12.5,$1.00\n9003T,T,5415,12.5,$1.00\n" } },
	{ "ASC", asc, { "9001T", "9002T", "9003T", "9009T" },
	    { "aa_jan_2025.csv", "aa_jan_2026.csv" },
	    { "HCPCS Code,Subject to Multiple Procedure Discounting,January "
	      "2025 Payment Indicator,January 2025 Payment Rate\n"
	      "9001T,Y,A2,10.00\n9002T,Y,A2,10.00\n",
		"HCPCS Code,Subject to Multiple Procedure Discounting,January "
		"2026 Payment Indicator,January 2026 Payment Rate\n"
		"9001T,Y,A2,10.00\n9003T,Y,A2,10.00\n" } },
	{ "laboratory", laboratory, { "9001T", "9002T", "9003T", "9009T" },
	    { "CLFS_2025_Q1.csv", "CLFS_2026_Q1.csv" },
	    { "YEAR,HCPCS,MOD,EFF_DATE,INDICATOR,RATE\n2025,9001T,,20250101,N,"
	      "1.00\n2025,9002T,,20250101,N,1.00\n",
		"YEAR,HCPCS,MOD,EFF_DATE,INDICATOR,RATE\n2026,9001T,,20250101,"
		"N,1.00\n2026,9003T,,20260101,N,1.00\n" } },
	{ "equipment", equipment, { "E9001", "E9002", "E9003", "E9009" },
	    { "DMEPOS25_JAN.csv", "DMEPOS26_JAN.csv" },
	    { DMEPOS_TEXT("E9001", "E9002"), DMEPOS_TEXT("E9001", "E9003") } },
	{ "telehealth", telehealth, { "9001T", "9002T", "9003T", "9009T" },
	    { "telehealth2025.csv", "telehealth2026.csv" },
	    { "List of Medicare Telehealth Services for CY 2025,,\n"
	      "Code,Short Descriptor,Status\n9001T,x,Permanent\n9002T,x,"
	      "Permanent\n",
		"List of Medicare Telehealth Services for CY 2026,,\n"
		"Code,Short Descriptor,Status\n9001T,x,Permanent\n9003T,x,"
		"Permanent\n" } },
	{ "risk categories", category, { "U901", "U902", "U903", "U909" },
	    { "2025 Mappings.csv", "2026 Mappings.csv" },
	    { HCC_TEXT("U901", "U902"), HCC_TEXT("U901", "U903") } },
	{ "exempt from POA", exempt, { "U901", "U902", "U903", "U909" },
	    { "POAexemptCodesFY25.txt", "POAexemptCodesFY26.txt" },
	    { "Order25\tPOAexemptCode\tDescription\n1\tU90.1\tx\n2\tU90.2\tx\n",
		"Order26\tPOAexemptCode\tDescription\n1\tU90.1\tx\n2\tU90.3\t"
		"x\n" } },
	{ "ICD-10-CM", diagnosis, { "U901", "U902", "U903", "U909" },
	    { "icd10cm_order_2025.txt", "icd10cm_order_2026.txt" },
	    { ORDER_ROW("00001", "U901   ", "1")
		    ORDER_ROW("00002", "U902   ", "1"),
		ORDER_ROW("00001", "U901   ", "1")
		    ORDER_ROW("00002", "U903   ", "1") } },
	{ "ICD-10-PCS", procedure,
	    { "9X00000", "9X00001", "9X00002", "9X00009" },
	    { "icd10pcs_order_2025.txt", "icd10pcs_order_2026.txt" },
	    { ORDER_ROW("00001", "9X00000", "1")
		    ORDER_ROW("00002", "9X00001", "1"),
		ORDER_ROW("00001", "9X00000", "1")
		    ORDER_ROW("00002", "9X00002", "1") } },
};
#define CASES (sizeof(cases) / sizeof(cases[0]))

static void
known_check(const struct table_case *t, struct lookup *l, struct place *p,
    const char *code, date on, enum known known, struct source *source)
{
	enum known is = t->read(l, p, code, on, source);

	if (is != known)
		fail_msg("%s, %s on %d: %d, not %d", t->what, code, (int)on,
		    (int)is, (int)known);
}

static void
table_check(const struct table_case *t, struct place *p)
{
	struct lookup *l = place_open(p);
	struct source s;
	size_t i;

	for (i = 0; i < 4; i++)
		known_check(t, l, p, t->code[i], DAY_NEW, KNOWN_NOT_LOADED, &s);
	lookup_close(l);
	/* The newer one first: the order does not matter. */
	for (i = 2; i-- > 0;)
		file_import(p, file_make(p, t->file[i], t->text[i]));
	l = place_open(p);
	known_check(t, l, p, t->code[0], DAY_OLD, KNOWN_VALID, &s);
	assert_false(s.later);
	known_check(t, l, p, t->code[0], DAY_NEW, KNOWN_VALID, &s);
	known_check(t, l, p, t->code[0], DAY_EARLY, KNOWN_OUTSIDE, &s);
	known_check(t, l, p, t->code[0], DAY_LATER, KNOWN_VALID, &s);
	if (!s.later)
		fail_msg("%s: a later day is not told", t->what);
	known_check(t, l, p, t->code[1], DAY_OLD, KNOWN_VALID, &s);
	known_check(t, l, p, t->code[1], DAY_NEW, KNOWN_ENDED, &s);
	if (s.to < DAY_OLD || s.to >= DAY_NEW)
		fail_msg("%s: ended on %d", t->what, (int)s.to);
	known_check(t, l, p, t->code[1], DAY_LATER, KNOWN_ENDED, &s);
	known_check(t, l, p, t->code[2], DAY_OLD, KNOWN_FUTURE, &s);
	if (s.from <= DAY_OLD || s.from > DAY_NEW)
		fail_msg("%s: begins on %d", t->what, (int)s.from);
	known_check(t, l, p, t->code[3], DAY_OLD, KNOWN_NONE, &s);
	known_check(t, l, p, t->code[3], DAY_NEW, KNOWN_NONE, &s);
	known_check(t, l, p, t->code[3], DAY_EARLY, KNOWN_OUTSIDE, &s);
	lookup_close(l);
}

static void
what_is_known_is_told_apart(void **state)
{
	struct place p;
	size_t i;

	(void)state;
	for (i = 0; i < CASES; i++) {
		place_start(&p);
		/* A database without this table. */
		file_import(
		    &p, file_make(&p, "pos-2026.csv",
			    "Place of Service Code(s),Place of Service Name,"
			    "Place of Service Description\n1,Here,x\n"));
		p.order.fewer = true;
		table_check(&cases[i], &p);
		place_end(&p);
	}
}

/* One ended in the list of procedures stays so when the list of ancillary
 * services, which never had it, is loaded, too. */
static void
of_two_lists_the_one_that_knows_speaks(void **state)
{
	struct asc_row row;
	struct lookup *l;
	struct place p;

	(void)state;
	place_start(&p);
	p.order.fewer = true;
	file_import(&p,
	    file_make(&p, "aa.csv",
		"HCPCS Code,Subject to Multiple Procedure Discounting,January "
		"2025 Payment Indicator,January 2025 Payment Rate\n"
		"9001T,Y,A2,10.00\n9002T,Y,A2,10.00\n"));
	file_import(&p,
	    file_make(&p, "aa2.csv",
		"HCPCS Code,Subject to Multiple Procedure Discounting,January "
		"2026 Payment Indicator,January 2026 Payment Rate\n"
		"9001T,Y,A2,10.00\n"));
	file_import(&p,
	    file_make(&p, "bb.csv",
		"HCPCS Code,Short Descriptor,Drug Pass-Through,January 2026 "
		"Payment Indicator,January 2026 Payment Rate\n"
		"J9001,x,N,K2,$10.00\n"));
	l = place_open(&p);
	assert_int_equal(lookup_asc(l, p.a, "9002T", DAY_NEW, &row, &p.e), 0);
	assert_int_equal(row.known, KNOWN_ENDED);
	assert_int_equal(row.source.to, 20251231);
	lookup_close(l);
	place_end(&p);
}

/* All editions of all tables, each in its turn: file number (i * stride +
 * first) modulo their number, which the stride does not divide. */
static void
all_import(struct place *p, size_t first, size_t stride)
{
	size_t n = 2 * CASES, i;

	place_start(p);
	p->order.fewer = true;
	for (i = 0; i < n; i++) {
		size_t at = (i * stride + first) % n;
		const struct table_case *t = &cases[at / 2];

		file_import(p, file_make(p, t->file[at % 2], t->text[at % 2]));
	}
}

/* Every edition with its rows, as text. */
static char *
all_dumped(struct place *p)
{
	struct lookup *l = place_open(p);
	char *all = arena_strdup(p->a, "");
	struct source_row *row;
	struct db *db;
	size_t n, i;

	assert_int_equal(lookup_sources(l, p->a, &row, &n, &p->e), 0);
	assert_int_equal(lookup_db_open(p->target, LOOKUP_READ, &db, &p->e), 0);
	for (i = 0; i < n; i++) {
		struct db_row *r = db_begin(db, LOOKUP_ENTRY_ALL);

		all = arena_printf(p->a, "%s%s %s %d %d\n", all, row[i].series,
		    row[i].edition, (int)row[i].from, (int)row[i].to);
		db_bind_text(r, 1, row[i].series);
		db_bind_number(r, 2, row[i].from);
		while (db_step(r, &p->e) == 1)
			all = arena_printf(p->a, "%s%s|%s\n", all,
			    db_text(r, 0), db_text(r, 1));
		db_end(r);
	}
	db_close(db);
	lookup_close(l);
	return strdup(all);
}

/* In whatever order files come, and again, the database holds the same. */
static void
order_and_repetition_change_nothing(void **state)
{
	static const size_t orders[][2] = { { 33, 33 }, { 5, 7 }, { 20, 13 } };
	char *before, *after;
	struct place p;
	size_t i, k;

	(void)state;
	all_import(&p, 0, 1);
	before = all_dumped(&p);
	assert_non_null(strstr(before, "9003T|"));
	place_end(&p);
	for (i = 0; i < sizeof(orders) / sizeof(orders[0]); i++) {
		all_import(&p, orders[i][0], orders[i][1]);
		for (k = 0; k < 2 * CASES; k++)
			assert_non_null(file_import(
			    &p, file_make(&p, cases[k / 2].file[k % 2],
				    cases[k / 2].text[k % 2]))
					    ->said);
		after = all_dumped(&p);
		assert_string_equal(after, before);
		free(after);
		place_end(&p);
	}
	free(before);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_known_is_told_apart),
		cmocka_unit_test(of_two_lists_the_one_that_knows_speaks),
		cmocka_unit_test(order_and_repetition_change_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
