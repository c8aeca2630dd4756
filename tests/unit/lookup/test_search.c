/* Search: words as they are compared, slips, phrases of the lexicon, what
 * people call things, hostile input, filters; terms of official files. */
#include "../../../lookup/near.h"
#include "official.h"
#include "search.h"

static char *
words_of(const char *text, const struct lexicon *x)
{
	static char out[2000];
	struct word w[SEARCH_WORDS];
	size_t n = words_cut(text, w, SEARCH_WORDS), i;

	if (x != NULL)
		n = lexicon_apply(x, w, n, SEARCH_WORDS);
	out[0] = '\0';
	for (i = 0; i < n; i++)
		sprintf(out + strlen(out), "%s%s%s%s", i > 0 ? " " : "",
		    w[i].text, w[i].stop ? "-" : "", w[i].ends ? "." : "");
	return out;
}

static void
words_are_cut(void **state)
{
	static const char *const row[][2] = {
		{ "Crohn's Disease", "crohn disease" },
		{ "Allergies; biopsies. VIRUS", "allergy. biopsy. virus" },
		{ "pelvis abscesses, class", "pelvis abscess class" },
		{ "an\xc3\xa9mia of the foot", "anemia of- the- foot" },
		{ "oedema, haemorrhage; TUMOUR", "edema hemorrhage. tumor" },
		{ "COVID-19 (B12)", "covid 19 b12" },
		{ "'\"*--", "" },
		{ "\xff\xfe\xe2\x80\x99", "" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++)
		assert_string_equal(words_of(row[i][0], NULL), row[i][1]);
}

static uint64_t
bag_of(const char *text)
{
	struct word w[SEARCH_WORDS];

	return words_bag(w, words_cut(text, w, SEARCH_WORDS));
}

static void
bags_know_no_order(void **state)
{
	(void)state;
	assert_int_equal(
	    bag_of("pain in the right knee"), bag_of("Right knee: pains"));
	assert_int_equal(bag_of("knee knee pain"), bag_of("pain knee"));
	assert_int_not_equal(bag_of("left knee pain"), bag_of("knee pain"));
	assert_int_equal(bag_of("of the"), 0);
}

static void
phrases_are_replaced(void **state)
{
	struct lexicon *x = lexicon_new();

	(void)state;
	assert_true(lexicon_add(x, "dm2", "type 2 dm"));
	assert_true(lexicon_add(x, "DM", "diabetes"));
	assert_true(lexicon_add(x, "heart attack", "myocardial infarction"));
	assert_true(lexicon_add(x, "total knee", "total knee replacement"));
	assert_false(lexicon_add(x, "a b c d e f g", "too long"));
	assert_false(lexicon_add(x, "-", "nothing"));
	lexicon_close(x);
	assert_string_equal(words_of("DM2 and heart attacks", x),
	    "type 2 diabete and- myocardial infarction");
	/* Not over the end of a sentence. */
	assert_string_equal(
	    words_of("his heart. attack", x), "his- heart. attack");
	lexicon_free(x);
}

static void
slips_are_counted(void **state)
{
	(void)state;
	assert_int_equal(near_distance("asthma", "asthma", 2), 0);
	assert_int_equal(near_distance("asthma", "astma", 2), 1);
	assert_int_equal(near_distance("asthma", "ashtma", 2), 1);
	assert_int_equal(near_distance("asthma", "xsthmx", 2), 2);
	assert_int_equal(near_distance("asthma", "ast", 2), 3);
	assert_int_equal(near_distance("", "", 1), 0);
	assert_int_equal(near_distance("abcdefghijklmnopqrstuvwxyzabcdefgh",
			     "abcdefghijklmnopqrstuvwxyzabcdefgh", 1),
	    2);
}

/* The project's own pack. */
static struct lookup *
pack_open(struct place *p)
{
	const char *data = "data";

	if (files_import(p, &data, 1))
		fail_msg("%s", p->e.text);
	return place_open(p);
}

static size_t
search(struct place *p, struct lookup *l, const char *text, unsigned sets,
    date on, struct search_hit **hit)
{
	struct search_order order = {
		.text = text, .sets = sets, .on = on, .max = 5
	};
	const char *read;
	size_t n = 0;

	if (search_find(l, p->a, &order, hit, &n, &read, &p->e))
		fail_msg("%s: %s", text, p->e.text);
	return n;
}

static bool
found_one(struct place *p, struct lookup *l, const char *text, const char *code)
{
	struct search_hit *hit;
	size_t n = search(p, l, text, 0, 20261101, &hit), i;

	for (i = 0; i < n; i++)
		if (strcmp(hit[i].code, code) == 0 ||
		    (hit[i].codes && strstr(hit[i].codes, code) != NULL))
			return true;
	return false;
}

/* One of codes, which are split by a space. */
static bool
found(struct place *p, struct lookup *l, const char *text, const char *codes)
{
	char copy[200], *save = NULL, *code;

	snprintf(copy, sizeof(copy), "%s", codes);
	for (code = strtok_r(copy, " ", &save); code != NULL;
	     code = strtok_r(NULL, " ", &save))
		if (found_one(p, l, text, code))
			return true;
	return false;
}

static void
people_find_codes(void **state)
{
	FILE *f = fopen("tests/data/search.tsv", "r");
	int rows = 0, right = 0;
	struct arena *whole;
	struct lookup *l;
	struct place p;
	char line[300];

	(void)state;
	place_start(&p);
	l = pack_open(&p);
	assert_non_null(f);
	whole = p.a;
	while (fgets(line, sizeof(line), f) != NULL) {
		char *tab = strchr(line, '\t');

		if (line[0] == '#' || tab == NULL)
			continue;
		*tab++ = '\0';
		tab[strcspn(tab, "\n")] = '\0';
		rows++;
		/* As much as a mail has. */
		p.a = arena_new(8u << 20);
		if (found(&p, l, line, tab))
			right++;
		else
			printf("not found: %s (%s)\n", line, tab);
		arena_free(p.a);
	}
	p.a = whole;
	fclose(f);
	assert_true(rows >= 50);
	if (right * 10 < rows * 9)
		fail_msg("%d of %d", right, rows);
	lookup_close(l);
	place_end(&p);
}

/* What was read is what is known: begun, with a slip, two in one, with an end
 * that nobody knows. */
static void
unknown_words_are_mended(void **state)
{
	static const struct {
		const char *asked, *read;
	} row[] = { { "gastroscop", "gastroscopy" },
		{ "pnuemonia", "pneumonia" }, { "bonescan", "bone scan" },
		{ "zzqxy", NULL } };
	struct search_order order = { .max = 5, .on = 20261101 };
	struct search_hit *hit;
	const char *read;
	struct lookup *l;
	struct place p;
	size_t n, i;

	(void)state;
	place_start(&p);
	l = pack_open(&p);
	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		order.text = row[i].asked;
		if (search_find(l, p.a, &order, &hit, &n, &read, &p.e))
			fail_msg("%s: %s", row[i].asked, p.e.text);
		if (row[i].read == NULL)
			assert_null(read);
		else
			assert_string_equal(read, row[i].read);
	}
	lookup_close(l);
	place_end(&p);
}

