/* test_mail.c - mails from the mailbox to their end, and who has them. */
#include "audit.h"
#include "limit.h"
#include "mail.h"
#include "place.h"
#include <sys/wait.h>

static void
mailbox_is_found_again(void **state)
{
	struct place *p = *state;
	struct mailbox box;
	int64_t count[MAIL_STATE_COUNT], seen = 9;

	assert_true(p->box.first);
	OK(mailbox_seen(p->intake, &p->box, 12, &e));
	OK(store_lock(p->intake, &e));
	OK(mailbox_listed(p->intake, &p->box, &e));
	OK(store_commit(p->intake, &e));
	OK(mailbox_open(p->intake, "u@host", "INBOX", 7, &box, &e));
	assert_int_equal(box.id, p->box.id);
	assert_false(box.first);
	OK(mailbox_open(p->intake, "u@host", "Other", 7, &box, &e));
	assert_int_not_equal(box.id, p->box.id);
	OK(mail_counts(p->intake, count, &seen, &e));
	assert_int_equal(seen, 12);
	/* another validity of a box never listed: still the first time */
	assert_true(box.first);
	OK(mailbox_open(p->intake, "u@host", "Other", 8, &box, &e));
	assert_true(box.first);
	/* and of one that was: other mails, but no first start */
	OK(mailbox_open(p->intake, "u@host", "INBOX", 4294967295u, &box, &e));
	assert_int_not_equal(box.id, p->box.id);
	assert_false(box.first);
	assert_int_equal(box.uidvalidity, 4294967295u);
	OK(mail_counts(p->intake, count, &seen, &e));
	assert_int_equal(seen, 0);
}

static void
uid_is_stored_once(void **state)
{
	struct place *p = *state;
	int64_t one = 0, two = 0, three = 9;
	uint32_t *uids = NULL;
	size_t n = 9;

	OK(mail_uids(p->intake, p->a, &p->box, &uids, &n, &e));
	assert_int_equal(n, 0);
	OK(store_lock(p->intake, &e));
	OK(mail_put(
	    p->intake, &p->box, 4294967295u, 5, false, false, NOW, &one, &e));
	OK(mail_put(p->intake, &p->box, 3, 5, true, true, NOW, &two, &e));
	OK(mail_put(p->intake, &p->box, 3, 5, true, false, NOW, &three, &e));
	OK(store_commit(p->intake, &e));
	assert_int_not_equal(one, two);
	assert_int_equal(three, 0);
	OK(mail_uids(p->intake, p->a, &p->box, &uids, &n, &e));
	assert_int_equal(n, 2);
	assert_int_equal(uids[0], 3);
	assert_int_equal(uids[1], 4294967295u);
}

static void
bytes_come_back_in_pieces(void **state)
{
	struct place *p = *state;
	static unsigned char sent[LIMIT_CHUNK_BYTES];
	int64_t id = 0;
	const void *got = NULL;
	size_t n = 0, i;
	int seq = 0;

	for (i = 0; i < sizeof(sent); i++)
		sent[i] = (unsigned char)(i * 7);
	OK(store_lock(p->intake, &e));
	OK(mail_put(p->intake, &p->box, 77, sizeof(sent) + 2, false, false, NOW,
	    &id, &e));
	OK(mail_chunk(p->intake, id, 0, sent, sizeof(sent), &e));
	OK(mail_chunk(p->intake, id, 1, "\0x", 2, &e));
	OK(store_commit(p->intake, &e));
	OK(mail_bytes(p->worker, id, &seq, &got, &n, &e) - 1);
	assert_int_equal(n, sizeof(sent));
	assert_memory_equal(got, sent, n);
	/* a half-read mail keeps nobody from writing */
	place_mail(p);
	OK(store_lock(p->worker, &e));
	store_rollback(p->worker);
	OK(mail_bytes(p->worker, id, &seq, &got, &n, &e) - 1);
	assert_int_equal(n, 2);
	assert_memory_equal(got, "\0x", 2);
	OK(mail_bytes(p->worker, id, &seq, &got, &n, &e));
	assert_int_equal(seq, 2);
}

