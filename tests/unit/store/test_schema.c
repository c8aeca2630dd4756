/* test_schema.c - the schema and the statements against the tables that they
 * come from, and against the planner. */
#include "../../../store/store_db.h"
#include "case.h"
#include "outbox.h"
#include "place.h"

/* The schema without its comments, each run of white space one space. */
static char *
schema_flat(void)
{
	char *flat = malloc(strlen(store_schema) + 1), *w = flat;
	const char *s = store_schema;

	while (*s != '\0') {
		if (s[0] == '-' && s[1] == '-') {
			s += strcspn(s, "\n");
		} else if (strchr(" \t\n", *s) != NULL) {
			s += strspn(s, " \t\n");
			if (w > flat && w[-1] != ' ')
				*w++ = ' ';
		} else {
			*w++ = *s++;
		}
	}
	*w = '\0';
	return flat;
}

static void
check_list(const char *const *names, size_t n)
{
	char *flat = schema_flat(), want[600] = "CHECK (state IN (";
	size_t i;

	for (i = 0; i < n; i++)
		snprintf(want + strlen(want), sizeof(want) - strlen(want),
		    "'%s'%s", names[i], i + 1 < n ? ", " : "))");
	if (strstr(flat, want) == NULL)
		fail_msg("schema.sql lacks %s", want);
	free(flat);
}

static void
states_agree(void **state)
{
	const char *mails[MAIL_STATE_COUNT], *cases[CASE_STATE_COUNT],
	    *replies[OUTBOX_STATE_COUNT];
	int i;

	(void)state;
	for (i = 0; i < MAIL_STATE_COUNT; i++)
		mails[i] = mail_state_name((enum mail_state)i);
	for (i = 0; i < CASE_STATE_COUNT; i++)
		cases[i] = case_state_name((enum case_state)i);
	for (i = 0; i < OUTBOX_STATE_COUNT; i++)
		replies[i] = outbox_state_name((enum outbox_state)i);
	check_list(mails, MAIL_STATE_COUNT);
	check_list(cases, CASE_STATE_COUNT);
	check_list(replies, OUTBOX_STATE_COUNT);
}

static void
numbers_agree(void **state)
{
	char want[80];

	(void)state;
	snprintf(want, sizeof(want), "PRAGMA application_id = %d;",
	    STORE_APPLICATION);
	assert_non_null(strstr(store_schema, want));
	snprintf(
	    want, sizeof(want), "PRAGMA user_version = %d;", STORE_VERSION);
	assert_non_null(strstr(store_schema, want));
}

/* A column needs a comment on its line or on one below it, before the next
 * column; those whose names say all (an id, a moment) do not. */
static bool
comment_owed(const char *line)
{
	return line[0] == '\t' && line[1] >= 'a' && line[1] <= 'z' &&
	       strncmp(line, "\tid INTEGER PRIMARY KEY", 23) != 0 &&
	       strstr(line, "_unix INTEGER NOT NULL") == NULL;
}

static void
columns_have_comments(void **state)
{
	const char *line = store_schema, *end;
	bool in_table = false, owed = false;

	(void)state;
	for (; *line != '\0'; line = end + 1) {
		char text[200];

		end = strchr(line, '\n');
		snprintf(text, sizeof(text), "%.*s", (int)(end - line), line);
		if (strncmp(text, "CREATE TABLE", 12) == 0)
			in_table = true;
		if (!in_table)
			continue;
		if (owed && (comment_owed(text) || text[0] == ')'))
			fail_msg("no comment before: %s", text);
		owed = owed || comment_owed(text);
		if (strstr(text, "--") != NULL)
			owed = false;
		in_table = text[0] != ')';
	}
}

/* Every statement is prepared by each role that may run it. */
static void
statements_fit_rights(void **state)
{
	struct place *p = *state;
	unsigned all = 0;
	int i;

	for (i = 0; i < STORE_STATEMENTS; i++)
		all |= store_statements[i].roles;
	assert_int_equal(all, 31);
	assert_non_null(p->intake);
	assert_non_null(p->worker);
	assert_non_null(p->sender);
	assert_non_null(p->desk);
}

