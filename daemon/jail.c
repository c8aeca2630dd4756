/*
 * jail.c - the caller's side of the jails: bytes of a mail go in, a checked
 * message and its questions come out. The other side is jail_clean.c.
 */
#include "jail.h"

#include "clock.h"
#include "jail_clean.h"
#include "limit.h"
#include "wire.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define POOL       3          /* jails that wait: fork and parse overlap */
#define HEAD_BYTES (64 << 10) /* a mail up to this is tried in a thin jail */
#define NEXT_BYTES (60 << 10) /* what an empty pipe surely takes at once */

/* A jail that waits for a mail. */
struct cell {
	int fd[JAIL_FD_COUNT];
};

/* The mail that was fed before it was asked for. */
struct next {
	bool fed;
	struct cell cell;
	struct buf bytes;
};

struct jail {
	int socket[JAIL_KIND_COUNT];
	pid_t pid;
	struct next next;
};

/* One mail under way. */
struct run {
	struct cell cell;
	jail_source *source;
	void *arg;
	const char *piece; /* not yet written of what source gave */
	size_t piece_n;
	int64_t deadline_ms;
	struct buf out;
};

static void
fd_close(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static void
cell_close(struct cell *c)
{
	for (int i = 0; i < JAIL_FD_COUNT; i++)
		fd_close(&c->fd[i]);
}

static void
cell_kill(struct cell *c)
{
	syscall(SYS_pidfd_send_signal, c->fd[JAIL_FD_PID], SIGKILL, NULL, 0);
	cell_close(c);
}

static int
fault(struct err *e, enum jail_fault code, const char *what)
{
	return err_set(e, ERR_REFUSE, "jail", (int)code, "%s", what);
}

static int
gone(struct err *e, const char *doing)
{
	return err_set(e, ERR_STOP, "jail", errno,
	    "the clean process is gone (%s): this worker must start anew",
	    doing);
}

static int
jail_order(struct jail *j, enum jail_kind kind, struct err *e)
{
	if (send(j->socket[kind], "", 1, MSG_NOSIGNAL) != 1)
		return gone(e, "asking for a jail");
	return 0;
}

int
jail_start(const char *lookup_path, struct jail **out, struct err *e)
{
	struct jail *j;
	int rc = 0;

	signal(SIGPIPE, SIG_IGN);
	j = calloc(1, sizeof *j);
	if (j == NULL)
		abort();
	buf_init(&j->next.bytes, NEXT_BYTES);
	if (jail_spawn(NULL, lookup_path, j->socket, &j->pid, e) < 0) {
		free(j);
		return -1;
	}
	for (int i = 0; rc == 0 && i < POOL; i++)
		rc = jail_order(j, JAIL_THIN, e);
	if (rc < 0) {
		jail_stop(j);
		return -1;
	}
	*out = j;
	return 0;
}

void
jail_stop(struct jail *j)
{
	if (j == NULL)
		return;
	if (j->next.fed)
		cell_kill(&j->next.cell);
	buf_free(&j->next.bytes);
	jail_end(j->socket, j->pid);
	free(j);
}

/* Thin ones wait already: for each that is taken, the next is ordered when its
 * mail is done. A full one is asked for. */
static int
cell_take(struct jail *j, enum jail_kind kind, struct cell *out, struct err *e)
{
	union {
		struct cmsghdr head;
		char space[CMSG_SPACE(sizeof(int) * JAIL_FD_COUNT)];
	} control;
	char byte;
	struct iovec iov = { &byte, 1 };
	struct msghdr msg = { .msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof control };
	struct cmsghdr *c;
	ssize_t n;

	if (kind == JAIL_FULL && jail_order(j, kind, e) < 0)
		return -1;
	do
		n = recvmsg(j->socket[kind], &msg, MSG_CMSG_CLOEXEC);
	while (n < 0 && errno == EINTR);
	c = n == 1 ? CMSG_FIRSTHDR(&msg) : NULL;
	if (c == NULL || c->cmsg_type != SCM_RIGHTS ||
	    c->cmsg_len != CMSG_LEN(sizeof(int) * JAIL_FD_COUNT))
		return gone(e, "taking a jail");
	memcpy(out->fd, CMSG_DATA(c), sizeof out->fd);
	return 0;
}

/* Ask the source for a piece when the last one is written. At the end of the
 * mail the pipe is closed: the jail sees its end. */
static int
piece_next(struct run *r, struct err *e)
{
	const void *p = NULL;
	size_t n = 0;
	int rc;

	if (r->piece_n > 0 || r->cell.fd[JAIL_FD_IN] < 0)
		return 0;
	rc = r->source(r->arg, &p, &n, e);
	if (rc < 0)
		return -1;
	if (rc == 0)
		fd_close(&r->cell.fd[JAIL_FD_IN]);
	r->piece = p;
	r->piece_n = rc == 0 ? 0 : n;
	return 0;
}

/* Write what the pipe takes. A jail that stopped reading is no fault yet: it
 * may have said why. */
static void
piece_write(struct run *r)
{
	ssize_t n;

	if (r->piece_n == 0)
		return;
	n = write(r->cell.fd[JAIL_FD_IN], r->piece, r->piece_n);
	if (n > 0) {
		r->piece += n;
		r->piece_n -= (size_t)n;
	} else if (n < 0 && errno != EAGAIN && errno != EINTR) {
		fd_close(&r->cell.fd[JAIL_FD_IN]);
		r->piece_n = 0;
	}
}

/* Bytes that the answer has in all; 0 as long as its head is not here. */
static size_t
answer_size(const struct run *r)
{
	struct jail_head head;

	if (r->out.len < sizeof head)
		return 0;
	memcpy(&head, r->out.data, sizeof head);
	return sizeof head + (size_t)head.message_n + head.questions_n;
}

/* Read what is there: 1 when the answer is complete or the jail ended. */
static int
answer_read(struct run *r)
{
	char piece[16384];
	ssize_t n = read(r->cell.fd[JAIL_FD_OUT], piece, sizeof piece);

	if (n < 0)
		return errno != EAGAIN && errno != EINTR;
	if (n == 0 || buf_add(&r->out, piece, (size_t)n) < 0)
		return 1;
	return answer_size(r) != 0 && r->out.len >= answer_size(r);
}

/* Both pipes at once, so that neither side waits for the other for ever. */
static int
jail_talk(struct run *r, struct err *e)
{
	for (;;) {
		struct pollfd p[2] = { { r->cell.fd[JAIL_FD_OUT], POLLIN, 0 },
			{ -1, POLLOUT, 0 } };
		int64_t left = r->deadline_ms - clock_mono_ms();

		if (left <= 0)
			return fault(
			    e, JAIL_OVERRAN, "the mail took too long to read");
		do {
			if (piece_next(r, e) < 0)
				return -1;
			piece_write(r);
		} while (r->piece_n == 0 && r->cell.fd[JAIL_FD_IN] >= 0);
		p[1].fd = r->cell.fd[JAIL_FD_IN];
		if (poll(p, 2, (int)left) > 0 && p[0].revents != 0 &&
		    answer_read(r))
			return 0;
	}
}

/* Nothing of the answer is believed before it was checked. */
static int
answer_check(const struct run *r, struct arena *a, struct message *m,
    struct questions *q, struct err *e)
{
	struct jail_head head;
	struct message checked_m = { 0 };
	struct questions checked_q = { 0 };
	struct wire w = { 0 };

	if (r->out.full)
		return fault(e, JAIL_LIED, "the record is too long");
	if (r->out.len < sizeof head)
		return fault(e, JAIL_DIED, "reading the mail failed");
	memcpy(&head, r->out.data, sizeof head);
	if (head.said == JAIL_SAID_TIME)
		return fault(
		    e, JAIL_OVERRAN, "the mail took too much processor time");
	if (head.said == JAIL_SAID_MEMORY)
		return fault(e, JAIL_DIED, "the mail took too much memory");
	if (head.said == JAIL_SAID_FULL)
		return fault(e, JAIL_DIED, "the mail needs a full jail");
	if (r->out.len < answer_size(r))
		return fault(e, JAIL_DIED, "reading the mail failed");
	if (head.said != JAIL_SAID_DONE || r->out.len > answer_size(r))
		return fault(e, JAIL_LIED, "the record has a wrong head");
	w.data = (const unsigned char *)r->out.data + sizeof head;
	w.left = head.message_n;
	if (message_read(&w, a, &checked_m, e) < 0)
		return fault(e, JAIL_LIED, "the message record is not right");
	w = (struct wire){ .data = (const unsigned char *)r->out.data +
				   sizeof head + head.message_n,
		.left = head.questions_n };
	if (questions_read(&w, a, &checked_q, e) < 0)
		return fault(e, JAIL_LIED, "the questions are not right");
	*m = checked_m;
	*q = checked_q;
	return 0;
}

/* A mail whose beginning was read ahead: that, then the rest. */
struct ahead {
	struct buf head;
	jail_source *source;
	void *arg;
	bool whole; /* the source has ended */
	bool given; /* the head was read from here */
	const void *piece;
	size_t piece_n; /* what came behind the head */
};

static int
ahead_fill(struct ahead *h, struct err *e)
{
	int rc = 1;

	while (rc == 1 && !h->whole && h->piece_n == 0) {
		rc = h->source(h->arg, &h->piece, &h->piece_n, e);
		h->whole = rc == 0;
		if (rc == 1 && buf_add(&h->head, h->piece, h->piece_n) == 0)
			h->piece_n = 0;
		if (rc <= 0)
			h->piece_n = 0;
	}
	return rc < 0 ? -1 : 0;
}

static int
ahead_source(void *arg, const void **p_out, size_t *n_out, struct err *e)
{
	struct ahead *h = arg;

	if (!h->given && h->head.len > 0) {
		h->given = true;
		*p_out = h->head.data;
		*n_out = h->head.len;
		return 1;
	}
	if (h->piece_n > 0) {
		*p_out = h->piece;
		*n_out = h->piece_n;
		h->piece_n = 0;
		return 1;
	}
	return h->whole ? 0 : h->source(h->arg, p_out, n_out, e);
}

/* The whole of a mail that an empty pipe takes: 1 where it is that small. */
static int
next_load(struct buf *out, jail_source *source, void *arg)
{
	struct err ignored = { 0 };
	const void *p = NULL;
	size_t n = 0;
	int rc;

	buf_clear(out);
	while ((rc = source(arg, &p, &n, &ignored)) == 1)
		if (buf_add(out, p, n) < 0)
			return 0;
	return rc == 0;
}

static bool
next_send(struct cell *c, const struct buf *bytes)
{
	char first = JAIL_MAIL;
	struct iovec iov[2] = { { &first, 1 }, { bytes->data, bytes->len } };
	ssize_t n;

	fcntl(c->fd[JAIL_FD_IN], F_SETFL, O_NONBLOCK);
	n = writev(c->fd[JAIL_FD_IN], iov, 2);
	fd_close(&c->fd[JAIL_FD_IN]);
	return n == (ssize_t)bytes->len + 1;
}

/* It read what nobody asks for: another takes its place. */
static void
next_drop(struct jail *j)
{
	struct err ignored = { 0 }; /* whoever asks for a jail meets it, too */

	if (!j->next.fed)
		return;
	j->next.fed = false;
	cell_kill(&j->next.cell);
	jail_order(j, JAIL_THIN, &ignored);
}

void
jail_feed_next(struct jail *j, jail_source *source, void *arg)
{
	struct err ignored = { 0 };

	next_drop(j);
	if (!next_load(&j->next.bytes, source, arg) ||
	    cell_take(j, JAIL_THIN, &j->next.cell, &ignored) < 0)
		return;
	j->next.fed = true;
	if (!next_send(&j->next.cell, &j->next.bytes))
		next_drop(j);
}

/* Byte for byte, so that no mail is ever taken for another. */
static bool
next_is(const struct jail *j, enum jail_kind kind, enum jail_input input,
    const struct ahead *h)
{
	return j->next.fed && kind == JAIL_THIN && input == JAIL_MAIL &&
	       h->head.len == j->next.bytes.len &&
	       memcmp(buf_text(&h->head), buf_text(&j->next.bytes),
		   h->head.len) == 0;
}

/* The jail that was fed this mail already, or a new one. */
static int
run_start(struct jail *j, enum jail_kind kind, enum jail_input input,
    struct ahead *h, struct run *r, struct err *e)
{
	if (next_is(j, kind, input, h)) {
		j->next.fed = false;
		r->cell = j->next.cell;
		r->piece_n = 0;
		return 0;
	}
	next_drop(j);
	if (cell_take(j, kind, &r->cell, e) < 0)
		return -1;
	h->given = false;
	fcntl(r->cell.fd[JAIL_FD_IN], F_SETFL, O_NONBLOCK);
	return 0;
}

/* One mail, one jail. */
static int
cell_read(struct jail *j, enum jail_kind kind, enum jail_input input,
    struct ahead *h, struct arena *a, struct message *m, struct questions *q,
    struct err *e)
{
	char first = (char)input;
	struct run r = { .source = ahead_source,
		.arg = h,
		.piece = &first,
		.piece_n = 1,
		.deadline_ms = clock_mono_ms() + LIMIT_JAIL_WALL_MS };
	struct err late = { 0 };
	int rc;

	if (run_start(j, kind, input, h, &r, e) < 0)
		return -1;
	buf_init(&r.out, LIMIT_RECORD_BYTES);
	rc = jail_talk(&r, e);
	if (rc == 0)
		rc = answer_check(&r, a, m, q, e);
	if (rc < 0)
		cell_kill(&r.cell);
	cell_close(&r.cell);
	buf_free(&r.out);
	/* The next jail is forked while this mail is answered. */
	if (kind == JAIL_THIN && jail_order(j, kind, &late) < 0 && rc == 0) {
		*e = late;
		rc = -1;
	}
	return rc;
}

int
jail_read(struct jail *j, enum jail_input input, jail_source *source, void *arg,
    struct arena *a, struct message *m, struct questions *q, struct err *e)
{
	struct ahead h = { .source = source, .arg = arg };
	int rc;

	buf_init(&h.head, HEAD_BYTES);
	rc = ahead_fill(&h, e);
	if (rc == 0)
		rc = cell_read(
		    j, h.whole ? JAIL_THIN : JAIL_FULL, input, &h, a, m, q, e);
	/* It may have died of what it was not given. */
	if (rc < 0 && h.whole && e->kind == ERR_REFUSE &&
	    e->code == JAIL_DIED && strcmp(e->where, "jail") == 0) {
		*e = (struct err){ 0 };
		rc = cell_read(j, JAIL_FULL, input, &h, a, m, q, e);
	}
	buf_free(&h.head);
	return rc;
}

struct bytes {
	const void *p;
	size_t n;
};

static int
bytes_source(void *arg, const void **p_out, size_t *n_out, struct err *e)
{
	struct bytes *b = arg;

	(void)e;
	if (b->n == 0)
		return 0;
	*p_out = b->p;
	*n_out = b->n;
	b->n = 0;
	return 1;
}

int
jail_read_bytes(struct jail *j, enum jail_input input, const void *p, size_t n,
    struct arena *a, struct message *m, struct questions *q, struct err *e)
{
	struct bytes b = { p, n };
	int rc = jail_read(j, input, bytes_source, &b, a, m, q, e);

	if (rc == 0 || input != JAIL_MAIL || !jail_faulty(e))
		return rc;
	*e = (struct err){ 0 };
	b = (struct bytes){ p, n };
	return jail_read(j, JAIL_MAIL_ALONE, bytes_source, &b, a, m, q, e);
}

bool
jail_faulty(const struct err *e)
{
	return e->kind == ERR_REFUSE && strcmp(e->where, "jail") == 0 &&
	       e->code >= JAIL_DIED && e->code <= JAIL_LIED;
}
