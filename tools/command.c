/* consultctl: settings, store, templates and paths, made when first needed. */
#include "command.h"
#include "clock.h"
#include "limit.h"
#include "reply.h"
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#define CONF_DEFAULT "/etc/consultd/consultd.conf"

int
command_settings(struct command *c, struct err *e)
{
	if (c->settings != NULL)
		return 0;
	return conf_read(
	    c->conf_path ? c->conf_path : CONF_DEFAULT, &c->settings, e);
}

/* Settings where there are some: commands that need none work without. A -c
 * that cannot be read is an error all the same, told by the caller. */
static bool
settings_try(struct command *c)
{
	struct err ignored = { 0 };
	if (c->conf_path == NULL && access(CONF_DEFAULT, R_OK) != 0)
		return false;
	return command_settings(c, &ignored) == 0;
}

/* As root, become the owner of the state folder: a -wal file that root made
 * would lock the daemon out of its own store. */
static int
owner_become(const char *folder, struct err *e)
{
	struct stat st;
	if (geteuid() != 0)
		return 0;
	if (stat(folder, &st) != 0)
		return err_set(e, ERR_STOP, "consultctl", errno,
		    "%s: %s: is daemon.state_dir right?", folder,
		    strerror(errno));
	if (st.st_uid == 0)
		return 0;
	if (setgroups(0, NULL) != 0 || setgid(st.st_gid) != 0 ||
	    setuid(st.st_uid) != 0)
		return err_set(e, ERR_STOP, "consultctl", errno,
		    "cannot become the owner of %s: %s", folder,
		    strerror(errno));
	return 0;
}

int
command_store(struct command *c, struct err *e)
{
	if (c->store != NULL)
		return 0;
	if (command_settings(c, e) != 0 ||
	    owner_become(c->settings->daemon_state_dir, e) != 0)
		return -1;
	return store_open(
	    c->settings->daemon_state_dir, STORE_DESK, &c->store, e);
}

int
command_desk(struct command *c, bool templates, struct desk *out, struct err *e)
{
	if (command_settings(c, e) != 0 ||
	    (templates && command_templates(c, e) != 0) ||
	    command_store(c, e) != 0)
		return -1;
	*out = (struct desk){ c->store, c->settings, c->templates, c->actor,
		clock_now_unix() };
	return 0;
}

void
command_wake(struct command *c)
{
	const char *path =
	    arena_printf(c->arena, "%s/wake", c->settings->daemon_state_dir);
	int fd = path ? open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC) : -1;
	if (fd < 0)
		return; /* no daemon runs: it looks when it starts */
	ssize_t written = write(fd, "", 1);
	(void)written;
	close(fd);
}

const char *
command_tree(struct command *c, const char *below)
{
	char exe[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
	if (n <= 0)
		return NULL;
	exe[n] = '\0';
	char *slash = strrchr(exe, '/');
	if (slash == NULL)
		return NULL;
	*slash = '\0';
	const char *mark = arena_printf(c->arena, "%s/lookup.db", exe);
	if (mark == NULL || access(mark, R_OK) != 0)
		return NULL;
	return arena_printf(c->arena, "%s/%s", exe, below);
}

const char *
command_lookup_path(struct command *c, const char *given)
{
	if (given != NULL)
		return given;
	const char *tree = c->conf_path ? NULL : command_tree(c, "lookup.db");
	if (tree != NULL)
		return tree;
	if (settings_try(c))
		return c->settings->daemon_lookup_db;
	return "/var/lib/consultd/lookup.db";
}

const char *
command_house(struct command *c)
{
	if (command_tree(c, "data") != NULL && c->conf_path == NULL)
		return NULL;
	return settings_try(c) && c->settings->daemon_house_dir[0] != '\0'
		   ? c->settings->daemon_house_dir
		   : NULL;
}

int
command_templates(struct command *c, struct err *e)
{
	if (c->templates != NULL)
		return 0;
	const char *tree = c->conf_path ? NULL : command_tree(c, "templates");
	const char *folder = tree ? tree : PREFIX "/share/consultd/templates";
	if (tree == NULL && settings_try(c))
		folder = c->settings->daemon_templates_dir;
	return reply_load(folder, &c->templates, e);
}

/* A file as a source of bytes. */
struct file_source {
	const char *path;
	int fd;
	size_t n; /* bytes so far */
	char piece[65536];
};

static int
file_open(const char *path, struct file_source *out, struct err *e)
{
	out->path = path;
	out->n = 0;
	out->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (out->fd >= 0)
		return 0;
	return err_set(
	    e, ERR_STOP, "consultctl", errno, "%s: %s", path, strerror(errno));
}

static int
file_next(void *arg, const void **p_out, size_t *n_out, struct err *e)
{
	struct file_source *f = arg;
	ssize_t n = read(f->fd, f->piece, sizeof(f->piece));
	if (n < 0)
		return err_set(e, ERR_STOP, "consultctl", errno, "%s: %s",
		    f->path, strerror(errno));
	f->n += (size_t)n;
	if (f->n > LIMIT_MAIL_BYTES)
		return err_set(e, ERR_STOP, "consultctl", 0,
		    "%s: is larger than %u MB: no mail that is read whole",
		    f->path, LIMIT_MAIL_BYTES >> 20);
	*p_out = f->piece;
	*n_out = (size_t)n;
	return n > 0;
}

static int
file_once(struct jail *jail, enum jail_input input, const char *path,
    struct arena *a, struct message *m, struct questions *q, struct err *e)
{
	struct file_source f;
	if (file_open(path, &f, e) != 0)
		return -1;
	int rc = jail_read(jail, input, file_next, &f, a, m, q, e);
	close(f.fd);
	return rc;
}

int
file_read(struct jail *jail, enum jail_input input, const char *path,
    struct arena *a, struct message *m, struct questions *q, struct err *e)
{
	int rc = file_once(jail, input, path, a, m, q, e);
	if (rc == 0 || input != JAIL_MAIL || !jail_faulty(e))
		return rc;
	*e = (struct err){ 0 };
	return file_once(jail, JAIL_MAIL_ALONE, path, a, m, q, e);
}

int
command_case(struct command *c, int64_t *out, struct err *e)
{
	char *end = NULL;
	errno = 0;
	long long n = c->argc > 0 ? strtoll(c->argv[0], &end, 10) : 0;
	if (n <= 0 || errno != 0 || *end != '\0')
		return err_set(e, ERR_REFUSE, "consultctl", 0,
		    "'%s' is no case number; 'consultctl queue' lists them",
		    c->argc > 0 ? c->argv[0] : "");
	*out = n;
	return 0;
}

const char *
command_words(struct command *c, int from)
{
	const char *all = "";
	for (int i = from; i < c->argc && all != NULL; i++)
		all = arena_printf(
		    c->arena, "%s%s%s", all, i > from ? " " : "", c->argv[i]);
	return all;
}

int
command_failed(const struct err *e)
{
	switch (e->kind) {
	case ERR_RETRY:
		return EX_TEMPFAIL;
	case ERR_REFUSE:
		return EX_DATAERR;
	case ERR_STOP:
		return err_forbidden(e) ? EX_NOPERM : EX_CONFIG;
	case ERR_NONE:
		break;
	}
	return EX_SOFTWARE;
}
