/* test_worker_limit.c - how many replies go out, and to whom none goes: limits
 * by sender, domain, text and thread; addresses that bounced. */
#include "mailroom.h"

/* sender_hour is 3 here: what is beyond it is held, and nobody is told. */
static void
too_many_are_held(void **state)
{
	int64_t id[5], before = queued();

	(void)state;
	for (int i = 0; i < 5; i++) {
		id[i] = put("kim@practice.example", "", "What is 33954?");
		work();
	}
	assert_int_equal(case_of(id[2]).state, CASE_ANSWERED);
	assert_int_equal(case_of(id[4]).state, CASE_HELD);
	assert_string_equal(case_of(id[4]).reason, "too_many");
	assert_int_equal(queued(), before + 3);
}

/* All in one batch: none of them is in the store when the last is decided. */
static void
a_burst_is_held_too(void **state)
{
	int64_t id[6], before = queued();
	int held = 0;

	(void)state;
	for (int i = 0; i < 6; i++)
		id[i] = put("lou@practice.example", "", "What is 33954?");
	work();
	for (int i = 0; i < 6; i++)
		held += case_of(id[i]).state == CASE_HELD &&
			strcmp(case_of(id[i]).reason, "too_many") == 0;
	assert_int_equal(held, 3);
	assert_int_equal(queued(), before + 3);
}

/* Neither another Reply-To each time, nor one for many authors. */
static void
reply_to_evades_no_limit(void **state)
{
	int64_t before = queued();
	char field[80], from[40];

	(void)state;
	for (int i = 0; i < 5; i++) {
		snprintf(field, sizeof field,
		    "Reply-To: max%d@practice.example\r\n", i);
		put("max@practice.example", field, "What is 33954?");
		work();
	}
	assert_int_equal(queued(), before + 3);
	for (int i = 0; i < 5; i++) {
		snprintf(from, sizeof from, "ned%d@practice.example", i);
		put(from, "Reply-To: ora@practice.example\r\n",
		    "What is 33954?");
		work();
	}
	assert_int_equal(queued(), before + 6);
}

/* Pressed twice, or a machine without Message-IDs of its own. */
static void
the_same_text_gets_one_reply(void **state)
{
	int64_t before = queued(), copies = in_state(MAIL_DUPLICATE), id;

	(void)state;
	put_as("pia@practice.example", "ECMO", "", "What is 33954?");
	put_as("pia@practice.example", "Re: ECMO", "", "what is  33954?");
	work();
	put_as("pia@practice.example", "ECMO", "", "What is 33954?");
	id = put_as("pia@practice.example", "ECMO", "", "What is 33953?");
	work();
	assert_int_equal(in_state(MAIL_DUPLICATE), copies + 2);
	assert_int_equal(case_of(id).state, CASE_ANSWERED);
	assert_int_equal(queued(), before + 2);
}

/* Whoever it seems to come from (same_text_hour is 4 here). */
static void
one_text_of_many_senders_is_held(void **state)
{
	int64_t before = queued(), id = 0;
	char from[40];

	(void)state;
	for (int i = 0; i < 6; i++) {
		snprintf(from, sizeof from, "qu%d@practice.example", i);
		id = put_as(from, "loop", "", "What is 33954, dear sir?");
	}
	work();
	assert_int_equal(case_of(id).state, CASE_HELD);
	assert_string_equal(case_of(id).reason, "same_text");
	assert_int_equal(queued(), before + 4);
}

/* A machine repeats itself: after one answer a person looks. */
static void
a_thread_that_repeats_is_held(void **state)
{
	int64_t before = queued(), id;
	char field[300];

	(void)state;
	id = put("rex@practice.example", "", "What is 33954?");
	work();
	snprintf(
	    field, sizeof field, "In-Reply-To: <%s>\r\n", reply_id(id, id));
	put("rex@practice.example", field, "What is 33953?");
	work();
	assert_int_equal(case_of(id).state, CASE_ANSWERED);
	put("rex@practice.example", field, "What is  33953?");
	work();
	assert_int_equal(case_of(id).state, CASE_HELD);
	assert_string_equal(case_of(id).reason, "thread");
	assert_int_equal(queued(), before + 2);
}

/* The bounce names our reply in what it returns of it. */
static int64_t
put_bounce(const char *id, const char *action, const char *status)
{
	char mail[4096];

	snprintf(mail, sizeof mail,
	    "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example\r\n"
	    "To: consult@practice.example\r\nSubject: Undelivered\r\n"
	    "Message-ID: <%s.%s@mx.example>\r\nMIME-Version: 1.0\r\n"
	    "Content-Type: multipart/report; report-type=delivery-status; "
	    "boundary=b\r\n\r\n--b\r\n\r\nIt came back.\r\n--b\r\n"
	    "Content-Type: message/delivery-status\r\n\r\n"
	    "Reporting-MTA: dns; mx.example\r\n\r\n"
	    "Final-Recipient: rfc822; x@practice.example\r\n"
	    "Action: %s (said the server)\r\nStatus: %s\r\n--b\r\n"
	    "Content-Type: text/rfc822-headers\r\n\r\n"
	    "From: consult@practice.example\r\nMessage-ID:\r\n <%s>\r\n"
	    "--b--\r\n",
	    action, status, action, status, id);
	return put_part(mail, false);
}

static bool
is_bounced(const char *address)
{
	struct err e = { 0 };
	bool has = false;

	assert_int_equal(bounced_has(desk, address, &has, &e), 0);
	return has;
}

static void
a_hard_bounce_stops_mail_to_its_address(void **state)
{
	struct err e = { 0 };
	int64_t before, id, later;

	(void)state;
	id = put("sue@practice.example", "", "What is 33954?");
	work();
	before = queued();
	put_bounce(reply_id(id, id), "delayed", "4.4.1");
	work();
	assert_int_equal(case_of(id).state, CASE_ANSWERED);
	assert_false(is_bounced("sue@practice.example"));
	/* one that proves nothing changes nothing */
	put_bounce("consultd.1.1.aaaaaaaaaaaaaaaa@practice.example", "failed",
	    "5.1.1");
	work();
	assert_false(is_bounced("sue@practice.example"));
	put_bounce(reply_id(id, id), "failed", "5.1.1");
	work();
	assert_int_equal(case_of(id).state, CASE_HELD);
	assert_string_equal(case_of(id).reason, "bounced");
	assert_true(is_bounced("Sue@practice.example"));
	later = put("sue@practice.example", "", "What is 33953?");
	work();
	assert_int_equal(case_of(later).state, CASE_HELD);
	assert_string_equal(case_of(later).reason, "bounced");
	assert_int_equal(queued(), before);
	/* until a person says so */
	assert_int_equal(store_lock(desk, &e), 0);
	assert_int_equal(
	    bounced_clear(desk, "sue@practice.example", "ed(1)", 1, &e), 0);
	assert_int_equal(store_commit(desk, &e), 0);
	later = put("sue@practice.example", "", "What is 33953?");
	work();
	assert_int_equal(case_of(later).state, CASE_ANSWERED);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(too_many_are_held),
		cmocka_unit_test(a_burst_is_held_too),
		cmocka_unit_test(reply_to_evades_no_limit),
		cmocka_unit_test(the_same_text_gets_one_reply),
		cmocka_unit_test(one_text_of_many_senders_is_held),
		cmocka_unit_test(a_thread_that_repeats_is_held),
		cmocka_unit_test(a_hard_bounce_stops_mail_to_its_address),
	};

	return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
