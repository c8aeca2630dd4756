/* signed.c - the content out of a signature. In: bytes of a CMS structure.
 * Out: what was signed. */
#include "signed.h"

#include <gnutls/pkcs7.h>
#include <stdlib.h>

bool
signed_open(struct arena *a, const void *p, size_t n, char **out, size_t *n_out)
{
	gnutls_datum_t in = { (unsigned char *)(size_t)p, (unsigned)n };
	gnutls_datum_t content = { NULL, 0 };
	gnutls_pkcs7_t cms;

	*out = NULL;
	if (n == 0 || gnutls_pkcs7_init(&cms) < 0)
		return false;
	if (gnutls_pkcs7_import(cms, &in, GNUTLS_X509_FMT_DER) == 0 &&
	    gnutls_pkcs7_get_embedded_data(cms, 0, &content) == 0 &&
	    content.data != NULL) {
		*out = arena_memdup(a, content.data, content.size);
		*n_out = content.size;
		gnutls_free(content.data);
	}
	gnutls_pkcs7_deinit(cms);
	return *out != NULL;
}
