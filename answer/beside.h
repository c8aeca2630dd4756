/* beside.h - codes that the asker names beside a case. */
#ifndef BESIDE_H
#define BESIDE_H

#include "kinds.h"

/* beside_named - look at the codes of q that the tables family[0..n) of its
 * case do not know. A visit that psychotherapy was added to becomes the first
 * line of out, unless the therapy's code alone was asked for. 1: another code
 * stands beside the case, which a coder weighs; 0; -1 with *e. */
int beside_named(const struct answer_context *c, const struct question *q,
    const struct family *family, size_t n, struct answer *out, struct err *e);

/*
 * devices_add - the device that was put in, told by its brand, beside the line
 * of putting it in (norm device: key "58300.mirena", value the device's code).
 *
 * Gives    0, with its line and reason in *out where there is one; -1 with *e.
 */
int devices_add(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e);

#endif
