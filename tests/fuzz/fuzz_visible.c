/* Text of a mail → quotes, signature and footers cut. */
#include "fuzz.h"
#include "message.h"
#include "utf8.h"
#include "visible.h"
#include <string.h>

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	message_init();
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(FUZZ_ARENA);
	struct visible v = { 0 };
	const char *text = utf8_clean(a, (const char *)data, size, NULL);
	if (text != NULL)
		visible_find(a, text, &v);
	if (v.text != NULL && !utf8_check(v.text, strlen(v.text)))
		abort();
	arena_free(a);
	return 0;
}
