/* Mails as clients write them, and as they should not: who, what, which flaw. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "limit.h"
#include "mails.h"

#define HEAD "From: Ann <ann@b.example>\nTo: c@b.example\nSubject: s\n"

/* A body with its fields, and the text that a reader sees. */
static const struct {
	const char *name, *mail, *text;
	unsigned flaws; /* all that may be set */
} texts[] = {
	{ "plain", HEAD "\nCode 33954?\n", "Code 33954?\n", 0 },
	{ "crlf", "From: a@b.example\r\n\r\none\r\ntwo\r\n", "one\ntwo\n", 0 },
	{ "bare cr", "From: a@b.example\rSubject: s\r\rone\rtwo\r",
	    "one\ntwo\n", 0 },
	{ "mbox line", "From ann Mon Nov 16 09:00:00 2026\n" HEAD "\nbody\n",
	    "body\n", 0 },
	{ "empty lines first", "\r\n\n" HEAD "\nbody\n", "body\n", 0 },
	{ "no empty line", HEAD "this is the body\n", "this is the body\n", 0 },
	{ "only a body", "Hello\n33954?\n", "Hello\n33954?\n",
	    MESSAGE_FLAW_NO_FROM },
	{ "broken line in the header",
	    "From: a@b.example\nbroken\nSubject: s\n\nx\n", "x\n", 0 },
	{ "quoted-printable",
	    HEAD "Content-Transfer-Encoding: quoted-printable\n\n"
		 "caf=C3=A9 and a soft=\n break =ZZ\n",
	    "café and a soft break =ZZ\n", 0 },
	{ "base64, no padding of one",
	    HEAD "Content-Transfer-Encoding: base64\n\nOTkyMTM\n", "99213\n",
	    0 },
	{ "base64, no padding of two, a foreign byte",
	    HEAD "Content-Transfer-Encoding: base64\n\nMTk5*MjEz\nNQ\n",
	    "1992135\n", 0 },
	{ "base64, nothing to pad",
	    HEAD "Content-Transfer-Encoding: base64\n\nMzM5NTQ/\n", "33954?\n",
	    0 },
	{ "windows-1252 as iso-8859-1",
	    HEAD "Content-Type: text/plain; charset=iso-8859-1\n\nit\x92s\n",
	    "it’s\n", 0 },
	{ "utf-8 under a wrong label",
	    HEAD
	    "Content-Type: text/plain; charset=iso-8859-15\n\ncaf\xC3\xA9\n",
	    "café\n", MESSAGE_FLAW_CHARSET },
	{ "8 bit without a label", HEAD "\ncaf\xE9\n", "café\n", 0 },
	{ "8 bit under us-ascii",
	    HEAD "Content-Type: text/plain; charset=us-ascii\n\ncaf\xE9\n",
	    "café\n", MESSAGE_FLAW_CHARSET },
	{ "unknown charset",
	    HEAD "Content-Type: text/plain; charset=x-none\n\ncaf\xE9\n",
	    "café\n", MESSAGE_FLAW_CHARSET },
	{ "iso-2022-jp",
	    HEAD "Content-Type: text/plain; charset=ISO-2022-JP\n\n"
		 "\x1b$B$3$s\x1b(B 33954\n",
	    "こん 33954\n", 0 },
	{ "gb2312 read as gb18030",
	    HEAD "Content-Type: text/plain; charset=\"gb2312\"\n\n"
		 "\xC4\xE3\xBA\xC3 33954\n",
	    "你好 33954\n", 0 },
	{ "koi8-r",
	    HEAD "Content-Type: text/plain; charset=koi8-r\n\n\xC4\xC1\n",
	    "да\n", 0 },
	{ "nul in the body", HEAD "Content-Type: text/plain\n\na\1b\n", "ab\n",
	    0 },
	{ "flowed",
	    HEAD "Content-Type: text/plain; format=flowed\n\n"
		 "one \ntwo\n> q \n> r\n from here\n-- \nAnn\n",
	    "one two\n> q r\nfrom here\n-- \nAnn\n", 0 },
	{ "flowed with delsp",
	    HEAD "Content-Type: text/plain; format=flowed; delsp=yes\n\n"
		 "3395 \n4\n",
	    "33954\n", 0 },
	{ "alternative: plain",
	    HEAD "Content-Type: multipart/alternative; boundary=b\n\n"
		 "--b\n\nplain\n--b\nContent-Type: text/html\n\n"
		 "<p>html</p>\n--b--\n",
	    "plain\n", 0 },
	{ "alternative: several plain texts",
	    HEAD "Content-Type: multipart/alternative; boundary=b\n\n"
		 "--b\n\none\n--b\n\ntwo 33954\n--b\n\none\n--b--\n",
	    "one\ntwo 33954\n", 0 },
	{ "alternative: plain is empty",
	    HEAD "Content-Type: multipart/alternative; boundary=b\n\n"
		 "--b\n\n \n--b\nContent-Type: text/html\n\n"
		 "<p>html</p>\n--b--\n",
	    "html\n", 0 },
	{ "alternative: plain is a stub",
	    HEAD "Content-Type: multipart/alternative; boundary=b\n\n"
		 "--b\n\nTo view this mail, use a client that shows HTML.\n"
		 "--b\nContent-Type: text/html\n\n"
		 "<p>Can 20610 be billed with 99213 on one day?</p>\n--b--\n",
	    "Can 20610 be billed with 99213 on one day?\n", 0 },
	{ "alternative: a stub beside few words",
	    HEAD "Content-Type: multipart/alternative; boundary=b\n\n"
		 "--b\n\nPlease use an HTML capable mail client.\n"
		 "--b\nContent-Type: text/html\n\n<p>What is 33954?</p>\n"
		 "--b--\n",
	    "What is 33954?\n", 0 },
	{ "related: the root alone",
	    HEAD "Content-Type: multipart/related; boundary=b\n\n"
		 "--b\nContent-Type: text/html\n\n<b>root</b>\n"
		 "--b\n\nno text of the mail\n--b--\n",
	    "root\n", 0 },
	{ "mixed: text around a picture",
	    HEAD "Content-Type: multipart/mixed; boundary=b\n\n"
		 "--b\n\none\n--b\nContent-Type: image/png; name=x.png\n\nP\n"
		 "--b\n\ntwo\n--b--\n",
	    "one\n\ntwo\n", 0 },
	{ "signed",
	    HEAD "Content-Type: multipart/signed; boundary=b\n\n"
		 "--b\n\nbody\n--b\nContent-Type: application/pgp-signature\n\n"
		 "xx\n--b--\n",
	    "body\n", 0 },
	{ "no boundary declared",
	    HEAD "Content-Type: multipart/mixed\n\n--xyz\n\nbody\n--xyz--\n",
	    "body\n", 0 },
	{ "no boundary at all", HEAD "Content-Type: multipart/mixed\n\nbody\n",
	    "body\n", 0 },
	{ "end boundary missing",
	    HEAD "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nbody\n",
	    "body\n", 0 },
	{ "quote in a boundary",
	    HEAD "Content-Type: multipart/mixed; boundary=\"\\\"\"\n\nbody\n",
	    "body\n", 0 },
	{ "PGP signed in the text",
	    HEAD "\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n"
		 "33954?\n- -- \n-----BEGIN PGP SIGNATURE-----\n\nxx\n"
		 "-----END PGP SIGNATURE-----\n",
	    "33954?\n-- \n", 0 },
	{ "forwarded as an attachment",
	    HEAD "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
		 "Content-Type: message/rfc822\n\n"
		 "From: Bo <bo@c.example>\nSubject: ask\n\n33954?\n--b--\n",
	    "---------- Forwarded message ---------\nFrom: Bo <bo@c.example>\n"
	    "Subject: ask\n\n\n33954?\n",
	    0 },
	{ "the same with UTF-8 in its header",
	    HEAD
	    "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
	    "Content-Type: message/global\n\n"
	    "From: B\xC3\xB6 <bo@c.example>\nSubject: ask\n\n33954?\n--b--\n",
	    "---------- Forwarded message ---------\n"
	    "From: B\xC3\xB6 <bo@c.example>\nSubject: ask\n\n\n33954?\n",
	    0 },
	{ "empty", "", "", MESSAGE_FLAW_NO_FROM | MESSAGE_FLAW_EMPTY },
};

