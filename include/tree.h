/* tree.h - maps, lists and values: what a template shows, what --json prints.
 */
#ifndef TREE_H
#define TREE_H

#include "arena.h"
#include "buf.h"
#include <stdbool.h>
#include <stdint.h>

enum tree_kind {
	TREE_NULL,
	TREE_BOOL,
	TREE_NUMBER,
	TREE_TEXT,
	TREE_LIST,
	TREE_MAP
};

/* One node. Children of a list or map are linked in order of being added. */
struct tree {
	enum tree_kind kind;
	const char *key;  /* within a map: its name; else NULL */
	const char *text; /* TREE_TEXT: UTF-8. TREE_NUMBER: as to be printed */
	bool yes;         /* TREE_BOOL */
	size_t n;         /* children */
	struct tree *child; /* the first, or NULL */
	struct tree *last;  /* the last, or NULL */
	struct tree *next;  /* the sibling behind this one, or NULL */
};

/* tree_map, tree_list - an empty one, a root. All nodes live in a; text and
 * keys are not copied: they must live as long as a. NULL past a's limit, and
 * every call below takes a NULL parent and then does nothing. */
struct tree *tree_map(struct arena *a);
struct tree *tree_list(struct arena *a);

/* tree_put_map, tree_put_list, tree_put_text, tree_put_number,
 * tree_put_bool - add a child: under key in a map; key NULL in a list. A NULL
 * text adds TREE_NULL. Give the child (for containers), or NULL. */
struct tree *tree_put_map(struct arena *a, struct tree *to, const char *key);
struct tree *tree_put_list(struct arena *a, struct tree *to, const char *key);
void tree_put_text(
    struct arena *a, struct tree *to, const char *key, const char *text);
void tree_put_number(
    struct arena *a, struct tree *to, const char *key, int64_t number);
void tree_put_bool(struct arena *a, struct tree *to, const char *key, bool yes);

/* tree_get - the child of a map under key, the last one put; NULL if none. */
const struct tree *tree_get(const struct tree *map, const char *key);

/* tree_json - append t as JSON (RFC 8259), one line, no spaces. 0, or -1 when
 * out is full. Text that is not UTF-8 is repaired with U+FFFD. */
int tree_json(const struct tree *t, struct buf *out);

#endif
