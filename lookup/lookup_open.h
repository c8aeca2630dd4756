/* lookup_open.h - the open database, for the files of this folder. */
#ifndef LOOKUP_OPEN_H
#define LOOKUP_OPEN_H

#include "buf.h"
#include "lookup_db.h"
#include <sys/stat.h>

#define VINTAGE_BYTES 1000 /* one line; a pack takes some 30 */

struct lookup {
	struct db *db;
	char *path;
	struct stat stat; /* of the file when it was opened */
	struct buf vintage;
};

/* lookup_no_room - set *e for an arena that is full; -1. */
int lookup_no_room(struct err *e);

#endif
