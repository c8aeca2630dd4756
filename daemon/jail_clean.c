/*
 * jail_clean.c - the clean processes and the jails that are forked from them.
 * The first loads rules and charsets and forks the second; each then gives a
 * fresh jail for each byte it is sent; a jail reads one mail, writes one
 * record and ends.
 */
#include "jail_clean.h"

#include "arena.h"
#include "buf.h"
#include "code.h"
#include "jail.h"
#include "jail_heap.h"
#include "limit.h"
#include "lookup.h"
#include "question.h"
#include "sandbox.h"

#include <errno.h>
#include <malloc.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define FORK_TRIES  50 /* 100 ms apart, when the machine has no process left */
#define RULES_BYTES (32u << 20) /* all rows of facts and cues */

/* All that a jail inherits. */
struct clean {
	int socket;
	bool full;
	struct question_rules *rules;
	struct sandbox_filter *filter;
};

/* Parsed once before the first mail: what libraries load when they are first
 * used, they load here, where files can still be opened. */
static const char rehearsal[] =
    "Return-Path: <a@practice.example>\r\n"
    "From: =?windows-1252?Q?J=F6rg?= <a@practice.example>\r\n"
    "To: \"B, C\" <b@practice.example>, c@practice.example\r\n"
    "Subject: =?utf-8?B?w6k=?= 33954\r\n"
    "Date: Sun, 22 Nov 2026 08:30:00 +0100\r\n"
    "Message-ID: <1@practice.example>\r\n"
    "References: <0@practice.example>\r\n"
    "MIME-Version: 1.0\r\n"
    "Content-Type: multipart/mixed; boundary=x\r\n\r\n"
    "--x\r\nContent-Type: multipart/alternative; boundary=y\r\n\r\n"
    "--y\r\nContent-Type: text/plain; charset=iso-8859-1\r\n"
    "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    "What is 33954 for a patient of 7 years, left side? =E9\r\n"
    "> quoted\r\n-- \r\nsigned\r\n"
    "--y\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    "<html><body><p>What is <b>33954</b>?</p></body></html>\r\n--y--\r\n"
    "--x\r\nContent-Type: text/html; charset=utf-8\r\n"
    "Content-Transfer-Encoding: base64\r\n\r\nPHA+MzM5NTQ8L3A+\r\n--x--\r\n";

