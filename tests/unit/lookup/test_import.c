/* Imports of an invented pack: what it gives, and what each slip in a file is
 * answered with. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above. */
#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lookup.h"
#include "pack.h"

static void
import_gives_rows(void **state)
{
	struct import_report *report;
	struct modifier_row m;
	struct code_row c;
	struct lookup *l;
	struct place p;
	size_t n, i;
	int64_t rows = 0;

	(void)state;
	place_start(&p);
	if (place_import(&p, &report, &n))
		fail_msg("%s", p.e.text);
	assert_int_equal(n, PACK);
	for (i = 0; i < n; i++)
		rows += report[i].rows;
	assert_int_equal(rows, 2 + 6 + 1 + 5 + 3 + 1 + 1 + 4 + 1);
	assert_int_equal(lookup_open(p.target, &l, &p.e), 0);
	assert_string_equal(lookup_vintage(l), "test pack 1.0");
	assert_int_equal(
	    lookup_code(l, p.a, CODE_CPT, "9991T", 20260101, &c, &p.e), 1);
	assert_string_equal(c.plain, "A tube, by a cut, under 6 years.");
	assert_string_equal(c.detail, "A note.");
	assert_string_equal(c.family, "tube");
	assert_string_equal(c.source.row, "tube:1");
	assert_string_equal(c.source.edition, "2020");
	assert_int_equal(c.to, DATE_OPEN);
	/* The bracket with the open cell is left out. */
	assert_int_equal(
	    lookup_code(l, p.a, CODE_CPT, "9993T", 20210101, &c, &p.e), 1);
	assert_string_equal(c.plain, "A tube, by needle.");
	/* Ended, not begun, unknown. */
	assert_int_equal(
	    lookup_code(l, p.a, CODE_CPT, "9993T", 20220101, &c, &p.e), 0);
	assert_int_equal(c.to, 20211231);
	assert_int_equal(
	    lookup_code(l, p.a, CODE_CPT, "9993T", 20191231, &c, &p.e), 0);
	assert_int_equal(c.from, 20200101);
	assert_int_equal(
	    lookup_code(l, p.a, CODE_CPT, "0000T", 20260101, &c, &p.e), 0);
	assert_null(c.code);
	assert_int_equal(
	    lookup_code(l, p.a, CODE_HCPCS, "Q0001", 20260101, &c, &p.e), 0);
	assert_string_equal(c.replaced_by, "Q0002");
	assert_int_equal(lookup_modifier(l, p.a, "9Z", 20260101, &m, &p.e), 1);
	assert_string_equal(m.detail, "Never.");
	assert_int_equal(lookup_modifier(l, p.a, "9Y", 20260101, &m, &p.e), 0);
	lookup_close(l);
	place_end(&p);
}

