/* consultctl log and status: what happened, and how things stand. */
#include "audit.h"
#include "breaker.h"
#include "clock.h"
#include "command.h"
#include "lookup.h"
#include "mail.h"
#include "outbox.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LOG_ROWS 100

static void
audit_print(const struct audit_row *r)
{
	char at[21];
	printf("%s  ", clock_rfc3339(r->at_unix, at));
	print_cell(r->actor, 14);
	printf(" %-18s", r->event);
	if (r->case_id != 0)
		printf(" case %lld", (long long)r->case_id);
	if (r->mail_id != 0)
		printf(" mail %lld", (long long)r->mail_id);
	if (r->detail[0] != '\0') {
		fputs("  ", stdout);
		print_text(r->detail);
	}
	putchar('\n');
}

int
command_log(struct command *c, struct err *e)
{
	struct audit_row *row = NULL;
	size_t n = 0;
	long rows = LOG_ROWS;
	int64_t id = 0;
	if (c->argc >= 2 && strcmp(c->argv[0], "-n") == 0) {
		rows = strtol(c->argv[1], NULL, 10);
		c->argv += 2;
		c->argc -= 2;
	}
	if (rows < 1 || c->argc > 1)
		return command_usage(c);
	if ((c->argc == 1 && command_case(c, &id, e) != 0) ||
	    command_store(c, e) != 0 ||
	    audit_list(c->store, c->arena, id, (size_t)rows, &row, &n, e) != 0)
		return command_failed(e);
	for (size_t i = 0; i < n; i++)
		audit_print(&row[i]);
	return 0;
}

static int
roles_print(struct command *c, struct err *e)
{
	struct role_state *role = NULL;
	size_t n = 0;
	if (role_state_list(c->store, c->arena, &role, &n, e) != 0)
		return -1;
	puts("roles");
	for (size_t i = 0; i < n; i++) {
		printf("  %-12s %-12s for %-8s", role[i].role, role[i].state,
		    print_age(c->arena, role[i].since_unix));
		print_text(role[i].detail);
		putchar('\n');
	}
	return 0;
}

/* The count law: each mail that was seen is in one state, and the sum over all
 * states is what was seen. */
static int
mails_print(struct command *c, struct err *e)
{
	int64_t count[MAIL_STATE_COUNT], seen = 0, sum = 0, missing = 0;
	if (mail_counts(c->store, count, &seen, e) != 0)
		return -1;
	puts("mails");
	for (int s = 0; s < MAIL_STATE_COUNT; s++) {
		sum += count[s];
		if (count[s] > 0)
			printf("  %-12s %8lld\n", mail_state_name(s),
			    (long long)count[s]);
	}
	printf("  %-12s %8lld\n", "in all", (long long)sum);
	if (mailbox_missing_sum(c->store, &missing, e) != 0)
		return -1;
	if (missing > 0 || sum < seen)
		printf("  ALARM: %lld of %lld seen on the server have no row; "
		       "see the log for count.law\n",
		    (long long)(missing > 0 ? missing : seen - sum),
		    (long long)seen);
	else
		printf("  %-12s %8lld, each of them has its row\n", "on server",
		    (long long)seen);
	return 0;
}

static int
cases_print(struct command *c, struct err *e)
{
	int64_t cases[CASE_STATE_COUNT], replies[OUTBOX_STATE_COUNT];
	if (case_counts(c->store, cases, e) != 0 ||
	    outbox_counts(c->store, replies, e) != 0)
		return -1;
	puts("cases");
	for (int s = 0; s < CASE_STATE_COUNT; s++) {
		if (cases[s] > 0)
			printf("  %-12s %8lld\n", case_state_name(s),
			    (long long)cases[s]);
	}
	puts("replies");
	for (int s = 0; s < OUTBOX_STATE_COUNT; s++) {
		if (replies[s] > 0)
			printf("  %-12s %8lld\n", outbox_state_name(s),
			    (long long)replies[s]);
	}
	return 0;
}

static int
breaker_print(struct command *c, struct err *e)
{
	struct breaker b;
	char at[21];
	if (breaker_get(c->store, c->arena, &b, e) != 0)
		return -1;
	if (b.open)
		printf("  ALARM: nothing is sent since %s (%s): "
		       "'consultctl resume'\n",
		    clock_rfc3339(b.at_unix, at), b.reason);
	return 0;
}

static void
lookup_print(struct command *c)
{
	struct lookup *l = NULL;
	struct err e = { 0 };
	if (lookup_open(c->settings->daemon_lookup_db, &l, &e) == 0)
		printf("data\n  %s\n", lookup_vintage(l));
	else
		printf("data\n  NONE: %s\n", e.text);
	lookup_close(l);
}

int
command_status(struct command *c, struct err *e)
{
	if (c->argc != 0)
		return command_usage(c);
	if (command_store(c, e) != 0 || roles_print(c, e) != 0 ||
	    mails_print(c, e) != 0 || cases_print(c, e) != 0 ||
	    breaker_print(c, e) != 0)
		return command_failed(e);
	lookup_print(c);
	return 0;
}
