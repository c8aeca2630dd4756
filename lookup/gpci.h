/* gpci.h - cells of an entry of series "gpci". */
#ifndef GPCI_H
#define GPCI_H

enum gpci_cell {
	GPCI_STATE,
	GPCI_NAME,
	GPCI_WORK,
	GPCI_EXPENSE,
	GPCI_MALPRACTICE,
	GPCI_CELLS
};

#endif
