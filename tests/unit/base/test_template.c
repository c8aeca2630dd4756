/* test_template.c - the specification's cases, broken templates, folders, and
 * bounds. Run from the top of the source tree. */
#include "limit.h"
#include "template.h"
#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define CASES "tests/data/mustache/"

static const char *
number_text(struct arena *a, const json_t *j)
{
	if (json_is_integer(j))
		return arena_printf(
		    a, "%lld", (long long)json_integer_value(j));
	return arena_printf(a, "%.15g", json_real_value(j));
}

static void
tree_fill(struct arena *a, struct tree *to, const char *key, const json_t *j)
{
	struct tree *child = NULL;
	const char *name;
	const json_t *x;
	size_t i;

	if (json_is_object(j)) {
		child = tree_put_map(a, to, key);
		json_object_foreach((json_t *)j, name, x)
		{
			tree_fill(a, child, name, x);
		}
	} else if (json_is_array(j)) {
		child = tree_put_list(a, to, key);
		json_array_foreach((json_t *)j, i, x)
		{
			tree_fill(a, child, NULL, x);
		}
	} else if (json_is_boolean(j)) {
		tree_put_bool(a, to, key, json_is_true(j));
	} else if (json_is_number(j)) {
		tree_put_text(a, to, key, number_text(a, j));
	} else {
		tree_put_text(a, to, key, json_string_value(j));
	}
}

static void
partials_add(struct template_set *s, const json_t *partials)
{
	struct err e = { 0 };
	struct template *t;
	const char *name;
	const json_t *x;

	json_object_foreach((json_t *)partials, name, x)
	{
		assert_int_equal(
		    template_parse(name, json_string_value(x), true, &t, &e),
		    0);
		template_set_add(s, t);
	}
}

static void
case_run(const char *file, const json_t *c)
{
	struct template_set *s = template_set_new();
	struct arena *a = arena_new(1 << 20);
	struct tree *root = tree_map(a);
	const char *want = json_string_value(json_object_get(c, "expected"));
	struct err e = { 0 };
	struct template *t;
	struct buf out;

	buf_init(&out, 65536);
	tree_fill(a, root, "view", json_object_get(c, "data"));
	partials_add(s, json_object_get(c, "partials"));
	assert_int_equal(template_parse("the case",
			     json_string_value(json_object_get(c, "template")),
			     true, &t, &e),
	    0);
	template_set_add(s, t);
	assert_int_equal(
	    template_render(s, "the case", tree_get(root, "view"), &out, &e),
	    0);
	if (strcmp(buf_text(&out), want) != 0)
		fail_msg("%s: %s: '%s' instead of '%s'", file,
		    json_string_value(json_object_get(c, "name")),
		    buf_text(&out), want);
	buf_free(&out);
	arena_free(a);
	template_set_free(s);
}

static size_t
file_run(const char *file)
{
	json_error_t je;
	json_t *list = json_load_file(file, JSON_REJECT_DUPLICATES, &je), *c;
	size_t i, n;

	if (list == NULL)
		fail_msg("%s:%d: %s", file, je.line, je.text);
	json_array_foreach(list, i, c)
	{
		case_run(file, c);
	}
	n = json_array_size(list);
	json_decref(list);
	return n;
}

static void
test_specification(void **state)
{
	(void)state;
	assert_int_equal(file_run(CASES "interpolation.json"), 42);
	assert_int_equal(file_run(CASES "sections.json"), 34);
	assert_int_equal(file_run(CASES "inverted.json"), 22);
	assert_int_equal(file_run(CASES "partials.json"), 12);
	assert_int_equal(file_run(CASES "comments.json"), 12);
	assert_int_equal(file_run(CASES "delimiters.json"), 14);
}

