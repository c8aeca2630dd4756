/* test_worker.c - a real worker in a process of its own: mails are put into
 * the store as intake does, and what came of them is read as the desk does. */
#include "../../../daemon/role_shared.h"
#include "arena.h"
#include "bounced.h"
#include "case.h"
#include "clock.h"
#include "conf.h"
#include "lookup.h"
#include "mail.h"
#include "outbox.h"
#include "robot.h"
#include "role.h"
#include "store.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/h8-worker-XXXXXX";
static char conf_path[64];
static struct settings *settings;
static struct role_shared *shared;
static struct store *intake, *desk;
static struct arena *arena;
static struct mailbox box;
static unsigned char key[STORE_KEY_BYTES];
static uint32_t next_uid = 1;

static int
conf_write(void)
{
	char cwd[512];
	FILE *f = fopen(conf_path, "w");

	if (f == NULL || getcwd(cwd, sizeof cwd) == NULL)
		return -1;
	fprintf(f,
	    "[daemon]\nstate_dir = %s\nlookup_db = %s/lookup.db\n"
	    "templates_dir = %s/templates\nworkers = 1\n"
	    "[consult]\naddress = consult@practice.example\n"
	    "authserv_ids = mx.practice.example\n"
	    "[imap]\nhost = localhost\nuser = consult\n"
	    "[smtp]\nhost = localhost\n"
	    "[limits]\nsender_hour = 3\nsame_text_hour = 4\n",
	    folder, folder, cwd);
	return fclose(f);
}

static int
group_setup(void **state)
{
	const char *data[] = { "data" };
	struct import_report *reports;
	struct err e = { 0 };
	char lookup[64];
	size_t n;

	(void)state;
	arena = arena_new(256u << 20);
	if (mkdtemp(folder) == NULL)
		return -1;
	snprintf(conf_path, sizeof conf_path, "%s/consultd.conf", folder);
	snprintf(lookup, sizeof lookup, "%s/lookup.db", folder);
	if (conf_write() < 0 || conf_read(conf_path, &settings, &e) < 0 ||
	    import_run(data, 1, lookup, arena, &reports, &n, &e) < 0 ||
	    store_make(folder, &e) < 0 || role_shared_new(&shared, &e) < 0 ||
	    store_open(folder, STORE_INTAKE, &intake, &e) < 0 ||
	    store_open(folder, STORE_DESK, &desk, &e) < 0 ||
	    store_key(desk, key, &e) < 0 ||
	    mailbox_open(intake, "consult", "INBOX", 1, &box, &e) < 0) {
		fprintf(stderr, "%s: %s\n", e.where, e.text);
		return -1;
	}
	return 0;
}

static int
group_teardown(void **state)
{
	char command[128];

	(void)state;
	store_close(intake);
	store_close(desk);
	conf_free(settings);
	arena_free(arena);
	snprintf(command, sizeof command, "rm -rf '%s'", folder);
	return system(command);
}

/* Store a mail as intake does; its id. */
static int64_t
put_part(const char *bytes, bool partial)
{
	struct err e = { 0 };
	int64_t id = 0;

	assert_int_equal(store_lock(intake, &e), 0);
	assert_int_equal(
	    mail_put(intake, &box, next_uid++, (int64_t)strlen(bytes), partial,
		false, clock_now_unix(), &id, &e),
	    0);
	assert_int_equal(
	    mail_chunk(intake, id, 0, bytes, strlen(bytes), &e), 0);
	assert_int_equal(store_commit(intake, &e), 0);
	assert_true(id > 0);
	return id;
}

static int64_t
put_as(
    const char *from, const char *subject, const char *fields, const char *body)
{
	static int serial;
	char mail[4096];

	snprintf(mail, sizeof mail,
	    "Return-Path: <%s>\r\nFrom: %s\r\n"
	    "To: consult@practice.example\r\nSubject: %s\r\n"
	    "Message-ID: <t%d@practice.example>\r\n%s\r\n%s\r\n",
	    from, from, subject, ++serial, fields, body);
	return put_part(mail, false);
}

