/* test_reply.c - whole replies by the templates of the house, compared byte
 * for byte with tests/golden/reply. After a wanted change run this program
 * with UPDATE_GOLDEN=1 from the top of the source tree, look at what `git
 * diff` shows, and commit it. */
#include "buf.h"
#include "samples.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define GOLDEN "tests/golden/reply/"

static struct template_set *set;

static const struct reply_envelope plain_envelope = {
	.from_name = "Coding Consult",
	.from = "consult@practice.example",
	.return_path = "",
	.to = "anna@clinic.example",
	.to_name = "Anna Coder",
	.subject = "33954",
	.message_id = "consultd.1.1.abcdefgh@practice.example",
	.in_reply_to = "q1@clinic.example",
	.token = "C-abcdefghijkm",
	.reply_to = "consult+c-abcdefghijkm@practice.example",
	.loop = "practice.example",
	.automatic = true,
	.now_unix = 1795336200,
	.notice = "This is coding information, not legal or payment advice. "
		  "The payer's own rules decide.",
	.copyright = "CPT is a registered trademark of the American Medical "
		     "Association.",
};

static int
set_up(void **state)
{
	struct err e = { 0 };

	(void)state;
	if (reply_load("templates", &set, &e) == -1) {
		fprintf(stderr, "%s\n", e.text);
		return -1;
	}
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	template_set_free(set);
	return 0;
}

static void
file_read(const char *path, struct buf *out)
{
	char part[4096];
	FILE *f = fopen(path, "r");
	size_t n;

	if (f == NULL)
		fail_msg("%s: missing; run with UPDATE_GOLDEN=1", path);
	while ((n = fread(part, 1, sizeof(part), f)) > 0)
		buf_add(out, part, n);
	fclose(f);
}

static void
golden_check(const char *name, const char *suffix, const char *is, size_t len)
{
	char path[256];
	struct buf want;
	FILE *f;

	snprintf(path, sizeof(path), GOLDEN "%s.%s", name, suffix);
	if (getenv("UPDATE_GOLDEN") != NULL) {
		f = fopen(path, "w");
		assert_non_null(f);
		assert_int_equal(fwrite(is, 1, len, f), len);
		assert_int_equal(fclose(f), 0);
		return;
	}
	buf_init(&want, 1 << 20);
	file_read(path, &want);
	if (want.len != len || memcmp(buf_text(&want), is, len) != 0)
		fail_msg("%s differs; got:\n%s", path, is);
	buf_free(&want);
}

/* No line of a text body passes 72 columns, unless it is one word. */
static void
lines_check(const char *text)
{
	while (*text != '\0') {
		size_t n = strcspn(text, "\n");

		if (n > 72 && memchr(text, ' ', n) != NULL)
			fail_msg("long line: %.*s", (int)n, text);
		if (n > 0 && text[n - 1] == ' ')
			fail_msg("space at the end: %.*s", (int)n, text);
		text += n + (text[n] == '\n');
	}
}

static void
answer_check(
    const char *name, struct answer *item, size_t n, enum outcome outcome)
{
	struct answers answers = { item, n, outcome, NULL };
	struct reply_envelope env = plain_envelope;
	struct arena *a = arena_new(16 << 20), *b = arena_new(16 << 20);
	struct reply r, again;
	struct err e = { 0 };

	if (reply_answer(a, set, &env, &answers, &r, &e) == -1)
		fail_msg("%s", e.text);
	assert_int_equal(reply_answer(b, set, &env, &answers, &again, &e), 0);
	assert_int_equal(r.len, again.len);
	assert_memory_equal(r.bytes, again.bytes, r.len);
	lines_check(r.text);
	golden_check(name, "txt", r.text, strlen(r.text));
	golden_check(name, "html", r.html, strlen(r.html));
	arena_free(a);
	arena_free(b);
}

static void
test_explain(void **state)
{
	(void)state;
	answer_check("explain", &explain, 1, OUTCOME_ANSWERED);
}

static void
test_compare(void **state)
{
	(void)state;
	answer_check("compare", &compare, 1, OUTCOME_ANSWERED);
}

static void
test_ask(void **state)
{
	(void)state;
	answer_check("ask", &ask_back, 1, OUTCOME_ASKED_BACK);
}

static void
test_held(void **state)
{
	(void)state;
	answer_check("held", &held, 1, OUTCOME_HELD);
}

/* Answered, yet the asker wants a person as well. */
static void
test_answered_and_held(void **state)
{
	struct answers answers = { &compare, 1, OUTCOME_HELD, "wants_human" };
	struct reply_envelope env = plain_envelope;
	struct arena *a = arena_new(16 << 20);
	struct err e = { 0 };
	struct reply r;

	(void)state;
	assert_int_equal(reply_answer(a, set, &env, &answers, &r, &e), 0);
	assert_non_null(strstr(r.text,
	    "\nA coder looks at this mail as well, and answers in this "
	    "thread. Why: You\nasked for a person"));
	assert_non_null(strstr(r.html, "You asked for a person"));
	answers.outcome = OUTCOME_ANSWERED;
	assert_int_equal(reply_answer(a, set, &env, &answers, &r, &e), 0);
	assert_null(strstr(r.text, "A coder"));
	arena_free(a);
}

/* Answered from what was read of a mail too large: that stands above all. */
static void
test_partly(void **state)
{
	struct answers answers = { &compare, 1, OUTCOME_HELD, "partly_read" };
	struct reply_envelope env = plain_envelope;
	struct arena *a = arena_new(16 << 20);
	struct err e = { 0 };
	struct reply r;

	(void)state;
	assert_int_equal(reply_answer(a, set, &env, &answers, &r, &e), 0);
	assert_memory_equal(r.text, "Please note: ", 13);
	assert_null(strstr(r.text, "A coder looks at this mail as well"));
	golden_check("partly", "txt", r.text, strlen(r.text));
	golden_check("partly", "html", r.html, strlen(r.html));
	arena_free(a);
}

