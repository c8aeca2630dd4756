/* test_question.c - whole texts: how many questions, of which kind, with which
 * codes and facts; follow-ups; the record form. */
#include "code.h"
#include "limit.h"
#include "question.h"
#include "rows.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct question_rules *rules;

static int
setup(void **state)
{
	static struct rows all;
	struct err e = { 0 };
	(void)state;
	rows_load(&all, "data/facts");
	rows_load(&all, "data/cues");
	return question_rules_new(all.row, all.n, &rules, &e);
}

static int
teardown(void **state)
{
	(void)state;
	question_rules_free(rules);
	return 0;
}

static struct questions
ask(struct arena *a, const char *subject, const char *text)
{
	struct questions q;
	struct err e = { 0 };
	assert_int_equal(
	    question_find_text(a, rules, subject, text, &q, &e), 0);
	assert_true(q.n >= 1);
	return q;
}

/* "kind code code" of each question, joined by "; ". */
static const char *
kinds_text(struct arena *a, const struct questions *q)
{
	char *out = arena_strdup(a, "");
	char show[32];
	for (size_t i = 0; i < q->n; i++) {
		out = arena_printf(
		    a, "%s%s%s", out, i > 0 ? "; " : "", q->item[i].kind);
		for (size_t k = 0; k < q->item[i].code_n; k++)
			out = arena_printf(a, "%s %s", out,
			    code_show(&q->item[i].code[k], show));
	}
	return out;
}

static const struct mail {
	const char *subject, *text, *kinds;
} mails[] = {
	{ "", "33954", "explain 33954" },
	{ "", "33954?", "explain 33954" },
	{ "33954?", "", "explain 33954" },
	{ "Fwd: 33954?", "Hi,", "explain 33954" },
	{ "question", "CPT 33954 please", "explain 33954" },
	{ "", "What is 33954?", "explain 33954" },
	{ "", "can u explain 29880?", "explain 29880" },
	{ "", "What does modifier 25 mean?", "explain 25" },
	{ "", "Is 99201 still valid?", "history 99201" },
	{ "", "Somebody asks us what is code 33954 on the list",
	    "explain 33954" },
	{ "", "Does 20611 include the ultrasound?", "pair 20611" },
	{ "", "E11.6 is not valid, it says. What is wrong with it?",
	    "explain E11.6" },
	{ "", "What differs between 33953 and 33954?", "compare 33953 33954" },
	{ "", "What exactly is 33952, and how is it different from 33954?",
	    "compare 33952 33954" },
	{ "", "33953 vs 33954", "compare 33953 33954" },
	{ "", "33953 or 33954?", "compare 33953 33954" },
	{ "", "Difference between 20600, 20605 and 20610?",
	    "compare 20600 20605 20610" },
	{ "", "Explain the difference of 33951 through 33954",
	    "compare 33951-33954" },
	{ "", "Difference between POS 19 and POS 22", "place" },
	{ "ecmo",
	    "VA ECMO, percutaneous cannulas in the groin, 10 year old "
	    "girl. Codes?",
	    "choose" },
	{ "", "Est pt, moderate MDM. What level?", "level" },
	{ "", "lap gallbladder with intraop cholangiogram", "choose" },
	{ "", "12 AKs frozen today, which code?", "choose" },
	{ "", "Which code for the weather?", "choose" },
	{ "", "Percutaneous ECMO cannulas put in, she is 10. 33951 or 33952?",
	    "choose 33951 33952" },
	{ "", "Layered closure of a long cut on the forearm. 12031 or 12032?",
	    "choose 12031 12032" },
	{ "", "What E/M level can I bill? Established patient, 30 minutes.",
	    "level" },
	{ "", "can I bill 20610 with 99213?", "pair 20610 99213" },
	{ "", "Can 29877 go with 29881?", "pair 29877 29881" },
	{ "", "80048 was denied with 80053, what is the fix?",
	    "pair 80048 80053" },
	{ "", "11402 was done, when is the global over?", "global 11402" },
	{ "", "How many units of J0696?", "drug J0696" },
	{ "", "Code 99213 for the knee visit, which modifier?",
	    "modifier 99213" },
	{ "", "Which diagnosis pays for 82306?", "which_pays 82306" },
	{ "", "Please code the attached operative report.", "other" },
	{ "", "How are you?", "unclear" },
	{ "", "", "unclear" },
	{ "HUMAN", "", "human" },
	{ "", "HUMAN", "human" },
	{ "", "I want to talk to a person about 33954", "human 33954" },
	{ "", "I disagree, 33954 is wrong here", "human 33954" },
	{ "please route to a person", "What is 33954?", "human 33954" },
	{ "",
	    "33952 and 33956? And which code is it for removing cannulas, "
	    "open, in a 12 year old?",
	    "pair 33952 33956; choose" },
	{ "", "What is 33952? What is 99213?", "explain 33952; explain 99213" },
	{ "", "What is 33952? Is it open?", "explain 33952" },
	{ "", "Two questions:\n1) what is 33952?\n2) what is 99213?\nThanks",
	    "explain 33952; explain 99213" },
	{ "", "- what is 33952\n- what is 99213\n",
	    "explain 33952; explain 99213" },
	{ "", "1. Exposure by Dr. A\n2. Fusion by Dr. B\nwhat is 22558?",
	    "explain 22558" },
	{ "RE: 29827 question", "What is 43235?", "explain 43235" },
	{ "33954", "What is that code?", "explain 33954" },
	{ "",
	    "What is\xc2\xa0"
	    "33954?",
	    "explain 33954" },
};

