/* What the author wrote just now: quotes, signatures and footers of many
 * clients and languages go, lists and answers between quotes stay. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "arena.h"
#include "visible.h"

#include <stdio.h>
#include <string.h>

#define Q "Can 20610 go with 99213?"

/* Text and what is visible of it. */
static const struct {
	const char *text, *visible;
} rows[] = {
	{ Q, Q },
	{ "\n\n  \n" Q "\n\n\n", Q },
	/* what a gateway puts on top, and what looks like it */
	{ "CAUTION: This email originated from outside of the organization.\n"
	  "Do not click links or open attachments.\n\n" Q,
	    Q },
	{ "[EXTERNAL] 99213 with 25", "[EXTERNAL] 99213 with 25" },
	{ "External email\nplease code 99213", "please code 99213" },
	/* nothing but what the client put there */
	{ "--\nAnn Lee\n12 Main St, Springfield IL 62704\n", "" },
	/* attributions, the same in the languages of our users */
	{ Q "\n\nOn Mon, Nov 16, 2026 at 9:12 AM Ann Lee <ann@b.example> "
	    "wrote:\n> old 33954\n",
	    Q },
	{ Q "\n\nOn Mon, Nov 16, 2026 at 9:12 AM Ann Lee\n<ann@b.example>\n"
	    "wrote:\n\n> old 33954\n",
	    Q },
	{ Q "\n\nOn 11/16/2026 9:12 AM, Ann Lee wrote:\n> old\n", Q },
	/* web mail without a verb, other clients, Arabic, Korean, Tagalog */
	{ Q "\n\n11:00 AM, November 16, 2026, \"Ann - Desk\" "
	    "<ann@b.example>:\n\nold\n",
	    Q },
	{ Q "\n\nMonday, 16 November 2026, 9:12 AM +0300 from Ann "
	    "<ann@b.example>:\n\nold\n",
	    Q },
	{ Q "\n\nПонедельник, 16 ноября 2026, 9:12 +03:00 от Ann "
	    "<ann@b.example>:\n\nold\n",
	    Q },
	{ Q "\n\nпн, 16 нояб. 2026 г. в 9:12, Ann\n<ann@b.example>:\n\n> old\n",
	    Q },
	{ Q "\n\n-------- Oprindelig besked --------\nFra: Ann "
	    "<ann@b.example>\nDato: 16.11.2026  9.12\nTil: b@b.example\nEmne: "
	    "old\n\nold\n",
	    Q },
	{ Q "\n\n-------- Irgendwelche Wörter --------\nVon: Ann "
	    "<ann@b.example>\nGesendet: 16.11.2026\nAn: b@b.example\nBetreff: "
	    "old\n\nold\n",
	    Q },
	{ Q "\n\nTélécharger Outlook pour iOS<https://aka.example/x?y=1,2>\n",
	    Q },
	{ Q "\n\nSent via Superhuman ( https://s.example/?vip=ann@b.example "
	    ")\n",
	    Q },
	{ Q "\n\nأُرسلت من الـ iPhone\nفي ١٦/١١/٢٠٢٦ الساعة ٣:٣٦ م، كتب/كتبت "
	    "Ann <ann@b.example>:\n\nold\n",
	    Q },
	{ Q "\n\nفي الاثنين، 16 نوفمبر 2026 في 9:12 ص تمت كتابة ما يلي بواسطة "
	    "Ann <ann@b.example>:\n> old\n",
	    Q },
	{ Q "\n\nمن: Ann <ann@b.example>\nتم الإرسال: Monday, November 16, "
	    "2026\nإلى: b@b.example\nالموضوع: x\n\nold\n",
	    Q },
	{ Q "\n\n보낸 사람: Ann <ann@b.example>\n보낸 날짜: 2026년 11월 "
	    "16일\n받는 사람: b <b@b.example>\n제목: x\n\nold\n",
	    Q },
	{ Q "\n\nNoong Lun, Nob 16, 2026 nang 9:12 AM, isinulat ni Ann "
	    "<ann@b.example> ang:\n\n> old\n",
	    Q },
	{ Q "\n\n—————\nSarah Johnson\nProduct Manager\nsarah@b.example\n+1 "
	    "555-012-3456\n",
	    Q },
	/* a time and an address are no attribution by themselves */
	{ "99213 at 10:15, 99214 at 11:30; ask Ann <ann@b.example>",
	    "99213 at 10:15, 99214 at 11:30; ask Ann <ann@b.example>" },
	/* marks of direction hide nothing */
	{ "\xE2\x80\x8E" Q "\xE2\x80\xAC", Q },
	{ Q "\n\nEl lun, 16 nov 2026 a las 9:12, Ann (<ann@b.example>) "
	    "escribió:\n> old\n",
	    Q },
	{ Q "\n\nLe lun. 16 nov. 2026 à 09:12, Ann <ann@b.example> a "
	    "écrit\xC2\xA0:"
	    "\n> old\n",
	    Q },
	{ Q "\n\nAm 16.11.2026 um 09:12 schrieb Ann Lee:\n> old\n", Q },
	{ Q "\n\nEm seg., 16 de nov. de 2026 às 09:12, Ann <ann@b.example> "
	    "escreveu:\n> old\n",
	    Q },
	{ Q "\n\nIl giorno lun 16 nov 2026 alle ore 09:12 Ann "
	    "<ann@b.example> ha scritto:\n> old\n",
	    Q },
	{ Q "\n\nOp ma 16 nov 2026 om 09:12 schreef Ann <ann@b.example>:\n> "
	    "old\n",
	    Q },
	{ Q "\n\nW dniu 16.11.2026 o 09:12, Ann pisze:\n> old\n", Q },
	{ Q "\n\npon., 16 lis 2026 o 09:12 Ann <ann@b.example> napisał(a):\n> "
	    "old\n",
	    Q },
	{ Q "\n\nпн, 16 нояб. 2026 г. в 09:12, Ann <ann@b.example> написал:\n> "
	    "old\n",
	    Q },
	{ Q "\n\nAnn <ann@b.example> 于2026年11月16日周一 09:12写道：\n\n> "
	    "old\n",
	    Q },
	{ Q "\n\nVào Th 2, 16 thg 11, 2026 vào lúc 09:12 Ann <ann@b.example> "
	    "đã "
	    "viết:\n> old\n",
	    Q },
	{ Q "\n\n2026-11-16 9:12 GMT-05:00 Ann Lee <ann@b.example>:\n\n> old\n",
	    Q },
	/* dividers and header blocks */
	{ Q "\n\n-----Original Message-----\nold 33954\n", Q },
	{ Q "\n\n-----Ursprüngliche Nachricht-----\nold\n", Q },
	{ Q "\n\n-----Mensaje original-----\nold\n", Q },
	{ Q "\n\n________________________________\nFrom: Ann <ann@b.example>\n"
	    "Sent: Monday, November 16, 2026 9:12 AM\nTo: Consult\n"
	    "Subject: RE: x\n\nold 33954\n",
	    Q },
	{ Q "\n\n*From:* Ann <ann@b.example>\n*Sent:* Monday\n*To:* c\n"
	    "*Subject:* x\n\nold\n",
	    Q },
	{ Q "\n\nDe : Ann\nEnvoyé : lundi\nÀ : c\nObjet : x\n\nold\n", Q },
	{ Q "\n\nVon: Ann\nGesendet: Montag\nAn: c\nBetreff: x\n\nold\n", Q },
	{ Q "\n\n发件人: Ann\n发送时间: 2026\n收件人: c\n主题: x\n\nold\n", Q },
	/* no quote, though it looks like one */
	{ "Dates of service:\nFrom: 11/1/2026\nTo: 11/5/2026\n\n" Q,
	    "Dates of service:\nFrom: 11/1/2026\nTo: 11/5/2026\n\n" Q },
	{ "On the left knee we gave 20610:\n- one\n- two\n",
	    "On the left knee we gave 20610:\n- one\n- two" },
	{ "As you wrote:\n\n" Q, "As you wrote:\n\n" Q },
	{ "> 33954 is for six years and older\n\nIs that right?\n",
	    "> 33954 is for six years and older\n\nIs that right?" },
	{ "First\n---\nSecond\n---\nThird " Q "\n",
	    "First\n---\nSecond\n---\nThird " Q },
	{ "Two codes:\n-A 20610\n-B 99213\n",
	    "Two codes:\n-A 20610\n-B 99213" },
	{ "Sent from my desk, it is about 33954.\n",
	    "Sent from my desk, it is about 33954." },
	/* answers between quoted lines */
	{ "On Mon, Nov 16, 2026, consult@p.example wrote:\n> How old?\n\n"
	  "Seven years.\n\n> Which side?\n\nLeft.\n",
	    "Seven years.\n\nLeft." },
	{ "* Ann Lee <ann@b.example> [2026-11-16 09:12 -0500]:\n> How old?\n\n"
	  "Seven years.\n",
	    "Seven years." },
	/* Lotus Notes marks no line either */
	{ Q "\n\nAnn\n\n\nBo Roy/Bay\n11/16/2026 09:12 "
	    "AM\n\nTo\nann@b.example\n"
	    "cc\n\nSubject\nRe: old\n\nOld 33954?\n",
	    Q "\n\nAnn" },
	{ Q "\n\n|---------+-------------------->\n|         |   Bo Roy        "
	    "   "
	    "|\n|---------+-------------------->\n  >----------------|\n"
	    "  |  Subject:  Re: old        |\n  >----------------|\n\nOld?\n",
	    Q },
	{ Q "\n\nSeen\n11/16/2026 09:12 AM\n\nTo\nask\n",
	    Q "\n\nSeen\n11/16/2026 09:12 AM\n\nTo\nask" },
	/* GroupWise marks no line; ticket systems say where to write */
	{ Q "\n\n>>> Ann Lee <ann@b.example> 11/16/2026 9:12 AM >>>\nold "
	    "33954\n",
	    Q },
	{ Q "\n\nAnn Lee 11/16/2026 9:12 AM >>>\nold 33954?\n", Q },
	{ Q "\n\n##- Please type your reply above this line -##\n\nOld "
	    "33954?\n",
	    Q },
	{ "##- Please type your reply above this line -##\n\n" Q,
	    "##- Please type your reply above this line -##\n\n" Q },
	/* signatures */
	{ Q "\n\nAnn Lee (she/her)\nBilling\next. 4412\n", Q },
	{ Q "\n\nAnn Lee\n\nHow did we do? Take our survey: "
	    "https://s.example\n",
	    Q "\n\nAnn Lee" },
	{ Q "\n-- \nAnn Lee, CPC\n(555) 010-0123\nMiami FL 33954\n", Q },
	{ Q "\n\n--\nAnn\n", Q },
	{ Q "\n\nThanks,\nAnn Lee, CPC\nCoder\nBay Clinic\n1 Main St\n"
	    "Miami, FL 33954\n(555) 010-0123\n",
	    Q },
	{ Q "\n\nBest regards,\n\nAnn Lee\nann@b.example\n", Q },
	{ Q "\n\nAnn Lee, CPC\nBay Clinic\nMon-Thu 8:00-4:30\n", Q },
	{ Q "\n\nAnn Lee\nBay Clinic\nMiami, FL 33954\n", Q },
	{ "We billed:\n\nCPT 20610 and\nCPT 99213\n",
	    "We billed:\n\nCPT 20610 and\nCPT 99213" },
	{ Q "\n\nThanks,\nAnn\n", Q "\n\nThanks,\nAnn" },
	{ Q "\n\nSent from my iPhone\n", Q },
	{ Q "\n\nGet Outlook for iOS<https://aka.ms/o0ukef>\n", Q },
	{ Q "\n\nEnviado desde mi iPhone\n", Q },
	{ Q "\n\nYahoo Mail: Search, Organize, Conquer\n", Q },
	{ Q "\n\n____________\nThis message was secured by Zix(R).\n", Q },
	{ Q "\n\nCONFIDENTIALITY NOTICE: This mail may hold protected health "
	    "information 42 CFR 99999.\nDelete it.\n",
	    Q },
	{ Q "\n\nThis message (including any attachments) is for the one it was"
	    " sent to.\n",
	    Q },
	/* all of it */
	{ "Thanks!", "Thanks!" },
	{ "Sent from my iPhone", "" },
	{ "", "" },
	{ "On Mon, Nov 16, 2026, c@p.example wrote:\n> old 33954\n", "" },
};

