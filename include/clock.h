/* clock.h - time, and civil dates as the code sets use them. */
#ifndef CLOCK_H
#define CLOCK_H

#include <stdint.h>

/* A civil date as yyyymmdd, such as 20261122; 0 means "not known". The
 * lookup database has the same form; 99991231 stands for "open end". */
typedef int32_t date;
#define DATE_OPEN 99991231

/* clock_now_unix - seconds since 1970, UTC. CONSULTD_NOW in the environment
 * (such seconds) takes its place in test builds only. */
int64_t clock_now_unix(void);
/* clock_mono_ms - milliseconds of a clock that never goes back. */
int64_t clock_mono_ms(void);

/* date_of_unix - the date at that moment in UTC plus offset_s seconds; here and
 * below, moments outside the years 1 to 9999 count as the nearest within. */
date date_of_unix(int64_t unix_s, int offset_s);
/* date_parse - "2026-11-22" or "20261122"; 0 where it is no real date. */
date date_parse(const char *s);
/* date_make - 0 where the three are no real date (30 February). */
date date_make(int year, int month, int day);
/* date_add - days later (or earlier); 0 and DATE_OPEN stay, past the year 9999
 * is DATE_OPEN, before the year 1 is 0. date_days - from a to b, in days; 0
 * where one of them is no real date. */
date date_add(date d, int days);
int date_days(date a, date b);
/* date_text - "2026-11-22" into out[11]; "" for 0, "open" for DATE_OPEN. */
const char *date_text(date d, char out[11]);
/* clock_rfc5322 - "Sun, 22 Nov 2026 08:30:00 +0000" into out[32]. */
const char *clock_rfc5322(int64_t unix_s, char out[32]);
/* clock_rfc3339 - "2026-11-22T08:30:00Z" into out[21]. */
const char *clock_rfc3339(int64_t unix_s, char out[21]);

#endif
