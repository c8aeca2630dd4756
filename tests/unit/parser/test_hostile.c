/* Mails that want to kill their reader. Each must end, inside its bounds, and
 * with the flag that says what was left out. Time is bounded by the runner and
 * by RLIMIT_CPU here, never compared. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "buf.h"
#include "html.h"
#include "limit.h"
#include "mails.h"
#include "visible.h"

#include <sys/resource.h>

#define MANY (64u << 20)

static struct message
parse(struct arena *a, struct buf *b)
{
	struct message m = mail_parse(a, buf_text(b), b->len);

	buf_free(b);
	return m;
}

static void
repeat(struct buf *b, const char *text, size_t times)
{
	while (times-- > 0)
		buf_puts(b, text);
	assert_false(b->full);
}

/* Depth of parts and of mails within mails. */
static void
test_deep(void **state)
{
	(void)state;
	for (int kind = 0; kind < 2; kind++) {
		struct arena *a = arena_new(LIMIT_PARSE_ARENA);
		struct message m;
		struct buf b;

		buf_init(&b, MANY);
		buf_puts(&b, "From: a@b.example\n");
		for (int i = 0; i < 200000; i++)
			if (kind == 0)
				buf_printf(&b,
				    "Content-Type: multipart/mixed; "
				    "boundary=b%d\n\n--b%d\n",
				    i, i);
			else
				buf_puts(
				    &b, "Content-Type: message/rfc822\n\n");
		buf_puts(&b, "\nbottom\n");
		m = parse(a, &b);
		assert_true(m.flaws & MESSAGE_FLAW_TOO_DEEP);
		assert_string_equal(m.from.address, "a@b.example");
		assert_null(strstr(m.text, "bottom"));
		arena_free(a);
	}
}

static void
test_wide(void **state)
{
	struct arena *a = arena_new(LIMIT_PARSE_ARENA);
	struct message m;
	struct buf b;

	(void)state;
	buf_init(&b, MANY);
	buf_puts(&b, "From: a@b.example\nContent-Type: multipart/mixed; "
		     "boundary=b\n\n--b\n\nWhat is 33954?\n");
	repeat(&b, "--b\n\nx\n", 200000);
	m = parse(a, &b);
	assert_true(m.flaws & MESSAGE_FLAW_TOO_MANY);
	/* what fits is read: its begin, and as many parts as may be */
	assert_ptr_equal(strstr(m.visible, "What is 33954?"), m.visible);
	assert_true(strlen(m.text) > LIMIT_MIME_PARTS);
	assert_true(strlen(m.text) < 2 * 3 * LIMIT_MIME_PARTS);
	arena_free(a);
}

/* Two hundred pages of HTML: each is small, all take seconds. */
static void
test_wide_texts(void **state)
{
	struct arena *a = arena_new(LIMIT_PARSE_ARENA);
	struct message m;
	struct buf b;

	(void)state;
	buf_init(&b, MANY);
	buf_puts(&b, "From: a@b.example\nContent-Type: multipart/mixed; "
		     "boundary=b\n\n--b\nContent-Type: text/html\n\nfirst\n");
	for (int i = 0; i < 10; i++) {
		buf_puts(&b, "\n--b\nContent-Type: text/html\n\n");
		repeat(&b, "<b></b>", 150000);
	}
	buf_puts(&b, "\n--b\nContent-Type: text/html\n\nlast\n--b--\n");
	m = parse(a, &b);
	assert_true(m.flaws & MESSAGE_FLAW_CUT);
	assert_non_null(strstr(m.text, "first"));
	assert_null(strstr(m.text, "last"));
	arena_free(a);
}

static void
test_wide_attachments(void **state)
{
	struct arena *a = arena_new(LIMIT_PARSE_ARENA);
	struct message m;
	struct buf b;

	(void)state;
	buf_init(&b, MANY);
	buf_puts(&b, "From: a@b.example\nContent-Type: multipart/mixed; "
		     "boundary=b\n\n");
	repeat(&b, "--b\nContent-Type: image/png; name=x\n\nx\n", 150);
	m = parse(a, &b);
	assert_int_equal(m.attachment_n, LIMIT_ATTACHMENTS);
	arena_free(a);
}

