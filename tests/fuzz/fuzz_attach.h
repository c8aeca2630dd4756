/* fuzz_attach.h - a fuzzer of one reader of attached files: ATTACH_READ names
 * it before this is included. Bytes → text: valid UTF-8 within its limit, or
 * none; the files packed in it lie within the arena and have names. */
#ifndef FUZZ_ATTACH_H
#define FUZZ_ATTACH_H

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

static void
fuzz_packed(const struct attach_packed *one)
{
	unsigned char sum = 0;

	if (!utf8_check(one->name, strlen(one->name)) ||
	    strchr(one->name, '\n') != NULL || one->type[0] == '\0')
		abort();
	for (size_t i = 0; one->p != NULL && i < one->n; i++)
		sum ^= (unsigned char)one->p[i];
	__asm__ volatile("" : : "r"(sum)); /* every byte was read */
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(FUZZ_ARENA);
	struct attach f = {
		.name = "", .type = "", .p = (const char *)data, .n = size
	};

	ATTACH_READ(a, &f);
	if (f.text != NULL && (!utf8_check(f.text, strlen(f.text)) ||
				  strlen(f.text) > 4 * LIMIT_TEXT_BYTES))
		abort();
	for (size_t i = 0; i < f.packed_n; i++)
		fuzz_packed(&f.packed[i]);
	arena_free(a);
	return 0;
}

#endif
