/* The tabular list and the index of ICD-10-CM as XML: notes and where they are
 * inherited from, paths of terms, tables by column. Codes and words are
 * invented. */
#include "../../../lookup/lookup_db.h"
#include "icd.h"
#include "official.h"
#include "search.h"

#define HEAD "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
#define TABULAR_HEAD \
	HEAD "<ICD10CM.tabular><version>2026</version><introduction>" \
	     "<introSection type=\"title\"><title>Made up</title>" \
	     "</introSection></introduction>"
static const char tabular[] = TABULAR_HEAD
    "<chapter><name>22</name><desc>Made up chapter (U00-U99)</desc>"
    "<excludes1><note>all of another chapter (V00-V09)</note></excludes1>"
    "<sectionIndex><sectionRef first=\"U90\" last=\"U91\">Made up"
    "</sectionRef></sectionIndex>"
    "<section id=\"U90-U91\"><desc>Made up section</desc>"
    "<codeFirst><note>what it comes from (W01.-)</note></codeFirst>"
    "<diag><name>U90</name><desc>Made up</desc>"
    "<inclusionTerm><note>Made up term</note><note>Second   term,\n"
    "wrapped</note></inclusionTerm>"
    "<excludes1><note>the other one (U91.-)</note><note>vitamin B12, HIV, "
    "NOS</note></excludes1>"
    "<sevenChrNote><note>The seventh is to be added</note></sevenChrNote>"
    "<sevenChrDef><extension char=\"A\">initial encounter</extension>"
    "<note>\twords between</note><extension char=\"D\">subsequent "
    "encounter</extension></sevenChrDef>"
    "<useAdditionalCode><note>code for one:</note></useAdditionalCode>"
    "<diag><name>U90.1</name><desc>Deeper <old>was</old></desc>"
    "<useAdditionalCode><note>cause (W02)</note></useAdditionalCode>"
    "<useAdditionalCode><note>stage (W03.1-W03.3)</note>"
    "</useAdditionalCode>"
    "<excludes2><note>made <old>was so </old>up &amp; more "
    "(W09)</note></excludes2>"
    "<diag placeholder=\"true\"><name>U90.1X</name><desc>Placeholder</desc>"
    "</diag></diag></diag>"
    "<diag><name>U91</name><desc>Other</desc><visualImpairment><heading>"
    "<note>no note of it</note></heading></visualImpairment>"
    "<diag><name>U91.0</name><desc>Own</desc>"
    "<sevenChrDef><extension char=\"S\">sequela</extension></sevenChrDef>"
    "</diag></diag></section>"
    "<section id=\"U92\"><desc>Section of one</desc><diag><name>U92</name>"
    "<desc>Alone</desc></diag></section></chapter></ICD10CM.tabular>\n";

/* One note: "U90 2 the other one (U91.-)". */
static char *
notes_of(struct place *p, struct lookup *l, const char *code, date on)
{
	struct icd_notes notes;
	char *all = arena_strdup(p->a, "");
	size_t i;
	int rc = icd_notes(l, p->a, code, on, &notes, &p->e);

	assert_true(rc >= 0);
	assert_int_equal(rc, notes.known == KNOWN_VALID);
	for (i = 0; i < notes.n; i++)
		all = arena_printf(p->a, "%s%s %d %s%.1s\n", all,
		    notes.item[i].node, (int)notes.item[i].kind,
		    notes.item[i].text,
		    notes.item[i].character ? &notes.item[i].character : "");
	return all;
}

