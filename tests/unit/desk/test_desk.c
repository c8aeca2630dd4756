/* test_desk.c - what people do with cases, and what the asker gets of it. */
#include "../../../desk/desk_case.h"
#include "../store/place.h"
#include "audit.h"
#include "desk.h"
#include "limit.h"
#include "outbox.h"
#include "reply.h"
#include "robot.h"

#define TOKEN "C-abcdefghijk2"

static struct settings settings = { .consult_address =
					(char *)"consult@us.example",
	.consult_name = (char *)"Coding Consult",
	.consult_plus_addresses = true,
	.consult_notice = (char *)"A notice.",
	.consult_copyright = (char *)"A copyright line.",
	.smtp_return_path = (char *)"null" };

static struct desk
desk_of(struct place *p, const char *actor)
{
	static struct template_set *set;

	if (set == NULL)
		OK(template_set_load("templates", reply_templates, &set, &e));
	return (struct desk){ p->desk, &settings, set, actor, NOW + 60 };
}

static struct case_row
get(struct place *p, int64_t id)
{
	struct case_row row = { 0 };

	OK(case_get(p->desk, p->a, id, &row, &e) - 1);
	return row;
}

/* The one reply in the outbox. */
static struct outbox_row
sent(struct place *p)
{
	struct outbox_row row[2];
	size_t n = 0;

	OK(outbox_claim(p->sender, p->a, NOW + 60, 60, 2, row, &n, &e));
	assert_int_equal(n, 1);
	return row[0];
}

/* Value of a header field, unfolded; NULL where there is none. */
static const char *
field(struct place *p, const struct outbox_row *row, const char *name)
{
	const char *s = row->bytes, *end = strstr(row->bytes, "\r\n\r\n");
	size_t n = strlen(name);
	char *copy, *to;

	for (; s < end; s = strstr(s, "\r\n") + 2) {
		if (strncasecmp(s, name, n) != 0 || s[n] != ':')
			continue;
		to = copy = arena_alloc(p->a, row->len);
		for (s += n + 1 + strspn(s + n + 1, " "); *s != '\0'; s++) {
			if (s[0] == '\r' && s[2] != ' ' && s[2] != '\t')
				break;
			if (*s != '\r' && *s != '\n')
				*to++ = *s;
		}
		return copy;
	}
	return NULL;
}

static bool
holds(const struct outbox_row *row, const char *words)
{
	return memmem(row->bytes, row->len, words, strlen(words)) != NULL;
}

static void
question_add(struct place *p, int64_t id, const char *text)
{
	struct turn t = { .case_id = id,
		.kind = TURN_QUESTION,
		.mail_id = id,
		.author = "anna@clinic.example",
		.text = text,
		.at_unix = NOW };
	int64_t turn;

	OK(store_lock(p->worker, &e));
	OK(turn_add(p->worker, &t, &turn, &e));
	OK(store_commit(p->worker, &e));
}

