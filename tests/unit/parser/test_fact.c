/* test_fact.c - the shipped tables of facts and cues: each row's examples, and
 * what takes a fact back. */
#include "../../../parser/fact.h"
#include "pattern.h"
#include "rows.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct rows facts, cues;
static struct question_rules *rules;

static int
setup(void **state)
{
	static struct fact_row all[2 * ROWS_MAX];
	struct err e = { 0 };
	(void)state;
	rows_load(&facts, "data/facts");
	rows_load(&cues, "data/cues");
	memcpy(all, facts.row, facts.n * sizeof(all[0]));
	memcpy(all + facts.n, cues.row, cues.n * sizeof(all[0]));
	if (question_rules_new(all, facts.n + cues.n, &rules, &e) != 0) {
		fprintf(stderr, "%s\n", e.text);
		return -1;
	}
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	question_rules_free(rules);
	return 0;
}

/* Does this one row find anything in the phrase? */
static bool
row_finds(const struct fact_row *row, const char *phrase)
{
	struct err e = { 0 };
	struct arena *a = arena_new(1 << 20);
	int found = question_row_finds(a, row, phrase, &e);

	assert_true(found >= 0);
	arena_free(a);
	return found;
}

static int
row_check(const char *file, const struct fact_row *row, const char *example)
{
	char *all = strdup(example), *rest = all, *phrase;
	int bad = 0, good = 0;
	while ((phrase = rest) != NULL) {
		char *bar = strstr(rest, " | ");
		rest = bar != NULL ? bar + 3 : NULL;
		if (bar != NULL)
			*bar = '\0';
		bool want = phrase[0] != '!';
		good += want;
		if (row_finds(row, phrase + !want) == want)
			continue;
		fprintf(stderr, "%s:%d: %s=%s: \"%s\" %s\n", file, row->line,
		    row->name, row->value, phrase + !want,
		    want ? "is not found" : "is found");
		bad++;
	}
	if (good == 0) {
		fprintf(stderr, "%s:%d: no example\n", file, row->line);
		bad++;
	}
	free(all);
	return bad;
}

static void
examples_hold(void **state)
{
	int bad = 0;
	(void)state;
	for (size_t i = 0; i < facts.n; i++)
		bad +=
		    row_check(facts.file[i], &facts.row[i], facts.example[i]);
	for (size_t i = 0; i < cues.n; i++)
		bad += row_check(cues.file[i], &cues.row[i], cues.example[i]);
	assert_int_equal(bad, 0);
	assert_true(facts.n > 100 && cues.n > 15);
}

/* "name=value" of all facts, split by a space; numbers as thousandths. */
static bool
name_in(const char *told, const char *name)
{
	size_t n = strlen(name);
	for (const char *p = told; (p = strstr(p, name)) != NULL; p += n)
		if ((p == told || p[-1] == ' ') && p[n] == '=')
			return true;
	return false;
}

/* The facts of the names that stand in `of`; all of them where it is "". Words
 * mean more to tables that come later, and those are no error here. */
static const char *
facts_text(struct arena *a, const char *text, const char *of)
{
	struct fact *f;
	size_t n;
	struct err e = { 0 };
	char *out = arena_strdup(a, "");
	assert_int_equal(
	    fact_find(a, rules, text, strlen(text), &f, &n, &e), 0);
	for (size_t i = 0; i < n; i++) {
		const char *space = out[0] != '\0' ? " " : "";
		if (of[0] != '\0' && !name_in(of, f[i].name))
			continue;
		out = f[i].milli == INT64_MIN
			  ? arena_printf(a, "%s%s%s=%s", out, space, f[i].name,
				f[i].value)
			  : arena_printf(a, "%s%s%s=%lld", out, space,
				f[i].name, (long long)f[i].milli);
	}
	return out;
}

struct phrase {
	const char *text, *facts;
};

