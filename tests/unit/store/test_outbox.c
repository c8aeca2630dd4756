/* test_outbox.c - replies from the queue to what the server said. */
#include "audit.h"
#include "bounced.h"
#include "case.h"
#include "outbox.h"
#include "place.h"

static struct reply
reply_of(struct place *p, const char *message_id, const char *to)
{
	static const char bytes[] = "Subject: x\r\n\r\nbody\r\n";

	(void)p;
	return (struct reply){ .message_id = message_id,
		.to = to,
		.mail_from = "",
		.bytes = bytes,
		.len = sizeof(bytes) - 1 };
}

/* A case with one answer in the outbox; its id. */
static int64_t
queue(struct place *p, const char *message_id, const char *to, int64_t now)
{
	struct turn t = { .case_id = place_case(p, CASE_DO_ANSWER),
		.kind = TURN_ANSWER,
		.author = "consultd",
		.text = "body",
		.at_unix = now };
	struct reply r = reply_of(p, message_id, to);
	int64_t turn = 0;

	OK(store_lock(p->worker, &e));
	OK(turn_add(p->worker, &t, &turn, &e));
	OK(outbox_put(p->worker, t.case_id, turn, &r, now, &e));
	OK(store_commit(p->worker, &e));
	return t.case_id;
}

static size_t
claim(struct place *p, int64_t now, size_t max, struct outbox_row *out)
{
	size_t n = 99;

	OK(outbox_claim(p->sender, p->a, now, 60, max, out, &n, &e));
	return n;
}

static void
end(struct place *p, const struct outbox_row *row, enum send_end how,
    const char *new_id, int64_t due)
{
	OK(store_lock(p->sender, &e));
	OK(outbox_end(
	    p->sender, row, how, 250, "ok", new_id, due, NOW + 3, &e));
	OK(store_commit(p->sender, &e));
}

static enum case_state
state_of(struct place *p, int64_t id, const char **reason_out)
{
	struct case_row row = { 0 };

	OK(case_get(p->desk, p->a, id, &row, &e) - 1);
	*reason_out = row.reason;
	return row.state;
}

static void
sent_reply_is_done(void **state)
{
	struct place *p = *state;
	int64_t id = queue(p, "r1@us", "anna@clinic.example", NOW);
	int64_t due = 0, counts[OUTBOX_STATE_COUNT];
	struct outbox_row row[3];
	struct case_row found;

	OK(outbox_next(p->sender, &due, &e));
	assert_int_equal(due, NOW);
	assert_int_equal(claim(p, NOW - 1, 3, row), 0);
	assert_int_equal(claim(p, NOW, 3, row), 1);
	assert_int_equal(row[0].case_id, id);
	assert_string_equal(row[0].message_id, "r1@us");
	assert_string_equal(row[0].to, "anna@clinic.example");
	assert_string_equal(row[0].mail_from, "");
	assert_int_equal(row[0].len, 20);
	assert_memory_equal(row[0].bytes, "Subject: x\r\n", 12);
	assert_int_equal(row[0].tries, 1);
	assert_false(row[0].maybe_sent);
	assert_int_equal(row[0].queued_unix, NOW);
	end(p, &row[0], SEND_SENT, "theirs@provider", 0);
	OK(outbox_next(p->sender, &due, &e));
	assert_true(due == INT64_MAX);
	assert_int_equal(claim(p, NOW + 999, 3, row), 0);
	OK(outbox_counts(p->desk, counts, &e));
	assert_int_equal(counts[OUTBOX_SENT], 1);
	OK(case_by_reply(p->worker, p->a, "r1@us", &found, &e) - 1);
	assert_int_equal(found.id, id);
	OK(case_by_reply(p->worker, p->a, "theirs@provider", &found, &e) - 1);
	assert_int_equal(found.id, id);
	OK(case_by_reply(p->worker, p->a, "other@us", &found, &e));
	/* twice is not possible */
	OK(store_lock(p->sender, &e));
	FAILS(outbox_end(
		  p->sender, &row[0], SEND_SENT, 250, "ok", NULL, 0, NOW, &e),
	    ERR_REFUSE, "ended already");
	store_rollback(p->sender);
}