static void
family_has_its_cells(void **state)
{
	struct import_report *report;
	const char *const *id;
	struct fact_row *rule;
	struct family f;
	struct lookup *l;
	struct place p;
	size_t n;

	(void)state;
	place_start(&p);
	if (place_import(&p, &report, &n))
		fail_msg("%s", p.e.text);
	assert_int_equal(lookup_open(p.target, &l, &p.e), 0);
	assert_int_equal(lookup_family(l, p.a, "tube", 20210101, &f, &p.e), 1);
	assert_string_equal(f.title, "Tubes");
	assert_string_equal(f.note, "Once.");
	assert_int_equal(f.columns, 2);
	assert_string_equal(f.column[0].fact, "way");
	assert_string_equal(f.column[0].assume, "open");
	assert_string_equal(f.column[1].ask, "How old?");
	assert_null(f.column[1].assume);
	assert_int_equal(f.rows, 3);
	assert_string_equal(f.row[0].cell[0].word[0], "open");
	assert_int_equal(f.row[0].cell[0].word_n, 1);
	assert_true(f.row[0].cell[1].range);
	assert_true(f.row[0].cell[1].low_milli == INT64_MIN);
	assert_true(f.row[0].cell[1].high_milli == 6 * 365244);
	assert_string_equal(f.row[0].cell[1].phrase, "under 6 years");
	assert_true(f.row[1].cell[1].low_milli == 6 * 365244);
	assert_true(f.row[1].cell[1].high_milli == INT64_MAX);
	assert_true(f.row[2].cell[1].any);
	assert_string_equal(f.row[2].units, "count");
	/* On a later day the third row is gone. */
	assert_int_equal(lookup_family(l, p.a, "tube", 20220101, &f, &p.e), 1);
	assert_int_equal(f.rows, 2);
	assert_int_equal(lookup_family(l, p.a, "none", 20220101, &f, &p.e), 0);
	assert_int_equal(lookup_families(l, p.a, &id, &n, &p.e), 0);
	assert_int_equal(n, 1);
	assert_string_equal(id[0], "tube");
	assert_int_equal(lookup_rules(l, p.a, &rule, &n, &p.e), 0);
	assert_int_equal(n, 7);
	assert_int_equal(lookup_unit(rule, n, "age", "m"), 30437);
	assert_int_equal(lookup_unit(rule, n, "age", "cm"), 0);
	assert_string_equal(rule[6].name, "explain");
	assert_int_equal(rule[6].weight, 5);
	lookup_close(l);
	place_end(&p);
}

