/* imap_screen.h - what an IMAP server says, one unit at a time, checked
 * before libetpan sees it: its parser follows NULL pointers and recurses. */
#ifndef IMAP_SCREEN_H
#define IMAP_SCREEN_H

#include "buf.h"
#include "err.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Where the bytes come from: as net_read(). */
struct screen_source {
	long (*read)(void *arg, void *out, size_t size, struct err *e);
	void *arg;
};

struct screen {
	struct screen_source from;
	char *in; /* bytes read and not yet looked at */
	size_t in_at, in_n;
	struct buf line;       /* the line under way */
	size_t line_at;        /* of it, this much is given out */
	uint64_t literal_left; /* bytes of a literal still to come */
	bool goes_on;          /* the line began before a literal */
	bool strings;          /* a response that may hold literals */
	bool drop;             /* this response is not passed on */

	/* What was seen. */
	uint64_t responses; /* begun so far */
	uint32_t fetch_uid; /* UID named before the body under way, or 0 */
	bool changed;       /* EXISTS or EXPUNGE came; the user clears it */
	uint32_t exists;
	bool keywords; /* the last PERMANENTFLAGS has \* */
	bool bye;
};

void screen_init(struct screen *s, struct screen_source from);
void screen_free(struct screen *s);
/* screen_feed - pass a line of our own first ("* OK ready\r\n"). */
void screen_feed(struct screen *s, const char *line);

/*
 * screen_read - the next bytes: at most one line (with its CRLF), or a piece
 * of one literal; never across both, so that fetch_uid fits what is read.
 *
 * Gives    1 to size; -1.
 * Fails    ERR_RETRY: the source failed, a line over LIMIT_IMAP_LINE, brackets
 *          nested over LIMIT_IMAP_DEPTH, a NUL, a literal in a line that may
 *          have none or anywhere but at its end, a quoted string that the line
 *          does not end, a line that begins like no response.
 * Touches  the source.
 */
long screen_read(struct screen *s, void *out, size_t size, struct err *e);

/* screen_line - the next whole line without its end, which must hold no
 * literal; valid until the next call. For what we say without libetpan. */
int screen_line(struct screen *s, const char **out, struct err *e);

#endif
