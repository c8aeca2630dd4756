/* test_mime.c - the bytes that go out: folding, encoding, and nothing that a
 * caller passes can add a field, a line or a part. */
#include "buf.h"
#include "clock.h"
#include "limit.h"
#include "reply.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct arena *a;

static int
set_up(void **state)
{
	(void)state;
	a = arena_new(64 << 20);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static struct reply_envelope
envelope(void)
{
	return (struct reply_envelope){
		.from = "consult@practice.example",
		.from_name = "Coding Consult",
		.return_path = "",
		.to = "anna@clinic.example",
		.subject = "",
		.message_id = "consultd.1.1.x@practice.example",
		.automatic = true,
		.now_unix = 1795336200,
	};
}

static struct reply
body(const char *text)
{
	return (struct reply){ .message_id = "consultd.1.1.x@practice.example",
		.subject = "Re: a question",
		.text = text,
		.html = "<p>x</p>\n" };
}

static const char *
encode(const struct reply_envelope *env, struct reply *r)
{
	struct err e = { 0 };

	if (mime_encode(a, env, r, &e) == -1)
		fail_msg("%s", e.text);
	assert_int_equal(strlen(r->bytes), r->len);
	return r->bytes;
}

/* What holds for every message: CRLF alone, short lines, ASCII, and the
 * fields that are expected, each once. */
static void
shape_check(const char *s)
{
	static const char *const once[] = { "\r\nFrom:", "\r\nTo:",
		"\r\nSubject:", "\r\nMessage-ID:", "\r\nMIME-Version:" };
	const char *end = strstr(s, "\r\n\r\n");
	size_t column = 0;

	for (const char *p = s; *p != '\0'; p++) {
		assert_true((unsigned char)*p < 0x80);
		if (*p == '\r')
			assert_int_equal(p[1], '\n');
		if (*p == '\n')
			assert_true(p > s && p[-1] == '\r');
		column = *p == '\n' ? 0 : column + 1;
		assert_true(column <= LIMIT_LINE_BYTES);
	}
	assert_non_null(end);
	for (size_t i = 0; i < sizeof(once) / sizeof(once[0]); i++) {
		const char *first = strstr(s, once[i]);

		assert_true(first != NULL && first < end);
		first = strstr(first + 1, once[i]);
		assert_true(first == NULL || first > end);
	}
}

static void
has(const char *bytes, const char *piece)
{
	if (strstr(bytes, piece) == NULL)
		fail_msg("'%s' is not in:\n%s", piece, bytes);
}

static void
has_not(const char *bytes, const char *piece)
{
	if (strstr(bytes, piece) != NULL)
		fail_msg("'%s' is in:\n%s", piece, bytes);
}

static void
test_shape(void **state)
{
	struct reply_envelope env = envelope();
	struct reply r = body("Yes.\n");
	const char *s = encode(&env, &r);

	(void)state;
	shape_check(s);
	has(s, "Date: Sun, 22 Nov 2026 08:30:00 +0000\r\n");
	has(s, "\r\nFrom: \"Coding Consult\" <consult@practice.example>\r\n");
	has(s, "\r\nTo: <anna@clinic.example>\r\n");
	has(s, "\r\nAuto-Submitted: auto-replied\r\n");
	has(s, "\r\nX-Auto-Response-Suppress: All\r\n");
	has_not(s, "\r\nIn-Reply-To:");
	has_not(s, "\r\nReferences:");
	has_not(s, "\r\nReply-To:");
	has_not(s, "\r\nX-Consultd-Loop:");
	has(s, "\r\n\r\nYes.\r\n\r\n--=_consultd_");
}

static void
test_auto_submitted(void **state)
{
	struct reply_envelope env = envelope();
	struct reply r = body("x\n");

	(void)state;
	env.automatic = false;
	has_not(encode(&env, &r), "Auto-Submitted");
	env.generated = true;
	has(encode(&env, &r), "\r\nAuto-Submitted: auto-generated\r\n");
}

/* Every text of the envelope with every way to end a line. */
static void
test_injection(void **state)
{
	static const char *const ways[] = {
		"x\r\nBcc: evil@x.example",
		"x\nBcc: evil@x.example",
		"x\rBcc: evil@x.example",
		"x\r\n\r\nBcc: evil@x.example",
		"x\r\n Bcc: evil@x.example",
		"x\vBcc: evil@x.example",
		"x\xc2\x85"
		"Bcc: evil@x.example",
		"x\xe2\x80\xa8"
		"Bcc: evil@x.example",
		"=?utf-8?Q?x=0D=0ABcc:_evil@x.example?=",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		struct reply_envelope env = envelope();
		struct reply r = body("x\n");
		const char *ids[] = { ways[i], "ok@x.example" };
		const char *s;

		env.from_name = env.to_name = env.loop = ways[i];
		env.in_reply_to = ways[i];
		env.references = ids;
		env.references_n = 2;
		r.subject = ways[i];
		s = encode(&env, &r);
		shape_check(s);
		has_not(s, "\nBcc");
		has_not(s, "\rBcc");
		has_not(s, "\n Bcc");
		has_not(s, "=?utf-8?Q?x=0D");
		has(s, "\r\nReferences: <ok@x.example>\r\n");
		has_not(s, "\r\nIn-Reply-To");
	}
}

static void
test_bad_addresses(void **state)
{
	static const char *const bad[] = { "", "anna", "a@b\r\nBcc: c@d",
		"a@b>, <c@d", "a b@c", "a@b,c@d", "\"a\"@b", "a@b\n" };
	struct err e = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		for (int which = 0; which < 3; which++) {
			struct reply_envelope env = envelope();
			struct reply r = body("x\n");

			if (which == 0)
				env.to = bad[i];
			else if (which == 1)
				env.from = bad[i];
			else
				env.reply_to = bad[i];
			assert_int_equal(mime_encode(a, &env, &r, &e), -1);
			assert_int_equal(e.kind, ERR_REFUSE);
			assert_null(r.bytes);
		}
	}
}

