/* admit.h - who we are and who may ask, from the settings. */
#ifndef ADMIT_H
#define ADMIT_H

#include "arena.h"
#include "authentication.h"
#include "conf.h"
#include "err.h"
#include "message.h"
#include "robot.h"
#include "store.h"
#include <stdbool.h>
#include <stddef.h>

struct admission {
	struct robot_self robot; /* our addresses, key, loop value */
	struct authentication_rule authentication; /* whom to believe */
	const char *domain;                        /* of consult.address */
	const char *const *allow; /* domains and addresses that may ask */
	size_t allow_n;           /* 0: the domain alone */
	const char *const *coder; /* addresses of coders */
	size_t coder_n;
};

/* admission_make - lives in a, and as long as s and key do. loop is
 * case_token() of case 0, so that every process of ours has the same.
 * ERR_REFUSE past a's limit. */
int admission_make(struct arena *a, const struct settings *s,
    const unsigned char key[STORE_KEY_BYTES], struct admission *out,
    struct err *e);

/* admission_allows - may that address ask? */
bool admission_allows(const struct admission *ad, const char *address);
/* admission_coder - is it the address of a coder? */
bool admission_coder(const struct admission *ad, const char *address);
/* admission_ours - is it an address of ours? A "+detail" is looked past. */
bool admission_ours(
    const struct admission *ad, struct arena *a, const char *address);

/* admission_reply_to - where an answer to m goes: to its one Reply-To where
 * that stands in the domain of the author and is none of ours, else to the
 * author. A mail that says otherwise could make us write to strangers. */
const struct address *admission_reply_to(
    const struct admission *ad, struct arena *a, const struct message *m);

#endif