static void
names_need_a_known_code(void **state)
{
	static const char *const row[][2] = {
		{ "99999\tnobody\tpack", "no row knows" },
		{ "E1165\tsugar\tpack", "no row knows" },
		{ "36415\t\tpack", "must not be empty" },
		{ "x\tx\tpack", "form of a code" },
	};
	struct place p;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		place_start(&p);
		file_make(&p, "pack/codes.tsv",
		    "system\tcode\tvalid_from\tvalid_to\treplaced_by\t"
		    "source\tplain\tdetail\n"
		    "CPT\t36415\told\topen\t\tpack\tBlood.\t\n");
		file_make(&p, "pack/names.tsv",
		    arena_printf(p.a, "code\twords\tsource\n%s\n", row[i][0]));
		file_refused(&p, p.pack, row[i][1]);
		place_end(&p);
	}
}

/* "Ankle sprain" leads a person to the code for an unspecified ankle; an answer
 * must not rest on it. */
static void
names_of_diagnoses_are_for_people(void **state)
{
	struct search_exact *exact = NULL;
	struct search_hit *hit;
	struct word w[4];
	struct lookup *l;
	struct place p;
	size_t n;

	(void)state;
	place_start(&p);
	file_make(&p, "pack/diagnoses.tsv",
	    "code\tvalid_from\tvalid_to\tsource\ttitle\tplain\twords\n"
	    "U901\t2015-10-01\topen\tpack\tMade up\tMade up\tfirst words\n");
	file_make(&p, "pack/names.tsv",
	    "code\twords\tsource\nU901\tsecond thing\tpack\n");
	file_import(&p, p.pack);
	l = place_open(&p);
	assert_int_equal(search(&p, l, "second thing", 0, 20261101, &hit), 1);
	assert_string_equal(hit[0].code, "U901");
	n = words_cut("first words", w, 4);
	assert_int_equal(
	    search_bag(l, p.a, words_bag(w, n), 20261101, &exact, &n, &p.e), 0);
	assert_int_equal(n, 1);
	n = words_cut("second thing", w, 4);
	assert_int_equal(
	    search_bag(l, p.a, words_bag(w, n), 20261101, &exact, &n, &p.e), 0);
	assert_int_equal(n, 0);
	lookup_close(l);
	place_end(&p);
}