/* One slip a row: the file it is in, its text, what the sentence must hold. */
static const struct {
	const char *file, *text, *says;
} slips[] = {
	{ "extra.tsv", "colour\tshape\nred\tround\n", "no kind of file" },
	{ "extra.tsv", "", "is empty" },
	{ "facts.tsv", "", "is empty" },
	{ "sources.tsv", SOURCES "set\tcodeset\tx\ty\tz\told\topen\t\tours\n",
	    "sources.tsv:4:1: source 'set' stands twice" },
	{ "sources.tsv", SOURCES "new\tcodeset\tx\ty\t\told\topen\t\tours\n",
	    "sources.tsv:4:17: this cell must not be empty" },
	{ "sources.tsv", SOURCES "new\tcodeset\tx\n", "3 cells where" },
	{ "facts.tsv", FACTS "age\t\tw\t\tx\tx\tset\n", "facts.tsv:8:8: " },
	{ "facts.tsv", FACTS "age\t\ty\t365000\tx\tx\tset\n",
	    "365244 in an earlier row" },
	{ "facts.tsv", FACTS "age\t\tw\tmany\tx\tx\tset\n",
	    "'many' is no whole number" },
	{ "facts.tsv", FACTS "way\tx\t\t\tx\tx\tnobody\n",
	    "source 'nobody' does not exist" },
	{ "cues.tsv", CUES "choose\t0\tx\tx\t\n", "'0' is no whole number" },
	{ "phrases.tsv", PHRASES "*\tway\topen\tagain\n",
	    "phrases.tsv:7:7: this cell has words already" },
	{ "phrases.tsv", PHRASES "*\tway\tlaser\tby light\n",
	    "'laser': no row of facts gives this word" },
	{ "phrases.tsv", "family\tfact\tcell\twords\n*\tage\t<6y\tunder 6\n",
	    "has no words for people" },
	{ "family.tsv", "#! family=tube\n#! title=Tubes\n" HEADER ROWS,
	    "a family needs" },
	{ "family.tsv", SETTINGS "#! title=Again\n" HEADER ROWS,
	    "family.tsv:10:1: setting 'title' is empty or stands twice" },
	{ "modifiers.tsv", MODIFIERS "9Y\told\topen\tset\tx\ty\x01\n",
	    "modifiers.tsv:3:1: this line is not UTF-8 text, or holds a" },
	{ "family.tsv", "#! family=tube\n#! colour=red\n" HEADER ROWS,
	    "'colour' is no setting" },
	{ "family.tsv", SETTINGS "#! ask.size=Big?\n" HEADER ROWS,
	    "setting ask.size (line 10) names no column" },
	{ "family.tsv", "#! family=t\n#! title=T\n#! say={way}\n" HEADER ROWS,
	    "write '#! ask.way='" },
	{ "family.tsv",
	    "#! family=t\n#! title=T\n#! say={way\n#! ask.way=?\n"
	    "#! label.way=W\n#! ask.age=?\n#! label.age=A\n" HEADER ROWS,
	    "family.tsv:9:1: a brace is not closed" },
	{ "family.tsv",
	    SETTINGS "code\tvalid_from\tvalid_to\tsource\tcolour\t"
		     "addon\tunits\tnote\n",
	    "no row of facts gives the fact 'colour'" },
	{ "family.tsv",
	    SETTINGS "code\tvalid_from\tvalid_to\tsource\taddon\t"
		     "units\tnote\n",
	    "the header line needs" },
	{ "family.tsv", SETTINGS HEADER, "the family has no row" },
	{ "family.tsv",
	    SETTINGS HEADER ROWS
	    "9X001\t2022-01-01\topen\tset\tneedle\t<6y\tno\t1\t\n",
	    "family.tsv:14:1: 9991T stands in line 11" },
	{ "family.tsv",
	    SETTINGS HEADER ROWS
	    "9X004\t2022-01-01\topen\tset\topen\t6m-6y\tno\t1\t\n",
	    "could fit this row and line 11 alike" },
	{ "family.tsv",
	    SETTINGS HEADER "9X004\t2022-01-01\topen\tset\tlaser\t*\tno\t1\t\n",
	    "family.tsv:11:27: 'laser': no row of facts gives this word" },
	{ "family.tsv",
	    SETTINGS HEADER
	    "9X004\t2022-01-01\topen\tset\topen\t<6cm\tno\t1\t\n",
	    "as a number in this unit" },
	{ "family.tsv",
	    SETTINGS HEADER
	    "9X004\t2022-01-01\topen\tset\topen\t6y-6m\tno\t1\t\n",
	    "no value lies in this range" },
	{ "family.tsv",
	    SETTINGS HEADER
	    "9X004\t2022-01-01\topen\tset\topen\t<6y+\tno\t1\t\n",
	    "write a range as" },
	{ "family.tsv",
	    SETTINGS HEADER "9X004\t2022-02-30\topen\tset\topen\t*\tno\t1\t\n",
	    "family.tsv:11:7: '2022-02-30' is no day" },
	{ "family.tsv",
	    SETTINGS HEADER
	    "9X004\t2022-02-03\t2021-01-01\tset\topen\t*\tno\t1\t\n",
	    "the last day stands before the first" },
	{ "family.tsv",
	    SETTINGS HEADER "9X004\t20220203\topen\tset\topen\t*\tno\t1\t\n",
	    "'20220203' is no day" },
	{ "family.tsv",
	    SETTINGS HEADER "9X004\t2022-02-03\topen\tset\topen\t*\tno\t2\t\n",
	    "units is 1, count, count-1, side, mark:FACT or" },
	{ "family.tsv",
	    SETTINGS HEADER "9X004\t2022-02-03\topen\tset\topen\t*\tmaybe\t1"
			    "\t\n",
	    "addon is yes or no" },
	{ "family.tsv",
	    SETTINGS HEADER "ABC\t2022-02-03\topen\tset\topen\t*\tno\t1\t\n",
	    "has not the form of a code" },
	{ "family.tsv",
	    SETTINGS HEADER "9X004\t2022-02-03\topen\tset\topen \t*\tno\t1\t\n",
	    "family.tsv:11:27: take away the space" },
	{ "family.tsv",
	    SETTINGS HEADER ROWS
	    "9X003\t2022-01-05\topen\tset\tneedle\t*\tno\t1\t\n",
	    "close the gap" },
	{ "codes.tsv", CODES "CPT\t9X001\t2022-01-01\topen\t\tset\tx\ty\n",
	    "codes.tsv:3:5: 9991T has a row for one of these days already "
	    "(tube:1)" },
	{ "codes.tsv", CODES "CDT\tD0120\told\topen\t\tset\tx\ty\n",
	    "'CDT' is no code set" },
	{ "codes.tsv", CODES "CPT\tQ0003\told\topen\t\tset\tx\ty\n",
	    "has not the form of a CPT code" },
	{ "codes.tsv", CODES "HCPCS\tQ0003\told\topen\tmany\tset\tx\ty\n",
	    "'many' has not the form of a code" },
	{ "codes.tsv", CODES "HCPCS\tQ0003\told\topen\t\tset\t\ty\n",
	    "this cell must not be empty" },
	{ "codes.tsv", CODES "HCPCS\tQ0003\told\topen\t\tset\t\xff\ty\n",
	    "codes.tsv:3:1: this line is not UTF-8" },
	{ "modifiers.tsv", MODIFIERS "9Z\t2020-01-01\topen\tset\tx\ty\n",
	    "modifier 9Z has a row" },
	{ "modifiers.tsv", MODIFIERS "lt\told\topen\tset\tx\ty\n",
	    "'lt' is no modifier" },
	{ "norms.tsv", NORMS "units\ttimed\t1\t8\t\t1\t\told\topen\tset\t5\n",
	    "another row of units 'timed' holds" },
	{ "norms.tsv", NORMS "units\tlist\t\t\t\tb\t\told\topen\tset\t5\n",
	    "another row of units 'list' holds" },
	{ "norms.tsv", NORMS "x\t\t1.2345\t\t\t1\t\told\topen\tset\t5\n",
	    "'1.2345' is no number" },
	{ "norms.tsv", NORMS "x\t\t9\t8\t\t1\t\told\topen\tset\t5\n",
	    "this range is empty" },
	{ "norms.tsv", NORMS "x\t\t\t8\t\t1\t\told\topen\tset\t\n",
	    "this cell must not be empty" },
	{ "golden.tsv", GOLDEN "9X001\t2026-01-01\tno\t-\t-\n",
	    "golden.tsv:3: 9991T: a row on that day" },
	{ "golden.tsv", GOLDEN "9X001\t2026-01-01\tyes\tage\t>=6y\n",
	    "another cell in its table" },
};