static struct db *
db_with(struct place *p, const struct db_statement *st, size_t n, unsigned role,
    bool rights)
{
	struct db_spec spec = { .path = p->path,
		.mode = DB_STORE,
		.application = STORE_APPLICATION,
		.version = STORE_VERSION,
		.statements = st,
		.n = n,
		.role = role,
		.rights = rights ? store_rights : NULL,
		.rights_n = store_rights_n };
	struct db *db = NULL;
	struct err e = { 0 };

	if (db_open(&spec, &db, &e) != 0 && !rights)
		fail_msg("%s", e.text);
	return db;
}

/* A full scan of what grows with every mail would slow each mail down. A scan
 * through a partial index sees its few rows alone. */
static void
refuse_scan(const char *name, const char *detail)
{
	static const char *const big[] = { "SCAN mail", "SCAN cases", "SCAN c",
		"SCAN o", "SCAN outbox", "SCAN outbox_bytes", "SCAN chunk",
		"SCAN remembered", "SCAN turn", "SCAN audit", "SCAN pace" };
	static const char *const few[] = { "cases_queue", "mail_claimed" };
	static const char *const reports[] = { "MAIL_COUNTS", "CASE_COUNTS",
		"OUTBOX_COUNTS", "CASE_ALL", "AUDIT_LIST" };
	size_t i, n;

	for (i = 0; i < sizeof(reports) / sizeof(reports[0]); i++)
		if (strcmp(name, reports[i]) == 0)
			return;
	for (i = 0; i < sizeof(few) / sizeof(few[0]); i++)
		if (strstr(detail, few[i]) != NULL)
			return;
	for (i = 0; i < sizeof(big) / sizeof(big[0]); i++) {
		n = strlen(big[i]);
		if (strncmp(detail, big[i], n) == 0 &&
		    (detail[n] == '\0' || detail[n] == ' '))
			fail_msg("%s: %s", name, detail);
	}
	if (strstr(detail, "TEMP B-TREE") != NULL)
		fail_msg("%s: %s", name, detail);
}

static void
hot_statements_use_indices(void **state)
{
	struct place *p = *state;
	char sql[4000];
	int i, lines = 0;

	for (i = 0; i < STORE_STATEMENTS; i++) {
		struct db_statement one = { store_statements[i].name, sql, 1 };
		struct err e = { 0 };
		struct db_row *r;
		struct db *db;

		snprintf(sql, sizeof(sql), "EXPLAIN QUERY PLAN %s",
		    store_statements[i].sql);
		db = db_with(p, &one, 1, 1, false);
		r = db_begin(db, 0);
		for (; db_step(r, &e) == 1; lines++)
			refuse_scan(one.name, db_text(r, 3));
		db_end(r);
		db_close(db);
	}
	assert_true(lines > STORE_STATEMENTS / 2);
}

