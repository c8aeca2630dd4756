/* rvu.h - cells of an entry of series "rvu" and "rvu.qpp". */
#ifndef RVU_H
#define RVU_H

enum rvu_cell {
	RVU_STATUS,
	RVU_UNUSED, /* "+": not used for Medicare payment */
	RVU_WORK,
	RVU_PE_OFFICE, /* practice expense, non-facility */
	RVU_NA_OFFICE, /* NA: rarely or never done there */
	RVU_PE_FACILITY,
	RVU_NA_FACILITY,
	RVU_MALPRACTICE,
	RVU_TOTAL_OFFICE,
	RVU_TOTAL_FACILITY,
	RVU_PCTC, /* professional and technical component */
	RVU_GLOBAL,
	RVU_PRE,
	RVU_INTRA,
	RVU_POST,
	RVU_MULTIPLE,
	RVU_BILATERAL,
	RVU_ASSISTANT,
	RVU_COSURGEONS,
	RVU_TEAM,
	RVU_PRICING, /* since 2026; "" before */
	RVU_ENDOSCOPY,
	RVU_FACTOR,
	RVU_SUPERVISION,
	RVU_FLAG,
	RVU_IMAGING,
	RVU_OPPS_OFFICE,
	RVU_OPPS_FACILITY,
	RVU_OPPS_MALPRACTICE,
	RVU_CELLS
};

#endif
