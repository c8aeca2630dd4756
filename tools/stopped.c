/* consultctl bounced and resume: who is not written to, and the sender's
 * release after the circuit breaker. */
#include "audit.h"
#include "bounced.h"
#include "breaker.h"
#include "clock.h"
#include "command.h"
#include <stdio.h>
#include <string.h>

#define BOUNCED_MAX 10000

static int
bounced_print(struct command *c, struct err *e)
{
	struct bounced_row *row = NULL;
	size_t n = 0;
	char at[21];
	if (bounced_list(c->store, c->arena, BOUNCED_MAX, &row, &n, e) != 0)
		return command_failed(e);
	if (n == 0)
		puts("No address bounced.");
	for (size_t i = 0; i < n; i++) {
		printf("%s  case %-6lld ", clock_rfc3339(row[i].at_unix, at),
		    (long long)row[i].case_id);
		print_cell(row[i].status[0] ? row[i].status : "-", 8);
		print_text(row[i].address);
		putchar('\n');
	}
	return 0;
}

/* One step of a person, as a transaction of its own. */
static int
step_end(struct command *c, int rc, struct err *e)
{
	if (rc == 0)
		rc = store_commit(c->store, e);
	else
		store_rollback(c->store);
	return rc == 0 ? 0 : command_failed(e);
}

int
command_bounced(struct command *c, struct err *e)
{
	bool clear = c->argc == 2 && strcmp(c->argv[0], "--clear") == 0;
	if (c->argc != 0 && !clear)
		return command_usage(c);
	if (command_store(c, e) != 0)
		return command_failed(e);
	if (!clear)
		return bounced_print(c, e);
	if (store_lock(c->store, e) != 0)
		return command_failed(e);
	return step_end(c,
	    bounced_clear(c->store, c->argv[1], audit_actor(c->arena),
		clock_now_unix(), e),
	    e);
}

int
command_resume(struct command *c, struct err *e)
{
	if (c->argc != 0)
		return command_usage(c);
	if (command_store(c, e) != 0 || store_lock(c->store, e) != 0)
		return command_failed(e);
	return step_end(c,
	    breaker_resume(
		c->store, audit_actor(c->arena), clock_now_unix(), e),
	    e);
}