static void
mails_are_read(void **state)
{
	int bad = 0;
	(void)state;
	for (size_t i = 0; i < sizeof(mails) / sizeof(mails[0]); i++) {
		struct arena *a = arena_new(4 << 20);
		struct questions q = ask(a, mails[i].subject, mails[i].text);
		const char *got = kinds_text(a, &q);
		if (strcmp(got, mails[i].kinds) != 0) {
			fprintf(stderr,
			    "\"%s\" \"%s\": expected \"%s\", got "
			    "\"%s\"\n",
			    mails[i].subject, mails[i].text, mails[i].kinds,
			    got);
			bad++;
		}
		assert_true(q.wants_human ==
			    (strncmp(mails[i].kinds, "human", 5) == 0));
		arena_free(a);
	}
	assert_int_equal(bad, 0);
}

static void
thanks_alone_ask_nothing(void **state)
{
	static const struct {
		const char *text;
		bool thanks;
		const char *subject; /* NULL: of a reply */
	} row[] = {
		{ "Thanks, Kim", false, "FEE 99214 NY" },
		{ "Thanks, Kim", false, "Is 43235 included in 43239?" },
		{ "Thanks, Kim", false, "[EXTERNAL] HELP" },
		{ "Thanks, Kim", false, "human please" },
		{ "Thanks, Kim", true, "Re: FEE 99214 NY" },
		{ "Thanks, Kim", true, "Thanks for 99213" },
		{ "Thanks!", true, NULL },
		{ "Perfect, thanks so much!", true, NULL },
		{ "Hi Bob,\nthat helps a lot. Have a great day!", true, NULL },
		{ "thank you very much for the quick reply\nAnna", true, NULL },
		{ "Thanks, and 33954?", false, NULL },
		{ "thanks. and what about if she were 4?", false, NULL },
		{ "Thanks, but I disagree.", false, NULL },
		{ "Hello team", false, NULL },
		{ "thanks but this does not answer what we asked you", false,
		    NULL },
		{ "", false, NULL },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		struct arena *a = arena_new(4 << 20);
		const char *subject = row[i].subject ? row[i].subject
						     : "Re: case";
		struct questions q = ask(a, subject, row[i].text);
		if (q.thanks != row[i].thanks)
			fail_msg("\"%s\"", row[i].text);
		arena_free(a);
	}
}

static void
facts_of_a_list_share_its_lead(void **state)
{
	struct arena *a = arena_new(4 << 20);
	struct questions q = ask(a, "",
	    "VA ECMO, 10 year old:\n"
	    "1) which code for putting in the cannulas percutaneously?\n"
	    "2) which code for removing the cannulas, open, age 11?\n");
	(void)state;
	assert_int_equal(q.n, 2);
	assert_int_equal(question_fact(&q.item[0], "age")->milli, 3652440);
	assert_int_equal(question_fact(&q.item[1], "age")->milli, 4017684);
	assert_string_equal(
	    question_fact(&q.item[1], "approach")->value, "open");
	assert_null(question_fact(&q.item[1], "count"));
	arena_free(a);
}

static void
conflicts_are_seen(void **state)
{
	struct arena *a = arena_new(4 << 20);
	struct questions q = ask(a, "",
	    "ECMO cannulas open and percutaneous, she is 4 years old (age 4). "
	    "Codes?");
	(void)state;
	assert_true(question_conflict(&q.item[0], "approach"));
	assert_false(question_conflict(&q.item[0], "age"));
	assert_false(question_conflict(&q.item[0], "nothing"));
	arena_free(a);
}

