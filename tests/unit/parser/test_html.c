/* HTML as clients write it, and the text that a reader sees. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "html.h"
#include "limit.h"

#include <stdio.h>
#include <string.h>

static const struct {
	const char *name, *html, *text;
} rows[] = {
	{ "words", "a <b>b</b>\n c&amp;d &eacute;", "a b c&d é\n" },
	{ "paragraphs", "<p>one</p><p>two</p>", "one\n\ntwo\n" },
	{ "lines", "one<br>two<br><br>three", "one\ntwo\n\nthree\n" },
	{ "divs", "<div>one</div><div>two</div><div><br></div><div>x</div>",
	    "one\ntwo\n\nx\n" },
	{ "Word's paragraphs",
	    "<p class=MsoNormal>one</p><p class=MsoNormal>two</p>"
	    "<p class=MsoNormal>&nbsp;</p><p "
	    "class=MsoNormal>three<o:p></o:p></p>",
	    "one\ntwo\n\nthree\n" },
	{ "list", "<ul><li>one<li>two</ul>x", "- one\n- two\nx\n" },
	{ "table", "<table><tr><td>20610</td><td>50</td></tr><tr><td>x</table>",
	    "20610\t50\nx\n" },
	{ "link", "<a href=\"http://x.example/33954\">see</a>", "see\n" },
	{ "preformatted", "<pre>a\n  b\n\nc</pre>", "a\n  b\n\nc\n" },
	{ "head, style, script",
	    "<html><head><title>t</title><style>p{}</style></head><body>x"
	    "<script>alert(33954)</script><!-- 33954 --></body></html>",
	    "x\n" },
	{ "hidden",
	    "<div style=\"display:none\">33954</div>"
	    "<span style='mso-hide:all'>y</span><p hidden>z</p>x",
	    "x\n" },
	{ "hidden by style",
	    "<p style='color:red; DISPLAY : NONE!important'>33954</p>"
	    "<p style='opacity:0'>a</p><p style='max-height:0px'>b</p>"
	    "<p style='visibility:hidden;'>c</p><i style='font-size:0'>d</i>"
	    "<i style='font-size:0pt;line-height:0'>e</i>x",
	    "x\n" },
	{ "shown by style",
	    "<p style='opacity:0.9;max-height:05px;font-size:0.9em'>a</p>"
	    "<p style='display:block;--display:none;mso-hide:none'>b</p>"
	    "<p style='display;:none;font-size'>c</p>",
	    "a\n\nb\n\nc\n" },
	{ "no size until within",
	    "<table style='font-size:0px'><tr><td>y<div style='font-size:13px'>"
	    "What is <b>99213</b>?</div><span style='font-size:2em'>z</span>"
	    "</td></tr></table>x",
	    "What is 99213?\nx\n" },
	{ "no width",
	    "33\xE2\x80\x8B"
	    "95\xC2\xAD"
	    "4",
	    "33954\n" },
	{ "no-break spaces", "a&nbsp;&nbsp;b", "a  b\n" },
	{ "broken", "<p>a<b>b<p>c</i></td><div", "ab\n\nc\n" },
	{ "external entity",
	    "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>a&e;b",
	    NULL },
	{ "Apple's and Thunderbird's quote",
	    "mine<blockquote type=\"cite\">theirs</blockquote>after",
	    "mine\n\n> theirs\n\nafter\n" },
	{ "a signature that its client marks",
	    "<div>mine</div><div id=\"Signature\">Ann<br>IL 62704</div>",
	    "mine\n\n--\nAnn\nIL 62704\n" },
	{ "own words below it",
	    "mine<div class=\"x_gmail_signature\"><div>Ann</div></div>more",
	    "mine\nmore\n\n--\nAnn\n" },
	{ "above what is quoted",
	    "mine<div name=\"messageSignatureSection\">Ann</div>"
	    "<blockquote type=\"cite\">old</blockquote>",
	    "mine\n\n> old\n\n--\nAnn\n" },
	{ "nothing beside it", "<div id=\"Signature\">Code 33954?</div>",
	    "Code 33954?\n" },
	{ "an empty one", "mine<div id=\"Signature\"></div>more",
	    "mine\nmore\n" },
	{ "one that was quoted",
	    "<blockquote type=\"cite\">a<div id=\"Signature\">Ann</div>"
	    "</blockquote>",
	    "> a\n> Ann\n\n" },
	{ "quote in a quote",
	    "<blockquote type=cite>a<blockquote "
	    "type=cite>b</blockquote></blockquote>",
	    "> a\n>\n>> b\n>\n" },
	{ "Gmail's reply",
	    "<div dir=ltr>mine</div><br><div class=\"gmail_quote\">"
	    "<div class=gmail_attr>On Mon Ann wrote:<br></div>"
	    "<blockquote class=\"gmail_quote\">theirs</blockquote></div>",
	    "mine\n\n> On Mon Ann wrote:\n>\n>> theirs\n>\n" },
	{ "answers between what Gmail quotes",
	    "<div class=\"gmail_quote\"><div class=gmail_attr>On Mon Ann "
	    "wrote:<br></div><blockquote class=\"gmail_quote\">How old?"
	    "<div class=\"gmail_quote\">x<blockquote class=\"gmail_quote\">y"
	    "</blockquote></div></blockquote><div>Seven.</div><blockquote "
	    "class=\"gmail_quote\">Which side?</blockquote>Left.</div>more",
	    "> On Mon Ann wrote:\n>\n>> How old?\n>>\n>>> x\n>>>\n>>>> y\n>>>\n"
	    "Seven.\n\n> Which side?\n\nLeft.\nmore\n" },
	{ "Zimbra's divider and signature",
	    "mine<div data-marker=\"__SIG_POST__\">Ann</div><hr id=\"zwchr\" "
	    "data-marker=\"__DIVIDER__\"><div "
	    "data-marker=\"__HEADERS__\">From: "
	    "Ann</div><div>theirs</div>",
	    "mine\n-----\n\n> From: Ann\n> theirs\n\n--\nAnn\n" },
	{ "Gmail's forward is no quote",
	    "see<div class=\"gmail_quote\"><div>---------- Forwarded message"
	    " ---------<br>From: x</div>body</div>",
	    "see\n\n---------- Forwarded message ---------\nFrom: x\nbody\n" },
	{ "Outlook's divider",
	    "<div><p class=MsoNormal>mine</p><div><div style='border:none;"
	    "border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in'>"
	    "<p class=MsoNormal><b>From:</b> Ann<br><b>Sent:</b> Mon</p></div>"
	    "</div><p class=MsoNormal>theirs</p></div>",
	    "mine\n\n> From: Ann\n> Sent: Mon\n> theirs\n" },
	{ "Outlook's divider on the web",
	    "<div>mine</div><hr><div id=\"x_divRplyFwdMsg\">From: Ann</div>"
	    "<div>theirs</div>",
	    "mine\n-----\n\n> From: Ann\n> theirs\n" },
	{ "indented, not quoted",
	    "<blockquote style=\"margin:0 0 0 40px\">20610</blockquote>",
	    "20610\n" },
	{ "empty", "", "" },
};

static void
test_rows(void **state)
{
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena *a = arena_new(1u << 20);
		const char *text = NULL;
		struct err e = { 0 };

		assert_int_equal(
		    html_text(a, rows[i].html, strlen(rows[i].html), &text, &e),
		    0);
		if (rows[i].text && strcmp(text, rows[i].text) != 0) {
			print_error("%s: \"%s\"\n", rows[i].name, text);
			wrong++;
		}
		assert_null(strstr(text, "root:"));
		arena_free(a);
	}
	assert_int_equal(wrong, 0);
}

/* Deeper than the stack of elements: all text is still there, in order. */
static void
test_deep(void **state)
{
	struct arena *a = arena_new(LIMIT_PARSE_ARENA);
	const char *text, *last;
	struct err e = { 0 };
	size_t n = 0;
	char *html = arena_alloc(a, 3000 * 16);

	(void)state;
	for (int i = 0; i < 3000; i++)
		n += (size_t)snprintf(html + n, 16, "<div>w%d ", i);
	assert_int_equal(html_text(a, html, n, &text, &e), 0);
	last = text;
	for (int i = 0; i < 3000; i++) {
		char word[16];

		snprintf(word, sizeof(word), "w%d\n", i);
		last = strstr(last, word);
		if (!last)
			fail_msg("w%d is missing", i);
	}
	arena_free(a);
}

