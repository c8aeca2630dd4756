/* Guards: each hits its own mail and no other does; people pass; an id of ours
 * can't be forged. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "limit.h"
#include "mails.h"
#include "robot.h"

#include <ctype.h>
#include <dirent.h>

#define ROBOTS "tests/mails/robots"
#define PEOPLE "tests/mails/people"
#define CASES  "tests/mails/robots/strangers.tsv"
#define ASKS   "tests/mails/robots/asks.tsv"

static const unsigned char key[] = "0123456789abcdef0123456789abcdef";
static const char *const addresses[] = { "Consult@practice.example",
	"coding@practice.example" };
static const struct robot_self self = {
	.address = addresses,
	.address_n = 2,
	.key = key,
	.key_n = sizeof(key) - 1,
	.loop = "unit-test",
	.trusted_return_path = true,
	.received_max = 30,
};

static struct message
read_mail(struct arena *a, const char *folder, const char *file)
{
	char path[512];
	struct message m;
	size_t n;
	char *bytes;

	snprintf(path, sizeof(path), "%s/%s", folder, file);
	bytes = mail_file(path, &n);
	m = mail_parse(a, bytes, n);
	free(bytes);
	return m;
}

static bool
is_mail(const char *name)
{
	size_t n = strlen(name);

	return n > 4 && strcmp(name + n - 4, ".eml") == 0;
}

/* Every row, not only the first that hits. */
static void
check_mail(const struct message *m, struct arena *a, const char *expected)
{
	for (size_t i = 0; i < robot_guard_count; i++) {
		const struct robot_guard *g = &robot_guards[i];
		const char *seen = g->hit(a, m, &self);

		if (expected && strcmp(expected, g->name) == 0) {
			if (!seen)
				fail_msg("%s: no hit on its own mail", g->name);
			assert_true(strlen(seen) > 3 && strlen(seen) < 300);
			assert_null(strchr(seen, '\n'));
		} else if (seen) {
			fail_msg("%s hits the mail of %s: %s", g->name,
			    expected ? expected : "a person", seen);
		}
	}
}

static void
test_each_guard(void **state)
{
	DIR *d = opendir(ROBOTS);
	struct dirent *entry;
	size_t count = 0;

	(void)state;
	assert_non_null(d);
	while ((entry = readdir(d)) != NULL) {
		struct arena *a = arena_new(LIMIT_PARSE_ARENA);
		const struct robot_guard *g;
		const char *seen = NULL;
		struct message m;
		char name[256];

		if (!is_mail(entry->d_name)) {
			arena_free(a);
			continue;
		}
		snprintf(name, sizeof(name), "%.*s",
		    (int)strlen(entry->d_name) - 4, entry->d_name);
		m = read_mail(a, ROBOTS, entry->d_name);
		check_mail(&m, a, name);
		g = robot_check(a, &m, &self, &seen);
		assert_non_null(g);
		assert_string_equal(g->name, name);
		assert_non_null(seen);
		/* What the jail says is what the rows without self say. */
		if (g->needs_self)
			assert_null(m.guard);
		else
			assert_string_equal(m.guard, name);
		count++;
		arena_free(a);
	}
	closedir(d);
	assert_int_equal(count, robot_guard_count);
}

static void
test_people(void **state)
{
	DIR *d = opendir(PEOPLE);
	struct dirent *entry;
	size_t count = 0;

	(void)state;
	assert_non_null(d);
	while ((entry = readdir(d)) != NULL) {
		struct arena *a = arena_new(LIMIT_PARSE_ARENA);
		const char *seen;
		struct message m;

		if (is_mail(entry->d_name)) {
			m = read_mail(a, PEOPLE, entry->d_name);
			check_mail(&m, a, NULL);
			assert_null(robot_check(a, &m, &self, &seen));
			assert_null(m.guard);
			assert_non_null(strstr(m.visible, "20610"));
			count++;
		}
		arena_free(a);
	}
	closedir(d);
	assert_true(count >= 10);
}

/* "\\n" of a table as a line end, in place. */
static void
unescape(char *text)
{
	char *to = text;

	for (const char *p = text; *p; p++)
		if (p[0] == '\\' && p[1] == 'n')
			*to++ = '\n', p++;
		else
			*to++ = *p;
	*to = '\0';
}