static void
claim_release_close(void **state)
{
	struct place *p = *state;
	struct desk anna = desk_of(p, "anna(1000)");
	struct desk bert = desk_of(p, "bert(1001)");
	int64_t id = place_case(p, CASE_DO_HOLD);
	struct audit_row *audit = NULL;
	size_t n = 0;

	OK(desk_claim(&anna, id, &e));
	OK(desk_claim(&anna, id, &e)); /* it is hers already */
	assert_string_equal(get(p, id).holder, "anna(1000)");
	FAILS(desk_claim(&bert, id, &e), ERR_REFUSE, "claimed by anna(1000)");
	FAILS(desk_release(&bert, id, &e), ERR_REFUSE, "anna(1000)");
	FAILS(desk_close(&bert, id, "no", &e), ERR_REFUSE, "anna(1000)");
	FAILS(desk_answer(&bert, p->a, id, "x", &e), ERR_REFUSE, "anna(1000)");
	OK(desk_release(&anna, id, &e));
	FAILS(desk_release(&anna, id, &e), ERR_REFUSE, "is held");
	OK(desk_claim(&bert, id, &e));
	FAILS(desk_close(&bert, id, "", &e), ERR_REFUSE, "say why");
	OK(desk_close(&bert, id, "by telephone", &e));
	assert_int_equal(get(p, id).state, CASE_CLOSED);
	assert_string_equal(get(p, id).reason, "by telephone");
	FAILS(desk_claim(&anna, id, &e), ERR_REFUSE, "is closed");
	FAILS(desk_claim(&anna, 4711, &e), ERR_REFUSE, "no case 4711");
	FAILS(desk_note(&anna, 4711, "x", &e), ERR_REFUSE, "no case 4711");
	OK(audit_list(p->desk, p->a, id, 20, &audit, &n, &e));
	assert_int_equal(n, 6);
	assert_string_equal(audit[5].event, "case.close");
	assert_string_equal(audit[5].actor, "bert(1001)");
	assert_int_equal(audit[5].at_unix, NOW + 60);
}

static void
notes_are_kept(void **state)
{
	struct place *p = *state;
	struct desk d = desk_of(p, "anna(1000)");
	int64_t id = place_case(p, CASE_DO_HOLD);
	struct audit_row *audit = NULL;
	struct turn *list = NULL;
	size_t n = 0;

	OK(desk_note(&d, id, "asked the payer", &e));
	FAILS(desk_note(&d, id, " \n", &e), ERR_REFUSE, "empty");
	OK(turn_list(p->desk, p->a, id, &list, &n, &e));
	assert_int_equal(n, 1);
	assert_int_equal(list[0].kind, TURN_NOTE);
	assert_string_equal(list[0].text, "asked the payer");
	assert_string_equal(list[0].author, "anna(1000)");
	OK(audit_list(p->desk, p->a, id, 20, &audit, &n, &e));
	assert_string_equal(audit[n - 1].event, "case.note");
	assert_string_equal(audit[n - 1].detail, "");
}

static void
answer_reaches_the_thread(void **state)
{
	struct place *p = *state;
	struct desk d = desk_of(p, "bert(1001)");
	int64_t id = place_case(p, CASE_DO_HOLD), found = 0, turn = 0;
	unsigned char key[STORE_KEY_BYTES];
	struct outbox_row row;
	struct case_row found_row;
	struct turn *list = NULL;
	char want[200];
	size_t n = 0;

	question_add(p, id, "May we bill this twice?");
	OK(desk_claim(&d, id, &e));
	OK(desk_answer(&d, p->a, id, "Once a day only.\nSee the table.", &e));
	assert_int_equal(get(p, id).state, CASE_ANSWERED);
	assert_string_equal(get(p, id).holder, "");
	row = sent(p);
	assert_string_equal(row.to, "anna@clinic.example");
	assert_string_equal(row.mail_from, "");
	OK(store_key(p->desk, key, &e));
	assert_true(robot_message_id_check(
	    row.message_id, key, sizeof(key), &found, &turn));
	assert_int_equal(found, id);
	OK(turn_list(p->desk, p->a, id, &list, &n, &e));
	assert_int_equal(n, 2);
	assert_int_equal(list[1].kind, TURN_CODER);
	assert_int_equal(turn, -list[1].id);
	assert_non_null(strstr(field(p, &row, "To"), "<anna@clinic.example>"));
	assert_string_equal(
	    field(p, &row, "In-Reply-To"), "<m1@clinic.example>");
	assert_string_equal(field(p, &row, "References"),
	    "<m0@clinic.example> <m1@clinic.example>");
	snprintf(want, sizeof(want), "Re: a question [%s]", get(p, id).token);
	assert_string_equal(field(p, &row, "Subject"), want);
	snprintf(want, sizeof(want), "consult+%s@us.example", get(p, id).token);
	assert_non_null(strstr(field(p, &row, "Reply-To"), want));
	assert_null(field(p, &row, "Auto-Submitted"));
	assert_string_equal(
	    field(p, &row, "X-Consultd-Loop"), case_token(p->a, key, 0));
	assert_true(holds(&row, "Once a day only."));
	assert_false(holds(&row, "May we bill this twice?"));
	assert_true(holds(&row, "A notice."));
	assert_false(holds(&row, "A copyright line."));
	assert_false(holds(&row, "bert"));
	OK(case_by_reply(p->worker, p->a, row.message_id, &found_row, &e) - 1);
	assert_int_equal(found_row.id, id);
}