static void
test_rows(void **state)
{
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena *a = arena_new(1u << 20);
		struct visible v;

		visible_find(a, rows[i].text, &v);
		if (strcmp(v.text, rows[i].visible) != 0) {
			print_error(
			    "\"%s\"\n gives \"%s\"\n", rows[i].text, v.text);
			wrong++;
		}
		arena_free(a);
	}
	assert_int_equal(wrong, 0);
}

static const struct {
	const char *text, *visible, *from;
} forwards[] = {
	{ "---------- Forwarded message ---------\nFrom: Bo Day "
	  "<bo@c.example>\nDate: Mon\nSubject: code\nTo: ann@b.example\n\n" Q
	  "\n\nThanks,\nBo\n(555) 010-0123\n",
	    Q, "bo@c.example" },
	{ "FYI, can you ask them?\n\nFrom: Bo <bo@c.example>\nSent: Monday\n"
	  "To: Ann\nSubject: code\n\n" Q "\n",
	    "FYI, can you ask them?\n\n" Q, "bo@c.example" },
	{ "Begin forwarded message:\n\n> From: Bo <bo@c.example>\n> Subject: "
	  "code\n> Date: Monday\n> To: ann@b.example\n>\n> " Q "\n",
	    Q, "bo@c.example" },
	/* Outlook's HTML, as html_text() writes it */
	{ "see below\n\n> From: Bo <bo@c.example>\n> Sent: Monday\n> To: Ann\n"
	  "> Subject: code\n>\n> " Q "\n",
	    "see below\n\n" Q, "bo@c.example" },
	/* with the forwarder's signature and a legal notice between */
	{ "fyi - from the floor\n\nBay Clinic front office\n555-010-0123\n\n"
	  "CONFIDENTIALITY NOTICE: this mail is private.\n\n"
	  "-----Original Message-----\nFrom: Bo <bo@c.example>\nSent: Monday\n"
	  "To: Ann\nSubject: code\n\n" Q "\n\nBo Day\nBay Clinic\n"
	  "Tel: 555 010 0123\n",
	    "fyi - from the floor\n\n" Q, "bo@c.example" },
	/* with words of one's own, the rest is only quoted */
	{ "Our own case is another one: 33954 for a child of five years.\n\n"
	  "From: Bo <bo@c.example>\nSent: Monday\nTo: Ann\nSubject: code\n\n" Q,
	    "Our own case is another one: 33954 for a child of five years.",
	    NULL },
};