static struct message
message_of(
    struct arena *a, const char *from, const char *subject, const char *text)
{
	const char *path = strchr(from, '<');
	char *mail = arena_printf(a,
	    "Return-Path: <%.*s>\r\nFrom: %s\r\nTo: "
	    "consult@practice.example\r\nSubject: %s\r\nMessage-ID: "
	    "<1@x.example>\r\nContent-Type: text/plain; "
	    "charset=utf-8\r\n\r\n%s\r\n",
	    (int)strcspn(path ? path + 1 : from, ">"), path ? path + 1 : from,
	    from, subject, text);

	return mail_text(a, mail);
}

static bool
is_answerable(const char *from, const char *subject, const char *text)
{
	struct arena *a = arena_new(LIMIT_PARSE_ARENA);
	struct message m = message_of(a, from, subject, text);
	bool answerable = m.guard == NULL;

	arena_free(a);
	return answerable;
}

/* Without a guard: do words ask? A person's must. */
static void
test_asks(void **state)
{
	size_t n, silent = 0, asks = 0, wrong = 0;
	char *table = mail_file(ASKS, &n), *rest = table, *line;

	(void)state;
	while ((line = strsep(&rest, "\n")) != NULL) {
		if (*line == '#' || *line == '\0')
			continue;
		char *want = strsep(&line, "\t"), *from = strsep(&line, "\t");
		char *subject = strsep(&line, "\t");
		bool person = strcmp(want, "asks") == 0;
		struct arena *a = arena_new(LIMIT_PARSE_ARENA);

		assert_true(person || strcmp(want, "silent") == 0);
		assert_non_null(line);
		unescape(line);
		struct message m = message_of(a, from, subject, line);
		asks += person;
		silent += !person;
		if (m.guard != NULL || m.asks != person) {
			print_error(
			    "%s: %s | %s | %s\n", want, from, subject, line);
			wrong++;
		}
		arena_free(a);
	}
	free(table);
	assert_int_equal(wrong, 0);
	assert_true(silent > 20 && asks > 40);
}

/* What has no field to show: the words decide. */
static void
test_words(void **state)
{
	size_t n, robots = 0, people = 0, wrong = 0;
	char *table = mail_file(CASES, &n), *rest = table, *line;

	(void)state;
	while ((line = strsep(&rest, "\n")) != NULL) {
		if (*line == '#' || *line == '\0')
			continue;
		char *want = strsep(&line, "\t"), *from = strsep(&line, "\t");
		char *subject = strsep(&line, "\t");
		bool person = strcmp(want, "person") == 0;

		assert_true(person || strcmp(want, "robot") == 0);
		assert_non_null(line);
		unescape(line);
		people += person;
		robots += !person;
		if (is_answerable(from, subject, line) == person)
			continue;
		print_error("%s: %s | %s | %s\n", want, from, subject, line);
		wrong++;
	}
	free(table);
	assert_int_equal(wrong, 0);
	assert_true(robots > 70 && people > 50);
}

/* An RFC with its section, or who else says so. */
static bool
is_source(const char *source)
{
	static const char *const others[] = { "MS-OXCMAIL section ", "Exim",
		"fields of autoresponders", "own rule: " };

	if (strncmp(source, "RFC ", 4) == 0)
		return isdigit((unsigned char)source[4]) != 0;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (strncmp(source, others[i], strlen(others[i])) == 0)
			return true;
	return false;
}

/* Operators meet the names in the log: the manual says what each means. */
static void
test_manual(void **state)
{
	size_t n;
	char *page = mail_file("man/consultd.8", &n), row[200];
	const char *at = page;

	(void)state;
	page[n - 1] = '\0';
	for (size_t i = 0; i < robot_guard_count; i++) {
		const struct robot_guard *g = &robot_guards[i];

		snprintf(row, sizeof(row), ".It Li %s\n", g->name);
		at = strstr(at, row);
		if (at == NULL)
			fail_msg("%s: not in the manual, or not in its place",
			    g->name);
		at = strstr(at, ".Pq ");
		assert_non_null(at);
		assert_memory_equal(at + 4, g->source, strlen(g->source));
	}
	free(page);
}

