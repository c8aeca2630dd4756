/* Trees: what is put is found, and is JSON that another parser reads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tree.h"

#include <jansson.h>
#include <string.h>

#define SIZE(a) (sizeof(a) / sizeof(*(a)))

static void
test_build_and_get(void **state)
{
	struct arena *a = arena_new(8192);
	struct tree *root = tree_map(a), *list;

	(void)state;
	tree_put_text(a, root, "verdict", "no");
	tree_put_text(a, root, "verdict", "yes");
	tree_put_text(a, root, "none", NULL);
	tree_put_bool(a, root, "held", true);
	tree_put_number(a, root, "units", -3);
	list = tree_put_list(a, root, "codes");
	tree_put_text(a, list, NULL, "33954");
	tree_put_map(a, list, NULL);

	assert_int_equal(root->n, 6);
	assert_string_equal(tree_get(root, "verdict")->text, "yes");
	assert_int_equal(tree_get(root, "none")->kind, TREE_NULL);
	assert_true(tree_get(root, "held")->yes);
	assert_string_equal(tree_get(root, "units")->text, "-3");
	assert_int_equal(tree_get(root, "codes")->n, 2);
	assert_ptr_equal(tree_get(root, "codes")->last->next, NULL);
	assert_null(tree_get(root, "other"));
	assert_null(tree_get(list, "x"));
	assert_null(tree_get(NULL, "x"));
	arena_free(a);
}

static void
test_json(void **state)
{
	struct arena *a = arena_new(8192);
	struct tree *root = tree_map(a), *list, *sub;
	struct buf out;

	(void)state;
	buf_init(&out, 4096);
	tree_put_text(a, root, "a", "first");
	list = tree_put_list(a, root, "list");
	tree_put_number(a, list, NULL, INT64_MIN);
	tree_put_number(a, list, NULL, 0);
	tree_put_bool(a, list, NULL, false);
	tree_put_text(a, list, NULL, NULL);
	sub = tree_put_map(a, list, NULL);
	(void)sub;
	tree_put_list(a, list, NULL);
	tree_put_text(a, root, "a", "last");
	assert_int_equal(tree_json(root, &out), 0);
	assert_string_equal(buf_text(&out),
	    "{\"list\":[-9223372036854775808,0,false,null,{},[]],"
	    "\"a\":\"last\"}");
	buf_clear(&out);
	assert_int_equal(tree_json(tree_list(a), &out), 0);
	assert_string_equal(buf_text(&out), "[]");
	buf_free(&out);
	arena_free(a);
}

static const struct {
	const char *in, *out;
} escapes[] = {
	{ "", "\"\"" },
	{ "caf\xC3\xA9 \xF0\x9F\x98\x80", "\"caf\xC3\xA9 \xF0\x9F\x98\x80\"" },
	{ "\"\\/", "\"\\\"\\\\/\"" },
	{ "\b\f\n\r\t", "\"\\b\\f\\n\\r\\t\"" },
	{ "\x01\x1F\x7F", "\"\\u0001\\u001f\\u007f\"" },
	{ "\xE2\x80\xA8\xC2\x9B", "\"\\u2028\\u009b\"" },
	{ "\",\"forged\":\"", "\"\\\",\\\"forged\\\":\\\"\"" },
	{ "bad\xFF\xC3.", "\"bad\xEF\xBF\xBD\xEF\xBF\xBD.\"" },
	{ "\xED\xA0\x80", "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"" },
};

static void
test_escapes(void **state)
{
	struct arena *a = arena_new(8192);
	struct tree *list;
	struct buf out;
	json_t *other;
	char want[200];
	size_t i;

	(void)state;
	buf_init(&out, 4096);
	for (i = 0; i < SIZE(escapes); i++) {
		list = tree_list(a);
		tree_put_text(a, list, NULL, escapes[i].in);
		buf_clear(&out);
		assert_int_equal(tree_json(list, &out), 0);
		snprintf(want, sizeof(want), "[%s]", escapes[i].out);
		assert_string_equal(buf_text(&out), want);
		other = json_loads(buf_text(&out), 0, NULL);
		assert_non_null(other);
		json_decref(other);
	}
	buf_free(&out);
	arena_free(a);
}

/* Each byte alone, as text and as key, must still give valid JSON. */
static void
test_all_bytes(void **state)
{
	struct arena *a = arena_new(1u << 20);
	char text[256][2];
	struct tree *map = tree_map(a);
	struct buf out;
	json_t *other;
	int i;

	(void)state;
	buf_init(&out, 1u << 16);
	for (i = 1; i < 256; i++) {
		text[i][0] = (char)i;
		text[i][1] = '\0';
		tree_put_text(a, map, text[i], text[i]);
	}
	assert_int_equal(tree_json(map, &out), 0);
	other = json_loads(buf_text(&out), 0, NULL);
	assert_non_null(other);
	assert_string_equal(
	    json_string_value(json_object_get(other, "\n")), "\n");
	json_decref(other);
	buf_free(&out);
	arena_free(a);
}

static void
test_limits(void **state)
{
	struct arena *a = arena_new(sizeof(struct tree));
	struct tree *root = tree_map(a);
	struct buf out;

	(void)state;
	assert_non_null(root);
	assert_null(tree_put_map(a, root, "x"));
	tree_put_number(a, root, "x", 1);
	tree_put_text(a, root, "x", "y");
	assert_int_equal(root->n, 0);
	assert_true(arena_full(a));
	assert_null(tree_map(a));
	assert_null(tree_put_map(a, NULL, "x"));
	assert_null(tree_put_list(a, NULL, NULL));
	tree_put_text(a, NULL, "x", "y");
	tree_put_number(a, NULL, "x", 1);
	tree_put_bool(a, NULL, "x", true);
	buf_init(&out, 1);
	assert_int_equal(tree_json(root, &out), -1);
	buf_free(&out);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_build_and_get),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_escapes),
		cmocka_unit_test(test_all_bytes),
		cmocka_unit_test(test_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
