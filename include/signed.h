/* signed.h - what stands inside a signature: S/MIME (RFC 8551) wraps the text
 * of a mail in it. */
#ifndef SIGNED_H
#define SIGNED_H

#include "arena.h"
#include <stdbool.h>
#include <stddef.h>

/*
 * signed_open - the content of CMS SignedData (RFC 5652 5).
 *
 * Takes    p[0..n): DER or BER, as in application/pkcs7-mime.
 * Gives    true with *out and *n_out, a copy in a, NUL behind it. Who signed,
 *          and whether the signature holds, is not looked at: nothing here is
 *          trusted for it.
 * Fails    false: something else (enveloped, compressed), damaged, a
 *          signature without content, or past a's limit.
 * Touches  nothing.
 */
bool signed_open(
    struct arena *a, const void *p, size_t n, char **out, size_t *n_out);

#endif
