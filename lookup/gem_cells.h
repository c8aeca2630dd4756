/* gem_cells.h - what the maker and the reader of GEM entries share. */
#ifndef GEM_CELLS_H
#define GEM_CELLS_H

#include "gem.h"

#define GEM_NOTHING "-" /* in place of a code where there is no map */

enum gem_cell {
	GEM_APPROXIMATE, /* "1": not the same meaning */
	GEM_COMBINATION, /* "1": a part of several codes */
	GEM_CELLS
};

/* gem_series - "gem.icd9", ... */
const char *gem_series(enum gem way);

#endif
