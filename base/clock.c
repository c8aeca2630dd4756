/* clock - the time now, and civil dates (proleptic Gregorian calendar): takes
 * seconds and digits, gives dates as yyyymmdd and the texts of RFC 5322 and
 * RFC 3339. Knows no locale and no time zone. */
#include "clock.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define DAY_S    86400
#define YEAR_MIN 1
#define YEAR_MAX 9999
/* Days from 0001-01-01 to 1970-01-01, and to 9999-12-31. */
#define DAY_EPOCH 719162
#define DAY_LAST  3652058

int64_t
clock_now_unix(void)
{
	struct timespec now;
#ifdef TEST_BUILD
	const char *fixed = getenv("CONSULTD_NOW");

	if (fixed && *fixed)
		return strtoll(fixed, NULL, 10);
#endif
	clock_gettime(CLOCK_REALTIME, &now);
	return now.tv_sec;
}

int64_t
clock_mono_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static bool
is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int
month_days(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
		31 };

	return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

date
date_make(int year, int month, int day)
{
	if (year < YEAR_MIN || year > YEAR_MAX || month < 1 || month > 12 ||
	    day < 1 || day > month_days(year, month))
		return 0;
	return (date)(year * 10000 + month * 100 + day);
}

/* Days from 0001-01-01 to the first of January of the year. */
static int
year_start(int year)
{
	int y = year - 1;

	return y * 365 + y / 4 - y / 100 + y / 400;
}

static int
day_of_date(date d)
{
	int year = d / 10000, month = d / 100 % 100, m;
	int day = year_start(year) + d % 100 - 1;

	for (m = 1; m < month; m++)
		day += month_days(year, m);
	return day;
}

static date
date_of_day(int day)
{
	int year = day / 366 + 1, month = 1;

	while (year < YEAR_MAX && year_start(year + 1) <= day)
		year++;
	day -= year_start(year);
	while (day >= month_days(year, month))
		day -= month_days(year, month++);
	return date_make(year, month, day + 1);
}

/* Keep d only where it is a date: what comes from a database may not be. */
static date
date_real(date d)
{
	return d > 0 ? date_make(d / 10000, d / 100 % 100, d % 100) : 0;
}

/* Cut moment + offset into a day (counted from 0001-01-01, within the years
 * 1 to 9999) and the second of that day. */
static int
day_of_unix(int64_t unix_s, int offset_s, int *second_out)
{
	const int64_t least = -(int64_t)DAY_EPOCH * DAY_S;
	const int64_t most = (int64_t)(DAY_LAST - DAY_EPOCH + 1) * DAY_S - 1;
	int64_t s = unix_s < least ? least : unix_s > most ? most : unix_s;

	s += offset_s;
	s = s < least ? least : s > most ? most : s;
	s -= least;
	*second_out = (int)(s % DAY_S);
	return (int)(s / DAY_S);
}

date
date_of_unix(int64_t unix_s, int offset_s)
{
	int second;

	return date_of_day(day_of_unix(unix_s, offset_s, &second));
}

/* The number in the n digits at s; -1 where one of them is none. */
static int
digits(const char *s, int n)
{
	int value = 0;

	for (; n > 0; n--, s++) {
		if (*s < '0' || *s > '9')
			return -1;
		value = value * 10 + (*s - '0');
	}
	return value;
}

date
date_parse(const char *s)
{
	size_t len = s ? strnlen(s, 11) : 0;

	if (len == 8)
		return date_make(
		    digits(s, 4), digits(s + 4, 2), digits(s + 6, 2));
	if (len == 10 && s[4] == '-' && s[7] == '-')
		return date_make(
		    digits(s, 4), digits(s + 5, 2), digits(s + 8, 2));
	return 0;
}

date
date_add(date d, int days)
{
	int64_t day;

	d = date_real(d);
	if (d == 0 || d == DATE_OPEN)
		return d;
	day = (int64_t)day_of_date(d) + days;
	if (day < 0)
		return 0;
	return day > DAY_LAST ? DATE_OPEN : date_of_day((int)day);
}

int
date_days(date a, date b)
{
	a = date_real(a);
	b = date_real(b);
	return a && b ? day_of_date(b) - day_of_date(a) : 0;
}

const char *
date_text(date d, char out[11])
{
	d = date_real(d);
	if (d == 0)
		out[0] = '\0';
	else if (d == DATE_OPEN)
		memcpy(out, "open", sizeof("open"));
	else
		snprintf(out, 11, "%04u-%02u-%02u", (unsigned)d / 10000 % 10000,
		    (unsigned)d / 100 % 100, (unsigned)d % 100);
	return out;
}

const char *
clock_rfc5322(int64_t unix_s, char out[32])
{
	static const char months[][4] = { "Jan", "Feb", "Mar", "Apr", "May",
		"Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	/* 0001-01-01 was a Monday. */
	static const char days[][4] = { "Mon", "Tue", "Wed", "Thu", "Fri",
		"Sat", "Sun" };
	int second, day = day_of_unix(unix_s, 0, &second);
	unsigned d = (unsigned)date_of_day(day), s = (unsigned)second;

	snprintf(out, 32, "%s, %02u %s %04u %02u:%02u:%02u +0000",
	    days[day % 7], d % 100, months[d / 100 % 100 - 1],
	    d / 10000 % 10000, s / 3600 % 24, s / 60 % 60, s % 60);
	return out;
}

const char *
clock_rfc3339(int64_t unix_s, char out[21])
{
	int second, day = day_of_unix(unix_s, 0, &second);
	unsigned d = (unsigned)date_of_day(day), s = (unsigned)second;

	snprintf(out, 21, "%04u-%02u-%02uT%02u:%02u:%02uZ", d / 10000 % 10000,
	    d / 100 % 100, d % 100, s / 3600 % 24, s / 60 % 60, s % 60);
	return out;
}
