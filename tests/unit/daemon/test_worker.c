/* test_worker.c - a real worker in a process of its own: mails are put into
 * the store as intake does, and what came of them is read as the desk does. */
#include "mailroom.h"

static void
a_question_is_answered(void **state)
{
	int64_t before = queued(), id;
	struct turn *turn;
	struct err e = { 0 };
	size_t n = 0;

	(void)state;
	id = put("ann@practice.example", "", "What is 33954?");
	work();
	assert_int_equal(case_of(id).state, CASE_ANSWERED);
	assert_string_equal(case_of(id).asker, "ann@practice.example");
	assert_int_equal(queued(), before + 1);
	assert_int_equal(turn_list(desk, arena, id, &turn, &n, &e), 0);
	assert_int_equal(n, 2);
	assert_string_equal(turn[0].text, "What is 33954?");
	assert_non_null(strstr(turn[1].text, "33954"));
	assert_non_null(strstr(turn[1].record, "\"outcome\":\"answered\""));
}

/* The text of our reply to a mail. */
static const char *
replied(int64_t id)
{
	struct turn *turn = NULL;
	struct err e = { 0 };
	size_t n = 0;

	assert_int_equal(turn_list(desk, arena, id, &turn, &n, &e), 0);
	assert_true(n >= 2);
	return turn[n - 1].text;
}

/* One's own cases are told, and nobody else's, nor to anybody else. */
static void
status_tells_ones_own(void **state)
{
	int64_t mine = put("fay@practice.example", "",
	    "Please code the attached operative report.");
	int64_t asked, other, moved;
	const char *token;

	(void)state;
	work();
	asked = put("fay@practice.example", "", "STATUS");
	other = put("gus@practice.example", "", "STATUS");
	moved = put("fay@practice.example",
	    "Reply-To: gus@practice.example\r\n", "STATUS");
	work();
	assert_int_equal(case_of(mine).state, CASE_HELD);
	token = case_of(mine).token;
	assert_non_null(strstr(replied(asked), token));
	assert_non_null(strstr(replied(asked), "waits for a coder"));
	assert_null(strstr(replied(other), token));
	assert_null(strstr(replied(moved), token));
}

static void
silence_for_robots_and_strangers(void **state)
{
	int64_t before = queued(), ignored = in_state(MAIL_IGNORED), id[3];

	(void)state;
	id[0] = put("bo@practice.example", "Auto-Submitted: auto-replied\r\n",
	    "I am away.");
	id[1] = put("bo@elsewhere.example", "", "What is 33954?");
	id[2] = put("consult@practice.example", "", "What is 33954?");
	work();
	for (int i = 0; i < 3; i++)
		assert_true(case_none(id[i]));
	assert_int_equal(in_state(MAIL_IGNORED), ignored + 3);
	assert_int_equal(queued(), before);
}

static void
an_unknown_author_is_held(void **state)
{
	int64_t before = queued(), id;

	(void)state;
	id = put_part(
	    "To: consult@practice.example\r\n\r\nWhat is 33954?\r\n", false);
	work();
	if (case_none(id)) /* a guard may have hit first: it is no person */
		fail_msg("nobody sees it");
	assert_int_equal(case_of(id).state, CASE_HELD);
	assert_string_equal(case_of(id).asker, "");
	assert_int_equal(queued(), before);
}

/* The least that a server can hold: nobody wrote it, and not to us. */
static void
a_mail_of_no_bytes_ends(void **state)
{
	int64_t before = queued(), id = put_part("", false);

	(void)state;
	work();
	assert_true(case_none(id));
	assert_string_equal(decision_of(id).outcome, "ignored");
	assert_string_equal(decision_of(id).reason, "not-to-us");
	assert_int_equal(queued(), before);
}

