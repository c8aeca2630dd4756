/* The starter pack, asked in the words of people: all TSV of tests/cases.
 * Runs in the project's top folder. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above. */
#include <cmocka.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "answer.h"
#include "buf.h"
#include "starter.h"

#define CASES "tests/cases/*.tsv"

/* The verdict of a question that wants yes or no. */
static const char *
verdict_put(const struct answer *a)
{
	return a->verdict == VERDICT_YES       ? "yes"
	       : a->verdict == VERDICT_NO      ? "no"
	       : a->verdict == VERDICT_ONLY_IF ? "only_if"
					       : NULL;
}

/* "17000 17003x13", "20610-50", "ask age", "no 99213", "held", "answered" (no
 * codes). */
static void
outcome_put(const struct answers *all, struct buf *out)
{
	if (all->outcome == OUTCOME_ASKED_BACK)
		buf_puts(out, "ask");
	else if (all->outcome == OUTCOME_HELD)
		buf_puts(out, "held");
	for (size_t i = 0; i < all->n; i++) {
		const struct answer *a = &all->item[i];
		if (verdict_put(a) != NULL)
			buf_printf(
			    out, "%s%s", out->len ? " " : "", verdict_put(a));
		for (size_t k = 0; k < a->line_n; k++) {
			const struct answer_line *l = &a->line[k];
			buf_printf(out, "%s%s", out->len ? " " : "", l->code);
			for (int m = 0; m < 4 && l->modifier[m] != NULL; m++)
				buf_printf(out, "-%s", l->modifier[m]);
			if (l->units != 1)
				buf_printf(out, "x%d", l->units);
		}
		for (size_t k = 0; k < a->ask_n; k++)
			buf_printf(out, " %s", a->ask[k].fact);
	}
	if (out->len == 0)
		buf_puts(out, outcome_name(all->outcome));
}

/* An answer's headline holds the text: of figures that are no codes. */
static bool
headline_has(const struct answers *all, const char *text)
{
	for (size_t i = 0; i < all->n; i++) {
		if (all->item[i].headline != NULL &&
		    strstr(all->item[i].headline, text) != NULL)
			return true;
	}
	return false;
}

/* The word stands in the list, split by spaces. */
static bool
word_in(const char *list, const char *word)
{
	size_t n = strlen(word);
	for (const char *p = list; (p = strstr(p, word)) != NULL; p += n) {
		if ((p == list || p[-1] == ' ') &&
		    (p[n] == '\0' || p[n] == ' '))
			return true;
	}
	return false;
}

/* 1 where the case is not answered as it should be. */
static int
case_check(const char *file, int line, const char *text, const char *want)
{
	struct questions q;
	struct answers all;
	struct err e = { 0 };
	struct buf got;
	arena_clear(pack.a);
	if (question_find_text(pack.a, pack.rules, "", text, &q, &e) != 0 ||
	    answer_all(pack.a, pack.lookup, &q, TODAY, &all, &e) != 0)
		fail_msg("%s:%d: %s", file, line, e.text);
	buf_init(&got, 4096);
	outcome_put(&all, &got);
	bool wrong = want[0] == '!'   ? word_in(buf_text(&got), want + 1)
		     : want[0] == '~' ? !headline_has(&all, want + 1)
				      : strcmp(buf_text(&got), want) != 0;
	if (wrong)
		print_error("%s:%d: %s: %s, not %s\n", file, line, text,
		    buf_text(&got), want);
	buf_free(&got);
	return wrong;
}

/* Each line: what is expected, a tab, what is asked. Adds the wrong ones to
 * *wrong. */
static int
file_check(const char *path, int *wrong)
{
	FILE *f = fopen(path, "r");
	char *line = NULL;
	size_t room = 0;
	int number = 0, cases = 0;
	assert_non_null(f);
	while (getline(&line, &room, f) > 0) {
		char *tab = strchr(line, '\t');
		number++;
		line[strcspn(line, "\n")] = '\0';
		if (line[0] == '#' || line[0] == '\0')
			continue;
		if (tab == NULL)
			fail_msg("%s:%d: no tab", path, number);
		*tab = '\0';
		*wrong += case_check(path, number, tab + 1, line);
		cases++;
	}
	free(line);
	fclose(f);
	return cases;
}

static void
cases_are_answered(void **state)
{
	glob_t files;
	int cases = 0, wrong = 0;
	(void)state;
	assert_int_equal(glob(CASES, 0, NULL, &files), 0);
	for (size_t i = 0; i < files.gl_pathc; i++)
		cases += file_check(files.gl_pathv[i], &wrong);
	globfree(&files);
	assert_int_equal(wrong, 0);
	assert_true(cases > 50);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cases_are_answered),
	};
	return cmocka_run_group_tests(tests, pack_open, pack_close);
}
