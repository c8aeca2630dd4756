/* template_parse.c - Mustache text in, a flat list of nodes out. Whether a tag
 * stands alone on its line is decided here, so that rendering only copies. */
#include "limit.h"
#include "template_node.h"
#include "utf8.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct parser {
	struct template *t;
	const char *at;  /* the next unread byte */
	const char *end; /* the NUL */
	const char *open, *close, *close_raw,
	    *close_set;      /* "{{" "}}" "}}}" "=}}" */
	bool line_start;     /* the next node begins a line of the source */
	const char *counted; /* lines are counted up to here */
	int line;
	struct buf nodes; /* of struct template_node */
	size_t section[LIMIT_TEMPLATE_NEST];
	size_t depth;
	struct err *e;
};

/* A tag as it stands in the text. */
struct tag {
	char sigil; /* one of # ^ / > ! = & { or 0 */
	const char *start, *end;
	const char *body; /* between sigil and closing delimiter, trimmed */
	size_t len;
	int line;
};

static int
parser_fail(const struct parser *p, int line, const char *what,
    const char *name, size_t len)
{
	return err_set(p->e, ERR_STOP, "template", 0, "%s:%d: %s%s%.*s%s",
	    p->t->file, line, what, len > 0 ? " '" : "",
	    (int)(len > 60 ? utf8_cut(name, 60) : len), name,
	    len > 0 ? "'" : "");
}

static int
parser_too_big(const struct parser *p)
{
	return parser_fail(p, p->line, "the template is too large", "", 0);
}

