/* unknown.h - files that no format takes: what they are, and what to do. */
#ifndef UNKNOWN_H
#define UNKNOWN_H

#include "official.h"

/* unknown_say - a sentence that stands behind the file's name, without a full
 * stop: what its first bytes, or its name, tell it to be, and what to import in
 * its place. Lives forever. */
const char *unknown_say(const struct document *d);

#endif