static void
same_id_is_refused(void **state)
{
	struct place *p = *state;
	int64_t id = queue(p, "r1@us", "anna@clinic.example", NOW);
	struct turn t = { .case_id = id,
		.kind = TURN_ANSWER,
		.author = "consultd",
		.text = "again" };
	struct reply r = reply_of(p, "r1@us", "anna@clinic.example");
	struct outbox_row row[3];
	int64_t turn = 0;

	OK(store_lock(p->worker, &e));
	OK(turn_add(p->worker, &t, &turn, &e));
	FAILS(outbox_put(p->worker, id, turn, &r, NOW, &e), ERR_REFUSE,
	    "already");
	store_rollback(p->worker);
	assert_int_equal(claim(p, NOW, 3, row), 1);
}

static void
later_waits_and_gives_up(void **state)
{
	struct place *p = *state;
	int64_t id = queue(p, "r1@us", "anna@clinic.example", NOW), due = 0;
	struct outbox_row row[3];
	const char *reason;

	assert_int_equal(claim(p, NOW, 3, row), 1);
	end(p, &row[0], SEND_LATER, NULL, NOW + 100);
	OK(outbox_next(p->sender, &due, &e));
	assert_int_equal(due, NOW + 100);
	assert_int_equal(claim(p, NOW + 99, 3, row), 0);
	assert_int_equal(claim(p, NOW + 100, 3, row), 1);
	assert_int_equal(row[0].tries, 2);
	assert_false(row[0].maybe_sent);
	end(p, &row[0], SEND_UNKNOWN, NULL, NOW + 200);
	assert_int_equal(claim(p, NOW + 200, 3, row), 1);
	assert_true(row[0].maybe_sent);
	assert_int_equal(state_of(p, id, &reason), CASE_ANSWERED);
	end(p, &row[0], SEND_LATER, NULL, 0);
	assert_int_equal(claim(p, NOW + 9999, 3, row), 0);
	assert_int_equal(state_of(p, id, &reason), CASE_HELD);
	assert_string_equal(reason, "undeliverable");
}

static void
refused_reply_is_shown_to_a_coder(void **state)
{
	struct place *p = *state;
	int64_t id = queue(p, "r1@us", "anna@clinic.example", NOW);
	int64_t other = queue(p, "r2@us", "bert@clinic.example", NOW);
	struct audit_row *audit = NULL;
	struct outbox_row row[3];
	const char *reason;
	size_t n = 0;

	assert_int_equal(claim(p, NOW, 3, row), 2);
	end(p, &row[0], SEND_REFUSED, NULL, 0);
	end(p, &row[1], SEND_SENT, NULL, 0);
	assert_int_equal(state_of(p, id, &reason), CASE_HELD);
	assert_string_equal(reason, "undeliverable");
	assert_int_equal(state_of(p, other, &reason), CASE_ANSWERED);
	OK(audit_list(p->desk, p->a, id, 9, &audit, &n, &e));
	assert_int_equal(n, 3);
	assert_string_equal(audit[1].event, "reply.refused");
	assert_string_equal(audit[1].detail, "ok");
	assert_string_equal(audit[2].event, "case.hold");
	assert_string_equal(audit[2].actor, "sender");
}

/* A server that knows no such mailbox says what a bounce would; one that takes
 * no mail from us says nothing of the mailbox. */
static void
refused_mailbox_is_not_tried_again(void **state)
{
	static const struct {
		const char *text;
		size_t noted;
	} rows[] = {
		{ "550 5.7.1 <anna@clinic.example>: not from you", 0 },
		{ "550 no such user", 0 },
		{ "550 5.1.8 <consult@us.example>: who are you", 0 },
		{ "550 5.1.1 <anna@clinic.example>: no such user", 1 },
	};
	struct place *p = *state;
	struct bounced_row *list = NULL;
	char id[20];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct outbox_row row[3];
		size_t n = 99;

		snprintf(id, sizeof(id), "r%zu@us", i);
		queue(p, id, "anna@clinic.example", NOW);
		assert_int_equal(claim(p, NOW, 3, row), 1);
		OK(store_lock(p->sender, &e));
		OK(outbox_end(p->sender, &row[0], SEND_REFUSED, 550,
		    rows[i].text, NULL, 0, NOW + 3, &e));
		OK(store_commit(p->sender, &e));
		OK(bounced_list(p->desk, p->a, 9, &list, &n, &e));
		assert_int_equal(n, rows[i].noted);
	}
	assert_string_equal(list[0].address, "anna@clinic.example");
	assert_string_equal(list[0].status, "5.1.1");
}

