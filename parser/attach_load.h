/* attach_load.h - functions of a library that is loaded when it is needed.
 * Private to parser/. */
#ifndef PARSER_ATTACH_LOAD_H
#define PARSER_ATTACH_LOAD_H

#include <stdbool.h>
#include <stddef.h>

struct attach_symbol {
	const char *name;
	void *slot; /* address of a pointer to a function of that type */
};
/* A member `f` of struct `lib` that points to the library's function `f`. */
#define ATTACH_FUNCTION(f) __typeof__(f) *f
#define ATTACH_SYMBOL(f) \
	{ \
#f, &lib.f \
	}

/* attach_load - load it, by its soname, and fill each slot; false where it, or
 * one of them, is not there. It stays for good. */
bool attach_load(
    const char *library, const struct attach_symbol *symbol, size_t n);

#endif