/* A row without a source, or two of one name, would be a slip. */
static void
test_table(void **state)
{
	(void)state;
	for (size_t i = 0; i < robot_guard_count; i++) {
		if (!is_source(robot_guards[i].source))
			fail_msg("%s: no source", robot_guards[i].name);
		assert_true(robot_guards[i].kind != ROBOT_HUMAN);
		assert_true(strlen(robot_kind_name(robot_guards[i].kind)) > 3);
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(
			    robot_guards[i].name, robot_guards[k].name);
	}
}

static void
test_suppress_values(void **state)
{
	static const struct {
		const char *value, *guard;
	} rows[] = {
		{ "All", "auto-response-suppress" },
		{ "NDR,AutoReply", "auto-response-suppress" },
		{ "DR, RN", NULL },
		{ "DR, OOF", "auto-response-suppress" },
		{ "RN, NRN", NULL },
		{ "None", NULL },
		{ "", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena *a = arena_new(LIMIT_PARSE_ARENA);
		char *text = arena_printf(a,
		    "From: a@b.example\nX-Auto-Response-Suppress: %s\n\n"
		    "20610?\n",
		    rows[i].value);
		struct message m = mail_text(a, text);

		if (rows[i].guard)
			assert_string_equal(m.guard, rows[i].guard);
		else
			assert_null(m.guard);
		arena_free(a);
	}
}

static void
test_message_id(void **state)
{
	struct arena *a = arena_new(65536);
	const size_t n = sizeof(key) - 1;
	const char *id = robot_message_id(a, key, n, 42, 3, "practice.example");
	int64_t case_id = -1, turn = -1;
	char *forged;

	(void)state;
	assert_non_null(id);
	assert_int_equal(strlen(id),
	    strlen("consultd.42.3.") + 16 + strlen("@practice.example"));
	assert_true(robot_message_id_check(id, key, n, &case_id, &turn));
	assert_int_equal(case_id, 42);
	assert_int_equal(turn, 3);
	/* One wrong byte anywhere, or another key: not ours. */
	case_id = turn = -1;
	for (size_t i = 0; id[i]; i++) {
		forged = arena_strdup(a, id);
		forged[i] = forged[i] == 'x' ? 'y' : 'x';
		assert_false(
		    robot_message_id_check(forged, key, n, &case_id, &turn));
	}
	assert_false(robot_message_id_check(id, key, n - 1, &case_id, &turn));
	for (size_t i = 0; i < strlen(id); i++) {
		forged = arena_strndup(a, id, i);
		assert_false(
		    robot_message_id_check(forged, key, n, &case_id, &turn));
	}
	assert_int_equal(case_id, -1);
	assert_int_equal(turn, -1);
	arena_free(a);
}

/* The same note in the languages that practices meet. */
static const struct {
	const char *subject, *body;
} absences[] = {
	{ "Respuesta automática: x", "Actualmente me encuentro fuera." },
	{ "自动回复: x", "我正在休假，周一回来。" },
	{ "自動回覆: x", "我目前不在辦公室。" },
	{ "Awtomatikong tugon: x", "Naka-leave ako hanggang Lunes." },
	{ "Trả lời tự động: x", "Hiện tôi không có mặt." },
	{ "الرد التلقائي: x", "أنا في إجازة حتى الاثنين." },
	{ "Réponse automatique : x", "Je suis absent jusqu'à lundi." },
	{ "자동 회신: x", "현재 휴가 중입니다." },
	{ "Автоматический ответ: x", "я в отпуске до понедельника." },
	{ "Automatische Antwort: x", "Ich bin bis zum 20. nicht da." },
	{ "Repons otomatik: x", "Mwen an vakans jiska lendi." },
	{ "Resposta automática: x", "Estou de férias." },
	{ "Odpowiedź automatyczna: x", "Przebywam na urlopie." },
};

static const char *
guard_of(struct arena *a, const char *subject, const char *body)
{
	char mail[600];
	struct message m;

	snprintf(mail, sizeof(mail), "From: a@b.example\nSubject: %s\n\n%s\n",
	    subject, body);
	m = mail_parse(a, mail, strlen(mail));
	return m.guard ? m.guard : "";
}

static void
test_absences(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(absences) / sizeof(absences[0]); i++) {
		struct arena *a = arena_new(LIMIT_PARSE_ARENA);
		const char *by_subject =
		    guard_of(a, absences[i].subject, "What is 33954?");
		const char *by_body = guard_of(a, "x", absences[i].body);

		if (strcmp(by_subject, "vacation-subject") != 0 ||
		    strcmp(by_body, "vacation-body") != 0)
			fail_msg("%s: '%s', '%s'", absences[i].subject,
			    by_subject, by_body);
		/* who asks is a person, away or not */
		assert_string_equal(
		    guard_of(
			a, "x", arena_printf(a, "%s 33954?", absences[i].body)),
		    "");
		arena_free(a);
	}
}

