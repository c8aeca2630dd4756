/* Bytes as an official file → a database in memory's place: the first byte
 * chooses the name, which tells day, setting and part. Whatever comes, it is
 * taken in, left, or refused with a sentence, and the file is whole. */
#include "fuzz_import.h"
#include "../../lookup/lookup_db.h"
#include "../../lookup/official.h"
#include "../../lookup/unpack.h"
#include "fuzz.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct import im;
static struct import_order order = { .target = "/tmp/fuzz-import.db" };
static char path[64];

/* So that files of the AMA's layouts come past the gate. */
static int
licence_make(struct err *e)
{
	struct db_row *r = db_begin(im.db, LOOKUP_LICENCE_SET);

	db_bind_text(r, 1, "nobody");
	db_bind_number(r, 2, 2099);
	db_bind_number(r, 3, 0);
	return import_step(r, e);
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	struct err e = { 0 };

	(void)argc;
	(void)argv;
	snprintf(path, sizeof(path), "/tmp/fuzz-import-%d.db", (int)getpid());
	unlink(path);
	if (lookup_db_open(path, LOOKUP_BUILD, &im.db, &e) != 0)
		abort();
	unlink(path);
	if (licence_make(&e) != 0)
		abort();
	im.order = &order;
	return 0;
}

static int
document_take(void *arg, const struct document *d, struct err *e)
{
	(void)arg;
	im.bytes = d->n;
	im.file++;
	return official_load(&im, d, e);
}

/* The journal is off, so that nothing is taken back: what one run leaves is
 * what the next one finds. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err e = { 0 };
	int rc;

	if (size == 0)
		return 0;
	im.a = arena_new(FUZZ_ARENA);
	im.fewer = data[0] & 0x80;
	im.first_file = im.file + 1;
	if (official_start(&im, &e) != 0)
		abort();
	rc = unpack_bytes(import_name(data[0]), (const char *)data + 1,
	    size - 1, "/tmp", document_take, NULL, &e);
	if (rc >= 0)
		rc = official_check(&im, &e);
	if (rc != 0 && (e.text[0] == '\0' || e.kind == ERR_NONE))
		abort();
	arena_free(im.a);
	return 0;
}