/* What was read of it is answered, and a coder reads the rest. */
static void
a_partial_mail_is_answered_and_held(void **state)
{
	int64_t id = put_part("Return-Path: <cy@practice.example>\r\n"
			      "From: cy@practice.example\r\n"
			      "To: consult@practice.example\r\n"
			      "Message-ID: <partial@practice.example>\r\n\r\n"
			      "What is 33954?\r\n",
	    true);

	(void)state;
	work();
	assert_int_equal(case_of(id).state, CASE_HELD);
	assert_string_equal(case_of(id).reason, "partial");
	assert_non_null(strstr(replied(id), "33954:"));
	assert_non_null(strstr(replied(id), "Please note:"));
}

/* A guard may stand in the fields that were not read: nobody is told. */
static void
a_giant_header_is_held_in_silence(void **state)
{
	static const char head[] = "Return-Path: <cy@practice.example>\r\n"
				   "From: cy@practice.example\r\n"
				   "To: consult@practice.example\r\n"
				   "Message-ID: <giant@practice.example>\r\n";
	char mail[20000] = "";
	int64_t before = queued(), id;
	struct buf b;

	(void)state;
	buf_init(&b, sizeof mail);
	buf_puts(&b, head);
	for (int i = 0; i < 1000; i++)
		buf_puts(&b, "X-Much: x\r\n");
	buf_puts(&b, "Auto-Submitted: auto-replied\r\n\r\nWhat is 33954?");
	memcpy(mail, buf_text(&b), b.len);
	buf_free(&b);
	id = put_part(mail, false);
	work();
	assert_int_equal(case_of(id).state, CASE_HELD);
	assert_string_equal(case_of(id).reason, "header_too_long");
	assert_int_equal(queued(), before);
}

/* Only the asker can say what is wanted; in a case that waits for a fact,
 * that is asked again. */
static void
an_empty_mail_is_asked_what_it_wants(void **state)
{
	int64_t id =
		    put_as("ivo@practice.example", "a coding question", "", ""),
		asked;
	char field[400];

	(void)state;
	work();
	assert_int_equal(case_of(id).state, CASE_ASKED_BACK);
	assert_non_null(strstr(replied(id), "What would you like to know?"));
	asked = put("ivo@practice.example", "",
	    "Percutaneous insertion of peripheral ECMO cannulas, which code?");
	work();
	snprintf(field, sizeof field, "In-Reply-To: <%s>\r\n",
	    robot_message_id(
		arena, key, sizeof key, asked, asked, "practice.example"));
	put_as("ivo@practice.example", "Re: ECMO", field, "");
	work();
	assert_int_equal(case_of(asked).state, CASE_ASKED_BACK);
	assert_non_null(strstr(replied(asked), "How old"));
}

/* What no field tells to be a machine's: no mail goes out, a coder sees it. In
 * a case, too, where it adds nothing; what adds something is answered. */
static void
a_mail_that_asks_nothing_is_held_in_silence(void **state)
{
	int64_t before = queued(), id, asked;
	char field[400];

	(void)state;
	id = put_as("bot@practice.example", "Build finished", "",
	    "Pipeline nightly ended at stage deploy.");
	work();
	assert_int_equal(case_of(id).state, CASE_HELD);
	assert_string_equal(case_of(id).reason, "no_request");
	assert_string_equal(case_of(id).asker, "bot@practice.example");
	assert_int_equal(queued(), before);
	asked = put("jo@practice.example", "",
	    "Percutaneous insertion of peripheral ECMO cannulas, which code?");
	work();
	assert_int_equal(queued(), before + 1);
	snprintf(field, sizeof field, "In-Reply-To: <%s>\r\n",
	    robot_message_id(
		arena, key, sizeof key, asked, asked, "practice.example"));
	put_as("jo@practice.example", "Re: my question", field,
	    "Snow keeps our doors shut.");
	work();
	assert_int_equal(case_of(asked).state, CASE_HELD);
	assert_int_equal(queued(), before + 1);
	put("jo@practice.example", field, "He is 7 years old.");
	work();
	assert_int_equal(queued(), before + 2);
}

