/* imap_home.h - what imap.c and imap_fetch.c share. The one place where
 * libetpan's headers are included. */
#ifndef IMAP_HOME_H
#define IMAP_HOME_H

#include "imap_screen.h"
#include "imap_talk.h"
#include "net.h"
#include <libetpan/libetpan.h>

/* Bytes that any reply but a FETCH of bodies may have. */
#define SMALL_REPLY (4 << 20)

struct imap {
	struct net *net;
	struct screen screen;
	mailimap *m;
	struct talk talk;
	struct err lost; /* why the session is dead, kind NONE while it lives */
	bool can_uidplus;
	struct fetch *fetch; /* the FETCH under way */
};

/* imap_result - 0 where r is none; else *e: the session's own failure, what
 * the server said (ERR_REFUSE: it lives on), or what libetpan could not read.
 */
int imap_result(struct imap *i, int r, const char *what, struct err *e);
/* imap_must - p; ends the process where there was no memory for it. */
void *imap_must(void *p);
/* imap_set_of - ascending UIDs as a set, runs as first:last. */
struct mailimap_set *imap_set_of(const uint32_t *uids, size_t n);

#endif
