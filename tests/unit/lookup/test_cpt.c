/* The AMA's own files in their layouts, with invented codes and texts: taken
 * under a licence alone, shown beside our words, and gone with the licence. */
#include "official.h"

#include "licence.h"

#define PREAMBLE \
	"CPT(R) copyright, American Medical Association\r\n" \
	"9009T is no code here, it stands in the preamble, and so on.\r\n" \
	"\r\n" \
	"Notes, with, commas, many, of, them, so, that, commas, win\r\n" \
	"\r\n"
#define LONGULT \
	PREAMBLE \
	"9001T\tInvented service, long, with, commas\r\n" \
	"9002T\tInvented service two\r\n" \
	"9003T\tSansiver\xe9\x64, on Windows\r\n\r\n\r\n"
#define HOLDER "Made-up Practice of Somewhere"

static void
licensed(struct place *p, int year)
{
	struct licence licence = { HOLDER, year, 3 };
	const char *pack = p->pack;

	if (files_import(p, &pack, 1) ||
	    licence_set(p->target, &licence, &p->e))
		fail_msg("%s", p->e.text);
}

static struct code_row
code_of(struct place *p, const char *code, date on, int rc)
{
	struct code_row row;
	struct lookup *l = place_open(p);

	assert_int_equal(
	    lookup_code(l, p->a, CODE_CPT, code, on, &row, &p->e), rc);
	lookup_close(l);
	return row;
}

static bool
file_holds(struct place *p, const char *path, const char *text)
{
	size_t n, len = strlen(text);
	char *bytes = file_bytes(p, path, &n);

	return memmem(bytes, n, text, len) != NULL;
}

static void
text_is_stored_under_a_licence_alone(void **state)
{
	const char *old;
	struct place p;
	const char *path;
	bool had = false;

	(void)state;
	place_start(&p);
	old = arena_printf(p.a, "%s.old", p.target);
	path = file_make(&p, "CPT 2026 LONGULT.txt", LONGULT);
	file_refused(&p, path, "'consultctl license set HOLDER YEAR'");
	licensed(&p, 2025);
	file_refused(&p, path, "of a later year than the licence");
	licensed(&p, 2026);
	assert_int_equal(file_import(&p, path)->rows, 3);
	assert_true(file_holds(&p, p.target, "Invented service, long"));
	/* A pack given anew keeps licence and text. */
	file_import(&p, p.pack);
	assert_string_equal(code_of(&p, "9001T", 20260301, 1).text,
	    "Invented service, long, with, commas");
	assert_true(file_holds(&p, old, "Invented service, long"));
	if (licence_end(p.target, &had, &p.e))
		fail_msg("%s", p.e.text);
	assert_true(had);
	assert_false(file_holds(&p, p.target, "Invented service"));
	assert_false(file_holds(&p, p.target, HOLDER));
	assert_int_not_equal(access(old, F_OK), 0);
	assert_int_equal(import_rollback(p.target, &p.e), -1);
	assert_null(code_of(&p, "9001T", 20260301, 0).code);
	file_refused(&p, path, "license set");
	assert_int_equal(licence_end(p.target, &had, &p.e), 0);
	assert_false(had);
	place_end(&p);
}

static void
licence_of_another_form_is_refused(void **state)
{
	static const struct licence wrong[] = { { "", 2026, 0 },
		{ "two\nlines", 2026, 0 }, { "\xff", 2026, 0 },
		{ "name", 26, 0 }, { "name", 2026, -1 } };
	struct place p;
	size_t i;

	(void)state;
	place_start(&p);
	licensed(&p, 2026);
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_int_equal(licence_set(p.target, &wrong[i], &p.e), -1);
		assert_int_equal(p.e.kind, ERR_REFUSE);
	}
	assert_int_equal(licence_set("/nowhere/lookup.db",
			     &(struct licence){ HOLDER, 2026, 0 }, &p.e),
	    -1);
	place_end(&p);
}

/* Long by tabs or in numbered lines, medium and short by their width. */
static void
layouts_are_told_apart(void **state)
{
	static const char fixed[] = PREAMBLE
	    "9001T INVENTED SERVICE OF A LENGTH THAT IS MEDIUM TOO\r\n"
	    "9002T INVENTED TWO\r\n";
	static const char narrow[] = PREAMBLE
	    "9001T INVENTED SVC ONE            \r\n"
	    "9002T INVENTED SVC TWO            \r\n";
	static const char numbered[] = PREAMBLE
	    "9001T01 Invented service that is so long that its text goes\r\n"
	    "9001T02 on in a second line\r\n"
	    "9002T01 Invented service two\r\n";
	struct place p;

	(void)state;
	place_start(&p);
	licensed(&p, 2026);
	file_import(&p, file_make(&p, "cpt-2026-a.txt", narrow));
	assert_string_equal(
	    code_of(&p, "9001T", 20260301, 1).text, "INVENTED SVC ONE");
	file_import(&p, file_make(&p, "cpt-2026-b.txt", fixed));
	assert_string_equal(code_of(&p, "9001T", 20260301, 1).text,
	    "INVENTED SERVICE OF A LENGTH THAT IS MEDIUM TOO");
	file_import(&p, file_make(&p, "cpt-2026-c.txt", numbered));
	assert_string_equal(code_of(&p, "9001T", 20260301, 1).text,
	    "Invented service that is so long that its text goes on in a "
	    "second line");
	/* What stands above the last blank line is no row. */
	assert_int_equal(code_of(&p, "9009T", 20260301, 0).known, KNOWN_NONE);
	assert_int_equal(
	    code_of(&p, "9001U", 20260301, 0).known, KNOWN_NOT_LOADED);
	place_end(&p);
}