static void
empty_mail_is_a_mail(void **state)
{
	struct place *p = *state;
	int64_t id = 0;
	const void *got = NULL;
	size_t n = 9;
	int seq = 0;

	OK(store_lock(p->intake, &e));
	OK(mail_put(p->intake, &p->box, 1, 0, false, false, NOW, &id, &e));
	OK(mail_chunk(p->intake, id, 0, NULL, 0, &e));
	OK(store_commit(p->intake, &e));
	OK(mail_bytes(p->worker, id, &seq, &got, &n, &e) - 1);
	assert_int_equal(n, 0);
	OK(mail_bytes(p->worker, id, &seq, &got, &n, &e));
}

static size_t
claim(struct store *s, const char *worker, int64_t now, size_t max,
    struct mail *out)
{
	size_t n = 99;

	OK(mail_claim(s, worker, now, 60, max, out, &n, &e));
	return n;
}

static void
claims_are_oldest_first(void **state)
{
	struct place *p = *state;
	struct mail got[5];
	int64_t ids[5], old = 0;
	int i;

	OK(store_lock(p->intake, &e));
	OK(mail_put(p->intake, &p->box, 900, 5, false, true, NOW, &old, &e));
	OK(store_commit(p->intake, &e));
	assert_int_equal(claim(p->worker, "worker.1", NOW, 5, got), 0);
	for (i = 0; i < 5; i++)
		ids[i] = place_mail(p);
	assert_int_equal(claim(p->worker, "worker.1", NOW, 3, got), 3);
	for (i = 0; i < 3; i++) {
		assert_int_equal(got[i].id, ids[i]);
		assert_int_equal(got[i].tries, 1);
		assert_int_equal(got[i].size_bytes, 5);
		assert_int_equal(got[i].fetched_unix, NOW);
		assert_false(got[i].partial);
	}
	assert_int_equal(claim(p->worker, "worker.2", NOW, 5, got), 2);
	assert_int_equal(got[0].id, ids[3]);
	assert_int_equal(claim(p->worker, "worker.3", NOW, 5, got), 0);
}

static void
left_mail_is_given_alone(void **state)
{
	struct place *p = *state;
	struct mail got[5];
	int64_t first = place_mail(p), second = place_mail(p), third;

	assert_int_equal(claim(p->worker, "worker.1", NOW, 5, got), 2);
	third = place_mail(p);
	/* the lease holds until its last second is over */
	assert_int_equal(claim(p->worker, "worker.2", NOW + 59, 5, got), 1);
	assert_int_equal(got[0].id, third);
	assert_int_equal(claim(p->worker, "worker.2", NOW + 59, 5, got), 1);
	assert_int_equal(got[0].id, third); /* its own lease counts as free */
	assert_int_equal(got[0].tries, 2);
	assert_int_equal(claim(p->worker, "worker.3", NOW + 60, 5, got), 1);
	assert_int_equal(got[0].id, first);
	assert_int_equal(got[0].tries, 2);
	assert_int_equal(claim(p->worker, "worker.4", NOW + 60, 5, got), 1);
	assert_int_equal(got[0].id, second);
	assert_int_equal(claim(p->worker, "worker.5", NOW + 60, 5, got), 0);
}

static void
released_mail_is_fresh_again(void **state)
{
	struct place *p = *state;
	struct mail got[5];
	int64_t ids[2] = { place_mail(p), place_mail(p) };

	assert_int_equal(claim(p->worker, "worker.1", NOW, 5, got), 2);
	OK(mail_release(p->worker, ids, 2, &e));
	OK(mail_release(p->worker, ids, 2, &e)); /* never below none */
	assert_int_equal(claim(p->worker, "worker.2", NOW, 5, got), 2);
	assert_int_equal(got[1].tries, 1);
	OK(mail_renew(p->worker, ids, 1, NOW + 500, &e));
	assert_int_equal(claim(p->worker, "worker.3", NOW + 100, 5, got), 1);
	assert_int_equal(got[0].id, ids[1]);
	assert_int_equal(claim(p->worker, "worker.4", NOW + 100, 5, got), 0);
}

