/* licence.h - the operator's licence for the AMA's text of CPT codes: recorded
 * in lookup.db, beside the text that it permits. */
#ifndef LICENCE_H
#define LICENCE_H

#include "err.h"
#include "lookup.h"
#include <stdbool.h>

#define LICENCE_HOLDER_BYTES 200 /* a practice's name with its address */

struct licence {
	const char *holder; /* as it is to be named in replies, UTF-8 */
	int year;           /* of the last CPT edition that it covers */
	long users;         /* 0: not told */
};

/* lookup_licence - what is recorded, as long as l is open; NULL for none, and
 * then no text of the AMA is in the database. */
const struct licence *lookup_licence(const struct lookup *l);

/*
 * licence_set - record a licence, in place of the one before.
 *
 * Takes    target, the path of a lookup database; holder of 1 to
 *          LICENCE_HOLDER_BYTES bytes without control characters; year from
 *          2000 to 2099; users 0 or more.
 * Gives    a new file at target, the one before it at target + ".old"; text is
 *          imported from then on.
 * Fails    ERR_REFUSE for a licence of another form; ERR_STOP, and target as
 *          it was: no database, another import under way, the disk.
 * Touches  target's folder.
 *
 * licence_end - take the licence out with every text that came under it.
 *
 * Gives    a new file at target without one byte of that text, and no file at
 *          target + ".old" that holds any; *had_out: whether one was recorded.
 * Fails    ERR_STOP as above.
 */
int licence_set(
    const char *target, const struct licence *licence, struct err *e);
int licence_end(const char *target, bool *had_out, struct err *e);

#endif
