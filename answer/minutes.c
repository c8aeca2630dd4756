/* minutes.c - the stretches of time that a mail tells come in; the minutes that
 * count for a visit's level go out. */
#include "minutes.h"
#include "told.h"
#include <string.h>

static bool
stretch_counts(const struct question *q, const struct stretch *s)
{
	for (size_t i = 0; i < q->fact_n; i++) {
		const struct fact *f = &q->fact[i];
		if (strcmp(f->name, "minutes_not") == 0 && f->start < s->end &&
		    s->start < f->start + f->len)
			return false;
	}
	return true;
}

/* The stretch that was called the total; NULL where none was, or several. */
static const struct stretch *
total_of(const struct question *q, const struct stretch *s, size_t n)
{
	const struct stretch *total = NULL;
	for (size_t i = 0; i < n; i++) {
		bool named = false;
		for (size_t k = 0; k < q->fact_n; k++) {
			const struct fact *f = &q->fact[k];
			named |= strcmp(f->name, "minutes_total") == 0 &&
				 f->start < s[i].end &&
				 s[i].start < f->start + f->len;
		}
		if (named && total != NULL && total->low != s[i].low)
			return NULL;
		if (named)
			total = &s[i];
	}
	return total;
}

/* Minutes of staff and of other days that a total holds; 0 where none. */
static int64_t
minutes_of_others(const struct question *q)
{
	int64_t sum = 0;
	size_t at = SIZE_MAX;
	for (size_t i = 0; i < q->fact_n; i++) {
		const struct fact *f = &q->fact[i];
		if (strcmp(f->name, "minutes_not") != 0 || f->start == at)
			continue;
		at = f->start;
		sum += f->milli;
	}
	return sum;
}

/* "10:05 to 10:41" of a visit that is leveled by time: two clock times, and no
 * other minutes. */
static void
clocks_take(const struct question *q, struct visit_minutes *v)
{
	int64_t at[2];
	size_t n = 0;
	if (!told_is(q, "level_by", "time"))
		return;
	for (size_t i = 0; i < q->fact_n; i++) {
		if (strcmp(q->fact[i].name, "clock_hour") != 0)
			continue;
		if (n == 2)
			return;
		at[n++] = told_clock(q, &q->fact[i]);
	}
	if (n < 2)
		return;
	v->told = true;
	v->low = v->high = told_clock_run(at[0], at[1]) * 1000;
}

/* The minutes of the date: a total that was named, the only stretch, or the
 * sum of parts that were said to be of that date. */
void
visit_minutes(const struct question *q, struct visit_minutes *v)
{
	struct stretch s[STRETCH_MAX];
	size_t n = told_stretches(q, "minutes", s, STRETCH_MAX), parts = 0;
	bool within = told_is(q, "minutes_part", "yes");
	const struct stretch *total = total_of(q, s, n);
	int64_t others = minutes_of_others(q);
	if (total != NULL && within && others > 0 && others < total->low &&
	    n <= 2) {
		v->told = true;
		v->low = total->low - others;
		v->high = total->high - others;
		return;
	}
	if (question_fact(q, "minutes_bare") != NULL) {
		v->open = n > 0;
		return;
	}
	if (total != NULL && !(within && n > 1)) {
		v->told = true;
		v->low = total->low;
		v->high = total->high;
		return;
	}
	if (n == 0) {
		clocks_take(q, v);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		if (!stretch_counts(q, &s[i]))
			continue;
		v->low += s[i].low;
		v->high += s[i].high;
		parts++;
	}
	v->told =
	    n == 1 ||
	    (!within && (parts == 1 ||
			    (parts > 1 && told_is(q, "minutes_sum", "yes"))));
	v->open = n > 0 && !v->told;
}
