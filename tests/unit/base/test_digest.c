/* Hashes against published vectors: FIPS 180-4 examples and RFC 4231. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "digest.h"

#include <string.h>

#define SIZE(a) (sizeof(a) / sizeof(*(a)))

static const char *
hex(const unsigned char *p, char out[DIGEST_HEX])
{
	digest_hex(p, DIGEST_BYTES, out);
	return out;
}

static void
test_sha256(void **state)
{
	static const struct {
		const char *in, *want;
	} rows[] = {
		{ "", "e3b0c44298fc1c149afbf4c8996fb924"
		      "27ae41e4649b934ca495991b7852b855" },
		{ "abc", "ba7816bf8f01cfea414140de5dae2223"
			 "b00361a396177a9cb410ff61f20015ad" },
		{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		    "248d6a61d20638b8e5c026930c3e6039"
		    "a33ce45964ff2167f6ecedd419db06c1" },
	};
	unsigned char out[DIGEST_BYTES];
	char text[DIGEST_HEX];
	struct digest *d;
	size_t i, k;

	(void)state;
	for (i = 0; i < SIZE(rows); i++) {
		digest_of(rows[i].in, strlen(rows[i].in), out);
		assert_string_equal(hex(out, text), rows[i].want);
		d = digest_new();
		for (k = 0; rows[i].in[k]; k++)
			digest_add(d, rows[i].in + k, 1);
		digest_add(d, NULL, 0);
		digest_end(d, out);
		assert_string_equal(hex(out, text), rows[i].want);
	}
	digest_of(NULL, 0, out);
	assert_string_equal(hex(out, text), rows[0].want);
}

static void
test_hmac(void **state)
{
	unsigned char key[131], out[DIGEST_BYTES];
	char text[DIGEST_HEX];
	const char *large =
	    "Test Using Larger Than Block-Size Key - Hash Key First";

	(void)state;
	memset(key, 0x0b, 20);
	digest_hmac(key, 20, "Hi There", 8, out);
	assert_string_equal(hex(out, text), "b0344c61d8db38535ca8afceaf0bf12b"
					    "881dc200c9833da726e9376c2e32cff7");
	digest_hmac("Jefe", 4, "what do ya want for nothing?", 28, out);
	assert_string_equal(hex(out, text), "5bdcc146bf60754e6a042426089575c7"
					    "5a003f089d2739839dec58b964ec3843");
	memset(key, 0xaa, 131);
	digest_hmac(key, 131, large, strlen(large), out);
	assert_string_equal(hex(out, text), "60e431591ee0b67f0d8a26aacbf5b77f"
					    "8e0bc6213728c5140546040f0ee37f54");
	/* An empty key and text, as any HMAC-SHA-256 gives them. */
	digest_hmac(NULL, 0, NULL, 0, out);
	assert_string_equal(hex(out, text), "b613679a0814d9ec772f95d778c35fc5"
					    "ff1697c493715653c6c712144292c5ad");
}

static void
test_base32(void **state)
{
	static const struct {
		const char *in;
		size_t n;
		const char *want;
	} rows[] = {
		{ "", 0, "" },
		{ "\0", 1, "aa" },
		{ "\xFF", 1, "96" },
		{ "\xFF\xFF\xFF\xFF\xFF", 5, "99999999" },
		{ "\x00\x44\x32\x14\xC7", 5, "abcdefgh" },
		{ "\x08", 1, "ba" },
	};
	char out[32];
	size_t i;

	(void)state;
	for (i = 0; i < SIZE(rows); i++) {
		memset(out, '!', sizeof(out));
		digest_base32(rows[i].in, rows[i].n, out);
		assert_string_equal(out, rows[i].want);
		assert_int_equal(strlen(out), (8 * rows[i].n + 4) / 5);
	}
}

static void
test_base32_differs(void **state)
{
	unsigned char two[2];
	char out[8];
	size_t i, k, digit, index;
	static const char digits[] = "abcdefghijkmnpqrstuvwxyz23456789";

	(void)state;
	for (i = 0; i < 65536; i++) {
		two[0] = (unsigned char)(i >> 8);
		two[1] = (unsigned char)i;
		digest_base32(two, 2, out);
		assert_int_equal(strlen(out), 4);
		for (index = 0, k = 0; k < 4; k++) {
			assert_non_null(strchr(digits, out[k]));
			digit = (size_t)(strchr(digits, out[k]) - digits);
			index = index << 5 | digit;
		}
		assert_int_equal(index >> 4, i);
	}
}

static void
test_random_and_equal(void **state)
{
	unsigned char a[DIGEST_BYTES] = { 0 }, b[DIGEST_BYTES] = { 0 };

	(void)state;
	assert_int_equal(digest_equal(a, b, sizeof(a)), 1);
	b[31] = 1;
	assert_int_equal(digest_equal(a, b, sizeof(a)), 0);
	assert_int_equal(digest_equal(a, b, 31), 1);
	assert_int_equal(digest_equal(a, b, 0), 1);
	digest_random(a, sizeof(a));
	digest_random(b, sizeof(b));
	assert_int_equal(digest_equal(a, b, sizeof(a)), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sha256),
		cmocka_unit_test(test_hmac),
		cmocka_unit_test(test_base32),
		cmocka_unit_test(test_base32_differs),
		cmocka_unit_test(test_random_and_equal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
