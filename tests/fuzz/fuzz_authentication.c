/* A header → what our border says: only in words, and only where a trusted
 * field stands at all. */
#include "authentication.h"
#include "fuzz.h"
#include <string.h>

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	message_init();
	return 0;
}

static void
check(const char *word, const char *by)
{
	if (word != NULL && (by == NULL || *word == '\0' || strlen(word) > 20))
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const id[] = { "mx.practice.example" };
	const struct authentication_rule rule = { id, 1, NULL, 0 };
	struct arena *a = arena_new(FUZZ_ARENA);
	struct message m = { 0 };
	struct authentication found;
	struct err e = { 0 };
	if (message_parse(a, data, size, &m, &e) == 0) {
		authentication_read(a, &m, &rule, &found);
		check(found.spf, found.by);
		check(found.dkim, found.by);
		check(found.dmarc, found.by);
	}
	arena_free(a);
	return 0;
}
