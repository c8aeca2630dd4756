/* Answers from an invented pack: decision tables, asks, comparisons, holds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above. */
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "answer.h"
#include "buf.h"
#include "lookup.h"
#include "tree.h"

static const struct {
	const char *name, *text;
} pack[] = {
	{ "sources.tsv",
	    "id\tkind\tname\tpublisher\tedition\tvalid_from\tvalid_to\tnotice\t"
	    "licence\n"
	    "pack\tpack\ttest pack\tconsultd\t1.0\told\topen\t\tours\n"
	    "set\tcodeset\tinvented set\tnobody\t2020\told\topen\t\tours\n" },
	{ "facts.tsv",
	    "name\tvalue\tunit\tfactor_milli\tpattern\texample\tsource\n"
	    "age\t\ty\t365244\t{N} years\t4 years\tset\n"
	    "count\t\t\t1000\t{N} lesions\t4 lesions\tset\n"
	    "way\topen\t\t\topen\topen\tset\n"
	    "way\tneedle\t\t\tneedle\tneedle\tset\n"
	    "image\twith\t\t\twith picture\twith picture\tset\n"
	    "image\twithout\t\t\twithout picture\twithout picture\tset\n"
	    "topic\ttube\t\t\ttubes?\ttube\tset\n"
	    "topic\tspot\t\t\tspots?\tspot\tset\n" },
	{ "cues.tsv", "kind\tweight\tpattern\texample\tsource\n"
		      "explain\t5\twhat is\twhat is\t\n" },
	{ "phrases.tsv", "family\tfact\tcell\twords\n"
			 "*\tway\topen\tby a cut\n"
			 "*\tway\tneedle\tby needle\n"
			 "*\tage\t<6y\tunder 6 years\n"
			 "*\tage\t>=6y\t6 years or over\n"
			 "*\timage\twith\twith a picture\n"
			 "*\timage\twithout\twithout a picture\n"
			 "*\tcount\t>=2\ttwo or more\n"
			 "*\tcount\t>=1\tone or more\n" },
	{ "tube.tsv",
	    "#! family=tube\n#! title=Tubes\n#! say=a tube, {way}, {age}\n"
	    "#! note=Once a day.\n#! ask.way=Which way?\n#! label.way=Way\n"
	    "#! ask.age=How old?\n#! label.age=Age\n"
	    "code\tvalid_from\tvalid_to\tsource\tway\tage\taddon\tunits\tnote\n"
	    "V9801\t2020-01-01\topen\tset\tneedle\t<6y\tno\t1\t\n"
	    "V9802\t2020-01-01\topen\tset\tneedle\t>=6y\tno\t1\t\n"
	    "V9803\t2020-01-01\topen\tset\topen\t<6y\tno\t1\t\n"
	    "V9804\t2020-01-01\topen\tset\topen\t>=6y\tno\t1\tA note.\n" },
	{ "spot.tsv",
	    "#! family=spot\n#! title=Spots\n#! say=a spot[, {image}]\n"
	    "#! ask.image=A picture?\n#! label.image=Picture\n"
	    "#! assume.image=without\n"
	    "#! ask.count=How many?\n#! label.count=Count\n"
	    "code\tvalid_from\tvalid_to\tsource\timage\tcount\taddon\tunits\t"
	    "note\n"
	    "V9851\t2020-01-01\topen\tset\twithout\t>=1\tno\t1\t\n"
	    "V9852\t2020-01-01\topen\tset\twith\t>=1\tno\t1\t\n"
	    "V9853\t2020-01-01\topen\tset\twithout\t>=2\tyes\tcount-1\t\n" },
	{ "codes.tsv",
	    "system\tcode\tvalid_from\tvalid_to\treplaced_by\tsource\tplain\t"
	    "detail\n"
	    "HCPCS\tV9890\told\t2019-12-31\tV9801\tset\tOld thing.\tGone.\n" },
	{ "modifiers.tsv", "code\tvalid_from\tvalid_to\tsource\tplain\tdetail\n"
			   "9Z\told\topen\tset\tInvented.\tNever.\n" },
	{ "golden.tsv", "code\ton\tfound\tfact\tcell\n"
			"V9804\t2021-01-01\tyes\tage\t>=6y\n" },
};
#define PACK_COUNT (sizeof(pack) / sizeof(pack[0]))

struct place {
	char folder[32];
	struct lookup *lookup;
	struct arena *arena;
};

