/* Bytes that a jail which was taken over may send: message and questions. */
#include "fuzz.h"
#include "message.h"
#include "question.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(FUZZ_ARENA);
	struct message m = { 0 };
	struct questions q = { 0 };
	struct err e = { 0 };
	struct wire w = { .data = data, .left = size };
	if (message_read(&w, a, &m, &e) == 0)
		questions_read(&w, a, &q, &e);
	w = (struct wire){ .data = data, .left = size };
	questions_read(&w, a, &q, &e);
	arena_free(a);
	return 0;
}
