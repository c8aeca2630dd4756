/* What sentences state, and what they take back: tests/kinds/statement.tsv.
 * Runs in the project's top folder. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above. */
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "starter.h"

#define CASES "tests/kinds/statement.tsv"

/* The values of one fact in a mail, in order of writing, each once; "-". */
static const char *
values_of(const char *text, const char *name)
{
	struct questions q;
	struct err e = { 0 };
	const char *s = "";
	if (question_find_text(pack.a, pack.rules, "", text, &q, &e) != 0)
		return "nothing was read";
	for (size_t i = 0; i < q.n; i++)
		for (size_t k = 0; k < q.item[i].fact_n; k++) {
			const struct fact *f = &q.item[i].fact[k];
			if (strcmp(f->name, name) != 0 ||
			    strstr(s, f->value) != NULL)
				continue;
			s = arena_printf(
			    pack.a, "%s%s%s", s, s[0] ? " " : "", f->value);
		}
	return s[0] != '\0' ? s : "-";
}

static int
line_check(char *line, int number)
{
	char *value = strchr(line, '\t'), *text;
	if (value == NULL || (text = strchr(value + 1, '\t')) == NULL) {
		fprintf(stderr, "%s:%d: three columns\n", CASES, number);
		return 1;
	}
	*value++ = '\0';
	*text++ = '\0';
	arena_clear(pack.a);
	const char *found = values_of(text, line);
	bool right = value[0] == '!' ? strstr(found, value + 1) == NULL
				     : strcmp(found, value) == 0;
	if (!right)
		fprintf(stderr, "%s:%d: %s: '%s', found '%s': %s\n", CASES,
		    number, line, value, found, text);
	return !right;
}

static void
statements_hold(void **state)
{
	FILE *f = fopen(CASES, "r");
	char line[1000];
	int number = 0, cases = 0, bad = 0;
	(void)state;
	assert_non_null(f);
	while (fgets(line, sizeof(line), f) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		if (line[0] == '#' || line[0] == '\0' || cases++ == 0) {
			number++;
			continue; /* the first row names the columns */
		}
		bad += line_check(line, ++number);
	}
	fclose(f);
	assert_int_equal(bad, 0);
	assert_true(cases > 40);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(statements_hold),
	};
	return cmocka_run_group_tests(tests, pack_open, pack_close);
}