static void
notes_are_inherited(void **state)
{
	struct lookup *l;
	struct place p;
	const char *path;

	(void)state;
	place_start(&p);
	path = file_make(&p, "icd10cm_tabular_2026.xml", tabular);
	assert_int_equal(file_import(&p, path)->bad, 0);
	assert_string_equal(p.report[0].edition, "FY2026");
	l = place_open(&p);
	assert_string_equal(notes_of(&p, l, "U901XXA", 20251001),
	    "U90.1 3 made up & more (W09)\n"
	    "U90.1 5 cause (W02)\n"
	    "U90.1 5 stage (W03.1-W03.3)\n"
	    "U90 2 the other one (U91.-)\n"
	    "U90 2 vitamin B12, HIV, NOS\n"
	    "U90 8 initial encounterA\n"
	    "U90 8 subsequent encounterD\n"
	    "U90 7 The seventh is to be added\n"
	    "U90 5 code for one:\n"
	    "U90-U91 4 what it comes from (W01.-)\n"
	    "chapter 22 2 all of another chapter (V00-V09)\n");
	/* Its own terms; the seventh of the nearest node alone. */
	assert_non_null(strstr(
	    notes_of(&p, l, "U90", 20251001), "U90 0 Second term, wrapped\n"));
	assert_non_null(
	    strstr(notes_of(&p, l, "U910", 20251001), "U91.0 8 sequelaS\n"));
	assert_string_equal(notes_of(&p, l, "U92", 20251001),
	    "chapter 22 2 all of another chapter (V00-V09)\n");
	assert_string_equal(notes_of(&p, l, "X99", 20251001), "");
	assert_string_equal(notes_of(&p, l, "U90", 20200101) + 1,
	    notes_of(&p, l, "U90", 20251001) + 1);
	lookup_close(l);
	place_end(&p);
}

static void
clashes_are_found_in_both_orders(void **state)
{
	struct icd_clash clash;
	enum known known;
	struct lookup *l;
	struct place p;
	const char *path;

	(void)state;
	place_start(&p);
	path = file_make(&p, "icd10cm-tabular-April-1-2026-XML.xml", tabular);
	assert_string_equal(file_import(&p, path)->edition, "2026-04-01");
	l = place_open(&p);
	assert_int_equal(icd_clash(l, p.a, ICD_EXCLUDES1, "U9012", "U9109",
			     20260401, &clash, &known, &p.e),
	    1);
	assert_string_equal(clash.code, "U9012");
	assert_string_equal(clash.note.node, "U90");
	assert_int_equal(icd_clash(l, p.a, ICD_EXCLUDES1, "U9109", "U9012",
			     20260401, &clash, &known, &p.e),
	    1);
	assert_string_equal(clash.code, "U9012");
	assert_string_equal(clash.source.edition, "2026-04-01");
	assert_int_equal(icd_clash(l, p.a, ICD_EXCLUDES1, "U920", "V091",
			     20260401, &clash, &known, &p.e),
	    1);
	assert_int_equal(icd_clash(l, p.a, ICD_EXCLUDES1, "U920", "B120",
			     20260401, &clash, &known, &p.e),
	    0);
	assert_int_equal(known, KNOWN_VALID);
	assert_int_equal(icd_clash(l, p.a, ICD_EXCLUDES1, "U90", "U91",
			     20250401, &clash, &known, &p.e),
	    0);
	assert_int_equal(known, KNOWN_OUTSIDE);
	lookup_close(l);
	place_end(&p);
}

