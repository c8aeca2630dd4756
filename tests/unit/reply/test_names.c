/* test_names.c - consultd-templates(5) is complete: every name that a template
 * of the house uses, and every name that the view holds, stands there. */
#include "../../../reply/view.h"
#include "buf.h"
#include "samples.h"
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define PAGE   "man/consultd-templates.5"
#define FOLDER "templates"

static struct buf known; /* " name name name " */

static void
file_read(const char *path, struct buf *out)
{
	char part[4096];
	FILE *f = fopen(path, "r");
	size_t n;

	if (f == NULL)
		fail_msg("%s: cannot be read", path);
	while ((n = fread(part, 1, sizeof(part), f)) > 0)
		buf_add(out, part, n);
	fclose(f);
}

/* The names of one line of the page: behind .Li, in tags or bare. */
static void
known_add(const char *line)
{
	const char *s = strstr(line, ".Li ");

	if (s == NULL && strncmp(line, ".It Li ", 7) == 0)
		s = line + 3;
	if (s == NULL)
		return;
	for (s += 3; *s != '\0' && *s != '\n';) {
		size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz_");

		if (n > 0)
			buf_printf(&known, "%.*s ", (int)n, s);
		s += n + (n == 0);
	}
}

static int
set_up(void **state)
{
	struct buf page;
	char *line, *rest = NULL;

	(void)state;
	buf_init(&page, 1 << 20);
	buf_init(&known, 1 << 20);
	file_read(PAGE, &page);
	buf_putc(&known, ' ');
	for (line = strtok_r(page.data, "\n", &rest); line != NULL;
	     line = strtok_r(NULL, "\n", &rest))
		known_add(line);
	buf_free(&page);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	buf_free(&known);
	return 0;
}

static void
name_check(const char *name, size_t n, const char *where)
{
	char word[64];

	snprintf(word, sizeof(word), " %.*s ", (int)n, name);
	if (strstr(buf_text(&known), word) == NULL)
		fail_msg("%s: '%s' is not in " PAGE, where, word);
}

/* The names of all tags of a text; gives how many. */
static size_t
tags_check(const char *text, const char *file)
{
	size_t found = 0;

	while ((text = strstr(text, "{{")) != NULL) {
		text += 2;
		if (*text == '!' || *text == '>')
			continue;
		text += strspn(text, "#^/&{ ");
		while (*text != '}' && *text != '\0') {
			size_t n = strcspn(text, ".} ");

			if (n > 0)
				name_check(text, n, file);
			found += n > 0;
			text += n + (text[n] != '}' && text[n] != '\0');
		}
	}
	return found;
}

static void
test_templates(void **state)
{
	struct dirent **d;
	int n = scandir(FOLDER, &d, NULL, alphasort), files = 0;
	size_t names = 0;

	(void)state;
	assert_true(n > 0);
	for (int i = 0; i < n; i++) {
		char path[512];
		struct buf text;

		snprintf(path, sizeof(path), FOLDER "/%s", d[i]->d_name);
		if (strstr(path, ".mustache") != NULL) {
			buf_init(&text, 1 << 20);
			file_read(path, &text);
			names += tags_check(buf_text(&text), path);
			buf_free(&text);
			files++;
		}
		free(d[i]);
	}
	free(d);
	assert_true(files >= 20 && names >= 100);
}

static bool
is_reply_name(const char *key)
{
	for (size_t i = 0; reply_names[i] != NULL; i++)
		if (strcmp(reply_names[i], key) == 0)
			return true;
	return false;
}

static size_t
tree_check(const struct tree *t)
{
	size_t found = 0;

	for (; t != NULL; t = t->next) {
		if (t->key != NULL)
			name_check(t->key, strlen(t->key), "the view");
		if (t->key != NULL && !is_reply_name(t->key))
			fail_msg("'%s' is not in reply_names", t->key);
		found += (t->key != NULL) + tree_check(t->child);
	}
	return found;
}

static void
test_view(void **state)
{
	struct answer item[] = { explain, compare, ask_back, held, refused,
		choose };
	struct answers answers = { item, 6, OUTCOME_HELD, NULL };
	struct reply_envelope env = { .from_name = "n",
		.token = "C-abcdefghijkm",
		.notice = "n",
		.copyright = "c" };
	struct arena *a = arena_new(1 << 20);

	(void)state;
	assert_true(tree_check(view_answer(a, &env, "s", &answers)) > 100);
	answers.n = 1;
	assert_true(tree_check(view_answer(a, &env, "s", &answers)) > 30);
	assert_true(tree_check(view_human(a, &env, "s", "b")) > 5);
	arena_free(a);
}

static void
test_reply_names(void **state)
{
	(void)state;
	for (size_t i = 0; reply_names[i] != NULL; i++) {
		name_check(
		    reply_names[i], strlen(reply_names[i]), "reply_names");
		if (i > 0)
			assert_true(
			    strcmp(reply_names[i - 1], reply_names[i]) < 0);
	}
}

static void
test_load(void **state)
{
	struct template_set *s = NULL;
	struct template *t;
	struct err e = { 0 };

	(void)state;
	if (reply_load(FOLDER, &s, &e) == -1)
		fail_msg("%s", e.text);
	assert_int_equal(template_parse("extra.txt",
			     "{{headline}}\n{{#is.yes}}{{.}}{{is.yess}}"
			     "{{/is.yes}}",
			     false, &t, &e),
	    0);
	template_set_add(s, t);
	assert_int_equal(template_set_check(s, reply_names, &e), -1);
	assert_string_equal(e.text, "extra.txt:2: there is no name 'yess'");
	template_set_free(s);
	s = NULL;
	assert_int_equal(reply_load("man", &s, &e), -1);
	assert_string_equal(e.text, "man/answer.txt.mustache: missing");
	assert_null(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reply_names),
		cmocka_unit_test(test_load),
		cmocka_unit_test(test_templates),
		cmocka_unit_test(test_view),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