static long
file_size(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? (long)st.st_size : -1;
}

/* Each slip is named with its place, and the database before it stays. */
static void
slips_are_refused(void **state)
{
	struct import_report *report;
	struct lookup *l;
	struct place p;
	char *text, extra[100];
	size_t i, n;

	(void)state;
	for (i = 0; i < sizeof(slips) / sizeof(slips[0]); i++) {
		place_start(&p);
		if (place_import(&p, &report, &n))
			fail_msg("%s", p.e.text);
		assert_int_equal(lookup_open(p.target, &l, &p.e), 0);
		text = real_form(slips[i].text);
		file_write(&p, slips[i].file, text);
		free(text);
		if (place_import(&p, &report, &n) == 0)
			fail_msg("slip %zu was taken", i);
		if (strstr(p.e.text, slips[i].says) == NULL)
			fail_msg("slip %zu: %s", i, p.e.text);
		assert_false(lookup_stale(l));
		lookup_close(l);
		snprintf(extra, sizeof(extra), "%s.new", p.target);
		assert_int_equal(file_size(extra), -1);
		place_end(&p);
	}
}

static void
new_file_takes_the_place(void **state)
{
	struct import_report *report;
	struct lookup *l, *later;
	struct code_row c;
	struct place p;
	char old[100];
	size_t n;

	(void)state;
	place_start(&p);
	snprintf(old, sizeof(old), "%s.old", p.target);
	assert_int_equal(place_import(&p, &report, &n), 0);
	assert_int_equal(file_size(old), -1);
	assert_int_equal(lookup_open(p.target, &l, &p.e), 0);
	assert_false(lookup_stale(l));
	file_write(
	    &p, "codes.tsv", CODES "HCPCS\tQ0005\told\topen\t\tset\tNew.\t\n");
	assert_int_equal(place_import(&p, &report, &n), 0);
	assert_true(lookup_stale(l));
	assert_true(file_size(old) > 0);
	/* The open one still answers as before. */
	assert_int_equal(
	    lookup_code(l, p.a, CODE_HCPCS, "Q0005", 20260101, &c, &p.e), 0);
	assert_int_equal(lookup_open(p.target, &later, &p.e), 0);
	assert_int_equal(
	    lookup_code(later, p.a, CODE_HCPCS, "Q0005", 20260101, &c, &p.e),
	    1);
	lookup_close(later);
	lookup_close(l);
	/* A third import replaces the kept one, too. */
	assert_int_equal(place_import(&p, &report, &n), 0);
	place_end(&p);
}

