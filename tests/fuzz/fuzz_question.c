/* Text → codes, facts, questions → record → questions, with rules that have
 * every form of the tables. */
#include "buf.h"
#include "code.h"
#include "fuzz.h"
#include "question.h"
#include "utf8.h"

static struct question_rules *rules;

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	static const struct fact_row rows[] = {
		{ "age", "", "y", 365244, 0, "{N}-?(?:years?|yo|y/o)", 1 },
		{ "size", "", "cm", 1000, 0, "{N} ?cm", 2 },
		{ "count", "", "", 1000, 0, "{N} lesions", 3 },
		{ "approach", "open", "", 0, 0, "open(?:ly)?", 4 },
		{ "topic", "tube", "", 0, 0, "tubes?", 5 },
		{ "compare", "cue", "", 0, 5, "difference between", 6 },
		{ "choose", "cue", "", 0, 4, "which code", 7 },
		{ "explain", "cue", "", 0, 4, "what is", 8 },
		{ "human", "cue", "", 0, 9, "a person", 9 },
	};
	struct err e = { 0 };
	(void)argc;
	(void)argv;
	if (code_init(&e) != 0 ||
	    question_rules_new(
		rows, sizeof(rows) / sizeof(rows[0]), &rules, &e) != 0)
		abort();
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(FUZZ_ARENA);
	struct questions q = { 0 }, back = { 0 };
	struct err e = { 0 };
	struct buf record;
	const char *text = utf8_clean(a, (const char *)data, size, NULL);
	buf_init(&record, LIMIT_RECORD_BYTES);
	if (text && question_find_text(a, rules, "", text, &q, &e) == 0) {
		if (q.n == 0 || q.n > LIMIT_QUESTIONS)
			abort();
		questions_write(&q, &record);
		struct wire w = { .data = (const unsigned char *)record.data,
			.left = record.len };
		if (!record.full &&
		    (questions_read(&w, a, &back, &e) != 0 || back.n != q.n))
			abort();
	}
	buf_free(&record);
	arena_free(a);
	return 0;
}
