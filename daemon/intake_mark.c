/*
 * intake_mark.c - handled mails are shown to the server. In: rows of the store
 * that are done. Out: a keyword or another folder on the server, then a mark
 * in the store; a crash between the two only repeats the first.
 */
#include "clock.h"
#include "intake_part.h"
#include "log.h"
#include <stdlib.h>
#include <string.h>

#define MARKS    200    /* mails a command and a commit */
#define AGAIN_MS 300000 /* after the server refused */

struct marks {
	struct mail_to_mark row[MARKS];
	size_t n;
};

static int
mark_order(const void *a, const void *b)
{
	const struct mail_to_mark *x = a, *y = b;
	return (x->uid > y->uid) - (x->uid < y->uid);
}

/* marks_pick - UIDs and ids of the rows with that mark (NOT_YET: of all),
 * UIDs ascending. */
static size_t
marks_pick(const struct marks *m, enum mail_mark only, uint32_t uid[MARKS],
    int64_t id[MARKS])
{
	size_t n = 0;
	for (size_t k = 0; k < m->n; k++)
		if (only == MAIL_MARK_NOT_YET || m->row[k].mark == only) {
			uid[n] = m->row[k].uid;
			id[n++] = m->row[k].id;
		}
	return n;
}

static int
mark_keyword(struct intake *in, const struct marks *m, struct err *e)
{
	uint32_t uid[MARKS];
	int64_t id[MARKS];
	size_t n = marks_pick(m, MAIL_MARK_NOT_YET, uid, id);
	if (!in->server.can_keywords)
		return err_set(e, ERR_REFUSE, "intake", 0,
		    "the server permits no new keywords in %s: set imap.after "
		    "to keep or move",
		    in->conf->imap_mailbox);
	if (imap_keyword(in->imap, uid, n, in->conf->imap_keyword, e) < 0)
		return -1;
	return mail_marked(in->store, id, n, e);
}

static const char *
folder_of(const struct intake *in, enum mail_mark mark)
{
	return mark == MAIL_MARK_ANSWERED ? in->conf->imap_folder_answered
	       : mark == MAIL_MARK_HELD   ? in->conf->imap_folder_held
					  : in->conf->imap_folder_ignored;
}

static int
move_some(struct intake *in, const struct marks *m, enum mail_mark mark,
    struct err *e)
{
	uint32_t uid[MARKS];
	int64_t id[MARKS];
	size_t n = marks_pick(m, mark, uid, id);
	const char *folder = folder_of(in, mark);
	if (n == 0)
		return 0;
	if (!in->folder_made[mark] && imap_folder(in->imap, folder, e) < 0)
		return -1;
	in->folder_made[mark] = true;
	if (imap_move(in->imap, uid, n, folder, e) < 0)
		return -1;
	return mail_marked(in->store, id, n, e);
}

static int
mark_move(struct intake *in, const struct marks *m, struct err *e)
{
	for (int k = MAIL_MARK_NOT_YET + 1; k < MAIL_MARK_COUNT; k++)
		if (move_some(in, m, (enum mail_mark)k, e) < 0)
			return -1;
	return 0;
}

static const struct way {
	const char *after;
	int (*mark)(struct intake *in, const struct marks *m, struct err *e);
} ways[] = {
	{ "keyword", mark_keyword },
	{ "move", mark_move },
};

static int
mark_refused(struct intake *in, struct err *e)
{
	if (e->kind != ERR_REFUSE)
		return -1;
	if (!in->mark_told)
		log_err(LOG_IMAP_MARK, e);
	in->mark_told = true;
	*e = (struct err){ 0 };
	in->mark_ms = clock_mono_ms() + AGAIN_MS;
	return 0;
}

int
intake_mark(struct intake *in, struct err *e)
{
	struct marks m = { .n = 0 };
	in->mark_ms = INT64_MAX;
	for (size_t k = 0; k < sizeof(ways) / sizeof(*ways); k++) {
		if (strcmp(in->conf->imap_after, ways[k].after) != 0)
			continue;
		if (mail_to_mark(in->store, &in->box, MARKS, m.row, &m.n, e) <
		    0)
			return -1;
		qsort(m.row, m.n, sizeof(*m.row), mark_order);
		if (m.n > 0 && ways[k].mark(in, &m, e) < 0)
			return mark_refused(in, e);
	}
	return m.n == MARKS;
}
