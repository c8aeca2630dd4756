/* test_jail.c - mails through real jails: what a good one gives, and that each
 * way out of a jail that was taken over is closed. */
#include "../../../daemon/jail_clean.h"
#include "jail.h"

#include "lookup.h"
#include "message.h"
#include "question.h"

#include <fcntl.h>
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
#include <unistd.h>

#include <cmocka.h>

static struct jail *jail;
static struct arena *arena;
static char folder[] = "/tmp/test-jail-XXXXXX";
static char lookup_path[64];

static int
group_setup(void **state)
{
	const char *data[] = { "data" };
	struct import_report *reports;
	struct err e = { 0 };
	size_t n;

	(void)state;
	arena = arena_new(64 << 20);
	if (mkdtemp(folder) == NULL)
		return -1;
	snprintf(lookup_path, sizeof lookup_path, "%s/lookup.db", folder);
	if (import_run(data, 1, lookup_path, arena, &reports, &n, &e) < 0 ||
	    jail_start(lookup_path, &jail, &e) < 0) {
		fprintf(stderr, "%s: %s\n", e.where, e.text);
		return -1;
	}
	return 0;
}

static int
group_teardown(void **state)
{
	(void)state;
	jail_stop(jail);
	arena_free(arena);
	unlink(lookup_path);
	rmdir(folder);
	return 0;
}

static int
read_mail(
    const char *mail, struct message *m, struct questions *q, struct err *e)
{
	return jail_read_bytes(
	    jail, JAIL_MAIL, mail, strlen(mail), arena, m, q, e);
}

/* A header that every mail here has. */
#define HEAD \
	"From: Ann <ann@practice.example>\r\n" \
	"To: consult@practice.example\r\n" \
	"Subject: a code\r\nMessage-ID: <1@practice.example>\r\n" \
	"Date: Sun, 22 Nov 2026 08:30:00 +0000\r\n"

static void
a_mail_is_read(void **state)
{
	struct message m = { 0 };
	struct questions q = { 0 };
	struct err e = { 0 };

	(void)state;
	assert_int_equal(
	    read_mail(HEAD "\r\nWhat is 33954?\r\n", &m, &q, &e), 0);
	assert_string_equal(m.from.address, "ann@practice.example");
	assert_string_equal(m.message_id, "1@practice.example");
	assert_string_equal(m.visible, "What is 33954?");
	assert_null(m.guard);
	assert_true(q.n >= 1);
	assert_int_equal(q.item[0].code_n, 1);
	assert_string_equal(q.item[0].code[0].text, "33954");
}

static void
guards_run_inside(void **state)
{
	struct message m = { 0 };
	struct questions q = { 0 };
	struct err e = { 0 };

	(void)state;
	assert_int_equal(read_mail(HEAD "Auto-Submitted: auto-replied\r\n\r\n"
					"I am away.\r\n",
			     &m, &q, &e),
	    0);
	assert_non_null(m.guard);
	assert_non_null(m.evidence);
}

static void
words_and_bodies_are_read(void **state)
{
	static const struct {
		enum jail_input input;
		const char *text;
	} rows[] = { { JAIL_WORDS, "what is 33954" },
		{ JAIL_BODY_TEXT, "what is 33954?\n> what was 33953?\n" },
		{ JAIL_BODY_HTML, "<p>what is <b>33954</b>?</p>" } };

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct message m = { 0 };
		struct questions q = { 0 };
		struct err e = { 0 };

		assert_int_equal(
		    jail_read_bytes(jail, rows[i].input, rows[i].text,
			strlen(rows[i].text), arena, &m, &q, &e),
		    0);
		assert_int_equal(q.item[0].code_n, 1);
		assert_string_equal(q.item[0].code[0].text, "33954");
	}
}

/* iconv(3) opens files for a charset that was not loaded before: these must
 * work where nothing can be opened. */
