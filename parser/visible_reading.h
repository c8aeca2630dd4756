/* visible_reading.h - the lines of a text while its visible part is sought. */
#ifndef VISIBLE_READING_H
#define VISIBLE_READING_H

#include "arena.h"
#include "visible_line.h"
#include <stdbool.h>
#include <stddef.h>

/* A block below "Thanks,": name, title, practice, street, town, numbers. */
#define BLOCK_LINES 10
#define BLOCK_BYTES 90

struct reading {
	struct arena *a;
	struct line *line;
	size_t n;
	size_t forward; /* index of the forwarded mail's head, or n */
	size_t *ink; /* lines left in front of each, see visible_signature.c */
	size_t asking; /* lines up to the last that asks: no footer stands
			* among them */
	size_t end;    /* of what remains, in front of the signature */
};

/* line_is_ink - a line with words: neither empty nor a mere rule. */
static inline bool
line_is_ink(const struct line *l)
{
	return l->kind != LINE_EMPTY && l->kind != LINE_RULE;
}

/* reading_cut_signature - set r->end in front of signatures, sign-offs and
 * footers; where nothing else would be left, behind the last line. */
void reading_cut_signature(struct reading *r);

/* reading_ink_behind - lines with words from i up to the end; after
 * reading_cut_signature(). */
size_t reading_ink_behind(const struct reading *r, size_t i);

#endif
