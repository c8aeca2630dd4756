/* test_code.c - phrases and the codes in them. */
#include "code.h"
#include "limit.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* "m" in front: a lone modifier; "~" behind: repaired; "!": a dot was added. */
static const struct phrase {
	const char *text, *codes;
} phrases[] = {
	{ "33954?", "33954" },
	{ "What is 33954", "33954" },
	{ "what is 9921 3", "99213~" },
	{ "what is 100 25 mg", "" },
	{ "How do 52 and 53 differ?", "m52 m53" },
	{ "visits on day 24 and 25?", "" },
	{ "CPT 33954", "33954" },
	{ "CPT-33954", "33954" },
	{ "33953/33954", "33953 33954" },
	{ "33953,33954,33956", "33953 33954 33956" },
	{ "(33954)", "33954" },
	{ "\"33954\"", "33954" },
	{ "code#33954", "33954" },
	{ "code #33954", "33954" },
	{ "00790 base units", "00790" },
	{ "00100", "00100" },
	{ "00000", "" },
	{ "0275T and 0075t", "0275T 0075T" },
	{ "1036F", "1036F" },
	{ "0019U, 0002M", "0019U 0002M" },
	{ "1000U heparin", "" },
	{ "0001A", "0001A" },
	{ "J3301", "J3301" },
	{ "g2211", "G2211" },
	{ "k0001 q4081 v2020", "K0001 Q4081 V2020" },
	{ "I1234 X9999", "" },
	{ "E11.69", "E11.69" },
	{ "e11.9 and i10", "E11.9" },
	{ "dx i10", "I10" },
	{ "diagnosis E11.9, I10", "E11.9 I10" },
	{ "dx E1169", "E11.69!" },
	{ "QA0.0102 or QA0.8?", "QA0.0102 QA0.8" },
	{ "dx code QA0.0109", "QA0.0109" },
	{ "PM2.55, FY2.61 and IV2.25", "" },
	{ "v2.1, v10.1.2, ver. 72.31 of the software", "" },
	{ "V43.52XA and V72.31", "V43.52XA V72.31" },
	{ "ICD-9 250.00 in ICD-10?", "250.00" },
	{ "icd9: 25000", "250.00" },
	{ "ICD-9-CM codes 401.9, V72.31 and E885.9", "401.9 V72.31 E885.9" },
	{ "what was E11.9 in ICD-9?", "E11.9" },
	{ "401.9 in ICD-10 please", "401.9" },
	{ "V58.61 was the ICD9 code", "V58.61" },
	{ "401.9 is an old ICD-9-CM code", "401.9" },
	{ "crosswalk V72.31 to ICD-10", "V72.31" },
	{ "ICD-9 procedure code 47.01", "47.01" },
	{ "glucose 250.0, which ICD-10 code?", "" },
	{ "paid 125.50 for dx E11.9", "E11.9" },
	{ "ICD-9 days: 250.0 mg of it", "" },
	{ "what is 0DTJ4ZZ?", "0DTJ4ZZ" },
	{ "0dtj4zz vs 0DTJ0ZZ", "0DTJ4ZZ 0DTJ0ZZ" },
	{ "PCS code B2111ZZ or 10D00Z1", "B2111ZZ 10D00Z1" },
	{ "member 1EG4TE5 has 99213", "99213" },
	{ "ICD-10 N183", "N18.3!" },
	{ "S52.531D T15.02XA", "S52.531D T15.02XA" },
	{ "S52531D", "S52.531D!" },
	{ "U07.1", "U07.1" },
	{ "M54.5 denied", "M54.5" },
	{ "C4A.9", "C4A.9" },
	{ "prior L4-S1 fusion, T10-pelvis, C5-6", "" },
	{ "B12 shot and an A1c", "" },
	{ "99213-25", "99213-25" },
	{ "99213 25", "99213-25" },
	{ "99213 -25", "99213-25" },
	{ "99213- 25", "99213-25" },
	{ "20610-50-RT", "20610-50-RT" },
	{ "20610-rt", "20610-RT" },
	{ "20610 RT LT", "20610-RT-LT" },
	{ "20610-59-RT x2", "20610-59-RT x2" },
	{ "20610 x2 RT", "20610-RT x2" },
	{ "66984-RT. Left eye next", "66984-RT" },
	{ "20610 with modifier 50", "20610-50" },
	{ "20610 with a 50 modifier", "20610-50" },
	{ "99213, modifier 25", "99213-25" },
	{ "99213 modifier is missing", "99213" },
	{ "99213 25 minutes", "99213" },
	{ "99213 50 mg", "99213" },
	{ "20610 at the knee", "20610" },
	{ "J0696-JZ x 4", "J0696-JZ x4" },
	{ "28285-T6", "28285-T6" },
	{ "97110 GP KX", "97110-GP-KX" },
	{ "99213-25,59", "99213-25-59" },
	{ "99213-25-25", "99213-25" },
	{ "J3301 x4", "J3301 x4" },
	{ "J3301 X 4", "J3301 x4" },
	{ "J3301 \xc3\x97"
	  " 4",
	    "J3301 x4" },
	{ "J3301 (4 units)", "J3301 x4" },
	{ "4 units of J0696", "J0696 x4" },
	{ "4 x J0696", "J0696 x4" },
	{ "J3301 x0", "J3301" },
	{ "J3301, 4 units", "J3301 x4" },
	{ "63047 + 63048 x2", "63047 63048 x2" },
	{ "11042-11047", "11042-11047" },
	{ "11042-47", "11042-11047" },
	{ "99213-15", "99213-99215" },
	{ "99202\xe2\x80\x93"
	  "99205",
	    "99202-99205" },
	{ "33951 through 33954", "33951-33954" },
	{ "33951 to 33954", "33951-33954" },
	{ "33951 thru 33954", "33951-33954" },
	{ "change 33953 to 33954", "33953 33954" },
	{ "downcoded from 99214 to 99213", "99214 99213" },
	{ "from 99213 to 99214", "99213 99214" },
	{ "33954-33951", "33954 33951" },
	{ "J1100-J1200", "J1100-J1200" },
	{ "E11.0-E11.9", "E11.0-E11.9" },
	{ "modifier 25", "m25" },
	{ "mod 59", "m59" },
	{ "modifiers 25 and 57", "m25 m57" },
	{ "modifiers 25 / 57", "m25 m57" },
	{ "modifiers XE, XS, XP and XU", "mXE mXS mXP mXU" },
	{ "-25 or -57", "m25 m57" },
	{ "what do -26 and -TC mean", "m26 mTC" },
	{ "25 or 57 on the visit?", "m25 m57" },
	{ "append 59.", "m59" },
	{ "with a 59?", "m59" },
	{ "is 62 allowed on it", "m62" },
	{ "is 62 years old", "" },
	{ "does it take 62?", "m62" },
	{ "rather than 25.", "m25" },
	{ "when 57 goes on a visit", "m57" },
	{ "22 or 23 weeks", "" },
	{ "55 or 60 minutes", "" },
	{ "57 year old woman", "" },
	{ "POS 19 and POS 22", "" },
	{ "with 50 mg given", "" },
	{ "What modifiers go on it?", "" },
	{ "339 5O", "" },
	{ "code 339 54", "33954~" },
	{ "CPT 3395 4", "33954~" },
	{ "a line 3395 4 - which", "33954~" },
	{ "339 54", "33954~" },
	{ "code 339 54 minutes", "" },
	{ "3395O", "33950~" },
	{ "992l3", "99213~" },
	{ "O0790", "00790~" },
	{ "JO696", "J0696~" },
	{ "l1721", "11721~" },
	{ "L1721", "L1721" },
	{ "l1832 knee brace", "L1832" },
	{ "O275T", "0275T~" },
	{ "Port Charlotte, FL 33954", "" },
	{ "Port Charlotte FL 33954-1234", "" },
	{ "Port Charlotte, Florida 33954", "" },
	{ "FL 33954", "" },
	{ "ZIP 33954", "" },
	{ "zip code: 33954", "" },
	{ "our zip code is 33954", "" },
	{ "33954 is our ZIP", "" },
	{ "Office in Port Charlotte 33954", "" },
	{ "Houston, TX 77002", "" },
	{ "Spokane, WA 99204", "" },
	{ "Portland, OR 97201", "" },
	{ "33953 OR 33954", "33953 33954" },
	{ "33953 or 33954", "33953 33954" },
	{ "VA ECMO 33952", "33952" },
	{ "MD 99213", "99213" },
	{ "CT 70450", "70450" },
	{ "ZIP 33954 but code 33954", "33954" },
	{ "12 Elm St\nPort Charlotte 33954", "" },
	{ "941-555-0142", "" },
	{ "(941) 555-0142", "" },
	{ "+1 941 555 0142 ext 33954", "" },
	{ "Tel. 33954", "" },
	{ "fax: 33954", "" },
	{ "x33954", "" },
	{ "call 33954", "" },
	{ "3/14/2026 33954", "33954" },
	{ "2026-03-14", "" },
	{ "03/14/1951", "" },
	{ "$33954", "" },
	{ "$33,954.00", "" },
	{ "USD 33954", "" },
	{ "33954 dollars", "" },
	{ "33,954", "" },
	{ "33954.50", "" },
	{ "33954 patients", "" },
	{ "33954 mg", "" },
	{ "MRN 33954", "" },
	{ "MRN: 4471-220", "" },
	{ "acct 33954", "" },
	{ "account number 33954", "" },
	{ "claim 33954", "" },
	{ "claim #33954", "" },
	{ "claim number 33954", "" },
	{ "claim with 33954", "33954" },
	{ "On the claim: 33954", "33954" },
	{ "invoice 33954", "" },
	{ "ticket 71046", "" },
	{ "ticket #99213 was created", "" },
	{ "[#99213]", "" },
	{ "Ref: ticket 71046 / ICN 2260154420011", "" },
	{ "our internal ref 2026-29881", "" },
	{ "PO 33954", "" },
	{ "PO Box 20605", "" },
	{ "room 33954", "" },
	{ "Suite 33954", "" },
	{ "Mail stop 36415", "" },
	{ "policy 33954", "" },
	{ "case no. 33954", "" },
	{ "patient id 33954", "" },
	{ "NPI 1234567890", "" },
	{ "93000 block N. Arroyo Rd.", "" },
	{ "99213 Harbor View Blvd", "" },
	{ "33954 W. Alder St.", "" },
	{ "in 2026 and 2025", "" },
	{ "Rev. 03/2019 Form 10120-B", "" },
	{ "10120-B", "" },
	{ "45 CFR 164.502", "" },
	{ "https://cms.example/33954", "" },
	{ "www.example.org/codes/33954", "" },
	{ "x33954@example.org", "" },
	{ "<33954.7.abc@mail.example.org>", "" },
	{ "C-33954abcdefg", "" },
	{ "123-45-6789", "" },
	{ "1EG4-TE5-MK73", "" },
	{ "ABC-33954", "" },
	{ "339541", "" },
	{ "ab33954", "" },
	{ "33954b", "" },
	{ "3395", "" },
};

