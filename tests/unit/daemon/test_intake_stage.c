/* test_intake_stage.c - what goes in comes out, in memory and on disk. */
#include "../../../daemon/intake_stage.h"
#include "limit.h"
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/test_stage.XXXXXX";

static char
byte_at(int mail, int64_t at)
{
	return (char)(mail * 31 + at * 7 + (at >> 13));
}

static void
put(struct stage *s, int mail, int64_t n, size_t step)
{
	char piece[5000];
	struct err e = { 0 };
	stage_begin(s)->uid = (uint32_t)mail;
	for (int64_t at = 0; at < n;) {
		size_t k = (int64_t)step < n - at ? step : (size_t)(n - at);
		for (size_t i = 0; i < k; i++)
			piece[i] = byte_at(mail, at + (int64_t)i);
		assert_int_equal(stage_add(s, piece, k, &e), 0);
		at += (int64_t)k;
	}
}

static void
check(struct stage *s, size_t index, int mail, int64_t n)
{
	const struct stage_mail *m = &s->mail[index];
	struct err e = { 0 };
	int64_t at = 0;
	const void *p;
	size_t k;
	assert_int_equal(m->uid, mail);
	assert_int_equal(m->n, n);
	while (at < n) {
		assert_int_equal(stage_piece(s, m, at, &p, &k, &e), 0);
		assert_in_range(k, 1, LIMIT_CHUNK_BYTES);
		assert_true(at + (int64_t)k <= n);
		for (size_t i = 0; i < k; i++)
			if (((const char *)p)[i] !=
			    byte_at(mail, at + (int64_t)i))
				fail_msg("mail %d differs", mail);
		at += (int64_t)k;
	}
	assert_int_equal(stage_piece(s, m, n, &p, &k, &e), 0);
	assert_int_equal(k, 0);
}

static void
mails_come_out_as_they_went_in(void **state)
{
	static const int64_t sizes[] = { 0, 1, 3000, LIMIT_STAGE_BYTES - 4001,
		2500, LIMIT_CHUNK_BYTES, 0, 3 * LIMIT_STAGE_BYTES, 77 };
	const int count = sizeof(sizes) / sizeof(*sizes);
	struct stage s;
	struct err e = { 0 };
	(void)state;
	assert_int_equal(stage_open(&s, folder, &e), 0);
	for (int round = 0; round < 3; round++) {
		for (int k = 0; k < count; k++)
			put(&s, k + 100 * round, sizes[k],
			    (size_t)(1000 + 999 * round));
		assert_int_equal(s.n, count);
		for (int k = count - 1; k >= 0; k--)
			check(&s, (size_t)k, k + 100 * round, sizes[k]);
		stage_clear(&s);
		assert_int_equal(s.n, 0);
	}
	stage_close(&s);
}

static void
many_mails(void **state)
{
	struct stage s;
	struct err e = { 0 };
	(void)state;
	assert_int_equal(stage_open(&s, folder, &e), 0);
	for (int k = 0; k < 500; k++)
		put(&s, k, k, 100);
	for (int k = 0; k < 500; k++)
		check(&s, (size_t)k, k, k);
	stage_close(&s);
}

static void
nothing_is_left_behind(void **state)
{
	struct stage s;
	struct err e = { 0 };
	int entries = 0;
	(void)state;
	assert_int_equal(stage_open(&s, folder, &e), 0);
	DIR *d = opendir(folder);
	assert_non_null(d);
	while (readdir(d))
		entries++;
	closedir(d);
	assert_int_equal(entries, 2); /* . and .. */
	stage_close(&s);
}

static void
a_missing_folder_stops(void **state)
{
	struct stage s;
	struct err e = { 0 };
	(void)state;
	assert_int_equal(stage_open(&s, "/nosuch/folder", &e), -1);
	assert_int_equal(e.kind, ERR_STOP);
	assert_non_null(strstr(e.text, "/nosuch/folder"));
	stage_close(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mails_come_out_as_they_went_in),
		cmocka_unit_test(many_mails),
		cmocka_unit_test(nothing_is_left_behind),
		cmocka_unit_test(a_missing_folder_stops),
	};
	if (!mkdtemp(folder))
		return 1;
	int rc = cmocka_run_group_tests(tests, NULL, NULL);
	rmdir(folder);
	return rc;
}
