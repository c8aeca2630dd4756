/* tree - maps, lists and values: built once in an arena, then shown by a
 * template or written as JSON (RFC 8259). */
#include "tree.h"
#include "utf8.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

static struct tree *
node_new(struct arena *a, enum tree_kind kind)
{
	struct tree *t = arena_alloc(a, sizeof(*t));

	if (t)
		t->kind = kind;
	return t;
}

struct tree *
tree_map(struct arena *a)
{
	return node_new(a, TREE_MAP);
}

struct tree *
tree_list(struct arena *a)
{
	return node_new(a, TREE_LIST);
}

/* A new last child of `to`, or NULL. */
static struct tree *
node_put(struct arena *a, struct tree *to, const char *key, enum tree_kind kind)
{
	struct tree *t;

	if (!to)
		return NULL;
	assert(to->kind == TREE_MAP || to->kind == TREE_LIST);
	assert((to->kind == TREE_MAP) == (key != NULL));
	t = node_new(a, kind);
	if (!t)
		return NULL;
	t->key = key;
	if (to->last)
		to->last->next = t;
	else
		to->child = t;
	to->last = t;
	to->n++;
	return t;
}

struct tree *
tree_put_map(struct arena *a, struct tree *to, const char *key)
{
	return node_put(a, to, key, TREE_MAP);
}

struct tree *
tree_put_list(struct arena *a, struct tree *to, const char *key)
{
	return node_put(a, to, key, TREE_LIST);
}

void
tree_put_text(
    struct arena *a, struct tree *to, const char *key, const char *text)
{
	struct tree *t = node_put(a, to, key, text ? TREE_TEXT : TREE_NULL);

	if (t)
		t->text = text;
}

void
tree_put_number(
    struct arena *a, struct tree *to, const char *key, int64_t number)
{
	const char *text = to ? arena_printf(a, "%" PRId64, number) : NULL;
	struct tree *t = text ? node_put(a, to, key, TREE_NUMBER) : NULL;

	if (t)
		t->text = text;
}

void
tree_put_bool(struct arena *a, struct tree *to, const char *key, bool yes)
{
	struct tree *t = node_put(a, to, key, TREE_BOOL);

	if (t)
		t->yes = yes;
}

const struct tree *
tree_get(const struct tree *map, const char *key)
{
	const struct tree *t, *found = NULL;

	if (!map || map->kind != TREE_MAP)
		return NULL;
	for (t = map->child; t; t = t->next)
		if (!strcmp(t->key, key))
			found = t;
	return found;
}

/* The escape of RFC 8259 section 7 for c, or NULL where it needs none. */
static const char *
json_escape(unsigned c, char hex[7])
{
	static const char digits[] = "0123456789abcdef";
	static const char *const short_ones[] = { ['"'] = "\\\"",
		['\\'] = "\\\\",
		['\b'] = "\\b",
		['\f'] = "\\f",
		['\n'] = "\\n",
		['\r'] = "\\r",
		['\t'] = "\\t" };

	if (c < sizeof(short_ones) / sizeof(*short_ones) && short_ones[c])
		return short_ones[c];
	if (!utf8_is_control(c))
		return NULL;
	memcpy(hex, "\\u", 2);
	hex[2] = digits[c >> 12 & 0xF];
	hex[3] = digits[c >> 8 & 0xF];
	hex[4] = digits[c >> 4 & 0xF];
	hex[5] = digits[c & 0xF];
	hex[6] = '\0';
	return hex;
}

static void
json_text(const char *s, struct buf *out)
{
	const char *escape;
	size_t left = strlen(s), step;
	char hex[7];
	unsigned c;

	buf_putc(out, '"');
	while (left) {
		step = utf8_step(s, left, &c);
		escape = step ? json_escape(c, hex) : "\xEF\xBF\xBD";
		if (escape)
			buf_puts(out, escape);
		else
			buf_add(out, s, step);
		step = step ? step : 1;
		s += step;
		left -= step;
	}
	buf_putc(out, '"');
}

/* True where a later sibling has the same key: names within an object should
 * be unique (RFC 8259 section 4), and tree_get() takes the last one. */
static bool
is_overridden(const struct tree *t)
{
	const struct tree *later;

	if (!t->key)
		return false;
	for (later = t->next; later; later = later->next)
		if (!strcmp(later->key, t->key))
			return true;
	return false;
}

static void json_node(const struct tree *t, struct buf *out);

static void
json_children(const struct tree *t, struct buf *out)
{
	const struct tree *child;
	bool first = true;

	buf_putc(out, t->kind == TREE_MAP ? '{' : '[');
	for (child = t->child; child; child = child->next) {
		if (is_overridden(child))
			continue;
		if (!first)
			buf_putc(out, ',');
		first = false;
		if (child->key) {
			json_text(child->key, out);
			buf_putc(out, ':');
		}
		json_node(child, out);
	}
	buf_putc(out, t->kind == TREE_MAP ? '}' : ']');
}

static void
json_node(const struct tree *t, struct buf *out)
{
	switch (t->kind) {
	case TREE_NULL:
		buf_puts(out, "null");
		break;
	case TREE_BOOL:
		buf_puts(out, t->yes ? "true" : "false");
		break;
	case TREE_NUMBER:
		buf_puts(out, t->text);
		break;
	case TREE_TEXT:
		json_text(t->text, out);
		break;
	case TREE_LIST:
	case TREE_MAP:
		json_children(t, out);
		break;
	}
}

int
tree_json(const struct tree *t, struct buf *out)
{
	json_node(t, out);
	return out->full ? -1 : 0;
}