static void
mail_ends_once(void **state)
{
	struct place *p = *state;
	struct mail got[5];
	struct mail_to_mark mark[5];
	int64_t ids[3], count[MAIL_STATE_COUNT], seen;
	size_t n = 9;
	int i;

	for (i = 0; i < 3; i++)
		ids[i] = place_mail(p);
	assert_int_equal(claim(p->worker, "worker.1", NOW, 5, got), 3);
	OK(store_lock(p->worker, &e));
	OK(mail_end(
	    p->worker, ids[0], MAIL_IGNORED, "list-id", "x", 0, NOW, &e));
	OK(mail_end(p->worker, ids[1], MAIL_FAILED, "jail", NULL, 0, NOW, &e));
	FAILS(mail_end(p->worker, ids[0], MAIL_HELD, "", "", 0, NOW, &e),
	    ERR_REFUSE, "another worker");
	OK(store_commit(p->worker, &e));
	assert_int_equal(claim(p->worker, "worker.2", NOW + 999, 5, got), 1);
	assert_int_equal(got[0].id, ids[2]);
	OK(mail_to_mark(p->intake, &p->box, 5, mark, &n, &e));
	assert_int_equal(n, 2);
	assert_int_equal(mark[0].id, ids[0]);
	assert_int_equal(mark[0].uid, 1);
	assert_int_equal(mark[0].mark, MAIL_MARK_IGNORED);
	assert_int_equal(mark[1].mark, MAIL_MARK_HELD);
	OK(mail_marked(p->intake, ids, 1, &e));
	OK(mail_to_mark(p->intake, &p->box, 5, mark, &n, &e));
	assert_int_equal(n, 1);
	assert_int_equal(mark[0].id, ids[1]);
	OK(mail_counts(p->desk, count, &seen, &e));
	assert_int_equal(count[MAIL_WAITING], 1);
	assert_int_equal(count[MAIL_IGNORED], 1);
	assert_int_equal(count[MAIL_FAILED], 1);
	assert_int_equal(count[MAIL_OLD], 0);
}

static bool
remember(
    struct place *p, int64_t id, const char *message_id, const char *sender)
{
	bool first = false;

	OK(store_lock(p->worker, &e));
	OK(mail_remember(p->worker, id, message_id, sender, NOW, &first, &e));
	OK(store_commit(p->worker, &e));
	return first;
}

static void
same_mail_is_known(void **state)
{
	struct place *p = *state;
	int64_t one = place_mail(p), two = place_mail(p);

	assert_true(remember(p, one, "a@x", "anna@x.example"));
	assert_true(remember(p, one, "a@x", "anna@x.example"));
	assert_false(remember(p, two, "a@x", "anna@x.example"));
	assert_false(remember(p, two, "a@x", "Anna@X.example"));
	assert_true(remember(p, two, "A@x", "anna@x.example"));
	assert_true(remember(p, two, "a@x", "eve@x.example"));
}

#define RACE_MAILS 300

/* Claim in small bites until nothing is left; the ids go down the pipe. */
static void
race_run(const char *folder, const char *name, int fd)
{
	struct store *s = NULL;
	struct mail got[3];
	struct err e = { 0 };
	int64_t ids[3];
	size_t i, n;

	if (store_open(folder, STORE_WORKER, &s, &e) != 0)
		_exit(1);
	for (;;) {
		if (mail_claim(s, name, NOW, 600, 3, got, &n, &e) != 0)
			_exit(2);
		if (n == 0)
			break;
		for (i = 0; i < n; i++)
			ids[i] = got[i].id;
		if (write(fd, ids, n * sizeof(ids[0])) < 0)
			_exit(3);
		if (store_lock(s, &e) != 0)
			_exit(4);
		for (i = 0; i < n; i++)
			if (mail_end(s, ids[i], MAIL_IGNORED, "", "", 0, NOW,
				&e) != 0)
				_exit(5);
		if (store_commit(s, &e) != 0)
			_exit(6);
	}
	store_close(s);
	_exit(0);
}