static void
dates_of_service(void **state)
{
	static const struct {
		const char *text;
		date service;
	} row[] = {
		{ "33954, DOS 3/14/2026", 20260314 },
		{ "33954 done on 3/14/26", 20260314 },
		{ "33954 on 3 February 2026", 20260203 },
		{ "surgery February 3rd, 2026: 33954", 20260203 },
		{ "service 2026-02-03: 33954", 20260203 },
		{ "33954 for DOS March 2026", 20260301 },
		{ "DOS 13/45/2026 33954", 0 },
		{ "DOB 03/14/1951, 33954", 0 },
		{ "born on 3/14/2020, 33954", 0 },
		{ "we are moving on 5/1/2026, 33954", 0 },
		{ "33954?", 0 },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		struct arena *a = arena_new(4 << 20);
		struct questions q = ask(a, "", row[i].text);
		if (q.item[0].service != row[i].service)
			fail_msg(
			    "\"%s\": %d", row[i].text, (int)q.item[0].service);
		arena_free(a);
	}
}

static struct questions
join(struct arena *a, const char *first, const char *second)
{
	struct questions before = ask(a, "", first), q;
	struct questions now = ask(a, "Re: a case", second);
	struct err e = { 0 };
	assert_int_equal(question_join(a, &before, &now, &q, &e), 0);
	return q;
}

static const char ecmo[] = "VA ECMO, percutaneous cannulas in the groin, 10 "
			   "year old girl. Codes?";

static void
a_changed_fact_replaces_the_old(void **state)
{
	struct arena *a = arena_new(4 << 20);
	struct questions q =
	    join(a, ecmo, "thanks. and what about if she were 4 years old?");
	(void)state;
	assert_int_equal(q.n, 1);
	assert_string_equal(q.item[0].kind, "choose");
	assert_int_equal(question_fact(&q.item[0], "age")->milli, 1460976);
	assert_false(question_conflict(&q.item[0], "age"));
	assert_string_equal(
	    question_fact(&q.item[0], "approach")->value, "percutaneous");
	assert_string_equal(
	    question_fact(&q.item[0], "topic")->value, "ecmo_cannula_in");
	arena_free(a);
}

static void
codes_stay_where_none_are_new(void **state)
{
	struct arena *a = arena_new(4 << 20);
	struct questions q = join(a,
	    "Percutaneous ECMO cannulas put in. 33951 or 33952?",
	    "she is 7 years old");
	(void)state;
	assert_string_equal(kinds_text(a, &q), "choose 33951 33952");
	assert_int_equal(question_fact(&q.item[0], "age")->milli, 2556708);
	q = join(a, ecmo, "And what is 99213?");
	assert_string_equal(kinds_text(a, &q), "explain 99213");
	assert_null(question_fact(&q.item[0], "age"));
	q = join(a, ecmo, "will they pay for it?");
	assert_string_equal(kinds_text(a, &q), "other");
	q = join(a, ecmo, "and then?");
	assert_string_equal(kinds_text(a, &q), "unclear");
	q = join(a, ecmo, "which modifier, she is 4?");
	assert_string_equal(kinds_text(a, &q), "modifier");
	q = join(a, ecmo, "I want to talk to a person");
	assert_true(q.wants_human);
	assert_string_equal(kinds_text(a, &q), "human");
	q = join(a, ecmo, "Thanks!");
	assert_true(q.thanks);
	arena_free(a);
}

static void
the_date_of_service_stays(void **state)
{
	struct arena *a = arena_new(4 << 20);
	struct questions q = join(a,
	    "VA ECMO cannulas put in percutaneously, DOS 3/14/2026. Code?",
	    "she is 4 years old");
	(void)state;
	assert_int_equal(q.item[0].service, 20260314);
	arena_free(a);
}

static void
same_question(const struct question *x, const struct question *y)
{
	assert_string_equal(x->kind, y->kind);
	assert_string_equal(x->text, y->text);
	assert_int_equal(x->service, y->service);
	assert_int_equal(x->code_n, y->code_n);
	for (size_t i = 0; i < x->code_n; i++) {
		char one[32], two[32];
		assert_string_equal(
		    code_show(&x->code[i], one), code_show(&y->code[i], two));
		assert_int_equal(x->code[i].units, y->code[i].units);
		assert_int_equal(x->code[i].start, y->code[i].start);
		assert_int_equal(x->code[i].repaired, y->code[i].repaired);
	}
	assert_int_equal(x->fact_n, y->fact_n);
	for (size_t i = 0; i < x->fact_n; i++) {
		assert_string_equal(x->fact[i].name, y->fact[i].name);
		assert_string_equal(x->fact[i].value, y->fact[i].value);
		assert_int_equal(x->fact[i].milli, y->fact[i].milli);
	}
}

