/* Each importer has a seed that reaches it, so that fuzzing begins behind the
 * door of each of them. */
#include "../../../lookup/official.h"
#include "../../../lookup/unpack.h"
#include "../../../lookup/wide.h"
#include "../../fuzz/fuzz_import.h"
#include "official.h"

#define SEEDS "tests/fuzz/seeds/import"
#define MOST  128

static bool reached[MOST];
static size_t formats;

static int
document_take(void *arg, const struct document *d, struct err *e)
{
	struct document plain = *d;
	struct buf text;
	int found;

	(void)arg;
	buf_init(&text, 1u << 20);
	if (wide_is(d))
		assert_int_equal(wide_read(d, &text, &plain, e), 0);
	found = official_find(&plain, &formats);
	buf_free(&text);
	assert_true(formats <= MOST);
	if (found >= 0)
		reached[found] = true;
	return found >= 0;
}

static void
seeds_reach_each_importer(void **state)
{
	struct dirent **entry;
	struct place p;
	size_t size, k;
	int n, i;

	(void)state;
	place_start(&p);
	n = scandir(SEEDS, &entry, NULL, alphasort);
	assert_true(n > 2);
	for (i = 0; i < n; i++) {
		const char *path =
		    arena_printf(p.a, SEEDS "/%s", entry[i]->d_name);
		char *bytes;

		if (entry[i]->d_name[0] != '.') {
			bytes = file_bytes(&p, path, &size);
			if (unpack_bytes(import_name((unsigned char)bytes[0]),
				bytes + 1, size - 1, p.folder, document_take,
				NULL, &p.e) < 0)
				fail_msg("%s: %s", path, p.e.text);
		}
		free(entry[i]);
	}
	free(entry);
	for (k = 0; k < formats; k++)
		if (!reached[k])
			fail_msg("row %zu of the formats in official.c has no "
				 "seed in " SEEDS,
			    k + 1);
	place_end(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(seeds_reach_each_importer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