static void
test_texts(void **state)
{
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct arena *a = arena_new(LIMIT_PARSE_ARENA);
		struct message m = mail_text(a, texts[i].mail);

		if (strcmp(m.text, texts[i].text) != 0 ||
		    m.flaws != texts[i].flaws) {
			print_error("%s: \"%s\", flaws %x\n", texts[i].name,
			    m.text, m.flaws);
			wrong++;
		}
		arena_free(a);
	}
	assert_int_equal(wrong, 0);
}

static void
test_fields(void **state)
{
	static const char mail[] =
	    "Return-Path: <Ann@CLINIC.example>\n"
	    "From: =?utf-8?B?QW7DqQ==?= Lee <Ann.Lee@CLINIC.Example>\n"
	    "To: \"Consult, the\" <c@p.example>, Team: x@p.example,\n"
	    "\ty@p.example;, broken, z@p.example\n"
	    "Cc: =?iso-8859-1?Q?J=F6rg?= <j@p.example>\n"
	    "Reply-To: r@clinic.example\n"
	    "Subject: =?utf-8?Q?caf=C3?= =?utf-8?Q?=A9?= =?x?= and\n more\n"
	    "Date: Mon, 16 Nov 2026 09:12:00 -0500\n"
	    "Message-Id: <one@clinic.example>\n"
	    "In-Reply-To: Your mail <two@p.example> of Monday\n"
	    "References: <a@p.example>,<b@p.example> <c d@p.example>\n"
	    " <two@p.example>\n\nx\n";
	struct arena *a = arena_new(LIMIT_PARSE_ARENA);
	struct message m = mail_text(a, mail);
	size_t nth = 0;

	(void)state;
	assert_string_equal(m.return_path, "Ann@clinic.example");
	assert_string_equal(m.from.name, "Ané Lee");
	assert_string_equal(m.from.address, "Ann.Lee@clinic.example");
	assert_int_equal(m.to.n, 4);
	assert_string_equal(m.to.item[0].name, "Consult, the");
	assert_string_equal(m.to.item[2].address, "y@p.example");
	assert_string_equal(m.to.item[3].address, "z@p.example");
	assert_string_equal(m.cc.item[0].name, "Jörg");
	assert_string_equal(m.reply_to.item[0].address, "r@clinic.example");
	assert_string_equal(m.subject, "café =?x?= and more");
	assert_int_equal(m.date_unix, 1794838320);
	assert_int_equal(m.date_offset_s, -5 * 3600);
	assert_string_equal(m.message_id, "one@clinic.example");
	assert_string_equal(m.in_reply_to, "two@p.example");
	assert_int_equal(m.references_n, 3);
	assert_string_equal(m.references[0], "a@p.example");
	assert_string_equal(m.references[2], "two@p.example");
	assert_int_equal(m.header_n, 10);
	assert_string_equal(
	    message_field(&m, "SUBJECT", &nth), "café =?x?= and more");
	assert_null(message_field(&m, "subject", &nth));
	assert_int_equal(m.flaws, 0);
	arena_free(a);
}