static void
test_forwards(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(forwards) / sizeof(forwards[0]); i++) {
		struct arena *a = arena_new(1u << 20);
		struct visible v;

		visible_find(a, forwards[i].text, &v);
		assert_string_equal(v.text, forwards[i].visible);
		if (forwards[i].from) {
			assert_non_null(v.forwarded_from);
			assert_string_equal(v.forwarded_from, forwards[i].from);
		} else {
			assert_null(v.forwarded_from);
		}
		arena_free(a);
	}
}

/* "\\n" of a table as a line end, in place. */
static char *
unescape(char *text)
{
	char *to = text;

	for (const char *p = text; *p; p++)
		if (p[0] == '\\' && p[1] == 'n')
			*to++ = '\n', p++;
		else
			*to++ = *p;
	*to = '\0';
	return text;
}

/* The same question in the mails of many clients and languages. */
static void
test_clients(void **state)
{
	FILE *f = fopen("tests/data/visible.tsv", "r");
	char row[8192];
	size_t count = 0, wrong = 0;

	(void)state;
	assert_non_null(f);
	while (fgets(row, sizeof(row), f)) {
		struct arena *a = arena_new(1u << 20);
		char *want = strchr(row, '\t');
		struct visible v;

		if (*row != '#') {
			assert_non_null(want);
			*want++ = '\0';
			want[strcspn(want, "\n")] = '\0';
			visible_find(a, unescape(row), &v);
			if (strcmp(v.text, unescape(want)) != 0) {
				print_error(
				    "want: %s\ngot: %s\n", want, v.text);
				wrong++;
			}
			count++;
		}
		arena_free(a);
	}
	fclose(f);
	assert_int_equal(wrong, 0);
	assert_true(count > 100);
}

