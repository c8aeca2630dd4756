/* lookup_open.h - the open database, for the files of this folder. */
#ifndef LOOKUP_OPEN_H
#define LOOKUP_OPEN_H

#include "buf.h"
#include "licence.h"
#include "lookup_db.h"
#include "words.h"
#include <sys/stat.h>

#define VINTAGE_BYTES 1000 /* one line; a pack takes some 30 */

struct lookup {
	struct db *db;
	struct arena *a;            /* of the editions */
	struct source_row *edition; /* edition[0..edition_n), by series, day */
	size_t edition_n;
	char *path;
	struct stat stat; /* of the file when it was opened */
	struct buf vintage;
	struct licence licence; /* holder NULL: none */
	/* NULL until they are asked for. */
	struct lexicon *lexicon, *pcs_lexicon;
};

/* licence_read - the licence in an open database: 1, 0 with *out empty, -1. */
int licence_read(
    struct db *db, struct arena *a, struct licence *out, struct err *e);

/* lookup_no_room - set *e for an arena that is full; -1. */
int lookup_no_room(struct err *e);

/* lookup_pack_code - lookup_code() by the starter pack alone. */
int lookup_pack_code(struct lookup *l, struct arena *a, enum code_system system,
    const char *code, date on, struct code_row *out, struct err *e);
/* editions_read - fill l->edition once it is open. */
int editions_read(struct lookup *l, struct err *e);
/* official_code - lookup_code() by the official editions alone: 1 valid, 0
 * (out->known says why), -1. official_modifier - likewise. */
int official_code(struct lookup *l, struct arena *a, enum code_system system,
    const char *code, date on, struct code_row *out, struct err *e);
int official_modifier(struct lookup *l, struct arena *a, const char *modifier,
    date on, struct modifier_row *out, struct err *e);

/* entry_find - the entry of a key in a series on a day.
 *
 * Gives    what is known; a row in force (KNOWN_VALID), else the nearest one
 *          (cell NULL where none), its cells split; the edition that tells.
 */
#define ENTRY_CELLS 40
struct entry {
	enum known known;
	const char *cell[ENTRY_CELLS];
	size_t cells;
	date first;    /* edition from which on it is known to be so */
	date from, to; /* the same as days; from 0: perhaps before, too */
	const struct source_row *told;
	bool later; /* the day lies behind what the edition speaks for */
};
int entry_find(struct lookup *l, struct arena *a, const char *series,
    const char *key, date on, struct entry *out, struct err *e);
/* entry_days - the first and last day of a row that is not in force into its
 * source. */
void entry_days(const struct entry *n, struct source *out);
/* entry_around - of keys that begin with a word, none of which has a row in the
 * edition `told` of their series: KNOWN_ENDED where an earlier one had, else
 * KNOWN_FUTURE where a later one has, else KNOWN_NONE, with the days into
 * *source. 0, -1. */
int entry_around(struct lookup *l, const struct source_row *told,
    const char *word, enum known *known_out, struct source *source,
    struct err *e);
/* entry_split - cells of an entry as stored, into out->cell; -1: a is full. */
int entry_split(struct arena *a, const char *text, struct entry *out);
/* entry_earlier - the entry before the edition of that day: 1, 0, -1. */
int entry_earlier(struct lookup *l, struct arena *a, const char *series,
    const char *key, date edition, struct entry *out, struct err *e);
/* edition_on - the edition of a series for a day; the oldest with *early_out
 * true where the day lies before all; NULL: none is loaded. edition_later -
 * whether that day lies behind the newest one. */
const struct source_row *edition_on(
    const struct lookup *l, const char *series, date on, bool *early_out);
bool edition_later(const struct source_row *edition, date on);
/* edition_source - as a source of an answer, for a row of that name. */
struct source edition_source(
    const struct source_row *edition, const char *row, date on);

#endif
