/*
 * admit.c - who may ask, and where answers may go. Settings and an address
 * come in, yes or no goes out.
 */
#include "admit.h"

#include "case.h"

#include <string.h>
#include <strings.h>

int
admission_make(struct arena *a, const struct settings *s,
    const unsigned char key[STORE_KEY_BYTES], struct admission *out,
    struct err *e)
{
	const struct conf_list *alias = &s->consult_aliases;
	const char **address = arena_array(a, alias->n + 1, sizeof *address);
	const char *loop = case_token(a, key, 0);

	if (address == NULL || loop == NULL)
		return err_set(e, ERR_REFUSE, "admit", 0,
		    "%s: consult.aliases is too long", s->file);
	address[0] = s->consult_address;
	for (size_t i = 0; i < alias->n; i++)
		address[i + 1] = alias->item[i];
	*out = (struct admission){
		.robot = { .address = address,
		    .address_n = alias->n + 1,
		    .key = key,
		    .key_n = STORE_KEY_BYTES,
		    .loop = loop,
		    .trusted_return_path = s->consult_trusted_return_path,
		    .received_max = s->limits_received },
		.authentication = { .id = (const char *const *)
					      s->consult_authserv_ids.item,
		    .id_n = s->consult_authserv_ids.n,
		    .host = (const char *const *)s->consult_mail_hosts.item,
		    .host_n = s->consult_mail_hosts.n },
		.domain = address_domain(s->consult_address),
		.allow = (const char *const *)s->consult_allow.item,
		.allow_n = s->consult_allow.n,
		.coder = (const char *const *)s->consult_coders.item,
		.coder_n = s->consult_coders.n,
	};
	return 0;
}

bool
admission_allows(const struct admission *ad, const char *address)
{
	const char *domain = address_domain(address);

	if (*address == '\0')
		return false;
	if (ad->allow_n == 0)
		return strcasecmp(domain, ad->domain) == 0;
	for (size_t i = 0; i < ad->allow_n; i++) {
		const char *row = ad->allow[i];

		if (strchr(row, '@') != NULL ? address_equal(row, address)
					     : strcasecmp(row, domain) == 0)
			return true;
	}
	return false;
}

bool
admission_coder(const struct admission *ad, const char *address)
{
	for (size_t i = 0; i < ad->coder_n; i++)
		if (address_equal(ad->coder[i], address))
			return true;
	return false;
}

bool
admission_ours(const struct admission *ad, struct arena *a, const char *address)
{
	const char *base = address_base(a, address);

	for (size_t i = 0; base != NULL && i < ad->robot.address_n; i++)
		if (address_equal(base, ad->robot.address[i]))
			return true;
	return false;
}

const struct address *
admission_reply_to(
    const struct admission *ad, struct arena *a, const struct message *m)
{
	const struct address *to;

	if (m->reply_to.n != 1)
		return &m->from;
	to = &m->reply_to.item[0];
	if (!address_check(to->address) ||
	    strcasecmp(address_domain(to->address),
		address_domain(m->from.address)) != 0 ||
	    admission_ours(ad, a, to->address))
		return &m->from;
	return to;
}