static void
bytes_of_windows_are_read(void **state)
{
	struct place p;

	(void)state;
	place_start(&p);
	licensed(&p, 2026);
	file_import(&p, file_make(&p, "2026 LONGULT.txt", LONGULT));
	assert_string_equal(code_of(&p, "9003T", 20260301, 1).text,
	    "Sansiver\xc3\xa9\x64, on Windows");
	place_end(&p);
}

static void
tables_of_texts_are_read(void **state)
{
	static const char consumer[] =
	    "Concept Id\tCPT Code\tConsumer Friendly Descriptor\r\n"
	    "1000\t9001T\tA, made, up, service, for, you\r\n";
	static const char clinician[] =
	    "Concept Id\tCPT Code\tClinician Descriptor Id\tClinician "
	    "Descriptor\r\n"
	    "1000\t9001T\t10\tMade up, one\r\n"
	    "1000\t9001T\t11\tMade up, two\r\n";
	static const char combined[] =
	    "Concept Id,CPT Code,Long,Medium,Short,Consumer,Spanish Consumer,"
	    "Current Descriptor Effective Date,Test Name,Lab Name,Manufacturer "
	    "Name\n"
	    "1000,9001T,\"Invented, long\",INVENTED M,INV S,Made "
	    "up,,20260101,,,"
	    "\n"
	    "1001,9004T,\"Invented, four\",INVENTED 4,INV 4,,,20260101,,,\n";
	struct place p;

	(void)state;
	place_start(&p);
	licensed(&p, 2026);
	assert_int_equal(
	    file_import(&p, file_make(&p, "2026-consumer.txt", consumer))->rows,
	    1);
	assert_int_equal(
	    file_import(&p, file_make(&p, "2026-clin.txt", clinician))->rows,
	    2);
	p.order.fewer = true;
	assert_int_equal(
	    file_import(&p, file_make(&p, "2026-all.csv", combined))->rows, 7);
	assert_string_equal(
	    code_of(&p, "9004T", 20260301, 1).text, "Invented, four");
	place_end(&p);
}

static void
deleted_codes_name_what_took_their_place(void **state)
{
	static const char deleted[] =
	    "Deleted codes, of the AMA\r\n"
	    "concept_id\tcpt_code\tdate_deleted\tlevel\tdescription\t"
	    "instruction\r\n"
	    "1000\t9005T\t20250101\tlong\tInvented, gone\t(9005T has been "
	    "deleted. To report, see 9001T, 9002T-9003T)\r\n"
	    "1000\t9005T\t20250101\tshort\tINV GONE\t(9005T has been "
	    "deleted. To report, see 9001T, 9002T-9003T)\r\n";
	static const char history[] =
	    "Date\tChange Type\tConcept Id\tCPT Code\tLevel\tPrior\tCurrent\t"
	    "Instruction\r\n"
	    "20260101\tADDED\t1000\t9001T\tlong\t\tInvented service\t\r\n";
	struct code_row row;
	struct place p;

	(void)state;
	place_start(&p);
	licensed(&p, 2026);
	file_import(&p, file_make(&p, "2026 Deleted_DTK_tab.txt", deleted));
	file_import(&p, file_make(&p, "2026 History_DTK_tab.txt", history));
	row = code_of(&p, "9005T", 20260301, 0);
	assert_int_equal(row.known, KNOWN_ENDED);
	assert_int_equal(row.to, 20241231);
	assert_string_equal(row.replaced_by, "9001T 9002T-9003T");
	row = code_of(&p, "9005T", 20241231, 0);
	assert_int_equal(row.known, KNOWN_OUTSIDE);
	place_end(&p);
}

static void
modifiers_begin_behind_their_heading(void **state)
{
	static const char text[] =
	    "copyright American Medical Association\r\n"
	    "22 is no modifier up here\r\n\r\n"
	    "Appendix A\r\n\r\n"
	    "22 Invented modifier:\r\nwith a second line\r\n\r\n"
	    "Anesthesia Physical Status\r\n\r\n"
	    "P1: An invented state\r\n\r\n"
	    "A paragraph that is no modifier.\r\n\r\n"
	    "Category II Modifiers\r\n\r\n"
	    "1P Invented, too\r\n\r\n"
	    "Level II (HCPCS/National) Modifiers\r\n\r\n"
	    "LT Of CMS\r\n";
	struct place p;

	(void)state;
	place_start(&p);
	licensed(&p, 2026);
	assert_int_equal(
	    file_import(&p, file_make(&p, "2026 MODUL.txt", text))->rows, 3);
	assert_true(
	    file_holds(&p, p.target, "Invented modifier: with a second line"));
	assert_false(file_holds(&p, p.target, "no modifier up here"));
	assert_false(file_holds(&p, p.target, "Of CMS"));
	place_end(&p);
}

static void
another_layout_is_refused(void **state)
{
	struct place p;

	(void)state;
	place_start(&p);
	licensed(&p, 2026);
	file_refused(&p,
	    file_make(&p, "LONGULT.txt", PREAMBLE "9001T\tInvented\r\n"),
	    "neither file nor name tells from which day");
	file_refused(&p,
	    file_make(&p, "2026 LONGULT.txt",
		PREAMBLE "9001T\tInvented\r\n9002T\tInven"
			 "ted\r\n9003T"),
	    "the file ends within this row");
	place_end(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_stored_under_a_licence_alone),
		cmocka_unit_test(licence_of_another_form_is_refused),
		cmocka_unit_test(layouts_are_told_apart),
		cmocka_unit_test(bytes_of_windows_are_read),
		cmocka_unit_test(tables_of_texts_are_read),
		cmocka_unit_test(deleted_codes_name_what_took_their_place),
		cmocka_unit_test(modifiers_begin_behind_their_heading),
		cmocka_unit_test(another_layout_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
