/*
 * intake_probe.c - the role intake alone, for test_imap_intake.py. In: a
 * settings file, and the password in $IMAP_PASSWORD. Out: mails in store.db;
 * ends on SIGTERM with the role's exit status.
 *
 *   intake_probe CONFIG [--answer-old]
 *
 * SIGUSR1 stands for a worker's wake-up.
 */
#include "../../daemon/role_shared.h"
#include "conf.h"
#include "err.h"
#include "log.h"
#include "role.h"
#include "store.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct role_shared *shared;

static void
on_wake(int number)
{
	(void)number;
	role_slot_wake(shared, 0);
}

int
main(int argc, char **argv)
{
	struct err e = { 0 };
	struct settings *s;
	struct role r = { .kind = ROLE_INTAKE, .name = "intake" };
	if (argc < 2)
		return 64;
	if (conf_read(argv[1], &s, &e) < 0 ||
	    store_make(s->daemon_state_dir, &e) < 0 ||
	    role_shared_new(&r.shared, &e) < 0) {
		fprintf(stderr, "%s\n", e.text);
		return 1;
	}
	r.settings = s;
	r.secret = getenv("IMAP_PASSWORD");
	r.answer_old = argc > 2 && !strcmp(argv[2], "--answer-old");
	log_open("intake", LOG_INFO_);
	role_settle(&r);
	shared = r.shared;
	struct sigaction act = { .sa_handler = on_wake,
		.sa_flags = SA_RESTART };
	sigaction(SIGUSR1, &act, NULL);
	int rc = intake_run(&r);
	conf_free(s);
	return rc;
}