static void
notes_name_codes(void **state)
{
	static const struct {
		const char *note, *code;
		bool covers;
	} row[] = {
		{ "one (E08.-)", "E0821", true },
		{ "one (E08.-)", "E09", false },
		{ "two (I60-I69)", "I693", true },
		{ "two (I60-I69)", "I70", false },
		{ "three (A00, O24.4-)", "O2441", true },
		{ "three (A00, O24.4-)", "O241", false },
		{ "four [J45.1, J45.3-J45.5]", "J4541", true },
		{ "four [J45.1, J45.3-J45.5]", "J452", false },
		{ "vitamin B12", "B12", false },
		{ "NOS (HIV)", "HIV", false },
		{ "new (QA0.-)", "QA00102", true },
		{ "open (E08.-", "E081", true },
		/* Ranges go as the order file goes, not the alphabet. */
		{ "skin (C43-C44)", "C4A31", true },
		{ "skin (C43-C44)", "C449", true },
		{ "skin (C43-C449)", "C4499", true },
		{ "skin (C43-C449)", "C450", false },
		{ "behind (C44-C49)", "C4A0", false },
		{ "secondary (C76-C80)", "C7A00", false },
		{ "glands (C73-C75)", "C7B00", false },
		{ "all (C00-C80)", "C7B00", true },
		{ "uncertain (D37-D48)", "D3A00", false },
		{ "lung (J40-J47)", "J4A0", true },
		{ "joints (M05-M14)", "M1A00X0", true },
		{ "birth (Z30-Z39)", "Z3A20", true },
		{ "weeks (Z3A.-)", "Z3A20", true },
		{ "weeks (Z3A.-)", "Z36", false },
		{ "last (O98-O99)", "O9A1", false },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++)
		if (icd_covers(row[i].note, row[i].code) != row[i].covers)
			fail_msg("%s: %s", row[i].note, row[i].code);
}

#define INDEX_HEAD HEAD "<ICD10CM.index><version>2026</version>"
static const char index_text[] = INDEX_HEAD
    "<title>INDEX TO DISEASES</title><letter><title>M</title>"
    "<mainTerm><title>Made up, thing<nemod>(old) (new)</nemod> NEC</title>"
    "<seeAlso>Other thing</seeAlso>"
    "<term level=\"1\"><title>by cause</title>"
    "<term level=\"2\"><title>known</title><code>U90.1-</code>"
    "<manif>V01</manif></term>"
    "<term level=\"2\"><title>known</title><code>U90.2</code></term></term>"
    "<term level=\"1\"><title>left</title><see>Thing, right</see></term>"
    "</mainTerm><mainTerm><title>Nothing told</title></mainTerm></letter>"
    "</ICD10CM.index>";
static const char drug_text[] = INDEX_HEAD
    "<indexHeading><head col=\"1\">Substance</head><head col=\"2\">Poisoning"
    "</head></indexHeading><letter><title>D</title><mainTerm><title>Drug "
    "X<nemod>(salt)</nemod></title><cell col=\"2\">T99.1X1</cell>"
    "<cell col=\"3\">--</cell><cell col=\"7\">T99.1X6</cell>"
    "<cell col=\"9\">T99</cell></mainTerm></letter></ICD10CM.index>";

static char *
entries_of(struct place *p, const char *series)
{
	char *all = arena_strdup(p->a, "");
	struct db_row *r;
	struct db *db;

	assert_int_equal(lookup_db_open(p->target, LOOKUP_READ, &db, &p->e), 0);
	r = db_begin(db, LOOKUP_ENTRY_BELOW);
	db_bind_text(r, 1, series);
	db_bind_text(r, 2, "");
	db_bind_number(r, 3, 20251001);
	while (db_step(r, &p->e) == 1)
		all = arena_printf(
		    p->a, "%s%s|%s\n", all, db_text(r, 0), db_text(r, 1));
	db_end(r);
	db_close(db);
	return all;
}

static void
index_keeps_paths(void **state)
{
	struct place p;

	(void)state;
	place_start(&p);
	file_import(&p, file_make(&p, "icd10cm_index_2026.xml", index_text));
	file_import(&p, file_make(&p, "icd10cm_drug_2026.xml", drug_text));
	assert_string_equal(entries_of(&p, "icd10cm.index"),
	    "Made up, thing NEC|\t\t\tOther thing\t(old) (new)\t\n"
	    "Made up, thing NEC > by cause > known = U901-|U901-\tV01\t\t\t\t\n"
	    "Made up, thing NEC > by cause > known = U902|U902\t\t\t\t\t\n"
	    "Made up, thing NEC > left|\t\tThing, right\t\t\t\n");
	assert_string_equal(
	    entries_of(&p, "icd10cm.drug"), "Drug X|T991X1\t\t\t\t\tT991X6\n");
	place_end(&p);
}

/* The same table with commas: a title, an empty column at the end, "--" for
 * none, terms under terms. */
