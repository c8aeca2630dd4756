/*
 * supervise_check.c - is all there that the roles will need? Settings come in;
 * a failure goes out with file, remedy and exit status. Each look is made by a
 * child, so that the supervisor keeps no store and no table in memory.
 */
#include "supervise.h"

#include "arena.h"
#include "lookup.h"
#include "question.h"
#include "reply.h"
#include "store.h"
#include "template.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#define RULES_BYTES (32u << 20)

static int
templates_check(const struct settings *s, struct err *e)
{
	struct template_set *set = NULL;
	int rc = template_set_load(
	    s->daemon_templates_dir, reply_templates, &set, e);

	template_set_free(set);
	return rc;
}

static int
lookup_check(const struct settings *s, struct err *e)
{
	struct arena *a = arena_new(RULES_BYTES);
	struct lookup *l = NULL;
	struct question_rules *rules = NULL;
	struct fact_row *rows = NULL;
	struct err rule = { 0 };
	size_t n = 0;
	int rc = lookup_open(s->daemon_lookup_db, &l, e);

	if (rc == 0)
		rc = lookup_rules(l, a, &rows, &n, e);
	if (rc == 0 && question_rules_new(rows, n, &rules, &rule) < 0)
		rc = err_set(e, ERR_STOP, "lookup", 0,
		    "%s: a rule in it fails (%s): run 'consultctl import' "
		    "with mended tables",
		    s->daemon_lookup_db, rule.text);
	question_rules_free(rules);
	lookup_close(l);
	arena_free(a);
	return rc;
}

static int
folder_check(const struct settings *s, struct err *e)
{
	const char *dir = s->daemon_state_dir;
	struct stat st;

	if (stat(dir, &st) < 0)
		return err_set(e, ERR_STOP, "supervise", errno,
		    "state folder %s: %s; make it with: install -d -m 700 -o "
		    "ACCOUNT %s",
		    dir, strerror(errno), dir);
	if (!S_ISDIR(st.st_mode))
		return err_set(e, ERR_STOP, "supervise", ENOTDIR,
		    "state folder %s is no folder: set daemon.state_dir in %s",
		    dir, s->file);
	if (access(dir, R_OK | W_OK | X_OK) < 0)
		return err_set(e, ERR_STOP, "supervise", errno,
		    "state folder %s is not writable for uid %ld: chown it",
		    dir, (long)geteuid());
	return 0;
}

/* A store that is there must open; one that is not will be made. */
static int
store_check(const struct settings *s, struct err *e)
{
	struct arena *a = arena_new(RULES_BYTES);
	struct store *store = NULL;
	const char *path = arena_printf(a, "%s/store.db", s->daemon_state_dir);
	int rc = 0;

	if (path != NULL && access(path, F_OK) == 0)
		rc = store_open(s->daemon_state_dir, STORE_DESK, &store, e);
	store_close(store);
	arena_free(a);
	return rc;
}

static int
store_create(const struct settings *s, struct err *e)
{
	return store_make(s->daemon_state_dir, e);
}

/* Run a look in a child; its failure comes back by a pipe. */
static int
child_run(int (*look)(const struct settings *, struct err *),
    const struct settings *s, struct err *e)
{
	struct err said = { 0 };
	int fd[2], status = 0;
	pid_t pid;
	ssize_t n;

	if (pipe2(fd, O_CLOEXEC) < 0 || (pid = fork()) < 0)
		return err_set(e, ERR_STOP, "supervise", errno,
		    "no process for a check: %s", strerror(errno));
	if (pid == 0) {
		if (look(s, &said) < 0)
			(void)!write(fd[1], &said, sizeof said);
		_exit(0);
	}
	close(fd[1]);
	do
		n = read(fd[0], &said, sizeof said);
	while (n < 0 && errno == EINTR);
	close(fd[0]);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (n == (ssize_t)sizeof said) {
		*e = said;
		return -1;
	}
	if (status != 0)
		return err_set(e, ERR_STOP, "supervise", status,
		    "a check ended with signal %d", WTERMSIG(status));
	return 0;
}

int
check_all(const struct settings *s, bool make, int *status_out, struct err *e)
{
	const struct {
		int (*look)(const struct settings *, struct err *);
		int status;
	} checks[] = {
		{ templates_check, EX_CONFIG },
		{ lookup_check, EX_UNAVAILABLE },
		{ folder_check, EX_UNAVAILABLE },
		{ make ? store_create : store_check, EX_UNAVAILABLE },
	};

	for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
		if (child_run(checks[i].look, s, e) < 0) {
			*status_out = err_forbidden(e) ? EX_NOPERM
						       : checks[i].status;
			return -1;
		}
	return 0;
}
