/* addon.h - what all tables together say of add-on codes. */
#ifndef ADDON_H
#define ADDON_H

#include "answer.h"

/* addon_says - is the code an add-on code on the context's day? CMS's table of
 * add-on codes decides; where it is not loaded, the pack's decision table of
 * the code, then the fee schedule (global indicator ZZZ: it is; 000, 010, 090:
 * it is not). 1 with *is_out and the source that says so, 0 where none does,
 * -1 with *e. */
int addon_says(const struct answer_context *c, const char *code, bool *is_out,
    struct source *source_out, struct err *e);

/* addon_primaries - beside what an add-on code is reported, as a sentence: by
 * CMS's table of add-on codes where it names them, else by the pack: the note of
 * the code, or the rows of its decision table that have the same words. "" where
 * neither tells it. 0, -1 with *e. */
int addon_primaries(const struct answer_context *c, const char *code,
    const char **out, struct err *e);

/* addon_name - a reason that tells what the code is, in the words of our tables:
 * who asks whether it may stand alone often asks that, too. Nothing where they
 * do not know it. 0; -1 with *e. */
int addon_name(const struct answer_context *c, const char *code,
    struct answer *out, struct err *e);

#endif
