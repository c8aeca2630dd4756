/* attach_load.c - libraries that few mails need: a process that reads no files
 * does without their start. In: the name of a library and of functions. Out:
 * the functions, or that it is not installed. */
#include "attach_load.h"
#include <dlfcn.h>
#include <string.h>

bool
attach_load(const char *library, const struct attach_symbol *symbol, size_t n)
{
	void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);

	for (size_t i = 0; handle && i < n; i++) {
		void *found = dlsym(handle, symbol[i].name);

		if (!found)
			return false;
		/* ISO C has no cast from an object to a function; POSIX says
		 * that the bytes are the same. */
		memcpy(symbol[i].slot, &found, sizeof(found));
	}
	return handle != NULL;
}
