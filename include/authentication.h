/* authentication.h - what our own mail host found out about a mail's sender:
 * Authentication-Results (RFC 8601), believed only where nobody but we can
 * have written it. */
#ifndef AUTHENTICATION_H
#define AUTHENTICATION_H

#include "arena.h"
#include "message.h"
#include <stddef.h>

/* In the place of an id: fields that name none, as Exchange Online writes. */
#define AUTHENTICATION_UNNAMED "unnamed"

/* Whose fields are trusted. No id named: none are (RFC 8601 7.1). */
struct authentication_rule {
	const char *const *id; /* authserv-ids of our border, in any case */
	size_t id_n;
	const char *const *host; /* our hosts behind "by" in Received fields;
				  * ".x.example": all below it */
	size_t host_n;           /* 0: those named as an id, and all that
				  * share its domain */
};

/* The results, in lower case: "pass", "fail", ...; NULL where none is told by
 * a trusted field. */
struct authentication {
	const char *by; /* authserv-id of the first trusted field, or NULL */
	const char *spf, *dkim, *dmarc;
};

/*
 * authentication_read - the verdicts in the fields that our border wrote.
 *
 * Takes    m->header, top first; rule.
 * Gives    *out. Fields are read from the top. The first Received of a host
 *          that is not ours ends it, and so does the one below the border's
 *          own, by which a host of ours took the mail from a stranger: what
 *          stands there, or further down, came with the mail. Where a trusted
 *          field stands above the border's own Received (7.1, point 5), none
 *          below it counts, and an unnamed one never does there. Nothing inside quotes or comments ends a result,
 *          and RFC 2047 words are not decoded. A field with a
 *          version other than 1 is ignored; of several results of one method
 *          the uppermost counts, but for DKIM any "pass" (RFC 6376 6.1).
 * Owns     a. Touches nothing.
 */
void authentication_read(struct arena *a, const struct message *m,
    const struct authentication_rule *rule, struct authentication *out);

#endif
