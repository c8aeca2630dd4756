/* Kinds of question that rows of the starter pack tell, asked in the words of
 * people: tests/kinds/cases.tsv. Runs in the project's top folder. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above. */
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "answer.h"
#include "starter.h"

#define CASES "tests/kinds/cases.tsv"

/* All that the reply would say of one answer, as one text. */
static const char *
answer_said(const struct answer *x)
{
	const char *s = arena_printf(pack.a, "%s %s | %s | %s",
	    verdict_name(x->verdict), x->kind,
	    x->understood ? x->understood : "", x->headline ? x->headline : "");
	for (size_t i = 0; i < x->line_n; i++)
		s = arena_printf(pack.a, "%s | line %s", s, x->line[i].code);
	for (size_t i = 0; i < x->reason_n; i++)
		s = arena_printf(pack.a, "%s | %s", s, x->reason[i].text);
	for (size_t i = 0; i < x->ask_n; i++)
		s = arena_printf(pack.a, "%s | ask %s", s, x->ask[i].fact);
	for (size_t i = 0; i < x->change_n; i++)
		s = arena_printf(pack.a, "%s | %s", s, x->change[i]);
	return s;
}

static const char *
mail_said(const char *mail)
{
	struct questions q;
	struct answers all;
	struct err e = { 0 };
	const char *s;
	if (question_find_text(pack.a, pack.rules, "", mail, &q, &e) != 0 ||
	    answer_all(pack.a, pack.lookup, &q, TODAY, &all, &e) != 0)
		return e.text[0] ? arena_strdup(pack.a, e.text) : "failed";
	s = arena_printf(pack.a, "%s:", outcome_name(all.outcome));
	for (size_t i = 0; i < all.n; i++)
		s = arena_printf(pack.a, "%s %s", s, answer_said(&all.item[i]));
	return s;
}

/* One line: what must be said, each split by " & ", a tab, the mail. */
static int
line_check(char *line, int number)
{
	char *tab = strchr(line, '\t'), *must = line, *next;
	const char *said;
	int bad = 0;
	if (tab == NULL) {
		fprintf(stderr, "%s:%d: no tab\n", CASES, number);
		return 1;
	}
	*tab = '\0';
	arena_clear(pack.a);
	said = mail_said(tab + 1);
	for (; must != NULL; must = next) {
		next = strstr(must, " & ");
		if (next != NULL) {
			*next = '\0';
			next += 3;
		}
		if ((strstr(said, must[0] == '!' ? must + 1 : must) != NULL) ==
		    (must[0] != '!'))
			continue;
		fprintf(stderr, "%s:%d: '%s'\n    %s\n    %s\n", CASES, number,
		    must, tab + 1, said);
		bad = 1;
	}
	return bad;
}

static void
cases_hold(void **state)
{
	FILE *f = fopen(CASES, "r");
	char line[2000];
	int number = 0, cases = 0, bad = 0;
	(void)state;
	assert_non_null(f);
	while (fgets(line, sizeof(line), f) != NULL) {
		number++;
		line[strcspn(line, "\n")] = '\0';
		if (line[0] == '#' || line[0] == '\0')
			continue;
		cases++;
		bad += line_check(line, number);
	}
	fclose(f);
	assert_int_equal(bad, 0);
	assert_true(cases > 50);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cases_hold),
	};
	return cmocka_run_group_tests(tests, pack_open, pack_close);
}
