/* HTML of a mail → text, then the part that its author wrote. */
#include "fuzz.h"
#include "html.h"
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
	struct err e = { 0 };
	const char *text = NULL, *clean;
	clean = utf8_clean(a, (const char *)data, size, NULL);
	if (clean && html_text(a, clean, strlen(clean), &text, &e) == 0) {
		if (!utf8_check(text, strlen(text)))
			abort();
		visible_find(a, text, &v);
	}
	arena_free(a);
	return 0;
}
