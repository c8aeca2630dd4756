/* test_worker_guards.c - every row of the table of guards, all the way through
 * a worker: nobody is written to, and `consultctl log` says which row it was. */
#include "mailroom.h"

#include "audit.h"
#include "buf.h"

#define ROBOTS   "tests/mails/robots/"
#define ROW_MAX  2000
#define FILE_MAX (64u << 10)

static char *
file_text(const char *guard)
{
	char path[256];
	char *text = arena_alloc(arena, FILE_MAX);
	FILE *f;
	size_t n;

	snprintf(path, sizeof path, ROBOTS "%s.eml", guard);
	f = fopen(path, "r");
	if (f == NULL)
		fail_msg("%s: no test mail for this row", path);
	n = fread(text, 1, FILE_MAX - 1, f);
	fclose(f);
	text[n] = '\0';
	return text;
}

/* The test mails carry the key and the mark of another test. */
static const char *
with(const char *text, const char *old, const char *new)
{
	const char *at = strstr(text, old);

	if (at == NULL)
		return text;
	return arena_printf(
	    arena, "%.*s%s%s", (int)(at - text), text, new, at + strlen(old));
}

static int64_t
put_robot(const char *guard)
{
	const char *text = file_text(guard);

	text = with(text, "consultd.7.2.gshvxftv79wnr57j@practice.example",
	    reply_id(7, 2));
	text = with(text, "X-Consultd-Loop: unit-test",
	    arena_printf(
		arena, "X-Consultd-Loop: %s", case_token(arena, key, 0)));
	return put_part(text, false);
}

static void
check_log(const struct audit_row *row, size_t n, int64_t mail, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (row[i].mail_id == mail) {
			assert_string_equal(row[i].detail, name);
			if (strcmp(row[i].event, "mail.ignored") != 0 &&
			    strcmp(row[i].event, "mail.bounce") != 0)
				fail_msg("%s: %s", name, row[i].event);
			return;
		}
	fail_msg("%s: no line in the log", name);
}

static void
every_row_ignores_and_says_so(void **state)
{
	int64_t id[100];
	struct audit_row *row = NULL;
	struct err e = { 0 };
	size_t n = 0;

	(void)state;
	assert_true(robot_guard_count <= sizeof id / sizeof *id);
	settings->consult_trusted_return_path = true;
	for (size_t i = 0; i < robot_guard_count; i++)
		id[i] = put_robot(robot_guards[i].name);
	work();
	assert_int_equal(queued(), 0);
	assert_int_equal(audit_list(desk, arena, 0, ROW_MAX, &row, &n, &e), 0);
	for (size_t i = 0; i < robot_guard_count; i++) {
		struct decision_row said = decision_of(id[i]);

		assert_true(case_none(id[i]));
		check_log(row, n, id[i], robot_guards[i].name);
		assert_non_null(strstr(said.record,
		    arena_printf(arena, "\"guard\":\"%s\",\"evidence\":\"",
			robot_guards[i].name)));
		assert_string_equal(
		    said.class, robot_kind_name(robot_guards[i].kind));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_ignores_and_says_so),
	};

	return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
