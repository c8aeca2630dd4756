/*
 * answer.c - how many questions a second are answered from lookup.db, and how
 * many replies a second are composed of the answers, on one core. The
 * questions are read once, beforehand.
 *
 * usage: answer LOOKUP_DB TEMPLATES SECONDS
 */
#include "answer.h"
#include "arena.h"
#include "clock.h"
#include "limit.h"
#include "lookup.h"
#include "question.h"
#include "reply.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const asked[] = {
	"What is 33954?",
	"What is the difference between 33953 and 33954?",
	"ECMO, percutaneous femoral cannulas, 10 year old. Which code?",
	"ECMO, percutaneous femoral cannulas. Which code?",
	"Our contract pays standby apart. Who signs the note?",
};
#define ASKED (sizeof(asked) / sizeof(*asked))

struct bench {
	struct lookup *lookup;
	struct template_set *templates;
	struct questions questions[ASKED];
	date today;
};

static void
die(const struct err *e)
{
	fprintf(stderr, "bench-answer: %s\n", e->text);
	exit(1);
}

static void
asked_read(struct bench *b, struct arena *a)
{
	struct fact_row *rows = NULL;
	struct question_rules *rules = NULL;
	struct err e = { 0 };
	size_t n = 0;
	if (lookup_rules(b->lookup, a, &rows, &n, &e) != 0 ||
	    question_rules_new(rows, n, &rules, &e) != 0)
		die(&e);
	for (size_t i = 0; i < ASKED; i++) {
		if (question_find_text(
			a, rules, "", asked[i], &b->questions[i], &e) != 0)
			die(&e);
	}
	question_rules_free(rules);
}

static void
one(struct bench *b, struct arena *a, size_t i, bool compose)
{
	struct reply_envelope env = { .from_name = "Coding Consult",
		.from = "consult@consult.test",
		.return_path = "",
		.to = "ann@askers.test",
		.to_name = "Ann",
		.subject = "a question",
		.message_id = "consultd.1@consult.test",
		.loop = "bench",
		.automatic = true,
		.now_unix = 1795000000,
		.notice = "This is coding information.",
		.copyright = "CPT is a trademark." };
	struct answers answers;
	struct reply reply;
	struct err e = { 0 };
	if (answer_all(a, b->lookup, &b->questions[i % ASKED], b->today,
		&answers, &e) != 0 ||
	    (compose &&
		reply_answer(a, b->templates, &env, &answers, &reply, &e) != 0))
		die(&e);
}

static double
rate(struct bench *b, bool compose, long seconds)
{
	struct arena *a = arena_new(LIMIT_WORK_ARENA);
	int64_t from = clock_mono_ms(), end = from + seconds * 1000, now;
	size_t n = 0;
	do {
		for (int i = 0; i < 20; i++, n++) {
			one(b, a, n, compose);
			arena_clear(a);
		}
		now = clock_mono_ms();
	} while (now < end);
	arena_free(a);
	return (double)n * 1000 / (double)(now - from);
}

int
main(int argc, char **argv)
{
	struct bench b = { 0 };
	struct err e = { 0 };
	if (argc != 4)
		return 64;
	struct arena *a = arena_new(64u << 20);
	b.today = date_of_unix(1795000000, 0);
	if (lookup_open(argv[1], &b.lookup, &e) != 0 ||
	    reply_load(argv[2], &b.templates, &e) != 0)
		die(&e);
	asked_read(&b, a);
	double answers = rate(&b, false, strtol(argv[3], NULL, 10));
	double both = rate(&b, true, strtol(argv[3], NULL, 10));
	printf("answers/s %.0f, replies composed/s %.0f (both %.0f)\n", answers,
	    1 / (1 / both - 1 / answers), both);
	lookup_close(b.lookup);
	template_set_free(b.templates);
	arena_free(a);
	return 0;
}
