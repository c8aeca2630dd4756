/* drug_unit.h - what one HCPCS unit of a drug is: "10 mg". */
#ifndef DRUG_UNIT_H
#define DRUG_UNIT_H

#include <stdbool.h>
#include <stdint.h>

struct drug_unit {
	const char *text;    /* "10 mg", points into what was parsed */
	const char *measure; /* "mg", "units", "ml", "meq": doses are told in
			      * it; grams and micrograms become mg */
	int64_t milli;       /* thousandths of the measure in one unit */
	bool whole;          /* "dose": one unit whatever was given */
};

/* drug_unit_parse - "250 mg", "1000 mcg", "1 gm", "100,000 units", "per dose";
 * false where it is none of these. text must outlive out. */
bool drug_unit_parse(const char *text, struct drug_unit *out);

#endif
