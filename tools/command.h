/* command.h - what the commands of consultctl share. */
#ifndef COMMAND_H
#define COMMAND_H

#include "arena.h"
#include "conf.h"
#include "desk.h"
#include "err.h"
#include "jail.h"
#include "store.h"
#include "template.h"
#include <stdbool.h>
#include <stddef.h>

/* One call of consultctl. Members are made when a command first asks. */
struct command {
	const char *name; /* of the command */
	int argc;         /* its own arguments, without the name */
	char **argv;
	const char *conf_path; /* -c, or NULL */
	struct arena *arena;   /* of the whole call */
	struct settings *settings;
	const char *actor; /* who runs this; taken before any change of
				  * account */
	struct store *store;
	struct template_set *templates;
};

/* A command: does its work and gives an exit status of sysexits.h; where that
 * is not 0, *e says why, or the command has said so itself. */
typedef int command_work(struct command *c, struct err *e);
#define COMMAND(name, work, usage, sentence, help) command_work work;
#include "commands.def"
#undef COMMAND

/* command_settings - read the settings; STOP where there are none. */
int command_settings(struct command *c, struct err *e);
/* command_store - open the store as a coder; as root, first become the owner
 * of the state folder, so that no file of root's is left in it. */
int command_store(struct command *c, struct err *e);
/* command_desk - fill *out for desk.h; with templates where a reply is to be
 * composed. */
int command_desk(
    struct command *c, bool templates, struct desk *out, struct err *e);
/* command_wake - tell a running daemon that there is work; nothing where none
 * runs. */
void command_wake(struct command *c);
/* command_lookup_path - path of the lookup database: `given`; else that of the
 * settings file; else, in a source tree, the one beside the program. */
const char *command_lookup_path(struct command *c, const char *given);
/* command_house - folder of house rules by the settings; NULL: none. */
const char *command_house(struct command *c);
/* command_templates - load the templates of the settings, or of the source
 * tree. */
int command_templates(struct command *c, struct err *e);
/* command_tree - path below the source tree's top, where consultctl runs from
 * its build folder; NULL where it is installed. */
const char *command_tree(struct command *c, const char *below);
/* command_case - the case number in argv[0]; -1 and *e where it is none. */
int command_case(struct command *c, int64_t *out, struct err *e);
/* command_words - argv[from..] joined by spaces. */
const char *command_words(struct command *c, int from);
/* command_usage - "usage: consultctl ask ..." on standard error; EX_USAGE. */
int command_usage(const struct command *c);
/* command_failed - the exit status that fits *e. */
int command_failed(const struct err *e);

/* file_read - the file through a jail; a mail that its jail fails of is read
 * once more without its attachments, as the daemon does. Fails as jail_read(), or with STOP
 * where the file cannot be read. */
int file_read(struct jail *jail, enum jail_input input, const char *path,
    struct arena *a, struct message *m, struct questions *q, struct err *e);

/* print_text - UTF-8 of unknown origin to standard output, without what could
 * steer a terminal: control characters and changes of writing direction. */
void print_text(const char *text);
/* print_indented - the same, each line behind `indent`. */
void print_indented(const char *indent, const char *text);
/* print_cell - print_text in exactly `width` columns, cut with "…". */
void print_cell(const char *text, int width);
/* print_age - "3 h" since that moment. */
const char *print_age(struct arena *a, int64_t since_unix);

#endif