static void
what_is_asked_is_only_words(void **state)
{
	static const char *const row[] = { "", " ", "\"", "\" OR \"", "AND",
		"NOT pain", "body:pain", "pain*", "^pain", "NEAR(pain knee)",
		"pain' ; DROP TABLE term; --", "\xff\xc3\xe2\x80", "(((((",
		"{}[]", "-pain +knee" };
	struct search_hit *hit;
	struct lookup *l;
	struct place p;
	char *big;
	size_t i;

	(void)state;
	place_start(&p);
	l = pack_open(&p);
	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++)
		search(&p, l, row[i], 0, 20261101, &hit);
	big = arena_alloc(p.a, 200001);
	memset(big, 'a', 200000);
	search(&p, l, big, 0, 20261101, &hit);
	for (i = 1; i < 200000; i += 7)
		big[i] = ' ';
	search(&p, l, big, 0, 20261101, &hit);
	lookup_close(l);
	place_end(&p);
}

static void
modifiers_and_places_are_found(void **state)
{
	static const struct {
		const char *words, *shown;
		unsigned sets;
	} row[] = {
		{ "modifier 25", "modifier 25", 0 },
		{ "repeat procedure same clinician", "modifier 76", 0 },
		{ "professional component", "modifier 26", 0 },
		{ "skilled nursing facility", "POS 31", 0 },
		{ "office", "POS 11", 1u << CODE_PLACE },
		{ "telehealth at home", "POS 10", 1u << CODE_PLACE },
		{ "bilateral", "modifier 50", 1u << CODE_MODIFIER },
	};
	struct search_hit *hit;
	struct lookup *l;
	struct place p;
	char shown[32];
	size_t i;

	(void)state;
	place_start(&p);
	l = pack_open(&p);
	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		assert_true(search(&p, l, row[i].words, row[i].sets, 20261101,
				&hit) > 0);
		assert_string_equal(search_code(&hit[0], shown), row[i].shown);
	}
	/* Telehealth at home has a place of its own since 2022. */
	if (search(&p, l, "telehealth at home", 1u << CODE_PLACE, 20211231,
		&hit) > 0)
		assert_string_equal(search_code(&hit[0], shown), "POS 02");
	lookup_close(l);
	place_end(&p);
}

