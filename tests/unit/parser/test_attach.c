/* Attached files: which reader takes which, what Rich Text says, and what the
 * mails of tests/mails/files hold. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../../parser/attach.h"
#include "limit.h"
#include "mails.h"

static const struct {
	const char *type, *name, *reader;
} finds[] = {
	{ "text/plain", "a.txt", "text" },
	{ "application/octet-stream", "A.CSV", "text" },
	{ "application/octet-stream", "x.docx", "docx" },
	{ "application/pdf", "", "pdf" },
	{ "application/octet-stream", "Op Note.PDF", "pdf" },
	{ "application/msword", "x.doc", "rtf" }, /* if it is Rich Text */
	{ "application/ms-tnef", "winmail.dat", "tnef" },
	{ "text/rtf", "x", "rtf" },
	{ "image/png", "x.png", NULL },
	{ "application/zip", "x.zip", NULL },
	{ "application/octet-stream", "", NULL },
	{ "application/octet-stream", "pdf", NULL },
};

static void
test_find(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(finds) / sizeof(finds[0]); i++) {
		const struct attach_reader *r =
		    attach_find(finds[i].type, finds[i].name);

		if (finds[i].reader == NULL)
			assert_null(r);
		else
			assert_string_equal(r->name, finds[i].reader);
	}
}

static const struct {
	const char *name, *rtf, *text;
} texts[] = {
	{ "plain", "{\\rtf1 one\\par two}", "one\ntwo" },
	{ "line ends mean nothing", "{\\rtf1 33\n954\r\n?}", "33954?" },
	{ "tables", "{\\rtf1 a\\cell b\\cell\\row c}", "a\tb\t\nc" },
	{ "quotes", "{\\rtf1 it\\rquote s \\ldblquote x\\rdblquote}",
	    "it’s “x”" },
	{ "hex in windows-1252", "{\\rtf1\\ansi it\\'92s caf\\'e9}",
	    "it’s café" },
	{ "hex in windows-1251", "{\\rtf1\\ansicpg1251 \\'e4\\'e0}", "да" },
	{ "unicode and what stands for it", "{\\rtf1 a\\u233?b\\u8217'c}",
	    "aéb’c" },
	{ "unicode below zero", "{\\rtf1 \\u-10179?\\u-8704?}", "😀" },
	{ "two bytes stand for it", "{\\rtf1\\uc2 \\u233??b}", "éb" },
	{ "uc ends with its group", "{\\rtf1{\\uc0 \\u233}\\u233?b}", "ééb" },
	{ "fonts and colours",
	    "{\\rtf1{\\fonttbl{\\f0 Arial;}}{\\colortbl;\\red1;}x}", "x" },
	{ "what may be passed over", "{\\rtf1{\\*\\foo 99999}x}", "x" },
	{ "hidden and deleted", "{\\rtf1{\\v a}b{\\deleted c}d}", "bd" },
	{ "hidden ends", "{\\rtf1 a\\v0 b}", "ab" },
	{ "a picture", "{\\rtf1{\\pict\\wmetafile8 0102ff}x}", "x" },
	{ "bytes", "{\\rtf1{\\*\\x\\bin3 }}}y}z", "z" },
	{ "a link",
	    "{\\rtf1{\\field{\\*\\fldinst HYPERLINK \"x\"}{\\fldrslt seen}}}",
	    "seen" },
	{ "braces", "{\\rtf1 \\{a\\}\\\\}", "{a}\\" },
	{ "too many ends", "{\\rtf1 a}}}}b", "ab" },
	{ "no end", "{\\rtf1 {{a\\", "a" },
	{ "half a hex", "{\\rtf1 a\\'4", "a4" },
	{ "a lone half", "{\\rtf1 \\u-10179?x}", "x" },
	{ "surrogate alone", "{\\rtf1 \\u-8704?x}", "\xEF\xBF\xBDx" },
	{ "html in it",
	    "{\\rtf1\\fromhtml1{\\*\\htmltag64 <p>}a\\htmlrtf\\par\\htmlrtf0}",
	    "a\n" },
};