static void
drugs_come_with_commas(void **state)
{
	static const char text[] =
	    "ICD-10-CM Table of Drugs and Chemicals FY2026,,,,,,,\r\n"
	    "Substance,\"Poisoning, Accidental (unintentional)\","
	    "\"Poisoning, Intentional self-harm\",\"Poisoning, Assault\","
	    "\"Poisoning, Undetermined\",Adverse effect,Underdosing,\r\n"
	    "Invented,T99.1X1,T99.1X2,T99.1X3,T99.1X4,T99.1X5,T99.1X6,\r\n"
	    "- made,T99.2X1,T99.2X2,T99.2X3,T99.2X4,--,--,\r\n"
	    "- - up,T99.3X1-,--,--,--,--,--,\r\n"
	    "- other,T99.4X1,--,--,--,--,--,\r\n"
	    "Zeta,T99.5X1,--,--,--,--,--,\r\n"
	    "Broken,nothing,--,--,--,--,--,\r\n";
	struct place p;

	(void)state;
	place_start(&p);
	file_import(&p, file_make(&p, "icd10cm_drug_2026.csv", text));
	assert_int_equal(p.report[0].rows, 5);
	assert_int_equal(p.report[0].bad, 1);
	assert_string_equal(p.report[0].edition, "FY2026");
	assert_string_equal(entries_of(&p, "icd10cm.drug"),
	    "Invented|T991X1\tT991X2\tT991X3\tT991X4\tT991X5\tT991X6\n"
	    "Invented > made|T992X1\tT992X2\tT992X3\tT992X4\t\t\n"
	    "Invented > made > up|T993X1-\t\t\t\t\t\n"
	    "Invented > other|T994X1\t\t\t\t\t\n"
	    "Zeta|T995X1\t\t\t\t\t\n");
	place_end(&p);
}

/* A substance leads to the code of its column. */
static void
drugs_are_found(void **state)
{
	static const char text[] = INDEX_HEAD
	    "<indexHeading><head col=\"1\">Substance</head></indexHeading>"
	    "<letter><title>Z</title><mainTerm><title>Zorbatine</title>"
	    "<cell col=\"2\">T99.1X1</cell><cell col=\"7\">T99.1X6</cell>"
	    "</mainTerm></letter></ICD10CM.index>";
	struct search_order order = {
		.text = "underdosing of zorbatine", .on = 20251101, .max = 5
	};
	struct search_hit *hit = NULL;
	const char *read;
	struct lookup *l;
	struct place p;
	size_t n;

	(void)state;
	place_start(&p);
	file_import(&p, file_make(&p, "icd10cm_drug_2026.xml", text));
	file_import(
	    &p, file_make(&p, "icd10cm_order_2026.txt",
		    arena_printf(
			p.a, "00001 T991X6  0 %-60s Made up\r\n", "Made up")));
	l = place_open(&p);
	assert_int_equal(search_find(l, p.a, &order, &hit, &n, &read, &p.e), 0);
	assert_true(n > 0);
	assert_string_equal(hit[0].code, "T991X6");
	assert_string_equal(hit[0].term, "underdosing Zorbatine");
	lookup_close(l);
	place_end(&p);
}