/* A sender that died in mid-try may have sent it: the next one must know. */
static void
dead_sender_leaves_a_doubt(void **state)
{
	struct place *p = *state;
	struct outbox_row row[3];
	int64_t due = 0;

	queue(p, "r1@us", "anna@clinic.example", NOW);
	assert_int_equal(claim(p, NOW, 3, row), 1);
	assert_int_equal(claim(p, NOW + 59, 3, row), 0);
	OK(outbox_next(p->sender, &due, &e));
	assert_int_equal(due, NOW + 60);
	assert_int_equal(claim(p, NOW + 60, 3, row), 1);
	assert_int_equal(row[0].tries, 2);
	assert_true(row[0].maybe_sent);
}

/* There is one sender: what the one before had in hand is due at once, and
 * nothing else is touched. */
static void
new_sender_takes_over(void **state)
{
	struct place *p = *state;
	struct outbox_row row[3];
	int64_t due = 0;

	queue(p, "r1@us", "anna@clinic.example", NOW);
	queue(p, "r2@us", "bert@clinic.example", NOW + 500);
	assert_int_equal(claim(p, NOW, 3, row), 1);
	OK(outbox_recover(p->sender, NOW + 5, &e));
	assert_int_equal(claim(p, NOW + 4, 3, row), 0);
	assert_int_equal(claim(p, NOW + 5, 3, row), 1);
	assert_string_equal(row[0].message_id, "r1@us");
	assert_int_equal(row[0].tries, 2);
	assert_true(row[0].maybe_sent);
	end(p, &row[0], SEND_LATER, NULL, NOW + 900);
	OK(outbox_recover(p->sender, NOW + 6, &e));
	OK(outbox_next(p->sender, &due, &e));
	assert_int_equal(due, NOW + 500);
	assert_int_equal(claim(p, NOW + 500, 3, row), 1);
	assert_false(row[0].maybe_sent);
}

static void
claims_are_bounded_and_in_order(void **state)
{
	struct place *p = *state;
	struct outbox_row row[3];
	char id[32];
	int i;

	for (i = 0; i < 5; i++) {
		snprintf(id, sizeof(id), "r%d@us", i);
		queue(p, id, "anna@clinic.example", NOW);
	}
	assert_int_equal(claim(p, NOW, 3, row), 3);
	assert_string_equal(row[0].message_id, "r0@us");
	assert_string_equal(row[2].message_id, "r2@us");
	assert_int_equal(claim(p, NOW, 3, row), 2);
	assert_string_equal(row[0].message_id, "r3@us");
}

static int64_t
recent(struct place *p, const char *who, int64_t since)
{
	int64_t n = -1;

	OK(case_recent(p->worker, who, since, &n, &e));
	return n;
}

static void
replies_are_counted_for_the_limits(void **state)
{
	struct place *p = *state;

	assert_int_equal(recent(p, "anna@clinic.example", 0), 0);
	queue(p, "r1@us", "anna@clinic.example", NOW);
	queue(p, "r2@us", "Anna@Clinic.example", NOW + 1);
	queue(p, "r3@us", "bert@clinic.example", NOW + 3600);
	/* where it goes to, and the asker whose case it is */
	assert_int_equal(recent(p, "bert@clinic.example", NOW), 1);
	assert_int_equal(recent(p, "anna@clinic.example", NOW - 60), 3);
	assert_int_equal(recent(p, "ANNA@clinic.example", NOW - 60), 3);
	assert_int_equal(recent(p, "anna@clinic.example", NOW + 3600), 1);
	assert_int_equal(recent(p, "@clinic.example", NOW), 3);
	assert_int_equal(recent(p, "@clinic.example", NOW + 3600), 1);
	assert_int_equal(recent(p, "@example", 0), 0);
	/* minutes older than a day go when a new one comes */
	queue(p, "r4@us", "anna@clinic.example", NOW + 100000);
	assert_int_equal(recent(p, "anna@clinic.example", 0), 1);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, place_make, place_remove)
	const struct CMUnitTest tests[] = {
		T(sent_reply_is_done),
		T(same_id_is_refused),
		T(later_waits_and_gives_up),
		T(refused_reply_is_shown_to_a_coder),
		T(refused_mailbox_is_not_tried_again),
		T(dead_sender_leaves_a_doubt),
		T(new_sender_takes_over),
		T(claims_are_bounded_and_in_order),
		T(replies_are_counted_for_the_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