static void
foreign_files_are_refused(void **state)
{
	const char *nowhere = "/nonexistent/x.tsv";
	struct import_report *report;
	struct lookup *l = NULL;
	struct place p;
	size_t n;

	(void)state;
	place_start(&p);
	assert_int_equal(lookup_open(p.target, &l, &p.e), -1);
	assert_int_equal(p.e.kind, ERR_STOP);
	assert_non_null(strstr(p.e.text, "consultctl import"));
	file_write(&p, "lookup.db", "this is no database, but long enough");
	assert_int_equal(lookup_open(p.target, &l, &p.e), -1);
	assert_non_null(strstr(p.e.text, "consultctl import"));
	assert_null(l);
	assert_int_equal(
	    import_run(&nowhere, 1, p.target, p.a, &report, &n, &p.e), -1);
	assert_non_null(strstr(p.e.text, nowhere));
	place_end(&p);
}

static void
one_import_at_a_time(void **state)
{
	struct import_report *report;
	struct place p;
	size_t n;
	int fd;

	(void)state;
	place_start(&p);
	fd = open(p.folder, O_RDONLY | O_DIRECTORY);
	assert_true(fd >= 0);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	assert_int_equal(place_import(&p, &report, &n), -1);
	assert_non_null(strstr(p.e.text, "another import is under way"));
	close(fd);
	assert_int_equal(place_import(&p, &report, &n), 0);
	place_end(&p);
}

/* A small arena is an answer to one mail, never a crash. */
static void
small_arenas_refuse(void **state)
{
	struct import_report *report;
	struct fact_row *rule;
	struct code_row c;
	struct family f;
	struct lookup *l;
	struct arena *small;
	struct place p;
	size_t n, size;

	(void)state;
	place_start(&p);
	assert_int_equal(place_import(&p, &report, &n), 0);
	assert_int_equal(lookup_open(p.target, &l, &p.e), 0);
	for (size = 16; size < 4096; size += 64) {
		small = arena_new(size);
		if (lookup_code(
			l, small, CODE_CPT, "9991T", 20210101, &c, &p.e) < 0)
			assert_int_equal(p.e.kind, ERR_REFUSE);
		arena_clear(small);
		if (lookup_family(l, small, "tube", 20210101, &f, &p.e) < 0)
			assert_int_equal(p.e.kind, ERR_REFUSE);
		arena_clear(small);
		if (lookup_rules(l, small, &rule, &n, &p.e) < 0)
			assert_int_equal(p.e.kind, ERR_REFUSE);
		arena_free(small);
	}
	small = arena_new(16);
	assert_int_equal(
	    lookup_code(l, small, CODE_CPT, "9991T", 20210101, &c, &p.e), -1);
	arena_free(small);
	lookup_close(l);
	place_end(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(import_gives_rows),
		cmocka_unit_test(family_has_its_cells),
		cmocka_unit_test(slips_are_refused),
		cmocka_unit_test(new_file_takes_the_place),
		cmocka_unit_test(foreign_files_are_refused),
		cmocka_unit_test(one_import_at_a_time),
		cmocka_unit_test(small_arenas_refuse),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
