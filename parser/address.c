/* address.c - mail addresses as plain text. In: what a mail claims. Out: a
 * verdict, or parts of it. */
#include "limit.h"
#include "message.h"
#include "utf8.h"
#include <ctype.h>
#include <string.h>
#include <strings.h>

/* Quoted local parts ("a b"@c) are legal in RFC 5322 3.4.1; no asker has one,
 * and each one is a way into a header or an SMTP command. */
static bool
byte_allowed(unsigned char c)
{
	return c > 0x20 && c != 0x7F && !strchr(",<>\"\\();:[]", c);
}

bool
address_check(const char *address)
{
	const char *at = strrchr(address, '@');
	size_t n = strnlen(address, LIMIT_ADDRESS_BYTES + 1);

	if (!at || at == address || n > LIMIT_ADDRESS_BYTES)
		return false;
	if (strchr(address, '@') != at || at[1] == '\0' || at[1] == '.' ||
	    at[1] == '-' || address[n - 1] == '.')
		return false;
	for (size_t i = 0; i < n; i++)
		if (!byte_allowed((unsigned char)address[i]))
			return false;
	for (size_t i = 0; i < n;) {
		unsigned c;
		size_t step = utf8_next(address + i, &c);

		if ((c >= 0x80 && c < 0xA1) || c == 0xFFFD ||
		    (c >= 0x2000 && c <= 0x206F) || c == 0x3000 || c == 0xFEFF)
			return false;
		i += step;
	}
	return utf8_check(address, n);
}

const char *
address_domain(const char *address)
{
	const char *at = strrchr(address, '@');

	return at ? at + 1 : "";
}

bool
address_equal(const char *a, const char *b)
{
	return strcasecmp(a, b) == 0;
}

/* The "+" of a detail: RFC 5233; not as the first byte. */
static const char *
address_plus(const char *address)
{
	const char *plus = strchr(address, '+');
	const char *at = strrchr(address, '@');

	return plus && at && plus < at && plus > address ? plus : NULL;
}

const char *
address_base(struct arena *a, const char *address)
{
	const char *plus = address_plus(address);
	const char *at = strrchr(address, '@');
	char *base;

	if (plus)
		base = arena_printf(
		    a, "%.*s%s", (int)(plus - address), address, at);
	else
		base = arena_strdup(a, address);
	for (char *p = base; p && *p; p++)
		*p = (char)tolower((unsigned char)*p);
	return base;
}

const char *
address_detail(struct arena *a, const char *address)
{
	const char *plus = address_plus(address);

	if (!plus)
		return NULL;
	return arena_strndup(
	    a, plus + 1, (size_t)(strrchr(address, '@') - plus - 1));
}
