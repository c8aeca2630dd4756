/*
 * intake_stage.c - where a batch waits for its commit. In: bytes as they come
 * from the server. Out: the same, in pieces, for one short transaction.
 */
#include "intake_stage.h"
#include "limit.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FIRST_SIZE 64

static int
disk(struct err *e, const char *what)
{
	return err_set(e, ERR_STOP, "intake", errno,
	    "the state folder cannot hold what was fetched (%s): %s", what,
	    strerror(errno));
}

int
stage_open(struct stage *s, const char *folder, struct err *e)
{
	char *path;
	*s = (struct stage){ .fd = -1 };
	if (asprintf(&path, "%s/fetch.XXXXXX", folder) < 0)
		abort();
	int fd = mkostemp(path, O_CLOEXEC);
	if (fd < 0)
		disk(e, path);
	else
		unlink(path);
	free(path);
	if (fd < 0)
		return -1;
	s->fd = fd;
	s->size = FIRST_SIZE;
	s->memory = malloc(LIMIT_STAGE_BYTES);
	s->piece = malloc(LIMIT_CHUNK_BYTES);
	s->mail = calloc(s->size, sizeof(*s->mail));
	if (!s->memory || !s->piece || !s->mail)
		abort();
	return 0;
}

void
stage_close(struct stage *s)
{
	if (s->fd >= 0)
		close(s->fd);
	free(s->memory);
	free(s->piece);
	free(s->mail);
	*s = (struct stage){ .fd = -1 };
}

void
stage_clear(struct stage *s)
{
	/* Where it cannot be shortened it is written over. */
	if (s->end > LIMIT_STAGE_BYTES && ftruncate(s->fd, 0) != 0)
		s->end = 0;
	s->end = 0;
	s->n = 0;
}

struct stage_mail *
stage_begin(struct stage *s)
{
	if (s->n == s->size) {
		s->size *= 2;
		s->mail = reallocarray(s->mail, s->size, sizeof(*s->mail));
		if (!s->mail)
			abort();
	}
	s->mail[s->n] = (struct stage_mail){ .at = s->end };
	return &s->mail[s->n++];
}

int
stage_add(struct stage *s, const void *p, size_t n, struct err *e)
{
	const char *at = p;
	struct stage_mail *m = &s->mail[s->n - 1];
	if (s->end < LIMIT_STAGE_BYTES) {
		size_t room = (size_t)(LIMIT_STAGE_BYTES - s->end);
		size_t k = n < room ? n : room;
		memcpy(s->memory + s->end, at, k);
		s->end += (int64_t)k;
		m->n += (int64_t)k;
		at += k;
		n -= k;
	}
	while (n > 0) {
		ssize_t k = pwrite(s->fd, at, n, s->end - LIMIT_STAGE_BYTES);
		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return disk(e, "write");
		s->end += k;
		m->n += k;
		at += k;
		n -= (size_t)k;
	}
	return 0;
}

int
stage_piece(struct stage *s, const struct stage_mail *m, int64_t from,
    const void **p_out, size_t *n_out, struct err *e)
{
	int64_t at = m->at + from, left = m->n - from;
	size_t n = left < LIMIT_CHUNK_BYTES ? (size_t)left : LIMIT_CHUNK_BYTES;
	if (at < LIMIT_STAGE_BYTES) {
		size_t room = (size_t)(LIMIT_STAGE_BYTES - at);
		*p_out = s->memory + at;
		*n_out = n < room ? n : room;
		return 0;
	}
	size_t got = 0;
	while (got < n) {
		ssize_t k = pread(s->fd, s->piece + got, n - got,
		    at - LIMIT_STAGE_BYTES + (int64_t)got);
		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return disk(e, "read");
		got += (size_t)k;
	}
	*p_out = s->piece;
	*n_out = n;
	return 0;
}
