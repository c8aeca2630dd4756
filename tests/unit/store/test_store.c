/* test_store.c - making and opening store.db, its transactions, its key. */
#include "../../../store/store_db.h"
#include "breaker.h"
#include "clock.h"
#include "place.h"
#include "store.h"
#include <signal.h>
#include <sys/wait.h>

static void
making_twice_keeps_the_key(void **state)
{
	struct place *p = *state;
	unsigned char one[STORE_KEY_BYTES], two[STORE_KEY_BYTES],
	    zero[STORE_KEY_BYTES] = { 0 };
	int64_t before = clock_now_unix(), first = 0, second = 0;

	OK(store_make(p->folder, &e));
	OK(store_open(p->folder, STORE_WORKER, &p->worker, &e));
	OK(store_key(p->worker, one, &e));
	OK(store_started(p->worker, &first, &e));
	assert_true(first >= before && first <= clock_now_unix());
	assert_memory_not_equal(one, zero, sizeof(one));
	OK(store_make(p->folder, &e));
	OK(store_open(p->folder, STORE_DESK, &p->desk, &e));
	OK(store_key(p->desk, two, &e));
	OK(store_started(p->desk, &second, &e));
	assert_memory_equal(one, two, sizeof(one));
	assert_int_equal(first, second);
}

/* Several programs may start at once: one makes it, the others find it. */
static void
making_at_once_makes_one(void **state)
{
	struct place *p = *state;
	pid_t child[4];
	int i, status;

	for (i = 0; i < 4; i++) {
		child[i] = fork();
		if (child[i] == 0) {
			struct err e = { 0 };

			if (store_make(p->folder, &e) == 0)
				_exit(0);
			fprintf(stderr, "%s\n", e.text);
			_exit(1);
		}
	}
	for (i = 0; i < 4; i++) {
		assert_int_equal(waitpid(child[i], &status, 0), child[i]);
		assert_int_equal(status, 0);
	}
	OK(store_open(p->folder, STORE_INTAKE, &p->intake, &e));
}

static void
bad_folders_stop(void **state)
{
	struct place *p = *state;
	struct store *s = NULL;
	char path[128];

	FAILS(store_open(p->folder, STORE_DESK, &s, &e), ERR_STOP,
	    "no such file");
	snprintf(path, sizeof(path), "%s/none", p->folder);
	FAILS(store_make(path, &e), ERR_STOP, "state_dir");
	fclose(fopen(p->path, "w"));
	FAILS(store_make(p->path, &e), ERR_STOP, "is no folder");
	unlink(p->path);
	assert_int_equal(chmod(p->folder, 0770), 0);
	FAILS(store_make(p->folder, &e), ERR_STOP, "chmod go-w");
	assert_int_equal(chmod(p->folder, 0707), 0);
	FAILS(store_make(p->folder, &e), ERR_STOP, "chmod go-w");
	assert_int_equal(chmod(p->folder, 0750), 0);
	OK(store_make(p->folder, &e));
	assert_null(s);
}

