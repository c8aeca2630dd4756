/* robot_id.c - Message-IDs that only we can make. In: case, turn and key. Out:
 * an id; or whether an id is ours. */
#include "digest.h"
#include "robot.h"
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define MAC_BYTES 10 /* 80 bits: nobody guesses them by mail */
#define MAC_CHARS 16

static void
mac_of(const char *rest, const unsigned char *key, size_t key_n,
    char out[MAC_CHARS + 1])
{
	unsigned char hash[DIGEST_BYTES];

	digest_hmac(key, key_n, rest, strlen(rest), hash);
	digest_base32(hash, MAC_BYTES, out);
}

/* What is signed: the id without its MAC. */
static const char *
rest_of(struct arena *a, int64_t case_id, int64_t turn, const char *domain)
{
	return arena_printf(
	    a, "consultd.%" PRId64 ".%" PRId64 "@%s", case_id, turn, domain);
}

const char *
robot_message_id(struct arena *a, const unsigned char *key, size_t key_n,
    int64_t case_id, int64_t turn, const char *domain)
{
	const char *rest = rest_of(a, case_id, turn, domain);
	char mac[MAC_CHARS + 1];

	if (!rest)
		return NULL;
	mac_of(rest, key, key_n, mac);
	return arena_printf(a, "consultd.%" PRId64 ".%" PRId64 ".%s@%s",
	    case_id, turn, mac, domain);
}

/* A number without sign, leading zero or overflow, then a dot. */
static bool
number_read(const char **p, int64_t *out)
{
	int64_t n = 0;
	int digits = 0;

	for (; **p >= '0' && **p <= '9' && digits < 18; (*p)++, digits++)
		n = n * 10 + (**p - '0');
	if (digits == 0 || **p != '.')
		return false;
	(*p)++;
	*out = n;
	return true;
}

bool
robot_message_id_check(const char *id, const unsigned char *key, size_t key_n,
    int64_t *case_out, int64_t *turn_out)
{
	const char *p = id;
	struct arena *a;
	char mac[MAC_CHARS + 1];
	int64_t case_id, turn;
	const char *rest;
	bool ours = false, negative = false;

	if (strncmp(p, "consultd.", 9) != 0 || strlen(p) > 300)
		return false;
	p += 9;
	if (!number_read(&p, &case_id))
		return false;
	negative = *p == '-'; /* a coder's answer bears minus its turn */
	p += negative;
	if (!number_read(&p, &turn) || (negative && turn == 0) ||
	    strlen(p) <= MAC_CHARS || p[MAC_CHARS] != '@')
		return false;
	turn = negative ? -turn : turn;
	a = arena_new(4096);
	rest = rest_of(a, case_id, turn, p + MAC_CHARS + 1);
	if (rest) {
		mac_of(rest, key, key_n, mac);
		ours = digest_equal(mac, p, MAC_CHARS) == 1;
	}
	arena_free(a);
	if (ours) {
		*case_out = case_id;
		*turn_out = turn;
	}
	return ours;
}