static void
no_token_is_relayed(void **state)
{
	struct place *p = *state;
	struct desk d = desk_of(p, "bert(1001)");
	int64_t id = place_case(p, CASE_DO_HOLD);
	struct outbox_row row;
	struct turn *list = NULL;
	size_t n = 0;

	question_add(p, id, "as in [" TOKEN "]: twice?");
	OK(desk_answer(&d, p->a, id,
	    "See Re: other [" TOKEN "] of consult+" TOKEN
	    "@us.example, code 33954.",
	    &e));
	row = sent(p);
	assert_false(holds(&row, "abcdefghijk2"));
	assert_true(holds(&row, "See Re: other of consult@us.example"));
	assert_true(holds(&row, "A copyright line."));
	OK(turn_list(p->desk, p->a, id, &list, &n, &e));
	assert_null(strstr(list[1].text, "abcdefghijk2"));
}

static void
settings_are_followed(void **state)
{
	struct place *p = *state;
	struct desk d = desk_of(p, "bert(1001)");
	struct settings other = settings;
	struct outbox_row row;

	other.consult_plus_addresses = false;
	other.smtp_return_path = (char *)"address";
	d.settings = &other;
	OK(desk_answer(&d, p->a, place_case(p, CASE_DO_HOLD), "Yes.", &e));
	row = sent(p);
	assert_string_equal(row.mail_from, "consult@us.example");
	assert_null(field(p, &row, "Reply-To"));
}

/* What fails leaves no turn, no reply and no move behind. */
static void
failed_answer_leaves_nothing(void **state)
{
	struct place *p = *state;
	struct desk d = desk_of(p, "bert(1001)");
	int64_t id = place_case(p, CASE_DO_HOLD);
	int64_t counts[OUTBOX_STATE_COUNT];
	struct arena *small = arena_new(3000);
	struct turn *list = NULL;
	char *big = calloc(1, LIMIT_TEXT_BYTES + 2);
	size_t n = 0;

	memset(big, 'x', LIMIT_TEXT_BYTES + 1);
	FAILS(desk_answer(&d, p->a, id, "", &e), ERR_REFUSE, "empty");
	FAILS(desk_answer(&d, p->a, id, " \n\t", &e), ERR_REFUSE, "empty");
	FAILS(
	    desk_answer(&d, p->a, id, "[" TOKEN "]", &e), ERR_REFUSE, "empty");
	FAILS(desk_answer(&d, p->a, id, big, &e), ERR_REFUSE, "too long");
	FAILS(desk_answer(&d, small, id, "Yes.", &e), ERR_REFUSE, "");
	FAILS(desk_answer(&d, p->a, 4711, "x", &e), ERR_REFUSE, "no case");
	assert_int_equal(get(p, id).state, CASE_HELD);
	OK(outbox_counts(p->desk, counts, &e));
	assert_int_equal(counts[OUTBOX_QUEUED], 0);
	OK(turn_list(p->desk, p->a, id, &list, &n, &e));
	assert_int_equal(n, 0);
	free(big);
	arena_free(small);
}