static void
a_copy_is_not_answered_again(void **state)
{
	static const char mail[] = "Return-Path: <di@practice.example>\r\n"
				   "From: di@practice.example\r\n"
				   "To: consult@practice.example\r\n"
				   "Message-ID: <copy@practice.example>\r\n\r\n"
				   "What is 33954?\r\n";
	int64_t before = queued(), copies = in_state(MAIL_DUPLICATE);

	(void)state;
	put_part(mail, false);
	put_part(mail, false); /* in one batch */
	work();
	put_part(mail, false); /* and in a later one */
	work();
	assert_int_equal(queued(), before + 1);
	assert_int_equal(in_state(MAIL_DUPLICATE), copies + 2);
}

/* The reply's Message-ID finds the case; only its asker goes on with it. */
static void
the_asker_goes_on_and_nobody_else(void **state)
{
	int64_t id, later, stranger;
	char field[400];

	(void)state;
	id = put("eve@practice.example", "",
	    "Percutaneous insertion of peripheral ECMO cannulas, which code?");
	work();
	assert_int_equal(case_of(id).state, CASE_ASKED_BACK);
	snprintf(field, sizeof field, "In-Reply-To: <%s>\r\n",
	    robot_message_id(
		arena, key, sizeof key, id, id, "practice.example"));
	stranger = put("fay@practice.example", field, "He is 7 years old.");
	work();
	assert_int_equal(case_of(stranger).linked, id);
	assert_int_equal(case_of(id).state, CASE_ASKED_BACK);
	later = put("eve@practice.example", field, "He is 7 years old.");
	work();
	assert_true(case_none(later));
	assert_int_equal(case_of(id).state, CASE_ANSWERED);
}

/* In the thread of somebody's case a coder's mail is a note, and the case is
 * one that a coder sees; who only says to be one opens a case of his own. */
static void
a_coders_mail_is_a_note(void **state)
{
	const char *forged =
	    "Authentication-Results: mx.practice.example; dmarc=fail\r\n";
	int64_t id, later, before, coders = in_state(MAIL_CODER);
	struct turn *turn;
	struct err e = { 0 };
	char field[600];
	size_t n = 0;

	(void)state;
	id = put("ann@practice.example", "", "What is 33954?");
	work();
	assert_int_equal(case_of(id).state, CASE_ANSWERED);
	before = queued();
	snprintf(field, sizeof field, "In-Reply-To: <%s>\r\n",
	    robot_message_id(
		arena, key, sizeof key, id, id, "practice.example"));
	later = put("coder@practice.example", field, "Is 33954 with 22 right?");
	work();
	assert_true(case_none(later));
	assert_int_equal(in_state(MAIL_CODER), coders + 1);
	assert_int_equal(queued(), before);
	assert_int_equal(case_of(id).state, CASE_HELD);
	assert_string_equal(case_of(id).reason, "coder_wrote");
	assert_int_equal(turn_list(desk, arena, id, &turn, &n, &e), 0);
	assert_int_equal(n, 3);
	assert_int_equal(turn[2].kind, TURN_NOTE);
	assert_string_equal(turn[2].author, "coder@practice.example");
	assert_non_null(strstr(turn[2].text, "with 22 right"));
	strncat(field, forged, sizeof field - strlen(field) - 1);
	later = put("coder@practice.example", field, "Bill 33954 twice.");
	work();
	assert_int_equal(in_state(MAIL_CODER), coders + 1);
	assert_int_equal(case_of(later).linked, id);
	assert_string_equal(case_of(later).reason, "dmarc");
}

static void
a_coder_asks_as_others_do(void **state)
{
	int64_t id = put("coder@practice.example", "", "What is 33954?");

	(void)state;
	work();
	assert_int_equal(case_of(id).state, CASE_ANSWERED);
}

/* One that was not done is no command: a coder sees it. */
static void
a_request_of_one_word_is_a_command(void **state)
{
	int64_t commands = in_state(MAIL_COMMAND), before = queued(),
		answered = in_state(MAIL_ANSWERED), unknown;

	(void)state;
	put_as("kim@practice.example", "HELP", "", "");
	unknown = put_as("kim@practice.example", "MUE 33954", "", "");
	put("kim@practice.example", "", "What is 33953?");
	work();
	assert_int_equal(queued(), before + 3);
	assert_int_equal(in_state(MAIL_COMMAND), commands + 1);
	assert_string_equal(case_of(unknown).reason, "not_loaded");
	assert_int_equal(in_state(MAIL_ANSWERED), answered + 1);
}

