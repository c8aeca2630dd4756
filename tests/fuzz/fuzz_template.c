/* A template of any bytes, compiled and rendered over a small view. */
#include "buf.h"
#include "fuzz.h"
#include "template.h"
#include "tree.h"
#include <string.h>

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err e = { 0 };
	struct template *t = NULL;
	char *text = malloc(size + 1);
	if (text == NULL)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	if (template_parse("t", text, true, &t, &e) == 0) {
		struct template_set *s = template_set_new();
		struct arena *a = arena_new(1u << 20);
		struct tree *view = tree_map(a);
		struct tree *list = tree_put_list(a, view, "l");
		struct buf out;
		tree_put_text(a, view, "x", "<a & b>");
		tree_put_text(a, list, NULL, "1");
		tree_put_text(a, tree_put_map(a, list, NULL), "x", "2");
		buf_init(&out, 1u << 20);
		template_set_add(s, t);
		template_render(s, "t", view, &out, &e);
		buf_free(&out);
		arena_free(a);
		template_set_free(s);
	}
	free(text);
	return 0;
}
