/* ICD-10-PCS: an order file of its own, validity of a code by day, and the
 * levels of its characters. The codes and titles are invented. */
#include "../../../lookup/pcs_term.h"
#include "../../../lookup/terms.h"
#include "official.h"
#include "pcs.h"
#include "search.h"

/* 1-5 order, 7-13 code, 15 header or not, 17-76 short text, 78- long text. */
#define HEAD(n, code, text) n " " code "     0 " SHORT " " text "\r\n"
#define CODE(n, code, text) n " " code " 1 " SHORT " " text "\r\n"
#define SHORT               "Made up                                                     "
#define FY2025 \
	HEAD("00001", "0Q1", "Made Up System, Bending") \
	CODE("00002", "0Q10XZZ", "Bending of Left Wing, External Approach") \
	CODE("00003", "0Q11XZZ", "Bending of Right Wing, External Approach")
#define FY2026 \
	HEAD("00001", "0Q1", "Made Up System, Bending") \
	CODE("00002", "0Q100ZX", \
	    "Bending of Left Wing, Open Approach, Diagnostic") \
	CODE("00003", "0Q100ZZ", "Bending of Left Wing, Open Approach") \
	CODE("00004", "0Q10XZZ", "Bending of Left Wing, External Approach") \
	HEAD("00005", "0Q2", "Made Up System, Change") \
	CODE("00006", "0Q20XZZ", "Change of Tail, External Approach") \
	HEAD("00007", "B00", "Imaging, Made Up System, Sketching")

#define MORE \
	CODE("00008", "0Q300ZX", \
	    "Excision of Gallbladder, Open Approach, Diagnostic") \
	CODE("00009", "0Q400ZZ", "Resection of Gallbladder, Open Approach") \
	CODE("00010", "0Q500ZZ", \
	    "Removal of Ring after Resection of Gallbladder, Open Approach")
#define PCS (1u << CODE_ICD10PCS)
#define CM  (1u << CODE_ICD10CM)

static void
level_check(struct place *p, struct lookup *l, const char *begin,
    const char *const *expected, size_t expected_n)
{
	struct code_row *row = NULL;
	size_t n, all, i;

	assert_int_equal(pcs_below(l, p->a, begin, 20260301, PCS_VALUES, &row,
			     &n, &all, &p->e),
	    0);
	assert_int_equal(n, expected_n);
	assert_int_equal(all, n);
	for (i = 0; i < n; i++)
		assert_string_equal(
		    arena_printf(p->a, "%s%c %s", row[i].code,
			row[i].level == LEVEL_BILLABLE ? '.' : '+',
			row[i].plain),
		    expected[i]);
}

static void
each_character_is_a_level(void **state)
{
	static const char *const sections[] = { "0+ Medical and Surgical",
		"B+ Imaging" };
	static const char *const systems[] = { "0Q+ Made Up System" };
	static const char *const tables[] = { "0Q1+ Made Up System, Bending",
		"0Q2+ Made Up System, Change" };
	static const char *const parts[] = { "0Q10+ Bending of Left Wing" };
	static const char *const ways[] = {
		"0Q100+ Bending of Left Wing, Open Approach",
		"0Q10X+ Bending of Left Wing, External Approach"
	};
	static const char *const wholes[] = {
		"0Q100ZX. Bending of Left Wing, Open Approach, Diagnostic",
		"0Q100ZZ. Bending of Left Wing, Open Approach"
	};
	struct code_row row;
	struct lookup *l;
	struct place p;

	(void)state;
	place_start(&p);
	file_import(&p, file_make(&p, "icd10pcs_order_2026.txt", FY2026));
	l = place_open(&p);
	level_check(&p, l, "", sections, 2);
	level_check(&p, l, "0", systems, 1);
	level_check(&p, l, "0Q", tables, 2);
	level_check(&p, l, "0Q1", parts, 1);
	level_check(&p, l, "0Q10", ways, 2);
	level_check(&p, l, "0Q100Z", wholes, 2);
	level_check(&p, l, "0Q100ZZ", NULL, 0);
	level_check(&p, l, "0Q3", NULL, 0);
	assert_int_equal(pcs_begin(l, p.a, "0Q10", 20260301, &row, &p.e), 1);
	assert_string_equal(row.plain, "Bending of Left Wing");
	assert_int_equal(pcs_begin(l, p.a, "0Q3", 20260301, &row, &p.e), 0);
	assert_int_equal(pcs_begin(l, p.a, "", 20260301, &row, &p.e), 0);
	lookup_close(l);
	place_end(&p);
}

