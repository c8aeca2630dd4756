/* test_breaker.c - when sending stops, who says that it goes on, and who is not
 * written to. */
#include "audit.h"
#include "bounced.h"
#include "breaker.h"
#include "outbox.h"
#include "place.h"

static const struct breaker_rule rule = { 10, 20 };

static void
pace(struct place *p, const char *who, int times, int64_t at)
{
	OK(store_lock(p->worker, &e));
	for (int i = 0; i < times; i++)
		OK(outbox_pace(p->worker, who, at, &e));
	OK(store_commit(p->worker, &e));
}

static bool
check(struct place *p, int64_t now)
{
	bool opened = false;

	OK(store_lock(p->worker, &e));
	OK(breaker_check(p->worker, &rule, "worker.1", now, &opened, &e));
	OK(store_commit(p->worker, &e));
	return opened;
}

static struct breaker
now_is(struct place *p)
{
	struct breaker b;

	OK(breaker_get(p->sender, p->a, &b, &e));
	return b;
}

static void
resume(struct place *p, int64_t now)
{
	OK(store_lock(p->desk, &e));
	OK(breaker_resume(p->desk, "ed(1)", now, &e));
	OK(store_commit(p->desk, &e));
}

static void
too_many_answers_open_it(void **state)
{
	struct place *p = *state;

	assert_false(now_is(p).open);
	pace(p, PACE_ALL, 9, NOW);
	assert_false(check(p, NOW));
	pace(p, PACE_ALL, 1, NOW + 60);
	assert_true(check(p, NOW + 60));
	assert_true(now_is(p).open);
	assert_string_equal(now_is(p).reason, "answers_hour");
	/* once open it does not open again, however much comes */
	pace(p, PACE_ALL, 99, NOW + 120);
	assert_false(check(p, NOW + 120));
}

static void
old_answers_do_not_count(void **state)
{
	struct place *p = *state;

	pace(p, PACE_ALL, 9, NOW);
	pace(p, PACE_ALL, 9, NOW + 3700);
	assert_false(check(p, NOW + 3700));
}

static void
a_share_of_bounces_opens_it(void **state)
{
	struct place *p = *state;

	pace(p, PACE_ALL, 9, NOW);
	pace(p, PACE_BOUNCES, 4, NOW); /* so few are no share */
	assert_false(check(p, NOW));
	pace(p, PACE_BOUNCES, 1, NOW);
	assert_true(check(p, NOW));
	assert_string_equal(now_is(p).reason, "bounces_percent");
}

/* What a person let pass does not count against what comes then. */
static void
resume_goes_on(void **state)
{
	struct place *p = *state;
	struct audit_row *row = NULL;
	size_t n = 0;

	OK(store_lock(p->desk, &e));
	FAILS(breaker_resume(p->desk, "ed(1)", NOW, &e), ERR_REFUSE,
	    "nothing was stopped");
	store_rollback(p->desk);
	pace(p, PACE_ALL, 10, NOW);
	assert_true(check(p, NOW));
	resume(p, NOW + 5);
	assert_false(now_is(p).open);
	assert_false(check(p, NOW + 10));
	pace(p, PACE_ALL, 9, NOW + 120);
	assert_false(check(p, NOW + 120));
	pace(p, PACE_ALL, 1, NOW + 120);
	assert_true(check(p, NOW + 120));
	OK(audit_list(p->desk, p->a, 0, 9, &row, &n, &e));
	assert_int_equal(n, 3);
	assert_string_equal(row[0].event, "breaker.open");
	assert_string_equal(row[1].event, "breaker.resume");
	assert_string_equal(row[1].actor, "ed(1)");
}

static struct reply
reply_of(const char *message_id, const char *to)
{
	return (struct reply){ .message_id = message_id,
		.to = to,
		.mail_from = "",
		.bytes = "x",
		.len = 1 };
}

static void
a_bounced_address_gets_no_mail(void **state)
{
	struct place *p = *state;
	struct turn t = { .case_id = place_case(p, CASE_DO_ANSWER),
		.kind = TURN_ANSWER,
		.author = "consultd",
		.text = "body" };
	struct reply r = reply_of("r1@us", "Anna@clinic.example");
	struct bounced_row *row = NULL;
	int64_t turn = 0;
	size_t n = 0;
	bool has = true;

	OK(store_lock(p->worker, &e));
	OK(turn_add(p->worker, &t, &turn, &e));
	OK(outbox_put(p->worker, t.case_id, turn, &r, NOW, &e));
	OK(bounced_add(
	    p->worker, "other@us", t.case_id, "5.1.1", "w", NOW, &e));
	OK(bounced_has(p->worker, "anna@clinic.example", &has, &e));
	assert_false(has);
	OK(bounced_add(p->worker, "r1@us", t.case_id, "5.1.1", "w", NOW, &e));
	OK(bounced_has(p->worker, "ANNA@clinic.example", &has, &e));
	assert_true(has);
	r.message_id = "r2@us";
	FAILS(outbox_put(p->worker, t.case_id, turn, &r, NOW, &e), ERR_REFUSE,
	    "consultctl bounced --clear");
	OK(store_commit(p->worker, &e));
	OK(bounced_list(p->desk, p->a, 9, &row, &n, &e));
	assert_int_equal(n, 1);
	assert_string_equal(row[0].address, "anna@clinic.example");
	assert_string_equal(row[0].status, "5.1.1");
	assert_int_equal(row[0].case_id, t.case_id);
	OK(store_lock(p->desk, &e));
	FAILS(bounced_clear(p->desk, "nobody@x", "ed(1)", NOW, &e), ERR_REFUSE,
	    "not among");
	OK(bounced_clear(p->desk, "Anna@Clinic.example", "ed(1)", NOW, &e));
	OK(outbox_put(p->desk, t.case_id, turn, &r, NOW, &e));
	OK(store_commit(p->desk, &e));
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, place_make, place_remove)
	const struct CMUnitTest tests[] = {
		T(too_many_answers_open_it),
		T(old_answers_do_not_count),
		T(a_share_of_bounces_opens_it),
		T(resume_goes_on),
		T(a_bounced_address_gets_no_mail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
