/* index.h - cells of an entry of series "icd10cm.index" and "icd10cm.eindex";
 * those of the tables "icd10cm.drug" and "icd10cm.neoplasm". */
#ifndef INDEX_H
#define INDEX_H

enum index_cell {
	INDEX_CODE,
	INDEX_MANIFESTATION, /* second code: in brackets in the book */
	INDEX_SEE,           /* another term that has the code */
	INDEX_ALSO,
	INDEX_NEMOD, /* words in brackets that change nothing */
	INDEX_SPARE, /* "" */
	INDEX_CELLS
};
/* Columns of a table. Drugs: poisoning by accident, by intent, by assault,
 * undetermined; adverse effect; underdosing. Neoplasms: primary, secondary, in
 * situ, benign, uncertain, unspecified. */
#define INDEX_COLUMNS 6

#endif
