/* arena.h - memory of one mail: bounded, and freed at once. */
#ifndef ARENA_H
#define ARENA_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct arena;

/*
 * arena_new - an empty arena that gives out at most limit bytes in all.
 *
 * Takes    limit, bytes, > 0.
 * Gives    an arena, never NULL.
 * Owns     the caller frees it with arena_free().
 * Fails    never returns when malloc fails: the process aborts and the
 *          supervisor starts it again, since every state is on disk.
 * Touches  nothing.
 */
struct arena *arena_new(size_t limit);

/* arena_free - free the arena and all that came from it; NULL is allowed. */
void arena_free(struct arena *a);

/* arena_clear - forget all that was given out, keep one block for reuse. */
void arena_clear(struct arena *a);

/* arena_used - bytes given out since arena_new() or arena_clear(), each piece
 * rounded up to the alignment. arena_full - true once a piece was refused, so
 * that a caller may check once at the end. */
size_t arena_used(const struct arena *a);
bool arena_full(const struct arena *a);

/*
 * arena_alloc - size zeroed bytes, aligned for any type.
 *
 * Takes    size in bytes; 0 gives a valid pointer.
 * Gives    the bytes; aborts only when malloc fails.
 * Owns     the arena; valid until arena_clear() or arena_free().
 * Fails    NULL when the arena's limit would be passed: the caller turns
 *          that into ERR_REFUSE ("this mail is too big").
 * Touches  nothing.
 */
void *arena_alloc(struct arena *a, size_t size);

/* arena_array - n zeroed elements of size bytes; NULL past the limit or when
 * n * size overflows. */
void *arena_array(struct arena *a, size_t n, size_t size);

/* arena_strdup, arena_strndup, arena_memdup, arena_printf, arena_vprintf -
 * copies; the first three of NULL give NULL. strndup stops at a NUL. memdup adds a NUL behind
 * the copy that n does not count. NULL past the limit. */
char *arena_strdup(struct arena *a, const char *s);
char *arena_strndup(struct arena *a, const char *s, size_t n);
void *arena_memdup(struct arena *a, const void *p, size_t n);
char *arena_printf(struct arena *a, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *a, const char *fmt, va_list ap);

#endif