static int
line_of(struct parser *p, const char *place)
{
	for (; p->counted < place; p->counted++)
		p->line += *p->counted == '\n';
	return p->line;
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void
trim(const char **s, size_t *n)
{
	while (*n > 0 && is_space(**s)) {
		(*s)++;
		(*n)--;
	}
	while (*n > 0 && is_space((*s)[*n - 1]))
		(*n)--;
}

static int
node_add(struct parser *p, const struct template_node *node)
{
	if (buf_add(&p->nodes, node, sizeof(*node)) == -1)
		return parser_fail(
		    p, p->line, "too many tags and lines", "", 0);
	return 0;
}

static struct template_node *
node_at(struct parser *p, size_t i)
{
	return (struct template_node *)(void *)p->nodes.data + i;
}

static size_t
node_count(const struct parser *p)
{
	return p->nodes.len / sizeof(struct template_node);
}

static int
line_begin(struct parser *p)
{
	if (!p->line_start)
		return 0;
	p->line_start = false;
	return node_add(p, &(struct template_node){ .kind = NODE_LINE });
}

/* Literal text, line by line, so that a partial can be indented. */
static int
text_add(struct parser *p, const char *from, const char *to)
{
	while (from < to) {
		const char *nl = memchr(from, '\n', (size_t)(to - from));
		const char *stop = nl != NULL ? nl + 1 : to;
		struct template_node node = { .kind = NODE_TEXT,
			.text = from,
			.len = (size_t)(stop - from) };

		if (line_begin(p) == -1 || node_add(p, &node) == -1)
			return -1;
		p->line_start = nl != NULL;
		from = stop;
	}
	return 0;
}

static int
delimiters_set(struct parser *p, const char *open, const char *close)
{
	struct arena *a = p->t->a;

	p->open = open;
	p->close = close;
	p->close_raw = arena_printf(a, "}%s", close);
	p->close_set = arena_printf(a, "=%s", close);
	return p->close_raw == NULL || p->close_set == NULL ? parser_too_big(p)
							    : 0;
}

/* {{=<% %>=}}: two runs without white space and without "=". */
static int
delimiters_read(struct parser *p, const struct tag *tag)
{
	const char *s = tag->body, *open, *close;
	size_t n = 0, m = 0, gap;

	while (n < tag->len && !is_space(s[n]))
		n++;
	for (gap = n; gap < tag->len && is_space(s[gap]);)
		gap++;
	while (gap + m < tag->len && !is_space(s[gap + m]))
		m++;
	if (n == 0 || m == 0 || gap + m != tag->len ||
	    memchr(s, '=', tag->len) != NULL)
		return parser_fail(
		    p, tag->line, "bad delimiters", tag->body, tag->len);
	open = arena_strndup(p->t->a, s, n);
	close = arena_strndup(p->t->a, s + gap, m);
	if (open == NULL || close == NULL)
		return parser_too_big(p);
	return delimiters_set(p, open, close);
}

/* Find the closing delimiter of the tag that opens at start. */
static int
tag_read(struct parser *p, const char *start, struct tag *out)
{
	const char *s = start + strlen(p->open), *close = p->close, *stop;
	struct tag tag = { .start = start, .line = line_of(p, start) };

	while (*s == ' ' || *s == '\t')
		s++;
	if (*s != '\0' && strchr("#^/>!=&{", *s) != NULL)
		tag.sigil = *s++;
	if (tag.sigil == '{')
		close = p->close_raw;
	else if (tag.sigil == '=')
		close = p->close_set;
	stop = strstr(s, close);
	if (stop == NULL)
		return parser_fail(
		    p, tag.line, "tag without its", close, strlen(close));
	tag.body = s;
	tag.len = (size_t)(stop - s);
	tag.end = stop + strlen(close);
	trim(&tag.body, &tag.len);
	*out = tag;
	return 0;
}

static int
name_split(struct parser *p, const struct tag *tag, struct template_name *out)
{
	struct arena *a = p->t->a;
	char *copy = arena_strndup(a, tag->body, tag->len), *part = copy;
	size_t n = 1;

	for (size_t i = 0; i < tag->len; i++)
		n += tag->body[i] == '.';
	if (copy == NULL ||
	    (out->whole = arena_strndup(a, tag->body, tag->len)) == NULL ||
	    (out->part = arena_array(a, n, sizeof(*out->part))) == NULL)
		return parser_too_big(p);
	out->n = 0;
	while (part != NULL) {
		char *dot = strchr(part, '.');

		if (dot != NULL)
			*dot++ = '\0';
		if (*part == '\0')
			return parser_fail(p, tag->line, "empty part in name",
			    tag->body, tag->len);
		out->part[out->n++] = part;
		part = dot;
	}
	return 0;
}

static int
name_read(struct parser *p, const struct tag *tag, struct template_name *out)
{
	if (tag->len == 0)
		return parser_fail(p, tag->line, "tag without a name", "", 0);
	for (size_t i = 0; i < tag->len; i++)
		if (is_space(tag->body[i]))
			return parser_fail(p, tag->line,
			    "white space in the name", tag->body, tag->len);
	if (tag->sigil == '>' || (tag->len == 1 && tag->body[0] == '.')) {
		out->whole = arena_strndup(p->t->a, tag->body, tag->len);
		return out->whole == NULL ? parser_too_big(p) : 0;
	}
	return name_split(p, tag, out);
}

static int
section_open(struct parser *p, const struct tag *tag)
{
	struct template_node node = { .kind = tag->sigil == '#' ? NODE_SECTION
								: NODE_INVERTED,
		.line = tag->line };

	if (p->depth == LIMIT_TEMPLATE_NEST)
		return parser_fail(p, tag->line, "sections nest too deep at",
		    tag->body, tag->len);
	if (name_read(p, tag, &node.name) == -1)
		return -1;
	p->section[p->depth++] = node_count(p);
	return node_add(p, &node);
}

static int
section_close(struct parser *p, const struct tag *tag)
{
	struct template_node *open;

	if (p->depth == 0)
		return parser_fail(p, tag->line,
		    "end without a section to close:", tag->body, tag->len);
	open = node_at(p, p->section[p->depth - 1]);
	if (strlen(open->name.whole) != tag->len ||
	    memcmp(open->name.whole, tag->body, tag->len) != 0)
		return err_set(p->e, ERR_STOP, "template", 0,
		    "%s:%d: end of '%.*s' where section '%.60s' of line %d is "
		    "open",
		    p->t->file, tag->line, (int)(tag->len > 60 ? 60 : tag->len),
		    tag->body, open->name.whole, open->line);
	open->end = node_count(p);
	p->depth--;
	return 0;
}

static int
value_add(struct parser *p, const struct tag *tag)
{
	struct template_node node = { .kind = tag->sigil == 0 ? NODE_VALUE
							      : NODE_RAW,
		.line = tag->line };

	return name_read(p, tag, &node.name) == -1 ? -1 : node_add(p, &node);
}

static int
partial_add(struct parser *p, const struct tag *tag, const char *indent)
{
	struct template_node node = { .kind = NODE_PARTIAL,
		.line = tag->line,
		.text = indent,
		.len = indent == NULL ? 0 : (size_t)(tag->start - indent) };

	return name_read(p, tag, &node.name) == -1 ? -1 : node_add(p, &node);
}

/* indent: start of the line where the tag stands alone, else NULL. */
static int
tag_add(struct parser *p, const struct tag *tag, const char *indent)
{
	switch (tag->sigil) {
	case '#':
	case '^':
		return section_open(p, tag);
	case '/':
		return section_close(p, tag);
	case '>':
		return partial_add(p, tag, indent);
	case '=':
		return delimiters_read(p, tag);
	case '!':
		return 0;
	default:
		return value_add(p, tag);
	}
}

/* A tag other than a value that has its line for itself: *line_out is where
 * that line begins and *next_out where the next one does. */
static bool
tag_alone(const struct parser *p, const struct tag *tag, const char **line_out,
    const char **next_out)
{
	const char *from = tag->start, *to = tag->end;

	if (tag->sigil == 0 || tag->sigil == '&' || tag->sigil == '{')
		return false;
	while (from > p->at && (from[-1] == ' ' || from[-1] == '\t'))
		from--;
	if (from > p->at ? from[-1] != '\n' : !p->line_start)
		return false;
	while (*to == ' ' || *to == '\t')
		to++;
	if (to[0] == '\r' && to[1] == '\n')
		to++;
	if (*to != '\0' && *to != '\n')
		return false;
	*line_out = from;
	*next_out = *to == '\n' ? to + 1 : to;
	return true;
}

static int
tag_parse(struct parser *p, const char *start)
{
	struct tag tag = { 0 };
	const char *line = NULL, *next = NULL;

	if (tag_read(p, start, &tag) == -1)
		return -1;
	if (!tag_alone(p, &tag, &line, &next)) {
		if (text_add(p, p->at, start) == -1 || line_begin(p) == -1)
			return -1;
		p->at = tag.end;
		return tag_add(p, &tag, NULL);
	}
	if (text_add(p, p->at, line) == -1)
		return -1;
	p->at = next;
	p->line_start = true;
	return tag_add(p, &tag, line);
}

static int
parser_run(struct parser *p)
{
	struct template_node *open;
	const char *start;

	if (delimiters_set(p, "{{", "}}") == -1)
		return -1;
	while ((start = strstr(p->at, p->open)) != NULL)
		if (tag_parse(p, start) == -1)
			return -1;
	if (text_add(p, p->at, p->end) == -1)
		return -1;
	if (p->depth == 0)
		return 0;
	open = node_at(p, p->section[p->depth - 1]);
	return parser_fail(p, open->line, "unclosed section", open->name.whole,
	    strlen(open->name.whole));
}

static int
template_fill(struct template *t, const char *text, struct err *e)
{
	struct parser p = { .t = t, .line_start = true, .line = 1, .e = e };
	int rc;

	p.at = arena_strdup(t->a, text);
	if (p.at == NULL)
		return parser_too_big(&p);
	p.counted = p.at;
	p.end = p.at + strlen(p.at);
	buf_init(&p.nodes, LIMIT_TEMPLATE_NODES * sizeof(*t->node));
	rc = parser_run(&p);
	if (rc == 0 && node_count(&p) > 0) {
		t->n = node_count(&p);
		t->node = arena_memdup(t->a, p.nodes.data, p.nodes.len);
		if (t->node == NULL)
			rc = parser_too_big(&p);
	}
	buf_free(&p.nodes);
	return rc;
}

int
template_parse_file(const char *name, const char *file, const char *text,
    bool escape_html, struct template **out, struct err *e)
{
	size_t len = strlen(text);
	struct template *t;

	if (len > LIMIT_TEMPLATE_BYTES)
		return err_set(e, ERR_STOP, "template", 0,
		    "%s: the template is larger than %u bytes", file,
		    LIMIT_TEMPLATE_BYTES);
	if (!utf8_check(text, len))
		return err_set(e, ERR_STOP, "template", 0,
		    "%s: the template is not UTF-8", file);
	t = calloc(1, sizeof(*t));
	if (t == NULL)
		abort();
	/* Text, names and their parts, at worst 8 bytes a byte, and nodes. */
	t->a = arena_new((size_t)16 * LIMIT_TEMPLATE_BYTES +
			 (size_t)2 * LIMIT_TEMPLATE_NODES * sizeof(*t->node));
	t->name = arena_strdup(t->a, name);
	t->file = arena_strdup(t->a, file);
	t->escape_html = escape_html;
	assert(t->name != NULL && t->file != NULL);
	if (template_fill(t, text, e) == -1) {
		template_free(t);
		return -1;
	}
	*out = t;
	return 0;
}

int
template_parse(const char *name, const char *text, bool escape_html,
    struct template **out, struct err *e)
{
	return template_parse_file(name, name, text, escape_html, out, e);
}

void
template_free(struct template *t)
{
	if (t == NULL)
		return;
	arena_free(t->a);
	free(t);
}