static void
write_all(int fd, const void *data, size_t n)
{
	const char *p = data;

	while (n > 0) {
		ssize_t done = write(fd, p, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			_exit(1); /* nobody reads any more */
		p += done;
		n -= (size_t)done;
	}
}

static _Noreturn void
jail_say(enum jail_said said)
{
	struct jail_head head = { .said = (unsigned char)said };

	write_all(STDOUT_FILENO, &head, sizeof head);
	_exit(1);
}

static void
on_cpu_time(int signal_number)
{
	(void)signal_number;
	jail_say(JAIL_SAID_TIME);
}

/* One input of any kind to message and questions. */
static int
input_parse(const struct clean *c, enum jail_input input, struct buf *raw,
    struct arena *a, struct message *m, struct questions *q, struct err *e)
{
	bool mail = input == JAIL_MAIL || input == JAIL_MAIL_ALONE;
	int rc;

	if (mail)
		rc = message_parse_files(a, buf_text(raw), raw->len,
		    input == JAIL_MAIL ? MESSAGE_FILES_READ
				       : MESSAGE_FILES_NAMED,
		    m, e);
	else
		rc = message_parse_body(
		    a, buf_text(raw), raw->len, input == JAIL_BODY_HTML, m, e);
	if (rc < 0)
		return -1;
	if (input == JAIL_WORDS)
		return question_find_text(a, c->rules, "", buf_text(raw), q, e);
	return question_find_mail(a, c->rules, m, q, e);
}

static void
input_read(struct buf *raw)
{
	char piece[4096]; /* more would be new pages of the stack */
	ssize_t n;

	while ((n = read(STDIN_FILENO, piece, sizeof piece)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 || buf_add(raw, piece, (size_t)n) < 0)
			jail_say(JAIL_SAID_MEMORY);
	}
}

static void
record_write(const struct message *m, const struct questions *q)
{
	struct jail_head head = { .said = JAIL_SAID_DONE };
	struct buf record;

	buf_init(&record, LIMIT_RECORD_BYTES - sizeof head);
	message_write(m, &record);
	head.message_n = (uint32_t)record.len;
	questions_write(q, &record);
	head.questions_n = (uint32_t)record.len - head.message_n;
	if (record.full)
		jail_say(JAIL_SAID_MEMORY);
	write_all(STDOUT_FILENO, &head, sizeof head);
	write_all(STDOUT_FILENO, record.data, record.len);
}

/* A jail's whole life. */
static _Noreturn void
jail_run(const struct clean *c, int in, int out)
{
	struct message m = { 0 };
	struct questions q = { 0 };
	struct err e = { 0 };
	struct buf raw;
	struct arena *a;
	unsigned char input;

	if (dup2(in, STDIN_FILENO) < 0 || dup2(out, STDOUT_FILENO) < 0)
		_exit(1);
#ifdef SANITIZED /* its reports go to standard error */
	syscall(SYS_close_range, 3u, ~0u, 0u);
#else
	syscall(SYS_close_range, 2u, ~0u, 0u);
#endif
	if (sandbox_enter(c->filter, NULL, NULL, &e) < 0)
		_exit(1);
	if (read(STDIN_FILENO, &input, 1) != 1)
		_exit(0); /* never used */
	buf_init(&raw, LIMIT_MAIL_BYTES);
	input_read(&raw);
	a = arena_new(LIMIT_PARSE_ARENA);
	if (input_parse(c, (enum jail_input)input, &raw, a, &m, &q, &e) < 0)
		jail_say(JAIL_SAID_MEMORY);
	if (m.unopened && !c->full)
		jail_say(JAIL_SAID_FULL);
#ifdef TEST_BUILD
	jail_hole(&m, STDOUT_FILENO);
#endif
	record_write(&m, &q);
	_exit(0);
}

static int
rules_load(const char *lookup_path, struct question_rules **out, struct err *e)
{
	struct arena *a = arena_new(RULES_BYTES);
	struct fact_row *rows = NULL;
	struct lookup *l = NULL;
	size_t n = 0;
	int rc = lookup_open(lookup_path, &l, e);

	if (rc == 0)
		rc = lookup_rules(l, a, &rows, &n, e);
	jail_heap_align();
	if (rc == 0)
		rc = question_rules_new(rows, n, out, e);
	lookup_close(l);
	arena_free(a);
	malloc_trim(0); /* a small process forks quickly */
	return rc;
}

static int
rehearse(const struct clean *c, struct err *e)
{
	struct arena *a = arena_new(LIMIT_PARSE_ARENA);
	struct message m = { 0 };
	struct questions q = { 0 };
	struct buf raw;
	int rc;

	buf_init(&raw, sizeof rehearsal);
	buf_add(&raw, rehearsal, sizeof rehearsal - 1);
	rc = input_parse(c, JAIL_MAIL, &raw, a, &m, &q, e);
	buf_free(&raw);
	arena_free(a);
	return rc;
}

static int
clean_load(struct clean *c, const char *lookup_path, struct err *e)
{
	message_init();
	if (code_init(e) < 0 || rules_load(lookup_path, &c->rules, e) < 0 ||
	    sandbox_filter_new(SANDBOX_JAIL, &c->filter, e) < 0 ||
	    rehearse(c, e) < 0)
		return -1;
	return 0;
}

/* Not fork(3): what libraries want done after it may not be there. */
static pid_t
jail_fork(void)
{
	struct timespec pause = { 0, 100L * 1000 * 1000 };
	pid_t pid = _Fork();

	for (int i = 0; pid < 0 && i < FORK_TRIES; i++) {
		nanosleep(&pause, NULL);
		pid = _Fork();
	}
	return pid;
}

static void
jail_give(int socket, const int fd[JAIL_FD_COUNT])
{
	char byte = 0;
	union {
		struct cmsghdr head;
		char space[CMSG_SPACE(sizeof(int) * JAIL_FD_COUNT)];
	} control;
	struct iovec iov = { &byte, 1 };
	struct msghdr msg = { .msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof control };
	struct cmsghdr *c;

	memset(&control, 0, sizeof control);
	c = CMSG_FIRSTHDR(&msg);
	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(sizeof(int) * JAIL_FD_COUNT);
	memcpy(CMSG_DATA(c), fd, sizeof(int) * JAIL_FD_COUNT);
	if (sendmsg(socket, &msg, MSG_NOSIGNAL) != 1)
		_exit(0); /* the caller is gone */
}

static void
jail_serve(const struct clean *c)
{
	int in[2], out[2], fd[JAIL_FD_COUNT];
	pid_t pid;

	if (pipe(in) < 0 || pipe(out) < 0)
		_exit(1);
	pid = jail_fork();
	if (pid < 0)
		_exit(1);
	if (pid == 0)
		jail_run(c, in[0], out[1]);
	fd[JAIL_FD_IN] = in[1];
	fd[JAIL_FD_OUT] = out[0];
	fd[JAIL_FD_PID] = (int)syscall(SYS_pidfd_open, pid, 0u);
	close(in[0]);
	close(out[1]);
	if (fd[JAIL_FD_PID] < 0)
		_exit(1);
	jail_give(c->socket, fd);
	for (int i = 0; i < JAIL_FD_COUNT; i++)
		close(fd[i]);
	/* Take the ended ones away here, not at once: a jail's number stays
	 * its own until we hold it by its descriptor. */
	while (waitpid(-1, NULL, WNOHANG) > 0)
		;
}

/* Signals are for the supervisor and its roles: we end with our caller. */
static void
signals_settle(void)
{
	struct sigaction act = { .sa_handler = on_cpu_time };

	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGCHLD, SIG_DFL);
	sigaction(SIGXCPU, &act, NULL);
}