static void
test_missing_fields(void **state)
{
	struct arena *a = arena_new(LIMIT_PARSE_ARENA);
	struct message m = mail_text(a, "Subject: x\n\ny\n");

	(void)state;
	assert_int_equal(m.flaws, MESSAGE_FLAW_NO_FROM);
	assert_string_equal(m.from.address, "");
	assert_null(m.return_path);
	assert_null(m.message_id);
	assert_null(m.in_reply_to);
	assert_int_equal(m.date_unix, 0);
	m = mail_text(a, "Return-Path: <>\nFrom: x@y.example\n\ny\n");
	assert_string_equal(m.return_path, "");
	arena_free(a);
}

static void
test_bad_from(void **state)
{
	static const struct {
		const char *from;
		unsigned flaws;
	} rows[] = {
		{ "a@b.example\nFrom: c@d.example", MESSAGE_FLAW_MANY_FROM },
		{ "a@b.example, c@d.example", MESSAGE_FLAW_MANY_FROM },
		{ "=?utf-8?Q?x=0D=0ABcc:_y@z.example?= <a@b.example>",
		    MESSAGE_FLAW_BAD_ADDRESS },
		{ "=?utf-8?B?eA0KeQ==?= <a@b.example>",
		    MESSAGE_FLAW_BAD_ADDRESS },
		{ "=?utf-8?Q?x=00y?= <a@b.example>", MESSAGE_FLAW_BAD_ADDRESS },
		{ "=?utf-8?Q?a=40b.example=0D=0A?=",
		    MESSAGE_FLAW_BAD_ADDRESS | MESSAGE_FLAW_NO_FROM },
		{ "\"a b\"@c.example",
		    MESSAGE_FLAW_BAD_ADDRESS | MESSAGE_FLAW_NO_FROM },
		{ "nobody", MESSAGE_FLAW_NO_FROM },
		{ "", MESSAGE_FLAW_NO_FROM },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena *a = arena_new(LIMIT_PARSE_ARENA);
		struct message m = mail_text(
		    a, arena_printf(a, "From: %s\n\nx\n", rows[i].from));

		if ((m.flaws & rows[i].flaws) != rows[i].flaws)
			fail_msg("%s: flaws %x", rows[i].from, m.flaws);
		assert_null(strpbrk(m.from.name, "\r\n"));
		if (m.from.address[0])
			assert_string_equal(m.from.address, "a@b.example");
		for (size_t k = 0; k < m.header_n; k++)
			assert_null(strpbrk(m.header[k].value, "\r\n\t"));
		arena_free(a);
	}
}

