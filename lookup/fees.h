/* fees.h - cells of the entries of payment series. Amounts are dollars as text,
 * "1740.72"; "" where the file has none. */
#ifndef FEES_H
#define FEES_H

#include "payment.h"

/* "opps": hospital outpatient, Addendum B; key: the code. */
enum opps_cell {
	OPPS_STATUS,  /* status indicator: "J1", "Q4" */
	OPPS_COMMENT, /* comment indicator: "NI", "CH" */
	OPPS_APC,
	OPPS_WEIGHT,
	OPPS_RATE,
	OPPS_COPAY, /* national, unadjusted */
	OPPS_COPAY_LEAST,
	OPPS_COPAY_IRA, /* adjusted for drugs whose price rose */
	OPPS_CELLS
};
/* "asc", "asc.ancillary": ambulatory surgery, Addenda AA and BB; key: the
 * code. */
enum asc_cell {
	ASC_INDICATOR, /* "A2", "G2", "N1" */
	ASC_DISCOUNT,  /* "Y": half for the second procedure */
	ASC_WEIGHT,
	ASC_RATE,
	ASC_CELLS
};
/* "clfs": clinical laboratory; key: the code; code, "-" and modifier. */
enum clfs_cell {
	CLFS_INDICATOR, /* "N" national, "L" priced by the contractor */
	CLFS_RATE,      /* "0.00" with "L" */
	CLFS_SINCE,     /* yyyymmdd, from which on the rate holds */
	CLFS_CELLS
};
/* "dmepos": equipment and supplies; key: the code, and "-" before each
 * modifier. */
enum dmepos_cell {
	DMEPOS_JURISDICTION, /* "D" equipment contractor, "L" local, "J" both */
	DMEPOS_CATEGORY,     /* "CR" capped rental, "IN" inexpensive, ... */
	DMEPOS_CEILING,
	DMEPOS_FLOOR,
	DMEPOS_STATES, /* "AL=45.00/80.00 AZ=...": not rural, rural */
	DMEPOS_CELLS
};
/* "telehealth": services that Medicare pays by video; key: the code. */
enum telehealth_cell {
	TELEHEALTH_STATUS, /* as CMS words it: "Maintain", "Addition" */
	TELEHEALTH_AUDIO,  /* "Yes", "No"; "" where the list does not say */
	TELEHEALTH_LIMITS,
	TELEHEALTH_CELLS
};
/* "opps.cap": imaging behind the outpatient cap; key: the code, "-" and
 * modifier where there is one, a blank, contractor and locality. */
enum cap_cell {
	CAP_STATUS, /* of the fee schedule; "C": the amounts are the cap */
	CAP_OFFICE,
	CAP_FACILITY,
	CAP_CELLS
};
/* "anes.cf", "anes.cf.qpp": key: contractor and locality. */
enum anes_cf_cell {
	ANES_CF_NAME,
	ANES_CF_FACTOR,
	ANES_CF_QPP, /* where the same file has both */
	ANES_CF_CELLS
};
/* "anes.base": key: the code. */
enum anes_base_cell {
	ANES_BASE_UNITS,
	ANES_BASE_CELLS
};
/* "locality": which counties a locality has; key: contractor and locality. */
enum locality_cell {
	LOCALITY_STATE,    /* as CMS words it: "CALIFORNIA", "HAWAII/GUAM" */
	LOCALITY_AREA,     /* "MANHATTAN", "REST OF STATE" */
	LOCALITY_COUNTIES, /* "BRONX, KINGS AND NASSAU", "ALL COUNTIES" */
	LOCALITY_CELLS
};
/* "zip": key: five digits. */
enum zip_cell {
	ZIP_STATE,
	ZIP_LOCALITY, /* key of a locality */
	ZIP_RURAL,    /* "" urban, "R" rural, "B" super rural */
	ZIP_SPLIT,    /* "1": parts of it lie in another locality */
	ZIP_CELLS
};

#define AMA_NOTICE \
	"CPT codes only are copyright American Medical Association. All " \
	"rights reserved."

#endif