static void
charsets_work_inside_the_filter(void **state)
{
	static const struct {
		const char *charset, *bytes, *text;
	} rows[] = {
		{ "windows-1252", "33954 \x93quoted\x94 \x80",
		    "33954 “quoted” €" },
		{ "iso-2022-jp", "33954 \x1b$B$3$l\x1b(B", "33954 これ" },
		{ "gb18030", "33954 \xc4\xe3\xba\xc3", "33954 你好" },
		{ "iso-8859-15", "33954 \xa4", "33954 €" },
		{ "koi8-r", "33954 \xd1", "33954 я" },
		{ "big5", "33954 \xa7\x41", "33954 你" },
		{ "euc-kr", "33954 \xb0\xa1", "33954 가" },
		{ "shift_jis", "33954 \x82\xb1", "33954 こ" },
		{ "utf-16", "33954", NULL },
		{ "no-such-charset", "33954 x", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct message m = { 0 };
		struct questions q = { 0 };
		struct err e = { 0 };
		char mail[1024];

		snprintf(mail, sizeof mail,
		    HEAD "MIME-Version: 1.0\r\nContent-Type: text/plain; "
			 "charset=%s\r\nContent-Transfer-Encoding: 8bit\r\n"
			 "\r\n%s\r\n",
		    rows[i].charset, rows[i].bytes);
		assert_int_equal(read_mail(mail, &m, &q, &e), 0);
		if (rows[i].text != NULL)
			assert_string_equal(m.visible, rows[i].text);
	}
}

static void
nothing_is_a_mail_too(void **state)
{
	struct message m = { 0 };
	struct questions q = { 0 };
	struct err e = { 0 };

	(void)state;
	assert_int_equal(read_mail("", &m, &q, &e), 0);
	assert_true(m.flaws & MESSAGE_FLAW_NO_FROM);
	assert_true(m.flaws & MESSAGE_FLAW_EMPTY);
}

/* Both pipes full at once would be a deadlock: a large mail of which nearly
 * all comes back. */
static void
a_large_mail_passes_both_pipes(void **state)
{
	size_t n = 6u << 20;
	char *mail = malloc(n + sizeof HEAD + 8);
	struct message m = { 0 };
	struct questions q = { 0 };
	struct err e = { 0 };

	(void)state;
	assert_non_null(mail);
	memcpy(mail, HEAD "\r\n", sizeof HEAD + 1);
	for (size_t i = 0; i < n; i++)
		mail[sizeof HEAD + 1 + i] = i % 72 == 71 ? '\n' : 'a';
	assert_int_equal(jail_read_bytes(jail, JAIL_MAIL, mail,
			     sizeof HEAD + 1 + n, arena, &m, &q, &e),
	    0);
	assert_true(m.flaws & MESSAGE_FLAW_CUT);
	free(mail);
}

static int
source_fails(void *arg, const void **p_out, size_t *n_out, struct err *e)
{
	(void)arg;
	(void)p_out;
	(void)n_out;
	return err_set(e, ERR_RETRY, "test", 5, "the source broke");
}

static void
a_source_that_fails_is_passed_on(void **state)
{
	struct message m = { 0 };
	struct questions q = { 0 };
	struct err e = { 0 };

	(void)state;
	assert_int_equal(
	    jail_read(jail, JAIL_MAIL, source_fails, NULL, arena, &m, &q, &e),
	    -1);
	assert_int_equal(e.kind, ERR_RETRY);
	a_mail_is_read(state);
}

struct piece {
	const char *text;
	bool given;
};

static int
piece_source(void *arg, const void **p_out, size_t *n_out, struct err *e)
{
	struct piece *p = arg;

	(void)e;
	if (p->given)
		return 0;
	p->given = true;
	*p_out = p->text;
	*n_out = strlen(p->text);
	return 1;
}

/* What was fed before is found only for the very same bytes. */
static void
the_next_mail_is_read_ahead(void **state)
{
	static const struct {
		const char *fed, *read, *code;
	} rows[] = {
		{ HEAD "\r\n33954?\r\n", HEAD "\r\n33954?\r\n", "33954" },
		{ HEAD "\r\n33954?\r\n", HEAD "\r\n33953?\r\n", "33953" },
		{ HEAD "\r\n33954?\r\n", HEAD "\r\n33954?\r\n.", "33954" },
	};

	(void)state;
	for (size_t i = 0; i < 4 * (sizeof rows / sizeof *rows); i++) {
		size_t row = i % (sizeof rows / sizeof *rows);
		struct piece fed = { rows[row].fed, false };
		struct message m = { 0 };
		struct questions q = { 0 };
		struct err e = { 0 };

		jail_feed_next(jail, piece_source, &fed);
		assert_int_equal(read_mail(rows[row].read, &m, &q, &e), 0);
		assert_string_equal(q.item[0].code[0].text, rows[row].code);
	}
}

/* What its jail dies of is told when the mail is asked for, and the mails
 * around it do not feel it. */
static void
a_source_that_fails_feeds_nothing(void **state)
{
	(void)state;
	jail_feed_next(jail, source_fails, NULL);
	a_mail_is_read(state);
}

/* Each hole ends in a fault, and the next mail does not feel it. */
static void
no_hole_leads_out(void **state)
{
	static const struct {
		const char *name;
		enum jail_fault fault;
	} rows[] = {
#ifndef SANITIZED /* its runtime may open files, and has its own heap */
		{ "open", JAIL_DIED },
		{ "alloc", JAIL_DIED },
#endif
		{ "socket", JAIL_DIED },
		{ "fork", JAIL_DIED },
		{ "exec", JAIL_DIED },
		{ "garbage", JAIL_LIED },
		{ "flood", JAIL_LIED },
		{ "spin", JAIL_OVERRAN },
		{ "stall", JAIL_OVERRAN },
	};

	(void)state;
	for (size_t i = 0; i < 2 * (sizeof rows / sizeof *rows); i++) {
		size_t row = i / 2;
		struct message m = { 0 };
		struct questions q = { 0 };
		struct err e = { 0 };
		char mail[512];
		struct piece fed = { mail, i % 2 == 0 };

		snprintf(mail, sizeof mail,
		    HEAD "X-Consultd-Test: %s\r\n\r\n33954?\r\n",
		    rows[row].name);
		if (!fed.given)
			jail_feed_next(jail, piece_source, &fed);
		assert_int_equal(read_mail(mail, &m, &q, &e), -1);
		assert_int_equal(e.kind, ERR_REFUSE);
		if (e.code != (int)rows[row].fault)
			fail_msg("%s: fault %d", rows[row].name, e.code);
		a_mail_is_read(state);
	}
}

/* A mail of tests/mails/files through a jail. */
static void
read_file(const char *name, struct message *m, struct questions *q)
{
	struct err e = { 0 };
	char path[200], raw[65536];
	FILE *f;
	size_t n;

	snprintf(path, sizeof path, "tests/mails/files/%s.eml", name);
	f = fopen(path, "rb");
	if (f == NULL)
		fail_msg("%s: not there; run tests from the top folder", path);
	n = fread(raw, 1, sizeof raw, f);
	fclose(f);
	if (jail_read_bytes(jail, JAIL_MAIL, raw, n, arena, m, q, &e) != 0)
		fail_msg("%s: %s", name, e.text);
}

/* Poppler, libarchive, libytnef and GnuTLS do within the filter what they do
 * without. */
static void
files_are_read_in_a_full_jail(void **state)
{
	static const char *const names[] = { "read-docx", "read-pdf",
		"read-tnef", "read-rtf", "read-smime-opaque" };

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct message m = { 0 };
		struct questions q = { 0 };

		read_file(names[i], &m, &q);
		if (m.flaws & (MESSAGE_FLAW_UNREAD | MESSAGE_FLAW_ENCRYPTED))
			fail_msg("%s: flaws %x", names[i], m.flaws);
		assert_true(q.n >= 1);
		assert_int_equal(q.item[0].code_n, 2);
	}
}