static void
test_bad_message_id(void **state)
{
	static const char *const bad[] = { "", "x y@z", "a@b>\r\nX: y", "no-at",
		"<a@b>", "\xc3\xa4@b" };
	struct reply_envelope env = envelope();
	struct err e = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct reply r = body("x\n");

		r.message_id = bad[i];
		assert_int_equal(mime_encode(a, &env, &r, &e), -1);
		assert_int_equal(e.kind, ERR_REFUSE);
	}
}

static size_t
longest_header_line(const char *s)
{
	const char *end = strstr(s, "\r\n\r\n");
	size_t longest = 0;

	while (s < end) {
		size_t n = strcspn(s, "\r");

		longest = n > longest ? n : longest;
		s += n + 2;
	}
	return longest;
}

static void
test_folding(void **state)
{
	struct reply_envelope env = envelope();
	struct reply r = body("x\n");
	const char *id[3] = { "abcdefghijklmnopqrstuvwxyz@clinic.example",
		"bcdefghijklmnopqrstuvwxyz1@clinic.example",
		"cdefghijklmnopqrstuvwxyz12@clinic.example" };
	const char *s;

	(void)state;
	env.references = id;
	env.references_n = 3;
	env.in_reply_to = id[2];
	env.to_name = "A name of many words that has to be folded since it "
		      "passes the width of a line by far";
	r.subject = "Re: a subject of many short words that runs over the end "
		    "of its line and then over the end of the next one, too "
		    "[C-abcdefghijkm]";
	s = encode(&env, &r);
	shape_check(s);
	assert_true(longest_header_line(s) <= 78);
	has(s, "\r\nSubject: Re: a subject of many short words that runs over "
	       "the end of its line\r\n and then");
	has(s, "@clinic.example>\r\n <bcdef");
	has(s, "\r\nIn-Reply-To: <cdefghijklmnopqrstuvwxyz12@");
	/* The parent stands in References once. */
	assert_null(strstr(strstr(s, "\r\n <cdefg") + 1, "\r\n <cdefg"));
}