/* Each edition has its file; the diagnoses' file is another series. */
static void
codes_hold_by_edition(void **state)
{
	static const struct {
		const char *code;
		date on;
		enum known known;
	} cases[] = {
		{ "0Q10XZZ", 20250101, KNOWN_VALID },
		{ "0Q11XZZ", 20250101, KNOWN_VALID },
		{ "0Q11XZZ", 20251001, KNOWN_ENDED },
		{ "0Q20XZZ", 20250101, KNOWN_FUTURE },
		{ "0Q20XZZ", 20251001, KNOWN_VALID },
		{ "0Q99ZZZ", 20251001, KNOWN_NONE },
		{ "0Q10XZZ", 20200101, KNOWN_OUTSIDE },
		{ "0Q10XZZ", 20280101, KNOWN_VALID },
	};
	struct code_row c;
	struct lookup *l;
	struct place p;
	size_t i;

	(void)state;
	place_start(&p);
	p.order.fewer = true;
	file_import(&p, file_make(&p, "icd10pcs_order_2026.txt", FY2026));
	file_import(&p, file_make(&p, "icd10pcs_order_2025.txt", FY2025));
	l = place_open(&p);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(lookup_code(l, p.a, CODE_ICD10PCS,
				     cases[i].code, cases[i].on, &c, &p.e),
		    cases[i].known == KNOWN_VALID);
		if (c.known != cases[i].known)
			fail_msg("%s on %d", cases[i].code, (int)cases[i].on);
	}
	assert_true(c.known == KNOWN_VALID && c.source.later);
	lookup_code(l, p.a, CODE_ICD10PCS, "0Q1", 20251001, &c, &p.e);
	assert_int_equal(c.level, LEVEL_HEADER);
	lookup_code(l, p.a, CODE_ICD10PCS, "0Q100ZZ", 20251001, &c, &p.e);
	assert_int_equal(c.level, LEVEL_BILLABLE);
	lookup_code(l, p.a, CODE_ICD10CM, "A00", 20251001, &c, &p.e);
	assert_int_equal(c.known, KNOWN_NOT_LOADED);
	lookup_close(l);
	place_end(&p);
}

static const char *
titles_found(
    struct place *p, struct lookup *l, const char *text, unsigned sets, date on)
{
	struct search_order order = {
		.text = text, .sets = sets, .on = on, .max = 9
	};
	struct search_hit *hit = NULL;
	const char *read = NULL, *said = "";
	size_t n = 0, i;

	if (search_find(l, p->a, &order, &hit, &n, &read, &p->e))
		fail_msg("%s", p->e.text);
	for (i = 0; i < n; i++)
		if (hit[i].system == CODE_ICD10PCS)
			said = arena_printf(p->a, "%s%s%s", said,
			    said[0] ? " " : "", hit[i].code);
	return said;
}

/* Looked through by name alone; what has all the words comes first, of such
 * what begins as was asked; names of operations and slips are read; a code
 * holds by its edition. */
static void
titles_are_found(void **state)
{
	static const struct {
		const char *text;
		unsigned sets;
		date on;
		const char *expected;
	} cases[] = {
		{ "bending wing open", PCS, 20251001, "0Q100ZZ 0Q100ZX" },
		{ "open wing bending", PCS, 20251001, "0Q100ZZ 0Q100ZX" },
		{ "bendng of the wings, open", PCS, 20251001,
		    "0Q100ZZ 0Q100ZX" },
		{ "biopsy of gallbladder", PCS, 20251001, "0Q300ZX" },
		{ "cholecystectomy", PCS, 20251001, "0Q400ZZ 0Q500ZZ" },
		{ "change of tail", PCS, 20251001, "0Q20XZZ" },
		{ "change of tail", PCS, 20250101, "" },
		{ "right wing", PCS, 20250101, "0Q11XZZ" },
		{ "right wing", PCS, 20251001, "0Q100ZZ 0Q10XZZ" },
		{ "bending wing open", 0, 20251001, "" },
		{ "bending wing open", CM, 20251001, "" },
		{ "cholecystectomy", PCS | CM, 20251001, "0Q400ZZ 0Q500ZZ" },
		{ "of the", PCS, 20251001, "" },
	};
	const char *data = "data";
	struct lookup *l;
	struct place p;
	size_t i;

	(void)state;
	place_start(&p);
	p.order.fewer = true;
	if (files_import(&p, &data, 1))
		fail_msg("%s", p.e.text);
	file_import(&p, file_make(&p, "icd10pcs_order_2025.txt", FY2025));
	file_import(&p, file_make(&p, "icd10pcs_order_2026.txt", FY2026 MORE));
	l = place_open(&p);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *found = titles_found(
		    &p, l, cases[i].text, cases[i].sets, cases[i].on);

		if (cases[i].expected[0] == '\0'
			? found[0] != '\0'
			: strncmp(found, cases[i].expected,
			      strlen(cases[i].expected)) != 0)
			fail_msg("'%s' on %d: %s", cases[i].text,
			    (int)cases[i].on, found);
	}
	lookup_close(l);
	place_end(&p);
}

/* The number of a row gives the code back, and sorts by words first. */
static void
rows_are_numbered(void **state)
{
	static const char *const codes[] = { "0000000", "0Q100ZX", "XZZZZZZ",
		"ZZZZZZZ" };
	char back[PCS_BYTES];
	size_t i;

	(void)state;
	for (i = 0; i < 4; i++) {
		pcs_term_code(pcs_term_id(codes[i], TERM_WORDS), back);
		assert_string_equal(back, codes[i]);
	}
	assert_true(pcs_term_id("ZZZZZZZ", 3) < pcs_term_id("0000000", 4));
	assert_int_equal(pcs_term_id("0Q1", 3), 0);
	assert_int_equal(pcs_term_id("0Q100ZZZ", 3), 0);
	assert_int_equal(pcs_term_id("0q100zz", 3), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_character_is_a_level),
		cmocka_unit_test(codes_hold_by_edition),
		cmocka_unit_test(titles_are_found),
		cmocka_unit_test(rows_are_numbered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
