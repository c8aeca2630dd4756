/* fuzz_import.h - the names that documents come under: the first byte of an
 * input chooses one. New names go to the end, so that seeds keep theirs. */
#ifndef FUZZ_IMPORT_H
#define FUZZ_IMPORT_H

#include <stddef.h>

static inline const char *
import_name(unsigned char first)
{
	static const char *const names[32] = { "icd10cm_order_2026.txt",
		"a.zip", "FY2026.xlsx", "HCPC2026_OCT_ANWEB.txt",
		"ccipra-v323r0-f1.txt", "ccioph-v323r0.csv",
		"MCR_MUE_Eff_10-01-2026.csv", "PPRRVU2026_Jan_QPP.csv",
		"GPCI2026.csv", "pos-2026.csv", "AOC_V2026Q4.txt", "nothing",
		"CPT 2026 LONGULT.txt", "icd10cm_tabular_2026.xml",
		"icd10cm_index_2026.xml", "October 2026.csv",
		"OPPSCAP_Oct 2026.csv", "POAexemptCodesFY26.txt",
		"HCPC2026_OCT_ANWEB.csv", "icd10cm_drug_2026.csv" };
	const char *name = names[first % 32];

	return name != NULL ? name : names[first % 16];
}

#endif