static int
setup(void **state)
{
	struct err e = { 0 };
	(void)state;
	return code_init(&e);
}

static const char *
codes_text(struct arena *a, const char *text)
{
	struct code *c;
	size_t n;
	struct err e = { 0 };
	char *out = arena_strdup(a, "");
	char show[32];
	assert_int_equal(code_find(a, text, &c, &n, &e), 0);
	for (size_t i = 0; i < n; i++) {
		out = arena_printf(a, "%s%s%s%s", out, i > 0 ? " " : "",
		    c[i].system == CODE_MODIFIER ? "m" : "",
		    code_show(&c[i], show));
		if (c[i].repaired)
			out = arena_printf(a, "%s%s", out,
			    c[i].system == CODE_ICD10CM ? "!" : "~");
		if (c[i].units != 1)
			out = arena_printf(a, "%s x%d", out, c[i].units);
		assert_true(c[i].start + c[i].len <= strlen(text));
	}
	return out;
}

static void
phrases_give_codes(void **state)
{
	int bad = 0;
	(void)state;
	for (size_t i = 0; i < sizeof(phrases) / sizeof(phrases[0]); i++) {
		struct arena *a = arena_new(1 << 20);
		const char *got = codes_text(a, phrases[i].text);
		if (strcmp(got, phrases[i].codes) != 0) {
			fprintf(stderr, "\"%s\": expected \"%s\", got \"%s\"\n",
			    phrases[i].text, phrases[i].codes, got);
			bad++;
		}
		arena_free(a);
	}
	assert_int_equal(bad, 0);
}

