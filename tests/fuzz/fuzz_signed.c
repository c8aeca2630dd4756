/* Bytes of a CMS structure → what was signed: never more than came in. */
#include "fuzz.h"
#include "signed.h"

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(FUZZ_ARENA);
	char *out = NULL;
	size_t n = 0;
	if (signed_open(a, data, size, &out, &n) &&
	    (out == NULL || n > size || out[n] != '\0'))
		abort();
	arena_free(a);
	return 0;
}