static void
read_only_folder_stops(void **state)
{
	struct place *p = *state;
	int status;
	pid_t child;

	assert_int_equal(chmod(p->folder, 0555), 0);
	child = fork();
	if (child == 0) {
		struct err e = { 0 };

		/* root may write anywhere */
		if (getuid() == 0 && setuid(65534) != 0)
			_exit(9);
		if (store_make(p->folder, &e) != -1 || e.kind != ERR_STOP)
			_exit(1);
		_exit(strstr(e.text, "Permission denied") ? 0 : 2);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

static void
file_of(struct place *p, int32_t application, int32_t version)
{
	struct db_spec spec = { .path = p->path,
		.mode = DB_STORE,
		.application = application,
		.version = version,
		.schema = "CREATE TABLE x (id INTEGER PRIMARY KEY)" };
	struct db *db = NULL;

	OK(db_open(&spec, &db, &e));
	db_close(db);
}

static void
other_files_stop(void **state)
{
	struct place *p = *state;
	struct store *s = NULL;
	FILE *f;
	int i;

	file_of(p, STORE_APPLICATION, STORE_VERSION + 1);
	FAILS(store_make(p->folder, &e), ERR_STOP, "newer than this program");
	FAILS(store_open(p->folder, STORE_DESK, &s, &e), ERR_STOP,
	    "newer than this program");
	unlink(p->path);
	file_of(p, 4711, STORE_VERSION);
	FAILS(store_make(p->folder, &e), ERR_STOP, "another program");
	FAILS(store_open(p->folder, STORE_DESK, &s, &e), ERR_STOP,
	    "another program");
	unlink(p->path);
	f = fopen(p->path, "w");
	for (i = 0; i < 1000; i++)
		fputs("no database, ", f);
	fclose(f);
	FAILS(store_make(p->folder, &e), ERR_STOP, "no database");
	FAILS(store_open(p->folder, STORE_INTAKE, &s, &e), ERR_STOP,
	    "no database");
	assert_null(s);
}

static void
rollback_undoes(void **state)
{
	struct place *p = *state;
	int64_t id = 0, count[MAIL_STATE_COUNT], seen;

	OK(store_lock(p->intake, &e));
	OK(mail_put(p->intake, &p->box, 1, 5, false, false, NOW, &id, &e));
	store_rollback(p->intake);
	store_rollback(p->intake); /* none is open */
	OK(mail_counts(p->intake, count, &seen, &e));
	assert_int_equal(count[MAIL_WAITING], 0);
	/* a handle closed in mid-transaction leaves nothing either */
	OK(store_lock(p->intake, &e));
	OK(mail_put(p->intake, &p->box, 1, 5, false, false, NOW, &id, &e));
	store_close(p->intake);
	p->intake = NULL;
	OK(mail_counts(p->desk, count, &seen, &e));
	assert_int_equal(count[MAIL_WAITING], 0);
	OK(store_checkpoint(p->sender, &e));
}

/* A process killed in mid-transaction leaves nothing behind, and no lock. */
/* A store of the first version: what is new in it comes, what was stays. */
static void
an_older_store_is_brought_up(void **state)
{
	static const char back[] =
	    "PRAGMA foreign_keys = OFF; DROP TRIGGER chunk_no_delete; "
	    "CREATE TABLE mail_1 (id INTEGER PRIMARY KEY, "
	    "mailbox_id INTEGER NOT NULL REFERENCES mailbox (id), "
	    "uid INTEGER NOT NULL, size_bytes INTEGER NOT NULL, "
	    "partial INTEGER NOT NULL, "
	    "state TEXT NOT NULL CHECK (state IN ('waiting', 'answered')), "
	    "tries INTEGER NOT NULL, lease_unix INTEGER NOT NULL, "
	    "worker TEXT NOT NULL, fetched_unix INTEGER NOT NULL, "
	    "ended_unix INTEGER NOT NULL, guard TEXT NOT NULL, "
	    "evidence TEXT NOT NULL, case_id INTEGER, "
	    "unmarked INTEGER NOT NULL, UNIQUE (mailbox_id, uid)) STRICT; "
	    "INSERT INTO mail_1 SELECT * FROM mail; DROP TABLE mail; "
	    "ALTER TABLE mail_1 RENAME TO mail; "
	    "CREATE TRIGGER chunk_no_delete BEFORE DELETE ON chunk "
	    "WHEN (SELECT state FROM mail WHERE id = OLD.mail_id) "
	    "NOT IN ('answered', 'ignored') BEGIN "
	    "SELECT RAISE (ABORT, 'kept'); END; "
	    "DROP TABLE bounced; DROP TABLE breaker; DROP TABLE decision; "
	    "ALTER TABLE mailbox DROP COLUMN missing; "
	    "PRAGMA user_version = 1";
	struct place *p = *state;
	struct db_spec spec = { .path = p->path,
		.mode = DB_STORE,
		.application = STORE_APPLICATION,
		.version = STORE_VERSION,
		.role = STORE_ADMIN };
	unsigned char one[STORE_KEY_BYTES], two[STORE_KEY_BYTES];
	struct breaker b = { .open = true };
	struct db *db = NULL;
	int64_t missing = 9, mail, count[MAIL_STATE_COUNT], seen;
	const void *bytes;
	size_t n;
	int seq = 0;
	struct err failed = { 0 };

	OK(store_make(p->folder, &e));
	OK(store_open(p->folder, STORE_WORKER, &p->worker, &e));
	OK(store_key(p->worker, one, &e));
	OK(store_open(p->folder, STORE_INTAKE, &p->intake, &e));
	OK(mailbox_open(p->intake, "u@host", "INBOX", 7, &p->box, &e));
	mail = place_mail(p);
	store_close(p->intake);
	store_close(p->worker);
	p->intake = NULL;
	p->worker = NULL;
	OK(db_open(&spec, &db, &e));
	OK(db_script(db, back, &e));
	db_close(db);
	FAILS(store_open(p->folder, STORE_WORKER, &p->worker, &e), ERR_STOP,
	    "older");
	OK(store_make(p->folder, &e));
	OK(store_open(p->folder, STORE_DESK, &p->desk, &e));
	OK(store_key(p->desk, two, &e));
	assert_memory_equal(one, two, sizeof(one));
	OK(breaker_get(p->desk, p->a, &b, &e));
	assert_false(b.open);
	OK(mailbox_missing_sum(p->desk, &missing, &e));
	assert_int_equal(missing, 0);
	/* The mail is still there, with its bytes, and knows the new states. */
	OK(store_open(p->folder, STORE_WORKER, &p->worker, &e));
	assert_int_equal(
	    mail_bytes(p->worker, mail, &seq, &bytes, &n, &failed), 1);
	OK(store_lock(p->worker, &e));
	OK(mail_end(p->worker, mail, MAIL_COMMAND, "", "", 0, NOW, &e));
	OK(store_commit(p->worker, &e));
	OK(mail_counts(p->desk, count, &seen, &e));
	assert_int_equal(count[MAIL_COMMAND], 1);
}

/* Switched off while a store is brought up, on ever after. */
static void
references_are_kept(void **state)
{
	struct place *p = *state;
	struct turn lost = { .case_id = 99,
		.kind = TURN_NOTE,
		.author = "a",
		.text = "",
		.cut = "",
		.record = "" };
	int64_t id = 0;

	OK(store_lock(p->desk, &e));
	FAILS(turn_add(p->desk, &lost, &id, &e), ERR_STOP, "FOREIGN KEY");
	store_rollback(p->desk);
}

static void
killed_writer_leaves_nothing(void **state)
{
	struct place *p = *state;
	int64_t count[MAIL_STATE_COUNT], seen, kept = place_mail(p);
	int status;
	pid_t child = fork();

	if (child == 0) {
		struct store *s = NULL;
		struct err e = { 0 };
		int64_t id;

		if (store_open(p->folder, STORE_INTAKE, &s, &e) != 0 ||
		    store_lock(s, &e) != 0 ||
		    mail_put(s, &p->box, 99, 5, false, false, NOW, &id, &e) !=
			0)
			_exit(1);
		raise(SIGKILL);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	OK(mail_counts(p->desk, count, &seen, &e));
	assert_int_equal(count[MAIL_WAITING], 1);
	assert_true(place_mail(p) > kept);
}

static void
damage_stops(void **state)
{
	struct place *p = *state;
	char page[4096];
	FILE *f;
	int i;

	for (i = 0; i < 50; i++)
		place_mail(p);
	store_close(p->intake);
	store_close(p->worker);
	store_close(p->sender);
	store_close(p->desk);
	p->intake = p->worker = p->sender = p->desk = NULL;
	memset(page, 0xa5, sizeof(page));
	f = fopen(p->path, "r+");
	assert_int_equal(fseek(f, 4096, SEEK_SET), 0);
	for (i = 0; i < 30; i++)
		fwrite(page, 1, sizeof(page), f);
	fclose(f);
	FAILS(store_make(p->folder, &e), ERR_STOP, "backup");
}

static void
roles_say_how_they_are(void **state)
{
	struct place *p = *state;
	struct role_state one = { "worker.1", "idle", "", NOW },
			  two = { "intake", "failing", "no network", NOW + 1 },
			  *list = NULL;
	size_t n = 9;

	OK(role_state_list(p->desk, p->a, &list, &n, &e));
	assert_int_equal(n, 0);
	OK(role_state_set(p->worker, &one, &e));
	OK(role_state_set(p->intake, &two, &e));
	one.state = "working";
	one.since_unix = NOW + 5;
	OK(role_state_set(p->worker, &one, &e));
	OK(role_state_list(p->desk, p->a, &list, &n, &e));
	assert_int_equal(n, 2);
	assert_string_equal(list[0].role, "intake");
	assert_string_equal(list[0].state, "failing");
	assert_string_equal(list[0].detail, "no network");
	assert_string_equal(list[1].role, "worker.1");
	assert_string_equal(list[1].state, "working");
	assert_int_equal(list[1].since_unix, NOW + 5);
}

int
main(void)
{
#define BARE(f) cmocka_unit_test_setup_teardown(f, place_bare, place_remove)
#define T(f)    cmocka_unit_test_setup_teardown(f, place_make, place_remove)
	const struct CMUnitTest tests[] = {
		BARE(making_twice_keeps_the_key),
		BARE(making_at_once_makes_one),
		BARE(bad_folders_stop),
		BARE(read_only_folder_stops),
		BARE(other_files_stop),
		BARE(an_older_store_is_brought_up),
		T(rollback_undoes),
		T(references_are_kept),
		T(killed_writer_leaves_nothing),
		T(damage_stops),
		T(roles_say_how_they_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
