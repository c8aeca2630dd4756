/* payment.c - names and numbers of payment files. Text comes in; days and
 * plain decimals go out. */
#include "payment.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool
two_digits(const char *s, const char *begin)
{
	return isdigit((unsigned char)s[0]) && isdigit((unsigned char)s[1]) &&
	       !isdigit((unsigned char)s[2]) &&
	       (s == begin || !isdigit((unsigned char)s[-1]));
}

static int
year_of(const char *s)
{
	return 2000 + (s[0] - '0') * 10 + (s[1] - '0');
}

/* "RVU25D" or "rvu26ar": A to D are the releases of January to October. */
static date
release_day(const char *name)
{
	const char *s;

	for (s = name; (s = strcasestr(s, "rvu")) != NULL; s += 3) {
		int letter;

		if (!two_digits(s + 3, name))
			continue;
		letter = tolower((unsigned char)s[5]);
		if (letter < 'a' || letter > 'd')
			continue;
		if (isalpha((unsigned char)s[6]) &&
		    tolower((unsigned char)s[6]) != 'r')
			continue;
		return date_make(year_of(s + 3), (letter - 'a') * 3 + 1, 1);
	}
	return 0;
}

/* "q2" that no digit follows: 2; 0. */
static int
quarter_in(const char *name)
{
	for (; name[0] != '\0'; name++)
		if (tolower((unsigned char)name[0]) == 'q' && name[1] >= '1' &&
		    name[1] <= '4' && !isdigit((unsigned char)name[2]))
			return name[1] - '0';
	return 0;
}

/* A year of two digits: "25LOCCO", "PPRRVU25_APR", "26clabq2". */
static date
short_day(const char *name)
{
	const char *s;
	int month, quarter;

	for (s = name; *s != '\0'; s++)
		if (two_digits(s, name) && s[0] >= '1' && s[0] <= '6')
			break;
	if (*s == '\0')
		return 0;
	month = name_month(name);
	quarter = quarter_in(name);
	if (month == 0)
		month = quarter > 0 ? quarter * 3 - 2 : 1;
	return date_make(year_of(s), month, 1);
}

date
payment_day(const char *name)
{
	const char *slash = strrchr(name, '/');
	date day = release_day(name);

	if (day == 0)
		day = name_day(name);
	if (day == 0)
		day = short_day(slash ? slash + 1 : name);
	return day != 0 ? day : short_day(name);
}

bool
payment_number(const char *s)
{
	size_t whole = strspn(s, "0123456789"), behind = 0;

	if (s[whole] == '.')
		behind = strspn(s + whole + 1, "0123456789");
	return whole + behind > 0 && whole <= 9 &&
	       s[whole + (s[whole] == '.') + behind] == '\0';
}

int
payment_decimal(struct buf *out, const char *text, int places)
{
	char plain[48];
	size_t n = 0;
	const char *point;
	int64_t value = 0;
	int i;

	for (; *text != '\0'; text++) {
		if (strchr("$, \"", *text) != NULL)
			continue;
		if (n + 1 == sizeof(plain))
			return -1;
		plain[n++] = *text;
	}
	plain[n] = '\0';
	if (n == 0 || strcmp(plain, ".") == 0)
		return 0;
	if (!payment_number(plain))
		return -1;
	for (point = plain; *point >= '0' && *point <= '9'; point++)
		value = value * 10 + (*point - '0');
	point += *point == '.';
	for (i = 0; i < places; i++) {
		bool digit = isdigit((unsigned char)*point);

		value = value * 10 + (digit ? *point - '0' : 0);
		point += digit;
	}
	value += *point >= '5';
	if (places == 0)
		return buf_printf(out, "%lld", (long long)value);
	for (n = 1, i = 0; i < places; i++)
		n *= 10;
	return buf_printf(out, "%lld.%0*lld", (long long)(value / (int64_t)n),
	    places, (long long)(value % (int64_t)n));
}

static bool
padded_add(struct buf *key, const char *text, size_t width)
{
	size_t n = strlen(text), i;

	if (n == 0 || n > width || strspn(text, "0123456789") != n)
		return false;
	for (i = n; i < width; i++)
		buf_putc(key, '0');
	buf_puts(key, text);
	return true;
}

bool
payment_locality(struct buf *key, const char *contractor, const char *number)
{
	return padded_add(key, contractor, 5) && buf_putc(key, '-') == 0 &&
	       padded_add(key, number, 2);
}

bool
payment_qualifying(const char *name)
{
	return name_has(name, "qpp") && !name_has(name, "nonqpp") &&
	       !name_has(name, "non-qpp") && !name_has(name, "non_qpp") &&
	       !name_has(name, "non qpp");
}
