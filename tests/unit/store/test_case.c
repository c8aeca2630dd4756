/* test_case.c - the life of a case, its table of moves, its conversation. */
#include "audit.h"
#include "case.h"
#include "place.h"

static enum case_state
move(struct place *p, int64_t id, enum case_event ev, const char *reason)
{
	enum case_state to = CASE_STATE_COUNT;

	OK(store_lock(p->desk, &e));
	OK(case_move(p->desk, id, ev, "coder(1)", reason, NOW + 9, &to, &e));
	OK(store_commit(p->desk, &e));
	return to;
}

static struct case_row
get(struct place *p, int64_t id)
{
	struct case_row row = { 0 };

	OK(case_get(p->desk, p->a, id, &row, &e) - 1);
	return row;
}

/* Can an end (a state in which nothing is owed) be reached from that state? */
static bool
ends_from(enum case_state from)
{
	bool seen[CASE_STATE_COUNT] = { false };
	enum case_state todo[CASE_STATE_COUNT], to;
	int n = 0, ev;

	todo[n++] = from;
	seen[from] = true;
	while (n > 0) {
		from = todo[--n];
		if (from == CASE_ANSWERED || from == CASE_CLOSED)
			return true;
		for (ev = 0; ev < CASE_EVENT_COUNT; ev++) {
			to = case_next(from, (enum case_event)ev);
			if (to != CASE_STATE_COUNT && !seen[to]) {
				seen[to] = true;
				todo[n++] = to;
			}
		}
	}
	return false;
}

static void
every_state_can_end(void **state)
{
	int i, ev, ways;

	(void)state;
	for (i = 0; i < CASE_STATE_COUNT; i++) {
		assert_true(ends_from((enum case_state)i));
		/* none is a trap: a further mail can always be written down */
		for (ev = 0, ways = 0; ev < CASE_EVENT_COUNT; ev++)
			ways += case_next((enum case_state)i,
				    (enum case_event)ev) != CASE_STATE_COUNT;
		assert_true(ways > 0);
		assert_int_not_equal(
		    case_next((enum case_state)i, CASE_DO_HOLD),
		    CASE_STATE_COUNT);
		/* nothing leads back to the state that is never committed */
		for (ev = 0; ev < CASE_EVENT_COUNT; ev++)
			assert_int_not_equal(
			    case_next((enum case_state)i, (enum case_event)ev),
			    CASE_NEW);
	}
	assert_int_equal(
	    case_next(CASE_ANSWERED, CASE_DO_CLAIM), CASE_STATE_COUNT);
	assert_int_equal(
	    case_next(CASE_CLOSED, CASE_DO_CLOSE), CASE_STATE_COUNT);
}

static void
what_is_put_comes_back(void **state)
{
	struct place *p = *state;
	unsigned char key[STORE_KEY_BYTES];
	struct case_row row = { .id = place_mail(p),
		.state = CASE_NEW,
		.token = "C-abcdefghijk2",
		.asker = "anna@clinic.example",
		.asker_name = "Anna M\xc3\xbcller",
		.subject = "a question",
		.linked = place_case(p, CASE_DO_HOLD),
		.opened_unix = NOW,
		.questions = "\0\1\2",
		.questions_n = 3,
		.last_id = "m1@clinic.example",
		.references = "m0@clinic.example" };
	struct case_row got;
	enum case_state to;

	OK(store_lock(p->worker, &e));
	OK(case_open(p->worker, &row, &e));
	OK(case_move(p->worker, row.id, CASE_DO_ASK_BACK, "worker.1", NULL, NOW,
	    &to, &e));
	OK(store_commit(p->worker, &e));
	assert_int_equal(to, CASE_ASKED_BACK);
	OK(case_by_token(p->desk, p->a, "C-abcdefghijk2", &got, &e) - 1);
	assert_int_equal(got.id, row.id);
	assert_int_equal(got.state, CASE_ASKED_BACK);
	assert_string_equal(got.asker, row.asker);
	assert_string_equal(got.asker_name, row.asker_name);
	assert_string_equal(got.subject, row.subject);
	assert_string_equal(got.reason, "");
	assert_string_equal(got.holder, "");
	assert_int_equal(got.linked, row.linked);
	assert_int_equal(got.opened_unix, NOW);
	assert_int_equal(got.questions_n, 3);
	assert_memory_equal(got.questions, "\0\1\2", 3);
	assert_string_equal(got.last_id, "m1@clinic.example");
	assert_string_equal(got.references, "m0@clinic.example");
	row.last_id = "m2@clinic.example";
	row.references = "m0@clinic.example m1@clinic.example";
	row.questions = NULL;
	row.questions_n = 0;
	OK(store_lock(p->worker, &e));
	OK(case_update(p->worker, &row, NOW + 5, &e));
	OK(store_commit(p->worker, &e));
	got = get(p, row.id);
	assert_string_equal(got.last_id, row.last_id);
	assert_string_equal(got.references, row.references);
	assert_null(got.questions);
	assert_int_equal(got.changed_unix, NOW + 5);
	OK(case_get(p->desk, p->a, 4711, &got, &e));
	OK(case_by_token(p->desk, p->a, "C-none", &got, &e));
	OK(store_key(p->worker, key, &e));
	assert_string_not_equal(
	    case_token(p->a, key, 1), case_token(p->a, key, 2));
	assert_int_equal(strlen(case_token(p->a, key, INT64_MAX)), 14);
}