/* A mail that nobody could read has no asker: nothing is sent anywhere. */
static void
no_asker_no_answer(void **state)
{
	static const char *const bad[] = { "", "anna", "a@b\r\nBcc: c@d" };
	struct place *p = *state;
	struct desk d = desk_of(p, "bert(1001)");
	enum case_state to;
	size_t i;

	for (i = 0; i < 3; i++) {
		struct case_row row = { .id = place_mail(p),
			.state = CASE_NEW,
			.token = arena_printf(p->a, "C-%zu", i),
			.asker = bad[i],
			.opened_unix = NOW };

		OK(store_lock(p->worker, &e));
		OK(case_open(p->worker, &row, &e));
		OK(case_move(p->worker, row.id, CASE_DO_HOLD, "worker",
		    "failed", NOW, &to, &e));
		OK(store_commit(p->worker, &e));
		FAILS(desk_answer(&d, p->a, row.id, "Yes.", &e), ERR_REFUSE,
		    "no asker");
	}
}

static void
thread_is_cut_from_its_beginning(void **state)
{
	struct place *p = *state;
	struct desk d = desk_of(p, "bert(1001)");
	struct case_row row = get(p, place_case(p, CASE_DO_HOLD));
	struct outbox_row reply;
	char ids[4000] = "";
	const char *references, *s;
	int i, n = 0;

	for (i = 0; i < 70; i++)
		snprintf(ids + strlen(ids), sizeof(ids) - strlen(ids),
		    "id%d@clinic.example ", i);
	row.references = ids;
	row.last_id = "sha256-0123";
	OK(store_lock(p->worker, &e));
	OK(case_update(p->worker, &row, NOW, &e));
	OK(store_commit(p->worker, &e));
	OK(desk_answer(&d, p->a, row.id, "Yes.", &e));
	reply = sent(p);
	assert_null(field(p, &reply, "In-Reply-To"));
	references = field(p, &reply, "References");
	for (s = references; (s = strchr(s, '<')) != NULL; s++)
		n++;
	assert_true(n > 1 && n <= LIMIT_REFERENCES);
	assert_non_null(strstr(references, "<id69@clinic.example>"));
	assert_null(strstr(references, "<id19@clinic.example>"));
	assert_null(strstr(references, "sha256"));
}

static void
relayed_text(void **state)
{
	static const struct {
		const char *in, *out;
	} rows[] = {
		{ "plain", "plain" },
		{ "a " TOKEN " b", "a b" },
		{ "a [" TOKEN "] b", "a b" },
		{ "[c-ABCDEFGHIJK2]", "" },
		{ "x+" TOKEN "@y", "x@y" },
		{ "x+" TOKEN, "x+" },
		{ "xC-abcdefghijk2", "xC-abcdefghijk2" }, /* within a word */
		{ "C-abcdefghijk23", "C-abcdefghijk23" }, /* too long */
		{ "C-abcdefghij", "C-abcdefghij" },       /* too short */
		{ "C-abcdefghijl2", "C-abcdefghijl2" },   /* no such letter */
		{ "[" TOKEN " x", "[ x" },
		{ TOKEN TOKEN, TOKEN TOKEN },
		{ TOKEN "," TOKEN, "," },
		{ "", "" },
	};
	struct arena *a = arena_new(1 << 16);
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(relay_text(a, rows[i].in), rows[i].out);
	assert_true(relay_shows_cpt("33954"));
	assert_true(relay_shows_cpt("use 0001U."));
	assert_true(relay_shows_cpt("(3008F)"));
	assert_false(relay_shows_cpt("339541"));
	assert_false(relay_shows_cpt("x33954"));
	assert_false(relay_shows_cpt("1234 56"));
	assert_false(relay_shows_cpt("J1885 and 2026"));
	arena_free(a);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, place_make, place_remove)
	const struct CMUnitTest tests[] = {
		T(claim_release_close),
		T(notes_are_kept),
		T(answer_reaches_the_thread),
		T(no_token_is_relayed),
		T(settings_are_followed),
		T(failed_answer_leaves_nothing),
		T(no_asker_no_answer),
		T(thread_is_cut_from_its_beginning),
		cmocka_unit_test(relayed_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