/* A paragraph that begins like a footer, and asks or tells. */
static void
test_no_footer(void **state)
{
	struct arena *a = arena_new(1u << 20);
	struct visible v;

	(void)state;
	visible_find(a,
	    "Hi,\n\nThis message is about confidential records: may I bill "
	    "99080?",
	    &v);
	assert_non_null(strstr(v.text, "99080"));
	visible_find(a, "Hi,\n\nNote: 99213.\n\nNotice of denial CO-4.\n", &v);
	assert_non_null(strstr(v.text, "CO-4"));
	arena_free(a);
}

/* What was cut is kept for the coder. */
static void
test_kept(void **state)
{
	struct arena *a = arena_new(1u << 20);
	struct visible v;

	(void)state;
	visible_find(a,
	    Q
	    "\n\n-- \nAnn\n\nOn Mon, Nov 16, 2026, c@p.example wrote:\n> old\n",
	    &v);
	assert_string_equal(v.text, Q);
	assert_non_null(strstr(v.quoted, "> old"));
	assert_non_null(strstr(v.quoted, "wrote:"));
	assert_non_null(strstr(v.signature, "Ann"));
	assert_null(strstr(v.signature, "old"));
	arena_free(a);
}

static void
test_small_arena(void **state)
{
	(void)state;
	for (size_t limit = 8; limit < 3000; limit += 8) {
		struct arena *a = arena_new(limit);
		struct visible v = { 0 };

		visible_find(a, forwards[1].text, &v);
		if (v.text)
			assert_non_null(strstr(v.text, "FYI"));
		arena_free(a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_forwards),
		cmocka_unit_test(test_clients),
		cmocka_unit_test(test_no_footer),
		cmocka_unit_test(test_kept),
		cmocka_unit_test(test_small_arena),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
