/* consultctl claim, release, answer, close, note: a coder's work on a case. */
#include "buf.h"
#include "command.h"
#include "limit.h"
#include "utf8.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* The two that need a case and nothing else. */
static int
move_case(struct command *c, int (*move)(struct desk *, int64_t, struct err *),
    const char *done, struct err *e)
{
	struct desk desk;
	int64_t id;
	if (c->argc != 1)
		return command_usage(c);
	if (command_case(c, &id, e) != 0 ||
	    command_desk(c, false, &desk, e) != 0 || move(&desk, id, e) != 0)
		return command_failed(e);
	printf("case %lld is %s\n", (long long)id, done);
	return 0;
}

int
command_claim(struct command *c, struct err *e)
{
	return move_case(c, desk_claim, "yours", e);
}

int
command_release(struct command *c, struct err *e)
{
	return move_case(c, desk_release, "back in the queue", e);
}

/* The two that need a case and words. */
static int
tell_case(struct command *c,
    int (*tell)(struct desk *, int64_t, const char *, struct err *),
    const char *done, struct err *e)
{
	struct desk desk;
	int64_t id;
	if (c->argc < 2)
		return command_usage(c);
	const char *words = command_words(c, 1);
	if (command_case(c, &id, e) != 0 ||
	    command_desk(c, false, &desk, e) != 0 ||
	    tell(&desk, id, words, e) != 0)
		return command_failed(e);
	printf("case %lld is %s\n", (long long)id, done);
	return 0;
}

int
command_close(struct command *c, struct err *e)
{
	return tell_case(c, desk_close, "closed", e);
}

int
command_note(struct command *c, struct err *e)
{
	return tell_case(c, desk_note, "noted", e);
}

static int
body_read(struct command *c, int fd, const char *path, const char **out,
    struct err *e)
{
	struct buf b;
	char piece[4096];
	ssize_t n;
	buf_init(&b, LIMIT_TEXT_BYTES);
	while ((n = read(fd, piece, sizeof(piece))) > 0)
		buf_add(&b, piece, (size_t)n);
	int failed = errno;
	bool full = b.full;
	*out = utf8_clean(c->arena, buf_text(&b), b.len, NULL);
	buf_free(&b);
	if (n < 0)
		return err_set(e, ERR_STOP, "consultctl", failed, "%s: %s",
		    path, strerror(failed));
	if (full || *out == NULL)
		return err_set(e, ERR_REFUSE, "consultctl", 0,
		    "%s: an answer may have at most %u bytes", path,
		    LIMIT_TEXT_BYTES);
	return 0;
}

static int
body_file(struct command *c, const char *path, const char **out, struct err *e)
{
	int fd = strcmp(path, "-") == 0 ? dup(STDIN_FILENO)
					: open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return err_set(e, ERR_STOP, "consultctl", errno, "%s: %s", path,
		    strerror(errno));
	int rc = body_read(c, fd, path, out, e);
	close(fd);
	return rc;
}

static const char *
editor_name(void)
{
	const char *name = getenv("VISUAL");
	if (name == NULL || name[0] == '\0')
		name = getenv("EDITOR");
	return name != NULL && name[0] != '\0' ? name : "editor";
}

static int
editor_run(const char *path, struct err *e)
{
	pid_t pid = fork();
	int status = 0;
	if (pid == 0) {
		/* $EDITOR may hold options, so a shell splits it. */
		setenv("CONSULTCTL_FILE", path, 1);
		setenv("CONSULTCTL_EDITOR", editor_name(), 1);
		execl("/bin/sh", "sh", "-c",
		    "exec $CONSULTCTL_EDITOR \"$CONSULTCTL_FILE\"",
		    (char *)NULL);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return err_set(e, ERR_STOP, "consultctl", errno,
		    "cannot start the editor: %s", strerror(errno));
	if (status != 0)
		return err_set(e, ERR_REFUSE, "consultctl", status,
		    "the editor '%s' failed; nothing was sent", editor_name());
	return 0;
}

/* An editor on an empty file of our own; it is gone afterwards. */
static int
body_edit(struct command *c, const char **out, struct err *e)
{
	char path[] = "/tmp/consultctl-XXXXXX";
	int fd = mkostemp(path, O_CLOEXEC);
	if (fd < 0)
		return err_set(e, ERR_STOP, "consultctl", errno, "%s: %s", path,
		    strerror(errno));
	close(fd);
	int rc = editor_run(path, e);
	if (rc == 0)
		rc = body_file(c, path, out, e);
	unlink(path);
	return rc;
}

static int
body_find(struct command *c, const char **out, struct err *e)
{
	if (c->argc == 1)
		return isatty(STDIN_FILENO) ? body_edit(c, out, e)
					    : body_file(c, "-", out, e);
	if (strcmp(c->argv[1], "-f") == 0)
		return body_file(c, c->argv[2], out, e);
	*out = utf8_clean(c->arena, c->argv[2], strlen(c->argv[2]), NULL);
	return *out ? 0
		    : err_set(e, ERR_REFUSE, "consultctl", 0,
			  "the answer is too long");
}

int
command_answer(struct command *c, struct err *e)
{
	struct desk desk;
	const char *body = NULL;
	int64_t id;
	bool option = c->argc == 3 && (strcmp(c->argv[1], "-m") == 0 ||
					  strcmp(c->argv[1], "-f") == 0);
	if (c->argc != 1 && !option)
		return command_usage(c);
	/* The words first: reading them may change nothing, and files are the
	 * caller's, not the daemon's. */
	if (command_case(c, &id, e) != 0 || body_find(c, &body, e) != 0 ||
	    command_desk(c, true, &desk, e) != 0 ||
	    desk_answer(&desk, c->arena, id, body, e) != 0)
		return command_failed(e);
	command_wake(c);
	printf("the answer to case %lld is in the outbox\n", (long long)id);
	return 0;
}
