/* What articles of the coverage database say, for all contractors, one state or
 * one contractor. All is invented. */
#include "../lookup/coverage.h"

#include "answer.h"

static const char *
said(struct place *p, const char *const *words, const char *text)
{
	struct code code[] = {
		{ .system = CODE_CPT, .text = "9001T", .units = 1 },
		{ .system = CODE_ICD10CM, .text = "U901", .units = 1 }
	};
	struct fact fact[2];
	struct question q = { .kind = "coverage",
		.text = text,
		.code = code,
		.code_n = text[0] == '\0' ? 2 : 0,
		.fact = fact };
	struct questions all = { .item = &q, .n = 1 };
	struct lookup *l = place_open(p);
	struct answers out;

	for (; words[2 * q.fact_n] != NULL; q.fact_n++)
		fact[q.fact_n] = (struct fact){ .name = words[2 * q.fact_n],
			.value = words[2 * q.fact_n + 1],
			.milli = INT64_MIN };
	if (answer_all(p->a, l, &all, 20260801, &out, &p->e))
		fail_msg("%s", p->e.text);
	lookup_close(l);
	return arena_printf(
	    p->a, "%s|%s", outcome_name(out.outcome), out.item[0].headline);
}

static void
says(struct place *p, const char *const *words, const char *text,
    const char *what)
{
	const char *s = said(p, words, text);

	if (strstr(s, what) == NULL)
		fail_msg("'%s' lacks '%s'", s, what);
}

static void
articles_by_state_and_contractor(void **state)
{
	static const char *const all[] = { NULL },
				 *const ny[] = { "locality", "NY", NULL },
				 *const tx[] = { "locality", "TX", NULL },
				 *const cgs[] = { "contractor", "cgs", NULL };
	struct place p;

	(void)state;
	place_start(&p);
	file_import(&p, export_make(&p));
	file_import(&p, file_make(&p, "ncd_trkg.csv", NCD));
	says(&p, all, "",
	    "answered|Yes: U90.1 is on the list of diagnoses "
	    "that support 9001T.");
	says(&p, ny, "", "that support 9001T in NY.");
	says(&p, tx, "", "held|No billing article in TX that is loaded");
	says(&p, cgs, "", "held|No billing article of CGS that is loaded");
	says(&p, all, "What is NCD 990.1?",
	    "answered|990.1, \"Made up\", is in force on that day.");
	says(&p, all, "NCD 990.2?", "but retired.");
	says(&p, all, "NCD 990.10?", "held|The coverage database that is");
	place_end(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(articles_by_state_and_contractor),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
