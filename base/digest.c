/* digest - SHA-256, HMAC and random bytes, from GnuTLS: bytes come in, hashes
 * and their texts go out. A failure here is a broken system: it aborts. */
#include "digest.h"

#include <assert.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <stdlib.h>

struct digest {
	gnutls_hash_hd_t hash;
};

static void
must(int rc)
{
	if (rc < 0)
		abort();
}

struct digest *
digest_new(void)
{
	struct digest *d = calloc(1, sizeof(*d));

	if (!d)
		abort();
	must(gnutls_hash_init(&d->hash, GNUTLS_DIG_SHA256));
	return d;
}

void
digest_add(struct digest *d, const void *p, size_t n)
{
	if (n)
		must(gnutls_hash(d->hash, p, n));
}

void
digest_end(struct digest *d, unsigned char out[DIGEST_BYTES])
{
	gnutls_hash_deinit(d->hash, out);
	free(d);
}

void
digest_of(const void *p, size_t n, unsigned char out[DIGEST_BYTES])
{
	must(gnutls_hash_fast(GNUTLS_DIG_SHA256, n ? p : "", n, out));
}

void
digest_hmac(const void *key, size_t key_n, const void *p, size_t n,
    unsigned char out[DIGEST_BYTES])
{
	must(gnutls_hmac_fast(
	    GNUTLS_MAC_SHA256, key_n ? key : "", key_n, n ? p : "", n, out));
}

void
digest_random(void *out, size_t n)
{
	must(gnutls_rnd(GNUTLS_RND_KEY, out, n));
}

void
digest_hex(const void *p, size_t n, char *out)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *from = p;
	size_t i;

	for (i = 0; i < n; i++) {
		*out++ = digits[from[i] >> 4];
		*out++ = digits[from[i] & 15];
	}
	*out = '\0';
}

void
digest_base32(const void *p, size_t n, char *out)
{
	static const char digits[] = "abcdefghijkmnpqrstuvwxyz23456789";
	const unsigned char *from = p;
	unsigned bits = 0, have = 0;
	size_t i;

	static_assert(sizeof(digits) == 33, "five bits a digit");
	for (i = 0; i < n; i++) {
		bits = (bits << 8 | from[i]) & 0xFFFF;
		have += 8;
		for (; have >= 5; have -= 5)
			*out++ = digits[bits >> (have - 5) & 31];
	}
	if (have)
		*out++ = digits[bits << (5 - have) & 31];
	*out = '\0';
}

int
digest_equal(const void *a, const void *b, size_t n)
{
	return gnutls_memcmp(a, b, n) == 0;
}