static void
records_come_back(void **state)
{
	struct arena *a = arena_new(32 << 20);
	struct buf b;
	(void)state;
	buf_init(&b, LIMIT_RECORD_BYTES);
	for (size_t i = 0; i < sizeof(mails) / sizeof(mails[0]); i++) {
		struct questions q = ask(a, mails[i].subject, mails[i].text);
		struct questions back;
		struct err e = { 0 };
		buf_clear(&b);
		questions_write(&q, &b);
		assert_false(b.full);
		struct wire w = { .data = (unsigned char *)b.data,
			.left = b.len };
		assert_int_equal(questions_read(&w, a, &back, &e), 0);
		assert_int_equal(q.n, back.n);
		assert_int_equal(q.wants_human, back.wants_human);
		assert_int_equal(q.thanks, back.thanks);
		for (size_t k = 0; k < q.n; k++)
			same_question(&q.item[k], &back.item[k]);
	}
	buf_free(&b);
	arena_free(a);
}

static int
read_bytes(struct arena *a, const void *p, size_t n)
{
	struct questions q = { .n = 99 };
	struct err e = { 0 };
	struct wire w = { .data = p, .left = n };
	int result = questions_read(&w, a, &q, &e);
	assert_true(result == 0 || (e.kind == ERR_REFUSE && q.n == 99));
	return result;
}

static void
lying_records_are_refused(void **state)
{
	struct arena *a = arena_new(64 << 20);
	struct questions q = ask(a, "", "99213-25 x2, DOS 3/14/2026, age 4?");
	struct buf b;
	(void)state;
	buf_init(&b, LIMIT_RECORD_BYTES);
	assert_int_equal(read_bytes(a, "", 0), -1);
	struct code *c = &q.item[0].code[0];
	struct code good = *c;
	const struct code lies[] = {
		{ .system = CODE_CPT, .text = "9921", .units = 1 },
		{ .system = CODE_CPT, .text = "J3301", .units = 1 },
		{ .system = CODE_HCPCS, .text = "99213", .units = 1 },
		{ .system = CODE_CPT, .text = "99213", .units = 0 },
		{ .system = CODE_CPT, .text = "99213", .units = 10000 },
		{ .system = CODE_CPT, .text = "9921\n", .units = 1 },
		{ .system = CODE_CPT,
		    .text = "99213",
		    .modifier = { "ZQ" },
		    .modifiers = 1,
		    .units = 1 },
		{ .system = CODE_MODIFIER, .text = "ZQ", .units = 1 },
		{ .system = CODE_ICD10CM, .text = "E1<b>", .units = 1 },
		{ .system = CODE_CPT, .text = "99213", .end = "x", .units = 1 },
		{ .system = CODE_SYSTEM_COUNT, .text = "99213", .units = 1 },
	};
	for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
		*c = lies[i];
		buf_clear(&b);
		questions_write(&q, &b);
		if (read_bytes(a, b.data, b.len) == 0)
			fail_msg("lie %zu was believed", i);
	}
	*c = good;
	q.item[0].service = 20260230;
	buf_clear(&b);
	questions_write(&q, &b);
	assert_int_equal(read_bytes(a, b.data, b.len), -1);
	q.item[0].service = 0;
	q.item[0].kind = "Choose\n";
	buf_clear(&b);
	questions_write(&q, &b);
	assert_int_equal(read_bytes(a, b.data, b.len), -1);
	buf_free(&b);
	arena_free(a);
}

static void
damaged_records_do_no_harm(void **state)
{
	struct arena *a = arena_new(8 << 20);
	struct questions q = ask(a, "", mails[40].text);
	struct buf b;
	(void)state;
	buf_init(&b, LIMIT_RECORD_BYTES);
	questions_write(&q, &b);
	for (size_t i = 0; i < b.len; i++) {
		struct arena *inner = arena_new(4 << 20);
		read_bytes(inner, b.data, i);
		arena_clear(inner);
		for (int bit = 0; bit < 8; bit++) {
			b.data[i] = (char)(b.data[i] ^ (1 << bit));
			read_bytes(inner, b.data, b.len);
			arena_clear(inner);
			b.data[i] = (char)(b.data[i] ^ (1 << bit));
		}
		arena_free(inner);
	}
	buf_free(&b);
	arena_free(a);
}