static void
test_refused(void **state)
{
	(void)state;
	answer_check("refused", &refused, 1, OUTCOME_REFUSED);
}

static void
test_several(void **state)
{
	struct answer two[3] = { choose, ask_back, held };

	(void)state;
	two[1].ask_n = 2;
	two[1].as_of = 20261103;
	two[1].as_of_named = true;
	answer_check("several", two, 3, OUTCOME_HELD);
}

/* Markup in every text that may come from outside. */
static void
test_hostile(void **state)
{
	static const char bad[] = "<script>alert('x')</script> & \"q\"\r\n.\n";
	static const char *bad_cell[] = { bad, bad };
	struct answer_table t = { bad, bad_cell, 1, bad_cell, 1 };
	struct answer_reason why = { bad, { .name = bad, .row = bad } };
	struct answer_option option = { bad, bad };
	struct answer_ask one = { bad, bad, &option, 1 };
	struct answer_line line = { bad, { bad }, 1, bad };
	const char *change = bad;
	struct licence licence = { bad, 2026, 1 };
	struct answer hostile = { VERDICT_ONLY_IF, bad, bad, bad, &line, 1,
		&why, 1, &one, 1, &change, 1, &t, 1, bad, 20261122, false, bad,
		true, &licence };
	struct answers answers = { &hostile, 1, OUTCOME_ANSWERED, NULL };
	struct reply_envelope env = plain_envelope;
	struct arena *a = arena_new(16 << 20);
	struct err e = { 0 };
	struct reply r;

	(void)state;
	env.from_name = env.to_name = env.subject = env.notice = env.copyright =
	    bad;
	assert_int_equal(reply_answer(a, set, &env, &answers, &r, &e), 0);
	assert_null(strstr(r.html, "<script"));
	assert_null(strstr(r.html, "alert('"));
	assert_non_null(strstr(r.html, "&lt;script&gt;alert(&#39;x&#39;)"));
	golden_check("hostile", "html", r.html, strlen(r.html));
	golden_check("hostile", "txt", r.text, strlen(r.text));
	golden_check("hostile", "eml", r.bytes, r.len);
	arena_free(a);
}

static void
test_human(void **state)
{
	static const char body[] =
	    "Hello Anna,\n\n"
	    "the unlisted code needs a comparator. I would take 33999 and "
	    "name 33954 as what it is compared with, since the work is much "
	    "the same.\n\n"
	    "  - 33999  <1 unit>\n"
	    "  - https://www.cms.gov/a/very/long/address/that/must/not/be/"
	    "broken/because/then/nobody/could/follow/it\n\n"
	    "Gr\u00fc\u00dfe,\nMaria & Team\n";
	struct reply_envelope env = plain_envelope;
	struct arena *a = arena_new(16 << 20);
	struct err e = { 0 };
	struct reply r;

	(void)state;
	env.automatic = false;
	assert_int_equal(reply_human(a, set, &env, body, &r, &e), 0);
	assert_memory_equal(r.text, body, strlen(body));
	assert_null(strstr(r.bytes, "Auto-Submitted"));
	golden_check("human", "txt", r.text, strlen(r.text));
	golden_check("human", "html", r.html, strlen(r.html));
	golden_check("human", "eml", r.bytes, r.len);
	arena_free(a);
}

static void
test_too_large(void **state)
{
	struct answer big = explain;
	struct answers answers = { &big, 1, OUTCOME_ANSWERED, NULL };
	struct arena *a = arena_new(64 << 20), *small = arena_new(4096);
	struct reply r = { .to = "untouched" };
	char *text = arena_alloc(a, (1 << 20) + 1);
	struct err e = { 0 };

	(void)state;
	assert_int_equal(
	    reply_answer(small, set, &plain_envelope, &answers, &r, &e), -1);
	assert_int_equal(e.kind, ERR_REFUSE);
	memset(text, 'x', 1 << 20);
	big.headline = text;
	assert_int_equal(
	    reply_answer(a, set, &plain_envelope, &answers, &r, &e), -1);
	assert_int_equal(e.kind, ERR_REFUSE);
	assert_string_equal(r.to, "untouched");
	arena_free(small);
	arena_free(a);
}

/* The AMA's text never goes out without the AMA's notice. */
static void
licensed_text_bears_its_notice(void **state)
{
	struct licence licence = { "Made-up Practice", 2026, 0 };
	struct answer one = explain;
	struct answers answers = { &one, 1, OUTCOME_ANSWERED, NULL };
	struct arena *a = arena_new(16 << 20);
	struct err e = { 0 };
	struct reply r;

	(void)state;
	assert_int_equal(
	    reply_answer(a, set, &plain_envelope, &answers, &r, &e), 0);
	assert_null(strstr(r.text, "All rights reserved"));
	one.licence = &licence;
	assert_int_equal(
	    reply_answer(a, set, &plain_envelope, &answers, &r, &e), 0);
	assert_non_null(strstr(r.text, "CPT \xc2\xa9 2026 American Medical "
				       "Association. All rights reserved."));
	assert_non_null(strstr(r.text, "Made-up Practice"));
	assert_non_null(strstr(r.html, "All rights reserved"));
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(licensed_text_bears_its_notice),
		cmocka_unit_test(test_explain),
		cmocka_unit_test(test_compare),
		cmocka_unit_test(test_ask),
		cmocka_unit_test(test_held),
		cmocka_unit_test(test_answered_and_held),
		cmocka_unit_test(test_partly),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_several),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_human),
		cmocka_unit_test(test_too_large),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
