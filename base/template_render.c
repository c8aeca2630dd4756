/* template_render.c - compiled template and view tree in, text out. Depth,
 * steps and size are bounded whatever template and view say. */
#include "limit.h"
#include "template_node.h"
#include <assert.h>
#include <string.h>

/* The context stack: frames on the C stack, top first. */
struct frame {
	const struct tree *top;
	const struct frame *up;
};

struct render {
	const struct template_set *set;
	struct buf *out;
	struct buf indent; /* of the partial that is being rendered */
	int depth;         /* partials in partials */
	long steps;
	struct err *e;
};

static int nodes_render(struct render *r, const struct template *t, size_t from,
    size_t to, const struct frame *f);

static const struct tree *
map_get(const struct tree *map, const char *key)
{
	return map != NULL && map->kind == TREE_MAP ? tree_get(map, key) : NULL;
}

/* The first part is looked for in every frame, the others only in what the
 * part before them gave. */
static const struct tree *
name_resolve(const struct frame *f, const struct template_name *name)
{
	const struct tree *found = NULL;

	if (name->n == 0)
		return f->top;
	for (; f != NULL && found == NULL; f = f->up)
		found = map_get(f->top, name->part[0]);
	for (size_t i = 1; i < name->n && found != NULL; i++)
		found = map_get(found, name->part[i]);
	return found;
}

static bool
tree_true(const struct tree *t)
{
	if (t == NULL)
		return false;
	switch (t->kind) {
	case TREE_NULL:
		return false;
	case TREE_BOOL:
		return t->yes;
	case TREE_NUMBER:
		return strcmp(t->text, "0") != 0;
	case TREE_TEXT:
		return t->text[0] != '\0';
	case TREE_LIST:
		return t->n > 0;
	case TREE_MAP:
		return true;
	}
	return false;
}

static const char *
tree_shown(const struct tree *t)
{
	if (t == NULL)
		return "";
	if (t->kind == TREE_BOOL)
		return t->yes ? "true" : "false";
	return t->kind == TREE_TEXT || t->kind == TREE_NUMBER ? t->text : "";
}

static const char *
html_entity(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

static void
html_escape(struct buf *out, const char *s)
{
	while (*s != '\0') {
		size_t plain = strcspn(s, "&<>\"'");

		buf_add(out, s, plain);
		s += plain;
		if (*s != '\0')
			buf_puts(out, html_entity(*s++));
	}
}

static void
value_render(struct render *r, const struct template *t,
    const struct template_node *node, const struct frame *f)
{
	const char *s = tree_shown(name_resolve(f, &node->name));

	if (t->escape_html && node->kind == NODE_VALUE)
		html_escape(r->out, s);
	else
		buf_puts(r->out, s);
}

static int
section_render(
    struct render *r, const struct template *t, size_t i, const struct frame *f)
{
	const struct template_node *node = &t->node[i];
	const struct tree *x = name_resolve(f, &node->name);
	struct frame inner = { .top = x, .up = f };

	if (tree_true(x) == (node->kind == NODE_INVERTED))
		return 0;
	if (node->kind == NODE_INVERTED)
		return nodes_render(r, t, i + 1, node->end, f);
	if (x->kind != TREE_LIST)
		return nodes_render(r, t, i + 1, node->end, &inner);
	for (inner.top = x->child; inner.top != NULL;
	     inner.top = inner.top->next)
		if (nodes_render(r, t, i + 1, node->end, &inner) == -1)
			return -1;
	return 0;
}

/* A partial that stands alone is indented as its tag is, line by line, on top
 * of the indentation of the partial that it stands in. An inline one is not
 * indented at all. */
static int
partial_render(struct render *r, const struct template *t,
    const struct template_node *node, const struct frame *f)
{
	const struct template *p = template_find(r->set, node->name.whole);
	struct buf outer = r->indent;
	int rc;

	if (p == NULL)
		return 0;
	if (r->depth == LIMIT_TEMPLATE_DEPTH)
		return err_set(r->e, ERR_STOP, "template", 0,
		    "%s:%d: partial '%.60s' is deeper than %d partials",
		    t->file, node->line, node->name.whole,
		    LIMIT_TEMPLATE_DEPTH);
	buf_init(&r->indent, LIMIT_TEMPLATE_BYTES);
	if (node->text != NULL) {
		buf_add(&r->indent, buf_text(&outer), outer.len);
		buf_add(&r->indent, node->text, node->len);
	}
	r->depth++;
	rc = nodes_render(r, p, 0, p->n, f);
	r->depth--;
	buf_free(&r->indent);
	r->indent = outer;
	return rc;
}

static int
node_render(
    struct render *r, const struct template *t, size_t i, const struct frame *f)
{
	const struct template_node *node = &t->node[i];

	switch (node->kind) {
	case NODE_TEXT:
		buf_add(r->out, node->text, node->len);
		return 0;
	case NODE_LINE:
		buf_add(r->out, buf_text(&r->indent), r->indent.len);
		return 0;
	case NODE_VALUE:
	case NODE_RAW:
		value_render(r, t, node, f);
		return 0;
	case NODE_SECTION:
	case NODE_INVERTED:
		return section_render(r, t, i, f);
	case NODE_PARTIAL:
		return partial_render(r, t, node, f);
	}
	return 0;
}

static size_t
node_next(const struct template *t, size_t i)
{
	enum template_kind kind = t->node[i].kind;

	return kind == NODE_SECTION || kind == NODE_INVERTED ? t->node[i].end
							     : i + 1;
}

static int
nodes_render(struct render *r, const struct template *t, size_t from, size_t to,
    const struct frame *f)
{
	for (size_t i = from; i < to; i = node_next(t, i)) {
		if (++r->steps > LIMIT_TEMPLATE_STEPS)
			return err_set(r->e, ERR_STOP, "template", 0,
			    "%s: takes more than %d steps; does a partial call "
			    "itself?",
			    t->file, LIMIT_TEMPLATE_STEPS);
		if (node_render(r, t, i, f) == -1)
			return -1;
		if (r->out->full)
			return err_set(r->e, ERR_REFUSE, "template", 0,
			    "%s: the text is larger than %zu bytes", t->file,
			    r->out->max);
	}
	return 0;
}

int
template_render(const struct template_set *s, const char *name,
    const struct tree *view, struct buf *out, struct err *e)
{
	const struct template *t = template_find(s, name);
	struct frame f = { .top = view };
	struct render r = { .set = s, .out = out, .e = e };
	int rc;

	assert(!out->full);
	if (t == NULL)
		return err_set(e, ERR_STOP, "template", 0,
		    "there is no template '%.60s'", name);
	buf_init(&r.indent, 1);
	rc = nodes_render(&r, t, 0, t->n, &f);
	buf_free(&r.indent);
	return rc;
}