/* A seller's two phrases, and whoever says them and may ask. */
static void
test_offers(void **state)
{
#define OFFER "Outsourcing company, 3% of collections. Reply for a free demo. "
	static const struct {
		const char *subject, *body, *guard;
	} offers[] = {
		{ "Revenue", OFFER, "unsolicited-offer" },
		{ "Revenue", "Reply for a free demo.", "" },
		{ "Revenue", OFFER "Is that a good price?", "" },
		{ "Revenue", OFFER "They bill 20610 each time.", "" },
		{ "Revenue", OFFER "They bill J1100 each time.", "" },
		{ "J1100 and 20610", OFFER, "" },
		{ "Revenue", OFFER "Tell us the modifier for a second scope.",
		    "" },
		{ "ICD-10 please", OFFER, "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(offers) / sizeof(offers[0]); i++) {
		struct arena *a = arena_new(LIMIT_PARSE_ARENA);

		assert_string_equal(
		    guard_of(a, offers[i].subject, offers[i].body),
		    offers[i].guard);
		arena_free(a);
	}
}

/* What systems tell, though it names codes or holds a question, and the same
 * words where a person writes them. */
static void
test_notices(void **state)
{
#define JIRA \
	"Ann created CODE-8:\n\nMay 20610 go with 99213?\n" \
	"Assignee: Bo\n\n--\n"
#define SELL "Billing modifier 25 right? Register now\n\n"
	static const struct {
		const char *subject, *body, *guard;
	} notices[] = {
		{ "[JIRA] (CODE-8) 20610", JIRA "Sent by Atlassian Jira",
		    "notice" },
		{ "Re: [JIRA] (CODE-8) 20610", JIRA "Sent by Atlassian Jira",
		    "" },
		{ "(CODE-8) 20610", JIRA "Ann", "" },
		{ "Last chance: webinar",
		    SELL "You received this as a member. "
			 "Opt out: https://o.example",
		    "notice" },
		{ "Last chance: webinar", SELL "Opt out: https://o.example",
		    "" },
		{ "Message held: 99213",
		    "A message to ann@b.example was held because it may hold "
		    "patient data.",
		    "notice" },
		{ "Message held: 99213",
		    "A claim with 99213 was held because of 20610. Which "
		    "modifier?",
		    "" },
		{ "Invoice E0400 is ready",
		    "Your invoice is now available. No action is needed.",
		    "notice" },
		{ "Security alert",
		    "We noticed a sign-in from a new device to your account.",
		    "notice" },
		{ "Tentative: Review 99213", "", "notice" },
		{ "Declined: review", "When: Monday 3 PM\nWhere: Room 2",
		    "notice" },
		{ "Declined: 99213", "When: Monday. Can 20610 go with it?",
		    "" },
		{ "Task assigned to you: 99213",
		    "Cal assigned a task to you.\nView task\nChange what Asana "
		    "sends you",
		    "notice" },
		{ "Job Success: 99213", "The job completed. Byte count 88,213.",
		    "notice" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(notices) / sizeof(notices[0]); i++) {
		struct arena *a = arena_new(LIMIT_PARSE_ARENA);
		const char *guard =
		    guard_of(a, notices[i].subject, notices[i].body);

		if (strcmp(guard, notices[i].guard) != 0)
			fail_msg("%zu %s: '%s'", i, notices[i].subject, guard);
		arena_free(a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_guard),
		cmocka_unit_test(test_people),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_asks),
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_manual),
		cmocka_unit_test(test_suppress_values),
		cmocka_unit_test(test_message_id),
		cmocka_unit_test(test_absences),
		cmocka_unit_test(test_offers),
		cmocka_unit_test(test_notices),
	};

	message_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
