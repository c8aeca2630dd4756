/* test_imap_screen.c - what is let through to libetpan, and what is not. */
#include "../../../daemon/imap_screen.h"
#include "limit.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A server's words, given out in steps of `step` bytes. */
struct script {
	const char *at;
	size_t left, step;
};

static long
script_read(void *arg, void *out, size_t size, struct err *e)
{
	struct script *s = arg;
	if (s->left == 0)
		return err_set(e, ERR_RETRY, "test", 0, "closed");
	size_t n = s->step < s->left ? s->step : s->left;
	n = n < size ? n : size;
	memcpy(out, s->at, n);
	s->at += n;
	s->left -= n;
	return (long)n;
}

/* All that comes out, until the script ends or an error; the error's kind is
 * RETRY in both cases, so the text tells them apart. */
static const char *
screened(const char *in, size_t n, size_t step, struct screen *s,
    struct buf *out, struct err *e)
{
	char piece[7];
	struct script script = { in, n, step };
	long got;
	screen_init(s, (struct screen_source){ script_read, &script });
	while ((got = screen_read(s, piece, sizeof(piece), e)) > 0)
		assert_int_equal(buf_add(out, piece, (size_t)got), 0);
	return buf_text(out);
}

static void
expect(const char *in, const char *want, const char *error)
{
	for (size_t step = 1; step < 40; step += 6) {
		struct screen s;
		struct buf out;
		struct err e = { 0 };
		buf_init(&out, 1 << 20);
		assert_string_equal(
		    screened(in, strlen(in), step, &s, &out, &e), want);
		assert_non_null(strstr(e.text, error));
		screen_free(&s);
		buf_free(&out);
	}
}

static void
lines_and_literals_pass(void **state)
{
	(void)state;
	static const char *const same[] = {
		"* OK ready\r\n",
		"* 1 FETCH (UID 3 BODY[] {5}\r\n(((\r\n)\r\nT1 OK done\r\n",
		"* 1 FETCH (BODY[] {0}\r\n UID 3)\r\n",
		"* SEARCH 1 2 3\r\n* 7 EXISTS\r\n+ go on\r\n",
		"* LIST () \"/\" {3}\r\nabc\r\n",
		"* 1 FETCH (BODY[] {2}\nab)\r\n",
		"* 1  FETCH (BODY[] \"a \\\" {b}\")\r\n",
		"* OK what {3}x costs \"\r\nab1 OK [ALERT] {5} x\r\n",
	};
	for (size_t k = 0; k < sizeof(same) / sizeof(*same); k++)
		expect(same[k], same[k], "closed");
}

static void
unknown_responses_are_dropped(void **state)
{
	(void)state;
	expect("* FOO bar\r\n* 3 BAZ {4}\r\nabcd more\r\n* OK x\r\n",
	    "* OK x\r\n", "closed");
	expect("* CAPABILITY \r\n* CAPABILITY\r\n* CAPABILITY IDLE\r\n",
	    "* CAPABILITY IDLE\r\n", "closed");
	expect("* EXISTSX\r\n* 4 EXISTSX\r\n", "", "closed");
}

static void
permanent_flags_are_noted(void **state)
{
	(void)state;
	static const struct {
		const char *line;
		bool keywords;
	} rows[] = {
		{ "* OK [PERMANENTFLAGS (\\Seen \\*)] yes\r\n", true },
		{ "* OK [PERMANENTFLAGS (\\Seen)] \\* no\r\n", false },
		{ "* OK [permanentflags (%)] no\r\n", false },
		{ "* OK [PERMANENTFLAGS\r\n", false },
	};
	for (size_t k = 0; k < sizeof(rows) / sizeof(*rows); k++) {
		struct screen s;
		struct buf out;
		struct err e = { 0 };
		buf_init(&out, 1000);
		screened(rows[k].line, strlen(rows[k].line), 3, &s, &out, &e);
		assert_null(strchr(buf_text(&out), '['));
		assert_int_equal(s.keywords, rows[k].keywords);
		screen_free(&s);
		buf_free(&out);
	}
}

static void
codes_become_text(void **state)
{
	(void)state;
	expect("+ [PERMANENTFLAGS (x)]\r\n", "+ (PERMANENTFLAGS (x))\r\n",
	    "closed");
	expect("T1 NO [BADCHARSET (x)] no\r\n", "T1 NO (BADCHARSET (x)) no\r\n",
	    "closed");
	expect("* OK [[PERMANENTFLAGS (x)]]\r\n",
	    "* OK ([PERMANENTFLAGS (x))]\r\n", "closed");
	expect("* OK [uidnext 5] [x\r\n", "* OK [uidnext 5] [x\r\n", "closed");
	expect("* OK [UIDNEXTX\r\n", "* OK (UIDNEXTX\r\n", "closed");
}

static void
what_kills_is_refused(void **state)
{
	(void)state;
	char deep[3 * LIMIT_IMAP_DEPTH];
	memset(deep, '(', sizeof(deep));
	memcpy(deep, "* 1 FETCH ", 10);
	strcpy(deep + sizeof(deep) - 3, "\r\n");
	expect(deep, "", "nest too deep");
	expect("* OK {5}\r\nabcde\r\n", "", "a literal where");
	expect("T1 OK {5}\r\nabcde\r\n", "", "a literal where");
	struct screen s;
	struct buf out;
	struct err e = { 0 };
	buf_init(&out, 1000);
	screened("* OK \0 x\r\n", 10, 4, &s, &out, &e);
	assert_non_null(strstr(e.text, "a NUL"));
	assert_int_equal(out.len, 0);
	screen_free(&s);
	buf_free(&out);
}

/* Where libetpan and we saw lines begin at different places, the second one's
 * response code would reach its parser, which follows a NULL pointer there. */