static void
test_broken(void **state)
{
	static const struct {
		const char *text, *error;
	} broken[] = {
		{ "a\n{{#x}}\nb", "t:2: unclosed section 'x'" },
		{ "{{^x}}{{#y}}{{/y}}", "t:1: unclosed section 'x'" },
		{ "{{#x}}\n{{/y}}",
		    "t:2: end of 'y' where section 'x' of line 1 is open" },
		{ "a\n\n{{/y}}", "t:3: end without a section to close: 'y'" },
		{ "a {{b", "t:1: tag without its '}}'" },
		{ "\n{{{b}}", "t:2: tag without its '}}}'" },
		{ "{{=<% %>}}", "t:1: tag without its '=}}'" },
		{ "{{=<%=}}", "t:1: bad delimiters '<%'" },
		{ "{{=a b c=}}", "t:1: bad delimiters 'a b c'" },
		{ "{{=<=%> =}}", "t:1: bad delimiters '<=%>'" },
		{ "{{}}", "t:1: tag without a name" },
		{ "{{# }}{{/ }}", "t:1: tag without a name" },
		{ "{{a b}}", "t:1: white space in the name 'a b'" },
		{ "{{> a\tb }}", "t:1: white space in the name 'a\tb'" },
		{ "x\r\n{{a..b}}", "t:2: empty part in name 'a..b'" },
		{ "{{.a}}", "t:1: empty part in name '.a'" },
		{ "{{=| |=}}\n|#a|\n|/b|",
		    "t:3: end of 'b' where section 'a' of line 2 is open" },
		{ "\xff", "t: the template is not UTF-8" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		struct err e = { 0 }, same = { 0 };
		struct template *t = NULL;

		err_set(&same, ERR_STOP, "", 0, "%s", broken[i].error);
		assert_int_equal(
		    template_parse("t", broken[i].text, false, &t, &e), -1);
		assert_string_equal(e.text, same.text);
		assert_int_equal(e.kind, ERR_STOP);
		assert_null(t);
	}
}

static int
parse_repeated(const char *unit, size_t times)
{
	struct err e = { 0 };
	struct template *t = NULL;
	struct buf b;
	int rc;

	buf_init(&b, 2 * LIMIT_TEMPLATE_BYTES);
	for (size_t i = 0; i < times; i++)
		buf_puts(&b, unit);
	rc = template_parse("t", buf_text(&b), false, &t, &e);
	template_free(t);
	buf_free(&b);
	return rc;
}

static void
test_bounds_of_text(void **state)
{
	(void)state;
	assert_int_equal(parse_repeated("x", LIMIT_TEMPLATE_BYTES), 0);
	assert_int_equal(parse_repeated("x", LIMIT_TEMPLATE_BYTES + 1), -1);
	assert_int_equal(parse_repeated("{{x}}", LIMIT_TEMPLATE_NODES / 2), 0);
	assert_int_equal(parse_repeated("{{x}}", LIMIT_TEMPLATE_NODES), -1);
	assert_int_equal(parse_repeated("{{#x}}", LIMIT_TEMPLATE_NEST + 1), -1);
}

/* One template of the given text, rendered from an empty map. */
static int
render_text(const char *name, const char *text, size_t max, struct buf *out,
    struct err *e)
{
	struct template_set *s = template_set_new();
	struct arena *a = arena_new(65536);
	struct tree *view = tree_map(a);
	struct template *t;
	int rc;

	buf_init(out, max);
	tree_put_text(a, view, "hostile", "<a href='x'>&\"");
	tree_put_text(a, view, "empty", "");
	tree_put_number(a, view, "zero", 0);
	tree_put_bool(a, view, "on", true);
	assert_int_equal(template_parse(name, text, false, &t, e), 0);
	template_set_add(s, t);
	rc = template_render(s, name, view, out, e);
	template_set_free(s);
	arena_free(a);
	return rc;
}

static void
test_bounds_of_rendering(void **state)
{
	struct err e = { 0 };
	struct buf out;

	(void)state;
	assert_int_equal(render_text("t", "{{>t}}", 100, &out, &e), -1);
	assert_int_equal(e.kind, ERR_STOP);
	assert_string_equal(
	    e.text, "t:1: partial 't' is deeper than 20 partials");
	buf_free(&out);
	assert_int_equal(render_text("t", "12345678901", 10, &out, &e), -1);
	assert_int_equal(e.kind, ERR_REFUSE);
	buf_free(&out);
}

static void
test_steps(void **state)
{
	struct template_set *s = template_set_new();
	struct arena *a = arena_new(65536);
	struct tree *view = tree_map(a);
	struct err e = { 0 };
	struct template *t;
	struct buf out;
	char name[2] = "a", text[64];

	(void)state;
	buf_init(&out, 1000);
	for (int i = 0; i < 19; i++) {
		name[0] = (char)('a' + i);
		snprintf(text, sizeof(text), "{{>%c}}{{>%c}}{{>%c}}", 'b' + i,
		    'b' + i, 'b' + i);
		assert_int_equal(template_parse(name, text, false, &t, &e), 0);
		template_set_add(s, t);
	}
	assert_int_equal(template_render(s, "a", view, &out, &e), -1);
	assert_non_null(strstr(e.text, "takes more than 1000000 steps"));
	buf_free(&out);
	arena_free(a);
	template_set_free(s);
}

static void
test_plain_and_false(void **state)
{
	struct err e = { 0 };
	struct buf out;

	(void)state;
	assert_int_equal(render_text("t",
			     "{{hostile}}|{{#empty}}x{{/empty}}"
			     "{{^zero}}zero{{/zero}}|{{on}}",
			     100, &out, &e),
	    0);
	assert_string_equal(buf_text(&out), "<a href='x'>&\"|zero|true");
	buf_free(&out);
	assert_int_equal(render_text("t", "", 100, &out, &e), 0);
	assert_string_equal(buf_text(&out), "");
	buf_free(&out);
}

/* --- folders -------------------------------------------------------------- */

static char folder[] = "/tmp/test_template-XXXXXX";

static void
file_put(const char *base, const char *text)
{
	char path[256];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", folder, base);
	f = fopen(path, "w");
	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

static void
file_drop(const char *base)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/%s", folder, base);
	remove(path);
}

static void
load_fails(const char *const *names, const char *end)
{
	struct template_set *s = NULL;
	struct err e = { 0 };

	assert_int_equal(template_set_load(folder, names, &s, &e), -1);
	assert_null(s);
	assert_int_equal(e.kind, ERR_STOP);
	assert_memory_equal(e.text, folder, strlen(folder));
	assert_string_equal(e.text + strlen(folder), end);
}

static void
test_folder(void **state)
{
	static const char *const names[] = { "a.txt", "a.html", NULL };
	struct template_set *s = NULL;
	struct arena *a = arena_new(65536);
	struct tree *view = tree_map(a);
	struct err e = { 0 };
	struct buf out;

	(void)state;
	assert_non_null(mkdtemp(folder));
	buf_init(&out, 1000);
	tree_put_text(a, view, "x", "<'&\">");
	file_put("a.txt.mustache", "{{>b.txt}}{{x}}");
	file_put("b.txt.mustache", "b: ");
	file_put("note", "{{#not a template");
	file_put(".hidden.mustache", "{{#");
	load_fails(names, "/a.html.mustache: missing");
	file_put("a.html.mustache", "{{x}}{{{x}}}");
	assert_int_equal(template_set_load(folder, names, &s, &e), 0);
	assert_int_equal(template_render(s, "a.txt", view, &out, &e), 0);
	assert_int_equal(template_render(s, "a.html", view, &out, &e), 0);
	assert_string_equal(
	    buf_text(&out), "b: <'&\">&lt;&#39;&amp;&quot;&gt;<'&\">");
	assert_int_equal(template_render(s, "c.txt", view, &out, &e), -1);
	assert_string_equal(e.text, "there is no template 'c.txt'");
	template_set_free(s);
	file_put("b.txt.mustache", "one\n{{>c.txt}}");
	load_fails(
	    names, "/b.txt.mustache:2: there is no partial 'c.txt'.mustache");
	file_put("b.txt.mustache", "one\n{{#c}}\n\n");
	load_fails(names, "/b.txt.mustache:2: unclosed section 'c'");
	buf_free(&out);
	arena_free(a);
}

static void
test_folder_strange(void **state)
{
	char path[256];

	(void)state;
	snprintf(path, sizeof(path), "%s/b.txt.mustache", folder);
	file_drop("b.txt.mustache");
	assert_int_equal(mkfifo(path, 0600), 0);
	load_fails(NULL, "/b.txt.mustache: not a plain file");
	file_drop("b.txt.mustache");
	assert_int_equal(symlink("nowhere", path), 0);
	load_fails(NULL, "/b.txt.mustache: No such file or directory");
	file_drop("b.txt.mustache");
	file_drop("a.txt.mustache");
	file_drop("a.html.mustache");
	file_drop("note");
	file_drop(".hidden.mustache");
	assert_int_equal(rmdir(folder), 0);
	load_fails(NULL,
	    ": No such file or directory: set templates_dir to the folder of "
	    "the templates");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_specification),
		cmocka_unit_test(test_broken),
		cmocka_unit_test(test_bounds_of_text),
		cmocka_unit_test(test_bounds_of_rendering),
		cmocka_unit_test(test_steps),
		cmocka_unit_test(test_plain_and_false),
		cmocka_unit_test(test_folder),
		cmocka_unit_test(test_folder_strange),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