static void
holder_and_reason_follow_the_state(void **state)
{
	struct place *p = *state;
	int64_t id = place_case(p, CASE_DO_HOLD);

	assert_string_equal(get(p, id).reason, "no_table");
	assert_int_equal(move(p, id, CASE_DO_CLAIM, NULL), CASE_CLAIMED);
	assert_string_equal(get(p, id).holder, "coder(1)");
	assert_string_equal(get(p, id).reason, "no_table");
	assert_int_equal(move(p, id, CASE_DO_HOLD, "follow_up"), CASE_CLAIMED);
	assert_string_equal(get(p, id).holder, "coder(1)");
	assert_int_equal(move(p, id, CASE_DO_RELEASE, NULL), CASE_HELD);
	assert_string_equal(get(p, id).holder, "");
	assert_string_equal(get(p, id).reason, "follow_up");
	assert_int_equal(move(p, id, CASE_DO_REPLY, NULL), CASE_ANSWERED);
	assert_string_equal(get(p, id).reason, "");
	assert_int_equal(move(p, id, CASE_DO_CLOSE, "thanks"), CASE_CLOSED);
	assert_string_equal(get(p, id).reason, "thanks");
	assert_int_equal(get(p, id).changed_unix, NOW + 9);
}

static void
forbidden_moves_are_refused(void **state)
{
	struct place *p = *state;
	int64_t id = place_case(p, CASE_DO_ANSWER);
	struct audit_row *rows = NULL;
	enum case_state to = CASE_STATE_COUNT;
	size_t n = 0;

	OK(store_lock(p->desk, &e));
	FAILS(case_move(p->desk, id, CASE_DO_CLAIM, "c(1)", NULL, NOW, &to, &e),
	    ERR_REFUSE, "is answered");
	FAILS(
	    case_move(p->desk, 4711, CASE_DO_CLAIM, "c(1)", NULL, NOW, &to, &e),
	    ERR_REFUSE, "no case 4711");
	OK(store_commit(p->desk, &e));
	assert_int_equal(to, CASE_STATE_COUNT);
	assert_int_equal(get(p, id).state, CASE_ANSWERED);
	move(p, id, CASE_DO_CLOSE, "done");
	OK(audit_list(p->desk, p->a, id, 10, &rows, &n, &e));
	assert_int_equal(n, 2);
	assert_string_equal(rows[0].event, "case.answer");
	assert_string_equal(rows[0].actor, "worker");
	assert_string_equal(rows[1].event, "case.close");
	assert_string_equal(rows[1].detail, "answered -> closed: done");
	assert_int_equal(rows[1].at_unix, NOW + 9);
}

static void
audit_gives_the_last_rows(void **state)
{
	struct place *p = *state;
	struct audit_row row = { .actor = "intake", .event = "mail.old" },
			 *rows = NULL;
	size_t n = 0;
	int i;

	for (i = 1; i <= 5; i++) {
		row.mail_id = i;
		OK(store_lock(p->intake, &e));
		OK(audit_add(p->intake, &row, &e));
		OK(store_commit(p->intake, &e));
	}
	OK(audit_list(p->desk, p->a, 0, 3, &rows, &n, &e));
	assert_int_equal(n, 3);
	assert_int_equal(rows[0].mail_id, 3);
	assert_int_equal(rows[2].mail_id, 5);
	assert_int_equal(rows[2].case_id, 0);
	assert_true(rows[2].at_unix > 0);
	assert_string_equal(rows[2].detail, "");
	OK(audit_list(p->desk, p->a, 77, 3, &rows, &n, &e));
	assert_int_equal(n, 0);
	assert_non_null(strchr(audit_actor(p->a), '('));
}

