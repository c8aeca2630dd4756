/* test_subject.c - subjects of replies, and tokens found again. */
#include "limit.h"
#include "reply.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define TOKEN "C-abcdefghijkm"

static void
test_subjects(void **state)
{
	static const struct {
		const char *subject, *token, *want;
	} rows[] = {
		{ "33954", TOKEN, "Re: 33954 [" TOKEN "]" },
		{ "33954", NULL, "Re: 33954" },
		{ "Re: 33954", NULL, "Re: 33954" },
		{ "RE: AW: Re[2]: re : 33954", NULL, "Re: 33954" },
		{ "Re: Fwd: 33954", NULL, "Re: Fwd: 33954" },
		{ "Re: 33954 [" TOKEN "]", TOKEN, "Re: 33954 [" TOKEN "]" },
		{ "Re: 33954 [" TOKEN "] Re: [C-23456789abcd]", TOKEN,
		    "Re: 33954 Re: [" TOKEN "]" },
		{ "[c-ABCDEFGHIJKM] RE: 33954", TOKEN,
		    "Re: 33954 [" TOKEN "]" },
		{ "Re: [" TOKEN "]", TOKEN,
		    "Re: your coding question [" TOKEN "]" },
		{ "", TOKEN, "Re: your coding question [" TOKEN "]" },
		{ " \t\r\n ", NULL, "Re: your coding question" },
		{ "reply wanted", NULL, "Re: reply wanted" },
		{ "Reason: none", NULL, "Re: Reason: none" },
		{ "two\r\nBcc: lines", TOKEN,
		    "Re: two Bcc: lines [" TOKEN "]" },
		{ "x", "C-abc]\r\nBcc: y", "Re: x" },
		{ "x", "", "Re: x" },
		{ "[C-short] stays", NULL, "Re: [C-short] stays" },
	};
	struct arena *a = arena_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(
		    reply_subject(a, rows[i].subject, rows[i].token),
		    rows[i].want);
	/* Bytes that are no UTF-8 are shown as such, not passed on. */
	assert_string_equal(
	    reply_subject(a, "gr\xfc\xdf", NULL), "Re: gr\ufffd\ufffd");
	arena_free(a);
}

static void
test_long(void **state)
{
	struct arena *a = arena_new(1 << 20);
	char subject[2000] = "";
	const char *s;

	(void)state;
	while (strlen(subject) < 1900)
		strncat(subject, "\u00fc", 3);
	s = reply_subject(a, subject, TOKEN);
	assert_true(strlen(s) <= LIMIT_SUBJECT_BYTES);
	assert_string_equal(
	    s + strlen(s) - strlen("\u00fc [" TOKEN "]"), "\u00fc [" TOKEN "]");
	arena_free(a);
}

static void
test_tokens(void **state)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
		{ "Re: 33954 [" TOKEN "]", TOKEN },
		{ "c-abcdefghijkm", TOKEN },
		{ "C-ABCDEFGHIJKM", TOKEN },
		{ "(" TOKEN ")", TOKEN },
		{ "C-23456789abcd tail", "C-23456789abcd" },
		{ "C-23456789abcd C-98765432abcd", "C-23456789abcd" },
		{ "C-short C-98765432abcd", "C-98765432abcd" },
		{ "", NULL },
		{ "C-", NULL },
		{ "C-abcdefghijk", NULL },
		{ "C-abcdefghijkmn", NULL },
		{ "xC-abcdefghijkm", NULL },
		{ "\u00fcC-abcdefghijkm", NULL },
		{ "C-abcdefghijk0", NULL },
		{ "C-abcdefghijk1", NULL },
		{ "C-abcdefghijkl", NULL },
		{ "C-abcdefghijko", NULL },
		{ "C_abcdefghijkm", NULL },
		{ NULL, NULL },
	};
	struct arena *a = arena_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *token = reply_token_find(a, rows[i].text);

		if (rows[i].want == NULL)
			assert_null(token);
		else
			assert_string_equal(token, rows[i].want);
	}
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_subjects),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_tokens),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