static void
test_rtf(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct arena *a = arena_new(1u << 20);
		size_t n = strlen(texts[i].rtf);
		char *exact = malloc(n);
		struct attach f = { .name = "", .type = "", .p = exact };

		assert_non_null(exact);
		memcpy(exact, texts[i].rtf, n);
		f.n = n;
		attach_rtf(a, &f);
		if (strcmp(f.text, texts[i].text) != 0)
			fail_msg("%s: '%s'", texts[i].name, f.text);
		free(exact);
		arena_free(a);
	}
}

/* Groups in groups, and a text without end: bounded, and said so. */
static void
test_rtf_bounds(void **state)
{
	struct arena *a = arena_new(LIMIT_PARSE_ARENA);
	size_t n = LIMIT_TEXT_BYTES + 200000;
	char *p = malloc(n);
	struct attach f = { .name = "", .type = "", .p = p, .n = n };

	(void)state;
	assert_non_null(p);
	memset(p, '{', n);
	attach_rtf(a, &f);
	assert_string_equal(f.text, "");
	assert_false(f.rest);
	memset(p, 'x', n);
	attach_rtf(a, &f);
	assert_true(f.rest);
	assert_true(strlen(f.text) <= LIMIT_TEXT_BYTES);
	free(p);
	arena_free(a);
}

static struct message
file_parse(struct arena *a, const char *name)
{
	char path[200];
	struct message m;
	size_t n;
	char *raw;

	snprintf(path, sizeof(path), "tests/mails/files/%s.eml", name);
	raw = mail_file(path, &n);
	m = mail_parse(a, raw, n);
	free(raw);
	return m;
}

/* Before their libraries are loaded, such files are told, not read. */
static void
test_unopened(void **state)
{
	static const char *const names[] = { "read-docx", "read-pdf",
		"read-tnef" };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct arena *a = arena_new(LIMIT_PARSE_ARENA);
		struct message m = file_parse(a, names[i]);

		assert_true(m.unopened);
		assert_true(m.flaws & MESSAGE_FLAW_UNREAD);
		assert_string_equal(m.attached, "");
		arena_free(a);
	}
}

static void
test_read(void **state)
{
	static const char *const names[] = { "read-docx", "read-pdf",
		"read-rtf", "read-txt", "read-csv", "read-octets" };

	(void)state;
	message_init_files();
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct arena *a = arena_new(LIMIT_PARSE_ARENA);
		struct message m = file_parse(a, names[i]);

		if (!strstr(m.attached, "between 33953 and 33954?"))
			fail_msg("%s: '%s'", names[i], m.attached);
		assert_false(m.unopened);
		assert_int_equal(m.attachment_n, 1);
		assert_int_equal(m.attachment[0].use, ATTACHMENT_READ);
		assert_false(m.flaws & MESSAGE_FLAW_UNREAD);
		arena_free(a);
	}
}

/* What Outlook packs: its text is the mail's where there is no other, its files
 * are read as any. */
static void
test_packed(void **state)
{
	static const struct {
		const char *name, *visible, *attached;
		size_t files; /* beside the winmail.dat */
		enum attachment_use use;
	} mails[] = {
		{ "read-tnef", "between 33953", "", 0, ATTACHMENT_READ },
		{ "read-tnef-packed-file", "see the note", "between 33953", 1,
		    ATTACHMENT_READ },
		{ "read-tnef-beside-text", "see the note", "between 33953", 1,
		    ATTACHMENT_READ },
		{ "read-tnef-logo", "between 33953", "", 1, ATTACHMENT_ASIDE },
		{ "held-tnef-with-file", "between 33953", "", 1,
		    ATTACHMENT_UNREAD },
		{ "held-tnef-packed-mail", "between 33953", "", 1,
		    ATTACHMENT_UNREAD },
		{ "held-tnef-in-tnef", "between 33953", "", 1,
		    ATTACHMENT_UNREAD },
	};

	(void)state;
	message_init_files();
	for (size_t i = 0; i < sizeof(mails) / sizeof(mails[0]); i++) {
		struct arena *a = arena_new(LIMIT_PARSE_ARENA);
		struct message m = file_parse(a, mails[i].name);

		if (!strstr(m.visible, mails[i].visible) ||
		    !strstr(m.attached, mails[i].attached))
			fail_msg("%s: '%s', '%s'", mails[i].name, m.visible,
			    m.attached);
		assert_int_equal(m.attachment_n, 1 + mails[i].files);
		assert_int_equal(m.attachment[0].use, ATTACHMENT_READ);
		assert_int_equal(
		    m.attachment[mails[i].files].use, mails[i].use);
		assert_int_equal((m.flaws & MESSAGE_FLAW_UNREAD) != 0,
		    mails[i].use == ATTACHMENT_UNREAD);
		arena_free(a);
	}
}