static void
the_token_finds_the_case_too(void **state)
{
	struct case_row row;
	int64_t id, thanks;
	char field[200];

	(void)state;
	id = put("gus@practice.example", "", "What is 33954?");
	work();
	row = case_of(id);
	snprintf(field, sizeof field, "Cc: consult+%s@practice.example\r\n",
	    row.token);
	thanks = put("gus@practice.example", field, "Thank you!");
	work();
	assert_true(case_none(thanks));
	assert_int_equal(case_of(id).state, CASE_CLOSED);
}

static void
a_mail_that_kills_its_jail_is_held_alone(void **state)
{
	int64_t evil, good[2];

	(void)state;
	good[0] = put("hal@practice.example", "", "What is 33954?");
	evil = put("ida@practice.example", "X-Consultd-Test: exec\r\n", "Hi");
	good[1] = put("jo@practice.example", "", "What is 33953?");
	work();
	assert_int_equal(case_of(good[0]).state, CASE_ANSWERED);
	assert_int_equal(case_of(good[1]).state, CASE_ANSWERED);
	assert_int_equal(case_of(evil).state, CASE_HELD);
	assert_string_equal(case_of(evil).reason, "jail_died");
	assert_string_equal(case_of(evil).asker, "");
	assert_int_equal(in_state(MAIL_FAILED), 1);
}

/* The answer would go to whom it only pretends to come from. */
static void
what_failed_dmarc_is_never_answered(void **state)
{
	int64_t before = queued(), bad, good;
	struct turn *turn;
	struct err e = { 0 };
	char mail[1000];
	size_t n = 0;

	(void)state;
	snprintf(mail, sizeof mail, "%s%s",
	    "Authentication-Results: mx.practice.example; dmarc=fail\r\n"
	    "Received: from x by mx.practice.example;\r\n",
	    "Return-Path: <val@practice.example>\r\n"
	    "From: val@practice.example\r\nTo: consult@practice.example\r\n"
	    "Message-ID: <dmarc@practice.example>\r\n\r\nWhat is 33954?\r\n");
	bad = put_part(mail, false);
	good = put("wes@practice.example",
	    "Authentication-Results: mx.evil.example; dmarc=fail\r\n",
	    "What is 33954?");
	work();
	assert_int_equal(case_of(bad).state, CASE_HELD);
	assert_string_equal(case_of(bad).reason, "dmarc");
	assert_int_equal(case_of(good).state, CASE_ANSWERED);
	assert_int_equal(queued(), before + 1);
	assert_int_equal(turn_list(desk, arena, bad, &turn, &n, &e), 0);
	assert_non_null(strstr(turn[0].record, "\"dmarc\":\"fail\""));
}

/* One record a mail, of whatever class, with its ids. */
static void
each_mail_has_one_record(void **state)
{
	static const char mail[] = "Return-Path: <xia@practice.example>\r\n"
				   "From: xia@practice.example\r\n"
				   "To: consult@practice.example\r\n"
				   "Message-ID: <rec@practice.example>\r\n\r\n"
				   "What is 33954?\r\n";
	int64_t id = put_part(mail, false), copy = put_part(mail, false), robot;

	(void)state;
	robot = put("yul@practice.example", "Precedence: bulk\r\n", "x");
	work();
	assert_string_equal(decision_of(id).class, "human");
	assert_string_equal(decision_of(id).outcome, "answered");
	assert_string_equal(decision_of(id).reason, "");
	assert_string_equal(decision_of(id).message_id, "rec@practice.example");
	assert_string_equal(decision_of(id).reply_id, reply_id(id, id));
	assert_int_equal(decision_of(id).case_id, id);
	assert_non_null(strstr(decision_of(id).record, "\"kind\":\"explain\""));
	assert_string_equal(decision_of(copy).reason, "duplicate");
	assert_string_equal(decision_of(copy).reply_id, "");
	assert_string_equal(decision_of(robot).class, "list");
	assert_string_equal(decision_of(robot).reason, "precedence");
	assert_non_null(strstr(decision_of(robot).record, "Precedence: bulk"));
}