/* What repeats within one header field: comments, addresses, ids, words. */
static void
test_fields(void **state)
{
	static const struct {
		const char *begin, *unit, *end;
		size_t times;
	} rows[] = {
		{ "From: ", "(", " a@b.example\n\nx", 100000 },
		{ "From: ", "(((((())", " a@b.example\n\nx", 20000 },
		{ "From: a@b.example\nTo: ", "(", "\n\nx", 150000 },
		{ "From: a@b.example\nTo: ", "a@b.example,", "\n\nx", 15000 },
		{ "From: a@b.example\nTo: ", "g:", "\n\nx", 100000 },
		{ "From: a@b.example\nTo: ", "<", "\n\nx", 100000 },
		{ "From: a@b.example\nTo: ", "\"", "\n\nx", 100000 },
		{ "From: a@b.example\nTo: ", "\\", "\n\nx", 100000 },
		{ "From: a@b.example\nReferences: ", "<a@b>", "\n\nx", 40000 },
		{ "From: a@b.example\nSubject: ", "=?utf-8?Q?=C3?= ", "\n\nx",
		    10000 },
		{ "From: a@b.example\nSubject: ", "=?", "\n\nx", 60000 },
		{ "From: a@b.example\nSubject: ", "=?a?q?", "\n\nx", 30000 },
		{ "From: a@b.example\nContent-Type: ", "(", "\n\nx", 100000 },
		{ "From: a@b.example\nContent-Type: a/b", "; n*0*=utf-8''x",
		    "\n\nx", 10000 },
		{ "From: a@b.example\nContent-Type: a/b", ";x=\"", "\n\nx",
		    60000 },
		{ "From: a@b.example\nDate: ", "1 ", "\n\nx", 100000 },
		{ "From: a@b.example\nDate: ", "(", "\n\nx", 100000 },
		{ "From: a@b.example\nX:", "\n ", "\n\nx", 100000 },
		{ "From: a@b.example\n", "X: y\n", "\nx", 300000 },
		{ "From: a@b.example\n", "x", "\n\nx", 3000000 },
		{ "", "\n", "From: a@b.example\n\nx", 1000000 },
		{ "", "From x\n", "From: a@b.example\n\nx", 300000 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena *a = arena_new(LIMIT_PARSE_ARENA);
		struct message m;
		struct buf b;

		buf_init(&b, MANY);
		buf_puts(&b, rows[i].begin);
		repeat(&b, rows[i].unit, rows[i].times);
		buf_puts(&b, rows[i].end);
		m = parse(a, &b);
		assert_true(m.to.n <= LIMIT_ADDRESSES);
		assert_true(m.references_n <= LIMIT_REFERENCES);
		assert_true(strlen(m.subject) <= LIMIT_SUBJECT_BYTES);
		if (m.from.address[0])
			assert_string_equal(m.from.address, "a@b.example");
		else
			assert_true(m.flaws & MESSAGE_FLAW_NO_FROM);
		arena_free(a);
	}
}

static void
test_giant_header(void **state)
{
	struct arena *a = arena_new(LIMIT_PARSE_ARENA);
	struct message m;
	struct buf b;

	(void)state;
	buf_init(&b, MANY);
	buf_puts(&b, "From: a@b.example\nX-Big: ");
	repeat(&b, "0123456789", 1u << 20);
	buf_puts(&b, "\nSubject: behind it\n\n33954?\n");
	m = parse(a, &b);
	assert_true(m.flaws & MESSAGE_FLAW_HEADER);
	assert_string_equal(m.subject, "behind it");
	assert_string_equal(m.visible, "33954?");
	arena_free(a);
}

/* 60 MB: more than may be taken. What fits is read and said to be a part. */
static void
test_huge(void **state)
{
	struct arena *a = arena_new(LIMIT_PARSE_ARENA);
	size_t n = 60u << 20;
	char *bytes = malloc(n);
	struct message m;
	struct err e = { 0 };

	(void)state;
	assert_non_null(bytes);
	memset(bytes, 'x', n);
	memcpy(bytes, "From: a@b.example\n\n33954?\n\n", 27);
	assert_int_equal(message_parse(a, bytes, n, &m, &e), 0);
	assert_true(m.flaws & MESSAGE_FLAW_PARTIAL);
	assert_true(m.flaws & MESSAGE_FLAW_CUT);
	assert_true(strlen(m.text) <= LIMIT_TEXT_BYTES + 2);
	assert_memory_equal(m.text, "33954?\n", 7);
	free(bytes);
	arena_free(a);
}

static void
test_lines(void **state)
{
	static const char *const units[] = { "> x\n", ">\n", "--\n", "-- \n",
		"On 1 a@b wrote:\n", "On 1 a@b.c wrote:\n> x\n", "Thanks,\nx\n",
		"From: a@b\n", "From: a@b\nDate: x\nSubject: y\n\n",
		"Sent from my x\n\n\n\n", "-----Original Message-----\n", "On ",
		"On 1@", "@ ", "> ", "\n", "-x\n\n", "-X\n\n", "| a\n",
		"This message and any\n\n", "wrote ", "sent sent\n", "1 1:11 ",
		"Mon, 1 Jan 2026 a@b ", "1@b\n", "2011/4/7 a <a@b>\n",
		"> From: a@b\n> Date: x\n", "Begin forwarded message:\n" };

	(void)state;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		struct arena *a = arena_new(LIMIT_PARSE_ARENA);
		struct visible v;
		struct buf b;

		buf_init(&b, LIMIT_TEXT_BYTES);
		buf_puts(&b, "first\n\n");
		while (b.len + 80 < LIMIT_TEXT_BYTES)
			buf_puts(&b, units[i]);
		visible_find(a, buf_text(&b), &v);
		assert_non_null(v.text);
		assert_non_null(v.quoted);
		assert_non_null(v.signature);
		assert_true(strlen(v.text) <= b.len);
		buf_free(&b);
		arena_free(a);
	}
}

