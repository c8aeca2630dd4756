/* bounced.h - addresses that a reply of ours came back from for good
 * (RFC 3463: class 5), or that our own server knows no mailbox of. They get no further mail until a person says so. */
#ifndef BOUNCED_H
#define BOUNCED_H

#include "arena.h"
#include "err.h"
#include "store.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bounced_row {
	const char *address; /* in lower case */
	int64_t case_id;     /* whose reply came back */
	const char *status;  /* "5.1.1", "" if the bounce told none */
	int64_t at_unix;
};

/* bounced_add - the reply of that Message-ID came back for good: its recipient
 * is noted, with an audit row; in a transaction. A Message-ID that no reply
 * has changes nothing. */
int bounced_add(struct store *s, const char *message_id, int64_t case_id,
    const char *status, const char *actor, int64_t now_unix, struct err *e);
/* bounced_has - is the address, in any case of letters, noted? */
int bounced_has(struct store *s, const char *address, bool *out, struct err *e);
/* bounced_clear - write to it again; with an audit row; in a transaction.
 * ERR_REFUSE where it is not noted. */
int bounced_clear(struct store *s, const char *address, const char *actor,
    int64_t now_unix, struct err *e);
/* bounced_list - the first max by address, in a. */
int bounced_list(struct store *s, struct arena *a, size_t max,
    struct bounced_row **out, size_t *n_out, struct err *e);

#endif
