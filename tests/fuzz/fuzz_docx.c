/* Bytes of an attached file (docx) → text: valid UTF-8 within its limit, or
 * none. */
#include "../../parser/attach.h"
#include "fuzz.h"
#include "message.h"
#include "utf8.h"
#include <string.h>

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	message_init();
	message_init_files();
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(FUZZ_ARENA);
	struct attach f = {
		.name = "", .type = "", .p = (const char *)data, .n = size
	};
	attach_docx(a, &f);
	if (f.text != NULL && (!utf8_check(f.text, strlen(f.text)) ||
				  strlen(f.text) > 4 * LIMIT_TEXT_BYTES))
		abort();
	arena_free(a);
	return 0;
}
