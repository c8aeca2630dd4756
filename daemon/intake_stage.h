/* intake_stage.h - a batch of mails between the server and the store: no lock
 * of the store is held while the network is waited for. The first bytes stand
 * in memory, the rest in a file without a name. */
#ifndef INTAKE_STAGE_H
#define INTAKE_STAGE_H

#include "err.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct stage_mail {
	uint32_t uid;
	int64_t size; /* as the server told */
	bool partial;
	int64_t at, n; /* its bytes in the stage */
};

struct stage {
	char *memory; /* bytes [0, LIMIT_STAGE_BYTES) */
	char *piece;  /* what stage_piece() read from the file */
	int fd;
	int64_t end; /* bytes in use */
	struct stage_mail *mail;
	size_t n, size;
};

/* stage_open - with its file in that folder, before the sandbox closes.
 * ERR_STOP where none can be made. */
int stage_open(struct stage *s, const char *folder, struct err *e);
void stage_close(struct stage *s);
void stage_clear(struct stage *s);

/* stage_begin - a further mail; stage_add - its next bytes. ERR_STOP where the
 * disk is full. */
struct stage_mail *stage_begin(struct stage *s);
int stage_add(struct stage *s, const void *p, size_t n, struct err *e);

/* stage_piece - at most LIMIT_CHUNK_BYTES of mail m from byte `from` on; n is
 * 0 at its end. Valid until the next call. */
int stage_piece(struct stage *s, const struct stage_mail *m, int64_t from,
    const void **p_out, size_t *n_out, struct err *e);

#endif
