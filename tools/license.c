/* consultctl license: who may show the AMA's text of CPT codes. */
#include "command.h"
#include "licence.h"
#include "lookup.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int
license_set(const char *path, char **argv, int argc, struct err *e)
{
	char *end = NULL;
	struct licence licence = { .holder = argv[0],
		.year = (int)strtol(argv[1], &end, 10) };
	if (*end == '\0' && argc == 3)
		licence.users = strtol(argv[2], &end, 10);
	if (*end != '\0')
		return err_set(e, ERR_REFUSE, "consultctl", 0,
		    "'%.40s' is no number", argv[argc - 1]);
	if (licence_set(path, &licence, e) != 0)
		return -1;
	printf("recorded: CPT %d, ", licence.year);
	print_text(licence.holder);
	puts("\nThe AMA's own files can now be imported: 'consultctl import "
	     "FILE...'");
	return 0;
}

static int
license_show(const char *path, struct err *e)
{
	struct lookup *l = NULL;
	if (lookup_open(path, &l, e) != 0)
		return -1;
	const struct licence *licence = lookup_licence(l);
	if (licence == NULL) {
		puts("no licence is recorded: no text of the AMA is stored");
	} else {
		printf("CPT %d, ", licence->year);
		print_text(licence->holder);
		if (licence->users > 0)
			printf(", %ld users", licence->users);
		putchar('\n');
	}
	lookup_close(l);
	return 0;
}

static int
license_end(const char *path, struct err *e)
{
	bool had = false;
	if (licence_end(path, &had, e) != 0)
		return -1;
	puts(had ? "the licence is ended, and its text removed"
		 : "no licence is recorded: no text of the AMA is stored");
	return 0;
}

int
command_license(struct command *c, struct err *e)
{
	int argc = c->argc, rc;
	char **argv = c->argv;
	const char *path = NULL;
	if (argc > 1 && strcmp(argv[0], "-l") == 0) {
		path = argv[1];
		argc -= 2;
		argv += 2;
	}
	const char *verb = argc > 0 ? argv[0] : "";
	path = command_lookup_path(c, path);
	if (strcmp(verb, "set") == 0 && (argc == 3 || argc == 4))
		rc = license_set(path, argv + 1, argc - 1, e);
	else if (strcmp(verb, "show") == 0 && argc == 1)
		rc = license_show(path, e);
	else if (strcmp(verb, "end") == 0 && argc == 1)
		rc = license_end(path, e);
	else
		return command_usage(c);
	return rc == 0 ? 0 : command_failed(e);
}
