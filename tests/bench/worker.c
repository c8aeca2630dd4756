/*
 * worker.c - how many waiting mails a second the workers answer: store, a
 * jail a mail, look up, compose, commit; no network. Prints processor time a
 * mail too, jails included.
 *
 * usage: worker FOLDER LOOKUP_DB TEMPLATES MAILS WORKERS; FOLDER must be empty.
 */
#include "../../daemon/role_shared.h"
#include "clock.h"
#include "conf.h"
#include "log.h"
#include "mail.h"
#include "role.h"
#include "store.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define ASKERS 50

static const char *const question[] = { "33954?",
	"What is the difference between 33953 and 33954?",
	"ECMO, percutaneous femoral cannulas, 10 year old. Which code?",
	"ECMO, percutaneous femoral cannulas. Which code?" };

static _Noreturn void
die(const struct err *e)
{
	fprintf(stderr, "bench worker: %s\n", e->text);
	exit(1);
}

static struct settings *
settings_make(char **argv)
{
	struct settings *s;
	struct err e = { 0 };
	char path[512];
	FILE *f;

	snprintf(path, sizeof path, "%s/consultd.conf", argv[1]);
	f = fopen(path, "w");
	if (f == NULL)
		exit(1);
	fprintf(f,
	    "[daemon]\nstate_dir = %s\nlookup_db = %s\ntemplates_dir = %s\n"
	    "[consult]\naddress = consult@practice.example\n"
	    "[imap]\nhost = localhost\nuser = consult\n"
	    "[smtp]\nhost = localhost\n"
	    "[limits]\nsender_hour = 100000\ndomain_hour = 1000000\n"
	    "answers_hour = 100000000\nsame_text_hour = 100000\n"
	    "repeat = 0\n",
	    argv[1], argv[2], argv[3]);
	if (fclose(f) != 0 || conf_read(path, &s, &e) < 0)
		die(&e);
	return s;
}

static void
mails_put(const char *folder, int n)
{
	struct store *s;
	struct mailbox box;
	struct err e = { 0 };
	char mail[1024];

	if (store_make(folder, &e) < 0 ||
	    store_open(folder, STORE_INTAKE, &s, &e) < 0 ||
	    mailbox_open(s, "consult", "INBOX", 1, &box, &e) < 0 ||
	    store_lock(s, &e) < 0)
		die(&e);
	for (int i = 0; i < n; i++) {
		int64_t id = 0;
		int len = snprintf(mail, sizeof mail,
		    "Return-Path: <a%d@practice.example>\r\n"
		    "From: Ann <a%d@practice.example>\r\n"
		    "To: consult@practice.example\r\nSubject: question %d\r\n"
		    "Message-ID: <b%d@practice.example>\r\n\r\nHello,\r\n\r\n"
		    "%s\r\n\r\nThanks,\r\nAnn\r\n",
		    i % ASKERS, i % ASKERS, i, i,
		    question[(size_t)i % (sizeof question / sizeof *question)]);

		if (mail_put(s, &box, (uint32_t)i + 1, len, false, false,
			clock_now_unix(), &id, &e) < 0 ||
		    mail_chunk(s, id, 0, mail, (size_t)len, &e) < 0)
			die(&e);
	}
	if (store_commit(s, &e) < 0)
		die(&e);
	store_close(s);
}

static void
worker_start(const struct settings *s, struct role_shared *shared, int index)
{
	char name[32];
	struct role r = { .kind = ROLE_WORKER,
		.index = index,
		.name = name,
		.settings = s,
		.shared = shared };

	snprintf(name, sizeof name, "worker.%d", index + 1);
	if (fork() == 0) {
		log_open(name, LOG_WARN_);
		role_settle(&r);
		_exit(worker_run(&r));
	}
}

static void
wait_for_end(const char *folder)
{
	const struct timespec nap = { 0, 20 * 1000 * 1000 };
	int64_t counts[MAIL_STATE_COUNT] = { [MAIL_WAITING] = 1 }, seen;
	struct store *s;
	struct err e = { 0 };

	if (store_open(folder, STORE_DESK, &s, &e) < 0)
		die(&e);
	while (counts[MAIL_WAITING] > 0) {
		nanosleep(&nap, NULL);
		if (mail_counts(s, counts, &seen, &e) < 0)
			die(&e);
	}
	store_close(s);
}

int
main(int argc, char **argv)
{
	struct role_shared *shared;
	struct settings *s;
	struct rusage used;
	struct err e = { 0 };
	int64_t begun, took;
	int mails, workers;

	if (argc != 6)
		return 64;
	mails = (int)strtol(argv[4], NULL, 10);
	workers = (int)strtol(argv[5], NULL, 10);
	s = settings_make(argv);
	mails_put(argv[1], mails);
	if (role_shared_new(&shared, &e) < 0)
		die(&e);
	begun = clock_mono_ms();
	for (int i = 0; i < workers; i++)
		worker_start(s, shared, i);
	wait_for_end(argv[1]);
	took = clock_mono_ms() - begun;
	for (int i = 0; i < workers; i++) {
		atomic_store(&shared->slot[2 + i].stop, 1);
		role_slot_wake(shared, 2 + i);
	}
	while (wait(NULL) > 0)
		;
	getrusage(RUSAGE_CHILDREN, &used);
	printf("%d mails by %d workers: %.0f mails/s, %.2f ms of processor "
	       "time a mail with jails\n",
	    mails, workers, (double)mails * 1e3 / (double)took,
	    ((double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1e3 +
		(double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e3) /
		mails);
	conf_free(s);
	return 0;
}
