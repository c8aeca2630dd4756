/* Secrets: which first lines are taken, which modes and places. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "conf.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SIZE(a) (sizeof(a) / sizeof(*(a)))

static char folder[] = "/tmp/test_secret.XXXXXX";

static const char *
path_of(const char *name)
{
	static char paths[4][200];
	static unsigned turn;
	char *path = paths[turn++ % 4];

	snprintf(path, 200, "%s/%s", folder, name);
	return path;
}

static void
write_file(const char *name, const char *text, size_t n, mode_t mode)
{
	const char *path = path_of(name);
	FILE *f;

	unlink(path);
	f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(chmod(path, mode), 0);
}

/* Make a secret file; the result of conf_secret() on path for it. */
static int
secret(const char *path, char **out, struct err *e)
{
	struct settings s = { .file = (char *)path_of("f.conf") };

	*out = NULL;
	*e = (struct err){ 0 };
	return conf_secret(&s, path, out, e);
}

static void
test_secret_texts(void **state)
{
	static const struct {
		const char *text;
		size_t n;
		const char *secret; /* or NULL, and then: */
		const char *says;
	} rows[] = {
		{ "geheim\n", 7, "geheim", NULL },
		{ "geheim", 6, "geheim", NULL },
		{ "geheim\r\nsecond line\n", 20, "geheim", NULL },
		{ " a ;#\xFF\x01 \n", 9, " a ;#\xFF\x01 ", NULL },
		{ "", 0, NULL, "first line is empty" },
		{ "\n", 1, NULL, "first line is empty" },
		{ "\r\nx", 3, NULL, "first line is empty" },
		{ "a\0b\n", 4, NULL, "has a NUL or CR" },
		{ "a\rb\n", 4, NULL, "has a NUL or CR" },
	};
	struct err e;
	char *out;
	size_t i;

	(void)state;
	for (i = 0; i < SIZE(rows); i++) {
		write_file("pw", rows[i].text, rows[i].n, 0600);
		if (rows[i].secret) {
			assert_int_equal(secret(path_of("pw"), &out, &e), 0);
			assert_string_equal(out, rows[i].secret);
			conf_secret_free(out);
			continue;
		}
		assert_int_equal(secret(path_of("pw"), &out, &e), -1);
		assert_null(out);
		assert_int_equal(e.kind, ERR_STOP);
		assert_non_null(strstr(e.text, rows[i].says));
		assert_non_null(strstr(e.text, path_of("pw")));
	}
	conf_secret_free(NULL);
}

static void
test_secret_lengths(void **state)
{
	char text[1100];
	struct err e;
	char *out;

	(void)state;
	memset(text, 'k', sizeof(text));
	memcpy(text + 1024, "\r\n", 2);
	write_file("pw", text, 1026, 0600);
	assert_int_equal(secret(path_of("pw"), &out, &e), 0);
	assert_int_equal(strlen(out), 1024);
	conf_secret_free(out);
	memset(text, 'k', sizeof(text));
	write_file("pw", text, 1025, 0600);
	assert_int_equal(secret(path_of("pw"), &out, &e), -1);
	assert_non_null(strstr(e.text, "longer than 1024 bytes"));
	write_file("pw", text, 1100, 0600);
	assert_int_equal(secret(path_of("pw"), &out, &e), -1);
}

static void
test_secret_modes(void **state)
{
	static const mode_t bad[] = { 0640, 0604, 0644, 0620, 0660, 0601 };
	struct err e;
	char *out;
	size_t i;

	(void)state;
	for (i = 0; i < SIZE(bad); i++) {
		write_file("pw", "x\n", 2, bad[i]);
		assert_int_equal(secret(path_of("pw"), &out, &e), -1);
		assert_non_null(strstr(e.text, "run chmod 600 /tmp/"));
	}
	write_file("pw", "x\n", 2, 0400);
	assert_int_equal(secret(path_of("pw"), &out, &e), 0);
	conf_secret_free(out);
	assert_int_equal(secret(path_of("none"), &out, &e), -1);
	assert_non_null(strstr(e.text, "No such file"));
	assert_int_equal(secret(folder, &out, &e), -1);
	assert_non_null(strstr(e.text, "must be a plain file"));
	unlink(path_of("fifo"));
	assert_int_equal(mkfifo(path_of("fifo"), 0600), 0);
	assert_int_equal(secret(path_of("fifo"), &out, &e), -1);
	assert_non_null(strstr(e.text, "must be a plain file"));
	assert_int_equal(secret("", &out, &e), -1);
}

static void
test_secret_places(void **state)
{
	struct err e;
	char *out;

	(void)state;
	write_file("pw", "beside\n", 7, 0600);
	unsetenv("CREDENTIALS_DIRECTORY");
	assert_int_equal(secret("pw", &out, &e), 0);
	assert_string_equal(out, "beside");
	conf_secret_free(out);

	mkdir(path_of("cred"), 0700);
	setenv("CREDENTIALS_DIRECTORY", path_of("cred"), 1);
	assert_int_equal(secret("pw", &out, &e), 0);
	assert_string_equal(out, "beside");
	conf_secret_free(out);

	/* systemd's modes are systemd's affair; those beside them are not. */
	write_file("cred/pw", "credential\n", 11, 0440);
	assert_int_equal(secret("pw", &out, &e), 0);
	assert_string_equal(out, "credential");
	conf_secret_free(out);
	write_file("pw", "beside\n", 7, 0644);
	assert_int_equal(secret(path_of("pw"), &out, &e), -1);
	assert_int_equal(secret(path_of("cred/../pw"), &out, &e), -1);
	unsetenv("CREDENTIALS_DIRECTORY");
	assert_int_equal(secret(path_of("cred/pw"), &out, &e), -1);
}

static int
folder_make(void **state)
{
	(void)state;
	return mkdtemp(folder) ? 0 : -1;
}

static int
folder_remove(void **state)
{
	static const char *const files[] = { "f.conf", "pw", "fifo",
		"cred/pw" };
	size_t i;

	(void)state;
	for (i = 0; i < SIZE(files); i++)
		unlink(path_of(files[i]));
	rmdir(path_of("cred"));
	return rmdir(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_secret_texts),
		cmocka_unit_test(test_secret_lengths),
		cmocka_unit_test(test_secret_modes),
		cmocka_unit_test(test_secret_places),
	};

	return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
