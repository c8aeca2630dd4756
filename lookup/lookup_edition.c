/* lookup_edition.c - official editions: which one speaks for a day, and what
 * it says of a key. A series, a key and a day come in; cells go out. */
#include "lookup_open.h"
#include <string.h>

#define EDITIONS_MAX 4096

static int
edition_copy(struct lookup *l, struct db_row *r, struct source_row *out)
{
	const char **text[] = { &out->series, &out->name, &out->publisher,
		&out->edition, &out->part, &out->file, &out->notice,
		&out->licence };
	size_t i;

	for (i = 0; i < sizeof(text) / sizeof(text[0]); i++) {
		*text[i] = db_copy(r, (int)i, l->a);
		if (*text[i] == NULL)
			return -1;
	}
	out->from = (date)db_number(r, 8);
	out->to = (date)db_number(r, 9);
	out->rows = db_number(r, 10);
	out->bad = db_number(r, 11);
	return 0;
}

int
editions_read(struct lookup *l, struct err *e)
{
	struct db_row *r;
	size_t n = 0, i;
	int rc;

	l->edition = arena_array(l->a, EDITIONS_MAX, sizeof(*l->edition));
	if (l->edition == NULL)
		return lookup_no_room(e);
	r = db_begin(l->db, LOOKUP_EDITIONS);
	while ((rc = db_step(r, e)) == 1 && n < EDITIONS_MAX)
		if (edition_copy(l, r, &l->edition[n++])) {
			rc = lookup_no_room(e);
			break;
		}
	db_end(r);
	if (rc < 0)
		return -1;
	l->edition_n = n;
	for (i = 0; i < n; i++)
		l->edition[i].newest =
		    i + 1 == n ||
		    strcmp(l->edition[i].series, l->edition[i + 1].series) != 0;
	/* Parts of the newest edition are all newest. */
	for (i = n; i-- > 1;)
		if (l->edition[i].newest &&
		    strcmp(l->edition[i].series, l->edition[i - 1].series) ==
			0 &&
		    l->edition[i].from == l->edition[i - 1].from)
			l->edition[i - 1].newest = true;
	return 0;
}

const struct source_row *
edition_on(const struct lookup *l, const char *series, date on, bool *early_out)
{
	const struct source_row *found = NULL;
	size_t i;

	*early_out = false;
	for (i = 0; i < l->edition_n; i++) {
		const struct source_row *s = &l->edition[i];

		if (strcmp(s->series, series) != 0)
			continue;
		if (found == NULL || s->from <= on)
			found = s;
	}
	if (found != NULL)
		*early_out = found->from > on;
	return found;
}

bool
edition_later(const struct source_row *edition, date on)
{
	return edition->newest && on > edition->to;
}

struct source
edition_source(const struct source_row *edition, const char *row, date on)
{
	return (struct source){ .name = edition->name,
		.publisher = edition->publisher,
		.edition = edition->edition,
		.row = row,
		.from = edition->from,
		.to = edition->newest ? DATE_OPEN : edition->to,
		.later = edition_later(edition, on),
		.loaded = true };
}

/* The day before the edition that follows on the one of `last`. */
static date
run_end(const struct lookup *l, const char *series, date last)
{
	size_t i;

	for (i = 0; i < l->edition_n; i++)
		if (strcmp(l->edition[i].series, series) == 0 &&
		    l->edition[i].from > last)
			return date_add(l->edition[i].from, -1);
	return DATE_OPEN;
}

/* The oldest edition: what it holds may have begun before. */
static date
series_begin(const struct lookup *l, const char *series)
{
	size_t i;

	for (i = 0; i < l->edition_n; i++)
		if (strcmp(l->edition[i].series, series) == 0)
			return l->edition[i].from;
	return 0;
}

int
entry_split(struct arena *a, const char *text, struct entry *out)
{
	char *p = arena_strdup(a, text);

	if (p == NULL)
		return -1;
	for (out->cells = 0; out->cells < ENTRY_CELLS;) {
		out->cell[out->cells++] = p;
		p = strchr(p, '\t');
		if (p == NULL)
			return 0;
		*p++ = '\0';
	}
	return 0;
}

static int
entry_try(struct lookup *l, int statement, struct arena *a, const char *series,
    const char *key, date edition, struct entry *out, struct err *e)
{
	struct db_row *r = db_begin(l->db, statement);
	int rc;

	db_bind_text(r, 1, series);
	db_bind_text(r, 2, key);
	db_bind_number(r, 3, edition);
	rc = db_step(r, e);
	if (rc == 1) {
		out->first = (date)db_number(r, 0);
		out->from = series_begin(l, series) == out->first ? 0
								  : out->first;
		out->to = run_end(l, series, (date)db_number(r, 1));
		if (entry_split(a, db_text(r, 2), out))
			rc = lookup_no_room(e);
	}
	db_end(r);
	return rc;
}

int
entry_find(struct lookup *l, struct arena *a, const char *series,
    const char *key, date on, struct entry *out, struct err *e)
{
	static const struct {
		int statement;
		enum known known;
	} tries[] = {
		{ LOOKUP_ENTRY_ON, KNOWN_VALID },
		{ LOOKUP_ENTRY_BEFORE, KNOWN_ENDED },
		{ LOOKUP_ENTRY_AFTER, KNOWN_FUTURE },
	};
	struct entry found = { .known = KNOWN_NONE };
	bool early;
	size_t i;

	found.told = edition_on(l, series, on, &early);
	if (found.told == NULL) {
		*out = (struct entry){ .known = KNOWN_NOT_LOADED };
		return 0;
	}
	found.later = edition_later(found.told, on);
	for (i = 0; i < 3; i++) {
		int rc = entry_try(l, tries[i].statement, a, series, key,
		    found.told->from, &found, e);

		if (rc < 0)
			return -1;
		if (rc == 1) {
			found.known = tries[i].known;
			break;
		}
	}
	if (early) {
		found.known = KNOWN_OUTSIDE;
		found.from = found.told->from;
	}
	*out = found;
	return found.known == KNOWN_VALID;
}

void
entry_days(const struct entry *n, struct source *out)
{
	if (n->known != KNOWN_ENDED && n->known != KNOWN_FUTURE)
		return;
	out->from = n->from;
	out->to = n->to;
}

int
entry_around(struct lookup *l, const struct source_row *told, const char *word,
    enum known *known_out, struct source *source, struct err *e)
{
	struct db_row *r = db_begin(l->db, LOOKUP_ENTRY_AROUND);
	date ended = 0, begins = 0;
	int rc;

	db_bind_text(r, 1, told->series);
	db_bind_text(r, 2, word);
	db_bind_number(r, 3, told->from);
	rc = db_step(r, e);
	if (rc == 1) {
		ended = (date)db_number(r, 0);
		begins = (date)db_number(r, 1);
	}
	db_end(r);
	*known_out = ended != 0    ? KNOWN_ENDED
		     : begins != 0 ? KNOWN_FUTURE
				   : KNOWN_NONE;
	if (ended != 0) {
		source->from = 0;
		source->to = run_end(l, told->series, ended);
	} else if (begins != 0) {
		source->from = begins;
		source->to = DATE_OPEN;
	}
	return rc < 0 ? -1 : 0;
}

int
entry_earlier(struct lookup *l, struct arena *a, const char *series,
    const char *key, date edition, struct entry *out, struct err *e)
{
	return entry_try(
	    l, LOOKUP_ENTRY_BEFORE, a, series, key, edition, out, e);
}