/* A jail for each byte, until the caller is gone; then its jails end too. */
static _Noreturn void
clean_serve(const struct clean *c)
{
	struct err e = { 0 };
	char byte;
	bool first = c->full;

	while (recv(c->socket, &byte, 1, 0) == 1) {
		/* Most runs need no full jail: it is made ready, and confined,
		 * for the first that is asked for. */
		if (first) {
			message_init_files();
			if (sandbox_files(NULL, NULL, &e) < 0)
				_exit(1);
			first = false;
		}
		jail_serve(c);
	}
	close(c->socket);
	while (waitpid(-1, NULL, 0) > 0)
		;
	_exit(0);
}

/* The second clean process: it keeps all that was loaded, and loads what
 * attached files need. */
static int
full_start(struct clean *c, struct err *e)
{
	pid_t pid = fork();

	if (pid < 0)
		return err_set(e, ERR_STOP, "jail", errno,
		    "the second clean process cannot be forked: %s",
		    strerror(errno));
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		close(JAIL_FD_SOCKET + JAIL_THIN);
		c->socket = JAIL_FD_SOCKET + JAIL_FULL;
		c->full = true;
		clean_serve(c);
	}
	return sandbox_files(NULL, NULL, e); /* and the jails inherit it */
}

void
jail_clean_run(const char *lookup_path)
{
	struct clean c = { .socket = JAIL_FD_SOCKET + JAIL_THIN };
	struct jail_hello hello = { 0 };

	/* Where the caller died before this line, the sockets tell. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signals_settle();
	syscall(SYS_close_range, 3u, ~0u, 0u);
	jail_heap_start();
	jail_stamp(hello.stamp);
	hello.failed = clean_load(&c, lookup_path, &hello.e) < 0;
	jail_heap_settle();
	if (!hello.failed)
		hello.failed = full_start(&c, &hello.e) < 0;
	close(JAIL_FD_SOCKET + JAIL_FULL);
	hello.from_db = hello.failed && strcmp(hello.e.where, "db") == 0;
	if (send(c.socket, &hello, sizeof hello, MSG_NOSIGNAL) !=
		(ssize_t)sizeof hello ||
	    hello.failed)
		_exit(1);
	jail_thin_drop();
	clean_serve(&c);
}
