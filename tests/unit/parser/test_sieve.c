/* What a sieve holds back matches nowhere: no match may be lost. */
#include "../../../parser/sieve.h"

#include "pattern.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

static const char *const expression[] = { "needle", "NEEDLE\\b", "ne+dle",
	"nee?dle", "x?needle", "(?:pin|needle)s?", "(pin)?need", "(?:pin)*dle",
	"(?:pin|ne{2}dle){1,2}", "(?:pin|x{0,2})ee", "[nm]eedle", "[]n]eed",
	"[^]x]eed", "n.edle", "n\\w+le", "(?=need)ne", "(?!pin)needle",
	"(?<!pin)needle", "(?<=nee)dle", "\\bneed\\Ble", "(?-i:needle)|pin",
	"a\\.needle|\\+pin|dle", "ee|(?:x|(?:y|needle))", "(?:(?:(?:need)))le",
	"need(?#word)le", "(?<word>need)le", "\\x6eeedle", "(n)ee\\w*?", "e{2}",
	"e{1,}d", "nee\\Kdle", "(?:need|)le", "(?>need)le", "[[:alpha:]]eed",
	"\\Qnee\\Edle", "averylongwordthatisnotthere|needle", "(?i)needle",
	"ee+?d", "ne*+dle", "(?:a|b|needle)\\s?hay",
	"\\A(?=[\\s\\S]*pin)[\\s\\S]*?need", "pin\\w*needle",
	"(?:needle|pin).*(?:in|needle)", "need(?:le)?.+hay", "\\bpin\\b",
	"\\b(?:pin|needle)\\b", "\\bhay\\w*", "(?:pin|hay)s?\\b",
	"\\b(?-i:PIN|Hay)\\b", "(?-i:NEEDLE)s", "\\d{2}\\s?needles?",
	"(?|(\\d+)\\s+pins?|(two)\\s+pins?)", "\\b99[2-4]\\d\\d\\b",
	"(?:pin\\s+hay|hay)\\s+x", "pin\\s*hay", "\\bx?pin\\b",
	"(?:\\bpin|hay\\b)e?", "(?<!\\w)pin(?!\\w)", "\\bp(?:in|an)\\b",
	"(?:(?:pin|hay)\\b|le)\\s", "pin\\Whay", "pin$", "^hay",
	"\\Ahay|pin\\z", "(?<=\\bpin) hay", "(?<!pin )\\bhay\\b", "(?=\\bhay)h",
	"pin\\n?hay", "pin\\nhay", "_pin\\b", "-pin\\b-?", "\\bneedle\\Bs",
	"(?:pin|ha)(?:y|s)\\b", "\\b(?:pin\\b|needle)s" };
static const char *const text[] = { "needle", "a Needle in hay", "pin",
	"NEEDLES, pins", "a.needle+pin", "needlehay", "nedle", "meedle",
	"neeedle", "hay", "", "n", "le", "pinneedle", "xx ee xx", "PIN", "pins",
	"spin", "pin hay x", "pin  hay", "pinhay", "pin\nhay", "Hay.", "HAY",
	"12 needles", "1needle", "3 pins", "two pins", "99213", "992134",
	"99713", "_pin-", "-pin-", "NEEDLEs", "xpin", "pane p in",
	"\xc3\xa9pin\xc3\xa9", "hays has pine" };

static bool
matches(const char *e, const char *t, size_t n)
{
	struct pattern *p = NULL;
	struct match m;
	struct err err = { 0 };

	if (pattern_new(e, &p, &err) < 0)
		fail_msg("%s: %s", e, err.text);
	bool found = pattern_match(p, t, n, 0, &m);
	pattern_free(p);
	return found;
}

static struct sieve *
sieve_of(const char *const *e, size_t n)
{
	struct sieve *s = sieve_new();

	for (size_t i = 0; i < n; i++)
		sieve_add(s, e[i]);
	sieve_settle(s);
	return s;
}

static bool
passes(const char *e, const char *t)
{
	struct sieve *s = sieve_of(&e, 1);
	struct sieve_seen seen;

	sieve_look(s, t, strlen(t), &seen);
	bool yes = sieve_passes(s, 0, &seen);
	sieve_free(s);
	return yes;
}

static void
no_match_is_lost(void **state)
{
	struct sieve *s = sieve_of(expression, COUNT(expression));
	struct sieve_seen seen;

	(void)state;
	for (size_t k = 0; k < COUNT(text); k++) {
		sieve_look(s, text[k], strlen(text[k]), &seen);
		for (size_t i = 0; i < COUNT(expression); i++)
			if (!sieve_passes(s, i, &seen) &&
			    matches(expression[i], text[k], strlen(text[k])))
				fail_msg("%s is lost on \"%s\"", expression[i],
				    text[k]);
	}
	sieve_free(s);
}

/* A word at the very end, cut within, before and behind it. */
static void
ends_of_texts_are_seen(void **state)
{
	static const char words[] = "the pin and the needle";
	struct sieve *s = sieve_of(expression, COUNT(expression));
	struct sieve_seen seen;

	(void)state;
	for (size_t n = 0; n <= strlen(words); n++) {
		char *cut = malloc(n + 1); /* a look behind it is seen */
		assert_non_null(cut);
		memcpy(cut, words, n);
		cut[n] = '\0';
		sieve_look(s, cut, n, &seen);
		for (size_t i = 0; i < COUNT(expression); i++)
			if (!sieve_passes(s, i, &seen))
				assert_false(matches(expression[i], cut, n));
		free(cut);
	}
	sieve_free(s);
}

static void
most_texts_are_held_back(void **state)
{
	(void)state;
	assert_false(passes("needle", "pins in hay"));
	assert_false(passes("needle|hay", "pins"));
	assert_false(passes("\\bpin\\b", "a spin, two pins"));
	assert_false(passes("\\b(?:pin|hay)\\b", "spin pins hays"));
	assert_false(passes("\\b(?-i:ME|OR)\\b", "me or him"));
	assert_false(passes("pin.*hay", "pin"));
	assert_false(passes("(?:pin|hay).*needle|straw.*mouse", "pin in hay"));
	assert_false(passes("\\d+ pins", "some pins"));
	assert_false(passes("(?|(\\d+) cm|(two) cm)", "cm of straw"));
	assert_false(passes("(?=[\\s\\S]*hay)pin", "pin"));
	assert_true(passes("\\d+ pins", "3 pins"));
	assert_true(passes("\\b(?-i:ME|OR)\\b", "ME"));
	assert_true(passes("(?!hay)pin", "pin"));
	assert_true(passes("x*", ""));
}

/* Lists of many words need one of them all the same. */
static void
long_lists_are_looked_for(void **state)
{
	char list[4096] = "word000", many[16384] = "word000";
	char item[16];

	(void)state;
	for (int i = 1; i < 300; i++) {
		snprintf(item, sizeof item, "|w%crd%c%c", 'a' + i % 26,
		    'a' + i / 26, 'k');
		strcat(list, item);
	}
	assert_false(passes(list, "none of them"));
	assert_true(passes(list, "here is wbrdak"));
	for (int i = 0; i < 1000; i++) {
		snprintf(item, sizeof item, "|w%cr%c%ck", 'a' + i % 26,
		    'a' + i / 26 % 26, 'a' + i / 676);
		strcat(many, item);
	}
	assert_true(passes(many, "too many to look for"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_match_is_lost),
		cmocka_unit_test(ends_of_texts_are_seen),
		cmocka_unit_test(most_texts_are_held_back),
		cmocka_unit_test(long_lists_are_looked_for),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
