/* sender_due.h - when a reply that was not taken is tried again. */
#ifndef SENDER_DUE_H
#define SENDER_DUE_H

#include <stdbool.h>
#include <stdint.h>

/* Seconds, all of them. */
struct due_rule {
	int64_t first, max; /* pause before the second try; longest pause */
	int64_t give_up;    /* age at which a person is told instead */
};

struct due_case {
	int tries;   /* made, 1 or more */
	int64_t age; /* since the reply was queued */
	/* The server failed, not this mail: it waits as long as the server is
	 * left alone, at most; 0: the mail failed. */
	int64_t server_pause;
	uint32_t chance; /* any number; drives many mails apart */
};

/*
 * due_pause - seconds until the next try: first, doubled from try to try up to
 * max, then moved by chance to between three and five quarters of that.
 *
 * Gives    1 or more; 0 where the age says to give up.
 * Touches  nothing.
 */
int64_t due_pause(const struct due_rule *rule, const struct due_case *c);

#endif