static void
places_are_those_of_the_text(void **state)
{
	static const char text[] = "ZIP 33954: is 99213-25 x2 right?";
	struct arena *a = arena_new(1 << 20);
	struct code *c;
	size_t n;
	struct err e = { 0 };
	(void)state;
	assert_int_equal(code_find(a, text, &c, &n, &e), 0);
	assert_int_equal(n, 1);
	assert_int_equal(c[0].start, 14);
	assert_int_equal(c[0].len, strlen("99213-25 x2"));
	arena_free(a);
}

static void
parse_takes_one_code(void **state)
{
	static const struct {
		const char *text, *show;
		enum code_system system;
	} good[] = {
		{ "33954", "33954", CODE_CPT },
		{ "0275t", "0275T", CODE_CPT },
		{ "j3301", "J3301", CODE_HCPCS },
		{ "e11.69", "E11.69", CODE_ICD10CM },
		{ "E119", "E11.9", CODE_ICD10CM },
		{ "s52.531d", "S52.531D", CODE_ICD10CM },
		{ "I10", "I10", CODE_ICD10CM },
		{ "99213-25", "99213-25", CODE_CPT },
		{ "20610-50-rt", "20610-50-RT", CODE_CPT },
		{ "25", "25", CODE_MODIFIER },
		{ "xu", "XU", CODE_MODIFIER },
	};
	static const char *const bad[] = { "", "3395", "339540", "33954 ",
		" 33954", "33954?", "99213-", "99213-2", "99213-ZQ", "E11.",
		"Z1", "00000", "1000U", "-25", "99213--25", "33954,33955",
		"ABCDE", "J330.1", "\xff\xfe" };
	struct code c;
	char show[32];
	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_true(code_parse(good[i].text, &c));
		assert_int_equal(c.system, good[i].system);
		assert_string_equal(code_show(&c, show), good[i].show);
		assert_int_equal(c.units, 1);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct code keep = { .units = 77 };
		if (code_parse(bad[i], &keep))
			fail_msg("\"%s\" was taken for a code", bad[i]);
		assert_int_equal(keep.units, 77);
	}
}