static void
test_attachments(void **state)
{
	static const char mail[] = HEAD
	    "Content-Type: multipart/mixed; boundary=b\n\n"
	    "--b\n\nSee the note.\n"
	    "--b\nContent-Type: application/pdf;\n"
	    " name*0*=utf-8''op%20caf%C3%A9; name*1=\" note.pdf\"\n"
	    "Content-Disposition: attachment\n"
	    "Content-Transfer-Encoding: base64\n\nMTIzNDU2Nzg5MA==\n"
	    "--b\nContent-Type: IMAGE/PNG\nContent-Disposition: inline;\n"
	    " filename=\"=?utf-8?Q?a=0D=0Ab.png?=\"\n\nabc\n"
	    "--b\nContent-Type: text/csv\n"
	    "Content-Disposition: attachment; filename=x.csv\n\n1,2\n"
	    "--b--\n";
	struct arena *a = arena_new(LIMIT_PARSE_ARENA);
	struct message m = mail_text(a, mail);

	(void)state;
	assert_string_equal(m.text, "See the note.\n");
	assert_int_equal(m.attachment_n, 3);
	assert_string_equal(m.attachment[0].name, "op café note.pdf");
	assert_string_equal(m.attachment[0].type, "application/pdf");
	assert_int_equal(m.attachment[0].size, 10);
	assert_string_equal(m.attachment[1].type, "image/png");
	assert_null(strpbrk(m.attachment[1].name, "\r\n"));
	assert_string_equal(m.attachment[2].name, "x.csv");
	arena_free(a);
}

static void
test_encrypted(void **state)
{
	static const char *const mails[] = {
		HEAD "Content-Type: multipart/encrypted; boundary=b\n\n--b\n"
		     "Content-Type: application/octet-stream\n\nx\n--b--\n",
		HEAD "Content-Type: application/pkcs7-mime; "
		     "smime-type=enveloped-data; name=smime.p7m\n\nx\n",
		HEAD "\n-----BEGIN PGP MESSAGE-----\n\nx\n"
		     "-----END PGP MESSAGE-----\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(mails) / sizeof(mails[0]); i++) {
		struct arena *a = arena_new(LIMIT_PARSE_ARENA);

		assert_true(
		    mail_text(a, mails[i]).flaws & MESSAGE_FLAW_ENCRYPTED);
		arena_free(a);
	}
}

