/*
 * mail.c - what one mail costs from its bytes to the composed reply: parse,
 * find, answer, compose, each by the processor time of this thread, which
 * other programs of the machine do not change. No jail, no store: those are
 * jail.c and worker.c.
 *
 * usage: mail LOOKUP_DB TEMPLATES MAIL...
 */
#include "answer.h"
#include "arena.h"
#include "buf.h"
#include "clock.h"
#include "limit.h"
#include "lookup.h"
#include "message.h"
#include "question.h"
#include "reply.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ROUNDS  5 /* behind one that is not counted: caches, SQLite's plans */
#define SLOWEST 8
enum stage {
	PARSE,
	FIND,
	ANSWER,
	COMPOSE,
	STAGES
};

struct bench {
	struct lookup *lookup;
	struct template_set *templates;
	struct question_rules *rules;
	date today;
};
/* One mail, with what its slowest round took. */
struct cost {
	const char *name, *bytes;
	size_t len;
	long stage[STAGES], total; /* microseconds, of the slowest round */
};

static void
die(const char *name, const struct err *e)
{
	fprintf(stderr, "bench-mail: %s: %s\n", name, e->text);
	exit(1);
}

static long
cpu_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return t.tv_sec * 1000000L + t.tv_nsec / 1000;
}

static void
mail_run(struct bench *b, struct arena *a, const struct cost *mail,
    long stage[STAGES])
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
	struct message m;
	struct questions q;
	struct answers answers;
	struct reply reply;
	struct err e = { 0 };
	long at[STAGES + 1] = { cpu_us() };
	if (message_parse(a, mail->bytes, mail->len, &m, &e) != 0)
		die(mail->name, &e);
	at[FIND] = cpu_us();
	if (question_find(a, b->rules, &m, &q, &e) != 0)
		die(mail->name, &e);
	at[ANSWER] = cpu_us();
	if (answer_all(a, b->lookup, &q, b->today, &answers, &e) != 0)
		die(mail->name, &e);
	at[COMPOSE] = cpu_us();
	if (reply_answer(a, b->templates, &env, &answers, &reply, &e) != 0)
		die(mail->name, &e);
	at[STAGES] = cpu_us();
	for (int i = 0; i < STAGES; i++)
		stage[i] = at[i + 1] - at[i];
}

static void
mail_cost(struct bench *b, struct arena *a, struct cost *mail, long *all)
{
	for (int round = 0; round <= ROUNDS; round++) {
		long stage[STAGES], total = 0;
		mail_run(b, a, mail, stage);
		arena_clear(a);
		for (int i = 0; i < STAGES; i++)
			total += stage[i];
		if (round == 0)
			continue;
		all[round - 1] = total;
		if (total <= mail->total)
			continue;
		mail->total = total;
		memcpy(mail->stage, stage, sizeof(stage));
	}
}

static int
long_order(const void *a, const void *b)
{
	long x = *(const long *)a, y = *(const long *)b;
	return (x > y) - (x < y);
}

static int
cost_order(const void *a, const void *b)
{
	return long_order(
	    &((const struct cost *)b)->total, &((const struct cost *)a)->total);
}

static void
mail_load(struct arena *a, const char *path, struct cost *out)
{
	static char bytes[LIMIT_MAIL_BYTES];
	FILE *f = fopen(path, "rb");
	if (f == NULL) {
		perror(path);
		exit(1);
	}
	out->len = fread(bytes, 1, sizeof(bytes), f);
	fclose(f);
	const char *slash = strrchr(path, '/');
	out->name = slash ? slash + 1 : path;
	char *copy = arena_alloc(a, out->len + 1);
	if (copy == NULL) {
		fprintf(stderr, "bench-mail: the mails are too large\n");
		exit(1);
	}
	out->bytes = memcpy(copy, bytes, out->len);
}

static void
costs_say(struct cost *mail, size_t n, long *all)
{
	size_t runs = n * ROUNDS;
	qsort(all, runs, sizeof(*all), long_order);
	qsort(mail, n, sizeof(*mail), cost_order);
	printf("%zu mails, %d times each, CPU time from bytes to reply: "
	       "p50 %ld us, p99 %ld us, most %ld us\n",
	    n, ROUNDS, all[runs / 2], all[runs * 99 / 100], all[runs - 1]);
	printf("slowest                          all   parse    find  answer "
	       "compose (us)\n");
	for (size_t i = 0; i < n && i < SLOWEST; i++)
		printf("%-28.28s %7ld %7ld %7ld %7ld %7ld\n", mail[i].name,
		    mail[i].total, mail[i].stage[PARSE], mail[i].stage[FIND],
		    mail[i].stage[ANSWER], mail[i].stage[COMPOSE]);
}

int
main(int argc, char **argv)
{
	struct bench b = { .today = date_of_unix(1795000000, 0) };
	struct err e = { 0 };
	struct fact_row *rows = NULL;
	size_t rule_n = 0, n = argc > 3 ? (size_t)argc - 3 : 0;
	if (n == 0)
		return 64;
	struct arena *mails = arena_new(256u << 20);
	struct arena *a = arena_new(LIMIT_WORK_ARENA);
	struct cost *mail = calloc(n, sizeof(*mail));
	long *all = calloc(n * ROUNDS, sizeof(*all));
	message_init();
	if (mail == NULL || all == NULL ||
	    lookup_open(argv[1], &b.lookup, &e) != 0 ||
	    reply_load(argv[2], &b.templates, &e) != 0 ||
	    lookup_rules(b.lookup, mails, &rows, &rule_n, &e) != 0 ||
	    question_rules_new(rows, rule_n, &b.rules, &e) != 0)
		die("start", &e);
	for (size_t i = 0; i < n; i++)
		mail_load(mails, argv[i + 3], &mail[i]);
	for (size_t i = 0; i < n; i++)
		mail_cost(&b, a, &mail[i], all + i * ROUNDS);
	costs_say(mail, n, all);
	free(mail);
	free(all);
	question_rules_free(b.rules);
	lookup_close(b.lookup);
	template_set_free(b.templates);
	arena_free(a);
	arena_free(mails);
	return 0;
}
