/* Log lines as they leave standard error: one line, whatever the values. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "log.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define SIZE(a) (sizeof(a) / sizeof(*(a)))

static int pipe_fds[2], real_stderr;
static char line[4096];

static void
capture(void)
{
	fflush(stderr);
	assert_int_equal(pipe(pipe_fds), 0);
	real_stderr = dup(STDERR_FILENO);
	dup2(pipe_fds[1], STDERR_FILENO);
	close(pipe_fds[1]);
}

/* What was written since capture(). */
static const char *
captured(void)
{
	ssize_t n;

	dup2(real_stderr, STDERR_FILENO);
	close(real_stderr);
	n = read(pipe_fds[0], line, sizeof(line) - 1);
	close(pipe_fds[0]);
	assert_true(n >= 0);
	line[n] = '\0';
	return line;
}

static void
test_line(void **state)
{
	(void)state;
	log_open("consultd", LOG_INFO_);
	capture();
	errno = ENOENT;
	log_event(LOG_STOP, KV("signal", "TERM"), KN("case", -42));
	assert_int_equal(errno, ENOENT);
	assert_string_equal(captured(),
	    "<6>event=daemon.stop role=consultd signal=TERM case=-42\n");
	log_open("worker.1", LOG_INFO_);
	capture();
	log_write(LOG_ROLE_EXIT, NULL, 0);
	assert_string_equal(captured(), "<4>event=role.exit role=worker.1\n");
}

static void
test_level(void **state)
{
	(void)state;
	log_open("x", LOG_ERR_);
	capture();
	log_event(LOG_STOP, KN("n", 1));
	log_event(LOG_ROLE_EXIT, KN("n", 2));
	log_event(LOG_ROLE_FAIL, KN("n", 3));
	assert_string_equal(captured(), "<3>event=role.fail role=x n=3\n");
}

static void
test_values(void **state)
{
	static const struct {
		const char *in, *out;
	} rows[] = {
		{ "plain", "plain" },
		{ "", "\"\"" },
		{ "two words", "\"two words\"" },
		{ "a=b", "\"a=b\"" },
		{ "\"", "\"\\x22\"" },
		{ "back\\slash", "\"back\\x5cslash\"" },
		{ "caf\xC3\xA9", "caf\xC3\xA9" },
		{ "x\xFFy", "\"x\\xffy\"" },
		/* a line that pretends to be another */
		{ "ok\n<6>event=reply.sent case=7",
		    "\"ok\\x0a<6>event=reply.sent case=7\"" },
		{ "ok\r\n", "\"ok\\x0d\\x0a\"" },
		{ "\x1b[2J", "\"\\x1b[2J\"" },
		{ "\xC2\x85", "\"\\xc2\\x85\"" },
		{ "\xE2\x80\xA8", "\"\\xe2\\x80\\xa8\"" },
		{ "\" case=7 x=\"", "\"\\x22 case=7 x=\\x22\"" },
	};
	char want[200];
	size_t i;

	(void)state;
	log_open("t", LOG_INFO_);
	for (i = 0; i < SIZE(rows); i++) {
		capture();
		log_event(LOG_STOP, KV("v", rows[i].in), KN("n", 1));
		snprintf(want, sizeof(want),
		    "<6>event=daemon.stop role=t v=%s n=1\n", rows[i].out);
		assert_string_equal(captured(), want);
	}
	capture();
	log_event(LOG_STOP, KV("v", (const char *)NULL));
	assert_string_equal(captured(), "<6>event=daemon.stop role=t v=\"\"\n");
}

static void
test_long_values(void **state)
{
	struct log_field fields[40];
	char value[1000];
	const char *got;
	size_t i;

	(void)state;
	memset(value, 'x', sizeof(value));
	value[sizeof(value) - 1] = '\0';
	log_open("t", LOG_INFO_);
	capture();
	log_event(LOG_STOP, KV("v", value));
	assert_int_equal(strlen(captured()),
	    strlen("<6>event=daemon.stop role=t v=\n") + 256);

	/* Each byte four on the line, and more fields than a line holds. */
	memset(value, '\n', sizeof(value) - 1);
	for (i = 0; i < SIZE(fields); i++)
		fields[i] = KV("field", value);
	capture();
	log_write(LOG_STOP, fields, SIZE(fields));
	got = captured();
	assert_true(strlen(got) <= 2000);
	assert_non_null(strstr(got, "\" cut=yes\n"));
	assert_ptr_equal(strchr(got, '\n'), got + strlen(got) - 1);
}

static void
test_err_whole(void **state)
{
	struct err e = { 0 };
	char text[300];
	const char *got;

	(void)state;
	memset(text, 'y', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	err_set(&e, ERR_RETRY, "smtp", 28, "%s", text);
	log_open("sender", LOG_INFO_);
	capture();
	log_err(LOG_ROLE_FAIL, &e);
	got = captured();
	assert_non_null(strstr(got,
	    "<3>event=role.fail role=sender kind=retry where=smtp code=28 "
	    "text=yyy"));
	assert_non_null(strstr(got, e.text));
}

static void
test_address(void **state)
{
	char long_address[600];
	const char *a, *b;

	(void)state;
	log_show_addresses(0);
	assert_string_equal(log_address("jane@practice.example"),
	    "\xE2\x80\xA6@practice.example");
	assert_string_equal(
	    log_address("\"a@b\"@c.example"), "\xE2\x80\xA6@c.example");
	assert_string_equal(log_address("no address"), "\xE2\x80\xA6");
	assert_string_equal(log_address(NULL), "\xE2\x80\xA6");
	a = log_address("x@a.example");
	b = log_address("x@b.example");
	assert_string_equal(a, "\xE2\x80\xA6@a.example");
	assert_string_equal(b, "\xE2\x80\xA6@b.example");
	memset(long_address, 'a', sizeof(long_address));
	long_address[0] = '@';
	long_address[sizeof(long_address) - 1] = '\0';
	assert_int_equal(strlen(log_address(long_address)), 3 + 254);
	log_show_addresses(1);
	assert_string_equal(
	    log_address("jane@practice.example"), "jane@practice.example");
	assert_int_equal(strlen(log_address(long_address)), 254);
	log_show_addresses(0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_line),
		cmocka_unit_test(test_level),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_long_values),
		cmocka_unit_test(test_err_whole),
		cmocka_unit_test(test_address),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