/* It would open a file of the system: it dies, and the mail is read without
 * it. */
static void
a_file_that_kills_hides_no_words(void **state)
{
	struct message m = { 0 };
	struct questions q = { 0 };

	(void)state;
	read_file("held-needs-a-file", &m, &q);
	assert_non_null(strstr(m.visible, "my question is in the attached"));
	assert_int_equal(m.attachment[0].use, ATTACHMENT_UNREAD);
	assert_true(m.flaws & MESSAGE_FLAW_UNREAD);
}

static void
a_missing_lookup_is_told(void **state)
{
	struct jail *j = NULL;
	struct err e = { 0 };

	(void)state;
	assert_int_equal(jail_start("/no/such/lookup.db", &j, &e), -1);
	assert_int_equal(e.kind, ERR_STOP);
	assert_null(j);
	assert_non_null(strstr(e.text, "/no/such/lookup.db"));
}

/* A program of another make must not read mails for us. */
static void
a_foreign_program_is_refused(void **state)
{
	static const struct {
		const char *script, *words;
	} rows[] = {
		{ "printf 'consultd 0.0.1' >&0", "not of this version" },
		{ "exec 3>&0; head -c 2000 /dev/zero | dd bs=2000 status=none "
		  ">&3",
		    "not of this version" },
		{ "exit 0", "ended when it was started" },
		{ NULL, "cannot be started" },
	};
	char path[96];

	(void)state;
	snprintf(path, sizeof path, "%s/consultd-jail", folder);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int socket[JAIL_KIND_COUNT] = { -1, -1 };
		pid_t pid = -1;
		struct err e = { 0 };

		if (rows[i].script != NULL) {
			FILE *f = fopen(path, "w");

			assert_non_null(f);
			fprintf(f, "#!/bin/sh\nPATH=/usr/bin:/bin\n%s\n",
			    rows[i].script);
			assert_int_equal(fclose(f), 0);
			assert_int_equal(chmod(path, 0700), 0);
		}
		assert_int_equal(
		    jail_spawn(path, lookup_path, socket, &pid, &e), -1);
		assert_int_equal(e.kind, ERR_STOP);
		assert_non_null(strstr(e.text, rows[i].words));
		assert_int_equal(pid, -1);
		unlink(path);
	}
}

