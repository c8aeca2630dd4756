/* prolonged.h - prolonged service beside a visit that was chosen by time. */
#ifndef PROLONGED_H
#define PROLONGED_H

#include "told.h"

/* prolonged_add - the line of prolonged service, by payer; both counts are said
 * as reasons, and the payer is asked for where it decides.
 *
 * Takes    by_time: the row that the minutes reach, or NULL; minutes: in
 *          thousandths; code: the visit's code that is reported.
 * Fails    -1 with *e.
 */
int prolonged_add(const struct answer_context *c, const struct question *q,
    const struct norm_row *by_time, int64_t minutes, const char *code,
    struct answer *out, struct err *e);

/* prolonged_judge - "can we add 99417?": yes where it became a line, else no.
 * Nothing where no such code was asked about. */
int prolonged_judge(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e);

#endif
