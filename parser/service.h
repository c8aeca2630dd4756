/* service.h - the date of service that a text names. */
#ifndef SERVICE_H
#define SERVICE_H

#include "clock.h"
#include "err.h"
#include <stddef.h>

/* service_init - compile the patterns; ERR_STOP. */
int service_init(struct err *e);
/* service_find - the first date that stands with a word of service ("DOS",
 * "done on", "surgery"); a month alone is its first day; 0 if none. */
date service_find(const char *text, size_t n);

/* A date and where it stands, bytes. */
struct dated {
	date day;
	size_t start, len;
};
/* service_dates - every full date of the text in order of place, at most max,
 * but for those of birth and of papers. */
size_t service_dates(const char *text, size_t n, struct dated *out, size_t max);

/* service_gap - days from the first to the second of two days that the text
 * names without a year ("surgery on 3/2, came back 3/9"; "March 2 ... March 9"),
 * 1 to 120, and where the second stands; 0 where there are not just two, or the
 * second is not the later one. */
int service_gap(const char *text, size_t n, struct dated *second_out);

#endif
