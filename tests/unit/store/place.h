/* place.h - a folder with a store for one test, and what tests do over and
 * over. Included by the test programs of store/ and desk/ alone. */
#ifndef PLACE_H
#define PLACE_H

#include "arena.h"
#include "case.h"
#include "mail.h"
#include "store.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define NOW 1795000000 /* in November 2026 */

struct place {
	char folder[64], path[96];
	struct arena *a;
	struct store *intake, *worker, *sender, *desk;
	struct mailbox box;
	uint32_t uid; /* of the last mail */
};

/* OK(call) - the call gives 0; else the error's text is shown. */
#define OK(call) \
	do { \
		struct err e = { 0 }; \
		if ((call) != 0) \
			fail_msg("%s: %s", #call, e.text); \
	} while (0)
/* FAILS(call, kind, words) - it gives -1 with an error of that kind whose
 * text holds the words. */
#define FAILS(call, expected, words) \
	do { \
		struct err e = { 0 }; \
		assert_int_equal((call), -1); \
		if (e.kind != (expected) || strstr(e.text, words) == NULL) \
			fail_msg("%s: kind %d: %s", #call, e.kind, e.text); \
	} while (0)

static inline int
place_bare(void **state)
{
	struct place *p = calloc(1, sizeof(*p));

	snprintf(p->folder, sizeof(p->folder), "/tmp/test_store-XXXXXX");
	if (mkdtemp(p->folder) == NULL)
		return -1;
	snprintf(p->path, sizeof(p->path), "%s/store.db", p->folder);
	p->a = arena_new(64 << 20);
	*state = p;
	return 0;
}

static inline int
place_make(void **state)
{
	struct place *p;

	if (place_bare(state) != 0)
		return -1;
	p = *state;
	OK(store_make(p->folder, &e));
	OK(store_open(p->folder, STORE_INTAKE, &p->intake, &e));
	OK(store_open(p->folder, STORE_WORKER, &p->worker, &e));
	OK(store_open(p->folder, STORE_SENDER, &p->sender, &e));
	OK(store_open(p->folder, STORE_DESK, &p->desk, &e));
	OK(mailbox_open(p->intake, "u@host", "INBOX", 7, &p->box, &e));
	return 0;
}

static inline int
place_remove(void **state)
{
	static const char *const tails[] = { "", "-wal", "-shm", "-journal" };
	struct place *p = *state;
	char path[128];
	size_t i;

	store_close(p->intake);
	store_close(p->worker);
	store_close(p->sender);
	store_close(p->desk);
	arena_free(p->a);
	chmod(p->folder, 0700);
	for (i = 0; i < 4; i++) {
		snprintf(path, sizeof(path), "%s%s", p->path, tails[i]);
		unlink(path);
	}
	rmdir(p->folder);
	free(p);
	return 0;
}

/* A further mail, waiting; its id. */
static inline int64_t
place_mail(struct place *p)
{
	int64_t id = 0;

	OK(store_lock(p->intake, &e));
	OK(mail_put(
	    p->intake, &p->box, ++p->uid, 5, false, false, NOW, &id, &e));
	OK(mail_chunk(p->intake, id, 0, "bytes", 5, &e));
	OK(store_commit(p->intake, &e));
	assert_true(id > 0);
	return id;
}

/* A further mail, and the case that it opened, brought on by ev. */
static inline int64_t
place_case(struct place *p, enum case_event ev)
{
	unsigned char key[STORE_KEY_BYTES];
	struct case_row row = { .id = place_mail(p),
		.state = CASE_NEW,
		.asker = "anna@clinic.example",
		.asker_name = "Anna",
		.subject = "a question",
		.opened_unix = NOW,
		.last_id = "m1@clinic.example",
		.references = "m0@clinic.example" };
	enum case_state to;

	OK(store_key(p->worker, key, &e));
	row.token = case_token(p->a, key, row.id);
	OK(store_lock(p->worker, &e));
	OK(case_open(p->worker, &row, &e));
	OK(case_move(
	    p->worker, row.id, ev, "worker", "no_table", NOW, &to, &e));
	OK(store_commit(p->worker, &e));
	return row.id;
}

#endif
