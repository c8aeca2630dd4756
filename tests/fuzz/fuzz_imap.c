/* What an IMAP server says → a whole session: log in, select, list, sizes,
 * bodies, marks, IDLE. The network is a stand-in: each command is answered with
 * the next piece of the input (split at 0x1E) and, for libetpan to go on, OK
 * under the command's tag. */
#include "fuzz.h"
#include "imap.h"
#include "net.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SPLIT 0x1e

struct net {
	const uint8_t *at, *end;
	char tag[16], said[40];
	size_t said_at, said_n;
	bool piece; /* a piece is being given out */
	int64_t left;
};

static const uint8_t *input, *input_end;

/* libetpan loses some bytes where a reply cannot be parsed; the session ends
 * then, so that it is once a connection. */
const char *__lsan_default_suppressions(void);
const char *
__lsan_default_suppressions(void)
{
	return "leak:libetpan";
}

int
net_open(const struct net_target *target, struct net **out, struct err *e)
{
	(void)target, (void)e;
	struct net *n = calloc(1, sizeof(*n));
	if (!n)
		abort();
	n->at = input;
	n->end = input_end;
	n->piece = true;
	net_budget(n, 16 << 20);
	*out = n;
	return 0;
}

void
net_close(struct net *n)
{
	free(n);
}

void
net_budget(struct net *n, int64_t max_bytes)
{
	n->left = max_bytes;
}

ssize_t
net_read(struct net *n, void *out, size_t size, struct err *e)
{
	size_t got = 0;
	if (n->piece && n->at < n->end) {
		const uint8_t *stop =
		    memchr(n->at, SPLIT, (size_t)(n->end - n->at));
		got = (size_t)((stop ? stop : n->end) - n->at);
		got = got < size ? got : size;
		memcpy(out, n->at, got);
		n->at += got;
		if (n->at == stop) {
			n->at++;
			n->piece = false;
		}
	}
	if (got == 0 && n->said_at < n->said_n) {
		got = n->said_n - n->said_at;
		got = got < size ? got : size;
		memcpy(out, n->said + n->said_at, got);
		n->said_at += got;
	}
	n->left -= (int64_t)got;
	if (got == 0 || n->left < 0)
		return err_set(e, ERR_RETRY, "net", 0, "closed");
	return (ssize_t)got;
}

int
net_write(struct net *n, const void *p, size_t size, struct err *e)
{
	const char *space = memchr(p, ' ', size);
	(void)e;
	if (space && (size_t)(space - (const char *)p) < sizeof(n->tag))
		snprintf(n->tag, sizeof(n->tag), "%.*s",
		    (int)(space - (const char *)p), (const char *)p);
	n->said_n = (size_t)snprintf(
	    n->said, sizeof(n->said), "%s OK done\r\n", n->tag);
	n->said_at = 0;
	n->piece = true;
	return 0;
}

int
net_wait(struct net *n, int wake_fd, int64_t timeout_ms, struct err *e)
{
	(void)wake_fd, (void)timeout_ms, (void)e;
	return n->piece && n->at < n->end;
}

static int64_t sunk;

static int
on_begin(void *arg, uint32_t uid, struct err *e)
{
	(void)arg, (void)uid, (void)e;
	return 0;
}

static int
on_data(void *arg, const void *p, size_t n, struct err *e)
{
	const uint8_t *at = p;
	(void)arg, (void)e;
	for (size_t k = 0; k < n; k++)
		sunk += at[k];
	return 0;
}

static int
on_end(void *arg, struct err *e)
{
	(void)arg, (void)e;
	return 0;
}

static int
session(struct imap *i, struct arena *a, struct err *e)
{
	const struct imap_sink sink = { on_begin, on_data, on_end, NULL };
	struct imap_box box;
	uint32_t *uid, exists;
	int64_t size[64];
	size_t n;
	if (imap_select(i, "INBOX", &box, e) < 0 ||
	    imap_search(i, a, 1, &uid, &n, e) < 0)
		return -1;
	n = n < 64 ? n : 64;
	if (n > 0 && (imap_sizes(i, uid, n, size, e) < 0 ||
			 imap_fetch(i, uid, n, 0, &sink, e) < 0 ||
			 imap_fetch(i, uid, n, 100, &sink, e) < 0 ||
			 imap_keyword(i, uid, n, "$X", e) < 0 ||
			 imap_move(i, uid, n, "Done", e) < 0))
		return -1;
	if (imap_folder(i, "Done", e) < 0 || imap_noop(i, &exists, e) < 0)
		return -1;
	return imap_idle(i, -1, 0, e);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct imap_server server = { .host = "h",
		.port = 1,
		.user = "u",
		.password = "p",
		.ca_file = "",
		.timeout_s = 1 };
	struct arena *a = arena_new(FUZZ_ARENA);
	struct imap *i = NULL;
	struct err e = { 0 };
	input = data;
	input_end = data + size;
	if (imap_open(&server, &i, &e) == 0)
		session(i, a, &e);
	imap_close(i);
	arena_free(a);
	return 0;
}
