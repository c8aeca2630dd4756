/* consultctl parse: what is read of a mail, before anything is answered. */
#include "command.h"
#include "jail.h"
#include "robot.h"
#include "tree.h"
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

static const char *
class_of(const struct message *m)
{
	for (size_t i = 0; m->guard != NULL && i < robot_guard_count; i++) {
		if (strcmp(robot_guards[i].name, m->guard) == 0)
			return robot_kind_name(robot_guards[i].kind);
	}
	return robot_kind_name(m->guard ? ROBOT_OTHER : ROBOT_HUMAN);
}

static int
message_print(struct arena *a, const struct message *m, struct err *e)
{
	struct buf line;
	struct tree *t = tree_map(a);
	tree_put_text(a, t, "class", class_of(m));
	tree_put_bool(a, t, "answerable", m->guard == NULL);
	tree_put_text(a, t, "guard", m->guard);
	tree_put_text(a, t, "evidence", m->evidence);
	tree_put_bool(a, t, "asks", m->asks);
	tree_put_text(a, t, "from", m->from.address);
	tree_put_text(a, t, "subject", m->subject);
	tree_put_text(a, t, "message_id", m->message_id);
	tree_put_text(a, t, "text", m->text);
	tree_put_text(a, t, "visible", m->visible);
	tree_put_text(a, t, "attached", m->attached);
	struct tree *list = tree_put_list(a, t, "attachments");
	for (size_t i = 0; i < m->attachment_n; i++) {
		struct tree *one = tree_put_map(a, list, NULL);
		tree_put_text(a, one, "name", m->attachment[i].name);
		tree_put_text(a, one, "type", m->attachment[i].type);
		tree_put_number(a, one, "size", m->attachment[i].size);
		tree_put_text(
		    a, one, "use", attachment_use_name(m->attachment[i].use));
	}
	buf_init(&line, 16u << 20);
	int rc = t ? tree_json(t, &line) : -1;
	if (rc == 0)
		puts(buf_text(&line));
	buf_free(&line);
	return rc == 0 ? 0
		       : err_set(e, ERR_REFUSE, "consultctl", 0,
			     "the mail is too large to print");
}

static int
input_of(const char *body, enum jail_input *out)
{
	if (body == NULL)
		*out = JAIL_MAIL;
	else if (strcmp(body, "text") == 0)
		*out = JAIL_BODY_TEXT;
	else if (strcmp(body, "html") == 0)
		*out = JAIL_BODY_HTML;
	else
		return -1;
	return 0;
}

static int
file_parse(
    struct command *c, enum jail_input input, const char *path, struct err *e)
{
	struct message m;
	struct questions q;
	struct jail *jail = NULL;
	int rc = jail_start(command_lookup_path(c, NULL), &jail, e);
	if (rc == 0)
		rc = file_read(jail, input, path, c->arena, &m, &q, e);
	if (rc == 0)
		rc = message_print(c->arena, &m, e);
	jail_stop(jail);
	return rc;
}

int
command_parse(struct command *c, struct err *e)
{
	const char *body = NULL, *path = NULL;
	enum jail_input input;
	for (int i = 0; i < c->argc; i++) {
		if (strcmp(c->argv[i], "--body") == 0 && i + 1 < c->argc)
			body = c->argv[++i];
		else if (strcmp(c->argv[i], "--json") == 0)
			continue; /* the only form there is */
		else if (path == NULL)
			path = c->argv[i];
		else
			return command_usage(c);
	}
	if (path == NULL || input_of(body, &input) != 0)
		return command_usage(c);
	return file_parse(c, input, path, e) == 0 ? 0 : command_failed(e);
}