static void
random_bytes_do_no_harm(void **state)
{
	static const char *const piece[] = { "99213", "? ", " or ", "\n1) ",
		"ECMO cannulas ", "not ", "open ", "percutaneous ", "4 y/o ",
		"thanks ", "DOS 3/14/2026 ", ". ", "difference ", "\xc2\xa0",
		"history of ", "\xff", "20 sq cm ", "hernia ", "- " };
	unsigned seed = 11;
	(void)state;
	for (int round = 0; round < 400; round++) {
		struct arena *a = arena_new(4 << 20);
		char text[600];
		size_t n = 0;
		while (n < 500) {
			seed = seed * 1664525u + 1013904223u;
			unsigned r = seed >> 16;
			const char *p =
			    piece[r % (sizeof(piece) / sizeof(piece[0]))];
			if (r % 7 == 0) {
				text[n++] = (char)(1 + r / 8 % 255);
				continue;
			}
			memcpy(text + n, p, strlen(p));
			n += strlen(p);
		}
		text[n] = '\0';
		ask(a, "Re: 33954", text);
		arena_free(a);
	}
}

static void
a_huge_text_is_read_within_bounds(void **state)
{
	struct arena *a = arena_new(64 << 20);
	size_t n = LIMIT_TEXT_BYTES;
	char *text = malloc(n + 1);
	(void)state;
	for (size_t i = 0; i < n; i++)
		text[i] = "1) 99213? open hernia 4 y/o\n"[i % 28];
	text[n] = '\0';
	struct questions q = ask(a, "", text);
	assert_true(q.n <= LIMIT_QUESTIONS);
	for (size_t i = 0; i < q.n; i++) {
		assert_true(q.item[i].code_n <= LIMIT_CODES);
		assert_true(q.item[i].fact_n <= LIMIT_FACTS);
	}
	free(text);
	arena_free(a);
}

static void
no_memory_is_refused(void **state)
{
	struct err e = { 0 };
	struct questions q = { .n = 99 };
	(void)state;
	for (size_t limit = 16; limit < 60000; limit = limit * 3 / 2) {
		struct arena *a = arena_new(limit);
		if (question_find_text(
			a, rules, "", "What is 33954? 4 y/o", &q, &e) != 0) {
			assert_int_equal(e.kind, ERR_REFUSE);
			assert_int_equal(q.n, 99);
		} else {
			q.n = 99;
		}
		arena_free(a);
	}
}

/* A sentence sent again, by a client or by hand, is asked once. */
static void
test_repeated(void **state)
{
	static const char *const texts[] = {
		"Can 20610 be billed with 99213? Can 20610 be billed with "
		"99213? can  20610 be billed with 99213?",
		"1. Can 20610 be billed with 99213?\n2. Can 20610 be billed "
		"with 99213?",
		"Can 20610 be billed with 99213?\n\nCan 20610 be billed with "
		"99213?!",
	};
	struct arena *a = arena_new(1u << 20);
	struct questions q;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		q = ask(a, "", texts[i]);
		assert_int_equal(q.n, 1);
		assert_int_equal(q.item[0].code_n, 2);
	}
	q = ask(a, "", "What is 20610? What is 99213? What is 20610?");
	assert_int_equal(q.n, 2);
	/* The same words about another matter are another question. */
	q = ask(a, "",
	    "Knee: can 20610 go with 99213? Wound: can 11042 go with "
	    "99213?");
	assert_int_equal(q.n, 2);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_repeated),
		cmocka_unit_test(mails_are_read),
		cmocka_unit_test(thanks_alone_ask_nothing),
		cmocka_unit_test(facts_of_a_list_share_its_lead),
		cmocka_unit_test(conflicts_are_seen),
		cmocka_unit_test(dates_of_service),
		cmocka_unit_test(a_changed_fact_replaces_the_old),
		cmocka_unit_test(codes_stay_where_none_are_new),
		cmocka_unit_test(the_date_of_service_stays),
		cmocka_unit_test(records_come_back),
		cmocka_unit_test(lying_records_are_refused),
		cmocka_unit_test(damaged_records_do_no_harm),
		cmocka_unit_test(random_bytes_do_no_harm),
		cmocka_unit_test(a_huge_text_is_read_within_bounds),
		cmocka_unit_test(no_memory_is_refused),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
