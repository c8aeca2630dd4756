/* test_wrap.c - lines and tables of plain text. Includes private headers. */
#include "../../../reply/held.h"
#include "../../../reply/wrap.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void
wraps(const char *text, const char *want)
{
	struct buf out;

	buf_init(&out, 1 << 20);
	wrap_text(text, &out);
	assert_string_equal(buf_text(&out), want);
	buf_free(&out);
}

#define W10 "123456789 "
#define W70 W10 W10 W10 W10 W10 W10 W10

static void
test_lines(void **state)
{
	(void)state;
	wraps("", "");
	wraps("\n\n\n", "");
	wraps("\n\na \n\n\n  \nb", "a\n\nb\n");
	wraps(W70 "12\n", W70 "12\n");
	wraps(W70 "123\n", W10 W10 W10 W10 W10 W10 "123456789\n123\n");
	wraps(
	    "- " W70 "12\n", "- " W10 W10 W10 W10 W10 W10 "123456789\n  12\n");
	wraps("  12. " W70 "12\n",
	    "  12. " W10 W10 W10 W10 W10 "123456789\n      123456789 12\n");
	wraps("  33954 x 2  " W70 "12\n",
	    "  33954 x 2  " W10 W10 W10 W10 W10
	    "123456789\n             123456789 12\n");
	wraps("[12] see " W70 "12\n",
	    "[12] see " W10 W10 W10 W10 W10 "123456789\n     123456789 12\n");
	wraps("see https://example.com/" W10 "\n", "see https://example.com/"
						   "123456789\n");
	wraps("> " W70 "123\n", "> " W70 "123\n");
}

/* A word longer than a line is not broken: it may be an address. */
static void
test_long_word(void **state)
{
	char word[301], text[400], want[400];

	(void)state;
	memset(word, 'x', 300);
	word[300] = '\0';
	snprintf(text, sizeof(text), "- see %s here\n", word);
	snprintf(want, sizeof(want), "- see\n  %s\n  here\n", word);
	wraps(text, want);
}

static void
test_width(void **state)
{
	(void)state;
	assert_int_equal(wrap_width("gr\u00fc\u00df", 6), 4);
	assert_int_equal(wrap_width("u\u0308", 3), 1);
	assert_int_equal(wrap_width("\u65e5\u672c", 6), 4);
	assert_int_equal(wrap_width("\U0001F600", 4), 2);
}

static void
table_is(const struct answer_table *t, const char *const *want)
{
	struct arena *a = arena_new(1 << 20);
	struct tree *list = tree_list(a);
	const struct tree *line;

	assert_int_equal(wrap_table(a, t, list), 0);
	for (line = list->child; line != NULL && *want != NULL;
	     line = line->next, want++) {
		assert_string_equal(line->text, *want);
		assert_true(wrap_width(line->text, strlen(line->text)) <= 72);
	}
	assert_null(line);
	assert_null(*want);
	arena_free(a);
}

static void
test_columns(void **state)
{
	static const char *heading[] = { "Code", "Name" };
	static const char *cell[] = { "1", "\u65e5\u672c", "22222",
		"gr\u00fc\u00df  dich", "3", "", "4", NULL };
	static const struct answer_table t = { "t", heading, 2, cell, 4 };
	static const char *const want[] = { "Code   Name", "-----  ---------",
		"1      \u65e5\u672c", "22222  gr\u00fc\u00df dich", "3", "4",
		NULL };

	(void)state;
	table_is(&t, want);
}

static void
test_cells_wrap(void **state)
{
	static const char *heading[] = { "Code", "First", "Second" };
	static const char *cell[] = { "33954", W70 "123", "one two" };
	static const struct answer_table t = { "t", heading, 3, cell, 1 };
	struct arena *a = arena_new(1 << 20);
	struct tree *list = tree_list(a);

	(void)state;
	assert_int_equal(wrap_table(a, &t, list), 0);
	assert_int_equal(list->n, 4);
	for (const struct tree *x = list->child; x != NULL; x = x->next)
		assert_true(strlen(x->text) <= 72);
	assert_string_equal(list->last->text, "       123456789 123456789 123");
	arena_free(a);
}

/* Twelve columns of long words fit no terminal: row by row. */
static void
test_records(void **state)
{
	static const char *heading[12], *cell[12];
	struct answer_table t = { "t", heading, 12, cell, 1 };
	struct arena *a = arena_new(1 << 20);
	struct tree *list = tree_list(a);

	(void)state;
	for (int i = 0; i < 12; i++) {
		heading[i] = "Heading";
		cell[i] = "cellcellcell";
	}
	cell[0] = "33954";
	assert_int_equal(wrap_table(a, &t, list), 0);
	assert_int_equal(list->n, 12);
	assert_string_equal(list->child->text, "33954");
	assert_string_equal(list->last->text, "  - Heading: cellcellcell");
	arena_free(a);
}

static void
test_no_table(void **state)
{
	static const struct answer_table t = { 0 };
	static const char *const want[] = { NULL };

	(void)state;
	table_is(&t, want);
}

static void
test_held(void **state)
{
	const char *general = held_reason(NULL);

	(void)state;
	assert_string_equal(held_reason("a word of tomorrow"), general);
	assert_string_not_equal(held_reason("no_table"), general);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_long_word),
		cmocka_unit_test(test_width),
		cmocka_unit_test(test_columns),
		cmocka_unit_test(test_cells_wrap),
		cmocka_unit_test(test_records),
		cmocka_unit_test(test_no_table),
		cmocka_unit_test(test_held),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