static void
the_longest_is_shown_whole(void **state)
{
	struct code c = { .system = CODE_ICD10CM,
		.text = "S52531DA",
		.end = "S52539DA",
		.modifier = { "25", "59", "RT", "XU" },
		.modifiers = 4 };
	char show[32];
	(void)state;
	assert_string_equal(
	    code_show(&c, show), "S52.531DA-S52.539DA-25-59-RT-XU");
}

static void
too_many_codes_are_cut(void **state)
{
	struct arena *a = arena_new(4 << 20);
	struct code *c;
	size_t n;
	struct err e = { 0 };
	char text[3001];
	(void)state;
	for (size_t i = 0; i < 500; i++)
		memcpy(text + 6 * i, "99213 ", 6);
	text[3000] = '\0';
	assert_int_equal(code_find(a, text, &c, &n, &e), 0);
	assert_int_equal(n, LIMIT_CODES);
	assert_int_equal(c[0].start, 0);
	assert_int_equal(c[1].start, 6);
	arena_free(a);
}

static void
the_end_of_a_long_text_is_read(void **state)
{
	struct arena *a = arena_new(8 << 20);
	struct code *c;
	size_t n;
	struct err e = { 0 };
	char *text = malloc(LIMIT_TEXT_BYTES + 1);
	(void)state;
	memset(text, 'a', LIMIT_TEXT_BYTES);
	for (size_t i = 0; i < LIMIT_TEXT_BYTES; i += 5)
		text[i] = ' ';
	memcpy(text + LIMIT_TEXT_BYTES - 9, " 33954-25", 9);
	text[LIMIT_TEXT_BYTES] = '\0';
	assert_int_equal(code_find(a, text, &c, &n, &e), 0);
	assert_int_equal(n, 1);
	assert_string_equal(c[0].text, "33954");
	free(text);
	arena_free(a);
}

static void
no_memory_is_refused(void **state)
{
	struct arena *a = arena_new(16);
	struct code *c = NULL;
	size_t n = 5;
	struct err e = { 0 };
	(void)state;
	assert_int_equal(code_find(a, "99213", &c, &n, &e), -1);
	assert_int_equal(e.kind, ERR_REFUSE);
	assert_null(c);
	assert_int_equal(n, 5);
	arena_free(a);
}

/* The same bytes on every run; not rand(3), whose row differs by system. */
static unsigned
next_random(unsigned *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 16;
}

static void
random_bytes_do_no_harm(void **state)
{
	static const char *const piece[] = { "99213", "-25", " x4", "E11.69",
		"FL 33954", "modifier ", "$", "339 54", "to ", "\n", "J3301",
		" units of ", ".", "-", "(941) 555-0142", "ticket ", "or ",
		"\xc3\x97", "\xe2\x80\x93", "\xff", "O0" };
	unsigned seed = 7;
	(void)state;
	for (int round = 0; round < 3000; round++) {
		struct arena *a = arena_new(1 << 20);
		char text[300];
		size_t n = 0;
		while (n < 250) {
			unsigned r = next_random(&seed);
			const char *p =
			    piece[r % (sizeof(piece) / sizeof(piece[0]))];
			if (r % 5 == 0) {
				text[n++] = (char)(1 + r / 8 % 255);
				continue;
			}
			memcpy(text + n, p, strlen(p));
			n += strlen(p);
		}
		text[n] = '\0';
		codes_text(a, text);
		arena_free(a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(phrases_give_codes),
		cmocka_unit_test(places_are_those_of_the_text),
		cmocka_unit_test(parse_takes_one_code),
		cmocka_unit_test(the_longest_is_shown_whole),
		cmocka_unit_test(too_many_codes_are_cut),
		cmocka_unit_test(the_end_of_a_long_text_is_read),
		cmocka_unit_test(no_memory_is_refused),
		cmocka_unit_test(random_bytes_do_no_harm),
	};
	return cmocka_run_group_tests(tests, setup, NULL);
}
