/* "250 mg" comes in, a number and a measure go out. */
#include "drug_unit.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

static const struct {
	const char *word, *measure;
	int64_t num, den; /* of the measure in one such word */
} measures[] = {
	{ "mg", "mg", 1, 1 },
	{ "milligrams", "mg", 1, 1 },
	{ "milligram", "mg", 1, 1 },
	{ "mcg", "mg", 1, 1000 },
	{ "micrograms", "mg", 1, 1000 },
	{ "microgram", "mg", 1, 1000 },
	{ "gm", "mg", 1000, 1 },
	{ "g", "mg", 1000, 1 },
	{ "gram", "mg", 1000, 1 },
	{ "grams", "mg", 1000, 1 },
	{ "units", "units", 1, 1 },
	{ "unit", "units", 1, 1 },
	{ "usp units", "units", 1, 1 },
	{ "i.u.", "units", 1, 1 },
	{ "iu", "units", 1, 1 },
	{ "ml", "ml", 1, 1 },
	{ "cc", "ml", 1, 1 },
	{ "meq", "meq", 1, 1 },
	{ "dose", "dose", 1, 1 },
};

/* Thousandths; commas between the digits are skipped. NULL: no number. */
static const char *
number_read(const char *s, int64_t *out)
{
	int64_t milli = 0, scale = 0;
	size_t digits = 0;
	for (; *s != '\0'; s++) {
		if (*s >= '0' && *s <= '9' && digits < 12) {
			digits++;
			if (scale == 0)
				milli = milli * 10 + INT64_C(1000) * (*s - '0');
			else
				milli += (*s - '0') * (scale /= 10);
		} else if (*s == '.' && scale == 0) {
			scale = 1000;
		} else if (*s != ',') {
			break;
		}
	}
	*out = milli;
	return digits > 0 ? s : NULL;
}

bool
drug_unit_parse(const char *text, struct drug_unit *out)
{
	static const char *const before[] = { "per ", "up to ", "each " };
	const char *s = text;
	int64_t milli = 1000;
	for (size_t i = 0; i < sizeof(before) / sizeof(before[0]); i++) {
		if (strncasecmp(s, before[i], strlen(before[i])) == 0)
			s += strlen(before[i]);
	}
	const char *shown = s, *rest = number_read(s, &milli);
	if (rest == NULL) {
		rest = s;
		milli = 1000;
	}
	rest += strspn(rest, " ");
	for (size_t i = 0; i < sizeof(measures) / sizeof(measures[0]); i++) {
		if (strcasecmp(rest, measures[i].word) != 0)
			continue;
		*out = (struct drug_unit){ .text = shown,
			.measure = measures[i].measure,
			.milli = milli * measures[i].num / measures[i].den,
			.whole = strcmp(measures[i].measure, "dose") == 0 };
		return out->milli > 0;
	}
	return false;
}