/* Files and forwarding: what the coder is shown beside the words. */
static void
a_coder_sees_how_the_mail_was_read(void **state)
{
	struct turn *turn;
	struct err e = { 0 };
	size_t n = 0;
	int64_t id;

	(void)state;
	id = put("tom@practice.example",
	    "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; "
	    "boundary=b\r\n",
	    "--b\r\n\r\nSee what is attached.\r\n--b\r\n"
	    "Content-Type: image/tiff; name=scan.tif\r\n"
	    "Content-Disposition: attachment\r\n\r\nII*\r\n--b\r\n"
	    "Content-Type: text/plain; name=note.txt\r\n"
	    "Content-Disposition: attachment\r\n\r\n"
	    "He is 7 years old.\r\n--b--");
	work();
	assert_int_equal(case_of(id).state, CASE_HELD);
	assert_string_equal(case_of(id).reason, "attachment");
	assert_int_equal(turn_list(desk, arena, id, &turn, &n, &e), 0);
	assert_non_null(strstr(turn[0].text, "scan.tif, image/tiff, "));
	assert_non_null(strstr(turn[0].text, "NOT READ"));
	assert_non_null(strstr(turn[0].text, "He is 7 years old."));
	id = put_as("tom@practice.example", "FW: code", "",
	    "FYI, can you help her?\r\n\r\n"
	    "---------- Forwarded message ---------\r\n"
	    "From: Uma <uma@practice.example>\r\n"
	    "Date: Mon, 16 Nov 2026 at 09:00\r\nSubject: code\r\n"
	    "To: tom@practice.example\r\n\r\nWhat is 33954?");
	work();
	assert_int_equal(turn_list(desk, arena, id, &turn, &n, &e), 0);
	assert_non_null(strstr(turn[0].text, "question of uma@practice"));
	assert_string_equal(case_of(id).asker, "tom@practice.example");
	assert_int_equal(case_of(id).state, CASE_ANSWERED);
}

/* The whole way, by a worker that has given up what it does not need: the
 * question stands in a PDF. */
static void
a_question_in_a_pdf_is_answered(void **state)
{
	char mail[8192];
	int64_t before = queued(), id;
	FILE *f = fopen("tests/mails/files/read-pdf.eml", "rb");

	(void)state;
	assert_non_null(f);
	mail[fread(mail, 1, sizeof mail - 1, f)] = '\0';
	fclose(f);
	id = put_part(mail, false);
	work();
	assert_int_equal(case_of(id).state, CASE_ANSWERED);
	assert_int_equal(queued(), before + 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_question_is_answered),
		cmocka_unit_test(status_tells_ones_own),
		cmocka_unit_test(silence_for_robots_and_strangers),
		cmocka_unit_test(an_unknown_author_is_held),
		cmocka_unit_test(a_mail_of_no_bytes_ends),
		cmocka_unit_test(a_partial_mail_is_answered_and_held),
		cmocka_unit_test(a_giant_header_is_held_in_silence),
		cmocka_unit_test(an_empty_mail_is_asked_what_it_wants),
		cmocka_unit_test(a_mail_that_asks_nothing_is_held_in_silence),
		cmocka_unit_test(a_copy_is_not_answered_again),
		cmocka_unit_test(the_asker_goes_on_and_nobody_else),
		cmocka_unit_test(a_coders_mail_is_a_note),
		cmocka_unit_test(a_coder_asks_as_others_do),
		cmocka_unit_test(a_request_of_one_word_is_a_command),
		cmocka_unit_test(the_token_finds_the_case_too),
		cmocka_unit_test(a_mail_that_kills_its_jail_is_held_alone),
		cmocka_unit_test(what_failed_dmarc_is_never_answered),
		cmocka_unit_test(each_mail_has_one_record),
		cmocka_unit_test(a_coder_sees_how_the_mail_was_read),
		cmocka_unit_test(a_question_in_a_pdf_is_answered),
	};

	return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