static void
test_long_id(void **state)
{
	struct arena *a = arena_new(LIMIT_PARSE_ARENA);
	char id[600];
	struct message m;

	(void)state;
	memset(id, 'a', sizeof(id));
	memcpy(id + 500, "@b.example", 11);
	m = mail_text(a,
	    arena_printf(a, "From: a@b.example\nMessage-ID: <%s>\n\nx\n", id));
	assert_int_equal(strlen(m.message_id), 7 + 64);
	assert_memory_equal(m.message_id, "sha256-", 7);
	m = mail_text(a, "From: a@b.example\nMessage-ID: <a\tb@c>\n\nx\n");
	assert_null(m.message_id);
	arena_free(a);
}

static void
test_body_alone(void **state)
{
	static const char html[] = "<p>33954?</p><p>-- <br>Ann</p>";
	struct arena *a = arena_new(LIMIT_PARSE_ARENA);
	struct message m;
	struct err e = { 0 };

	(void)state;
	assert_int_equal(
	    message_parse_body(a, html, sizeof(html) - 1, true, &m, &e), 0);
	assert_string_equal(m.visible, "33954?");
	assert_int_equal(
	    message_parse_body(a, "a\r\nb\xE9", 5, false, &m, &e), 0);
	assert_string_equal(m.text, "a\nbé");
	assert_int_equal(message_parse_body(a, "", 0, false, &m, &e), 0);
	assert_string_equal(m.visible, "");
	arena_free(a);
}

/* Outlook writes the same block above a reply and above a forward. */
static void
test_reply_or_forward(void **state)
{
	static const char block[] = "From: Bo <bo@c.example>\nSent: Monday\n"
				    "To: c@p.example\nSubject: x\n\n33954?\n";
	struct arena *a = arena_new(LIMIT_PARSE_ARENA);
	struct message m;

	(void)state;
	m = mail_text(a, arena_printf(a,
			     "From: a@b.example\nSubject: FW: x\n\n"
			     "please advise\n\n%s",
			     block));
	assert_string_equal(m.visible, "please advise\n\n33954?");
	assert_string_equal(m.forwarded_from, "bo@c.example");
	m = mail_text(a, arena_printf(a,
			     "From: a@b.example\nSubject: RE: x\n\n"
			     "please advise\n\n%s",
			     block));
	assert_string_equal(m.visible, "please advise");
	assert_null(m.forwarded_from);
	m = mail_text(a, arena_printf(a,
			     "From: a@b.example\nSubject: RE: x\n\n"
			     "%s",
			     block));
	assert_string_equal(m.visible, "");
	assert_true(m.flaws & MESSAGE_FLAW_EMPTY);
	arena_free(a);
}

/* A mail that needs more than the arena gives is refused, wherever it runs
 * out; out is not touched. */
static void
test_small_arena(void **state)
{
	(void)state;
	for (size_t limit = 64; limit < 200000; limit = limit * 5 / 4) {
		struct arena *a = arena_new(limit);
		struct message m = { .text = "untouched" };
		struct err e = { 0 };
		int rc = message_parse(
		    a, texts[24].mail, strlen(texts[24].mail), &m, &e);

		if (rc != 0) {
			assert_string_equal(m.text, "untouched");
			assert_int_equal(e.kind, ERR_REFUSE);
		}
		arena_free(a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_missing_fields),
		cmocka_unit_test(test_bad_from),
		cmocka_unit_test(test_attachments),
		cmocka_unit_test(test_encrypted),
		cmocka_unit_test(test_long_id),
		cmocka_unit_test(test_body_alone),
		cmocka_unit_test(test_reply_or_forward),
		cmocka_unit_test(test_small_arena),
	};

	message_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
