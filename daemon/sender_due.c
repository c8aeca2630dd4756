/* sender_due.c - backoff with chance in it. In: the rule of the settings, what
 * befell a reply. Out: seconds to wait. */
#include "sender_due.h"
#include <assert.h>

int64_t
due_pause(const struct due_rule *rule, const struct due_case *c)
{
	int64_t pause = rule->first;
	assert(c->tries > 0 && rule->first > 0 && rule->max > 0);
	if (c->age >= rule->give_up)
		return 0;
	for (int i = 1; i < c->tries && pause < rule->max; i++)
		pause *= 2;
	if (pause > rule->max)
		pause = rule->max;
	if (c->server_pause > 0 && pause > c->server_pause)
		pause = c->server_pause;
	pause += (int64_t)(c->chance % (uint64_t)(pause / 2 + 1)) - pause / 4;
	return pause < 1 ? 1 : pause;
}