static int
setup(void **state)
{
	struct place *p = calloc(1, sizeof(*p));
	struct import_report *reports;
	struct err e = { 0 };
	char path[64], target[64];
	size_t n;
	snprintf(p->folder, sizeof(p->folder), "/tmp/answer-XXXXXX");
	assert_non_null(mkdtemp(p->folder));
	for (size_t i = 0; i < PACK_COUNT; i++) {
		snprintf(path, sizeof(path), "%s/%s", p->folder, pack[i].name);
		FILE *f = fopen(path, "w");
		assert_non_null(f);
		fputs(pack[i].text, f);
		fclose(f);
	}
	p->arena = arena_new(16u << 20);
	snprintf(target, sizeof(target), "%s/lookup.db", p->folder);
	const char *paths[] = { p->folder };
	if (import_run(paths, 1, target, p->arena, &reports, &n, &e) != 0 ||
	    lookup_open(target, &p->lookup, &e) != 0)
		fail_msg("%s", e.text);
	*state = p;
	return 0;
}

static int
teardown(void **state)
{
	struct place *p = *state;
	char path[64];
	static const char *const more[] = { "lookup.db", "lookup.db.lock",
		"lookup.db.old" };
	lookup_close(p->lookup);
	arena_free(p->arena);
	for (size_t i = 0; i < PACK_COUNT; i++) {
		snprintf(path, sizeof(path), "%s/%s", p->folder, pack[i].name);
		unlink(path);
	}
	for (size_t i = 0; i < sizeof(more) / sizeof(more[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", p->folder, more[i]);
		unlink(path);
	}
	assert_int_equal(rmdir(p->folder), 0);
	free(p);
	return 0;
}

static struct fact
word(const char *name, const char *value)
{
	return (
	    struct fact){ .name = name, .value = value, .milli = INT64_MIN };
}

static struct fact
years(int n)
{
	return (struct fact){
		.name = "age", .value = "n y", .milli = n * INT64_C(365244)
	};
}

static struct fact
many(int n)
{
	return (struct fact){
		.name = "count", .value = "n", .milli = n * INT64_C(1000)
	};
}

static struct code
code(const char *text)
{
	struct code c = { .system = CODE_HCPCS, .units = 1 };
	snprintf(c.text, sizeof(c.text), "%s", text);
	return c;
}

static struct answer
answer_of(struct place *p, const char *kind, struct code *codes, size_t n,
    struct fact *facts, size_t facts_n, enum outcome outcome)
{
	struct question q = { .kind = kind,
		.text = "t",
		.code = codes,
		.code_n = n,
		.fact = facts,
		.fact_n = facts_n };
	struct questions all = { .item = &q, .n = 1 };
	struct answers out;
	struct err e = { 0 };
	arena_clear(p->arena);
	if (answer_all(p->arena, p->lookup, &all, 20260101, &out, &e) != 0)
		fail_msg("%s", e.text);
	assert_int_equal(out.n, 1);
	assert_string_equal(outcome_name(out.outcome), outcome_name(outcome));
	assert_int_equal(out.item[0].as_of, 20260101);
	return out.item[0];
}

/* Facts that leave one row give its code, in the facts' own words. */
static void
test_choose_one(void **state)
{
	struct fact facts[] = { word("topic", "tube"), word("way", "open"),
		years(10) };
	struct answer a =
	    answer_of(*state, "choose", NULL, 0, facts, 3, OUTCOME_ANSWERED);
	assert_int_equal(a.verdict, VERDICT_CODES);
	assert_int_equal(a.line_n, 1);
	assert_string_equal(a.line[0].code, "V9804");
	assert_string_equal(a.headline, "Report V9804.");
	assert_string_equal(a.reason[0].source.name, "invented set");
	assert_non_null(strstr(a.reason[0].text, "by a cut"));
	assert_string_equal(a.reason[1].text, "A note.");
	assert_string_equal(a.reason[2].text, "Once a day.");
	assert_int_equal(a.change_n, 2);
	assert_non_null(strstr(a.change[0], "V9802"));
	assert_non_null(strstr(a.change[1], "V9803"));
}

/* Both edges of an age: one day before six years, and six years. */
static void
test_choose_edge(void **state)
{
	struct fact below = years(6), at = years(6);
	below.milli -= 1000;
	struct fact first[] = { word("topic", "tube"), word("way", "open"),
		below };
	struct fact second[] = { word("topic", "tube"), word("way", "open"),
		at };
	struct answer a =
	    answer_of(*state, "choose", NULL, 0, first, 3, OUTCOME_ANSWERED);
	assert_string_equal(a.line[0].code, "V9803");
	a = answer_of(*state, "choose", NULL, 0, second, 3, OUTCOME_ANSWERED);
	assert_string_equal(a.line[0].code, "V9804");
}

/* What is missing is asked for, with the codes behind each answer. */
static void
test_choose_asks(void **state)
{
	struct fact facts[] = { word("topic", "tube"), word("way", "needle") };
	struct answer a =
	    answer_of(*state, "choose", NULL, 0, facts, 2, OUTCOME_ASKED_BACK);
	assert_int_equal(a.ask_n, 1);
	assert_string_equal(a.ask[0].fact, "age");
	assert_int_equal(a.ask[0].option_n, 2);
	assert_string_equal(a.ask[0].option[0].phrase, "under 6 years");
	assert_string_equal(a.ask[0].option[0].codes, "V9801");
	assert_string_equal(a.ask[0].option[1].codes, "V9802");
	assert_string_equal(
	    a.headline, "One fact decides between V9801 and V9802: see below.");
	assert_int_equal(a.line_n, 0);

	a = answer_of(*state, "choose", NULL, 0, facts, 1, OUTCOME_ASKED_BACK);
	assert_int_equal(a.ask_n, 2);
	assert_string_equal(a.headline,
	    "Two facts are missing: please answer the questions below.");
}

/* Two different ages: neither is believed. */
static void
test_choose_conflict(void **state)
{
	struct fact facts[] = { word("topic", "tube"), word("way", "open"),
		years(3), years(10) };
	struct answer a =
	    answer_of(*state, "choose", NULL, 0, facts, 4, OUTCOME_ASKED_BACK);
	assert_int_equal(a.ask_n, 1);
	assert_non_null(strstr(a.ask[0].question, "two ways"));
}

/* What is taken for granted is said; an add-on needs its facts told. */
static void
test_choose_addon(void **state)
{
	struct fact facts[] = { word("topic", "spot"), many(3),
		word("image", "with") };
	struct answer a =
	    answer_of(*state, "choose", NULL, 0, facts, 2, OUTCOME_ANSWERED);
	assert_int_equal(a.line_n, 2);
	assert_string_equal(a.line[0].code, "V9851");
	assert_string_equal(a.line[1].code, "V9853");
	assert_int_equal(a.line[1].units, 2);
	bool granted = false, addon = false;
	for (size_t i = 0; i < a.reason_n; i++) {
		granted |= strstr(a.reason[i].text, "Taken for granted") !=
			   NULL;
		addon |= strstr(a.reason[i].text, "add-on") != NULL;
	}
	assert_true(granted);
	assert_true(addon);

	a = answer_of(*state, "choose", NULL, 0, facts, 3, OUTCOME_ANSWERED);
	assert_int_equal(a.line_n, 1);
	assert_string_equal(a.line[0].code, "V9852");
}

/* Two procedures in one case: what is known of one is told, the other asks. */
static void
test_choose_two(void **state)
{
	struct fact facts[] = { word("topic", "spot"), word("topic", "tube"),
		many(1), word("way", "open") };
	struct answer a =
	    answer_of(*state, "choose", NULL, 0, facts, 4, OUTCOME_ASKED_BACK);
	assert_int_equal(a.line_n, 1);
	assert_int_equal(a.ask_n, 1);
	assert_string_equal(a.ask[0].fact, "age");
}

static void
test_explain(void **state)
{
	struct code known = code("V9803"), ended = code("V9890"),
		    unknown = code("V9899");
	struct answer a =
	    answer_of(*state, "explain", &known, 1, NULL, 0, OUTCOME_ANSWERED);
	assert_int_equal(a.verdict, VERDICT_INFO);
	assert_non_null(strstr(a.headline, "V9803: A tube, by a cut, under 6"));
	assert_int_equal(a.line_n, 0);
	assert_int_equal(a.table_n, 1);
	assert_int_equal(a.table[0].rows, 3); /* itself and one step away */
	assert_int_equal(a.change_n, 0);      /* the table shows them */

	a = answer_of(*state, "explain", &ended, 1, NULL, 0, OUTCOME_ANSWERED);
	assert_non_null(strstr(a.headline, "2019-12-31"));
	assert_non_null(strstr(a.headline, "V9801"));

	a = answer_of(*state, "explain", &unknown, 1, NULL, 0, OUTCOME_HELD);
	assert_string_equal(a.why_held, "not_loaded");
}

static void
test_explain_doubled(void **state)
{
	struct code codes[] = { code("V9803"), code("V9803") };
	struct answer once =
	    answer_of(*state, "explain", codes, 1, NULL, 0, OUTCOME_ANSWERED);
	char *headline = strdup(once.headline); /* the arena is used again */
	struct answer twice =
	    answer_of(*state, "explain", codes, 2, NULL, 0, OUTCOME_ANSWERED);
	assert_string_equal(twice.headline, headline);
	free(headline);
	assert_string_equal(twice.understood, "What is V9803?");
	assert_int_equal(twice.reason_n, once.reason_n);
}

/* A code that nobody knows holds the mail, and the known one is still told. */
static void
test_explain_mixed(void **state)
{
	struct code codes[] = { code("V9801"), code("V9899") };
	struct answer a =
	    answer_of(*state, "explain", codes, 2, NULL, 0, OUTCOME_HELD);
	assert_non_null(strstr(a.headline, "V9899"));
	assert_null(strstr(a.headline, "V9801"));
	assert_true(a.reason_n > 0);
}

static void
test_compare(void **state)
{
	struct code codes[] = { code("V9803"), code("V9804"), code("V9851") };
	struct answer a =
	    answer_of(*state, "compare", codes, 2, NULL, 0, OUTCOME_ANSWERED);
	assert_string_equal(a.headline,
	    "They differ in Age. V9803: under 6 years. V9804: 6 years or "
	    "over.");
	assert_int_equal(a.table[0].columns, 2);
	assert_int_equal(a.table[0].rows, 2);

	a = answer_of(*state, "compare", codes, 3, NULL, 0, OUTCOME_ANSWERED);
	assert_int_equal(a.table[0].rows, 3);
	assert_string_equal(a.table[0].cell[4], "V9851");
}

static void
test_modifier(void **state)
{
	struct code known = code("9Z");
	known.system = CODE_MODIFIER;
	struct answer a =
	    answer_of(*state, "explain", &known, 1, NULL, 0, OUTCOME_ANSWERED);
	assert_string_equal(a.headline, "Modifier 9Z: Invented.");
}

/* Nothing to go by is held, and so is a kind that no table has. */
static void
test_hold(void **state)
{
	struct fact facts[] = { word("topic", "nowhere") };
	struct answer a =
	    answer_of(*state, "unclear", NULL, 0, NULL, 0, OUTCOME_HELD);
	assert_string_equal(a.why_held, "no_codes");
	a = answer_of(*state, "choose", NULL, 0, facts, 1, OUTCOME_HELD);
	assert_string_equal(a.why_held, "no_table");
}

/* The same question gives the same record, byte for byte. */
static void
test_record(void **state)
{
	struct place *p = *state;
	struct fact facts[] = { word("topic", "tube"), word("way", "open"),
		years(10) };
	struct question q = {
		.kind = "choose", .text = "t", .fact = facts, .fact_n = 3
	};
	struct questions all = { .item = &q, .n = 1 };
	struct buf text[2];
	for (int i = 0; i < 2; i++) {
		struct answers out;
		struct err e = { 0 };
		arena_clear(p->arena);
		assert_int_equal(
		    answer_all(p->arena, p->lookup, &all, 20260101, &out, &e),
		    0);
		buf_init(&text[i], 1 << 16);
		assert_int_equal(
		    tree_json(answer_record(p->arena, &all, &out), &text[i]),
		    0);
	}
	assert_string_equal(buf_text(&text[0]), buf_text(&text[1]));
	assert_string_equal(buf_text(&text[0]),
	    "{\"outcome\":\"answered\",\"reason\":null,\"questions\":[{"
	    "\"kind\":\"choose\",\"verdict\":null,\"asked\":[],"
	    "\"codes\":[{\"code\":"
	    "\"V9804\",\"modifiers\":[],\"units\":1}],\"asks\":[],\"facts\":{"
	    "\"way\":\"open\",\"age\":\"n y\"},\"sources\":[{\"name\":"
	    "\"invented set\",\"edition\":\"2020\",\"row\":\"tube:4\"}]}"
	    "]}");
	buf_free(&text[0]);
	buf_free(&text[1]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_choose_one),
		cmocka_unit_test(test_choose_edge),
		cmocka_unit_test(test_choose_asks),
		cmocka_unit_test(test_choose_conflict),
		cmocka_unit_test(test_choose_addon),
		cmocka_unit_test(test_choose_two),
		cmocka_unit_test(test_explain),
		cmocka_unit_test(test_explain_doubled),
		cmocka_unit_test(test_explain_mixed),
		cmocka_unit_test(test_compare),
		cmocka_unit_test(test_modifier),
		cmocka_unit_test(test_hold),
		cmocka_unit_test(test_record),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