static void
test_html(void **state)
{
	static const char *const units[] = { "<b>", "<div>", "<table><tr><td>",
		"<blockquote type=cite>", "<p>", "</i>", "<a href=\"", "<!--",
		"<", "&", "&#", "&#x10FFFF;", "<br>", "<ul><li>", "<font ",
		"<x y=1 ", "<![CDATA[", "<script>", "<style>",
		"<select><option>", "\xE2\x80\x8B", "<div class=gmail_quote>",
		"<html><body>", "<b></i>", "<?", "<!DOCTYPE", "<p><table>",
		"<form><p>", "<div style=\"border-top:solid #E1E1E1 1.0pt\">" };

	(void)state;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		struct arena *a = arena_new(LIMIT_PARSE_ARENA);
		const char *text;
		struct err e = { 0 };
		struct buf b;

		buf_init(&b, LIMIT_HTML_BYTES);
		buf_puts(&b, "first ");
		while (b.len + 80 < (1u << 20))
			buf_puts(&b, units[i]);
		buf_puts(&b, " last");
		assert_int_equal(
		    html_text(a, buf_text(&b), b.len, &text, &e), 0);
		assert_non_null(strstr(text, "first"));
		buf_free(&b);
		arena_free(a);
	}
}

/* Mails kept as files: what each one hides and what must be said of it. */
static const struct {
	const char *name;
	unsigned flaws;
	const char *visible; /* NULL: not looked at */
} files[] = {
	{ "empty", MESSAGE_FLAW_NO_FROM | MESSAGE_FLAW_EMPTY, "" },
	{ "no-from", MESSAGE_FLAW_NO_FROM, "Can 20610 be billed with 99213?" },
	{ "two-from", MESSAGE_FLAW_MANY_FROM,
	    "Can 20610 be billed with 99213?" },
	{ "from-crlf-in-word", MESSAGE_FLAW_BAD_ADDRESS, NULL },
	{ "reply-to-crlf-in-word", MESSAGE_FLAW_BAD_ADDRESS, NULL },
	{ "subject-crlf-in-word", 0, "Can 20610 be billed with 99213?" },
	{ "boundary-is-a-quote", 0, "Can 20610 be billed with 99213?" },
	{ "reply-to-us", 0, "Can 20610 be billed with 99213?" },
	{ "id-with-brackets", 0, "Can 20610 be billed with 99213?" },
	{ "html-with-a-local-file", 0, NULL },
	{ "encrypted", MESSAGE_FLAW_ENCRYPTED, NULL },
	{ "nul-bytes", 0, NULL },
	{ "bare-cr", 0, "Can 20610 be billed with 99213?" },
};

static void
test_files(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		struct arena *a = arena_new(LIMIT_PARSE_ARENA);
		struct message m;
		char path[200];
		char *bytes;
		size_t n;

		snprintf(path, sizeof(path), "tests/mails/hostile/%s.eml",
		    files[i].name);
		bytes = mail_file(path, &n);
		m = mail_parse(a, bytes, n);
		free(bytes);
		if ((m.flaws & files[i].flaws) != files[i].flaws ||
		    (files[i].flaws == 0 && m.flaws != 0))
			fail_msg("%s: flaws %x", files[i].name, m.flaws);
		if (files[i].visible)
			assert_string_equal(m.visible, files[i].visible);
		assert_null(strstr(m.text, "root:"));
		assert_null(strpbrk(m.subject, "\r\n"));
		assert_null(strpbrk(m.from.name, "\r\n"));
		for (size_t k = 0; k < m.references_n; k++)
			assert_null(strpbrk(m.references[k], "<> \t"));
		arena_free(a);
	}
}

/* Any bytes at all, in a fixed order, with the structure of a mail round
 * them. */
static void
test_noise(void **state)
{
	unsigned seed = 20261122;

	(void)state;
	for (int round = 0; round < 300; round++) {
		struct arena *a = arena_new(LIMIT_PARSE_ARENA);
		struct buf b;

		buf_init(&b, MANY);
		buf_puts(&b, round % 2 ? "From: a@b.example\nContent-Type: "
					 "multipart/mixed; boundary=b\n\n--b\n"
					 "Content-Type: text/html\n\n"
				       : "");
		for (int i = 0; i < 2000; i++) {
			seed = seed * 1664525u + 1013904223u;
			buf_putc(&b, (char)(seed >> 24));
			if (seed % 37 == 0)
				buf_puts(&b, "\n--b\n");
			if (seed % 41 == 0)
				buf_puts(&b, "\nContent-Type: text/plain; "
					     "charset=");
			if (seed % 43 == 0)
				buf_puts(&b, "=?utf-8?B?");
		}
		parse(a, &b);
		arena_free(a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_deep),
		cmocka_unit_test(test_wide),
		cmocka_unit_test(test_wide_attachments),
		cmocka_unit_test(test_wide_texts),
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_giant_header),
		cmocka_unit_test(test_huge),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_html),
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_noise),
	};
	/* What never ends is killed; a slow machine is not. */
	struct rlimit cpu = { 300, 300 };

	setrlimit(RLIMIT_CPU, &cpu);
	message_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
