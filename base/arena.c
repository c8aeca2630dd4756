/* arena - memory of one mail: gives out pieces of a few large blocks, counts
 * them against one limit, and gives all of it back at once. */
#include "arena.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_BLOCK 4096u
#define BLOCK_MAX   (256u << 10)
#define ALIGN       _Alignof(max_align_t)

/* With AddressSanitizer the gaps between pieces are poisoned, so that a step
 * past a piece is found as it would be with malloc. */
#ifdef SANITIZED
#include <sanitizer/asan_interface.h>
#define GAP            16u
#define poison(p, n)   ASAN_POISON_MEMORY_REGION(p, n)
#define unpoison(p, n) ASAN_UNPOISON_MEMORY_REGION(p, n)
#else
#define GAP            0u
#define poison(p, n)   ((void)(p), (void)(n))
#define unpoison(p, n) ((void)(p), (void)(n))
#endif

struct block {
	struct block *next;
	size_t size, used; /* of data */
	_Alignas(max_align_t) unsigned char data[];
};

struct arena {
	struct block *blocks; /* the first one is filled, the others are full */
	size_t limit, used;
	bool full;
};

struct arena *
arena_new(size_t limit)
{
	struct arena *a = calloc(1, sizeof(*a));

	assert(limit > 0);
	if (!a)
		abort();
	a->limit = limit;
	return a;
}

static void
block_free(struct block *b)
{
	unpoison(b->data, b->size);
	free(b);
}

void
arena_free(struct arena *a)
{
	struct block *b, *next;

	if (!a)
		return;
	for (b = a->blocks; b; b = next) {
		next = b->next;
		block_free(b);
	}
	free(a);
}

void
arena_clear(struct arena *a)
{
	struct block *b, *next, *keep = NULL;

	for (b = a->blocks; b; b = next) {
		next = b->next;
		if (!keep && b->size <= BLOCK_MAX)
			keep = b;
		else
			block_free(b);
	}
	if (keep) {
		keep->next = NULL;
		keep->used = 0;
		poison(keep->data, keep->size);
	}
	a->blocks = keep;
	a->used = 0;
	a->full = false;
}

size_t
arena_used(const struct arena *a)
{
	return a->used;
}

bool
arena_full(const struct arena *a)
{
	return a->full;
}

/* A block that holds at least need bytes. One for a single large piece goes
 * behind the first, so that the first is filled to its end. */
static struct block *
block_add(struct arena *a, size_t need)
{
	struct block *b, *first = a->blocks;
	size_t size = first ? first->size * 2 : FIRST_BLOCK;

	if (size > BLOCK_MAX)
		size = BLOCK_MAX;
	if (size < need)
		size = need;
	b = malloc(sizeof(*b) + size);
	if (!b)
		abort();
	b->size = size;
	b->used = 0;
	poison(b->data, size);
	if (first && need > BLOCK_MAX / 4) {
		b->next = first->next;
		first->next = b;
	} else {
		b->next = first;
		a->blocks = b;
	}
	return b;
}

void *
arena_alloc(struct arena *a, size_t size)
{
	struct block *b = a->blocks;
	size_t need;
	void *p;

	/* An empty piece costs as much as a small one: none is for nothing. */
	if (size == 0)
		size = 1;
	if (a->used >= a->limit || size > a->limit - a->used ||
	    size > SIZE_MAX / 2) {
		a->full = true;
		return NULL;
	}
	need = (size + ALIGN - 1) / ALIGN * ALIGN + GAP;
	if (!b || need > b->size - b->used)
		b = block_add(a, need);
	p = b->data + b->used;
	b->used += need;
	a->used += need - GAP;
	unpoison(p, size);
	return memset(p, 0, size);
}

void *
arena_array(struct arena *a, size_t n, size_t size)
{
	if (size && n > SIZE_MAX / size) {
		a->full = true;
		return NULL;
	}
	return arena_alloc(a, n * size);
}

void *
arena_memdup(struct arena *a, const void *p, size_t n)
{
	char *copy;

	if (!p)
		return NULL;
	if (n == SIZE_MAX) {
		a->full = true;
		return NULL;
	}
	copy = arena_alloc(a, n + 1);
	if (copy && n)
		memcpy(copy, p, n);
	return copy;
}

char *
arena_strdup(struct arena *a, const char *s)
{
	return s ? arena_memdup(a, s, strlen(s)) : NULL;
}

char *
arena_strndup(struct arena *a, const char *s, size_t n)
{
	return s ? arena_memdup(a, s, strnlen(s, n)) : NULL;
}

char *
arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
	va_list again;
	char *s;
	int n;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	assert(n >= 0);
	s = n < 0 ? NULL : arena_alloc(a, (size_t)n + 1);
	if (s)
		vsnprintf(s, (size_t)n + 1, fmt, again);
	va_end(again);
	return s;
}

char *
arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	s = arena_vprintf(a, fmt, ap);
	va_end(ap);
	return s;
}
