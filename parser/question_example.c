/* question_example.c - one row of facts or cues and a phrase come in; whether
 * the row finds anything there goes out. */
#include "fact.h"
#include <string.h>

int
question_row_finds(struct arena *a, const struct fact_row *row,
    const char *phrase, struct err *e)
{
	struct question_rules *one = NULL;
	int score[CUE_COUNT] = { 0 };
	struct fact *f = NULL;
	size_t length = strlen(phrase), n = 0, found = 0;
	int rc = question_rules_new(row, 1, &one, e);

	if (rc == 0 && row->weight > 0)
		cue_score(one, phrase, length, score);
	else if (rc == 0)
		rc = fact_find(a, one, phrase, length, &f, &n, e);
	/* levels of the spine are facts of no row */
	for (size_t i = 0; rc == 0 && i < n; i++)
		found += strcmp(f[i].name, row->name) == 0;
	for (int k = 0; k < CUE_COUNT; k++)
		found += score[k] > 0;
	question_rules_free(one);
	return rc == 0 ? found > 0 : -1;
}
