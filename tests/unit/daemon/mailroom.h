/* mailroom.h - a store, a lookup database and a worker for one test program:
 * mails are put in as intake does, and worked at. */
#ifndef MAILROOM_H
#define MAILROOM_H

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

static char folder[] = "/tmp/test-worker-XXXXXX";
static char conf_path[64];
static struct settings *settings;
static struct role_shared *shared;
static struct store *intake, *desk;
static struct arena *arena;
static struct mailbox box;
static unsigned char key[STORE_KEY_BYTES];
static uint32_t next_uid = 1;

static inline int
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
	    "coders = coder@practice.example\n"
	    "[imap]\nhost = localhost\nuser = consult\n"
	    "[smtp]\nhost = localhost\n"
	    "[limits]\nsender_hour = 3\nsame_text_hour = 4\n",
	    folder, folder, cwd);
	return fclose(f);
}

static inline int
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

static inline int
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
static inline int64_t
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

static inline int64_t
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
static inline int64_t
put(const char *from, const char *fields, const char *body)
{
	static int serial;
	char subject[40];

	snprintf(subject, sizeof subject, "my question no. %d", ++serial);
	return put_as(from, subject, fields, body);
}

static inline int64_t
waiting(void)
{
	int64_t counts[MAIL_STATE_COUNT], seen;
	struct err e = { 0 };

	assert_int_equal(mail_counts(desk, counts, &seen, &e), 0);
	return counts[MAIL_WAITING];
}

static inline int64_t
in_state(enum mail_state state)
{
	int64_t counts[MAIL_STATE_COUNT], seen;
	struct err e = { 0 };

	assert_int_equal(mail_counts(desk, counts, &seen, &e), 0);
	return counts[state];
}

static inline int64_t
queued(void)
{
	int64_t counts[OUTBOX_STATE_COUNT];
	struct err e = { 0 };

	assert_int_equal(outbox_counts(desk, counts, &e), 0);
	return counts[OUTBOX_QUEUED];
}

/* Run a worker until nothing waits (or for long), then ask it to end. */
static inline void
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

static inline struct case_row
case_of(int64_t id)
{
	struct case_row row = { 0 };
	struct err e = { 0 };

	assert_int_equal(case_get(desk, arena, id, &row, &e), 1);
	return row;
}

static inline bool
case_none(int64_t id)
{
	struct case_row row;
	struct err e = { 0 };

	return case_get(desk, arena, id, &row, &e) == 0;
}

static inline const char *
reply_id(int64_t case_id, int64_t turn)
{
	return robot_message_id(
	    arena, key, sizeof key, case_id, turn, "practice.example");
}

static inline struct decision_row
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

#endif
