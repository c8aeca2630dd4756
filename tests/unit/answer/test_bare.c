/* Bare replies to asked facts, with the starter pack. Runs in the project's top
 * folder. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above. */
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "answer.h"
#include "starter.h"

static const struct talk {
	const char *first, *reply;
	const char *codes; /* of the joined case, "" where it asks on */
} talks[] = {
	{ "ECMO peripheral cannulation, percutaneous. Which code?", "5",
	    "33951" },
	{ "ECMO peripheral cannulation, percutaneous. Which code?", "6.",
	    "33952" },
	{ "Which code for nail debridement?", "7", "11721" },
	{ "Leg ulcer debrided to muscle. CPT?", "45", "11043 11046" },
	{ "excised a benign lesion from the back. Code?", "1.5", "11402" },
	{ "excised a benign lesion from the back. Code?", "15 mm", "11402" },
	{ "excised a benign lesion from the back. Code?", "2.1 cm.", "11403" },
	{ "Skin biopsy done, which code?", "Punch", "11104" },
	{ "CT of the head. code?", "No", "70450" },
	{ "knee x-ray, code?", "3", "73562" },
	/* two numbers are asked for: nobody knows which one this is */
	{ "Mohs surgery done, which code?", "2", "" },
	/* what is no answer stays none */
	{ "Which code for nail debridement?", "maybe", "" },
	{ "Which code for nail debridement?", "1e9", "" },
	/* a change that no table reads is not answered by the old answer */
	{ "Which code for laparoscopic cholecystectomy?", "what if open?", "" },
	{ "Intermediate repair of the scalp, 3 cm. Code?",
	    "What if it were complex?", "" },
	{ "Intermediate repair of the scalp, 3 cm. Code?",
	    "it was 8 cm actually", "12034" },
	{ "MRI of lumbar spine without contrast, which code?",
	    "what if with and without contrast?", "72158" },
	{ "New patient office visit, 50 minutes total. Which code?",
	    "sorry, I meant established", "99215" },
	/* one part of a claim alone would lose the other */
	{ "97110 for 20 minutes and 97140 for 15 min, how many units?",
	    "Sorry, 97140 was 25 minutes", "" },
	{ "Colonoscopy with snare removal of a polyp, which code?",
	    "and they also took a biopsy of another polyp", "" },
};

static void
talk_check(const struct talk *t)
{
	struct questions before, now, joined;
	struct answers all;
	struct err e = { 0 };
	char got[200] = "";
	arena_clear(pack.a);
	if (question_find_text(pack.a, pack.rules, "", t->first, &before, &e) !=
		0 ||
	    question_find_text(pack.a, pack.rules, "", t->reply, &now, &e) !=
		0 ||
	    answer_bare(pack.a, pack.lookup, &before, &now, TODAY, &now, &e) !=
		0 ||
	    question_join(pack.a, &before, &now, &joined, &e) != 0 ||
	    answer_all(pack.a, pack.lookup, &joined, TODAY, &all, &e) != 0 ||
	    answer_again(pack.a, pack.lookup, &before, &now, TODAY, &all, &e) !=
		0)
		fail_msg("%s: %s", t->first, e.text);
	for (size_t i = 0; i < all.item[0].line_n; i++) {
		size_t n = strlen(got);
		snprintf(got + n, sizeof(got) - n, "%s%s", n ? " " : "",
		    all.item[0].line[i].code);
	}
	if (strcmp(got, t->codes) != 0)
		fail_msg("%s / %s: \"%s\", not \"%s\"", t->first, t->reply, got,
		    t->codes);
}

static void
bare_replies_answer(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(talks) / sizeof(talks[0]); i++)
		talk_check(&talks[i]);
}

/* Kinds of the questions in a mail, joined by blanks. */
static const struct {
	const char *text, *kinds;
} several[] = {
	{ "What is the global period of 11750 and what is 20610?",
	    "global explain" },
	{ "Is 36415 bundled into 85025? And which product code for Shingrix?",
	    "pair vaccine" },
	{ "Is 36415 bundled into 85025? Also, who teaches our doctors?",
	    "pair unclear" },
	{ "What is the MUE of 20610 and what is its global period?",
	    "units global" },
	{ "Is 29881 bundled with 29880, and what is the global?",
	    "pair global" },
	{ "1) 99214 with G2211 ok? 2) who signs the form?",
	    "visit_rule unclear" },
	{ "Is 20610 bundled into 99213? Also, does it need a modifier?",
	    "pair" },
	{ "Is G2211 payable with 99214-25? Also what does CO-97 mean?",
	    "visit_rule denial" },
};

static void
questions_are_split(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(several) / sizeof(several[0]); i++) {
		struct questions q;
		struct err e = { 0 };
		char got[100] = "";
		arena_clear(pack.a);
		assert_int_equal(question_find_text(pack.a, pack.rules, "",
				     several[i].text, &q, &e),
		    0);
		for (size_t k = 0; k < q.n; k++) {
			size_t n = strlen(got);
			snprintf(got + n, sizeof(got) - n, "%s%s", n ? " " : "",
			    q.item[k].kind);
		}
		if (strcmp(got, several[i].kinds) != 0)
			fail_msg("%s: \"%s\"", several[i].text, got);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bare_replies_answer),
		cmocka_unit_test(questions_are_split),
	};
	return cmocka_run_group_tests(tests, pack_open, pack_close);
}
