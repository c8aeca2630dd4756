/* state.c - names and letters of states (USPS Publication 28, Appendix B). Words
 * come in; letters go out. */
#include "state.h"
#include <stdbool.h>
#include <string.h>

/* A longer name before one that ends or begins like it. */
static const struct {
	const char *letters, *name;
} states[] = {
	{ "AL", "ALABAMA" },
	{ "AK", "ALASKA" },
	{ "AZ", "ARIZONA" },
	{ "AR", "ARKANSAS" },
	{ "CA", "CALIFORNIA" },
	{ "CO", "COLORADO" },
	{ "CT", "CONNECTICUT" },
	{ "DE", "DELAWARE" },
	{ "DC", "WASHINGTON DC" },
	{ "DC", "WASHINGTON D C" },
	{ "DC", "DISTRICT OF COLUMBIA" },
	{ "FL", "FLORIDA" },
	{ "GA", "GEORGIA" },
	{ "GU", "GUAM" },
	{ "HI", "HAWAII" },
	{ "ID", "IDAHO" },
	{ "IL", "ILLINOIS" },
	{ "IN", "INDIANA" },
	{ "IA", "IOWA" },
	{ "KS", "KANSAS" },
	{ "KY", "KENTUCKY" },
	{ "LA", "LOUISIANA" },
	{ "ME", "MAINE" },
	{ "MD", "MARYLAND" },
	{ "MA", "MASSACHUSETTS" },
	{ "MI", "MICHIGAN" },
	{ "MN", "MINNESOTA" },
	{ "MS", "MISSISSIPPI" },
	{ "MO", "MISSOURI" },
	{ "MT", "MONTANA" },
	{ "NE", "NEBRASKA" },
	{ "NV", "NEVADA" },
	{ "NH", "NEW HAMPSHIRE" },
	{ "NJ", "NEW JERSEY" },
	{ "NM", "NEW MEXICO" },
	{ "NY", "NEW YORK" },
	{ "NC", "NORTH CAROLINA" },
	{ "ND", "NORTH DAKOTA" },
	{ "OH", "OHIO" },
	{ "OK", "OKLAHOMA" },
	{ "OR", "OREGON" },
	{ "PA", "PENNSYLVANIA" },
	{ "PR", "PUERTO RICO" },
	{ "RI", "RHODE ISLAND" },
	{ "SC", "SOUTH CAROLINA" },
	{ "SD", "SOUTH DAKOTA" },
	{ "TN", "TENNESSEE" },
	{ "TX", "TEXAS" },
	{ "UT", "UTAH" },
	{ "VT", "VERMONT" },
	{ "VI", "US VIRGIN ISLANDS" },
	{ "VI", "VIRGIN ISLANDS" },
	{ "WV", "WEST VIRGINIA" },
	{ "VA", "VIRGINIA" },
	{ "WA", "WASHINGTON STATE" },
	{ "WA", "WASHINGTON" },
	{ "WI", "WISCONSIN" },
	{ "WY", "WYOMING" },
};
#define STATES (sizeof(states) / sizeof(states[0]))

static bool
begins(const char *words, const char *word, size_t *used_out)
{
	size_t n = strlen(word);

	if (strncmp(words, word, n) != 0 ||
	    (words[n] != '\0' && words[n] != ' '))
		return false;
	*used_out = n;
	return true;
}

static bool
ends(const char *words, const char *word, size_t *before_out)
{
	size_t n = strlen(word), all = strlen(words);

	if (all < n || strcmp(words + all - n, word) != 0 ||
	    (all > n && words[all - n - 1] != ' '))
		return false;
	*before_out = all > n ? all - n - 1 : 0;
	return true;
}

const char *
state_named(const char *words, size_t *used_out)
{
	size_t i;

	for (i = 0; i < STATES; i++)
		if (begins(words, states[i].name, used_out) ||
		    begins(words, states[i].letters, used_out))
			return states[i].letters;
	return NULL;
}

const char *
state_ends(const char *words, size_t *before_out)
{
	size_t i;

	for (i = 0; i < STATES; i++)
		if (ends(words, states[i].name, before_out) ||
		    ends(words, states[i].letters, before_out))
			return states[i].letters;
	return NULL;
}
