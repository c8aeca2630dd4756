/* consultctl ask: a question answered here, without any server. */
#include "clock.h"
#include "command.h"
#include "consult.h"
#include "jail.h"
#include "limit.h"
#include "lookup.h"
#include "reply.h"
#include "tree.h"
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>

#define TALK_ARENA (256u << 20) /* a long conversation, or a large mail */

/* One conversation: the questions so far, and what they are asked of. The arena
 * holds it, and is emptied where the next one begins. */
struct talk {
	struct command *command;
	struct arena *arena;
	struct jail *jail;
	struct lookup *lookup;
	bool json, each, have_before;
	struct questions before;
};

static int
mail_read(struct talk *t, const char *path, struct message *m,
    struct questions *q, struct err *e)
{
	return file_read(t->jail, JAIL_MAIL, path, t->arena, m, q, e);
}

/* The envelope has nothing of the clock or of chance: the same mail gets the
 * same bytes. */
static int
reply_make(struct talk *t, const struct message *m, const struct decision *d,
    struct reply *out, struct err *e)
{
	const struct settings *s = t->command->settings;
	struct reply_envelope env = {
		.from_name = s ? s->consult_name : "Coding Consult",
		.from = s ? s->consult_address : "consult@localhost.invalid",
		.return_path = "",
		.to = m->from.address[0] ? m->from.address
					 : "asker@localhost.invalid",
		.to_name = m->from.name,
		.subject = m->subject,
		.message_id = "consultd.ask@localhost.invalid",
		.in_reply_to = m->message_id,
		.references = m->references,
		.references_n = m->references_n,
		.loop = "ask",
		.automatic = true,
		.now_unix = m->date_unix,
		.notice =
		    s ? s->consult_notice
		      : "This is coding information, not legal or payment "
			"advice. The payer's own rules decide.",
		.copyright = s ? s->consult_copyright
			       : "CPT is a registered trademark of the "
				 "American Medical Association.",
	};
	return reply_answer(
	    t->arena, t->command->templates, &env, &d->answers, out, e);
}

static int
json_print(struct talk *t, const struct decision *d, const struct reply *r,
    struct err *e)
{
	struct arena *a = t->arena;
	struct tree *all = consult_record(a, d);
	struct buf line;
	if (r == NULL) {
		tree_put_text(a, all, "reply", NULL);
	} else {
		struct tree *reply = tree_put_map(a, all, "reply");
		tree_put_text(a, reply, "subject", r->subject);
		tree_put_text(a, reply, "text", r->text);
		tree_put_text(a, reply, "html", r->html);
	}
	buf_init(&line, 8u << 20);
	int rc = all ? tree_json(all, &line) : -1;
	if (rc == 0)
		puts(buf_text(&line));
	buf_free(&line);
	return rc == 0 ? 0
		       : err_set(e, ERR_REFUSE, "consultctl", 0,
			     "the answer is too large to print");
}

static int
talk_turn(struct talk *t, const struct message *m, const struct questions *q,
    struct err *e)
{
	struct decision d;
	struct reply r;
	if (consult_decide(t->arena, t->lookup, m, q,
		t->have_before ? &t->before : NULL, NULL, clock_now_unix(), &d,
		e) != 0)
		return -1;
	if (d.outcome != OUTCOME_IGNORED) {
		t->before = d.questions;
		t->have_before = true;
	}
	if (d.reply && reply_make(t, m, &d, &r, e) != 0)
		return -1;
	if (t->json)
		return json_print(t, &d, d.reply ? &r : NULL, e);
	if (d.reply)
		print_text(r.text);
	else
		printf("No answer: %s%s%s\n", d.guard ? d.guard : d.reason,
		    d.evidence ? ": " : "", d.evidence ? d.evidence : "");
	return 0;
}

static bool
is_file(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && !S_ISDIR(st.st_mode);
}

/* A mail that kills its jail is an outcome, not a failure of this command: the
 * daemon holds such a mail for a coder. */
static int
jail_failed(struct talk *t, struct err *e)
{
	struct decision d = { 0 };
	struct questions none = { 0 };
	if (e->kind != ERR_REFUSE || !t->json)
		return -1;
	fprintf(stderr, "consultctl: %s\n", e->text);
	*e = (struct err){ 0 };
	if (consult_hold(t->arena, &none, "failed", false, &d, e) != 0)
		return -1;
	return json_print(t, &d, NULL, e);
}

static void
talk_begin(struct talk *t)
{
	arena_clear(t->arena);
	t->have_before = false;
}

static int
talk_files(struct talk *t, int from, struct err *e)
{
	struct command *c = t->command;
	for (int i = from; i < c->argc; i++) {
		struct message m;
		struct questions q;
		if (t->each)
			talk_begin(t);
		int rc = mail_read(t, c->argv[i], &m, &q, e);
		rc = rc == 0 ? talk_turn(t, &m, &q, e) : jail_failed(t, e);
		if (rc != 0)
			return -1;
	}
	return 0;
}

static int
talk_words(struct talk *t, int from, struct err *e)
{
	struct message m;
	struct questions q;
	const char *words = command_words(t->command, from);
	if (words == NULL || strlen(words) > LIMIT_TEXT_BYTES)
		return err_set(
		    e, ERR_REFUSE, "consultctl", 0, "the question is too long");
	if (jail_read_bytes(t->jail, JAIL_WORDS, words, strlen(words), t->arena,
		&m, &q, e) != 0)
		return -1;
	return talk_turn(t, &m, &q, e);
}

static int
talk_run(struct talk *t, const char *lookup, int from, struct err *e)
{
	struct command *c = t->command;
	t->arena = arena_new(TALK_ARENA);
	if (jail_start(lookup, &t->jail, e) != 0 ||
	    lookup_open(lookup, &t->lookup, e) != 0 ||
	    command_templates(c, e) != 0)
		return -1;
	return is_file(c->argv[from]) ? talk_files(t, from, e)
				      : talk_words(t, from, e);
}

int
command_ask(struct command *c, struct err *e)
{
	struct talk t = { .command = c };
	const char *lookup = NULL;
	int from = 0;
	for (; from < c->argc && c->argv[from][0] == '-'; from++) {
		if (strcmp(c->argv[from], "--json") == 0)
			t.json = true;
		else if (strcmp(c->argv[from], "--each") == 0)
			t.each = true;
		else if (strcmp(c->argv[from], "-l") == 0 && from + 1 < c->argc)
			lookup = c->argv[++from];
		else
			return command_usage(c);
	}
	if (from == c->argc)
		return command_usage(c);
	int rc = talk_run(&t, command_lookup_path(c, lookup), from, e);
	lookup_close(t.lookup);
	jail_stop(t.jail);
	arena_free(t.arena);
	return rc == 0 ? 0 : command_failed(e);
}
