/* Bytes of a mail → message → record → message: what the reader accepts is
 * what was written, and a mail that is refused says why. */
#include "buf.h"
#include "fuzz.h"
#include "message.h"
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
	struct message m = { 0 }, back = { 0 };
	struct err e = { 0 };
	struct buf record;
	if (message_parse(a, data, size, &m, &e) != 0) {
		if (e.kind != ERR_REFUSE)
			abort();
		arena_free(a);
		return 0;
	}
	buf_init(&record, LIMIT_RECORD_BYTES);
	message_write(&m, &record);
	if (!record.full) {
		struct wire w = { .data = (const unsigned char *)record.data,
			.left = record.len };
		if (message_read(&w, a, &back, &e) != 0 ||
		    strcmp(back.visible, m.visible) != 0 ||
		    strcmp(back.from.address, m.from.address) != 0 ||
		    back.flaws != m.flaws)
			abort();
	}
	buf_free(&record);
	arena_free(a);
	return 0;
}
