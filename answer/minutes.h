/* minutes.h - the minutes that a visit's level may rest on. */
#ifndef MINUTES_H
#define MINUTES_H

#include "question.h"
#include <stdint.h>

struct visit_minutes {
	bool told, open;   /* open: parts that may not add up */
	int64_t low, high; /* thousandths of a minute, both included */
};

/* visit_minutes - of what a question tells, the minutes of the date: a total
 * that was named, less those of staff that it holds; the only stretch; or the
 * sum of parts that were said to be of that date. *v is zeroed before. */
void visit_minutes(const struct question *q, struct visit_minutes *v);

#endif