static const struct phrase phrases[] = {
	{ "six years old", "age=2191464" },
	{ "72 months old", "age=2191464" },
	{ "a 6-year-old", "age=2191464" },
	{ "12 months old", "age=365244" },
	{ "4-month-old", "age=121748" },
	{ "10 y/o", "age=3652440" },
	{ "5 yo", "age=1826220" },
	{ "4yo F", "age=1460976" },
	{ "she is 4", "age=1460976" },
	{ "and if she were 4?", "age=1460976" },
	{ "age 7", "age=2556708" },
	{ "age: 4 months", "age=121748" },
	{ "2 week old", "age=14000" },
	{ "three days old", "age=3000" },
	{ "newborn", "age=0" },
	{ "0.5 years old", "age=182622" },
	{ "6 years old, that is 72 months old", "age=2191464 age=2191464" },
	{ "a 3 cm wound and another 3 cm wound",
	    "size=3000 apart=lesion distinct=separate plural=yes size=3000" },
	{ "recurrence 10 years after surgery", "first=recurrent" },
	{ "day 40 after the operation", "days_after=40000 postop=yes" },
	{ "6 weeks out, healing", "days_after=42000 postop=yes" },
	{ "her mother is 45 years old", "" },
	{ "brother age 9", "" },
	{ "mother of a 4 year old", "age=1460976" },
	{ "percutaneous", "approach=percutaneous" },
	{ "not percutaneous", "" },
	{ "not percutaneous but open", "approach=open" },
	{ "not percutaneous, open", "approach=open" },
	{ "it was not done open", "" },
	{ "open status", "" },
	{ "open inpatient status", "approach=open" },
	{ "open status J1", "approach=open" },
	{ "open rather than percutaneous", "approach=open" },
	{ "open and percutaneous", "approach=open approach=percutaneous" },
	{ "h/o inguinal hernia", "" },
	{ "history of inguinal hernia repair", "" },
	{ "family history of femoral hernia", "" },
	{ "rule out inguinal hernia", "" },
	{ "no inguinal hernia", "" },
	{ "s/p tonsillectomy", "" },
	{ "VA ECMO", "circuit=va" },
	{ "seen at the VA", "" },
	{ "non-tunneled", "tunneled=no" },
	{ "tunneled", "tunneled=yes" },
	{ "without ultrasound", "imaging=without ultrasound=without" },
	{ "left heart vent", "item=vent topic=ecmo_other" },
	{ "1.0 cm", "size=1000" },
	{ "8 mm", "size=800" },
	{ "12 sq cm", "area=12000" },
	{ "180 grams", "dose_mg=180000000 weight=180000" },
	{ "45 minutes total", "minutes=45000 minutes_total=45000 total=yes" },
	{ "2 hours", "minutes=120000" },
	{ "six mycotic nails", "count=6000 dystrophic=yes" },
	{ "stuck (incarcerated) groin hernia",
	    "hernia=stuck hernia=stuck hernia_site=inguinal "
	    "topic=groin_hernia" },
	{ "not incarcerated", "hernia=reducible" },
	{ "lap chole without cholangiogram",
	    "approach=laparoscopic topic=gallbladder_lap "
	    "cholangiogram=without" },
	{ "both knees", "side=both film_part=knee joint=major "
			"scan_part=leg_joint skin_site=limb" },
	{ "est pt, moderate MDM",
	    "patient=established topic=office_visit mdm=moderate" },
	{ "percutaneous and again percutaneous",
	    "approach=percutaneous approach=percutaneous" },
	/* two of a kind are two; the same words are one */
	{ "3 cm and later 3 cm", "size=3000 size=3000" },
	{ "size 1.0 cm, margins 0.2 cm each side", "size=1000 margin=200" },
	{ "10 year old left knee",
	    "age=3652440 side=left film_part=knee joint=major "
	    "scan_part=leg_joint skin_site=limb" },
	{ "12 year old, percutaneous", "age=4382928 approach=percutaneous" },
	{ "Which codes?", "wants=code" },
};

static void
phrases_give_facts(void **state)
{
	int bad = 0;
	(void)state;
	for (size_t i = 0; i < sizeof(phrases) / sizeof(phrases[0]); i++) {
		struct arena *a = arena_new(1 << 20);
		const char *got =
		    facts_text(a, phrases[i].text, phrases[i].facts);
		if (strcmp(got, phrases[i].facts) != 0) {
			fprintf(stderr, "\"%s\": expected \"%s\", got \"%s\"\n",
			    phrases[i].text, phrases[i].facts, got);
			bad++;
		}
		arena_free(a);
	}
	assert_int_equal(bad, 0);
}

static void
a_bad_row_is_named(void **state)
{
	struct fact_row row = { .name = "age",
		.value = "x",
		.unit = "",
		.pattern = "(unclosed",
		.line = 17 };
	struct question_rules *r;
	struct err e = { 0 };
	(void)state;
	assert_int_equal(question_rules_new(&row, 1, &r, &e), -1);
	assert_int_equal(e.kind, ERR_STOP);
	assert_non_null(strstr(e.text, "line 17: age: "));
	row = (struct fact_row){ .name = "guess",
		.value = "cue",
		.unit = "",
		.weight = 3,
		.pattern = "x",
		.line = 4 };
	e = (struct err){ 0 };
	assert_int_equal(question_rules_new(&row, 1, &r, &e), -1);
	assert_non_null(strstr(e.text, "line 4: no question is of kind"));
}

static void
rows_are_copied(void **state)
{
	char pattern[] = "wet";
	struct fact_row row = { .name = "weather",
		.value = "rain",
		.unit = "",
		.pattern = pattern };
	struct question_rules *r;
	struct fact *f;
	size_t n;
	struct err e = { 0 };
	struct arena *a = arena_new(1 << 20);
	(void)state;
	assert_int_equal(question_rules_new(&row, 1, &r, &e), 0);
	memset(pattern, 'z', sizeof(pattern) - 1);
	assert_int_equal(fact_find(a, r, "all wet", 7, &f, &n, &e), 0);
	assert_int_equal(n, 1);
	assert_string_equal(f[0].name, "weather");
	assert_int_equal(f[0].start, 4);
	question_rules_free(r);
	question_rules_free(NULL);
	arena_free(a);
}

static void
no_memory_is_refused(void **state)
{
	struct fact *f = NULL;
	size_t n = 99;
	struct err e = { 0 };
	struct arena *a = arena_new(64);
	(void)state;
	assert_int_equal(fact_find(a, rules, "open", 4, &f, &n, &e), -1);
	assert_int_equal(e.kind, ERR_REFUSE);
	assert_null(f);
	assert_int_equal(n, 99);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(examples_hold),
		cmocka_unit_test(phrases_give_facts),
		cmocka_unit_test(a_bad_row_is_named),
		cmocka_unit_test(rows_are_copied),
		cmocka_unit_test(no_memory_is_refused),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