static void
two_claimants_never_share(void **state)
{
	struct place *p = *state;
	static int taken[RACE_MAILS + 1];
	int pipes[2], status, i;
	pid_t child[2];
	int64_t id;

	for (i = 0; i < RACE_MAILS; i++)
		place_mail(p);
	assert_int_equal(pipe(pipes), 0);
	for (i = 0; i < 2; i++) {
		child[i] = fork();
		if (child[i] == 0)
			race_run(
			    p->folder, i ? "worker.1" : "worker.2", pipes[1]);
	}
	close(pipes[1]);
	while (read(pipes[0], &id, sizeof(id)) == (ssize_t)sizeof(id)) {
		assert_in_range(id, 1, RACE_MAILS);
		taken[id]++;
	}
	close(pipes[0]);
	for (i = 0; i < 2; i++) {
		assert_int_equal(waitpid(child[i], &status, 0), child[i]);
		assert_int_equal(status, 0);
	}
	for (i = 1; i <= RACE_MAILS; i++)
		assert_int_equal(taken[i], 1);
}

static bool
has_bytes(struct place *p, int64_t id)
{
	const void *got;
	size_t n;
	int seq = 0, rc;
	struct err e = { 0 };

	rc = mail_bytes(p->worker, id, &seq, &got, &n, &e);
	assert_true(rc >= 0);
	return rc == 1;
}

/* A mail that ended so at that moment; of that case, if not 0. */
static int64_t
ended(struct place *p, enum mail_state state, int64_t case_id, int64_t at)
{
	int64_t id = case_id ? case_id : place_mail(p);

	OK(store_lock(p->worker, &e));
	OK(mail_end(p->worker, id, state, "g", "", case_id, at, &e));
	OK(store_commit(p->worker, &e));
	OK(mail_marked(p->intake, &id, 1, &e));
	return id;
}

static void
old_bytes_are_purged(void **state)
{
	struct place *p = *state;
	struct audit_row *rows = NULL;
	size_t n = 9;
	int64_t after = 0;
	int64_t answered = ended(p, MAIL_ANSWERED, 0, NOW - 100);
	int64_t ignored = ended(p, MAIL_IGNORED, 0, NOW - 100);
	int64_t young = ended(p, MAIL_ANSWERED, 0, NOW);
	int64_t held = ended(p, MAIL_HELD, 0, NOW - 100);
	int64_t waiting = place_mail(p);
	int64_t open =
	    ended(p, MAIL_ANSWERED, place_case(p, CASE_DO_HOLD), NOW - 100);
	int64_t closed =
	    ended(p, MAIL_ANSWERED, place_case(p, CASE_DO_ANSWER), NOW - 100);
	int64_t unmarked = place_mail(p);

	OK(store_lock(p->worker, &e));
	OK(mail_end(
	    p->worker, unmarked, MAIL_ANSWERED, "", "", 0, NOW - 100, &e));
	OK(store_commit(p->worker, &e));
	OK(mail_purge(p->worker, "worker.1", NOW - 50, NOW, 2, &after, &n, &e));
	assert_int_equal(n, 2);
	assert_int_equal(after, ignored);
	OK(mail_purge(p->worker, "worker.1", NOW - 50, NOW, 2, &after, &n, &e));
	assert_int_equal(n, 1);
	assert_int_equal(after, 0);
	assert_false(has_bytes(p, answered));
	assert_false(has_bytes(p, ignored));
	assert_false(has_bytes(p, closed));
	assert_true(has_bytes(p, young));
	assert_true(has_bytes(p, held));
	assert_true(has_bytes(p, waiting));
	assert_true(has_bytes(p, open));
	assert_true(has_bytes(p, unmarked));
	OK(mail_purge(p->worker, "worker.1", NOW - 50, NOW, 2, &after, &n, &e));
	assert_int_equal(n, 0);
	OK(audit_list(p->desk, p->a, closed, 100, &rows, &n, &e));
	assert_true(n > 0);
	assert_string_equal(rows[n - 1].event, "mail.purged");
	assert_string_equal(rows[n - 1].actor, "worker.1");
	assert_int_equal(rows[n - 1].mail_id, closed);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, place_make, place_remove)
	const struct CMUnitTest tests[] = {
		T(mailbox_is_found_again),
		T(uid_is_stored_once),
		T(bytes_come_back_in_pieces),
		T(empty_mail_is_a_mail),
		T(claims_are_oldest_first),
		T(left_mail_is_given_alone),
		T(released_mail_is_fresh_again),
		T(mail_ends_once),
		T(same_mail_is_known),
		T(two_claimants_never_share),
		T(old_bytes_are_purged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