/* Each with a subject of its own: the same words again get no reply. */
static int64_t
put(const char *from, const char *fields, const char *body)
{
	static int serial;
	char subject[40];

	snprintf(subject, sizeof subject, "my question no. %d", ++serial);
	return put_as(from, subject, fields, body);
}

static int64_t
waiting(void)
{
	int64_t counts[MAIL_STATE_COUNT], seen;
	struct err e = { 0 };

	assert_int_equal(mail_counts(desk, counts, &seen, &e), 0);
	return counts[MAIL_WAITING];
}

static int64_t
in_state(enum mail_state state)
{
	int64_t counts[MAIL_STATE_COUNT], seen;
	struct err e = { 0 };

	assert_int_equal(mail_counts(desk, counts, &seen, &e), 0);
	return counts[state];
}

static int64_t
queued(void)
{
	int64_t counts[OUTBOX_STATE_COUNT];
	struct err e = { 0 };

	assert_int_equal(outbox_counts(desk, counts, &e), 0);
	return counts[OUTBOX_QUEUED];
}

/* Run a worker until nothing waits (or for long), then ask it to end. */
static void
work(void)
{
	struct timespec nap = { 0, 10 * 1000 * 1000 };
	struct role r = { .kind = ROLE_WORKER,
		.name = "worker.1",
		.settings = settings,
		.shared = shared };
	int status = 0;
	pid_t pid;

	atomic_store(&shared->slot[2].stop, 0);
	pid = fork();
	if (pid == 0) {
		role_settle(&r);
		_exit(worker_run(&r));
	}
	for (int i = 0; i < 3000 && waiting() > 0; i++)
		nanosleep(&nap, NULL);
	atomic_store(&shared->slot[2].stop, 1);
	role_slot_wake(shared, 2);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), ROLE_EXIT_OK);
	assert_int_equal(waiting(), 0);
}

static struct case_row
case_of(int64_t id)
{
	struct case_row row = { 0 };
	struct err e = { 0 };

	assert_int_equal(case_get(desk, arena, id, &row, &e), 1);
	return row;
}

static bool
case_none(int64_t id)
{
	struct case_row row;
	struct err e = { 0 };

	return case_get(desk, arena, id, &row, &e) == 0;
}

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

static void
a_partial_mail_is_held(void **state)
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

static const char *
reply_id(int64_t case_id, int64_t turn)
{
	return robot_message_id(
	    arena, key, sizeof key, case_id, turn, "practice.example");
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

static struct decision_row
decision_of(int64_t id)
{
	struct decision_row *row = NULL;
	struct err e = { 0 };
	size_t n = 0;

	assert_int_equal(
	    decision_list(desk, arena, id, id, 9, &row, &n, &e), 0);
	assert_int_equal(n, 1);
	return row[0];
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_question_is_answered),
		cmocka_unit_test(silence_for_robots_and_strangers),
		cmocka_unit_test(an_unknown_author_is_held),
		cmocka_unit_test(a_partial_mail_is_held),
		cmocka_unit_test(a_copy_is_not_answered_again),
		cmocka_unit_test(the_asker_goes_on_and_nobody_else),
		cmocka_unit_test(the_token_finds_the_case_too),
		cmocka_unit_test(a_mail_that_kills_its_jail_is_held_alone),
		cmocka_unit_test(too_many_are_held),
		cmocka_unit_test(a_burst_is_held_too),
		cmocka_unit_test(reply_to_evades_no_limit),
		cmocka_unit_test(the_same_text_gets_one_reply),
		cmocka_unit_test(one_text_of_many_senders_is_held),
		cmocka_unit_test(a_thread_that_repeats_is_held),
		cmocka_unit_test(a_hard_bounce_stops_mail_to_its_address),
		cmocka_unit_test(what_failed_dmarc_is_never_answered),
		cmocka_unit_test(each_mail_has_one_record),
		cmocka_unit_test(a_coder_sees_how_the_mail_was_read),
	};

	return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