/* As many elements as fit: read in one pass, and the text is there. */
static void
test_deepest(void **state)
{
	static const char begin[] = "<div>", text_in[] = "99213 &amp; 20610";
	struct arena *a = arena_new(LIMIT_PARSE_ARENA);
	size_t levels = 400000, n = 0;
	char *html = arena_alloc(a, levels * 5 + 100);
	const char *text;
	struct err e = { 0 };

	(void)state;
	for (size_t i = 0; i < levels; i++, n += 5)
		memcpy(html + n, begin, 5);
	n += (size_t)snprintf(html + n, 100, "%s<p>25</p", text_in);
	assert_int_equal(html_text(a, html, n, &text, &e), 0);
	assert_non_null(strstr(text, "99213"));
	assert_non_null(strstr(text, "25"));
	arena_free(a);
}

/* A tag of so many attributes, of every form, hides nothing behind it; one
 * that has few keeps them all, and so does text with "<". RLIMIT_CPU and the
 * runner end a reader that compares each with all. */
static void
test_attributes(void **state)
{
	static const char *const forms[] = { "a%zu=1 ", "a%zu=\"1>2\"",
		"a%zu = '1>2' ", "a%zu ", "a%zu\n=\n\"x y\"\t" };
	size_t max = 100000;

	(void)state;
	for (size_t f = 0; f < sizeof(forms) / sizeof(forms[0]); f++) {
		struct arena *a = arena_new(LIMIT_PARSE_ARENA);
		char *html = arena_alloc(a, max * 24 + 200);
		const char *text;
		struct err e = { 0 };
		size_t n = (size_t)sprintf(
		    html, "<p style='display:none' id=x>hidden</p>6 < 7<p ");

		for (size_t i = 0; i < max; i++)
			n += (size_t)sprintf(html + n, forms[f], i);
		n += (size_t)sprintf(
		    html + n, ">What is 99213?</p><b title='a>b'>yes</b>");
		assert_int_equal(html_text(a, html, n, &text, &e), 0);
		assert_string_equal(text, "6 < 7\n\nWhat is 99213?\nyes\n");
		arena_free(a);
	}
}

static void
test_small_arena(void **state)
{
	struct arena *a = arena_new(16);
	const char *text = "untouched";
	struct err e = { 0 };

	(void)state;
	assert_int_equal(
	    html_text(a, "<p>a long enough text</p>", 25, &text, &e), -1);
	assert_int_equal(e.kind, ERR_REFUSE);
	assert_string_equal(text, "untouched");
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_deep),
		cmocka_unit_test(test_deepest),
		cmocka_unit_test(test_attributes),
		cmocka_unit_test(test_small_arena),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
