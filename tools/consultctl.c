/* consultctl: what operators and coders do. One command a file; this one finds
 * it in the table and says what went wrong. */
#include "audit.h"
#include "command.h"
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#define CALL_ARENA (256u << 20) /* a long listing, or a large mail */

static const struct row {
	const char *name;
	command_work *work;
	const char *usage, *sentence, *help;
} table[] = {
#define COMMAND(name, work, usage, sentence, help) \
	{ name, work, usage, sentence, help },
#include "commands.def"
#undef COMMAND
};
#define TABLE_COUNT (sizeof(table) / sizeof(table[0]))

static const struct row *
row_find(const char *name)
{
	for (size_t i = 0; i < TABLE_COUNT; i++) {
		if (strcmp(table[i].name, name) == 0)
			return &table[i];
	}
	return NULL;
}

static void
help_all(FILE *to)
{
	fputs("usage: consultctl [-c FILE] COMMAND [ARGUMENT...]\n\n", to);
	for (size_t i = 0; i < TABLE_COUNT; i++)
		fprintf(to, "  %-8s %s\n", table[i].name, table[i].sentence);
	fputs("\n'consultctl help COMMAND' says more. -c FILE names the "
	      "settings, -V prints the version.\n",
	    to);
}

static int
help_one(const char *name)
{
	const struct row *row = row_find(name);
	if (row == NULL) {
		fprintf(stderr,
		    "consultctl: there is no command '%s'; 'consultctl help' "
		    "lists them\n",
		    name);
		return EX_USAGE;
	}
	printf("usage: consultctl %s %s\n\n%s\n%s", row->name, row->usage,
	    row->sentence, row->help);
	return 0;
}

int
command_usage(const struct command *c)
{
	const struct row *row = row_find(c->name);
	fprintf(stderr, "usage: consultctl %s %s\n", row->name, row->usage);
	return EX_USAGE;
}

/* An option that the usage of this command does not name. */
static bool
option_unknown(const struct row *row, const char *word)
{
	const char *at = row->usage;
	size_t n = strlen(word);
	if (word[0] != '-' || n < 2)
		return false;
	while ((at = strstr(at, word)) != NULL) {
		if (strchr(" ]|", at[n]) != NULL)
			return false;
		at += n;
	}
	return true;
}

static int
command_run(struct command *c)
{
	struct err e = { 0 };
	const struct row *row = row_find(c->name);
	if (row == NULL)
		return help_one(c->name);
	if (c->argc > 0 && (strcmp(c->argv[0], "--help") == 0 ||
			       strcmp(c->argv[0], "-h") == 0))
		return help_one(c->name);
	if (c->argc > 0 && option_unknown(row, c->argv[0]))
		return command_usage(c);
	c->arena = arena_new(CALL_ARENA);
	c->actor = audit_actor(c->arena);
	int status = row->work(c, &e);
	if (e.kind != ERR_NONE)
		fprintf(stderr, "consultctl: %s\n", e.text);
	store_close(c->store);
	template_set_free(c->templates);
	conf_free(c->settings);
	arena_free(c->arena);
	return status;
}

int
main(int argc, char **argv)
{
	struct command c = { 0 };
	int option;
	while ((option = getopt(argc, argv, "+c:hV")) != -1) {
		switch (option) {
		case 'c':
			c.conf_path = optarg;
			break;
		case 'V':
			puts("consultctl " VERSION);
			return 0;
		case 'h':
			help_all(stdout);
			return 0;
		default:
			help_all(stderr);
			return EX_USAGE;
		}
	}
	if (optind == argc) {
		help_all(stderr);
		return EX_USAGE;
	}
	c.name = argv[optind];
	c.argc = argc - optind - 1;
	c.argv = argv + optind + 1;
	if (strcmp(c.name, "help") == 0 && c.argc == 0) {
		help_all(stdout);
		return 0;
	}
	if (strcmp(c.name, "help") == 0)
		return help_one(c.argv[0]);
	return command_run(&c);
}
