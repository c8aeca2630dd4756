/* digest.h - SHA-256, HMAC and random bytes. Home of GnuTLS's primitives. */
#ifndef DIGEST_H
#define DIGEST_H

#include <stddef.h>

#define DIGEST_BYTES 32
#define DIGEST_HEX   65 /* characters with the NUL */

struct digest; /* a SHA-256 under way */

/* digest_new, digest_add, digest_end - hash what comes in pieces. digest_end
 * writes the hash and frees d. */
struct digest *digest_new(void);
void digest_add(struct digest *d, const void *p, size_t n);
void digest_end(struct digest *d, unsigned char out[DIGEST_BYTES]);

/* digest_of - SHA-256 of p[0..n). digest_hmac - HMAC-SHA-256 (RFC 2104). */
void digest_of(const void *p, size_t n, unsigned char out[DIGEST_BYTES]);
void digest_hmac(const void *key, size_t key_n, const void *p, size_t n,
    unsigned char out[DIGEST_BYTES]);
/* digest_random - n unguessable bytes; aborts where the system has none. */
void digest_random(void *out, size_t n);
/* digest_hex - lower-case hex of p[0..n) into out[2n+1]. */
void digest_hex(const void *p, size_t n, char *out);
/* digest_base32 - lower-case letters and digits of p[0..n), 5 bits each,
 * without 0, 1, l and o, which people mistype; out[(8n+4)/5 + 1]. */
void digest_base32(const void *p, size_t n, char *out);
/* digest_equal - compare in constant time: 1 when equal. */
int digest_equal(const void *a, const void *b, size_t n);

#endif
