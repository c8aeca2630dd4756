/* robot_self.c - guards that must know who we are. In: a message and our
 * addresses, key and mark. Out: what shows that the mail is our own, goes
 * round in circles or was never meant for us. */
#include "robot.h"
#include "robot_hit.h"
#include "utf8.h"
#include <inttypes.h>
#include <string.h>

const char *
robot_see(struct arena *a, const char *what, const char *value)
{
	const char *line =
	    arena_printf(a, "%s: %.*s", what, (int)utf8_cut(value, 120), value);

	/* A guard that hits must say so even when memory is short. */
	return line ? line : what;
}

static bool
is_ours(struct arena *a, const struct robot_self *self, const char *address)
{
	const char *base = address_base(a, address);

	for (size_t i = 0; base && i < self->address_n; i++) {
		const char *own = address_base(a, self->address[i]);

		if (own && address_equal(base, own))
			return true;
	}
	return false;
}

const char *
robot_hit_own_address(
    struct arena *a, const struct message *m, const struct robot_self *self)
{
	return is_ours(a, self, m->from.address)
		   ? robot_see(a, "From", m->from.address)
		   : NULL;
}

const char *
robot_hit_own_message_id(
    struct arena *a, const struct message *m, const struct robot_self *self)
{
	int64_t id, turn;

	if (!self->key || !m->message_id ||
	    !robot_message_id_check(
		m->message_id, self->key, self->key_n, &id, &turn))
		return NULL;
	return robot_see(a, "Message-ID", m->message_id);
}

const char *
robot_hit_loop_header(
    struct arena *a, const struct message *m, const struct robot_self *self)
{
	size_t nth = 0;
	const char *value;

	while ((value = message_field(m, "X-Consultd-Loop", &nth)) != NULL)
		if (self->loop && strcmp(value, self->loop) == 0)
			return robot_see(a, "X-Consultd-Loop", value);
	return NULL;
}

const char *
robot_hit_received_count(
    struct arena *a, const struct message *m, const struct robot_self *self)
{
	int64_t count = 0;
	size_t nth = 0;

	while (message_field(m, "Received", &nth))
		count++;
	if (self->received_max <= 0 || count <= self->received_max)
		return NULL;
	return arena_printf(a, "Received: %" PRId64 " fields", count);
}

static bool
names_us(struct arena *a, const struct robot_self *self,
    const struct address_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		if (is_ours(a, self, list->item[i].address))
			return true;
	return false;
}

/* RFC 5230 4.5: To, Cc, Bcc and their Resent- forms. The latter are rare, and
 * looked through as text. */
const char *
robot_hit_not_to_us(
    struct arena *a, const struct message *m, const struct robot_self *self)
{
	static const char *const names[] = { "Bcc", "Resent-To", "Resent-Cc",
		"Resent-Bcc" };

	if (self->address_n == 0 || names_us(a, self, &m->to) ||
	    names_us(a, self, &m->cc))
		return NULL;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		size_t nth = 0;
		const char *value = message_field(m, names[i], &nth);

		for (size_t k = 0; value && k < self->address_n; k++)
			if (strcasestr(value, self->address[k]))
				return NULL;
	}
	return robot_see(
	    a, "To", m->to.n > 0 ? m->to.item[0].address : "nobody");
}
