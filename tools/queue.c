/* consultctl queue and show: what waits for a coder, and all of one case. */
#include "clock.h"
#include "command.h"
#include <stdio.h>
#include <string.h>

#define QUEUE_MAX 1000 /* cases in one listing */

int
command_queue(struct command *c, struct err *e)
{
	struct case_row *row = NULL;
	size_t n = 0;
	bool all = c->argc == 1 && strcmp(c->argv[0], "--all") == 0;
	if (c->argc > 0 && !all)
		return command_usage(c);
	if (command_store(c, e) != 0 ||
	    case_queue(c->store, c->arena, all, QUEUE_MAX, &row, &n, e) != 0)
		return command_failed(e);
	if (n == 0) {
		puts("No case waits for a coder.");
		return 0;
	}
	puts("  case  state       age     reason          asker              "
	     "         subject");
	for (size_t i = 0; i < n; i++) {
		printf("%6lld  ", (long long)row[i].id);
		print_cell(case_state_name(row[i].state), 12);
		print_cell(print_age(c->arena, row[i].opened_unix), 8);
		print_cell(row[i].reason, 16);
		print_cell(row[i].asker[0] ? row[i].asker : "(not known)", 28);
		print_text(row[i].subject);
		if (row[i].holder[0] != '\0')
			printf("  [%s]", row[i].holder);
		putchar('\n');
	}
	return 0;
}

static const char *const turn_titles[TURN_KIND_COUNT] = {
	[TURN_QUESTION] = "wrote",
	[TURN_ANSWER] = "answered",
	[TURN_CODER] = "answered (a coder)",
	[TURN_NOTE] = "noted",
};

static void
turn_print(const struct turn *t)
{
	char at[21];
	printf("\n%s  ", clock_rfc3339(t->at_unix, at));
	print_text(t->author);
	printf(" %s:\n", turn_titles[t->kind]);
	print_indented("    ", t->text);
	if (t->cut[0] != '\0') {
		puts("    -- cut from it:");
		print_indented("    | ", t->cut);
	}
	if (t->record[0] != '\0') {
		fputs("    record: ", stdout);
		print_text(t->record);
		putchar('\n');
	}
}

static void
case_print(const struct case_row *row)
{
	char at[21];
	printf(
	    "case %lld, %s", (long long)row->id, case_state_name(row->state));
	if (row->reason[0] != '\0')
		printf(" (%s)", row->reason);
	if (row->holder[0] != '\0')
		printf(", held by %s", row->holder);
	printf("\nopened  %s\nasker   ", clock_rfc3339(row->opened_unix, at));
	print_text(row->asker[0] ? row->asker : "(not known)");
	fputs("\nsubject ", stdout);
	print_text(row->subject);
	if (row->linked != 0)
		printf(
		    "\nlinked  case %lld: somebody else wrote with its token",
		    (long long)row->linked);
	putchar('\n');
}

int
command_show(struct command *c, struct err *e)
{
	struct case_row row;
	struct turn *turn = NULL;
	size_t n = 0;
	int64_t id;
	if (c->argc != 1)
		return command_usage(c);
	if (command_case(c, &id, e) != 0 || command_store(c, e) != 0)
		return command_failed(e);
	int found = case_get(c->store, c->arena, id, &row, e);
	if (found == 0)
		err_set(e, ERR_REFUSE, "consultctl", 0, "there is no case %lld",
		    (long long)id);
	if (found != 1 || turn_list(c->store, c->arena, id, &turn, &n, e) != 0)
		return command_failed(e);
	case_print(&row);
	for (size_t i = 0; i < n; i++)
		turn_print(&turn[i]);
	return 0;
}
