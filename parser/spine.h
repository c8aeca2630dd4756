/* spine.h - the levels of the spine that a text names. */
#ifndef SPINE_H
#define SPINE_H

#include <stdbool.h>
#include <stddef.h>

/* What ranges such as "C5-C6", "L3-4 and L4/5" or "T10 to S1" come to. */
struct spine {
	int interspaces; /* between neighbours that a range spans, each once */
	int vertebrae;   /* that these ranges touch, the sacrum as one */
	size_t start, len; /* of the first range, in bytes */
};

/* spine_levels - the levels in text[0..n). Tells no interspaces (0) where the
 * ranges do not agree: a longer one whose shorter ones leave a gap ("decompressed
 * at L4-5, fused L3-S1") may not be of the same work. False where the text names
 * no range. Touches nothing. */
bool spine_levels(const char *text, size_t n, struct spine *out);

#endif