/* The encoded words of the Subject field put together again. */
static void
subject_decode(const char *s, struct buf *out)
{
	static const char digit[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *p = strstr(s, "\r\nSubject:") + 10;

	while ((p = strstr(p, "=?UTF-8?B?")) != NULL) {
		const char *end = strstr(p + 10, "?=");
		unsigned v = 0;
		int bits = 0;

		assert_non_null(end);
		assert_true(end + 2 - p <= 75);
		for (p += 10; p < end && *p != '='; p++) {
			v = v << 6 | (unsigned)(strchr(digit, *p) - digit);
			bits += 6;
			if (bits >= 8)
				buf_putc(out, (char)(v >> (bits -= 8)));
		}
		p = end + 2;
		if (strncmp(p, "\r\n ", 3) != 0)
			break;
	}
}

static void
test_encoded_words(void **state)
{
	static const char *const subjects[] = {
		"Re: Frage zu 33954, gr\u00fc\u00dfe [C-abcdefghijkm]",
		"Re: \u65e5\u672c\u8a9e\u65e5\u672c\u8a9e\u65e5\u672c\u8a9e"
		"\u65e5\u672c\u8a9e\u65e5\u672c\u8a9e\u65e5\u672c\u8a9e\u65e5"
		"\u672c\u8a9e\u65e5\u672c\u8a9e\u65e5\u672c\u8a9e\u65e5\u672c",
		"\U0001F600\U0001F600\U0001F600\U0001F600\U0001F600\U0001F600"
		"\U0001F600\U0001F600\U0001F600\U0001F600\U0001F600\U0001F600",
		"an =?encoded-word?= that is none",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		"a"
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		"a",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(subjects) / sizeof(subjects[0]); i++) {
		struct reply_envelope env = envelope();
		struct reply r = body("x\n");
		const char *s;
		struct buf b;

		r.subject = subjects[i];
		env.to_name = subjects[i];
		s = encode(&env, &r);
		shape_check(s);
		assert_true(longest_header_line(s) <= 78);
		buf_init(&b, 1000);
		subject_decode(s, &b);
		assert_string_equal(buf_text(&b), subjects[i]);
		buf_free(&b);
	}
}

static void
test_many_references(void **state)
{
	struct reply_envelope env = envelope();
	struct reply r = body("x\n");
	const char *id[LIMIT_REFERENCES * 2];
	char *longest = arena_alloc(a, LIMIT_ID_BYTES + 2);
	const char *s;

	(void)state;
	memset(longest, 'x', LIMIT_ID_BYTES + 1);
	for (size_t i = 0; i < LIMIT_REFERENCES * 2; i++)
		id[i] = arena_printf(a, "n%zu@x.example", i);
	id[99] = longest;
	id[98] = "sha256-0123456789abcdef";
	env.references = id;
	env.references_n = LIMIT_REFERENCES * 2;
	env.in_reply_to = "parent@x.example";
	s = encode(&env, &r);
	shape_check(s);
	has_not(s, "<n48@");
	has(s, "\r\nReferences: <n49@");
	has(s, "<n97@x.example> <parent@x.example>\r\n");
	has_not(s, "sha256-");
	has_not(s, "xxxx");
}

static void
test_quoted_printable(void **state)
{
	struct reply_envelope env = envelope();
	struct buf text;
	struct reply r;
	const char *s;

	(void)state;
	buf_init(&text, 1 << 20);
	buf_puts(&text, "a=b\n.\n..x\nFrom me\nFrome\ntrail \ntab\t\n");
	buf_puts(&text, "\u00fc--\n\n--=_consultd_x\n");
	for (int i = 0; i < 3000; i++)
		buf_putc(&text, i % 7 == 0 ? '.' : 'x');
	r = body(buf_text(&text));
	s = encode(&env, &r);
	shape_check(s);
	has(s, "\r\na=3Db\r\n=2E\r\n=2E.x\r\n=46rom me\r\nFrome\r\n"
	       "trail=20\r\ntab=09\r\n=C3=BC--\r\n\r\n--=3D_consultd_x\r\n");
	has_not(s, "\r\n.");
	for (s = strstr(s, "\r\n\r\n") + 4; *s != '\0';) {
		size_t n = strcspn(s, "\r");

		assert_true(n <= 76);
		s += n + 2;
	}
	buf_free(&text);
}

/* RFC 6532: raw in its field, since there is no other form. */
static void
test_smtputf8(void **state)
{
	struct reply_envelope env = envelope();
	struct reply r = body("x\n");

	(void)state;
	env.to = "j\u00fcrgen@klinik.example";
	has(encode(&env, &r), "\r\nTo: <j\u00fcrgen@klinik.example>\r\n");
}

static void
test_boundary(void **state)
{
	struct reply_envelope env = envelope();
	struct reply r = body("x\n"), again = body("y\n");
	const char *s = strstr(encode(&env, &r), "boundary=");
	const char *t = strstr(encode(&env, &again), "boundary=");

	(void)state;
	assert_memory_equal(s, t, 46);
	again.message_id = "other@practice.example";
	t = strstr(encode(&env, &again), "boundary=");
	assert_memory_not_equal(s, t, 46);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_shape),
		cmocka_unit_test(test_auto_submitted),
		cmocka_unit_test(test_injection),
		cmocka_unit_test(test_bad_addresses),
		cmocka_unit_test(test_bad_message_id),
		cmocka_unit_test(test_folding),
		cmocka_unit_test(test_encoded_words),
		cmocka_unit_test(test_many_references),
		cmocka_unit_test(test_quoted_printable),
		cmocka_unit_test(test_smtputf8),
		cmocka_unit_test(test_boundary),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