static bool
file_holds(const char *name, const char *word)
{
	char path[96], line[256];
	bool found = false;
	FILE *f;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	f = fopen(path, "r");
	assert_non_null(f);
	while (fgets(line, sizeof line, f) != NULL)
		found = found || strstr(line, word) != NULL;
	fclose(f);
	unlink(path);
	return found;
}

/* Neither a descriptor nor the environment of ours goes along. */
static void
nothing_is_inherited(void **state)
{
	static const char script[] = "#!/bin/sh\n"
				     "PATH=/usr/bin:/bin\n"
				     "cat /proc/$$/environ >%s/env\n"
				     "ls -l /proc/$$/fd >%s/fd\n";
	int socket[JAIL_KIND_COUNT] = { -1, -1 }, store;
	struct err e = { 0 };
	char path[96];
	pid_t pid = -1;
	FILE *f;

	(void)state;
	store = open(lookup_path, O_RDWR);
	assert_true(store >= 0);
	setenv("CONSULTD_SECRET", "1", 1);
	snprintf(path, sizeof path, "%s/consultd-jail", folder);
	f = fopen(path, "w");
	assert_non_null(f);
	fprintf(f, script, folder, folder);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(chmod(path, 0700), 0);
	assert_int_equal(jail_spawn(path, lookup_path, socket, &pid, &e), -1);
	unlink(path);
	assert_false(file_holds("env", "SECRET"));
	assert_false(file_holds("fd", "lookup.db"));
	close(store);
	unsetenv("CONSULTD_SECRET");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_mail_is_read),
		cmocka_unit_test(guards_run_inside),
		cmocka_unit_test(words_and_bodies_are_read),
		cmocka_unit_test(charsets_work_inside_the_filter),
		cmocka_unit_test(nothing_is_a_mail_too),
		cmocka_unit_test(a_large_mail_passes_both_pipes),
		cmocka_unit_test(a_source_that_fails_is_passed_on),
		cmocka_unit_test(no_hole_leads_out),
		cmocka_unit_test(the_next_mail_is_read_ahead),
		cmocka_unit_test(a_source_that_fails_feeds_nothing),
		cmocka_unit_test(files_are_read_in_a_full_jail),
		cmocka_unit_test(a_file_that_kills_hides_no_words),
		cmocka_unit_test(a_missing_lookup_is_told),
		cmocka_unit_test(a_foreign_program_is_refused),
		cmocka_unit_test(nothing_is_inherited),
	};

	return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