/* The lists of changes lie beside the whole one, and before it. */
static void
poa_lists_are_told_apart(void **state)
{
	static const char head[] = "Order26\tPOAexemptCode\tDescription\r\n";
	const char *paths[3];
	enum known known;
	struct source source;
	struct lookup *l;
	struct place p;

	(void)state;
	place_start(&p);
	paths[0] = file_make(&p, "POAexemptCodesFY26.txt",
	    arena_printf(p.a,
		"%s00001\tU90.0\tMade up\r\n00002\tU90.11XA\t\"Up, made\"\r\n",
		head));
	file_import(&p, paths[0]);
	assert_string_equal(p.report[0].edition, "FY2026");
	assert_int_equal(p.report[0].rows, 2);
	paths[0] = file_make(&p, "POAexemptAddCodesFY26.txt",
	    arena_printf(p.a, "%s00009\tU99.9\tMade up\r\n", head));
	file_refused(&p, paths[0], "import the whole list");
	l = place_open(&p);
	assert_int_equal(
	    icd_exempt(l, p.a, "U9011XA", 20251001, &source, &known, &p.e), 1);
	assert_string_equal(source.edition, "FY2026");
	assert_int_equal(
	    icd_exempt(l, p.a, "U999", 20251001, &source, &known, &p.e), 0);
	assert_int_equal(
	    icd_exempt(l, p.a, "U900", 20240101, &source, &known, &p.e), 0);
	lookup_close(l);
	place_end(&p);
}

/* What is no such file, or only the head of one. */
static void
damaged_xml_is_refused(void **state)
{
	static const struct {
		const char *name, *text, *why;
	} row[] = {
		{ "icd10cm_tabular_2026.xml",
		    TABULAR_HEAD "<chapter><name>1</name><section>",
		    "cut short" },
		{ "icd10cm_tabular_2026.xml", TABULAR_HEAD "</ICD10CM.tabular>",
		    "not one row" },
		{ "icd10cm_tabular_2026.xml",
		    HEAD "<!DOCTYPE a [<!ENTITY b \"c\">]><ICD10CM.tabular>"
			 "</ICD10CM.tabular>",
		    "entities" },
		{ "icd10cm_index_2026.xml",
		    INDEX_HEAD "<letter><mainTerm><title>A</title>",
		    "cut short" },
		{ "tabular.xml", HEAD "<ICD10CM.tabular></ICD10CM.tabular>",
		    "--effective" },
	};
	struct place p;
	size_t i;

	(void)state;
	place_start(&p);
	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++)
		file_refused(
		    &p, file_make(&p, row[i].name, row[i].text), row[i].why);
	/* The year may stand in the file alone. */
	assert_string_equal(
	    file_import(&p, file_make(&p, "tabular.xml", tabular))->edition,
	    "FY2026");
	place_end(&p);
}

/* Without an order file a diagnosis is a header where others stand below it: it
 * is never reported. */
static void
headers_of_a_pack_are_known(void **state)
{
	struct code_row c;
	struct lookup *l;
	struct place p;

	(void)state;
	place_start(&p);
	file_make(&p, "pack/diagnoses.tsv",
	    "code\tvalid_from\tvalid_to\tsource\ttitle\tplain\twords\n"
	    "U90\t2015-10-01\topen\tpack\tMade up\tMade up\t\n"
	    "U901\t2020-10-01\topen\tpack\tMade up\tMade up\t\n"
	    "U91\t2015-10-01\topen\tpack\tMade up\tMade up\t\n");
	file_import(&p, p.pack);
	l = place_open(&p);
	assert_int_equal(
	    lookup_code(l, p.a, CODE_ICD10CM, "U90", 20201001, &c, &p.e), 1);
	assert_int_equal(c.level, LEVEL_HEADER);
	/* Before it was divided, and where nothing stands below. */
	lookup_code(l, p.a, CODE_ICD10CM, "U90", 20200930, &c, &p.e);
	assert_int_equal(c.level, LEVEL_NONE);
	lookup_code(l, p.a, CODE_ICD10CM, "U91", 20201001, &c, &p.e);
	assert_int_equal(c.level, LEVEL_NONE);
	lookup_close(l);
	place_end(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(notes_are_inherited),
		cmocka_unit_test(clashes_are_found_in_both_orders),
		cmocka_unit_test(notes_name_codes),
		cmocka_unit_test(index_keeps_paths),
		cmocka_unit_test(drugs_come_with_commas),
		cmocka_unit_test(drugs_are_found),
		cmocka_unit_test(poa_lists_are_told_apart),
		cmocka_unit_test(damaged_xml_is_refused),
		cmocka_unit_test(headers_of_a_pack_are_known),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