static void
literals_are_where_both_see_them(void **state)
{
	(void)state;
	static const struct {
		const char *in, *error;
	} rows[] = {
		{ "* OK x FETCH (y {28}\r\n* OK [PERMANENTFLAGS (%] x\r\n",
		    "a literal where none belongs" },
		{ "* 5 EXISTS FETCH (y {2}\r\nab\r\n",
		    "a literal where none belongs" },
		{ "* LISTING (y {2}\r\nab\r\n* OK \r\n", "closed" },
		{ "* 1 FETCH (BODY[] {5}abcde)\r\n", "a literal within" },
		{ "* 1 FETCH (BODY[] { 5}\r\nabcde)\r\n", "a literal within" },
		{ "* 1 FETCH (BODY[] {5 }\r\nabcde)\r\n", "a literal within" },
		{ "* 1 FETCH (BODY[] {-5}\r\n)\r\n", "a literal within" },
		{ "* 1 FETCH (BODY[] { - 5}\r\n)\r\n", "a literal within" },
		{ "* 1 FETCH (BODY[] {5}\r\r\nabcde)\r\n", "a literal within" },
		{ "* 1 FETCH (BODY[] {5} \r\nabcde)\r\n", "a literal within" },
		{ "* 1 FETCH (X {5}a BODY[] {5}\r\nabcde)\r\n",
		    "a literal within" },
		{ "* LIST () \"/\" {3}abc {2}\r\nab\r\n", "a literal within" },
		{ "* 1 FETCH (BODY[] \"x {5}\r\nabcde)\r\n",
		    "a quoted string" },
		{ "* LIST () \"/ \\\" x\r\n", "a quoted string" },
		{ " * OK [PERMANENTFLAGS (%] x\r\n",
		    "begins like no response" },
		{ "*OK [PERMANENTFLAGS (%] x\r\n", "begins like no response" },
		{ "\r\n", "begins like no response" },
	};
	for (size_t k = 0; k < sizeof(rows) / sizeof(*rows); k++)
		expect(rows[k].in,
		    strcmp(rows[k].error, "closed") ? "" : "* OK \r\n",
		    rows[k].error);
	expect("* 1 FETCH (UID 1 BODY[] {1}\r\na X {5}b)\r\n",
	    "* 1 FETCH (UID 1 BODY[] {1}\r\na", "a literal within");
}

static void
a_line_has_an_end(void **state)
{
	(void)state;
	size_t n = LIMIT_IMAP_LINE + 2;
	char *line = malloc(n);
	struct screen s;
	struct buf out;
	struct err e = { 0 };
	assert_non_null(line);
	memset(line, 'a', n);
	buf_init(&out, 1000);
	screened(line, n, 65536, &s, &out, &e);
	assert_non_null(strstr(e.text, "a line without an end"));
	screen_free(&s);
	buf_free(&out);
	free(line);
}

static void
uids_and_counts_are_seen(void **state)
{
	(void)state;
	static const struct {
		const char *line;
		uint32_t uid;
	} rows[] = {
		{ "* 1 FETCH (UID 17 BODY[] {1}\r\n", 17 },
		{ "* 1 FETCH (FLAGS () UID 9 BODY[] \"x\")\r\n", 9 },
		{ "* 1 FETCH (BODY[] \"x UID 5\" UID 9)\r\n", 0 },
		{ "* 1 FETCH (BODY[] {1}\r\n", 0 },
		{ "* 1 FETCH (XUID 4 BODY[] {1}\r\n", 0 },
	};
	for (size_t k = 0; k < sizeof(rows) / sizeof(*rows); k++) {
		struct screen s;
		struct buf out;
		struct err e = { 0 };
		buf_init(&out, 1000);
		screened(rows[k].line, strlen(rows[k].line), 100, &s, &out, &e);
		assert_int_equal(s.fetch_uid, rows[k].uid);
		assert_false(s.changed);
		screen_free(&s);
		buf_free(&out);
	}
	struct screen s;
	struct buf out;
	struct err e = { 0 };
	const char *counts = "* 5 EXISTS\r\n* 2 EXPUNGE\r\n* 1 RECENT\r\n";
	buf_init(&out, 1000);
	screened(counts, strlen(counts), 9, &s, &out, &e);
	assert_int_equal(s.exists, 4);
	assert_true(s.changed);
	screen_free(&s);
	buf_free(&out);
}

static void
our_own_lines(void **state)
{
	(void)state;
	const char *said = "+ idling\r\n* BYE bye\nT1 OK\r\n* x {3}\r\nabc\r\n";
	struct script script = { said, strlen(said), 5 };
	struct screen s;
	struct err e = { 0 };
	const char *line;
	screen_init(&s, (struct screen_source){ script_read, &script });
	assert_int_equal(screen_line(&s, &line, &e), 0);
	assert_string_equal(line, "+ idling");
	assert_int_equal(screen_line(&s, &line, &e), 0);
	assert_string_equal(line, "* BYE bye");
	assert_true(s.bye);
	assert_int_equal(screen_line(&s, &line, &e), 0);
	assert_string_equal(line, "T1 OK");
	assert_int_equal(screen_line(&s, &line, &e), -1);
	assert_non_null(strstr(e.text, "a literal where none belongs"));
	screen_free(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_and_literals_pass),
		cmocka_unit_test(unknown_responses_are_dropped),
		cmocka_unit_test(permanent_flags_are_noted),
		cmocka_unit_test(codes_become_text),
		cmocka_unit_test(what_kills_is_refused),
		cmocka_unit_test(literals_are_where_both_see_them),
		cmocka_unit_test(a_line_has_an_end),
		cmocka_unit_test(uids_and_counts_are_seen),
		cmocka_unit_test(our_own_lines),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