static void
test_packed_meeting(void **state)
{
	struct arena *a = arena_new(LIMIT_PARSE_ARENA);
	struct message m = file_parse(a, "robot-tnef-meeting");

	(void)state;
	assert_true(m.calendar);
	assert_string_equal(m.guard, "calendar");
	arena_free(a);
}

static void
test_unread(void **state)
{
	static const char *const names[] = { "held-photo", "held-workbook",
		"held-scan", "held-damaged", "held-dtd", "held-locked",
		"held-bomb" };

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct arena *a = arena_new(LIMIT_PARSE_ARENA);
		struct message m = file_parse(a, names[i]);

		if (m.attachment[0].use != ATTACHMENT_UNREAD)
			fail_msg("%s was read: '%s'", names[i], m.attached);
		assert_true(m.flaws & MESSAGE_FLAW_UNREAD);
		assert_null(strstr(m.attached, "root:"));
		arena_free(a);
	}
}

/* Text within a signature; and what only a key opens. */
static void
test_signed(void **state)
{
	static const char *const names[] = { "read-smime-clear",
		"read-smime-opaque", "read-smime-streamed", "encrypted-smime",
		"encrypted-smime-untyped" };

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct arena *a = arena_new(LIMIT_PARSE_ARENA);
		struct message m = file_parse(a, names[i]);
		bool locked = strncmp(names[i], "encrypted", 9) == 0;

		assert_string_equal(m.visible,
		    locked ? ""
			   : "What is the difference between 33953 and 33954?");
		assert_int_equal(
		    (m.flaws & MESSAGE_FLAW_ENCRYPTED) != 0, locked);
		assert_int_equal((m.flaws & MESSAGE_FLAW_UNREAD) != 0, locked);
		arena_free(a);
	}
}

/* A file that was only named is unread, whatever it is. */
static void
test_named(void **state)
{
	static const char mail[] =
	    "From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n"
	    "--b\n\nx\n--b\nContent-Type: text/plain\n"
	    "Content-Disposition: attachment; filename=a.txt\n\n33954\n--b--\n";
	struct arena *a = arena_new(LIMIT_PARSE_ARENA);
	struct message m;
	struct err e = { 0 };

	(void)state;
	assert_int_equal(message_parse_files(a, mail, sizeof(mail) - 1,
			     MESSAGE_FILES_NAMED, &m, &e),
	    0);
	assert_string_equal(m.attached, "");
	assert_int_equal(m.attachment[0].use, ATTACHMENT_UNREAD);
	arena_free(a);
}

/* A logo in the text is nothing; one that the mail speaks of is. */
static void
test_pictures(void **state)
{
	static const char *const words[] = { "Code 33954?",
		"See the attached screenshot." };

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct arena *a = arena_new(LIMIT_PARSE_ARENA);
		char mail[600];
		struct message m;

		snprintf(mail, sizeof(mail),
		    "From: a@b.example\n"
		    "Content-Type: multipart/related; boundary=b\n\n"
		    "--b\n\n%s\n--b\nContent-Type: image/png; name=logo.png\n"
		    "Content-ID: <l@x>\n\nabc\n--b--\n",
		    words[i]);
		m = mail_text(a, mail);
		assert_int_equal(m.attachment[0].use,
		    i ? ATTACHMENT_UNREAD : ATTACHMENT_ASIDE);
		arena_free(a);
	}
}

static int
group_setup(void **state)
{
	(void)state;
	message_init();
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_rtf),
		cmocka_unit_test(test_rtf_bounds),
		cmocka_unit_test(test_unopened),
		cmocka_unit_test(test_read),
		cmocka_unit_test(test_packed),
		cmocka_unit_test(test_packed_meeting),
		cmocka_unit_test(test_unread),
		cmocka_unit_test(test_signed),
		cmocka_unit_test(test_named),
		cmocka_unit_test(test_pictures),
	};

	return cmocka_run_group_tests(tests, group_setup, NULL);
}