static void
turns_are_kept_in_order(void **state)
{
	struct place *p = *state;
	int64_t id = place_case(p, CASE_DO_HOLD), one = 0, two = 0;
	struct turn t = { .case_id = id,
		.kind = TURN_QUESTION,
		.mail_id = id,
		.author = "anna@clinic.example",
		.text = "what is 33954?",
		.cut = "> old",
		.at_unix = NOW };
	struct turn *list = NULL;
	size_t n = 0;

	OK(store_lock(p->worker, &e));
	OK(turn_add(p->worker, &t, &one, &e));
	OK(store_commit(p->worker, &e));
	t = (struct turn){ .case_id = id,
		.kind = TURN_NOTE,
		.author = "coder(1)",
		.text = "note",
		.at_unix = NOW + 1 };
	OK(store_lock(p->desk, &e));
	OK(turn_add(p->desk, &t, &two, &e));
	OK(store_commit(p->desk, &e));
	assert_true(two > one);
	OK(turn_list(p->desk, p->a, id, &list, &n, &e));
	assert_int_equal(n, 2);
	assert_int_equal(list[0].id, one);
	assert_int_equal(list[0].kind, TURN_QUESTION);
	assert_int_equal(list[0].mail_id, id);
	assert_string_equal(list[0].cut, "> old");
	assert_string_equal(list[0].record, "");
	assert_int_equal(list[1].kind, TURN_NOTE);
	assert_int_equal(list[1].mail_id, 0);
	assert_string_equal(list[1].text, "note");
	assert_int_equal(list[1].at_unix, NOW + 1);
}

static void
queue_is_oldest_first(void **state)
{
	struct place *p = *state;
	int64_t ids[4], counts[CASE_STATE_COUNT];
	struct case_row *list = NULL;
	size_t n = 9;

	OK(case_queue(p->desk, p->a, false, 10, &list, &n, &e));
	assert_int_equal(n, 0);
	ids[0] = place_case(p, CASE_DO_HOLD);
	ids[1] = place_case(p, CASE_DO_ANSWER);
	ids[2] = place_case(p, CASE_DO_HOLD);
	ids[3] = place_case(p, CASE_DO_ASK_BACK);
	move(p, ids[0], CASE_DO_CLAIM, NULL);
	OK(case_queue(p->desk, p->a, false, 10, &list, &n, &e));
	assert_int_equal(n, 2);
	assert_int_equal(list[0].id, ids[0]);
	assert_int_equal(list[1].id, ids[2]);
	OK(case_queue(p->desk, p->a, false, 1, &list, &n, &e));
	assert_int_equal(n, 1);
	assert_int_equal(list[0].id, ids[0]);
	OK(case_queue(p->desk, p->a, true, 3, &list, &n, &e));
	assert_int_equal(n, 3);
	assert_int_equal(list[0].id, ids[1]);
	assert_int_equal(list[2].id, ids[3]);
	/* one's own, in any case of letters; nobody else's */
	OK(case_standing(
	    p->worker, p->a, "Anna@Clinic.Example", 10, &list, &n, &e));
	assert_int_equal(n, 2);
	assert_int_equal(list[0].id, ids[0]);
	OK(case_standing(
	    p->worker, p->a, "ann@clinic.example", 10, &list, &n, &e));
	assert_int_equal(n, 0);
	OK(case_counts(p->desk, counts, &e));
	assert_int_equal(counts[CASE_HELD], 1);
	assert_int_equal(counts[CASE_CLAIMED], 1);
	assert_int_equal(counts[CASE_ASKED_BACK], 1);
	assert_int_equal(counts[CASE_NEW], 0);
}

/* A row that does not fit is refused, not cut. */
static void
small_arena_refuses(void **state)
{
	struct place *p = *state;
	int64_t id = place_case(p, CASE_DO_HOLD);
	struct arena *small = arena_new(64);
	struct case_row row;

	FAILS(case_get(p->desk, small, id, &row, &e), ERR_REFUSE, "larger");
	arena_free(small);
	OK(case_get(p->desk, p->a, id, &row, &e) - 1);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, place_make, place_remove)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_state_can_end),
		T(what_is_put_comes_back),
		T(holder_and_reason_follow_the_state),
		T(forbidden_moves_are_refused),
		T(audit_gives_the_last_rows),
		T(turns_are_kept_in_order),
		T(queue_is_oldest_first),
		T(small_arena_refuses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
