/*
 * consultd.c - the daemon's main: options and settings come in, rights that
 * are not needed go, and the supervisor takes over.
 */
#include "conf.h"
#include "err.h"
#include "log.h"
#include "supervise.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include <getopt.h>

/* Where the settings are looked for when no option names a file. */
static const char *const places[] = { "/etc/consultd/consultd.conf",
	PREFIX "/etc/consultd/consultd.conf" };

static const char usage_text[] =
    "usage: consultd [-hnV] [-c file] [--answer-old]\n"
    "  -c file        settings (default " PREFIX
    "/etc or /etc/consultd/consultd.conf)\n"
    "  -n             check settings, templates, lookup.db, passwords, store\n"
    "  -nn            print the settings in force, then check\n"
    "  --answer-old   first start: answer mails older than this start, too\n"
    "  -V             print the version\n"
    "  -h             print this\n";

struct options {
	const char *file;
	int check; /* how many -n */
	bool answer_old;
};

static const char *
place_find(void)
{
	for (size_t i = 0; i < sizeof places / sizeof *places; i++)
		if (access(places[i], F_OK) == 0)
			return places[i];
	return places[0];
}

/* -1: go on; else the status to end with. */
static int
options_read(int argc, char **argv, struct options *o)
{
	static const struct option longs[] = { { "answer-old", no_argument,
						   NULL, 'A' },
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' }, { 0 } };
	int c;

	while ((c = getopt_long(argc, argv, "c:hnV", longs, NULL)) != -1) {
		switch (c) {
		case 'c':
			o->file = optarg;
			break;
		case 'n':
			o->check++;
			break;
		case 'A':
			o->answer_old = true;
			break;
		case 'h':
			fputs(usage_text, stdout);
			return EX_OK;
		case 'V':
			puts("consultd " VERSION);
			return EX_OK;
		default:
			fputs(usage_text, stderr);
			return EX_USAGE;
		}
	}
	if (optind < argc) {
		fprintf(stderr, "consultd: '%s' is no option\n%s", argv[optind],
		    usage_text);
		return EX_USAGE;
	}
	if (o->file == NULL)
		o->file = place_find();
	return -1;
}

/* Root starts us, so that passwords can be root's alone; root runs nothing. */
static int
root_leave(const struct settings *s, int *status_out, struct err *e)
{
	const struct passwd *p;

	*status_out = EX_NOPERM;
	if (geteuid() != 0)
		return 0;
	if (*s->daemon_user == '\0')
		return err_set(e, ERR_STOP, "consultd", 0,
		    "%s: daemon.user is empty, and consultd does not run as "
		    "root: name an account there",
		    s->file);
	p = getpwnam(s->daemon_user);
	if (p == NULL || p->pw_uid == 0) {
		*status_out = EX_NOUSER;
		return err_set(e, ERR_STOP, "consultd", 0,
		    "%s: daemon.user = %s is %s: name another account", s->file,
		    s->daemon_user, p == NULL ? "unknown" : "root");
	}
	if (initgroups(p->pw_name, p->pw_gid) < 0 || setgid(p->pw_gid) < 0 ||
	    setuid(p->pw_uid) < 0)
		return err_set(e, ERR_STOP, "consultd", errno,
		    "cannot become %s: %s", p->pw_name, strerror(errno));
	return 0;
}

static int
fail(const struct options *o, const struct err *e, int status)
{
	if (o->check > 0)
		fprintf(stderr, "consultd: %s\n", e->text);
	else
		log_err(LOG_DAEMON_FAIL, e);
	return status;
}

static int
check_print(const struct options *o, const struct settings *s)
{
	struct err e = { 0 };
	int status = EX_CONFIG;

	if (o->check > 1)
		conf_print(s, stdout);
	if (check_all(s, false, &status, &e) < 0)
		return fail(o, &e, status);
	printf("consultd: %s, templates, lookup.db, passwords and store are "
	       "well\n",
	    s->file);
	return EX_OK;
}

int
main(int argc, char **argv)
{
	struct options o = { 0 };
	struct supervisor *sv;
	struct err e = { 0 };
	int status = options_read(argc, argv, &o);

	if (status >= 0)
		return status;
	umask(077);
	sv = calloc(1, sizeof *sv);
	if (sv == NULL)
		abort();
	sv->file = o.file;
	sv->answer_old = o.answer_old;
	if (conf_read(o.file, &sv->settings, &e) < 0)
		return fail(&o, &e, EX_CONFIG);
	if (vault_new(&sv->vault, &e) < 0)
		return fail(&o, &e, EX_OSERR);
	if (vault_load(sv->vault, sv->settings, &e) < 0)
		return fail(&o, &e, err_forbidden(&e) ? EX_NOPERM : EX_CONFIG);
	if (root_leave(sv->settings, &status, &e) < 0)
		return fail(&o, &e, status);
	return o.check > 0 ? check_print(&o, sv->settings) : supervise_run(sv);
}