static void
sets_and_days_are_kept_to(void **state)
{
	struct search_hit *hit;
	struct lookup *l;
	struct place p;
	size_t n, i;

	(void)state;
	place_start(&p);
	l = pack_open(&p);
	n = search(&p, l, "carpal tunnel", 1u << CODE_ICD10CM, 20261101, &hit);
	assert_true(n > 0);
	for (i = 0; i < n; i++)
		assert_int_equal(hit[i].system, CODE_ICD10CM);
	n = search(&p, l, "carpal tunnel", 1u << CODE_CPT, 20261101, &hit);
	assert_true(n > 0);
	for (i = 0; i < n; i++)
		assert_int_equal(hit[i].system, CODE_CPT);
	/* M54.50 came on 1 October 2021, in the place of M54.5. */
	assert_true(search(&p, l, "low back pain", 1u << CODE_ICD10CM, 20211001,
			&hit) > 0);
	assert_string_equal(hit[0].code, "M5450");
	assert_true(search(&p, l, "low back pain", 1u << CODE_ICD10CM, 20210930,
			&hit) > 0);
	assert_string_equal(hit[0].code, "M545");
	lookup_close(l);
	place_end(&p);
}

#define ORDER_ROW(n, code, level, text) \
	n " " code " " level \
	  " x                                              " \
	  "             " \
	  " " text "\r\n"
static const char order_text[] =
    ORDER_ROW("00001", "U90    ", "0", "Made up complaint")
	ORDER_ROW("00002", "U901   ", "0", "Made up complaint of tail")
	    ORDER_ROW("00003", "U901XXA", "1",
		"Made up complaint of tail, initial encounter");
static const char tabular_text[] =
    "<?xml version=\"1.0\"?><ICD10CM.tabular><version>2026</version><chapter>"
    "<name>22</name><section id=\"U90-U90\"><diag><name>U90</name><desc>Made "
    "up</desc><diag><name>U90.1</name><desc>x</desc><inclusionTerm><note>"
    "Wagging disorder</note></inclusionTerm></diag></diag></section></chapter>"
    "</ICD10CM.tabular>";
static const char index_text[] =
    "<?xml version=\"1.0\"?><ICD10CM.index><version>2026</version><title>INDEX"
    "</title><letter><mainTerm><title>Limpness, limp</title><term level=\"1\">"
    "<title>tail</title><code>U90.1-</code></term></mainTerm></letter>"
    "</ICD10CM.index>";

static void
official_terms_are_found(void **state)
{
	struct search_exact *exact;
	struct lookup *l;
	struct place p;
	size_t n = 0;

	(void)state;
	place_start(&p);
	file_import(&p, file_make(&p, "icd10cm_order_2026.txt", order_text));
	file_import(
	    &p, file_make(&p, "icd10cm_tabular_2026.xml", tabular_text));
	file_import(&p, file_make(&p, "icd10cm_index_2026.xml", index_text));
	l = place_open(&p);
	assert_true(found(&p, l, "complaint tail", "U901"));
	assert_true(found(&p, l, "wagging disorder", "U901"));
	assert_true(found(&p, l, "waging", "U901"));
	assert_true(found(&p, l, "limpness of the tail", "U901"));
	assert_false(found(&p, l, "nothing of it", "U901"));
	assert_int_equal(search_bag(l, p.a, bag_of("tail limpness"), 20261101,
			     &exact, &n, &p.e),
	    0);
	assert_int_equal(n, 1);
	assert_string_equal(exact[0].code, "U901");
	assert_int_equal(
	    search_bag(l, p.a, bag_of("limpness"), 20261101, &exact, &n, &p.e),
	    0);
	assert_int_equal(n, 0);
	lookup_close(l);
	place_end(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_cut),
		cmocka_unit_test(bags_know_no_order),
		cmocka_unit_test(phrases_are_replaced),
		cmocka_unit_test(slips_are_counted),
		cmocka_unit_test(people_find_codes),
		cmocka_unit_test(unknown_words_are_mended),
		cmocka_unit_test(names_need_a_known_code),
		cmocka_unit_test(names_of_diagnoses_are_for_people),
		cmocka_unit_test(what_is_asked_is_only_words),
		cmocka_unit_test(modifiers_and_places_are_found),
		cmocka_unit_test(sets_and_days_are_kept_to),
		cmocka_unit_test(official_terms_are_found),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
