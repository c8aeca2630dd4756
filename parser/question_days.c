/* The days that a mail names become facts: text and its facts come in, the same
 * facts with "date" and "days_after" go out. */
#include "question_days.h"
#include "limit.h"
#include "service.h"
#include <stdlib.h>
#include <string.h>

#define DATES_MAX 12 /* of one mail that are facts */

static int
fact_order(const void *a, const void *b)
{
	const struct fact *x = a, *y = b;
	return x->start < y->start ? -1 : x->start > y->start;
}

static int
fact_add(struct arena *a, const char *name, const char *value, int64_t number,
    const struct dated *at, struct fact **fact, size_t *n, struct err *e)
{
	if (*n >= LIMIT_FACTS)
		return 0;
	struct fact *f = arena_array(a, *n + 1, sizeof(*f));
	if (f == NULL || value == NULL)
		return err_set(e, ERR_REFUSE, "question", 0,
		    "no memory left for the days of this mail");
	if (*n > 0)
		memcpy(f, *fact, *n * sizeof(*f));
	f[(*n)++] = (struct fact){ .name = name,
		.value = value,
		.milli = number * 1000,
		.start = at->start,
		.len = at->len };
	qsort(f, *n, sizeof(*f), fact_order);
	*fact = f;
	return 0;
}

static bool
facts_have(const struct fact *fact, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(fact[i].name, name) == 0)
			return true;
	}
	return false;
}

int
days_facts(struct arena *a, const char *text, size_t n, struct fact **fact,
    size_t *fact_n, struct err *e)
{
	struct dated day[DATES_MAX], second;
	char shown[11];
	size_t days = service_dates(text, n, day, DATES_MAX);
	for (size_t i = 0; i < days; i++) {
		const char *value =
		    arena_strdup(a, date_text(day[i].day, shown));
		if (fact_add(a, "date", value, (int64_t)day[i].day, &day[i],
			fact, fact_n, e) != 0)
			return -1;
	}
	if (days > 0 || facts_have(*fact, *fact_n, "days_after"))
		return 0;
	int gap = service_gap(text, n, &second);
	return gap == 0
		   ? 0
		   : fact_add(a, "days_after", arena_printf(a, "%d d", gap),
			 gap, &second, fact, fact_n, e);
}