/* What each role must not be able to say, whatever its statements are. */
static void
rights_deny(void **state)
{
	static const struct {
		unsigned role;
		const char *sql;
	} denied[] = {
		{ STORE_INTAKE, "SELECT key FROM secret" },
		{ STORE_INTAKE, "SELECT text FROM turn" },
		{ STORE_INTAKE, "SELECT recipient FROM outbox" },
		{ STORE_INTAKE, "SELECT bytes FROM outbox_bytes" },
		{ STORE_INTAKE, "SELECT asker FROM cases" },
		{ STORE_INTAKE, "SELECT bytes FROM chunk" },
		{ STORE_SENDER, "SELECT key FROM secret" },
		{ STORE_SENDER, "SELECT guard FROM mail" },
		{ STORE_SENDER, "SELECT bytes FROM chunk" },
		{ STORE_SENDER, "SELECT text FROM turn" },
		{ STORE_SENDER, "UPDATE outbox_bytes SET bytes = x''" },
		{ STORE_WORKER, "UPDATE mailbox SET seen = 0" },
		{ STORE_SENDER, "DELETE FROM chunk" },
		{ STORE_DESK, "DELETE FROM chunk" },
		{ STORE_WORKER, "SELECT bytes FROM outbox_bytes" },
		{ STORE_WORKER, "UPDATE secret SET key = x''" },
		{ STORE_WORKER, "SELECT detail FROM audit" },
		{ STORE_DESK, "UPDATE mail SET state = 'waiting'" },
		{ STORE_DESK, "UPDATE origin SET started_unix = 0" },
		{ STORE_DESK, "DROP TABLE audit" },
		{ STORE_DESK, "DROP TRIGGER audit_no_delete" },
		{ STORE_ADMIN, "SELECT bytes FROM chunk" },
	};
	struct place *p = *state;
	size_t i;

	for (i = 0; i < sizeof(denied) / sizeof(denied[0]); i++) {
		struct db_statement one = { "PROBE", denied[i].sql,
			denied[i].role };
		struct db *db = db_with(p, &one, 1, denied[i].role, true);

		if (db != NULL)
			fail_msg("allowed: %s", denied[i].sql);
	}
}

static void
audit_is_append_only(void **state)
{
	static const struct db_statement st[] = {
		{ "ADD",
		    "INSERT INTO audit (at_unix, actor, event, detail) "
		    "VALUES (1, 'a', 'b', 'c')",
		    STORE_DESK },
		{ "CHANGE", "UPDATE audit SET detail = 'd'", STORE_DESK },
		{ "DELETE", "DELETE FROM audit", STORE_DESK },
	};
	struct db *db = db_with(*state, st, 3, STORE_DESK, true);

	assert_non_null(db);
	OK(db_run(db, 0, &e));
	FAILS(db_run(db, 1, &e), ERR_STOP, "never changed");
	FAILS(db_run(db, 2, &e), ERR_STOP, "never deleted");
	db_close(db);
}

static void
needed_bytes_are_kept(void **state)
{
	struct place *p = *state;
	static const struct db_statement st[] = {
		{ "CHANGE", "UPDATE chunk SET bytes = x''", STORE_WORKER },
		{ "DELETE", "DELETE FROM chunk", STORE_WORKER },
		{ "END", "UPDATE mail SET state = 'held'", STORE_WORKER },
		{ "ANSWER", "UPDATE mail SET state = 'answered'",
		    STORE_WORKER },
	};
	struct db *db;

	place_mail(p);
	db = db_with(p, st, 4, STORE_WORKER, true);
	assert_non_null(db);
	FAILS(db_run(db, 0, &e), ERR_STOP, "never changed");
	FAILS(db_run(db, 1, &e), ERR_STOP, "are kept");
	OK(db_run(db, 2, &e));
	FAILS(db_run(db, 1, &e), ERR_STOP, "are kept");
	OK(db_run(db, 3, &e));
	OK(db_run(db, 1, &e));
	db_close(db);
}

static void
unknown_states_are_refused(void **state)
{
	struct place *p = *state;
	static const struct db_statement st[] = {
		{ "MAIL", "UPDATE mail SET state = 'lost'", 1 },
		{ "CASE", "UPDATE cases SET state = 'lost'", 1 },
		{ "TEXT", "UPDATE mail SET uid = 'one'", 1 },
		{ "ORPHAN", "UPDATE cases SET linked_id = 12345", 1 },
	};
	struct db *db;
	int i;

	place_case(p, CASE_DO_HOLD);
	db = db_with(p, st, 4, 1, false);
	for (i = 0; i < 4; i++)
		FAILS(db_run(db, i, &e), ERR_STOP, st[i].name);
	db_close(db);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, place_make, place_remove)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(states_agree),
		cmocka_unit_test(numbers_agree),
		cmocka_unit_test(columns_have_comments),
		T(statements_fit_rights),
		T(hot_statements_use_indices),
		T(rights_deny),
		T(audit_is_append_only),
		T(needed_bytes_are_kept),
		T(unknown_states_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
