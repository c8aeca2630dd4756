/* licence.c - the licence for the AMA's text, and what ends with it. A holder
 * and a year come in; a database that may hold the text, or holds none of it
 * any more, goes out. */
#include "licence.h"
#include "buf.h"
#include "import.h"
#include "lookup_open.h"
#include "utf8.h"
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FIRST_YEAR 2000
#define LAST_YEAR  2099

int
licence_read(struct db *db, struct arena *a, struct licence *out, struct err *e)
{
	struct db_row *r = db_begin(db, LOOKUP_LICENCE);
	int rc = db_step(r, e);

	*out = (struct licence){ 0 };
	if (rc == 1) {
		out->holder = db_copy(r, 0, a);
		out->year = (int)db_number(r, 1);
		out->users = (long)db_number(r, 2);
		if (out->holder == NULL)
			rc = lookup_no_room(e);
	}
	db_end(r);
	return rc;
}

const struct licence *
lookup_licence(const struct lookup *l)
{
	return l->licence.holder != NULL ? &l->licence : NULL;
}

static int
licence_check(const struct licence *licence, struct err *e)
{
	size_t n = strlen(licence->holder), i;
	bool fine = n > 0 && n <= LICENCE_HOLDER_BYTES &&
		    utf8_check(licence->holder, n);

	for (i = 0; i < n; i++)
		fine &= (unsigned char)licence->holder[i] >= ' ' &&
			licence->holder[i] != 0x7f;
	if (!fine)
		return err_set(e, ERR_REFUSE, "licence", 0,
		    "the holder is one line of 1 to %d bytes",
		    LICENCE_HOLDER_BYTES);
	if (licence->year < FIRST_YEAR || licence->year > LAST_YEAR ||
	    licence->users < 0)
		return err_set(e, ERR_REFUSE, "licence", 0,
		    "a year from %d to %d, and a number of users", FIRST_YEAR,
		    LAST_YEAR);
	return 0;
}

static int
licence_put(struct db *db, const struct licence *licence, struct err *e)
{
	struct db_row *r = db_begin(db, LOOKUP_LICENCE_SET);

	db_bind_text(r, 1, licence->holder);
	db_bind_number(r, 2, licence->year);
	db_bind_number(r, 3, licence->users);
	return import_step(r, e);
}

/* What was deleted stays in free pages of the file until it is made anew. */
static int
text_drop(struct db *db, struct err *e)
{
	static const int steps[] = { LOOKUP_LICENCE_END, LOOKUP_LICENSED_ENTRY,
		LOOKUP_LICENSED_FILE, LOOKUP_LICENSED_SOURCE, LOOKUP_VACUUM };
	size_t i;

	for (i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (db_run(db, steps[i], e))
			return -1;
	return 0;
}

/* On a copy, which takes the old file's place. licence NULL: take it out. */
static int
copy_change(const char *target, const char *made, const struct licence *licence,
    struct err *e)
{
	struct db *db = NULL;
	int rc;

	if (unlink(made) != 0 && errno != ENOENT)
		return err_set(e, ERR_STOP, "licence", errno, "%.120s: %s",
		    made, strerror(errno));
	if (import_copy(target, made, e) ||
	    lookup_db_open(made, LOOKUP_ADD, &db, e))
		return -1;
	rc = licence != NULL ? licence_put(db, licence, e) : text_drop(db, e);
	db_close(db);
	return rc || import_place(made, target, e) ? -1 : 0;
}

/* A database of this program stands at target; *had_out: with a licence. */
static int
target_look(const char *target, bool *had_out, struct err *e)
{
	struct lookup *l = NULL;

	if (lookup_open(target, &l, e))
		return -1;
	*had_out = lookup_licence(l) != NULL;
	lookup_close(l);
	return 0;
}

static int
target_change(const char *target, const struct licence *licence, bool *had_out,
    struct err *e)
{
	struct arena *a = arena_new(PATH_MAX * 2);
	const char *made = arena_printf(a, "%s.new", target);
	int lock = -1, rc = -1;

	if (made == NULL) {
		import_no_room(NULL, e);
	} else if (target_look(target, had_out, e) == 0 &&
		   import_lock(target, a, &lock, e) == 0) {
		rc = licence != NULL || *had_out
			 ? copy_change(target, made, licence, e)
			 : 0;
		if (rc != 0)
			unlink(made);
		close(lock);
	}
	arena_free(a);
	return rc;
}

int
licence_set(const char *target, const struct licence *licence, struct err *e)
{
	bool had = false;

	return licence_check(licence, e) ||
		       target_change(target, licence, &had, e)
		   ? -1
		   : 0;
}

/* The database before this one could be taken into use again. */
static int
old_drop(const char *target, struct err *e)
{
	struct err ignored = { 0 };
	struct buf old;
	bool had = true;
	int rc = 0;

	buf_init(&old, PATH_MAX);
	buf_printf(&old, "%s.old", target);
	if ((target_look(buf_text(&old), &had, &ignored) || had) &&
	    unlink(buf_text(&old)) != 0 && errno != ENOENT)
		rc = err_set(e, ERR_STOP, "licence", errno,
		    "%.120s holds licensed text and could not be removed: %s",
		    buf_text(&old), strerror(errno));
	buf_free(&old);
	return rc;
}

int
licence_end(const char *target, bool *had_out, struct err *e)
{
	*had_out = false;
	return target_change(target, NULL, had_out, e) || old_drop(target, e)
		   ? -1
		   : 0;
}
